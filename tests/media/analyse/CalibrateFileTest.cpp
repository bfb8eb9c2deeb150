// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/analyse/CalibrateFile.h"
#include "support/ToneSignals.h"

#include <array>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;

/** A test record's side, part by part, both channels growing alike. */
struct Side {
    std::vector<double> left, right;

    Side& tone(double seconds, double frequencyHz, double leftDbfs, double rightDbfs) {
        left = joined(left, sine(rateHz, seconds, frequencyHz, peakAt(leftDbfs)));
        right = joined(right, sine(rateHz, seconds, frequencyHz, peakAt(rightDbfs)));
        return *this;
    }
    Side& pause(double seconds) {
        const std::vector<double> nothing(static_cast<std::size_t>(seconds * rateHz));
        left = joined(left, nothing);
        right = joined(right, nothing);
        return *this;
    }
    /** 100 Hz to 10 kHz, logarithmic. */
    Side& sweep(double seconds, double dbfs) {
        const double rise = std::log(100.0) / seconds;
        const auto part = sampled(rateHz, seconds, [&](double t) {
            return peakAt(dbfs) * std::sin(twoPi * 100.0 * (std::exp(rise * t) - 1.0) / rise);
        });
        left = joined(left, part);
        right = joined(right, part);
        return *this;
    }
    /** Hiss and rumble of the groove over all of it. */
    Side& groove(double hissDbfs) {
        const double seconds = static_cast<double>(left.size()) / rateHz;
        left = left + hiss(rateHz, seconds, peakAt(hissDbfs), 1) + sine(rateHz, seconds, 9.0, peakAt(hissDbfs + 20.0));
        right =
            right + hiss(rateHz, seconds, peakAt(hissDbfs), 2) + sine(rateHz, seconds, 9.0, peakAt(hissDbfs + 20.0));
        return *this;
    }
    void write(const std::filesystem::path& path) const {
        std::vector<double> both;
        for (std::size_t i = 0; i < left.size(); ++i) {
            both.push_back(left[i]);
            both.push_back(right[i]);
        }
        writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, static_cast<int>(rateHz), 2, both);
    }
    [[nodiscard]] std::vector<ToneBand> bands(int blockFrames = 1000) const {
        ToneBandFinder finder(rateHz, 2);
        for (std::size_t at = 0; at < left.size(); at += static_cast<std::size_t>(blockFrames)) {
            const std::array<const double*, 2> channel{left.data() + at, right.data() + at};
            finder.add(channel.data(), static_cast<int>(std::min(left.size() - at, std::size_t(blockFrames))));
        }
        finder.finish();
        return finder.bands();
    }
};

Side testRecord() {
    Side side;
    side.pause(1.3).tone(3.0, 315.0, -40.0, -40.0).pause(0.7).tone(4.2, 1000.0, -40.0, -41.0).pause(0.8);
    side.sweep(6.0, -40.0).pause(0.5).tone(2.5, 1000.0, -40.0, -66.0).pause(0.6).tone(2.4, 1000.0, -68.0, -41.0);
    side.tone(6.0, 3150.0, -45.0, -45.0).pause(1.0).groove(-85.0);
    return side;
}

double seconds(std::int64_t frames) { return static_cast<double>(frames) / rateHz; }

} // namespace

TEST_CASE("Bands of a test record are found where they are") {
    const int block = GENERATE(1, 1000, 65536);
    const auto side = testRecord();
    const auto bands = side.bands(block);
    struct Truth {
        double from, to, frequencyHz;
        dsp::ToneSide side;
    };
    const std::array<Truth, 5> truth{{{1.3, 4.3, 315.0, dsp::ToneSide::both},
                                      {5.0, 9.2, 1000.0, dsp::ToneSide::both},
                                      {16.5, 19.0, 1000.0, dsp::ToneSide::left},
                                      {19.6, 22.0, 1000.0, dsp::ToneSide::right},
                                      {22.0, 28.0, 3150.0, dsp::ToneSide::both}}};
    REQUIRE(bands.size() == truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
        INFO(i);
        CHECK(bands[i].side == truth[i].side);
        CHECK_THAT(bands[i].frequencyHz, WithinRel(truth[i].frequencyHz, 0.002));
        // Inside, and not much of it left out.
        CHECK(seconds(bands[i].start) >= truth[i].from);
        CHECK(seconds(bands[i].start) <= truth[i].from + 0.25);
        CHECK(seconds(bands[i].start + bands[i].frames) <= truth[i].to);
        CHECK(seconds(bands[i].start + bands[i].frames) >= truth[i].to - 0.25);
    }
}

TEST_CASE("Music, hiss and silence hold no band") {
    Side chord;
    const auto notes = sine(rateHz, 4.0, 220.0, 0.1) + sine(rateHz, 4.0, 277.2, 0.1) + sine(rateHz, 4.0, 329.6, 0.1);
    chord.left = notes;
    chord.right = notes;
    CHECK(chord.bands().empty());
    CHECK(Side().pause(3.0).groove(-60.0).bands().empty());
    CHECK(Side().pause(3.0).bands().empty());
    CHECK(Side().tone(0.9, 1000.0, -20.0, -20.0).pause(1.0).bands().empty());
    // A level that is switched is two bands, or none.
    CHECK(Side().tone(2.0, 1000.0, -20.0, -20.0).tone(2.0, 1000.0, -26.0, -26.0).bands().size() == 2);
}

TEST_CASE("The tones of a calibration are chosen and measured") {
    const TemporaryFolder folder;
    const auto path = folder / "record.wav";
    testRecord().write(path);
    ToneSearch search;
    // Whatever the frequency: the longest.
    auto tones = measureTones(path, search);
    REQUIRE(tones.both);
    CHECK_THAT(tones.both->tone.frequencyHz, WithinRel(3150.0, 1e-5));
    // A velocity needs 1 kHz.
    search.preferredLowHz = 900.0;
    search.preferredHighHz = 1100.0;
    tones = measureTones(path, search);
    REQUIRE(tones.both);
    REQUIRE(tones.leftOnly);
    REQUIRE(tones.rightOnly);
    CHECK_THAT(tones.both->tone.frequencyHz, WithinRel(1000.0, 1e-5));
    CHECK_THAT(tones.both->tone.channel[0].dbfs(), WithinAbs(-40.0, 0.005));
    CHECK_THAT(tones.both->tone.channel[1].dbfs(), WithinAbs(-41.0, 0.005));
    CHECK(tones.both->fromSeconds > 5.0);
    CHECK(tones.both->toSeconds < 9.2);
    CHECK_THAT(tones.leftOnly->tone.otherOver(0).real(), WithinAbs(peakAt(-26.0), 0.0005));
    CHECK_THAT(tones.rightOnly->tone.otherOver(1).real(), WithinAbs(peakAt(-27.0), 0.0005));
}

TEST_CASE("Stretches that are told are taken, and nothing else") {
    const TemporaryFolder folder;
    const auto path = folder / "record.wav";
    testRecord().write(path);
    ToneSearch search;
    search.tone = TimeSpan{1.5, 4.0};
    auto tones = measureTones(path, search);
    CHECK_THAT(tones.both->tone.frequencyHz, WithinRel(315.0, 1e-5));
    CHECK_THAT(tones.both->fromSeconds, WithinAbs(1.5, 1e-4));
    CHECK_THAT(tones.both->toSeconds, WithinAbs(4.0, 1e-4));
    CHECK_FALSE(tones.leftOnly);
    search.leftOnly = TimeSpan{16.7, 18.5};
    search.rightOnly = TimeSpan{19.8, 21.5};
    tones = measureTones(path, search);
    CHECK_THAT(tones.leftOnly->tone.channel[0].dbfs(), WithinAbs(-40.0, 0.005));
    CHECK_THAT(tones.rightOnly->tone.channel[1].dbfs(), WithinAbs(-41.0, 0.005));
    search.tone = TimeSpan{40.0, {}};
    CHECK_THAT(faultOf([&] { (void)measureTones(path, search); }), says("only 29.000 s long"));
    search.tone = TimeSpan{20.0, 30.0};
    CHECK_THAT(faultOf([&] { (void)measureTones(path, search); }), says("only 29.000 s long"));
    search.tone = TimeSpan{23.0, {}}; // to the end, pause and all
    CHECK_THAT(measureTones(path, search).both->toSeconds, WithinAbs(29.0, 1e-4));
}

TEST_CASE("Of a long tone the middle is measured, in bounded memory") {
    const TemporaryFolder folder;
    const auto path = folder / "tone.wav";
    Side().tone(20.0, 1000.0, -20.0, -20.0).write(path);
    const auto tones = measureTones(path, {});
    CHECK_THAT(tones.both->tone.seconds, WithinAbs(8.0, 1e-4));
    CHECK_THAT(tones.both->fromSeconds + tones.both->toSeconds, WithinAbs(20.0, 0.2));
}

TEST_CASE("Two bands of one channel each do without a tone in both") {
    const TemporaryFolder folder;
    const auto path = folder / "bands.wav";
    Side().tone(2.0, 1000.0, -20.0, -50.0).pause(0.5).tone(2.0, 1000.0, -50.0, -20.0).write(path);
    const auto tones = measureTones(path, {});
    CHECK_FALSE(tones.both);
    REQUIRE(tones.leftOnly);
    CHECK_THAT(tones.rightOnly->tone.channel[1].dbfs(), WithinAbs(-20.0, 0.001));
}

TEST_CASE("Where no tone is good, the best there is tells why") {
    const TemporaryFolder folder;
    const auto path = folder / "bad.wav";
    const auto verdict = [&](const Side& side) {
        side.write(path);
        const auto tones = measureTones(path, {});
        REQUIRE(tones.both);
        return dsp::whyRefused(tones.both->tone, dsp::knownVoltsLimits(), dsp::ToneSide::both);
    };
    CHECK_THAT(verdict(Side().pause(3.0)), says("no signal"));
    CHECK_THAT(verdict(Side().pause(3.0).groove(-40.0)), says("no clear tone"));
    CHECK_THAT(verdict(Side().tone(3.0, 1000.0, -20.0, -100.0)), says("Only the left channel"));
    Side wavering;
    wavering.left = sampled(rateHz, 4.0, [](double t) {
        return 0.1 * (1.0 + 0.5 * std::sin(twoPi * 2.0 * t)) * std::sin(twoPi * 1000.0 * t);
    });
    wavering.right = wavering.left;
    CHECK_THAT(verdict(wavering), says("level is unsteady"));
    Side wowing; // +-2 % once a turn
    wowing.left = sampled(rateHz, 5.4, [](double t) {
        return 0.1 * std::sin(twoPi * 1000.0 * (t - 0.02 / (twoPi * 0.556) * std::cos(twoPi * 0.556 * t)));
    });
    wowing.right = wowing.left;
    CHECK_THAT(verdict(wowing), says("frequency is unsteady"));
    // A tone of half a second is none, and no verdict on it either.
    Side().tone(0.5, 1000.0, -20.0, -20.0).write(path);
    CHECK_THAT(faultOf([&] { (void)measureTones(path, {}); }), says("no tone that lasts a second") && says("--from"));
    CHECK_THAT(faultOf([&] { (void)measureTones(folder / "none.wav", {}); }), says("no such file"));
}

TEST_CASE("A search can be broken off") {
    const TemporaryFolder folder;
    const auto path = folder / "tone.wav";
    Side().tone(3.0, 1000.0, -20.0, -20.0).write(path);
    ToneSearch search;
    search.progress = [](std::int64_t, std::optional<std::int64_t>) { return false; };
    CHECK_THROWS_AS(measureTones(path, search), Cancelled);
}
