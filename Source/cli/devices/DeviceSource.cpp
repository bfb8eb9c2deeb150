// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/DeviceSource.h"

namespace phonostage::cli {
namespace {

constexpr int lookMs = 100, retryMs = 1000;

} // namespace

void DeviceSource::run() {
    device::InputDevice input(listener());
    bool isOpen = false;
    do {
        if (!isOpen) {
            const auto why = input.open(choice_);
            isOpen = why.empty();
            settle(why);
        } else if (const auto trouble = input.findTrouble()) {
            isOpen = false;
            listener().lost(*trouble);
        }
    } while (!sleep(isOpen ? lookMs : retryMs));
    input.close();
}

} // namespace phonostage::cli
