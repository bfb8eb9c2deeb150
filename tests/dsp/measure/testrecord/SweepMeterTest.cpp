// SPDX-License-Identifier: GPL-3.0-or-later
// Response, crosstalk and balance of a glide whose phase is known in closed form.
#include "dsp/measure/testrecord/SweepMeter.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <algorithm>
#include <complex>
#include <numbers>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

struct Side {
    double gain = 1.0;
    std::complex<double> leak; ///< into the other channel, of the driven one's signal, at every frequency
};

struct Record {
    double rateHz = 48000.0, speed = 1.0, wow = 0.0, flutter = 0.0, sweepSeconds = 6.0, pilotSeconds = 1.8;
    RecordCut cut = RecordCut::constantVelocity;
    Side left, right;
    double noise = 1e-5;
    int clicks = 0;         ///< a second
    double lowClicks = 0.0; ///< the size of 12 a second that hold nothing above the sound
};

/** Pilot and glide from 100 Hz to 12 kHz of each channel: level, cut and leak act on the amplitude and the phase of
    the moment, which for a glide as slow as this is what a filter does. */
std::array<std::vector<double>, 2> played(const Record& record) {
    const double gap = 0.5, one = record.pilotSeconds + gap + record.sweepSeconds / record.speed + gap;
    const double slope = std::log(12000.0 / 100.0) / record.sweepSeconds;
    const auto count = static_cast<std::size_t>((2.0 * one + 0.8) * record.rateHz);
    std::array<std::vector<double>, 2> sound{std::vector<double>(count), std::vector<double>(count)};
    UniformNoise noise(7);
    for (std::size_t c = 0; c < 2; ++c) {
        const Side& side = c == 0 ? record.left : record.right;
        for (std::size_t i = 0; i < count; ++i) {
            const double t = static_cast<double>(i) / record.rateHz - 0.4 - static_cast<double>(c) * one;
            const double onRecord = t * record.speed + record.wow / (twoPi * 0.5556) * std::sin(twoPi * 0.5556 * t) +
                                    record.flutter / (twoPi * 6.0) * std::sin(twoPi * 6.0 * t);
            const double inSweep = onRecord - (record.pilotSeconds + gap) * record.speed;
            double angle = 0.0, size = 0.0;
            if (t >= 0.0 && t < record.pilotSeconds) {
                angle = twoPi * 1000.0 * onRecord;
                size = 1.0;
            } else if (inSweep >= 0.0 && inSweep < record.sweepSeconds) {
                angle = twoPi * 100.0 / slope * std::exp(slope * inSweep);
                size = recordedVelocity(record.cut, 100.0 * std::exp(slope * inSweep));
            }
            sound[c][i] += 0.02 * side.gain * size * std::sin(angle) + record.noise * noise();
            sound[1 - c][i] += 0.02 * side.gain * size * (side.leak * std::polar(1.0, angle)).imag();
        }
    }
    for (double t = 0.3; record.clicks > 0 && t + 0.1 < static_cast<double>(count) / record.rateHz;
         t += 1.0 / record.clicks) {
        const auto at = static_cast<std::size_t>((t + 0.03 * noise()) * record.rateHz);
        for (std::size_t i = 0; i < 60; ++i)
            for (auto& channel : sound)
                channel[at + i] += 0.05 * std::exp(-static_cast<double>(i) / 12.0) * noise();
    }
    for (double t = 0.2; record.lowClicks > 0.0 && t + 0.1 < static_cast<double>(count) / record.rateHz;
         t += 1.0 / 12.0)
        for (std::size_t i = 0; i < static_cast<std::size_t>(0.002 * record.rateHz); ++i) {
            const double after = static_cast<double>(i) / record.rateHz;
            const double pulse = record.lowClicks * std::exp(-after / 0.0003) * std::sin(twoPi * 2500.0 * after);
            sound[0][static_cast<std::size_t>(t * record.rateHz) + i] += pulse;
            sound[1][static_cast<std::size_t>(t * record.rateHz) + i] -= pulse;
        }
    return sound;
}

SweepMeasurement measured(const Record& record, RecordCut cut) {
    const auto sound = played(record);
    const auto feed = [&](auto& meter) {
        for (std::size_t done = 0, block = 1; done < sound[0].size(); done += block, block = block * 3 % 20011 + 1) {
            block = std::min(block, sound[0].size() - done);
            meter.add(std::span(sound[0]).subspan(done, block), std::span(sound[1]).subspan(done, block));
        }
    };
    SweepFinder finder(record.rateHz);
    feed(finder);
    SweepMeter meter(record.rateHz, finder.finish());
    feed(meter);
    return meter.finish(cut, {});
}

double worstResponse(const SweepMeasurement::Channel& channel) {
    double worst = 0.0;
    for (const auto& point : channel.response)
        worst = std::max(worst, std::abs(point.levelDb));
    return worst;
}

double worstLeak(const SweepMeasurement::Channel& channel, std::complex<double> leak) {
    double worst = 0.0;
    for (const auto& point : channel.crosstalk)
        worst = std::max(worst, std::abs(point.leak - leak));
    return worst;
}

} // namespace

TEST_CASE("a sweep gives response, balance and complex crosstalk, at any rate and speed") {
    const auto [rateHz, speed, wow] = GENERATE(table<double, double, double>(
        {{44100.0, 1.0, 0.0}, {48000.0, 0.97, 0.0}, {48000.0, 1.03, 0.001}, {96000.0, 0.993, 0.002}}));
    const std::complex<double> leftLeak = std::polar(0.05, 0.4), rightLeak = std::polar(0.08, 2.6);
    Record record;
    record.rateHz = rateHz;
    record.speed = speed;
    record.wow = wow;
    record.cut = RecordCut::riaa;
    record.left = {1.0, leftLeak};
    record.right = {0.9, rightLeak};
    const auto sweep = measured(record, RecordCut::riaa);
    INFO(rateHz << " Hz at " << speed);
    for (const auto& channel : sweep.channel) {
        REQUIRE(channel.response.size() > 54);
        CHECK(channel.response.front().frequencyHz < 190.0);
        CHECK(channel.response.back().frequencyHz > 9000.0);
        CHECK(worstResponse(channel) < 0.05);
    }
    REQUIRE(sweep.speed);
    CHECK_THAT(*sweep.speed, WithinAbs(speed, 5e-4 + wow));
    REQUIRE(sweep.balanceDb);
    CHECK_THAT(*sweep.balanceDb, WithinAbs(20.0 * std::log10(0.9), 0.005));
    CHECK(worstLeak(sweep.channel[0], leftLeak) < 5e-4);
    CHECK(worstLeak(sweep.channel[1], rightLeak) < 5e-4);
}

TEST_CASE("flutter takes nothing off the treble, clicks or not") {
    Record record;
    record.rateHz = 96000.0;
    record.wow = 0.001;
    record.flutter = 0.001;
    record.left.leak = 0.05;
    record.right.leak = std::polar(0.05, 1.0);
    record.clicks = GENERATE(0, 5);
    const auto sweep = measured(record, record.cut);
    INFO(record.clicks << " clicks a second");
    CHECK(worstResponse(sweep.channel[0]) < (record.clicks > 0 ? 0.1 : 0.05));
    CHECK(worstResponse(sweep.channel[1]) < (record.clicks > 0 ? 0.1 : 0.05));
    CHECK(worstLeak(sweep.channel[0], 0.05) < (record.clicks > 0 ? 4e-3 : 5e-4));
    CHECK(worstLeak(sweep.channel[1], std::polar(0.05, 1.0)) < (record.clicks > 0 ? 4e-3 : 5e-4));
}

TEST_CASE("the wrong cut shows as its own difference") {
    Record record;
    record.cut = RecordCut::jvc;
    const auto sweep = measured(record, RecordCut::riaa);
    for (const auto& point : sweep.channel[0].response) {
        const double want = 20.0 * std::log10(recordedVelocity(RecordCut::jvc, point.frequencyHz) /
                                              recordedVelocity(RecordCut::riaa, point.frequencyHz));
        CHECK_THAT(point.levelDb, WithinAbs(want, 0.05));
    }
}

TEST_CASE("clicks are no crosstalk") {
    Record record;
    record.left.leak = record.right.leak = 0.05;
    record.clicks = 10;
    const auto sweep = measured(record, record.cut);
    for (const auto& channel : sweep.channel) {
        CHECK(channel.crosstalk.size() > 54);
        CHECK(worstLeak(channel, 0.05) < 4e-3);
        CHECK(worstResponse(channel) < 0.1);
    }
    REQUIRE(sweep.balanceDb);
    CHECK_THAT(*sweep.balanceDb, WithinAbs(0.0, 0.02));
}

TEST_CASE("small clicks are no crosstalk at any rate, though noise above the sound hides them") {
    Record record;
    record.rateHz = GENERATE(48000.0, 192000.0);
    record.noise = 2e-4 * std::sqrt(record.rateHz / 48000.0); // as dense at every rate
    record.lowClicks = 0.003;
    record.left = record.right = {1.0, 0.05};
    const auto sweep = measured(record, RecordCut::constantVelocity);
    for (const auto& channel : sweep.channel) {
        double sum = 0.0;
        for (const auto& point : channel.crosstalk)
            sum += std::norm(point.leak - 0.05);
        INFO(record.rateHz << " Hz, " << channel.crosstalk.size() << " points");
        CHECK(std::sqrt(sum / static_cast<double>(channel.crosstalk.size())) < 2.3e-4);
    }
}

TEST_CASE("crosstalk in noise is the mean of neighbours, half as much of each") {
    // Of independent errors such a mean leaves 3/8 of the power, and between neighbours 1/4: their ratio is 0.82, with
    // single points 1.41. Windows that overlap make it smaller: single points have 1.16 to 1.19 here.
    Record record;
    record.noise = 2e-4;
    record.left = record.right = {1.0, 0.05};
    for (const auto& channel : measured(record, RecordCut::constantVelocity).channel) {
        double errors = 0.0, steps = 0.0;
        for (std::size_t i = 2; i + 1 < channel.crosstalk.size(); ++i) {
            errors += std::norm(channel.crosstalk[i].leak - 0.05);
            steps += std::norm(channel.crosstalk[i].leak - channel.crosstalk[i - 1].leak);
        }
        INFO(std::sqrt(steps / errors));
        CHECK(std::sqrt(steps / errors) < 0.95);
    }
}

TEST_CASE("the cuts are those of the records") {
    for (const auto cut : {RecordCut::riaa, RecordCut::jvc, RecordCut::constantVelocity, RecordCut::str100})
        CHECK_THAT(recordedVelocity(cut, 1000.0), WithinAbs(1.0, 1e-12));
    CHECK_THAT(20.0 * std::log10(recordedVelocity(RecordCut::riaa, 20.0)), WithinAbs(-19.274, 0.001));
    CHECK_THAT(20.0 * std::log10(recordedVelocity(RecordCut::riaa, 20000.0)), WithinAbs(19.620, 0.001));
    // Without 75 us: the treble is level, 0.95 dB over 1 kHz.
    CHECK_THAT(recordedVelocity(RecordCut::jvc, 20000.0) / recordedVelocity(RecordCut::jvc, 10000.0),
               WithinAbs(1.0, 0.003));
    // Constant amplitude: twice the frequency, twice the velocity.
    CHECK_THAT(recordedVelocity(RecordCut::str100, 40.0) / recordedVelocity(RecordCut::str100, 20.0),
               WithinAbs(2.0, 0.01));
    CHECK(recordedVelocity(RecordCut::constantVelocity, 31.0) == 1.0);
}

TEST_CASE("the angle of a turned cartridge is found, and other crosstalk is not taken for it") {
    const auto points = [](std::complex<double> leak) {
        std::vector<CrosstalkPoint> list;
        for (int k = -24; k <= 24; ++k)
            list.push_back({1000.0 * std::exp2(k / 12.0), leak});
        return list;
    };
    // Walls of the groove at 45 degrees, the coils turned by the angle: the products of their directions.
    const double angle = GENERATE(-2.0, 0.7, 3.0) / 57.29577951308232;
    const std::complex<double> along(1.0 / std::sqrt(2.0), 1.0 / std::sqrt(2.0)); // left wall moves up and right
    const std::complex<double> across = std::conj(along);
    const auto turn = std::polar(1.0, angle);
    const auto dot = [](std::complex<double> a, std::complex<double> b) { return (a * std::conj(b)).real(); };
    const double leftIntoRight = dot(along, across * turn) / dot(along, along * turn);
    const double rightIntoLeft = dot(across, along * turn) / dot(across, across * turn);
    const auto azimuth = azimuthOf(points(leftIntoRight), points(rightIntoLeft));
    REQUIRE(azimuth);
    CHECK_THAT(azimuth->degrees, WithinRel(angle * 57.29577951308232, 0.003));
    CHECK(azimuth->isSure);
    CHECK(azimuth->gainDb > 40.0);

    // What both directions have alike, and what stands at right angles, is no azimuth.
    for (const auto& [left, right] :
         {std::pair<std::complex<double>, std::complex<double>>{0.05, 0.05}, {{0.0, 0.05}, {0.0, -0.05}}}) {
        const auto other = azimuthOf(points(left), points(right));
        REQUIRE(other);
        CHECK_FALSE(other->isSure);
        CHECK_THAT(other->degrees, WithinAbs(0.0, 1e-9));
    }
    CHECK_FALSE(azimuthOf(points(0.05), {}));
}

TEST_CASE("noise, and a tone alone, hold no sweep") {
    UniformNoise noise(2);
    SweepFinder finder(44100.0);
    std::vector<double> hiss(44100 * 6), tone(44100 * 6);
    for (std::size_t i = 0; i < hiss.size(); ++i) {
        hiss[i] = 0.01 * noise();
        tone[i] = 0.1 * std::sin(twoPi * 1000.0 * static_cast<double>(i) / 44100.0);
    }
    finder.add(hiss, hiss);
    finder.add(tone, hiss);
    CHECK(finder.finish().empty());
}
