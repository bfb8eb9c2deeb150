// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MadeSide.h"
#include "app/Turntable.h"

#include "app/MainComponent.h"
#include "app/tracks/ExportCard.h"
#include "app/tracks/TracksModel.h"
#include "app/tracks/TracksPage.h"
#include "media/take/TakeNames.h"
#include "support/Catch.h"
#include "support/ClickedRecord.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <thread>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;

TEST_CASE("a click is given back and taken out again, by undo as well, and the sidecar keeps it", "[app]") {
    const SettingsFolder folder;
    const std::filesystem::path path(folder.file("Side A.flac").getFullPathName().toStdString());
    tests::writeClickedRecord(path);
    TracksModel model;
    REQUIRE(model.open(path));
    waitFor(model);
    const auto sound = TakeClicks::cleaning(model.take()->stage());
    CHECK(sound.values.isOn(params::Id::declick));
    model.clicks().find(path, sound);
    CHECK(model.clicks().isFinding());
    for (int i = 0; i < 3000 && model.clicks().isFinding(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        model.poll();
    }
    const auto* found = model.clicks().found();
    REQUIRE(found != nullptr);
    REQUIRE(found->clicks.size() == tests::clickedRecordClicks().size());
    const auto third = found->clicks[2].place(), fourth = found->clicks[3].place();
    model.giveBack(fourth);
    model.giveBack(third);
    model.giveBack(third); // once is enough
    REQUIRE(media::Take(path).sidecar().givenBack.size() == 2);
    CHECK(media::Take(path).sidecar().givenBack[0] == third); // in order
    CHECK(model.edits().isGivenBack(third));
    CHECK_FALSE(model.edits().isGivenBack(found->clicks[1].place()));
    model.takeOut(fourth);
    CHECK(media::Take(path).sidecar().givenBack.size() == 1);
    model.undo();
    CHECK(media::Take(path).sidecar().givenBack.size() == 2);
    // The same strengths are not looked for twice; others are.
    model.clicks().find(path, sound);
    CHECK_FALSE(model.clicks().isFinding());
    auto other = sound;
    other.values.set(params::Id::declickStrength, 10.0);
    model.clicks().find(path, other);
    CHECK(model.clicks().isFinding());
    model.close();
    CHECK(model.clicks().found() == nullptr);
    REQUIRE(model.open(path));
    CHECK(model.edits().isGivenBack(third));
}

TEST_CASE("the quality of click removal is a record's, kept in its sidecars, and that of its files", "[app]") {
    const SettingsFolder folder;
    const std::filesystem::path a(folder.file("Side A.flac").getFullPathName().toStdString());
    tests::writeClickedRecord(a);
    const auto b = a.parent_path() / "Side B.flac";
    std::filesystem::copy_file(a, b);
    for (const auto& [path, side] : {std::pair{a, 'A'}, std::pair{b, 'B'}}) {
        media::Take take(path);
        auto sidecar = take.sidecar();
        media::Track track;
        track.number = 1;
        track.endFrame = tests::clickedRecordFrames;
        sidecar.tracks = {track};
        sidecar.album.title = "Harbour Lights";
        sidecar.album.artist = "Harbour Quartet";
        sidecar.album.side = side;
        take.save(sidecar);
    }
    TracksModel model;
    REQUIRE(model.open(b));
    waitFor(model);
    model.setTitle(0, "Slack Water");
    REQUIRE(model.sides().size() == 2);
    CHECK(model.clickQuality() == media::ClickQuality::live);

    params::Snapshot cleaned;
    cleaned.values.set(params::Id::declick, 1.0);
    ExportCard card(model, {[&] { return cleaned; }, [] {}, [] { return std::filesystem::path("out"); }});
    card.show();
    auto* quality = dynamic_cast<ui::Segments*>(componentOf(card, "export_quality"));
    REQUIRE(quality != nullptr);
    CHECK_FALSE(quality->isEnabled()); // no clicks are taken out of what was recorded
    auto* sound = dynamic_cast<ui::Segments*>(componentOf(card, "export_sound"));
    REQUIRE(sound != nullptr);
    sound->choose(1);
    REQUIRE(quality->isEnabled());
    quality->choose(1);
    CHECK(model.clickQuality() == media::ClickQuality::offline);
    CHECK(card.choice().clickQuality == media::ClickQuality::offline);
    for (const auto& path : {a, b})
        CHECK(media::Take(path).sidecar().clickQuality == media::ClickQuality::offline);
    model.undo();
    CHECK(model.clickQuality() == media::ClickQuality::offline); // it is no edit
    CHECK(model.titleOf(0) == "Track 1");

    ExportChoice choice = card.choice();
    const auto exported = [&](const char* name, media::ClickQuality how) {
        choice.folder = std::filesystem::path(folder.file(name).getFullPathName().toStdString());
        choice.clickQuality = how;
        model.exportTo(choice);
        waitFor(model);
        CAPTURE(model.job()->result());
        REQUIRE_FALSE(model.job()->hasFailed());
        const auto file = choice.folder / "Harbour Lights" / ("B1 " + model.titleOf(0) + ".flac");
        REQUIRE(std::filesystem::exists(file));
        return tests::readSound(file).samples;
    };
    const auto live = exported("live", media::ClickQuality::live);
    const auto offline = exported("offline", media::ClickQuality::offline);
    CHECK(live.size() == offline.size());
    CHECK(live != offline);

    REQUIRE(model.open(a));
    CHECK(model.clickQuality() == media::ClickQuality::offline);
    card.show();
    CHECK(quality->chosen() == 1);
    quality->choose(0);
    CHECK(tests::readBytes(media::sidecarPathOf(b)).find("declick_quality") == std::string::npos);
}

TEST_CASE("the sheet of clicks lists them, in order or by size, and says what becomes of each", "[app]") {
    const SettingsFolder folder;
    const std::filesystem::path path(folder.file("Side A.flac").getFullPathName().toStdString());
    tests::writeClickedRecord(path);
    Turntable table;
    MainComponent face(*table.model, table.processor);
    face.showPage(PageId::tracks);
    auto* page = dynamic_cast<TracksPage*>(face.pageAt(PageId::tracks));
    REQUIRE(page != nullptr);
    page->open(path);
    auto& tracks = table.model->tracks();
    waitFor(tracks);
    auto& sheet = page->clicksSheet();
    REQUIRE(clickOn(face, "clicks_open"));
    REQUIRE(sheet.isVisible());
    CHECK(sheet.summary().startsWith("Looking for clicks"));
    for (int i = 0; i < 3000 && tracks.clicks().isFinding(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        tracks.poll();
    }
    face.beat(0.05);
    REQUIRE(sheet.rows() == 8);
    CHECK(sheet.summary() ==
          "8 clicks at a strength of 50 %. Clean is off in the sound that is exported: all of them stay.");
    CHECK(sheet.rowText(0).startsWith("Click at 0:00.62"));
    CHECK(sheet.rowText(0).contains(", left, "));
    CHECK(sheet.rowText(1).contains(", right, "));
    CHECK(sheet.rowText(2).contains(", both, "));
    sheet.select(2);
    face.beat(0.05);
    const auto chosen = tracks.clicks().found()->clicks[2];
    CHECK(page->cut().spanSeconds() < 0.1); // close by, where its shape is seen
    CHECK(std::abs(page->cut().middleSeconds() - static_cast<double>(chosen.frame) / 48000.0) < 1e-9);
    CHECK_FALSE(page->cut().samples().isEmpty());
    CHECK(sheet.keyPressed(juce::KeyPress('x', {}, 'x'))); // nothing of the page below hears it
    sheet.toggle();
    CHECK(sheet.rowText(2).endsWith(", given back"));
    CHECK(sheet.summary().contains("1 given back"));
    CHECK(media::Take(path).sidecar().givenBack.size() == 1);
    sheet.toggle();
    CHECK_FALSE(sheet.rowText(2).endsWith(", given back"));
    CHECK(media::Take(path).sidecar().givenBack.empty());

    // A new search that finds as many, of other sizes.
    const std::filesystem::path falling(folder.file("Falling.flac").getFullPathName().toStdString());
    tests::writeClickedRecord(falling, true, 0.85);
    auto* order = dynamic_cast<ui::Segments*>(componentOf(face, "clicks_order"));
    REQUIRE(order != nullptr);
    order->choose(1);
    tracks.clicks().find(falling, tracks.clicks().sound());
    for (int i = 0; i < 3000 && tracks.clicks().isFinding(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        tracks.poll();
    }
    face.beat(0.05);
    REQUIRE(sheet.rows() == 8);
    const auto timeOf = [&](int row) { return sheet.rowText(row).upToFirstOccurrenceOf(",", false, false); };
    for (int row = 1; row < 8; ++row)
        CHECK(timeOf(row - 1).compare(timeOf(row)) < 0);
    sheet.close();
    CHECK_FALSE(sheet.isVisible());
}
