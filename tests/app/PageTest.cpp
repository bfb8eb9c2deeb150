// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Turntable.h"

#include "app/MainComponent.h"
#include "app/record/RecordPage.h"
#include "support/Catch.h"
#include "ui/Editor.h"

#include <set>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;
using media::RecorderState;

namespace {

/** The window's content at the pretended turntable. */
struct OpenFace {
    Turntable table;
    MainComponent face{*table.model, table.processor};

    ui::Editor& editor() {
        for (auto* child : face.getChildren())
            if (auto* found = dynamic_cast<ui::Editor*>(child)) return *found;
        throw std::runtime_error("no editor");
    }
    bool press(const juce::KeyPress& key) { return static_cast<juce::KeyListener&>(face).keyPressed(key, &face); }
    bool press(char letter) {
        return press(juce::KeyPress(letter, juce::ModifierKeys(), static_cast<juce::juce_wchar>(letter)));
    }
    bool command(char key) { return press(juce::KeyPress(key, juce::ModifierKeys::commandModifier, 0)); }
    void draw() {
        table.poll();
        for (int i = 0; i < 12; ++i)
            face.beat(0.05);
    }
};

void visit(juce::Component& from, const std::function<void(juce::Component&)>& action) {
    for (auto* child : from.getChildren()) {
        if (!child->isVisible()) continue;
        action(*child);
        visit(*child, action);
    }
}

} // namespace

TEST_CASE("pages change by their words and by keys, and the editor rests while another one is shown", "[app]") {
    OpenFace desk;
    CHECK(desk.face.page() == PageId::listen);
    CHECK(desk.editor().isVisible());
    CHECK(desk.command('2'));
    CHECK(desk.face.page() == PageId::record);
    CHECK_FALSE(desk.editor().isVisible());
    REQUIRE(desk.face.pageAt(PageId::record) != nullptr);
    CHECK(desk.face.pageAt(PageId::record)->isVisible());
    CHECK(desk.command('1'));
    CHECK(desk.editor().isVisible());
    CHECK_FALSE(desk.face.pageAt(PageId::record)->isVisible());
    CHECK(clickOn(desk.face, "page_record"));
    CHECK(desk.face.page() == PageId::record);
    // A page that is not there has no word, and its key does nothing.
    for (const auto page : {PageId::tracks, PageId::check})
        if (desk.face.pageAt(page) == nullptr) {
            CHECK(componentOf(desk.face, "page_" + juce::String(pageName(page)).toLowerCase()) == nullptr);
            desk.face.showPage(page);
            CHECK(desk.face.page() == PageId::record);
        }
}

TEST_CASE("keys arm, start, mark, stop and cancel, and none of them harms a recording", "[app]") {
    OpenFace desk;
    auto& record = desk.table.record();
    const auto state = [&] {
        desk.table.silence(0.1);
        return record.status().state;
    };
    desk.table.inputOn();
    desk.table.silence(0.1);
    desk.table.byItself(true);
    CHECK(desk.press('r'));
    CHECK(state() == RecorderState::armed);
    CHECK(desk.press(juce::KeyPress(juce::KeyPress::escapeKey)));
    CHECK(state() == RecorderState::off);
    CHECK(desk.press('r'));
    CHECK(state() == RecorderState::armed);
    CHECK(desk.press('R')); // again: at once
    CHECK(state() == RecorderState::recording);
    const auto file = record.status().file;
    desk.press('r');
    desk.press(juce::KeyPress(juce::KeyPress::escapeKey));
    desk.command('1');
    desk.command('2');
    CHECK(state() == RecorderState::recording);
    CHECK(record.status().file == file);
    CHECK(desk.press('m'));
    desk.table.silence(0.1);
    const auto& marks = record.history().marks();
    CHECK(std::count_if(marks.begin(), marks.end(),
                        [](const auto& mark) { return mark.event.kind == media::TakeEventKind::mark; }) == 1);
    CHECK(desk.command('.'));
    CHECK(state() == RecorderState::stopping);
    CHECK(desk.face.page() == PageId::record);
}

TEST_CASE("closing the window while a side is recorded asks first", "[app]") {
    OpenFace desk;
    desk.table.inputOn();
    desk.table.silence(0.1);
    int left = 0;
    CHECK(desk.face.mayClose([&] { ++left; }));
    desk.table.record().record();
    desk.table.silence(1.0);
    CHECK_FALSE(desk.face.mayClose([&] { ++left; }));
    CHECK(left == 0);
    Question* question = nullptr;
    for (auto* child : desk.face.getChildren())
        if (auto* found = dynamic_cast<Question*>(child)) question = found;
    REQUIRE(question != nullptr);
    CHECK(question->isVisible());
    CHECK(question->title() == "Side A is being recorded");
    const auto answer = [&](const juce::String& text) {
        for (auto* child : question->getChildren())
            if (auto* button = dynamic_cast<juce::Button*>(child); button != nullptr && button->getButtonText() == text)
                button->onClick();
    };
    answer("Keep recording");
    CHECK_FALSE(question->isVisible());
    desk.table.silence(0.2);
    CHECK(desk.table.record().isRecording());
    CHECK_FALSE(desk.face.mayClose([&] { ++left; }));
    answer("Stop and close");
    CHECK(left == 1);
    desk.table.poll();
    CHECK(desk.table.record().status().state == RecorderState::stopped);
    CHECK(std::filesystem::exists(std::filesystem::path(desk.table.records) / "Side A.flac"));
}

TEST_CASE("whatever takes the keyboard on the app's pages has a name of its own and a role", "[app]") {
    if (juce::Desktop::getInstance().getDisplays().displays.isEmpty()) {
        WARN("no screen to open a window on");
        return;
    }
    OpenFace desk;
    desk.face.addToDesktop(0);
    desk.face.setVisible(true);
    desk.table.inputOn();
    desk.table.silence(0.5);
    for (const auto page : {PageId::record, PageId::tracks, PageId::check}) {
        if (desk.face.pageAt(page) == nullptr) continue;
        desk.face.showPage(page);
        desk.draw();
        std::set<std::string> titles;
        visit(desk.face, [&](juce::Component& component) {
            if (!component.getWantsKeyboardFocus() || !component.isShowing()) return;
            auto* handler = component.getAccessibilityHandler();
            REQUIRE(handler != nullptr);
            INFO(component.getComponentID() << " " << component.getName());
            CHECK(handler->getTitle().isNotEmpty());
            CHECK(titles.insert(handler->getTitle().toStdString()).second);
            CHECK(handler->getRole() != juce::AccessibilityRole::unspecified);
        });
        CHECK(titles.count("Record page") == 1);
        CHECK(titles.size() > 6);
    }
}

TEST_CASE("pages fit every size from 800 x 480 on", "[app]") {
    OpenFace desk;
    desk.table.inputOn();
    desk.table.silence(0.5);
    for (const auto page : {PageId::record, PageId::tracks, PageId::check}) {
        auto* content = desk.face.pageAt(page);
        if (content == nullptr) continue;
        desk.face.showPage(page);
        for (const auto size :
             {juce::Rectangle<int>(792, 440), juce::Rectangle<int>(792, 404), juce::Rectangle<int>(1016, 560),
              juce::Rectangle<int>(900, 633), juce::Rectangle<int>(1200, 844), juce::Rectangle<int>(2400, 1688)}) {
            desk.face.setSize(size.getWidth(), size.getHeight());
            desk.draw();
            CAPTURE(pageName(page), size.toString().toStdString());
            CHECK(desk.face.getLocalBounds().expanded(1).contains(
                desk.face.getLocalArea(content, content->getLocalBounds())));
            visit(*content, [&](juce::Component& part) {
                // What is scrolled lies within its own content.
                if (part.findParentComponentOfClass<juce::Viewport>() != nullptr) return;
                INFO(part.getName() << " " << part.getComponentID() << " " << part.getBounds().toString());
                CHECK(content->getLocalBounds().contains(content->getLocalArea(&part, part.getLocalBounds())));
                const bool isOfTheEditor = part.getComponentID().startsWith("input_");
                CHECK((!part.getWantsKeyboardFocus() || isOfTheEditor || part.getHeight() >= 28 ||
                       part.getHeight() == 0));
            });
            // Nothing in the bar lies over its neighbour.
            auto& bar = *componentOf(desk.face, "transport");
            std::vector<juce::Rectangle<int>> taken;
            for (auto* part : bar.getChildren()) {
                if (!part->isVisible() || part->getWidth() == 0) continue;
                INFO(part->getName());
                CHECK(bar.getLocalBounds().contains(part->getBounds()));
                for (const auto& other : taken)
                    CHECK_FALSE(other.intersects(part->getBounds()));
                taken.push_back(part->getBounds());
            }
        }
    }
}
