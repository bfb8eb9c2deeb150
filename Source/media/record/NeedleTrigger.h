// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/GrooveLevels.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace phonostage::media {

/** Hears the needle touch the groove and leave it, while it happens, in the hops of GrooveLevels.

    In the air: the floor is the 30th percentile of the 100 ms median from 4.5 to 0.5 s ago, and the needle is down when
   the median stays 4 dB above it for 0.4 s; the onset is found by walking back for up to 0.8 s. In the groove: the
   lowest 20th percentile of half-seconds is groove noise, and the needle is up when the median stays for 1 s below
   max(floor + 0.4 (groove - floor), groove - 12 dB). Figures and why: Resources/docs/decisions/0014-takes.md. */
class NeedleTrigger {
public:
    struct Event {
        bool isDown = true;
        std::int64_t hop = 0; ///< at which it happened; it is heard later
    };

    void reset();
    /** One hop; an event where one was heard in it. */
    [[nodiscard]] std::optional<Event> add(float lowDb);

    [[nodiscard]] bool isDown() const { return isDown_; }
    /** Hops so far. */
    [[nodiscard]] std::int64_t hops() const { return hops_; }
    /** The air's level, once it is known: before that nothing fires. */
    [[nodiscard]] std::optional<double> floorDb() const { return floor_; }
    /** Of the groove that the needle is in. */
    [[nodiscard]] std::optional<double> grooveDb() const { return groove_; }
    /** The needle is in a groove already: told by whoever knows, with the air's level where that is known. */
    void setDown(std::optional<double> floorDb);

private:
    [[nodiscard]] std::optional<Event> inAir(double median);
    [[nodiscard]] std::optional<Event> inGroove(double median);
    [[nodiscard]] double heardAir() const;
    [[nodiscard]] double percentile(std::size_t from, std::size_t to, double share) const;

    std::deque<float> levels_;  ///< the last hops
    std::deque<float> medians_; ///< likewise, of 100 ms
    std::int64_t hops_ = 0, downAt_ = 0;
    bool isDown_ = false;
    std::optional<double> floor_, groove_;
    int above_ = 0, below_ = 0; ///< hops in a row
    int silent_ = 0;            ///< hops of digital silence in a row
};

} // namespace phonostage::media
