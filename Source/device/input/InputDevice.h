// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace phonostage::device {

/** Which input, and how. Empty names and zeros mean: as the system or the device likes. */
struct InputChoice {
    std::string type; ///< "ALSA", "JACK", ...
    std::string name;
    double rateHz = 0.0;
    int bufferFrames = 0;
    int firstChannel = 1;  ///< from 1
    int secondChannel = 2; ///< 0 for mono
};

/** What an input delivers, once it is open. */
struct InputFormat {
    double rateHz = 0.0;
    int channels = 2;     ///< 1 or 2
    int wordBits = 0;     ///< of the converter; 0 where the system does not say
    int bufferFrames = 0; ///< of a block, usually
    InputChoice choice;   ///< as it was opened, every name filled in
};

/** Gets what an input delivers, untouched. */
class InputListener {
public:
    InputListener() = default;
    InputListener(const InputListener&) = delete;
    InputListener& operator=(const InputListener&) = delete;
    virtual ~InputListener() = default;

    /** Before the first block, and again where the driver starts the device once more (JACK, when its connections
        change). Not from the audio thread. */
    virtual void inputBegins(const InputFormat& format) = 0;
    /** Audio thread: planar, full scale 1.0, as many channels as inputBegins() said. */
    virtual void inputBlock(const float* const* channels, int frames) noexcept = 0;
    /** Audio thread, in front of a block: something was lost, how much is not known. */
    virtual void inputDropOut() noexcept = 0;
    /** Behind the last block, when the device is closed, where who delivers can say so. Not from the audio thread. */
    virtual void inputEnds() {}
};

/** One input of this machine, for programs without a window. Opened directly: no output is touched, and an input that
   is not there is never replaced by another.

    All calls from one thread, which stands for JUCE's message thread. */
class InputDevice {
public:
    explicit InputDevice(InputListener& listener);
    ~InputDevice();
    InputDevice(const InputDevice&) = delete;
    InputDevice& operator=(const InputDevice&) = delete;

    /** Opens and starts. Returns one line that says what is wrong and how to get on; empty: it runs. */
    [[nodiscard]] std::string open(const InputChoice& choice);
    /** No call into the listener is under way, or comes, after this. */
    void close();

    /** Has it stopped by itself? Closes it and returns one line; to be asked a few times a second. */
    [[nodiscard]] std::optional<std::string> findTrouble();

private:
    class Device; // knows JUCE
    std::unique_ptr<Device> device_;
};

} // namespace phonostage::device
