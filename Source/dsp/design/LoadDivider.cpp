// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadDivider.h"

#include "dsp/Angles.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::dsp {
namespace {

// RIAA's |H|^2, any scale.
double riaaSquare(double angle) {
    const auto corner = [angle](double seconds) { return 1.0 + angle * angle * seconds * seconds; };
    return corner(318e-6) / (corner(3180e-6) * corner(75e-6));
}

bool within(double value, double low, double high) { return value >= low && value <= high; }

} // namespace

InverseDivider::InverseDivider(double coilHenry, double coilOhm, const Load& load, double timeUnitSeconds)
    : c0(1.0 + coilOhm / load.resistanceOhm),
      c1((coilHenry / load.resistanceOhm + coilOhm * load.capacitanceFarad) / timeUnitSeconds),
      c2(coilHenry * load.capacitanceFarad / (timeUnitSeconds * timeUnitSeconds)) {}

std::complex<double> InverseDivider::at(double angle) const { return {c0 - c2 * angle * angle, c1 * angle}; }

double InverseDivider::power(int exponent) const {
    if (exponent == 0) return c0 * c0;
    return exponent == 1 ? c1 * c1 - 2.0 * c0 * c2 : c2 * c2;
}

double InverseDivider::squareAt(double angle) const {
    const double real = c0 - c2 * angle * angle; // not by powers: at a resonance they would cancel
    return real * real + c1 * c1 * angle * angle;
}

LoadRatio::LoadRatio(const LoadCorrection& settings, double timeUnitSeconds)
    : have(settings.coilHenry, settings.coilOhm, settings.have, timeUnitSeconds),
      want(settings.coilHenry, settings.coilOhm, settings.want, timeUnitSeconds) {}

LoadRatio::Extreme LoadRatio::largest(double fromAngle, double toAngle) const {
    Extreme best{squareAt(fromAngle), fromAngle};
    const auto consider = [&](double angle) {
        if (!(angle > fromAngle && angle <= toAngle)) return;
        const double square = squareAt(angle);
        if (square > best.square) best = {square, angle};
    };
    consider(toAngle);
    // d/dW of the quotient of two quadratics in W is 0 where a W^2 + b W + c is; scaled so that W is about 1.
    const double unit = toAngle * toAngle;
    const double h0 = have.power(0), h1 = have.power(1) * unit, h2 = have.power(2) * unit * unit;
    const double w0 = want.power(0), w1 = want.power(1) * unit, w2 = want.power(2) * unit * unit;
    const double a = h2 * w1 - w2 * h1;
    const double b = 2.0 * (h2 * w0 - w2 * h0);
    const double c = h1 * w0 - w1 * h0;
    const double discriminant = b * b - 4.0 * a * c;
    if (!(discriminant >= 0.0)) return best;
    const double sum = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
    for (const double square : {sum / a, c / sum})
        if (square > 0.0) consider(toAngle * std::sqrt(square));
    return best;
}

bool LoadRatio::isConstant() const {
    const auto same = [](double a, double b) { return std::abs(a - b) <= 1e-15 * (std::abs(a) + std::abs(b)); };
    return same(have.c1 * want.c0, want.c1 * have.c0) && same(have.c2 * want.c0, want.c2 * have.c0);
}

std::complex<double> analogueLoadRatio(const LoadCorrection& settings, double frequencyHz) {
    const LoadRatio ratio(settings, 1.0);
    const double angle = 2.0 * pi * frequencyHz;
    return ratio.have.at(angle) / ratio.want.at(angle);
}

double idealLoadDb(const LoadCorrection& settings, double frequencyHz) {
    const LoadRatio ratio(settings, 1.0);
    return std::min(decibelsOfPower(ratio.squareAt(2.0 * pi * frequencyHz)), settings.limitDb);
}

LoadFacts loadFacts(const LoadCorrection& settings) {
    constexpr double lowHz = 20.0, highHz = 20000.0;
    LoadFacts facts;
    facts.levelAt1kDb = idealLoadDb(settings, 1000.0);
    facts.boostAt10kDb = idealLoadDb(settings, 10000.0);

    const LoadRatio ratio(settings, 1.0);
    const auto largest = ratio.largest(2.0 * pi * lowHz, 2.0 * pi * highHz);
    facts.neededDb = decibelsOfPower(largest.square);
    facts.limited = facts.neededDb > settings.limitDb;
    facts.maximumBoostDb = std::min(facts.neededDb, settings.limitDb);
    facts.maximumAtHz = largest.angle / (2.0 * pi);
    if (facts.limited) {
        // The lowest frequency at the limit: |have|^2 - limit^2 |want|^2 changes sign there.
        const double limitSquare = decibelsToPower(settings.limitDb);
        double low = 2.0 * pi * lowHz;
        double high = largest.angle;
        for (int i = 0; i < 60 && ratio.squareAt(low) < limitSquare; ++i) {
            const double middle = 0.5 * (low + high);
            (ratio.largest(low, middle).square >= limitSquare ? high : low) = middle;
        }
        facts.maximumAtHz = (ratio.squareAt(low) >= limitSquare ? low : high) / (2.0 * pi);
    }

    // Simpson's rule over the logarithm of the frequency: many steps, for a load may resonate sharply.
    constexpr int steps = 20000;
    const double limitSquare = decibelsToPower(settings.limitDb);
    double corrected = 0.0, plain = 0.0;
    for (int i = 0; i <= steps; ++i) {
        const double angle = 2.0 * pi * lowHz * std::pow(highHz / lowHz, static_cast<double>(i) / steps);
        const double weight = (i == 0 || i == steps ? 1.0 : i % 2 == 1 ? 4.0 : 2.0) * angle * riaaSquare(angle);
        plain += weight;
        corrected += weight * std::min(ratio.squareAt(angle), limitSquare);
    }
    facts.noiseDb = decibelsOfPower(corrected / plain);

    if (settings.have.resistanceOhm > settings.want.resistanceOhm)
        facts.parallelOhm = 1.0 / (1.0 / settings.want.resistanceOhm - 1.0 / settings.have.resistanceOhm);
    return facts;
}

const char* whyIllegal(const LoadCorrection& s) {
    if (!within(s.coilHenry, 0.0, 1.5))
        return "The cartridge's inductance is outside 0 to 1.5 H: give it in henry (500 mH is 0.5).";
    if (!within(s.coilOhm, 0.0, 10e3))
        return "The cartridge's resistance is outside 0 to 10 kohm: give its coil's DC resistance.";
    if (!within(s.have.resistanceOhm, 10.0, 10e6))
        return "The input's resistance is outside 10 ohm to 10 Mohm: use the interface manufacturer's figure.";
    if (!within(s.have.capacitanceFarad, 0.0, 1e-9))
        return "The input's capacitance is outside 0 to 1 nF: give input and cable together in farad (150 pF is "
               "150e-12).";
    if (!within(s.want.resistanceOhm, 10.0, 10e6))
        return "The recommended load's resistance is outside 10 ohm to 10 Mohm: use the cartridge manufacturer's "
               "figure.";
    if (!within(s.want.capacitanceFarad, 0.0, 1e-9))
        return "The recommended load's capacitance is outside 0 to 1 nF: use the cartridge manufacturer's figure in "
               "farad "
               "(150 pF is 150e-12).";
    if (!within(s.limitDb, 0.0, 40.0)) return "The limit of the load correction is outside 0 to 40 dB: 36 dB is usual.";
    return nullptr;
}

} // namespace phonostage::dsp
