// SPDX-License-Identifier: GPL-3.0-or-later
// The main of tests that open windows.
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <juce_gui_basics/juce_gui_basics.h>

#include "support/OwnHome.h"

int main(int argc, char** argv) {
    const phonostage::tests::OwnHome home;
#if JUCE_LINUX
    // JUCE sets properties of windows by names that a window manager makes; on a bare screen such as Xvfb they do not
    // exist, and X ends the program. As an application, which this says it is, JUCE lives with such errors.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
#endif
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return Catch::Session().run(argc, argv);
}
