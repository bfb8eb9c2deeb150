// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <array>
#include <optional>
#include <string>

namespace phonostage::ui {

/** What one author has changed of a stage that others change as well (the host by automation or another state, a
    preset): it is taken back only where nobody else has written since. */
class OwnChanges {
public:
    /** Of one step; what is alike in both was not changed by it. */
    void add(const params::Snapshot& before, const params::Snapshot& after);
    [[nodiscard]] params::Snapshot takenBackFrom(params::Snapshot now) const;

private:
    template <typename Held> struct Change {
        Held before; ///< the author's first, or the first since somebody else's
        Held after;
    };
    template <typename Held>
    static void add(std::optional<Change<Held>>& change, const Held& before, const Held& after);

    std::array<std::optional<Change<double>>, params::parameterCount> values_;
    std::array<std::optional<Change<std::string>>, params::textCount> texts_;
};

} // namespace phonostage::ui
