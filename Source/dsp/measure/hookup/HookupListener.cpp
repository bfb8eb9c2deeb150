// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupListener.h"

namespace phonostage::dsp {

void HookupListener::clear() {
    meter_.restart();
    store_.clear();
}

} // namespace phonostage::dsp
