// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the editor in the states that matter, from scripted signals, into PNG files:
//     phonostage_screenshots FOLDER [SCENE ...] [PERCENT% ...]
// A scene gives FOLDER/editor-SCENE.png at 100 % and editor-SCENE-PERCENT.png at any other size.
#include "UiSupport.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <vector>

namespace phonostage::tests {
namespace {

constexpr double rateHz = 96000.0;
constexpr double lineInputDbv = -12.0; // an interface with 18 dB of its own gain on

Music music(const Bench& bench, double volts) {
    return {volts, dsp::voltsAtFullScale(bench.processor.value(params::Id::inputDbv)), rateHz};
}

void playMusic(Bench& bench, double volts, double seconds) { bench.play(music(bench, volts), seconds); }

/** Music, and on the left three clicks that the interface cuts off, the longest of 14 samples. */
void playOverload(Bench& bench) {
    bench.play(
        [quiet = music(bench, 0.012)](int channel, std::int64_t frame) {
            const auto second = frame / static_cast<std::int64_t>(rateHz);
            const auto inSecond = frame % static_cast<std::int64_t>(rateHz);
            const bool thumps = channel == 0 && second >= 1 && second <= 3;
            return quiet(channel, frame) + (thumps ? clippedThump(inSecond) : 0.0f);
        },
        16.1);
}

struct Scene {
    const char* name;
    void (*play)(Bench& bench);
};

const Scene scenes[] = {
    {"idle", [](Bench& bench) { bench.play(silence(), 1.0); }},
    {"music",
     [](Bench& bench) {
         bench.set(params::Id::inputDbv, lineInputDbv);
         bench.set(params::Id::subsonicOn, 1.0);
         playMusic(bench, 0.0045, 8.1);
         bench.editor->face().plot().readAt(3150.0);
     }},
    {"overload",
     [](Bench& bench) {
         bench.set(params::Id::inputDbv, lineInputDbv);
         bench.set(params::Id::gain, 36.0);
         playOverload(bench);
     }},
    {"light",
     [](Bench& bench) {
         bench.editor->showTheme(ui::ThemeName::light);
         bench.set(params::Id::inputDbv, lineInputDbv);
         bench.set(params::Id::curve, 8.0);
         bench.set(params::Id::subsonicOn, 1.0);
         playMusic(bench, 0.0045, 8.1);
     }},
    {"custom",
     [](Bench& bench) {
         bench.set(params::Id::curve, params::customCurveSlot);
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
    {"typing",
     [](Bench& bench) {
         playMusic(bench, 0.004, 2.0);
         bench.control<ui::NumberControl>("input_dbv").openTypeIn("4.5 mV");
         bench.control<ui::NumberControl>("gain").openTypeIn("57");
         auto& corner = bench.control<ui::NumberControl>("output_dbv");
         bench.control("curve").focusGained(juce::Component::focusChangedByTabKey);
         bench.control("curve_iec").focusGained(juce::Component::focusChangedByTabKey);
         bench.control("dc_removal").focusGained(juce::Component::focusChangedByTabKey);
         bench.control("balance").focusGained(juce::Component::focusChangedByTabKey);
         corner.openTypeIn("7 furlongs");
         corner.typeIn()->keyPressed(juce::KeyPress(juce::KeyPress::returnKey));
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

bool draw(const Scene& scene, const juce::File& folder, const std::vector<int>& percents) {
    Bench bench(rateHz);
    scene.play(bench);
    for (const int percent : percents) {
        bench.editor->setSize(ui::metrics::faceWidth * percent / 100, ui::metrics::faceHeight * percent / 100);
        bench.beat();
        const auto suffix = percent == 100 ? juce::String() : "-" + juce::String(percent);
        const auto file = folder.getChildFile("editor-" + juce::String(scene.name) + suffix + ".png");
        const auto picture = bench.editor->createComponentSnapshot(bench.editor->getLocalBounds(), true, 1.0f);
        if (!write(picture, file)) return false;
    }
    return true;
}

const Scene* findScene(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(scenes), std::end(scenes), [&](const Scene& scene) { return name == scene.name; });
    return found == std::end(scenes) ? nullptr : found;
}

int run(const juce::StringArray& arguments) {
    std::vector<int> percents;
    std::vector<const Scene*> wanted;
    for (const auto& argument : arguments) {
        if (argument == arguments[0]) continue; // the folder
        if (argument.endsWithChar('%')) {
            percents.push_back(juce::jlimit(75, 300, argument.getIntValue()));
        } else if (const auto* scene = findScene(argument.toStdString())) {
            wanted.push_back(scene);
        } else {
            std::fprintf(stderr, "no such scene: %s\n", argument.toRawUTF8());
            return 2;
        }
    }
    if (percents.empty()) percents.push_back(100);
    if (wanted.empty())
        for (const auto& scene : scenes)
            wanted.push_back(&scene);
    const auto folder = juce::File::getCurrentWorkingDirectory().getChildFile(arguments[0]);
    const bool done =
        std::all_of(wanted.begin(), wanted.end(), [&](const Scene* scene) { return draw(*scene, folder, percents); });
    return done ? 0 : 1;
}

} // namespace
} // namespace phonostage::tests

int main(int argc, char** argv) {
    juce::StringArray arguments;
    for (int i = 1; i < argc; ++i)
        arguments.add(juce::String::fromUTF8(argv[i]));
    if (arguments.isEmpty()) {
        std::fprintf(stderr, "usage: phonostage_screenshots FOLDER [SCENE ...] [PERCENT%% ...]\n");
        return 2;
    }
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    return phonostage::tests::run(arguments);
}
