// SPDX-License-Identifier: GPL-3.0-or-later
// A test record measured while it plays: which bands, in any order, and the same figures as of a file.
#include "media/analyse/TestRecordSession.h"
#include "dsp/measure/testrecord/PlayedDisc.h"
#include "dsp/simd/Decibels.h"
#include "media/MediaSupport.h"
#include "params/Calibration.h"
#include "support/Catch.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <algorithm>
#include <cmath>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

using Side = PlayedDisc::Side;

struct Floats {
    double rateHz = 48000.0;
    std::vector<float> left, right;
};

Floats floatsOf(const Wiring& wiring) {
    return {wiring.rateHz, {wiring.left.begin(), wiring.left.end()}, {wiring.right.begin(), wiring.right.end()}};
}

struct Session {
    Session(double rateHz, const TestPlan& plan) : session(rateHz, plan) {
        dsp::HookupContext context;
        context.fullScaleDbv = PlayedDisc::fullScaleDbv;
        session.setContext(context);
    }
    void play(const Floats& sound, std::size_t firstPiece = 480) {
        for (std::size_t done = 0, piece = firstPiece; done < sound.left.size();
             done += piece, piece = piece * 3 % 9001 + 1) {
            piece = std::min(piece, sound.left.size() - done);
            session.add(sound.left.data() + done, sound.right.data() + done, static_cast<std::int64_t>(piece));
        }
    }
    [[nodiscard]] const TestResults& results() const { return session.progress().complete; }
    [[nodiscard]] BandState state(BandPurpose purpose) const {
        for (const auto& band : session.progress().bands)
            if (band.band.purpose == purpose) return band.state;
        return BandState::open;
    }
    TestRecordSession session;
};

std::filesystem::path written(const TemporaryFolder& folder, const Floats& sound) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < sound.left.size(); ++i) {
        samples.push_back(static_cast<double>(sound.left[i]));
        samples.push_back(static_cast<double>(sound.right[i]));
    }
    const auto path = folder / "heard.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, static_cast<int>(sound.rateHz), 2, samples);
    return path;
}

PlayedDisc::Deck deckAt(double rateHz) {
    PlayedDisc::Deck deck;
    deck.rateHz = rateHz;
    deck.speed = 1.004;
    deck.holePart = 0.001;
    deck.flutterPart = 0.0005;
    deck.rightGain = 0.9;
    deck.clicksPerSecond = 2.0;
    return deck;
}

constexpr BandPurpose allPurposes[]{BandPurpose::speed,     BandPurpose::sweepLeft,  BandPurpose::sweepRight,
                                    BandPurpose::levelLeft, BandPurpose::levelRight, BandPurpose::bassSweep,
                                    BandPurpose::silence};

} // namespace

TEST_CASE("all bands of a record are measured in an order of their own, as the commands measure a file") {
    PlayedDisc disc(deckAt(48000.0));
    disc.lifted(4.0);
    disc.groove(4.0);
    disc.sweep(Side::right, 20.0);
    disc.groove(3.0);
    disc.tone(Side::left, 1000.0, 9.0);
    disc.groove(3.0);
    disc.tone(Side::both, 3150.0, 24.0);
    disc.groove(3.0);
    disc.sweep(Side::left, 20.0);
    disc.groove(3.0);
    disc.bassSweep(25.0, 5.0, 30.0);
    const double silentFrom = disc.seconds();
    disc.groove(24.0);
    disc.tone(Side::right, 1000.0, 9.0);
    disc.lifted(30.0);
    const auto sound = floatsOf(disc.played());
    Session heard(48000.0, planOfOther(3150.0));
    heard.play(sound);
    for (const auto purpose : allPurposes) {
        INFO(static_cast<int>(purpose));
        CHECK(heard.state(purpose) == BandState::done);
    }
    const auto& results = heard.results();
    const TemporaryFolder folder;
    const SoundSource file{written(folder, sound), false, {}, {}, {}};

    // Speed, wow and flutter: to the bit.
    WowSearch wowSearch;
    wowSearch.carrierHz = 3150.0;
    const auto wow = measureWow(file, wowSearch);
    REQUIRE(results.wow);
    CHECK(results.wow->wow.meanHz == wow.wow.meanHz);
    CHECK(results.wow->wow.weighted.twoSigma == wow.wow.weighted.twoSigma);
    CHECK(results.wow->wow.unweighted.rms == wow.wow.unweighted.rms);
    CHECK(results.wow->wow.hole.peak == wow.wow.hole.peak);
    CHECK_THAT(wow.wow.speedError, WithinAbs(0.004, 2e-5));
    CHECK_THAT(wow.wow.hole.peak, WithinRel(0.001, 0.02));

    // Response and crosstalk: the sweeps of both channels as if they stood in one file.
    const auto sweep = measureSweep(file, {});
    const auto joined = results.sweeps({});
    REQUIRE(joined);
    CHECK_THAT(*joined->sweep.balanceDb, WithinAbs(*sweep.sweep.balanceDb, 1e-4));
    CHECK_THAT(*joined->sweep.balanceDb, WithinAbs(20.0 * std::log10(0.9), 0.02));
    REQUIRE(joined->sweep.azimuth);
    CHECK_THAT(joined->sweep.azimuth->degrees, WithinAbs(sweep.sweep.azimuth->degrees, 1e-3));
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& mine = joined->sweep.channel[c];
        const auto& theirs = sweep.sweep.channel[c];
        REQUIRE(mine.response.size() == theirs.response.size());
        for (std::size_t i = 0; i < mine.response.size(); ++i) {
            CHECK(mine.response[i].frequencyHz == theirs.response[i].frequencyHz);
            CHECK_THAT(mine.response[i].levelDb, WithinAbs(theirs.response[i].levelDb, 2e-3));
            CHECK(std::abs(mine.crosstalk[i].leak - theirs.crosstalk[i].leak) < 1e-4);
        }
    }

    // The arm, and the silent groove: of the same stretch.
    const auto arm = measureResonance(file, {});
    REQUIRE(results.lateral);
    CHECK_THAT(results.lateral->resonance.resonanceHz, WithinRel(arm.resonance.resonanceHz, 0.01));
    CHECK_THAT(results.lateral->resonance.resonanceHz, WithinRel(9.0, 0.05));
    REQUIRE(results.noise);
    NoiseSearch quiet;
    quiet.fromSeconds = silentFrom + 3.0;
    quiet.toSeconds = silentFrom + 21.0;
    const auto noise = measureNoise(file, quiet);
    CHECK_THAT(dsp::decibelsOfPower(results.noise->noise.rumbleUnweighted / noise.noise.rumbleUnweighted),
               WithinAbs(0.0, 0.7));
    CHECK(results.noise->noise.hum.empty());
}

TEST_CASE("a tone before a sweep is no band, and one that stands alone is") {
    PlayedDisc disc(deckAt(48000.0));
    disc.groove(2.0);
    disc.sweep(Side::left, 20.0, 10.0); // 10 s of 1 kHz before it
    disc.groove(6.0);
    const auto sound = floatsOf(disc.played());
    Session heard(48000.0, planOfOther(3150.0));
    heard.play(sound);
    CHECK(heard.state(BandPurpose::sweepLeft) == BandState::done);
    CHECK(heard.state(BandPurpose::levelLeft) == BandState::open);
    CHECK_FALSE(heard.results().level[0]);

    PlayedDisc alone(deckAt(48000.0));
    alone.groove(2.0);
    alone.tone(Side::left, 1000.0, 8.0);
    alone.groove(6.0);
    Session waits(48000.0, planOfOther(3150.0));
    waits.play(floatsOf(alone.played()));
    CHECK(waits.state(BandPurpose::levelLeft) == BandState::heard);
    CHECK_FALSE(waits.results().level[0]);
    PlayedDisc rest(deckAt(48000.0));
    rest.groove(24.0);
    waits.play(floatsOf(rest.played()));
    CHECK(waits.state(BandPurpose::levelLeft) == BandState::done);

    // A record without sweeps has no such doubt.
    TestPlan plan;
    plan.bands = {{BandPurpose::levelLeft, {}, 1000.0}};
    Session sure(48000.0, plan);
    sure.play(floatsOf(alone.played()));
    CHECK(sure.state(BandPurpose::levelLeft) == BandState::done);
}

TEST_CASE("both 1 kHz bands give level, balance and crosstalk to the calibration, and peak or rms counts") {
    const double rateHz = GENERATE(44100.0, 96000.0, 192000.0);
    PlayedDisc disc(deckAt(rateHz));
    disc.groove(2.0);
    disc.tone(Side::right, 1000.0, 7.0, 5.0);
    disc.groove(3.0);
    disc.tone(Side::left, 1000.0, 7.0, 5.0);
    disc.lifted(3.0);
    TestPlan plan;
    plan.bands = {{BandPurpose::levelLeft, {}, 1000.0}, {BandPurpose::levelRight, {}, 1000.0}};
    Session heard(rateHz, plan);
    heard.play(floatsOf(disc.played()));
    REQUIRE(heard.results().level[0]);
    REQUIRE(heard.results().level[1]);
    const auto calibrated = [&](bool isRms) {
        params::RecordedTone tone;
        tone.velocityCmPerS = 5.0;
        tone.velocityIsRms = isRms;
        tone.cartridgeMv = 1000.0 * PlayedDisc::cartridgeVolts;
        tone.cartridgeVelocityCmPerS = 5.0;
        tone.cartridgeVelocityIsRms = true;
        params::CalibrationTones tones;
        tones.leftOnly = heard.results().level[0]->tone;
        tones.rightOnly = heard.results().level[1]->tone;
        return params::calibrate(tone, tones);
    };
    const auto asPeak = calibrated(false);
    REQUIRE(asPeak.calibration);
    const double between = 0.5 * 20.0 * std::log10(0.9); // half of the balance
    CHECK_THAT(asPeak.calibration->inputDbv, WithinAbs(PlayedDisc::fullScaleDbv - between, 0.03));
    CHECK_THAT(*asPeak.calibration->balanceDb, WithinAbs(-20.0 * std::log10(0.9), 0.02));
    CHECK_THAT(asPeak.calibration->crosstalk->leftToRight.real(), WithinAbs(0.05, 0.001));
    CHECK_THAT(asPeak.calibration->crosstalk->rightToLeft.real(), WithinAbs(0.04, 0.001));
    CHECK_THAT(calibrated(true).calibration->inputDbv - asPeak.calibration->inputDbv, WithinAbs(3.01, 0.01));
}

TEST_CASE("music, pauses, a lifted needle and bands that the record does not have are not measured") {
    PlayedDisc disc(deckAt(48000.0));
    disc.lifted(20.0);
    disc.groove(8.0); // a lead-in
    disc.music(30.0);
    disc.groove(5.0);
    disc.organ(1000.0, 8.0);
    disc.hum(20.0, 0.0005);
    disc.lifted(5.0);
    const auto sound = floatsOf(disc.played());
    Session heard(48000.0, planOfOther(3150.0));
    heard.play(sound);
    CHECK(heard.results().isEmpty());
    for (const auto purpose : allPurposes) {
        INFO(static_cast<int>(purpose));
        CHECK(heard.state(purpose) == BandState::open);
    }

    PlayedDisc tones(deckAt(48000.0));
    tones.groove(2.0);
    tones.tone(Side::both, 3000.0, 12.0); // 5 % from what the record has
    tones.groove(2.0);
    tones.tone(Side::both, 1000.0, 8.0); // of both channels
    tones.groove(2.0);
    Session other(48000.0, planOfOther(3150.0));
    other.play(floatsOf(tones.played()));
    CHECK(other.results().isEmpty());
}

TEST_CASE("enough is enough, and a band that is played again replaces what was measured") {
    PlayedDisc disc(deckAt(44100.0));
    disc.tone(Side::both, 3000.0, 66.0);
    disc.groove(2.0);
    const auto sound = floatsOf(disc.played());
    TestPlan plan;
    plan.carrierHz = 3000.0;
    plan.bands = {{BandPurpose::speed, {}, 3000.0}};
    Session heard(44100.0, plan);
    Floats first = sound;
    first.left.resize(44100 * 30);
    first.right.resize(first.left.size());
    heard.play(first);
    CHECK(heard.state(BandPurpose::speed) == BandState::hearing);
    CHECK(heard.session.progress().results.wow); // a first figure
    CHECK_FALSE(heard.results().wow);
    Floats rest = sound;
    rest.left.erase(rest.left.begin(), rest.left.begin() + 44100 * 30);
    rest.right.erase(rest.right.begin(), rest.right.begin() + 44100 * 30);
    heard.play(rest);
    CHECK(heard.state(BandPurpose::speed) == BandState::done);
    const auto once = heard.results().wow;
    REQUIRE(once);
    CHECK(once->wow.seconds > 55.0);
    CHECK(once->wow.seconds < 63.0);

    auto slow = deckAt(44100.0);
    slow.speed = 0.99;
    PlayedDisc again(slow);
    again.tone(Side::both, 3000.0, 12.0);
    again.groove(3.0);
    heard.play(floatsOf(again.played()));
    REQUIRE(heard.results().wow != once);
    CHECK_THAT(heard.results().wow->wow.speedError, WithinAbs(-0.01, 1e-4));

    // Lost samples end the band: what was heard of it counts if it is enough.
    heard.play(first);
    heard.session.skip();
    CHECK(heard.state(BandPurpose::speed) == BandState::done);
    CHECK_THAT(heard.results().wow->wow.speedError, WithinAbs(0.004, 1e-4));
}

TEST_CASE("any cut of the input gives the same measurements") {
    PlayedDisc disc(deckAt(44100.0));
    disc.groove(1.0);
    disc.tone(Side::both, 3150.0, 12.0);
    disc.groove(2.0);
    disc.sweep(Side::left, 9.0, 4.0, 100.0, 15000.0);
    disc.groove(3.0);
    const auto sound = floatsOf(disc.played());
    Session one(44100.0, planOfOther(3150.0)), other(44100.0, planOfOther(3150.0));
    one.play(sound, 480);
    other.play(sound, 5003);
    REQUIRE(one.results().wow);
    REQUIRE(one.results().sweep[0]);
    CHECK(one.results().wow->wow.weighted.rms == other.results().wow->wow.weighted.rms);
    const auto mine = one.results().sweeps({})->sweep.channel[0].response;
    const auto theirs = other.results().sweeps({})->sweep.channel[0].response;
    REQUIRE(mine.size() == theirs.size());
    for (std::size_t i = 0; i < mine.size(); ++i)
        CHECK(mine[i].levelDb == theirs[i].levelDb);
}

TEST_CASE("the bands of each record of the catalogue are known") {
    const auto list = catalogue::loadTestRecords({});
    const auto plan = [&](const char* id) { return planOf(*catalogue::findTestRecord(list, id)); };
    const auto has = [](const TestPlan& one, BandPurpose purpose) {
        return std::any_of(one.bands.begin(), one.bands.end(),
                           [purpose](const PlannedBand& band) { return band.purpose == purpose; });
    };
    const auto jas = plan("jas_ad_1");
    CHECK(jas.carrierHz == 3000.0);
    CHECK(jas.bands.size() == 7);
    CHECK_FALSE(jas.cut);
    CHECK(*jas.velocityCmPerS == 3.54);
    CHECK(jas.velocityKind == catalogue::VelocityKind::peak);
    CHECK(bandName(jas.bands[0]) == "3 kHz");
    CHECK(jas.bands[0].label == "S1 B5");
    const auto cbs = plan("cbs_ctc_350");
    CHECK(cbs.velocityKind == catalogue::VelocityKind::rms);
    CHECK_FALSE(has(cbs, BandPurpose::sweepLeft));
    CHECK(has(cbs, BandPurpose::bassSweep));
    const auto hfn = plan("hfn_002");
    CHECK(hfn.carrierHz == 300.0);
    CHECK(hfn.hasJointSweep);
    CHECK_FALSE(has(hfn, BandPurpose::levelLeft));
    CHECK(plan("dual_pvk_321").velocityKind == catalogue::VelocityKind::unknown);
    CHECK_FALSE(plan("cbs_ctc_330").hasJointSweep);
}
