// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/MediaError.h"
#include "support/Catch.h"
#include "support/FaultOf.h"
#include "support/Says.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <string>
#include <vector>

namespace phonostage::tests {

/** Interleaved sine, different in each channel. */
inline std::vector<double> tone(std::size_t frames, int channels, double level = 0.5) {
    std::vector<double> list;
    for (std::size_t i = 0; i < frames; ++i)
        for (int c = 0; c < channels; ++c)
            list.push_back(level * std::sin(0.05 * static_cast<double>(i) * (c + 1)));
    return list;
}

} // namespace phonostage::tests
