// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "media/analyse/TestRecordSession.h"

#include <array>
#include <optional>
#include <vector>

namespace phonostage::app {

class TestRecordModel;

/** Crosstalk of both channels, balance, and how the head would have to be turned, with how sure that is. */
class TestAzimuthCard final : public Card {
public:
    struct Row {
        juce::String name, value;
        bool isToDo = false; ///< what to play
        bool operator==(const Row&) const = default;
    };
    struct View {
        media::BandState state = media::BandState::open;
        double part = 0.0;
        juce::String atRight;
        std::optional<double> leanDegrees; ///< as dsp::Azimuth; empty: nothing is known
        bool isAdvice = false;             ///< to turn it; else how it seems to lean
        juce::String heading, figure, direction, advice;
        std::vector<Row> rows;
        /** dB at 100 Hz, 1 kHz, 10 kHz: left into right, right into left. */
        std::array<std::array<std::optional<double>, 3>, 2> bars{};
        bool operator==(const View&) const = default;
    };

    TestAzimuthCard();

    void show(const TestRecordModel& model);
    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] static View viewOf(const TestRecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void paintHead(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const;
    void paintTurn(juce::Graphics& g, const ui::Palette& c, juce::Point<float> tip, float scale) const;
    void paintWords(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const;
    void paintBars(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const;
    [[nodiscard]] bool isTight() const { return getHeight() < 280; }

    View view_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestAzimuthCard)
};

} // namespace phonostage::app
