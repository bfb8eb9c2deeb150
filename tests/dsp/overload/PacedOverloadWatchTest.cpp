// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/PacedOverloadWatch.h"

#include "dsp/overload/OverloadSupport.h"
#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

using Paced = dsp::PacedOverloadWatch;

/** Nothing makes more work: every sample at one of two ceilings or somewhere between. */
Signal dearNoise(int count, unsigned seed) {
    std::mt19937 random(seed);
    return quantised(generate(count,
                              [&](int) {
                                  const double x = std::uniform_real_distribution<double>(-2.0, 2.0)(random);
                                  return std::clamp(x, -1.0, 1.0);
                              }),
                     24);
}

/** Loud, clipped, quiet by turns; with samples that are none. */
Signal changing(int count, unsigned seed) {
    std::mt19937 random(seed);
    double level = 1.0;
    return quantised(generate(count,
                              [&](int i) {
                                  if (random() % 2000 == 0) level = std::exp2(-static_cast<double>(random() % 12));
                                  if (random() % 3000 == 0) return std::numeric_limits<double>::quiet_NaN();
                                  return std::clamp(3.0 * level * std::sin(0.03 * i) + 0.01 * level * std::sin(1.1 * i),
                                                    -0.9, 1.0);
                              }),
                     24);
}

struct Feed {
    EventRecorder recorder;
    Paced paced;
    int mostWaiting = 0;

    explicit Feed(double rateHz = 48000.0) { paced.prepare(rateHz, 0, 0, &recorder); }
    void operator()(const Signal& x, const std::function<int()>& blockSize) {
        for (std::size_t at = 0; at < x.size();) {
            const auto size = std::min(x.size() - at, static_cast<std::size_t>(blockSize()));
            paced.process(x.data() + at, static_cast<int>(size));
            mostWaiting = std::max(mostWaiting, paced.waitingSamples());
            at += size;
        }
    }
};

bool isSame(const dsp::OverloadCounts& a, const dsp::OverloadCounts& b) {
    return a.events == b.events && a.eventSamples == b.eventSamples && a.fullScaleSamples == b.fullScaleSamples &&
           a.firstStart == b.firstStart && a.lastStart == b.lastStart && a.longest == b.longest && a.peak == b.peak &&
           a.fullScaleEvents == b.fullScaleEvents && a.clicks == b.clicks && a.ceiling.z == b.ceiling.z &&
           a.ceiling.since == b.ceiling.since;
}

bool isSame(const std::vector<dsp::OverloadEvent>& a, const std::vector<dsp::OverloadEvent>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.start == y.start && x.length == y.length && x.samples == y.samples && x.kind == y.kind &&
               x.levelDbfs == y.levelDbfs;
    });
}

} // namespace

TEST_CASE("In the end the paced watch has seen what the other one sees", "[dsp][overload]") {
    std::mt19937 random(3);
    for (unsigned round = 0; round < 12; ++round) {
        const Signal x = round % 3 == 0 ? dearNoise(30001, round) : changing(60003, round);
        const Watched whole = watch(x);
        REQUIRE(whole.counts.events > (round % 3 == 0 ? 0 : 10));
        Feed feed;
        feed(x, [&] { return 1 + static_cast<int>(random() % 300); });
        feed.paced.flush();
        CHECK(feed.paced.waitingSamples() == 0);
        CHECK(isSame(feed.paced.counts(), whole.counts));
        CHECK(isSame(feed.recorder.events, whole.events));
    }
}

TEST_CASE("At the same sample the paced watch says the same, whatever the blocks", "[dsp][overload]") {
    const Signal x = changing(40000, 5);
    Feed one, many;
    std::mt19937 random(9);
    bool isLate = false;
    for (std::size_t at = 0; at < x.size(); at += 1000) {
        const Signal part(x.begin() + static_cast<std::ptrdiff_t>(at),
                          x.begin() + static_cast<std::ptrdiff_t>(at + 1000));
        one(part, [] { return 1; });
        many(part, [&] { return 1 + static_cast<int>(random() % 500); });
        REQUIRE(isSame(one.paced.counts(), many.paced.counts()));
        REQUIRE(one.paced.waitingSamples() == many.paced.waitingSamples());
        isLate |= one.paced.waitingSamples() > 500;
    }
    CHECK(isLate);
}

TEST_CASE("No more samples wait than is said, however loud it is, and soon none when it is quiet", "[dsp][overload]") {
    for (const int block : {1, 32, 64, 1000}) {
        Feed feed;
        feed(dearNoise(200000, 1), [&] { return block; });
        CHECK(feed.mostWaiting > 1000); // the work is spread
        CHECK(feed.mostWaiting <= Paced::mostWaitingSamples);
        feed(Signal(4 * Paced::mostWaitingSamples, 0.0), [&] { return block; });
        CHECK(feed.paced.waitingSamples() < Paced::pieceSamples);
    }
    Feed hardest; // each sample enters, leaves or turns
    hardest(generate(200000,
                     [](int i) {
                         return std::array{1.0, 0.3, -1.0, -0.3}[static_cast<std::size_t>(i % 4)];
                     }),
            [] { return 64; });
    CHECK(hardest.mostWaiting <= Paced::mostWaitingSamples);
    Feed music;
    music(quantised(sine(100000, 48000.0, 440.0, 0.1), 24, true), [] { return 64; });
    CHECK(music.mostWaiting < 5000); // while the word is learnt, and the tone comes near its own peak all the time
    music.mostWaiting = 0;
    music(quantised(sine(100000, 48000.0, 440.0, 0.05), 24, true), [] { return 64; });
    CHECK(music.mostWaiting < 5000);
}

TEST_CASE("What waits when the counts are cleared is forgotten with them", "[dsp][overload]") {
    const Signal x = changing(60000, 8);
    for (const int clearAt : {700, 12345, 31111, 59990}) {
        EventRecorder recorder;
        dsp::OverloadWatch truth;
        truth.prepare(48000.0, 0, 0, &recorder);
        truth.process(x.data(), clearAt);
        truth.clearCounts();
        const auto before = recorder.events.size();
        truth.process(x.data() + clearAt, 60000 - clearAt);
        truth.flush();

        Feed feed;
        feed.paced.process(x.data(), clearAt);
        feed.paced.clearCounts();
        CHECK(isSame(feed.paced.counts(), dsp::OverloadCounts()));
        feed.paced.process(x.data() + clearAt, 5);
        if (feed.paced.waitingSamples() > 100) CHECK(isSame(feed.paced.counts(), dsp::OverloadCounts()));
        feed.paced.process(x.data() + clearAt + 5, 60000 - clearAt - 5);
        feed.paced.flush();
        CHECK(isSame(feed.paced.counts(), truth.counts()));
        CHECK(feed.recorder.events.size() >= before);
        CHECK(isSame(feed.recorder.events, recorder.events));
    }
}

TEST_CASE("To be prepared again is to be new", "[dsp][overload]") {
    const Signal x = changing(30000, 4);
    Feed fresh, used;
    used(dearNoise(5000, 2), [] { return 64; });
    REQUIRE(used.paced.waitingSamples() > 0);
    used.recorder.events.clear();
    used.paced.prepare(48000.0, 0, 0, &used.recorder);
    CHECK(used.paced.waitingSamples() == 0);
    for (Feed* feed : {&fresh, &used}) {
        (*feed)(x, [] { return 64; });
        feed->paced.flush();
    }
    CHECK(isSame(used.paced.counts(), fresh.paced.counts()));
    CHECK(isSame(used.recorder.events, fresh.recorder.events));
}

TEST_CASE("Watching at a pace allocates nothing", "[dsp][overload]") {
    const Signal x = changing(30000, 6);
    Paced paced;
    paced.prepare(48000.0, 0);
    const long before = tests::allocationCount();
    paced.process(x.data(), 30000);
    paced.clearCounts();
    paced.process(x.data(), 30000);
    paced.flush();
    CHECK(tests::allocationCount() == before);
}
