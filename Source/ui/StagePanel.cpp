// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StagePanel.h"

#include "Compat.h"
#include "ui/controls/Chooser.h"
#include "ui/controls/CurveSearch.h"
#include "ui/controls/Form.h"
#include "ui/text/CleanText.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "catalogue/TurnoverRolloffCode.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

// Three columns, and rows that go through all of them.
struct Columns {
    int gainLeft, gainWidth, curveLeft, curveWidth, filterLeft, filterWidth, cornerWidth;
    int more; ///< that the filters are lower
};
constexpr Columns usualColumns{20, 148, 196, 248, 472, 196, 76, 0};
constexpr Columns compactColumns{12,  148, 176, 232,
                                 424, 180, 72,  metrics::compactControlCardHeight - metrics::controlCardHeight};
constexpr int cellGap = 8;
constexpr int usualWidth = usualColumns.filterLeft + usualColumns.filterWidth + 20;

/** In a panel of this width. */
const Columns& columnsAt(int width) { return width < usualWidth ? compactColumns : usualColumns; }

constexpr int captionTop = 16;
constexpr int firstRow = 36;
constexpr int firstRowHeight = 36;
constexpr int eraTop = 76;
constexpr int cellTop = 100;
constexpr int cellHeight = 46;
constexpr int chipTop = 156;
constexpr int lastCaptionTop = 200;
constexpr int lastRow = 220;

constexpr int gainHeight = 160;
constexpr int suggestionTop = 176;
constexpr int suggestionHeight = 20;

// The filters, from above; from subsonic on lower where the load's words need a line more.
constexpr int loadTop = 8;
constexpr int loadTextTop = 36;
constexpr int subsonicTop = 70;
constexpr int subsonicRow = 98;
constexpr int monoBassTop = 130;
constexpr int monoBassRow = 158;
constexpr int cleanTop = 194;
constexpr int cleanTextTop = 226;
constexpr int lineHeight = 16;
constexpr int cleanSwitchWidth = 84; ///< "Clean"

constexpr std::int64_t beatsPerClean = 15; ///< numbers that people read change twice a second at most

} // namespace

StagePanel::StagePanel(plugin::Processor& processor)
    : processor_(processor), gain_(processor, params::Id::gain, Knob::Size::large),
      balance_(processor, params::Id::balance), trim_(processor, params::Id::outputTrim),
      curve_(processor, params::Id::curve, curveItems()),
      shelf_(processor, "Shelf", params::Id::customShelfOn, params::Id::customShelf),
      turnover_(processor, "Turnover", params::Id::customTurnoverOn, params::Id::customTurnover),
      rolloff_(processor, "Roll-off", params::Id::customRolloffOn, params::Id::customRolloff),
      iec_(processor, params::Id::curveIec, Switch::Look::chip),
      inverse_(processor, params::Id::curveInverse, Switch::Look::chip),
      undoRiaa_(processor, params::Id::undoRiaa, Switch::Look::chip), channels_(processor, params::Id::channelMode),
      speed_(processor), loadCorrection_(processor, params::Id::loadCorrection, Switch::Look::slider),
      subsonic_(processor, params::Id::subsonicOn, Switch::Look::slider),
      monoBass_(processor, params::Id::monoBassOn, Switch::Look::slider),
      subsonicCorner_(processor, params::Id::subsonicCorner), monoBassCorner_(processor, params::Id::monoBassCorner),
      subsonicSlope_(processor, params::Id::subsonicSlope), monoBassSlope_(processor, params::Id::monoBassSlope),
      cleanOn_(processor) {
    setName("Stage");
    setTitle("Gain, record and filters");
    setFocusContainerType(FocusContainerType::focusContainer);
    // What a chip shows is short; its title, for those who listen, is not.
    iec_.setName("IEC");
    inverse_.setName("Inverse");
    undoRiaa_.setName("Undo RIAA");
    subsonic_.setName("Subsonic");
    curve_.onOpen = [this](const juce::String& initial) {
        if (auto* chooser = ChooserHost::of(curve_)) chooser->open(curve_, curveQuestion(curve_.link()), initial);
    };
    suggestion_.setComponentID("suggested_gain");
    setLook(suggestion_, ButtonLook::quiet);
    suggestion_.setWantsKeyboardFocus(true);
    suggestion_.setMouseClickGrabsKeyboardFocus(false);
    suggestion_.onClick = [this] { gain_.link().set(suggestedDb_); };
    addChildComponent(suggestion_);

    cleanOpen_.onClick = [this] {
        if (onClean) onClean();
    };
    addAndMakeVisible(cleanOn_);
    addAndMakeVisible(cleanOpen_);

    // In the order in which they are read.
    for (auto* control : controls())
        addAndMakeVisible(control);
    for (auto* cell : cells())
        addAndMakeVisible(cell);
    int order = 1;
    for (juce::Component* component : std::initializer_list<juce::Component*>{
             &gain_,           &suggestion_,     &balance_,  &trim_,           &curve_,         &shelf_,
             &turnover_,       &rolloff_,        &iec_,      &inverse_,        &undoRiaa_,      &channels_,
             &speed_,          &loadCorrection_, &subsonic_, &subsonicCorner_, &subsonicSlope_, &monoBass_,
             &monoBassCorner_, &monoBassSlope_,  &cleanOn_,  &cleanOpen_})
        component->setExplicitFocusOrder(order++);
}

std::vector<ParameterControl*> StagePanel::controls() {
    return {&gain_,          &balance_,  &trim_,           &curve_,          &iec_,      &inverse_,
            &undoRiaa_,      &channels_, &speed_,          &loadCorrection_, &subsonic_, &subsonicCorner_,
            &subsonicSlope_, &monoBass_, &monoBassCorner_, &monoBassSlope_};
}

std::array<TimeConstantCell*, 3> StagePanel::cells() { return {&shelf_, &turnover_, &rolloff_}; }

void StagePanel::poll(const Tick& tick) {
    for (auto* control : controls())
        control->poll(tick);
    for (auto* cell : cells())
        cell->poll(tick);
    subsonicCorner_.setEnabled(subsonic_.link().isOn());
    subsonicSlope_.setEnabled(subsonic_.link().isOn());
    monoBassCorner_.setEnabled(monoBass_.link().isOn());
    monoBassSlope_.setEnabled(monoBass_.link().isOn());
    const auto values = processor_.values();
    cleanOn_.show(values);
    if (!(valid_ && values == values_) || tick.count % beatsPerClean == 0) showClean(values);
    if (valid_ && values == values_) return;
    const bool loadMoved = !valid_ || params::loadCorrection(values) != params::loadCorrection(values_) ||
                           values.isOn(params::Id::loadCorrection) != values_.isOn(params::Id::loadCorrection);
    values_ = values;
    valid_ = true;
    showCurve(values);
    if (loadMoved) showLoad(values);
    showGain();
}

void StagePanel::showCurve(const params::Values& values) {
    const auto curve = params::filterSettings(values).curve;
    const int slot = static_cast<int>(values.get(params::Id::curve));
    const bool isCustom = slot == catalogue::customCurveSlot;
    shelf_.show(curve.shelfSeconds, isCustom);
    turnover_.show(curve.turnoverSeconds, isCustom);
    rolloff_.show(curve.rolloffSeconds, isCustom);

    const auto* entry = isCustom ? nullptr : catalogue::curveAtSlot(slot);
    const auto era = entry != nullptr ? eraText(*entry) : customText();
    const auto code = entry != nullptr ? fromUtf8(entry->code) : juce::String(catalogue::turnoverRolloffCode(curve));
    if (era == era_ && code == code_) return;
    era_ = era;
    code_ = code;
    const auto& at = columnsAt(getWidth());
    repaint(at.curveLeft, captionTop, at.curveWidth, eraTop + lineHeight - captionTop);
}

juce::String StagePanel::customText() const {
    const auto name = fromUtf8(processor_.text(params::TextId::customName));
    return name.isNotEmpty() ? name : juce::String("your own time constants");
}

void StagePanel::showLoad(const params::Values& values) {
    auto load = loadText(values);
    if (load == load_) return;
    load_ = std::move(load);
    const auto& at = columnsAt(getWidth());
    repaint(at.filterLeft, loadTextTop, at.filterWidth, subsonicTop + at.more - loadTextTop);
}

void StagePanel::showClean(const params::Values& values) {
    cleanOpen_.show(cleanButtonText(values, processor_.meters()));
    const auto& at = columnsAt(getWidth());
    const auto font = Style::of(*this).font(Face::regular, metrics::captionSize);
    const auto lines = cleanLines(values, processor_.meters(), processor_.rateHz());
    const auto fits = std::find_if(lines.begin(), lines.end(), [&](const juce::String& line) {
        return compat::textWidth(font, line) <= static_cast<float>(at.filterWidth - 4);
    });
    const auto& line = fits == lines.end() ? lines[lines.size() - 1] : *fits;
    if (line == clean_) return;
    clean_ = line;
    repaint(at.filterLeft, cleanTextTop + at.more, at.filterWidth, lineHeight);
}

void StagePanel::setInDoubt(bool isInDoubt) {
    if (isInDoubt == isInDoubt_) return;
    isInDoubt_ = isInDoubt;
    if (valid_) showGain();
}

void StagePanel::showGain() {
    const auto gain = recommendedGain(values_);
    suggestion_.setVisible(gain.has_value());
    if (!gain) return;
    suggestedDb_ = gain_.link().legal(std::round(*gain * 10.0) / 10.0);
    const bool isSet = std::abs(suggestedDb_ - gain_.link().value()) < 0.05;
    const auto number = fixedText(suggestedDb_, 1) + " dB";
    setLook(suggestion_, isSet || isInDoubt_ ? ButtonLook::quiet : ButtonLook::plain);
    suggestion_.setButtonText(isInDoubt_ ? juce::String("check the level first")
                              : isSet    ? juce::String("as recommended")
                                         : "Set to " + number);
    suggestion_.setEnabled(!isSet && !isInDoubt_);
    suggestion_.setTitle("Set the gain to " + number);
    suggestion_.setTooltip("With " + number + " of gain, 5 cm/s comes out at the nominal level of " +
                           pretty(fixedText(values_.get(params::Id::nominalDbv), 2)) + " dBV.");
}

void StagePanel::resized() {
    const auto& at = columnsAt(getWidth());
    gain_.setBounds(at.gainLeft, captionTop, at.gainWidth, gainHeight);
    suggestion_.setBounds(at.gainLeft, suggestionTop, at.gainWidth, suggestionHeight);
    const int half = (at.gainWidth - cellGap) / 2;
    balance_.setBounds(at.gainLeft, lastRow, half, metrics::fieldHeight);
    trim_.setBounds(at.gainLeft + half + cellGap, lastRow, half, metrics::fieldHeight);

    curve_.setBounds(at.curveLeft, firstRow, at.curveWidth, firstRowHeight);
    const int cellWidth = (at.curveWidth - 2 * cellGap) / 3;
    const auto column = [&](int index) { return at.curveLeft + index * (cellWidth + cellGap); };
    int index = 0;
    for (auto* cell : cells())
        cell->setBounds(column(index++), cellTop, cellWidth, cellHeight);
    index = 0;
    for (auto* chip : {&iec_, &inverse_, &undoRiaa_})
        chip->setBounds(column(index++), chipTop, cellWidth, metrics::fieldHeight);
    const int field = (at.curveWidth - cellGap) / 2;
    channels_.setBounds(at.curveLeft, lastRow, field, metrics::fieldHeight);
    speed_.setBounds(at.curveLeft + field + cellGap, lastRow, field, metrics::fieldHeight);

    // The slide, not the ring round it, stands on the column's edge.
    const auto place = [&at](int y) {
        return juce::Rectangle<int>(at.filterLeft - 4, y, at.filterWidth + 4, metrics::fieldHeight);
    };
    const int slopeLeft = at.filterLeft + at.cornerWidth + cellGap;
    const auto row = [&](int top, juce::Component& corner, juce::Component& slope) {
        corner.setBounds(at.filterLeft, top + at.more, at.cornerWidth, metrics::fieldHeight);
        slope.setBounds(slopeLeft, top + at.more, at.filterLeft + at.filterWidth - slopeLeft, metrics::fieldHeight);
    };
    loadCorrection_.setBounds(place(loadTop));
    subsonic_.setBounds(place(subsonicTop + at.more));
    row(subsonicRow, subsonicCorner_, subsonicSlope_);
    monoBass_.setBounds(place(monoBassTop + at.more));
    row(monoBassRow, monoBassCorner_, monoBassSlope_);
    cleanOn_.setBounds(at.filterLeft - 4, cleanTop + at.more, cleanSwitchWidth + 4, metrics::fieldHeight);
    cleanOpen_.setBounds(at.filterLeft + cleanSwitchWidth, cleanTop + at.more, at.filterWidth - cleanSwitchWidth,
                         metrics::fieldHeight);
}

void StagePanel::paintStatic(juce::Graphics& g) {
    const auto& at = columnsAt(getWidth());
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawCard(g, *this);
    const auto font = style.font(Face::medium, metrics::captionSize);
    const auto caption = [&](const char* text, int x, int y, int width,
                             juce::Justification justification = juce::Justification::centredLeft) {
        drawText(g, font, c.textMuted, text, {x, y, width, metrics::captionHeight}, justification);
    };
    caption("Record curve", at.curveLeft, captionTop, at.curveWidth);
    const int half = (at.gainWidth - cellGap) / 2;
    caption("Balance", at.gainLeft, lastCaptionTop, half, juce::Justification::centred);
    caption("Trim", at.gainLeft + half + cellGap, lastCaptionTop, half, juce::Justification::centred);
    caption("Channels", at.curveLeft, lastCaptionTop, at.curveWidth / 2);
    caption("Speed", at.curveLeft + (at.curveWidth + cellGap) / 2, lastCaptionTop, at.curveWidth / 2);
    g.setColour(c.gridStrong);
    for (const int x :
         {(at.gainLeft + at.gainWidth + at.curveLeft) / 2, (at.curveLeft + at.curveWidth + at.filterLeft) / 2})
        g.fillRect(juce::Rectangle<int>(x, captionTop, 1, getHeight() - 2 * captionTop).toFloat());
}

void StagePanel::paint(juce::Graphics& g) {
    const auto& at = columnsAt(getWidth());
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto small = style.font(Face::regular, metrics::captionSize);
    drawText(g, small, c.textMuted, era_, {at.curveLeft, eraTop, at.curveWidth, lineHeight},
             juce::Justification::centredLeft);
    drawText(g, style.font(Face::mono, metrics::captionSize), c.textMuted, code_,
             {at.curveLeft + at.curveWidth / 2, captionTop, at.curveWidth / 2, lineHeight},
             juce::Justification::centredRight);
    drawText(g, small, c.textMuted, load_.load, {at.filterLeft, loadTextTop, at.filterWidth, lineHeight},
             juce::Justification::centredLeft);
    // Two lines where the column is narrow.
    drawParagraph(g, small, load_.isWarning ? c.accent : c.textMuted, load_.effect,
                  {at.filterLeft, loadTextTop + lineHeight, at.filterWidth, lineHeight + at.more});
    drawText(g, small, c.textMuted, clean_, {at.filterLeft, cleanTextTop + at.more, at.filterWidth, lineHeight},
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
