// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/FirstRun.h"

#include "ui/EditorSettings.h"
#include "ui/controls/Form.h"
#include "ui/meters/LevelWatch.h"
#include "ui/setup/EquipmentSearch.h"
#include "ui/text/EquipmentText.h"

#include "catalogue/UserCatalogue.h"
#include "dsp/design/LoadFilter.h"
#include "params/EquipmentChoice.h"
#include "params/Presets.h"
#include "params/StageValues.h"

#include <array>
#include <cmath>
#include <utility>
#include <variant>

namespace phonostage::ui {

namespace {

constexpr int cardWidth = 600;
constexpr int padding = 32;
constexpr int numberWidth = 40;
constexpr int fieldOffset = 28;
constexpr int fieldHeight = 32;
constexpr int gainOffset = 66;
constexpr int hintOffset = 98;
constexpr int outcomeLines = 3;
constexpr int captionWidth = 132;
constexpr int gainWidth = 96;
constexpr int findWidth = 160;
constexpr int stepWidth = 176;

/** Down, within the card. */
struct Rows {
    int cardHeight, title, first, second, third, outcome, foot;
};
constexpr Rows usualRows{556, 28, 96, 244, 324, 404, 24};
constexpr Rows tightRows{462, 14, 66, 202, 270, 342, 12}; // on a small screen

const Rows& rowsIn(const juce::Component& face) {
    return face.getHeight() < usualRows.cardHeight + 2 * metrics::gap ? tightRows : usualRows;
}

constexpr std::array<const char*, 4> recordPresets{"lp-riaa", "lp-riaa-mono", "single-45", "shellac-mono"};

// Less than this is not worth a filter.
constexpr double loadMattersDb = 0.5;

} // namespace

params::Snapshot setForRecord(params::Snapshot stage, FirstRun::Record record) {
    if (const auto* preset = params::findFactoryPreset(recordPresets[static_cast<std::size_t>(record)])) {
        auto result = params::applyPreset(*preset, stage);
        if (auto* made = std::get_if<params::Snapshot>(&result)) stage = std::move(*made);
        params::undoWhatTheInputApplied(stage, catalogue::equipment()->interfaces);
    }
    if (const auto load = params::loadCorrection(stage.values)) {
        const auto facts = dsp::loadFacts(*load);
        const bool matters = std::abs(facts.boostAt10kDb) > loadMattersDb || facts.neededDb > loadMattersDb;
        stage.values.set(params::Id::loadCorrection, matters ? 1.0 : 0.0);
    }
    if (const auto gain = recommendedGain(stage.values))
        stage.values.set(params::Id::gain, std::round(*gain * 10.0) / 10.0);
    return stage;
}

FirstRun::FirstRun(plugin::Processor& processor, std::function<void()> onClose)
    : processor_(processor), onClose_(std::move(onClose)), finder_(processor),
      interface_("first_interface", "First question: interface",
                 "The audio interface that the turntable is connected to."),
      input_("first_input", "First question: input", "The input of the interface."),
      interfaceGain_(processor, params::Id::interfaceGain, "First question: interface gain"),
      cartridge_("first_cartridge", "Second question: cartridge", "The cartridge that you use."),
      record_("first_record", "Third question: record", {"Stereo LP", "Mono LP", "45", "78"},
              "The kind of record. For other curves, search by label and year in the curve field.") {
    setComponentID("first_run");
    setTitle("Setup assistant");
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    interface_.onAsk = [this] { return watched(interfaceQuestion(processor_)); };
    input_.onAsk = [this] { return watched(inputQuestion(processor_)); };
    cartridge_.onAsk = [this] { return watched(cartridgeQuestion(processor_)); };
    interfaceGain_.setComponentID("first_interface_gain");
    interfaceGain_.link().onWritten = [this](double before, double after) {
        auto was = processor_.stage();
        was.values.set(params::Id::interfaceGain, before);
        followGain(processor_, before, after);
        noteAnswer(was);
    };
    finder_.onFound = [this](const params::Snapshot& before, const params::Snapshot&) { noteAnswer(before); };
    find_.setComponentID("first_find_gain");
    find_.setTooltip(MusicFinder::help);
    find_.onClick = [this] { finder_.start(); };
    take_.setComponentID("first_take_step");
    take_.onClick = [this] {
        const auto before = processor_.stage();
        const auto step = step_;
        if (!takeStep(processor_, step)) return;
        noteAnswer(before);
        finder_.cancel();
    };
    finish_.setComponentID("first_finish");
    setLook(finish_, ButtonLook::primary);
    finish_.setTitle("Apply these answers");
    finish_.onClick = [this] { finish(); };
    skip_.setComponentID("first_skip");
    skip_.setTitle("Skip the setup assistant");
    skip_.onClick = [this] { skip(); };
    int order = 1;
    for (juce::Component* component : std::initializer_list<juce::Component*>{
             &interface_, &input_, &interfaceGain_, &find_, &cartridge_, &record_, &take_, &skip_, &finish_}) {
        addAndMakeVisible(component);
        component->setExplicitFocusOrder(order++);
        component->setWantsKeyboardFocus(true);
    }
    take_.setVisible(false);
    setVisible(false);
}

FirstRun::~FirstRun() {
    if (isVisible()) processor_.outputHold().release();
}

void FirstRun::begin() {
    answers_ = {};
    shown_.reset();
    outcome_ = {};
    finder_.cancel();
    // A host's mix is the host's: there nothing is held. At the first start the app has decided.
    const juce::SharedResourcePointer<EditorSettings> settings;
    auto& hold = processor_.outputHold();
    if (processor_.wrapperType == juce::AudioProcessor::wrapperType_Standalone && settings->firstRunDone() &&
        !hold.isHeld())
        hold.hold(dsp::OutputHold::Kind::steady);
    setVisible(true);
    toFront(false);
    poll({});
    if (isShowing()) interface_.grabKeyboardFocus();
}

void FirstRun::finish() {
    processor_.apply(setForRecord(processor_.stage(), static_cast<Record>(record_.chosen())));
    close();
    if (onFinished) onFinished();
}

void FirstRun::skip() {
    const auto now = processor_.stage();
    const auto wanted = answers_.takenBackFrom(now);
    if (!(wanted == now)) processor_.apply(wanted);
    close();
}

void FirstRun::noteAnswer(const params::Snapshot& before) {
    answers_.add(before, processor_.stage());
    // What clipped before it says nothing of what follows, and Clear lies below.
    processor_.resetHolds();
}

/** With what it writes taken down. */
Chooser::Question FirstRun::watched(Chooser::Question question) {
    question.onChosen = [this, write = std::move(question.onChosen)](int id) {
        const auto before = processor_.stage();
        write(id);
        noteAnswer(before);
    };
    return question;
}

void FirstRun::close() {
    setVisible(false);
    finder_.cancel();
    processor_.outputHold().release();
    if (onClose_) onClose_();
}

void FirstRun::setHeard(const params::LevelJudgement& heard, const LevelAdvice& advice, const OverloadView& overloads) {
    auto clipped = inputBanner(overloads);
    if (clipped.condition < Condition::overload) clipped = {};
    const bool outputClips = outputBanner(overloads).condition >= Condition::overload;
    if (heard.isLike(heard_) && advice == advice_ && clipped == clipped_ && outputClips == outputClips_) return;
    heard_ = heard;
    advice_ = advice;
    clipped_ = std::move(clipped);
    outputClips_ = outputClips;
    shown_.reset();
}

void FirstRun::poll(const Tick& tick) {
    if (!isVisible()) return;
    interfaceGain_.poll(tick);
    const auto said = finder_.text();
    finder_.poll();
    auto stage = processor_.stage();
    if (shown_ == stage && finder_.text() == said) return;
    shown_ = std::move(stage);
    text_ = equipmentText(*shown_, heard_);
    showAnswers();
    showOutcome();
    repaint(card_);
}

void FirstRun::showAnswers() {
    const auto show = [](ChooserField& field, const juce::String& what, const char* placeholder) {
        field.setText(what.isNotEmpty() ? what : juce::String(placeholder), what.isEmpty());
    };
    show(interface_, text_.interfaceName, "Choose (optional)");
    show(input_, text_.inputName, "Input");
    show(cartridge_, text_.cartridge, "Choose (optional)");
    const bool isChosen = text_.interfaceName.isNotEmpty();
    input_.setEnabled(isChosen);
    interfaceGain_.setEnabled(isChosen && (text_.hasGainControl || text_.gainRange.isEmpty()));
    interfaceGain_.setTooltip(gainTooltip(text_));
    hintWarns_ = finder_.isWarning();
    if (finder_.text().isNotEmpty())
        gainHint_ = finder_.text();
    else if (text_.hasGainControl)
        gainHint_ = sentenceCase(text_.gainRange) + ". No figures on the knob? Turn it fully down and leave " +
                    text_.gainLowest + ", or find it from the music.";
    else
        gainHint_ = text_.gainRange.isNotEmpty() ? juce::String("This input has no gain control.")
                    : isChosen                   ? juce::String()
                                                 : juce::String("Choose the interface first.");
}

/** What is heard first, what was entered second. */
void FirstRun::showOutcome() {
    LevelAdvice step;
    outcomeWarns_ = true;
    const bool contradicts = !advice_.isEmpty() && advice_.step != LevelAdvice::Step::askEquipment;
    if (contradicts) {
        outcome_ = advice_.sentence();
        if (!outcome_.endsWithChar('.')) outcome_ += ".";
        step = advice_;
    } else if (clipped_.condition >= Condition::overload) {
        outcome_ = clipped_.turnDb < 0.0 ? "The music reaches full scale. Turn the interface down " +
                                               wholeDecibels(-clipped_.turnDb) + " or more, then enter the new reading."
                                         : clipped_.headline + ". " + clipped_.detail;
        if (text_.hasGainControl) step = turnedAdvice(clipped_.turnDb);
    } else if (text_.margin.isNotEmpty()) {
        outcome_ = text_.marginSentence;
        outcomeWarns_ = text_.isWarning;
        if (text_.hasGainControl) step = turnedAdvice(text_.turnDb);
    } else if (outputClips_) {
        outcome_ = {};
    } else {
        outcome_ = advice_.isEmpty() ? juce::String() : advice_.headline + ".";
        outcomeWarns_ = false;
    }
    if (contradicts && clipped_.condition >= Condition::overload) outcome_ = clipped_.headline + ". " + outcome_;
    if (outputClips_ && !contradicts)
        outcome_ = juce::String(processor_.outputHold().isHeld()
                                    ? "The output would clip: it is held at a safe level until Start or Skip. "
                                    : "The output clips. ") +
                   outcome_;
    showStep(step);
}

void FirstRun::showStep(const LevelAdvice& step) {
    // What opens something else has no place here: it lies below.
    using Step = LevelAdvice::Step;
    const bool helps = step.step == Step::setGain || step.step == Step::setFullScale || step.step == Step::turned;
    step_ = helps ? step : LevelAdvice();
    take_.setButtonText(step_.button);
    take_.setTitle(step_.button);
    take_.setVisible(step_.button.isNotEmpty());
}

bool FirstRun::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    skip();
    return true;
}

void FirstRun::resized() {
    const auto& rows = rowsIn(*this);
    card_ = getLocalBounds().withSizeKeepingCentre(cardWidth, rows.cardHeight);
    const int left = card_.getX() + padding + numberWidth;
    const int width = cardWidth - 2 * padding - numberWidth;
    const auto row = [&](int top) {
        return juce::Rectangle<int>(left, card_.getY() + top + fieldOffset, width, fieldHeight);
    };
    auto first = row(rows.first);
    interface_.setBounds(first.removeFromLeft(width * 3 / 5));
    first.removeFromLeft(8);
    input_.setBounds(first);
    const int gainTop = card_.getY() + rows.first + gainOffset;
    interfaceGain_.setBounds(left + captionWidth, gainTop, gainWidth, metrics::fieldHeight);
    find_.setBounds(left + width - findWidth, gainTop, findWidth, metrics::fieldHeight);
    hintArea_ = {left, card_.getY() + rows.first + hintOffset, width, 2 * Form::lineHeight};
    outcomeArea_ = {left, card_.getY() + rows.outcome, width, outcomeLines * Form::lineHeight};
    take_.setBounds(outcomeArea_.getRight() - stepWidth, outcomeArea_.getY() + 4, stepWidth, metrics::fieldHeight);
    cartridge_.setBounds(row(rows.second));
    record_.setBounds(row(rows.third));
    constexpr int buttonWidth = 96;
    auto foot = card_.reduced(padding, rows.foot).removeFromBottom(36);
    finish_.setBounds(foot.removeFromRight(buttonWidth));
    foot.removeFromRight(12);
    skip_.setBounds(foot.removeFromRight(buttonWidth));
}

void FirstRun::paint(juce::Graphics& g) {
    const auto& rows = rowsIn(*this);
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawVeiledCard(g, c, getLocalBounds(), card_, 0.82f);

    const auto line = [&](const juce::Font& font, juce::Colour colour, const juce::String& text, int top, int indent) {
        drawText(g, font, colour, text,
                 {card_.getX() + padding + indent, card_.getY() + top, cardWidth - 2 * padding - indent, 24},
                 juce::Justification::centredLeft);
    };
    const auto body = style.font(Face::regular, metrics::bodySize);
    line(style.font(Face::semibold, metrics::titleSize), c.text, "Three questions to get started", rows.title, 0);
    line(body, c.textMuted, "Skip what you do not know. You can change everything later in Setup.", rows.title + 28, 0);
    int number = 1;
    for (const auto& [top, question] :
         {std::pair(rows.first, "Which interface is the turntable connected to?"),
          std::pair(rows.second, "Which cartridge do you use?"), std::pair(rows.third, "What is on the turntable?")}) {
        const auto circle =
            juce::Rectangle<float>(24.0f, 24.0f)
                .withPosition(static_cast<float>(card_.getX() + padding), static_cast<float>(card_.getY() + top));
        g.setColour(c.accent);
        g.drawEllipse(circle.reduced(0.75f), 1.5f);
        drawText(g, style.font(Face::monoMedium, metrics::captionSize), c.accent, juce::String(number++),
                 circle.toNearestInt(), juce::Justification::centred);
        line(style.font(Face::medium, metrics::bodySize), c.text, question, top, numberWidth);
    }
    const auto small = style.font(Face::regular, metrics::captionSize);
    const int gainTop = card_.getY() + rows.first + gainOffset;
    drawText(g, small, c.textMuted, "Interface gain set to",
             {card_.getX() + padding + numberWidth, gainTop, captionWidth - 4, metrics::fieldHeight},
             juce::Justification::centredLeft);
    drawParagraph(g, small, hintWarns_ ? c.accent : c.textMuted, gainHint_, hintArea_);
    drawParagraph(g, small, outcomeWarns_ ? c.accent : c.textMuted, outcome_,
                  take_.isVisible() ? outcomeArea_.withTrimmedRight(stepWidth + 16) : outcomeArea_);
}

} // namespace phonostage::ui
