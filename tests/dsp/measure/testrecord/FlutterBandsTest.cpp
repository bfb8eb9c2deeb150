// SPDX-License-Identifier: GPL-3.0-or-later
// The weighting of wow and flutter against the standards' table.
#include "dsp/measure/testrecord/FlutterBands.h"
#include "dsp/measure/testrecord/FlutterFilter.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

using namespace phonostage::dsp;

namespace {

/** AES6-2008 as published: frequency, dB. */
const std::vector<std::pair<double, double>> published{
    {0.1, -48.0}, {0.2, -30.6},  {0.315, -19.7}, {0.4, -15.0},   {0.63, -8.4},  {0.8, -6.0},
    {1.0, -4.2},  {1.6, -1.8},   {2.0, -0.9},    {4.0, 0.0},     {6.3, -0.9},   {10.0, -2.1},
    {20.0, -5.9}, {40.0, -10.4}, {63.0, -14.2},  {100.0, -17.3}, {200.0, -23.0}};

double gainDb(double hz, double rateHz) {
    auto filter = FlutterFilter::weighting(rateHz);
    const double turn = 2.0 * std::numbers::pi * hz / rateHz;
    const int settle = static_cast<int>(rateHz * 12.0), count = static_cast<int>(rateHz * std::ceil(2.0 * hz) / hz);
    double real = 0.0, imag = 0.0;
    for (int i = 0; i < settle + count; ++i) {
        const double out = filter.next(std::sin(turn * i));
        if (i < settle) continue;
        real += out * std::sin(turn * i);
        imag += out * std::cos(turn * i);
    }
    return 20.0 * std::log10(2.0 * std::hypot(real, imag) / count);
}

} // namespace

TEST_CASE("the table has the published points and is straight between them") {
    for (const auto& [hz, db] : published)
        CHECK_THAT(flutterTableDb(hz), WithinAbs(db, 1e-12));
    CHECK_THAT(flutterTableDb(std::sqrt(20.0 * 40.0)), WithinAbs(-8.15, 1e-9));
    CHECK_THAT(flutterTableDb(0.05), WithinAbs(-65.4, 1e-9));
    CHECK_THAT(flutterTableDb(400.0), WithinAbs(-29.0, 1e-9));
}

TEST_CASE("the causal weighting is within 0.7 dB of the table to 63 Hz and 1.6 dB to 200 Hz") {
    for (const auto& [hz, db] : published) {
        INFO(hz << " Hz");
        CHECK_THAT(gainDb(hz, 1000.0), WithinAbs(db, hz > 63.0 ? 1.6 : 0.7));
    }
    CHECK_THAT(gainDb(4.0, 1000.0), WithinAbs(0.0, 1e-3));
}

TEST_CASE("unweighted is flat from 0.5 to 100 Hz and half a power at its corners") {
    CHECK_THAT(unweightedGain(4.0, 200.0), WithinAbs(1.0, 1e-6));
    CHECK_THAT(unweightedGain(0.5556, 200.0), WithinAbs(1.0, 2e-4));
    CHECK_THAT(unweightedGain(100.0, 200.0), WithinAbs(1.0, 3e-3));
    CHECK_THAT(unweightedGain(0.2, 200.0), WithinAbs(std::sqrt(0.5), 1e-6));
    CHECK_THAT(unweightedGain(200.0, 200.0), WithinAbs(std::sqrt(0.5), 1e-6));
}
