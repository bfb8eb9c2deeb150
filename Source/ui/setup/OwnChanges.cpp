// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/OwnChanges.h"

namespace phonostage::ui {

template <typename Held>
void OwnChanges::add(std::optional<Change<Held>>& change, const Held& before, const Held& after) {
    if (before == after) return;
    if (change && change->after == before)
        change->after = after;
    else
        change = Change<Held>{before, after};
}

void OwnChanges::add(const params::Snapshot& before, const params::Snapshot& after) {
    for (const auto& entry : params::table())
        add(values_[static_cast<std::size_t>(entry.id)], before.values.get(entry.id), after.values.get(entry.id));
    for (const auto& entry : params::textTable())
        add(texts_[static_cast<std::size_t>(entry.id)], before.texts.get(entry.id), after.texts.get(entry.id));
}

params::Snapshot OwnChanges::takenBackFrom(params::Snapshot now) const {
    for (const auto& entry : params::table())
        if (const auto& change = values_[static_cast<std::size_t>(entry.id)];
            change && change->after == now.values.get(entry.id))
            now.values.set(entry.id, change->before);
    for (const auto& entry : params::textTable())
        if (const auto& change = texts_[static_cast<std::size_t>(entry.id)];
            change && change->after == now.texts.get(entry.id))
            now.texts.set(entry.id, change->before);
    return now;
}

} // namespace phonostage::ui
