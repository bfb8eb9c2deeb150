// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/AudioRing.h"

#include "media/record/RecordSupport.h"
#include "support/Catch.h"

#include <array>
#include <atomic>
#include <thread>

using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

/** Delivers frames of sampleAt(). */
struct RingFeed {
    AudioRing& ring;
    std::int64_t next = 0;

    void operator()(int frames) {
        std::vector<float> left, right;
        for (int i = 0; i < frames; ++i) {
            left.push_back(sampleAt(next + i, 0));
            right.push_back(sampleAt(next + i, 1));
        }
        const std::array<const float*, 2> channels{left.data(), right.data()};
        ring.write(channels.data(), frames);
        next += frames;
    }
};

bool isRight(const AudioRing& ring, std::int64_t position, int frames) {
    std::vector<float> got(static_cast<std::size_t>(2 * frames));
    ring.read(position, frames, got.data());
    return got == samplesFrom(position, frames, 2);
}

} // namespace

TEST_CASE("What goes into the ring comes out, round and round") {
    AudioRing ring;
    ring.prepare(2, 1000);
    RingFeed feed{ring};
    for (int k = 0; k < 500; ++k) {
        feed(1 + k % 300);
        const auto begin = ring.begin();
        REQUIRE(ring.end() == feed.next);
        REQUIRE(isRight(ring, begin, static_cast<int>(ring.end() - begin)));
        ring.release(ring.end() - k % 2 * 100);
        REQUIRE_FALSE(ring.takeHole(ring.end()));
    }
    CHECK(ring.delivered() == feed.next);
}

TEST_CASE("A full ring makes a hole of the true length, and nothing else is lost") {
    AudioRing ring;
    ring.prepare(2, 1000);
    RingFeed feed{ring};
    feed(900);
    feed(300); // 100 of them fit
    feed(50);
    feed(60);
    CHECK(ring.delivered() == 1310);
    CHECK(ring.end() == 1000);
    CHECK(ring.roomFrames() == 0);
    CHECK(isRight(ring, 0, 1000));
    CHECK_FALSE(ring.takeHole(2000)); // it has not ended yet
    ring.release(1000);
    feed(200);
    CHECK(ring.end() == 1510);
    const auto hole = ring.takeHole(1510);
    REQUIRE(hole);
    CHECK(hole->position == 1000);
    CHECK(hole->frames == 310);
    CHECK(hole->isOverflow);
    CHECK(isRight(ring, 1310, 200));
    std::vector<float> missing(620, 1.0F);
    ring.read(1000, 310, missing.data());
    CHECK(missing == std::vector<float>(620, 0.0F));
    CHECK_FALSE(ring.takeHole(9999));
}

TEST_CASE("Drop-outs of the device keep their places") {
    AudioRing ring;
    ring.prepare(2, 1000);
    RingFeed feed{ring};
    feed(100);
    ring.noteDropOut(0);
    feed(100);
    ring.noteDropOut(40);
    feed.next += 40;
    feed(100);
    CHECK(ring.end() == 340);
    CHECK_FALSE(ring.takeHole(99));
    auto hole = ring.takeHole(150);
    REQUIRE(hole);
    CHECK((hole->position == 100 && hole->frames == 0 && !hole->isOverflow));
    hole = ring.takeHole(340);
    REQUIRE(hole);
    CHECK((hole->position == 200 && hole->frames == 40 && !hole->isOverflow));
    CHECK(isRight(ring, 0, 200));
    CHECK(isRight(ring, 240, 100));
}

TEST_CASE("More holes than there are places for become one") {
    AudioRing ring;
    ring.prepare(1, 100000);
    const std::vector<float> ones(10, 1.0F);
    const std::array<const float*, 1> channel{ones.data()};
    std::int64_t delivered = 0;
    for (int k = 0; k < 1000; ++k) {
        ring.write(channel.data(), 10);
        ring.noteDropOut(3);
        delivered += 13;
    }
    CHECK(ring.delivered() == delivered);
    std::int64_t missing = 0;
    while (const auto hole = ring.takeHole(delivered))
        missing += hole->frames;
    ring.write(channel.data(), 10);
    while (const auto hole = ring.takeHole(delivered))
        missing += hole->frames;
    // All that did not get in is accounted for.
    CHECK(ring.end() == delivered + 10);
    std::vector<float> all(static_cast<std::size_t>(ring.end()));
    ring.read(0, static_cast<int>(ring.end()), all.data());
    CHECK(std::count(all.begin(), all.end(), 0.0F) == missing);
}

TEST_CASE("Two threads, one ring: every frame once, in order, or in a hole") {
    AudioRing ring;
    ring.prepare(2, 4000);
    constexpr std::int64_t total = 400000;
    std::atomic<bool> isDone{false};
    std::thread writer([&] {
        RingFeed feed{ring};
        while (feed.next < total)
            feed(static_cast<int>(1 + feed.next % 777));
        isDone = true;
    });
    std::int64_t position = 0, missing = 0;
    std::vector<float> got(2000);
    bool isGood = true;
    while (isGood && !(isDone && position == ring.end())) {
        const auto end = ring.end();
        const int frames = static_cast<int>(std::min<std::int64_t>(1000, end - position));
        std::vector<AudioRing::Hole> holes;
        while (const auto hole = ring.takeHole(position + frames)) {
            missing += hole->frames;
            holes.push_back(*hole);
        }
        ring.read(position, frames, got.data());
        for (int i = 0; i < frames && isGood; ++i) {
            const auto left = got[static_cast<std::size_t>(2 * i)];
            isGood = left == sampleAt(position + i, 0) || left == 0.0F;
        }
        position += frames;
        ring.release(position);
    }
    writer.join();
    CHECK(isGood);
    CHECK(position <= ring.delivered());
    CHECK(ring.delivered() >= total);
}
