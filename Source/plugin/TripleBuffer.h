// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

namespace phonostage::plugin {

/** Hands the newest value from one writer to one reader, wait-free on both sides. The reader's value stays valid and
    unchanged until it takes the next. */
template <typename T> class TripleBuffer {
public:
    /** Writer: replaces whatever has not been taken yet. */
    void publish(const T& value) {
        slots_[back_] = value;
        back_ = middle_.exchange(back_ | fresh, std::memory_order_acq_rel) & index;
    }

    /** Reader: true where a newer value has come since the last call; front() is that one then. */
    bool take() {
        if ((middle_.load(std::memory_order_relaxed) & fresh) == 0) return false;
        front_ = middle_.exchange(front_, std::memory_order_acq_rel) & index;
        return true;
    }

    /** Reader: the value taken last. */
    [[nodiscard]] const T& front() const { return slots_[front_]; }

private:
    static constexpr std::size_t index = 3;
    static constexpr std::size_t fresh = 4;

    std::array<T, 3> slots_{};
    std::size_t back_ = 0;
    std::atomic<std::size_t> middle_{1};
    std::size_t front_ = 2;
};

} // namespace phonostage::plugin
