// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace phonostage::params {

/** The one table: host, editor, command line, state and manual all read it. Ids, order, keys, ranges and slot counts
   are frozen once released; new entries are appended with the version that introduced them. */
enum class Id {
    // host parameters, in host order
    bypass,
    gain,
    outputTrim,
    balance,
    curve,
    curveIec,
    curveNeumann,
    curveInverse,
    customShelfOn,
    customShelf,
    customTurnoverOn,
    customTurnover,
    customRolloffOn,
    customRolloff,
    dcRemoval,
    subsonicOn,
    subsonicCorner,
    subsonicSlope,
    invertLeft,
    invertRight,
    swapChannels,
    channelMode,
    // settings, not automatable
    inputDbv,
    outputDbv,

    // since release 2: host parameters
    loadCorrection,
    loadLimit,
    undoRiaa,
    speedRatio,
    crosstalkLeftToRight,
    crosstalkRightToLeft,
    monoBassOn,
    monoBassCorner,
    monoBassSlope,
    // and settings
    interfaceGain,
    loadOhm,
    loadPf,
    wantOhm,
    wantPf,
    cartridgeMh,
    cartridgeOhm,
    cartridgeMv,
    cartridgeVelocity,
    cartridgeVelocityRms,
    nominalDbv,

    // since release 3: host parameters
    exactPhase,
    declick,
    declickStrength,
    decrackle,
    decrackleStrength,
    hear,
    dehum,
    dehumMost,
    count
};

constexpr std::size_t parameterCount = static_cast<std::size_t>(Id::count);

enum class Kind { host, setting };
enum class Type { number, toggle, choice };

struct Entry {
    Id id;
    const char* key;  ///< in state, flags and host ids: "gain", "subsonic_corner"
    const char* name; ///< for people, at most 24 characters
    const char* unit; ///< "dB", "dBV", "Hz", "us", "" ...
    Kind kind;
    Type type;
    double minimum;
    double maximum;
    double defaultValue;
    double step;                             ///< resolution of host and editor; choices and toggles: 1
    int decimals;                            ///< shown
    int sinceVersion;                        ///< ordinal of the release that introduced it (AU's version hint), from 1
    std::span<const char* const> choices;    ///< names for people by value; unused curve slots are "slot 25" ...
    std::span<const char* const> choiceKeys; ///< in state and on the command line, frozen: "stereo", "18", "riaa"
    const char* flag;                        ///< on the command line, "" where it has none of its own
    const char* help;                        ///< one or two sentences for tooltip and manual
};

/** All entries in Id order. The first call reads the catalogue of curves (see curveCatalogue()): make it off the audio
    thread. After that it neither allocates nor locks, like everything here but the text functions. */
[[nodiscard]] std::span<const Entry> table();
[[nodiscard]] const Entry& entry(Id id);
/** Null where the key is unknown. */
[[nodiscard]] const Entry* findEntry(std::string_view key);

/** Values of every entry, always inside their ranges. Choices are slot numbers, toggles 0 or 1. */
class Values {
public:
    Values(); ///< the defaults

    [[nodiscard]] double get(Id id) const { return values_[static_cast<std::size_t>(id)]; }

    [[nodiscard]] bool isOn(Id id) const { return get(id) >= 0.5; }

    /** Clamps to the range and snaps toggles and choices; a value that is not finite leaves the old one. */
    void set(Id id, double value);
    bool operator==(const Values&) const = default;

private:
    std::array<double, parameterCount> values_{};
};

/** Settings that are text: what the user chose from a catalogue, by its id, and names. What a choice stands for is in
   the values, and those win. */
enum class TextId { interfaceId, interfaceInput, cartridgeId, customName, presetName, count };

constexpr std::size_t textCount = static_cast<std::size_t>(TextId::count);
constexpr std::size_t longestText = 100; ///< bytes of UTF-8

struct TextEntry {
    TextId id;
    const char* key;  ///< in the state: "interface"
    const char* name; ///< for people
    int sinceVersion; ///< ordinal of the release that introduced it
    const char* flag; ///< on the command line, "" where it has none
    const char* help;
};

/** All texts in TextId order. */
[[nodiscard]] std::span<const TextEntry> textTable();

/** The texts, empty at first. Never the audio thread's. */
class Texts {
public:
    [[nodiscard]] const std::string& get(TextId id) const { return texts_[static_cast<std::size_t>(id)]; }

    /** False, and nothing changed, where the text is longer than longestText, no UTF-8, or has control characters. */
    bool set(TextId id, std::string_view text);
    bool operator==(const Texts&) const = default;

private:
    std::array<std::string, textCount> texts_;
};

/** All that a state holds. */
struct Snapshot {
    Values values;
    Texts texts;
    bool operator==(const Snapshot&) const = default;
};

} // namespace phonostage::params
