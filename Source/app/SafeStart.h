// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Options.h"
#include "plugin/Processor.h"

namespace phonostage::app {

/** Before the device is opened: until the first questions are answered or passed over nobody knows how loud the
    turntable comes in, so the output is held at a safe level. Not where a flag opens the input: who writes a script
    knows. The questions release it. */
void holdUntilAnswered(plugin::Processor& processor, const Options& options);

} // namespace phonostage::app
