// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TrackCutter.h"

#include "media/io/MediaError.h"
#include "media/io/Reductions.h"

#include <algorithm>
#include <limits>

namespace phonostage::media {

TrackCutter::TrackCutter(const AudioSpec& spec, std::vector<CutTrack> tracks, bool measuresLoudness)
    : spec_(spec), tracks_(std::move(tracks)), results_(tracks_.size()), measuresLoudness_(measuresLoudness) {
    if (spec.format == SampleFormat::float32 || isLossy(spec.container)) return;
    for (int c = 0; c < spec.channels; ++c)
        quantizers_.emplace_back(bitsOf(spec.format), c);
    words_.resize(std::size_t{2} * AudioWriter::mostWords);
}

void TrackCutter::open() {
    auto& track = tracks_[current_];
    auto spec = spec_;
    spec.frames = track.endFrame - track.startFrame;
    spec.tagRoomBytes = track.tagRoomBytes;
    writer_ = std::make_unique<AudioWriter>(*track.file, spec, track.tags);
    if (measuresLoudness_)
        results_[current_].loudness = std::make_unique<TrackLoudness>(spec.sampleRateHz, spec.channels);
}

void TrackCutter::close() {
    auto& result = results_[current_];
    writer_->finish();
    for (int c = 0; quantizers_.empty() && c < spec_.channels; ++c) {
        const auto clipped = writer_->clippedSamples(c);
        result.clipped += clipped;
        clipped_[static_cast<std::size_t>(c)] += clipped;
    }
    if (result.loudness) result.loudness->finish();
    warnings_.insert(warnings_.end(), writer_->warnings().begin(), writer_->warnings().end());
    writer_.reset();
    ++current_;
}

/** At most mostWords frames, all of them inside of one track or outside of all. */
void TrackCutter::segment(double* const* channel, int frames, bool isInside, bool keepWritten) {
    const auto channels = static_cast<std::size_t>(spec_.channels);
    if (isInside)
        for (std::size_t c = 0; c < channels; ++c)
            peak_[c] = std::max(peak_[c], largestMagnitude(channel[c], frames));
    const std::array<const std::int32_t*, 2> words{words_.data(), words_.data() + AudioWriter::mostWords};
    for (std::size_t c = 0; c < quantizers_.size(); ++c) {
        const auto before = quantizers_[c].clippedSamples();
        quantizers_[c].process(channel[c], words_.data() + c * AudioWriter::mostWords, frames,
                               keepWritten || (isInside && measuresLoudness_));
        if (!isInside) continue;
        const auto clipped = quantizers_[c].clippedSamples() - before;
        clipped_[c] += clipped;
        results_[current_].clipped += clipped;
    }
    if (!isInside) return;
    if (quantizers_.empty())
        writer_->write(channel, frames, true);
    else
        writer_->writeWords(words.data(), frames);
    if (auto& loudness = results_[current_].loudness) loudness->add(channel, frames);
}

void TrackCutter::write(double* const* channel, int frames, bool keepWritten) {
    for (int at = 0; at < frames;) {
        auto border = std::numeric_limits<std::int64_t>::max();
        bool isInside = false;
        if (current_ < tracks_.size()) {
            const auto& track = tracks_[current_];
            isInside = done_ >= track.startFrame;
            border = isInside ? track.endFrame : track.startFrame;
            if (isInside && !writer_) open();
        }
        const auto n = static_cast<int>(
            std::min({std::int64_t{frames - at}, border - done_, std::int64_t{AudioWriter::mostWords}}));
        double* part[2] = {channel[0] + at, spec_.channels > 1 ? channel[1] + at : nullptr};
        segment(part, n, isInside, keepWritten);
        at += n;
        done_ += n;
        if (isInside && done_ == border) close();
    }
}

void TrackCutter::finish() {
    if (current_ == tracks_.size()) return;
    throw MediaError(base::quoted(tracks_[current_].file->target()) + " would end at frame " +
                     std::to_string(tracks_[current_].endFrame) + ", but the side has only " + std::to_string(done_) +
                     " frames: move the end of that track");
}

std::int64_t TrackCutter::clippedSamples(int channel) const { return clipped_[static_cast<std::size_t>(channel)]; }

} // namespace phonostage::media
