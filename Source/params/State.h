// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace phonostage::params {

constexpr int stateSchema = 1;
constexpr std::size_t maxStateBytes = std::size_t{64} * 1024;

/** One UTF-8 JSON object: "schema" first, then every entry in table order under its key. Toggles are booleans, choices
    their keys ("stereo"), numbers in the entry's unit in the shortest form that reads back as the same double; then the
    texts. Ends in a newline. The same stage gives the same bytes.

    "curve" is an object: the name, and the time constants and switches which the name stood for when it was written,
    { "name": "aes_1951", "shelf_us": null, "turnover_us": 397.8..., "rolloff_us": 63.6, "iec": false, "neumann": false
   }. The custom curve has its name alone: its time constants are the custom_* entries. */
[[nodiscard]] std::string writeState(const Values& values, const Texts& texts = {});

/** What a session keeps: the stage in use, and where A and B were both used the other one as well. */
struct Session {
    Snapshot stage;
    std::optional<Snapshot> other; ///< of the slot not in use; empty: never used
    bool isB = false;              ///< which of the two is in use; only where there is another
    bool operator==(const Session&) const = default;
};

/** As writeState(); with another stage, "compare" follows the texts: { "slot": "b", "other": { a state } }. Without one
    the bytes are writeState()'s. */
[[nodiscard]] std::string writeSession(const Session& session);

struct StateError {
    std::string message; ///< names the field, what is wrong and the remedy
};

/** Parsed and checked into a temporary: entries that are missing get what they have in missing (a preset leaves alone
    what it does not name), keys of a later minor version are passed over; rubbish, a future schema, values out of range
   or of the wrong type are an error and nothing else.

    The curve's values win over its name. Where this version knows another curve by that name, or none, the result is
    the custom curve with the stored time constants (the custom_* entries take them, curve_iec and curve_neumann are
    switched on where the stored curve had them), so that an old recording sounds as it did. Equal means within 1e-9 of
    each other. A name without values takes the catalogue's. */
[[nodiscard]] std::variant<Snapshot, StateError> readState(std::string_view text, const Snapshot& missing = {});

/** Likewise, with the other stage where there is one; a fault in either is an error of the whole. */
[[nodiscard]] std::variant<Session, StateError> readSession(std::string_view text);

} // namespace phonostage::params
