// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/PendingFile.h"
#include "media/export/Loudness.h"
#include "media/io/AudioWriter.h"
#include "media/io/SoundWriter.h"

#include <array>
#include <memory>
#include <vector>

namespace phonostage::media {

/** A part of a side that gets a file of its own. */
struct CutTrack {
    std::int64_t startFrame = 0, endFrame = 0; ///< of what is written: [start, end)
    base::PendingFile* file = nullptr;         ///< must outlive the cutter
    FileTags tags;
    std::size_t tagRoomBytes = 0;
};

/** Cuts what a side's render gives into tracks. Dither runs on over the whole side, also where nothing is kept: tracks
    that touch, joined, are the whole side to the bit. What lies outside of the tracks counts for no figure. */
class TrackCutter final : public SoundWriter {
public:
    /** spec: of all files; its length is not used. Tracks in order, without overlap. */
    TrackCutter(const AudioSpec& spec, std::vector<CutTrack> tracks, bool measuresLoudness);

    void write(double* const* channel, int frames, bool keepWritten) override;
    /** Throws MediaError where a track has not been reached whole. */
    void finish() override;

    [[nodiscard]] std::int64_t framesWritten() const override { return done_; }
    [[nodiscard]] std::int64_t clippedSamples(int channel) const override;
    [[nodiscard]] double peak(int channel) const override { return peak_[static_cast<std::size_t>(channel)]; }

    // Of one track, once all is finished.
    [[nodiscard]] std::int64_t clippedSamplesOf(std::size_t track) const { return results_[track].clipped; }
    [[nodiscard]] const TrackLoudness* loudnessOf(std::size_t track) const { return results_[track].loudness.get(); }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

private:
    struct Result {
        std::int64_t clipped = 0;
        std::unique_ptr<TrackLoudness> loudness;
    };

    void open();
    void close();
    void segment(double* const* channel, int frames, bool isInside, bool keepWritten);

    AudioSpec spec_;
    std::vector<CutTrack> tracks_;
    std::vector<Result> results_;
    bool measuresLoudness_;
    std::size_t current_ = 0; ///< the track that is under way, or comes next
    std::unique_ptr<AudioWriter> writer_;
    std::int64_t done_ = 0;
    std::vector<Quantizer> quantizers_; ///< of 16 and 24 bit
    std::vector<std::int32_t> words_;
    std::array<std::int64_t, 2> clipped_{};
    std::array<double, 2> peak_{};
    std::vector<std::string> warnings_;
};

} // namespace phonostage::media
