// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/RenderPass.h"

#include "dsp/measure/TruePeak.h"
#include "dsp/simd/Decibels.h"
#include "media/analyse/HookupPass.h"
#include "media/io/Reductions.h"
#include "media/render/Resampler.h"
#include "media/render/TrimmedEngine.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

/** The largest gain at which no sample clips, rounded down to 0.01 dB; empty where even 0 dB clips. */
std::optional<double> largestGain(const SoundWriter& writer, int channels, SampleFormat format, double gainDb) {
    double peak = 0.0;
    for (int c = 0; c < channels; ++c)
        peak = std::max(peak, writer.peak(c));
    const double room = format == SampleFormat::float32 ? 1.0 : Quantizer::largestSafe(bitsOf(format));
    // A filter at another gain rounds differently in the last bits: 1e-9 dB is kept in hand.
    const double gain = std::floor((gainDb - dsp::decibels(peak / room) - 1e-9) * 100.0) / 100.0;
    return gain >= 0.0 ? std::optional(gain) : std::nullopt;
}

dsp::Engine::Options optionsFor(const AudioReader& reader, const RenderSettings& settings, OverloadLog& log) {
    dsp::Engine::Options options;
    options.sourceWordBits = reader.wordBits();
    options.observer = &log;
    options.kept = settings.kept;
    return options;
}

} // namespace

Report emptyReport(const AudioReader& reader, const RenderStage& stage) {
    Report report;
    report.stage = stage;
    report.sampleRateHz = reader.sampleRateHz();
    report.channels.resize(static_cast<std::size_t>(reader.channels()));
    report.channels.front().name = reader.channels() == 1 ? "mono" : "left";
    if (reader.channels() > 1) report.channels[1].name = "right";
    return report;
}

struct RenderPass::State {
    /** What is measured of one channel. */
    struct Meters {
        SquareSum input, output;
        double peak = 0.0; ///< of the output, as the next
        dsp::TruePeak truePeak;

        void addOutput(const double* samples, int n) {
            output.add(samples, n);
            peak = std::max(peak, largestMagnitude(samples, n));
            truePeak.process(samples, n);
        }
    };

    State(const AudioReader& reader, SoundWriter& target, SampleFormat sampleFormat, const RenderSettings& how)
        : writer(target), format(sampleFormat), settings(how), channels(reader.channels()),
          report(emptyReport(reader, how.stage)),
          stage(how.stage, reader.sampleRateHz(), channels, optionsFor(reader, how, log),
                [this](double* const* channel, int n) { take(channel, n); }) {
        const auto time = outputTime(reader.sampleRateHz(), settings);
        report.outputRateHz = time.rateHz;
        for (auto& each : meters)
            each.truePeak.prepare(time.rateHz);
        report.facts = settings.facts;
        if (settings.fullReport && HookupPass::isPossible(reader.sampleRateHz()))
            hookup.emplace(reader.sampleRateHz(), channels, settings.stage, settings.facts);
        if (time.isResampled())
            resampler.emplace(time.fromHz, time.rateHz, channels,
                              [this](double* const* channel, int n) { writeOut(channel, n, false); });
    }

    /** Levels over time are those of the capture's own time; the figures those of what is written. */
    void addHistory(double* const* channel, int n) {
        for (int c = 0; settings.histories != nullptr && c < channels; ++c)
            settings.histories->output[static_cast<std::size_t>(c)].add(channel[c], n);
    }

    /** What the stage gives. */
    void take(double* const* channel, int n) {
        if (resampler) {
            addHistory(channel, n);
            resampler->process(channel, n);
        } else {
            writeOut(channel, n, settings.histories != nullptr);
            addHistory(channel, n);
        }
    }

    void writeOut(double* const* channel, int n, bool keepWritten) {
        writer.write(channel, n, keepWritten || settings.fullReport);
        for (int c = 0; settings.fullReport && c < channels; ++c)
            meters[static_cast<std::size_t>(c)].addOutput(channel[c], n);
    }

    /** The list between the engine and here is short: after each block. */
    void takeClicks() {
        dsp::ClickEvent click;
        while (stage.takeClick(click)) {
            auto& of = clicks[static_cast<std::size_t>(click.channel)];
            if (of.size() < OverloadLog::maxEvents) of.push_back(click);
        }
    }

    void noteHum() {
        const auto& meter = stage.engine().meters().hum;
        const int lines = meter.lines, withheld = meter.withheld;
        if (withheld > 0)
            report.withheldHum = WithheldHum{meter.frequencyHz, withheld, meter.heardPause};
        else if (lines > 0)
            report.withheldHum.reset();
        if (lines == 0) return;
        const double from =
            report.hum ? report.hum->fromSeconds : static_cast<double>(report.frames) / report.sampleRateHz;
        report.hum = HumFigures{meter.frequencyHz, lines, {meter.rmsVolts[0], meter.rmsVolts[1]}, from};
    }

    void fillReport() {
        report.badSamples = stage.engine().meters().badSamples;
        for (int c = 0; c < channels; ++c) {
            const auto at = static_cast<std::size_t>(c);
            auto& of = meters[at];
            // What lies between the last samples is known when silence has followed.
            constexpr std::array<double, 64> silence{};
            of.truePeak.process(silence.data(), static_cast<int>(silence.size()));
            report.channels[at].input = {of.input.meanSquare(), stage.engine().overload(c), log.events(c)};
            report.channels[at].output =
                OutputFigures{of.output.meanSquare(), of.peak, of.truePeak.maximum(), writer.clippedSamples(c)};
            if (settings.stage.filter.removesClicks)
                report.channels[at].clicks =
                    ClickFigures{stage.engine().meters().clicks.count(c), std::move(clicks[at])};
        }
        if (report.clippedSamples() > 0)
            report.largestGainDb = largestGain(writer, channels, format, settings.stage.levels.gainDb);
    }

    SoundWriter& writer;
    SampleFormat format;
    RenderSettings settings;
    int channels;
    Report report;
    OverloadLog log;
    std::array<std::vector<dsp::ClickEvent>, 2> clicks;
    std::array<Meters, 2> meters;
    std::optional<HookupPass> hookup;
    std::optional<Resampler> resampler;
    TrimmedEngine stage;
};

RenderPass::RenderPass(const AudioReader& reader, SoundWriter& writer, SampleFormat format,
                       const RenderSettings& settings)
    : state_(std::make_unique<State>(reader, writer, format, settings)) {}

RenderPass::~RenderPass() = default;

void RenderPass::process(double* const* channel, int frames) {
    auto& s = *state_;
    for (int c = 0; c < s.channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        if (s.settings.fullReport) s.meters[at].input.add(channel[c], frames);
        if (s.settings.histories != nullptr) s.settings.histories->input[at].add(channel[c], frames);
    }
    if (s.hookup) s.hookup->add(channel, frames);
    s.report.frames += frames;
    s.stage.process(channel, frames);
    s.takeClicks();
    s.noteHum();
}

Report RenderPass::finish() {
    auto& s = *state_;
    s.stage.finish();
    s.takeClicks();
    if (s.resampler) s.resampler->finish();
    s.writer.finish();
    if (s.hookup) s.report.hookup = s.hookup->finish();
    s.fillReport();
    return std::move(s.report);
}

} // namespace phonostage::media
