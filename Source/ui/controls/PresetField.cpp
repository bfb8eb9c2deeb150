// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/PresetField.h"

#include "Compat.h"
#include "ui/text/CurveCaption.h"

#include "catalogue/UserCatalogue.h"
#include "params/EquipmentChoice.h"
#include "params/UserPresets.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace phonostage::ui {

namespace {

const char* const tooltip = "Presets. Arrow keys step through the list.";
const char* const changedText = " (changed)";

/** What loading it makes of a stage. */
std::variant<params::Snapshot, params::StateError> loaded(const params::Preset& preset, const params::Snapshot& stage) {
    auto result = params::applyPreset(preset, stage);
    if (auto* made = std::get_if<params::Snapshot>(&result))
        params::undoWhatTheInputApplied(*made, catalogue::equipment()->interfaces);
    return result;
}

/** Whether loading it would change the stage. */
bool differsFrom(const params::Preset& preset, const params::Snapshot& stage) {
    const auto result = loaded(preset, stage);
    const auto* meant = std::get_if<params::Snapshot>(&result);
    if (meant == nullptr) return false;
    // A host may have handed a value back as a float.
    const auto isSame = [](double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b)); };
    for (const auto& entry : params::table())
        if (!isSame(meant->values.get(entry.id), stage.values.get(entry.id))) return true;
    return !(meant->texts == stage.texts);
}

} // namespace

/** The name of a preset that is being saved: enter saves, escape leaves. */
class PresetField::Naming final : public juce::TextEditor {
public:
    explicit Naming(PresetField& owner) : owner_(owner) {
        setComponentID("preset_name");
        setTitle("Name of the preset");
        setPopupMenuEnabled(false);
        setInputRestrictions(60);
        setJustification(juce::Justification::centredLeft);
        setIndents(8, 0);
    }

    bool keyPressed(const juce::KeyPress& key) override {
        if (key == juce::KeyPress::returnKey) {
            const auto why = owner_.save(getText().trim());
            if (why.isNotEmpty()) {
                setTooltip(why);
                applyColourToAllText(Style::of(owner_).colours().overload);
                owner_.say(why);
            } else {
                setVisible(false);
                if (owner_.isShowing()) owner_.grabKeyboardFocus();
            }
            return true;
        }
        if (key == juce::KeyPress::escapeKey) {
            setVisible(false);
            if (owner_.isShowing()) owner_.grabKeyboardFocus();
            return true;
        }
        return juce::TextEditor::keyPressed(key);
    }

    void focusLost(FocusChangeType cause) override {
        juce::TextEditor::focusLost(cause);
        setVisible(false);
    }

private:
    PresetField& owner_;
};

PresetField::PresetField(plugin::Processor& processor, std::filesystem::path folder)
    : juce::Button("Preset"), processor_(processor), folder_(std::move(folder)) {
    setComponentID("preset");
    setTitle("Preset");
    setTooltip(tooltip);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    onClick = [this] { openMenu(); };
}

PresetField::PresetField(plugin::Processor& processor) : PresetField(processor, params::userPresetFolder()) {}

void PresetField::show(const params::Snapshot& stage) {
    const auto name = fromUtf8(stage.texts.get(params::TextId::presetName));
    const bool renamed = name != name_;
    name_ = name;
    if (renamed) preset_ = shownPreset();
    const bool changed = preset_ && differsFrom(*preset_, stage);
    if (!renamed && changed == changed_) return;
    changed_ = changed;
    setDescription(name_ + (changed_ ? changedText : ""));
    repaint();
}

std::optional<params::Preset> PresetField::shownPreset() const {
    if (name_.isEmpty()) return std::nullopt;
    for (const auto& preset : params::factoryPresets())
        if (fromUtf8(preset.title) == name_) return preset;
    auto users = params::readUserPreset(folder_, name_.toStdString());
    if (auto* preset = std::get_if<params::Preset>(&users)) return std::move(*preset);
    return std::nullopt;
}

void PresetField::say(const juce::String& words) {
    setTooltip(words.isNotEmpty() ? words : juce::String(tooltip));
    if (words.isNotEmpty())
        juce::AccessibilityHandler::postAnnouncement(words, juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void PresetField::load(const params::Preset& preset) {
    const auto result = loaded(preset, processor_.stage());
    if (const auto* stage = std::get_if<params::Snapshot>(&result)) {
        processor_.apply(*stage);
        say({});
    } else {
        say(fromUtf8(std::get<params::StateError>(result).message));
    }
}

void PresetField::loadUsers(const std::string& name) {
    const auto result = params::readUserPreset(folder_, name);
    if (const auto* preset = std::get_if<params::Preset>(&result))
        load(*preset);
    else
        say(fromUtf8(std::get<params::PresetFault>(result).message));
}

void PresetField::step(int by) {
    const auto presets = params::factoryPresets();
    const int count = static_cast<int>(presets.size());
    int now = by > 0 ? -1 : count;
    for (int i = 0; i < count; ++i)
        if (fromUtf8(presets[static_cast<std::size_t>(i)].title) == name_) now = i;
    const int next = now + by;
    if (next >= 0 && next < count) load(presets[static_cast<std::size_t>(next)]);
}

juce::PopupMenu PresetField::menu() {
    juce::PopupMenu menu;
    juce::PopupMenu group;
    juce::String groupName;
    bool groupTicked = false;
    const auto endGroup = [&] {
        if (groupName.isNotEmpty()) menu.addSubMenu(groupName, group, true, nullptr, groupTicked);
        group = {};
        groupTicked = false;
    };
    for (const auto& preset : params::factoryPresets()) {
        if (fromUtf8(preset.group) != groupName) {
            endGroup();
            groupName = fromUtf8(preset.group);
        }
        const bool ticked = fromUtf8(preset.title) == name_;
        groupTicked = groupTicked || ticked;
        group.addItem(juce::PopupMenu::Item(fromUtf8(preset.title))
                          .setTicked(ticked)
                          .setAction([safe = SafePointer(this), &preset] {
                              if (safe != nullptr) safe->load(preset);
                          }));
    }
    endGroup();

    const auto listed = params::listUserPresets(folder_);
    if (const auto* names = std::get_if<std::vector<std::string>>(&listed); names != nullptr && !names->empty()) {
        menu.addSectionHeader("User presets");
        juce::PopupMenu removal;
        for (const auto& name : *names) {
            menu.addItem(juce::PopupMenu::Item(fromUtf8(name))
                             .setTicked(fromUtf8(name) == name_)
                             .setAction([safe = SafePointer(this), name] {
                                 if (safe != nullptr) safe->loadUsers(name);
                             }));
            removal.addItem(juce::PopupMenu::Item(fromUtf8(name)).setAction([safe = SafePointer(this), name] {
                if (safe == nullptr) return;
                if (const auto fault = params::deleteUserPreset(safe->folder_, name))
                    safe->say(fromUtf8(fault->message));
            }));
        }
        menu.addSeparator();
        menu.addSubMenu("Delete", removal);
    } else {
        menu.addSeparator();
    }
    menu.addItem(
        juce::PopupMenu::Item(juce::String::fromUTF8("Save as\xe2\x80\xa6")).setAction([safe = SafePointer(this)] {
            if (safe != nullptr) safe->askForName();
        }));
    return menu;
}

void PresetField::openMenu() {
    showMenu(menu(), *this, MenuPlace::atComponent, juce::PopupMenu::Options().withMinimumWidth(getWidth()),
             [](int) {});
}

void PresetField::askForName() {
    if (naming_ == nullptr) {
        naming_ = std::make_unique<Naming>(*this);
        addChildComponent(*naming_);
    }
    const auto& style = Style::of(*this);
    naming_->setBounds(getLocalBounds());
    naming_->applyFontToAllText(style.font(Face::regular, metrics::bodySize));
    naming_->applyColourToAllText(style.colours().text);
    naming_->setText(name_, juce::dontSendNotification);
    naming_->setVisible(true);
    naming_->selectAll();
    if (isShowing()) naming_->grabKeyboardFocus();
}

juce::String PresetField::save(const juce::String& name) {
    const auto utf8 = name.toStdString();
    if (const auto why = params::whyNoPresetName(utf8); !why.empty()) return fromUtf8(why);
    auto stage = processor_.stage();
    stage.texts.set(params::TextId::presetName, utf8);
    // Saving under the name that is shown is meant to replace it.
    const auto overwrite = name == name_ ? params::Overwrite::yes : params::Overwrite::no;
    if (const auto fault = params::saveUserPreset(folder_, utf8, stage, overwrite)) return fromUtf8(fault->message);
    processor_.setText(params::TextId::presetName, utf8);
    name_ = {}; // read again: it may be another one of the same name
    say({});
    return {};
}

bool PresetField::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::downKey || key == juce::KeyPress::upKey) {
        step(key == juce::KeyPress::downKey ? 1 : -1);
        return true;
    }
    return juce::Button::keyPressed(key);
}

void PresetField::resized() {
    if (naming_ != nullptr) naming_->setBounds(getLocalBounds());
}

void PresetField::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto box = getLocalBounds().toFloat().reduced(0.5f);
    g.setColour(down ? c.well : (highlighted ? c.raisedHover : c.raised));
    g.fillRoundedRectangle(box, metrics::fieldRadius);
    g.setColour(c.outline);
    g.drawRoundedRectangle(box, metrics::fieldRadius, 1.0f);
    auto area = getLocalBounds().withTrimmedLeft(12);
    drawChevron(g, c.textMuted, area.removeFromRight(24).toFloat().getCentre().translated(-2.0f, 0.0f));
    const auto font = style.font(Face::medium, metrics::bodySize);
    const auto shown = name_.isEmpty() ? juce::String("Presets") : name_;
    if (changed_) {
        // Right behind the name, which is cut where both have no room.
        const int suffix = static_cast<int>(std::ceil(compat::textWidth(font, changedText))) + 1;
        const int name = static_cast<int>(std::ceil(compat::textWidth(font, shown))) + 1;
        auto rest = area.withTrimmedLeft(std::min(name, area.getWidth() - suffix));
        area.setRight(rest.getX());
        drawText(g, font, c.textMuted, changedText, rest, juce::Justification::centredLeft);
    }
    drawText(g, font, name_.isEmpty() ? c.textMuted : c.text, shown, area, juce::Justification::centredLeft);
    if (hasKeyboardFocus(false)) drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

} // namespace phonostage::ui
