// SPDX-License-Identifier: GPL-3.0-or-later
// The main of tests that need JUCE's message manager. A screen is needed only by tests that open a window.
#include <juce_gui_basics/juce_gui_basics.h>

#include "support/CatchSession.h"

int main(int argc, char** argv) {
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return phonostage::tests::runTests(argc, argv);
}
