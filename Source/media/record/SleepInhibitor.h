// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace phonostage::media {

/** Keeps the computer awake as long as it lives. */
class SleepInhibitor {
public:
    SleepInhibitor() = default;
    SleepInhibitor(const SleepInhibitor&) = delete;
    SleepInhibitor& operator=(const SleepInhibitor&) = delete;
    virtual ~SleepInhibitor() = default;

    /** "" where the computer will stay awake, else one line for a person. */
    [[nodiscard]] virtual std::string whyNot() const = 0;
};

/** By logind, through systemd-inhibit (Linux); elsewhere one that says that it cannot. Takes some milliseconds. */
[[nodiscard]] std::unique_ptr<SleepInhibitor> inhibitSleep();

} // namespace phonostage::media
