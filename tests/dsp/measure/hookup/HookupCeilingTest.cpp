// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "dsp/measure/hookup/HookupBlock.h"
#include "dsp/measure/hookup/HookupCeiling.h"
#include "dsp/measure/hookup/HookupPeaks.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <numbers>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

DeckModel longMusic() {
    DeckModel model;
    model.seconds = 45.0;
    return model;
}

/** The size that so large a part of the samples stays below. */
double sizeBelow(std::vector<double> samples, double part) {
    for (auto& x : samples)
        x = std::fabs(x);
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(samples.size()));
    std::nth_element(samples.begin(), at, samples.end());
    return *at;
}

void clip(std::vector<double>& samples, double limit) {
    for (auto& x : samples)
        x = std::clamp(x, -limit, limit);
}

/** As a converter does it: all below 20 kHz passes, nothing above 21 kHz; linear phase, Blackman's window. */
std::vector<double> filtered(const std::vector<double>& samples) {
    constexpr int half = 150;
    constexpr double cutoff = 20500.0 / 48000.0; // of the rate
    std::array<double, 2 * half + 1> taps{};
    double sum = 0.0;
    for (int i = -half; i <= half; ++i) {
        const double x = twoPi * cutoff * i, at = std::numbers::pi * i / (half + 1);
        auto& tap = taps[static_cast<std::size_t>(i + half)];
        tap = (i == 0 ? 1.0 : std::sin(x) / x) * (0.42 + 0.5 * std::cos(at) + 0.08 * std::cos(2.0 * at));
        sum += tap;
    }
    std::vector<double> result(samples.size(), 0.0);
    for (std::size_t i = half; i + half < samples.size(); ++i)
        for (std::size_t k = 0; k < taps.size(); ++k)
            result[i] += taps[k] / sum * samples[i + half - k];
    return result;
}

/** Music that is no noise: its treble falls off from 2.5 kHz on. */
Wiring mildMusic() {
    auto wiring = playedRecord(longMusic());
    const double part = 1.0 - std::exp(-twoPi * 2500.0 / 48000.0);
    double left = 0.0, right = 0.0;
    wiring.forEach([&](double, double& l, double& r) {
        l = left += part * (l - left);
        r = right += part * (r - right);
    });
    return wiring;
}

std::optional<HookupFinding> ceilingIn(const Wiring& wiring) {
    return find(check(recorded(wiring)), HookupFault::clippedBefore);
}

} // namespace

TEST_CASE("What was clipped and then filtered is likely to be clipped, in its channel, at its level", "[hookup]") {
    auto wiring = mildMusic();
    const double limit = sizeBelow(wiring.left, 0.995);
    CHECK_FALSE(ceilingIn(wiring));
    clip(wiring.left, limit);
    wiring.left = filtered(wiring.left);
    const auto found = ceilingIn(wiring);
    REQUIRE(found);
    CHECK(found->channel == HookupChannel::left);
    CHECK(found->confidence == Confidence::likely);
    CHECK(found->isInVolts);
    const double limitDbfs = 20.0 * std::log10(limit) + 8.0 - 3.0103; // full scale: a sine of -8 dBV
    CHECK_THAT(found->value, WithinAbs(limitDbfs, 1.0));
    CHECK_THAT(found->figures[1], WithinAbs(found->value - 8.0, 1e-9)); // dBV
    // The filter alone cuts nothing.
    auto whole = mildMusic();
    whole.left = filtered(whole.left);
    CHECK_FALSE(ceilingIn(whole));
}

TEST_CASE("Tones and sweeps end at a level, too, and so does full scale: no stage before it clips", "[hookup]") {
    // Dense music below a tone, and lone peaks above it.
    auto music = mildMusic();
    const double limit = sizeBelow(music.left, 0.98);
    clip(music.left, limit);
    const auto with = [&](const std::function<double(double)>& tone) {
        auto wiring = music;
        wiring.forEach([&](double t, double& left, double&) {
            if (tone(t) != 0.0) left = 1.25 * limit * tone(t);
        });
        for (std::size_t i = 0; i < 4; ++i) {
            std::fill_n(wiring.left.begin() + static_cast<std::ptrdiff_t>(48000 * (i + 2) - 4), 9, 0.0);
            wiring.left[48000 * (i + 2)] = 1.85 * limit; // 0.73 of it is left where it is smoothed
        }
        return wiring;
    };
    for (const double hz : {60.0, 200.0, 1000.0}) {
        INFO(hz);
        CHECK_FALSE(ceilingIn(
            with([hz](double t) { return t > 20.0 && t < 20.0 + 500.0 / hz ? std::sin(twoPi * hz * t) : 0.0; })));
    }
    CHECK_FALSE(ceilingIn(with([](double t) { // a sweep of 20 s
        return t > 10.0 && t < 30.0 ? std::sin(twoPi * (40.0 * (t - 10.0) + 5.0 * (t - 10.0) * (t - 10.0))) : 0.0;
    })));
    CHECK_FALSE(ceilingIn(with([](double t) { // high tones at three levels, whose tops lie between the samples
        return t > 10.0 ? (t < 15.0 ? 1.0 : t < 30.0 ? 0.7 : 0.6) * std::sin(twoPi * 10007.0 * t) : 0.0;
    })));

    auto high = playedRecord(longMusic());
    const double fullScale = std::sqrt(2.0) * std::pow(10.0, -8.0 / 20.0), size = sizeBelow(high.left, 0.998);
    for (auto& x : high.left)
        x *= 1.05 * fullScale / size;
    CHECK_FALSE(ceilingIn(high)); // recorded() cuts it there
}

TEST_CASE("Noise of one level thins out towards its highest peak, without a ceiling", "[hookup]") {
    constexpr std::size_t frames = 65536;
    UniformNoise uniform(3);
    HookupPeakMeter meter(48000.0, frames);
    std::deque<HookupBlock> blocks;
    std::vector<StereoDouble> block(frames);
    for (int n = 0; n < 33; ++n) {
        for (auto& frame : block) {
            double sum = 0.0; // all but Gaussian
            for (int i = 0; i < 12; ++i)
                sum += uniform();
            frame = StereoDouble(0.03 * sum, 0.03 * std::clamp(sum, -5.0, 5.0));
        }
        blocks.emplace_back();
        meter.measure(block, StereoDouble(0.0, 0.0), blocks.back().peaks);
    }
    CHECK(findCeiling(blocks, 0, 45.0).strength < 2.0);
}

TEST_CASE("Peaks are counted by their level, of both channels and polarities, from the mean on", "[hookup]") {
    constexpr double rate = 48000.0, hz = 375.0, level = 0.1, dc = 0.02;
    constexpr std::size_t frames = 65536;
    std::vector<StereoDouble> block;
    for (std::size_t i = 0; i < frames; ++i) {
        const double wave = std::sin(twoPi * hz * static_cast<double>(i) / rate);
        block.emplace_back(dc + level * wave, 0.5 * level * (wave > 0.0 ? wave : 0.5 * wave));
    }
    HookupPeakMeter meter(rate, frames);
    HookupPeaksOfBoth peaks;
    meter.measure(block, StereoDouble(dc, 0.0), peaks);
    const auto countNear = [](const HookupPeaks& of, double at) {
        const auto band = HookupPeaks::bandOf(at);
        return of.counts[band - 1] + of.counts[band] + of.counts[band + 1];
    };
    const auto periods = static_cast<int>((frames - 134) * hz / rate); // 511
    const auto isNear = [&](int count) { return count == periods || count == periods + 1; };
    CHECK(isNear(countNear(peaks[0][0], level)));
    CHECK(isNear(countNear(peaks[0][1], level)));
    CHECK(isNear(countNear(peaks[1][0], 0.5 * level)));
    CHECK(isNear(countNear(peaks[1][1], 0.25 * level)));
    for (const auto& channel : peaks)
        for (const auto& polarity : channel) {
            int all = 0;
            for (const int count : polarity.counts)
                all += count;
            CHECK(isNear(all));
            REQUIRE(polarity.topCount == HookupPeaks::mostTops);
            for (std::size_t i = 1; i < polarity.topCount; ++i)
                CHECK(polarity.tops[i].frame > polarity.tops[i - 1].frame);
        }
    // A cosine of one period in 128 frames, on both sides of its top.
    for (std::size_t d = 0; d < HookupPeakMeter::distances.size(); ++d) {
        const double expected = std::cos(twoPi * static_cast<double>(HookupPeakMeter::distances[d]) / 128.0);
        CHECK_THAT(static_cast<double>(peaks[0][0].tops[0].sides[d]), WithinAbs(expected, 1e-4));
    }
    CHECK(HookupPeaks::bandOf(2.0) == 0);
    CHECK(HookupPeaks::bandOf(3.0) == 0);
    CHECK(HookupPeaks::bandOf(2.0 * std::exp(-0.05)) == 2);
    CHECK(HookupPeaks::bandOf(1e-9) == HookupPeaks::bands);
}

TEST_CASE("Before peaks are counted, what rings at the edge of a converter's band is taken down", "[hookup]") {
    constexpr std::size_t frames = 65536;
    for (const double rate : {44100.0, 48000.0, 64000.0}) {
        HookupPeakMeter meter(rate, frames);
        for (const double hz : {1000.0, 7010.0, 14010.0, 20010.0}) {
            INFO(rate << ' ' << hz);
            std::vector<StereoDouble> block;
            for (std::size_t i = 0; i < frames; ++i)
                block.emplace_back(0.1 * std::sin(twoPi * hz * static_cast<double>(i) / rate), 0.0);
            HookupPeaksOfBoth peaks;
            meter.measure(block, StereoDouble(0.0, 0.0), peaks);
            float highest = 0.0F;
            for (const auto& top : peaks[0][0].tops)
                highest = std::max(highest, top.level);
            const auto gaussian = [](double at) { return std::exp(-0.5 * (at / 14000.0) * (at / 14000.0)); };
            // Its taps are samples of one: images at multiples of the rate.
            const double response = (gaussian(hz) + gaussian(rate - hz)) / (1.0 + 2.0 * gaussian(rate));
            CHECK_THAT(static_cast<double>(highest) / 0.1, WithinAbs(response, 0.02));
        }
    }
}

TEST_CASE("Of the highest peaks those are kept that are, wherever they come", "[hookup]") {
    constexpr std::size_t frames = 65536;
    std::vector<StereoDouble> block(frames, StereoDouble(0.0, 0.0));
    for (std::size_t i = 0; i < 100; ++i) // 0.01 to 1.0, in some order
        block[500 * (i + 1)] = StereoDouble(0.01 * static_cast<double>((37 * i) % 100 + 1), 0.0);
    HookupPeakMeter meter(48000.0, frames);
    HookupPeaksOfBoth peaks;
    meter.measure(block, StereoDouble(0.0, 0.0), peaks);
    const auto& found = peaks[0][0];
    REQUIRE(found.topCount == HookupPeaks::mostTops);
    std::size_t before = 0;
    for (const auto& top : found.tops) {
        CHECK(top.frame > before);
        before = top.frame;
        CHECK((37 * (top.frame / 500 - 1)) % 100 + 1 > 100 - HookupPeaks::mostTops);
    }
}

TEST_CASE("A ceiling counts where it is clear, after ten seconds, and not of what is equalised", "[hookup]") {
    DeckModel model;
    const auto raw = playedRecord(model);
    auto features = featuresOf(recorded(raw));
    const auto isFound = [](const HookupFeatures& of, const HookupContext& with) {
        return find(judgeHookup(of, with).findings, HookupFault::clippedBefore).has_value();
    };
    CHECK_FALSE(isFound(features, usualContext()));
    features.ceilings[1] = {3.3, 0.1, 0.05};
    CHECK(isFound(features, usualContext()));
    features.ceilings[1].strength = 3.1;
    CHECK_FALSE(isFound(features, usualContext()));
    features.ceilings[1].strength = 6.0;
    features.seconds = 9.0;
    CHECK_FALSE(isFound(features, usualContext()));

    auto equalised = raw;
    equalise(equalised, 38.0);
    auto loud = usualContext();
    loud.fullScaleDbv = 12.0;
    features = featuresOf(recorded(equalised, 12.0));
    features.ceilings[1] = {6.0, 0.1, 0.05};
    REQUIRE(find(judgeHookup(features, loud).findings, HookupFault::alreadyEqualised));
    CHECK_FALSE(isFound(features, loud));
}

TEST_CASE("A ceiling that the watch has found in a channel takes the place of the other one there", "[hookup]") {
    HookupVerdict verdict;
    verdict.hasMusic = true;
    const auto add = [&verdict](HookupChannel channel, double dbfs) {
        HookupFinding finding;
        finding.fault = HookupFault::clippedBefore;
        finding.channel = channel;
        finding.confidence = Confidence::likely;
        finding.value = dbfs;
        verdict.findings.push_back(finding);
    };
    add(HookupChannel::left, -20.0);
    std::array<OverloadCounts, 2> counts{};
    auto found = joinedFindings(verdict, counts, usualContext());
    REQUIRE(found.size() == 1);
    CHECK(found[0].channel == HookupChannel::left);
    add(HookupChannel::right, -20.3);
    found = joinedFindings(verdict, counts, usualContext());
    REQUIRE(found.size() == 1); // one stage
    CHECK(found[0].channel == HookupChannel::both);

    counts[1].ceiling = {Confidence::sure, 0.1, 0.1, 40.0, 0};
    found = joinedFindings(verdict, counts, usualContext());
    REQUIRE(found.size() == 2); // as sure as each is
    for (const auto& finding : found)
        CHECK(finding.confidence == (finding.channel == HookupChannel::right ? Confidence::sure : Confidence::likely));
    counts[0].ceiling = {Confidence::sure, 0.1, 0.1, 40.0, 0};
    found = joinedFindings(verdict, counts, usualContext());
    REQUIRE(found.size() == 1);
    CHECK(found[0].channel == HookupChannel::both);
    CHECK(found[0].confidence == Confidence::sure);

    counts = {};
    HookupFinding line;
    line.fault = HookupFault::lineSource;
    verdict.findings.push_back(line);
    CHECK(find(joinedFindings(verdict, counts, usualContext()), HookupFault::clippedBefore) == std::nullopt);
}
