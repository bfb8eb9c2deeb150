// SPDX-License-Identifier: GPL-3.0-or-later
//
// At full scale: which lone samples count, and what is a click. The definition: Resources/docs/overload.md.

#include "dsp/overload/OverloadSupport.h"

#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr double last24 = 8388607.0 / 8388608.0;

/** Noise with its treble up, as raw records have it; peak is the largest |x|. */
Signal treble(int count, double peak, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    double before = 0.0, largest = 0.0;
    Signal x = generate(count, [&](int) {
        const double now = normal(random), y = now - 0.8 * before;
        before = now;
        return y;
    });
    for (const double v : x)
        largest = std::max(largest, std::fabs(v));
    for (double& v : x)
        v *= peak / largest;
    return quantised(std::move(x), 24);
}

Signal withLoneSamples(Signal x, const std::vector<std::size_t>& places) {
    for (const std::size_t place : places) {
        const double sign = x[place] < 0.0 ? -1.0 : 1.0;
        x[place] = sign > 0.0 ? last24 : -1.0;
    }
    return x;
}

} // namespace

TEST_CASE("One or two samples at full scale only touch it, three within a minute are overloads", "[dsp][overload]") {
    const double rate = 8000.0;
    const Signal music = treble(8000 * 130, 0.5);
    CHECK(watch(music, rate, 24).counts.events == 0);
    const Watched one = watch(withLoneSamples(music, {5000}), rate, 24);
    CHECK(one.counts.events == 0);
    CHECK(one.counts.fullScaleSamples == 1);
    CHECK(watch(withLoneSamples(music, {5000, 100000}), rate, 24).counts.events == 0);
    const Watched three = watch(withLoneSamples(music, {5000, 100000, 400000}), rate, 24);
    CHECK(difference(three.runs(), Runs{{5000, 1}, {100000, 1}, {400000, 1}}) == "none");
    CHECK(three.events[0].samples == 1);
    CHECK(three.events[0].kind == dsp::OverloadKind::fullScale);
    // The first is more than a minute older than the third.
    CHECK(watch(withLoneSamples(music, {5000, 300000, 5000 + 8000 * 60 + 100}), rate, 24).counts.events == 0);
    CHECK(watch(withLoneSamples(music, {5000, 300000, 5000 + 8000 * 60 - 100}), rate, 24).counts.events == 3);
}

TEST_CASE("Two adjacent samples at full scale are an overload at once", "[dsp][overload]") {
    Signal x = withLoneSamples(treble(20000, 0.5), {7000});
    x[7001] = x[7000];
    const Watched w = watch(x, 44100.0, 24);
    CHECK(difference(w.runs(), Runs{{7000, 2}}) == "none");
    CHECK(w.events[0].samples == 2);

    // They take what touched full scale in the minute before along.
    Signal y = x;
    y[3000] = last24;
    CHECK(difference(watch(y, 44100.0, 24).runs(), Runs{{3000, 1}, {7000, 2}}) == "none");

    // In silence too, where nothing like it comes within a second.
    Signal pulse(150000, 0.0);
    pulse[20000] = pulse[20001] = last24;
    CHECK(difference(watch(pulse, 44100.0, 24).runs(), Runs{{20000, 2}}) == "none");
}

TEST_CASE("Samples no more than 1 ms apart are one event", "[dsp][overload]") {
    // 44 samples are 1 ms at 44.1 kHz, rounded down.
    const Signal x = withLoneSamples(treble(20000, 0.5), {5000, 5044, 5088, 5133});
    const Watched w = watch(x, 44100.0, 24);
    CHECK(difference(w.runs(), Runs{{5000, 89}, {5133, 1}}) == "none");
    CHECK(w.events[0].samples == 3);
}

TEST_CASE("A tone that touches full scale for long is no overload", "[dsp][overload]") {
    for (const double rate : {44100.0, 96000.0}) {
        for (const double tone : {441.0, 1000.0, 997.0, 3150.0, 8000.0}) {
            for (const int bits : {16, 24}) {
                INFO(rate << " Hz, tone " << tone << ", " << bits << " bit");
                CHECK(watch(quantised(sine(200000, rate, tone, 1.0, pi / 2.0), bits), rate, bits).counts.events == 0);
            }
        }
    }
}

TEST_CASE("A click is told from clipped music by what is around it", "[dsp][overload]") {
    const double rate = 48000.0;
    const auto click = [&](double peak) {
        Signal x = withLoneSamples(treble(96000, peak), {48000});
        x[48001] = x[48000];
        return watch(x, rate, 24).counts;
    };
    const auto quiet = click(0.2), loud = click(0.3); // -14 and -10.5 dBFS
    CHECK(quiet.events == 1);
    CHECK(quiet.clicks == 1);
    CHECK(quiet.areClicksOnly());
    CHECK(quiet.clickSurroundings > 0.1);
    CHECK(quiet.clickSurroundings <= 0.2001);
    CHECK(loud.events == 1);
    CHECK(loud.clicks == 0);
    CHECK_FALSE(loud.areClicksOnly());

    // Longer than 0.3 ms it is no click.
    Signal x = treble(96000, 0.2);
    std::fill_n(x.begin() + 48000, 20, last24);
    CHECK(watch(x, rate, 24).counts.clicks == 0);
    // Loud 100 ms before or behind is music, 250 ms off is not around it.
    for (const int away : {-12000, -4800, 4800, 12000}) {
        Signal y = withLoneSamples(treble(96000, 0.2), {48000});
        y[48001] = y[48000];
        y[static_cast<std::size_t>(48000 + away)] = 0.7;
        INFO(away);
        CHECK(watch(y, rate, 24).counts.clicks == (std::abs(away) > 9600 ? 1 : 0));
    }
}
