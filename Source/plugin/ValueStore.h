// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace phonostage::plugin {

/** Every value of the table as an atomic, in its own unit, and the texts behind a mutex. Single values change at any
   time from any thread; a whole stage (a state) is committed so that a reader sees all of it or none. The audio thread
    reads values only, and meets no lock. */
class ValueStore {
public:
    ValueStore(); ///< the defaults

    /** Any thread, wait-free. */
    [[nodiscard]] double get(params::Id id) const;

    /** Clamps and snaps as params::Values does; a value that is not finite changes nothing. Any thread, wait-free. */
    void set(params::Id id, double value);

    /** Takes values and texts over at once. Callers take turns (one at a time); not for the audio thread. */
    void commit(const params::Snapshot& stage);

    /** Copies all values; false, and nothing copied, while a commit is under way. Wait-free. */
    [[nodiscard]] bool tryRead(params::Values& values) const;

    /** As tryRead, but waits for a commit to end. Not for the audio thread. */
    [[nodiscard]] params::Values read() const;

    /** Values and texts of one commit. Not for the audio thread. */
    [[nodiscard]] params::Snapshot stage() const;

    // ---- texts: any thread but the audio thread

    [[nodiscard]] std::string text(params::TextId id) const;

    /** As params::Texts::set; true where it took the text. */
    bool setText(params::TextId id, std::string_view text);

private:
    static_assert(std::atomic<double>::is_always_lock_free, "the audio thread must not meet a lock");

    std::array<std::atomic<double>, params::parameterCount> values_;
    std::atomic<std::uint32_t> sequence_{0}; ///< odd while a commit is under way

    mutable std::mutex textMutex_; ///< guards texts_; a commit holds it from its first value to its last text
    params::Texts texts_;
};

} // namespace phonostage::plugin
