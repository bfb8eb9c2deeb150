// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/measure/hookup/HookupSession.h"
#include "params/ParameterTable.h"
#include "plugin/Processor.h"
#include "ui/setup/OwnChanges.h"

#include <juce_core/juce_core.h>

#include <memory>
#include <optional>
#include <vector>

namespace phonostage::ui {

/** The hook-up check of one processor as a person meets it: begins and ends it, knows what was found since, and does
    what a finding's button says. Message thread. */
class CheckModel {
public:
    /** A sure finding stays on the page so long, in seconds heard, after its verdict has lost it: hum is heard with the
        needle up, and not in the music that follows. */
    static constexpr double keptSeconds = 180.0;
    /** Without a record for so long it is said that none plays: the needle is asked to stay up at first. */
    static constexpr double patienceSeconds = 30.0;

    explicit CheckModel(plugin::Processor& processor);

    /** Starts over. Forgets what was found and what clipped before. */
    void start();
    /** As start(), while one listens: the held overloads and peaks stay. */
    void startQuietly();
    void stop();
    [[nodiscard]] bool isListening() const;
    /** For tests: no thread listens, poll() does. */
    void useNoThread() { hasThread_ = false; }

    /** What the record on the turntable wants; empty where nobody has said, and then no speed is called wrong. */
    void setRecordSpeed(std::optional<dsp::TurntableSpeed> speed);
    [[nodiscard]] std::optional<dsp::TurntableSpeed> recordSpeed() const { return recordSpeed_; }

    /** Looks for what is new; some times a second. */
    void poll();

    /** The worst first. What the stage makes good already (a line source through a flat curve) is not among them. */
    [[nodiscard]] const std::vector<dsp::HookupFinding>& findings() const { return findings_; }
    /** Those of the newest verdict alone. */
    [[nodiscard]] const std::vector<dsp::HookupFinding>& current() const { return current_; }
    [[nodiscard]] const dsp::HookupProgress& progress() const { return *progress_; }
    [[nodiscard]] const dsp::HookupContext& context() const { return context_; }
    /** All three steps were heard long enough. */
    [[nodiscard]] bool isDone() const;
    /** The rate is high enough. */
    [[nodiscard]] bool isPossible() const;

    /** What a finding's second button says; empty where it has none. */
    [[nodiscard]] juce::String actionText(const dsp::HookupFinding& finding) const;
    /** Does it, in one step that the host can take back, and so can takeBack(). */
    void act(const dsp::HookupFinding& finding);
    /** What was done, in a sentence; empty where nothing was, or it was taken back. */
    [[nodiscard]] const juce::String& done() const { return done_; }
    void takeBack();

private:
    void readContext();
    void keep(const std::vector<dsp::HookupFinding>& found);
    [[nodiscard]] std::vector<dsp::HookupFinding> joined() const;

    struct Kept {
        dsp::HookupFinding finding;
        double seconds = 0.0; ///< when a verdict last had it
    };

    plugin::Processor& processor_;
    bool hasThread_ = true;
    std::optional<dsp::TurntableSpeed> recordSpeed_;
    dsp::HookupContext context_;
    std::shared_ptr<const dsp::HookupProgress> progress_;
    std::vector<Kept> kept_;
    std::vector<dsp::HookupFinding> current_, findings_;
    OwnChanges changes_;
    juce::String done_;
};

/** What the check must know of a stage: the level at full scale where somebody has said it, and the speed of the
    turntable that the record and the speed ratio make. */
[[nodiscard]] dsp::HookupContext hookupContext(const params::Snapshot& stage,
                                               std::optional<dsp::TurntableSpeed> recordSpeed, bool isOneChannel);

/** Whether the stage is set for what was found, so that it does no harm. */
[[nodiscard]] bool isMadeGood(const dsp::HookupFinding& finding, const params::Values& values);

/** The stage for a line source: curve flat, all that belongs to a cartridge off, gain 0 dB. */
[[nodiscard]] params::Snapshot forLineSource(params::Snapshot stage);

} // namespace phonostage::ui
