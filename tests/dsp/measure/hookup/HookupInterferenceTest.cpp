// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "support/Catch.h"

#include <cmath>
#include <numbers>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

/** Lines on multiples of hz, falling by 2 dB each. */
void addComb(Wiring& wiring, double hz, int lines, double volts) {
    wiring.forEach([&](double t, double& left, double& right) {
        for (int k = 1; k <= lines; ++k) {
            const double value = volts * std::pow(10.0, -0.1 * k) * std::sin(twoPi * hz * k * t + k);
            left += value;
            right += 0.9 * value;
        }
    });
}

constexpr double faintLine = 5e-5; ///< full scale 1.0: -86 dBFS

} // namespace

TEST_CASE("Mains hum is named with its frequency: 50 and 60 Hz, not another one", "[hookup]") {
    Wiring wiring;
    wiring.left.assign(48000 * 16, 0.0);
    wiring.right = wiring.left;
    for (const double hz : {50.03, 59.96}) {
        auto humming = wiring;
        addComb(humming, hz, 10, 3e-5);
        const auto hum = find(check(recorded(humming)), HookupFault::hum);
        INFO(hz);
        REQUIRE(hum);
        CHECK(hum->confidence == Confidence::sure);
        CHECK(hum->figures[0] >= 8.0);
        CHECK_THAT(hum->figures[1], WithinAbs(hz, 0.03));
        CHECK(hum->figures[4] == 1.0); // overtones
        // -93.5 dBV: 3e-5 V of amplitude, less 2 dB for the first line.
        CHECK_THAT(hum->value, WithinAbs(20.0 * std::log10(3e-5 / std::numbers::sqrt2) - 2.0, 0.5));
    }
    auto other = wiring;
    addComb(other, 49.0, 10, 3e-5);
    CHECK_FALSE(find(check(recorded(other)), HookupFault::hum));
    CHECK_FALSE(find(check(recorded(wiring)), HookupFault::hum));
}

TEST_CASE("Hum under music is sure where it stays when the music goes", "[hookup]") {
    DeckModel model;
    model.seconds = 30.0;
    model.quietFrom = 8.0;
    model.quietTo = 23.0;
    auto wiring = playedRecord(model);
    addComb(wiring, 50.0, 12, 3e-4);
    const auto hum = find(check(recorded(wiring)), HookupFault::hum);
    REQUIRE(hum);
    CHECK(hum->confidence == Confidence::sure);
    // Were its lines to swing with the music, it would be none; without a quiet moment it may be music.
    auto features = featuresOf(recorded(wiring));
    features.hum.musicSwingDb = 6.0;
    const auto covered = find(judgeHookup(features, usualContext()).findings, HookupFault::hum);
    REQUIRE(covered);
    CHECK(covered->confidence == Confidence::likely);
    features.hum.swingDb = 5.0;
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::hum));

    // A bass note on 50 Hz that goes with the music.
    auto bass = playedRecord(model);
    bass.forEach([&](double t, double& left, double& right) {
        if (t >= model.quietFrom && t < model.quietTo) return;
        const double in = std::fmod(t, 0.5);
        for (int k = 1; k <= 10; ++k) {
            const double value = 1e-3 / k * std::sin(twoPi * 50.0 * k * t) * std::exp(-in / 0.2);
            left += value;
            right += value;
        }
    });
    CHECK_FALSE(find(check(recorded(bass)), HookupFault::hum));
}

TEST_CASE("A steady offset is DC, the slow swing of a warped record is not", "[hookup]") {
    DeckModel model;
    auto wiring = recorded(playedRecord(model));
    wiring.forEach([](double, double&, double& right) { right += 0.01; }); // -40 dBFS
    const auto offset = find(check(wiring), HookupFault::dcOffset);
    REQUIRE(offset);
    CHECK(offset->confidence == Confidence::sure);
    CHECK(offset->channel == HookupChannel::right);
    CHECK_THAT(offset->value, WithinAbs(-40.0, 0.1));
    CHECK_THAT(offset->figures[0], WithinAbs(0.01, 1e-4));

    auto warped = recorded(playedRecord(model));
    warped.forEach([](double t, double& left, double& right) {
        left += 0.03 * std::sin(twoPi * t / 1.8);
        right -= 0.03 * std::sin(twoPi * t / 1.8);
    });
    CHECK_FALSE(find(check(warped), HookupFault::dcOffset));
}

TEST_CASE("Lines on whole kilohertz are USB, the tones of a test record are not", "[hookup]") {
    DeckModel model;
    auto wiring = recorded(playedRecord(model));
    wiring.forEach([](double t, double& left, double& right) {
        for (int k = 1; k <= 12; ++k) {
            const double value = 3e-3 * std::sin(twoPi * 1000.01 * k * t + k * k);
            left += value;
            right += 0.7 * value;
        }
    });
    const auto usb = find(check(wiring), HookupFault::radioLines);
    REQUIRE(usb);
    CHECK(usb->confidence == Confidence::sure);
    CHECK(usb->figures[0] >= 3.0);

    // A record has wow: its tones are no lines.
    auto tones = recorded(playedRecord(model));
    tones.forEach([](double t, double& left, double& right) {
        const double warped = t + 0.0003 * std::sin(twoPi * t / 1.8);
        for (const double hz : {3000.0, 6000.0, 12000.0, 15000.0}) {
            left += 1e-2 * std::sin(twoPi * hz * warped);
            right += 1e-2 * std::sin(twoPi * hz * warped);
        }
    });
    CHECK_FALSE(find(check(tones), HookupFault::radioLines));
}

TEST_CASE("Lines that the music hides are USB's where they make a comb of one clock", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    const auto music = recorded(playedRecord(model));
    const auto withLines = [&music](double strayHz) {
        auto wiring = music;
        wiring.forEach([strayHz](double t, double& left, double& right) {
            for (int k = 1; k <= 19; ++k) {
                const double hz = 1000.02 * k + (k % 2 == 0 ? strayHz : -strayHz);
                const double value = faintLine * std::sin(twoPi * hz * t + k * k);
                left += value;
                right += 0.7 * value;
            }
        });
        return featuresOf(wiring);
    };
    const auto usb = withLines(0.0);
    CHECK(usb.lines.all.size() < 3); // none of them by itself
    const auto found = find(judgeHookup(usb, usualContext()).findings, HookupFault::radioLines);
    REQUIRE(found);
    CHECK(found->confidence == Confidence::sure);
    CHECK(found->figures[0] >= 6.0);
    // As many that are as faint, but of no one clock.
    CHECK_FALSE(find(judgeHookup(withLines(8.0), usualContext()).findings, HookupFault::radioLines));
    CHECK_FALSE(find(check(music), HookupFault::radioLines));
}
