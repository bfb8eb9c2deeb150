// SPDX-License-Identifier: GPL-3.0-or-later
#include "StagePanel.h"

#include "CurveText.h"
#include "LevelText.h"

#include "params/CurveCatalogue.h"
#include "params/StageValues.h"

namespace phonostage::ui {

namespace {

// Three columns, and rows that go through all of them.
constexpr int gainLeft = 20;
constexpr int gainWidth = 124;
constexpr int curveLeft = 168;
constexpr int curveWidth = 248;
constexpr int lowLeft = 440;
constexpr int lowWidth = 164;
constexpr int lowTextLeft = lowLeft + 42; ///< where a switch's name begins
constexpr int cornerWidth = 64;

constexpr int captionTop = 16;
constexpr int firstRow = 36;
constexpr int firstRowHeight = 34;
constexpr int eraTop = 74;
constexpr int cellTop = 98;
constexpr int cellHeight = 48;
constexpr int lastRow = 158;
constexpr int cellGap = 8;
constexpr int slopeLeft = lowLeft + cornerWidth + cellGap;

} // namespace

TimeConstantCell::TimeConstantCell(plugin::Processor& processor, const juce::String& caption, params::Id on,
                                   params::Id value)
    : caption_(caption), on_(processor, on, Switch::Look::bareSlider), value_(processor, value) {
    addChildComponent(on_);
    addChildComponent(value_);
}

void TimeConstantCell::show(std::optional<double> seconds, bool isCustom) {
    if (seconds == seconds_ && isCustom == isCustom_) return;
    seconds_ = seconds;
    isCustom_ = isCustom;
    on_.setVisible(isCustom);
    value_.setVisible(isCustom);
    repaint();
}

void TimeConstantCell::poll(const Tick& tick) {
    on_.poll(tick);
    value_.poll(tick);
    value_.setEnabled(on_.link().isOn());
}

void TimeConstantCell::resized() {
    auto area = getLocalBounds();
    value_.setBounds(area.removeFromBottom(metrics::fieldHeight));
    on_.setBounds(area.removeFromTop(14).removeFromRight(24).translated(0, 1));
}

void TimeConstantCell::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto area = getLocalBounds();
    drawText(g, style.font(Face::regular, metrics::tickSize), c.textMuted, caption_,
             area.removeFromTop(metrics::captionHeight), juce::Justification::centredLeft);
    if (isCustom_) return;
    const auto box = area.removeFromBottom(metrics::fieldHeight);
    drawField(g, c, box, false, false, false);
    drawText(g, style.font(Face::mono, metrics::captionSize), seconds_ ? c.text : c.textMuted,
             timeConstantText(seconds_.value_or(0.0)), box.reduced(4, 0), juce::Justification::centred);
}

StagePanel::StagePanel(plugin::Processor& processor)
    : processor_(processor), gain_(processor, params::Id::gain, Knob::Size::large),
      curve_(processor, params::Id::curve, curveItems()),
      shelf_(processor, "Shelf", params::Id::customShelfOn, params::Id::customShelf),
      turnover_(processor, "Turnover", params::Id::customTurnoverOn, params::Id::customTurnover),
      rolloff_(processor, "Roll-off", params::Id::customRolloffOn, params::Id::customRolloff),
      iec_(processor, params::Id::curveIec, Switch::Look::chip),
      neumann_(processor, params::Id::curveNeumann, Switch::Look::chip),
      inverse_(processor, params::Id::curveInverse, Switch::Look::chip),
      dcRemoval_(processor, params::Id::dcRemoval, Switch::Look::slider),
      subsonic_(processor, params::Id::subsonicOn, Switch::Look::slider),
      corner_(processor, params::Id::subsonicCorner), slope_(processor, params::Id::subsonicSlope) {
    setName("Stage");
    setTitle("Gain, curve and filters");
    setFocusContainerType(FocusContainerType::focusContainer);
    iec_.setName("IEC");
    neumann_.setName(juce::String::fromUTF8("3.18 \xc2\xb5s"));
    inverse_.setName("Inverse");
    subsonic_.setName("Subsonic");
    for (auto* control : controls())
        addAndMakeVisible(control);
    // In the order in which they are read.
    for (auto* cell : cells())
        addAndMakeVisible(cell);
    int order = 1;
    for (juce::Component* component :
         std::initializer_list<juce::Component*>{&gain_, &curve_, &shelf_, &turnover_, &rolloff_, &iec_, &neumann_,
                                                 &inverse_, &dcRemoval_, &subsonic_, &corner_, &slope_})
        component->setExplicitFocusOrder(order++);
    showCurve();
}

std::array<ParameterControl*, 9> StagePanel::controls() {
    return {&gain_, &curve_, &iec_, &neumann_, &inverse_, &dcRemoval_, &subsonic_, &corner_, &slope_};
}

std::array<TimeConstantCell*, 3> StagePanel::cells() { return {&shelf_, &turnover_, &rolloff_}; }

void StagePanel::poll(const Tick& tick) {
    for (auto* control : controls())
        control->poll(tick);
    for (auto* cell : cells())
        cell->poll(tick);
    showCurve();
    const bool subsonic = subsonic_.link().isOn();
    corner_.setEnabled(subsonic);
    slope_.setEnabled(subsonic);
}

void StagePanel::showCurve() {
    const auto values = processor_.values();
    const auto curve = params::filterSettings(values).curve;
    const int slot = static_cast<int>(values.get(params::Id::curve));
    const bool isCustom = slot == params::customCurveSlot;
    shelf_.show(curve.shelfSeconds, isCustom);
    turnover_.show(curve.turnoverSeconds, isCustom);
    rolloff_.show(curve.rolloffSeconds, isCustom);

    const auto* entry = isCustom ? nullptr : params::curveAtSlot(slot);
    const auto era = entry != nullptr ? eraText(*entry) : juce::String("time constants of your own");
    if (era == era_) return;
    era_ = era;
    repaint(curveLeft, eraTop, curveWidth, metrics::captionHeight);
}

void StagePanel::resized() {
    gain_.setBounds(gainLeft, captionTop, gainWidth, getHeight() - 2 * captionTop);
    curve_.setBounds(curveLeft, firstRow, curveWidth, firstRowHeight);

    const int cellWidth = (curveWidth - 2 * cellGap) / 3;
    const auto column = [&](int index) { return curveLeft + index * (cellWidth + cellGap); };
    int index = 0;
    for (auto* cell : cells())
        cell->setBounds(column(index++), cellTop, cellWidth, cellHeight);
    index = 0;
    for (auto* chip : {&iec_, &neumann_, &inverse_})
        chip->setBounds(column(index++), lastRow, cellWidth, metrics::fieldHeight);

    // The slide, not the ring round it, stands on the column's edge.
    dcRemoval_.setBounds(lowLeft - 4, firstRow, lowWidth + 4, firstRowHeight);
    subsonic_.setBounds(lowLeft - 4, cellTop + cellHeight - metrics::fieldHeight, lowWidth + 4, metrics::fieldHeight);
    corner_.setBounds(lowLeft, lastRow, cornerWidth, metrics::fieldHeight);
    slope_.setBounds(slopeLeft, lastRow, lowLeft + lowWidth - slopeLeft, metrics::fieldHeight);
}

void StagePanel::paintStatic(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawCard(g, *this);
    const auto font = style.font(Face::medium, metrics::captionSize);
    drawText(g, font, c.textMuted, "Record curve", {curveLeft, captionTop, curveWidth, metrics::captionHeight},
             juce::Justification::centredLeft);
    drawText(g, font, c.textMuted, "Low end", {lowLeft, captionTop, lowWidth, metrics::captionHeight},
             juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::captionSize), c.textMuted, "high-pass at 1 Hz",
             {lowTextLeft, eraTop, lowWidth, metrics::captionHeight}, juce::Justification::centredLeft);
}

void StagePanel::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, era_,
             {curveLeft, eraTop, curveWidth, metrics::captionHeight}, juce::Justification::centredLeft);
}

} // namespace phonostage::ui
