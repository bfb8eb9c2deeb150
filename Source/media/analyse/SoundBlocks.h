// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/render/Render.h"

#include "base/text/Units.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace phonostage::media {

/** Reads blocks of a file, planar, until it ends or `use` returns false: use(const double* const* channel, int frames).
    Throws Cancelled where the progress says so, and what the reader throws. */
template <typename Use> void readBlocks(AudioReader& reader, const Progress& progress, const Use& use) {
    constexpr int framesAtOnce = 65536;
    std::array<std::vector<double>, 2> planes;
    std::array<double*, 2> channel{};
    for (std::size_t c = 0; c < 2; ++c) {
        planes[c].resize(framesAtOnce);
        channel[c] = planes[c].data();
    }
    std::int64_t done = 0;
    for (int n = reader.read(channel.data(), framesAtOnce); n > 0; n = reader.read(channel.data(), framesAtOnce)) {
        if (!use(channel.data(), n)) return;
        done += n;
        if (progress && !progress(done, reader.frames())) throw Cancelled();
    }
}

/** What a test record says is measured from 44.1 to 192 kHz. Throws MediaError elsewhere. */
inline void requireMeasurableRate(double rateHz, const std::string& name) {
    if (rateHz < 44100.0 || rateHz > 192000.0)
        throw MediaError(name + " has " + base::formatFixed(rateHz, 0) +
                         " Hz: this measurement needs 44100 to 192000 Hz; record again at one of these rates");
}

/** As readBlocks(); samples that are not finite or beyond +-1e6 are 0. One of them would spoil what a spectrum or a
    phase says of half a minute. */
template <typename Use> void readNumbers(AudioReader& reader, const Progress& progress, const Use& use) {
    readBlocks(reader, progress, [&](double* const* channel, int frames) {
        for (int c = 0; c < reader.channels(); ++c)
            std::replace_if(
                channel[c], channel[c] + frames, [](double sample) { return !(std::abs(sample) <= dsp::sampleLimit); },
                0.0);
        return use(channel, frames);
    });
}

} // namespace phonostage::media
