// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/input/InputDevice.h"

#include "device/DeviceOffers.h"
#include "device/QuietJack.h"
#include "device/RetiredDevice.h"
#include "device/input/InputCallback.h"

#include <algorithm>
#include <cmath>

namespace phonostage::device {
namespace {

using TypeList = juce::OwnedArray<juce::AudioIODeviceType>;

std::string quoted(const juce::String& name) { return ("\"" + name + "\"").toStdString(); }

std::string hertz(double rate) { return (juce::String(juce::roundToInt(rate)) + " Hz").toStdString(); }

TypeList systemTypes() {
    silenceJack();
    TypeList types;
    juce::AudioDeviceManager().createAudioDeviceTypes(types);
    for (auto* type : types)
        type->scanForDevices();
    return types;
}

std::string joined(const juce::StringArray& names) {
    juce::StringArray marks;
    for (const auto& name : names)
        marks.add("\"" + name + "\"");
    return marks.joinIntoString(", ").toStdString();
}

} // namespace

class InputDevice::Device {
public:
    explicit Device(InputListener& listener) : callback_(listener) { (void)juce::MessageManager::getInstance(); }
    ~Device() { close(); }

    std::string open(const InputChoice& choice);
    void close();
    std::optional<std::string> findTrouble();

private:
    /** A type and a name for what the choice leaves open; throws nothing: one line where there is no such input. */
    std::string find(const InputChoice& choice);
    std::string start(const InputChoice& choice);
    std::string openWith(const juce::BigInteger& channels, double rateHz, int bufferFrames);

    InputCallback callback_;
    TypeList types_;
    juce::AudioIODeviceType* type_ = nullptr;
    juce::String name_;
    std::unique_ptr<juce::AudioIODevice> device_; // goes before the types that made it, as the next
    RetiredDevice retired_;
    std::uint64_t lastCalls_ = 0;
    double lastCallMs_ = 0.0;
};

std::string InputDevice::Device::find(const InputChoice& choice) {
    types_ = systemTypes();
    type_ = nullptr;
    const juce::String wantedType = juce::String::fromUTF8(choice.type.c_str());
    name_ = juce::String::fromUTF8(choice.name.c_str());
    juce::StringArray typeNames;
    for (auto* type : types_) {
        typeNames.add(type->getTypeName());
        if (wantedType.isNotEmpty() && !type->getTypeName().equalsIgnoreCase(wantedType)) continue;
        const auto names = type->getDeviceNames(true);
        const bool fits = name_.isEmpty() ? !names.isEmpty() : names.contains(name_);
        if (fits && type_ == nullptr) type_ = type;
    }
    if (wantedType.isNotEmpty() && !typeNames.contains(wantedType, true))
        return "there is no device type " + quoted(wantedType) + "; this system has " + joined(typeNames);
    if (type_ == nullptr && name_.isNotEmpty()) {
        std::string text = "the input ";
        text += quoted(name_) + " is not connected: connect it, or see --list-devices";
        return text;
    }
    if (type_ == nullptr)
        return (wantedType.isEmpty() ? std::string("this system") : wantedType.toStdString()) +
               " has no audio input: connect the interface, or start the JACK server";
    if (name_.isEmpty()) {
        const auto names = type_->getDeviceNames(true);
        const int usual = type_->getDefaultDeviceIndex(true);
        name_ = names[juce::isPositiveAndBelow(usual, names.size()) ? usual : 0];
    }
    return {};
}

std::string InputDevice::Device::open(const InputChoice& choice) {
    close();
    if (auto why = find(choice); !why.empty()) return why;
    device_.reset(type_->createDevice({}, name_));
    auto why = device_ != nullptr ? start(choice) : std::string("could not be opened");
    if (why.empty()) {
        lastCalls_ = callback_.calls();
        lastCallMs_ = juce::Time::getMillisecondCounterHiRes();
        return {};
    }
    close();
    return "the input " + quoted(name_) + " " + why;
}

std::string InputDevice::Device::start(const InputChoice& choice) {
    const double rate = choice.rateHz > 0.0 ? choice.rateHz : usualRate(*device_, {96000.0, 48000.0, 44100.0});
    if (!offersRate(*device_, rate)) {
        juce::StringArray rates;
        for (const double offered : device_->getAvailableSampleRates())
            rates.add(juce::String(juce::roundToInt(offered)));
        return "does not run at " + hertz(choice.rateHz) + "; it offers " + rates.joinIntoString(", ").toStdString() +
               " Hz";
    }
    const int present = device_->getInputChannelNames().size();
    juce::BigInteger channels;
    for (const int channel : {choice.firstChannel, choice.secondChannel}) {
        // A device with one input is recorded in mono.
        const bool isMissingSecond = channel == choice.secondChannel && present == 1 && choice.firstChannel == 1;
        if (channel > present && !isMissingSecond)
            return "has no channel " + std::to_string(channel) + ", only " + std::to_string(present);
        if (channel > 0 && !isMissingSecond) channels.setBit(channel - 1);
    }
    if (auto why = openWith(channels, rate, choice.bufferFrames); !why.empty()) return why;
    auto opened = choice;
    opened.type = type_->getTypeName().toStdString();
    opened.name = name_.toStdString();
    if (channels.countNumberOfSetBits() < 2) opened.secondChannel = 0;
    callback_.setChoice(std::move(opened));
    device_->start(&callback_);
    if (device_->isPlaying()) return {};
    const auto last = device_->getLastError();
    return "was opened but does not run" + (last.isNotEmpty() ? ": " + last.toStdString() : std::string());
}

/** A JACK server that is slow shows a new connection only some blocks later. Until then JUCE leaves its channel out,
   and the next one would take its place. */
std::string InputDevice::Device::openWith(const juce::BigInteger& channels, double rateHz, int bufferFrames) {
    constexpr int tries = 20, pauseMs = 100;
    for (int i = 0; i < tries; ++i) {
        if (i > 0) juce::Thread::sleep(pauseMs);
        const auto error = device_->open(channels, {}, rateHz, nearestBuffer(*device_, bufferFrames));
        if (error.isNotEmpty()) return "could not be opened at " + hertz(rateHz) + ": " + error.toStdString();
        if (device_->getActiveInputChannels() == channels) return {};
    }
    return "gives only some of its channels; connect it again, or choose others";
}

void InputDevice::Device::close() {
    retired_.drop([](int milliseconds) { juce::Thread::sleep(milliseconds); });
    if (device_ == nullptr) return;
    device_->stop();
    device_->close();
    device_.reset();
}

std::optional<std::string> InputDevice::Device::findTrouble() {
    if (device_ == nullptr) return std::nullopt;
    constexpr double patienceMs = 4000.0;
    const double now = juce::Time::getMillisecondCounterHiRes();
    if (callback_.calls() != lastCalls_) {
        lastCalls_ = callback_.calls();
        lastCallMs_ = now;
    }
    const auto reported = callback_.takeError();
    const bool isStalled = now - lastCallMs_ > patienceMs;
    if (device_->isOpen() && device_->isPlaying() && !isStalled && reported.empty()) return std::nullopt;
    const auto last = device_->getLastError().toStdString();
    const auto why = !reported.empty() ? reported : last;
    device_->stop();
    device_->close();
    retired_.keep(std::move(device_));
    return "the input " + quoted(name_) + " has stopped" + (why.empty() ? std::string() : ": " + why) +
           "; is it still connected, or its server running?";
}

InputDevice::InputDevice(InputListener& listener) : device_(std::make_unique<Device>(listener)) {}
InputDevice::~InputDevice() = default;

std::string InputDevice::open(const InputChoice& choice) { return device_->open(choice); }
void InputDevice::close() { device_->close(); }
std::optional<std::string> InputDevice::findTrouble() { return device_->findTrouble(); }

} // namespace phonostage::device
