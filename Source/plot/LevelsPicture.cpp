// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/LevelsPicture.h"

#include "plot/Canvas.h"
#include "plot/Palette.h"
#include "plot/Scale.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::plot {
namespace {

using Area = juce::Rectangle<float>;

constexpr double silenceDbv = -std::numeric_limits<double>::infinity();
constexpr float columnWidth = 3.0f;
constexpr float labelHeight = 17.0f; ///< between the names of two lines
constexpr const char* noOverload = "no overload";

double axisSeconds(double duration) {
    constexpr double longest = 1e7;
    return duration > 0.0 ? std::min(duration, longest) : 1.0;
}

/** One vertical stripe of the picture. */
struct Stripe {
    double lowestRms = silenceDbv, meanRms = silenceDbv, highestRms = silenceDbv, peak = silenceDbv;
};

/** No voltage is beyond this; keeps rubbish from spoiling the axis. */
constexpr double highestDbv = 400.0;

double orSilence(double dbv) {
    if (!(dbv > -highestDbv)) return silenceDbv;
    return dbv < highestDbv ? dbv : highestDbv;
}

double fullScale(double dbv) { return std::isfinite(dbv) ? std::clamp(dbv, -highestDbv, highestDbv) : 0.0; }

std::vector<Stripe> stripesOf(const std::vector<LevelColumn>& columns, std::size_t count) {
    std::vector<Stripe> stripes(count);
    if (columns.empty()) return stripes;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t first = i * columns.size() / count;
        const std::size_t end = std::max(first + 1, (i + 1) * columns.size() / count);
        Stripe& stripe = stripes[i];
        stripe.lowestRms = std::numeric_limits<double>::infinity();
        double power = 0.0;
        for (std::size_t k = first; k < end; ++k) {
            const double rms = orSilence(columns[k].rmsDbv);
            power += dsp::decibelsToPower(rms);
            stripe.lowestRms = std::min(stripe.lowestRms, rms);
            stripe.highestRms = std::max(stripe.highestRms, rms);
            stripe.peak = std::max(stripe.peak, orSilence(columns[k].peakDbv));
        }
        stripe.meanRms = dsp::decibelsOfPower(power / static_cast<double>(end - first));
    }
    return stripes;
}

/** What one of the two cards shows. */
struct Side {
    const char* title;
    const char* details;
    double fullScaleDbv;
    bool isInput;

    [[nodiscard]] const std::vector<LevelColumn>& columns(const LevelTrack& track) const {
        return isInput ? track.input : track.output;
    }
};

struct Range {
    double lowest = -80.0, highest = 0.0;
};

/** From a little above the highest peak, or full scale where that is near, down to what is quiet for nearly all of the
    time, but 30 to 80 dB in all. */
Range rangeOf(const LevelsPicture& picture, const Side& side) {
    std::vector<double> rms;
    double highest = silenceDbv;
    for (const LevelTrack& track : picture.tracks)
        for (const LevelColumn& column : side.columns(track)) {
            highest = std::max(highest, orSilence(column.peakDbv));
            if (std::isfinite(orSilence(column.rmsDbv))) rms.push_back(orSilence(column.rmsDbv));
        }
    constexpr double snap = 10.0;
    constexpr double nearDb = 24.0;
    if (!std::isfinite(highest)) return {side.fullScaleDbv - 80.0, side.fullScaleDbv + 5.0};
    if (side.fullScaleDbv - highest < nearDb) highest = std::max(highest, side.fullScaleDbv);
    highest += 4.0;
    double lowest = highest - 40.0;
    if (!rms.empty()) {
        const auto quiet = rms.begin() + static_cast<std::ptrdiff_t>(rms.size() / 50);
        std::nth_element(rms.begin(), quiet, rms.end());
        lowest = *quiet - 4.0;
    }
    lowest = std::clamp(lowest, highest - 80.0, highest - 30.0);
    return {std::floor(lowest / snap) * snap, highest};
}

std::string dbvText(double dbv) { return std::isfinite(dbv) ? numberText(dbv, 1) : "\xE2\x88\x92inf"; }

class Card {
public:
    Card(Canvas& canvas, const LevelsPicture& picture, const Side& side, const Area& area)
        : canvas_(canvas), picture_(picture), side_(side), area_(area),
          plot_(area.withTrimmedLeft(84.0f).withTrimmedRight(104.0f).withTrimmedTop(60.0f).withTrimmedBottom(44.0f)),
          range_(rangeOf(picture, side)),
          x_(Scale::linear(0.0, axisSeconds(picture.durationSeconds), plot_.getX(), plot_.getRight())) {}

    void draw() {
        canvas_.card(area_);
        drawTitle();
        const auto lanes = std::max<std::size_t>(picture_.tracks.size(), 1);
        constexpr float gap = 12.0f;
        const float height = (plot_.getHeight() - gap * static_cast<float>(lanes - 1)) / static_cast<float>(lanes);
        for (std::size_t i = 0; i < lanes; ++i)
            drawLane(i < picture_.tracks.size() ? &picture_.tracks[i] : nullptr,
                     plot_.withHeight(height).translated(0.0f, static_cast<float>(i) * (height + gap)));
        drawTimes();
    }

private:
    void drawTitle() {
        const float baseline = area_.getY() + 39.0f;
        float left = plot_.getX();
        left += canvas_.write(side_.title, left, baseline, Face::medium, 20.0f, pictureColours.text) + 16.0f;
        canvas_.write(side_.details, left, baseline, Face::regular, 18.0f, pictureColours.textMuted);
        if (side_.isInput) drawLegend(left + canvas_.textWidth(side_.details, Face::regular, 18.0f) + 28.0f, baseline);
        std::string rms = "rms ";
        std::string peak = "peak ";
        for (const LevelTrack& track : picture_.tracks) {
            const char* separator = &track == &picture_.tracks.front() ? "" : " / ";
            rms.append(separator).append(dbvText(side_.isInput ? track.inputRmsDbv : track.outputRmsDbv));
            peak.append(separator).append(dbvText(side_.isInput ? track.inputPeakDbv : track.outputPeakDbv));
        }
        if (picture_.tracks.empty()) return;
        float right = area_.getRight() - 32.0f;
        if (side_.isInput) {
            const std::string text = overloadText();
            right -= canvas_.write(text, right, baseline, Face::medium, 18.0f,
                                   text == noOverload                        ? pictureColours.level
                                   : text.find("click") != std::string::npos ? pictureColours.accent
                                                                             : pictureColours.overload,
                                   Align::right) +
                     28.0f;
        }
        right -=
            canvas_.write(peak + " dBV", right, baseline, Face::mono, 17.0f, pictureColours.line, Align::right) + 28.0f;
        canvas_.write(rms + " dBV", right, baseline, Face::mono, 17.0f, pictureColours.text, Align::right);
    }

    [[nodiscard]] std::string overloadText() const {
        std::int64_t overloads = 0;
        std::size_t marked = 0, clicks = 0;
        bool hasCeiling = false;
        for (const LevelTrack& track : picture_.tracks) {
            overloads += track.overloadCount;
            clicks += track.clickSeconds.size();
            marked += track.overloadSeconds.size() + track.clickSeconds.size() + track.belowMarks.size();
            hasCeiling |= track.ceilingDbv.has_value();
        }
        if (overloads == 0) return hasCeiling ? "clips below full scale" : noOverload;
        // Nothing need be turned for a click: it is no overload to the eye either.
        if (static_cast<std::int64_t>(clicks) == overloads && !hasCeiling)
            return overloads == 1 ? "1 click" : std::to_string(overloads) + " clicks";
        if (overloads == 1) return "1 overload";
        std::string text = std::to_string(overloads).append(" overloads");
        // A lane without marks must not look like one without overloads.
        if (static_cast<std::int64_t>(marked) < overloads)
            text.append(", first ").append(std::to_string(marked)).append(" marked");
        return text;
    }

    /** What the marks in the lanes mean, as far as there are any. */
    void drawLegend(float left, float baseline) {
        bool atFullScale = false, clicks = false, below = false;
        for (const LevelTrack& track : picture_.tracks) {
            atFullScale |= !track.overloadSeconds.empty();
            clicks |= !track.clickSeconds.empty();
            below |= !track.belowMarks.empty();
        }
        const auto entry = [&](const char* text) {
            left += 14.0f;
            left += canvas_.write(text, left, baseline, Face::regular, 16.0f, pictureColours.textMuted) + 28.0f;
        };
        if (atFullScale) {
            drawFlag(left, baseline - 10.0f, pictureColours.overload);
            entry("music at full scale");
        }
        if (clicks) {
            drawFlag(left, baseline - 10.0f, pictureColours.accent);
            entry("click");
        }
        if (below) {
            drawDiamond({left, baseline - 5.5f});
            entry("below full scale");
        }
    }

    void drawLane(const LevelTrack* track, const Area& lane) {
        const Scale y = Scale::linear(range_.lowest, range_.highest, lane.getBottom(), lane.getY());
        juce::Graphics& g = canvas_.graphics();
        g.setColour(pictureColours.well);
        g.fillRect(lane);
        drawGrid(lane, y);
        if (track) {
            drawStripes(*track, lane, y);
            if (side_.isInput) drawOverloads(*track, lane);
        }
        float level = lane.getY() - labelHeight;
        if (y.contains(side_.fullScaleDbv)) {
            level = y.at(side_.fullScaleDbv);
            drawLimit("full scale", lane, level, level);
        }
        if (track && side_.isInput) drawBelow(*track, lane, y, level + labelHeight);
        if (track) {
            const float width = canvas_.textWidth(track->name, Face::medium, 17.0f) + 20.0f;
            g.setColour(pictureColours.background.withAlpha(0.75f));
            g.fillRoundedRectangle(lane.getX() + 10.0f, lane.getY() + 10.0f, width, 28.0f, 6.0f);
            canvas_.write(track->name, lane.getX() + 20.0f, lane.getY() + 30.0f, Face::medium, 17.0f,
                          pictureColours.text);
        }
    }

    void drawGrid(const Area& lane, const Scale& y) {
        for (const double level : multiples(y.first(), y.last(), levelStep())) {
            canvas_.horizontalLine(y.at(level), lane.getX(), lane.getRight(), pictureColours.gridStrong);
            // Next to the lane's edge the text would touch that of the lane above.
            if (y.at(level) > lane.getY() + 6.0f)
                canvas_.write(numberText(level, 0, true), lane.getX() - 14.0f,
                              std::min(y.at(level) + 5.5f, lane.getBottom()), Face::mono, 16.0f,
                              pictureColours.textMuted, Align::right);
        }
        for (const double seconds : multiples(0.0, x_.last(), timeStep()))
            canvas_.verticalLine(x_.at(seconds), lane.getY(), lane.getBottom(), pictureColours.gridStrong);
    }

    void drawGridOver(const Area& lane, const Scale& y) {
        const juce::Colour colour = pictureColours.background.withAlpha(0.35f);
        for (const double level : multiples(y.first(), y.last(), levelStep()))
            canvas_.horizontalLine(y.at(level), lane.getX(), lane.getRight(), colour);
        for (const double seconds : multiples(0.0, x_.last(), timeStep()))
            canvas_.verticalLine(x_.at(seconds), lane.getY(), lane.getBottom(), colour);
    }

    void drawStripes(const LevelTrack& track, const Area& lane, const Scale& y) {
        const auto& columns = side_.columns(track);
        if (columns.empty()) return;
        const auto fitting = static_cast<std::size_t>(lane.getWidth() / columnWidth);
        const std::vector<Stripe> stripes = stripesOf(columns, std::min(fitting, columns.size()));
        const float width = lane.getWidth() / static_cast<float>(stripes.size());
        const auto level = [&](double dbv) {
            return std::clamp(y.at(std::max(dbv, y.first())), lane.getY(), lane.getBottom());
        };
        juce::Path peak, highest, lowest, mean;
        float left = lane.getX();
        for (juce::Path* path : {&peak, &highest, &lowest})
            path->startNewSubPath(lane.getBottomLeft());
        const auto step = [&](juce::Path& path, float top) {
            path.lineTo(left, top);
            path.lineTo(left + width, top);
        };
        for (const Stripe& stripe : stripes) {
            step(peak, level(stripe.peak));
            step(highest, level(stripe.highestRms));
            step(lowest, level(stripe.lowestRms));
            const juce::Point<float> point(left + width / 2.0f, level(stripe.meanRms));
            left == lane.getX() ? mean.startNewSubPath(point) : mean.lineTo(point);
            left += width;
        }
        juce::Graphics& g = canvas_.graphics();
        // Opaque shades of one colour, the lower ones over the upper: no seams and no sums of transparency.
        const auto fill = [&](juce::Path& path, float shade) {
            path.lineTo(lane.getBottomRight());
            path.closeSubPath();
            g.setColour(pictureColours.well.interpolatedWith(pictureColours.level, shade));
            g.fillPath(path);
        };
        juce::Path peakLine(peak);
        fill(peak, 0.20f);
        fill(highest, 0.50f);
        fill(lowest, 0.68f);
        drawGridOver(lane, y);
        g.setColour(pictureColours.line.withAlpha(0.8f));
        const juce::Graphics::ScopedSaveState saved(g);
        g.reduceClipRegion(lane.withTrimmedBottom(2.0f).getSmallestIntegerContainer());
        g.strokePath(peakLine, juce::PathStrokeType(1.2f));
        g.setColour(pictureColours.text);
        g.strokePath(mean, juce::PathStrokeType(1.5f, juce::PathStrokeType::curved));
    }

    /** Clicks below, so that music which reaches full scale beside one is seen. */
    void drawOverloads(const LevelTrack& track, const Area& lane) {
        drawMoments(track.clickSeconds, lane, pictureColours.accent);
        drawMoments(track.overloadSeconds, lane, pictureColours.overload);
    }

    /** Events closer than a line is wide are one line. */
    void drawMoments(const std::vector<double>& moments, const Area& lane, juce::Colour colour) {
        constexpr float closest = 2.0f;
        std::vector<float> places;
        for (const double seconds : moments)
            if (x_.contains(seconds)) places.push_back(x_.at(seconds));
        std::sort(places.begin(), places.end());
        float last = -1e9f;
        for (const float x : places) {
            if (x - last < closest) continue;
            last = x;
            canvas_.verticalLine(x, lane.getY(), lane.getBottom(), colour.withAlpha(0.9f), 1.8f);
            drawFlag(x, lane.getY(), colour);
        }
    }

    /** A dashed line, with its name on the right. */
    void drawLimit(const char* name, const Area& lane, float level, float labelLevel) {
        canvas_.dashedLine({lane.getX(), level, lane.getRight(), level}, pictureColours.overload);
        canvas_.write(name, lane.getRight() + 12.0f, labelLevel + 5.0f, Face::regular, 15.0f, pictureColours.overload);
    }

    void drawFlag(float x, float top, juce::Colour colour) {
        juce::Path flag;
        flag.addTriangle(x - 6.0f, top, x + 6.0f, top, x, top + 10.0f);
        canvas_.graphics().setColour(colour);
        canvas_.graphics().fillPath(flag);
    }

    void drawDiamond(juce::Point<float> centre) {
        constexpr float half = 5.0f;
        juce::Path diamond;
        diamond.addQuadrilateral(centre.x, centre.y - half, centre.x + half, centre.y, centre.x, centre.y + half,
                                 centre.x - half, centre.y);
        canvas_.graphics().setColour(pictureColours.background);
        canvas_.graphics().fillPath(diamond);
        canvas_.graphics().setColour(pictureColours.overload);
        canvas_.graphics().strokePath(diamond, juce::PathStrokeType(1.8f));
    }

    /** The ceiling, and the overloads at their levels; those that would cover one another are one mark. */
    void drawBelow(const LevelTrack& track, const Area& lane, const Scale& y, float labelTop) {
        if (track.ceilingDbv && y.contains(*track.ceilingDbv)) {
            const float level = y.at(*track.ceilingDbv);
            drawLimit("clip level", lane, level, std::max(level, labelTop));
        }
        constexpr float closest = 13.0f;
        std::vector<juce::Point<float>> marks;
        for (const BelowMark& mark : track.belowMarks)
            if (x_.contains(mark.seconds) && y.contains(mark.dbv))
                marks.emplace_back(x_.at(mark.seconds), y.at(mark.dbv));
        std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
        float last = -1e9f;
        for (const auto& mark : marks) {
            if (mark.x - last < closest) continue;
            last = mark.x;
            drawDiamond(mark);
        }
    }

    void drawTimes() {
        const double step = timeStep();
        const float baseline = plot_.getBottom() + 28.0f;
        for (const double seconds : multiples(0.0, x_.last(), step)) {
            const float x = x_.at(seconds);
            canvas_.write(timeText(seconds, step), x, baseline, Face::mono, 16.0f, pictureColours.textMuted,
                          Align::centre);
        }
        canvas_.write(step < 1.0 ? "s" : "min:s", area_.getRight() - 32.0f, baseline, Face::mono, 16.0f,
                      pictureColours.textMuted, Align::right);
        canvas_.write("dBV", plot_.getX() - 14.0f, plot_.getY() - 21.0f, Face::mono, 16.0f, pictureColours.textMuted,
                      Align::right);
    }

    [[nodiscard]] double levelStep() const { return range_.highest - range_.lowest > 45.0 ? 20.0 : 10.0; }

    [[nodiscard]] double timeStep() const { return niceTimeStep(x_.last(), 12); }

    Canvas& canvas_;
    const LevelsPicture& picture_;
    Side side_;
    Area area_, plot_;
    Range range_;
    Scale x_;
};

} // namespace

std::vector<std::uint8_t> drawPng(const LevelsPicture& picture, PictureSize size) {
    Canvas canvas(size);
    drawHead(canvas, picture.title, picture.details, {});
    constexpr float margin = 32.0f;
    constexpr float gap = 16.0f;
    Area cards(margin, 96.0f, canvas.width() - 2.0f * margin, canvas.height() - 96.0f - margin);
    const float height = (cards.getHeight() - gap) / 2.0f;
    Card(canvas, picture, {"Input", "before processing", fullScale(picture.inputFullScaleDbv), true},
         cards.removeFromTop(height))
        .draw();
    cards.removeFromTop(gap);
    Card(canvas, picture, {"Output", "after processing", fullScale(picture.outputFullScaleDbv), false}, cards).draw();
    return canvas.png();
}

} // namespace phonostage::plot
