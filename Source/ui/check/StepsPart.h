// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/check/CheckSteps.h"
#include "ui/controls/Segments.h"
#include "ui/look/Style.h"

#include <functional>

namespace phonostage::ui {

/** The card with the three steps of the check, their ticks and figures, the record's speed, and Start. */
class StepsPart final : public juce::Component {
public:
    struct Actions {
        std::function<void()> onStart, onStop;
        std::function<void(int chosen)> onSpeed; ///< 0: not said; 1 to 3: 33 1/3, 45, 78
    };
    explicit StepsPart(Actions actions);

    /** Repaints where something is new. */
    void show(std::vector<CheckStep> steps, bool isListening, bool hasHeard);
    void showSpeed(int chosen) { speed_.show(chosen); }
    [[nodiscard]] const std::vector<CheckStep>& steps() const { return steps_; }

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    [[nodiscard]] int paintStep(juce::Graphics& g, const Style& style, const CheckStep& step, int y) const;
    [[nodiscard]] bool isTight() const { return getHeight() < 560; }
    [[nodiscard]] bool hasOneRow() const { return getHeight() < 470; }

    Actions actions_;
    std::vector<CheckStep> steps_;
    bool isListening_ = false, hasHeard_ = false;
    Segments speed_{"check_speed",
                    "Speed of the record",
                    {"any", "33", "45", "78"},
                    "The speed that the record wants. A turntable at another speed is named then."};
    juce::TextButton start_{"Start"}, stop_{"Stop"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StepsPart)
};

} // namespace phonostage::ui
