// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace phonostage::ui {

/** What the program is and was made from: version, commit, compiler, JUCE, system, host; and a button that copies it.
   It lies over the whole face. */
class AboutBox final : public juce::Component {
public:
    explicit AboutBox(std::function<void()> onClose);

    /** facts: the text of a fault report, a fact a line. */
    void open(const juce::String& facts);
    void close();
    [[nodiscard]] const juce::String& facts() const { return facts_; }

    void paint(juce::Graphics& g) override;
    void resized() override;
    void mouseUp(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    std::function<void()> onClose_;
    juce::String facts_;
    juce::Rectangle<int> card_;
    juce::TextButton copy_, close_{"Close"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(AboutBox)
};

} // namespace phonostage::ui
