// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/KeptPlaces.h"
#include "media/take/TakeEvent.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phonostage::media {

/** A click that was given back: what is taken out elsewhere stays here. */
struct GivenBack {
    std::int64_t frame = 0;  ///< of the take, where it begins
    std::int64_t frames = 1; ///< length, from 1
    TakeChannel channel = TakeChannel::both;
    std::string unknownFields;

    bool operator==(const GivenBack&) const = default;
};

/** So many are kept in a sidecar: more than a person gives back. */
constexpr std::size_t mostGivenBack = 20000;
/** The longest that is one: half a second is no click any more. */
constexpr std::int64_t longestGivenBack = 384000;

/** The same for the engine. */
[[nodiscard]] std::vector<dsp::KeptPlace> keptPlaces(const std::vector<GivenBack>& givenBack);

} // namespace phonostage::media
