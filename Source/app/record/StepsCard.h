// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "app/ToggleSwitch.h"

#include <array>
#include <functional>

namespace phonostage::app {

class RecordModel;

/** Three steps of a side that light up, and whether they go by themselves. */
class StepsCard final : public Card {
public:
    enum class Light { dark, now, done };
    struct Step {
        Light light = Light::dark;
        juce::String title, detail;
        bool operator==(const Step&) const = default;
    };

    explicit StepsCard(std::function<void(bool byItself)> onSwitch);

    void show(const RecordModel& model);
    [[nodiscard]] static std::array<Step, 3> stepsOf(const RecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;

    std::array<Step, 3> steps_;
    ToggleSwitch byItself_{
        "by_itself", "Start and stop by itself",
        "Starts at the needle drop; stops in the run-out groove after 8 turns, or when the needle is "
        "lifted, and waits for the next side"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StepsCard)
};

} // namespace phonostage::app
