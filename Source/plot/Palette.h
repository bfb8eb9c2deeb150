// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

/** Colours of the pictures: those of the editor's face. */
namespace phonostage::plot::theme {

inline const juce::Colour background{0xff15171a};
inline const juce::Colour card{0xff1c1f23};
inline const juce::Colour plotArea{0xff181b1e};
inline const juce::Colour border{0xff2b3036};
inline const juce::Colour grid{0xff2b3036};
inline const juce::Colour gridMinor{0xff22262b};
inline const juce::Colour gridZero{0xff454c54};
inline const juce::Colour text{0xffe8e4da};
inline const juce::Colour textDim{0xff8d929a};
inline const juce::Colour textFaint{0xff6a7078};
inline const juce::Colour amber{0xffe9b44c};
inline const juce::Colour green{0xff7fb685};
inline const juce::Colour red{0xffe5604d};
inline const juce::Colour blue{0xff7aa6c2};

} // namespace phonostage::plot::theme
