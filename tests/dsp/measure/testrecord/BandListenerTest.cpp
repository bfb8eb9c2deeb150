// SPDX-License-Identifier: GPL-3.0-or-later
// Which band of a test record plays, and that music, hum, pauses and a lifted needle are none.
#include "dsp/measure/testrecord/BandListener.h"
#include "dsp/measure/testrecord/PlayedDisc.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Kind = HeardBand::Kind;
using Side = DrivenSide;

/** Fed in pieces of odd sizes. */
std::vector<HeardBand> heard(const Wiring& wiring, std::size_t firstPiece = 1) {
    BandListener listener(wiring.rateHz);
    for (std::size_t done = 0, piece = firstPiece; done < wiring.frames();
         done += piece, piece = piece * 3 % 20011 + 1) {
        piece = std::min(piece, wiring.frames() - done);
        listener.add(std::span(wiring.left).subspan(done, piece), std::span(wiring.right).subspan(done, piece));
    }
    listener.end();
    return listener.takeOver();
}

PlayedDisc::Deck wornDeck(double rateHz) {
    PlayedDisc::Deck deck;
    deck.rateHz = rateHz;
    deck.speed = rateHz > 50000.0 ? 1.03 : 0.972;
    deck.holePart = 0.004;
    deck.flutterPart = 0.001;
    deck.clicksPerSecond = 10.0;
    return deck;
}

} // namespace

TEST_CASE("each band of a worn record is heard once, at any rate and speed") {
    const double rateHz = GENERATE(44100.0, 96000.0, 192000.0);
    const auto deck = wornDeck(rateHz);
    PlayedDisc disc(deck);
    disc.groove(3.0);
    disc.tone(Side::both, 3150.0, 6.0);
    disc.groove(2.0);
    disc.tone(Side::right, 1000.0, 5.0);
    disc.groove(2.0);
    disc.sweep(Side::left, 12.0, 0.0);
    disc.groove(2.0);
    disc.bassSweep(25.0, 5.0, 14.0);
    disc.groove(3.0);
    const auto bands = heard(disc.played());
    INFO(rateHz);
    REQUIRE(bands.size() == 4);
    CHECK(bands[0].kind == Kind::tone);
    CHECK(bands[0].side == Side::both);
    CHECK_THAT(bands[0].frequencyHz, WithinRel(3150.0 * deck.speed, 0.003));
    CHECK_THAT(bands[0].fromSeconds, WithinAbs(3.0, 0.5));
    CHECK_THAT(bands[0].toSeconds, WithinAbs(3.0 + 6.0 / deck.speed, 0.15));
    CHECK(bands[1].kind == Kind::tone);
    CHECK(bands[1].side == Side::right);
    CHECK_THAT(bands[1].frequencyHz, WithinRel(1000.0 * deck.speed, 0.003));
    CHECK(bands[2].kind == Kind::sweep);
    CHECK(bands[2].side == Side::left);
    CHECK(bands[2].frequencyHz > 17000.0);
    CHECK_THAT(bands[2].rate, WithinRel(std::log(1000.0) / 12.0 * deck.speed, 0.05));
    CHECK(bands[3].kind == Kind::bassSweep);
    CHECK(bands[3].rate < 0.0);
}

TEST_CASE("slow and fast sweeps, of one channel and of both, are heard") {
    const auto [side, seconds] =
        GENERATE(table<Side, double>({{Side::right, 7.0}, {Side::both, 25.0}, {Side::left, 65.0}}));
    PlayedDisc disc({});
    disc.groove(2.0);
    disc.sweep(side, seconds, 0.0);
    disc.groove(2.0);
    const auto bands = heard(disc.played());
    REQUIRE(bands.size() == 1);
    CHECK(bands[0].kind == Kind::sweep);
    CHECK(bands[0].side == side);
    CHECK_THAT(bands[0].toSeconds, WithinAbs(2.0 + seconds, 0.3));
}

TEST_CASE("music, an organ, hum, pauses and a lifted needle are no bands") {
    PlayedDisc disc({});
    disc.lifted(5.0);
    disc.groove(6.0);
    disc.music(40.0);
    disc.organ(1000.0, 8.0);
    disc.groove(4.0);
    disc.organ(3150.0, 8.0);
    disc.groove(20.0);
    disc.hum(15.0, 0.0005);
    disc.tone(Side::left, 1000.0, 2.0); // too short to be sure
    disc.lifted(5.0);
    CHECK(heard(disc.played()).empty());
}

TEST_CASE("a tone whose channels are neither alike nor apart is no band") {
    PlayedDisc::Deck deck;
    deck.leftLeak = 0.45; // 7 dB
    PlayedDisc disc(deck);
    disc.groove(1.0);
    disc.tone(Side::left, 1000.0, 6.0);
    disc.groove(2.0);
    CHECK(heard(disc.played()).empty());
}

TEST_CASE("any cut of the input gives the same bands") {
    PlayedDisc disc(wornDeck(44100.0));
    disc.tone(Side::both, 3000.0, 5.0);
    disc.sweep(Side::right, 9.0, 4.0);
    disc.groove(2.0);
    const auto wiring = disc.played();
    const auto once = heard(wiring), again = heard(wiring, 7777);
    REQUIRE(once.size() == 3);
    REQUIRE(again.size() == once.size());
    for (std::size_t i = 0; i < once.size(); ++i) {
        CHECK(again[i].kind == once[i].kind);
        CHECK(again[i].frequencyHz == once[i].frequencyHz);
        CHECK(again[i].fromSeconds == once[i].fromSeconds);
        CHECK(again[i].toSeconds == once[i].toSeconds);
    }
}
