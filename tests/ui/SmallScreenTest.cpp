// SPDX-License-Identifier: GPL-3.0-or-later
// Screens smaller than the face: from 800 x 480 on everything is there and can be reached.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "ui/FaceFit.h"
#include "ui/controls/ScrollView.h"

#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

using Size = juce::Rectangle<int>;

/** What is left of 800 x 480, 848 x 480, 1024 x 600, ... with and without a frame, and bars as some cars have. */
const std::vector<Size>& smallSizes() {
    static const std::vector<Size> sizes{{800, 480}, {760, 432},  {800, 416},  {848, 480},  {1024, 560}, {972, 552},
                                         {800, 600}, {1024, 536}, {1280, 400}, {890, 2000}, {640, 480}};
    return sizes;
}

bool isControl(const juce::Component& component) {
    return component.isVisible() && (component.getWantsKeyboardFocus() || !component.getComponentID().isEmpty()) &&
           dynamic_cast<const ui::Chooser*>(&component) == nullptr;
}

void collect(juce::Component& parent, std::vector<juce::Component*>& controls) {
    for (auto* child : parent.getChildren()) {
        if (!child->isVisible()) continue;
        if (isControl(*child)) controls.push_back(child);
        collect(*child, controls);
    }
}

/** Bounds in the editor; after scrolling to it where it lies in something that is scrolled. */
juce::Rectangle<int> reached(ui::Editor& editor, juce::Component& control, juce::Rectangle<int>& window) {
    window = editor.getLocalBounds();
    if (auto* view = control.findParentComponentOfClass<ui::ScrollView>()) {
        view->reveal(control);
        window = window.getIntersection(editor.getLocalArea(view, view->getLocalBounds()));
    }
    return editor.getLocalArea(&control, control.getLocalBounds());
}

void checkAllReached(Bench& bench, int atLeast) {
    std::vector<juce::Component*> controls;
    collect(bench.editor->face(), controls);
    CHECK(static_cast<int>(controls.size()) >= atLeast);
    for (auto* control : controls) {
        juce::Rectangle<int> window;
        const auto bounds = reached(*bench.editor, *control, window);
        INFO(control->getComponentID() << " " << control->getName() << ": " << bounds.toString() << " in "
                                       << window.toString());
        CHECK(!bounds.isEmpty());
        // A list is as long as it likes: its rows are scrolled by itself.
        if (control->findParentComponentOfClass<juce::ListBox>() == nullptr) CHECK(window.expanded(1).contains(bounds));
    }
}

} // namespace

TEST_CASE("The face fits every area, at 75 % or more from 800 x 480 on", "[ui]") {
    for (int width = 300; width <= 2400; width += 37)
        for (int height = 200; height <= 1600; height += 23)
            for (const int bars : {0, 88}) {
                const auto fit = ui::fitFace(width, height, bars);
                CAPTURE(width, height, bars, fit.scale, fit.width, fit.height);
                CHECK(fit.width * fit.scale <= width + 1.0);
                CHECK((fit.height + bars) * fit.scale <= height + 1.0);
                CHECK(fit.width >= ui::metrics::compactWidth);
                CHECK(fit.height >= ui::metrics::compactHeight);
                CHECK(fit.isCompact == (width < 899 || height < (752 + bars) * 0.749));
                if (width >= 800 && height >= 426) CHECK(fit.scale >= 0.7499);
            }
    CHECK(ui::fitFace(1200, 752) == ui::FaceFit{false, 1.0, 1200, 752});
    CHECK(ui::fitFace(800, 480).isCompact);
}

TEST_CASE("On a small screen every control can be reached", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.set(params::Id::cartridgeMv, 5.0); // the gain is recommended
    for (const auto& size : smallSizes()) {
        CAPTURE(size.getWidth(), size.getHeight());
        bench.editor->setSize(size.getWidth(), size.getHeight());
        bench.beat();
        CHECK(face.isCompact());
        checkAllReached(bench, 30);
        face.openClean();
        bench.beat();
        checkAllReached(bench, 40);
        face.closeClean();
        face.openDrawer();
        bench.beat();
        checkAllReached(bench, 40);
        face.closeDrawer();
        face.openFirstRun();
        bench.beat();
        std::vector<juce::Component*> controls;
        collect(*face.firstRun(), controls);
        CHECK(controls.size() >= 7);
        checkAllReached(bench, 7);
        face.dismissFirstRun();
        face.openAbout();
        checkAllReached(bench, 2);
        face.about()->close();
        for (const char* field : {"curve"}) {
            auto& control = bench.control<ui::Choice>(field);
            control.keyPressed(juce::KeyPress(juce::KeyPress::returnKey));
            if (face.chooser().isOpen()) {
                checkAllReached(bench, 1);
                face.chooser().close();
            }
        }
    }
}

TEST_CASE("On a small screen no control lies over another", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    for (const auto& size : smallSizes()) {
        CAPTURE(size.getWidth(), size.getHeight());
        bench.editor->setSize(size.getWidth(), size.getHeight());
        for (const int what : {0, 1, 2}) {
            if (what == 1) face.openClean();
            if (what == 2) face.openDrawer();
            bench.beat();
            std::vector<juce::Component*> controls;
            collect(face, controls);
            for (std::size_t i = 0; i < controls.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    // Within one card: cards that are scrolled pass under nothing.
                    if (controls[i]->getParentComponent() != controls[j]->getParentComponent()) continue;
                    INFO(controls[i]->getComponentID() << " and " << controls[j]->getComponentID());
                    CHECK_FALSE(controls[i]->getBounds().intersects(controls[j]->getBounds()));
                }
        }
        face.closeDrawer();
        face.closeClean();
    }
}

TEST_CASE("The meters stay in sight on a small screen, whatever is scrolled", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    bench.editor->setSize(800, 416);
    REQUIRE(face.middle().canScroll());
    face.middle().setViewPosition(0, 10000);
    for (const char* id : {"input_level_left", "output_level_right", "overload", "clear"}) {
        auto* part = Bench::find(face, id);
        REQUIRE(part != nullptr);
        CHECK(part->findParentComponentOfClass<ui::ScrollView>() == nullptr);
        CHECK(bench.editor->getLocalBounds().contains(bench.editor->getLocalArea(part, part->getLocalBounds())));
    }
    // The needles need more height than there is: bars then.
    face.setView({ui::LevelUnit::dbv, true, false});
    CHECK(Bench::find(face, "output_level_left")->isVisible());
    bench.editor->setSize(1200, 752);
    CHECK_FALSE(Bench::find(face, "output_level_left")->isVisible());
    CHECK(Bench::find(face, "output_needle_left")->isVisible());
}

TEST_CASE("The face goes from one form to the other and back as it was", "[ui]") {
    Bench bench;
    bench.play(sine(1000.0, 0.01), 0.5);
    const auto picture = [&] {
        bench.beat();
        return bench.editor->createComponentSnapshot(bench.editor->getLocalBounds(), true, 1.0f);
    };
    const auto before = picture();
    bench.editor->setSize(800, 480);
    bench.editor->face().openDrawer();
    picture();
    bench.editor->face().closeDrawer();
    bench.editor->setSize(1200, 752);
    const auto after = picture();
    bool same = true;
    const juce::Image::BitmapData a(before, juce::Image::BitmapData::readOnly);
    const juce::Image::BitmapData b(after, juce::Image::BitmapData::readOnly);
    for (int y = 0; y < before.getHeight(); ++y)
        for (int x = 0; x < before.getWidth(); ++x)
            same = same && a.getPixelColour(x, y) == b.getPixelColour(x, y);
    CHECK(same);
}

TEST_CASE("Where the sheet is scrolled, the wheel scrolls it and turns nothing", "[ui]") {
    Bench bench;
    bench.editor->setSize(800, 416);
    bench.editor->face().openDrawer();
    bench.beat();
    auto& view = bench.editor->face().drawer()->view();
    REQUIRE(view.canScroll());
    auto& control = bench.control<ui::NumberControl>("load_r");
    const double before = control.link().value();
    juce::MouseWheelDetails wheel{0.0f, -0.5f, false, false, false};
    control.mouseWheelMove(mouseEvent(control, {5.0f, 5.0f}, {5.0f, 5.0f}), wheel);
    CHECK(!(std::abs(control.link().value() - before) > 0.0));
    CHECK(view.getViewPositionY() > 0);

    bench.editor->setSize(1200, 752); // all of it in sight: as ever
    CHECK_FALSE(view.canScroll());
    control.mouseWheelMove(mouseEvent(control, {5.0f, 5.0f}, {5.0f, 5.0f}), wheel);
    CHECK(control.link().value() < before);
}

TEST_CASE("The keyboard brings what it reaches into sight", "[ui][screen]") {
    plugin::Processor processor;
    ui::Editor editor(processor);
    editor.setSize(800, 416);
    editor.addToDesktop(0);
    editor.setVisible(true);
    auto& face = editor.face();
    face.dismissFirstRun();
    face.openDrawer();
    editor.beat(0.03);
    auto& view = face.drawer()->view();
    REQUIRE(view.canScroll());
    std::vector<juce::Component*> controls;
    collect(*view.getViewedComponent(), controls);
    std::set<int> positions;
    for (auto* control : controls) {
        if (!control->getWantsKeyboardFocus() || !control->isEnabled()) continue;
        control->grabKeyboardFocus();
        editor.beat(0.03);
        if (!control->hasKeyboardFocus(true)) continue; // no window manager gives the focus: nothing to see
        INFO(control->getComponentID());
        CHECK(view.getLocalBounds().contains(view.getLocalArea(control, control->getLocalBounds())));
        positions.insert(view.getViewPositionY());
    }
    CHECK(positions.size() >= 2);
}

TEST_CASE("The editor opens no larger than its display, and keeps the size that was chosen elsewhere", "[ui]") {
    for (const auto& screen : {Size(800, 480), Size(1024, 600), Size(1280, 720), Size(1366, 768), Size(1920, 1080)})
        for (const double chosen : {0.75, 1.0, 2.0}) {
            const auto size = ui::Editor::sizeOn(screen, chosen);
            CAPTURE(screen.getWidth(), screen.getHeight(), chosen, size.getWidth(), size.getHeight());
            CHECK(size.getWidth() <= screen.getWidth());
            CHECK(size.getHeight() <= screen.getHeight() - 24); // the title of the host's window
            CHECK(size.getWidth() >= std::min(900, screen.getWidth() * 9 / 10));
        }
    CHECK(ui::Editor::sizeOn({800, 480}, 2.0) == ui::Editor::sizeOn({800, 480}, 0.75));
    CHECK(ui::Editor::sizeOn({1920, 1200}, 1.0) == Size(1200, 752));

    plugin::Processor processor;
    {
        ui::Editor editor(processor);
        editor.chooseScale(1.25);
        const int chosen = editor.getWidth();
        editor.setSize(800, 480); // by a small screen
        dynamic_cast<juce::ComponentBoundsConstrainer&>(*editor.getConstrainer()).resizeEnd();
        ui::Editor next(processor);
        CHECK(next.getWidth() == chosen);
    }
    ui::Editor editor(processor);
    editor.chooseScale(1.0);
}
