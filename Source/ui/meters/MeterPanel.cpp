// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/MeterPanel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

// Across: scale, bars, marks; the numbers stand over the bars.
constexpr int scaleRight = 43;
constexpr int tickLeft = 46;
constexpr int barWidth = 38;
constexpr std::array<int, 2> barCentre{71, 127};
constexpr int numberWidth = 54;
constexpr int marksLeft = 148;
constexpr int marksRight = 153;
constexpr int unitLeft = 160;

// Down.
constexpr int titleTop = 14;
constexpr int numbersTop = 46;
constexpr int numberHeight = 20;
constexpr int barTop = 146;
constexpr int barFoot = 32; ///< below the bars: the channels' letters
constexpr double markSpacing = 13.0;
constexpr double labelSpacing = 14.0;
constexpr double tickSpacing = 5.0;

// Numbers that people read change this often at most.
constexpr std::int64_t beatsPerNumber = 5;
// A level that turns round by less than this only wavers.
constexpr double steadyDb = 0.07;
// As far below full scale as is shown as full scale.
constexpr double atFullScaleDb = 0.05;

constexpr std::array<const char*, 2> channelLetters{"L", "R"};

} // namespace

MeterPanel::MeterPanel(MeterEnd end, const juce::String& title)
    : end_(end), title_(title), bars_{MeterBar(end, title.toLowerCase() + "_level_left", title + " level, left"),
                                      MeterBar(end, title.toLowerCase() + "_level_right", title + " level, right")},
      peaks_{PeakNumber(end, title.toLowerCase() + "_peak_left", title.toLowerCase() + " peak, left"),
             PeakNumber(end, title.toLowerCase() + "_peak_right", title.toLowerCase() + " peak, right")} {
    setName(title);
    setTitle(title + " levels");
    setFocusContainerType(FocusContainerType::focusContainer);
    for (auto& bar : bars_)
        addAndMakeVisible(bar);
    for (int channel = 0; channel < 2; ++channel) {
        auto& number = peaks_[static_cast<std::size_t>(channel)];
        number.onClick = [this, channel] {
            if (onResetPeak) onResetPeak(channel);
        };
        addAndMakeVisible(number);
    }
    applySetup();
}

void MeterPanel::setSetup(const MeterSetup& setup) {
    if (setup == setup_) return;
    setup_ = setup;
    applySetup();
}

void MeterPanel::applySetup() {
    scale_ = MeterScale(setup_.range);
    std::vector<double> levels{setup_.fullScaleDbv};
    for (const auto& mark : setup_.marks)
        levels.push_back(mark.dbv);
    for (auto& bar : bars_) {
        bar.setScale(scale_, setup_.fullScaleDbv);
        bar.setMarks(levels);
    }
    forgetNumbers();
    repaint();
    staticChanged();
}

std::function<void(int channel)> forgetPeak(std::array<dsp::ChannelMeter, 2>& meters) {
    // The audio thread raises it again from the next block on.
    return [&meters](int channel) {
        meters[static_cast<std::size_t>(channel)].peakHoldVolts.store(0.0, std::memory_order_relaxed);
    };
}

void MeterPanel::setUnit(LevelUnit unit) {
    if (unit == unit_) return;
    unit_ = unit;
    for (auto& bar : bars_)
        bar.setUnit(unit);
    forgetNumbers();
    repaint();
    staticChanged();
}

void MeterPanel::forgetNumbers() {
    for (auto& channel : numbers_)
        for (auto& number : channel)
            number = {};
}

void MeterPanel::setPixelsPerUnit(double pixelsPerUnit) {
    for (auto& bar : bars_)
        bar.setPixelsPerUnit(pixelsPerUnit);
}

void MeterPanel::setPlace(const juce::String& place, bool isWarning) {
    if (place == place_ && isWarning == placeIsWarning_) return;
    place_ = place;
    placeIsWarning_ = isWarning;
    staticChanged(placeArea());
}

void MeterPanel::setMono(bool mono) {
    if (mono == mono_) return;
    mono_ = mono;
    bars_[1].setVisible(barsVisible_ && !mono);
    peaks_[1].setVisible(!mono);
    forgetNumbers();
    repaint();
    staticChanged();
}

void MeterPanel::setBarsVisible(bool visible) {
    if (visible == barsVisible_) return;
    barsVisible_ = visible;
    bars_[0].setVisible(visible);
    bars_[1].setVisible(visible && !mono_);
    staticChanged();
}

void MeterPanel::show(const std::array<ChannelReading, 2>& readings, const Tick& tick) {
    for (std::size_t i = 0; i < 2; ++i)
        bars_[i].show(readings[i]);
    const bool all = numbers_[0][peak].text.isEmpty();
    if (!all && tick.count % beatsPerNumber != 0) return;

    const double loudest = std::max(readings[0].rmsVolts, mono_ ? 0.0 : readings[1].rmsVolts);
    const auto unit = voltText(0.0, loudest).unit;
    const bool unitChanged = unit != voltUnit_;
    if (unitChanged) {
        voltUnit_ = unit;
        repaint(unitArea(rmsOther));
    }
    for (int channel = 0; channel < channelCount(); ++channel)
        showNumbers(readings[static_cast<std::size_t>(channel)], channel, loudest, all || unitChanged);
}

void MeterPanel::showNumbers(const ChannelReading& reading, int channel, double loudestVolts, bool all) {
    const double holdDbv = dbvOfPeak(reading.holdVolts);
    const double full = setup_.fullScaleDbv;
    auto& numbers = numbers_[static_cast<std::size_t>(channel)];
    numbers[peak].text = levelText(unit_, holdDbv, full);
    peaks_[static_cast<std::size_t>(channel)].show(numbers[peak].text, holdDbv > full - atFullScaleDb);
    if (setup_.cmPerSecondPerVolt > 0.0)
        setText(channel, peakOther, threeDigits(setup_.cmPerSecondPerVolt * reading.holdVolts));
    else
        setText(channel, peakOther,
                levelText(unit_ == LevelUnit::dbfs ? LevelUnit::dbv : LevelUnit::dbfs, holdDbv, full));

    // Volts and decibels of one level move together.
    const double rmsDbv = dbvOfRms(reading.rmsVolts);
    if (!numbers[rms].follow(rmsDbv) && !all) return;
    setText(channel, rms, levelText(unit_, rmsDbv, full));
    setText(channel, rmsOther,
            unit_ == LevelUnit::millivolts ? decibelText(rmsDbv) : voltText(reading.rmsVolts, loudestVolts).number);
}

bool MeterPanel::Number::follow(double now) {
    // Silence is far below everything, yet a number.
    now = std::max(now, -1e3);
    const double moved = now - decibels;
    const int towards = moved > 0.0 ? 1 : -1;
    if (!(std::abs(moved) > 0.0) || (towards != direction && std::abs(moved) < steadyDb)) return false;
    decibels = now;
    direction = towards;
    return true;
}

void MeterPanel::setText(int channel, Row row, const juce::String& text) {
    auto& number = numbers_[static_cast<std::size_t>(channel)][row];
    if (number.text == text) return;
    number.text = text;
    repaint(numberArea(channel, row));
}

juce::String MeterPanel::numberText(int channel, Row row) const {
    return numbers_[static_cast<std::size_t>(channel)][row].text;
}

juce::String MeterPanel::rowUnit(Row row) const {
    if (row == peakOther)
        return setup_.cmPerSecondPerVolt > 0.0 ? "cm/s"
                                               : unitName(unit_ == LevelUnit::dbfs ? LevelUnit::dbv : LevelUnit::dbfs);
    if (row == rmsOther) return unit_ == LevelUnit::millivolts ? juce::String("dBV") : voltUnit_;
    return unitName(unit_);
}

juce::Rectangle<int> MeterPanel::placeArea() const { return {80, titleTop + 1, getWidth() - 80 - 16, 20}; }

juce::Rectangle<int> MeterPanel::barsArea() const {
    return juce::Rectangle<int>::leftTopRightBottom(12, barTop, getWidth() - 12,
                                                    std::max(barTop + 1, getHeight() - barFoot));
}

juce::Rectangle<int> MeterPanel::numberArea(int channel, int row) const {
    return {barCentre[static_cast<std::size_t>(channel)] - numberWidth / 2, numbersTop + row * numberHeight,
            numberWidth, numberHeight};
}

juce::Rectangle<int> MeterPanel::unitArea(int row) const {
    return {unitLeft, numbersTop + row * numberHeight, getWidth() - unitLeft - 8, numberHeight};
}

void MeterPanel::resized() {
    const auto area = barsArea();
    for (std::size_t i = 0; i < 2; ++i) {
        bars_[i].setBounds(barCentre[i] - barWidth / 2, area.getY(), barWidth, area.getHeight());
        bars_[i].setScale(scale_, setup_.fullScaleDbv);
        peaks_[i].setBounds(numberArea(static_cast<int>(i), peak));
    }
}

void MeterPanel::paint(juce::Graphics& g) {
    const auto& c = style().colours();
    const auto font = style().font(Face::mono, metrics::bodySize);
    for (int channel = 0; channel < channelCount(); ++channel)
        for (int row = peakOther; row < rowCount; ++row)
            drawText(g, font, row == rms ? c.text : c.textMuted, numberText(channel, static_cast<Row>(row)),
                     numberArea(channel, row), juce::Justification::centred);
    drawText(g, style().font(Face::regular, metrics::tickSize), c.textMuted, rowUnit(rmsOther), unitArea(rmsOther),
             juce::Justification::centredLeft);
}

void MeterPanel::paintStatic(juce::Graphics& g) {
    const auto& c = style().colours();
    drawCard(g, *this);
    drawText(g, style().font(Face::semibold, metrics::headingSize), c.text, title_,
             {metrics::cardPadding - 4, titleTop, 100, 20}, juce::Justification::centredLeft);
    drawText(g, style().font(Face::regular, metrics::captionSize), placeIsWarning_ ? c.accent : c.textMuted, place_,
             placeArea(), juce::Justification::centredRight);

    const auto small = style().font(Face::regular, metrics::tickSize);
    for (const auto row : {peak, rms})
        drawText(g, small, c.textMuted, row == peak ? "Peak" : "RMS",
                 {14, numbersTop + row * numberHeight, 30, numberHeight}, juce::Justification::centredLeft);
    for (const auto row : {peak, peakOther, rms})
        drawText(g, small, c.textMuted, rowUnit(row), unitArea(row), juce::Justification::centredLeft);
    if (!barsVisible_) return;

    const auto area = barsArea();
    for (std::size_t i = 0; i < static_cast<std::size_t>(channelCount()); ++i) {
        g.setColour(c.well);
        g.fillRect(bars_[i].getBounds());
        drawText(g, style().font(Face::medium, metrics::tickSize), c.textMuted, mono_ ? "Mono" : channelLetters[i],
                 {barCentre[i] - 25, area.getBottom() + 5, 50, 16}, juce::Justification::centred);
    }
    paintScale(g);
    paintMarks(g);
}

void MeterPanel::paintScale(juce::Graphics& g) const {
    const auto& c = style().colours();
    const auto font = style().font(Face::mono, metrics::tickSize);
    const auto ticks = scaleTicks(scale_, unit_, setup_.fullScaleDbv, barHeight(), labelSpacing, tickSpacing);
    for (const auto& tick : ticks) {
        const int y = barsArea().getY() + static_cast<int>(std::lround(scale_.proportionOf(tick.dbv) * barHeight()));
        const bool labelled = !tick.text.empty();
        const int width = labelled ? 5 : 3;
        g.setColour(c.ideal);
        g.fillRect(juce::Rectangle<int>(tickLeft + 5 - width, y, width, 1).toFloat());
        if (labelled)
            drawText(g, font, c.textMuted, pretty(juce::String(tick.text)), {0, y - 8, scaleRight, 16},
                     juce::Justification::centredRight);
    }
}

void MeterPanel::paintMarks(juce::Graphics& g) const {
    const auto& c = style().colours();
    const auto font = style().font(Face::regular, metrics::tickSize);
    auto marks = setup_.marks;
    marks.insert(marks.begin(), {setup_.fullScaleDbv, "full scale", MarkKind::limit});
    const auto top = static_cast<float>(barsArea().getY());
    const auto end = static_cast<float>(mono_ ? barCentre[0] + barWidth / 2 + 2 : marksLeft);
    for (const auto& place : placeMarks(scale_, std::move(marks), barHeight(), markSpacing)) {
        const auto limit = end_ == MeterEnd::input ? c.overload : c.clip;
        g.setColour(place.mark.kind == MarkKind::limit ? limit : c.reference);
        const float y = top + static_cast<float>(std::lround(place.y));
        const float labelY = top + static_cast<float>(std::lround(place.labelY));
        int textLeft = marksRight;
        if (place.side == PlacedMark::Side::inside) {
            drawDashes(g, static_cast<float>(tickLeft + 7), end, y);
            if (std::abs(labelY - y) > 1.0f)
                g.drawLine(end, y + 0.5f, static_cast<float>(marksRight) - 1.0f, labelY + 0.5f, 1.0f);
        } else {
            // The level itself lies beyond the scale: an arrow points to it.
            const float tip = place.side == PlacedMark::Side::above ? -4.0f : 4.0f;
            const auto x = static_cast<float>(marksRight);
            juce::Path arrow;
            arrow.addTriangle(x, labelY - tip, x + 7.0f, labelY - tip, x + 3.5f, labelY + tip);
            g.fillPath(arrow);
            textLeft += 10;
        }
        drawText(
            g, font, place.mark.kind == MarkKind::limit ? limit : c.reference, pretty(juce::String(place.mark.text)),
            {textLeft, static_cast<int>(labelY) - 8, getWidth() - textLeft - 2, 16}, juce::Justification::centredLeft);
    }
}

} // namespace phonostage::ui
