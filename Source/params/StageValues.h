// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include "dsp/design/StageSettings.h"

namespace phonostage::params {

/** What the engine needs of the values. Always legal: a custom curve whose shelf is not above its turnover is corrected
    (see the .cpp). Real-time safe: no allocation. */
[[nodiscard]] dsp::FilterSettings filterSettings(const Values& values);
[[nodiscard]] dsp::LevelSettings levelSettings(const Values& values);
/** Of levelSettings(): what the restoration removes, and what is heard of it. */
[[nodiscard]] dsp::CleanSettings cleanSettings(const Values& values);

/** The cartridge and its loads, whether the correction is on or off; empty where the coil has less than
    smallestInductanceMh, as moving coils have: their loads are left alone. */
[[nodiscard]] std::optional<dsp::LoadCorrection> loadCorrection(const Values& values);

/** 1 mH into 100 ohm is 3 dB down at 16 kHz, but no cartridge of 1 mH is specified for 100 ohm: the coils of moving
   coils have some ten microhenry, those of moving magnets and irons 40 mH and more. */
constexpr double smallestInductanceMh = 1.0;

} // namespace phonostage::params
