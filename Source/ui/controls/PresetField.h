// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include "params/Presets.h"
#include "plugin/Processor.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <filesystem>
#include <optional>

namespace phonostage::ui {

/** The preset that the settings began with, and the menu of all of them, the user's own among them. */
class PresetField final : public juce::Button {
public:
    /** folder: of the user's presets. */
    PresetField(plugin::Processor& processor, std::filesystem::path folder);
    explicit PresetField(plugin::Processor& processor);

    void show(const params::Snapshot& stage);
    /** Whether what the preset has set is no longer so. */
    [[nodiscard]] bool isChanged() const { return changed_; }

    [[nodiscard]] juce::PopupMenu menu();
    void load(const params::Preset& preset);
    /** Asks for a name in place of the field's text. */
    void askForName();
    /** Null text where it is saved; else why not. */
    juce::String save(const juce::String& name);
    /** The open text field, else null. */
    [[nodiscard]] juce::TextEditor* nameField() {
        return naming_ != nullptr && naming_->isVisible() ? naming_.get() : nullptr;
    }

    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    class Naming;

    void openMenu();
    void loadUsers(const std::string& name);
    void step(int by);
    void say(const juce::String& words);
    /** The preset of the name that is shown; empty where there is none, or no more. */
    [[nodiscard]] std::optional<params::Preset> shownPreset() const;

    plugin::Processor& processor_;
    std::filesystem::path folder_;
    juce::String name_;
    std::optional<params::Preset> preset_; ///< of that name
    bool changed_ = false;
    std::unique_ptr<juce::TextEditor> naming_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PresetField)
};

} // namespace phonostage::ui
