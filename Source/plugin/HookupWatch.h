// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/measure/hookup/HookupSession.h"
#include "dsp/overload/OverloadEvent.h"
#include "plugin/ListenerThread.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace phonostage::dsp {
struct EngineMeters;
}

namespace phonostage::plugin {

/** The hook-up check of what plays: the audio thread fills a ring, and a thread of the lowest priority listens. Nothing
    waits for that thread, neither the audio nor a filter's design; where it falls behind by seconds, it passes over
   what it has missed. */
class HookupWatch : public ListenerThread {
public:
    HookupWatch();
    ~HookupWatch() override;

    // ---- message thread

    /** Begins to listen, or begins again. Memory (12 MB) is allocated and the thread started the first time. */
    void start();
    /** Listens no more; what was found stays. */
    void stop() { deactivate(); }
    /** Calibration, speed, and whether there are two channels: counts from the next verdict on. */
    void setContext(const dsp::HookupContext& context);
    /** False where the rate is below 44.1 kHz: nothing is heard then. */
    [[nodiscard]] bool isPossible() const;

    /** How far the check is and what it has found: a copy. Its verdict lacks overloads: see hookupFindings(). Any
       thread but the audio thread. */
    [[nodiscard]] std::shared_ptr<const dsp::HookupProgress> progress() const;

    // ---- the plugin

    /** Audio thread: the raw input, one or two channels. Wait-free. */
    template <typename Sample> void write(const Sample* const* channels, int channelCount, int frames);
    /** What follows is of another rate, and begins again. No block may be running. */
    void prepare(double rateHz) { setRate(rateHz); }

    /** For tests: as start(), without the thread. */
    void startWithoutThread();

    static constexpr std::size_t ringFrames = std::size_t{1} << 19; ///< 2.7 s at 192 kHz

private:
    void renew() override;
    void miss() override;
    void hear(const Piece& piece) override;

    mutable std::mutex mutex_; ///< context_ and progress_; never the audio thread's
    dsp::HookupContext context_;
    std::shared_ptr<const dsp::HookupProgress> progress_;
    std::unique_ptr<dsp::HookupSession> session_; ///< the listening thread's

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(HookupWatch)
};

/** What is wrong, the worst first: what the watch for the hook-up found and what the meters' overload watch did. */
[[nodiscard]] std::vector<dsp::HookupFinding>
hookupFindings(const dsp::HookupProgress& progress, const dsp::EngineMeters& meters, const dsp::HookupContext& context);

} // namespace phonostage::plugin
