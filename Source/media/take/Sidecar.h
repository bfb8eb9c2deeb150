// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/render/ClickQuality.h"
#include "media/take/GivenBack.h"
#include "media/take/TakeEvent.h"
#include "media/take/Track.h"
#include "params/State.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::media {

/** How samples are stored: whole numbers of so many bits, or 32-bit float. */
enum class SampleWord { bits16, bits24, bits32, float32 };

/** "16", "24", "32" or "32f". */
[[nodiscard]] const char* wordName(SampleWord word);
[[nodiscard]] int wordBytes(SampleWord word);

/** The audio file that a sidecar belongs to. */
struct TakeAudio {
    std::string file; ///< its name when this was written, UTF-8; "" where a name cannot be written as plain text
    double sampleRateHz = 0.0;
    int channels = 2;
    SampleWord word = SampleWord::bits24;
    std::optional<std::int64_t> frames; ///< empty while it is being recorded

    bool operator==(const TakeAudio&) const = default;
};

/** Where it was recorded from. */
struct TakeDevice {
    std::string type, name; ///< "ALSA", "Scarlett 2i2"; "" where it is not known
    int firstChannel = 0;   ///< from 1: the input that is left; 0 where it is not known
    int secondChannel = 0;  ///< that is right; 0 for mono
    int wordBits = 0;       ///< of its converter; 0 where it is not known
    std::string unknownFields;

    bool operator==(const TakeDevice&) const = default;
};

/** Sides that are in several files: the device went away and came back, or the file system ends at 4 GiB. */
struct TakePart {
    int number = 1;                         ///< from 1
    std::string follows;                    ///< name of the audio file before, ""
    std::optional<std::int64_t> lostFrames; ///< between the two; 0: they join without a gap; empty: not known

    bool operator==(const TakePart&) const = default;
};

/** What stands in NAME.take.json beside a take's audio file. The form: Resources/docs/decisions/0014-takes.md. */
struct Sidecar {
    TakeAudio audio;
    std::string takeId; ///< the same as in the audio file's note, 16 hexadecimal digits; "" where there is none
    TakeDevice device;
    TakePart part;
    UtcMs startedAt = 0; ///< of frame 0; 0 where it is not known
    /** The stage as a state has it: one JSON object, with what a later version has put into it. "" where there is none.
        See stage() and setStage(). */
    std::string stageState;
    std::vector<TakeEvent> events;
    std::int64_t eventsLeftOut = 0; ///< more than mostTakeEvents
    /** Clicks that are not to be taken out of this take, whatever is taken out of it. */
    std::vector<GivenBack> givenBack;
    ClickQuality clickQuality = ClickQuality::live; ///< of the files that are made of it
    std::vector<Track> tracks;
    AlbumTags album;
    std::string unknownFields;

    /** What the stage was set to; StateError where it cannot be read, the defaults where there is none. */
    [[nodiscard]] std::variant<params::Snapshot, params::StateError> stage() const;
    /** Fields of a later version, which this one does not know, stay. */
    void setStage(const params::Snapshot& stage);

    bool operator==(const Sidecar&) const = default;
};

constexpr int sidecarSchema = 1;
/** A side with mostTakeEvents has some 3 MiB. */
constexpr std::size_t mostSidecarBytes = std::size_t{16} << 20;

} // namespace phonostage::media
