// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"
#include "plugin/Processor.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <functional>
#include <optional>

namespace phonostage::ui {

/** The way from a control to one entry of the table, host parameter or setting. Reads poll an atomic; every write of a
    host parameter is part of a complete gesture. Message thread. */
class ParameterLink {
public:
    ParameterLink(plugin::Processor& processor, params::Id id);
    ~ParameterLink(); ///< ends a gesture that is still open

    [[nodiscard]] const params::Entry& entry() const { return entry_; }
    [[nodiscard]] double value() const { return processor_.value(entry_.id); }
    [[nodiscard]] bool isOn() const { return value() >= 0.5; }
    /** Null for a setting. */
    [[nodiscard]] juce::RangedAudioParameter* hostParameter() const { return processor_.parameter(entry_.id); }

    /** Called for each change made through this link, with the old and the new value. */
    std::function<void(double before, double after)> onWritten;

    /** One complete gesture; none where nothing changes. */
    void set(double value);

    void beginGesture();
    void setInGesture(double value);
    void endGesture();

    /** "40.00 dB", as it is read. */
    [[nodiscard]] juce::String text(double value) const;
    /** As it can be typed. */
    [[nodiscard]] juce::String editableText() const;
    /** Empty where the text is no value of this entry; why then says so in a sentence. */
    [[nodiscard]] std::optional<double> parse(const juce::String& text, juce::String* why = nullptr) const;
    /** "0 dB to 80 dB, default 40 dB" */
    [[nodiscard]] juce::String rangeText() const;

    /** 0 to 1 along a control; logarithmic for time constants. */
    [[nodiscard]] double proportionOf(double value) const;
    [[nodiscard]] double valueAt(double proportion) const;
    /** Clamped and on the entry's own step. */
    [[nodiscard]] double legal(double value) const;
    /** What an arrow key or a notch of the wheel does. */
    [[nodiscard]] double arrowStep(bool fine) const;

private:
    void write(double value);

    plugin::Processor& processor_;
    const params::Entry& entry_;
    bool logarithmic_;
    bool inGesture_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ParameterLink)
};

} // namespace phonostage::ui
