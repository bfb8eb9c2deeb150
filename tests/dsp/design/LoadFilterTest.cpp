// SPDX-License-Identifier: GPL-3.0-or-later
//
// The load correction's design, against the definition of the divider written out in LoadSupport.h.

#include "dsp/design/DeEmphasisAllocations.h"
#include "dsp/design/LoadSupport.h"
#include "support/Catch.h"

#include <cstdlib>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

const std::vector<double> promisedRates{44100,  48000,  50000,  64000,  88200,  96000,
                                        176400, 192000, 352800, 384000, 705600, 768000};

// A larger sweep by hand: PHONOSTAGE_SWEEP=4000.
int sweepSize() {
    const char* wish = std::getenv("PHONOSTAGE_SWEEP");
    return wish != nullptr ? std::atoi(wish) : 300;
}

/** The ratio comes up to the limit right at the top of the band and would go on: nothing bends that sharply. */
bool bendsAtTheTop(const dsp::LoadCorrection& c, double rate) {
    double next = -1e9;
    for (int i = 0; i <= 100; ++i)
        next = std::max(next, loadTruthDb(c, std::min(0.5 * rate, loadBandTopHz(rate) * std::pow(4.0, i / 100.0))));
    return next > c.limitDb;
}

double largestRadius(double c1, double c2) {
    const double inside = c1 * c1 - 4.0 * c2;
    return inside >= 0.0 ? 0.5 * (std::abs(c1) + std::sqrt(inside)) : std::sqrt(c2);
}

} // namespace

TEST_CASE("Cartridges and inputs of every kind come out right at every rate", "[dsp][load]") {
    const double rate = GENERATE(from_range(promisedRates));
    for (const double henry : {0.0, 0.045, 0.43, 0.55, 0.7, 1.5})
        for (const double ohm : {50.0, 760.0, 1550.0})
            for (const dsp::Load have : {dsp::Load{1e3, 100e-12}, dsp::Load{3e3, 150e-12}, dsp::Load{10e3, 150e-12},
                                         dsp::Load{60e3, 300e-12}, dsp::Load{1e6, 150e-12}, dsp::Load{1e6, 400e-12}})
                for (const dsp::Load want :
                     {dsp::Load{47e3, 150e-12}, dsp::Load{47e3, 400e-12}, dsp::Load{33e3, 0.0}}) {
                    const dsp::LoadCorrection c{henry, ohm, have, want, 36.0};
                    const auto figures = measureLoad(c, dsp::designLoadFilter(c, rate), rate);
                    INFO(describe(c, rate) << ", needs " << figures.neededDb << " dB");
                    if (figures.neededDb > c.limitDb || (figures.neededDb > 34.5 && bendsAtTheTop(c, rate)))
                        CHECK(figures.errorDb < 1.0);
                    else
                        CHECK(figures.errorDb < loadPromiseDb(rate));
                    CHECK(figures.largestDb < c.limitDb + 0.002);
                }
}

TEST_CASE("Any legal load from 1 kohm on keeps the promise at any rate", "[dsp][load]") {
    RandomLoads random(20260101);
    int exact = 0;
    for (int i = 0; i < sweepSize(); ++i) {
        const auto c = random.correction(1e3);
        const double rate = random.rate(44100.0);
        REQUIRE(dsp::whyIllegal(c) == nullptr);
        const auto design = dsp::designLoadFilter(c, rate);
        const auto figures = measureLoad(c, design, rate);
        INFO(describe(c, rate) << ", needs " << figures.neededDb << " dB, error " << figures.errorDb);
        const bool close = figures.neededDb > c.limitDb - 1.5 && bendsAtTheTop(c, rate);
        CHECK(figures.errorDb < (figures.neededDb > c.limitDb || close ? 1.0 : loadPromiseDb(rate)));
        CHECK(figures.largestDb < c.limitDb + 0.002);
        if (figures.neededDb <= c.limitDb) {
            ++exact;
            CHECK(figures.aboveDb < std::max(figures.neededDb, 0.0) + dsp::levelOffDb + 1.0);
        }
    }
    CHECK(exact > sweepSize() / 2);
}

TEST_CASE("Where the limit acts the correction follows up to it and stays within 1 dB of it", "[dsp][load]") {
    RandomLoads random(31);
    int limited = 0;
    for (int i = 0; i < sweepSize(); ++i) {
        auto c = random.correction(1e3);
        c.limitDb = 40.0 * random.uniform();
        const double rate = random.rate(44100.0);
        const auto figures = measureLoad(c, dsp::designLoadFilter(c, rate), rate);
        INFO(describe(c, rate) << ", needs " << figures.neededDb << " dB, error " << figures.errorDb);
        CHECK(figures.largestDb < c.limitDb + 0.002);
        if (figures.neededDb <= c.limitDb) continue;
        ++limited;
        CHECK(figures.errorDb < 1.0);
    }
    CHECK(limited > 20);

    auto c = movingMagnet(3e3);
    for (const double limitDb : {0.0, 6.0, 12.0, 20.0}) {
        c.limitDb = limitDb;
        const auto design = dsp::designLoadFilter(c, 96000.0);
        for (const double hz : {20.0, 200.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0}) {
            const double ideal = std::min(loadTruthDb(c, hz), limitDb);
            INFO("limit " << limitDb << " at " << hz << " Hz");
            CHECK_THAT(loadFilterDb(design, hz, 96000.0),
                       WithinAbs(ideal, loadTruthDb(c, hz) < limitDb - 10.0 ? 0.01 : 0.9));
        }
    }
}

TEST_CASE("Every legal load gives a stable filter of minimum phase at every rate", "[dsp][load]") {
    RandomLoads random(7);
    for (int i = 0; i < sweepSize(); ++i) {
        auto c = random.correction(10.0);
        if (random.uniform() < 0.5) c.limitDb = 40.0 * random.uniform();
        const double rate = random.rate(8000.0);
        const auto design = dsp::designLoadFilter(c, rate);
        INFO(describe(c, rate));
        REQUIRE(std::isfinite(design.gain));
        REQUIRE(design.biquadCount <= dsp::LoadFilter::maxBiquads);
        for (int k = 0; k < design.biquadCount; ++k) {
            const auto& b = design.biquad[static_cast<std::size_t>(k)];
            CHECK(b.b0 == 1.0);
            // 5 nepers a second: the sharpest ringing is gone, 60 dB down, after 1.4 s.
            CHECK((1.0 - largestRadius(b.a1, b.a2)) * rate > 5.0);
            CHECK(largestRadius(b.a1, b.a2) < 1.0 - 1e-6);
            CHECK(largestRadius(b.b1, b.b2) <= 1.0);
        }
        const auto figures = measureLoad(c, design, rate);
        CHECK(figures.largestDb < c.limitDb + 0.002);
        CHECK(figures.errorDb < 1.1);
    }
}

TEST_CASE("Below 44.1 kHz the load is right up to 0.45 of the rate", "[dsp][load]") {
    for (const double rate : {8000.0, 11025.0, 16000.0, 22050.0, 32000.0})
        for (const double haveOhm : {3e3, 10e3, 60e3, 1e6}) {
            const auto c = movingMagnet(haveOhm);
            INFO(describe(c, rate));
            CHECK(measureLoad(c, dsp::designLoadFilter(c, rate), rate).errorDb < 0.05);
        }
}

TEST_CASE("The load's phase is that of the analogue but for a constant delay below one sample", "[dsp][load]") {
    struct Promise {
        double rate, deg;
    };
    for (const auto& promise : {Promise{44100, 2.5}, Promise{48000, 1.3}, Promise{64000, 0.3}, Promise{88200, 0.2},
                                Promise{96000, 0.15}, Promise{192000, 0.03}, Promise{384000, 0.005}})
        for (const double haveOhm : {3e3, 10e3, 60e3, 1e6}) {
            const auto c = movingMagnet(haveOhm, haveOhm == 60e3 ? 300e-12 : 150e-12);
            const auto design = dsp::designLoadFilter(c, promise.rate);
            const auto figures = measureLoad(c, design, promise.rate);
            INFO(describe(c, promise.rate) << ": " << figures.phaseDeg << " deg");
            CHECK(figures.phaseDeg < promise.deg);
            CHECK_THAT(design.worstPhaseDeg, WithinAbs(figures.phaseDeg, 0.02 + 0.05 * figures.phaseDeg));
            CHECK(std::abs(design.delaySamples) < 1.0);
        }
}

TEST_CASE("The resonance of a 1 Mohm input is a zero pair at its exact place", "[dsp][load]") {
    const auto c = movingMagnet(1e6);
    for (const double rate : {44100.0, 48000.0, 96000.0, 768000.0}) {
        const auto design = dsp::designLoadFilter(c, rate);
        // s^2 L C + s (L/R + Rc C) + 1 + Rc/R = 0.
        const double square = c.coilHenry * c.have.capacitanceFarad;
        const double decay = (c.coilHenry / 1e6 + c.coilOhm * c.have.capacitanceFarad) / (2.0 * square);
        const double angle = std::sqrt((1.0 + c.coilOhm / 1e6) / square - decay * decay);
        CHECK_THAT(angle / (2.0 * std::numbers::pi), WithinAbs(17.5e3, 100.0)); // known of this cartridge
        bool found = false;
        for (const auto& b : design.biquad)
            found = found || (std::abs(b.b2 - std::exp(-2.0 * decay / rate)) < 1e-12 &&
                              std::abs(b.b1 + 2.0 * std::exp(-decay / rate) * std::cos(angle / rate)) < 1e-12);
        CHECK(found);
        const double hz = angle / (2.0 * std::numbers::pi);
        CHECK_THAT(loadFilterDb(design, hz, rate), WithinAbs(loadTruthDb(c, hz), loadPromiseDb(rate)));
        CHECK(loadTruthDb(c, hz) < -20.0);
    }
}

TEST_CASE("The right load is an exact identity, and a ratio without frequency a plain gain", "[dsp][load]") {
    for (const double rate : {8000.0, 44100.0, 768000.0}) {
        const auto same = dsp::designLoadFilter(movingMagnet(47e3), rate);
        CHECK(same.biquadCount == 0);
        CHECK(same.gain == 1.0);
        for (const double hz : {20.0, 1000.0, 0.45 * rate})
            CHECK(dsp::response(same, hz, rate) == std::complex<double>(1.0, 0.0));

        // No coil at all: no divider.
        const dsp::LoadCorrection noCoil{0.0, 0.0, {10e3, 1e-9}, {47e3, 0.0}, 36.0};
        CHECK(dsp::designLoadFilter(noCoil, rate).biquadCount == 0);
        CHECK(dsp::designLoadFilter(noCoil, rate).gain == 1.0);

        dsp::LoadCorrection resistors{0.0, 1000.0, {1000.0, 0.0}, {47e3, 0.0}, 36.0};
        const auto gain = dsp::designLoadFilter(resistors, rate);
        CHECK(gain.biquadCount == 0);
        CHECK_THAT(gain.gain, WithinRel(2.0 / (1.0 + 1.0 / 47.0), 1e-14));
        resistors.limitDb = 3.0;
        CHECK_THAT(dsp::designLoadFilter(resistors, rate).gain, WithinRel(std::pow(10.0, 0.15), 1e-14));
    }
    // A moving coil has hardly any inductance: its loss is one of level.
    const dsp::LoadCorrection coil{50e-6, 10.0, {1000.0, 150e-12}, {100.0, 150e-12}, 36.0};
    const auto design = dsp::designLoadFilter(coil, 96000.0);
    for (const double hz : {20.0, 1000.0, 20000.0})
        CHECK_THAT(loadFilterDb(design, hz, 96000.0), WithinAbs(20.0 * std::log10(1.01 / 1.1), 0.02));
}

TEST_CASE("The load's design repeats itself and allocates nothing", "[dsp][load]") {
    RandomLoads random(99);
    for (int i = 0; i < 30; ++i) {
        const auto c = random.correction(1e3);
        const double rate = random.rate(44100.0);
        const long before = allocationCount();
        const auto first = dsp::designLoadFilter(c, rate);
        const auto second = dsp::designLoadFilter(c, rate);
        const auto facts = dsp::loadFacts(c);
        CHECK(allocationCount() == before);
        CHECK(std::isfinite(facts.noiseDb));
        CHECK(first.gain == second.gain);
        CHECK(dsp::response(first, 12345.0, rate) == dsp::response(second, 12345.0, rate));
    }
}
