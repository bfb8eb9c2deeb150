// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace phonostage::base {

/** A value as JSON; null where there is none. */
template <typename Json, typename Value> [[nodiscard]] Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

} // namespace phonostage::base
