// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** A button in the look of the editor. */
class ActionButton final : public juce::Button {
public:
    enum class Look { plain, primary };

    explicit ActionButton(const juce::String& label, Look look = Look::plain);

    void setLook(Look look);
    /** In logical units, with room on both sides. */
    [[nodiscard]] int idealWidth() const;

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

    Look look_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ActionButton)
};

} // namespace phonostage::app
