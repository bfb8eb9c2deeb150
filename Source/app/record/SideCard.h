// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "app/record/SideHistory.h"

#include <functional>
#include <optional>
#include <vector>

namespace phonostage::app {

/** What the picture of the side shows in its place. */
struct SideView {
    bool isArmed = false;
    bool isOpen = false;      ///< something is recorded, or was
    bool isRecording = false; ///< now
    char side = 'A';
    char recorded = 0;
    bool startsByItself = true;
    double fullScaleDbv = 0.0;
    bool operator==(const SideView&) const = default;
};

/** The side so far: its levels over time, and on a rail what happened. A mark can be clicked: it says what it is. */
class SideCard final : public Card {
public:
    SideCard();

    void show(const SideHistory& history, const SideView& view);

    /** A place of the side was chosen, in seconds: to hear it. */
    std::function<void(double seconds)> onPlace;
    /** Its last seconds, by Return or a screen reader. */
    std::function<void()> onEnd;
    /** The place that is heard, and why a chosen one is not; "" where it is. */
    void showHeard(std::optional<double> seconds, const std::string& refusal);

    /** What a mark says, in two sentences: what, and what it means. */
    struct Words {
        juce::String what, meaning;
    };
    [[nodiscard]] static Words wordsOf(const SideMark& mark, const SideHistory& history, double sampleRateHz);
    void setSampleRate(double rateHz) { rateHz_ = rateHz; }
    void selectMark(std::optional<std::size_t> mark);
    [[nodiscard]] std::optional<std::size_t> selectedMark() const { return selected_; }

    /** Seconds that the picture is wide: a round number, with what is recorded inside. */
    [[nodiscard]] static double spanFor(double seconds);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseMove(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    void focusGained(FocusChangeType) override { repaint(); }
    void focusLost(FocusChangeType) override { repaint(); }
    void lookAndFeelChanged() override { repaint(); }
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
    [[nodiscard]] juce::Rectangle<int> band(std::size_t channel) const;
    [[nodiscard]] float xOf(double seconds) const;
    [[nodiscard]] float railY() const;
    [[nodiscard]] std::optional<double> gapAt(juce::Point<int> place) const;
    [[nodiscard]] std::optional<std::size_t> markAt(juce::Point<int> place) const;
    void paintLevels(juce::Graphics& g, const ui::Style& style) const;
    void paintGaps(juce::Graphics& g, const ui::Style& style) const;
    void paintMarks(juce::Graphics& g, const ui::Style& style) const;
    void paintLegend(juce::Graphics& g, const ui::Style& style) const;
    void paintScale(juce::Graphics& g, const ui::Style& style) const;
    void paintInvitation(juce::Graphics& g, const ui::Style& style) const;
    void paintPopover(juce::Graphics& g, const ui::Style& style) const;
    void paintHeard(juce::Graphics& g, const ui::Style& style) const;
    void say();

    const SideHistory* history_ = nullptr;
    SideView view_;
    juce::String title_;
    bool hasSide_ = false;
    double span_ = 25.0 * 60.0, rateHz_ = 48000.0;
    std::int64_t drawnSeconds_ = -1;
    std::size_t drawnMarks_ = 0;
    std::vector<double> drawnGaps_;
    std::optional<std::size_t> selected_;
    juce::Rectangle<int> wave_;
    std::optional<double> heard_;
    std::string refusal_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SideCard)
};

/** The shape of a mark, drawn at a place of the rail. */
void drawMark(juce::Graphics& g, const ui::Palette& colours, media::TakeEventKind kind, juce::Point<float> centre);

} // namespace phonostage::app
