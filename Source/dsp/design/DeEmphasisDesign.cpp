// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisDesign.h"

#include "dsp/design/DeEmphasisGoal.h"
#include "dsp/design/DeEmphasisSections.h"
#include "dsp/design/fit/CorrectorFit.h"
#include "dsp/design/fit/CorrectorStarts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace phonostage::dsp {
namespace {

// From here on two biquads do: 0.005 degrees where 0.02 are allowed.
constexpr double plainRateHz = 300000.0;
// Targets that lag less are met by the plain shape at low rates too; those that lag more by the lagging one.
constexpr double mostPlainDelay = 0.06;
constexpr double leastLaggingDelay = 0.03;
constexpr double mostLead = -0.001; // targets that lead more are fitted in magnitude alone

constexpr double errorLimitDb = 1e-4;
constexpr double upperLimitDb = 0.005;
constexpr double peakLimitDb = 0.01;

// What a playback design may have at a rate.
double phaseLimitDeg(double sampleRateHz) {
    if (sampleRateHz >= 88200.0) return 0.02;
    if (sampleRateHz >= 64000.0) return 0.1;
    return sampleRateHz >= 48000.0 ? 0.6 : 1.3;
}

class Search {
public:
    Search(const CurveNetwork& network, double rate, const CorrectorStarts& starts)
        : starts_(starts), inverse_(network.inverse), undone_(network.undone), rate_(rate), goal_(network, rate),
          target_(goal_.target()), guard_(goal_.guard()), delay_(target_.delaySamples(4)) {}

    // A record's recording side, and what has the shape of one: an undone RIAA with less roll-off than it had.
    [[nodiscard]] bool isRecording() const { return inverse_ || (undone_ && delay_ < mostLead); }

    DeEmphasis playback() {
        // A target that leads wants a response that rises to half the rate. Its phase follows from its magnitude, and
        // only a peak above the curve could mend it.
        target_.withPhase = delay_ > mostLead;
        if (rate_ >= plainRateHz || delay_ < mostPlainDelay) tryStarts(plainShape, starts_.plain, 5);
        if (delay_ > leastLaggingDelay && hasRoomFor(laggingShape) && !isGood())
            tryStarts(laggingShape, starts_.lagging, best_.corrector.denominators > 0 ? 4 : 7);
        return isUsable() ? finish() : magnitudeOnly();
    }

    DeEmphasis magnitudeOnly() {
        target_.withPhase = false;
        evaluationsLeft_ = fallbackBudget;
        tryStarts(plainShape, starts_.plain, 3);
        return finish();
    }

    DeEmphasis recording() {
        target_.withPhase = false;
        tryStarts(plainShape, starts_.recording, 4);
        return finish();
    }

private:
    static constexpr int mostEvaluations = 80;           // of one fit of magnitude and phase,
    static constexpr int mostMagnitudeEvaluations = 160; // of the magnitude alone, each at half the cost
    static constexpr int evaluationBudget = 560;
    static constexpr int fallbackBudget = 320;
    static constexpr std::size_t fewestStarts = 3;
    static constexpr double smallestGain = 1e-5; // of the cost, by a step
    static constexpr double goodMagnitude = 0.4; // ratings at which the search ends after fewestStarts,
    static constexpr double goodPhase = 0.8;
    static constexpr double excellent = 0.05; // or at once

    struct Candidate {
        QuadraticRatio corrector;
        bool magnitudeOnly = false;
        FitFigures figures{std::numeric_limits<double>::infinity()};
    };

    [[nodiscard]] bool hasRoomFor(const CorrectorShape& shape) const {
        return static_cast<std::size_t>(goal_.matched().biquadCount) + shape.polePairs <= DeEmphasis::maxBiquads;
    }

    // What no design may fail in, whatever its phase.
    [[nodiscard]] bool isUsable() const {
        return best_.figures.errorDb <= errorLimitDb && best_.figures.overDb <= peakLimitDb;
    }

    [[nodiscard]] static double magnitudeRating(const FitFigures& figures) {
        return std::max({figures.errorDb / errorLimitDb, figures.upperDb / upperLimitDb, figures.overDb / peakLimitDb});
    }

    [[nodiscard]] double phaseRating(const FitFigures& figures) const {
        return target_.withPhase ? figures.phaseDeg / phaseLimitDeg(rate_) : 0.0;
    }

    [[nodiscard]] double rating(const FitFigures& figures) const {
        return std::max(magnitudeRating(figures), phaseRating(figures));
    }

    [[nodiscard]] bool isGood() const {
        return magnitudeRating(best_.figures) < goodMagnitude && phaseRating(best_.figures) < goodPhase;
    }

    void consider(const Corrector& corrector) {
        Candidate candidate;
        corrector.appendTo(candidate.corrector);
        candidate.magnitudeOnly = !target_.withPhase;
        candidate.figures = guard_.judge(candidate.corrector, 1.0);
        if (rating(candidate.figures) < rating(best_.figures)) best_ = candidate;
    }

    void tryStarts(const CorrectorShape& shape, std::span<const CorrectorStart> starts, std::size_t mostStarts) {
        std::array<bool, CorrectorStarts::most> used{};
        const double bandRate = 20000.0 * rate_ / bandTopHz(rate_);
        for (std::size_t tried = 1; tried <= std::min(mostStarts, starts.size()); ++tried) {
            std::size_t nearest = 0;
            double least = 1e300;
            for (std::size_t i = 0; i < starts.size(); ++i) {
                const double far = std::hypot(4.0 * std::log(bandRate / starts[i].rateHz()),
                                              6.0 * (delay_ - starts[i].delaySamples()));
                if (!used[i] && far < least) {
                    nearest = i;
                    least = far;
                }
            }
            used[nearest] = true;
            const int most = std::min(target_.withPhase ? mostEvaluations : mostMagnitudeEvaluations, evaluationsLeft_);
            const CorrectorFit fit = fitCorrector(target_, starts[nearest].corrector(shape), smallestGain, most);
            evaluationsLeft_ -= fit.evaluations;
            consider(fit.corrector);
            if ((tried >= fewestStarts && isGood()) || rating(best_.figures) < excellent) break;
        }
    }

    DeEmphasis finish() {
        if (!isUsable()) consider(interlacedCorrector(plainShape, std::clamp(delay_, -1.0, 1.0)));
        DeEmphasis design = goal_.with(best_.corrector);
        design.delaySamples = best_.figures.delaySamples;
        design.worstErrorDb = best_.figures.errorDb;
        design.worstPhaseDeg = best_.figures.phaseDeg;
        design.magnitudeOnly = best_.magnitudeOnly;
        return design;
    }

    const CorrectorStarts& starts_;
    bool inverse_;
    bool undone_;
    double rate_;
    DeEmphasisGoal goal_;
    FitTarget target_;
    FitGuard guard_;
    double delay_; ///< of the target: the phase of the lowest points is a straight line
    int evaluationsLeft_ = evaluationBudget;
    Candidate best_;
};

} // namespace

DeEmphasis designWithCorrector(const CurveNetwork& network, double sampleRateHz, const CorrectorStarts& starts) {
    Search search(network, sampleRateHz, starts);
    return search.isRecording() ? search.recording() : search.playback();
}

DeEmphasis designMagnitudeOnly(const CurveNetwork& network, double sampleRateHz) {
    DeEmphasis design = Search(network, sampleRateHz, correctorStarts()).magnitudeOnly();
    normalise(design, network, sampleRateHz);
    return design;
}

} // namespace phonostage::dsp
