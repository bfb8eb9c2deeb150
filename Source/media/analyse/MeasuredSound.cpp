// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/MeasuredSound.h"

#include "media/analyse/CalibrateFile.h"
#include "media/analyse/SoundBlocks.h"
#include "media/io/AudioReader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phonostage::media {

FileToMeasure::FileToMeasure(const SoundSource& source) : source_(rereadable(source)) {
    const AudioReader reader(source_);
    rateHz_ = reader.sampleRateHz();
    channels_ = reader.channels();
    requireMeasurableRate(rateHz_, name());
}

std::string FileToMeasure::name() const { return sourceName(source_.path); }

void FileToMeasure::read(const Progress& progress, const Use& use) const {
    AudioReader reader(source_);
    readNumbers(reader, progress, use);
}

/** A stretch of what was heard. */
class HeardPart final : public MeasuredSound {
public:
    HeardPart(const HeardSound& sound, std::int64_t from, std::int64_t to) : sound_(sound), from_(from), to_(to) {}

    [[nodiscard]] double sampleRateHz() const override { return sound_.rateHz(); }
    [[nodiscard]] int channels() const override { return 2; }
    [[nodiscard]] std::string name() const override { return "what was heard"; }
    void read(const Progress& progress, const Use& use) const override;

private:
    const HeardSound& sound_;
    std::int64_t from_, to_;
};

void HeardPart::read(const Progress& progress, const Use& use) const {
    std::array<std::vector<double>, 2> planes;
    for (auto position = from_; position < to_;) {
        const auto inside = position - sound_.first_;
        const auto& chunk = *sound_.chunks_[static_cast<std::size_t>(inside / HeardSound::chunkFrames)];
        const auto at = inside % HeardSound::chunkFrames;
        const auto count = std::min(to_ - position, std::ssize(chunk.left) - at);
        for (std::size_t c = 0; c < 2; ++c) {
            const auto& samples = c == 0 ? chunk.left : chunk.right;
            planes[c].resize(static_cast<std::size_t>(count));
            std::transform(samples.begin() + at, samples.begin() + at + count, planes[c].begin(), [](float sample) {
                const auto value = static_cast<double>(sample);
                return std::abs(value) <= dsp::sampleLimit ? value : 0.0;
            });
        }
        const std::array<const double*, 2> channel{planes[0].data(), planes[1].data()};
        if (!use(channel.data(), static_cast<int>(count))) return;
        position += count;
        if (progress && !progress(position - from_, to_ - from_)) throw Cancelled();
    }
}

HeardSound::HeardSound(double rateHz, double seconds)
    : rateHz_(rateHz),
      mostChunks_(static_cast<std::size_t>(std::ceil(seconds * rateHz / static_cast<double>(chunkFrames))) + 1) {}

void HeardSound::add(const float* left, const float* right, std::int64_t frames) {
    while (frames > 0) {
        if (chunks_.empty() || std::ssize(chunks_.back()->left) == chunkFrames) {
            std::unique_ptr<Chunk> next;
            if (chunks_.size() == mostChunks_) {
                next = std::move(chunks_.front());
                chunks_.erase(chunks_.begin());
                first_ += chunkFrames;
                next->left.clear();
                next->right.clear();
            } else {
                next = std::make_unique<Chunk>();
                next->left.reserve(static_cast<std::size_t>(chunkFrames));
                next->right.reserve(static_cast<std::size_t>(chunkFrames));
            }
            chunks_.push_back(std::move(next));
        }
        auto& chunk = *chunks_.back();
        const auto count = std::min(frames, chunkFrames - std::ssize(chunk.left));
        chunk.left.insert(chunk.left.end(), left, left + count);
        chunk.right.insert(chunk.right.end(), right, right + count);
        left += count;
        right += count;
        frames -= count;
        end_ += count;
    }
}

std::unique_ptr<MeasuredSound> HeardSound::part(std::int64_t from, std::int64_t to) const {
    from = std::clamp(from, first_, end_);
    return std::make_unique<HeardPart>(*this, from, std::clamp(to, from, end_));
}

} // namespace phonostage::media
