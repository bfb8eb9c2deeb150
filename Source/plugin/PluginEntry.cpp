// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/Processor.h"

// What JUCE's wrappers of all formats call to make an instance.
juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() { return new phonostage::plugin::Processor(); }
