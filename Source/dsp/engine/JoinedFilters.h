// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/DcRemovalStation.h"
#include "dsp/engine/DeEmphasisStation.h"
#include "dsp/engine/SubsonicStation.h"

namespace phonostage::dsp {

/** DC removal, subsonic and de-emphasis in one loop, as they stand in nearly all chains: a recursion takes some ten
    cycles a frame, and those of all sections then pass at once. To the same bits as one station after the other.
    volts are not touched; DC removal has to be settled. */
using JoinedFilters = void (*)(DcRemovalStation&, SubsonicStation&, DeEmphasisStation&, const StereoDouble* volts,
                               StereoDouble* to, int count);

/** For the usual shapes; null for others. */
[[nodiscard]] JoinedFilters joinedFiltersFor(const StageDesign& design);

} // namespace phonostage::dsp
