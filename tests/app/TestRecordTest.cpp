// SPDX-License-Identifier: GPL-3.0-or-later
// The test record's half of the page Check, in the app: listening, calibrating, reports.
#include "app/Turntable.h"
#include "dsp/measure/testrecord/PlayedDisc.h"

#include "app/MainComponent.h"
#include "app/check/CheckPage.h"
#include "base/json/JsonFields.h"
#include "support/Catch.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;
using media::BandPurpose;
using media::BandState;
using params::Id;

namespace {

using Side = tests::PlayedDisc::Side;

tests::PlayedDisc::Deck worn() {
    tests::PlayedDisc::Deck deck;
    deck.speed = 0.998;
    deck.holePart = 0.001;
    deck.rightGain = 0.9;
    return deck;
}

/** The app at a turntable with a cartridge, with the test record's half in sight. */
struct Bench {
    explicit Bench(const char* record = "jvc_trs_1007") {
        model().useNoThread();
        auto settings = model().settings();
        settings.recordId = record;
        model().setSettings(settings);
        auto stage = table.processor.stage();
        stage.values.set(Id::inputDbv, -10.0); // 2 dB off
        stage.values.set(Id::cartridgeMv, 1000.0 * tests::PlayedDisc::cartridgeVolts);
        stage.values.set(Id::cartridgeVelocity, 5.0);
        stage.values.set(Id::cartridgeVelocityRms, 1.0);
        table.processor.apply(stage);
        table.inputOn();
        face = std::make_unique<MainComponent>(*table.model, table.processor);
        face->showPage(PageId::check);
        page().showHalf(CheckPage::Half::testRecord);
        table.silence(0.2);
    }
    CheckPage& page() { return *dynamic_cast<CheckPage*>(face->pageAt(PageId::check)); }
    TestRecordModel& model() { return *table.model->testRecord(); }
    void play(const tests::PlayedDisc& disc) {
        const auto wiring = disc.played();
        const auto from = table.played;
        table.play(wiring.seconds(), [&](std::int64_t frame, int channel) {
            const auto at = std::min(static_cast<std::size_t>(frame - from), wiring.frames() - 1);
            return static_cast<float>(channel == 0 ? wiring.left[at] : wiring.right[at]);
        });
        page().testRecord().refresh();
    }
    BandState state(BandPurpose purpose) {
        for (const auto& band : model().progress().bands)
            if (band.band.purpose == purpose) return band.state;
        return BandState::failed;
    }
    Turntable table;
    std::unique_ptr<MainComponent> face;
};

/** Both 1 kHz bands of 3.54 cm/s peak. */
tests::PlayedDisc levels() {
    tests::PlayedDisc disc(worn());
    disc.groove(2.0);
    disc.tone(Side::left, 1000.0, 7.0, 3.54);
    disc.groove(3.0);
    disc.tone(Side::right, 1000.0, 7.0, 3.54);
    disc.groove(28.0);
    return disc;
}

std::string bytesOf(const juce::File& file) {
    std::ifstream in(file.getFullPathName().toStdString(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("the app measures a test record while its half of the page is shown, and rests when it is not", "[app]") {
    Bench bench;
    CHECK(bench.model().isListening());
    CHECK_FALSE(bench.table.processor.hookupWatch().isListening()); // tones of one channel are no fault
    bench.face->showPage(PageId::listen);
    bench.table.silence(0.2);
    CHECK_FALSE(bench.model().isListening());
    bench.face->showPage(PageId::check);
    bench.table.silence(0.2);
    CHECK(bench.model().isListening());
    CHECK(clickOn(*bench.face, "testrecord_details"));
    bench.page().showHalf(CheckPage::Half::hookup);
    bench.table.silence(0.2);
    CHECK_FALSE(bench.model().isListening());
    CHECK_FALSE(bench.page().testRecord().details().isVisible());
    bench.page().showHalf(CheckPage::Half::testRecord);
    bench.table.model->switchInput(false);
    bench.table.poll();
    CHECK_FALSE(bench.model().isListening());
}

TEST_CASE("what passes the test record's ear is not changed by a bit", "[app]") {
    struct Through final : device::StereoProcess {
        void prepare(double, int) override {}
        void process(float* left, float* right, int frames) override {
            seen.insert(seen.end(), left, left + frames);
            seen.insert(seen.end(), right, right + frames);
        }
        void release() override {}
        std::vector<float> seen;
    } stage;
    TestRecordWatch watch(stage);
    watch.prepare(48000.0, 64);
    watch.startWithoutThread(media::planOfOther(3150.0), {});
    watch.listenNow(); // begins
    std::vector<float> left, right;
    for (int i = 0; i < 64; ++i) {
        left.push_back(0.1F * static_cast<float>(i));
        right.push_back(std::nanf(""));
    }
    auto l = left, r = right;
    watch.process(l.data(), r.data(), 64);
    CHECK(std::equal(left.begin(), left.end(), stage.seen.begin()));
    CHECK(std::isnan(stage.seen.back()));
    watch.listenNow();
    CHECK(watch.progress()->seconds > 0.001);
}

TEST_CASE("a thread of its own listens, is stopped in the middle of a band, and begins again", "[app]") {
    struct Nothing final : device::StereoProcess {
        void prepare(double, int) override {}
        void process(float*, float*, int) override {}
        void release() override {}
    } stage;
    TestRecordWatch watch(stage);
    watch.prepare(48000.0, 4800);
    tests::PlayedDisc disc(worn());
    disc.tone(Side::both, 3150.0, 12.0);
    const auto wiring = disc.played();
    std::vector<float> left(wiring.left.begin(), wiring.left.end()), right(wiring.right.begin(), wiring.right.end());
    for (int round = 0; round < 3; ++round) {
        watch.start(media::planOfOther(3150.0), {});
        // What comes before it has begun is not heard.
        std::vector<float> silence(4800, 0.0F), other(4800, 0.0F);
        for (int i = 0; i < 1000 && watch.progress()->seconds <= 0.0; ++i) {
            watch.process(silence.data(), other.data(), 4800);
            juce::Thread::sleep(10);
        }
        const double before = watch.progress()->seconds;
        for (std::size_t at = 0; at + 4800 <= left.size(); at += 4800)
            watch.process(left.data() + at, right.data() + at, 4800);
        for (int i = 0; i < 1000 && watch.progress()->seconds < before + 9.0; ++i)
            juce::Thread::sleep(10);
        CHECK(watch.progress()->seconds >= before + 9.0);
        CHECK(watch.progress()->bands.front().state == BandState::hearing);
        watch.stop();
        CHECK_FALSE(watch.isListening());
    }
}

TEST_CASE("the 1 kHz bands set level, balance and crosstalk, and that is taken back", "[app]") {
    Bench bench;
    const auto before = bench.table.processor.stage().values;
    CHECK(bench.model().whyNotCalibrated().find("Both 1 kHz bands") != std::string::npos);
    CHECK_FALSE(bench.page().testRecord().bands().view().canUse);
    bench.play(levels());
    REQUIRE(bench.state(BandPurpose::levelLeft) == BandState::done);
    REQUIRE(bench.state(BandPurpose::levelRight) == BandState::done);
    CHECK(bench.model().whyNotCalibrated().empty());
    CHECK(clickOn(*bench.face, "testrecord_calibrate"));
    const auto values = bench.table.processor.stage().values;
    const double between = 0.5 * 20.0 * std::log10(0.9);
    CHECK_THAT(values.get(Id::inputDbv), WithinAbs(tests::PlayedDisc::fullScaleDbv - between, 0.05));
    CHECK_THAT(values.get(Id::balance), WithinAbs(-20.0 * std::log10(0.9), 0.05));
    CHECK_THAT(values.get(Id::crosstalkLeftToRight), WithinAbs(5.0, 0.1));
    CHECK_THAT(values.get(Id::crosstalkRightToLeft), WithinAbs(4.0, 0.1));
    CHECK(bench.page().testRecord().bands().view().isUsed);
    CHECK(clickOn(*bench.face, "testrecord_calibrate"));
    CHECK(bench.table.processor.stage().values == before);
    CHECK(bench.model().done().empty());
}

TEST_CASE("without peak or rms, a velocity or a cartridge nothing is calibrated, and it says why", "[app]") {
    Bench bench("dual_pvk_321");
    bench.play(levels());
    CHECK(bench.model().whyNotCalibrated().find("peak or rms") != std::string::npos);
    auto settings = bench.model().settings();
    settings.velocityKind = catalogue::VelocityKind::peak;
    bench.model().setSettings(settings);
    CHECK(bench.model().whyNotCalibrated().empty());
    auto stage = bench.table.processor.stage();
    stage.values.set(Id::cartridgeMv, 0.0);
    bench.table.processor.apply(stage);
    CHECK(bench.model().whyNotCalibrated().find("cartridge") != std::string::npos);
    // Another record forgets what the last one said.
    settings.recordId = "cbs_str_100";
    bench.model().setSettings(settings);
    CHECK(bench.model().results().isEmpty());
    CHECK(bench.model().whyNotCalibrated().find("no 1 kHz bands") != std::string::npos);
    settings.recordId.clear();
    bench.model().setSettings(settings);
    CHECK(bench.model().record() == nullptr);
}

TEST_CASE("a report is saved, replaced, compared with, and a bad one refused", "[app]") {
    Bench bench;
    bench.play(levels());
    tests::PlayedDisc sweeps(worn());
    sweeps.groove(1.0);
    sweeps.sweep(Side::left, 12.0);
    sweeps.groove(2.0);
    sweeps.sweep(Side::right, 12.0);
    sweeps.groove(3.0);
    bench.play(sweeps);
    REQUIRE(bench.state(BandPurpose::sweepLeft) == BandState::done);
    auto& view = bench.page().testRecord();
    const auto json = bench.table.folder.file("deck.json"), png = bench.table.folder.file("deck.png");
    view.saveTo(json);
    CHECK_FALSE(view.report().isVisible());
    CHECK(bytesOf(png).compare(1, 3, "PNG") == 0);
    const auto report = nlohmann::json::parse(bytesOf(json));
    CHECK(report["record"]["id"] == "jvc_trs_1007");
    CHECK(report["response"]["cut"] == "jvc");
    CHECK(report["response"]["png"] == "deck.png");
    CHECK(report["response"]["left"].size() > 60);
    CHECK(report["wow"].is_null());
    CHECK_THAT(report["levels"]["left"]["crosstalk_db"].get<double>(), WithinAbs(20.0 * std::log10(0.05), 0.1));
    view.saveTo(json); // its own may be replaced
    CHECK_FALSE(view.report().isVisible());

    view.compareWith(json);
    CHECK(view.report().isVisible());
    REQUIRE_FALSE(view.report().differences().empty());
    for (const auto& figure : view.report().differences()) {
        REQUIRE(figure.now);
        CHECK_THAT(*figure.now, WithinAbs(*figure.earlier, 1e-9));
    }
    bench.model().compareWithNothing();

    // Somebody else's file stays, and is no report.
    const auto other = bench.table.folder.file("other.json");
    other.replaceWithText("{\"report\": 1}");
    view.saveTo(other);
    CHECK(view.report().isVisible());
    CHECK(view.report().sentence().contains("other.json"));
    CHECK(other.loadFileAsString() == "{\"report\": 1}");
    view.compareWith(other);
    CHECK(view.report().sentence().contains("other.json"));
    CHECK(view.report().sentence().contains("report"));
    CHECK_FALSE(bench.model().earlier());
    view.compareWith(bench.table.folder.file("none.json"));
    CHECK(view.report().sentence().contains("none.json"));

    CHECK(clickOn(*bench.face, "testrecord_again"));
    CHECK(bench.model().results().isEmpty());
    CHECK(bench.model().isListening());
}

TEST_CASE("the test record's settings come back, and bad ones are refused", "[app]") {
    TestRecordSettings settings;
    settings.recordId = "jas_ad_1";
    settings.carrierHz = 3000.0;
    settings.cut = dsp::RecordCut::constantVelocity;
    settings.velocityCmPerS = 3.54;
    settings.velocityKind = catalogue::VelocityKind::rms;
    settings.radiusMm = 96.5;
    CHECK(readTestRecordSettings(testRecordSettingsJson(settings), "check.test_record") == settings);
    CHECK(readTestRecordSettings(testRecordSettingsJson({}), "check.test_record") == TestRecordSettings{});
    auto json = testRecordSettingsJson(settings);
    json["cut"] = "round";
    CHECK_THROWS_AS(readTestRecordSettings(json, "check.test_record"), base::JsonFault);
    json["cut"] = "riaa";
    json["radius_mm"] = 4000.0;
    CHECK_THROWS_AS(readTestRecordSettings(json, "check.test_record"), base::JsonFault);
}

TEST_CASE("the cards say in words what they draw, and every control has a name", "[app]") {
    Bench bench;
    bench.play(levels());
    auto& view = bench.page().testRecord();
    CHECK(view.azimuth().getDescription().contains("Left into right"));
    CHECK(view.azimuth().view().advice.contains("guess")); // 1 kHz alone is no more
    CHECK(view.bands().getDescription().contains("1 kHz, left"));
    CHECK(view.response().getDescription().contains("Arm resonance"));
    for (const char* id : {"check_half", "testrecord_record", "testrecord_details", "testrecord_compare",
                           "testrecord_save", "testrecord_again", "testrecord_calibrate"}) {
        auto* control = componentOf(*bench.face, id);
        INFO(id);
        REQUIRE(control != nullptr);
        CHECK(control->getTitle().isNotEmpty());
        CHECK(control->getWantsKeyboardFocus());
    }
}
