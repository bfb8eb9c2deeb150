// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickRemover.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double mostRateHz = 100000.0; ///< that hops are worked at
constexpr int atOnce = 32;

int factorAt(double rateHz) { return std::max(1, static_cast<int>(std::ceil(rateHz / mostRateHz))); }

StereoDouble legal(StereoDouble frame) {
    return StereoDouble::keepWithin(frame, StereoDouble(ClickRemover::mostVolts));
}

} // namespace

int ClickRemover::latencyFrames(double sampleRateHz, Reach reach) {
    const int factor = factorAt(sampleRateHz);
    const int hops = HopLayout::at(sampleRateHz / factor, reach).latencyFrames();
    return factor * (hops + (factor > 1 ? 2 * LowRate::halfLength : 0));
}

void ClickRemover::prepare(double sampleRateHz, Reach reach) {
    const int factor = factorAt(sampleRateHz);
    hops_.prepare(sampleRateHz / factor, reach);
    low_.prepare(factor);
}

void ClickRemover::start(std::int64_t firstFrame) {
    // A frame of the low rate stands for one of the input that came earlier.
    hops_.start(low_.factor() > 1 ? firstFrame - std::int64_t{LowRate::halfLength} * low_.factor() : firstFrame);
    low_.reset();
}

void ClickRemover::process(const StereoDouble* in, StereoDouble* removed, int count) {
    StereoDouble clean[atOnce];
    for (int done = 0; done < count; done += atOnce) {
        const int n = std::min(atOnce, count - done);
        if (low_.factor() == 1) {
            std::transform(in + done, in + done + n, clean, legal);
            hops_.process(clean, removed + done, n);
            continue;
        }
        for (int i = done; i < done + n; ++i) {
            StereoDouble low, lowRemoved;
            if (low_.down(legal(in[i]), low)) {
                hops_.process(&low, &lowRemoved, 1);
                low_.feed(lowRemoved);
            }
            removed[i] = low_.up();
        }
    }
}

} // namespace phonostage::dsp
