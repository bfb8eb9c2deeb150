// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadPrototype.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// Nepers per sample; roots that decay faster hardly matter and are left to the corrector.
constexpr double fastestDecay = 4.0;

// The two solutions of a + b x + c x^2 = 0 without cancellation; what does not exist is not finite.
std::array<Complex, 2> solve(Complex a, Complex b, Complex c) {
    const Complex root = std::sqrt(b * b - 4.0 * a * c);
    const Complex sum = -0.5 * (std::real(std::conj(b) * root) >= 0.0 ? b + root : b - root);
    return {sum / c, a / sum};
}

bool exists(Complex x) { return std::isfinite(x.real()) && std::isfinite(x.imag()); }

Quadratic mappedReal(double first) { return {-std::exp(first), 0.0, -std::expm1(first)}; }

Quadratic mappedReal(double first, double second) {
    return {-std::exp(first) - std::exp(second), std::exp(first + second), std::expm1(first) * std::expm1(second)};
}

} // namespace

Quadratic mappedPair(const AnalogueRoot& root) {
    const double radius = std::exp(root.real);
    const double less = std::expm1(root.real);
    const double sine = std::sin(0.5 * root.imag);
    return {-2.0 * radius * std::cos(root.imag), radius * radius, less * less + 4.0 * radius * sine * sine};
}

void LoadPrototype::Roots::add(Complex s, bool alone) {
    if (!exists(s) || count == maxRoots) return;
    root[count++] = {s.real(), alone ? 0.0 : std::abs(s.imag())};
}

void LoadPrototype::Roots::addOfDivider(const InverseDivider& divider) {
    const auto s = solve(divider.c0, divider.c1, divider.c2);
    if (s[0].imag() != 0.0 && exists(s[0])) {
        add(s[0], false);
        return;
    }
    add(s[0], true);
    add(s[1], true);
}

void LoadPrototype::Roots::addOfLevel(const LoadRatio& ratio, double ceilingSquare, Complex x) {
    const auto coefficient = [&](int exponent) {
        return ratio.have.power(exponent) - x * ceilingSquare * ratio.want.power(exponent);
    };
    const auto squares = solve(coefficient(0), coefficient(1), coefficient(2));
    const auto stable = [](Complex square) {
        const Complex s = Complex(0.0, 1.0) * std::sqrt(square);
        return s.real() > 0.0 ? -s : s;
    };
    if (x.imag() == 0.0 && squares[0].imag() == 0.0) { // two negative squares: two real roots
        add(stable(squares[0]), true);
        add(stable(squares[1]), true);
    } else if (x.imag() == 0.0) { // mirror images of each other
        add(stable(squares[0]), false);
    } else { // each has its mirror image from the conjugate of x
        add(stable(squares[0]), false);
        add(stable(squares[1]), false);
    }
}

LoadPrototype::LoadPrototype(const LoadRatio& ratio, std::optional<double> ceilingSquare)
    : ratio_(ratio), ceilingSquare_(ceilingSquare) {
    zeros_.addOfDivider(ratio.have);
    if (!ceilingSquare) {
        poles_.addOfDivider(ratio.want);
        return;
    }
    // x^2 + 4 = (x - 2j)(x + 2j); x^3 + x^2 + 4 = (x + 2)(x^2 - x + 2).
    zeros_.addOfLevel(ratio, *ceilingSquare, {0.0, 2.0});
    poles_.addOfLevel(ratio, *ceilingSquare, {-2.0, 0.0});
    poles_.addOfLevel(ratio, *ceilingSquare, {0.5, 0.5 * std::sqrt(7.0)});
}

double LoadPrototype::squareAt(double angle) const {
    const double square = ratio_.squareAt(angle);
    if (!ceilingSquare_) return square;
    const double x = square / *ceilingSquare_;
    if (x > 1e6) return *ceilingSquare_;
    return square * (x * x + 4.0) / (x * x * (x + 1.0) + 4.0);
}

Complex LoadPrototype::at(double angle) const {
    double phase = 0.0;
    const auto turn = [angle](const AnalogueRoot& root) {
        // 1 - j angle / s
        return root.imag == 0.0 ? std::atan2(angle, -root.real)
                                : std::atan2(angle - root.imag, -root.real) + std::atan2(angle + root.imag, -root.real);
    };
    for (std::size_t i = 0; i < zeros_.count; ++i)
        phase += turn(zeros_.root[i]);
    for (std::size_t i = 0; i < poles_.count; ++i)
        phase -= turn(poles_.root[i]);
    return std::polar(std::sqrt(squareAt(angle)), phase);
}

QuadraticRatio LoadPrototype::matched(double highestAngle) const {
    QuadraticRatio result;
    const auto map = [highestAngle](const Roots& roots, auto&& add) {
        std::optional<double> left; // a real root that waits for another
        for (std::size_t i = 0; i < roots.count; ++i) {
            const AnalogueRoot& root = roots.root[i];
            if (root.real < -fastestDecay || root.imag > highestAngle) continue;
            if (root.imag > 0.0) {
                add(mappedPair(root));
            } else if (left) {
                add(mappedReal(*left, root.real));
                left.reset();
            } else {
                left = root.real;
            }
        }
        if (left) add(mappedReal(*left));
    };
    map(zeros_, [&](const Quadratic& q) { result.addNumerator(q); });
    map(poles_, [&](const Quadratic& q) { result.addDenominator(q); });
    return result;
}

} // namespace phonostage::dsp
