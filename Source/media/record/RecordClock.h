// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/UtcTime.h"

#include <chrono>
#include <cstdint>

namespace phonostage::media {

/** The two clocks of a recorder: one that only goes forwards, for all that is counted, and the one on the wall, which
    somebody may set while it records, for what people read. Tests have their own. */
class RecordClock {
public:
    RecordClock() = default;
    RecordClock(const RecordClock&) = delete;
    RecordClock& operator=(const RecordClock&) = delete;
    virtual ~RecordClock() = default;

    [[nodiscard]] virtual std::int64_t nanoseconds() const {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }
    [[nodiscard]] virtual UtcMs utc() const { return utcNow(); }

    [[nodiscard]] static const RecordClock& system() {
        static const RecordClock clock;
        return clock;
    }
};

} // namespace phonostage::media
