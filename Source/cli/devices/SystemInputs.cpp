// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/SystemInputs.h"

#include "cli/devices/DeviceSource.h"
#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"

#include "base/text/Units.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace phonostage::cli {
namespace {

constexpr int mostChannels = 256;

/** "3+4", or "3" for one channel. */
void readPair(device::InputChoice& choice, const std::string& text) {
    const auto plus = text.find('+');
    const auto channel = [&](const std::string& part) {
        const auto number = base::parseDecimal(part);
        if (!number || *number < 1.0 || *number > mostChannels || std::floor(*number) < *number)
            throw UsageError("--pair", text, "give two inputs, as in 3+4, or one, as in 3");
        return static_cast<int>(*number);
    };
    choice.firstChannel = channel(text.substr(0, plus));
    choice.secondChannel = plus == std::string::npos ? 0 : channel(text.substr(plus + 1));
    if (choice.firstChannel == choice.secondChannel)
        throw UsageError("--pair", text, "names one input twice: for a mono recording give it once");
}

class SystemInputs final : public SourceFlags {
public:
    void addTo(CLI::App& command) override;
    [[nodiscard]] std::unique_ptr<media::AudioSource> source() const override;
    [[nodiscard]] std::optional<std::string> listing() const override;

private:
    std::string type_, name_, rate_, buffer_, pair_;
    bool waits_ = false, lists_ = false;
};

void SystemInputs::addTo(CLI::App& command) {
    const auto add = [&](const char* flag, std::string& text, const char* type, const char* help) {
        command.add_option(flag, text, help)->type_name(type);
    };
    add("--device-type", type_, "NAME", "Kind of audio system: ALSA, JACK, CoreAudio ...");
    add("--input-device", name_, "NAME", "Device that the turntable is connected to");
    add("--rate", rate_, "HZ", "Sample rate [the device's]");
    add("--buffer", buffer_, "FRAMES", "Block size [the device's]");
    add("--pair", pair_, "A+B", "Inputs that the turntable is connected to; one for mono [1+2]");
    command.add_flag("--wait", waits_, "Wait for a device that is not connected yet");
    command.add_flag("--list-devices", lists_, "Print the inputs of this machine and stop");
}

std::unique_ptr<media::AudioSource> SystemInputs::source() const {
    device::InputChoice choice;
    choice.type = type_;
    choice.name = name_;
    if (!rate_.empty()) choice.rateHz = readQuantity("--rate", rate_, "Hz", 8000.0, 768000.0);
    if (!buffer_.empty()) {
        const double frames = readQuantity("--buffer", buffer_, "", 8.0, 16384.0);
        if (std::floor(frames) < frames) throw UsageError("--buffer", buffer_, "must be a whole number");
        choice.bufferFrames = static_cast<int>(frames);
    }
    if (!pair_.empty()) readPair(choice, pair_);
    return std::make_unique<DeviceSource>(std::move(choice), waits_);
}

std::optional<std::string> SystemInputs::listing() const {
    if (!lists_) return std::nullopt;
    std::string text;
    for (const auto& type : device::InputDevice::list()) {
        text += type.type + ":";
        text += type.names.empty() ? " no input\n" : "\n";
        for (const auto& name : type.names)
            text += "  " + name + "\n";
    }
    return text.empty() ? std::string("This system has no audio devices.\n") : text;
}

} // namespace

std::shared_ptr<SourceFlags> systemInputs() { return std::make_shared<SystemInputs>(); }

} // namespace phonostage::cli
