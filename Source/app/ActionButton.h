// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** A button in the look of the editor. */
class ActionButton final : public juce::Button {
public:
    enum class Look {
        plain,
        primary,
        quiet, ///< words alone
        pill   ///< round, with a green dot: something is on
    };
    enum class Icon {
        none,
        record, ///< the red dot
        stop,
        play,
        across, ///< play from before something to behind it
    };

    explicit ActionButton(const juce::String& label, Look look = Look::plain);

    void setLook(Look look);
    void setIcon(Icon icon);
    /** In logical units, with room on both sides. */
    [[nodiscard]] int idealWidth() const;

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

    [[nodiscard]] int iconWidth() const;
    void paintIcon(juce::Graphics& g, juce::Rectangle<float> area, juce::Colour colour) const;

    Look look_;
    Icon icon_ = Icon::none;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ActionButton)
};

} // namespace phonostage::app
