// SPDX-License-Identifier: GPL-3.0-or-later
// Arm resonance from bass sweeps whose level is the closed form of a resonance.
#include "dsp/measure/testrecord/ResonanceMeter.h"
#include "dsp/measure/testrecord/PlayedDisc.h"
#include "support/Catch.h"

#include <algorithm>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Plane = ResonanceMeasurement::Plane;

ResonanceMeasurement measured(const Wiring& wiring) {
    ResonanceMeter meter(wiring.rateHz);
    for (std::size_t done = 0, piece = 1; done < wiring.frames(); done += piece, piece = piece * 3 % 30011 + 1) {
        piece = std::min(piece, wiring.frames() - done);
        meter.add(std::span(wiring.left).subspan(done, piece), std::span(wiring.right).subspan(done, piece));
    }
    return meter.finish();
}

} // namespace

TEST_CASE("frequency and Q of the arm come out of a bass sweep, falling or rising, at any rate") {
    struct Case {
        double rateHz, armHz, armQ, fromHz, toHz, seconds;
    };
    const auto one = GENERATE(Case{48000.0, 9.0, 3.0, 25.0, 5.0, 40.0}, Case{44100.0, 12.0, 2.0, 25.0, 5.0, 30.0},
                              Case{96000.0, 7.5, 4.0, 3.0, 100.0, 30.0}, Case{192000.0, 10.5, 2.5, 25.0, 5.0, 30.0});
    PlayedDisc::Deck deck;
    deck.rateHz = one.rateHz;
    deck.armHz = one.armHz;
    deck.armQ = one.armQ;
    PlayedDisc disc(deck);
    disc.groove(4.0);
    disc.bassSweep(one.fromHz, one.toHz, one.seconds);
    disc.groove(4.0);
    const auto found = measured(disc.played());
    INFO(one.armHz << " Hz, Q " << one.armQ << " at " << one.rateHz);
    REQUIRE(found.hasSweep);
    CHECK(found.plane == Plane::lateral);
    CHECK(found.isSure());
    CHECK(found.isConstantAmplitude);
    CHECK_THAT(found.resonanceHz, WithinRel(one.armHz, 0.04));
    CHECK_THAT(found.q, WithinRel(one.armQ, 0.2));
    CHECK(found.spreadDb < 0.7);
}

TEST_CASE("a vertical sweep is one, clicks or not") {
    PlayedDisc::Deck deck;
    deck.armHz = 8.0;
    deck.clicksPerSecond = 5.0;
    PlayedDisc disc(deck);
    disc.groove(3.0);
    disc.bassSweep(20.0, 5.0, 30.0, true);
    disc.groove(3.0);
    const auto found = measured(disc.played());
    REQUIRE(found.hasSweep);
    CHECK(found.plane == Plane::vertical);
    CHECK_THAT(found.resonanceHz, WithinRel(8.0, 0.05));
}

TEST_CASE("without a peak inside the sweep there is no sure resonance, and without a sweep none at all") {
    PlayedDisc::Deck deck;
    deck.armQ = 0.5;
    PlayedDisc flat(deck);
    flat.groove(3.0);
    flat.bassSweep(25.0, 5.0, 30.0);
    flat.groove(3.0);
    CHECK(measured(flat.played()).doubt == ResonanceMeasurement::Doubt::noPeak);

    deck.armQ = 2.0;
    deck.armHz = 3.5;
    PlayedDisc below(deck);
    below.groove(3.0);
    below.bassSweep(25.0, 5.0, 30.0);
    below.groove(3.0);
    CHECK(measured(below.played()).doubt == ResonanceMeasurement::Doubt::edge);

    PlayedDisc other({});
    other.groove(6.0);
    other.sweep(PlayedDisc::Side::left, 25.0); // begins at 20 Hz
    other.music(15.0);
    other.tone(PlayedDisc::Side::both, 300.0, 6.0);
    CHECK_FALSE(measured(other.played()).hasSweep);
}
