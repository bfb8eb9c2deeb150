// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/CheckPage.h"

#include "app/record/RecordText.h"

#include "Compat.h"

#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

CheckPage::CheckPage(QuietCheck& check, TestRecordModel& testRecord, plugin::Processor& processor)
    : check_(check), model_(testRecord), processor_(processor), input_(processor), view_(check.model()),
      testRecord_(testRecord) {
    setOpaque(true);
    setTitle("Check");
    setMouseClickGrabsKeyboardFocus(false);
    addAndMakeVisible(backdrop_);
    addAndMakeVisible(header_);
    addAndMakeVisible(input_);
    backdrop_.add(input_);
    addChildComponent(mention_);
    for (juce::Component* part : std::array<juce::Component*, 4>{&halves_, &quiet_, &protects_, &view_})
        addAndMakeVisible(part);
    for (juce::Component* part : std::array<juce::Component*, 4>{&testRecord_.bar(), &testRecord_,
                                                                 &testRecord_.details(), &testRecord_.report()})
        addChildComponent(part);
    halves_.onChange = [this](int chosen) { showHalf(chosen == 1 ? Half::testRecord : Half::hookup); };
    mention_.setComponentID("check_mention");
    mention_.setTooltip("Whether this finding is said in the strip, here and at every later start.");
    mention_.setMouseClickGrabsKeyboardFocus(false);
    mention_.onClick = [this] {
        if (const auto& shown = view_.shown()) check_.setSilent(shown->fault, !check_.isSilent(shown->fault));
        showSwitches();
    };
    quiet_.onClick = [this] {
        check_.setQuiet(quiet_.getToggleState());
        showSwitches();
    };
    protects_.onClick = [this] { check_.setProtects(protects_.getToggleState()); };
    int order = 1;
    for (juce::Component* part : std::array<juce::Component*, 8>{&halves_, &mention_, &quiet_, &protects_,
                                                                 &testRecord_.bar(), &input_, &view_, &testRecord_})
        part->setExplicitFocusOrder(order++);
    setSize(metrics::faceWidth, metrics::faceHeight);
    showSwitches();
}

CheckPage::~CheckPage() {
    check_.setShown(false);
    check_.setResting(false);
    model_.setShown(false);
}

void CheckPage::comes() {
    levels_.restart(processor_.meters());
    view_.refresh();
    if (!model_.isListening()) model_.readRecords(); // the user's own may have changed
    testRecord_.refresh();
    showSwitches();
}

void CheckPage::visibilityChanged() { tellWhatIsShown(); }

/** Tones of one channel are no fault of the wiring: the quiet check rests while a test record is measured. */
void CheckPage::tellWhatIsShown() {
    const bool isTest = half_ == Half::testRecord;
    check_.setShown(isVisible() && !isTest);
    check_.setResting(isVisible() && isTest);
    model_.setShown(isVisible() && isTest);
}

void CheckPage::showHalf(Half half) {
    half_ = half;
    const bool isTest = half == Half::testRecord;
    halves_.show(isTest ? 1 : 0);
    for (juce::Component* part : std::array<juce::Component*, 3>{&quiet_, &protects_, &view_})
        part->setVisible(!isTest);
    testRecord_.setVisible(isTest);
    testRecord_.bar().setVisible(isTest);
    if (isTest) {
        testRecord_.refresh();
    } else {
        testRecord_.details().setVisible(false);
        testRecord_.report().setVisible(false);
    }
    tellWhatIsShown();
    showSwitches();
    resized();
}

void CheckPage::themeChanged() {
    PageContent::themeChanged();
    backdrop_.repaint();
}

void CheckPage::showSwitches() {
    quiet_.setToggleState(check_.settings().isQuiet, juce::dontSendNotification);
    protects_.setToggleState(check_.settings().protectsSpeakers, juce::dontSendNotification);
    const auto& shown = view_.shown();
    mention_.setVisible(half_ == Half::hookup && shown.has_value() && check_.settings().isQuiet);
    if (shown) {
        const juce::String words = check_.isSilent(shown->fault) ? "Mention this again" : "Do not mention this again";
        if (mention_.getButtonText() != words) {
            mention_.setButtonText(words);
            mention_.setTitle(words);
            mention_.repaint();
        }
    }
}

void CheckPage::refresh(const ui::Tick& tick) {
    const int channels = processor_.getTotalNumInputChannels();
    levels_.read(processor_.meters(), channels, processor_.rateHz(), tick, &processor_.passedLevels());
    input_.setMono(channels == 1);
    input_.poll(tick);
    input_.show(levels_.input(), tick);
    if (half_ == Half::hookup)
        view_.poll(tick);
    else
        testRecord_.refresh();
    if (tick.count % 5 == 0) showSwitches();
    header_.showRate(processor_.isPrepared() ? juce::String::fromUTF8(kiloHertzText(processor_.rateHz()).c_str())
                                             : juce::String());
}

void CheckPage::setFit(const ui::FaceFit& fit, double pixelsPerUnit) {
    isCompact_ = fit.isCompact;
    input_.setPixelsPerUnit(pixelsPerUnit);
    if (getWidth() == fit.width && getHeight() == fit.height)
        resized();
    else
        setSize(fit.width, fit.height);
}

void CheckPage::resized() {
    using namespace metrics;
    backdrop_.setBounds(getLocalBounds());
    const int edge = isCompact_ ? compactMargin : margin;
    const int space = isCompact_ ? compactMargin : gap;
    const int header = isCompact_ ? compactHeaderHeight : headerHeight;
    const int meterWidth = isCompact_ ? compactMeterWidth : meterCardWidth;
    header_.setBounds(getLocalBounds().removeFromTop(header).withTrimmedLeft(isCompact_ ? 16 : margin));
    auto row = getLocalBounds().removeFromTop(header).reduced(edge, 0);
    row = row.withSizeKeepingCentre(row.getWidth(), 36).withTrimmedLeft(meterWidth + space);
    halves_.setBounds(row.removeFromLeft(isCompact_ ? 184 : 216));
    row.removeFromLeft(isCompact_ ? 8 : 16);
    testRecord_.bar().setBounds(row);
    layOutHookup(row);
    header_.toBack();
    backdrop_.toBack();
    auto area = getLocalBounds().withTrimmedTop(header).reduced(edge, 0).withTrimmedBottom(isCompact_ ? edge : margin);
    input_.setBounds(area.removeFromLeft(meterWidth));
    area.removeFromLeft(space);
    view_.setBounds(area);
    testRecord_.setBounds(area);
    for (juce::Component* sheet : std::array<juce::Component*, 2>{&testRecord_.details(), &testRecord_.report()}) {
        sheet->setBounds(getLocalBounds());
        sheet->toFront(false);
    }
}

void CheckPage::layOutHookup(juce::Rectangle<int> row) {
    const int space = isCompact_ ? 8 : 12;
    protects_.setBounds(row.removeFromRight(184));
    row.removeFromRight(space);
    quiet_.setBounds(row.removeFromRight(144));
    row.removeFromRight(space);
    mention_.setBounds(row.removeFromRight(196));
    if (half_ == Half::hookup)
        header_.showRemark("What is between the needle and the computer?", row.getX() - header_.getX(),
                           mention_.getX() - header_.getX());
    else
        header_.showRemark({}, 0, 0);
}

void CheckPage::paint(juce::Graphics& g) { g.fillAll(ui::Style::of(*this).colours().background); }

} // namespace phonostage::app
