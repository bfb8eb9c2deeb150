// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::app {

/** The places of the app, in the order of work; Ctrl or Cmd with 1 to 4. */
enum class PageId { listen, record, tracks, check };

/** The word in the navigation. */
[[nodiscard]] constexpr const char* pageName(PageId page) {
    switch (page) {
    case PageId::listen:
        return "Listen";
    case PageId::record:
        return "Record";
    case PageId::tracks:
        return "Tracks";
    case PageId::check:
        return "Check";
    }
    return "";
}

} // namespace phonostage::app
