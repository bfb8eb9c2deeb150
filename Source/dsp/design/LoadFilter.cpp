// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadFilter.h"

#include "dsp/Angles.h"
#include "dsp/design/LoadGoal.h"
#include "dsp/design/LoadPrototype.h"
#include "dsp/design/fit/CorrectorFit.h"
#include "dsp/design/fit/FitGuard.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
constexpr double radiansPerDegree = pi / 180.0;

// Roots up to here, radians per sample, are mapped to z = exp(s); the others would fold back at half the rate, and are
// left to the corrector. Near half the rate now this, now that is the better start.
constexpr double usualHighest = 0.97 * pi;
constexpr double otherHighest = 0.85 * pi;

// Degrees that weigh as much as the goal's magnitudeUnitDb; tried in turn until the magnitude is good.
constexpr std::array<double, 3> phaseUnitsDeg{0.05, 1.0, 20.0};
using PhaseUnit = std::array<double, 3>::const_iterator;

// 10 to 20 us each; one with five sections counts threefold.
constexpr int evaluationBudget = 1000;
constexpr int mostEvaluations = 70;
constexpr double leastGainOfStep = 1e-4; // of the cost, by a step

// As many pairs of zeros as of poles. Poles behind exact ones keep well inside the circle: what is left to them is
// smooth.
constexpr CorrectorShape shapeOf(std::size_t pairs, double poleCircle = 0.98) {
    return {0, 0, pairs, pairs, 0.9999, poleCircle, 7.0};
}

constexpr std::size_t freePairs = 5;

struct Candidate {
    QuadraticRatio sections;
    double gain = 1.0; ///< at 0 Hz
    FitFigures figures;
    double rating = std::numeric_limits<double>::infinity(); ///< below 1 is good
};

class Search {
public:
    Search(const LoadCorrection& settings, double rate)
        : goal_(settings, rate), target_(goal_.target(wanted_)), guard_(goal_.guard()),
          errorLimitDb_(rate >= 88200.0 ? 0.004 : 0.02) {}

    const Candidate& run() {
        const QuadraticRatio usual = goal_.prototype.matched(usualHighest);
        const QuadraticRatio other = goal_.prototype.matched(otherHighest);
        const bool differ = usual.numerators != other.numerators || usual.denominators != other.denominators;
        if (!goal_.isLimited && goal_.ceilingDb < goal_.neededDb + levelOffDb && goal_.ceilingSquare) {
            tryFree(usual);
            tryFree(bentBehindBand());
            tryFree(LoadPrototype(goal_.ratio, squareOfDecibels(goal_.ceilingDb + 4.0)).matched(usualHighest));
        }
        for (const std::size_t pairs : {2u, 3u}) {
            tryCorrector(usual, pairs);
            if (differ) tryCorrector(other, pairs);
        }
        return best_;
    }

private:
    // What the sections leave to be corrected.
    void aimBehind(const QuadraticRatio& sections) {
        for (std::size_t i = 0; i < target_.points; ++i)
            target_.aim(i, wanted_[i] / (atDc_ * sections.at(target_.angle[i])));
    }

    [[nodiscard]] bool isDone() const { return best_.rating < 1.0 || evaluationsLeft_ <= 0; }

    void tryCorrector(const QuadraticRatio& matched, std::size_t pairs) {
        if (isDone()) return;
        aimBehind(matched);
        const double delay = std::clamp(target_.delaySamples(11), -1.0, 1.0);
        for (const double startDelay : {delay, 0.0})
            fitFrom(matched, interlacedCorrector(shapeOf(pairs), startDelay), phaseUnitsDeg.begin());
    }

    // A start for tryFree: the ratio as it is, with two gentle bends just above the band.
    [[nodiscard]] QuadraticRatio bentBehindBand() const {
        QuadraticRatio bent = LoadPrototype(goal_.ratio, std::nullopt).matched(usualHighest);
        for (const double place : {1.1, 1.5}) {
            const double pole = std::min(place * goal_.top, 0.9 * pi);
            const double zero = std::min(1.4 * place * goal_.top, 0.95 * pi);
            bent.addDenominator(mappedPair({-0.3 * pole, pole}));
            bent.addNumerator(mappedPair({-0.3 * zero, zero}));
        }
        return bent;
    }

    // The ceiling is so close above the band that the ratio has to bend off sharply there. The matched sections are
    // but a start then, except for the exact zeros. The first fit finds the shape, the second keeps to the ceiling.
    void tryFree(const QuadraticRatio& matched) {
        if (isDone() || matched.numerators == 0) return;
        QuadraticRatio fixed;
        fixed.addNumerator(matched.numerator[0]);
        aimBehind(fixed);
        QuadraticRatio loose;
        interlacedCorrector(shapeOf(2), 0.0).appendTo(loose);
        for (std::size_t i = 1; i < matched.numerators; ++i)
            loose.addNumerator(matched.numerator[i]);
        for (std::size_t i = 0; i < matched.denominators; ++i)
            loose.addDenominator(matched.denominator[i]);
        Corrector start{shapeOf(freePairs, 0.9999), {}};
        for (std::size_t i = 0; i < loose.numerators; ++i)
            start.setZeros(i, loose.numerator[i]);
        for (std::size_t i = 0; i < loose.denominators; ++i)
            start.setPoles(i, loose.denominator[i]);
        const auto weighCeiling = [this](double factor) {
            for (std::size_t i = target_.twoSided; i < target_.points; ++i)
                target_.magnitudeUnit[i] *= factor;
        };
        start = fitFrom(fixed, start, phaseUnitsDeg.end() - 1);
        weighCeiling(0.1);
        fitFrom(fixed, start, phaseUnitsDeg.end() - 1);
        weighCeiling(10.0);
    }

    // With the phase weighed by one unit after the other, each from the point of the one before.
    Corrector fitFrom(const QuadraticRatio& sections, Corrector corrector, PhaseUnit phaseUnitDeg) {
        const int price = corrector.shape.polePairs == freePairs ? 3 : 1;
        for (; phaseUnitDeg != phaseUnitsDeg.end() && !isDone(); ++phaseUnitDeg) {
            target_.phaseUnit = *phaseUnitDeg * radiansPerDegree;
            const int most = std::min(mostEvaluations, evaluationsLeft_);
            const CorrectorFit fit = fitCorrector(target_, corrector, leastGainOfStep, most);
            evaluationsLeft_ -= price * fit.evaluations;
            corrector = fit.corrector;
            Candidate candidate{sections, atDc_ * corrector.gain(), {}};
            corrector.appendTo(candidate.sections);
            consider(candidate);
        }
        return corrector;
    }

    void consider(Candidate& c) {
        c.figures = guard_.judge(c.sections, c.gain);
        if (const double overDb = c.figures.overDb; overDb > 0.0) {
            // Never above the limit: the whole band gives way, a tenth more for what lies between.
            c.gain *= std::sqrt(squareOfDecibels(-1.1 * overDb));
            c.figures.errorDb += 1.1 * overDb;
        }
        c.rating = c.figures.errorDb / errorLimitDb_;
        if (c.rating < best_.rating) best_ = c;
    }

    LoadGoal goal_;
    std::array<Complex, FitTarget::maxPoints> wanted_{};
    FitTarget target_;
    FitGuard guard_;
    double atDc_ = std::sqrt(goal_.prototype.squareAt(0.0));
    double errorLimitDb_;
    int evaluationsLeft_ = evaluationBudget;
    Candidate best_;
};

} // namespace

LoadFilter designLoadFilter(const LoadCorrection& settings, double sampleRateHz) {
    LoadFilter design;
    if (settings.have == settings.want) return design;
    const LoadRatio ratio(settings, 1.0 / sampleRateHz);
    if (ratio.isConstant()) {
        design.gain = std::min(ratio.have.c0 / ratio.want.c0, std::sqrt(squareOfDecibels(settings.limitDb)));
        return design;
    }
    Search search(settings, sampleRateHz);
    const Candidate& best = search.run();
    design.gain = best.gain;
    design.biquadCount = static_cast<int>(std::max(best.sections.numerators, best.sections.denominators));
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.biquadCount); ++i) {
        const Quadratic& above = best.sections.numerator[i];
        const Quadratic& below = best.sections.denominator[i];
        design.biquad[i] = {1.0, above.c1, above.c2, below.c1, below.c2};
        design.gain *= below.atDc / above.atDc;
    }
    design.delaySamples = best.figures.delaySamples;
    design.worstErrorDb = best.figures.errorDb;
    design.worstPhaseDeg = best.figures.phaseDeg;
    return design;
}

std::complex<double> response(const LoadFilter& design, double frequencyHz, double sampleRateHz) {
    const Complex delay = std::polar(1.0, -2.0 * pi * frequencyHz / sampleRateHz);
    Complex numerator = design.gain;
    Complex denominator = 1.0;
    for (int i = 0; i < design.biquadCount; ++i) {
        const Biquad& section = design.biquad[static_cast<std::size_t>(i)];
        numerator *= section.b0 + delay * (section.b1 + delay * section.b2);
        denominator *= 1.0 + delay * (section.a1 + delay * section.a2);
    }
    return numerator / denominator;
}

} // namespace phonostage::dsp
