// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/Card.h"
#include "media/analyse/TestRecordSession.h"

#include <functional>
#include <vector>

namespace phonostage::app {

class TestRecordModel;

/** The bands of the record, in any order: which was heard, which plays, which is to come; and the calibration that the
   two 1 kHz bands make. */
class TestBandsCard final : public Card {
public:
    struct Row {
        juce::String name, remark, why;
        media::BandState state = media::BandState::open;
        double part = 0.0;
        bool operator==(const Row&) const = default;
    };
    struct View {
        std::vector<Row> rows;
        juce::String note;
        bool canUse = false, isUsed = false, isWarning = false;
        bool operator==(const View&) const = default;
    };

    explicit TestBandsCard(std::function<void()> onUse);

    void show(const TestRecordModel& model);
    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] static View viewOf(const TestRecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    [[nodiscard]] bool isTight() const { return getHeight() < 300; }

    View view_;
    ActionButton use_{"Use for calibration"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestBandsCard)
};

/** A tick, a ring that fills, an empty ring, or an exclamation mark. */
void drawBandSign(juce::Graphics& g, const ui::Palette& colours, juce::Point<float> centre, float size,
                  media::BandState state, double part);

} // namespace phonostage::app
