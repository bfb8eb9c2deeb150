// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace phonostage::media {

/** What comes from a device, or from whatever stands for one. */
struct SourceFormat {
    double sampleRateHz = 48000.0;
    int channels = 2;       ///< 1 or 2
    int wordBits = 0;       ///< of its converter; 0 where it is not known
    std::string type, name; ///< "ALSA", "Scarlett 2i2"
    int firstChannel = 1;   ///< of the device, from 1
    int secondChannel = 2;  ///< 0 for mono

    bool operator==(const SourceFormat&) const = default;
};

/** Where a source delivers to. */
class AudioSink {
public:
    AudioSink() = default;
    AudioSink(const AudioSink&) = delete;
    AudioSink& operator=(const AudioSink&) = delete;
    virtual ~AudioSink() = default;

    /** Blocks will come. Not from the audio thread: it allocates. May come again after lost(), also with another
        format. */
    virtual void begin(const SourceFormat& format) = 0;
    /** From the audio thread: planar, full scale 1.0, as many channels as begin() said. nanoseconds: when they came, by
        a clock that only goes forwards (RecordClock). */
    virtual void block(const float* const* channels, int frames, std::int64_t nanoseconds) noexcept = 0;
    /** From the audio thread, in front of the next block: frames were lost; 0: how many is not known. */
    virtual void dropOut(std::int64_t frames) noexcept = 0;
    /** No blocks come any more; after the last one, from any other thread. why: one line for a person. isEnd: it is
       over (the end of a file); else the device is gone and may come back. */
    virtual void lost(const std::string& why, bool isEnd) = 0;

    /** For sources that are faster than time: room for so many frames. Any thread. */
    [[nodiscard]] virtual std::int64_t roomFrames() const = 0;
};

/** A device, or what stands for one. */
class AudioSource {
public:
    AudioSource() = default;
    AudioSource(const AudioSource&) = delete;
    AudioSource& operator=(const AudioSource&) = delete;
    virtual ~AudioSource() = default;

    /** Opens it and delivers until stop(). Throws base::FileError where it cannot be opened: one line. The sink must
        live until stop() has returned. */
    virtual void start(AudioSink& sink) = 0;
    /** No call into the sink is under way, or comes, after this. */
    virtual void stop() = 0;
};

} // namespace phonostage::media
