// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"

#include <optional>

namespace phonostage::app {

class RecordModel;

/** Where music peaks under full scale, the good zone, and one advice in dB. */
class LevelCard final : public Card {
public:
    /** What it says; no component, so that tests can read it. */
    struct View {
        std::optional<double> musicPeakDbfs; ///< of the louder channel
        juce::String headline;
        juce::String figure; ///< "+6 dB"; "" where nothing is to be turned
        juce::String advice; ///< beside the figure, or alone
        juce::String note;
        juce::String atRight;
        bool operator==(const View&) const = default;
    };
    [[nodiscard]] static View viewOf(const RecordModel& model);

    LevelCard() : Card("Level") { setComponentID("level_card"); }

    void show(const RecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void paintScale(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> bar) const;

    View view_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(LevelCard)
};

} // namespace phonostage::app
