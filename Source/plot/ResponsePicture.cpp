// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/ResponsePicture.h"

#include "base/text/Units.h"
#include "plot/Canvas.h"
#include "plot/Palette.h"
#include "plot/Scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace phonostage::plot {
namespace {

using Area = juce::Rectangle<float>;

constexpr double lowestHz = 10.0;
constexpr double highestHz = 40000.0;
constexpr double audibleLowHz = 20.0;
constexpr double audibleHighHz = 20000.0;
// Up to this part of the rate the deviation is judged; close to half of it no digital filter follows the curve.
constexpr double judgedPart = 0.45;
constexpr double milli = 1000.0;

/** How far below the ideal curve the axis follows a filter that cuts the bass away. */
constexpr double deepestCutDb = 12.0;

/** What is drawn: the points inside the axis, all three numbers finite. */
struct Points {
    std::vector<double> hz, gainDb, idealDb;

    [[nodiscard]] bool empty() const { return hz.empty(); }
};

double axisEnd(const ResponsePicture& picture) {
    const double half = picture.sampleRateHz / 2.0;
    return half > lowestHz * 2.0 && half < highestHz ? half : highestHz;
}

Points pointsOf(const ResponsePicture& picture) {
    Points points;
    const std::size_t count = std::min({picture.frequencyHz.size(), picture.gainDb.size(), picture.idealDb.size()});
    const double end = axisEnd(picture);
    for (std::size_t i = 0; i < count; ++i) {
        const double hz = picture.frequencyHz[i];
        if (!(hz >= lowestHz / 1.1 && hz <= end) || !std::isfinite(picture.gainDb[i]) ||
            !std::isfinite(picture.idealDb[i]))
            continue;
        points.hz.push_back(hz);
        points.gainDb.push_back(picture.gainDb[i]);
        points.idealDb.push_back(picture.idealDb[i]);
    }
    return points;
}

using Value = std::function<double(std::size_t)>;

juce::Path lineThrough(const Points& points, const Scale& x, const Scale& y, const Value& value) {
    juce::Path path;
    for (std::size_t i = 0; i < points.hz.size(); ++i) {
        const juce::Point<float> point(x.at(points.hz[i]), y.at(value(i)));
        i == 0 ? path.startNewSubPath(point) : path.lineTo(point);
    }
    return path;
}

void strokeInside(Canvas& canvas, const Area& area, const juce::Path& path, juce::Colour colour, float thickness) {
    juce::Graphics& g = canvas.graphics();
    const juce::Graphics::ScopedSaveState saved(g);
    g.reduceClipRegion(area.getSmallestIntegerContainer());
    g.setColour(colour);
    g.strokePath(path, juce::PathStrokeType(thickness, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

void drawFrequencyGrid(Canvas& canvas, const Scale& x, const Area& area, bool withText) {
    const float labelBaseline = area.getBottom() + 28.0f;
    const int decades = static_cast<int>(std::ceil(std::log10(x.last())));
    for (int decade = 1; decade < decades; ++decade)
        for (int digit = 1; digit <= 9; ++digit) {
            const double hz = std::pow(10.0, decade) * digit;
            if (!x.contains(hz)) continue;
            const bool major = digit == 1 || digit == 2 || digit == 5;
            canvas.verticalLine(x.at(hz), area.getY(), area.getBottom(),
                                major ? pictureColours.gridStrong : pictureColours.gridFaint);
            // The end of the axis has the text with the unit.
            if (withText && major && x.at(hz) < area.getRight() - 64.0f)
                canvas.write(frequencyText(hz), x.at(hz), labelBaseline, Face::mono, 16.0f, pictureColours.textMuted,
                             Align::centre);
        }
    if (withText)
        canvas.write(frequencyText(x.last()) + " Hz", area.getRight(), labelBaseline, Face::mono, 16.0f,
                     pictureColours.textMuted, Align::right);
}

void drawLevelGrid(Canvas& canvas, const Scale& y, const Area& area, double step, int decimals, double minorStep) {
    for (const double level : multiples(y.first(), y.last(), minorStep))
        canvas.horizontalLine(y.at(level), area.getX(), area.getRight(), pictureColours.gridFaint);
    for (const double level : multiples(y.first(), y.last(), step)) {
        const bool isZero = std::abs(level) < step * 1e-6;
        canvas.horizontalLine(y.at(level), area.getX(), area.getRight(),
                              isZero ? pictureColours.outline : pictureColours.gridStrong);
        canvas.write(numberText(isZero ? 0.0 : level, decimals, true), area.getX() - 14.0f, y.at(level) + 5.5f,
                     Face::mono, 16.0f, pictureColours.textMuted, Align::right);
    }
}

void drawLegend(Canvas& canvas, const ResponsePicture& picture, const Area& area) {
    struct Line {
        std::string text;
        juce::Colour colour;
        float thickness;
    };
    const std::string rate =
        picture.sampleRateHz > 0.0
            ? " at " + base::formatShortest(std::round(picture.sampleRateHz) / 1000.0).append(" kHz")
            : std::string();
    const std::array<Line, 2> lines{Line{"measured" + rate, pictureColours.line, 3.0f},
                                    Line{"ideal analogue curve", pictureColours.reference.withAlpha(0.45f), 9.0f}};
    float baseline = area.getY() + 40.0f;
    for (const Line& line : lines) {
        const float right = area.getRight() - 28.0f;
        const float width =
            canvas.write(line.text, right, baseline, Face::regular, 18.0f, pictureColours.text, Align::right);
        canvas.horizontalLine(baseline - 6.0f, right - width - 58.0f, right - width - 14.0f, line.colour,
                              line.thickness);
        baseline += 30.0f;
    }
}

/** Labels stand above the curve where it falls to the right, so that they never cross it. */
void drawMarkers(Canvas& canvas, const ResponsePicture& picture, const Points& points, const Scale& x, const Scale& y) {
    for (const Marker& marker : picture.markers) {
        const auto next = std::lower_bound(points.hz.begin(), points.hz.end(), marker.frequencyHz);
        if (next == points.hz.begin() || next == points.hz.end()) continue;
        const auto i = static_cast<std::size_t>(next - points.hz.begin());
        const double part = std::log(marker.frequencyHz / points.hz[i - 1]) / std::log(points.hz[i] / points.hz[i - 1]);
        const double level = points.idealDb[i - 1] + part * (points.idealDb[i] - points.idealDb[i - 1]);
        if (!x.contains(marker.frequencyHz) || !y.contains(level)) continue;
        const juce::Point<float> at(x.at(marker.frequencyHz), y.at(level));
        juce::Graphics& g = canvas.graphics();
        g.setColour(pictureColours.well);
        g.fillEllipse(Area(14.0f, 14.0f).withCentre(at));
        g.setColour(pictureColours.line);
        g.drawEllipse(Area(10.0f, 10.0f).withCentre(at), 2.5f);
        const bool rises = points.idealDb[i] > points.idealDb[i - 1];
        canvas.write(marker.label, at.x + (rises ? -14.0f : 14.0f), at.y - 12.0f, Face::mono, 16.0f,
                     pictureColours.textMuted, rises ? Align::right : Align::left);
    }
}

Scale levelScale(const Points& points, const Area& area) {
    double lowest = 0.0;
    double highest = 0.0;
    for (std::size_t i = 0; i < points.hz.size(); ++i) {
        const double ideal = points.idealDb[i];
        lowest = std::min({lowest, ideal, std::max(points.gainDb[i], ideal - deepestCutDb)});
        highest = std::max({highest, ideal, std::min(points.gainDb[i], ideal + deepestCutDb)});
    }
    constexpr double snap = 5.0;
    constexpr double leastSpan = 20.0;
    lowest = std::floor((lowest - 2.0) / snap) * snap;
    highest = std::ceil((highest + 2.0) / snap) * snap;
    const double missing = std::max(0.0, leastSpan - (highest - lowest)) / 2.0;
    return Scale::linear(lowest - std::ceil(missing / snap) * snap, highest + std::ceil(missing / snap) * snap,
                         area.getBottom(), area.getY());
}

void drawLevels(Canvas& canvas, const ResponsePicture& picture, const Points& points, const Area& card) {
    canvas.card(card);
    const Area area =
        card.withTrimmedLeft(84.0f).withTrimmedRight(32.0f).withTrimmedTop(44.0f).withTrimmedBottom(48.0f);
    const Scale x = Scale::logarithmic(lowestHz, axisEnd(picture), area.getX(), area.getRight());
    const Scale y = levelScale(points, area);
    canvas.graphics().setColour(pictureColours.well);
    canvas.graphics().fillRect(area);
    drawFrequencyGrid(canvas, x, area, true);
    drawLevelGrid(canvas, y, area, y.last() - y.first() > 60.0 ? 20.0 : 10.0, 0, 5.0);
    canvas.write("dB", area.getX() - 14.0f, area.getY() - 16.0f, Face::mono, 16.0f, pictureColours.textMuted,
                 Align::right);
    strokeInside(canvas, area, lineThrough(points, x, y, [&](std::size_t i) { return points.idealDb[i]; }),
                 pictureColours.reference.withAlpha(0.45f), 9.0f);
    strokeInside(canvas, area, lineThrough(points, x, y, [&](std::size_t i) { return points.gainDb[i]; }),
                 pictureColours.line, 3.0f);
    drawMarkers(canvas, picture, points, x, y);
    drawLegend(canvas, picture, area);
}

struct Deviation {
    double largestDb = 0.0; ///< magnitude, in the judged range
    double atHz = 0.0;
    double upToHz = audibleHighHz;
};

Deviation deviationOf(const ResponsePicture& picture, const Points& points) {
    Deviation result;
    if (picture.sampleRateHz > 0.0) result.upToHz = std::min(audibleHighHz, judgedPart * picture.sampleRateHz);
    for (std::size_t i = 0; i < points.hz.size(); ++i) {
        const double deviation = std::abs(points.gainDb[i] - points.idealDb[i]);
        if (points.hz[i] < audibleLowHz || points.hz[i] > result.upToHz || deviation < result.largestDb) continue;
        result.largestDb = deviation;
        result.atHz = points.hz[i];
    }
    return result;
}

/** Enough for the largest deviation, and for the band of tolerance unless that would flatten the curve. */
double deviationSpan(const ResponsePicture& picture, const Deviation& deviation) {
    constexpr double margin = 1.15;
    constexpr double flattest = 20.0;
    constexpr double leastSpanDb = 1e-9;
    const double needed = niceCeiling(std::max(margin * deviation.largestDb, leastSpanDb));
    const double forBand = 1.25 * picture.toleranceDb;
    return std::isfinite(forBand) && forBand > needed && (deviation.largestDb == 0.0 || forBand < flattest * needed)
               ? forBand
               : needed;
}

std::string deviationText(const Deviation& deviation, double unit, const char* unitName) {
    const double shown = deviation.largestDb * unit;
    const int decimals = shown >= 10.0 ? 1 : shown >= 1.0 ? 2 : shown >= 0.1 ? 3 : 4;
    const std::string where = deviation.atHz >= 1000.0 ? base::formatFixed(deviation.atHz / 1000.0, 2) + " kHz"
                                                       : base::formatFixed(deviation.atHz, 1) + " Hz";
    std::string text = "maximum ";
    text.append(base::formatFixed(shown, decimals)).append(" ").append(unitName).append(" at ").append(where);
    return text.append(", 20 Hz to ")
        .append(base::formatShortest(std::round(deviation.upToHz / 10.0) / 100.0))
        .append(" kHz");
}

enum class Band { none, inside, outside };

/** Whether the band of tolerance is to be seen: not where it would be thinner than a line, nor where it would be all
    there is to see. */
Band bandOf(const ResponsePicture& picture, double span) {
    if (!(picture.toleranceDb > span / 100.0)) return Band::none;
    return picture.toleranceDb <= span ? Band::inside : Band::outside;
}

void drawBand(Canvas& canvas, const ResponsePicture& picture, const Deviation& deviation, const Scale& x,
              const Scale& y) {
    const float left = x.at(audibleLowHz);
    const float right = x.at(std::min(deviation.upToHz, x.last()));
    const float top = y.at(picture.toleranceDb * milli);
    const float bottom = y.at(-picture.toleranceDb * milli);
    canvas.graphics().setColour(pictureColours.level.withAlpha(0.12f));
    canvas.graphics().fillRect(Area(left, top, right - left, bottom - top));
    for (const float edge : {top, bottom})
        canvas.dashedLine({left, edge, right, edge}, pictureColours.level.withAlpha(0.8f), 1.2f);
}

void drawDeviation(Canvas& canvas, const ResponsePicture& picture, const Points& points, const Area& card) {
    canvas.card(card);
    const Area area =
        card.withTrimmedLeft(84.0f).withTrimmedRight(32.0f).withTrimmedTop(58.0f).withTrimmedBottom(24.0f);
    const Deviation deviation = deviationOf(picture, points);
    const double span = deviationSpan(picture, deviation);
    // Thousandths of a dB, until a whole dB and more is to be shown.
    const bool inDecibels = span >= 1.0;
    const double unit = inDecibels ? 1.0 : milli;
    const char* unitName = inDecibels ? "dB" : "mdB";
    const Scale x = Scale::logarithmic(lowestHz, axisEnd(picture), area.getX(), area.getRight());
    const Scale inMilli = Scale::linear(-span * milli, span * milli, area.getBottom(), area.getY());
    const Scale y = Scale::linear(-span * unit, span * unit, area.getBottom(), area.getY());

    canvas.graphics().setColour(pictureColours.well);
    canvas.graphics().fillRect(area);
    drawFrequencyGrid(canvas, x, area, false);
    const double step = niceStep(span * unit, 2);
    const int decimals = static_cast<int>(std::clamp(std::ceil(-std::log10(step) - 1e-9), 0.0, 9.0));
    drawLevelGrid(canvas, y, area, step, decimals, step);
    const Band band = bandOf(picture, span);
    if (band == Band::inside) drawBand(canvas, picture, deviation, x, inMilli);
    canvas.write(unitName, area.getX() - 14.0f, area.getY() - 20.0f, Face::mono, 16.0f, pictureColours.textMuted,
                 Align::right);
    for (const double edge : {audibleLowHz, deviation.upToHz})
        if (x.contains(edge))
            canvas.dashedLine({x.at(edge), area.getY(), x.at(edge), area.getBottom()}, pictureColours.textMuted);
    strokeInside(
        canvas, area,
        lineThrough(points, x, y, [&](std::size_t i) { return (points.gainDb[i] - points.idealDb[i]) * unit; }),
        pictureColours.line, 2.5f);

    const float baseline = card.getY() + 38.0f;
    float left = area.getX();
    left += canvas.write("Deviation", left, baseline, Face::medium, 20.0f, pictureColours.text) + 16.0f;
    const std::string tolerance = base::formatShortest(std::round(picture.toleranceDb * unit * 1e9) / 1e9);
    std::string legend = "from the ideal curve";
    if (band != Band::none)
        legend.append(band == Band::inside ? ", green band: \xC2\xB1" : "; tolerance (outside this range): \xC2\xB1")
            .append(tolerance)
            .append(" ")
            .append(unitName);
    canvas.write(legend, left, baseline, Face::regular, 18.0f, pictureColours.textMuted);
    if (!points.empty() && deviation.atHz > 0.0)
        canvas.write(deviationText(deviation, unit, unitName), area.getRight(), baseline, Face::regular, 18.0f,
                     picture.toleranceDb > 0.0 && deviation.largestDb > picture.toleranceDb ? pictureColours.line
                                                                                            : pictureColours.level,
                     Align::right);
}

} // namespace

std::vector<std::uint8_t> drawPng(const ResponsePicture& picture, PictureSize size) {
    Canvas canvas(size);
    const Points points = pointsOf(picture);
    drawHead(canvas, picture.title, picture.details, picture.note);
    constexpr float margin = 32.0f;
    constexpr float gap = 16.0f;
    constexpr float deviationHeight = 266.0f;
    Area cards(margin, 96.0f, canvas.width() - 2.0f * margin, canvas.height() - 96.0f - margin);
    const Area lower = cards.removeFromBottom(deviationHeight);
    cards.removeFromBottom(gap);
    drawLevels(canvas, picture, points, cards);
    drawDeviation(canvas, picture, points, lower);
    return canvas.png();
}

} // namespace phonostage::plot
