// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

/** How the parsers of catalogues say what is wrong and where. */
namespace phonostage::catalogue::catalogue {

/** Thrown and caught within one parser. */
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Place {
    std::string_view file;
    std::string entry;
};

/** "curves.json, curve 'riaa', field 'era': is missing: add it". */
[[noreturn]] inline void fault(const Place& place, const std::string& field, const std::string& what) {
    throw Fault(std::string(place.file) + ", " + place.entry + ", field '" + field + "': " + what);
}

} // namespace phonostage::catalogue::catalogue
