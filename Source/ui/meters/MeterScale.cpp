// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/MeterScale.h"

#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr double headDb = 3.0;
constexpr double belowRecordDb = 30.0;
constexpr double outputBottomDbv = -60.0;
constexpr double smallestOutputRangeDb = 50.0;
constexpr double stretch = 2.0;
constexpr double roomy = 3.0; ///< times a label's spacing: where a short scale leaves as much, it gets more labels

// Of music about 5 cm/s, or about the nominal level: rms lies below, peaks reach 14 to 20 dB above.
constexpr double musicBelowDb = 25.0;
constexpr double musicAboveDb = 20.0;

double downTo(double value, double step) { return step * std::floor(value / step + 1e-9); }
double upTo(double value, double step) { return step * std::ceil(value / step - 1e-9); }

/** Room that the levels between two take, in decibels of the part that is not stretched. */
double room(const ScaleRange& range, double upperDbv, double lowerDbv) {
    const double musicTop = std::clamp(range.musicTopDbv, lowerDbv, upperDbv);
    const double musicBottom = std::clamp(range.musicBottomDbv, lowerDbv, upperDbv);
    return upperDbv - lowerDbv + (stretch - 1.0) * std::max(0.0, musicTop - musicBottom);
}

std::string numberText(double value, bool withPlus) {
    const std::string number = base::formatFixed(value, 0);
    return withPlus && value > 0.0 ? "+" + number : number;
}

/** 0.003, 0.03, 0.3, 3, 30: as many decimals as the number needs. */
std::string millivoltText(double millivolts) {
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(millivolts) + 1e-9)));
    return base::formatFixed(millivolts, decimals);
}

/** Adds ticks where they keep their distance from those that are there. */
class TickSet {
public:
    TickSet(const MeterScale& scale, double height) : scale_(scale), height_(height) {}

    void add(double dbv, const std::string& text, double spacing) {
        // Rounding must not lose the tick at an end.
        if (dbv > scale_.topDbv() + 1e-6 || dbv < scale_.bottomDbv() - 1e-6) return;
        const double y = scale_.proportionOf(dbv) * height_;
        for (const auto& [otherY, tick] : ticks_)
            if (std::abs(otherY - y) < spacing - 1e-9) return;
        ticks_.emplace_back(y, ScaleTick{dbv, text});
    }

    std::vector<ScaleTick> sorted() {
        std::sort(ticks_.begin(), ticks_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<ScaleTick> result;
        result.reserve(ticks_.size());
        for (auto& [y, tick] : ticks_)
            result.push_back(std::move(tick));
        return result;
    }

private:
    const MeterScale& scale_;
    double height_;
    std::vector<std::pair<double, ScaleTick>> ticks_;
};

} // namespace

ScaleRange inputRange(double fullScaleDbv, std::optional<double> levelAt5CmDbv) {
    const double level = levelAt5CmDbv.value_or(assumedLevelAt5CmDbv);
    ScaleRange range;
    range.topDbv = fullScaleDbv + headDb;
    // An interface that is turned up so far that the record lies above its full scale still has a scale.
    range.bottomDbv = downTo(std::min(level, fullScaleDbv) - belowRecordDb, 10.0);
    range.musicTopDbv = upTo(level + musicAboveDb, 5.0);
    range.musicBottomDbv = downTo(level - musicBelowDb, 5.0);
    return range;
}

ScaleRange outputRange(double fullScaleDbv, double nominalDbv) {
    ScaleRange range;
    range.topDbv = fullScaleDbv + headDb;
    range.bottomDbv = std::min(outputBottomDbv, downTo(fullScaleDbv - smallestOutputRangeDb, 10.0));
    range.musicTopDbv = range.topDbv;
    range.musicBottomDbv = downTo(nominalDbv - musicBelowDb, 5.0);
    return range;
}

MeterScale::MeterScale(const ScaleRange& range) : range_(range) {
    range_.musicTopDbv = std::clamp(range.musicTopDbv, range.bottomDbv, range.topDbv);
    range_.musicBottomDbv = std::clamp(range.musicBottomDbv, range.bottomDbv, range_.musicTopDbv);
}

double MeterScale::proportionOf(double dbv) const {
    if (!(dbv > range_.bottomDbv)) return 1.0;
    if (dbv >= range_.topDbv) return 0.0;
    return room(range_, range_.topDbv, dbv) / room(range_, range_.topDbv, range_.bottomDbv);
}

double MeterScale::dbvAt(double proportion) const {
    double left = std::clamp(proportion, 0.0, 1.0) * room(range_, range_.topDbv, range_.bottomDbv);
    const double above = range_.topDbv - range_.musicTopDbv;
    if (left <= above) return range_.topDbv - left;
    left -= above;
    const double music = stretch * (range_.musicTopDbv - range_.musicBottomDbv);
    if (left <= music) return range_.musicTopDbv - left / stretch;
    return range_.musicBottomDbv - (left - music);
}

const char* unitName(LevelUnit unit) {
    switch (unit) {
    case LevelUnit::dbu:
        return "dBu";
    case LevelUnit::dbfs:
        return "dBFS";
    case LevelUnit::millivolts:
        return "mV";
    case LevelUnit::dbv:
        break;
    }
    return "dBV";
}

double fromDbv(LevelUnit unit, double dbv, double fullScaleDbv) {
    switch (unit) {
    case LevelUnit::dbu:
        return dbv - base::dbvFromDbu(0.0);
    case LevelUnit::dbfs:
        return dbv - fullScaleDbv;
    case LevelUnit::millivolts:
        return 1000.0 * dsp::decibelsToFactor(dbv);
    case LevelUnit::dbv:
        break;
    }
    return dbv;
}

double toDbv(LevelUnit unit, double value, double fullScaleDbv) {
    switch (unit) {
    case LevelUnit::dbu:
        return value + base::dbvFromDbu(0.0);
    case LevelUnit::dbfs:
        return value + fullScaleDbv;
    case LevelUnit::millivolts:
        return dsp::decibels(value / 1000.0);
    case LevelUnit::dbv:
        break;
    }
    return value;
}

std::vector<ScaleTick> scaleTicks(const MeterScale& scale, LevelUnit unit, double fullScaleDbv, double height,
                                  double labelSpacing, double tickSpacing) {
    TickSet ticks(scale, height);
    if (unit == LevelUnit::millivolts) {
        const double top = fromDbv(unit, scale.topDbv(), fullScaleDbv);
        const double bottom = fromDbv(unit, scale.bottomDbv(), fullScaleDbv);
        const auto lowest = static_cast<int>(std::floor(std::log10(bottom)));
        const auto highest = static_cast<int>(std::ceil(std::log10(top)));
        const auto addDecades = [&](double digit, double spacing) {
            for (int exponent = highest; exponent >= lowest; --exponent) {
                const double value = digit * std::pow(10.0, exponent);
                ticks.add(toDbv(unit, value, fullScaleDbv), millivoltText(value), spacing);
            }
        };
        // The decades first, then what fits between them.
        addDecades(1.0, labelSpacing);
        addDecades(3.0, labelSpacing);
        for (const double digit : {2.0, 5.0, 7.0})
            addDecades(digit, roomy * labelSpacing);
        for (int exponent = highest; exponent >= lowest; --exponent)
            for (int digit = 2; digit < 10; ++digit)
                ticks.add(toDbv(unit, digit * std::pow(10.0, exponent), fullScaleDbv), {}, tickSpacing);
        return ticks.sorted();
    }
    const double top = fromDbv(unit, scale.topDbv(), fullScaleDbv);
    const double bottom = fromDbv(unit, scale.bottomDbv(), fullScaleDbv);
    const auto addAll = [&](double step, bool labelled, double spacing) {
        const double highest = downTo(top, step);
        const int count = 1 + static_cast<int>(std::floor((highest - bottom + 1e-6) / step));
        for (int i = 0; i < count; ++i) {
            const double value = highest - i * step;
            ticks.add(toDbv(unit, value, fullScaleDbv), labelled ? numberText(value, unit != LevelUnit::dbfs) : "",
                      spacing);
        }
    };
    // The twenties first: where not every ten has room, it is these that stay.
    addAll(20.0, true, labelSpacing);
    addAll(10.0, true, labelSpacing);
    // All fives or none: a row with some of them missing reads as if it had been miscounted.
    const auto fits = [&](double step) {
        const double highest = downTo(top, step);
        for (double value = highest; value - step >= bottom - 1e-6; value -= step) {
            const double apart = scale.proportionOf(toDbv(unit, value - step, fullScaleDbv)) -
                                 scale.proportionOf(toDbv(unit, value, fullScaleDbv));
            if (apart * height < labelSpacing - 1e-9) return false;
        }
        return true;
    };
    if (fits(5.0)) addAll(5.0, true, labelSpacing);
    addAll(5.0, false, tickSpacing);
    return ticks.sorted();
}

std::vector<PlacedMark> placeMarks(const MeterScale& scale, std::vector<LevelMark> marks, double height,
                                   double spacing) {
    std::stable_sort(marks.begin(), marks.end(), [](const LevelMark& a, const LevelMark& b) { return a.dbv > b.dbv; });
    std::vector<PlacedMark> placed;
    for (auto& mark : marks) {
        PlacedMark place;
        place.side = scale.contains(mark.dbv)    ? PlacedMark::Side::inside
                     : mark.dbv > scale.topDbv() ? PlacedMark::Side::above
                                                 : PlacedMark::Side::below;
        place.y = place.labelY = scale.proportionOf(mark.dbv) * height;
        place.mark = std::move(mark);
        placed.push_back(std::move(place));
    }
    // Two that are too close move apart by the same; a few rounds settle a handful of marks.
    for (int rounds = 0; rounds < 32; ++rounds) {
        bool moved = false;
        for (std::size_t i = 1; i < placed.size(); ++i) {
            const double missing = spacing - (placed[i].labelY - placed[i - 1].labelY);
            if (missing <= 1e-6) continue;
            placed[i - 1].labelY -= missing / 2.0;
            placed[i].labelY += missing / 2.0;
            moved = true;
        }
        for (auto& place : placed)
            place.labelY = std::clamp(place.labelY, 0.0, height);
        if (!moved) break;
    }
    return placed;
}

} // namespace phonostage::ui
