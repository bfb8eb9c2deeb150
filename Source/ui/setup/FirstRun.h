// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ChooserField.h"
#include "ui/controls/Segments.h"
#include "ui/controls/ValueField.h"
#include "ui/look/FrameClock.h"
#include "ui/setup/MusicFinder.h"
#include "ui/setup/OwnChanges.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LevelAdvice.h"
#include "ui/text/LevelText.h"

#include "plugin/Processor.h"

#include <functional>
#include <optional>

namespace phonostage::ui {

/** Three questions at the first start: which interface, which cartridge, which records. The answers set everything;
    skipping takes back what they have set, and leaves alone what host and user did meanwhile. It lies over the whole
    face. In the app the output is held at a safe level meanwhile; what clips, and a level that contradicts the answers,
    is said here. */
class FirstRun final : public juce::Component, public Polled {
public:
    enum class Record { stereoLp, monoLp, single, shellac };

    FirstRun(plugin::Processor& processor, std::function<void()> onClose);
    ~FirstRun() override;

    /** Opens; what is answered from now on can be taken back. */
    void begin();
    /** After finish(). */
    std::function<void()> onFinished;

    /** Sets what follows from the answers, as one step, and closes. */
    void finish();
    /** Takes the answers back, and closes. */
    void skip();

    /** What the music says of the answers so far, and what has clipped. */
    void setHeard(const params::LevelJudgement& heard, const LevelAdvice& advice, const OverloadView& overloads);
    /** What stands below the questions. */
    [[nodiscard]] const juce::String& outcome() const { return outcome_; }
    [[nodiscard]] const LevelAdvice& step() const { return step_; }
    /** What stands below the gain. */
    [[nodiscard]] const juce::String& gainHint() const { return gainHint_; }

    void poll(const Tick& tick) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    void close();
    void noteAnswer(const params::Snapshot& before);
    [[nodiscard]] Chooser::Question watched(Chooser::Question question);
    void showAnswers();
    void showOutcome();
    void showStep(const LevelAdvice& step);

    plugin::Processor& processor_;
    std::function<void()> onClose_;
    OwnChanges answers_;
    std::optional<params::Snapshot> shown_; ///< what the fields show
    EquipmentText text_;
    params::LevelJudgement heard_;
    LevelAdvice advice_; ///< what contradicts
    LevelAdvice step_;   ///< what the button does
    BannerText clipped_;
    bool outputClips_ = false;
    juce::String outcome_;
    bool outcomeWarns_ = false;
    juce::String gainHint_;
    bool hintWarns_ = false;
    juce::Rectangle<int> card_, outcomeArea_, hintArea_;
    MusicFinder finder_;
    ChooserField interface_, input_;
    ValueField interfaceGain_;
    juce::TextButton find_{MusicFinder::buttonText}, take_;
    ChooserField cartridge_;
    Segments record_;
    juce::TextButton skip_{"Skip"}, finish_{"Start"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FirstRun)
};

/** What the answers make of a stage: curve and channels of the record, load correction where a moving magnet's load is
    known to be wrong, the recommended gain. */
[[nodiscard]] params::Snapshot setForRecord(params::Snapshot stage, FirstRun::Record record);

} // namespace phonostage::ui
