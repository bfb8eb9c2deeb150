// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/Corrector.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

Quadratic ofRoots(double first, double second) {
    const double sum = first + second;
    const double product = first * second;
    return {sum, product, 1.0 + sum + product};
}

void placePair(double& u, double& v, const Quadratic& quadratic, double circle) {
    constexpr double most = 1.0 - 1e-6;
    const double c2 = std::clamp(quadratic.c2 / (circle * circle), -most, most);
    u = std::atanh(c2);
    v = std::atanh(std::clamp(quadratic.c1 / (circle * (1.0 + c2)), -most, most));
}

} // namespace

Quadratic placedPair(double u, double v, double circle) {
    const double c2 = std::tanh(u);
    const double c1 = circle * (1.0 + c2) * std::tanh(v);
    return {c1, circle * circle * c2, 1.0 + c1 + circle * circle * c2};
}

void Corrector::setZeros(std::size_t pair, const Quadratic& quadratic) {
    if (shape.realZeros == 0) {
        placePair(q[2 * pair], q[2 * pair + 1], quadratic, shape.zeroCircle);
        return;
    }
    const double apart = std::sqrt(std::max(0.25 * quadratic.c1 * quadratic.c1 - quadratic.c2, 0.0));
    q[pair] = std::atanh(0.5 * quadratic.c1 + apart);
    q[shape.realZeros - 1 - pair] = std::atanh(0.5 * quadratic.c1 - apart);
}

void Corrector::setPoles(std::size_t pair, const Quadratic& quadratic) {
    const std::size_t at = shape.realZeros + 2 * (shape.zeroPairs + pair);
    placePair(q[at], q[at + 1], quadratic, shape.poleCircle);
}

double Corrector::gain() const { return std::exp(q[shape.parameters() - 2]); }

void Corrector::appendTo(QuadraticRatio& ratio) const {
    for (std::size_t k = 0; k < shape.fixedZeros; k += 2)
        ratio.addNumerator(ofRoots(1.0, 1.0));
    for (std::size_t k = 0; k < shape.realZeros / 2; ++k) // the first with the last
        ratio.addNumerator(ofRoots(std::tanh(q[k]), std::tanh(q[shape.realZeros - 1 - k])));
    std::size_t at = shape.realZeros;
    for (std::size_t k = 0; k < shape.zeroPairs; ++k, at += 2)
        ratio.addNumerator(placedPair(q[at], q[at + 1], shape.zeroCircle));
    for (std::size_t k = 0; k < shape.polePairs; ++k, at += 2)
        ratio.addDenominator(placedPair(q[at], q[at + 1], shape.poleCircle));
}

Corrector interlacedCorrector(const CorrectorShape& shape, double delaySamples) {
    // For a delay of half a sample; they change places for a lead.
    constexpr std::array<double, 4> zeros{0.919, 0.567, 0.238, 0.053};
    constexpr std::array<double, 4> poles{0.818, 0.444, 0.160, 0.0216};
    std::array<double, 4> zero{}, pole{};
    for (std::size_t i = 0; i < 4; ++i) {
        const double middle = 0.5 * (std::atanh(zeros[i]) + std::atanh(poles[i]));
        const double apart = delaySamples * (std::atanh(zeros[i]) - std::atanh(poles[i]));
        zero[i] = std::tanh(middle + apart);
        pole[i] = std::tanh(middle - apart);
    }
    Corrector corrector{shape, {}};
    for (std::size_t pair = 0; pair < shape.polePairs; ++pair) {
        const bool further = pair >= 2;
        corrector.setZeros(pair, further ? ofRoots(0.4, -0.2) : ofRoots(zero[pair], zero[3 - pair]));
        corrector.setPoles(pair, further ? ofRoots(0.4, -0.2) : ofRoots(pole[pair], pole[3 - pair]));
    }
    return corrector;
}

} // namespace phonostage::dsp
