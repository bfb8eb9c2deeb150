// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/SilentGroove.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/measure/hookup/HookupFeatures.h"

#include <algorithm>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double steadyDb = 2.0;     ///< groove noise 0.3 to 1
constexpr double noRumbleDb = 12.0;  ///< electronics 0 to 1, a groove 24 to 27: see HookupVerdict
constexpr double loudestDbv = -70.0; ///< of groove noise at the input

} // namespace

bool isSilentGroove(const HookupBlock& block, const HookupContext& context) {
    if (block.isConstant[0] && block.isConstant[1]) return false;
    const auto features = recordFeatures(block);
    if (std::max(features.rumbleOverFloorDb[0], features.rumbleOverFloorDb[1]) < noRumbleDb) return false;
    for (std::size_t c = 0; c < 2; ++c) {
        if (block.isConstant[c]) continue;
        auto levels = block.levels[c];
        const double low = hookup::toDb(percentileOf(levels, 0.25)), high = hookup::toDb(percentileOf(levels, 0.75));
        if (high - low > steadyDb) return false;
        // A sine at full scale has a mean square of one half.
        if (context.fullScaleDbv && hookup::toDb(2.0 * medianOf(levels)) + *context.fullScaleDbv > loudestDbv)
            return false;
    }
    return true;
}

} // namespace phonostage::dsp
