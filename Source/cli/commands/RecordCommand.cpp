// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/RecordFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Signals.h"

#include "base/files/FileError.h"
#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "media/record/DiskThread.h"
#include "media/record/FileAudioSource.h"
#include "media/record/Recorder.h"
#include "media/take/TakeNames.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace phonostage::cli {
namespace {

using media::RecorderState;
using media::StopReason;
using Json = nlohmann::ordered_json;

struct Record {
    RecordFlags flags;
    std::shared_ptr<SourceFlags> devices;
    std::string from, pace = "1", goOn = "10";
    bool isHeard = false, json = false, quiet = false;

    [[nodiscard]] std::unique_ptr<media::AudioSource> source(const params::Snapshot& stage) const;
};

std::unique_ptr<media::AudioSource> Record::source(const params::Snapshot& stage) const {
    if (!from.empty()) {
        if (isHeard) throw UsageError("--monitor plays what a device delivers: it does not go with --from");
        media::SoundSource file;
        file.path = std::filesystem::path(from);
        return std::make_unique<media::FileAudioSource>(file, readQuantity("--pace", pace, "", 0.0, 1000.0));
    }
    if (!devices) throw UsageError("this build knows no audio devices");
    if (!isHeard) return devices->source(nullptr);
    const auto monitor = StageFlags::mediaStage(stage);
    return devices->source(&monitor);
}

double secondsOf(const media::RecorderStatus& status, std::int64_t frames) {
    return status.sampleRateHz > 0.0 ? static_cast<double>(frames) / status.sampleRateHz : 0.0;
}

Json numberOrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json statusJson(const media::RecorderStatus& status) {
    Json json;
    json["state"] = media::stateName(status.state);
    json["time_s"] = secondsOf(status, status.frames);
    json["safe_s"] = secondsOf(status, status.safeFrames);
    json["room_s"] = numberOrNull(status.roomSeconds);
    json["held_s"] = status.heldSeconds;
    json["part"] = status.part;
    json["drop_outs"] = status.dropOuts;
    json["ring_most_pct"] = 100.0 * status.highWater; // the fullest that the ring has been
    json["overflows"] = status.overflows;
    json["missing_frames"] = status.missingFrames;
    json["turn_up_db"] = numberOrNull(status.turnUpDb);
    json["channels"] = Json::array();
    for (std::size_t c = 0; c < static_cast<std::size_t>(std::min(status.channels, 2)); ++c) {
        const auto& level = status.level[c];
        Json channel;
        channel["name"] = c == 0 ? "left" : "right";
        channel["peak_dbfs"] = level.peakDbfs;
        channel["highest_dbfs"] = level.highestDbfs;
        channel["overload_count"] = level.overloads;
        json["channels"].push_back(std::move(channel));
    }
    json["problem"] = status.problem.empty() ? Json(nullptr) : Json(status.problem);
    return json;
}

/** One line for a terminal. */
std::string statusLine(const media::RecorderStatus& status) {
    std::string line = media::stateName(status.state);
    if (status.state != RecorderState::armed)
        line += " " + base::clockTime(secondsOf(status, status.frames)) + ", safe on disk up to " +
                base::clockTime(secondsOf(status, status.safeFrames));
    line += ", peak";
    for (std::size_t c = 0; c < static_cast<std::size_t>(std::min(status.channels, 2)); ++c)
        line += " " + base::formatWithMinus(status.level[c].peakDbfs, 1);
    line += " dBFS";
    if (status.turnUpDb)
        line += *status.turnUpDb > 0.0 ? ", turn the interface up " + base::formatFixed(*status.turnUpDb, 0) + " dB"
                                       : ", turn the interface down " + base::formatFixed(-*status.turnUpDb, 0) + " dB";
    if (status.dropOuts + status.overflows > 0)
        line += ", " + std::to_string(status.dropOuts + status.overflows) + " drop-outs";
    if (status.roomSeconds) line += ", room for " + base::clockTime(*status.roomSeconds);
    return line;
}

/** Follows the recorder until it has ended. */
class Watcher {
public:
    Watcher(media::Recorder& recorder, bool json, bool quiet)
        : recorder_(recorder), json_(json), talk_(quiet ? Talk::quiet : Talk::normal) {}

    [[nodiscard]] media::RecorderStatus follow();

private:
    void sayLog(RecorderState state);
    void sayStatus(const media::RecorderStatus& status);

    media::Recorder& recorder_;
    bool json_;
    Talk talk_;
    std::size_t width_ = 0;         ///< of the line on the terminal
    std::vector<std::string> held_; ///< problems of an armed recorder: what ends it is said once, at the end
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

void Watcher::sayLog(RecorderState state) {
    if (state != RecorderState::off)
        for (const auto& problem : held_)
            complain("phonostage record", problem);
    held_.clear();
    for (const auto& line : recorder_.takeLog()) {
        if (line.isProblem && line.state == RecorderState::armed) {
            held_.push_back(line.text);
            continue;
        }
        if (width_ > 0) say(talk_, "\r" + std::string(width_, ' ') + "\r");
        width_ = 0;
        if (line.isProblem)
            complain("phonostage record", line.text);
        else
            say(talk_, std::string(media::stateName(line.state)) + ": " + line.text + "\n");
    }
}

void Watcher::sayStatus(const media::RecorderStatus& status) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::seconds(1);
    if (json_) print(statusJson(status).dump() + "\n");
    if (json_ || talk_ == Talk::quiet || !errorIsTerminal() || !status.hasDevice) return;
    auto line = statusLine(status);
    const auto length = line.size();
    line.resize(std::max(length, width_), ' ');
    width_ = length;
    say(talk_, "\r" + line);
}

media::RecorderStatus Watcher::follow() {
    bool wasStopped = false;
    for (;;) {
        const auto status = recorder_.status();
        sayLog(status.state);
        const bool isOver =
            status.state == RecorderState::off || (status.state == RecorderState::stopped && !status.goesOnWhenBack);
        if (isOver) return status;
        sayStatus(status);
        if (caughtSignal() != 0 && !wasStopped) {
            wasStopped = true;
            recorder_.stop();
            recorder_.finish();
            recorder_.cancel();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void report(const media::RecorderStatus& status, bool json) {
    const double seconds = secondsOf(status, status.frames);
    if (json) {
        auto last = statusJson(status);
        last["path"] = media::nameText(status.file);
        last["frames"] = status.frames;
        last["sample_rate"] = status.sampleRateHz;
        last["high_water"] = status.highWater;
        print(last.dump() + "\n");
    } else {
        print(media::nameText(status.file) + ": " + base::clockTime(seconds) + ", " +
              base::formatShortest(status.sampleRateHz) + " Hz\n");
    }
}

void run(const Record& options) {
    if (const auto list = options.devices ? options.devices->listing() : std::nullopt) {
        print(*list);
        return;
    }
    const auto request = options.flags.request();
    const auto source = options.source(request.stage);
    media::RecorderSettings settings;
    settings.longestPreRollSeconds = request.preRollSeconds;
    settings.goOnSeconds = readQuantity("--go-on", options.goOn, "s", 0.0, 60.0);
    media::Recorder recorder(settings);
    // What would be refused is refused before the device is opened.
    if (const auto why = media::whyNotArmed(request, {}); !why.empty()) throw media::MediaError(why);
    recorder.arm(request);
    recorder.tick();
    media::RecorderStatus status;
    {
        const media::DiskThread disk(recorder);
        source->start(recorder);
        status = Watcher(recorder, options.json, options.quiet).follow();
        source->stop();
    }
    if (status.roundedSamples > 0 && status.stopReason != StopReason::none)
        warn("the input is finer than the file's word length: --bits 32f (WAV) keeps every bit");
    if (status.state == RecorderState::off || status.frames == 0)
        throw media::MediaError(status.problem.empty() ? "nothing was recorded" : status.problem);
    report(status, options.json);
    const bool isCut = status.stopReason == StopReason::diskFull || status.stopReason == StopReason::writeError ||
                       status.stopReason == StopReason::deviceLost;
    if (isCut)
        throw media::MediaError(base::quoted(status.file) + " was kept, but is not the whole side: " +
                                (status.problem.empty() ? "it was cut short" : status.problem));
}

} // namespace

Runner addRecord(CLI::App& program, std::shared_ptr<SourceFlags> devices) {
    auto* command = program.add_subcommand("record", "Record a side of a record, flat, with its settings beside it");
    const auto options = std::make_shared<Record>();
    options->devices = std::move(devices);
    options->flags.addTo(*command);
    if (options->devices) options->devices->addTo(*command);
    command->add_flag("--monitor", options->isHeard,
                      "Listen through the phono stage while it records; the file stays flat");
    command->add_flag("--json", options->json, "Print a line of JSON each second, and one at the end");
    command->add_flag("-q,--quiet", options->quiet, "No messages but problems");
    // For tests, and for what another program delivers: no promise.
    command->add_option("--from", options->from, "Audio file in place of a device; - is standard input")->group("");
    command->add_option("--pace", options->pace, "Times faster than real time; 0: as fast as possible")->group("");
    command->add_option("--go-on", options->goOn, "Seconds after a stop in which the needle may come back")->group("");
    command->footer(
        "The recording is flat: exactly what the interface delivers. The stage options are noted beside it, for "
        "listening and exporting later.\nWhile it records, the file is called NAME.recording.flac; after a "
        "crash, 'phonostage recover' repairs it.\n\nExample:\n  phonostage record side-a.flac --side A "
        "--input-dbv -10dBV");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
