// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "app/tracks/TracksModel.h"
#include "app/tracks/Wave.h"

#include <functional>
#include <optional>

namespace phonostage::app {

/** A whole side: its tracks as a rail, its level, its cuts, which can be chosen and moved. */
class OverviewCard final : public Card {
public:
    explicit OverviewCard(TracksModel& model);

    /** playing: seconds; empty while nothing plays. */
    void show(std::optional<double> playing);
    void lookAndFeelChanged() override { forget(); }

    /** A place of the side was clicked. */
    std::function<void(double seconds)> onPlace;

private:
    void paint(juce::Graphics& g) override;
    void paintCard(juce::Graphics&, const ui::Style&) override {}
    void resized() override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;
    void mouseMove(const juce::MouseEvent& event) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
    void forget();
    void drawImage(const ui::Style& style);
    void paintRail(juce::Graphics& g, const ui::Style& style) const;
    void paintBoundaries(juce::Graphics& g, const ui::Style& style) const;
    void paintTicks(juce::Graphics& g, const ui::Style& style) const;
    void paintEmpty(juce::Graphics& g, const ui::Style& style) const;
    [[nodiscard]] std::optional<std::size_t> boundaryAt(int x) const;
    [[nodiscard]] double secondsOf(std::size_t boundary) const;

    TracksModel& model_;
    Wave wave_;
    juce::Rectangle<int> rail_;
    juce::Image image_;
    std::int64_t version_ = -1;
    double readPart_ = -1.0;
    std::optional<double> playing_;
    std::optional<std::size_t> dragged_;
    double draggedTo_ = 0.0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OverviewCard)
};

} // namespace phonostage::app
