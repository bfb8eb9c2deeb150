// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/ParameterTable.h"

#include "base/text/PlainText.h"
#include "catalogue/CurveCatalogue.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

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
constexpr std::array<const char*, 3> hearNames{"Cleaned", "Original", "Only what is removed"};
constexpr std::array<const char*, 3> hearKeys{"cleaned", "original", "removed"};
constexpr std::array<const char*, 4> humNames{"Off", "50/60 Hz", "50 Hz", "60 Hz"};
constexpr std::array<const char*, 4> humKeys{"off", "auto", "50", "60"};

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

std::vector<Entry> entriesOfRelease1() {
    // Lives as long as the program: the entries point into it.
    static const CurveSlots curves;
    constexpr Kind host = Kind::host;
    constexpr Kind setting = Kind::setting;
    return {
        toggle(Id::bypass, host, "bypass", "Bypass", false, "", "Passes the input through unchanged, bit for bit."),
        number(Id::gain, host, "gain", "Gain", "dB", {0.0, 80.0, 40.0, 0.01, 2}, "--gain",
               "Phono gain at 1 kHz. 40 dB suits most moving magnets, 60 dB most moving coils."),
        number(Id::outputTrim, host, "output_trim", "Output trim", "dB", {-20.0, 20.0, 0.0, 0.01, 2}, "--trim",
               "Level after the phono gain."),
        number(Id::balance, host, "balance", "Balance", "dB", {-6.0, 6.0, 0.0, 0.01, 2}, "--balance",
               "Level of the right channel relative to the left. Each channel changes by half."),
        choice(Id::curve, "curve", "Curve", 0, curves.names, curves.keys, "--curve",
               "The record curve. RIAA suits nearly every record since the mid-1950s."),
        toggle(Id::curveIec, host, "curve_iec", "IEC amendment", false, "--iec",
               "The 7950 us high-pass of IEC 98 amendment 4. Playback only; an inverse curve ignores it."),
        toggle(Id::curveNeumann, host, "curve_neumann", "3.18 us zero", false, "--neumann",
               "Zero at 50 kHz, which boosts the extreme treble. Not part of any standard."),
        toggle(Id::curveInverse, host, "curve_inverse", "Inverse curve", false, "--inverse",
               "The recording side of the curve: bass down, treble up."),
        toggle(Id::customShelfOn, host, "custom_shelf_on", "Custom shelf on", true, "",
               "Switches the bass shelf of the custom curve on."),
        number(Id::customShelf, host, "custom_shelf", "Custom shelf", "us", {500.0, 32000.0, 3180.0, 0.1, 1}, "",
               "Bass shelf of the custom curve. Must be longer than the turnover to have an effect."),
        toggle(Id::customTurnoverOn, host, "custom_turnover_on", "Custom turnover on", true, "",
               "Switches the bass boost of the custom curve on."),
        number(Id::customTurnover, host, "custom_turnover", "Custom turnover", "us", {100.0, 2000.0, 318.0, 0.1, 1}, "",
               "Bass turnover of the custom curve."),
        toggle(Id::customRolloffOn, host, "custom_rolloff_on", "Custom roll-off on", true, "",
               "Switches the treble cut of the custom curve on."),
        number(Id::customRolloff, host, "custom_rolloff", "Custom roll-off", "us", {0.0, 300.0, 75.0, 0.1, 1}, "",
               "Treble roll-off of the custom curve. 0 means none."),
        toggle(Id::dcRemoval, host, "dc_removal", "DC removal", true, "--dc",
               "A high-pass at 1 Hz that removes the DC offset of the interface."),
        toggle(Id::subsonicOn, host, "subsonic_on", "Subsonic filter", false, "--subsonic",
               "High-pass filter against warp and rumble."),
        number(Id::subsonicCorner, host, "subsonic_corner", "Subsonic corner", "Hz", {5.0, 40.0, 20.0, 0.1, 1}, "",
               "Frequency at which the subsonic filter is 3 dB down."),
        choice(Id::subsonicSlope, "subsonic_slope", "Subsonic slope", 1, slopeNames, slopeKeys, "",
               "Slope of the subsonic filter."),
        toggle(Id::invertLeft, host, "invert_left", "Invert left", false, "",
               "Inverts the polarity of the left input."),
        toggle(Id::invertRight, host, "invert_right", "Invert right", false, "",
               "Inverts the polarity of the right input."),
        toggle(Id::swapChannels, host, "swap_channels", "Swap channels", false, "--swap", "Swaps left and right."),
        choice(Id::channelMode, "channel_mode", "Channels", 0, modeNames, modeKeys, "--channels",
               "Stereo, or one signal for both outputs: lateral (L+R)/2 for mono records, vertical (L-R)/2, left or "
               "right."),
        number(Id::inputDbv, setting, "input_dbv", "Input full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--input-dbv", "RMS level at the input socket that gives 0 dBFS (sine): the interface's sensitivity."),
        number(Id::outputDbv, setting, "output_dbv", "Output full scale", "dBV", {-80.0, 40.0, 6.0, 0.01, 2},
               "--output-dbv", "RMS level at the output socket for a sine at 0 dBFS."),
    };
}

std::vector<Entry> entriesOfRelease2() {
    constexpr Kind host = Kind::host;
    constexpr Kind setting = Kind::setting;
    return {
        since(2, toggle(Id::loadCorrection, host, "load_correction", "Load correction", false, "--load",
                        "Corrects the response of the cartridge to that with its recommended load.")),
        since(2, number(Id::loadLimit, host, "load_limit", "Load boost limit", "dB", {0.0, 40.0, 36.0, 0.1, 1},
                        "--load-limit", "Maximum boost of the load correction at any frequency.")),
        since(2, toggle(Id::undoRiaa, host, "undo_riaa", "Undo RIAA", false, "--undo-riaa",
                        "For a source that went through a RIAA stage: removes RIAA before the selected curve.")),
        since(2, number(Id::speedRatio, host, "speed_ratio", "Speed ratio", "", {0.25, 4.0, 1.0, 1e-6, 6}, "--speed",
                        "Turntable speed divided by record speed: 0.7407 for a 45 played at 33 1/3.")),
        since(2, number(Id::crosstalkLeftToRight, host, "crosstalk_left_right", "Crosstalk L to R", "%",
                        {-50.0, 50.0, 0.0, 0.001, 3}, "--crosstalk-lr",
                        "Crosstalk from left into the right channel, to be cancelled.")),
        since(2, number(Id::crosstalkRightToLeft, host, "crosstalk_right_left", "Crosstalk R to L", "%",
                        {-50.0, 50.0, 0.0, 0.001, 3}, "--crosstalk-rl",
                        "Crosstalk from right into the left channel, to be cancelled.")),
        since(2, toggle(Id::monoBassOn, host, "mono_bass_on", "Mono bass", false, "--mono-bass",
                        "Makes the bass mono below the corner frequency, which removes vertical rumble.")),
        since(2, number(Id::monoBassCorner, host, "mono_bass_corner", "Mono bass corner", "Hz",
                        {80.0, 200.0, 120.0, 0.1, 1}, "",
                        "Frequency at which the difference between the channels is 3 dB down.")),
        since(2, choice(Id::monoBassSlope, "mono_bass_slope", "Mono bass slope", 1, sideSlopeNames, sideSlopeKeys, "",
                        "Slope of the mono bass filter.")),
        since(2,
              number(Id::interfaceGain, setting, "interface_gain", "Interface gain", "dB", {-20.0, 90.0, 0.0, 0.01, 2},
                     "--input-gain", "Gain that the interface is set to. The sensitivity follows from it.")),
        since(2, number(Id::loadOhm, setting, "load_r", "Input resistance", "ohm", {10.0, 10e6, 47e3, 1.0, 0},
                        "--load-r", "Load resistance of the input, as seen by the cartridge.")),
        since(2, number(Id::loadPf, setting, "load_c", "Input capacitance", "pF", {0.0, 1000.0, 200.0, 1.0, 0},
                        "--load-c", "Capacitance of cable and input together.")),
        since(2, number(Id::wantOhm, setting, "want_r", "Recommended resistance", "ohm", {10.0, 10e6, 47e3, 1.0, 0},
                        "--want-r", "Load resistance recommended for the cartridge.")),
        since(2, number(Id::wantPf, setting, "want_c", "Recommended capacitance", "pF", {0.0, 1000.0, 200.0, 1.0, 0},
                        "--want-c", "Load capacitance recommended for the cartridge, including cable.")),
        since(2, number(Id::cartridgeMh, setting, "cartridge_l", "Cartridge inductance", "mH",
                        {0.0, 1500.0, 0.0, 0.1, 1}, "--cartridge-l",
                        "Inductance of the coil. Below 1 mH, as in a moving coil, the load is not corrected.")),
        since(2, number(Id::cartridgeOhm, setting, "cartridge_r", "Cartridge resistance", "ohm",
                        {0.0, 10000.0, 0.0, 0.1, 1}, "--cartridge-r", "DC resistance of the coil.")),
        since(2, number(Id::cartridgeMv, setting, "cartridge_mv", "Cartridge output", "mV", {0.0, 50.0, 0.0, 0.001, 3},
                        "--cartridge-mv", "Rated output, rms. 0 if unknown.")),
        since(2, number(Id::cartridgeVelocity, setting, "cartridge_velocity", "Rated velocity", "cm/s",
                        {0.5, 50.0, 5.0, 0.01, 2}, "--cartridge-velocity",
                        "Velocity at 1 kHz at which the output is specified.")),
        since(2, toggle(Id::cartridgeVelocityRms, setting, "cartridge_velocity_rms", "Velocity is rms", false, "",
                        "On if the rated velocity is rms. Off (peak) if the manufacturer does not say.")),
        since(2,
              number(
                  Id::nominalDbv, setting, "nominal_dbv", "Nominal level", "dBV", {-30.0, 20.0, -10.0, 0.01, 2},
                  "--nominal",
                  "Output level for 5 cm/s: -10 dBV for consumer equipment, +1.78 dBV (+4 dBu) for studio equipment.")),
    };
}

std::vector<Entry> entriesOfRelease3() {
    constexpr Kind host = Kind::host;
    return {
        since(3, toggle(Id::exactPhase, host, "exact_phase", "Exact phase", false, "--exact-phase",
                        "Makes the phase that of the analogue filters, too, for a delay of about 1 ms. At 88.2 kHz and "
                        "above it is exact already: nothing changes there.")),
        since(3, toggle(Id::declick, host, "declick", "Remove clicks", false, "--declick",
                        "Removes clicks before the de-emphasis. Delays the sound by 50 ms.")),
        since(3, number(Id::declickStrength, host, "declick_strength", "Click strength", "%",
                        {0.0, 100.0, 50.0, 0.1, 1}, "",
                        "How readily a click is removed: 0 takes only what is certain, 100 also takes small ones and "
                        "now and then some music.")),
        since(3, toggle(Id::decrackle, host, "decrackle", "Remove crackle", false, "--decrackle",
                        "Reduces crackle: many small, short clicks. Delays the sound by 50 ms, as the clicks' switch "
                        "does; both together do not add up.")),
        since(3, number(Id::decrackleStrength, host, "decrackle_strength", "Crackle strength", "%",
                        {0.0, 100.0, 50.0, 0.1, 1}, "", "How small crackle may be to be reduced.")),
        since(3, choice(Id::hear, "hear", "Hear", 0, hearNames, hearKeys, "--hear",
                        "While clicks, crackle or hum are removed: the cleaned sound, the sound as it is, or only "
                        "what is removed.")),
        since(3, choice(Id::dehum, "dehum", "Remove hum", 0, humNames, humKeys, "--dehum",
                        "Removes mains hum, without delay and without a notch. It takes 11 s of sound until the hum is "
                        "known; where there is none, nothing is changed. 50/60 Hz takes only what is there without "
                        "music too; 50 Hz or 60 Hz takes every steady tone there.")),
        since(3, number(Id::dehumMost, host, "dehum_most", "Hum lowered by", "dB", {0.0, 60.0, 40.0, 0.1, 1}, "",
                        "The most that hum is lowered. The rest of it stays.")),
    };
}

std::array<Entry, parameterCount> makeTable() {
    std::array<Entry, parameterCount> all{};
    auto end = all.begin();
    for (const auto& entries : {entriesOfRelease1(), entriesOfRelease2(), entriesOfRelease3()})
        end = std::copy(entries.begin(), entries.end(), end);
    assert(end == all.end());
    return all;
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
         {TextId::interfaceInput, "interface_input", "Interface input", 2, "--input", "The input of the interface."},
         {TextId::cartridgeId, "cartridge", "Cartridge", 2, "--cartridge", "The cartridge, by its catalogue id."},
         {TextId::customName, "custom_name", "Custom curve name", 2, "", "Name of the custom curve."},
         {TextId::presetName, "preset", "Preset", 2, "--preset", "The preset that was loaded last."}}};
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
