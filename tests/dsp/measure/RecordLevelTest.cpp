// SPDX-License-Identifier: GPL-3.0-or-later
//
// The usual level of a record against sines of known level, and against bursts whose quantile is known.

#include "dsp/measure/RecordLevel.h"

#include "support/AllocationCounter.h"
#include "support/Catch.h"
#include "support/ToneSignals.h"

#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <random>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Samples = std::vector<double>;

/** |RIAA(f)| against its 1 kHz, from the time constants, with a Butterworth high-pass of 60 Hz; dB. */
double responseDb(double hz) {
    const auto raw = [](double f) {
        const std::complex<double> s(0.0, twoPi * f);
        return std::abs((1.0 + s * 318e-6) / ((1.0 + s * 3180e-6) * (1.0 + s * 75e-6)));
    };
    const double r = 60.0 / hz;
    return 20.0 * std::log10(raw(hz) / raw(1000.0)) - 10.0 * std::log10(1.0 + r * r * r * r);
}

RecordReading readingOf(
    const Samples& left, const Samples& right, double rateHz,
    const std::function<int()>& blockFrames = [] { return 512; }) {
    RecordLevel level;
    level.prepare(rateHz);
    for (std::size_t at = 0; at < left.size();) {
        const auto count = std::min(left.size() - at, static_cast<std::size_t>(blockFrames()));
        const std::array<const double*, 2> block{left.data() + at, right.data() + at};
        level.process(block.data(), 2, static_cast<int>(count));
        at += count;
    }
    return level.reading();
}

RecordReading readingOf(const Samples& both, double rateHz) { return readingOf(both, both, rateHz); }

/** Noise in bursts: two of five tenths of a second loud, as music comes and goes. */
Samples bursts(double rateHz, double seconds, double rms, std::uint64_t seed = 5) {
    auto x = hiss(rateHz, seconds, rms, seed);
    for (std::size_t i = 0; i < x.size(); ++i)
        if (static_cast<int>(10.0 * static_cast<double>(i) / rateHz) % 5 > 1) x[i] *= 0.1;
    return x;
}

} // namespace

TEST_CASE("A sine reads its level behind RIAA, at every rate", "[dsp][measure]") {
    const double rate = GENERATE(44100.0, 48000.0, 88200.0, 96000.0, 192000.0);
    const double hz = GENERATE(100.0, 1000.0, 3150.0);
    const auto reading = readingOf(sine(rate, 4.0, hz, peakAt(-32.0)), rate);
    REQUIRE(reading.loudDbfs);
    INFO(rate << " Hz, " << hz << " Hz");
    CHECK_THAT(*reading.loudDbfs, WithinAbs(-32.0 + responseDb(hz), 0.15));
    CHECK_FALSE(reading.isMusic); // as steady as no music is
    CHECK_THAT(reading.heardSeconds, WithinAbs(4.0, 0.11));
}

TEST_CASE("The level is the mean of both channels, and a mono source is both", "[dsp][measure]") {
    const double rate = 48000.0;
    const auto loud = sine(rate, 4.0, 1000.0, peakAt(-20.0));
    const Samples silence(loud.size(), 0.0);
    CHECK_THAT(*readingOf(loud, silence, rate).loudDbfs, WithinAbs(-23.01, 0.05));
    RecordLevel level;
    level.prepare(rate);
    const double* mono = loud.data();
    level.process(&mono, 1, static_cast<int>(loud.size()));
    CHECK_THAT(*level.reading().loudDbfs, WithinAbs(-20.0, 0.05));
}

TEST_CASE("The record's level is the same for any block size, to the bit", "[dsp][measure]") {
    const double rate = GENERATE(44100.0, 96000.0);
    const auto left = bursts(rate, 6.0, 0.05, 1), right = bursts(rate, 6.0, 0.03, 2);
    const auto whole = readingOf(left, right, rate, [] { return 1 << 24; });
    REQUIRE(whole.loudDbfs);
    std::mt19937 random(3);
    for (const int size : {1, 32, 441, 0}) {
        const auto other =
            readingOf(left, right, rate, [&] { return size > 0 ? size : 1 + static_cast<int>(random() % 3000); });
        CHECK(*other.loudDbfs == *whole.loudDbfs);
        CHECK(other.isMusic == whole.isMusic);
        CHECK(other.seconds == whole.seconds);
    }
}

TEST_CASE("Gaps, a lifted stylus, its thump and clicks do not move the level", "[dsp][measure]") {
    const double rate = 48000.0;
    const auto plain = bursts(rate, 10.0, 0.05);
    const double level = *readingOf(plain, rate).loudDbfs;

    auto gap = plain;
    for (std::size_t i = 48000; i < 5 * 48000; ++i)
        gap[i] *= 1e-3;
    CHECK_THAT(*readingOf(gap, rate).loudDbfs, WithinAbs(level, 1.0));
    CHECK_THAT(readingOf(gap, rate).seconds, WithinAbs(6.0, 0.2));

    auto thump = plain;
    for (std::size_t i = 0; i < 9600; ++i) // 0.2 s of 15 Hz at full scale, and a scratch over it
        thump[i] += std::sin(twoPi * 15.0 * static_cast<double>(i) / rate) + (i % 97 == 0 ? 0.5 : 0.0);
    CHECK_THAT(*readingOf(thump, rate).loudDbfs, WithinAbs(level, 0.7));

    auto clicks = plain;
    for (std::size_t i = 2400; i < clicks.size(); i += 4800 * 2) // five a second
        for (std::size_t k = 0; k < 24; ++k)
            clicks[i + k] += 0.9 * (k % 2 == 0 ? 1.0 : -1.0);
    CHECK_THAT(*readingOf(clicks, rate).loudDbfs, WithinAbs(level, 0.7));

    auto rumbling = plain + sine(rate, 10.0, 9.0, 0.05); // as loud as the music, raw
    CHECK_THAT(*readingOf(rumbling, rate).loudDbfs, WithinAbs(level, 0.7));
}

TEST_CASE("Music comes and goes, noise of groove or interface does not", "[dsp][measure]") {
    const double rate = GENERATE(44100.0, 192000.0);
    CHECK(readingOf(bursts(rate, 6.0, 0.01), rate).isMusic);
    CHECK_FALSE(readingOf(hiss(rate, 6.0, 0.001, 7), rate).isMusic);
    // A few clicks make no music of noise.
    auto noise = hiss(rate, 6.0, 0.001, 8);
    for (std::size_t i = 1000; i < noise.size(); i += static_cast<std::size_t>(rate))
        noise[i] = 0.9;
    CHECK_FALSE(readingOf(noise, rate).isMusic);
}

TEST_CASE("Silence, too little and what is no number have no level", "[dsp][measure]") {
    const double rate = 48000.0;
    CHECK_FALSE(readingOf(Samples(480000, 0.0), rate).loudDbfs);
    CHECK_FALSE(readingOf(sine(rate, 2.8, 1000.0, 0.1), rate).loudDbfs);
    CHECK(readingOf(sine(rate, 3.2, 1000.0, 0.1), rate).loudDbfs);
    auto broken = sine(rate, 5.0, 1000.0, 0.1);
    broken[1000] = std::numeric_limits<double>::quiet_NaN();
    broken[2000] = std::numeric_limits<double>::infinity();
    broken[3000] = 1e30;
    CHECK_THAT(*readingOf(broken, rate).loudDbfs, WithinAbs(-20.0, 0.05));
}

TEST_CASE("The level is that of the last ten seconds, and nothing after it is told to forget", "[dsp][measure]") {
    const double rate = 48000.0;
    RecordLevel level;
    level.prepare(rate);
    const auto play = [&](double seconds, double dbfs) {
        const auto x = sine(rate, seconds, 1000.0, peakAt(dbfs));
        const double* at = x.data();
        level.process(&at, 1, static_cast<int>(x.size()));
    };
    play(12.0, -10.0);
    play(10.0, -50.0);
    CHECK_THAT(*level.reading().loudDbfs, WithinAbs(-50.0, 0.1));
    const double heard = level.reading().heardSeconds;
    level.forget();
    CHECK_FALSE(level.reading().loudDbfs);
    play(2.0, -30.0);
    CHECK_FALSE(level.reading().loudDbfs);
    CHECK(level.reading().heardSeconds > heard); // it counts on
    play(2.0, -30.0);
    CHECK_THAT(*level.reading().loudDbfs, WithinAbs(-30.0, 0.1));
}

TEST_CASE("Measuring a record allocates nothing", "[dsp][measure]") {
    RecordLevel level;
    level.prepare(48000.0);
    const auto x = bursts(48000.0, 4.0, 0.05);
    const std::array<const double*, 2> block{x.data(), x.data()};
    const long before = allocationCount();
    level.process(block.data(), 2, static_cast<int>(x.size()));
    level.forget();
    level.process(block.data(), 2, static_cast<int>(x.size()));
    CHECK(allocationCount() == before);
    CHECK(level.reading().loudDbfs);
}
