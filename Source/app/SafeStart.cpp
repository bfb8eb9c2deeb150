// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SafeStart.h"

#include "ui/EditorSettings.h"

namespace phonostage::app {

void holdUntilAnswered(plugin::Processor& processor, const Options& options) {
    const juce::SharedResourcePointer<ui::EditorSettings> settings;
    if (!options.input && !settings->firstRunDone()) processor.outputHold().hold(dsp::OutputHold::Kind::start);
}

} // namespace phonostage::app
