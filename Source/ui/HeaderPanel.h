// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/PresetField.h"
#include "ui/controls/Switch.h"
#include "ui/look/Backdrop.h"
#include "ui/text/EquipmentText.h"

#include <functional>

namespace phonostage::ui {

/** The way to the set-up: says which cartridge works into which interface, and how much margin there is. */
class SetupButton final : public juce::Button {
public:
    SetupButton();

    void show(const EquipmentText& equipment);
    /** What stands on it: the cartridge, and below it the interface, each without its maker where the whole has no
        room; the margin at the right of the second line. */
    struct Words {
        juce::String head, detail, margin;
    };
    [[nodiscard]] Words words() const;
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

private:
    [[nodiscard]] juce::Rectangle<int> wordsArea() const;

    EquipmentText text_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SetupButton)
};

/** The name and the rate; presets and A/B; the way to the set-up; the view's menu; the bypass. */
class HeaderPanel final : public Panel, public Polled {
public:
    struct Actions {
        std::function<void(juce::Component& button)> onView; ///< opens the view's menu at the button
        std::function<void()> onSetup;
    };
    HeaderPanel(plugin::Processor& processor, Actions actions);

    /** 1 is 100 %. */
    void setScale(double scale);
    void setSetupOpen(bool open);
    /** Narrower margins, as the compact face has them. */
    void setCompact(bool compact);

    void poll(const Tick& tick) override;
    /** What the music says of the equipment. */
    void setHeard(const params::LevelJudgement& heard);
    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    /** Where things stand, in the usual form and in the compact one. */
    struct Places {
        int margin, gap, meterWidth, rowTop, statusLeft, presetWidth, viewWidth;
        [[nodiscard]] int centreLeft() const { return margin + meterWidth + gap; }
    };
    [[nodiscard]] const Places& places() const;
    [[nodiscard]] juce::Rectangle<int> statusArea() const;
    void showSlot();
    void showEquipment();

    plugin::Processor& processor_;
    juce::String status_;
    PresetField preset_;
    juce::TextButton slotA_{"A"}, slotB_{"B"}, copy_;
    SetupButton setup_;
    juce::TextButton view_;
    Switch bypass_;
    params::Snapshot stage_;
    params::LevelJudgement heard_;
    bool valid_ = false;
    bool compact_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(HeaderPanel)
};

} // namespace phonostage::ui
