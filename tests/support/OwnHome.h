// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <optional>
#include <string>

namespace phonostage::tests {

/** A home of its own for what the program keeps for its user, as long as it lives: no user's settings are touched, and
    tests that run at once do not see each other's. */
class OwnHome {
public:
    OwnHome() {
        if (const char* before = std::getenv(variable)) before_ = before;
        set(folder_.path().string());
    }
    ~OwnHome() { set(before_); }
    OwnHome(const OwnHome&) = delete;
    OwnHome& operator=(const OwnHome&) = delete;

private:
#ifdef _WIN32
    static constexpr const char* variable = "APPDATA";
    static void set(const std::optional<std::string>& value) { ::_putenv_s(variable, value.value_or("").c_str()); }
#else
#ifdef __APPLE__
    static constexpr const char* variable = "HOME";
#else
    static constexpr const char* variable = "XDG_CONFIG_HOME";
#endif
    static void set(const std::optional<std::string>& value) {
        if (value)
            ::setenv(variable, value->c_str(), 1);
        else
            ::unsetenv(variable);
    }
#endif

    TemporaryFolder folder_;
    std::optional<std::string> before_;
};

} // namespace phonostage::tests
