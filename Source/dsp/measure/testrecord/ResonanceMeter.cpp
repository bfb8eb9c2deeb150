// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/ResonanceMeter.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

namespace phonostage::dsp {
namespace {

constexpr double referenceHz = 20.0;
constexpr double sureSpreadDb = 1.0, leastQ = 0.8, mostQ = 20.0, insideFactor = 1.15;
constexpr std::size_t leastPoints = 15;
constexpr double outsideDb = 1.0; ///< farther from the first fit than this and three times the usual: spoilt by a click
constexpr double edgeSeconds = 0.5; ///< of the sweep: the window there is not full
constexpr double onePlane = 4.0;    ///< 6 dB over the other

struct Model {
    double hz = 10.0, q = 1.0;
    bool isAmplitude = true;
    double offsetDb = 0.0;

    /** Without the offset. */
    [[nodiscard]] double shapeDb(double f) const {
        const double square = f * f, own = hz * hz;
        const double bottom = (own - square) * (own - square) + square * own / (q * q);
        return decibelsOfPower(square * square / bottom) + (isAmplitude ? decibels(f / referenceHz) : 0.0);
    }
};

/** The offset that fits best, and what is left: rms. */
double fitOffset(Model& model, const std::vector<SweepPoint>& points) {
    double sum = 0.0, squares = 0.0;
    for (const auto& point : points) {
        const double rest = point.levelDb - model.shapeDb(point.frequencyHz);
        sum += rest;
        squares += rest * rest;
    }
    const auto count = static_cast<double>(points.size());
    model.offsetDb = sum / count;
    return std::sqrt(std::max(squares / count - model.offsetDb * model.offsetDb, 0.0));
}

/** By a grid that is made finer three times. */
Model bestModel(const std::vector<SweepPoint>& points, double& spreadDb) {
    Model best;
    spreadDb = std::numeric_limits<double>::infinity();
    for (const bool isAmplitude : {true, false}) {
        double lowHz = ResonanceMeter::lowestHz, highHz = ResonanceMeter::highestHz, lowQ = 0.4, highQ = mostQ;
        for (int pass = 0; pass < 3; ++pass) {
            constexpr int steps = 40;
            Model found;
            double least = std::numeric_limits<double>::infinity();
            for (int i = 0; i <= steps; ++i)
                for (int k = 0; k <= steps; ++k) {
                    Model model{lowHz * std::pow(highHz / lowHz, static_cast<double>(i) / steps),
                                lowQ * std::pow(highQ / lowQ, static_cast<double>(k) / steps), isAmplitude, 0.0};
                    const double left = fitOffset(model, points);
                    if (left >= least) continue;
                    least = left;
                    found = model;
                }
            if (least < spreadDb) {
                spreadDb = least;
                best = found;
            }
            const double hzStep = std::pow(highHz / lowHz, 1.5 / steps), qStep = std::pow(highQ / lowQ, 1.5 / steps);
            lowHz = found.hz / hzStep;
            highHz = found.hz * hzStep;
            lowQ = found.q / qStep;
            highQ = found.q * qStep;
        }
    }
    return best;
}

/** Without what lies far from the model. */
std::vector<SweepPoint> withoutClicks(const std::vector<SweepPoint>& points, const Model& model) {
    const auto off = [&](const SweepPoint& point) {
        return std::abs(point.levelDb - model.offsetDb - model.shapeDb(point.frequencyHz));
    };
    std::vector<float> sizes;
    for (const auto& point : points)
        sizes.push_back(static_cast<float>(off(point)));
    const double limit = outsideDb + 3.0 * medianOf(sizes);
    auto kept = points;
    std::erase_if(kept, [&](const SweepPoint& point) { return off(point) > limit; });
    return kept;
}

} // namespace

void ResonanceMeter::add(std::span<const double> left, std::span<const double> right) {
    lines_.add(left, right, [this](const LowLine& line) { seen_.push_back(line); });
}

ResonanceMeasurement ResonanceMeter::finish() const {
    ResonanceMeasurement result;
    GlideTracker tracker(LowLines::glideLimits());
    std::optional<HeldGlide> glide;
    const auto take = [&](const std::optional<HeldGlide>& found) {
        if (!found || !isBassSweep(*found)) return;
        if (!glide || found->toSeconds - found->fromSeconds > glide->toSeconds - glide->fromSeconds) glide = found;
    };
    for (const auto& line : seen_)
        take(tracker.add(line.seconds, line.share >= LowLines::leastShare ? line.hz : 0.0));
    take(tracker.end());
    if (!glide) return result;

    std::array<double, 4> power{};
    std::vector<SweepPoint> points;
    const double low = std::min(glide->fromHz, glide->toHz), high = std::max(glide->fromHz, glide->toHz);
    for (const auto& line : seen_) {
        if (line.seconds < glide->fromSeconds + edgeSeconds || line.seconds > glide->toSeconds - edgeSeconds) continue;
        if (line.hz < low || line.hz > high || line.share < LowLines::leastShare) continue;
        points.push_back({line.hz, decibelsOfPower(line.left + line.right)});
        power[0] += line.left;
        power[1] += line.right;
        power[2] += line.lateral;
        power[3] += line.vertical;
    }
    if (points.size() < leastPoints) return result;
    result.hasSweep = true;
    result.plane = power[2] > onePlane * power[3]   ? ResonanceMeasurement::Plane::lateral
                   : power[3] > onePlane * power[2] ? ResonanceMeasurement::Plane::vertical
                                                    : ResonanceMeasurement::Plane::oneChannel;
    result.fromSeconds = glide->fromSeconds;
    result.toSeconds = glide->toSeconds;
    result.fromHz = glide->fromHz;
    result.toHz = glide->toHz;
    std::sort(points.begin(), points.end(),
              [](const SweepPoint& a, const SweepPoint& b) { return a.frequencyHz < b.frequencyHz; });
    auto model = bestModel(points, result.spreadDb);
    points = withoutClicks(points, model);
    model = bestModel(points, result.spreadDb);
    result.resonanceHz = model.hz;
    result.q = model.q;
    result.isConstantAmplitude = model.isAmplitude;
    using Doubt = ResonanceMeasurement::Doubt;
    if (!(result.spreadDb < sureSpreadDb))
        result.doubt = Doubt::poorFit;
    else if (!(model.hz > insideFactor * low && model.hz * insideFactor < high))
        result.doubt = Doubt::edge;
    else if (!(model.q >= leastQ && model.q < 0.95 * mostQ))
        result.doubt = Doubt::noPeak;
    for (const auto& point : points) {
        result.level.push_back({point.frequencyHz, point.levelDb - model.offsetDb});
        result.fitted.push_back({point.frequencyHz, model.shapeDb(point.frequencyHz)});
    }
    return result;
}

} // namespace phonostage::dsp
