// SPDX-License-Identifier: GPL-3.0-or-later
// The main of tests that need JUCE's message manager. A screen is needed only by tests that open a window.
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <juce_gui_basics/juce_gui_basics.h>

int main(int argc, char** argv) {
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return Catch::Session().run(argc, argv);
}
