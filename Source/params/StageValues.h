// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ParameterTable.h"

#include "../dsp/StageSettings.h"

namespace phonostage::params {

/** What the engine needs of the values. Always legal: a custom curve whose shelf is not above its turnover is put right
    (see the .cpp). Real-time safe: no allocation. */
[[nodiscard]] dsp::FilterSettings filterSettings(const Values& values);
[[nodiscard]] dsp::LevelSettings levelSettings(const Values& values);

} // namespace phonostage::params
