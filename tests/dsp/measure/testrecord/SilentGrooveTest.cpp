// SPDX-License-Identifier: GPL-3.0-or-later
// A groove with nothing in it, against a lifted needle, music and loud noise.
#include "dsp/measure/testrecord/SilentGroove.h"
#include "dsp/measure/hookup/HookupMeter.h"
#include "dsp/measure/testrecord/PlayedDisc.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <cmath>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

/** Which part of the blocks is a silent groove, 0 to 1. */
double silentPart(Wiring wiring, double gain = 1.0, bool isCalibrated = false) {
    for (auto* channel : {&wiring.left, &wiring.right})
        for (auto& sample : *channel)
            sample *= gain;
    HookupContext context;
    if (isCalibrated) context.fullScaleDbv = PlayedDisc::fullScaleDbv;
    HookupMeter meter(wiring.rateHz);
    int blocks = 0, silent = 0;
    meter.add(wiring.left.data(), wiring.right.data(), static_cast<std::int64_t>(wiring.frames()),
              [&](HookupBlock&& block, std::span<const float>) {
                  ++blocks;
                  if (isSilentGroove(block, context)) ++silent;
              });
    REQUIRE(blocks > 5);
    return static_cast<double>(silent) / blocks;
}

} // namespace

TEST_CASE("a groove is silent, clicks or not, at any rate, and a lifted needle is no groove") {
    PlayedDisc::Deck deck;
    deck.rateHz = GENERATE(44100.0, 96000.0, 192000.0);
    deck.clicksPerSecond = 10.0;
    PlayedDisc groove(deck), up(deck);
    groove.groove(12.0);
    up.lifted(12.0);
    CHECK(silentPart(groove.played()) == 1.0);
    CHECK(silentPart(groove.played(), 1.0, true) == 1.0);
    CHECK(silentPart(up.played()) == 0.0);
}

TEST_CASE("music is no silent groove, however soft, and calibrated noise must be as soft as a groove's") {
    PlayedDisc music({}), groove({});
    music.music(16.0);
    groove.groove(12.0);
    CHECK(silentPart(music.played()) == 0.0);
    CHECK(silentPart(music.played(), 0.003) == 0.0);
    CHECK(silentPart(groove.played(), 100.0) == 1.0);
    CHECK(silentPart(groove.played(), 100.0, true) == 0.0);
}

TEST_CASE("soft notes with the groove between them are no silence") {
    PlayedDisc groove({});
    groove.groove(12.0);
    auto wiring = groove.played();
    UniformNoise noise(3);
    wiring.forEach([&](double t, double& left, double& right) {
        // Notes of 0.2 s each half second, a few times as loud as the groove.
        const double note = std::fmod(t, 0.5) < 0.2 ? 1.5e-4 * noise() : 0.0;
        left += note;
        right += note;
    });
    CHECK(silentPart(wiring) == 0.0);
}
