// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/CleanFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Errors.h"

#include "params/ParameterText.h"

#include <CLI/CLI.hpp>

namespace phonostage::cli {
namespace {

using params::Id;

constexpr const char* group = "Restoration";

/** on (with the default strength), off, or a strength in per cent, which switches on. */
void readStrength(params::Values& values, const std::string& flag, const std::string& text, Id on, Id strength) {
    if (text.empty()) return;
    const auto& e = params::entry(strength);
    const auto isOn = params::fromText(on, text);
    if (isOn && text != "0" && text != "1") { // these two are strengths
        values.set(on, *isOn);
        values.set(strength, e.defaultValue);
        return;
    }
    values.set(strength, readQuantity(flag, text, e.unit, e.minimum, e.maximum));
    values.set(on, 1.0);
}

/** Which mains, and perhaps the most that hum is lowered, as in auto:30. */
void readHum(params::Values& values, const std::string& text) {
    const auto colon = text.find(':');
    values.set(Id::dehum, static_cast<double>(readWord("--dehum", text.substr(0, colon), {"off", "auto", "50", "60"})));
    const auto& e = params::entry(Id::dehumMost);
    values.set(Id::dehumMost, colon == std::string::npos
                                  ? e.defaultValue
                                  : readQuantity("--dehum", text.substr(colon + 1), e.unit, e.minimum, e.maximum));
}

} // namespace

void CleanFlags::addQualityTo(CLI::App& command, std::string& quality, const std::string& unlessGiven) {
    command
        .add_option("--declick-quality", quality,
                    "live: clicks and crackle to the bit as in the plugin; offline: gentler with music, three times "
                    "the work, for files alone [" +
                        unlessGiven + "]")
        ->type_name("live|offline")
        ->group(group);
}

void CleanFlags::addTo(CLI::App& command, bool hasDefaults) {
    const auto orDefault = [&](const char* text) { return hasDefaults ? " [" + std::string(text) + "]" : ""; };
    command
        .add_option("--declick", declick_,
                    "Remove clicks; a strength from 0 to 100 % switches it on, too, and on means 50 %" +
                        orDefault("off"))
        ->type_name("on|off|PERCENT")
        ->group(group);
    command.add_option("--decrackle", decrackle_, "Reduce crackle; strength as with --declick" + orDefault("off"))
        ->type_name("on|off|PERCENT")
        ->group(group);
    command
        .add_option("--dehum", dehum_,
                    "Remove mains hum near 50 Hz, 60 Hz or either, by at most 40 dB or the DB given; auto takes "
                    "only what is there without music too" +
                        orDefault("off"))
        ->type_name("off|auto|50|60[:DB]")
        ->group(group);
    command
        .add_option("--hear", hear_,
                    "The cleaned sound, the sound as it is, or only what is removed" + orDefault("cleaned"))
        ->type_name("cleaned|original|removed")
        ->group(group);
}

void CleanFlags::read(params::Values& values) const {
    readStrength(values, "--declick", declick_, Id::declick, Id::declickStrength);
    readStrength(values, "--decrackle", decrackle_, Id::decrackle, Id::decrackleStrength);
    if (!dehum_.empty()) readHum(values, dehum_);
    if (!hear_.empty())
        values.set(Id::hear, static_cast<double>(readWord("--hear", hear_, {"cleaned", "original", "removed"})));
}

} // namespace phonostage::cli
