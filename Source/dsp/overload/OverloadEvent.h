// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace phonostage::dsp {

/** Where an overload was found: at the largest or smallest code; below full scale as flat tops, sample by sample; or
    below full scale by the statistic of peaks that crowd under a ceiling. */
enum class OverloadKind { fullScale, belowFullScale, ceilingStatistic };

/** One overload. Positions are samples since reset.
    At full scale: ceiling samples no more than 1 ms apart. Below: one unbroken run at the ceiling. */
struct OverloadEvent {
    std::int64_t start = 0;
    std::int64_t length = 0;  ///< from the first to the last ceiling sample
    std::int64_t samples = 0; ///< ceiling samples among them
    OverloadKind kind = OverloadKind::fullScale;
    double levelDbfs = 0.0; ///< 20 log10 of the ceiling
    bool isClick = false;   ///< over music that has room; known 0.2 s after its end: see OverloadObserver
};

enum class Confidence { none, likely, sure };

/** A ceiling below full scale that the peaks crowd under: something before the converter, or before what turned the
    samples down, clips. */
struct CrowdedCeiling {
    Confidence confidence = Confidence::none; ///< likely from a z of 6, sure from 12
    double level = 0.0;                       ///< of the ceiling, 1.0 is full scale
    double share = 0.0;                       ///< of the peaks within 7 dB of it, those that crowd there
    double z = 0.0;          ///< how many standard deviations more peaks than the tail of the others lets expect
    std::int64_t since = -1; ///< position of the first peak at the ceiling that is known
};

/** Latched until reset. */
struct OverloadCounts {
    std::int64_t events = 0;
    std::int64_t eventSamples = 0;     ///< sum of their lengths
    std::int64_t fullScaleSamples = 0; ///< samples at the largest or smallest code, in runs of any length
    std::int64_t firstStart = -1;      ///< of the first event; -1: none
    std::int64_t lastStart = -1;       ///< of the last event; -1: none
    std::int64_t longest = 0;          ///< length of the longest event
    double peak = 0.0;                 ///< largest |x|, 1.0 is full scale; headroom is -20 log10(peak)

    std::int64_t fullScaleEvents = 0;  ///< of the events, those at full scale
    std::int64_t fullScaleLongest = 0; ///< length of the longest of them
    std::int64_t fullScaleLast = -1;   ///< start of the last of them
    std::int64_t clicks = 0; ///< of those, shorter than 0.3 ms with music around them at least 12 dB below full scale
    double clickSurroundings = 0.0; ///< largest |x| from 5 to 200 ms on either side of all clicks
    double flatBelowDbfs = 0.0;     ///< level of the last flat top below full scale; 0 where there is none
    CrowdedCeiling ceiling;

    /** All overloads so far are clicks above music that has room: nothing need be turned. */
    [[nodiscard]] bool areClicksOnly() const {
        return events > 0 && clicks == events && ceiling.confidence == Confidence::none;
    }
};

/** Called for each event when it has ended (or at flush). Called on the processing thread. */
class OverloadObserver {
public:
    virtual ~OverloadObserver() = default;
    virtual void overloadEnded(int channel, const OverloadEvent& event) = 0;
    /** The event that was reported with this start is a click above music that has headroom. */
    virtual void clickJudged(int /*channel*/, std::int64_t /*start*/) {}
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
        if (event.kind == OverloadKind::fullScale) {
            counts.fullScaleEvents += 1;
            counts.fullScaleLongest = std::max(counts.fullScaleLongest, event.length);
            counts.fullScaleLast = std::max(counts.fullScaleLast, event.start);
        }
        if (event.kind == OverloadKind::belowFullScale) counts.flatBelowDbfs = event.levelDbfs;
        if (observer != nullptr) observer->overloadEnded(channel, event);
    }
};

} // namespace phonostage::dsp
