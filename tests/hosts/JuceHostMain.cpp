// SPDX-License-Identifier: GPL-3.0-or-later
#include <juce_gui_basics/juce_gui_basics.h>

#include "support/CatchSession.h"

int main(int argc, char** argv) {
    // JUCE then takes this program for an application, as hosts are, and survives errors that X11 reports: on a screen
    // without a window manager opening a window brings some.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return phonostage::tests::runTests(argc, argv);
}
