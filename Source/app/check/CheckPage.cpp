// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/CheckPage.h"

#include "app/record/RecordText.h"

#include "Compat.h"

#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

CheckPage::CheckPage(QuietCheck& check, plugin::Processor& processor)
    : check_(check), processor_(processor), input_(processor), view_(check.model()) {
    setOpaque(true);
    setTitle("Check");
    setMouseClickGrabsKeyboardFocus(false);
    addAndMakeVisible(backdrop_);
    addAndMakeVisible(header_);
    addAndMakeVisible(input_);
    backdrop_.add(input_);
    addChildComponent(mention_);
    for (juce::Component* part : std::array<juce::Component*, 3>{&quiet_, &protects_, &view_})
        addAndMakeVisible(part);
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
    for (juce::Component* part : std::array<juce::Component*, 5>{&mention_, &quiet_, &protects_, &input_, &view_})
        part->setExplicitFocusOrder(order++);
    setSize(metrics::faceWidth, metrics::faceHeight);
    showSwitches();
}

CheckPage::~CheckPage() { check_.setShown(false); }

void CheckPage::comes() {
    levels_.restart(processor_.meters());
    view_.refresh();
    showSwitches();
}

void CheckPage::visibilityChanged() { check_.setShown(isVisible()); }

void CheckPage::themeChanged() {
    PageContent::themeChanged();
    backdrop_.repaint();
}

void CheckPage::showSwitches() {
    quiet_.setToggleState(check_.settings().isQuiet, juce::dontSendNotification);
    protects_.setToggleState(check_.settings().protectsSpeakers, juce::dontSendNotification);
    const auto& shown = view_.shown();
    mention_.setVisible(shown.has_value() && check_.settings().isQuiet);
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
    view_.poll(tick);
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
    protects_.setBounds(row.removeFromRight(184));
    row.removeFromRight(12);
    quiet_.setBounds(row.removeFromRight(144));
    row.removeFromRight(12);
    mention_.setBounds(row.removeFromRight(196));
    header_.showRemark("What is between the needle and the computer?", row.getX() - header_.getX(),
                       mention_.getX() - header_.getX());
    header_.toBack();
    backdrop_.toBack();
    auto area = getLocalBounds().withTrimmedTop(header).reduced(edge, 0).withTrimmedBottom(isCompact_ ? edge : margin);
    input_.setBounds(area.removeFromLeft(meterWidth));
    area.removeFromLeft(space);
    view_.setBounds(area);
}

void CheckPage::paint(juce::Graphics& g) { g.fillAll(ui::Style::of(*this).colours().background); }

} // namespace phonostage::app
