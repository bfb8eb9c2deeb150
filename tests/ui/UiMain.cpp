// SPDX-License-Identifier: GPL-3.0-or-later
// The main of tests that open windows.
#include <juce_gui_basics/juce_gui_basics.h>

#include "support/CatchSession.h"
#include "support/OwnHome.h"

int main(int argc, char** argv) {
    const phonostage::tests::OwnHome home;
#if JUCE_LINUX
    // JUCE sets properties of windows by names that a window manager makes; on a bare screen such as Xvfb they do not
    // exist, and X ends the program. As an application, which this says it is, JUCE lives with such errors.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
#endif
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return phonostage::tests::runTests(argc, argv);
}
