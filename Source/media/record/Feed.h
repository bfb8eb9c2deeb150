// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace phonostage::media {

/** What one thread reports and another looks at now and then: the newest items, until somebody takes them. Any thread
    but the audio thread. */
template <typename Item, std::size_t most> class Feed {
public:
    void add(Item item) {
        const std::lock_guard lock(mutex_);
        items_.push_back(std::move(item));
        if (items_.size() > most) items_.pop_front();
    }
    /** Oldest first; then they are gone. */
    [[nodiscard]] std::vector<Item> take() {
        const std::lock_guard lock(mutex_);
        std::vector<Item> taken(std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.end()));
        items_.clear();
        return taken;
    }

private:
    std::mutex mutex_;
    std::deque<Item> items_;
};

} // namespace phonostage::media
