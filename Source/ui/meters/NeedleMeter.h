// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"
#include "ui/meters/NeedleModel.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

/** One channel as a volume indicator, -20 to +3 VU. Only the needle is the component's; the dial behind it seldom
    changes and is drawn by paintDial(). */
class NeedleMeter final : public juce::Component {
public:
    NeedleMeter(const juce::String& id, const juce::String& name);

    /** One step of the needle; see NeedleModel::advance(). */
    void advance(double drive, double seconds);
    void reset();
    [[nodiscard]] double vu() const { return vuOfDeflection(model_.deflection()); }

    /** The dial at the component's place. */
    static void paintDial(juce::Graphics& g, const Style& style, juce::Rectangle<int> area);

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    static constexpr int width = 188;
    static constexpr int height = 148;

private:
    [[nodiscard]] juce::Line<float> needle() const;
    [[nodiscard]] juce::Rectangle<int> needleArea() const;

    NeedleModel model_;
    int step_ = 0; ///< of the angle, as drawn

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(NeedleMeter)
};

} // namespace phonostage::ui
