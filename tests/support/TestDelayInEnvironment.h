// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <string>

namespace phonostage::tests {

/** PHONOSTAGE_TEST_DELAY as long as it lives: plugins prepared meanwhile look ahead (plugin/TestDelay.h). */
class TestDelayInEnvironment {
public:
    explicit TestDelayInEnvironment(const std::string& value) { set(value.c_str()); }
    ~TestDelayInEnvironment() { set(""); }
    TestDelayInEnvironment(const TestDelayInEnvironment&) = delete;
    TestDelayInEnvironment& operator=(const TestDelayInEnvironment&) = delete;

private:
    static void set(const char* value) {
#ifdef _WIN32
        (void)_putenv_s("PHONOSTAGE_TEST_DELAY", value);
#else
        (void)setenv("PHONOSTAGE_TEST_DELAY", value, 1);
#endif
    }
};

} // namespace phonostage::tests
