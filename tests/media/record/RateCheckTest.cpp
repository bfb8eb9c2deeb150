// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RateCheck.h"

#include "support/Catch.h"

#include <cmath>
#include <random>

using namespace phonostage::media;

namespace {

/** So many seconds of blocks of a device that runs `off` per cent too fast, each handed over up to `lateMs` late. */
void deliver(RateCheck& check, double seconds, double off, double lateMs, int block = 1024, double rate = 48000.0) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> late(0.0, lateMs * 1e-3);
    for (double at = 0.0; at < seconds; at += block / (rate * (1.0 + off / 100.0)))
        check.add(block, std::llround((100.0 + at + late(random)) * 1e9));
}

} // namespace

TEST_CASE("A device that keeps its rate is right, late blocks or not") {
    for (const double lateMs : {0.0, 5.0, 40.0})
        for (const double off : {0.0, 0.05, -0.05}) {
            RateCheck check;
            check.prepare(48000.0);
            deliver(check, 65.0, off, lateMs);
            REQUIRE(check.percentOff());
            CHECK(std::abs(*check.percentOff() - off) < 0.02 + lateMs * 0.02);
            if (lateMs < 10.0) CHECK_FALSE(check.isOff());
        }
}

TEST_CASE("A wrong rate is found") {
    RateCheck check;
    check.prepare(48000.0);
    deliver(check, 9.0, 8.8435, 5.0);
    CHECK_FALSE(check.percentOff()); // not before ten seconds
    check.prepare(48000.0);
    deliver(check, 12.0, 8.8435, 5.0); // 48 kHz in place of 44.1: sure at once
    CHECK(check.isOff());
    for (const double off : {0.2, -0.2}) {
        check.prepare(48000.0);
        deliver(check, 12.0, off, 1.0);
        CHECK_FALSE(check.isOff()); // might be one late block
        check.prepare(48000.0);
        deliver(check, 25.0, off, 1.0);
        CHECK(check.isOff());
        CHECK_THAT(*check.percentOff(), WithinAbs(off, 0.02));
    }
}

TEST_CASE("Lost frames begin the watch again") {
    RateCheck check;
    check.prepare(1000.0);
    for (int k = 0; k < 1000; ++k) {
        if (k % 50 == 49) check.restart();
        check.add(100, static_cast<std::int64_t>(k) * 50000000);
    }
    CHECK_FALSE(check.percentOff());
}
