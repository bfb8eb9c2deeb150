// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordBar.h"

#include "app/check/TestRecordModel.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace phonostage::app {
namespace {

using catalogue::VelocityKind;

using ui::fromUtf8;

juce::String nameOf(const catalogue::TestRecord& record) { return fromUtf8(record.maker + " " + record.name); }

juce::String speedText(int rpm) { return rpm == 33 ? juce::String::fromUTF8("33\xe2\x85\x93") : juce::String(rpm); }

/** "33⅓, 1 kHz at 3.54 cm/s peak". */
juce::String detailOf(const TestRecordModel& model) {
    if (!model.problems().empty()) return "your own list has an error: see Details";
    const auto* record = model.record();
    const auto& plan = model.plan();
    juce::String text = record != nullptr ? speedText(record->rpm) : juce::String("enter its details");
    if (plan.velocityCmPerS)
        text << ", 1 kHz at " << ui::shortText(*plan.velocityCmPerS, 2) << " cm/s"
             << (plan.velocityKind == VelocityKind::peak  ? " peak"
                 : plan.velocityKind == VelocityKind::rms ? " rms"
                                                          : ", peak or rms?");
    return text;
}

} // namespace

TestRecordBar::TestRecordBar(TestRecordModel& model, Actions actions) : model_(model), actions_(std::move(actions)) {
    setName("Test record");
    record_.setTooltip(
        "Which record plays: its bands, levels and cut. Your own go into test-records.json in the settings "
        "folder.");
    record_.onClick = [this] { openMenu(); };
    struct Named {
        ActionButton* button;
        const char* id;
        const char* title;
        const char* help;
        const std::function<void()>* act;
    };
    const std::array<Named, 4> buttons{
        {{&details_, "testrecord_details", "Details of the test record",
          "What the catalogue does not say of this record, and where the needle is.", &actions_.onDetails},
         {&compare_, "testrecord_compare", "Compare with an earlier report",
          "Opens a report that was saved before, and shows what has changed.", &actions_.onCompare},
         {&save_, "testrecord_save", "Save the report",
          "A picture and a JSON file beside it, to keep with the turntable.", &actions_.onSave},
         {&again_, "testrecord_again", "Start again", "Forgets the results and listens again.", &actions_.onAgain}}};
    addAndMakeVisible(record_);
    int order = 1;
    record_.setExplicitFocusOrder(order++);
    for (const auto& each : buttons) {
        addAndMakeVisible(each.button);
        each.button->setComponentID(each.id);
        each.button->setTitle(each.title);
        each.button->setTooltip(each.help);
        each.button->setMouseClickGrabsKeyboardFocus(false);
        each.button->setExplicitFocusOrder(order++);
        each.button->onClick = [act = each.act] { (*act)(); };
    }
    refresh();
}

void TestRecordBar::refresh() {
    const auto* record = model_.record();
    record_.show(record != nullptr ? nameOf(*record) : juce::String("Another test record"), detailOf(model_));
    const bool hasResults = !model_.progress().complete.isEmpty();
    save_.setEnabled(hasResults);
    again_.setEnabled(hasResults);
}

void TestRecordBar::choose(int index) {
    auto settings = model_.settings();
    const auto& records = model_.records();
    const bool isOther = index < 0 || index >= static_cast<int>(records.size());
    settings.recordId = isOther ? std::string() : records[static_cast<std::size_t>(index)].id;
    model_.setSettings(settings);
    refresh();
    if (isOther) actions_.onDetails();
}

void TestRecordBar::openMenu() {
    juce::PopupMenu menu;
    const auto& records = model_.records();
    const auto* chosen = model_.record();
    for (std::size_t i = 0; i < records.size(); ++i)
        menu.addItem(static_cast<int>(i) + 1, nameOf(records[i]) + (records[i].fromUser ? " (yours)" : ""), true,
                     &records[i] == chosen);
    menu.addSeparator();
    menu.addItem(static_cast<int>(records.size()) + 1, "Another test record", true, chosen == nullptr);
    menu.setLookAndFeel(&getLookAndFeel());
    ui::showMenu(std::move(menu), record_, ui::MenuPlace::atComponent,
                 juce::PopupMenu::Options().withMinimumWidth(record_.getWidth()), [this](int id) {
                     if (id > 0) choose(id - 1);
                 });
}

void TestRecordBar::resized() {
    auto area = getLocalBounds();
    const int space = area.getWidth() < 640 ? 6 : 10;
    again_.setBounds(area.removeFromRight(area.getWidth() < 640 ? 92 : 104));
    area.removeFromRight(space);
    save_.setBounds(area.removeFromRight(area.getWidth() < 540 ? 110 : 122));
    area.removeFromRight(space);
    compare_.setBounds(area.removeFromRight(area.getWidth() < 420 ? 92 : 100));
    area.removeFromRight(space);
    details_.setBounds(area.removeFromRight(70));
    area.removeFromRight(space);
    record_.setBounds(area);
}

} // namespace phonostage::app
