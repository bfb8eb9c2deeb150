// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/GainThatFits.h"

#include "media/render/RenderBlocks.h"
#include "media/render/Resampler.h"
#include "media/render/TrimmedEngine.h"

#include "dsp/measure/TruePeak.h"
#include "dsp/simd/Decibels.h"
#include "params/ParameterTable.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::media {

double truePeakOfRender(AudioReader& reader, const RenderSettings& settings) {
    const int channels = reader.channels();
    const double ratio = settings.stage.filter.speedRatio;
    dsp::Engine::Options options;
    options.sourceWordBits = reader.wordBits();

    std::array<dsp::TruePeak, 2> meters;
    for (auto& meter : meters)
        meter.prepare(renderedSpec(reader, Container::wav, SampleFormat::float32, settings).sampleRateHz);
    const auto measure = [&](double* const* channel, int n) {
        for (int c = 0; c < channels; ++c)
            meters[static_cast<std::size_t>(c)].process(channel[c], n);
    };
    std::optional<Resampler> resampler;
    if (settings.speedBack == SpeedBack::resampled && ratio != 1.0)
        resampler.emplace(reader.sampleRateHz() / ratio, reader.sampleRateHz(), channels, measure);

    TrimmedEngine stage(settings.stage, reader.sampleRateHz(), channels, options, [&](double* const* channel, int n) {
        if (resampler)
            resampler->process(channel, n);
        else
            measure(channel, n);
    });
    forEachBlock(reader, settings.progress, [&](const Block& block, int n) { stage.process(block.channels(), n); });
    stage.finish();
    if (resampler) resampler->finish();
    // What lies between the last samples is known when silence has followed.
    constexpr std::array<double, 64> silence{};
    double peak = 0.0;
    for (auto& meter : meters) {
        meter.process(silence.data(), static_cast<int>(silence.size()));
        peak = std::max(peak, meter.maximum());
    }
    return peak;
}

std::optional<double> gainThatFits(double truePeak, double gainDb) {
    if (!(truePeak > 0.0)) return std::nullopt;
    const auto& range = params::entry(params::Id::gain);
    const double gain = gainDb + truePeakTargetDb - dsp::decibels(truePeak);
    return std::clamp(std::floor(gain * 100.0 + 1e-6) / 100.0, range.minimum, range.maximum);
}

} // namespace phonostage::media
