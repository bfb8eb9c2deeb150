// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/PeakBits.h"
#include "dsp/simd/GuardedPiece.h"
#include "dsp/simd/SamplePeak.h"
#include "dsp/simd/WideRegisters.h"
#include "support/Catch.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace phonostage::dsp;

namespace {

/** Few levels, so that many neighbours are equal, and both zeros. */
template <std::size_t count> std::array<double, count> steps(std::mt19937& random) {
    std::array<double, count> x{};
    for (auto& v : x)
        v = std::copysign(0.125 * static_cast<double>(random() % 6), random() % 2 == 0 ? 1.0 : -1.0);
    return x;
}

std::uint64_t oneByOne(const double* at, int count, double threshold) {
    std::uint64_t bits = 0;
    for (int i = 0; i < count; ++i) {
        const double sign = at[i] < 0.0 ? -1.0 : 1.0;
        const double x = sign * at[i];
        if (x >= threshold && x > sign * at[i - 1] && x >= sign * at[i + 1]) bits |= std::uint64_t{1} << i;
    }
    return bits;
}

} // namespace

TEST_CASE("Peaks are found alike in all registers", "[dsp][overload]") {
    const bool isWide = GENERATE(false, true);
    allowWideRegisters(isWide);
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {
        const auto x = steps<34>(random);
        const double threshold = 0.125 * static_cast<double>(1 + random() % 5);
        REQUIRE(peakBits(x.data() + 1, 32, threshold) == oneByOne(x.data() + 1, 32, threshold));
        const int count = static_cast<int>(random() % 33);
        REQUIRE(peakBits(x.data() + 1, count, threshold) == oneByOne(x.data() + 1, count, threshold));
    }
    allowWideRegisters(true);
}

TEST_CASE("Pieces are copied and guarded alike in all registers", "[dsp][simd]") {
    const bool isWide = GENERATE(false, true);
    allowWideRegisters(isWide);
    std::mt19937 random(4);
    constexpr double odd[] = {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity(), 1e6,
                              -1e6, 1.0000001e6};
    for (int round = 0; round < 20000; ++round) {
        auto x = steps<guardedPieceSamples>(random);
        for (unsigned n = random() % 4; n > 0; --n)
            x[random() % x.size()] = odd[random() % std::size(odd)];
        std::array<double, guardedPieceSamples> to{}, expected{};
        double peak = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            expected[i] = std::fabs(x[i]) <= 1e6 ? x[i] : 0.0;
            peak = std::max(peak, std::fabs(expected[i]));
        }
        REQUIRE(copyGuardedPiece(x.data(), to.data()) == peak);
        REQUIRE(std::memcmp(to.data(), expected.data(), sizeof to) == 0);
    }
    allowWideRegisters(true);
}
