// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/StageValues.h"

#include "catalogue/CurveCatalogue.h"

#include <array>
#include <cmath>
#include <optional>

namespace phonostage::params {
namespace {

// Division, not a product with 1e-6: 3180 us must be the very double that the literal 3180e-6 is.
double secondsFromMicroseconds(double us) { return us / 1e6; }

// A roll-off this short is less than 1e-7 dB at 20 kHz: none. A host's slider may land anywhere above zero.
constexpr double shortestRolloffUs = 0.001;

/** The custom curve is a bass pole (shelf), a zero (turnover) and a treble pole (roll-off). A shelf must lie above the
    turnover. As it comes down to the turnover the bass lift shrinks until pole and zero meet and cancel; at that point
    and beyond the curve is one without any bass lift, and so it is where there is a shelf and no turnover. The way
    there is continuous: no control makes the bass jump. */
dsp::Curve customCurve(const Values& values) {
    dsp::Curve curve = dsp::Curve::flat();
    const double turnoverUs = values.get(Id::customTurnover);
    const double shelfUs = values.get(Id::customShelf);
    const bool hasShelf = values.isOn(Id::customShelfOn);
    if (values.isOn(Id::customTurnoverOn) && (!hasShelf || shelfUs > turnoverUs)) {
        curve.turnoverSeconds = secondsFromMicroseconds(turnoverUs);
        if (hasShelf) curve.shelfSeconds = secondsFromMicroseconds(shelfUs);
    }
    if (values.isOn(Id::customRolloffOn) && values.get(Id::customRolloff) >= shortestRolloffUs)
        curve.rolloffSeconds = secondsFromMicroseconds(values.get(Id::customRolloff));
    return curve;
}

dsp::Curve chosenCurve(const Values& values) {
    const int slot = static_cast<int>(values.get(Id::curve));
    if (slot == catalogue::customCurveSlot) return customCurve(values);
    // A slot that a later release fills sounds as RIAA here.
    const catalogue::CurveEntry* found = catalogue::curveAtSlot(slot);
    return found ? found->curve : dsp::Curve{};
}

} // namespace

std::optional<dsp::LoadCorrection> loadCorrection(const Values& values) {
    // Without a coil to speak of there is nothing for a load to bend: moving coils are left alone.
    if (values.get(Id::cartridgeMh) < smallestInductanceMh) return std::nullopt;
    dsp::LoadCorrection load;
    load.coilHenry = values.get(Id::cartridgeMh) / 1e3;
    load.coilOhm = values.get(Id::cartridgeOhm);
    load.have = {values.get(Id::loadOhm), values.get(Id::loadPf) / 1e12};
    load.want = {values.get(Id::wantOhm), values.get(Id::wantPf) / 1e12};
    load.limitDb = values.get(Id::loadLimit);
    return load;
}

dsp::FilterSettings filterSettings(const Values& values) {
    dsp::FilterSettings settings;
    settings.curve = chosenCurve(values);
    // The switches add to what the catalogue's entry has of its own.
    settings.curve.iec = settings.curve.iec || values.isOn(Id::curveIec);
    settings.curve.neumann = settings.curve.neumann || values.isOn(Id::curveNeumann);
    settings.curve.inverse = values.isOn(Id::curveInverse);
    settings.dcRemoval = values.isOn(Id::dcRemoval);
    if (values.isOn(Id::subsonicOn)) {
        constexpr std::array<int, 3> slopes{12, 18, 24};
        settings.subsonic = dsp::Subsonic{values.get(Id::subsonicCorner),
                                          slopes[static_cast<std::size_t>(values.get(Id::subsonicSlope))]};
    }
    settings.exactPhase = values.isOn(Id::exactPhase);
    settings.undoRiaa = values.isOn(Id::undoRiaa);
    settings.speedRatio = values.get(Id::speedRatio);
    if (values.isOn(Id::loadCorrection)) settings.load = loadCorrection(values);
    if (values.isOn(Id::monoBassOn)) {
        constexpr std::array<int, 2> slopes{6, 12};
        settings.monoBass = dsp::MonoBass{values.get(Id::monoBassCorner),
                                          slopes[static_cast<std::size_t>(values.get(Id::monoBassSlope))]};
    }
    settings.removesClicks = values.isOn(Id::declick) || values.isOn(Id::decrackle);
    return settings;
}

dsp::CleanSettings cleanSettings(const Values& values) {
    constexpr std::array<dsp::Hear, 3> ways{dsp::Hear::cleaned, dsp::Hear::original, dsp::Hear::removed};
    constexpr std::array<dsp::Dehum, 4> mains{dsp::Dehum::off, dsp::Dehum::fiftyOrSixty, dsp::Dehum::fifty,
                                              dsp::Dehum::sixty};
    dsp::CleanSettings clean;
    clean.declick = values.isOn(Id::declick);
    clean.declickStrength = values.get(Id::declickStrength);
    clean.decrackle = values.isOn(Id::decrackle);
    clean.decrackleStrength = values.get(Id::decrackleStrength);
    clean.dehum = mains[static_cast<std::size_t>(values.get(Id::dehum))];
    clean.dehumMostDb = values.get(Id::dehumMost);
    clean.hear = ways[static_cast<std::size_t>(values.get(Id::hear))];
    return clean;
}

dsp::LevelSettings levelSettings(const Values& values) {
    constexpr std::array<dsp::ChannelMode, 5> modes{dsp::ChannelMode::stereo, dsp::ChannelMode::lateral,
                                                    dsp::ChannelMode::vertical, dsp::ChannelMode::left,
                                                    dsp::ChannelMode::right};
    dsp::LevelSettings settings;
    settings.gainDb = values.get(Id::gain);
    settings.outputTrimDb = values.get(Id::outputTrim);
    settings.crosstalkLeftToRight = values.get(Id::crosstalkLeftToRight) / 100.0;
    settings.crosstalkRightToLeft = values.get(Id::crosstalkRightToLeft) / 100.0;
    settings.balanceDb = values.get(Id::balance);
    settings.invertLeft = values.isOn(Id::invertLeft);
    settings.invertRight = values.isOn(Id::invertRight);
    settings.swapChannels = values.isOn(Id::swapChannels);
    settings.mode = modes[static_cast<std::size_t>(values.get(Id::channelMode))];
    settings.inputDbv = values.get(Id::inputDbv);
    settings.outputDbv = values.get(Id::outputDbv);
    settings.clean = cleanSettings(values);
    return settings;
}

} // namespace phonostage::params
