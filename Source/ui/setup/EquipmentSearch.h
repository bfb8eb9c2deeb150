// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Chooser.h"

#include "plugin/Processor.h"

namespace phonostage::ui {

/** The questions after the equipment. The answers go to the processor as one step; it must outlive the questions. */
[[nodiscard]] Chooser::Question interfaceQuestion(plugin::Processor& processor);
[[nodiscard]] Chooser::Question inputQuestion(plugin::Processor& processor);
[[nodiscard]] Chooser::Question cartridgeQuestion(plugin::Processor& processor);

} // namespace phonostage::ui
