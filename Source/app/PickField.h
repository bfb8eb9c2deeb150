// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <functional>

namespace phonostage::app {

/** A caption over a field that opens a menu of texts. */
class PickField final : public juce::Button {
public:
    explicit PickField(const juce::String& caption);

    /** selected: what the field shows, also where it is none of the items. */
    void setItems(juce::StringArray items, const juce::String& selected);
    [[nodiscard]] const juce::String& selected() const { return selected_; }

    /** Index of the item that was picked; not called for the one that is shown. */
    std::function<void(int)> onPick;

    static constexpr int height = ui::metrics::captionHeight + 4 + 32;

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;
    void clicked() override;
    bool keyPressed(const juce::KeyPress& key) override;

    juce::String caption_;
    juce::StringArray items_;
    juce::String selected_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PickField)
};

} // namespace phonostage::app
