// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/DeviceFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Errors.h"

#include "media/io/SoundSource.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace phonostage::cli {
namespace {

constexpr double mostBufferFrames = 16384.0, leastBufferFrames = 8.0;

media::ChannelPair readPair(const char* flag, const std::string& text) {
    if (text.empty()) return {};
    if (const auto pair = media::readChannelPair(text)) return *pair;
    throw UsageError(flag, text, "give two different channels, counted from 1, as in 3+4, or one, as in 3");
}

/** What plays and what is played come in neighbouring pairs, or the last one alone. */
int firstOf(const char* flag, const std::string& text) {
    const auto pair = readPair(flag, text);
    if (pair.right != 0 && pair.right != pair.left + 1)
        throw UsageError(flag, text, "give two neighbouring channels, counted from 1, as in 3+4, or one, as in 3");
    return pair.left - 1;
}

} // namespace

void DeviceFlags::addTo(CLI::App& command, Ends ends) {
    constexpr const char* group = "Device";
    command.add_option("--device-type", type_, "Kind of audio system (ALSA, JACK, CoreAudio, ...)")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--input-device", input_, "Device that the turntable is connected to")
        ->type_name("NAME")
        ->group(group);
    if (ends != Ends::input)
        command
            .add_option("--output-device", output_,
                        ends == Ends::monitor ? "Device for playback, with --monitor" : "Device for playback")
            ->type_name("NAME")
            ->group(group);
    command.add_option("--rate", rate_, "Sample rate, 8000 to 768000 [the device's]")->type_name("HZ")->group(group);
    command.add_option("--buffer", buffer_, "Block size, 8 to 16384 [the device's]")->type_name("FRAMES")->group(group);
    command.add_option("--pair", inputPair_, "Inputs of the device that the turntable is connected to [1+2]")
        ->type_name("3+4")
        ->group(group);
    if (ends != Ends::input)
        command
            .add_option("--output-pair", outputPair_,
                        ends == Ends::monitor ? "Outputs of the device to play on, with --monitor [1+2]"
                                              : "Outputs of the device to play on [1+2]")
            ->type_name("3+4")
            ->group(group);
    command.add_flag("--wait", waits_, "Wait for a device that is not connected, now or later")->group(group);
    command.add_flag("--list-devices", listsDevices_, "Print the audio devices, and nothing else")->group(group);
}

double DeviceFlags::rateHz() const {
    return rate_.empty() ? 0.0 : readQuantity("--rate", rate_, "Hz", 8000.0, 768000.0);
}

int DeviceFlags::bufferFrames() const {
    if (buffer_.empty()) return 0;
    const double frames = readQuantity("--buffer", buffer_, "", leastBufferFrames, mostBufferFrames);
    if (std::floor(frames) < frames) throw UsageError("--buffer", buffer_, "must be a whole number of frames");
    return static_cast<int>(frames);
}

device::HeadlessSession::Device DeviceFlags::device() const {
    device::HeadlessSession::Device device;
    device.type = type_;
    device.input = input_;
    device.output = output_;
    device.rateHz = rateHz();
    device.bufferFrames = bufferFrames();
    device.inputFirst = firstOf("--pair", inputPair_);
    device.outputFirst = firstOf("--output-pair", outputPair_);
    device.waits = waits_;
    return device;
}

device::InputChoice DeviceFlags::input() const {
    const auto pair = readPair("--pair", inputPair_);
    return {type_, input_, rateHz(), bufferFrames(), pair.left, pair.right};
}

} // namespace phonostage::cli
