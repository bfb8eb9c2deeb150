// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/AppModel.h"
#include "app/PickField.h"

namespace phonostage::app {

/** The audio settings: a card over the dimmed window. Each choice acts at once. */
class DevicePanel final : public juce::Component {
public:
    explicit DevicePanel(AppModel& model);

    void refresh();
    void open();
    void close();

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;

    /** The wish, as the session filled it in. */
    [[nodiscard]] device::DeviceChoice choice() const;
    void pickType(int index);
    void pickDevice(int index, bool input);
    void pickPair(int index, bool input);
    void pickRate(int index);
    void pickBuffer(int index);

    AppModel& model_;
    juce::Array<double> rates_;
    juce::Array<int> buffers_;
    PickField type_{"System"};
    PickField input_{"Input device"}, inputPair_{"Input channels"};
    PickField output_{"Output device"}, outputPair_{"Output channels"};
    PickField rate_{"Sample rate"}, buffer_{"Buffer"};
    ActionButton inputSwitch_{"Input on", ActionButton::Look::primary};
    ActionButton lookAgain_{"Rescan devices"};
    ActionButton done_{"Done"};
    juce::Rectangle<int> card_, message_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(DevicePanel)
};

} // namespace phonostage::app
