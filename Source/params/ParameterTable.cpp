// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/ParameterTable.h"

#include "base/text/PlainText.h"
#include "catalogue/CurveCatalogue.h"

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
    std::array<std::string, catalogue::curveSlots> nameTexts;
    std::array<std::string, catalogue::curveSlots> keyTexts;
    std::array<const char*, catalogue::curveSlots> names{};
    std::array<const char*, catalogue::curveSlots> keys{};

    CurveSlots() {
        for (int slot = 0; slot < catalogue::curveSlots; ++slot) {
            const auto i = static_cast<std::size_t>(slot);
            const catalogue::CurveEntry* curve = catalogue::curveAtSlot(slot);
            nameTexts[i] = curve ? std::string(curve->title) : "slot " + std::to_string(slot);
            keyTexts[i] = curve ? std::string(curve->name) : nameTexts[i];
            names[i] = nameTexts[i].c_str();
            keys[i] = keyTexts[i].c_str();
        }
    }
};

constexpr std::array<const char*, 2> sideSlopeNames{"6 dB/oct", "12 dB/oct"};
constexpr std::array<const char*, 2> sideSlopeKeys{"6", "12"};

Entry toggle(Id id, Kind kind, const char* key, const char* name, bool on, const char* flag, const char* help) {
    return {id, key, name, "", kind, Type::toggle, 0.0, 1.0, on ? 1.0 : 0.0, 1.0, 0, 1, {}, {}, flag, help};
}

Entry since(int version, Entry entry) {
    entry.sinceVersion = version;
    return entry;
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
        number(Id::outputTrim, host, "output_trim", "Output trim", "dB", {-20.0, 20.0, 0.0, 0.01, 2}, "--trim",
               "Level after the phono gain."),
        number(Id::balance, host, "balance", "Balance", "dB", {-6.0, 6.0, 0.0, 0.01, 2}, "--balance",
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
        toggle(Id::swapChannels, host, "swap_channels", "Swap channels", false, "--swap",
               "Left and right change places."),
        choice(Id::channelMode, "channel_mode", "Channels", 0, modeNames, modeKeys, "--channels",
               "Stereo, or one signal for both outputs: lateral (L+R)/2 for mono records, vertical (L-R)/2, left or "
               "right."),
        number(Id::inputDbv, setting, "input_dbv", "Input full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--input-dbv", "Level at the input socket, rms, of a sine at 0 dBFS: the interface's sensitivity."),
        number(Id::outputDbv, setting, "output_dbv", "Output full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--output-dbv", "Level at the output, rms, of a sine at 0 dBFS."),
        since(2, toggle(Id::loadCorrection, host, "load_correction", "Load correction", false, "--load",
                        "Gives the cartridge the response that it has with the load its maker asks for.")),
        since(2, number(Id::loadLimit, host, "load_limit", "Load boost limit", "dB", {0.0, 40.0, 36.0, 0.1, 1},
                        "--load-limit", "The most that the load correction raises any frequency.")),
        since(2, toggle(Id::undoRiaa, host, "undo_riaa", "Undo RIAA", false, "--undo-riaa",
                        "For a source that went through a RIAA stage: takes RIAA off before the chosen curve.")),
        since(2, number(Id::speedRatio, host, "speed_ratio", "Speed ratio", "", {0.25, 4.0, 1.0, 1e-6, 6}, "--speed",
                        "Speed of the turntable over the record's own: 0.7407 for a 45 played at 33 1/3.")),
        since(2, number(Id::crosstalkLeftToRight, host, "crosstalk_left_right", "Crosstalk L to R", "%",
                        {-50.0, 50.0, 0.0, 0.001, 3}, "--crosstalk-lr",
                        "What the right channel picks up from the left; it is taken off again.")),
        since(2, number(Id::crosstalkRightToLeft, host, "crosstalk_right_left", "Crosstalk R to L", "%",
                        {-50.0, 50.0, 0.0, 0.001, 3}, "--crosstalk-rl",
                        "What the left channel picks up from the right; it is taken off again.")),
        since(2, toggle(Id::monoBassOn, host, "mono_bass_on", "Mono bass", false, "--mono-bass",
                        "Makes the bass mono: takes away vertical rumble below the corner.")),
        since(2, number(Id::monoBassCorner, host, "mono_bass_corner", "Mono bass corner", "Hz",
                        {80.0, 200.0, 120.0, 0.1, 1}, "", "Where the difference of the channels is 3 dB down.")),
        since(2, choice(Id::monoBassSlope, "mono_bass_slope", "Mono bass slope", 1, sideSlopeNames, sideSlopeKeys, "",
                        "Steepness of the mono bass.")),
        since(2,
              number(Id::interfaceGain, setting, "interface_gain", "Interface gain", "dB", {-20.0, 90.0, 0.0, 0.01, 2},
                     "--input-gain", "What the gain control of the interface reads; the sensitivity follows from it.")),
        since(2, number(Id::loadOhm, setting, "load_r", "Input resistance", "ohm", {10.0, 10e6, 47e3, 1.0, 0},
                        "--load-r", "Resistance that the cartridge works into.")),
        since(2, number(Id::loadPf, setting, "load_c", "Input capacitance", "pF", {0.0, 1000.0, 200.0, 1.0, 0},
                        "--load-c", "Capacitance of the cable and the input together.")),
        since(2, number(Id::wantOhm, setting, "want_r", "Wanted resistance", "ohm", {10.0, 10e6, 47e3, 1.0, 0},
                        "--want-r", "Load resistance that the cartridge's maker asks for.")),
        since(2, number(Id::wantPf, setting, "want_c", "Wanted capacitance", "pF", {0.0, 1000.0, 200.0, 1.0, 0},
                        "--want-c", "Load capacitance that the cartridge's maker asks for, cable included.")),
        since(2, number(Id::cartridgeMh, setting, "cartridge_l", "Cartridge inductance", "mH",
                        {0.0, 1500.0, 0.0, 0.1, 1}, "--cartridge-l",
                        "Inductance of the coil; below 1 mH, as in a moving coil, the load is left alone.")),
        since(2, number(Id::cartridgeOhm, setting, "cartridge_r", "Cartridge resistance", "ohm",
                        {0.0, 10000.0, 0.0, 0.1, 1}, "--cartridge-r", "Resistance of the coil to direct current.")),
        since(2, number(Id::cartridgeMv, setting, "cartridge_mv", "Cartridge output", "mV", {0.0, 50.0, 0.0, 0.001, 3},
                        "--cartridge-mv", "Output that the maker states, rms; 0 where none is known.")),
        since(2, number(Id::cartridgeVelocity, setting, "cartridge_velocity", "Stated velocity", "cm/s",
                        {0.5, 50.0, 5.0, 0.01, 2}, "--cartridge-velocity",
                        "Velocity at 1 kHz that the stated output belongs to.")),
        since(2, toggle(Id::cartridgeVelocityRms, setting, "cartridge_velocity_rms", "Velocity is rms", false, "",
                        "Whether the stated velocity is rms; peak where the maker says nothing.")),
        since(2, number(Id::nominalDbv, setting, "nominal_dbv", "Nominal level", "dBV", {-30.0, 20.0, -10.0, 0.01, 2},
                        "--nominal", "Where 5 cm/s should come out: -10 dBV for consumer lines, +4 dBu (+1.78 dBV).")),
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

std::span<const TextEntry> textTable() {
    static constexpr std::array<TextEntry, textCount> entries{
        {{TextId::interfaceId, "interface", "Interface", 2, "--interface", "The audio interface, by its catalogue id."},
         {TextId::interfaceInput, "interface_input", "Interface input", 2, "--input", "Which of its inputs is used."},
         {TextId::cartridgeId, "cartridge", "Cartridge", 2, "--cartridge", "The cartridge, by its catalogue id."},
         {TextId::customName, "custom_name", "Custom curve's name", 2, "", "What the custom curve is called."},
         {TextId::presetName, "preset", "Preset", 2, "--preset", "The preset that the settings began with."}}};
    return entries;
}

bool Texts::set(TextId id, std::string_view text) {
    if (text.size() > longestText || !base::isPlainText(text)) return false;
    texts_[static_cast<std::size_t>(id)] = text;
    return true;
}

void Values::set(Id id, double value) {
    if (std::isfinite(value)) values_[static_cast<std::size_t>(id)] = limited(entry(id), value);
}

} // namespace phonostage::params
