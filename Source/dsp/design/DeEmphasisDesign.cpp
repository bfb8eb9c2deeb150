// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisDesign.h"

#include "dsp/design/DeEmphasisGuard.h"
#include "dsp/design/DeEmphasisSections.h"
#include "dsp/design/fit/Corrector.h"
#include "dsp/design/fit/CorrectorStarts.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace phonostage::dsp {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double neperPerDb = std::numbers::ln10 / 20.0;

// From here on two biquads do: 0.005 degrees where 0.02 are allowed.
constexpr double plainRateHz = 300000.0;
// Targets that lag less are met by the plain shape at low rates too; those that lag more by the lagging one.
constexpr double mostPlainDelay = 0.06;
constexpr double leastLaggingDelay = 0.03;
constexpr double mostLead = -0.001; // targets that lead more are fitted in magnitude alone

// Degrees that weigh as much as 1.5e-5 dB: a fiftieth of a degree where less than half of the range up to half the rate
// must be right, a whole one where nearly all of it must.
double phaseUnitDeg(double bandShare) {
    const double x = std::clamp((bandShare - 0.4535) / (0.833 - 0.4535), 0.0, 1.0);
    return std::pow(10.0, 1.7 * (x - 1.0));
}

CorrectorTarget makeTarget(const CurveNetwork& network, double rate, const DeEmphasis& matched) {
    constexpr std::size_t inBand = CorrectorTarget::maxInBand;
    constexpr std::size_t upper = 32;
    constexpr std::size_t above = CorrectorTarget::maxPoints - inBand - upper;
    CorrectorTarget target;
    const auto append = [&](double angle, double unitDb) {
        target.angle[target.points] = angle;
        target.magnitudeUnit[target.points++] = unitDb * neperPerDb;
    };
    const double top = 2.0 * pi * bandTopHz(rate) / rate;
    const double end = 0.9 * pi;
    for (std::size_t i = 1; i <= inBand; ++i)
        append(top * std::sin(0.5 * pi * static_cast<double>(i) / static_cast<double>(inBand)), 1.5e-5);
    target.inBand = target.points;
    if (end > 1.01 * top)
        for (std::size_t i = 1; i <= upper; ++i)
            append(top + (end - top) * static_cast<double>(i) / static_cast<double>(upper), 1.5e-3);
    target.twoSided = target.points;
    const double from = std::max(end, 1.002 * top);
    for (std::size_t i = 0; i < above; ++i)
        append(pi - (pi - from) * std::pow(0.02, static_cast<double>(i) / static_cast<double>(above - 1)), 3e-3);

    target.withPhase = !network.inverse;
    target.phaseUnit = phaseUnitDeg(top / pi) * pi / 180.0;
    for (std::size_t i = 0; i < target.points; ++i) {
        const double hz = target.angle[i] * rate / (2.0 * pi);
        const std::complex<double> wanted = response(network, hz) / response(matched, hz, rate);
        target.logMagnitude[i] = 0.5 * std::log(std::norm(wanted));
        if (i < inBand) target.phase[i] = std::arg(wanted);
    }
    return target;
}

class Search {
public:
    Search(const CurveNetwork& network, double rate)
        : inverse_(network.inverse), undone_(network.undone), rate_(rate), sections_(matchedSections(network, rate)),
          target_(makeTarget(network, rate, sections_)), guard_(network, rate, sections_) {
        delay_ = -target_.phase[4] / target_.angle[4]; // the phase of the lowest points is a straight line
    }

    // A record's recording side, and what has the shape of one: an undone RIAA with less roll-off than it had.
    [[nodiscard]] bool isRecording() const { return inverse_ || (undone_ && delay_ < mostLead); }

    DeEmphasis playback() {
        // A target that leads wants a response that rises to half the rate. Its phase follows from its magnitude, and
        // only a peak above the curve could mend it.
        target_.withPhase = delay_ > mostLead;
        if (rate_ >= plainRateHz || delay_ < mostPlainDelay) tryStarts(plainShape, plainStarts(), 5);
        if (delay_ > leastLaggingDelay && hasRoomFor(laggingShape) && !isGood())
            tryStarts(laggingShape, laggingStarts(), hasBest_ ? 4 : 7);
        return isUsable() ? finish() : magnitudeOnly();
    }

    DeEmphasis magnitudeOnly() {
        target_.withPhase = false;
        evaluationsLeft_ = fallbackBudget;
        tryStarts(plainShape, plainStarts(), 3);
        return finish();
    }

    DeEmphasis recording() {
        target_.withPhase = false;
        tryStarts(plainShape, recordingStarts(), 4);
        return finish();
    }

private:
    static constexpr int mostEvaluations = 80;           // of one fit of magnitude and phase,
    static constexpr int mostMagnitudeEvaluations = 160; // of the magnitude alone, each at half the cost
    static constexpr int evaluationBudget = 560;
    static constexpr int fallbackBudget = 320;
    static constexpr std::size_t fewestStarts = 3;
    static constexpr double goodMagnitude = 0.4; // ratings at which the search ends after fewestStarts,
    static constexpr double goodPhase = 0.8;
    static constexpr double excellent = 0.05; // or at once

    struct Candidate {
        DeEmphasis design;
        DesignFigures figures;
    };

    [[nodiscard]] bool hasRoomFor(const CorrectorShape& shape) const {
        return static_cast<std::size_t>(sections_.biquadCount) + shape.biquads <= DeEmphasis::maxBiquads;
    }

    // What no design may fail in, whatever its phase.
    [[nodiscard]] bool isUsable() const {
        return std::isfinite(best_.figures.magnitudeRating) && best_.figures.errorDb <= errorLimitDb &&
               best_.figures.peakDb <= peakLimitDb;
    }

    [[nodiscard]] bool isGood() const {
        return hasBest_ && best_.figures.magnitudeRating < goodMagnitude &&
               (!target_.withPhase || best_.figures.phaseRating < goodPhase);
    }

    [[nodiscard]] double rating(const DesignFigures& figures) const {
        return target_.withPhase ? std::max(figures.magnitudeRating, figures.phaseRating) : figures.magnitudeRating;
    }

    void consider(const CorrectorShape& shape, const CorrectorPoint& point) {
        Candidate candidate{withCorrector(sections_, shape, point), {}};
        candidate.design.magnitudeOnly = !target_.withPhase;
        candidate.figures = guard_.judge(candidate.design);
        if (hasBest_ && !(rating(candidate.figures) < rating(best_.figures))) return;
        hasBest_ = true;
        best_ = candidate;
    }

    void tryStarts(const CorrectorShape& shape, std::span<const CorrectorStart> starts, std::size_t mostStarts) {
        std::array<bool, 32> used{};
        const double bandRate = 20000.0 * rate_ / bandTopHz(rate_);
        for (std::size_t tried = 1; tried <= std::min(mostStarts, starts.size()); ++tried) {
            std::size_t nearest = 0;
            double least = 1e300;
            for (std::size_t i = 0; i < starts.size(); ++i) {
                const double far =
                    std::hypot(4.0 * std::log(bandRate / starts[i].rateHz), 6.0 * (delay_ - starts[i].delaySamples));
                if (!used[i] && far < least) {
                    nearest = i;
                    least = far;
                }
            }
            used[nearest] = true;
            const int most = std::min(target_.withPhase ? mostEvaluations : mostMagnitudeEvaluations, evaluationsLeft_);
            const CorrectorFit fit = fitCorrector(shape, target_, starts[nearest].point, most);
            evaluationsLeft_ -= fit.evaluations;
            consider(shape, fit.point);
            if ((tried >= fewestStarts && isGood()) || rating(best_.figures) < excellent) break;
        }
    }

    DeEmphasis finish() {
        if (!isUsable()) consider(plainShape, interlacedCorrector(std::clamp(delay_, -1.0, 1.0)));
        best_.design.delaySamples = best_.figures.delaySamples;
        best_.design.worstErrorDb = best_.figures.errorDb;
        best_.design.worstPhaseDeg = best_.figures.phaseDeg;
        return best_.design;
    }

    bool inverse_;
    bool undone_;
    double rate_;
    DeEmphasis sections_;
    CorrectorTarget target_;
    DeEmphasisGuard guard_;
    double delay_ = 0.0;
    int evaluationsLeft_ = evaluationBudget;
    bool hasBest_ = false;
    Candidate best_;
};

} // namespace

DeEmphasis designWithCorrector(const CurveNetwork& network, double sampleRateHz) {
    Search search(network, sampleRateHz);
    return search.isRecording() ? search.recording() : search.playback();
}

DeEmphasis designMagnitudeOnly(const CurveNetwork& network, double sampleRateHz) {
    DeEmphasis design = Search(network, sampleRateHz).magnitudeOnly();
    normalise(design, network, sampleRateHz);
    return design;
}

} // namespace phonostage::dsp
