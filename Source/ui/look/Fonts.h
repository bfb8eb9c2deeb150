// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

enum class Face { regular, medium, semibold, mono, monoMedium };

/** The embedded typefaces (Inter for words, JetBrains Mono for numbers), loaded once a process: hold it by
    juce::SharedResourcePointer, so that it goes before JUCE does. */
class Fonts {
public:
    Fonts();

    /** emSize in logical units, as designers count it. */
    [[nodiscard]] juce::Font get(Face face, float emSize) const;
    [[nodiscard]] const juce::Typeface::Ptr& typeface(Face face) const;

private:
    juce::Typeface::Ptr regular_, medium_, semibold_, mono_, monoMedium_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Fonts)
};

} // namespace phonostage::ui
