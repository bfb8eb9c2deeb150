// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/StageDesign.h"

#include "dsp/design/AnalogueStage.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/TwoWayRemover.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

// Corner of the IEC amendment, 1 / (2 pi 7950 us) = 20.02 Hz.
constexpr double iecCornerHz = 1.0 / (2.0 * std::numbers::pi * iecSeconds);

// At another speed all corners of the record move with it, the IEC amendment's too.
void designSubsonic(StageDesign& design, const Subsonic& subsonic, bool curveHasIec, double speedRatio) {
    const double rate = design.sampleRateHz;
    const double cornerHz = subsonic.cornerHz * speedRatio;
    switch (subsonic.slopeDbPerOctave) {
    case 12:
        design.subsonic2Count = 1;
        design.subsonic2[0] = designHighPass2(cornerHz, std::numbers::sqrt2 / 2.0, rate);
        break;
    case 24:
        // Fourth-order Butterworth: Q = 1 / (2 cos(pi/8)) and 1 / (2 cos(3 pi/8)).
        design.subsonic2Count = 2;
        design.subsonic2[0] = designHighPass2(cornerHz, 0.5 / std::cos(std::numbers::pi / 8.0), rate);
        design.subsonic2[1] = designHighPass2(cornerHz, 0.5 / std::cos(3.0 * std::numbers::pi / 8.0), rate);
        break;
    default:
        design.subsonic2Count = 1;
        // IEC's first-order 20.02 Hz and the Q = 1 half at the same corner are together one Butterworth of 18 dB/oct.
        if (curveHasIec && subsonic.cornerHz == 20.0) {
            design.subsonic2[0] = designHighPass2(iecCornerHz * speedRatio, 1.0, rate);
        } else {
            design.subsonic2[0] = designHighPass2(cornerHz, 1.0, rate);
            design.subsonic1 = true;
            design.subsonic1Section = designHighPass1(cornerHz, rate);
        }
        break;
    }
}

// b0 = 1 spares the running filter a multiplication for each section.
void moveLeadingFactorsIntoGain(DeEmphasis& d) {
    for (int k = 0; k < d.biquadCount; ++k) {
        auto& q = d.biquad[static_cast<std::size_t>(k)];
        d.gain *= q.b0;
        q.b1 /= q.b0;
        q.b2 /= q.b0;
        q.b0 = 1.0;
    }
}

/** What the filters still lack. */
class PhaseGoal final : public FitGoal {
public:
    PhaseGoal(const FilterSettings& settings, const StageDesign& design)
        : analogue_(settings, design.sampleRateHz), design_(design) {}

    [[nodiscard]] std::complex<double> wanted(double angle, bool) const override {
        const double frequencyHz = angle * design_.sampleRateHz / (2.0 * std::numbers::pi);
        return analogue_.at(frequencyHz) / response(design_, frequencyHz);
    }

private:
    AnalogueStage analogue_;
    const StageDesign& design_;
};

} // namespace

StageDesign designStage(const FilterSettings& settings, double sampleRateHz) {
    StageDesign design;
    design.sampleRateHz = sampleRateHz;
    design.dcRemoval = settings.dcRemoval;
    design.dc = designHighPass2(dcCornerHz, std::numbers::sqrt2 / 2.0, sampleRateHz);
    if (settings.load) design.load = designLoadFilter(*settings.load, sampleRateHz);
    design.deEmphasis = designDeEmphasis(settings, sampleRateHz);
    moveLeadingFactorsIntoGain(design.deEmphasis);
    if (settings.subsonic)
        designSubsonic(design, *settings.subsonic, settings.curve.iec && !settings.curve.inverse, settings.speedRatio);
    if (settings.monoBass) design.monoBass = designMonoBass(*settings.monoBass, sampleRateHz);
    design.lookAhead = settings.delay;
    if (settings.exactPhase) design.exactPhase = fitExactPhase(PhaseGoal(settings, design), sampleRateHz);
    design.removesClicks = settings.removesClicks;
    design.cleansTwoWays = settings.removesClicks && settings.cleansTwoWays;
    if (settings.removesClicks)
        design.lookAhead.restorationFrames = design.cleansTwoWays ? TwoWayRemover::latencyFrames(sampleRateHz)
                                                                  : ClickRemover::latencyFrames(sampleRateHz);
    return design;
}

std::complex<double> response(const StageDesign& design, double frequencyHz) {
    const double rate = design.sampleRateHz;
    auto h = response(design.deEmphasis, frequencyHz, rate) * response(design.load, frequencyHz, rate);
    if (design.dcRemoval && !design.deEmphasis.fromIntegral) h *= response(design.dc, frequencyHz, rate);
    for (int n = 0; n < design.subsonic2Count; ++n)
        h *= response(design.subsonic2[static_cast<std::size_t>(n)], frequencyHz, rate);
    if (design.subsonic1) h *= response(design.subsonic1Section, frequencyHz, rate);
    if (design.exactPhase.tapCount > 0)
        h *= response(design.exactPhase, frequencyHz, rate) *
             std::polar(1.0, 2.0 * std::numbers::pi * frequencyHz / rate * design.exactPhase.delayFrames);
    return h;
}

std::complex<double> sideResponse(const StageDesign& design, double frequencyHz) {
    return response(design, frequencyHz) * response(design.monoBass, frequencyHz, design.sampleRateHz);
}

} // namespace phonostage::dsp
