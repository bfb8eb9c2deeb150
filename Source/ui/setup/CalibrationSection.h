// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Segments.h"
#include "ui/controls/TextBox.h"
#include "ui/setup/Section.h"

#include "params/Calibration.h"
#include "plugin/Processor.h"

#include <array>

namespace phonostage::ui {

/** Listens to a tone of known voltage, or to a test record's, and sets sensitivity, balance and crosstalk by it; says
    why it refuses. */
class CalibrationSection final : public Section {
public:
    static constexpr double listenSeconds = 3.0;

    enum class Band { both, left, right };

    explicit CalibrationSection(plugin::Processor& processor);
    ~CalibrationSection() override;

    void poll(const Tick& tick) override;

    void listen(Band band);
    /** What was recorded, as if it had been listened to. */
    void take(const plugin::InputTap::Recording& recording, Band band);
    void apply();
    void forget();
    [[nodiscard]] const params::CalibrationResult& result() const { return result_; }
    [[nodiscard]] juce::String words() const { return form_.noteAt(note_).text; }

private:
    [[nodiscard]] params::KnownTone knownTone() const;
    void showKnown();
    void judge();
    void say(const juce::String& words, bool isWarning = false);

    plugin::Processor& processor_;
    Segments known_;
    TextBox amount_;
    std::array<juce::TextButton, 3> listen_;
    juce::TextButton apply_{"Apply"}, forget_{"Discard"};
    int note_;
    double toneVolts_ = 0.005;
    double toneVelocity_ = 5.0;
    Band band_ = Band::both;
    bool listening_ = false;
    int shownPercent_ = -1;
    params::CalibrationTones tones_;
    params::CalibrationResult result_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CalibrationSection)
};

} // namespace phonostage::ui
