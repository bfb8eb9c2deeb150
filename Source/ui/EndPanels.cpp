// SPDX-License-Identifier: GPL-3.0-or-later
#include "EndPanels.h"

namespace phonostage::ui {

namespace {

constexpr double inputRangeDb = 90.0;
constexpr double outputRangeDb = 60.0;
// 0 dBu is sqrt(0.6) V rms: +4 dBu is 4 + 10 log10(0.6) dBV.
constexpr double professionalDbv = 1.7815;
constexpr double consumerDbv = -10.0;

constexpr int side = 16;
constexpr int fieldLeft = 92;

juce::Rectangle<int> footRow(int width, int y, int height = metrics::fieldHeight) {
    return {side, MeterPanel::footTop + y, width - 2 * side, height};
}

void paintRowName(juce::Graphics& g, const Style& style, juce::Rectangle<int> row, const juce::String& text) {
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, text,
             row.withWidth(fieldLeft - side - 4), juce::Justification::centredLeft);
}

} // namespace

InputPanel::InputPanel(plugin::Processor& processor)
    : MeterPanel("Input", inputRangeDb, {}), fullScale_(processor, params::Id::inputDbv),
      channels_(processor, params::Id::channelMode), invertLeft_(processor, params::Id::invertLeft, Switch::Look::chip),
      invertRight_(processor, params::Id::invertRight, Switch::Look::chip),
      swap_(processor, params::Id::swapChannels, Switch::Look::chip) {
    // What a chip shows is short; its title, for those who listen, is not.
    invertLeft_.setName(juce::String::fromUTF8("\xc3\x98 L"));
    invertRight_.setName(juce::String::fromUTF8("\xc3\x98 R"));
    swap_.setName("Swap");
    for (auto* control : controls())
        addAndMakeVisible(control);
    setPlace("at the socket", false);
    setFullScale(fullScale_.shownValue());
}

std::array<ParameterControl*, 5> InputPanel::controls() {
    return {&fullScale_, &channels_, &invertLeft_, &invertRight_, &swap_};
}

void InputPanel::poll(const Tick& tick) {
    for (auto* control : controls())
        control->poll(tick);
    setFullScale(fullScale_.shownValue());
}

void InputPanel::resized() {
    MeterPanel::resized();
    fullScale_.setBounds(footRow(getWidth(), 0).withTrimmedLeft(fieldLeft - side));
    channels_.setBounds(footRow(getWidth(), 44).withTrimmedLeft(fieldLeft - side));
    auto chips = footRow(getWidth(), 88);
    constexpr int chipGap = 8;
    const int chipWidth = (chips.getWidth() - 2 * chipGap) / 3;
    invertLeft_.setBounds(chips.removeFromLeft(chipWidth));
    chips.removeFromLeft(chipGap);
    invertRight_.setBounds(chips.removeFromLeft(chipWidth));
    chips.removeFromLeft(chipGap);
    swap_.setBounds(chips);
}

void InputPanel::paintStatic(juce::Graphics& g) {
    MeterPanel::paintStatic(g);
    paintRowName(g, style(), footRow(getWidth(), 0), "Full scale");
    paintRowName(g, style(), footRow(getWidth(), 44), "Channels");
}

OutputPanel::OutputPanel(plugin::Processor& processor)
    : MeterPanel("Output", outputRangeDb, {{professionalDbv, "+4 dBu", false}, {consumerDbv, "-10 dBV", false}}),
      bypass_(processor, params::Id::bypass), fullScale_(processor, params::Id::outputDbv),
      trim_(processor, params::Id::outputTrim, Knob::Size::small, "Trim"),
      balance_(processor, params::Id::balance, Knob::Size::small) {
    trim_.setTitle("Output trim");
    for (auto* control : controls())
        addAndMakeVisible(control);
    setFullScale(fullScale_.shownValue());
}

std::array<ParameterControl*, 3> OutputPanel::controls() { return {&fullScale_, &trim_, &balance_}; }

void OutputPanel::poll(const Tick& tick) {
    for (auto* control : controls())
        control->poll(tick);
    // Bypassed, the stage goes on in silence and its meter with it.
    const bool bypassed = bypass_.isOn();
    setPlace(bypassed ? "not in circuit" : "after the stage", bypassed);
    setFullScale(fullScale_.shownValue());
}

void OutputPanel::resized() {
    MeterPanel::resized();
    fullScale_.setBounds(footRow(getWidth(), 0).withTrimmedLeft(fieldLeft - side));
    auto knobs = footRow(getWidth(), 40, 84);
    trim_.setBounds(knobs.removeFromLeft(knobs.getWidth() / 2));
    balance_.setBounds(knobs);
}

void OutputPanel::paintStatic(juce::Graphics& g) {
    MeterPanel::paintStatic(g);
    paintRowName(g, style(), footRow(getWidth(), 0), "Full scale");
}

} // namespace phonostage::ui
