// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LowRate.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <vector>

using namespace phonostage::dsp;

TEST_CASE("Down and up again a sine below the corner is itself, late by both filters", "[dsp]") {
    const int factor = GENERATE(2, 4, 8);
    LowRate low;
    low.prepare(factor);
    constexpr double share = 0.25; // of the low rate: 24 kHz at 96 kHz
    const int late = 2 * LowRate::halfLength * factor;
    const auto sine = [&](int i) { return std::sin(2.0 * std::numbers::pi * share * i / factor); };
    double worst = 0.0;
    for (int i = 0; i < 4000; ++i) {
        StereoDouble at;
        if (low.down(StereoDouble(sine(i), -0.5), at)) low.feed(at);
        const StereoDouble out = low.up();
        if (i < 2 * late) continue;
        worst = std::max(worst, std::fabs(out.left() - sine(i - late)));
        worst = std::max(worst, std::fabs(out.right() + 0.5));
    }
    CHECK(worst < 1e-3);
}

TEST_CASE("Where 0 is fed, 0 comes out to the bit, once the filter has run empty", "[dsp]") {
    LowRate low;
    low.prepare(4);
    int nonzero = 0;
    for (int i = 0; i < 400; ++i) {
        if (i % 4 == 0) low.feed(i == 40 ? StereoDouble(1.0) : StereoDouble());
        if (!StereoDouble::same(low.up(), StereoDouble())) ++nonzero;
    }
    CHECK(nonzero > 4);
    CHECK(nonzero <= 2 * LowRate::halfLength * 4 + 1);
}
