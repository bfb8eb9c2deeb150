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

TEST_CASE("A size that the screen has no room for says why it is grey", "[ui]") {
    Bench bench;
    int grey = 0, sizes = 0;
    const auto menu = bench.editor->sizeMenu();
    for (juce::PopupMenu::MenuItemIterator items(menu); items.next();) {
        const auto& item = items.getItem();
        if (!item.text.contains("%")) continue;
        ++sizes;
        INFO(item.text);
        CHECK(item.isEnabled != item.text.contains("larger than the screen"));
        grey += item.isEnabled ? 0 : 1;
    }
    CHECK(sizes >= 7);
    CHECK(grey < sizes);
}

TEST_CASE("What the curve has set looks and is read only", "[ui]") {
    Bench bench;
    bench.beat();
    auto& face = bench.editor->face();
    auto* shelf = Bench::find(face, "custom_shelf")->getParentComponent();
    auto* cell = dynamic_cast<ui::TimeConstantCell*>(shelf);
    REQUIRE(cell != nullptr);
    CHECK(cell->getTooltip().contains("Custom"));
    CHECK_FALSE(cell->getWantsKeyboardFocus());
    // Its digits are no brighter than a caption.
    const auto picture = face.createComponentSnapshot(face.getLocalArea(cell, cell->getLocalBounds()), true, 1.0f);
    float brightest = 0.0f;
    for (int y = 0; y < picture.getHeight(); ++y)
        for (int x = 0; x < picture.getWidth(); ++x)
            brightest = std::max(brightest, picture.getPixelAt(x, y).getBrightness());
    CHECK(brightest <= ui::darkPalette().textMuted.getBrightness() + 0.02f);

    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.beat();
    CHECK(cell->getTooltip().isEmpty());
    CHECK(Bench::find(face, "custom_shelf")->isVisible());
}

TEST_CASE("A tooltip lies beside what it explains", "[ui]") {
    Bench bench;
    const auto& face = bench.editor->face();
    const auto& style = ui::Style::of(face);
    for (const char* id : {"suggested_gain", "gain", "preset", "bypass", "clear", "output_trim", "view", "curve",
                           "subsonic_slope", "input_peak_left", "output_peak_right"}) {
        auto* control = Bench::find(*bench.editor, id);
        REQUIRE(control != nullptr);
        auto* tip = dynamic_cast<juce::TooltipClient*>(control);
        REQUIRE(tip != nullptr);
        const auto place = face.getLocalArea(control, control->getLocalBounds());
        const auto text = tip->getTooltip().isNotEmpty() ? tip->getTooltip() : juce::String("Some words");
        const auto area = style.tooltipBeside(place, text, place.getCentre(), face.getLocalBounds());
        INFO(id << " " << place.toString() << " " << area.toString());
        CHECK_FALSE(area.intersects(place));
        CHECK(face.getLocalBounds().contains(area));
        // Close to it, and over its own column.
        CHECK(std::min(std::abs(area.getY() - place.getBottom()), std::abs(place.getY() - area.getBottom())) < 12);
        CHECK(area.getHorizontalRange().intersects(place.getHorizontalRange()));
    }
}

TEST_CASE("A click beside the controls gives the keyboard to nobody", "[ui][screen]") {
    Bench bench;
    auto& face = bench.editor->face();
    bench.editor->addToDesktop(0);
    bench.beat();
    const auto pressAt = [&](juce::Component& component) {
        // What JUCE does with the keyboard, and then what it tells the listeners.
        CHECK((component.getWantsKeyboardFocus() || !component.getMouseClickGrabsKeyboardFocus()));
        face.mouseDown(mouseEvent(component, {2.0f, 2.0f}, {2.0f, 2.0f}));
    };
    auto& gain = bench.control("gain");
    for (const char* id : {"overload", "input_level_left"}) {
        gain.grabKeyboardFocus();
        if (!gain.hasKeyboardFocus(false)) return; // a screen without a window manager may refuse it
        auto* part = Bench::find(face, id);
        REQUIRE(part != nullptr);
        pressAt(*part);
        CHECK(juce::Component::getCurrentlyFocusedComponent() == nullptr);
    }
    // A field that is disabled is no neighbour's handle either.
    gain.grabKeyboardFocus();
    REQUIRE_FALSE(bench.control("subsonic_corner").isEnabled());
    face.mouseDown(mouseEvent(bench.control("subsonic_corner"), {2.0f, 2.0f}, {2.0f, 2.0f}));
    CHECK(juce::Component::getCurrentlyFocusedComponent() == nullptr);
    // And only what has the keyboard draws a ring.
    gain.grabKeyboardFocus();
    pressAt(*Bench::find(face, "custom_shelf")->getParentComponent());
    CHECK(juce::Component::getCurrentlyFocusedComponent() == nullptr);
}

TEST_CASE("No part of the face takes the keyboard for a neighbour", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    face.openFirstRun();
    face.openAbout();
    face.openDrawer();
    int looked = 0;
    const std::function<void(juce::Component&)> look = [&](juce::Component& part) {
        if (dynamic_cast<juce::TextEditor*>(&part) != nullptr || dynamic_cast<ui::Chooser*>(&part) != nullptr) return;
        INFO(part.getName() << " " << part.getComponentID());
        // What is disabled wants it again later; a click on it is taken back, see above.
        CHECK((!part.isEnabled() || part.getWantsKeyboardFocus() || !part.getMouseClickGrabsKeyboardFocus()));
        ++looked;
        for (auto* child : part.getChildren())
            look(*child);
    };
    look(face);
    CHECK(looked > 80);
}
