// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/RecordFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Signals.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace phonostage::cli {
namespace {

using params::Id;

constexpr double longestPreRollSeconds = 30.0;

/** The calibration, where anything but the default gives one. */
std::optional<double> calibration(const StageFlags& stage) {
    // No flag gives this: what comes out different was set by one, before the file's word.
    constexpr double probe = -77.7;
    media::FileTags tags;
    tags.note.fullScaleDbv = probe;
    const double asked = stage.chosen(tags).values.get(Id::inputDbv);
    const double plain = stage.chosen({}).values.get(Id::inputDbv);
    const bool isGiven =
        std::abs(asked - probe) > 1e-9 || std::abs(plain - params::entry(Id::inputDbv).defaultValue) > 1e-9;
    return isGiven ? std::optional(plain) : std::nullopt;
}

media::SampleWord readWordBits(const std::string& text) {
    constexpr std::array<media::SampleWord, 3> words{media::SampleWord::bits16, media::SampleWord::bits24,
                                                     media::SampleWord::float32};
    return words[readWord("--bits", text, {"16", "24", "32f"})];
}

} // namespace

void RecordFlags::addTo(CLI::App& command) {
    command.add_option("OUT", out_, "File to record into, .flac or .wav; it must not exist");
    command.add_option("--start", start_, "Start at the needle drop, or at once [needle]")->type_name("needle|now");
    command
        .add_option(
            "--stop", stop_,
            "Stop in the run-out groove or at lift-off; at lift-off alone; by hand (Ctrl+C) alone; or TIME after "
            "the start [run-out]")
        ->type_name("run-out|lift-off|hand|TIME");
    command.add_option("--turns", turns_, "Turns of the run-out groove before it stops, 2 to 100 [8]")->type_name("N");
    command.add_option("--pre-roll", preRoll_, "Seconds to keep from before the start, 0 to 30 [10]")->type_name("S");
    command.add_option("--bits", bits_, "Word length: 16, 24, or 32-bit float (WAV) [24]")->type_name("16|24|32f");
    command.add_option("--side", side_, "Side of the record, A to Z, noted in the sidecar")->type_name("A");
    stage_.addTo(command, "on", true);
}

media::TakeRequest RecordFlags::request() const {
    if (out_.empty()) throw UsageError("OUT is required: name the file to record into, .flac or .wav");
    media::TakeRequest request;
    request.audio = std::filesystem::path(out_);
    request.start = readWord("--start", start_, {"needle", "now"}) == 0 ? media::StartBy::needle : media::StartBy::now;
    if (stop_ == "run-out" || stop_ == "lift-off" || stop_ == "hand") {
        request.stopsInRunOut = stop_ == "run-out";
        request.stopsAtLiftOff = stop_ != "hand";
    } else {
        const bool isTime = !stop_.empty() && stop_[0] >= '0' && stop_[0] <= '9';
        if (!isTime) (void)readWord("--stop", stop_, {"run-out", "lift-off", "hand"});
        request.lengthSeconds = readTime("--stop", stop_);
        request.stopsInRunOut = request.stopsAtLiftOff = false;
        if (!(*request.lengthSeconds > 0.0)) throw UsageError("--stop", stop_, "must be longer than 0 seconds");
    }
    if (!turns_.empty()) {
        const double turns = readQuantity("--turns", turns_, "", 2.0, 100.0);
        if (std::floor(turns) < turns) throw UsageError("--turns", turns_, "must be a whole number");
        request.runOutTurns = static_cast<int>(turns);
    }
    request.preRollSeconds = readQuantity("--pre-roll", preRoll_, "s", 0.0, longestPreRollSeconds);
    request.word = readWordBits(bits_);
    if (!side_.empty()) {
        const char letter = static_cast<char>(side_[0] >= 'a' && side_[0] <= 'z' ? side_[0] - 'a' + 'A' : side_[0]);
        if (side_.size() != 1 || letter < 'A' || letter > 'Z')
            throw UsageError("--side", side_, "must be one letter, A to Z");
        request.album.side = letter;
    }
    if (stage_.isGainAuto())
        throw UsageError("--gain auto: works only with render, which measures the audio; give a number");
    request.stage = stage_.chosen({});
    request.fullScaleDbv = calibration(stage_);
    return request;
}

} // namespace phonostage::cli
