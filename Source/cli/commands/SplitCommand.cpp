// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/commands/SplitFiles.h"
#include "cli/commands/TrackSearch.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/InputFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "media/io/AudioReader.h"
#include "media/take/Take.h"
#include "media/take/TakeNames.h"
#include "media/tracks/TakeSplit.h"
#include "media/tracks/TrackText.h"
#include "params/Speed.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

#include <nlohmann/json.hpp>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;
using params::Id;

struct Split {
    InputFlags input;
    std::string count, list, cue, labels, side, speed, snap = "on";
    bool write = false, overwrite = false, json = false, quiet = false, progress = false;

    [[nodiscard]] Talk talk() const { return talkOf(quiet, progress); }
};

// -------------------------------------------------------------- flags

std::string readSide(const std::string& text) {
    if (text.empty()) return {};
    const bool isLetter =
        text.size() == 1 && ((text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z'));
    if (!isLetter) throw UsageError("--side", text, "give one letter, as in A");
    return {static_cast<char>(text[0] & ~0x20)};
}

double readSpeed(const std::string& text, double otherwise) {
    if (text.empty()) return otherwise;
    const auto& entry = params::entry(Id::speedRatio);
    const auto ratio = params::parseSpeed(text);
    if (!ratio || *ratio < entry.minimum || *ratio > entry.maximum)
        throw UsageError(
            "--speed", text,
            "give the record's own speed and the turntable's, as in \"45 at 33 1/3\", or their ratio, as in 0.7407");
    return *ratio;
}

media::TrackKnowledge readKnowledge(const Split& options, const media::Take* take) {
    if (!options.count.empty() && !options.list.empty())
        throw UsageError("--list says how many tracks there are: leave out --count");
    media::TrackKnowledge known;
    known.counts = readCounts(options.count);
    known.side = readSide(options.side);
    if (known.side.empty() && take != nullptr && take->sidecar().album.side != 0)
        known.side = {take->sidecar().album.side};
    known.speedRatio = readSpeed(options.speed, take != nullptr ? take->stage().values.get(Id::speedRatio) : 1.0);
    if (!options.list.empty()) known.list = readListFile(options.list);
    return known;
}

// -------------------------------------------------------------- work

media::TakeSplit splitAll(const Split& options, const media::TrackFinder& finder, const media::FileExtent& file,
                          media::TrackKnowledge& known, const CutFiles& cuts) {
    const auto snap = readOnOff("--snap", options.snap) ? media::Snap::toCueFrames : media::Snap::toFrames;
    if (!cuts.sheet && cuts.labels.empty())
        return blaming("--list", options.list, [&] { return media::splitTake(finder, file, known, snap); });
    auto split =
        cuts.sheet
            ? blaming("--cue", options.cue, [&] { return media::splitAt(*cuts.sheet, finder, file, snap); })
            : blaming("--labels", options.labels, [&] { return media::splitAt(cuts.labels, finder, file, snap); });
    if (known.list) blaming("--list", options.list, [&] { media::nameTracks(split, *known.list); });
    if (!known.counts.empty())
        throw UsageError("--count does not go together with a cue sheet or labels that are there already: they say "
                         "where the tracks are");
    return split;
}

/** The sidecar's tracks are replaced, and what was heard of the needle goes to its events. */
void writeSidecar(media::Take& take, const media::TakeSplit& split, double rateHz) {
    auto sidecar = take.sidecar();
    sidecar.tracks.clear();
    for (const auto& each : split.tracks) {
        sidecar.tracks.push_back(each.track);
        // Two sides in one file: each track says which it is on.
        if (split.sides.size() > 1) sidecar.tracks.back().others.emplace_back("VINYL_POSITION", each.position());
    }
    using Kind = media::TakeEventKind;
    std::erase_if(sidecar.events, [](const auto& event) {
        return event.kind == Kind::needleDrop || event.kind == Kind::liftOff || event.kind == Kind::runOut;
    });
    const auto add = [&](Kind kind, const std::optional<double>& seconds) {
        if (!seconds) return;
        media::TakeEvent event;
        event.kind = kind;
        event.frame = std::llround(*seconds * rateHz);
        sidecar.events.push_back(event);
    };
    for (const auto& side : split.sides) {
        add(Kind::needleDrop, side.dropSeconds);
        add(Kind::runOut, side.runOutSeconds);
        add(Kind::liftOff, side.liftSeconds);
    }
    std::stable_sort(sidecar.events.begin(), sidecar.events.end(),
                     [](const auto& a, const auto& b) { return a.frame < b.frame; });
    if (sidecar.album.side == 0 && !split.sideNames.empty() && split.sideNames[0].size() == 1)
        sidecar.album.side = split.sideNames[0][0];
    take.save(sidecar);
}

// -------------------------------------------------------------- answers

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json sideJson(const media::FoundSide& side) {
    Json json;
    json["needle_drop_s"] = orNull(side.dropSeconds);
    json["lift_off_s"] = orNull(side.liftSeconds);
    json["run_out_s"] = orNull(side.runOutSeconds);
    return json;
}

std::string toJson(const media::TakeSplit& split, const media::FileExtent& file) {
    const auto seconds = [&](std::int64_t frame) { return static_cast<double>(frame) / file.sampleRateHz; };
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["frames"] = file.frames;
    json["needle_drop_s"] = split.sides.empty() ? Json(nullptr) : orNull(split.sides.front().dropSeconds);
    json["lift_off_s"] = split.sides.empty() ? Json(nullptr) : orNull(split.sides.back().liftSeconds);
    json["run_out_s"] = split.sides.empty() ? Json(nullptr) : orNull(split.sides.back().runOutSeconds);
    json["tracks"] = Json::array();
    for (const auto& each : split.tracks) {
        Json track;
        track["number"] = each.track.number;
        track["start_s"] = each.startSeconds;
        track["end_s"] = each.endSeconds;
        track["cut_s"] = seconds(each.cutFrame());
        track["start_frame"] = each.track.startFrame;
        track["end_frame"] = each.track.endFrame;
        track["confidence"] = orNull(each.track.confidence);
        track["title"] = each.track.title.empty() ? Json(nullptr) : Json(each.track.title);
        track["side"] = each.side.empty() ? Json(nullptr) : Json(each.side);
        json["tracks"].push_back(std::move(track));
    }
    json["sides"] = Json::array();
    json["perhaps"] = Json::array();
    for (std::size_t i = 0; i < split.sides.size(); ++i) {
        auto side = sideJson(split.sides[i]);
        side["side"] = split.sideNames[i].empty() ? Json(nullptr) : Json(split.sideNames[i]);
        json["sides"].push_back(std::move(side));
        for (const auto& cut : split.sides[i].perhaps) {
            Json perhaps;
            perhaps["cut_s"] = cut.seconds;
            perhaps["confidence"] = cut.confidence;
            json["perhaps"].push_back(std::move(perhaps));
        }
    }
    return json.dump(2) + "\n";
}

std::string percent(const std::optional<double>& confidence) {
    return confidence ? base::formatFixed(100.0 * *confidence, 0) + " %" : std::string("-");
}

std::string toTable(const media::TakeSplit& split, const media::FileExtent& file) {
    if (split.sides.empty() && split.tracks.empty()) return "No record is played in this file.\n";
    std::string text;
    for (std::size_t i = 0; i < split.sides.size(); ++i) {
        const auto& side = split.sides[i];
        text += split.sides.size() > 1 ? "side " + split.sideNames[i] + ": " : std::string();
        text += side.dropSeconds ? "needle drop " + exactTime(*side.dropSeconds)
                                 : std::string("the needle is down from the beginning");
        if (side.runOutSeconds) text += ", run-out from " + exactTime(*side.runOutSeconds);
        text += side.liftSeconds ? ", lift-off " + exactTime(*side.liftSeconds) + "\n" : std::string(", no lift-off\n");
    }
    std::vector<std::vector<std::string>> rows{{"NO.", "CUT", "START", "END", "LENGTH", "SURE", "FROM", "TITLE"}};
    for (const auto& each : split.tracks) {
        const auto name = each.side.empty() ? std::to_string(each.track.number) : each.position();
        rows.push_back({name, exactTime(static_cast<double>(each.cutFrame()) / file.sampleRateHz),
                        exactTime(each.startSeconds), exactTime(each.endSeconds),
                        exactTime(each.endSeconds - each.startSeconds), percent(each.track.confidence), each.track.why,
                        each.track.title});
    }
    text += tableText(rows, "lrrrrrll");
    std::string perhaps;
    for (const auto& side : split.sides)
        for (const auto& cut : side.perhaps)
            perhaps += (perhaps.empty() ? "" : ", ") + exactTime(cut.seconds) + " (" + percent(cut.confidence) + ")";
    if (!perhaps.empty() && !split.tracks.empty() && split.tracks.front().track.confidence)
        text += "Perhaps a track begins here, too: " + perhaps + ". With --count it is taken.\n";
    return text;
}

void run(const Split& options) {
    std::optional<media::Take> take;
    auto source = options.input.source();
    if (!media::isStandardStream(source.path) && !source.raw) {
        take.emplace(source.path);
        source.path = take->audioPath();
        for (const auto& note : take->notes())
            warn(note);
    } else if (options.write) {
        throw UsageError("--write needs a sound file with a header: standard input and raw samples have no sidecar");
    }
    auto known = readKnowledge(options, take ? &*take : nullptr);
    auto cuts = readCutFiles(options.cue, options.labels, options.overwrite);
    media::AudioReader reader(source);
    media::TrackFinder finder(reader.sampleRateHz(), reader.channels());
    ProgressBar bar(options.talk(), reader.sampleRateHz());
    const auto file = listen(reader, finder, bar.callback());
    bar.clear();
    for (const auto& warning : reader.warnings())
        warn(warning);
    if (static_cast<double>(file.frames) > media::TrackFinder::longestSeconds * file.sampleRateHz)
        warn(options.input.name() + ": only the first six hours were searched: cut the file into shorter ones");

    const auto split = splitAll(options, finder, file, known, cuts);
    for (const auto& warning : split.warnings)
        warn(warning);
    if (options.write && split.tracks.empty())
        throw media::MediaError(options.input.name() + ": no tracks were found, so the sidecar stays as it is");
    cuts.write(split, file, media::nameText(reader.path().filename()),
               take ? take->sidecar().album : media::AlbumTags{});
    if (options.write) writeSidecar(*take, split, file.sampleRateHz);
    print(options.json ? toJson(split, file) : toTable(split, file));
}

} // namespace

Runner addSplit(CLI::App& program) {
    auto* command = program.add_subcommand("split", "Find the tracks of a recorded side");
    const auto options = std::make_shared<Split>();
    options->input.addTo(*command, "TAKE",
                         "Recording of a side, flat or equalised, or its .take.json; - is standard input");
    const auto add = [command](const char* flag, std::string& text, const char* type, const char* help) {
        command->add_option(flag, text, help)->type_name(type);
    };
    add("--count", options->count, "N", "How many tracks the side has; 5,4 for a file with two sides");
    add("--list", options->list, "FILE",
        "List of tracks, with or without durations, as pasted from a sleeve or a shop; - is standard input");
    add("--side", options->side, "A", "Which side of the list this is [by the sidecar, else by what the sides last]");
    add("--speed", options->speed, "SPEED",
        "Speed of record and turntable: the list's times follow it [by the sidecar]");
    add("--cue", options->cue, "FILE", "Cue sheet: an existing one gives the tracks, else it is written");
    add("--labels", options->labels, "FILE", "Audacity labels: existing ones give the tracks, else they are written");
    add("--snap", options->snap, "on|off", "Move cuts to the nearest 1/75 s [on]");
    command->add_flag("--write", options->write, "Write the tracks into the sidecar, TAKE's .take.json");
    command->add_flag("--overwrite", options->overwrite, "Write --cue and --labels even if they exist");
    command->add_flag("--json", options->json, "Print JSON");
    command->add_flag("-q,--quiet", options->quiet, "No progress");
    command->add_flag("--progress", options->progress, "Show progress even if standard error is not a terminal");
    command->footer("Without --count or --list, only gaps that are sure are taken. The number of tracks on the label "
                    "helps most.\n\n"
                    "Examples:\n  phonostage split --count 5 --write side-a.flac\n  phonostage split --list album.txt "
                    "--side B side-b.flac\n"
                    "  phonostage split --labels side-a.txt side-a.flac");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
