// SPDX-License-Identifier: GPL-3.0-or-later
#include "MeterPanel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

// Across: scale, bars, marks; the numbers stand over the bars.
constexpr int scaleRight = 44;
constexpr int tickLeft = 48;
constexpr int barWidth = 28;
constexpr std::array<int, 2> barCentre{70, 124};
constexpr int numberWidth = 54;
constexpr int marksLeft = 142;
constexpr int marksRight = 150;
constexpr int unitLeft = 156;

// Down.
constexpr int titleTop = 14;
constexpr int numbersTop = 46;
constexpr int numberHeight = 20;
constexpr int barTop = 124;
constexpr int barBottom = 428;
constexpr int markSpacing = 13;
constexpr int separatorY = 459;

// Numbers that people read change this often at most.
constexpr std::int64_t beatsPerNumber = 5;
// A level that turns round by less than this only wavers.
constexpr double steadyDb = 0.07;

constexpr std::array<const char*, 2> channelLetters{"L", "R"};

} // namespace

MeterPanel::MeterPanel(const juce::String& title, double rangeDb, std::vector<Mark> marks)
    : title_(title), rangeDb_(rangeDb),
      marks_(std::move(marks)), bars_{MeterBar(title.toLowerCase() + "_level_left", title + " level, left"),
                                      MeterBar(title.toLowerCase() + "_level_right", title + " level, right")} {
    setName(title);
    setTitle(title + " levels");
    setFocusContainerType(FocusContainerType::focusContainer);
    for (auto& bar : bars_)
        addAndMakeVisible(bar);
}

void MeterPanel::setFullScale(double dbv) {
    if (std::abs(dbv - fullScaleDbv_) < 1e-9) return;
    fullScaleDbv_ = dbv;
    scale_ = levelScaleFor(dbv, rangeDb_);
    std::vector<double> marks{dbv};
    for (const auto& mark : marks_)
        marks.push_back(mark.dbv);
    for (auto& bar : bars_) {
        bar.setScale(scale_, dbv);
        bar.setMarks(marks);
    }
    repaint();
    staticChanged();
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

juce::Rectangle<int> MeterPanel::placeArea() const { return {80, titleTop + 1, getWidth() - 80 - 16, 20}; }

void MeterPanel::setMono(bool mono) {
    if (mono == mono_) return;
    mono_ = mono;
    bars_[1].setVisible(!mono);
    for (auto& number : numbers_[1])
        number = {};
    repaint();
    staticChanged();
}

void MeterPanel::show(const std::array<ChannelReading, 2>& readings, const Tick& tick) {
    for (std::size_t i = 0; i < 2; ++i)
        bars_[i].show(readings[i]);
    if (tick.count % beatsPerNumber != 0) return;

    const double loudest = std::max(readings[0].rmsVolts, mono_ ? 0.0 : readings[1].rmsVolts);
    const auto unit = voltText(0.0, loudest).unit;
    const bool unitChanged = unit != voltUnit_;
    if (unitChanged) {
        voltUnit_ = unit;
        repaint(unitArea(2));
    }
    for (int channel = 0; channel < (mono_ ? 1 : 2); ++channel) {
        const auto& reading = readings[static_cast<std::size_t>(channel)];
        const double holdDbv = dbvOfPeak(reading.holdVolts);
        numbers_[static_cast<std::size_t>(channel)][0].decibels = holdDbv;
        setText(channel, 0, decibelText(holdDbv));
        // Volts and decibels of one level move together.
        const double rmsDbv = dbvOfRms(reading.rmsVolts);
        if (!numbers_[static_cast<std::size_t>(channel)][1].follow(rmsDbv) && !unitChanged) continue;
        setText(channel, 1, decibelText(rmsDbv));
        setText(channel, 2, voltText(reading.rmsVolts, loudest).number);
    }
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

void MeterPanel::setText(int channel, int row, const juce::String& text) {
    auto& number = numbers_[static_cast<std::size_t>(channel)][static_cast<std::size_t>(row)];
    if (number.text == text) return;
    number.text = text;
    repaint(numberArea(channel, row));
}

juce::String MeterPanel::numberText(int channel, int row) const {
    return numbers_[static_cast<std::size_t>(channel)][static_cast<std::size_t>(row)].text;
}

juce::Rectangle<int> MeterPanel::numberArea(int channel, int row) const {
    return {barCentre[static_cast<std::size_t>(channel)] - numberWidth / 2, numbersTop + row * numberHeight,
            numberWidth, numberHeight};
}

juce::Rectangle<int> MeterPanel::unitArea(int row) const {
    return {unitLeft, numbersTop + row * numberHeight, getWidth() - unitLeft - 8, numberHeight};
}

int MeterPanel::yOf(double dbv) const {
    return barTop + static_cast<int>(std::lround(scale_.proportionOf(dbv) * (barBottom - barTop)));
}

void MeterPanel::resized() {
    for (std::size_t i = 0; i < 2; ++i)
        bars_[i].setBounds(barCentre[i] - barWidth / 2, barTop, barWidth, barBottom - barTop);
}

void MeterPanel::paint(juce::Graphics& g) {
    const auto& c = style().colours();
    for (int channel = 0; channel < (mono_ ? 1 : 2); ++channel) {
        const auto& numbers = numbers_[static_cast<std::size_t>(channel)];
        const auto line = [&](int row, const juce::Font& font, juce::Colour colour) {
            drawText(g, font, colour, numbers[static_cast<std::size_t>(row)].text, numberArea(channel, row),
                     juce::Justification::centred);
        };
        line(0, style().font(Face::monoMedium, 14.0f),
             numbers[0].decibels > fullScaleDbv_ - 0.05 ? c.overload : c.text);
        line(1, style().font(Face::mono, metrics::bodySize), c.textMuted);
        line(2, style().font(Face::mono, metrics::bodySize), c.textMuted);
    }
    drawText(g, style().font(Face::regular, metrics::tickSize), c.textMuted, voltUnit_, unitArea(2),
             juce::Justification::centredLeft);
}

void MeterPanel::paintStatic(juce::Graphics& g) {
    const auto& c = style().colours();
    drawCard(g, *this);
    drawText(g, style().font(Face::semibold, metrics::readingSize), c.text, title_,
             {metrics::cardPadding - 4, titleTop, 100, 20}, juce::Justification::centredLeft);

    drawText(g, style().font(Face::regular, metrics::captionSize), placeIsWarning_ ? c.accent : c.textMuted, place_,
             placeArea(), juce::Justification::centredRight);

    const auto small = style().font(Face::regular, metrics::tickSize);
    drawText(g, small, c.textMuted, "Peak", {16, numbersTop, 30, numberHeight}, juce::Justification::centredLeft);
    drawText(g, small, c.textMuted, "RMS", {16, numbersTop + numberHeight, 30, numberHeight},
             juce::Justification::centredLeft);
    drawText(g, small, c.textMuted, "dBV", unitArea(0), juce::Justification::centredLeft);
    drawText(g, small, c.textMuted, "dBV", unitArea(1), juce::Justification::centredLeft);

    g.setColour(c.well);
    for (std::size_t i = 0; i < (mono_ ? 1u : 2u); ++i) {
        g.fillRect(bars_[i].getBounds());
        drawText(g, style().font(Face::medium, metrics::tickSize), c.textMuted, mono_ ? "Mono" : channelLetters[i],
                 {barCentre[i] - 25, barBottom + 4, 50, 16}, juce::Justification::centred);
        g.setColour(c.well);
    }
    paintScale(g);
    paintMarks(g);

    g.setColour(c.gridStrong);
    g.fillRect(juce::Rectangle<int>(16, separatorY, getWidth() - 32, 1).toFloat());
}

void MeterPanel::paintScale(juce::Graphics& g) const {
    const auto& c = style().colours();
    const auto font = style().font(Face::mono, metrics::tickSize);
    const double perTen = 10.0 * (barBottom - barTop) / (scale_.topDbv - scale_.bottomDbv);
    // Every ten where there is room for it, else every twenty.
    const int step = perTen >= 18.0 ? 10 : 20;
    const int first = static_cast<int>(std::ceil(scale_.bottomDbv / step)) * step;
    for (int dbv = first; dbv <= scale_.topDbv; dbv += step) {
        const int y = yOf(dbv);
        g.setColour(c.ideal);
        g.fillRect(juce::Rectangle<float>(static_cast<float>(tickLeft), static_cast<float>(y), 5.0f, 1.0f));
        const auto text = dbv > 0 ? "+" + juce::String(dbv) : pretty(juce::String(dbv));
        drawText(g, font, c.textMuted, text, {0, y - 8, scaleRight, 16}, juce::Justification::centredRight);
    }
}

void MeterPanel::paintMarks(juce::Graphics& g) const {
    const auto& c = style().colours();
    const auto font = style().font(Face::regular, metrics::tickSize);
    auto marks = marks_;
    marks.insert(marks.begin(), {fullScaleDbv_, "full scale", true});
    std::vector<int> taken;
    for (const auto& mark : marks) {
        if (mark.dbv > scale_.topDbv || mark.dbv < scale_.bottomDbv) continue;
        const int y = yOf(mark.dbv);
        const auto colour = mark.isLimit ? c.overload : c.reference;
        g.setColour(colour);
        drawDashes(g, static_cast<float>(tickLeft + 7), static_cast<float>(marksLeft + 2), static_cast<float>(y));
        const bool crowded =
            std::any_of(taken.begin(), taken.end(), [y](int other) { return std::abs(other - y) < markSpacing; });
        if (crowded) continue;
        taken.push_back(y);
        drawText(g, font, colour, pretty(juce::String(mark.text)), {marksRight - 2, y - 8, getWidth() - marksRight, 16},
                 juce::Justification::centredLeft);
    }
}

} // namespace phonostage::ui
