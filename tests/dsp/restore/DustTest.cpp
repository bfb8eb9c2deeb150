// SPDX-License-Identifier: GPL-3.0-or-later
// Particles of dust: their shape, its fit, and what of it is taken out of a signal.
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/DustFit.h"
#include "dsp/restore/DustShape.h"
#include "dsp/restore/HopLayout.h"
#include "dsp/restore/RestoreSupport.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;
constexpr double widthFrames = 80e-6 * rateHz;
constexpr double size = 8e-4; ///< of a particle, in volts: its error stands out by eight deviations nowhere
constexpr std::size_t frames = 24000;

/** A particle in the groove: the slope of a hill, written without the code's own terms. */
double particle(double frame, double middle) {
    const double u = (frame - middle) / widthFrames;
    return std::fabs(u) < 4.0 ? -u * std::exp(-0.5 * u * u) : 0.0;
}

/** Bass of its own in each channel, whose noise falls in the treble as that of music does. */
Frames sound(unsigned seed) {
    const auto left = resonantNoise(0.99, 2.0 * std::numbers::pi * 200.0 / rateHz, 1e-5, frames, seed);
    const auto right = resonantNoise(0.99, 2.0 * std::numbers::pi * 200.0 / rateHz, 1e-5, frames, seed + 100);
    Frames both(frames);
    for (std::size_t i = 0; i < frames; ++i) { // a file that ends with a step has a click there
        const double edge = std::min(1.0, static_cast<double>(std::min(i, frames - 1 - i)) / 4800.0);
        const double fade = edge * edge * (3.0 - 2.0 * edge);
        both[i] = StereoDouble(fade * left[i], fade * right[i]);
    }
    return both;
}

enum class Wall { left, right, lateral, vertical };

Frames withParticle(Frames in, double middle, double volts, Wall wall) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const double value = volts * particle(static_cast<double>(i), middle);
        in[i] = in[i] + StereoDouble(wall == Wall::right ? 0.0 : value, wall == Wall::left       ? 0.0
                                                                        : wall == Wall::vertical ? -value
                                                                                                 : value);
    }
    return in;
}

struct Cleaned {
    Frames removed; ///< in time with the input
    std::vector<ClickEvent> events;
};

Cleaned clean(const Frames& in, const std::vector<KeptPlace>& kept = {}) {
    KeptPlaces places;
    places.set(kept);
    ClickRemover remover;
    ClickList list;
    remover.prepare(rateHz);
    remover.set(ClickThresholds());
    remover.report(&list);
    remover.keep(&places);
    remover.start(0);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    Frames padded = in;
    padded.resize(in.size() + late);
    Cleaned result{Frames(padded.size()), {}};
    remover.process(padded.data(), result.removed.data(), static_cast<int>(padded.size()));
    result.removed.erase(result.removed.begin(), result.removed.begin() + static_cast<std::ptrdiff_t>(late));
    ClickEvent event;
    while (list.take(event))
        result.events.push_back(event);
    return result;
}

double energy(const Frames& of, int channel, std::size_t from, std::size_t to) {
    double sum = 0.0;
    for (std::size_t i = from; i < to; ++i)
        sum += of[i].channel(channel) * of[i].channel(channel);
    return sum;
}

} // namespace

TEST_CASE("The terms of a particle's shape are a hill and its derivatives", "[dsp]") {
    constexpr double step = 1e-4;
    for (const double u : {-3.1, -1.0, -0.2, 0.0, 0.7, 2.4}) {
        CHECK_THAT(DustShape::term(0, u), WithinAbs(std::exp(-u * u / 2.0), 1e-15));
        for (int j = 0; j + 1 < DustShape::terms; ++j) {
            const double slope = (DustShape::term(j, u + step) - DustShape::term(j, u - step)) / (2.0 * step);
            CHECK_THAT(DustShape::term(j + 1, u), WithinAbs(slope, 1e-7));
        }
    }
    const DustShape shape{.at = 100.0, .width = 2.0, .sizes = {0.3, -0.5, 0.1, 0.05}};
    CHECK(shape.from() == 91);
    CHECK(shape.to() == 110);
    CHECK(shape.valueAt(90) == 0.0);
    CHECK(shape.valueAt(110) == 0.0);
    CHECK(shape.valueAt(100) == 0.3 - 0.1);
}

TEST_CASE("A particle's slope and hill are measured in the noise of a known process", "[dsp]") {
    ChannelWindow window;
    window.prepare(HopLayout::at(rateHz).lower(2));
    const int order = window.layout.order, at = window.layout.behind + 100;
    const double width = 80e-6 * window.layout.rateHz;
    const DustShape truth{.at = static_cast<double>(at), .width = width, .sizes = {2e-2, 8e-2, 0.0, 0.0}};
    std::mt19937 random(3);
    std::normal_distribution<double> normal(0.0, 1e-4);
    double last = 0.0, before = 0.0;
    for (int i = 0; i < window.layout.window; ++i) {
        const auto n = static_cast<std::size_t>(i);
        window.known[n] = 1.7 * last - 0.74 * before + normal(random);
        before = std::exchange(last, window.known[n]);
        window.y[n] = window.known[n] + truth.valueAt(i);
    }
    const auto range = PassRange::last(window.layout);
    window.prepareLook(range);
    std::vector<double> products(static_cast<std::size_t>(order) + 1, 0.0); // of the process: 1.7, -0.74
    double a[3] = {1.0, -1.7, 0.74}, r[3] = {};
    r[0] = 1.0;
    r[1] = -a[1] / (1.0 + a[2]);
    for (std::size_t lag = 0; lag < products.size(); ++lag)
        products[lag] = lag == 0 ? 1.0 : lag == 1 ? r[1] : 1.7 * products[lag - 1] - 0.74 * products[lag - 2];
    window.model.fit(products.data());
    double cost = 0.0;
    for (int part = 0; part < ChannelWindow::measureParts; ++part)
        window.measure(range, part, cost);
    DustFit fit;
    fit.prepare(order, 110e-6 * window.layout.rateHz);
    DustShape shape{.at = truth.at, .width = width};
    REQUIRE(fit.fit(window, shape, cost));
    CHECK_THAT(shape.sizes[1], WithinRel(8e-2, 0.05));
    CHECK_THAT(shape.sizes[0], WithinAbs(2e-2, 3e-3));
    CHECK(fit.powerLeft() < 2.0);
    CHECK(fit.powerLeft() > 0.5);
    CHECK(fit.mostLeft() < 4.0);
    CHECK(fit.match().size() > 20.0);
    for (int i = 0; i < 100; ++i) // a sound that begins with it and rings on
        window.y[static_cast<std::size_t>(at + 4 + i)] += 1e-2 * std::sin(1.7 * i) * std::exp(-i / 30.0);
    REQUIRE(fit.fit(window, shape, cost));
    CHECK(fit.powerLeft() > 2.0);
    DustShape outside{.at = 2.0, .width = width};
    CHECK_FALSE(fit.fit(window, outside, cost));
}

TEST_CASE("A faint particle on one wall is taken out, wherever it lies in a hop", "[dsp]") {
    const int hop = HopLayout::at(rateHz).hop;
    const auto bare = sound(1);
    int found = 0, tried = 0;
    for (int offset = 0; offset < hop; offset += 23) {
        CAPTURE(offset);
        const double middle = 12000.0 + offset;
        const auto from = static_cast<std::size_t>(middle) - 30, to = from + 60;
        const auto cleaned = clean(withParticle(bare, middle, size, Wall::left));
        ++tried;
        if (cleaned.events.empty()) { // noise may hide it, but then it is left alone
            CHECK(energy(cleaned.removed, 0, 0, frames) == 0.0);
            continue;
        }
        ++found;
        Frames left(frames);
        for (std::size_t i = 0; i < frames; ++i)
            left[i] =
                withParticle(Frames(1), middle - static_cast<double>(i), size, Wall::left)[0] - cleaned.removed[i];
        Frames click = withParticle(Frames(frames), middle, size, Wall::left);
        CHECK(energy(left, 0, from, to) < 0.2 * energy(click, 0, from, to));
        CHECK(energy(cleaned.removed, 0, 0, from) + energy(cleaned.removed, 0, to, frames) == 0.0);
        CHECK(energy(cleaned.removed, 1, 0, frames) == 0.0);
        REQUIRE(cleaned.events.size() == 1);
        CHECK(cleaned.events[0].channel == 0);
        CHECK_FALSE(cleaned.events[0].isSecond);
        CHECK(std::fabs(static_cast<double>(cleaned.events[0].start) + 0.5 * cleaned.events[0].length - middle) < 6.0);
        CHECK_THAT(static_cast<double>(cleaned.events[0].peakVolts), WithinRel(size * 0.6065, 0.3));
    }
    CHECK(found >= 0.8 * tried);
}

TEST_CASE("The same in both channels is music, out of phase it is dust, and without it nothing is changed", "[dsp]") {
    const auto bare = sound(2);
    const auto changed = [&](const Frames& in) {
        const auto cleaned = clean(in);
        return std::pair{energy(cleaned.removed, 0, 0, frames), energy(cleaned.removed, 1, 0, frames)};
    };
    CHECK(changed(bare) == std::pair{0.0, 0.0});
    CHECK(changed(withParticle(bare, 12100.0, size, Wall::lateral)) == std::pair{0.0, 0.0});
    const auto vertical = changed(withParticle(bare, 12100.0, size, Wall::vertical));
    CHECK(vertical.first > 0.0);
    CHECK(vertical.second > 0.0);
    const auto right = changed(withParticle(bare, 12100.0, size, Wall::right));
    CHECK(right.first == 0.0);
    CHECK(right.second > 0.0);
}

TEST_CASE("What is a hill more than its slope is left alone: a particle gives the slope of one", "[dsp]") {
    const auto bare = sound(1);
    const auto isChanged = [&](double volts, double hill) {
        auto in = withParticle(bare, 12000.0, volts, Wall::left);
        for (std::size_t i = 11900; i < 12100; ++i) {
            const double u = (static_cast<double>(i) - 12000.0) / widthFrames;
            in[i] = in[i] + StereoDouble(hill * volts * std::exp(-0.5 * u * u), 0.0);
        }
        return energy(clean(in).removed, 0, 0, frames) > 0.0;
    };
    for (const double volts : {6e-4, 8e-4}) {
        CAPTURE(volts);
        CHECK(isChanged(volts, 0.6)); // one side of the hill is steeper
        CHECK_FALSE(isChanged(volts, 1.5));
    }
}

TEST_CASE("A particle's shape in a moment that is noisier than all around is often left alone", "[dsp]") {
    int bare = 0, noisy = 0;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const auto in = withParticle(sound(seed), 12000.0, size, Wall::left);
        bare += energy(clean(in).removed, 0, 0, frames) > 0.0 ? 1 : 0;
        auto rough = in;
        std::mt19937_64 random(seed);
        std::normal_distribution<double> normal(0.0, 1.5e-5);
        for (std::size_t i = 11975; i < 12025; ++i)
            rough[i] = rough[i] + StereoDouble(normal(random), 0.0);
        noisy += energy(clean(rough).removed, 0, 0, frames) > 0.0 ? 1 : 0;
    }
    CAPTURE(bare, noisy);
    CHECK(bare >= 10);
    CHECK(noisy <= bare - 4);
}

TEST_CASE("A particle that is given back stays whole, to the bit, and the others go", "[dsp]") {
    const int hop = HopLayout::at(rateHz).hop;
    int found = 0, tried = 0;
    for (int offset = 0; offset < hop; offset += 31) {
        CAPTURE(offset);
        const double first = 12000.0 + offset, second = first + 3000.0;
        const auto in = withParticle(withParticle(sound(1), first, size, Wall::left), second, size, Wall::left);
        const auto all = clean(in), some = clean(in, {{static_cast<std::int64_t>(first), 1, 0}});
        const auto between = static_cast<std::size_t>(first) + 1500;
        ++tried;
        if (energy(all.removed, 0, 0, between) == 0.0) continue;
        ++found;
        CHECK(energy(some.removed, 0, 0, between) == 0.0);
        std::size_t wrong = 0;
        for (std::size_t i = between; i < frames; ++i)
            wrong += all.removed[i].left() == some.removed[i].left() ? 0U : 1U;
        CHECK(wrong == 0);
    }
    CHECK(found >= 0.6 * tried);
}
