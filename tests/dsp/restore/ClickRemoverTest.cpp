// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickRemover.h"

#include "dsp/restore/RestoreSupport.h"
#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;

ClickThresholds both() {
    ClickThresholds thresholds;
    thresholds.crackle = true;
    return thresholds;
}

/** What is removed of all frames, in blocks of any size (seed 0: of one frame). */
Frames removedOf(ClickRemover& remover, const Frames& in, unsigned seed) {
    std::mt19937 random(seed);
    Frames removed(in.size());
    for (std::size_t at = 0; at < in.size();) {
        const std::size_t n = std::min<std::size_t>(in.size() - at, seed == 0 ? 1 : random() % 700);
        remover.process(in.data() + at, removed.data() + at, static_cast<int>(n));
        at += n;
    }
    return removed;
}

Frames removedOf(const Frames& in, double rate, unsigned seed = 1, const ClickThresholds& thresholds = both()) {
    ClickRemover remover;
    remover.prepare(rate);
    remover.set(thresholds);
    remover.start(0);
    return removedOf(remover, in, seed);
}

bool isSame(const Frames& a, const Frames& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!StereoDouble::same(a[i], b[i])) return false;
    return a.size() == b.size();
}

bool isNothing(const Frames& removed) { return isSame(removed, Frames(removed.size())); }

bool isFinite(const Frames& removed) {
    return std::all_of(removed.begin(), removed.end(),
                       [](StereoDouble v) { return std::isfinite(v.left()) && std::isfinite(v.right()); });
}

} // namespace

TEST_CASE("A click over music is taken out, where it is, and nothing else", "[dsp]") {
    const double rate = GENERATE(44100.0, 48000.0, 96000.0, 192000.0);
    const auto clean = programme(rate, 1.5, 1);
    auto clicked = clean;
    const auto at = static_cast<std::size_t>(0.9 * rate);
    addClick(clicked, at, 0, 0.1, static_cast<int>(0.0008 * rate));
    ClickRemover remover;
    ClickList list;
    remover.prepare(rate);
    remover.set(ClickThresholds());
    remover.report(&list);
    remover.start(1000);
    const auto removed = removedOf(remover, clicked, 1);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rate));

    Frames before(clean.size()), after(clean.size());
    for (std::size_t i = late; i < clean.size(); ++i) {
        before[i] = clicked[i - late] - clean[i - late];
        after[i] = before[i] - removed[i];
    }
    const double dB = 10.0 * std::log10(energyOf(after, 0, after.size()) / energyOf(before, 0, before.size()));
    CHECK(dB < (rate < 100000.0 ? -22.0 : -11.0)); // above 100 kHz what is beyond 40 kHz stays
    const auto ms = static_cast<std::size_t>(rate / 1000.0);
    CHECK(energyOf(removed, 0, late + at - 2 * ms) == 0.0);
    CHECK(energyOf(removed, late + at + 4 * ms, removed.size()) == 0.0);

    ClickEvent event;
    REQUIRE(list.take(event));
    CHECK(list.count(0) == 1);
    CHECK(list.count(1) == 0);
    CHECK_FALSE(list.take(event));
    CHECK(event.channel == 0);
    CHECK(std::fabs(static_cast<double>(event.start) - 1000.0 - static_cast<double>(at)) < 0.0005 * rate);
    CHECK(event.length < 0.004 * rate);
    CHECK_THAT(static_cast<double>(event.peakVolts), WithinRel(0.1, 0.15));
}

TEST_CASE("Music without clicks is left as it is", "[dsp]") {
    const double rate = GENERATE(44100.0, 96000.0);
    ClickThresholds thresholds;
    thresholds.clickSigmas = 8.0;
    CHECK(isNothing(removedOf(programme(rate, 4.0, 5), rate, 1, thresholds)));
}

TEST_CASE("An attack that is mixed to a place between the loudspeakers stays, a click in one wall goes", "[dsp]") {
    const double shareDb = GENERATE(0.0, 10.0, 30.0);
    const auto clean = programme(rateHz, 1.5, 6);
    auto in = clean;
    const std::size_t at = 43000;
    addClick(in, at, 0, 0.004, 38);
    addClick(in, at, 1, 0.004 * std::pow(10.0, -shareDb / 20.0), 38);
    ClickThresholds thresholds;
    const auto removed = removedOf(in, rateHz, 1, thresholds);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    CAPTURE(shareDb);
    if (shareDb < 14.0) {
        CHECK(isNothing(removed));
        return;
    }
    Frames before(clean.size()), after(clean.size());
    for (std::size_t i = late; i < clean.size(); ++i) {
        before[i] = in[i - late] - clean[i - late];
        after[i] = before[i] - removed[i];
    }
    CHECK(energyOf(after, 0, after.size()) < 0.1 * energyOf(before, 0, before.size()));
}

TEST_CASE("A click of both walls goes from both, also where one channel's sound hides it", "[dsp]") {
    const bool isLateral = GENERATE(false, true);
    auto clean = programme(rateHz, 1.5, 6);
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0.0, 0.0004);
    for (auto& frame : clean)
        frame = StereoDouble(frame.left(), frame.right() + noise(random));
    auto in = clean;
    const std::size_t at = 43000;
    addClick(in, at, 0, 0.002, 24);
    addClick(in, at, 1, isLateral ? 0.002 : -0.002, 24);
    ClickThresholds thresholds;
    const auto removed = removedOf(in, rateHz, 1, thresholds);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    double click = 0.0, left = 0.0;
    for (std::size_t i = late; i < clean.size(); ++i) {
        const double truth = in[i - late].right() - clean[i - late].right(), error = truth - removed[i].right();
        click += truth * truth;
        left += error * error;
    }
    CAPTURE(isLateral);
    if (isLateral)
        CHECK(left == click); // as likely a sound from the centre
    else
        CHECK(left < 0.25 * click);
}

TEST_CASE("What is removed does not depend on the size of blocks, nor on the registers", "[dsp]") {
    const double rate = GENERATE(48000.0, 192000.0);
    auto in = programme(rate, 1.0, 3);
    std::mt19937 random(3);
    for (int n = 0; n < 60; ++n)
        addClick(in, random() % in.size(), static_cast<int>(random() % 2), 0.001 * (1 + n % 9), 4 + n);
    const auto expected = removedOf(in, rate, 1);
    CHECK_FALSE(isNothing(expected));
    CHECK(isSame(removedOf(in, rate, 0), expected));
    CHECK(isSame(removedOf(in, rate, 9), expected));

    ClickRemover used; // the second time as the first
    used.prepare(rate);
    used.set(both());
    removedOf(used, programme(rate, 0.3, 8), 2);
    used.start(0);
    CHECK(isSame(removedOf(used, in, 4), expected));
}

TEST_CASE("Silence, DC and a full-scale square wave stay as they are", "[dsp]") {
    const auto count = static_cast<std::size_t>(rateHz);
    CHECK(isNothing(removedOf(Frames(count), rateHz)));
    CHECK(isNothing(removedOf(Frames(count, StereoDouble(1.5, -0.2)), rateHz)));
    Frames tiny(count, StereoDouble(1e-300, -1e-310));
    CHECK(isNothing(removedOf(tiny, rateHz)));
    Frames square(count);
    for (std::size_t i = 0; i < count; ++i)
        square[i] = StereoDouble(i / 240 % 2 == 0 ? 2.8 : -2.8, i / 109 % 2 == 0 ? 2.8 : -2.8);
    const auto removed = removedOf(square, rateHz);
    CHECK(isFinite(removed));
    CHECK(energyOf(removed, 0, count) < 1e-2 * energyOf(square, 0, count));
}

TEST_CASE("Samples that are no numbers count as silence", "[dsp]") {
    auto in = programme(rateHz, 1.0, 2), silent = in;
    const double bad[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300};
    for (std::size_t n = 0; n < 30; ++n) {
        in[9000 + 700 * n] = StereoDouble(bad[n % 3], 0.0);
        silent[9000 + 700 * n] = StereoDouble();
    }
    const auto removed = removedOf(in, rateHz);
    CHECK(isFinite(removed));
    CHECK(isSame(removed, removedOf(silent, rateHz)));
}

TEST_CASE("Noise at any level, any rate, with clicks all over, gives finite estimates within 50 ms", "[dsp]") {
    const double rate =
        GENERATE(8000.0, 11025.0, 22050.0, 48000.0, 88200.0, 99999.0, 176400.0, 200001.0, 384000.0, 768000.0);
    const double level = GENERATE(1e-12, 1e3);
    CAPTURE(rate, level);
    CHECK(ClickRemover::latencyFrames(rate) > 0);
    CHECK(ClickRemover::latencyFrames(rate) <= 0.050 * rate);
    std::mt19937 random(1);
    std::normal_distribution<double> normal(0.0, level);
    Frames in(static_cast<std::size_t>(rate * 0.3));
    for (auto& frame : in)
        frame = StereoDouble(normal(random), random() % 50 == 0 ? 1e4 * level : normal(random));
    const auto removed = removedOf(in, rate);
    CHECK(isFinite(removed));
    CHECK(energyOf(removed, 0, removed.size()) <= 4.0 * energyOf(in, 0, in.size()));
}

TEST_CASE("Clicks are removed without allocating, and thresholds changed", "[dsp]") {
    const double rate = GENERATE(48000.0, 192000.0);
    ClickRemover remover;
    ClickList list;
    remover.prepare(rate);
    remover.report(&list);
    auto in = programme(rate, 0.5, 3);
    for (std::size_t at = 1000; at < in.size(); at += 500 + at * 7919 % 977) // no train of pulses
        addClick(in, at, static_cast<int>(at % 2), 0.1, 30);
    Frames removed(in.size());
    const long before = allocationCount();
    remover.start(0);
    remover.set(both());
    remover.process(in.data(), removed.data(), static_cast<int>(in.size()));
    CHECK(allocationCount() == before);
    CHECK_FALSE(isNothing(removed));
}

/** From 20,000 to 40,000 a scratch. */
Frames scratched() {
    auto frames = programme(rateHz, 1.0, 3);
    std::mt19937 random(7);
    for (std::size_t at = 20000; at < 40000; at += 30 + random() % 60)
        addClick(frames, at, static_cast<int>(random() % 2), 0.002 * static_cast<double>(1 + random() % 50), 20);
    return frames;
}

TEST_CASE("The work of a hop is spread over its time, also where a scratch was not foreseen", "[dsp]") {
    const auto in = scratched();
    constexpr int piece = 64;
    const auto shareOfWorst = [&](bool isScratch) {
        ClickHops hops;
        hops.prepare(rateHz);
        hops.start(0);
        double worstPiece = 0.0, worstHop = 0.0;
        for (int at = 0; at + piece <= (isScratch ? 40000 : 19000); at += piece) {
            StereoDouble removed[piece];
            const double before = hops.costSoFar();
            hops.process(in.data() + at, removed, piece);
            const double after = hops.costSoFar(), hop = hops.hopCost();
            if (at < 3000) continue; // the first hops hear the silence before
            worstPiece = std::max(worstPiece, after >= before ? after - before : hop - before + after);
            worstHop = std::max(worstHop, hop);
        }
        return worstPiece / worstHop;
    };
    // A seventh of a hop is 64 frames.
    CHECK(shareOfWorst(false) < 0.25);
    CHECK(shareOfWorst(true) < 0.3);
}

TEST_CASE("A scratch that fills the window costs no more than the cap allows", "[dsp]") {
    ClickHops hops;
    hops.prepare(rateHz);
    const auto in = scratched();
    double quiet = 0.0, worst = 0.0;
    hops.start(0);
    for (std::size_t at = 0; at + 32 <= in.size(); at += 32) {
        StereoDouble removed[32];
        hops.process(in.data() + at, removed, 32);
        if (at < 19000) quiet = std::max(quiet, hops.hopCost());
        worst = std::max(worst, hops.hopCost());
    }
    CHECK(quiet > 0.0);
    CHECK(worst < 12.0 * quiet);
}
