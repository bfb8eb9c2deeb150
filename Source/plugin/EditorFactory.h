// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace juce {
class AudioProcessorEditor;
}

namespace phonostage::plugin {

class Processor;

/** Makes the editor; the caller owns it. Declared here and defined by whoever has a face to give (the ui layer), so
   that the processor need not know that layer. May return null: then the host draws its own. */
[[nodiscard]] juce::AudioProcessorEditor* makeEditor(Processor& processor);

} // namespace phonostage::plugin
