// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/RenderOne.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Outputs.h"
#include "cli/output/PictureFiles.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Summary.h"
#include "cli/output/Text.h"

#include "media/analyse/CalibrateFile.h"
#include "media/io/ContentHash.h"
#include "media/io/MediaError.h"
#include "media/io/OwnFiles.h"
#include "media/io/StandardStreams.h"
#include "media/render/GainThatFits.h"
#include "params/State.h"

#include <filesystem>
#include <memory>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;

media::RenderSettings settingsFor(const RenderFlags& flags, const params::Snapshot& chosen) {
    media::RenderSettings settings;
    settings.stage = StageFlags::mediaStage(chosen);
    settings.stage.filter.cleansTwoWays = readIsOffline(flags.declickQuality);
    settings.speedBack = readSpeedBack(flags.speedBack);
    return settings;
}

/** Where the sound goes: a file, or standard output. */
struct Target {
    std::unique_ptr<media::StreamSink> stream;
    base::PendingFile* file = nullptr;

    [[nodiscard]] std::unique_ptr<media::AudioWriter> writer(const media::AudioSpec& spec,
                                                             const media::FileTags& tags) const {
        return stream ? std::make_unique<media::AudioWriter>(*stream, spec, tags)
                      : std::make_unique<media::AudioWriter>(*file, spec, tags);
    }
};

/** Standard output, where that is what is to be written, before anything is read: else a target that needs its file. */
Target targetOf(const RenderFlags& flags, const RenderJob& job) {
    Target target;
    if (!media::isStandardStream(job.output)) return target;
    if (flags.reportToStdout())
        throw UsageError("--report - and OUT - would both go to standard output: name a file for one of them");
    target.stream = std::make_unique<media::StreamSink>();
    if (const auto stream = base::streamAt(job.input); !stream.empty())
        throw media::MediaError(media::sourceName(job.input) + " is also where " + stream +
                                " goes: the output would be appended to the input; name another file");
    return target;
}

/** A stream's reader that has gone is no fault of the work: it ends as `print` does. */
template <typename Work> void withReader(const Target& target, Work work) {
    try {
        work();
    } catch (const media::Cancelled&) {
        throw;
    } catch (const base::FileError&) {
        if (target.stream && target.stream->readerIsGone()) throw ReaderGone();
        throw;
    }
}

/** The length that a file must have to be replaced; empty if only the render itself can show it. */
std::optional<std::int64_t> lengthAsTold(const media::SoundSource& source, const media::AudioSpec& spec) {
    return source.allowTruncated ? std::nullopt : spec.frames;
}

base::PendingFile* addSound(Outputs& outputs, const RenderFlags& flags, const RenderJob& job,
                            const media::AudioSpec& spec, std::optional<std::int64_t> told) {
    return outputs.add(job.output, {"OUT", "the output", ", or use - for standard output"}, [&](const fs::path& file) {
        const auto why = media::whyNotOwnSound(file, spec.sampleRateHz, told);
        const bool mayBeMeantAsCapture =
            flags.files.size() == 2 && flags.outFolder.empty() && !media::isStandardStream(job.input);
        return why + (why.empty() || !mayBeMeantAsCapture ? "" : "; to render both files, use --out FOLDER");
    });
}

/** What could not be judged before the sound was rendered: a length that was not known beforehand, or was wrong. */
void requireSameLength(const RenderFlags& flags, const RenderJob& job, const base::PendingFile* sound,
                       double sampleRateHz, std::optional<std::int64_t> told, std::int64_t written) {
    if (flags.overwrite || sound == nullptr || !sound->replacesFile() || told == written) return;
    if (const auto frames = media::framesOf(job.output); frames != written)
        throw media::MediaError(base::quoted(job.output) + " " + media::whyOtherLength(sampleRateHz, frames));
}

std::string pictureTitle(const fs::path& input) {
    return media::isStandardStream(input) ? media::sourceName(input) : input.filename().string();
}

double fittingGain(const RenderFlags& flags, const media::SoundSource& source, const media::Progress& progress) {
    const auto [truePeak, gainDb] = measurePeak(flags, source, progress);
    return media::gainThatFits(truePeak, gainDb).value_or(gainDb);
}

void warnOfEqualised(const media::AudioReader& reader, const media::RenderStage& stage) {
    const auto& by = reader.tags().note.equalisedWith;
    if (by && stage.curveName != "flat")
        warn(media::sourceName(reader.path()) + " has been equalised already (" + *by +
             "): this render equalises it again");
}

/** Warnings of a render that has been written, whether the summary is shown or not. */
void warnOf(bool hasSummary, const fs::path& input, const media::Report& report, const media::AudioReader& reader,
            const media::AudioWriter& writer) {
    for (const auto& warning : writer.warnings())
        warn(warning);
    for (const auto& warning : reader.warnings())
        warn(warning);
    if (hasSummary) return; // which says it
    for (const auto& warning : inputWarnings(report))
        warn(media::sourceName(input) + ": " + warning);
}

std::string summaryOf(const std::string& output, const media::Report& figures, const params::Snapshot& chosen,
                      const media::RenderSettings& settings, double sampleRateHz) {
    return inputSummary(figures, settings.fullReport) + equipmentSummary(chosen) + loadSummary(settings.stage) +
           outputSummary(figures, settings.fullReport) + stageText(settings.stage, sampleRateHz) + ": " + output +
           ", " + exactTime(static_cast<double>(figures.frames) / figures.sampleRateHz) + "\n";
}

} // namespace

std::string outputName(const fs::path& output) {
    return media::isStandardStream(output) ? "standard output" : base::quoted(output);
}

PeakAtGain measurePeak(const RenderFlags& flags, const media::SoundSource& source, const media::Progress& progress) {
    media::AudioReader reader(source);
    auto settings = settingsFor(flags, flags.stage.chosen(reader.tags()));
    settings.progress = progress;
    const double truePeak = media::truePeakOfRender(reader, settings);
    return {truePeak, settings.stage.levels.gainDb};
}

Rendered renderOne(const RenderFlags& flags, const RenderJob& job, const fs::path& reportPath,
                   std::optional<double> gainDb, const AmongSeveral* several) {
    const auto format = readBits(flags.bits);
    auto target = targetOf(flags, job);
    auto source = flags.input.source(job.input);
    if (flags.stage.isGainAuto() && !gainDb) source = media::rereadable(std::move(source));
    media::AudioReader reader(source);
    const auto chosen = flags.stage.chosen(reader.tags());
    auto settings = settingsFor(flags, chosen);
    const auto spec = media::renderedSpec(
        reader, target.stream ? media::Container::wav : media::containerOf(job.output), format, settings);
    const bool mayKeepRate = settings.speedBack == media::SpeedBack::declaredRate;
    media::requireHoldable(spec, mayKeepRate ? reader.sampleRateHz() : 0.0);

    Outputs outputs(flags.overwrite);
    // Standard input may come from a file, too, and that is none to write over.
    outputs.read(media::isStandardStream(job.input) ? "/dev/stdin" : job.input);
    if (const auto preset = flags.stage.presetFile(); !preset.empty()) outputs.keepClearOf(preset, "the preset");
    const auto told = lengthAsTold(source, spec);
    if (!target.stream) target.file = addSound(outputs, flags, job, spec, told);
    auto* const report = outputs.addReport(reportPath);
    auto* const levelsPng = outputs.addPicture(flags.levelsPng, {"--levels-png", "the picture of levels", ""});
    auto* const responsePng =
        outputs.addPicture(flags.responsePng, {"--response-png", "the picture of the response", ""});

    warnOfEqualised(reader, settings.stage);
    ProgressBar bar(several != nullptr ? Talk::quiet : flags.talk(), reader.sampleRateHz());
    settings.progress = several != nullptr ? several->progress : bar.callback();
    if (flags.stage.isGainAuto())
        settings.stage.levels.gainDb = gainDb ? *gainDb : fittingGain(flags, source, settings.progress);
    std::unique_ptr<media::Histories> histories;
    if (levelsPng != nullptr) histories = std::make_unique<media::Histories>();
    settings.histories = histories.get();
    settings.fullReport = !flags.report.empty();
    settings.facts.isCalibrated = settings.fullReport && flags.stage.isCalibrated(reader.tags());

    std::unique_ptr<media::AudioWriter> writer;
    Rendered result;
    withReader(target, [&] {
        writer = target.writer(spec, media::renderedTags(reader, spec, settings));
        result.report = media::renderFile(reader, *writer, format, settings);
    });
    const auto& figures = result.report;
    requireSameLength(flags, job, target.file, spec.sampleRateHz, told, writer->framesWritten());
    if (report != nullptr) report->writeAll(media::toJson(figures));
    if (levelsPng != nullptr) levelsPng->writeAll(levelsPicture(figures, *histories, pictureTitle(job.input)));
    if (responsePng != nullptr) responsePng->writeAll(responsePicture(settings.stage, reader.sampleRateHz()));
    outputs.commit();
    bar.clear();

    const bool isFloat = format == media::SampleFormat::float32;
    result.clipping = clippingText(figures, isFloat);
    result.isClipped = !isFloat && !result.clipping.empty();
    result.frames = writer->framesWritten();
    result.sampleRateHz = spec.sampleRateHz;
    const bool hasSummary = several == nullptr && !flags.quiet;
    warnOf(hasSummary, job.input, figures, reader, *writer);
    if (hasSummary)
        say(flags.talk(), summaryOf(outputName(job.output), figures, chosen, settings, reader.sampleRateHz()));
    return result;
}

std::string settingsHash(const RenderFlags& flags) {
    const auto stateFor = [&](const media::FileTags& tags) {
        const auto chosen = flags.stage.chosen(tags);
        return params::writeState(chosen.values, chosen.texts);
    };
    // What a file says of its own calibration is part of it; whether that would count is not.
    media::FileTags calibrated;
    calibrated.note.fullScaleDbv = -33.25;
    const auto source = flags.input.source("");
    std::string text = stateFor({}) + stateFor(calibrated) + flags.bits + "\n" +
                       std::to_string(static_cast<int>(readSpeedBack(flags.speedBack))) + "\n";
    if (flags.stage.isGainAuto()) text += "gain auto\n";
    if (readIsOffline(flags.declickQuality)) text += "declick offline\n";
    if (source.pair) text += "pair " + media::toText(*source.pair) + "\n";
    if (source.raw) text += flags.input.rawText() + "\n";
    if (source.allowTruncated) text += "truncated\n";
    return media::contentHash(text);
}

} // namespace phonostage::cli
