// SPDX-License-Identifier: GPL-3.0-or-later
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <juce_gui_basics/juce_gui_basics.h>

int main(int argc, char** argv) {
    // JUCE then takes this program for an application, as hosts are, and survives errors that X11 reports: on a screen
    // without a window manager opening a window brings some.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return Catch::Session().run(argc, argv);
}
