// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/GainThatFits.h"

#include "media/render/RenderBlocks.h"
#include "media/render/RenderPass.h"

#include "dsp/measure/TruePeak.h"
#include "dsp/simd/Decibels.h"
#include "params/ParameterTable.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::media {

namespace {

/** Keeps the true peak of what comes, inside some ranges or of all. */
class PeakMeter final : public SoundWriter {
public:
    PeakMeter(double rateHz, int channels, const FrameRanges* within) : channels_(channels), within_(within) {
        for (auto& meter : meters_)
            meter.prepare(rateHz);
    }

    void write(double* const* channel, int frames, bool) override {
        if (within_ == nullptr) {
            add(channel, 0, frames);
        } else {
            for (const auto& [start, end] : *within_) {
                const auto from = std::clamp<std::int64_t>(start - done_, 0, frames);
                const auto to = std::clamp<std::int64_t>(end - done_, 0, frames);
                if (to > from) add(channel, static_cast<int>(from), static_cast<int>(to - from));
            }
        }
        done_ += frames;
    }

    void finish() override {
        // What lies between the last samples is known when silence has followed.
        constexpr std::array<double, 64> silence{};
        for (auto& meter : meters_)
            meter.process(silence.data(), static_cast<int>(silence.size()));
    }

    [[nodiscard]] std::int64_t framesWritten() const override { return done_; }
    [[nodiscard]] std::int64_t clippedSamples(int) const override { return 0; }
    [[nodiscard]] double peak(int channel) const override {
        return meters_[static_cast<std::size_t>(channel)].maximum();
    }

private:
    void add(double* const* channel, int start, int frames) {
        for (int c = 0; c < channels_; ++c)
            meters_[static_cast<std::size_t>(c)].process(channel[c] + start, frames);
    }

    int channels_;
    const FrameRanges* within_;
    std::array<dsp::TruePeak, 2> meters_;
    std::int64_t done_ = 0;
};

} // namespace

double truePeakOfRender(AudioReader& reader, const RenderSettings& settings, const FrameRanges* within) {
    const int channels = reader.channels();
    const auto time = outputTime(reader.sampleRateHz(), settings);
    FrameRanges written;
    for (const auto& [start, end] : within != nullptr ? *within : FrameRanges{})
        written.emplace_back(time.frameOf(start), time.frameOf(end));
    PeakMeter meter(time.rateHz, channels, within != nullptr ? &written : nullptr);
    RenderPass pass(reader, meter, SampleFormat::float32, settings);
    forEachBlock(reader, settings.progress, [&](const Block& block, int n) { pass.process(block.channels(), n); });
    (void)pass.finish();
    double peak = 0.0;
    for (int c = 0; c < channels; ++c)
        peak = std::max(peak, meter.peak(c));
    return peak;
}

std::optional<double> gainThatFits(double truePeak, double gainDb) {
    if (!(truePeak > 0.0)) return std::nullopt;
    const auto& range = params::entry(params::Id::gain);
    const double gain = gainDb + truePeakTargetDb - dsp::decibels(truePeak);
    return std::clamp(std::floor(gain * 100.0 + 1e-6) / 100.0, range.minimum, range.maximum);
}

} // namespace phonostage::media
