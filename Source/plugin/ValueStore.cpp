// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/ValueStore.h"

#include <thread>

namespace phonostage::plugin {
namespace {

std::size_t index(params::Id id) { return static_cast<std::size_t>(id); }

} // namespace

// Sequentially consistent throughout: a read then lies between two looks at the sequence number in every thread's
// order. The writers are rare, and a load costs no more for it.

ValueStore::ValueStore() {
    const params::Values defaults;
    for (const auto& entry : params::table())
        values_[index(entry.id)].store(defaults.get(entry.id));
}

double ValueStore::get(params::Id id) const { return values_[index(id)].load(); }

void ValueStore::set(params::Id id, double value) {
    params::Values checked;
    checked.set(id, get(id));
    checked.set(id, value);
    values_[index(id)].store(checked.get(id));
}

void ValueStore::commit(const params::Snapshot& stage) {
    const std::scoped_lock lock(textMutex_);
    sequence_.fetch_add(1);
    for (std::size_t i = 0; i < params::parameterCount; ++i)
        values_[i].store(stage.values.get(static_cast<params::Id>(i)));
    sequence_.fetch_add(1);
    texts_ = stage.texts;
}

bool ValueStore::tryRead(params::Values& values) const {
    const auto before = sequence_.load();
    if ((before & 1U) != 0) return false;
    std::array<double, params::parameterCount> copy{};
    for (std::size_t i = 0; i < params::parameterCount; ++i)
        copy[i] = values_[i].load();
    if (sequence_.load() != before) return false;
    for (std::size_t i = 0; i < params::parameterCount; ++i)
        values.set(static_cast<params::Id>(i), copy[i]);
    return true;
}

params::Values ValueStore::read() const {
    params::Values values;
    while (!tryRead(values))
        std::this_thread::yield();
    return values;
}

params::Snapshot ValueStore::stage() const {
    const std::scoped_lock lock(textMutex_);
    return {read(), texts_};
}

std::string ValueStore::text(params::TextId id) const {
    const std::scoped_lock lock(textMutex_);
    return texts_.get(id);
}

bool ValueStore::setText(params::TextId id, std::string_view text) {
    const std::scoped_lock lock(textMutex_);
    return texts_.set(id, text);
}

} // namespace phonostage::plugin
