// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MadeSide.h"
#include "app/Turntable.h"

#include "app/MainComponent.h"
#include "app/tracks/TracksModel.h"
#include "app/tracks/TracksPage.h"
#include "app/tracks/Wave.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/tracks/CueSheet.h"
#include "support/Catch.h"
#include "support/RealtimeTrap.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <thread>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;

namespace {

TrackEdits edits() {
    TrackEdits edits;
    std::vector<media::Track> tracks(3);
    for (std::size_t i = 0; i < 3; ++i) {
        tracks[i].startFrame = static_cast<std::int64_t>(i) * 480000 + 4800;
        tracks[i].endFrame = static_cast<std::int64_t>(i + 1) * 480000 - 4800;
        if (i > 0) tracks[i].cutFrame = static_cast<std::int64_t>(i) * 480000;
        tracks[i].number = static_cast<int>(i) + 1;
        tracks[i].title = "Track " + std::string(1, static_cast<char>('A' + i));
        tracks[i].origin = i == 0 ? media::CutOrigin::side : media::CutOrigin::gap;
        tracks[i].why = i == 0 ? "" : "gap of 0.2 s";
        tracks[i].confidence = 0.9;
    }
    edits.begin({tracks, {}}, 48000.0, 1440000);
    return edits;
}

} // namespace

TEST_CASE("a cut that is moved joins its tracks, lies on the grid of a compact disc, and is undone", "[app]") {
    auto tracks = edits();
    const auto before = tracks.state();
    REQUIRE(tracks.boundaries() == 4);
    CHECK(tracks.boundary(1).frame == 480000);
    CHECK(tracks.boundary(1).why == "gap of 0.2 s");
    CHECK(tracks.moveBoundary(1, tracks.snapped(481000)));
    CHECK(tracks.boundary(1).frame == 481280); // 752 / 75 s
    CHECK(tracks.tracks()[0].endFrame == 481280);
    CHECK(tracks.tracks()[1].startFrame == 481280);
    CHECK(tracks.boundary(1).why == "set by hand");
    // Never beyond its neighbours.
    CHECK(tracks.moveBoundary(1, 2000000));
    CHECK(tracks.boundary(1).frame == 960000 - 48000);
    CHECK(tracks.moveBoundary(0, -500));
    CHECK(tracks.boundary(0).frame == 0);
    CHECK(tracks.moveBoundary(3, 99999999));
    CHECK(tracks.tracks()[2].endFrame == 1440000);
    CHECK_FALSE(tracks.moveBoundary(4, 0));
    for (int i = 0; i < 4; ++i)
        CHECK(tracks.undo());
    CHECK_FALSE(tracks.undo());
    CHECK(tracks.state() == before);
    for (int i = 0; i < 4; ++i)
        CHECK(tracks.redo());
    CHECK_FALSE(tracks.redo());
    CHECK(tracks.tracks()[2].endFrame == 1440000);
    tracks.undo();
    CHECK(tracks.setTitle(0, "another"));
    CHECK_FALSE(tracks.canRedo()); // a new change is another way
    CHECK_FALSE(tracks.setTitle(0, "another"));
}

TEST_CASE("cuts are added and removed, and tracks keep their names and numbers", "[app]") {
    auto tracks = edits();
    const auto made = tracks.addCut(720000);
    REQUIRE(made == std::optional<std::size_t>(2));
    REQUIRE(tracks.tracks().size() == 4);
    CHECK(tracks.tracks()[1].endFrame == 720000);
    CHECK(tracks.tracks()[2].startFrame == 720000);
    CHECK(tracks.tracks()[2].endFrame == 960000 - 4800);
    CHECK(tracks.tracks()[3].title == "Track C");
    CHECK(tracks.tracks()[3].number == 4);
    CHECK_FALSE(tracks.addCut(720100)); // too short
    CHECK_FALSE(tracks.addCut(479000)); // between two tracks
    CHECK(tracks.removeCut(2));
    CHECK(tracks.tracks().size() == 3);
    CHECK(tracks.tracks()[1].title == "Track B");
    CHECK(tracks.tracks()[1].endFrame == 960000 - 4800);
    CHECK_FALSE(tracks.removeCut(0));
    CHECK_FALSE(tracks.removeCut(3));
}

TEST_CASE("a file is opened, its tracks are found, and every change is kept beside it at once", "[app]") {
    const SettingsFolder folder;
    const auto path = makeSide(folder);
    TracksModel model;
    REQUIRE(model.open(path));
    CHECK(model.isReading());
    CHECK(model.overview() == nullptr);
    waitFor(model);
    REQUIRE(model.overview() != nullptr);
    REQUIRE(model.edits().tracks().size() == 3);
    CHECK(model.message() == "3 tracks found");
    CHECK_THAT(static_cast<double>(model.edits().boundary(1).frame) / 48000.0, WithinAbs(24.2, 1.3));
    CHECK(model.edits().boundary(1).isSure);
    CHECK(model.selected() == std::optional<std::size_t>(1));

    // As the command line writes them, to the frame.
    media::Take other(path);
    CHECK(other.sidecar().tracks == model.edits().tracks());

    model.setTitle(1, "Slack Water");
    media::AlbumTags album = model.edits().album();
    album.title = "Harbour Lights";
    album.side = 'A';
    model.setAlbum(album);
    model.nudge(1);
    {
        const media::Take kept(path);
        CHECK(kept.sidecar().tracks[1].title == "Slack Water");
        CHECK(kept.sidecar().album.title == "Harbour Lights");
        CHECK(kept.sidecar().tracks[1].startFrame == model.edits().boundary(1).frame);
        CHECK(media::sampleFrameOfCue(media::cueFrameOfSample(kept.sidecar().tracks[1].startFrame, 48000.0), 48000.0) ==
              kept.sidecar().tracks[1].startFrame);
    }
    model.undo();
    model.undo();
    model.undo();
    CHECK(media::Take(path).sidecar().tracks == other.sidecar().tracks);
    model.redo();
    CHECK(media::Take(path).sidecar().tracks[1].title == "Slack Water");
    CHECK(model.position(1) == "2");

    // Somebody else writes it meanwhile: nothing of theirs is lost, and it is said.
    other = media::Take(path);
    auto theirs = other.sidecar();
    theirs.album.artist = "somebody";
    other.save(theirs);
    model.setTitle(0, "mine");
    CHECK(model.isTrouble());
    CHECK(media::Take(path).sidecar().album.artist == "somebody");
}

TEST_CASE("a list that is pasted names the tracks, or says how many there are", "[app]") {
    const SettingsFolder folder;
    TracksModel model;
    REQUIRE(model.open(makeSide(folder)));
    waitFor(model);
    REQUIRE(model.edits().tracks().size() == 3);
    const auto cuts = model.edits().tracks();
    model.paste("A1 Harbour Lights 0:21\nA2 Slack Water 0:21\nA3 The Pilot's Daughter 0:25\n");
    CHECK(model.edits().tracks()[2].title == "The Pilot's Daughter");
    CHECK(model.edits().tracks()[1].startFrame == cuts[1].startFrame); // names alone: cuts stay
    model.paste("Harbour Lights\nThe other two\n");
    CHECK(model.edits().tracks().size() == 2);
    CHECK(model.edits().tracks()[1].title == "The other two");
    model.find(3);
    CHECK(model.edits().tracks().size() == 3);
    model.paste("   \n");
    CHECK(model.isTrouble());
    CHECK(model.edits().tracks().size() == 3);
}

TEST_CASE("once a side was read its picture opens at once, and another state of the file is read again", "[app]") {
    const SettingsFolder folder;
    const auto path = makeSide(folder);
    {
        TracksModel model;
        REQUIRE(model.open(path));
        waitFor(model);
    }
    TracksModel model;
    REQUIRE(model.open(path));
    CHECK_FALSE(model.isReading());
    REQUIRE(model.overview() != nullptr);
    CHECK(model.overview()->frames() == 76 * 48000);
    // Music at -20 dB rms and a groove at -62.
    const auto music = model.overview()->between(10.0, 11.0), gap = model.overview()->between(24.0, 25.0);
    CHECK(music.rms[0] < 2 * 22);
    CHECK(gap.rms[0] > 2 * 50);
    model.close();
    std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::seconds(5));
    REQUIRE(model.open(path));
    CHECK(model.isReading());
    waitFor(model);
    // Rubbish in its place is no reason to fail.
    tests::writeSound(media::Overview::placeOf(path), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, {0.0});
    CHECK_FALSE(media::Overview::load(path));
}

TEST_CASE("exported tracks are the take's, tagged, and a cancelled export leaves nothing", "[app]") {
    const SettingsFolder folder;
    const auto path = makeSide(folder);
    TracksModel model;
    REQUIRE(model.open(path));
    waitFor(model);
    model.paste("A1 Harbour Lights\nA2 Slack Water\nA3 Fog Signal\n");
    auto album = model.edits().album();
    album.title = "Harbour Lights";
    album.artist = "Harbour Quartet";
    album.side = 'A';
    model.setAlbum(album);
    ExportChoice choice;
    choice.folder = std::filesystem::path(folder.file("out").getFullPathName().toStdString());
    choice.stage = model.take()->stage();
    model.exportTo(choice);
    REQUIRE(model.job() != nullptr);
    waitFor(model);
    CAPTURE(model.job()->result());
    CHECK_FALSE(model.job()->hasFailed());
    for (std::size_t i = 0; i < 3; ++i) {
        const auto file = choice.folder / "Harbour Lights" / (model.position(i) + " " + model.titleOf(i) + ".flac");
        CAPTURE(file.string());
        REQUIRE(std::filesystem::exists(file));
        const auto sound = tests::readSound(file);
        CHECK(static_cast<std::int64_t>(sound.frames()) == model.edits().tracks()[i].frames());
    }
    choice.folder = std::filesystem::path(folder.file("other").getFullPathName().toStdString());
    model.exportTo(choice);
    model.cancelExport();
    waitFor(model);
    CHECK(model.job()->result() == "Cancelled: nothing was written.");
    CHECK_FALSE(std::filesystem::exists(choice.folder / "Harbour Lights"));
}

TEST_CASE("both sides of a record are there, share its tags, and are exported together", "[app]") {
    const SettingsFolder folder;
    const auto a = makeSide(folder);
    const auto b = a.parent_path() / "Side B.flac";
    std::filesystem::copy_file(a, b);
    TracksModel model;
    for (const auto& [path, side] : {std::pair{a, 'A'}, std::pair{b, 'B'}}) {
        REQUIRE(model.open(path));
        CHECK(model.sides().size() == 1);
        waitFor(model);
        auto album = model.edits().album();
        album.title = "Harbour Lights";
        album.artist = "Harbour Quartet";
        album.side = side;
        model.setAlbum(album);
    }
    REQUIRE(model.sides().size() == 2);
    CHECK(model.sides()[0].side == 'A');
    CHECK(model.sides()[0].tracks == 3);
    CHECK(model.openSide() == 1);

    // What is changed of the record is changed on side A, too, and undone on both.
    auto album = model.edits().album();
    album.title = "Harbour Lights (1961)";
    model.setAlbum(album);
    CHECK(model.message() == "Changed on 2 sides of the record.");
    CHECK(media::Take(a).sidecar().album.title == "Harbour Lights (1961)");
    CHECK(model.sides().size() == 2);
    model.undo();
    CHECK(media::Take(a).sidecar().album.title == "Harbour Lights");

    // What was done to a side is still undone after another one was looked at.
    model.setTitle(0, "Tide Tables");
    REQUIRE(model.open(a));
    CHECK(model.openSide() == 0);
    CHECK(model.edits().canUndo());
    REQUIRE(model.open(b));
    CHECK(model.edits().tracks()[0].title == "Tide Tables");
    model.undo();
    CHECK(model.edits().tracks()[0].title.empty());
    model.redo();

    ExportChoice choice;
    choice.folder = std::filesystem::path(folder.file("out").getFullPathName().toStdString());
    choice.stage = model.take()->stage();
    choice.isWholeRecord = true;
    model.exportTo(choice);
    REQUIRE(model.job() != nullptr);
    CHECK(model.job()->tracks() == 6);
    waitFor(model);
    CAPTURE(model.job()->result());
    CHECK_FALSE(model.job()->hasFailed());
    CHECK(model.job()->position() == "B3");
    const auto made = choice.folder / "Harbour Lights";
    for (const char* name : {"A1 Track 1.flac", "A2 Track 2.flac", "A3 Track 3.flac", "B1 Tide Tables.flac",
                             "B2 Track 5.flac", "B3 Track 6.flac"}) {
        CAPTURE(name);
        CHECK(std::filesystem::exists(made / name));
    }
    // Numbers run on through the disc.
    CHECK(tests::readBytes(made / "B1 Tide Tables.flac").find("TRACKNUMBER=4") != std::string::npos);

    // A side that nobody has cut is said, and nothing is written.
    media::Take uncut(a);
    auto sidecar = uncut.sidecar();
    sidecar.tracks.clear();
    uncut.save(sidecar);
    choice.folder = std::filesystem::path(folder.file("none").getFullPathName().toStdString());
    model.exportTo(choice);
    CHECK(model.isTrouble());
    CHECK(model.message() == "Side A has no tracks yet: open it, and they are found.");
    CHECK_FALSE(std::filesystem::exists(choice.folder));
}

TEST_CASE("what is played goes through the stage in the input's place, and what is recorded stays the input", "[app]") {
    Turntable table(48000.0, 0.0);
    const auto path = makeSide(table.folder);
    table.inputOn();
    table.play(0.2);
    table.record().record();
    table.play(0.3);
    REQUIRE(table.model->player().play(path, 10 * 48000, 12 * 48000, true).empty());
    std::this_thread::sleep_for(std::chrono::milliseconds(300)); // the ring is full
    const auto file = tests::readSound(path);
    // Two fades of 10 ms, then the file itself.
    std::vector<std::vector<float>> in(2, std::vector<float>(480, 0.0F));
    std::vector<float> heard;
    for (int k = 0; k < 20; ++k) {
        for (std::size_t channel = 0; channel < 2; ++channel)
            for (std::size_t i = 0; i < 480; ++i)
                in[channel][i] =
                    tests::sampleAt(table.played + static_cast<std::int64_t>(i), static_cast<int>(channel));
        table.clock.pass(0.01);
        const auto out = table.world.block(in, 480);
        heard.insert(heard.end(), out[0].begin(), out[0].end());
        table.played += 480;
    }
    table.poll();
    std::size_t right = 0;
    for (std::size_t i = 2400; i < 9600; ++i) {
        const auto frame = static_cast<std::size_t>(10 * 48000) + i - 480 + 1;
        if (std::abs(static_cast<double>(heard[i]) - file.samples[2 * (frame - 1)]) < 1e-6) ++right;
    }
    CHECK(right == 7200);
    CHECK(table.model->player().isPlaying());
    table.model->player().stop();
    table.play(0.3);
    table.record().stop();
    table.play(0.2);
    std::int64_t frames = 0;
    CHECK(tests::rightFrames(table.record().savedPath(), 0, &frames) == frames);
    CHECK(frames > 40000);
}

TEST_CASE("what was read of a side while it was recorded is not read again", "[app]") {
    Turntable table(48000.0, 0.0);
    table.inputOn();
    const auto side = tests::SideSignal::whole(48000, 44.0, {{5.0, 20.0, -20.0, 220.0}, {23.0, 40.0, -22.0, 165.0}});
    const auto samples = side.interleaved();
    std::shared_ptr<media::SideReader> read;
    std::int64_t frames = 0;
    table.record().onSaved = [&](const std::filesystem::path& path, std::shared_ptr<media::SideReader> reader) {
        REQUIRE(reader != nullptr);
        frames = reader->frames();
        table.model->tracks().expect(path, std::move(reader));
    };
    table.record().record();
    for (int second = 0; second < 44; ++second) {
        table.play(1.0, [&](std::int64_t frame, int channel) {
            const auto at = 2 * static_cast<std::size_t>(frame) + static_cast<std::size_t>(channel);
            return at < samples.size() ? static_cast<float>(samples[at]) : 0.0F;
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // it is read in its own time
    }
    table.record().stop();
    table.play(0.3);
    CHECK(frames > 10 * 48000);
    auto& tracks = table.model->tracks();
    REQUIRE(tracks.open(table.record().savedPath()));
    CHECK(tracks.isReading());
    waitFor(tracks);
    REQUIRE(tracks.edits().tracks().size() == 2);
    const auto whole = media::scanSide(table.record().savedPath(), {});
    REQUIRE(tracks.overview() != nullptr);
    CHECK(tracks.overview()->columns() == whole.overview.columns());
}

TEST_CASE("playing adds nothing but a copy to the audio thread", "[app]") {
    if (!tests::trap::isAvailable()) {
        WARN("the trap needs Linux with glibc and no sanitizer");
        return;
    }
    const SettingsFolder folder;
    const auto path = makeSide(folder);
    device::testing::SpyProcess stage;
    stage.left.reserve(1 << 20);
    class Nothing final : public device::StereoProcess {
        void prepare(double, int) override {}
        void process(float*, float*, int) override {}
        void release() override {}
    } nothing;
    Player player(nothing);
    player.prepare(44100.0, 64); // another rate than the file's
    REQUIRE(player.play(path, 0, 48000 * 70, false).empty());
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::array<float, 64> left{}, right{};
    player.process(left.data(), right.data(), 64);
    tests::trap::clear();
    tests::trap::arm(true);
    for (int k = 0; k < 2000; ++k)
        player.process(left.data(), right.data(), 64);
    tests::trap::arm(false);
    for (const auto& name : tests::trap::names())
        UNSCOPED_INFO(name);
    CHECK(tests::trap::caught() == 0);
}

TEST_CASE("the Tracks page's keys choose, move, cut, join, undo and name", "[app]") {
    Turntable table;
    const auto path = makeSide(table.folder);
    MainComponent face(*table.model, table.processor);
    face.showPage(PageId::tracks);
    auto* page = dynamic_cast<TracksPage*>(face.pageAt(PageId::tracks));
    REQUIRE(page != nullptr);
    page->open(path);
    auto& model = table.model->tracks();
    waitFor(model);
    face.beat(0.05);
    REQUIRE(model.edits().tracks().size() == 3);
    const auto press = [&](int code, int modifiers = 0, juce::juce_wchar text = 0) {
        return face.keyPressed(juce::KeyPress(code, juce::ModifierKeys(modifiers), text), &face);
    };
    const auto letter = [&](char key) { return press(key, 0, static_cast<juce::juce_wchar>(key)); };
    CHECK(letter(']'));
    CHECK(model.selected() == std::optional<std::size_t>(2));
    // Close by, the samples themselves are shown, and they are the file's.
    for (int i = 0; i < 12; ++i)
        page->cut().zoom(1);
    face.beat(0.05);
    CHECK_THAT(page->cut().spanSeconds(), WithinAbs(0.01, 1e-9));
    const auto file = tests::readSound(path);
    const auto& window = page->cut().samples();
    const auto cut = model.edits().boundary(2).frame;
    REQUIRE(window.samples(0).size() == 483);
    CHECK(window.first() <= cut - 240);
    CHECK(window.first() + 483 >= cut + 240);
    for (std::size_t i = 0; i < 483; ++i)
        for (std::size_t channel = 0; channel < 2; ++channel)
            REQUIRE(window.samples(channel)[i] ==
                    static_cast<float>(file.samples[2 * (static_cast<std::size_t>(window.first()) + i) + channel]));
    for (int i = 0; i < 6; ++i)
        page->cut().zoom(-1);
    CHECK_THAT(page->cut().spanSeconds(), WithinAbs(20.0, 1e-9));
    CHECK(letter('['));
    CHECK(model.selected() == std::optional<std::size_t>(1));
    const auto start = model.edits().boundary(1).frame;
    CHECK(press(juce::KeyPress::rightKey));
    CHECK(model.edits().boundary(1).frame == start + 640);
    CHECK(press(juce::KeyPress::leftKey, juce::ModifierKeys::shiftModifier));
    CHECK(model.edits().boundary(1).frame == start + 640 - 48000);
    const int command = juce::ModifierKeys::commandModifier;
    CHECK(press('z', command));
    CHECK(press('z', command));
    CHECK(model.edits().boundary(1).frame == start);
    CHECK(press('z', command | juce::ModifierKeys::shiftModifier));
    CHECK(model.edits().boundary(1).frame == start + 640);
    CHECK(press(juce::KeyPress::deleteKey));
    CHECK(model.edits().tracks().size() == 2);
    CHECK(press('z', command));
    CHECK(model.edits().tracks().size() == 3);
    CHECK(page->cut().spoken().startsWith("Cut between 1 and 2, 0 minutes 2"));
    CHECK(page->cut().spoken().contains("sure"));
    CHECK(press(juce::KeyPress::F2Key));
    // A recording is not touched by any of them.
    CHECK(table.record().status().state == media::RecorderState::off);
}

TEST_CASE("times of tracks are read as people write them", "[app]") {
    CHECK(trackTime(496.2134, true) == "8:16.213");
    CHECK(trackTime(0.0, false) == "0:00");
    CHECK(trackTime(3599.9, false) == "59:59");
}
