// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"

#include <utility>
#include <vector>

namespace phonostage::app {

class RecordModel;

/** What is safe on the disk, and how much more fits. */
class DiskCard final : public Card {
public:
    struct View {
        bool isGood = true;
        juce::String headline, detail, size;
        std::vector<std::pair<juce::String, juce::String>> rows;
        bool operator==(const View&) const = default;
    };
    [[nodiscard]] static View viewOf(const RecordModel& model);

    DiskCard() : Card("On disk") { setComponentID("disk_card"); }

    void show(const RecordModel& model);

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;

    View view_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(DiskCard)
};

} // namespace phonostage::app
