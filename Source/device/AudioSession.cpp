// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/AudioSession.h"

#include "device/DeviceOffers.h"

#include <algorithm>
#include <cmath>

namespace phonostage::device {
namespace {

juce::String quoted(const juce::String& name) { return "\"" + name + "\""; }

juce::String hertz(double rate) { return juce::String(juce::roundToInt(rate)) + " Hz"; }

/** The probable reason why a type has no devices. */
juce::String nothingThere(const juce::String& type, bool input) {
    if (type == "JACK")
        return "JACK offers no " + juce::String(input ? "input" : "output") +
               ": is its server running? Start it, and audio starts automatically, or choose another type.";
    return type + " has no " + (input ? "input" : "output") +
           " device. Connect the interface, and audio starts automatically, or choose another type.";
}

juce::BigInteger pairBits(int first, int channels) {
    juce::BigInteger bits;
    for (int channel = first; channel < std::min(first + 2, channels); ++channel)
        bits.setBit(channel);
    return bits;
}

} // namespace

bool inputNeedsAsking(const juce::String& device) {
    const auto name = device.toLowerCase();
    for (const char* sign :
         {"built-in", "builtin", "internal", "microphone", "mic array", "webcam", "camera", "macbook", "hda intel",
          "hda-intel", "hd-audio", "headset", "sound server", "pulse", "pipewire"})
        if (name.contains(sign)) return true;
    return name.isEmpty() || name.startsWith("default") || name.startsWith("primary sound");
}

AudioSession::AudioSession(DeviceCallback& callback, TypeFactory makeTypes, Sleep sleep)
    : callback_(callback), makeTypes_(std::move(makeTypes)), sleep_(std::move(sleep)) {
    rescan();
}

AudioSession::~AudioSession() { close(); }

AudioSession::TypeFactory AudioSession::systemTypes() {
    return [](TypeList& types) {
        // The manager knows which systems there are on each platform; it is asked for that and nothing else.
        juce::AudioDeviceManager().createAudioDeviceTypes(types);
    };
}

void AudioSession::rescan() {
    close();
    types_.clear();
    makeTypes_(types_);
    for (auto* type : types_)
        type->scanForDevices();
}

void AudioSession::adopt(TypeList&& types) {
    close();
    while (!types.isEmpty()) {
        std::unique_ptr<juce::AudioIODeviceType> fresh(types.removeAndReturn(0));
        const int index = types_.indexOf(findType(fresh->getTypeName()));
        if (index >= 0)
            types_.set(index, fresh.release());
        else
            types_.add(fresh.release());
    }
}

juce::AudioIODeviceType* AudioSession::findType(const juce::String& name) const {
    for (auto* type : types_)
        if (type->getTypeName() == name) return type;
    return nullptr;
}

juce::StringArray AudioSession::typeNames() const {
    juce::StringArray names;
    for (auto* type : types_)
        names.add(type->getTypeName());
    return names;
}

juce::String AudioSession::usualType() const {
    for (auto* type : types_)
        if (!type->getDeviceNames(false).isEmpty()) return type->getTypeName();
    return types_.isEmpty() ? juce::String() : types_[0]->getTypeName();
}

juce::StringArray AudioSession::deviceNames(const juce::String& type, bool inputs) const {
    const auto* found = findType(type);
    return found != nullptr ? found->getDeviceNames(inputs) : juce::StringArray();
}

juce::String AudioSession::usualDevice(const juce::String& type, bool input) const {
    const auto* found = findType(type);
    if (found == nullptr) return {};
    const auto names = found->getDeviceNames(input);
    const int index = found->getDefaultDeviceIndex(input);
    return names[juce::isPositiveAndBelow(index, names.size()) ? index : 0];
}

/** Names for what the choice leaves open; what is wrong with it, in words, or empty. */
juce::String AudioSession::fillIn(DeviceChoice& choice, bool withInput) const {
    if (types_.isEmpty()) return "This system has no audio devices.";
    if (choice.type.isEmpty()) choice.type = usualType();
    const auto* type = findType(choice.type);
    if (type == nullptr)
        return "There is no device type " + quoted(choice.type) + "; available: " + typeNames().joinIntoString(", ") +
               ".";
    if (choice.output.isEmpty()) choice.output = usualDevice(choice.type, false);
    if (choice.input.isEmpty()) choice.input = usualDevice(choice.type, true);
    // A type whose devices are input and output at once has one name for both.
    if (!type->hasSeparateInputsAndOutputs() && choice.output.isNotEmpty()) choice.input = choice.output;

    const auto missing = [&](const juce::String& name, bool input) -> juce::String {
        if (name.isEmpty()) return nothingThere(choice.type, input);
        if (type->getDeviceNames(input).contains(name)) return {};
        return "The " + juce::String(input ? "input" : "output") + " device " + quoted(name) +
               " is not connected. Connect it, and it is opened automatically, or choose another.";
    };
    if (auto wrong = missing(choice.output, false); wrong.isNotEmpty()) return wrong;
    return withInput ? missing(choice.input, true) : juce::String();
}

double AudioSession::pickRate(const DeviceChoice& choice, juce::String& note) const {
    if (choice.rateHz > 0.0 && offersRate(*device_, choice.rateHz)) return choice.rateHz;
    const double rate = usualRate(*device_, {48000.0, 44100.0, 96000.0});
    if (choice.rateHz > 0.0)
        note << "The device does not run at " << hertz(choice.rateHz) << "; it runs at " << hertz(rate) << ". ";
    return rate;
}

int AudioSession::pickBuffer(const DeviceChoice& choice, juce::String& note) const {
    const int frames = nearestBuffer(*device_, choice.bufferFrames);
    if (choice.bufferFrames > 0 && frames != choice.bufferFrames)
        note << "The device does not support blocks of " << choice.bufferFrames << " frames; " << frames
             << " is the nearest. ";
    return frames;
}

juce::String AudioSession::start(double rate, int frames) {
    const auto inputs =
        withInput_ ? pairBits(choice_.inputFirst, device_->getInputChannelNames().size()) : juce::BigInteger();
    const auto outputs = pairBits(choice_.outputFirst, device_->getOutputChannelNames().size());
    if (outputs.isZero())
        return "The output " + quoted(choice_.output) + " has no channel " + juce::String(choice_.outputFirst + 1) +
               ".";
    if (withInput_ && inputs.isZero())
        return "The input " + quoted(choice_.input) + " has no channel " + juce::String(choice_.inputFirst + 1) + ".";
    if (const auto error = device_->open(inputs, outputs, rate, frames); error.isNotEmpty())
        return (withInput_ ? "The input " + quoted(choice_.input) + " and the output " : juce::String("The output ")) +
               quoted(choice_.output) + " could not be opened at " + hertz(rate) + ": " + error +
               ". Another program may be using it, or it may need another rate.";
    callback_.setChannelPairs(choice_.inputFirst, choice_.outputFirst);
    callback_.setInputName(choice_.type, withInput_ ? choice_.input : juce::String());
    callback_.setMuted(!withInput_);
    device_->start(&callback_);
    if (!device_->isPlaying()) {
        const auto why = device_->getLastError();
        return "The output " + quoted(choice_.output) + " was opened but does not run" +
               (why.isNotEmpty() ? ": " + why : juce::String()) + ".";
    }
    return {};
}

AudioSession::Outcome AudioSession::open(const DeviceChoice& choice, bool withInput) {
    close();
    Outcome outcome;
    choice_ = choice;
    if (outcome.error = fillIn(choice_, withInput); outcome.error.isNotEmpty()) return outcome;

    withInput_ = withInput;
    auto* type = findType(choice_.type);
    if (type != nullptr) device_.reset(type->createDevice(choice_.output, withInput ? choice_.input : juce::String()));
    if (device_ == nullptr) {
        outcome.error = "The output " + quoted(choice_.output) + " could not be opened.";
        return outcome;
    }
    // Drivers open what they want to know the rates of; without the input that is the output alone.
    const double rate = pickRate(choice_, outcome.note);
    const int frames = pickBuffer(choice_, outcome.note);
    if (outcome.error = start(rate, frames); outcome.error.isNotEmpty()) {
        close();
        return outcome;
    }
    lastCalls_ = callback_.calls();
    lastCallSeconds_ = juce::Time::getMillisecondCounterHiRes() * 1e-3;
    return outcome;
}

void AudioSession::close() {
    retired_.drop(sleep_);
    if (device_ == nullptr) return;
    stopDevice();
    device_.reset();
}

void AudioSession::stopDevice() {
    if (withInput_ && device_->isPlaying()) fadeOut();
    device_->stop();
    device_->close();
    callback_.endListening();
    withInput_ = false;
}

void AudioSession::fadeOut() {
    // Forty decibels of gain turn a cut into a bang: let the fade of the input run out first. The block that is on its
    // way was begun before; the next one fades, as may the one after it; and one has to be silent.
    constexpr double stepSeconds = 0.005;
    const double rate = rateHz();
    const double longest = 0.1 + (rate > 0.0 ? 3.0 * bufferFrames() / rate : 0.0);
    callback_.setMuted(true);
    for (double waited = 0.0; waited < longest && !callback_.inputIsSilent(); waited += stepSeconds)
        sleep_(static_cast<int>(std::lround(stepSeconds * 1e3)));
}

double AudioSession::rateHz() const { return device_ != nullptr ? device_->getCurrentSampleRate() : 0.0; }

int AudioSession::bufferFrames() const { return device_ != nullptr ? device_->getCurrentBufferSizeSamples() : 0; }

double AudioSession::latencySeconds() const {
    const double rate = rateHz();
    if (rate <= 0.0) return 0.0;
    const int frames = device_->getOutputLatencyInSamples() + (withInput_ ? device_->getInputLatencyInSamples() : 0);
    return std::max(0, frames) / rate;
}

int AudioSession::xruns() const {
    if (device_ == nullptr) return 0;
    const int counted = device_->getXRunCount();
    return counted >= 0 ? counted : callback_.lateBlocks();
}

juce::Array<double> AudioSession::rates() const {
    return device_ != nullptr ? device_->getAvailableSampleRates() : juce::Array<double>();
}

juce::Array<int> AudioSession::bufferSizes() const {
    return device_ != nullptr ? device_->getAvailableBufferSizes() : juce::Array<int>();
}

juce::StringArray AudioSession::channelNames(bool inputs) const {
    if (device_ == nullptr || (inputs && !withInput_)) return {};
    return inputs ? device_->getInputChannelNames() : device_->getOutputChannelNames();
}

std::optional<juce::String> AudioSession::findTrouble(double nowSeconds) {
    constexpr double patienceSeconds = 4.0;
    const auto reported = callback_.takeError();
    if (device_ == nullptr) return std::nullopt;
    if (callback_.calls() != lastCalls_) {
        lastCalls_ = callback_.calls();
        lastCallSeconds_ = nowSeconds;
    }
    // A JACK client none of whose ports is connected is not called, and that is no fault.
    const bool connected = !device_->getActiveInputChannels().isZero() || !device_->getActiveOutputChannels().isZero();
    const bool stalled = connected && nowSeconds - lastCallSeconds_ > patienceSeconds;
    if (!connected) lastCallSeconds_ = nowSeconds;
    if (device_->isOpen() && device_->isPlaying() && !stalled && reported.isEmpty()) return std::nullopt;

    const juce::String why = reported.isNotEmpty() ? reported : device_->getLastError();
    const juce::String name = choice_.output;
    stopDevice();
    retired_.keep(std::move(device_));
    return "The audio device " + quoted(name) + " has stopped" + (why.isNotEmpty() ? ": " + why : juce::String()) +
           ". Is it still connected, or its server running? Audio resumes automatically when it is back.";
}

} // namespace phonostage::device
