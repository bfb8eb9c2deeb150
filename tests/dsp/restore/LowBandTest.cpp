// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LowBand.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

/** A low band over windows of the whole band, whose signal is a formula of the frame's number. */
struct Bands {
    HopLayout layout;
    LowBand low;
    std::array<ChannelWindow, 2> full;
    std::int64_t hops = 0;

    explicit Bands(double rateHz) : layout(HopLayout::at(rateHz)) {
        low.prepare(layout);
        for (auto& window : full)
            window.prepare(layout);
    }

    using Signal = std::function<double(int)>;

    /** The next hop of this signal, in both channels; `off` is added to what is looked at, but not to what is raw. */
    void take(const Signal& signal, const Signal& off = nullptr) {
        if (++hops > 1) low.moveOn();
        const int first = static_cast<int>(hops) * layout.hop;
        for (std::size_t channel = 0; channel < 2; ++channel) {
            auto& w = full[channel];
            for (int i = 0; i < layout.window; ++i)
                w.raw[static_cast<std::size_t>(i)] = signal(first + i);
            std::copy_n(w.raw.begin(), layout.window, w.y.begin());
            if (off != nullptr)
                for (int i = 0; i < layout.window; ++i)
                    w.y[static_cast<std::size_t>(i)] += off(i);
            w.known = w.y;
            double cost = 0.0;
            for (int part = 0; low.measure(channel, w, hops, part, cost); ++part) {
            }
        }
    }

    /** By how much the lowered signal differs from this one at most, away from the window's ends. */
    double furthest(const Signal& signal) const {
        const auto& y = low.lowered(0).y;
        const int factor = layout.window / low.lowered(0).layout.window, first = static_cast<int>(hops) * layout.hop;
        double most = 0.0;
        for (int i = 16; i < low.lowered(0).layout.window - 16; ++i)
            most = std::max(most, std::fabs(y[static_cast<std::size_t>(i)] - signal(first + i * factor)));
        return most;
    }

    std::vector<FoundClick> found() {
        double cost = 0.0;
        low.beginFind(0, ClickThresholds(), cost);
        while (low.next(cost)) {
        }
        ClickFinder finder;
        finder.prepare(layout);
        low.giveTo(finder);
        return finder.found();
    }
};

} // namespace

TEST_CASE("The low band is a half or a quarter of the rate, and none where that is low", "[dsp]") {
    const auto factor = [](double rateHz) {
        Bands bands(rateHz);
        return bands.low.isUsed() ? bands.layout.window / bands.low.lowered(0).layout.window : 1;
    };
    CHECK(factor(32000.0) == 1);
    CHECK(factor(44100.0) == 2);
    CHECK(factor(48000.0) == 2);
    CHECK(factor(96000.0) == 4);
}

TEST_CASE("A constant, a slope and bass come down to the low band as they are, in time with the whole", "[dsp]") {
    const double rateHz = GENERATE(44100.0, 48000.0, 96000.0);
    Bands bands(rateHz);
    const Bands::Signal slope = [](int i) { return 0.3 + 1e-4 * i; }; // symmetric taps of sum 1 keep both
    for (int hop = 0; hop < 3; ++hop) { // the first is lowered as a whole, later ones where they are new
        bands.take(slope);
        CHECK(bands.furthest(slope) < 1e-12);
    }
    for (const double hertz : {100.0, 1000.0, 4000.0}) {
        Bands tones(rateHz);
        const Bands::Signal tone = [&](int i) { return std::sin(2.0 * std::numbers::pi * hertz * i / rateHz); };
        tones.take(tone);
        tones.take(tone);
        CHECK(tones.furthest(tone) < 0.01);
    }
}

TEST_CASE("Treble that the low band cannot hold does not come down folded", "[dsp]") {
    const double rateHz = GENERATE(44100.0, 48000.0);
    for (const double share : {0.36, 0.42, 0.49}) { // of the whole rate, from 0.72 of the low one on
        Bands bands(rateHz);
        const Bands::Signal tone = [&](int i) { return std::sin(2.0 * std::numbers::pi * share * i); };
        bands.take(tone);
        CHECK(bands.furthest([](int) { return 0.0; }) < 0.01);
    }
}

TEST_CASE("What was repaired is lowered again, and the rest stays as it was lowered", "[dsp]") {
    const Bands::Signal tone = [](int i) { return std::sin(0.05 * i); };
    const int at = GENERATE(0, 700, 1000, 2200);
    const Bands::Signal repair = [&](int i) { return i >= at && i < at + 30 ? 0.2 : 0.0; };
    Bands some(48000.0), whole(48000.0);
    some.take(tone);
    some.take(tone, repair);
    // The same sound, as if it had come raw, and as a first hop, which is lowered as a whole.
    const int hop = some.layout.hop;
    whole.take([&](int i) { return tone(i + hop) + repair(i - hop); });
    const auto &a = some.low.lowered(0).y, &b = whole.low.lowered(0).y;
    for (std::size_t i = at == 0 ? 0 : 8; i < a.size(); ++i) // a first hop knows nothing in front of it
        CHECK_THAT(a[i], WithinAbs(b[i], 1e-13));
}

TEST_CASE("A smooth click in noise is found in the low band, at its place", "[dsp]") {
    const double rateHz = GENERATE(48000.0, 96000.0);
    Bands bands(rateHz);
    std::mt19937 random(5);
    std::normal_distribution<double> normal(0.0, 1e-3);
    std::vector<double> noise(static_cast<std::size_t>(bands.layout.window + 8 * bands.layout.hop));
    for (auto& sample : noise)
        sample = normal(random);
    const int middle = 5 * bands.layout.hop + bands.layout.behind + bands.layout.hop / 2;
    const double width = 0.1e-3 * rateHz;
    const double height = GENERATE(0.0, 0.03);
    const Bands::Signal sound = [&](int i) {
        const double t = (i - middle) / width;
        return noise[static_cast<std::size_t>(i)] + height * std::exp(-t * t);
    };
    for (int hop = 0; hop < 5; ++hop)
        bands.take(sound);
    for (auto& sample : bands.full[1].raw) // in one channel alone
        sample = 0.0;
    const auto found = bands.found();
    if (height == 0.0) {
        CHECK(found.empty());
        return;
    }
    REQUIRE(found.size() == 1);
    const int at = bands.layout.behind + bands.layout.hop / 2;
    CHECK(found[0].from < at);
    CHECK(found[0].to > at);
    CHECK(std::abs(found[0].at - at) < static_cast<int>(4.0 * width));
    CHECK(found[0].to - found[0].from < static_cast<int>(16.0 * width));
}
