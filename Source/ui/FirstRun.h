// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Chooser.h"
#include "Governor.h"
#include "Knob.h"
#include "Segments.h"

#include "plugin/Processor.h"

#include <functional>
#include <optional>

namespace phonostage::ui {

/** Three questions at the first start: which interface, which cartridge, which records. The answers set everything;
    skipping brings back what there was. It lies over the whole face. */
class FirstRun final : public juce::Component, public Polled {
public:
    enum class Record { stereoLp, monoLp, single, shellac };

    FirstRun(plugin::Processor& processor, std::function<void()> onClose);

    /** Opens, and remembers what to go back to. */
    void begin();
    /** Sets what follows from the answers, as one step, and closes. */
    void finish();
    /** Brings back what there was, and closes. */
    void skip();

    void poll(const Tick& tick) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    void close();

    plugin::Processor& processor_;
    std::function<void()> onClose_;
    params::Stage before_;
    std::optional<params::Stage> shown_; ///< what the fields show
    juce::String outcome_;
    juce::String gainRange_;
    juce::Rectangle<int> card_;
    ChooserField interface_, input_;
    ValueField interfaceGain_;
    ChooserField cartridge_;
    Segments record_;
    juce::TextButton skip_{"Skip"}, finish_{"Start"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FirstRun)
};

/** What the answers make of a stage: curve and channels of the record, load correction where a moving magnet's load is
    known to be wrong, the recommended gain. */
[[nodiscard]] params::Stage setForRecord(params::Stage stage, FirstRun::Record record);

} // namespace phonostage::ui
