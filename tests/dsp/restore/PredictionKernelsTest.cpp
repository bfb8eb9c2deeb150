// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PredictionKernels.h"
#include "dsp/simd/WideRegisters.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

template <typename Number> std::vector<Number> noise(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<Number> x(count);
    for (auto& v : x)
        v = static_cast<Number>(normal(random));
    return x;
}

struct Results {
    std::vector<float> forward, backward, medians;
    std::vector<double> products, sums;
    bool operator==(const Results&) const = default;
};

Results runAll(int count, int order) {
    const auto x = noise<float>(600, 1), a = noise<float>(100, 2);
    const auto y = noise<double>(600, 3), z = noise<double>(600, 4);
    Results r;
    r.forward.assign(600, 0.0F);
    r.backward.assign(600, 0.0F);
    predictForward(x.data(), a.data(), order, r.forward.data(), 70, 70 + count);
    predictBackward(x.data(), a.data(), order, r.backward.data(), 70, 70 + count);
    r.products.assign(lagsAtOnce, 0.0);
    lagProducts(y.data() + 100, count, 16, r.products.data());
    r.medians.assign(30, 0.0F);
    blockMedians(x.data(), 19, r.medians.data(), count / 19);
    r.sums = y;
    addScaled(r.sums.data(), z.data(), 0.3, count);
    r.sums.push_back(dot(y.data(), z.data(), count));
    return r;
}

} // namespace

TEST_CASE("Prediction, products and medians are what their formulas say", "[dsp]") {
    const int count = GENERATE(1, 7, 19, 64, 71, 200, 333), order = GENERATE(1, 24, 40, 60);
    const auto r = runAll(count, order);
    const auto x = noise<float>(600, 1), a = noise<float>(100, 2);
    const auto y = noise<double>(600, 3), z = noise<double>(600, 4);
    for (int i = 70; i < 70 + count; ++i) {
        double forward = 0.0, backward = 0.0;
        for (int k = 0; k <= order; ++k) {
            forward += static_cast<double>(a[static_cast<std::size_t>(k)] * x[static_cast<std::size_t>(i - k)]);
            backward += static_cast<double>(a[static_cast<std::size_t>(k)] * x[static_cast<std::size_t>(i + k)]);
        }
        CHECK_THAT(static_cast<double>(r.forward[static_cast<std::size_t>(i)]), WithinAbs(forward, 3e-5));
        CHECK_THAT(static_cast<double>(r.backward[static_cast<std::size_t>(i)]), WithinAbs(backward, 3e-5));
    }
    for (int j = 0; j < lagsAtOnce; ++j) {
        double sum = 0.0;
        for (int i = 100; i < 100 + count; ++i)
            sum += y[static_cast<std::size_t>(i)] * y[static_cast<std::size_t>(i - 16 - j)];
        CHECK_THAT(r.products[static_cast<std::size_t>(j)], WithinAbs(sum, 1e-11));
    }
    for (int block = 0; block < count / 19; ++block) {
        std::vector<float> values;
        for (int i = 0; i < 16; ++i)
            values.push_back(std::fabs(x[static_cast<std::size_t>(block * 19 + i)]));
        std::nth_element(values.begin(), values.begin() + 8, values.end());
        CHECK(r.medians[static_cast<std::size_t>(block)] == values[8]);
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        sum += y[i] * z[i];
        CHECK(r.sums[i] == y[i] + 0.3 * z[i]);
    }
    CHECK_THAT(r.sums.back(), WithinAbs(sum, 1e-11));
}

TEST_CASE("Wide registers give the same bits of prediction, products and medians", "[dsp]") {
    const int count = GENERATE(1, 7, 64, 71, 200, 333);
    const auto wide = runAll(count, 40);
    allowWideRegisters(false);
    const auto narrow = runAll(count, 40);
    allowWideRegisters(true);
    CHECK(wide == narrow);
}
