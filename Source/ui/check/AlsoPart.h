// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/check/HookupSketch.h"
#include "ui/look/Style.h"

#include <vector>

namespace phonostage::ui {

/** The card with all that is looked for: found, not found, or not heard long enough yet. */
class AlsoPart final : public juce::Component {
public:
    struct Item {
        const char* name;
        SignKind state = SignKind::open;
        bool operator==(const Item&) const = default;
    };

    AlsoPart();

    void show(std::vector<Item> items);
    [[nodiscard]] const std::vector<Item>& items() const { return items_; }

private:
    void paint(juce::Graphics& g) override;

    std::vector<Item> items_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(AlsoPart)
};

} // namespace phonostage::ui
