// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/Card.h"
#include "app/tracks/SampleWindow.h"
#include "app/tracks/TracksModel.h"
#include "app/tracks/Wave.h"
#include "ui/controls/Segments.h"

#include <functional>
#include <optional>

namespace phonostage::app {

/** The chosen cut close by: what was found there, a handle, a step earlier or later, and what it sounds like. */
class CutCard final : public Card {
public:
    struct Actions {
        std::function<void()> playFromHere, playAcross;
        std::function<void(bool isFlat)> hear;
    };

    CutCard(TracksModel& model, Actions actions);

    void show(std::optional<double> playing);
    void setFlat(bool isFlat) { hear_.show(isFlat ? 1 : 0); }
    void lookAndFeelChanged() override { repaint(); }
    /** Closer or wider: 1 is one step. */
    void zoom(int steps);
    [[nodiscard]] double spanSeconds() const { return span_; }
    /** Shows another place close by, with 60 ms around it, until a cut is chosen or moved. */
    void lookAt(double seconds);
    /** In the middle. */
    [[nodiscard]] double middleSeconds() const { return centre_; }
    [[nodiscard]] const SampleWindow& samples() const { return samples_; }
    /** "Cut between A2 and A3, 8 minutes 16.2 seconds, sure, gap of 2.9 s". */
    [[nodiscard]] juce::String spoken() const;

private:
    /** The line of the cut, for mouse, keyboard and screen reader: a slider in seconds. */
    class Handle final : public juce::Component {
    public:
        explicit Handle(CutCard& card);
        void paint(juce::Graphics& g) override;
        void mouseDown(const juce::MouseEvent& event) override;
        void mouseDrag(const juce::MouseEvent& event) override;
        void mouseUp(const juce::MouseEvent& event) override;
        std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    private:
        CutCard& card_;
    };

    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    void mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) override;
    [[nodiscard]] double cutSeconds() const;
    void placeHandle();
    void stopLooking();
    void readSamples();
    void paintTicks(juce::Graphics& g, const ui::Style& style) const;
    [[nodiscard]] juce::String headingText() const;
    void paintHead(juce::Graphics& g, const ui::Style& style);
    void paintWaves(juce::Graphics& g, const ui::Style& style);
    void paintGap(juce::Graphics& g, const ui::Style& style) const;
    void paintNames(juce::Graphics& g, const ui::Style& style, std::size_t selected) const;

    TracksModel& model_;
    Actions actions_;
    Wave wave_;
    SampleWindow samples_;
    double span_ = 20.0;
    double centre_ = 0.0;
    struct Look {
        double seconds = 0.0;
        std::optional<std::size_t> cut; ///< that was chosen then
        double cutSeconds = 0.0;
        double spanBefore = 20.0;
    };
    std::optional<Look> look_; ///< a place that is no cut
    std::int64_t version_ = -1;
    std::optional<double> playing_, dragged_;
    ActionButton earlier_{"Earlier"}, later_{"Later"}, remove_{"Remove"};
    ActionButton play_{"Play from here"}, across_{"Play across it"};
    ui::Segments hear_{
        "hear", "Hear", {"as exported", "flat"}, "Through the stage as it is set now, or as it was recorded"};
    Handle handle_{*this};
    int headRight_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CutCard)
};

} // namespace phonostage::app
