// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Render.h"

#include "dsp/measure/TruePeak.h"
#include "dsp/simd/Decibels.h"
#include "media/io/Reductions.h"
#include "media/render/RenderBlocks.h"
#include "media/render/Resampler.h"
#include "media/render/SideThread.h"
#include "media/render/TrimmedEngine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace phonostage::media {
namespace {

class Clock {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Report startReport(const AudioReader& reader, const RenderStage& stage) {
    Report report;
    report.stage = stage;
    report.sampleRateHz = reader.sampleRateHz();
    report.channels.resize(static_cast<std::size_t>(reader.channels()));
    report.channels.front().name = reader.channels() == 1 ? "mono" : "left";
    if (reader.channels() > 1) report.channels[1].name = "right";
    return report;
}

/** The largest gain at which no sample clips, rounded down to 0.01 dB; empty where even 0 dB clips. */
std::optional<double> largestGain(const AudioWriter& writer, int channels, SampleFormat format, double gainDb) {
    double peak = 0.0;
    for (int c = 0; c < channels; ++c)
        peak = std::max(peak, writer.peak(c));
    const double room = format == SampleFormat::float32 ? 1.0 : Quantizer::largestSafe(bitsOf(format));
    // A filter at another gain rounds differently in the last bits: 1e-9 dB is kept in hand.
    const double gain = std::floor((gainDb - dsp::decibels(peak / room) - 1e-9) * 100.0) / 100.0;
    return gain >= 0.0 ? std::optional(gain) : std::nullopt;
}

/** Some blocks of a file at once, so that a thread that takes one of their channels is seldom waited for. */
struct Batch {
    static constexpr int mostBlocks = 16;
    static_assert(blocksPerReport % mostBlocks == 0);

    std::array<std::vector<double>, 2> samples;
    int frames = 0;

    /** False at the end. done: frames before. */
    bool read(AudioReader& reader, const Progress& progress, std::int64_t done) {
        constexpr auto room = std::size_t{mostBlocks} * blockFrames;
        if (done % (std::int64_t{blocksPerReport} * blockFrames) == 0) tell(progress, done, reader.frames());
        frames = 0;
        for (auto& channel : samples)
            channel.resize(room);
        for (int n = blockFrames; n == blockFrames && frames < static_cast<int>(room); frames += n) {
            const std::array<double*, 2> block{samples[0].data() + frames, samples[1].data() + frames};
            n = reader.read(block.data(), blockFrames);
        }
        return frames > 0;
    }
};

/** What analyzeFile() keeps of one channel. */
struct InputAnalysis {
    SquareSum sum;
    dsp::OverloadWatch watch;
    LevelHistory* history = nullptr;
    std::int64_t badSamples = 0; ///< that render's guard would silence

    void add(const Batch& batch, std::size_t channel) {
        for (int at = 0; at < batch.frames; at += blockFrames) {
            const double* const samples = batch.samples[channel].data() + at;
            const int n = std::min(blockFrames, batch.frames - at);
            badSamples += sum.add(samples, n);
            watch.process(samples, n);
            if (history != nullptr) history->add(samples, n);
        }
    }
};

/** What renderFile() measures of one channel. */
struct RenderMeters {
    SquareSum input, output;
    double peak = 0.0; ///< of the output, as the next
    dsp::TruePeak truePeak;

    void addOutput(const double* samples, int n) {
        output.add(samples, n);
        peak = std::max(peak, largestMagnitude(samples, n));
        truePeak.process(samples, n);
    }
};

void addFigures(Report& report, const dsp::Engine& engine, const OverloadLog& log, std::array<RenderMeters, 2>& meters,
                const AudioWriter& writer) {
    report.badSamples = engine.meters().badSamples;
    for (std::size_t c = 0; c < report.channels.size(); ++c) {
        auto& of = meters[c];
        // What lies between the last samples is known when silence has followed.
        constexpr std::array<double, 64> silence{};
        of.truePeak.process(silence.data(), static_cast<int>(silence.size()));
        const auto channel = static_cast<int>(c);
        report.channels[c].input = {of.input.meanSquare(), engine.overload(channel), log.events(channel)};
        report.channels[c].output =
            OutputFigures{of.output.meanSquare(), of.peak, of.truePeak.maximum(), writer.clippedSamples(channel)};
    }
}

} // namespace

FileTags renderedTags(const FileTags& source, const RenderStage& stage) {
    auto tags = source;
    tags.note.fullScaleDbv = stage.levels.outputDbv;
    tags.note.equalisedWith = stage.curveName;
    tags.note.take.reset(); // a recording's alone
    tags.stage.clear();
    return tags;
}

FileTags renderedTags(const AudioReader& reader, const AudioSpec& spec, const RenderSettings& settings) {
    auto tags = renderedTags(reader.tags(), settings.stage);
    retime(tags, reader.sampleRateHz(), spec.sampleRateHz,
           settings.speedBack == SpeedBack::resampled ? settings.stage.filter.speedRatio : 1.0);
    return tags;
}

AudioSpec renderedSpec(const AudioReader& reader, Container container, SampleFormat format,
                       const RenderSettings& settings) {
    AudioSpec spec{container, format, reader.sampleRateHz(), reader.channels(), reader.frames()};
    const double ratio = settings.stage.filter.speedRatio;
    if (settings.speedBack == SpeedBack::declaredRate) spec.sampleRateHz = std::round(spec.sampleRateHz / ratio);
    if (settings.speedBack == SpeedBack::resampled && spec.frames)
        spec.frames = std::llround(static_cast<double>(*spec.frames) * ratio);
    return spec;
}

Report renderFile(AudioReader& reader, AudioWriter& writer, SampleFormat format, const RenderSettings& settings) {
    const Clock clock;
    auto report = startReport(reader, settings.stage);
    const int channels = reader.channels();

    OverloadLog log;
    dsp::Engine::Options options;
    options.sourceWordBits = reader.wordBits();
    options.observer = &log;

    std::array<RenderMeters, 2> meters;
    const double outputRateHz = renderedSpec(reader, Container::wav, format, settings).sampleRateHz;
    report.outputRateHz = outputRateHz;
    for (auto& channel : meters)
        channel.truePeak.prepare(outputRateHz);

    // Levels over time are those of the capture's own time; the figures those of what is written.
    const auto addHistory = [&](double* const* channel, int n) {
        for (int c = 0; settings.histories != nullptr && c < channels; ++c)
            settings.histories->output[static_cast<std::size_t>(c)].add(channel[c], n);
    };
    const auto writeOut = [&](double* const* channel, int n, bool keepWritten) {
        writer.write(channel, n, keepWritten || settings.fullReport);
        for (int c = 0; settings.fullReport && c < channels; ++c)
            meters[static_cast<std::size_t>(c)].addOutput(channel[c], n);
    };
    const double ratio = settings.stage.filter.speedRatio;
    std::optional<Resampler> resampler;
    if (settings.speedBack == SpeedBack::resampled && ratio != 1.0)
        resampler.emplace(reader.sampleRateHz() / ratio, reader.sampleRateHz(), channels,
                          [&](double* const* channel, int n) { writeOut(channel, n, false); });

    TrimmedEngine stage(settings.stage, reader.sampleRateHz(), channels, options, [&](double* const* channel, int n) {
        if (resampler) {
            addHistory(channel, n);
            resampler->process(channel, n);
        } else {
            writeOut(channel, n, settings.histories != nullptr);
            addHistory(channel, n);
        }
    });
    report.frames = forEachBlock(reader, settings.progress, [&](const Block& block, int n) {
        for (int c = 0; c < channels; ++c) {
            const auto at = static_cast<std::size_t>(c);
            if (settings.fullReport) meters[at].input.add(block.channel(c), n);
            if (settings.histories != nullptr) settings.histories->input[at].add(block.channel(c), n);
        }
        stage.process(block.channels(), n);
    });
    stage.finish();
    if (resampler) resampler->finish();
    writer.finish();

    addFigures(report, stage.engine(), log, meters, writer);
    if (report.clippedSamples() > 0)
        report.largestGainDb = largestGain(writer, channels, format, settings.stage.levels.gainDb);
    report.seconds = clock.seconds();
    return report;
}

Report analyzeFile(AudioReader& reader, const RenderStage& stage, const Progress& progress, Histories* histories) {
    const Clock clock;
    auto report = startReport(reader, stage);
    const auto channels = static_cast<std::size_t>(reader.channels());
    std::array<Batch, 2> batches;
    OverloadLog log;
    std::array<InputAnalysis, 2> analyses;
    for (std::size_t c = 0; c < channels; ++c) {
        analyses[c].watch.prepare(reader.sampleRateHz(), reader.wordBits(), static_cast<int>(c), &log);
        if (histories != nullptr) analyses[c].history = &histories->input[c];
    }

    std::optional<SideThread> side; // after what its jobs use: it ends first
    if (channels > 1 && std::thread::hardware_concurrency() > 1) side.emplace();
    // The right channel is looked at beside the left one, and beside the reading of what comes next.
    for (std::size_t i = 0;; i = 1 - i) {
        auto& batch = batches[i];
        if (!batch.read(reader, progress, report.frames)) break;
        report.frames += batch.frames;
        const auto addRight = [&analyses, &batch] { analyses[1].add(batch, 1); };
        if (side) side->start(addRight);
        analyses[0].add(batch, 0);
        if (!side && channels > 1) addRight();
    }
    if (side) side->wait();
    tell(progress, report.frames, report.frames);

    for (std::size_t c = 0; c < channels; ++c) {
        auto& analysis = analyses[c];
        analysis.watch.flush();
        report.badSamples += analysis.badSamples;
        report.channels[c].input = {analysis.sum.meanSquare(), analysis.watch.counts(),
                                    log.events(static_cast<int>(c))};
    }
    report.seconds = clock.seconds();
    return report;
}

} // namespace phonostage::media
