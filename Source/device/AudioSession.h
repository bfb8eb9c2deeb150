// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/DeviceCallback.h"
#include "device/RetiredDevice.h"

#include <functional>
#include <memory>
#include <optional>

namespace phonostage::device {

/** Which device, and how. Empty names and zeros mean: as the system or the device likes. */
struct DeviceChoice {
    juce::String type;
    juce::String output;
    juce::String input;
    double rateHz = 0.0;
    int bufferFrames = 0;
    int inputFirst = 0;  ///< first channel of the pair, from 0
    int outputFirst = 0; ///< the same for the output

    bool operator==(const DeviceChoice&) const = default;
};

/** The audio systems of this machine and the one device that is open; message thread only.

    Devices are opened directly, not through JUCE's manager: an input is opened when it is asked for and at no other
    time, and a device that is not there is never quietly replaced by another. */
class AudioSession {
public:
    using TypeList = juce::OwnedArray<juce::AudioIODeviceType>;
    /** Adds the audio systems to a list; tests hand in systems of their own. */
    using TypeFactory = std::function<void(TypeList&)>;
    /** Tests hand in a clock of their own. */
    using Sleep = RetiredDevice::Sleep;

    AudioSession(
        DeviceCallback& callback, TypeFactory makeTypes,
        Sleep sleep = [](int milliseconds) { juce::Thread::sleep(milliseconds); });
    ~AudioSession();

    /** The audio systems that JUCE knows here: ALSA and JACK, CoreAudio, WASAPI and DirectSound. */
    [[nodiscard]] static TypeFactory systemTypes();

    /** Looks for devices again; closes the one that is open. */
    void rescan();
    /** Takes over types whose devices have just been looked for, each in the place of its namesake; closes the device
        that is open. */
    void adopt(TypeList&& types);

    [[nodiscard]] juce::StringArray typeNames() const;
    /** The first type that has an output device, else the first; empty where there is none. */
    [[nodiscard]] juce::String usualType() const;
    [[nodiscard]] juce::StringArray deviceNames(const juce::String& type, bool inputs) const;
    /** Empty where the type has no such device. */
    [[nodiscard]] juce::String usualDevice(const juce::String& type, bool input) const;

    struct Outcome {
        juce::String error; ///< in words, with a remedy; empty: the device is running
        juce::String note;  ///< what had to be different from the choice; empty: nothing
    };

    /** Opens and starts; the choice's empty fields are filled in (see choice()). withInput false: no input device is
        touched, whatever the choice names. */
    [[nodiscard]] Outcome open(const DeviceChoice& choice, bool withInput);
    /** Fades the input out where one is open, then closes. It waits for the fade, which takes whole blocks, but not for
        ever: 100 ms and three blocks. */
    void close();

    [[nodiscard]] bool isOpen() const { return device_ != nullptr; }
    [[nodiscard]] bool inputIsOpen() const { return device_ != nullptr && withInput_; }
    /** The last choice given to open(), its empty names filled in. */
    [[nodiscard]] const DeviceChoice& choice() const { return choice_; }

    // Of the device that is open; empty or 0 without one.
    [[nodiscard]] double rateHz() const;
    [[nodiscard]] int bufferFrames() const;
    [[nodiscard]] double latencySeconds() const; ///< input and output of the device together
    [[nodiscard]] int xruns() const;             ///< the device's count, else blocks that came too late
    [[nodiscard]] juce::Array<double> rates() const;
    [[nodiscard]] juce::Array<int> bufferSizes() const;
    [[nodiscard]] juce::StringArray channelNames(bool inputs) const;

    /** Has the device stopped on its own? Closes it and returns a message; to be polled a few times a second. */
    [[nodiscard]] std::optional<juce::String> findTrouble(double nowSeconds);

private:
    [[nodiscard]] juce::AudioIODeviceType* findType(const juce::String& name) const;
    [[nodiscard]] juce::String fillIn(DeviceChoice& choice, bool withInput) const;
    [[nodiscard]] double pickRate(const DeviceChoice& choice, juce::String& note) const;
    [[nodiscard]] int pickBuffer(const DeviceChoice& choice, juce::String& note) const;
    [[nodiscard]] juce::String start(double rate, int frames);
    void fadeOut();
    void stopDevice();

    DeviceCallback& callback_;
    TypeFactory makeTypes_;
    Sleep sleep_;
    TypeList types_;
    std::unique_ptr<juce::AudioIODevice> device_; // goes before the types that made it
    RetiredDevice retired_;
    DeviceChoice choice_;
    bool withInput_ = false;
    std::uint64_t lastCalls_ = 0;
    double lastCallSeconds_ = 0.0;

    JUCE_DECLARE_NON_COPYABLE(AudioSession)
};

/** Inputs that are not opened again by themselves at the next start: what looks like a computer's own microphone, and
    names behind which another device may stand tomorrow ("default"). */
[[nodiscard]] bool inputNeedsAsking(const juce::String& device);

} // namespace phonostage::device
