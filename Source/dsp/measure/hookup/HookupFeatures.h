// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupBlock.h"
#include "dsp/measure/hookup/HookupCeiling.h"
#include "dsp/measure/hookup/HookupHum.h"
#include "dsp/measure/hookup/HookupLines.h"
#include "dsp/measure/hookup/HookupPlug.h"
#include "dsp/measure/hookup/HookupRotation.h"
#include "dsp/measure/hookup/HookupTurns.h"

#include <array>
#include <deque>

namespace phonostage::dsp {

/** What a capture of up to 87 s is like. Levels in dB re full scale of mean squares (a sine of full scale: -3), left
    channel first, balances right over left. Formulas and reasons: Resources/docs/hook-up.md. */
struct HookupFeatures {
    double seconds = 0.0;
    double peakDbfs = -240.0;
    std::array<double, 2> mean{};       ///< DC, median of the blocks, full scale 1.0
    std::array<double, 2> meanSpread{}; ///< standard deviation over the blocks
    std::array<bool, 2> isConstant{};   ///< in every block
    double equalShare = 0.0, oppositeShare = 0.0;

    std::array<double, 2> levelDb{}; ///< 60 Hz to 15.4 kHz
    double balanceDb = 0.0;          ///< median of the bands from 240 Hz to 10 kHz
    std::array<double, hookup::bands> bandBalanceDb{};
    double leakDb = 0.0;            ///< the coherent gain from the stronger to the weaker channel, 480 Hz to 5.4 kHz
    double residueDb = 0.0;         ///< of one channel, what the other does not explain, 85 Hz to 1.9 kHz
    double leftOverUnevenDb = 0.0;  ///< of that residue, how far from white it is: rms, 240 Hz to 7.7 kHz
    double leftOverDensityDb = 0.0; ///< of that residue, dB re full scale squared per Hz, 1 to 4 kHz
    double leftOverRumbleDb = 0.0;  ///< density of the residue at 4 to 16 Hz over that at 1 to 4 kHz
    double sign = 1.0;              ///< of the channels' correlation, 240 Hz to 7.7 kHz
    double correlation = 0.0;
    double bassCorrelation = 0.0;              ///< 60 to 240 Hz
    double bassPhaseCosine = 0.0;              ///< of the mean phase between the channels, in the same bands
    int cellsInPhase = 0, cellsOutOfPhase = 0; ///< loud coherent sounds, 60 Hz to 3.8 kHz
    std::array<double, 8> octaveDb{};          ///< 85 Hz to 10.9 kHz, less the mean of all but the lowest

    double rumbleBalanceDb = 0.0, rumbleCorrelation = 0.0; ///< 4 to 16 Hz
    std::array<double, 2> rumbleDb{};                      ///< likewise, median of the blocks
    double floorBalanceDb = 0.0;                           ///< of the quietest moments, 7.7 to 15.4 kHz
    std::array<double, 2> trebleSpreadDb{};                ///< P97 less P5 from 3.8 kHz on: below 1 for steady noise
    std::array<double, 2> rumbleOverFloorDb{};   ///< density at 4 to 16 Hz over that of the floor at 1 to 4 kHz
    std::array<double, 2> loudestOverMedianDb{}; ///< of 11 ms, above 150 Hz
    std::array<double, 2> levelRangeDb{};        ///< P90 less P3 of the same

    /** Of left - right and of left + right: warp is vertical, and so is most rumble; the bass of music is not. */
    HookupRotation vertical, lateral;
    double highestRotation = 0.0; ///< of these two and either channel
    HookupBothTurns turns;        ///< the same under loud music
    HookupHum hum;
    SteadyLines lines;
    HookupPlugEvents plug;
    std::array<HookupCeiling, 2> ceilings;
};

/** Of at least one block. baseRateHz: HookupMeter's. */
[[nodiscard]] HookupFeatures hookupFeatures(const std::deque<HookupBlock>& blocks, const SteadyLines& lines,
                                            double baseRateHz);

/** Likewise, but only isConstant, levelDb, trebleSpreadDb, rumbleOverFloorDb and loudestOverMedianDb: what
    hookupPhase() needs. A small part of the work. */
[[nodiscard]] HookupFeatures recordFeatures(const HookupBlock& block);

/** How much a spectrum is that of equalised music: below -2.5 raw, above 3.2 equalised (half-way is near 0). */
[[nodiscard]] double equalisedScore(const HookupFeatures& features);

/** ... with the rumble and the highest peak beside the level of the music, which need no calibration: how much more
    likely equalised than raw, as a natural logarithm. isRecord: something turns; else the rumble is no record's. */
[[nodiscard]] double blindScore(const HookupFeatures& features, bool isRecord);
/** The louder channel's: the highest peak over the level, and the level over the rumble. */
[[nodiscard]] double peakOverLevelDb(const HookupFeatures& features);
[[nodiscard]] double levelOverRumbleDb(const HookupFeatures& features);

} // namespace phonostage::dsp
