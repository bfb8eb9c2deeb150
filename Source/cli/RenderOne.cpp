// SPDX-License-Identifier: GPL-3.0-or-later
#include "FlagValues.h"
#include "Outputs.h"
#include "Pictures.h"
#include "RenderFlags.h"
#include "Summary.h"
#include "Text.h"

#include "../media/GainThatFits.h"
#include "../media/OwnFiles.h"

#include <filesystem>
#include <memory>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;

media::RenderSettings settingsFor(const RenderFlags& flags, const params::Stage& chosen) {
    media::RenderSettings settings;
    settings.stage = StageFlags::mediaStage(chosen);
    settings.speedBack = readSpeedBack(flags.speedBack);
    return settings;
}

/** The length that a file must have that is replaced; empty where only the render itself will tell. */
std::optional<std::int64_t> lengthAsTold(const RenderFlags& flags, const media::AudioSpec& spec) {
    return flags.allowTruncated ? std::nullopt : spec.frames;
}

double fittingGain(const RenderFlags& flags, const fs::path& input) {
    const auto [truePeak, gainDb] = measurePeak(flags, input);
    return media::gainThatFits(truePeak, gainDb).value_or(gainDb);
}

/** Warnings of a render that has been written, whether the summary is shown or not. */
void warnOf(const RenderFlags& flags, const fs::path& input, const media::Report& report,
            const media::AudioReader& reader, const media::AudioWriter& writer) {
    for (const auto& warning : writer.warnings())
        warn(warning);
    for (const auto& warning : reader.warnings())
        warn(warning);
    if (!flags.quiet) return; // the summary says it
    for (const auto& warning : inputWarnings(report))
        warn(media::quoted(input) + ": " + warning);
}

} // namespace

PeakAtGain measurePeak(const RenderFlags& flags, const fs::path& input) {
    media::AudioReader reader(input, flags.allowTruncated);
    auto settings = settingsFor(flags, flags.stage.chosen(reader.tags()));
    ProgressBar bar(flags.talk(), reader.sampleRateHz());
    settings.progress = bar.callback();
    const double truePeak = media::truePeakOfRender(reader, settings);
    return {truePeak, settings.stage.levels.gainDb};
}

Rendered renderOne(const RenderFlags& flags, const RenderJob& job, const fs::path& reportPath,
                   std::optional<double> gainDb) {
    const auto format = readBits(flags.bits);
    media::AudioReader reader(job.input, flags.allowTruncated);
    const auto chosen = flags.stage.chosen(reader.tags());
    auto settings = settingsFor(flags, chosen);
    const auto spec = media::renderedSpec(reader, media::containerOf(job.output), format, settings);
    const bool mayKeepRate = settings.speedBack == media::SpeedBack::declaredRate;
    media::requireHoldable(spec, mayKeepRate ? reader.sampleRateHz() : 0.0);

    Outputs outputs(flags.overwrite);
    outputs.read(job.input);
    if (const auto preset = flags.stage.presetFile(); !preset.empty()) outputs.keepClearOf(preset, "the preset");
    auto* const sound = outputs.add(job.output, {"OUT", "the output", ""}, [&](const fs::path& file) {
        const auto why = media::whyNotOwnSound(file, spec.sampleRateHz, lengthAsTold(flags, spec));
        const bool mayBeMeantAsCapture = flags.files.size() == 2 && flags.outFolder.empty();
        return why + (why.empty() || !mayBeMeantAsCapture ? "" : "; to render both files, use --out FOLDER");
    });
    auto* const report = outputs.addReport(reportPath);
    auto* const levelsPng = outputs.addPicture(flags.levelsPng, {"--levels-png", "the picture of levels", ""});
    auto* const responsePng =
        outputs.addPicture(flags.responsePng, {"--response-png", "the picture of the response", ""});

    if (reader.tags().note.equalisedWith && settings.stage.curveName != "flat")
        warn(media::quoted(job.input) + " has been equalised already (" + *reader.tags().note.equalisedWith +
             "): this render equalises it once more");
    if (flags.stage.isGainAuto()) settings.stage.levels.gainDb = gainDb ? *gainDb : fittingGain(flags, job.input);
    std::unique_ptr<media::Histories> histories;
    if (levelsPng != nullptr) histories = std::make_unique<media::Histories>();
    settings.histories = histories.get();
    settings.fullReport = !flags.report.empty();
    ProgressBar bar(flags.talk(), reader.sampleRateHz());
    settings.progress = bar.callback();

    media::AudioWriter writer(*sound, spec, media::renderedTags(reader.tags(), settings.stage));
    Rendered result{media::renderFile(reader, writer, format, settings), {}, false};
    const auto& figures = result.report;
    if (!flags.overwrite && sound->replacesFile() && !lengthAsTold(flags, spec))
        if (const auto frames = media::framesOf(job.output); frames != writer.framesWritten())
            throw media::MediaError(media::quoted(job.output) + " " + media::whyOtherLength(spec.sampleRateHz, frames));
    if (report != nullptr) report->writeAll(media::toJson(figures));
    if (levelsPng != nullptr) levelsPng->writeAll(levelsPicture(figures, *histories, job.input.filename().string()));
    if (responsePng != nullptr) responsePng->writeAll(responsePicture(settings.stage, reader.sampleRateHz()));
    outputs.commit();
    bar.clear();

    const bool isFloat = format == media::SampleFormat::float32;
    result.clipping = clippingText(figures, isFloat);
    result.isClipped = !isFloat && !result.clipping.empty();
    warnOf(flags, job.input, figures, reader, writer);
    say(flags.talk(), inputSummary(figures, settings.fullReport) + equipmentSummary(chosen) +
                          loadSummary(settings.stage) + outputSummary(figures, settings.fullReport) +
                          stageText(settings.stage) + ": " + media::quoted(job.output) + ", " +
                          exactTime(static_cast<double>(figures.frames) / figures.sampleRateHz) + "\n");
    return result;
}

} // namespace phonostage::cli
