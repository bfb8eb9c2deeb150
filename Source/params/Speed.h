// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace phonostage::params {

/** A speed that people play records at on purpose or because there is no other. */
struct NamedSpeed {
    const char* name; ///< "45 at 33 1/3": the record's own speed, then the turntable's
    double ratio;     ///< played rpm / the record's own rpm
};

/** The usual ones, the right speed first. A 78 is taken as 78.26 rpm (60 Hz mains). */
[[nodiscard]] std::span<const NamedSpeed> namedSpeeds();

/** Reads "45 at 33 1/3", "78 at 45", "78.26 at 33.333", "half", "normal", "0.7407". 33, 16 and 78 stand for 33 1/3,
    16 2/3 and 78.26 rpm. Empty where the text is none of this; the range is not checked. */
[[nodiscard]] std::optional<double> parseSpeed(std::string_view text);

} // namespace phonostage::params
