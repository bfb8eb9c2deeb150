// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace phonostage::dsp {

enum class OverloadKind { fullScale, belowFullScale };

/** One unmerged run of at least 3 samples at the ceiling. Positions are samples since reset. */
struct OverloadEvent {
    std::int64_t start = 0;
    std::int64_t length = 0;
    OverloadKind kind = OverloadKind::fullScale;
    double levelDbfs = 0.0; ///< 20 log10 of the ceiling
};

/** Latched until reset. */
struct OverloadCounts {
    std::int64_t events = 0;
    std::int64_t eventSamples = 0;     ///< samples inside those events
    std::int64_t fullScaleSamples = 0; ///< samples at the largest or smallest code, in runs of any length
    std::int64_t firstStart = -1;      ///< of the first event; -1: none
    std::int64_t lastStart = -1;       ///< of the last event; -1: none
    std::int64_t longest = 0;          ///< samples in the longest event
    double peak = 0.0;                 ///< largest |x|, 1.0 is full scale; headroom is -20 log10(peak)
};

/** Is told of each event when it has ended (or at flush). Called on the processing thread. */
class OverloadObserver {
public:
    virtual ~OverloadObserver() = default;
    virtual void overloadEnded(int channel, const OverloadEvent& event) = 0;
};

/** Counts one channel's events and passes them on. */
struct OverloadTally {
    OverloadCounts counts;
    int channel = 0;
    OverloadObserver* observer = nullptr;

    void add(const OverloadEvent& event) {
        counts.firstStart = counts.events == 0 ? event.start : std::min(counts.firstStart, event.start);
        counts.lastStart = std::max(counts.lastStart, event.start);
        counts.longest = std::max(counts.longest, event.length);
        counts.events += 1;
        counts.eventSamples += event.length;
        if (observer != nullptr) observer->overloadEnded(channel, event);
    }
};

} // namespace phonostage::dsp
