// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestAzimuthCard.h"

#include "app/check/TestBandsCard.h"
#include "app/check/TestRecordModel.h"
#include "dsp/simd/Decibels.h"
#include "ui/controls/Form.h"
#include "ui/text/ScreenNumbers.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using media::BandPurpose;
using media::BandState;

constexpr double degrees = 180.0 / std::numbers::pi;
constexpr double longestBarDb = 40.0;
constexpr double drawnTimes = 5.0, mostDrawnDegrees = 22.0; ///< exaggerated
const juce::String degreeSign = juce::String::fromUTF8("\xc2\xb0");

using ui::fromUtf8;

const media::BandProgress* bandOf(const TestRecordModel& model, BandPurpose purpose) {
    for (const auto& band : model.progress().bands)
        if (band.band.purpose == purpose) return &band;
    return nullptr;
}

double leakDb(std::complex<double> leak) { return dsp::finiteDecibelsOfPower(std::norm(leak)); }

/** The crosstalk of one direction at 1 kHz: of the tone, else of the sweep. */
std::optional<std::complex<double>> leakAtOne(const TestRecordModel& model, std::size_t channel) {
    if (const auto& level = model.results().level[channel]) return level->tone.otherOver(channel);
    if (model.sweep() == nullptr) return std::nullopt;
    for (const auto& point : model.sweep()->sweep.channel[channel].crosstalk)
        if (point.frequencyHz == 1000.0) return point.leak;
    return std::nullopt;
}

std::optional<double> leakNear(const TestRecordModel& model, std::size_t channel, double hz) {
    if (model.sweep() == nullptr) return std::nullopt;
    for (const auto& point : model.sweep()->sweep.channel[channel].crosstalk)
        if (std::abs(std::log(point.frequencyHz / hz)) < 0.03) return leakDb(point.leak);
    return std::nullopt;
}

/** What would tell this direction. */
juce::String whatToPlay(const TestRecordModel& model, std::size_t channel) {
    for (const auto purpose : {channel == 0 ? BandPurpose::levelLeft : BandPurpose::levelRight,
                               channel == 0 ? BandPurpose::sweepLeft : BandPurpose::sweepRight})
        if (const auto* band = bandOf(model, purpose)) {
            if (band->state == BandState::hearing) return "playing";
            return "play " + (band->band.label.empty() ? fromUtf8(media::bandName(band->band)).replace("Sweep", "sweep")
                                                       : fromUtf8(band->band.label));
        }
    return "not on this record";
}

void describeAngle(const TestRecordModel& model, TestAzimuthCard::View& view) {
    const auto left = leakAtOne(model, 0), right = leakAtOne(model, 1);
    view.isAdvice = true;
    if (model.sweep() != nullptr && model.sweep()->sweep.azimuth) {
        const auto& azimuth = *model.sweep()->sweep.azimuth;
        view.leanDegrees = azimuth.degrees;
        view.isAdvice = azimuth.isSure;
        view.advice = azimuth.isSure ? "sure: " + ui::fixedText(azimuth.gainDb, 0) + " dB less crosstalk"
                                     : "no advice: the angle explains only " +
                                           ui::fixedText(std::max(azimuth.gainDb, 0.0), 1) + " dB of it";
    } else if (left && right) {
        view.leanDegrees = std::asin(std::clamp(0.5 * (left->real() - right->real()), -1.0, 1.0)) * degrees;
        view.advice = "a guess from 1 kHz; the sweeps settle it";
    } else if (left || right) {
        const double part = left ? left->real() : -right->real();
        view.leanDegrees = std::asin(std::clamp(part, -1.0, 1.0)) * degrees;
        view.advice = juce::String("a first guess; the ") + (left ? "right" : "left") + " channel settles it";
    }
    if (!view.leanDegrees) return;
    view.figure = ui::fixedText(std::abs(*view.leanDegrees), 1) + degreeSign;
    view.heading = view.isAdvice ? "Turn the head" : "It seems to lean";
    // What leans anticlockwise is turned clockwise.
    view.direction = (*view.leanDegrees > 0.0) == view.isAdvice ? "clockwise" : "anticlockwise";
}

} // namespace

TestAzimuthCard::TestAzimuthCard() : Card("Crosstalk and azimuth") { setComponentID("testrecord_azimuth"); }

TestAzimuthCard::View TestAzimuthCard::viewOf(const TestRecordModel& model) {
    View view;
    describeAngle(model, view);
    const auto left = leakAtOne(model, 0), right = leakAtOne(model, 1);
    const auto row = [&](const char* name, const std::optional<std::complex<double>>& leak, std::size_t channel) {
        if (leak)
            view.rows.push_back({name, ui::signedText(leakDb(*leak), 1) + " dB", false});
        else
            view.rows.push_back({name, whatToPlay(model, channel), true});
    };
    row("Left into right", left, 0);
    row("Right into left", right, 1);
    std::optional<double> balance;
    const auto& level = model.results().level;
    if (level[0] && level[1])
        balance = dsp::decibels(level[1]->tone.channel[1].amplitude / level[0]->tone.channel[0].amplitude);
    else if (model.sweep() != nullptr)
        balance = model.sweep()->sweep.balanceDb;
    view.rows.push_back(
        {"Balance, right over left", balance ? ui::signedText(*balance, 2) + " dB" : juce::String("to come"), false});
    constexpr std::array<double, 3> frequencies{100.0, 1000.0, 10000.0};
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < frequencies.size(); ++i)
            view.bars[c][i] = leakNear(model, c, frequencies[i]);
    view.state = left && right ? BandState::done : left || right ? BandState::hearing : BandState::open;
    view.part = 0.5;
    view.atRight = left && right ? juce::String()
                   : left        ? juce::String("right channel to come")
                   : right       ? juce::String("left channel to come")
                                 : juce::String("to come");
    return view;
}

void TestAzimuthCard::show(const TestRecordModel& model) {
    auto view = viewOf(model);
    if (view == view_) return;
    view_ = std::move(view);
    juce::String description;
    if (view_.leanDegrees)
        description << view_.heading << " " << view_.figure << " " << view_.direction << ": " << view_.advice << ". ";
    for (const auto& row : view_.rows)
        description << row.name << ": " << row.value << ". ";
    setDescription(description);
    repaint();
}

/** Headshell and cartridge from the front, leaning; the line of where it should stand. */
void TestAzimuthCard::paintHead(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const {
    const auto& c = style.colours();
    g.setColour(c.well);
    g.fillRoundedRectangle(area.toFloat(), metrics::fieldRadius);
    const auto words = area.removeFromBottom(20);
    ui::drawText(g, style.font(ui::Face::regular, metrics::tickSize), c.textMuted,
                 !view_.leanDegrees ? "from the front"
                 : isTight()        ? "front, exaggerated"
                                    : "from the front, exaggerated",
                 words, juce::Justification::centred);
    const float scale =
        std::min(static_cast<float>(area.getHeight()) / 166.0F, static_cast<float>(area.getWidth()) / 160.0F);
    const auto tip =
        juce::Point<float>(static_cast<float>(area.getCentreX()), static_cast<float>(area.getBottom()) - 12.0F * scale);
    const auto at = [&](float x, float y) { return tip.translated(x * scale, y * scale); };
    // The groove.
    juce::Path groove;
    groove.startNewSubPath(at(-72, -12));
    groove.lineTo(at(-12, -12));
    groove.lineTo(tip);
    groove.lineTo(at(12, -12));
    groove.lineTo(at(72, -12));
    g.setColour(c.textMuted);
    g.strokePath(groove, juce::PathStrokeType(1.5F));
    const std::array<float, 2> dashes{2.0F, 3.0F};
    g.drawDashedLine({tip, at(0, -132)}, dashes.data(), 2, 1.0F);

    const double lean = std::clamp(view_.leanDegrees.value_or(0.0) * drawnTimes, -mostDrawnDegrees, mostDrawnDegrees);
    const auto turned = juce::AffineTransform::scale(scale)
                            .rotated(static_cast<float>(-lean / degrees)) // counter-clockwise is to the left
                            .translated(tip);
    const auto outline = [&](juce::Path path, juce::Colour fill) {
        path.applyTransform(turned);
        g.setColour(fill);
        g.fillPath(path);
        g.setColour(c.text);
        g.strokePath(path, juce::PathStrokeType(1.5F));
    };
    juce::Path stylus, body, shell;
    stylus.startNewSubPath(-8, -42);
    stylus.lineTo(8, -42);
    stylus.lineTo(4, -20);
    stylus.lineTo(0, 0);
    stylus.lineTo(-4, -20);
    stylus.closeSubPath();
    body.addRoundedRectangle(-32.0F, -94.0F, 64.0F, 52.0F, 4.0F);
    shell.addRoundedRectangle(-50.0F, -112.0F, 100.0F, 18.0F, 4.0F);
    outline(stylus, c.well);
    outline(body, c.raised);
    outline(shell, c.raised);
    if (view_.isAdvice && view_.leanDegrees && std::abs(*view_.leanDegrees) >= 0.05) paintTurn(g, c, tip, scale);
}

/** The way to turn it. */
void TestAzimuthCard::paintTurn(juce::Graphics& g, const ui::Palette& c, juce::Point<float> tip, float scale) const {
    const auto at = [&](float x, float y) { return tip.translated(x * scale, y * scale); };
    const float to = *view_.leanDegrees > 0.0 ? 1.0F : -1.0F;
    juce::Path arc;
    arc.startNewSubPath(at(-22.0F * to, -140));
    arc.quadraticTo(at(2.0F * to, -152), at(26.0F * to, -140));
    g.setColour(c.line);
    g.strokePath(arc, juce::PathStrokeType(1.75F));
    juce::Path head;
    head.startNewSubPath(at(17.0F * to, -141.0F));
    head.lineTo(at(26.0F * to, -140));
    head.lineTo(at(22.0F * to, -149));
    g.strokePath(head, juce::PathStrokeType(1.75F));
}

void TestAzimuthCard::paintWords(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const {
    const auto& c = style.colours();
    const auto caption = style.font(ui::Face::regular, metrics::captionSize);
    if (view_.leanDegrees) {
        ui::drawText(g, caption, c.textMuted, view_.heading, area.removeFromTop(16), juce::Justification::centredLeft);
        auto line = area.removeFromTop(isTight() ? 23 : 26);
        const auto figure = style.font(ui::Face::mono, metrics::largeReadingSize);
        ui::drawText(g, figure, c.text, view_.figure, line, juce::Justification::centredLeft);
        line.removeFromLeft(static_cast<int>(std::ceil(compat::textWidth(figure, view_.figure))) + 8);
        ui::drawText(g, style.font(ui::Face::semibold, metrics::bodySize), c.text, view_.direction, line,
                     juce::Justification::centredLeft);
        ui::drawParagraph(g, caption, c.textMuted, view_.advice, area.removeFromTop(isTight() ? 18 : 34));
    } else {
        ui::drawParagraph(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted,
                          "Play the 1 kHz bands or the sweeps of both channels.",
                          area.removeFromTop(isTight() ? 36 : 76));
    }
    area.removeFromTop(isTight() ? 0 : 8);
    if (!isTight()) {
        g.setColour(c.gridStrong);
        g.fillRect(area.removeFromTop(1));
        area.removeFromTop(8);
    }
    for (const auto& row : view_.rows) {
        const auto line = area.removeFromTop(isTight() ? 18 : 22);
        ui::drawText(g, caption, c.textMuted, row.name, line, juce::Justification::centredLeft);
        const bool isFigure = row.value.endsWith("dB");
        ui::drawText(g, isFigure ? style.font(ui::Face::mono, metrics::captionSize) : caption,
                     row.isToDo ? c.accent
                     : isFigure ? c.text
                                : c.textMuted,
                     row.value, line, juce::Justification::centredRight);
    }
}

void TestAzimuthCard::paintBars(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const {
    const auto& c = style.colours();
    g.setColour(c.gridStrong);
    g.fillRect(area.removeFromTop(1));
    area.removeFromTop(6);
    const auto caption = style.font(ui::Face::regular, metrics::captionSize);
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    auto head = area.removeFromTop(16);
    ui::drawText(g, caption, c.textMuted, "By frequency: left into right, below it right into left", head,
                 juce::Justification::centredLeft);
    if (!isTight())
        ui::drawText(g, small, c.textMuted, "dB, longer is better", head, juce::Justification::centredRight);
    area.removeFromTop(4);
    constexpr std::array<const char*, 3> names{"100 Hz", "1 kHz", "10 kHz"};
    const int width = area.getWidth() / 3;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto cell = area.withX(area.getX() + static_cast<int>(i) * width).withWidth(width - 12);
        for (std::size_t channel = 0; channel < 2; ++channel) {
            auto row = cell.removeFromTop(13);
            const auto number = row.removeFromRight(40);
            const auto well = row.withSizeKeepingCentre(row.getWidth(), 7);
            g.setColour(c.well);
            g.fillRoundedRectangle(well.toFloat(), 2.0F);
            const auto& value = view_.bars[channel][i];
            if (!value) continue;
            const double part = std::clamp(-*value / longestBarDb, 0.02, 1.0);
            g.setColour(channel == 0 ? c.level : c.reference);
            g.fillRoundedRectangle(well.withWidth(std::max(3, juce::roundToInt(part * well.getWidth()))).toFloat(),
                                   2.0F);
            ui::drawText(g, style.font(ui::Face::mono, metrics::tickSize), c.text, ui::signedText(*value, 1), number,
                         juce::Justification::centredRight);
        }
        ui::drawText(g, small, c.textMuted, names[i], cell.removeFromTop(15), juce::Justification::centredLeft);
    }
}

void TestAzimuthCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const int edge = metrics::cardPadding;
    drawBandSign(g, c, {static_cast<float>(getWidth() - edge) - 9.0F, 25.0F}, 18.0F, view_.state, view_.part);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, view_.atRight,
                 {edge, 14, getWidth() - 2 * edge - 26, 22}, juce::Justification::centredRight);
    auto area = getLocalBounds().reduced(edge, 0).withTrimmedTop(isTight() ? 40 : 50).withTrimmedBottom(8);
    const bool hasBars = std::any_of(view_.bars.begin(), view_.bars.end(), [](const auto& list) {
        return std::any_of(list.begin(), list.end(), [](const auto& value) { return value.has_value(); });
    });
    if (hasBars || !isTight()) {
        paintBars(g, style, area.removeFromBottom(70));
        area.removeFromBottom(isTight() ? 2 : 8);
    }
    const auto head = area.removeFromLeft(isTight() ? 140 : 176);
    area.removeFromLeft(isTight() ? 14 : 20);
    paintHead(g, style, head);
    paintWords(g, style, area);
}

} // namespace phonostage::app
