// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFinding.h"
#include "ui/look/Style.h"

#include <functional>
#include <optional>

namespace phonostage::ui {

/** The card with one finding: its name, what it sounds like, what was measured, what is hooked up and what would be
    better, as drawings, and the buttons that help. Without a finding it says what the check waits for. */
class FindingPart final : public juce::Component {
public:
    struct Actions {
        std::function<void()> onAgain, onAct, onTakeBack, onPrevious, onNext;
    };
    /** What it shows. */
    struct Scene {
        std::optional<dsp::HookupFinding> finding;
        int index = 0, count = 0;      ///< which of how many findings
        juce::String headline, detail; ///< where there is no finding
        bool isFine = false;           ///< all was heard, and nothing is wrong
        juce::String action;           ///< of the second button; empty: none
        juce::String done;             ///< what a button has done, with its way back
    };

    explicit FindingPart(Actions actions);

    void show(const Scene& scene);
    [[nodiscard]] const Scene& scene() const { return scene_; }
    /** Where the last drawing of a finding ended. */
    [[nodiscard]] int contentBottom() const { return contentBottom_; }

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void layOutButtons();
    void paintFinding(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding);
    void paintWaiting(juce::Graphics& g, const Style& style);
    [[nodiscard]] int paintHead(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding) const;
    [[nodiscard]] int paintScales(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding,
                                  int y) const;
    [[nodiscard]] bool isTight() const { return getHeight() < 440; }
    [[nodiscard]] int inside() const { return getWidth() - 2 * sideMargin; }

    static constexpr int sideMargin = 24;

    Actions actions_;
    Scene scene_;
    int contentBottom_ = 0;
    juce::TextButton again_{"Changed it: check again"}, act_, takeBack_{"Take it back"};
    juce::TextButton previous_{"Previous"}, next_{"Next"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FindingPart)
};

} // namespace phonostage::ui
