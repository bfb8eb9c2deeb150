// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/TestRecordPicture.h"

#include "dsp/simd/Decibels.h"
#include "plot/Canvas.h"
#include "plot/Palette.h"
#include "plot/Scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phonostage::plot {
namespace {

using Area = juce::Rectangle<float>;

constexpr float margin = 32.0f, gap = 16.0f;
constexpr double shownTurns = 5.0;
constexpr double withinDb = 1.0;

struct Line {
    std::string name;
    juce::Colour colour;
    bool isDashed = false;
};

void stroke(Canvas& canvas, const Area& area, const juce::Path& path, const Line& line, float thickness = 2.5f) {
    auto& g = canvas.graphics();
    const juce::Graphics::ScopedSaveState saved(g);
    g.reduceClipRegion(area.getSmallestIntegerContainer());
    g.setColour(line.colour);
    const juce::PathStrokeType type(thickness, juce::PathStrokeType::curved, juce::PathStrokeType::rounded);
    if (!line.isDashed) {
        g.strokePath(path, type);
        return;
    }
    juce::Path dashed;
    const std::array<float, 2> dashes{9.0f, 6.0f};
    type.createDashedStroke(dashed, path, dashes.data(), static_cast<int>(dashes.size()));
    g.fillPath(dashed);
}

template <typename Points, typename X, typename Y>
juce::Path pathThrough(const Points& points, const X& x, const Y& y) {
    juce::Path path;
    bool isFirst = true; // a path with a beginning alone counts as empty
    for (const auto& point : points) {
        const juce::Point<float> at(x(point), y(point));
        isFirst ? path.startNewSubPath(at) : path.lineTo(at);
        isFirst = false;
    }
    return path;
}

/** A card with a heading, a legend at its right end, and the area to draw in. */
Area panel(Canvas& canvas, const Area& card, const std::string& heading, const std::vector<Line>& legend) {
    canvas.card(card);
    const float baseline = card.getY() + 36.0f;
    canvas.write(heading, card.getX() + 28.0f, baseline, Face::medium, 20.0f, pictureColours.text);
    float right = card.getRight() - 32.0f;
    for (auto line = legend.rbegin(); line != legend.rend(); ++line) {
        const float width =
            canvas.write(line->name, right, baseline, Face::regular, 18.0f, pictureColours.text, Align::right);
        const float from = right - width - 46.0f, to = right - width - 12.0f;
        if (line->isDashed)
            canvas.dashedLine({from, baseline - 6.0f, to, baseline - 6.0f}, line->colour, 3.0f);
        else
            canvas.horizontalLine(baseline - 6.0f, from, to, line->colour, 3.0f);
        right = from - 28.0f;
    }
    const auto area =
        card.withTrimmedLeft(92.0f).withTrimmedRight(32.0f).withTrimmedTop(64.0f).withTrimmedBottom(44.0f);
    canvas.graphics().setColour(pictureColours.well);
    canvas.graphics().fillRect(area);
    return area;
}

/** The unit stands at the highest tick. */
void levelGrid(Canvas& canvas, const Scale& y, const Area& area, double step, int decimals, const std::string& unit,
               bool withPlus) {
    const auto levels = multiples(y.first(), y.last(), step);
    for (const double level : levels) {
        const bool isZero = std::abs(level) < step * 1e-6;
        canvas.horizontalLine(y.at(level), area.getX(), area.getRight(),
                              isZero ? pictureColours.outline : pictureColours.gridStrong);
        const auto text = isZero ? std::string("0") : numberText(level, decimals, withPlus);
        canvas.write(level == levels.back() ? text + " " + unit : text, area.getX() - 10.0f, y.at(level) + 5.5f,
                     Face::mono, 16.0f, pictureColours.textMuted, Align::right);
    }
}

void frequencyGrid(Canvas& canvas, const Scale& x, const Area& area) {
    for (int decade = 0; decade < 6; ++decade)
        for (int digit = 1; digit <= 9; ++digit) {
            const double hz = std::pow(10.0, decade) * digit;
            if (!x.contains(hz)) continue;
            const bool isMajor = digit == 1 || digit == 2 || digit == 5;
            canvas.verticalLine(x.at(hz), area.getY(), area.getBottom(),
                                isMajor ? pictureColours.gridStrong : pictureColours.gridFaint);
            if (isMajor && x.at(hz) < area.getRight() - 84.0f)
                canvas.write(frequencyText(hz), x.at(hz), area.getBottom() + 27.0f, Face::mono, 16.0f,
                             pictureColours.textMuted, Align::centre);
        }
    canvas.write(frequencyText(x.last()) + " Hz", area.getRight(), area.getBottom() + 27.0f, Face::mono, 16.0f,
                 pictureColours.textMuted, Align::right);
}

// ------------------------------------------------------------ speed

std::vector<std::pair<std::string, std::string>> speedFigures(const TestRecordPicture& picture) {
    const auto& wow = *picture.wow;
    const auto percent = [](double part, int decimals) { return numberText(100.0 * part, decimals) + " %"; };
    std::vector<std::pair<std::string, std::string>> rows{
        {"Speed", numberText(wow.rpm * (1.0 + wow.speedError), 3) + " rpm"},
        {"Against the record's", numberText(100.0 * wow.speedError, 3, true) + " %"},
        {"Weighted, 2 sigma", "\xC2\xB1" + percent(wow.weighted.twoSigma, 3)},
        {"Without the hole", "\xC2\xB1" + percent(wow.weightedWithoutHole.twoSigma, 3)},
        {"Unweighted, 2 sigma", "\xC2\xB1" + percent(wow.unweighted.twoSigma, 3)},
        {"Off-centre hole", "\xC2\xB1" + percent(wow.hole.peak, 3)}};
    if (picture.radiusMm > 0.0)
        rows.emplace_back("Off centre", numberText(wow.hole.peak * picture.radiusMm, 2) + " mm");
    return rows;
}

void drawSpeed(Canvas& canvas, const TestRecordPicture& picture, Area card) {
    const auto& wow = *picture.wow;
    const auto figures = card.removeFromRight(400.0f);
    card.removeFromRight(gap);
    const Line speed{"speed", pictureColours.line, false},
        once{"once a turn: the hole", pictureColours.reference, true};
    const auto area = panel(canvas, card, "Speed, wow and flutter", {speed, once});
    // Behind the filters' settling, whole turns.
    const double turnSeconds = 60.0 / wow.rpm;
    const double rate = wow.deviationRateHz;
    const auto count = static_cast<double>(wow.deviation.size()) / rate;
    const double turns = std::min(shownTurns, std::max(1.0, std::floor(count / turnSeconds) - 1.0));
    const double from = std::max(0.0, std::min(2.5, count - turns * turnSeconds));
    const auto first = static_cast<std::size_t>(from * rate);
    const auto last = std::min(wow.deviation.size(), first + static_cast<std::size_t>(turns * turnSeconds * rate));
    double most = 1e-5;
    for (std::size_t i = first; i < last; ++i)
        most = std::max(most, std::abs(wow.deviation[i]));
    const double top = niceCeiling(100.0 * 1.1 * most);
    const auto x = Scale::linear(0.0, turns, area.getX(), area.getRight());
    const auto y = Scale::linear(-top, top, area.getBottom(), area.getY());
    for (double turn = 0.0; turn <= turns + 1e-9; turn += 1.0) {
        canvas.verticalLine(x.at(turn), area.getY(), area.getBottom(), pictureColours.gridStrong);
        canvas.write(numberText(turn, 0) + (turn >= turns ? " turns" : ""), x.at(turn), area.getBottom() + 27.0f,
                     Face::mono, 16.0f, pictureColours.textMuted, turn >= turns ? Align::right : Align::centre);
    }
    const double step = niceStep(2.0 * top, 4);
    levelGrid(canvas, y, area, step, static_cast<int>(std::clamp(std::ceil(-std::log10(step)), 0.0, 4.0)), "%", true);
    const dsp::LineSamples hole(wow.hole, rate, wow.deviation.size());
    juce::Path path, line;
    for (std::size_t i = first; i < last; i += 2) {
        const double turn = static_cast<double>(i - first) / rate / turnSeconds;
        const juce::Point<float> at(x.at(turn), y.at(100.0 * wow.deviation[i])),
            own(x.at(turn), y.at(100.0 * hole.at(i)));
        i == first ? path.startNewSubPath(at) : path.lineTo(at);
        i == first ? line.startNewSubPath(own) : line.lineTo(own);
    }
    stroke(canvas, area, path, speed, 1.6f);
    stroke(canvas, area, line, once, 2.2f);

    canvas.card(figures);
    float baseline = figures.getY() + 36.0f;
    for (const auto& [name, value] : speedFigures(picture)) {
        canvas.write(name, figures.getX() + 24.0f, baseline, Face::regular, 18.0f, pictureColours.textMuted);
        canvas.write(value, figures.getRight() - 24.0f, baseline, Face::mono, 18.0f, pictureColours.text, Align::right);
        baseline += 31.0f;
    }
}

// ------------------------------------------------------------ response and crosstalk

Scale sweepAxis(const dsp::SweepMeasurement& sweep, const Area& area) {
    double low = 1000.0, high = 1000.0;
    for (const auto& channel : sweep.channel)
        for (const auto& point : channel.response) {
            low = std::min(low, point.frequencyHz);
            high = std::max(high, point.frequencyHz);
        }
    return Scale::logarithmic(std::min(20.0, low), std::max(20000.0, high), area.getX(), area.getRight());
}

void drawResponse(Canvas& canvas, const dsp::SweepMeasurement& sweep, const Area& card) {
    const std::array<Line, 2> lines{Line{"left", pictureColours.line, false},
                                    Line{"right", pictureColours.reference, true}};
    const auto area = panel(canvas, card, "Response, green: within 1 dB", {lines[0], lines[1]});
    double most = 3.0;
    for (const auto& channel : sweep.channel)
        for (const auto& point : channel.response)
            most = std::max(most, std::abs(point.levelDb));
    const double top = std::min(24.0, std::ceil(most / 3.0) * 3.0);
    const auto x = sweepAxis(sweep, area);
    const auto y = Scale::linear(-top, top, area.getBottom(), area.getY());
    frequencyGrid(canvas, x, area);
    levelGrid(canvas, y, area, top > 9.0 ? 3.0 : 1.0, 0, "dB", true);
    canvas.graphics().setColour(pictureColours.level.withAlpha(0.14f));
    canvas.graphics().fillRect(Area::leftTopRightBottom(area.getX(), y.at(withinDb), area.getRight(), y.at(-withinDb)));
    for (std::size_t c = 0; c < 2; ++c)
        stroke(canvas, area,
               pathThrough(
                   sweep.channel[c].response, [&](const auto& p) { return x.at(p.frequencyHz); },
                   [&](const auto& p) { return y.at(p.levelDb); }),
               lines[c], 3.0f);
}

bool hasCrosstalk(const dsp::SweepMeasurement& sweep) {
    return !sweep.channel[0].crosstalk.empty() || !sweep.channel[1].crosstalk.empty();
}

void drawCrosstalk(Canvas& canvas, const dsp::SweepMeasurement& sweep, const Area& card) {
    const std::array<Line, 2> lines{Line{"left into right", pictureColours.line, false},
                                    Line{"right into left", pictureColours.reference, true}};
    const auto area = panel(canvas, card, "Crosstalk", {lines[0], lines[1]});
    const auto x = sweepAxis(sweep, area);
    const auto y = Scale::linear(-50.0, 0.0, area.getBottom(), area.getY());
    frequencyGrid(canvas, x, area);
    levelGrid(canvas, y, area, 10.0, 0, "dB", false);
    for (std::size_t c = 0; c < 2; ++c)
        stroke(canvas, area,
               pathThrough(
                   sweep.channel[c].crosstalk, [&](const auto& p) { return x.at(p.frequencyHz); },
                   [&](const auto& p) { return y.at(dsp::finiteDecibelsOfPower(std::norm(p.leak))); }),
               lines[c], 3.0f);
    if (!sweep.azimuth) return;
    const auto& azimuth = *sweep.azimuth;
    const auto words = azimuth.isSure ? "leans " + numberText(std::abs(azimuth.degrees), 1) + "\xC2\xB0 " +
                                            (azimuth.degrees > 0.0 ? "counter-clockwise" : "clockwise")
                                      : std::string("azimuth: no advice");
    canvas.write(words, area.getX() + 12.0f, area.getY() + 24.0f, Face::regular, 17.0f, pictureColours.text);
}

// ------------------------------------------------------------ resonance

void drawResonances(Canvas& canvas, const std::vector<dsp::ResonanceMeasurement>& list, const Area& card) {
    using Plane = dsp::ResonanceMeasurement::Plane;
    std::vector<Line> lines;
    for (const auto& resonance : list) {
        const bool isLateral = resonance.plane == Plane::lateral;
        const std::string name = isLateral ? "lateral " : resonance.plane == Plane::vertical ? "vertical " : "";
        lines.push_back({name + numberText(resonance.resonanceHz, 1) + " Hz, Q " + numberText(resonance.q, 1) +
                             (resonance.isSure() ? "" : ", not sure"),
                         isLateral ? pictureColours.line : pictureColours.reference, !isLateral});
    }
    const auto area = panel(canvas, card, "Arm resonance", lines);
    double low = 0.0, high = 0.0, least = 5.0, most = 25.0;
    for (const auto& resonance : list)
        for (const auto& point : resonance.level) {
            low = std::min(low, point.levelDb);
            high = std::max(high, point.levelDb);
            least = std::min(least, point.frequencyHz);
            most = std::max(most, point.frequencyHz);
        }
    const auto x = Scale::logarithmic(least, most, area.getX(), area.getRight());
    const auto y =
        Scale::linear(std::floor(low / 5.0) * 5.0, std::ceil((high + 1.0) / 5.0) * 5.0, area.getBottom(), area.getY());
    frequencyGrid(canvas, x, area);
    levelGrid(canvas, y, area, y.last() - y.first() > 30.0 ? 10.0 : 5.0, 0, "dB", true);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto atX = [&](const dsp::SweepPoint& p) { return x.at(p.frequencyHz); };
        const auto atY = [&](const dsp::SweepPoint& p) { return y.at(p.levelDb); };
        stroke(canvas, area, pathThrough(list[i].fitted, atX, atY), {{}, lines[i].colour.withAlpha(0.45f), false},
               7.0f);
        stroke(canvas, area, pathThrough(list[i].level, atX, atY), lines[i], 2.5f);
    }
}

std::string noiseText(const TestRecordPicture& picture) {
    if (!picture.rumbleWeightedDbv || !picture.rumbleUnweightedDbv) return {};
    std::string text = "Rumble after RIAA: " + numberText(*picture.rumbleWeightedDbv, 1) + " dBV weighted, " +
                       numberText(*picture.rumbleUnweightedDbv, 1) + " dBV unweighted";
    if (!picture.isNoiseCalibrated) text += " (not calibrated)";
    return text +
           (picture.mainsHz > 0.0 ? "; hum of " + numberText(picture.mainsHz, 0) + " Hz" : "; no hum stands out");
}

} // namespace

std::vector<std::uint8_t> drawPng(const TestRecordPicture& picture, PictureSize size) {
    Canvas canvas(size);
    drawHead(canvas, picture.title, picture.details, picture.note);
    Area cards(margin, 96.0f, canvas.width() - 2.0f * margin, canvas.height() - 96.0f - margin);
    if (const auto noise = noiseText(picture); !noise.empty()) {
        const auto foot = cards.removeFromBottom(28.0f);
        canvas.write(noise, foot.getX() + 8.0f, foot.getBottom() - 4.0f, Face::regular, 18.0f, pictureColours.text);
        cards.removeFromBottom(8.0f);
    }
    const bool hasSweep =
        picture.sweep && !(picture.sweep->channel[0].response.empty() && picture.sweep->channel[1].response.empty());
    const bool hasLeak = hasSweep && hasCrosstalk(*picture.sweep), hasArm = !picture.resonances.empty();
    std::vector<float> weights{picture.wow ? 1.0f : 0.0f, hasSweep ? 1.2f : 0.0f, hasLeak || hasArm ? 0.9f : 0.0f};
    float all = 0.0f;
    int rows = 0;
    for (const float weight : weights) {
        all += weight;
        rows += weight > 0.0f ? 1 : 0;
    }
    if (rows == 0) return canvas.png();
    const float room = cards.getHeight() - gap * static_cast<float>(rows - 1);
    const auto next = [&](float weight) {
        const auto row = cards.removeFromTop(room * weight / all);
        cards.removeFromTop(gap);
        return row;
    };
    if (picture.wow) drawSpeed(canvas, picture, next(weights[0]));
    if (hasSweep) drawResponse(canvas, *picture.sweep, next(weights[1]));
    if (weights[2] > 0.0f) {
        auto row = next(weights[2]);
        if (hasLeak && hasArm) {
            drawCrosstalk(canvas, *picture.sweep, row.removeFromLeft((row.getWidth() - gap) * 0.58f));
            row.removeFromLeft(gap);
        } else if (hasLeak) {
            drawCrosstalk(canvas, *picture.sweep, row);
        }
        if (hasArm) drawResonances(canvas, picture.resonances, row);
    }
    return canvas.png();
}

} // namespace phonostage::plot
