// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "app/tracks/TracksModel.h"

namespace phonostage::app {

/** A list of tracks, pasted from a shop or a sleeve. */
class PasteSheet final : public Sheet {
public:
    explicit PasteSheet(TracksModel& model);

    [[nodiscard]] juce::TextEditor& text() { return text_; }
    void take();

private:
    void load() override;
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;
    juce::Component& first() override { return text_; }

    TracksModel& model_;
    juce::TextEditor text_;
    ActionButton use_{"Use this list", ActionButton::Look::primary};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PasteSheet)
};

} // namespace phonostage::app
