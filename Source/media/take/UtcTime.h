// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::media {

/** A moment by the computer's clock: milliseconds since 1970 in UTC. A person may set that clock, also back: frames,
   not moments, give the order of things. */
using UtcMs = std::int64_t;

/** Earliest and latest that a text may say: the years 1970 to 9999. */
constexpr UtcMs latestUtcMs = 253402300799999;

[[nodiscard]] UtcMs utcNow();

/** "2026-11-30T04:41:31.123Z". `moment` is held within 0 and latestUtcMs. */
[[nodiscard]] std::string utcText(UtcMs moment);

/** The reverse, in exactly this form (ISO 8601); the milliseconds may be missing. Empty for anything else. */
[[nodiscard]] std::optional<UtcMs> utcFrom(std::string_view text);

} // namespace phonostage::media
