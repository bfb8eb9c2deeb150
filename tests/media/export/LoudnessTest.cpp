// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/Loudness.h"

#include "support/Catch.h"

#include <cmath>
#include <numbers>

using phonostage::media::TrackLoudness;

namespace {

/** A sine of 1 kHz in both channels. */
void addSine(TrackLoudness& loudness, double rateHz, double seconds, double peakDbfs) {
    std::vector<double> samples;
    const double level = std::pow(10.0, peakDbfs / 20.0);
    for (int i = 0; i < static_cast<int>(rateHz * seconds); ++i)
        samples.push_back(level * std::sin(2.0 * std::numbers::pi * 1000.0 * i / rateHz));
    for (std::size_t at = 0; at < samples.size(); at += 1000) {
        const double* const channel[2] = {samples.data() + at, samples.data() + at};
        loudness.add(channel, static_cast<int>(std::min<std::size_t>(1000, samples.size() - at)));
    }
    loudness.finish();
}

} // namespace

TEST_CASE("A stereo sine of 1 kHz at -23 dBFS has -23 LUFS, EBU Tech 3341 case 1") {
    for (const double rateHz : {44100.0, 48000.0, 96000.0, 192000.0}) {
        TrackLoudness loudness(rateHz, 2);
        addSine(loudness, rateHz, 20.0, -23.0);
        REQUIRE(loudness.lufs());
        CHECK(std::abs(*loudness.lufs() + 23.0) < 0.1);
        CHECK(std::abs(20.0 * std::log10(loudness.truePeak()) + 23.0) < 0.1);
    }
}

TEST_CASE("An album is measured as one piece, and silence has no loudness") {
    TrackLoudness loud(48000.0, 2), soft(48000.0, 2), silent(48000.0, 2);
    addSine(loud, 48000.0, 10.0, -20.0);
    addSine(soft, 48000.0, 10.0, -26.0);
    addSine(silent, 48000.0, 10.0, -300.0);
    CHECK_FALSE(silent.lufs());
    const auto album = TrackLoudness::lufsOf({&loud, &soft, &silent});
    REQUIRE(album);
    // The mean of both powers: none of it is gated, being less than 10 LU below the mean.
    const double expected = 10.0 * std::log10((std::pow(10.0, -2.0) + std::pow(10.0, -2.6)) / 2.0);
    CHECK(std::abs(*album - expected) < 0.1);
    CHECK_FALSE(TrackLoudness::lufsOf({&silent}));
}
