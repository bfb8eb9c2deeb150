// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "dsp/measure/testrecord/SweepMeter.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::app {

class TestRecordModel;

/** The response of left and right with cut and load taken out, and below it what the bass sweep and the silent groove
 * say. */
class TestResponseCard final : public Card {
public:
    struct Figure {
        juce::String caption, value, detail;
        bool isToCome = true;
        bool operator==(const Figure&) const = default;
    };
    struct View {
        juce::String remark, hint;
        std::array<std::vector<dsp::SweepPoint>, 2> lines, earlier; ///< left, right
        juce::String earlierMade;
        std::array<double, 2> measuringHz{}; ///< 0: not now
        std::vector<Figure> figures;         ///< arm resonance, rumble, hum
    };

    TestResponseCard();

    void show(const TestRecordModel& model);
    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] static View viewOf(const TestRecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void paintGrid(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area, double spanDb) const;
    void paintLines(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area, double spanDb) const;
    void paintLegend(juce::Graphics& g, const ui::Style& style) const;
    void paintFigures(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> row) const;
    [[nodiscard]] bool isTight() const { return getHeight() < 300; }

    View view_;
    std::uint64_t version_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestResponseCard)
};

} // namespace phonostage::app
