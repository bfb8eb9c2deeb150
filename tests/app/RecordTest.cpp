// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Turntable.h"

#include "app/record/LevelCard.h"
#include "app/record/SideCard.h"
#include "app/record/StepsCard.h"
#include "media/take/Take.h"
#include "support/Catch.h"
#include "support/SoundFiles.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;
using Mood = Transport::Mood;
using Dot = Transport::Dot;
using Act = TransportAction;
using media::RecorderState;

namespace {

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/** The player's thread reads in its own time; the pretended device has none. */
void readAhead() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

std::vector<double> noiseOf(double seconds) {
    std::vector<double> samples;
    for (std::int64_t frame = 0; frame < std::llround(48000.0 * seconds); ++frame)
        for (const int channel : {0, 1})
            samples.push_back(0.1 * static_cast<double>(tests::sampleAt(frame, channel)));
    return samples;
}

} // namespace

TEST_CASE("a side recorded in the app is what the input delivered, sample for sample", "[app]") {
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        CAPTURE(rate);
        Turntable table(rate, 0.0);
        table.inputOn(); // with the fade that the listener hears, and the recording has not
        table.play(0.5);
        table.record().record();
        table.poll();
        REQUIRE(table.record().isRecording());
        table.play(1.5);
        table.record().stop();
        table.play(0.3);
        REQUIRE(table.record().status().state == RecorderState::stopped);
        const auto path = table.record().savedPath();
        CHECK(path.filename() == "Side A.flac");
        std::int64_t frames = 0;
        // From the very first frame: it is less than the pre-roll ago.
        const auto right = tests::rightFrames(path, 0, &frames);
        CHECK(right == frames);
        CHECK(frames == std::llround(2.0 * rate / 480.0) * 480);
        const media::Take take(path);
        CHECK(take.sidecar().album.side == 'A');
        CHECK(take.sidecar().device.name == "Turntable USB");
        CHECK(table.record().side() == 'B');
    }
}

TEST_CASE("the transport says what is, from no input to a saved side", "[app]") {
    Turntable table;
    auto strip = table.strip();
    CHECK(strip.mood == Mood::attention);
    CHECK(strip.headline == "The input is off: nothing can be heard or recorded");
    CHECK(strip.offers(Act::inputOn));
    CHECK_FALSE(strip.main);

    table.inputOn();
    table.silence(0.2);
    strip = table.strip();
    CHECK(strip.mood == Mood::calm);
    CHECK(strip.headline == "Ready for side A");
    CHECK(strip.detail == "flat, 24-bit 48 kHz");
    CHECK(strip.main == Act::record);
    CHECK(strip.elapsed == "0:00:00");
    CHECK(strip.isElapsedQuiet);
    CHECK(says(strip.room, "room for "));

    table.byItself(true);
    CHECK(table.strip().detail == "flat, 24-bit 48 kHz, starts at the needle drop");
    table.record().record();
    table.poll();
    strip = table.strip();
    CHECK(strip.headline == "Waiting for the needle");
    CHECK(strip.dot == Dot::armed);
    CHECK(strip.main == Act::startNow);
    CHECK(strip.offers(Act::cancel));
    CHECK_FALSE(strip.isInputLocked);
    table.record().cancel();
    table.poll();
    CHECK(table.strip().main == Act::record);

    table.record().record();
    table.poll();
    table.record().record(); // again: at once
    table.play(2.5);
    strip = table.strip();
    CHECK(strip.headline == "Recording side A");
    CHECK(strip.dot == Dot::recording);
    CHECK(strip.main == Act::stop);
    CHECK(strip.elapsed == "0:00:02");
    CHECK(says(strip.detail, "safe on disk up to 0:00:0"));
    CHECK(strip.isInputLocked);
    CHECK_FALSE(strip.isElapsedQuiet);

    ++table.world.xruns;
    table.play(0.2);
    strip = table.strip();
    CHECK(strip.headline == "Recording side A");
    CHECK(says(strip.detail, "drop-out"));
    CHECK(strip.detailIsTrouble);
    table.play(61.0, [](std::int64_t, int) { return 0.01F; });
    CHECK_FALSE(table.strip().detailIsTrouble);

    table.record().stop();
    table.silence(2.0);
    strip = table.strip();
    CHECK(strip.dot == Dot::stopping);
    CHECK(strip.headline == "Side A is saved");
    CHECK(says(strip.detail, "Go on without a gap: 8 s left"));
    CHECK(strip.main == Act::goOn);
    table.record().goOn();
    table.silence(0.1);
    CHECK(table.strip().headline == "Recording side A");
    table.record().stop();
    table.silence(10.5);
    strip = table.strip();
    CHECK(strip.headline == "Side A is saved");
    CHECK(says(strip.detail, "Ready for side B"));
    CHECK(strip.main == Act::record);
    table.silence(40.0);
    CHECK(table.strip().headline == "Ready for side B");
}

TEST_CASE("room on the disk is said from ten minutes on, and the side ends with a minute to spare", "[app]") {
    Turntable table;
    table.inputOn();
    table.silence(0.1);
    table.record().record();
    table.silence(0.5);
    const auto minutes = [](double count) { return static_cast<std::int64_t>(count * 60.0 * 48000.0 * 6.0); };
    table.roomBytes = minutes(9.5);
    table.silence(1.5);
    auto strip = table.strip();
    CHECK(strip.mood == Mood::attention);
    CHECK(strip.headline == "The disk has room for 9 min more");
    CHECK(strip.main == Act::stop);
    CHECK(strip.offers(Act::otherFolder));
    CHECK(strip.isRoomShort);
    table.roomBytes = minutes(1.5);
    table.silence(1.5);
    CHECK(table.strip().mood == Mood::trouble);
    CHECK(table.record().isRecording());

    // To another disk, without a lost frame.
    table.roomBytes = minutes(600.0);
    const auto other = table.folder.file("other").getFullPathName().toStdString();
    table.record().useFolder(other);
    table.silence(2.0);
    CHECK(table.record().isRecording());
    CHECK(table.strip().headline == "Recording side A");
    CHECK(says(table.record().status().file.string(), "other"));
    CHECK(table.record().history().seconds() > 5.0);
    table.roomBytes = minutes(0.5);
    table.silence(1.5);
    strip = table.strip();
    CHECK(strip.mood == Mood::trouble);
    CHECK(says(strip.headline, "The disk is full: side A was ended and is kept"));
    table.record().dismissRefusal();
    CHECK(table.strip().main == Act::record);

    std::int64_t first = 0, second = 0;
    const auto a = std::filesystem::path(table.records) / "Side A.flac";
    const auto b = std::filesystem::path(other) / "Side A.flac";
    REQUIRE(tests::rightFrames(a, 0, &first) >= 0);
    REQUIRE(tests::rightFrames(b, 0, &second) >= 0);
    CHECK(first + second == table.record().status().takeStart + table.record().status().frames);
}

TEST_CASE("what goes on in another folder begins with the very next frame", "[app]") {
    Turntable table(48000.0, 0.0);
    table.inputOn();
    table.play(0.2);
    table.record().record();
    table.play(1.0);
    table.record().useFolder(table.folder.file("other").getFullPathName().toStdString());
    table.play(1.0);
    table.record().stop();
    table.play(0.2);
    std::int64_t first = 0, second = 0;
    const auto a = std::filesystem::path(table.records) / "Side A.flac";
    CHECK(tests::rightFrames(a, 0, &first) == first);
    CHECK(first > 48000);
    const auto b = table.record().savedPath();
    CHECK(tests::rightFrames(b, first, &second) == second);
    CHECK(first + second == std::llround(2.2 * 48000.0));
}

TEST_CASE("a driver that starts the device again in the same way leaves a mark, and the file goes on", "[app]") {
    Turntable table(48000.0, 0.0);
    table.inputOn();
    table.play(0.2);
    table.record().record();
    table.play(1.0);
    const auto file = table.record().status().file;
    // As JACK does when its connections change: here those of the input go, and come back.
    const auto again = [&](const juce::BigInteger& inputs) {
        auto* callback = table.world.callback;
        table.world.device->stop();
        table.world.lastInputBits = inputs;
        table.world.device->start(callback);
    };
    const auto connected = table.world.lastInputBits;
    again({});
    table.silence(0.5);
    CHECK(table.record().isRecording());
    again(connected);
    table.play(1.0);
    CHECK(table.record().isRecording());
    CHECK(table.record().status().file == file);
    table.record().stop();
    table.play(0.3);
    const auto path = table.record().savedPath();
    std::int64_t frames = 0;
    CHECK(tests::rightFrames(path, 0, &frames) == std::llround(1.2 * 48000.0));
    CHECK(frames == std::llround(2.7 * 48000.0));
    const media::Take take(path);
    int marks = 0;
    for (const auto& event : take.sidecar().events)
        if (event.kind == media::TakeEventKind::dropOut) ++marks;
    CHECK(marks == 2);
}

TEST_CASE("an interface that goes away ends the file, and the side goes on as part 2", "[app]") {
    Turntable table;
    table.inputOn();
    table.play(0.2);
    table.record().record();
    table.play(1.0);
    const auto inputs = std::exchange(table.world.inputs, {});
    const auto outputs = std::exchange(table.world.outputs, {});
    table.world.device->close();
    table.wait(0.1);
    table.wait(0.1);
    auto strip = table.strip();
    CHECK(strip.mood == Mood::trouble);
    CHECK(strip.headline == "The interface is gone. Side A is safe up to 0:00:01");
    CHECK(strip.offers(Act::lookAgain));
    CHECK(actionText(strip.more.back(), strip) == "Finish side A");
    CHECK(std::filesystem::exists(std::filesystem::path(table.records) / "Side A.flac"));

    table.world.inputs = inputs;
    table.world.outputs = outputs;
    for (int i = 0; i < 100 && !table.model->inputIsOn(); ++i)
        table.wait(0.2);
    REQUIRE(table.model->inputIsOn());
    table.play(1.0);
    CHECK(table.strip().headline == "Recording side A");
    CHECK(says(table.record().status().file.string(), "Side A part 2"));
    CHECK(table.record().history().seconds() > 1.8);

    // Gone once more, and the side is finished.
    table.world.device->close();
    table.wait(0.1);
    table.wait(0.1);
    table.record().finishSide();
    table.wait(0.1);
    CHECK_FALSE(table.record().status().goesOnWhenBack);
    CHECK(table.record().side() == 'B');
}

TEST_CASE("while a side is recorded the input stays as it is", "[app]") {
    Turntable table;
    table.inputOn();
    table.silence(0.1);
    table.record().record();
    table.silence(0.2);
    table.model->switchInput(false);
    CHECK(table.model->inputIsOn());
    auto other = table.model->wish();
    other.rateHz = 96000.0;
    table.model->choose(other);
    CHECK(table.world.lastRate == 48000.0);
    table.record().stop();
    table.silence(11.0);
    table.model->switchInput(false);
    CHECK_FALSE(table.model->inputIsOn());
}

TEST_CASE("a recording that was cut short is offered at the next start, and repaired on a click", "[app]") {
    Turntable table;
    const auto folder = std::filesystem::path(table.records) / "Harbour Lights";
    std::filesystem::create_directories(folder);
    {
        tests::TestDeck deck(48000.0);
        media::TakeRequest request;
        request.audio = folder / "Side B.flac";
        request.start = media::StartBy::now;
        deck.recorder().arm(request);
        deck.recorder().tick();
        deck.begin();
        deck.play(3.0);
        // As after a power cut: a copy of what is on the disk while it is written.
        std::filesystem::copy_file(folder / "Side B.recording.flac", folder / "kept");
        deck.recorder().finish();
        deck.recorder().tick();
        deck.end();
    }
    std::filesystem::remove(folder / "Side B.flac");
    std::filesystem::rename(folder / "kept", folder / "Side B.recording.flac");
    table.record().lookForOrphans();
    for (int i = 0; i < 500 && table.record().orphans().empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        table.poll();
    }
    REQUIRE(table.record().orphans().size() == 1);
    const auto strip = table.strip();
    CHECK(strip.mood == Mood::attention);
    CHECK(strip.headline == "Side B was cut short: all but the last second is here");
    CHECK(strip.offers(Act::recover));
    CHECK(strip.offers(Act::later));
    table.record().recoverFirst();
    std::optional<media::Orphan> recovered;
    for (int i = 0; i < 500 && !recovered; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        table.poll();
        recovered = table.record().takeRecovered();
    }
    REQUIRE(recovered);
    CHECK(recovered->isRepaired);
    CHECK(tests::rightFrames(folder / "Side B.flac", 0) > 90000);
    CHECK(table.record().orphans().empty());
    CHECK(table.strip().headline == "The input is off: nothing can be heard or recorded");
}

TEST_CASE("a folder that cannot be made is said, and nothing is armed", "[app]") {
    Turntable table;
    table.inputOn();
    table.silence(0.1);
    std::ofstream(table.records) << "a file in the way";
    table.record().record();
    table.poll();
    const auto strip = table.strip();
    CHECK(strip.headline == "Recording could not begin");
    CHECK(says(strip.detail, "could not be created"));
    CHECK(table.record().status().state == RecorderState::off);
    table.record().dismissRefusal();
    CHECK(table.strip().main == Act::record);
}

TEST_CASE("a side is heard again from any place while its recording goes on to the bit", "[app]") {
    Turntable table(48000.0, 0.0);
    table.inputOn();
    table.play(0.5);
    auto& replay = table.model->replay();
    replay.hear(0.0);
    CHECK(replay.refusal() == "Nothing is recorded yet.");
    table.record().record();
    table.play(6.0);
    REQUIRE(table.record().isRecording());
    replay.hear(60.0);
    CHECK(says(replay.refusal(), "not on the disk yet"));
    CHECK_FALSE(replay.isHeard());

    replay.hear(2.0);
    CHECK(replay.refusal().empty());
    REQUIRE(replay.isHeard());
    readAhead();
    table.play(0.5);
    REQUIRE(replay.seconds());
    CHECK_THAT(*replay.seconds(), WithinAbs(2.5, 0.05));
    const auto strip = table.strip();
    CHECK(strip.headline == "Side A at 0:00:02");
    CHECK(strip.detail == "not live; still recording");
    CHECK(strip.main == Act::stop);
    CHECK(strip.offers(Act::backToLive));
    CHECK(table.record().isRecording());
    replay.stop();
    CHECK_FALSE(replay.isHeard());
    CHECK(table.strip().headline == "Recording side A");
    replay.hearEnd();
    REQUIRE(replay.seconds());
    CHECK(*replay.seconds() < 0.1); // less than twenty seconds are there
    table.play(1.0);
    // It ends where the disk ended when it was asked for, and the input is heard again.
    for (int i = 0; i < 40 && replay.isHeard(); ++i) {
        readAhead();
        table.play(0.5);
    }
    CHECK_FALSE(replay.isHeard());

    table.record().stop();
    table.play(0.3);
    std::int64_t frames = 0;
    CHECK(tests::rightFrames(table.record().savedPath(), 0, &frames) == frames);
    replay.hear(1.0); // also when it is saved
    CHECK(replay.refusal().empty());
    CHECK(replay.isHeard());
}

TEST_CASE("the end of a side that was cut short can be heard before it is repaired", "[app]") {
    Turntable table;
    const auto file = std::filesystem::path(table.records) / "Album" / "Side B.recording.flac";
    std::filesystem::create_directories(file.parent_path());
    tests::writeSound(file, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, noiseOf(30.0));
    table.record().lookForOrphans();
    for (int i = 0; i < 500 && table.record().orphans().empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        table.poll();
    }
    auto strip = table.strip();
    REQUIRE(strip.offers(Act::playEnd));
    CHECK(strip.offers(Act::recover));
    CHECK(actionText(Act::playEnd, strip) == "Play the end");
    auto& replay = table.model->replay();
    replay.hearEndOf(table.record().orphans().front());
    REQUIRE(replay.isHeard());
    CHECK_FALSE(replay.seconds()); // of no side that is shown
    strip = table.strip();
    CHECK(actionText(Act::playEnd, strip) == "Stop");
    const auto before = table.played;
    for (int i = 0; i < 60 && replay.isHeard(); ++i) {
        readAhead();
        table.silence(0.5);
    }
    CHECK_FALSE(replay.isHeard());
    CHECK(table.played - before >= 19 * 48000);
    CHECK(table.played - before <= 22 * 48000);
    std::filesystem::remove(file);
    replay.hearEndOf(table.record().orphans().front());
    CHECK(says(table.strip().detail, "could not be opened"));
}

TEST_CASE("names of the record become folder and tags, and a new record begins with side A", "[app]") {
    Turntable table;
    table.record().setSide('C');
    table.record().setRecord(" Harbour / Lights ", "Harbour Quartet", "1961");
    CHECK(table.record().side() == 'A');
    CHECK(table.record().nextPath() == std::filesystem::path(table.records) / "Harbour _ Lights" / "Side A.flac");
    table.record().setSide('D');
    table.record().setRecord("Harbour / Lights", "Somebody else", "1961");
    CHECK(table.record().side() == 'D');
    table.model->save();
    SettingsStore store(table.folder.file("settings.json"));
    const auto kept = store.load().settings.record;
    CHECK(kept.album == "Harbour / Lights");
    CHECK(kept.artist == "Somebody else");
    CHECK(kept.side == 'D');
    CHECK(kept.folder == table.records);
    CHECK_FALSE(kept.byItself);
}

TEST_CASE("the picture of a side holds its pre-roll, and stays bounded for hours", "[app]") {
    SideHistory history;
    std::vector<media::LevelColumn> columns;
    const auto column = [](std::int64_t number, float level) {
        media::LevelColumn each;
        each.position = number * 2400;
        each.peak = {level, level};
        each.rms = {level / 2, level / 2};
        return each;
    };
    for (int i = 0; i < 400; ++i)
        columns.push_back(column(i, 0.1F));
    history.add(columns);
    history.beginSide(200 * 2400);
    CHECK_THAT(history.seconds(), WithinAbs(10.0, 1e-9));
    for (int i = 400; i < 20 * 3600 * 3; ++i)
        history.add({column(i, i == 5000 ? 0.9F : 0.2F)});
    CHECK(history.side().size() <= SideHistory::mostColumns);
    CHECK(history.recent().size() == SideHistory::recentColumns);
    CHECK_THAT(history.seconds(), WithinAbs(3.0 * 3600.0 - 10.0, 0.1));
    const auto at = static_cast<std::size_t>((5000 - 200) * 0.05 / history.secondsPerColumn());
    CHECK_THAT(history.side()[at].peak[0], WithinAbs(0.9, 1e-6));
    CHECK_THAT(std::sqrt(history.side()[at + 2].meanSquare[0]), WithinAbs(0.1, 1e-3));
    // The device began again: positions start from 0, the side goes on behind.
    const double before = history.seconds();
    history.add({column(0, 0.2F)});
    history.beginPart(0);
    history.add({column(1, 0.2F)});
    CHECK(history.seconds() >= before + 0.05);
}

TEST_CASE("a mark tells a scratch from music that is too loud", "[app]") {
    SideHistory history;
    std::vector<media::LevelColumn> columns;
    for (int i = 0; i < 600; ++i) {
        media::LevelColumn each;
        each.position = i * 2400;
        each.peak = {i == 300 ? 1.0F : 0.1F, i > 250 && i < 350 ? 1.0F : 0.5F};
        columns.push_back(each);
    }
    history.add(columns);
    history.beginSide(0);
    SideMark mark;
    mark.seconds = 15.0;
    mark.event.kind = media::TakeEventKind::overload;
    mark.event.frames = 4;
    mark.event.channel = media::TakeChannel::left;
    auto words = SideCard::wordsOf(mark, history, 48000.0);
    CHECK(words.what == "left, 4 samples at full scale");
    CHECK(words.meaning.contains("A scratch"));
    CHECK(words.meaning.contains("20.0 dB lower"));
    mark.event.channel = media::TakeChannel::right;
    mark.event.frames = 1;
    words = SideCard::wordsOf(mark, history, 48000.0);
    CHECK(words.what == "right, 1 sample at full scale");
    CHECK(words.meaning.contains("turn the interface down"));
}

TEST_CASE("the steps light up as the side goes", "[app]") {
    Turntable table;
    using Light = StepsCard::Light;
    table.inputOn();
    table.silence(0.1);
    const auto lights = [&] {
        std::array<Light, 3> list{};
        const auto steps = StepsCard::stepsOf(table.record());
        for (std::size_t i = 0; i < 3; ++i)
            list[i] = steps[i].light;
        return list;
    };
    CHECK(lights() == std::array{Light::dark, Light::dark, Light::dark});
    table.byItself(true);
    table.record().record();
    table.poll();
    CHECK(lights() == std::array{Light::now, Light::dark, Light::dark});
    table.record().record();
    table.silence(0.2);
    CHECK(lights() == std::array{Light::done, Light::now, Light::dark});
    table.record().stop();
    table.silence(0.2);
    CHECK(lights() == std::array{Light::done, Light::done, Light::now});
}

TEST_CASE("the level card gives one advice in dB, for the next side while one is recorded", "[app]") {
    Turntable table;
    table.inputOn();
    table.silence(0.1);
    CHECK(LevelCard::viewOf(table.record()).headline == "Play the loudest passage for a while");
    table.byItself(true);
    table.play(6.0, [](std::int64_t frame, int channel) { return 1e-4F * tests::sampleAt(frame, channel); });
    table.record().record();
    // A needle drop, and music that peaks at 0.1: 20 dB under full scale.
    table.play(20.0, [](std::int64_t frame, int channel) {
        return 0.08F * static_cast<float>(std::sin(0.05 * static_cast<double>(frame))) +
               0.02F * tests::sampleAt(frame, channel);
    });
    CHECK(table.record().isRecording());
    const auto view = LevelCard::viewOf(table.record());
    REQUIRE(view.musicPeakDbfs);
    CHECK_THAT(*view.musicPeakDbfs, WithinAbs(-20.0, 0.6));
    CHECK(view.figure.startsWith("+"));
    CHECK(view.advice.contains("before side B"));
    CHECK(view.note.contains("Leave it alone now"));
}
