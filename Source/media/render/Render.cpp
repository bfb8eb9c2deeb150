// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Render.h"

#include "media/analyse/HookupPass.h"
#include "media/io/Reductions.h"
#include "media/render/RenderBlocks.h"
#include "media/render/RenderPass.h"
#include "media/render/SideThread.h"
#include "params/StageValues.h"

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

} // namespace

RenderStage renderStageOf(const params::Snapshot& snapshot) {
    using params::Id;
    const auto& values = snapshot.values;
    RenderStage stage;
    stage.curveName = params::entry(Id::curve).choiceKeys[static_cast<std::size_t>(values.get(Id::curve))];
    stage.filter = params::filterSettings(values);
    stage.levels = params::levelSettings(values);
    return stage;
}

FileTags renderedTags(const FileTags& source, const RenderStage& stage) {
    auto tags = source;
    tags.note.fullScaleDbv = stage.levels.outputDbv;
    tags.note.equalisedWith = stage.curveName;
    tags.note.take.reset(); // a recording's alone
    tags.stage.clear();
    return tags;
}

std::int64_t OutputTime::frameOf(std::int64_t sourceFrame) const {
    return isResampled() ? std::llround(static_cast<double>(sourceFrame) * frameRatio) : sourceFrame;
}

OutputTime outputTime(double sourceRateHz, const RenderSettings& settings) {
    const double ratio = settings.speedBack == SpeedBack::off ? 1.0 : settings.stage.filter.speedRatio;
    OutputTime time;
    time.fromHz = sourceRateHz / ratio;
    if (settings.rateHz > 0.0)
        time.rateHz = settings.rateHz;
    else
        time.rateHz = settings.speedBack == SpeedBack::resampled ? sourceRateHz : std::round(time.fromHz);
    const bool isRelabelled = settings.rateHz <= 0.0 && settings.speedBack == SpeedBack::declaredRate;
    if (!isRelabelled && time.rateHz != time.fromHz) time.frameRatio = time.rateHz / time.fromHz;
    return time;
}

FileTags renderedTags(const AudioReader& reader, const AudioSpec& spec, const RenderSettings& settings) {
    auto tags = renderedTags(reader.tags(), settings.stage);
    retime(tags, reader.sampleRateHz(), spec.sampleRateHz, outputTime(reader.sampleRateHz(), settings).frameRatio);
    return tags;
}

AudioSpec renderedSpec(const AudioReader& reader, Container container, SampleFormat format,
                       const RenderSettings& settings) {
    const auto time = outputTime(reader.sampleRateHz(), settings);
    AudioSpec spec{container, format, time.rateHz, reader.channels(), reader.frames()};
    if (spec.frames) spec.frames = time.frameOf(*spec.frames);
    return spec;
}

Report renderFile(AudioReader& reader, AudioWriter& writer, SampleFormat format, const RenderSettings& settings) {
    const Clock clock;
    RenderPass pass(reader, writer, format, settings);
    forEachBlock(reader, settings.progress, [&](const Block& block, int n) { pass.process(block.channels(), n); });
    auto report = pass.finish();
    report.seconds = clock.seconds();
    return report;
}

Report analyzeFile(AudioReader& reader, const RenderStage& stage, const Progress& progress, Histories* histories,
                   const CaptureFacts& facts) {
    const Clock clock;
    auto report = emptyReport(reader, stage);
    report.facts = facts;
    const auto channels = static_cast<std::size_t>(reader.channels());
    std::array<Batch, 2> batches;
    OverloadLog log;
    std::array<InputAnalysis, 2> analyses;
    for (std::size_t c = 0; c < channels; ++c) {
        analyses[c].watch.prepare(reader.sampleRateHz(), reader.wordBits(), static_cast<int>(c), &log);
        if (histories != nullptr) analyses[c].history = &histories->input[c];
    }

    std::optional<HookupPass> hookup;
    if (HookupPass::isPossible(reader.sampleRateHz()))
        hookup.emplace(reader.sampleRateHz(), reader.channels(), stage, facts);
    std::optional<SideThread> side; // after what its jobs use: it ends first
    if (channels > 1 && std::thread::hardware_concurrency() > 1) side.emplace();
    // The right channel is looked at beside the left one, and beside the reading of what comes next.
    for (std::size_t i = 0;; i = 1 - i) {
        auto& batch = batches[i];
        if (!batch.read(reader, progress, report.frames)) break;
        report.frames += batch.frames;
        const auto addRight = [&analyses, &batch] { analyses[1].add(batch, 1); };
        if (side) side->start(addRight);
        if (hookup) {
            const std::array<const double*, 2> samples{batch.samples[0].data(), batch.samples[1].data()};
            hookup->add(samples.data(), batch.frames);
        }
        analyses[0].add(batch, 0);
        if (!side && channels > 1) addRight();
    }
    if (side) side->wait();
    if (hookup) report.hookup = hookup->finish();
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
