// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include <cstddef>
#include <set>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace phonostage;
using namespace phonostage::tests;

namespace {

int coloursIn(const juce::Image& image) {
    std::set<juce::uint32> colours;
    const juce::Image::BitmapData pixels(image, juce::Image::BitmapData::readOnly);
    for (int y = 0; y < image.getHeight(); y += 3)
        for (int x = 0; x < image.getWidth(); x += 3)
            colours.insert(pixels.getPixelColour(x, y).getARGB());
    return static_cast<int>(colours.size());
}

std::size_t allocatedBytes() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}

} // namespace

TEST_CASE("The editor is opened and closed two hundred times and leaves nothing behind", "[ui]") {
    plugin::Processor processor;
    processor.prepareToPlay(48000.0, 512);
    std::size_t before = 0;
    for (int i = 0; i < 200; ++i) {
        std::unique_ptr<juce::AudioProcessorEditor> editor(processor.createEditorIfNeeded());
        REQUIRE(editor != nullptr);
        if (i % 4 == 0) dynamic_cast<ui::Editor&>(*editor).face().openDrawer();
        processor.editorBeingDeleted(editor.get());
        editor.reset();
        // Caches of fonts and settings fill up at first.
        if (i == 40) before = allocatedBytes();
    }
    // An editor is some 200 kB: one that stayed would show. No message loop runs here, and what each of them has posted
    // stays in the queue: some 600 bytes.
    CHECK(static_cast<double>(allocatedBytes()) - static_cast<double>(before) < 180e3);
}

TEST_CASE("Two editors of two processors keep their own looks", "[ui]") {
    Bench one;
    Bench two;
    one.editor->showTheme(ui::ThemeName::light);
    two.editor->showTheme(ui::ThemeName::dark);
    const auto corner = [](Bench& bench) {
        return bench.editor->createComponentSnapshot({0, 0, 4, 4}, true, 1.0f).getPixelAt(1, 1);
    };
    CHECK(corner(one) == ui::lightPalette().background);
    CHECK(corner(two) == ui::darkPalette().background);
}

TEST_CASE("The editor keeps its aspect and its limits, 75 to 300 %", "[ui]") {
    Bench bench;
    auto& editor = *bench.editor;
    CHECK(editor.isResizable());
    editor.setBoundsConstrained({0, 0, 10, 10});
    CHECK(editor.getWidth() == 900);
    CHECK(editor.getHeight() == 564);
    CHECK_THAT(editor.scale(), WithinAbs(0.75, 1e-6));
    editor.setBoundsConstrained({0, 0, 100000, 100000});
    CHECK(editor.getWidth() == 3600);
    CHECK(editor.getHeight() == 2256);
    editor.setBoundsConstrained({0, 0, 1500, editor.getHeight()});
    CHECK_THAT(static_cast<double>(editor.getWidth()) / editor.getHeight(), WithinAbs(1200.0 / 752.0, 0.002));
    bench.play(silence(), 0.1);
}

TEST_CASE("A host that gives another aspect gets the whole face, in the middle", "[ui]") {
    Bench bench;
    bench.editor->setSize(1500, 752);
    CHECK_THAT(bench.editor->scale(), WithinAbs(1.0, 1e-9));
    const auto face = bench.editor->getLocalArea(&bench.editor->face(), bench.editor->face().getLocalBounds());
    CHECK(face == juce::Rectangle<int>(150, 0, 1200, 752));
}

TEST_CASE("The size that the user chose is remembered, a host's is not, and the state knows neither", "[ui]") {
    plugin::Processor processor;
    juce::MemoryBlock before;
    processor.getStateInformation(before);
    {
        ui::Editor editor(processor);
        editor.chooseScale(0.8);
        CHECK(editor.getWidth() == 960);
        editor.setSize(1200, 752); // as a host would
    }
    {
        ui::Editor editor(processor);
        CHECK(editor.getWidth() == 960);
        editor.chooseScale(0.75);
    }
    ui::Editor editor(processor);
    CHECK(editor.getWidth() == 900);
    editor.chooseScale(1.0);
    juce::MemoryBlock after;
    processor.getStateInformation(after);
    CHECK(before == after);
}

TEST_CASE("The clock runs only while the editor is on the screen", "[ui][screen]") {
    plugin::Processor processor;
    ui::Editor editor(processor);
    CHECK_FALSE(editor.isClockRunning());
    editor.addToDesktop(0);
    CHECK_FALSE(editor.isClockRunning());
    editor.setVisible(true);
    CHECK(editor.isClockRunning());
    editor.setVisible(false);
    CHECK_FALSE(editor.isClockRunning());
    editor.setVisible(true);
    CHECK(editor.isClockRunning());
    juce::Component hidden;
    hidden.addAndMakeVisible(editor); // taken off the screen, into a window that is not shown
    CHECK_FALSE(editor.isClockRunning());
    hidden.removeChildComponent(&editor);
}

TEST_CASE("The picture is not blank at any size, and differs with the signal", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.2);
    const auto picture = [&](int percent) {
        bench.editor->setSize(ui::metrics::faceWidth * percent / 100, ui::metrics::faceHeight * percent / 100);
        bench.beat();
        return bench.editor->createComponentSnapshot(bench.editor->getLocalBounds(), true, 1.0f);
    };
    for (const int percent : {75, 100, 200, 300})
        CHECK(coloursIn(picture(percent)) > 40);

    picture(100);
    const auto& bar = *Bench::find(*bench.editor, "input_level_left");
    const auto well = bench.editor->getLocalArea(&bar, bar.getLocalBounds());
    const auto at = [&](int y) { return picture(100).getPixelAt(well.getCentreX(), y); };
    CHECK(at(well.getBottom() - 4) == ui::darkPalette().well);
    bench.play(sine(1000.0, 0.01), 3.0);
    CHECK(at(well.getBottom() - 4) == ui::darkPalette().level);
    CHECK(at(well.getY() + 4) == ui::darkPalette().well);
}

TEST_CASE("No control lies outside its panel or over another", "[ui]") {
    Bench bench;
    std::vector<juce::Component*> controls;
    const std::function<void(juce::Component&)> collect = [&](juce::Component& parent) {
        for (auto* child : parent.getChildren()) {
            if (!child->isVisible()) continue;
            if (dynamic_cast<ui::ParameterControl*>(child) != nullptr ||
                dynamic_cast<juce::Button*>(child) != nullptr || dynamic_cast<ui::ChooserField*>(child) != nullptr ||
                dynamic_cast<ui::Segments*>(child) != nullptr || dynamic_cast<ui::MeterBar*>(child) != nullptr) {
                CHECK(parent.getLocalBounds().contains(child->getBounds()));
                controls.push_back(child);
            } else {
                collect(*child);
            }
        }
    };
    for (const bool drawer : {false, true})
        for (const double slot : {0.0, 63.0}) {
            bench.set(params::Id::curve, slot);
            bench.set(params::Id::cartridgeMv, 5.0); // the gain is recommended
            if (drawer) bench.editor->face().openDrawer();
            bench.beat();
            controls.clear();
            collect(bench.editor->face());
            REQUIRE(controls.size() >= 20);
            for (std::size_t i = 0; i < controls.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    const auto& face = bench.editor->face();
                    const auto a = face.getLocalArea(controls[i], controls[i]->getLocalBounds());
                    const auto b = face.getLocalArea(controls[j], controls[j]->getLocalBounds());
                    INFO(controls[i]->getName() << " and " << controls[j]->getName());
                    CHECK_FALSE(a.intersects(b));
                }
        }
}
