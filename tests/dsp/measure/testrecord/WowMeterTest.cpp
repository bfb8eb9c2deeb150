// SPDX-License-Identifier: GPL-3.0-or-later
// Speed, wow and flutter of tones whose phase is known in closed form.
#include "dsp/measure/testrecord/WowMeter.h"
#include "dsp/measure/testrecord/WowSignals.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <algorithm>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double sigmaOfSine = 0.99692; ///< sin(0.95 * 90 degrees): the 95th percentile of a sine's size

WowMeasurement measured(double rateHz, const std::vector<double>& left, const std::vector<double>& right, double toneHz,
                        WowMeter::Nominal nominal = {}) {
    WowMeter meter(rateHz, toneHz);
    // Blocks of any size, so that an edge of one would show.
    for (std::size_t done = 0, block = 1; done < left.size(); done += block, block = block * 3 % 7919 + 1) {
        block = std::min(block, left.size() - done);
        meter.add(std::span(left).subspan(done, block),
                  right.empty() ? std::span<const double>() : std::span(right).subspan(done, block));
    }
    return meter.finish(nominal);
}

const FlutterLine* lineAt(const WowMeasurement& wow, double hz) {
    const auto found = std::find_if(wow.lines.begin(), wow.lines.end(), [hz](const FlutterLine& line) {
        return std::abs(line.frequencyHz - hz) < 0.01 * hz + 0.003;
    });
    return found == wow.lines.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("speed is exact at any rate and speed") {
    const auto [rateHz, speed] = GENERATE(table<double, double>(
        {{44100.0, 1.0}, {48000.0, 0.97}, {48000.0, 1.03}, {96000.0, 1.0062}, {192000.0, 0.9885}}));
    const auto tone = wavering(rateHz, 8.0, 3150.0 * speed, {{0.5556 * speed, 1e-3, 0.4}});
    const auto wow = measured(rateHz, tone, {}, 3151.5 * speed);
    REQUIRE(wow.fault == WowMeasurement::Fault::none);
    CHECK_THAT(1e6 * (wow.meanHz / (3150.0 * speed) - 1.0), WithinAbs(0.0, 2.0));
    CHECK_THAT(wow.speedError, WithinAbs(speed - 1.0, 2e-6));
    CHECK_THAT(wow.rpm, WithinAbs(33.333, 0.001));
    CHECK_THAT(wow.hole.peak, WithinRel(1e-3, 0.01));
    CHECK_THAT(wow.hole.frequencyHz, WithinRel(0.5556 * speed, 0.01));
}

TEST_CASE("a sine of 4 Hz reads its size, weighted and not, and others what the table says") {
    const auto [hz, tableDb] =
        GENERATE(table<double, double>({{4.0, 0.0}, {0.8, -6.0}, {10.0, -2.1}, {63.0, -14.2}, {1.0, -4.2}}));
    const auto tone = wavering(48000.0, 14.0, 3150.0, {{hz, 1e-3, 0.2}});
    const auto wow = measured(48000.0, tone, {}, 3150.0);
    const double factor = std::pow(10.0, tableDb / 20.0);
    INFO(hz << " Hz");
    CHECK_THAT(wow.unweighted.twoSigma, WithinRel(1e-3 * sigmaOfSine, 0.006));
    CHECK_THAT(wow.unweighted.rms, WithinRel(1e-3 / std::sqrt(2.0), 0.006));
    CHECK_THAT(wow.unweighted.peak, WithinRel(1e-3, 0.02)); // the mirrored ends
    CHECK_THAT(wow.weighted.twoSigma, WithinRel(1e-3 * sigmaOfSine * factor, 0.01));
    CHECK_THAT(wow.weighted.rms, WithinRel(1e-3 / std::sqrt(2.0) * factor, 0.01));
    // The causal filter is within 0.6 dB of the table.
    CHECK_THAT(20.0 * std::log10(wow.weighted.peak / (1e-3 * factor)), WithinAbs(0.0, 0.75));
    REQUIRE(lineAt(wow, hz) != nullptr);
    CHECK_THAT(lineAt(wow, hz)->peak, WithinRel(1e-3, 0.005));
    CHECK_THAT(wow.wow.rms, WithinAbs(hz < 6.0 ? 1e-3 / std::sqrt(2.0) : 0.0, hz < 6.0 ? 3e-5 : 1e-4));
}

TEST_CASE("the off-centre hole stands apart, and its speed says whether the platter turns at 33 or 45") {
    const double turnHz = GENERATE(0.5556, 0.75);
    const auto tone = wavering(48000.0, 16.0, 3000.0, {{turnHz, 5e-3, 1.0}, {4.0, 3e-4, 0.0}});
    const auto wow = measured(48000.0, tone, {}, 3000.0, {3000.0, {}});
    CHECK_THAT(wow.rpm, WithinAbs(turnHz * 60.0, 0.01));
    CHECK_THAT(wow.hole.peak, WithinRel(5e-3, 0.005));
    CHECK(wow.weighted.twoSigma > 1e-3);
    CHECK_THAT(wow.weightedWithoutHole.twoSigma, WithinRel(3e-4 * sigmaOfSine, 0.02));
    // Told, it is believed.
    CHECK_THAT(measured(48000.0, tone, {}, 3000.0, {3000.0, 78.26}).rpm, WithinAbs(78.26, 1e-9));
}

TEST_CASE("a tone in one channel, in both, and in both with one reversed reads the same") {
    const auto tone = wavering(44100.0, 8.0, 1000.0, {{4.0, 1e-3, 0.0}}, 0.1);
    auto reversed = tone;
    for (auto& sample : reversed)
        sample *= -0.9;
    std::vector<double> nearlyNothing(tone.size());
    UniformNoise noise(3);
    for (auto& sample : nearlyNothing)
        sample = 1e-4 * noise();
    for (const auto& [left, right] : {std::pair(tone, reversed), std::pair(reversed, tone), std::pair(tone, tone),
                                      std::pair(nearlyNothing, tone), std::pair(tone, nearlyNothing)}) {
        const auto wow = measured(44100.0, left, right, 1000.0, {1000.0, {}});
        REQUIRE(wow.fault == WowMeasurement::Fault::none);
        CHECK_THAT(wow.weighted.twoSigma, WithinRel(1e-3 * sigmaOfSine, 0.01));
        CHECK(wow.bridgedPart == 0.0);
    }
}

TEST_CASE("clicks are passed over and no cycle is lost") {
    auto tone = wavering(48000.0, 10.0, 3150.0, {{4.0, 1e-3, 0.0}}, 0.05);
    UniformNoise noise(9);
    // Ten a second, up to ten times as high as the tone, 1 ms long.
    for (int click = 0; click < 95; ++click) {
        const auto at = static_cast<std::size_t>(48000.0 * (0.3 + 0.1 * click + 0.02 * noise()));
        const double height = 0.5 * noise();
        for (std::size_t i = 0; i < 48; ++i)
            tone[at + i] += height * std::exp(-static_cast<double>(i) / 12.0) * noise();
    }
    const auto wow = measured(48000.0, tone, {}, 3150.0);
    CHECK(wow.bridgedPart > 0.02);
    CHECK_THAT(1e6 * wow.speedError, WithinAbs(0.0, 5.0));
    CHECK_THAT(wow.weighted.twoSigma, WithinRel(1e-3 * sigmaOfSine, 0.02));
    CHECK_THAT(wow.unweighted.twoSigma, WithinRel(1e-3 * sigmaOfSine, 0.06));
    REQUIRE(lineAt(wow, 4.0) != nullptr);
    CHECK_THAT(lineAt(wow, 4.0)->peak, WithinRel(1e-3, 0.02));
}

TEST_CASE("two lines beside random flutter are read at their sizes") {
    auto tone = wavering(48000.0, 20.0, 3150.0, {{6.0, 4e-4, 0.1}, {6.3, 2e-4, 2.0}, {27.0, 1.2e-4, 0.5}}, 0.1);
    UniformNoise noise(4);
    for (auto& sample : tone)
        sample += 3e-3 * noise();
    const auto wow = measured(48000.0, tone, {}, 3150.0);
    for (const auto& [hz, peak] : {std::pair(6.0, 4e-4), std::pair(6.3, 2e-4), std::pair(27.0, 1.2e-4)}) {
        REQUIRE(lineAt(wow, hz) != nullptr);
        CHECK_THAT(lineAt(wow, hz)->peak, WithinRel(peak, 0.05));
    }
    CHECK(std::is_sorted(wow.lines.begin(), wow.lines.end(),
                         [](const FlutterLine& a, const FlutterLine& b) { return a.peak > b.peak; }));
}

TEST_CASE("a perfect turntable has neither wow nor lines") {
    const auto wow = measured(48000.0, wavering(48000.0, 8.0, 3150.0, {}), {}, 3149.0);
    CHECK(wow.unweighted.twoSigma < 2e-6);
    CHECK(wow.weighted.peak < 2e-6);
    CHECK(wow.lines.empty());
    CHECK(wow.hole.peak < 1e-6);
}

TEST_CASE("what is too short, and what is no tone, is said") {
    CHECK(measured(48000.0, wavering(48000.0, 5.0, 3150.0, {}), {}, 3150.0).fault == WowMeasurement::Fault::tooShort);
    std::vector<double> hiss(48000 * 8);
    UniformNoise noise(1);
    for (auto& sample : hiss)
        sample = noise();
    CHECK(measured(48000.0, hiss, {}, 3150.0).fault == WowMeasurement::Fault::noTone);
}
