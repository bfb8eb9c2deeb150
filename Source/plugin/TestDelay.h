// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lets a test put plain delays where stations may look ahead, so that what hosts make of a latency can be tested in
// built plugins. Compiled in where PHONOSTAGE_TEST_DELAY is 1, else nothing of it is there.

#ifndef PHONOSTAGE_TEST_DELAY
#define PHONOSTAGE_TEST_DELAY 0
#endif

#if PHONOSTAGE_TEST_DELAY

#include "dsp/design/StageSettings.h"
#include "params/ParameterTable.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::plugin {

/** PHONOSTAGE_TEST_DELAY=R:D: frames at the restoration and at the de-emphasis; R:D:KEY only while the parameter of
   that key is not 0. */
class TestDelay {
public:
    /** Not for the audio thread. */
    static TestDelay fromEnvironment() {
        TestDelay delay;
        const char* const value = std::getenv("PHONOSTAGE_TEST_DELAY");
        if (value == nullptr) return delay;
        const std::string text = value;
        char* rest = nullptr;
        delay.most_.restorationFrames = legal(std::strtol(text.c_str(), &rest, 10));
        if (*rest == ':') delay.most_.deEmphasisFrames = legal(std::strtol(rest + 1, &rest, 10));
        if (*rest != ':') return delay;
        for (const auto& entry : params::table())
            if (std::string_view(rest + 1) == entry.key) delay.switch_ = entry.id;
        return delay;
    }

    /** With the switch on. */
    [[nodiscard]] dsp::LookAhead most() const { return most_; }

    [[nodiscard]] dsp::LookAhead at(const params::Values& values) const {
        return !switch_ || values.get(*switch_) != 0.0 ? most_ : dsp::LookAhead();
    }

private:
    static int legal(long frames) { return static_cast<int>(std::clamp(frames, 0L, long{dsp::maxLookAheadFrames})); }

    dsp::LookAhead most_;
    std::optional<params::Id> switch_;
};

} // namespace phonostage::plugin

#endif
