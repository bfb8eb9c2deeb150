// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::device {

/** JACK's library says on standard error that there is no server, several lines of it each time one looks. From here on
    it does not. */
void silenceJack();

} // namespace phonostage::device
