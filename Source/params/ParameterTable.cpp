// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParameterTable.h"

#include "CurveCatalogue.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace phonostage::params {
namespace {

using Choices = std::span<const char* const>;

constexpr std::array<const char*, 3> slopeNames{"12 dB/oct", "18 dB/oct", "24 dB/oct"};
constexpr std::array<const char*, 3> slopeKeys{"12", "18", "24"};
constexpr std::array<const char*, 5> modeNames{"Stereo", "Lateral", "Vertical", "Left", "Right"};
constexpr std::array<const char*, 5> modeKeys{"stereo", "lateral", "vertical", "left", "right"};

/** Titles and names of the curves by slot. Slots that no curve has yet keep a name of their own, so that a host's text
    for every value of the parameter is unique. */
struct CurveSlots {
    std::array<std::string, curveSlots> nameTexts;
    std::array<std::string, curveSlots> keyTexts;
    std::array<const char*, curveSlots> names{};
    std::array<const char*, curveSlots> keys{};

    CurveSlots() {
        for (int slot = 0; slot < curveSlots; ++slot) {
            const auto i = static_cast<std::size_t>(slot);
            const CurveEntry* curve = curveAtSlot(slot);
            nameTexts[i] = curve ? std::string(curve->title) : "slot " + std::to_string(slot);
            keyTexts[i] = curve ? std::string(curve->name) : nameTexts[i];
            names[i] = nameTexts[i].c_str();
            keys[i] = keyTexts[i].c_str();
        }
    }
};

Entry toggle(Id id, Kind kind, const char* key, const char* name, bool on, const char* flag, const char* help) {
    return {id, key, name, "", kind, Type::toggle, 0.0, 1.0, on ? 1.0 : 0.0, 1.0, 0, 1, {}, {}, flag, help};
}

Entry choice(Id id, const char* key, const char* name, int first, Choices names, Choices keys, const char* flag,
             const char* help) {
    const auto last = static_cast<double>(names.size() - 1);
    return {id,  key, name, "",    Kind::host, Type::choice, 0.0, last, static_cast<double>(first),
            1.0, 0,   1,    names, keys,       flag,         help};
}

struct Range {
    double minimum, maximum, defaultValue, step;
    int decimals;
};

Entry number(Id id, Kind kind, const char* key, const char* name, const char* unit, const Range& r, const char* flag,
             const char* help) {
    return {id,     key,        name, unit, kind, Type::number, r.minimum, r.maximum, r.defaultValue,
            r.step, r.decimals, 1,    {},   {},   flag,         help};
}

std::array<Entry, parameterCount> makeTable() {
    // Lives as long as the program: the entries point into it.
    static const CurveSlots curves;
    constexpr Kind host = Kind::host;
    constexpr Kind setting = Kind::setting;
    return {
        toggle(Id::bypass, host, "bypass", "Bypass", false, "", "Passes the input through untouched, bit for bit."),
        number(Id::gain, host, "gain", "Gain", "dB", {0.0, 80.0, 40.0, 0.01, 2}, "--gain",
               "Phono gain at 1 kHz. 40 dB suits most moving magnets, 60 dB most moving coils."),
        number(Id::outputTrim, host, "output_trim", "Output trim", "dB", {-20.0, 20.0, 0.0, 0.01, 2}, "",
               "Level after the phono gain."),
        number(Id::balance, host, "balance", "Balance", "dB", {-6.0, 6.0, 0.0, 0.01, 2}, "",
               "Level of the right channel above the left; each takes half of it."),
        choice(Id::curve, "curve", "Curve", 0, curves.names, curves.keys, "--curve",
               "The record curve. RIAA suits nearly every record since the mid-1950s."),
        toggle(Id::curveIec, host, "curve_iec", "IEC amendment", false, "--iec",
               "The 7950 us high-pass of IEC 98 amendment 4. Playback only; an inverse curve ignores it."),
        toggle(Id::curveNeumann, host, "curve_neumann", "3.18 us zero", false, "--neumann",
               "A treble lift at 50 kHz. No part of any standard."),
        toggle(Id::curveInverse, host, "curve_inverse", "Inverse curve", false, "--inverse",
               "The recording side of the curve: bass down, treble up."),
        toggle(Id::customShelfOn, host, "custom_shelf_on", "Custom shelf on", true, "",
               "Whether the custom curve has a bass shelf."),
        number(Id::customShelf, host, "custom_shelf", "Custom shelf", "us", {500.0, 32000.0, 3180.0, 0.1, 1}, "",
               "Bass shelf of the custom curve. It acts only above the turnover's time constant."),
        toggle(Id::customTurnoverOn, host, "custom_turnover_on", "Custom turnover on", true, "",
               "Whether the custom curve lifts the bass at all."),
        number(Id::customTurnover, host, "custom_turnover", "Custom turnover", "us", {100.0, 2000.0, 318.0, 0.1, 1}, "",
               "Bass turnover of the custom curve."),
        toggle(Id::customRolloffOn, host, "custom_rolloff_on", "Custom roll-off on", true, "",
               "Whether the custom curve cuts the treble."),
        number(Id::customRolloff, host, "custom_rolloff", "Custom roll-off", "us", {0.0, 300.0, 75.0, 0.1, 1}, "",
               "Treble roll-off of the custom curve; 0 is none."),
        toggle(Id::dcRemoval, host, "dc_removal", "DC removal", true, "--dc",
               "A high-pass at 1 Hz that takes the interface's offset away."),
        toggle(Id::subsonicOn, host, "subsonic_on", "Subsonic filter", false, "--subsonic",
               "Cuts warp and rumble below the music."),
        number(Id::subsonicCorner, host, "subsonic_corner", "Subsonic corner", "Hz", {5.0, 40.0, 20.0, 0.1, 1}, "",
               "Where the subsonic filter is 3 dB down."),
        choice(Id::subsonicSlope, "subsonic_slope", "Subsonic slope", 1, slopeNames, slopeKeys, "",
               "Steepness of the subsonic filter."),
        toggle(Id::invertLeft, host, "invert_left", "Invert left", false, "", "Polarity of the left input."),
        toggle(Id::invertRight, host, "invert_right", "Invert right", false, "", "Polarity of the right input."),
        toggle(Id::swapChannels, host, "swap_channels", "Swap channels", false, "", "Left and right change places."),
        choice(Id::channelMode, "channel_mode", "Channels", 0, modeNames, modeKeys, "",
               "Stereo, or one signal for both outputs: lateral (L+R)/2 for mono records, vertical (L-R)/2, left or "
               "right."),
        number(Id::inputDbv, setting, "input_dbv", "Input full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--input-dbv", "Level at the input socket, rms, of a sine at 0 dBFS: the interface's sensitivity."),
        number(Id::outputDbv, setting, "output_dbv", "Output full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--output-dbv", "Level at the output, rms, of a sine at 0 dBFS."),
    };
}

double limited(const Entry& e, double value) {
    // Adding zero turns -0 into 0, so that equal values have equal bits.
    const double inside = std::clamp(value, e.minimum, e.maximum) + 0.0;
    return e.type == Type::number ? inside : std::round(inside);
}

} // namespace

std::span<const Entry> table() {
    static const std::array<Entry, parameterCount> entries = makeTable();
    return entries;
}

const Entry& entry(Id id) { return table()[static_cast<std::size_t>(id)]; }

const Entry* findEntry(std::string_view key) {
    const auto entries = table();
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return key == e.key; });
    return found == entries.end() ? nullptr : &*found;
}

Values::Values() {
    for (const Entry& e : table())
        values_[static_cast<std::size_t>(e.id)] = e.defaultValue;
}

void Values::set(Id id, double value) {
    if (std::isfinite(value)) values_[static_cast<std::size_t>(id)] = limited(entry(id), value);
}

} // namespace phonostage::params
