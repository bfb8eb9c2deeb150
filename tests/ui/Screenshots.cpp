// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the editor in the states that matter, from scripted signals, into PNG files:
//     phonostage_screenshots FOLDER [SCENE ...] [PERCENT% ...] [WIDTHxHEIGHT ...]
//     phonostage_screenshots FOLDER drawings
// A scene gives FOLDER/editor-SCENE.png at 100 % and editor-SCENE-PERCENT.png or editor-SCENE-WIDTHxHEIGHT.png at any
// other size.
#include "ui/UiSupport.h"

#include "ui/check/ExampleFindings.h"

#include "catalogue/HookupTexts.h"
#include "params/EquipmentChoice.h"
#include "ui/check/HookupDrawings.h"
#include "ui/text/EquipmentText.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <numbers>
#include <string_view>
#include <vector>

namespace phonostage::tests {
namespace {

constexpr double rateHz = 96000.0;

Music music(const Bench& bench, double volts) {
    return {volts, dsp::voltsAtFullScale(bench.processor.value(params::Id::inputDbv)), rateHz};
}

void playMusic(Bench& bench, double volts, double seconds) { bench.play(music(bench, volts), seconds); }

/** Music, and on the left three clicks that the interface cuts off, the longest of 14 samples. */
void playClicks(Bench& bench) {
    bench.play(
        [quiet = music(bench, 0.012)](int channel, std::int64_t frame) {
            const auto second = frame / static_cast<std::int64_t>(rateHz);
            const auto inSecond = frame % static_cast<std::int64_t>(rateHz);
            const bool thumps = channel == 0 && second >= 1 && second <= 3;
            return quiet(channel, frame) + (thumps ? clippedThump(inSecond) : 0.0f);
        },
        16.1);
}

/** Music with three loud beats in its fourth second, 300 Hz each; what they reach on the left. */
Bench::Signal beats(const Bench& bench, float peak) {
    return [quiet = music(bench, 0.012), peak](int channel, std::int64_t frame) {
        const double seconds = static_cast<double>(frame) / rateHz - 3.0;
        const double inBeat = std::fmod(seconds, 0.3) / 0.04;
        const bool isBeat = channel == 0 && seconds >= 0.0 && seconds < 0.9 && inBeat < 1.0;
        const double beat = std::sin(std::numbers::pi * inBeat) * std::sin(2.0 * std::numbers::pi * 300.0 * seconds);
        return quiet(channel, frame) + (isBeat ? peak * static_cast<float>(beat) : 0.0f);
    };
}

/** A cartridge, at the line input of an interface whose gain is partly up; the gain of the stage as recommended. */
void choose(Bench& bench, const char* cartridge, double gainDb) {
    auto stage = bench.processor.stage();
    const auto& interfaces = catalogue::factoryEquipment().interfaces;
    const auto* interface = catalogue::findInterface(interfaces, "focusrite_scarlett_4i4_4th");
    if (interface == nullptr) interface = &interfaces.front();
    params::chooseInput(stage, *interface, interface->inputs.front(), gainDb);
    if (const auto* entry = catalogue::findCartridge(cartridge)) params::chooseCartridge(stage, *entry);
    if (const auto gain = ui::recommendedGain(stage.values)) stage.values.set(params::Id::gain, *gain);
    bench.processor.apply(stage);
}

/** A worn record: notes that swell, surface noise, some clicks, and mains hum. */
Bench::Signal worn(const Bench& bench) {
    return [fullScale = dsp::voltsAtFullScale(bench.processor.value(params::Id::inputDbv))](int channel,
                                                                                            std::int64_t frame) {
        constexpr double turn = 2.0 * std::numbers::pi;
        const double seconds = static_cast<double>(frame) / rateHz;
        double volts = 0.0;
        for (int voice = 0; voice < 5; ++voice) {
            const double swell = 0.5 - 0.5 * std::cos(turn * std::fmod(seconds / (0.53 + 0.17 * voice), 1.0));
            const double hz = 196.0 * (1.0 + 0.51 * voice) * (1.0 + 0.002 * channel);
            volts += 0.0014 / (1.0 + 0.4 * voice) * (0.15 + swell) * std::sin(turn * hz * seconds + voice);
        }
        std::uint64_t hash = static_cast<std::uint64_t>(2 * frame + channel) * 0x9e3779b97f4a7c15U;
        hash = (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9U;
        volts += 0.00006 * (static_cast<double>(hash >> 40) / 8388608.0 - 1.0);
        for (int k = 1; k <= 8; ++k)
            volts += 0.0005 / k * std::sin(turn * 50.02 * k * seconds + 0.3 * k);
        constexpr std::array<double, 11> starts{0.35, 1.1, 1.42, 2.9, 3.05, 4.3, 4.95, 5.2, 6.4, 7.05, 7.8};
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const double at = std::fmod(seconds, 8.0) - starts[i];
            const double length = i % 4 == 1 ? 0.0006 : 0.0003;
            if (at < 0.0 || at > length || (i % 3 == 2 && channel == 0)) continue;
            volts += (i % 4 == 1 ? 0.009 : 0.005) * std::exp(-5.0 * at / length) * std::cos(30.0 * at / length);
        }
        return static_cast<float>(volts / fullScale);
    };
}

void openClean(Bench& bench) {
    choose(bench, "ortofon_2m_red", 33.0);
    bench.set(params::Id::subsonicOn, 1.0);
    bench.set(params::Id::declick, 1.0);
    bench.set(params::Id::dehum, 1.0);
    bench.editor->face().openClean();
    bench.play(worn(bench), 24.1);
}

struct Scene {
    const char* name;
    void (*play)(Bench& bench);
};

const Scene scenes[] = {
    {"idle", [](Bench& bench) { bench.play(silence(), 1.0); }},
    {"music",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::subsonicOn, 1.0);
         playMusic(bench, 0.0045, 8.1);
         bench.editor->face().plot().readAt(3150.0);
     }},
    {"overload",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 46.0);
         bench.play(beats(bench, 1.06f), 16.1);
     }},
    {"overload-below", // as in front of an interface that is turned down
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.play([loud = beats(bench, 0.8f)](int channel,
                                                std::int64_t frame) { return std::min(loud(channel, frame), 0.6f); },
                    16.1);
     }},
    {"overload-both",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         choose(bench, "ortofon_2m_red", 46.0);
         bench.play(
             [loud = beats(bench, 1.06f)](int channel, std::int64_t frame) {
                 return channel == 0 ? loud(0, frame) : std::min(0.75f * loud(0, frame), 0.6f);
             },
             16.1);
     }},
    {"clicks",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         playClicks(bench);
     }},
    {"light",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::curve, 8.0);
         bench.set(params::Id::subsonicOn, 1.0);
         playMusic(bench, 0.0045, 8.1);
     }},
    {"check",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.editor->face().openCheck();
         bench.editor->face().check()->pretend(exampleFindings()[6]);
         playMusic(bench, 0.0045, 2.0);
     }},
    {"check-light",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         bench.editor->face().openCheck();
         bench.play(silence(), 1.0);
     }},
    {"load",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::loadOhm, 10e3);
         bench.set(params::Id::loadPf, 250.0);
         bench.set(params::Id::loadCorrection, 1.0);
         playMusic(bench, 0.0045, 6.0);
         bench.editor->face().plot().readAt(10000.0);
     }},
    {"78s",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::curve, 13.0);
         bench.set(params::Id::channelMode, 1.0);
         bench.set(params::Id::speedRatio, 100.0 / 3.0 / 78.26);
         bench.set(params::Id::subsonicOn, 1.0);
         bench.set(params::Id::subsonicCorner, 30.0);
         playMusic(bench, 0.006, 6.0);
     }},
    {"custom",
     [](Bench& bench) {
         bench.set(params::Id::curve, catalogue::customCurveSlot);
         bench.set(params::Id::customShelfOn, 0.0);
         bench.set(params::Id::customTurnover, 531.0);
         bench.set(params::Id::customRolloff, 0.0);
         bench.set(params::Id::customRolloffOn, 0.0);
         bench.set(params::Id::channelMode, 1.0);
         bench.set(params::Id::balance, 1.5);
         playMusic(bench, 0.002, 6.0);
         bench.editor->face().plot().readAt(40.0);
     }},
    {"bypassed",
     [](Bench& bench) {
         bench.set(params::Id::bypass, 1.0);
         bench.set(params::Id::curveInverse, 1.0);
         bench.set(params::Id::curveIec, 1.0);
         playMusic(bench, 0.004, 3.0);
     }},
    {"labels",
     [](Bench& bench) {
         playMusic(bench, 0.004, 2.0);
         bench.control<ui::Choice>("curve").openMenu("Decca 1952");
     }},
    {"clean", [](Bench& bench) { openClean(bench); }},
    {"clean-light",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         openClean(bench);
     }},
    {"clean-off",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.editor->face().openClean();
         bench.play(worn(bench), 4.0);
     }},
    {"clean-row",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::declick, 1.0);
         bench.set(params::Id::decrackle, 1.0);
         bench.set(params::Id::dehum, 1.0);
         bench.set(params::Id::loadOhm, 10e3);
         bench.play(worn(bench), 2.0);
     }},
    {"setup",
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 33.0);
         playMusic(bench, 0.0045, 4.0);
         bench.editor->face().openDrawer();
         bench.beat();
     }},
    {"setup-light",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         choose(bench, "ortofon_2m_red", 33.0);
         bench.set(params::Id::dehum, 1.0);
         playMusic(bench, 0.0045, 4.0);
         bench.editor->face().openDrawer();
         bench.beat();
     }},
    {"about",
     [](Bench& bench) {
         playMusic(bench, 0.0045, 2.0);
         bench.editor->face().openDrawer();
         bench.beat();
         bench.editor->face().openAbout();
     }},
    {"first-run",
     [](Bench& bench) {
         bench.play(silence(), 0.5);
         bench.editor->face().openFirstRun();
         choose(bench, "ortofon_2m_red", 33.0);
         bench.beat();
     }},
    {"too-loud", // the knob is 40 dB higher than entered
     [](Bench& bench) {
         choose(bench, "ortofon_2m_red", 0.0);
         bench.play(Music(0.003, dsp::voltsAtFullScale(-24.0)), 8.1);
     }},
    {"first-run-too-loud",
     [](Bench& bench) {
         bench.editor->face().openFirstRun();
         choose(bench, "ortofon_2m_red", 0.0);
         bench.play(Music(0.003, dsp::voltsAtFullScale(-24.0)), 8.1);
     }},
    {"faint",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         bench.play(Music(0.003, dsp::voltsAtFullScale(16.0)), 8.1);
     }},
    {"needle",
     [](Bench& bench) {
         ui::ViewOptions view;
         view.needle = true;
         view.spectrum = true;
         bench.editor->face().setView(view);
         choose(bench, "ortofon_2m_red", 33.0);
         playMusic(bench, 0.0045, 8.1);
     }},
    {"mc",
     [](Bench& bench) {
         bench.editor->face().setView({ui::LevelUnit::millivolts, false, true});
         choose(bench, "denon_dl_103", 20.0);
         bench.set(params::Id::monoBassOn, 1.0);
         bench.set(params::Id::outputDbv, -2.0); // a laptop's headphone output: +4 dBu lies above its scale
         playMusic(bench, 0.0003, 8.1);
         bench.editor->face().plot().readAt(60.0);
     }},
    {"typing",
     [](Bench& bench) {
         playMusic(bench, 0.004, 2.0);
         bench.control<ui::NumberControl>("gain").openTypeIn("57");
         for (const char* key : {"curve", "curve_iec", "load_correction", "subsonic_on", "speed_ratio"})
             bench.control(key).focusGained(juce::Component::focusChangedByTabKey);
         auto& trim = bench.control<ui::NumberControl>("output_trim");
         trim.openTypeIn("7 furlongs");
         trim.typeIn()->keyPressed(juce::KeyPress(juce::KeyPress::returnKey));
     }},
};

bool write(const juce::Image& image, const juce::File& file) {
    file.getParentDirectory().createDirectory();
    file.deleteFile();
    juce::FileOutputStream stream(file);
    if (!stream.openedOk() || !juce::PNGImageFormat().writeImageToStream(image, stream)) {
        std::fprintf(stderr, "cannot write %s\n", file.getFullPathName().toRawUTF8());
        return false;
    }
    std::printf("%s\n", file.getFullPathName().toRawUTF8());
    return true;
}

struct Size {
    int width, height;
    juce::String suffix;
};

Size sizeAt(int percent) {
    return {ui::metrics::faceWidth * percent / 100, ui::metrics::faceHeight * percent / 100,
            percent == 100 ? juce::String() : "-" + juce::String(percent)};
}

bool draw(const Scene& scene, const juce::File& folder, const std::vector<Size>& sizes) {
    Bench bench(rateHz);
    scene.play(bench);
    for (const auto& size : sizes) {
        bench.editor->setSize(size.width, size.height);
        bench.beat();
        const auto file = folder.getChildFile("editor-" + juce::String(scene.name) + size.suffix + ".png");
        const auto picture = bench.editor->createComponentSnapshot(bench.editor->getLocalBounds(), true, 1.0f);
        if (!write(picture, file)) return false;
    }
    return true;
}

/** The two drawings of each finding, one over the other: hookup-ID.png. */
bool drawHookups(const juce::File& folder) {
    const ui::Style style(ui::ThemeName::dark);
    constexpr int wide = 588, row = 120, scale = 2;
    for (const auto& finding : exampleFindings()) {
        const auto& drawing = ui::hookupDrawing(finding.fault);
        juce::Image image(juce::Image::RGB, wide * scale, (2 * row + 4) * scale, true);
        {
            juce::Graphics g(image);
            g.addTransform(juce::AffineTransform::scale(scale));
            g.fillAll(style.colours().card);
            const auto half = [&](int y, const char* word, ui::SignKind sign, ui::HookupDrawing::Draw paint) {
                ui::drawCheckSign(g, style.colours(), {28.0F, static_cast<float>(y) + 18.0F}, 16.0F, sign);
                ui::drawText(g, style.font(ui::Face::semibold, ui::metrics::bodySize), style.colours().text, word,
                             {44, y + 8, 200, 20}, juce::Justification::centredLeft);
                paint(ui::HookupSketch(g, style, juce::Rectangle<int>(20, y + 32, 548, 84).toFloat()), finding);
            };
            const bool isTry = juce::String(drawing.betterWord) == "Try";
            half(0, "Now", ui::SignKind::wrong, drawing.drawNow);
            half(row, drawing.betterWord, isTry ? ui::SignKind::open : ui::SignKind::good, drawing.drawBetter);
        }
        const auto id = juce::String(catalogue::hookupText(finding.fault).id).replaceCharacter('_', '-');
        if (!write(image, folder.getChildFile("hookup-" + id + ".png"))) return false;
    }
    return true;
}

const Scene* findScene(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(scenes), std::end(scenes), [&](const Scene& scene) { return name == scene.name; });
    return found == std::end(scenes) ? nullptr : found;
}

int run(const juce::StringArray& arguments) {
    std::vector<Size> sizes;
    std::vector<const Scene*> wanted;
    if (arguments.contains("drawings"))
        return drawHookups(juce::File::getCurrentWorkingDirectory().getChildFile(arguments[0])) ? 0 : 1;
    for (const auto& argument : arguments) {
        if (argument == arguments[0]) continue; // the folder
        if (argument.endsWithChar('%')) {
            sizes.push_back(sizeAt(juce::jlimit(75, 300, argument.getIntValue())));
        } else if (argument.containsOnly("0123456789x") && argument.containsChar('x')) {
            sizes.push_back({juce::jlimit(100, 4000, argument.getIntValue()),
                             juce::jlimit(100, 4000, argument.fromFirstOccurrenceOf("x", false, false).getIntValue()),
                             "-" + argument});
        } else if (const auto* scene = findScene(argument.toStdString())) {
            wanted.push_back(scene);
        } else {
            std::fprintf(stderr, "no such scene: %s\n", argument.toRawUTF8());
            return 2;
        }
    }
    if (sizes.empty()) sizes.push_back(sizeAt(100));
    if (wanted.empty())
        for (const auto& scene : scenes)
            wanted.push_back(&scene);
    const auto folder = juce::File::getCurrentWorkingDirectory().getChildFile(arguments[0]);
    const bool done =
        std::all_of(wanted.begin(), wanted.end(), [&](const Scene* scene) { return draw(*scene, folder, sizes); });
    return done ? 0 : 1;
}

} // namespace
} // namespace phonostage::tests

int main(int argc, char** argv) {
    juce::StringArray arguments;
    for (int i = 1; i < argc; ++i)
        arguments.add(juce::String::fromUTF8(argv[i]));
    if (arguments.isEmpty()) {
        std::fprintf(stderr, "usage: phonostage_screenshots FOLDER [SCENE ...] [PERCENT%% ...] [WIDTHxHEIGHT ...]\n");
        return 2;
    }
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return phonostage::tests::run(arguments);
}
