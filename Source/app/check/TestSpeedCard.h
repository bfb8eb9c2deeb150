// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "media/analyse/TestRecordSession.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace phonostage::app {

class TestRecordModel;

/** Speed, wow and flutter, the off-centre hole apart, and the speed over some turns. */
class TestSpeedCard final : public Card {
public:
    struct Figure {
        juce::String caption, value, unit, detail;
        bool operator==(const Figure&) const = default;
    };
    struct View {
        juce::String atRight, hint;
        media::BandState state = media::BandState::open;
        double part = 0.0;
        std::vector<Figure> figures;
        bool operator==(const View&) const = default;
    };
    static constexpr double shownTurns = 5.0;

    TestSpeedCard();

    void show(const TestRecordModel& model);
    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] static View viewOf(const TestRecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    /** Of the measured deviation, that is drawn. */
    struct Stretch {
        std::size_t first = 0, last = 0;
        double turns = 1.0, spanPercent = 0.1;
    };
    [[nodiscard]] Stretch stretch() const;
    void paintGrid(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area, const Stretch& shown) const;
    void paintPlot(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const;
    void paintLegend(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> row) const;
    [[nodiscard]] bool isTight() const { return getHeight() < 280; }

    View view_;
    std::shared_ptr<const media::FileWow> wow_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestSpeedCard)
};

} // namespace phonostage::app
