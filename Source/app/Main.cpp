// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Application.h"

// JUCE's Standalone format brings main() and asks for the application here.
JUCE_CREATE_APPLICATION_DEFINE(phonostage::app::Application)
