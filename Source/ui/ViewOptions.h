// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::ui {

/** What the meters count in. dBFS is of the sample, the others of the voltage. */
enum class LevelUnit { dbv, dbu, dbfs, millivolts };

/** How the face shows what it shows: the user's choice, for all instances alike. */
struct ViewOptions {
    LevelUnit unit = LevelUnit::dbv;
    bool needle = false;   ///< the output as a VU needle in place of bars
    bool spectrum = false; ///< the live spectrum in the response plot
    bool operator==(const ViewOptions&) const = default;
};

} // namespace phonostage::ui
