// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LevelKernels.h"
#include "dsp/restore/BandedKernels.h"
#include "dsp/restore/PredictionKernels.h"
#include "dsp/simd/WideRegisters.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

std::vector<double> noise(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> x(count);
    for (auto& v : x)
        v = normal(random);
    return x;
}

std::vector<float> shortNoise(std::size_t count, unsigned seed) {
    const auto x = noise(count, seed);
    std::vector<float> y(count);
    std::transform(x.begin(), x.end(), y.begin(), [](double v) { return static_cast<float>(v); });
    return y;
}

} // namespace

TEST_CASE("Sizes of blocks, heights of errors and bits are what their formulas say", "[dsp]") {
    const int block = GENERATE(4, 16, 19);
    const auto x = shortNoise(200, 1), y = shortNoise(200, 2), z = shortNoise(200, 3);
    std::vector<float> peaks(10), powers(10), heights(200);
    blockPeaks(x.data(), block, peaks.data(), 10);
    blockPowers(x.data(), block, powers.data(), 10);
    errorHeights(x.data(), y.data(), z.data(), heights.data(), 199);
    for (int b = 0; b < 10; ++b) {
        float peak = 0.0F, power = 0.0F;
        for (int i = b * block; i < (b + 1) * block; ++i) {
            const float v = x[static_cast<std::size_t>(i)];
            peak = std::max(peak, std::fabs(v));
            power += v * v;
        }
        CHECK(peaks[static_cast<std::size_t>(b)] == peak);
        CHECK_THAT(static_cast<double>(powers[static_cast<std::size_t>(b)]),
                   WithinRel(static_cast<double>(power), 1e-5));
    }
    for (std::size_t i = 0; i < 199; ++i)
        CHECK(heights[i] == std::max(std::fabs(z[i]), std::min(std::fabs(x[i]), std::fabs(y[i]))));
    CHECK(heights[199] == 0.0F);

    const auto longer = noise(40, 4);
    for (int count = 0; count <= 40; ++count) {
        double most = 0.0;
        for (int i = 0; i < count; ++i)
            most = std::max(most, std::fabs(longer[static_cast<std::size_t>(i)]));
        CHECK(largestOf(longer.data(), count) == most);
    }

    std::vector<std::uint64_t> bits(4, 0);
    markAbove(x.data(), 150, 0.5F, bits.data());
    for (std::size_t i = 0; i < 192; ++i)
        CHECK(((bits[i / 64] >> (i % 64)) & 1) == (i < 150 && x[i] > 0.5F ? 1U : 0U));
}

TEST_CASE("Samples are shortened, and what is nearly nothing is nothing", "[dsp]") {
    const std::vector<double> x{1.0, -2.5, 1e-13, -1e-13, 1e-11, 0.0, -1e-300, 1.0 / 3.0, 5e-13};
    std::vector<float> y(x.size(), 7.0F);
    shorten(x.data(), y.data(), static_cast<int>(x.size()), 1e-12);
    const std::vector<float> expected{1.0F, -2.5F, 0.0F, 0.0F, 1e-11F, 0.0F, 0.0F, static_cast<float>(1.0 / 3.0), 0.0F};
    CHECK(y == expected);
}

TEST_CASE("The banded solver's loops are what their formulas say, wide or not to the same bits", "[dsp]") {
    const int band = GENERATE(1, 3, 4, 12, 31, 32, 33, 40, 60), earlier = GENERATE(1, 5, 70);
    const int stride = band + 1 + bandedSlack, columns = std::min(earlier, band) + 1;
    auto matrix = noise(static_cast<std::size_t>(columns * stride), 4);
    for (int c = 0; c < columns; ++c)
        std::fill_n(matrix.begin() + c * stride + band + 1, bandedSlack, 0.0);
    const int own = (columns - 1) * stride;
    std::vector<double> expected(matrix.begin() + own, matrix.begin() + own + band + 1);
    for (int d = 1; d < columns; ++d)
        for (int j = 0; j + d <= band; ++j)
            expected[static_cast<std::size_t>(j)] -= matrix[static_cast<std::size_t>(own - d * stride + d)] *
                                                     matrix[static_cast<std::size_t>(own - d * stride + d + j)];
    const auto factors = noise(static_cast<std::size_t>(band), 5);
    const auto rows = noise(static_cast<std::size_t>(band * stride), 6);
    const auto run = [&] {
        auto result = matrix;
        takeOffColumns(result.data() + own, stride, columns - 1, band);
        std::vector<double> sums(static_cast<std::size_t>(stride), 0.0);
        multiplyRows(rows.data(), stride, factors.data(), sums.data(), band);
        sums.resize(static_cast<std::size_t>(band));
        result.insert(result.end(), sums.begin(), sums.end());
        return result;
    };
    const auto wide = run();
    for (int j = 0; j <= band; ++j)
        CHECK_THAT(wide[static_cast<std::size_t>(own + j)], WithinAbs(expected[static_cast<std::size_t>(j)], 1e-11));
    for (int i = 0; i < band; ++i) {
        double sum = 0.0;
        for (int r = 0; r < band; ++r)
            sum += factors[static_cast<std::size_t>(r)] * rows[static_cast<std::size_t>(r * stride + i)];
        CHECK_THAT(wide[matrix.size() + static_cast<std::size_t>(i)], WithinAbs(sum, 1e-11));
    }
    allowWideRegisters(false);
    const auto narrow = run();
    allowWideRegisters(true);
    CHECK(narrow == wide);
}

TEST_CASE("Prediction in doubles is what its formula says, wide or not to the same bits", "[dsp]") {
    const int count = GENERATE(1, 15, 16, 100), order = GENERATE(1, 12, 60);
    const auto x = noise(300, 7), a = noise(100, 8);
    std::vector<double> wide(300, 0.0), narrow(300, 0.0);
    predictForward(x.data(), a.data(), order, wide.data(), 70, 70 + count);
    allowWideRegisters(false);
    predictForward(x.data(), a.data(), order, narrow.data(), 70, 70 + count);
    allowWideRegisters(true);
    CHECK(wide == narrow);
    for (int i = 0; i < 300; ++i) {
        double sum = 0.0;
        for (int k = 0; i >= 70 && i < 70 + count && k <= order; ++k)
            sum += a[static_cast<std::size_t>(k)] * x[static_cast<std::size_t>(i - k)];
        CHECK_THAT(wide[static_cast<std::size_t>(i)], WithinAbs(sum, 1e-11));
    }
}
