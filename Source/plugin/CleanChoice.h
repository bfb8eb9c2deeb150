// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

namespace phonostage::plugin {

/** What of clicks, crackle and hum is switched off and on together: what was on last, the clicks where nothing ever
    was. Message thread. */
class CleanChoice {
public:
    /** Anything of it is on. */
    [[nodiscard]] static bool isOn(const params::Values& values);
    /** Remembers what is on, where anything is. */
    void follow(const params::Values& values);

    /** The value that switching on gives declick, decrackle or dehum. */
    [[nodiscard]] double valueOf(params::Id id) const;
    /** That switches hum on alone: the mains that were listened for last. */
    [[nodiscard]] double mains() const { return mains_; }

private:
    bool clicks_ = true, crackle_ = false, hum_ = false;
    double mains_ = 1.0; ///< 50 or 60 Hz, whichever there is
};

} // namespace phonostage::plugin
