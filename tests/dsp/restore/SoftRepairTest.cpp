// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/SoftRepair.h"
#include "DenseMatrix.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace phonostage::dsp;
using namespace phonostage::test;

namespace {

/** White noise of 1 mV with a click in it, which no model predicts: B is 1, and nothing is known from beside. */
struct Window {
    HopLayout layout = HopLayout::at(48000.0);
    PassRange range = PassRange::last(layout);
    ChannelWindow own, other;
    int first = layout.behind + 200, count = 0;

    explicit Window(const std::vector<double>& click) : count(static_cast<int>(click.size())) {
        own.prepare(layout);
        other.prepare(layout);
        std::mt19937 random(3);
        std::normal_distribution<double> normal(0.0, 1e-3);
        for (auto& sample : own.raw)
            sample = normal(random);
        for (std::size_t i = 0; i < click.size(); ++i)
            own.raw[static_cast<std::size_t>(first) + i] = click[i];
        std::copy_n(own.raw.begin(), layout.window, own.known.begin());
        double cost = 0.0;
        own.look(range, {});
        own.model.reset();
        for (int part = 0; part < ChannelWindow::measureParts; ++part)
            own.measure(range, part, cost);
        own.x = own.y;
        std::fill_n(own.marks.begin() + first, count, std::uint8_t{1});
    }

    /** What stays in the marked samples. */
    std::vector<double> repaired() {
        SoftRepair repair;
        repair.prepare(layout);
        repair.begin(own, other, range.from, range.to);
        double cost = 0.0;
        while (repair.next(cost)) {
        }
        return {own.x.begin() + first, own.x.begin() + first + count};
    }
};

/** v[m] of the formulas in SoftRepair.h: the click's power in each sample less that of its error, smoothed over three
    either side with falling weights, at least a twentieth of the noise. */
std::vector<double> powers(const std::vector<double>& click, const std::vector<double>& errors, double s2) {
    const int n = static_cast<int>(click.size());
    std::vector<double> result;
    for (int m = 0; m < n; ++m) {
        double sum = 0.0, weights = 0.0;
        for (int t = std::max(0, m - 3); t <= std::min(n - 1, m + 3); ++t) {
            const double weight = 4.0 - std::abs(t - m);
            const auto at = static_cast<std::size_t>(t);
            sum += weight * (click[at] * click[at] - s2 * errors[at]);
            weights += weight;
        }
        result.push_back(std::max(sum / weights - s2, 0.05 * s2));
    }
    return result;
}

/** The estimate where the click has a covariance C[i][j] = sqrt(v[i] v[j]) like^|i-j|, and the sound s2: all by dense
    matrices, in three rounds of which the first knows nothing. */
std::vector<double> expected(const std::vector<double>& y, double s2, bool isSmooth) {
    const std::size_t n = y.size();
    auto click = y; // the first round takes everything for click
    std::vector<double> errors(n, 1.0), x(n, 0.0);
    for (int round = 1; round < 3; ++round) {
        double both = 0.0, power = 0.0;
        for (std::size_t m = 0; m < n; ++m) {
            power += click[m] * click[m];
            if (m > 0) both += click[m] * click[m - 1];
        }
        const double like = isSmooth ? std::min(both / power, 0.95) : 0.0;
        const auto v = powers(click, errors, s2);
        Matrix covariance(n, std::vector<double>(n));
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                covariance[i][j] = std::sqrt(v[i] * v[j]) * std::pow(like, i > j ? i - j : j - i);
        auto m = inverseOf(covariance);
        auto sum = m;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                m[i][j] *= 2.0 * s2;
                sum[i][j] = m[i][j] + (i == j ? 1.0 : 0.0);
            }
        }
        const auto inverse = inverseOf(sum);
        std::vector<double> pulled(n, 0.0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                pulled[i] += m[i][j] * y[j];
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = 0.0;
            for (std::size_t j = 0; j < n; ++j)
                x[i] += inverse[i][j] * pulled[j];
            click[i] = y[i] - x[i];
            errors[i] = inverse[i][i];
        }
    }
    return x;
}

} // namespace

TEST_CASE("A smooth click is estimated with a prior by which neighbours are alike", "[dsp]") {
    std::vector<double> click;
    for (int i = 0; i < 24; ++i)
        click.push_back(0.02 * (1.1 - std::cos(2.0 * std::numbers::pi * i / 23.0)));
    Window window(click);
    const double sigma = window.own.sigma(window.first);
    const auto repaired = window.repaired(), wanted = expected(click, sigma * sigma, true);
    double apart = 0.0;
    const auto without = expected(click, sigma * sigma, false);
    for (std::size_t i = 0; i < click.size(); ++i) {
        CHECK_THAT(repaired[i], WithinAbs(wanted[i], 1e-9));
        apart = std::max(apart, std::fabs(without[i] - wanted[i]));
    }
    CHECK(apart > 1e-6); // with the plain prior it would be another
}

TEST_CASE("A click that swings fast, and what may as well be noise, have the plain prior", "[dsp]") {
    const bool isFaint = GENERATE(false, true);
    std::vector<double> click;
    for (int i = 0; i < 24; ++i)
        click.push_back(isFaint ? 1.5e-3 : i % 2 == 0 ? 0.02 : -0.02);
    Window window(click);
    const double sigma = window.own.sigma(window.first);
    const auto repaired = window.repaired(), wanted = expected(click, sigma * sigma, false);
    for (std::size_t i = 0; i < click.size(); ++i)
        CHECK_THAT(repaired[i], WithinAbs(wanted[i], 1e-9));
}

TEST_CASE("Where nothing is marked, nothing is repaired", "[dsp]") {
    Window window({0.5, 0.5});
    std::fill(window.own.marks.begin(), window.own.marks.end(), std::uint8_t{0});
    const auto before = window.own.x;
    CHECK(window.repaired() == std::vector<double>{0.5, 0.5});
    CHECK(window.own.x == before);
}
