// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/OrNull.h"
#include "cli/commands/Commands.h"
#include "cli/flags/DeviceFlags.h"
#include "cli/flags/StageFlags.h"
#include "cli/live/LiveStage.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Signals.h"
#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"
#include "media/io/MediaError.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <memory>
#include <numbers>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;
using Status = device::HeadlessSession::Status;

struct Live {
    StageFlags stage;
    DeviceFlags device;
    bool json = false, quiet = false;
};

std::optional<double> dbv(double voltsRms) {
    return voltsRms > 0.0 ? std::optional(dsp::decibels(voltsRms)) : std::nullopt;
}

std::optional<double> rmsDbv(double meanSquare) { return dbv(std::sqrt(meanSquare)); }

/** As that of a sine with this peak. */
std::optional<double> peakDbv(double peak) { return dbv(peak / std::numbers::sqrt2); }

/** Says once a second what goes through the stage. */
class LevelLines {
public:
    LevelLines(LiveStage& stage, const Live& options) : stage_(stage), options_(options) {}

    void tick(const Status& status) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return;
        next_ += std::chrono::seconds(1);
        if (next_ < now) next_ = now + std::chrono::seconds(1);
        const auto levels = stage_.levels();
        if (options_.json)
            print(line(status, levels));
        else if (!options_.quiet && status.isRunning && errorIsTerminal())
            drawBar(words(status, levels));
    }

private:
    using Levels = std::array<LiveStage::Channel, 2>;

    [[nodiscard]] std::string line(const Status& status, const Levels& levels) const {
        Json json;
        json["time_s"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
        json["rate_hz"] = status.isRunning ? Json(status.rateHz) : Json(nullptr);
        json["xruns"] = status.xruns;
        const auto hum = stage_.hum();
        if (stage_.listensForHum())
            json["hum"] = hum.lines > 0 ? Json{{"frequency_hz", hum.frequencyHz}, {"lines", hum.lines}} : Json(nullptr);
        json["channels"] = Json::array();
        for (std::size_t c = 0; c < levels.size(); ++c) {
            const auto& of = levels[c];
            Json channel;
            channel["name"] = c == 0 ? "left" : "right";
            channel["input"] = {{"rms_dbv", base::orNull<Json>(rmsDbv(of.inputMeanSquare))},
                                {"peak_dbv", base::orNull<Json>(peakDbv(of.inputPeak))},
                                {"overload_count", of.overloads}};
            channel["output"] = {{"rms_dbv", base::orNull<Json>(rmsDbv(of.outputMeanSquare))},
                                 {"peak_dbv", base::orNull<Json>(peakDbv(of.outputPeak))},
                                 {"clipped_samples", of.outputClips}};
            if (stage_.listensForHum()) channel["hum"] = {{"rms_dbv", base::orNull<Json>(dbv(hum.rmsVolts[c]))}};
            json["channels"].push_back(std::move(channel));
        }
        return json.dump() + "\n";
    }

    [[nodiscard]] std::string words(const Status& status, const Levels& levels) const {
        const auto both = [&](double LiveStage::Channel::*meanSquare) {
            return level(rmsDbv(levels[0].*meanSquare), "", 1) + "/ " + level(rmsDbv(levels[1].*meanSquare), "dBV", 1);
        };
        std::string text = "in " + both(&LiveStage::Channel::inputMeanSquare);
        text += ", out " + both(&LiveStage::Channel::outputMeanSquare);
        if (const auto hum = stage_.hum(); hum.lines > 0)
            text +=
                ", hum " + counted(hum.lines, "line", "lines") + " of " + base::formatFixed(hum.frequencyHz, 2) + " Hz";
        const auto add = [&text](std::int64_t count, const char* one, const char* many) {
            if (count > 0) text += ", " + counted(count, one, many);
        };
        add(levels[0].overloads + levels[1].overloads, "overload", "overloads");
        add(levels[0].outputClips + levels[1].outputClips, "sample clips", "samples clip");
        add(status.xruns, "drop-out", "drop-outs");
        return text;
    }

    LiveStage& stage_;
    const Live& options_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_ = start_ + std::chrono::seconds(1);
};

std::string openedText(const Status& status) {
    auto text = status.type + ": " + status.input;
    if (status.output != status.input) text += " to " + status.output;
    text += ", " + base::formatShortest(status.rateHz) + " Hz, blocks of " + std::to_string(status.bufferFrames) +
            " frames, latency of the device " + base::formatFixed(1e3 * status.latencySeconds, 1) + " ms\n";
    return text;
}

void run(const Live& options) {
    if (options.device.listsDevices()) return print(device::HeadlessSession::list(true));
    const auto device = options.device.device();
    if (options.stage.isGainAuto())
        throw UsageError("--gain auto works only with render, which measures the audio first: give a number");
    LiveStage stage(StageFlags::mediaStage(options.stage.chosen({})));
    LevelLines lines(stage, options);
    device::HeadlessSession::Listener listener;
    listener.opened = [&](const Status& status) {
        say(options.quiet ? Talk::quiet : Talk::normal, openedText(status));
    };
    listener.note = listener.awaited = [](const std::string& text) { complain("phonostage live", text); };
    listener.tick = [&](const Status& status) {
        lines.tick(status);
        return caughtSignal() == 0;
    };
    device::HeadlessSession session(stage, device, listener);
    const auto why = session.run();
    if (!options.quiet && errorIsTerminal()) clearBar();
    if (!why.empty()) throw media::MediaError(why + " (--wait waits for it)");
}

} // namespace

Runner addLive(CLI::App& program) {
    auto* command = program.add_subcommand("live", "Listen through the phono stage, without a window");
    const auto options = std::make_shared<Live>();
    options->device.addTo(*command, DeviceFlags::Ends::both);
    command->add_flag("--json", options->json, "Print the levels as a line of JSON each second");
    command->add_flag("-q,--quiet", options->quiet, "No levels and no messages but problems");
    options->stage.addTo(*command, "on", true);
    command->footer(
        "From the input to the output until Ctrl+C. The levels are shown each second where standard error "
        "is a terminal.\n\n"
        "Examples:\n"
        "  phonostage live --list-devices\n"
        "  phonostage live --device-type ALSA --input-device 'Scarlett 2i2 USB' --cartridge at_vm95e --wait\n"
        "  phonostage live --json --gain 40 > levels.jsonl");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
