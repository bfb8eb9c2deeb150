// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/check/CheckSettings.h"
#include "app/check/SpeakerGuard.h"
#include "plugin/Processor.h"
#include "ui/check/CheckModel.h"

#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** The hook-up check of the app: on its page, and quietly while one listens. Knows what is worth a sentence in the
    strip, and when the loudspeakers are in danger. Message thread. */
class QuietCheck {
public:
    /** Stage gain from which on a line source is dangerous. */
    static constexpr double dangerousGainDb = 20.0;
    /** Without a record for so long, the next one is another: what was dismissed for the last one counts again. */
    static constexpr double anotherRecordSeconds = 120.0;

    /** All must outlive this. */
    QuietCheck(plugin::Processor& processor, CheckSettings& settings, SpeakerGuard& guard);

    [[nodiscard]] ui::CheckModel& model() { return model_; }

    /** A few times a second. record: the name of the one on the turntable, as far as it has been given. */
    void poll(double nowSeconds, bool inputIsOn, const std::string& record);
    /** While its page is shown the person starts and stops. */
    void setShown(bool isShown);
    /** A test record is measured meanwhile: nothing is listened for. */
    void setResting(bool isResting) { isResting_ = isResting; }

    // ---- what the strip says

    /** A sure finding that nobody has dismissed, the worst; empty where there is none, and while the page shows it. */
    [[nodiscard]] std::optional<dsp::HookupFinding> news() const;
    /** Likewise, also while the page shows it: for the dot at its word. */
    [[nodiscard]] bool hasNews() const { return newest().has_value(); }
    /** Dismisses what news() says until another record plays. */
    void hush();
    /** The setup assistant has ended. */
    void offer() { isOffered_ = true; }
    void dismissOffer() { isOffered_ = false; }
    [[nodiscard]] bool isOffered() const { return isOffered_; }

    // ---- settings

    [[nodiscard]] const CheckSettings& settings() const { return settings_; }
    void setQuiet(bool on) { settings_.isQuiet = on; }
    void setProtects(bool on);
    [[nodiscard]] bool isSilent(dsp::HookupFault fault) const;
    void setSilent(dsp::HookupFault fault, bool isSilent);

    // ---- the loudspeakers

    [[nodiscard]] bool isTurnedDown() const { return guard_.isDown(); }
    /** Why: one sentence. */
    [[nodiscard]] std::string danger() const;
    void goOn();

private:
    void listen(bool inputIsOn);
    void protect();
    [[nodiscard]] std::optional<dsp::HookupFinding> newest() const;
    [[nodiscard]] std::optional<dsp::HookupFault> dangerousSource() const;

    plugin::Processor& processor_;
    CheckSettings& settings_;
    SpeakerGuard& guard_;
    ui::CheckModel model_;
    bool isShown_ = false, isResting_ = false, isOffered_ = false;
    std::vector<dsp::HookupFault> hushed_; ///< for this record
    std::string record_;
    double noRecordSince_ = -1.0;
    std::optional<dsp::HookupFault> danger_; ///< the source that it was turned down for
    bool isAccepted_ = false;                ///< that danger, by goOn()
    std::int64_t clippedBefore_ = 0;
    double clippedAt_ = -1.0, now_ = 0.0;
};

} // namespace phonostage::app
