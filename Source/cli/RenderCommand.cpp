// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "Console.h"
#include "FlagValues.h"
#include "InputFlags.h"
#include "Outputs.h"
#include "Pictures.h"
#include "StageFlags.h"
#include "Summary.h"
#include "Text.h"

#include "../media/Render.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <optional>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;

struct Render {
    StageFlags stage;
    InputFlags input;
    std::string output, report, levelsPng, responsePng;
    std::string bits = "24";
    std::string speedBack = "rate";
    bool quiet = false, progress = false;
};

/** STEM.CURVE.wav beside IN. */
fs::path defaultOutput(const fs::path& input, const std::string& curve) {
    if (media::isStandardStream(input))
        throw UsageError(
            "standard input has no name to make one for the output of: name OUT, or - for standard output");
    auto name = input.stem();
    name += "." + curve + ".wav";
    return input.parent_path() / name;
}

/** Where the sound goes: a file, or standard output. */
struct Target {
    fs::path path;
    media::PendingFile* file = nullptr;
    std::unique_ptr<media::StreamSink> stream;

    [[nodiscard]] std::string name() const { return stream ? "standard output" : media::quoted(path); }
    [[nodiscard]] std::unique_ptr<media::AudioWriter> writer(const media::AudioSpec& spec,
                                                             const media::FileTags& tags) const {
        return stream ? std::make_unique<media::AudioWriter>(*stream, spec, tags)
                      : std::make_unique<media::AudioWriter>(*file, spec, tags);
    }
};

/** A stream's reader that has gone is no fault of the work: it ends as `print` does. */
template <typename Work> void withReader(const Target& target, Work work) {
    try {
        work();
    } catch (const media::Cancelled&) {
        throw;
    } catch (const media::MediaError&) {
        if (target.stream && target.stream->readerIsGone()) throw ReaderGone();
        throw;
    }
}

void run(const Render& options) {
    const auto format = readBits(options.bits);
    const bool reportToStdout = options.report == "-";
    Target target;
    if (media::isStandardStream(options.output)) {
        if (reportToStdout) throw UsageError("--report - and OUT - would both go to standard output: name a file");
        target.stream = std::make_unique<media::StreamSink>();
    }
    if (const auto stream = media::streamAt(options.input.path()); target.stream && !stream.empty())
        throw media::MediaError(options.input.name() + " is where " + stream +
                                " goes: the sound would be written behind what is read; name another file");
    media::AudioReader reader(options.input.source());
    media::RenderSettings settings;
    const auto chosen = options.stage.chosen(reader.tags());
    settings.stage = StageFlags::mediaStage(chosen);
    settings.speedBack = readSpeedBack(options.speedBack);
    target.path = options.output.empty() ? defaultOutput(options.input.path(), settings.stage.curveName)
                                         : fs::path(options.output);
    const auto container = target.stream ? media::Container::wav : media::containerOf(target.path);
    const auto spec = media::renderedSpec(reader, container, format, settings);
    media::requireHoldable(spec);

    Outputs outputs;
    // Standard input may come from a file, too, and that is none to write over.
    outputs.read(media::isStandardStream(options.input.path()) ? "/dev/stdin" : options.input.path());
    if (!target.stream) target.file = outputs.add(target.path, {"OUT", "the output", ""});
    auto* const report = outputs.add(reportToStdout ? fs::path() : fs::path(options.report),
                                     {"--report", "the report", ", or have it there with --report -"});
    auto* const levelsPng = outputs.add(options.levelsPng, {"--levels-png", "the picture of levels", ""});
    auto* const responsePng = outputs.add(options.responsePng, {"--response-png", "the picture of the response", ""});

    if (reader.tags().note.equalisedWith && settings.stage.curveName != "flat")
        warn(options.input.name() + " has been equalised already (" + *reader.tags().note.equalisedWith +
             "): this render equalises it once more");
    const auto talk = options.quiet ? Talk::quiet : options.progress ? Talk::progress : Talk::normal;
    std::unique_ptr<media::Histories> histories;
    if (levelsPng != nullptr) histories = std::make_unique<media::Histories>();
    settings.histories = histories.get();
    settings.fullReport = !options.report.empty();
    ProgressBar bar(talk, reader.sampleRateHz());
    settings.progress = bar.callback();

    std::unique_ptr<media::AudioWriter> writer;
    media::Report figures;
    withReader(target, [&] {
        writer = target.writer(spec, media::renderedTags(reader, spec, settings));
        figures = media::renderFile(reader, *writer, format, settings);
    });
    if (report != nullptr) report->writeAll(media::toJson(figures));
    if (levelsPng != nullptr)
        levelsPng->writeAll(levelsPicture(figures, *histories,
                                          media::isStandardStream(options.input.path())
                                              ? options.input.name()
                                              : fs::path(options.input.path()).filename().string()));
    if (responsePng != nullptr) responsePng->writeAll(responsePicture(settings.stage, reader.sampleRateHz()));
    outputs.commit();
    bar.clear();

    for (const auto& warning : writer->warnings())
        warn(warning);
    for (const auto& warning : reader.warnings())
        warn(warning);
    say(talk, inputSummary(figures, settings.fullReport) + equipmentSummary(chosen) + loadSummary(settings.stage) +
                  outputSummary(figures, settings.fullReport, format == media::SampleFormat::float32) +
                  stageText(settings.stage) + ": " + target.name() + ", " +
                  exactTime(static_cast<double>(figures.frames) / figures.sampleRateHz) + "\n");
    if (!reportToStdout) return;
    try {
        print(media::toJson(figures));
    } catch (const ReaderGone&) {
        throw;
    } catch (const media::MediaError& error) {
        throw media::MediaError(std::string(error.what()) + " (written: " + target.name() + ")");
    }
}

} // namespace

Runner addRender(CLI::App& program) {
    auto* command = program.add_subcommand("render", "Run a raw capture through the phono stage into a new file");
    const auto options = std::make_shared<Render>();
    options->input.addTo(*command, "IN", "Raw capture: WAV, RF64, AIFF, FLAC, CAF, MP3 ...; - is standard input");
    command->add_option(
        "OUT", options->output,
        "File to write: .wav, .flac or .aiff; - is a WAV on standard output [STEM.CURVE.wav beside IN]");
    command->add_option("--bits", options->bits, "Sample format; TPDF dither below 32f [24]")->type_name("16|24|32f");
    command
        ->add_option("--speed-back", options->speedBack,
                     "With --speed: the file declares the record's own rate, is resampled, or stays as it is [rate]")
        ->type_name("rate|resample|off");
    command->add_option("--report", options->report, "Levels and overloads as JSON; - is standard output")
        ->type_name("FILE.json");
    command->add_option("--levels-png", options->levelsPng, "Picture of input and output levels over time")
        ->type_name("FILE.png");
    command->add_option("--response-png", options->responsePng, "Picture of the response")->type_name("FILE.png");
    command->add_flag("-q,--quiet", options->quiet, "Neither progress nor summary");
    command->add_flag("--progress", options->progress, "Progress where standard error is no terminal, too");
    options->stage.addTo(*command, "on", true);
    command->footer("Examples:\n"
                    "  phonostage render --input-dbv -20 side-a.flac\n"
                    "  phonostage render --curve columbia_lp --subsonic 20Hz:24 --bits 32f side-a.wav side-a.eq.wav\n"
                    "  phonostage render --pair 3+4 inputs.wav side-a.flac\n"
                    "  arecord -f S32_LE -r 96000 -c 2 | phonostage render - - | aplay");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
