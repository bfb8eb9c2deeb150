// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/QuietJack.h"

#include <juce_core/juce_core.h>

namespace phonostage::device {

void silenceJack() {
#if JUCE_LINUX
    using SetFunction = void (*)(void (*)(const char*));
    static juce::DynamicLibrary library("libjack.so.0");
    for (const char* name : {"jack_set_error_function", "jack_set_info_function"})
        if (auto* const set = reinterpret_cast<SetFunction>(library.getFunction(name))) set([](const char*) {});
#endif
}

} // namespace phonostage::device
