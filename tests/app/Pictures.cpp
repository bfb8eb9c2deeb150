// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the app's pages in the states that matter, from made signals, into PNG files:
//     app_pictures FOLDER [SCENE ...] [PERCENT% ...] [WIDTHxHEIGHT ...] [light]
// A scene gives FOLDER/app-SCENE.png at 100 % and app-SCENE-PERCENT.png or app-SCENE-WIDTHxHEIGHT.png at any other
// size; with "light" at the end of the name in the light theme.
#include "app/MadeSide.h"
#include "app/PlayedWiring.h"
#include "app/Turntable.h"
#include "dsp/measure/testrecord/PlayedDisc.h"
#include "support/ClickedRecord.h"
#include "ui/check/ExampleFindings.h"

#include "app/MainComponent.h"
#include "app/check/CheckPage.h"
#include "app/record/RecordPage.h"
#include "app/tracks/TracksPage.h"
#include "media/take/TakeNames.h"
#include "ui/Editor.h"

#include "catalogue/HookupTexts.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace phonostage::app::testing {
namespace {

/** Music of a kind with beats, soft between; peaks some 20 dB under full scale. */
float music(std::int64_t frame, int channel) {
    const double at = static_cast<double>(frame) / 48000.0;
    const double beat = std::fmod(at, 0.62);
    const double swell = 0.55 + 0.3 * std::sin(at * 0.19) + 0.15 * std::sin(at * 0.061 + channel);
    const double tone = std::sin(2.0 * juce::MathConstants<double>::pi * (220.0 + 3.0 * channel) * at) +
                        0.6 * std::sin(2.0 * juce::MathConstants<double>::pi * 1310.0 * at + channel);
    return static_cast<float>(0.062 * swell * tone * (0.35 + std::exp(-5.0 * beat)));
}

float hiss(std::int64_t frame, int channel) { return 0.0009F * tests::sampleAt(frame, channel); }

/** A side with two gaps. */
float sideOf(std::int64_t frame, int channel) {
    const double at = static_cast<double>(frame) / 48000.0;
    const bool isGap = std::fmod(at, 210.0) < 3.0;
    return (isGap ? 0.0F : music(frame, channel)) +
           6.0F * hiss(frame, channel); // groove noise lies above that of the air
}

struct Stand {
    Turntable table;
    std::unique_ptr<MainComponent> face;
    ui::Tick tick;

    Stand() {
        auto settings = table.record().settings();
        settings.folder = (std::filesystem::path(std::getenv("HOME")) / "Music" / "Transfers").string();
        table.record().setSettings(settings);
        table.roomBytes = std::int64_t{83000000000};
        face = std::make_unique<MainComponent>(*table.model, table.processor);
    }

    void draw() {
        for (int i = 0; i < 12; ++i)
            face->beat(0.05);
    }
    ui::Editor* editor() {
        for (auto* child : face->getChildren())
            if (auto* found = dynamic_cast<ui::Editor*>(child)) return found;
        return nullptr;
    }
    void ready() {
        table.record().setRecord("Harbour Lights", "Harbour Quartet", "1961");
        auto stage = table.processor.stage();
        stage.values.set(params::Id::inputDbv, -16.6);
        table.processor.apply(stage);
        table.inputOn();
        table.byItself(true);
        face->showPage(PageId::record);
    }
    void record(double seconds) {
        ready();
        table.play(12.0, hiss);
        table.record().record();
        table.poll();
        table.record().record();
        table.play(seconds, sideOf);
    }
};

/** A side of five tracks, one of them joined to the next without a gap. */
void openSide(Stand& stand) {
    static const SettingsFolder folder; // made once for all pictures
    static const auto path = writeSide(folder, 24000, 1310.0,
                                       {{12.0, 268.0, -20.0, 220.0},
                                        {271.6, 496.0, -22.0, 262.0},
                                        {498.9, 780.0, -19.0, 196.0},
                                        {780.0, 990.0, -23.0, 247.0},
                                        {992.6, 1298.0, -20.0, 208.0}});
    std::filesystem::remove(media::sidecarPathOf(path));
    stand.ready();
    stand.face->showPage(PageId::tracks);
    auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks));
    if (page == nullptr) return;
    page->open(path);
    auto& tracks = stand.table.model->tracks();
    waitFor(tracks);
    auto album = tracks.edits().album();
    album.title = "Harbour Lights";
    album.artist = "Harbour Quartet";
    album.date = "1961";
    album.label = "Fjord";
    album.catalogueNumber = "FLP 1012";
    album.side = 'A';
    tracks.setAlbum(album);
    tracks.paste("A1 Harbour Lights 4:16\nA2 Slack Water 3:45\nA3 The Pilot's Daughter 4:41\nA4 Fog Signal 3:30\n"
                 "A5 Home on the Ebb 5:06\n");
    waitFor(tracks);
    tracks.select(2);
    stand.table.play(1.0, music);
}

/** The page Check, with nothing heard yet. */
CheckPage* openCheck(Stand& stand) {
    stand.ready();
    calibrate(stand.table);
    stand.face->showPage(PageId::check);
    auto* page = dynamic_cast<CheckPage*>(stand.face->pageAt(PageId::check));
    if (page != nullptr) page->view().refresh();
    return page;
}

/** Needle up, lead-in, and so many seconds of music, through a phono stage of so many decibels. */
void hear(Stand& stand, double stageDb, double musicSeconds) {
    stand.table.model->check()->model().start();
    play(stand.table, needleUp(17.0));
    play(stand.table, record(12.0, false, stageDb));
    play(stand.table, record(musicSeconds, true, stageDb));
    stand.table.poll();
}

/** The test record's half of the page, with a cartridge that is known. */
CheckPage* openTestRecord(Stand& stand, const char* record) {
    stand.table.model->testRecord()->useNoThread();
    auto* page = openCheck(stand);
    if (page == nullptr) return nullptr;
    auto stage = stand.table.processor.stage();
    stage.values.set(params::Id::cartridgeMv, 1000.0 * tests::PlayedDisc::cartridgeVolts);
    stage.values.set(params::Id::cartridgeVelocity, 5.0);
    stage.values.set(params::Id::cartridgeVelocityRms, 1.0);
    stand.table.processor.apply(stage);
    auto& model = *stand.table.model->testRecord();
    auto settings = model.settings();
    settings.recordId = record;
    settings.radiusMm = 96.0;
    settings.cut = dsp::RecordCut::riaa;
    model.setSettings(settings);
    page->showHalf(CheckPage::Half::testRecord);
    stand.table.silence(0.2);
    return page;
}

tests::PlayedDisc::Deck testDeck() {
    tests::PlayedDisc::Deck deck;
    deck.speed = 0.9997;
    deck.holePart = 0.0008;
    deck.flutterPart = 0.0004;
    deck.rightGain = 0.95;
    deck.leftLeak = 0.052;
    deck.rightLeak = -0.047;
    deck.clicksPerSecond = 1.0;
    return deck;
}

void playDisc(Stand& stand, const tests::PlayedDisc& disc) {
    const auto wiring = disc.played();
    const auto from = stand.table.played;
    stand.table.play(wiring.seconds(), [&](std::int64_t frame, int channel) {
        const auto at = std::min(static_cast<std::size_t>(frame - from), wiring.frames() - 1);
        return static_cast<float>(channel == 0 ? wiring.left[at] : wiring.right[at]);
    });
}

/** All but what is still to be played: as the drawing of the design has it. */
void playHalf(Stand& stand) {
    using Side = tests::PlayedDisc::Side;
    tests::PlayedDisc disc(testDeck());
    disc.groove(2.0);
    disc.tone(Side::both, 3000.0, 61.0);
    disc.groove(3.0);
    disc.sweep(Side::left, 25.0);
    disc.groove(3.0);
    disc.tone(Side::left, 1000.0, 8.0, 3.54);
    disc.groove(3.0);
    playDisc(stand, disc);
}

void playRest(Stand& stand) {
    using Side = tests::PlayedDisc::Side;
    tests::PlayedDisc disc(testDeck());
    disc.sweep(Side::right, 25.0);
    disc.groove(3.0);
    disc.tone(Side::right, 1000.0, 8.0, 3.54);
    disc.groove(3.0);
    disc.bassSweep(25.0, 5.0, 30.0);
    disc.groove(24.0);
    disc.lifted(5.0);
    playDisc(stand, disc);
}

struct Scene {
    const char* name;
    void (*set)(Stand& stand);
};

const Scene scenes[] = {
    {"listen-off", [](Stand&) {}},
    {"listen",
     [](Stand& stand) {
         stand.ready();
         stand.face->showPage(PageId::listen);
         stand.table.play(5.0, music);
     }},
    {"clean",
     [](Stand& stand) {
         stand.ready();
         auto stage = stand.table.processor.stage();
         stage.values.set(params::Id::declick, 1.0);
         stage.values.set(params::Id::dehum, 1.0);
         stand.table.processor.apply(stage);
         stand.face->showPage(PageId::listen);
         auto* editor = stand.editor();
         if (editor == nullptr) return;
         editor->face().openClean();
         for (int beat = 0; beat < 30 * 14; ++beat) {
             stand.table.play(1.0 / 30.0, [](std::int64_t frame, int channel) {
                 const auto at = frame % 31000;
                 const bool isClick = at < 14 && (channel == 0 || frame / 31000 % 2 == 0);
                 const float click = 0.1F * std::exp(-0.3F * static_cast<float>(at)) * (at % 2 == 0 ? 1.0F : -1.0F);
                 return music(frame, channel) + hiss(frame, channel) + (isClick ? click : 0.0F);
             });
             editor->beat(1.0 / 30.0);
         }
     }},
    {"record-ready",
     [](Stand& stand) {
         stand.ready();
         stand.table.play(31.0, music);
     }},
    {"record-armed",
     [](Stand& stand) {
         stand.ready();
         stand.table.play(31.0, hiss);
         stand.table.record().record();
         stand.table.poll();
     }},
    {"record",
     [](Stand& stand) {
         stand.record(420.0);
         stand.table.play(0.01, [](std::int64_t, int channel) { return channel == 0 ? 1.0F : 0.1F; });
         stand.table.record().mark();
         stand.table.play(340.0, sideOf);
         if (auto* page = dynamic_cast<RecordPage*>(stand.face->pageAt(PageId::record))) {
             stand.draw();
             const auto& marks = stand.table.record().history().marks();
             for (std::size_t i = 0; i < marks.size(); ++i)
                 if (marks[i].event.kind == media::TakeEventKind::overload) page->side().selectMark(i);
         }
     }},
    {"record-heard",
     [](Stand& stand) {
         stand.record(420.0);
         stand.table.model->replay().hear(187.0);
     }},
    {"record-cut-short",
     [](Stand& stand) {
         const std::filesystem::path folder(stand.table.record().settings().folder);
         std::filesystem::create_directories(folder);
         std::vector<double> samples;
         for (int i = 0; i < 2 * 48000 * 30; ++i)
             samples.push_back(static_cast<double>(music(i / 2, i % 2)));
         tests::writeSound(folder / "Side B.recording.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, samples);
         stand.ready();
         stand.table.record().lookForOrphans();
         for (int i = 0; i < 300 && stand.table.record().orphans().empty(); ++i) {
             std::this_thread::sleep_for(std::chrono::milliseconds(10));
             stand.table.poll();
         }
     }},
    {"record-drop-out",
     [](Stand& stand) {
         stand.record(60.0);
         ++stand.table.world.xruns;
         stand.table.play(2.0, sideOf);
     }},
    {"record-stopping",
     [](Stand& stand) {
         stand.record(60.0);
         stand.table.record().stop();
         stand.table.play(2.0, hiss);
     }},
    {"record-disk",
     [](Stand& stand) {
         stand.record(60.0);
         stand.table.roomBytes = static_cast<std::int64_t>(9.5 * 60 * 48000 * 6);
         stand.table.play(2.0, sideOf);
     }},
    {"record-gone",
     [](Stand& stand) {
         stand.record(60.0);
         stand.table.world.inputs = {};
         stand.table.world.outputs = {};
         stand.table.world.device->close();
         stand.table.wait(0.1);
         stand.table.wait(0.1);
     }},
    {"record-names",
     [](Stand& stand) {
         stand.ready();
         stand.table.play(5.0, music);
         stand.draw();
         (void)clickOn(*stand.face, "record_names");
     }},
    {"record-write",
     [](Stand& stand) {
         stand.ready();
         stand.table.play(5.0, music);
         stand.draw();
         (void)clickOn(*stand.face, "record_write");
     }},
    {"tracks-empty",
     [](Stand& stand) {
         stand.ready();
         stand.face->showPage(PageId::tracks);
     }},
    {"tracks", openSide},
    {"tracks-samples",
     [](Stand& stand) {
         openSide(stand);
         if (auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks)))
             for (int i = 0; i < 5; ++i)
                 page->cut().zoom(1);
     }},
    {"tracks-sides",
     [](Stand& stand) {
         openSide(stand);
         const auto first = stand.table.model->tracks().take()->audioPath();
         const auto second = first.parent_path() / "Side B.flac";
         std::filesystem::copy_file(first, second);
         media::Take other(second);
         auto sidecar = media::Take(first).sidecar();
         sidecar.album.side = 'B';
         other.save(sidecar);
         if (auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks))) page->open(first);
         stand.draw();
         stand.table.model->tracks().select(2);
     }},
    {"tracks-unsure",
     [](Stand& stand) {
         openSide(stand);
         stand.table.model->tracks().select(3);
         stand.table.record().record();
         stand.table.poll();
         stand.table.record().record();
         stand.table.play(3.0, music);
     }},
    {"tracks-list",
     [](Stand& stand) {
         openSide(stand);
         stand.draw();
         if (auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks))) {
             page->pasteSheet().open();
             page->pasteSheet().text().setText("A1 Harbour Lights 4:16\nA2 Slack Water 3:45\n");
         }
     }},
    {"tracks-clicks",
     [](Stand& stand) {
         static const SettingsFolder folder;
         const std::filesystem::path path(folder.file("Side A.flac").getFullPathName().toStdString());
         tests::writeClickedRecord(path);
         std::filesystem::remove(media::sidecarPathOf(path));
         stand.ready();
         stand.face->showPage(PageId::tracks);
         auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks));
         if (page == nullptr) return;
         page->open(path);
         auto& tracks = stand.table.model->tracks();
         waitFor(tracks);
         auto stage = stand.table.processor.stage();
         stage.values.set(params::Id::declick, 1.0);
         stand.table.processor.apply(stage);
         if (auto* sound = dynamic_cast<ui::Segments*>(componentOf(*stand.face, "export_sound"))) sound->choose(1);
         page->clicksSheet().open();
         for (int i = 0; i < 1000 && tracks.clicks().isFinding(); ++i) {
             std::this_thread::sleep_for(std::chrono::milliseconds(10));
             tracks.poll();
         }
         stand.draw();
         page->clicksSheet().select(2);
         page->clicksSheet().toggle();
         page->clicksSheet().select(3);
     }},
    {"tracks-exported",
     [](Stand& stand) {
         openSide(stand);
         if (auto* page = dynamic_cast<TracksPage*>(stand.face->pageAt(PageId::tracks))) page->exportCard().begin();
         waitFor(stand.table.model->tracks());
     }},
    {"check-idle",
     [](Stand& stand) {
         stand.table.model->check()->setQuiet(false);
         openCheck(stand);
     }},
    {"check-up",
     [](Stand& stand) {
         openCheck(stand);
         stand.table.model->check()->model().start();
         play(stand.table, needleUp(8.0));
     }},
    {"check",
     [](Stand& stand) {
         openCheck(stand);
         hear(stand, 40.0, 33.0);
     }},
    {"check-fine",
     [](Stand& stand) {
         openCheck(stand);
         hear(stand, 0.0, 48.0);
     }},
    {"testrecord-start", [](Stand& stand) { openTestRecord(stand, "jas_ad_1"); }},
    {"testrecord",
     [](Stand& stand) {
         openTestRecord(stand, "jas_ad_1");
         playHalf(stand);
         // Until the right sweep is half-way.
         tests::PlayedDisc disc(testDeck());
         disc.sweep(tests::PlayedDisc::Side::right, 33.0, 4.0, 20.0, 200000.0);
         const auto wiring = disc.played();
         const auto from = stand.table.played;
         stand.table.play(25.0, [&](std::int64_t frame, int channel) {
             const auto at = static_cast<std::size_t>(frame - from);
             return static_cast<float>(channel == 0 ? wiring.left[at] : wiring.right[at]);
         });
     }},
    {"testrecord-done",
     [](Stand& stand) {
         openTestRecord(stand, "jas_ad_1");
         playHalf(stand);
         playRest(stand);
     }},
    {"testrecord-compared",
     [](Stand& stand) {
         auto* page = openTestRecord(stand, "jas_ad_1");
         playHalf(stand);
         playRest(stand);
         const auto file = stand.table.folder.file("AD-1 of last year.json");
         page->testRecord().saveTo(file);
         auto report = file.loadFileAsString();
         file.replaceWithText(report.replace("\"speed_error_pct\": -0.0", "\"speed_error_pct\": 0.1")
                                  .replace("\"resonance_hz\": ", "\"resonance_hz\": 1"));
         page->testRecord().compareWith(file);
     }},
    {"testrecord-details",
     [](Stand& stand) {
         auto* page = openTestRecord(stand, "");
         stand.draw();
         page->testRecord().details().open();
     }},
    {"testrecord-refused",
     [](Stand& stand) {
         auto* page = openTestRecord(stand, "jas_ad_1");
         const auto file = stand.table.folder.file("holiday.json");
         file.replaceWithText("{\"schema\": 1}");
         stand.draw();
         page->testRecord().compareWith(file);
     }},
    {"check-danger",
     [](Stand& stand) {
         stand.ready();
         calibrate(stand.table);
         stand.face->showPage(PageId::listen);
         hear(stand, 40.0, 33.0);
     }},
    {"check-news",
     [](Stand& stand) {
         stand.ready();
         calibrate(stand.table);
         stand.table.model->check()->setProtects(false);
         hear(stand, 40.0, 33.0);
         stand.table.poll();
     }},
    {"check-offer",
     [](Stand& stand) {
         stand.ready();
         stand.table.model->check()->offer();
     }},
    {"close",
     [](Stand& stand) {
         stand.record(10.0);
         (void)stand.face->mayClose([] {});
     }},
};

struct Wish {
    std::vector<std::string> scenes;
    std::vector<juce::Rectangle<int>> sizes;
    bool isLight = false;
};

void shoot(const std::string& sceneName, const std::function<void(Stand&)>& set, const juce::File& folder,
           const Wish& wish) {
    Stand stand;
    if (auto* editor = stand.editor()) {
        editor->face().dismissFirstRun();
        editor->showTheme(wish.isLight ? ui::ThemeName::light : ui::ThemeName::dark);
    }
    set(stand);
    for (const auto& size : wish.sizes) {
        stand.face->setSize(size.getWidth(), size.getHeight());
        stand.draw();
        const auto image = stand.face->createComponentSnapshot(stand.face->getLocalBounds(), true, 1.0F);
        juce::String name = "app-" + juce::String(sceneName);
        const bool isWhole = size.getHeight() == std::lround(size.getWidth() / (1200.0 / 844.0));
        if (size.getWidth() != MainComponent::faceWidth)
            name << "-"
                 << (isWhole ? juce::String(size.getWidth() / 12)
                             : juce::String(size.getWidth()) + "x" + juce::String(size.getHeight()));
        if (wish.isLight) name << "-light";
        const auto file = folder.getChildFile(name + ".png");
        file.deleteFile();
        juce::FileOutputStream out(file);
        juce::PNGImageFormat().writeImageToStream(image, out);
        std::printf("%s\n", file.getFileName().toRawUTF8());
    }
}

int run(int argc, char** argv) {
    const juce::File folder = juce::File::getCurrentWorkingDirectory().getChildFile(argv[1]);
    folder.createDirectory();
    Wish wish;
    for (int i = 2; i < argc; ++i) {
        const juce::String word(argv[i]);
        if (word == "light")
            wish.isLight = true;
        else if (word.endsWithChar('%'))
            wish.sizes.emplace_back(word.getIntValue() * 12, juce::roundToInt(word.getIntValue() * 8.44));
        else if (word.containsChar('x') && word.getIntValue() > 0)
            wish.sizes.emplace_back(word.getIntValue(), word.fromFirstOccurrenceOf("x", false, false).getIntValue());
        else
            wish.scenes.push_back(word.toStdString());
    }
    if (wish.sizes.empty()) wish.sizes.emplace_back(MainComponent::faceWidth, MainComponent::faceHeight);
    const auto isWished = [&](const std::string& name) {
        return wish.scenes.empty() || std::find(wish.scenes.begin(), wish.scenes.end(), name) != wish.scenes.end();
    };
    for (const auto& scene : scenes)
        if (isWished(scene.name)) shoot(scene.name, scene.set, folder, wish);
    // Each finding with its drawings, by its name for scripts: "check-hum".
    for (const auto& finding : tests::exampleFindings()) {
        std::string name = catalogue::hookupText(finding.fault).id;
        std::replace(name.begin(), name.end(), '_', '-');
        name = "check-" + name;
        if (!isWished(name) && !isWished("check-all")) continue;
        shoot(
            name,
            [&](Stand& stand) {
                if (auto* page = openCheck(stand)) page->view().pretend(finding);
            },
            folder, wish);
    }
    return 0;
}

} // namespace
} // namespace phonostage::app::testing

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: app_pictures FOLDER [SCENE ...] [PERCENT%% ...] [WIDTHxHEIGHT ...] [light]\n");
        return 2;
    }
    // What is recorded and exported goes nowhere else, and its path is nobody's.
    const phonostage::app::testing::SettingsFolder home;
    ::setenv("HOME", home.file("home").getFullPathName().toRawUTF8(), 1);
    home.file("home").createDirectory();
    const juce::ScopedJuceInitialiser_GUI juceIsThere;
    return phonostage::app::testing::run(argc, argv);
}
