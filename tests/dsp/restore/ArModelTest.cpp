// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ArModel.h"
#include "support/Catch.h"

#include <cmath>

using namespace phonostage::dsp;

namespace {

/** Autocorrelation of x[n] = c1 x[n-1] + c2 x[n-2] + e, of power 1: Yule and Walker's equations. */
std::vector<double> correlation(double c1, double c2, int lags) {
    std::vector<double> r{1.0, c1 / (1.0 - c2)};
    while (static_cast<int>(r.size()) <= lags)
        r.push_back(c1 * r[r.size() - 1] + c2 * r[r.size() - 2]);
    return r;
}

} // namespace

TEST_CASE("The model of a process of known coefficients has them, and none beyond its order", "[dsp]") {
    const double radius = GENERATE(0.3, 0.9, 0.99);
    const double c1 = 2.0 * radius * std::cos(0.7), c2 = -radius * radius;
    ArModel model;
    model.prepare(12);
    model.fit(correlation(c1, c2, 12).data());
    CHECK_THAT(model.coefficients()[0], WithinAbs(1.0, 0.0));
    CHECK_THAT(model.coefficients()[1], WithinAbs(-c1, 1e-5)); // within its conditioning of -90 dB
    CHECK_THAT(model.coefficients()[2], WithinAbs(-c2, 1e-5));
    for (int k = 3; k <= 12; ++k)
        CHECK_THAT(model.coefficients()[k], WithinAbs(0.0, 1e-5));
    CHECK_THAT(model.energy(), WithinRel(1.0 + c1 * c1 + c2 * c2, 1e-4));
    CHECK_THAT(model.products()[1], WithinAbs(-c1 + c1 * c2, 1e-4));
    CHECK_THAT(model.products()[2], WithinAbs(-c2, 1e-4));
    CHECK_THAT(model.spread(), WithinRel((c1 * c1 + 2.0 * c2 * c2) / (1.0 + c1 * c1 + c2 * c2), 1e-3));
}

TEST_CASE("White noise and silence have the model of no memory", "[dsp]") {
    ArModel model;
    model.prepare(8);
    const std::vector<double> white{2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}, silence(9, 0.0);
    for (const auto& products : {white, silence}) {
        model.fit(products.data());
        CHECK(model.energy() == 1.0);
        CHECK(model.spread() == 0.0);
        for (int k = 1; k <= 8; ++k)
            CHECK(model.coefficients()[k] == 0.0);
    }
}

TEST_CASE("Products that no signal has give a finite model", "[dsp]") {
    ArModel model;
    model.prepare(4);
    const std::vector<double> impossible{1.0, 2.0, -3.0, 1.0, 0.5};
    model.fit(impossible.data());
    CHECK(std::isfinite(model.energy()));
}
