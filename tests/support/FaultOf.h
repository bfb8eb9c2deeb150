// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/FileError.h"

#include <string>

namespace phonostage::tests {

/** The one line with which something fails; "" where it does not. */
template <typename Work> std::string faultOf(Work work) {
    try {
        work();
    } catch (const base::FileError& error) {
        return error.what();
    }
    return {};
}

} // namespace phonostage::tests
