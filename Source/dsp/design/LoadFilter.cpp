// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadFilter.h"

#include "dsp/design/LoadFilterSections.h"
#include "dsp/design/fit/LoadFilterFit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;
constexpr double neperPerDb = std::numbers::ln10 / 20.0;
constexpr double radiansPerDegree = pi / 180.0;

// Where the band is limited: room for what a fit may miss the ceiling by.
constexpr double belowLimitDb = 0.05;

// Roots up to here, radians per sample, are mapped to z = exp(s); the others would fold back at half the rate, and are
// left to the corrector. Near half the rate now this, now that is the better start.
constexpr double usualHighest = 0.97 * pi;
constexpr double otherHighest = 0.85 * pi;

// Degrees that weigh as much as magnitudeUnitDb; tried in turn until the magnitude is good.
constexpr std::array<double, 3> phaseUnitsDeg{0.05, 1.0, 20.0};
using PhaseUnit = std::array<double, 3>::const_iterator;
constexpr double magnitudeUnitDb = 1e-4;

// 10 to 20 us each; one with five sections counts threefold.
constexpr int evaluationBudget = 1000;
constexpr int mostEvaluations = 70;

double decibelsOfSquare(double square) { return 10.0 * std::log10(std::max(square, 1e-300)); }

double squareOfDecibels(double db) { return std::pow(10.0, 0.1 * db); }

// The top of the band that the accuracy holds for: below 44.1 kHz in proportion to the rate.
double topOfBandHz(double sampleRateHz) { return 20000.0 * std::min(1.0, sampleRateHz / 44100.0); }

/** Real negative zeros and poles that take turns, all near ((1 + 1/z) / 2)^(2/3 delay): they lag by some samples, and
    cancel where the delay is 0. A third section cancels itself. */
LoadFitPoint interlaced(std::size_t sections, double delaySamples) {
    constexpr std::array<double, 4> zeros{0.919, 0.567, 0.238, 0.053};
    constexpr std::array<double, 4> poles{0.818, 0.444, 0.160, 0.0216};
    LoadFitPoint point;
    point.sections = sections;
    for (std::size_t section = 0; section < sections; ++section) {
        std::array<double, 2> zero{0.4, -0.2}, pole{0.4, -0.2};
        for (std::size_t i = 0; i < 2 && section < 2; ++i) {
            const std::size_t source = i == 0 ? section : 3 - section;
            const double middle = 0.5 * (std::atanh(zeros[source]) + std::atanh(poles[source]));
            const double apart = delaySamples * (std::atanh(zeros[source]) - std::atanh(poles[source]));
            zero[i] = std::tanh(middle + apart);
            pole[i] = std::tanh(middle - apart);
        }
        point.set(section, false, {zero[0] + zero[1], zero[0] * zero[1]});
        point.set(section, true, {pole[0] + pole[1], pole[0] * pole[1]});
    }
    return point;
}

struct Candidate {
    QuadraticRatio sections;
    double gain = 1.0; ///< at 0 Hz
    double errorDb = 0.0, phaseDeg = 0.0, delaySamples = 0.0;
    double rating = std::numeric_limits<double>::infinity(); ///< below 1 is good
};

class Search {
public:
    Search(const LoadCorrection& settings, double rate)
        : ratio_(settings, 1.0 / rate), lowest_(2.0 * pi * 20.0 / rate), top_(2.0 * pi * topOfBandHz(rate) / rate),
          limitDb_(settings.limitDb), neededDb_(decibelsOfSquare(ratio_.largest(lowest_, top_).square)),
          isLimited_(neededDb_ > limitDb_), ceilingDb_(chooseCeiling()), prototype_(ratio_, ceilingSquare()),
          atDc_(std::sqrt(prototype_.squareAt(0.0))), errorLimitDb_(rate >= 88200.0 ? 0.004 : 0.02) {
        makeGrid();
    }

    const Candidate& run() {
        const QuadraticRatio usual = prototype_.matched(usualHighest);
        const QuadraticRatio other = prototype_.matched(otherHighest);
        const bool differ = usual.numerators != other.numerators || usual.denominators != other.denominators;
        if (!isLimited_ && ceilingDb_ < neededDb_ + levelOffDb && ceilingSquare()) {
            tryFree(usual);
            tryFree(bentBehindBand());
            tryFree(LoadPrototype(ratio_, squareOfDecibels(ceilingDb_ + 4.0)).matched(usualHighest));
        }
        for (const std::size_t sections : {2u, 3u}) {
            tryCorrector(usual, sections);
            if (differ) tryCorrector(other, sections);
        }
        return best_;
    }

private:
    double chooseCeiling() const {
        if (isLimited_) return limitDb_ - belowLimitDb;
        return std::min(limitDb_ - std::min(0.3, 0.2 * (limitDb_ - neededDb_)), neededDb_ + levelOffDb);
    }

    // None where the ratio stays below it by itself.
    [[nodiscard]] std::optional<double> ceilingSquare() const {
        if (!isLimited_ && decibelsOfSquare(ratio_.largest(lowest_, pi).square) <= ceilingDb_) return std::nullopt;
        return squareOfDecibels(ceilingDb_);
    }

    // The exact ratio in band, unless it is limited there; the prototype above.
    [[nodiscard]] Complex wanted(double angle, bool inBand) const {
        return inBand && !isLimited_ ? ratio_.have.at(angle) / ratio_.want.at(angle) : prototype_.at(angle);
    }

    void makeGrid() {
        LoadFitTarget& t = target_;
        const auto append = [&](double angle, double unitDb, Complex value) {
            t.angle[t.points] = angle;
            wanted_[t.points] = value;
            t.magnitudeUnit[t.points++] = unitDb * neperPerDb;
        };
        const auto share = [](int i, int count) { return static_cast<double>(i) / count; };
        constexpr int low = 12, band = 60, upper = 40, ceiling = 40, highest = 20;
        for (int i = 0; i < low; ++i) {
            const double angle = lowest_ * std::pow(0.03 * top_ / lowest_, share(i, low));
            append(angle, magnitudeUnitDb, wanted(angle, true));
        }
        for (int i = 1; i <= band; ++i) { // denser towards the top
            const double angle = top_ * std::sin(0.5 * pi * share(i, band));
            append(angle, magnitudeUnitDb, wanted(angle, true));
        }
        t.inBand = t.points;
        const double end = 0.95 * pi;
        for (int i = 1; i <= upper && end > 1.01 * top_; ++i) {
            const double angle = top_ * std::pow(end / top_, std::pow(share(i, upper), 3.0));
            append(angle, 0.1, wanted(angle, false));
        }
        t.twoSided = t.points;
        const double most = std::sqrt(squareOfDecibels(ceilingDb_));
        for (int i = 1; i <= ceiling; ++i)
            append(top_ * std::pow(0.97 * pi / top_, std::pow(share(i, ceiling), 3.0)), 0.003, most);
        for (int i = 0; i < highest; ++i)
            append(pi * (1.0 - 0.03 * share(i, highest)), 0.003, most);
    }

    // What the sections leave to be corrected.
    void aimBehind(const QuadraticRatio& sections) {
        LoadFitTarget& t = target_;
        for (std::size_t i = 0; i < t.points; ++i) {
            const Complex rest = wanted_[i] / (atDc_ * sections.at(t.angle[i]));
            t.logMagnitude[i] = 0.5 * std::log(std::norm(rest));
            if (i >= t.inBand) continue;
            t.phase[i] = std::arg(rest);
            if (i > 0) t.phase[i] -= 2.0 * pi * std::round((t.phase[i] - t.phase[i - 1]) / (2.0 * pi));
        }
    }

    [[nodiscard]] bool isDone() const { return best_.rating < 1.0 || evaluationsLeft_ <= 0; }

    void tryCorrector(const QuadraticRatio& matched, std::size_t sections) {
        if (isDone()) return;
        aimBehind(matched);
        const double delay = std::clamp(-target_.phase[11] / target_.angle[11], -1.0, 1.0);
        for (const double startDelay : {delay, 0.0})
            fitFrom(matched, interlaced(sections, startDelay), phaseUnitsDeg.begin());
    }

    // A start for tryFree: the ratio as it is, with two gentle bends just above the band.
    [[nodiscard]] QuadraticRatio bentBehindBand() const {
        QuadraticRatio bent = LoadPrototype(ratio_, std::nullopt).matched(usualHighest);
        for (const double place : {1.1, 1.5}) {
            const double pole = std::min(place * top_, 0.9 * pi);
            const double zero = std::min(1.4 * place * top_, 0.95 * pi);
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
        interlaced(2, 0.0).appendTo(loose);
        LoadFitPoint point;
        point.sections = 5;
        point.poleCircle = 0.9999;
        for (std::size_t i = 1; i < matched.numerators; ++i)
            loose.addNumerator(matched.numerator[i]);
        for (std::size_t i = 0; i < matched.denominators; ++i)
            loose.addDenominator(matched.denominator[i]);
        for (std::size_t i = 0; i < loose.numerators; ++i)
            point.set(i, false, loose.numerator[i]);
        for (std::size_t i = 0; i < loose.denominators; ++i)
            point.set(i, true, loose.denominator[i]);
        const auto weighCeiling = [this](double factor) {
            for (std::size_t i = target_.twoSided; i < target_.points; ++i)
                target_.magnitudeUnit[i] *= factor;
        };
        point = fitFrom(fixed, point, phaseUnitsDeg.end() - 1);
        weighCeiling(0.1);
        fitFrom(fixed, point, phaseUnitsDeg.end() - 1);
        weighCeiling(10.0);
    }

    // With the phase weighed by one unit after the other, each from the point of the one before.
    LoadFitPoint fitFrom(const QuadraticRatio& sections, LoadFitPoint point, PhaseUnit phaseUnitDeg) {
        for (; phaseUnitDeg != phaseUnitsDeg.end() && !isDone(); ++phaseUnitDeg) {
            target_.phaseUnit = *phaseUnitDeg * radiansPerDegree;
            const int price = point.sections > 3 ? 3 : 1;
            const LoadFit fit = fitLoad(target_, point, std::min(mostEvaluations, evaluationsLeft_));
            evaluationsLeft_ -= price * fit.evaluations;
            point = fit.point;
            Candidate candidate{sections, atDc_ * point.gain()};
            point.appendTo(candidate.sections);
            judge(candidate);
            if (candidate.rating < best_.rating) best_ = candidate;
        }
        return point;
    }

    /** On a grid denser than the fit's, with the angles of the poles besides. */
    void judge(Candidate& c) const {
        constexpr int low = 40, band = 160, above = 300;
        std::array<double, low + band> angles{}, phases{};
        std::size_t count = 0;
        double sum = 0.0; // a NaN anywhere shows here, where std::max would hide it
        double overDb = -std::numeric_limits<double>::infinity();
        const auto seeLevel = [&](Complex made) {
            const double db = decibelsOfSquare(std::norm(made));
            sum += db;
            overDb = std::max(overDb, db - limitDb_);
        };
        const auto see = [&](double angle) {
            const Complex made = c.gain * c.sections.at(angle);
            const Complex error = made / wanted(angle, true);
            seeLevel(made);
            c.errorDb = std::max(c.errorDb, std::abs(decibelsOfSquare(std::norm(error))));
            angles[count] = angle;
            phases[count++] = std::arg(error);
        };
        for (int i = 0; i < low; ++i)
            see(lowest_ * std::pow(top_ / lowest_, static_cast<double>(i) / low));
        for (int i = 1; i <= band; ++i)
            see(top_ * std::sin(0.5 * pi * static_cast<double>(i) / band));

        const auto seeAbove = [&](double angle) { seeLevel(c.gain * c.sections.at(angle)); };
        for (int i = 0; i <= above; ++i) {
            const double part = static_cast<double>(i) / above;
            seeAbove(top_ + (pi - top_) * part);
            seeAbove(top_ * std::pow(pi / top_, part * part * part));
        }
        for (std::size_t i = 0; i < c.sections.denominators; ++i) {
            const Quadratic& q = c.sections.denominator[i];
            if (q.c1 * q.c1 >= 4.0 * q.c2) continue;
            const double angle = std::acos(std::clamp(-0.5 * q.c1 / std::sqrt(q.c2), -1.0, 1.0));
            if (angle > top_) seeAbove(angle);
        }

        const auto worst = [&](double delay) {
            double value = 0.0;
            for (std::size_t i = 0; i < count; ++i)
                value = std::max(value, std::abs(phases[i] + delay * angles[i]));
            return value;
        };
        double from = -1.0, to = 1.0;
        for (int i = 0; i < 30; ++i) { // convex: thirds
            const double a = from + (to - from) / 3.0;
            const double b = to - (to - from) / 3.0;
            if (worst(a) < worst(b))
                to = b;
            else
                from = a;
        }
        c.delaySamples = 0.5 * (from + to);
        c.phaseDeg = worst(c.delaySamples) / radiansPerDegree;
        if (overDb > 0.0) { // never above the limit: the whole band gives way, a tenth more for what lies between
            c.gain *= std::sqrt(squareOfDecibels(-1.1 * overDb));
            c.errorDb += 1.1 * overDb;
        }
        c.rating = c.errorDb / errorLimitDb_;
        if (!std::isfinite(sum)) c.rating = std::numeric_limits<double>::infinity();
    }

    LoadRatio ratio_;
    double lowest_, top_; ///< the band, radians per sample
    double limitDb_;
    double neededDb_; ///< in the band
    bool isLimited_;
    double ceilingDb_;
    LoadPrototype prototype_;
    double atDc_;
    double errorLimitDb_;
    LoadFitTarget target_;
    std::array<Complex, LoadFitTarget::maxPoints> wanted_{};
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
    design.delaySamples = best.delaySamples;
    design.worstErrorDb = best.errorDb;
    design.worstPhaseDeg = best.phaseDeg;
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
