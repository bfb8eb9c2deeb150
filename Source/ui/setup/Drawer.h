// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ScrollView.h"
#include "ui/setup/CalibrationSection.h"
#include "ui/setup/EquipmentSection.h"
#include "ui/setup/LoadSection.h"
#include "ui/setup/ScreenSection.h"
#include "ui/setup/WiringSection.h"

namespace phonostage::ui {

/** What is set once, all on one sheet: it lies over the middle and the right of the face, beside the input's meter. On
    a small screen it has two columns instead of three, and is scrolled. */
class Drawer final : public juce::Component, public Polled {
public:
    Drawer(plugin::Processor& processor, ScreenSection::Actions actions, std::function<void()> onClose);

    [[nodiscard]] ScreenSection& screen() { return screen_; }
    [[nodiscard]] CalibrationSection& calibration() { return calibration_; }
    [[nodiscard]] ScrollView& view() { return view_; }
    [[nodiscard]] EquipmentSection& equipment() { return equipment_; }

    /** Opens the hook-up check. */
    std::function<void()> onCheck;

    void poll(const Tick& tick) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    /** The sections, and the lines between their columns. */
    class Sheet final : public juce::Component {
    public:
        int columns = 3;
        void paint(juce::Graphics& g) override;
    };

    EquipmentSection equipment_;
    LoadSection load_;
    CalibrationSection calibration_;
    WiringSection wiring_;
    ScreenSection screen_;
    Sheet sheet_;
    ScrollView view_{sheet_};
    juce::TextButton check_{"Check the hook-up"}, close_{"Done"};
    std::function<void()> onClose_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Drawer)
};

} // namespace phonostage::ui
