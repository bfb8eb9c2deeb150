// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/LoadFilterFit.h"

#include "dsp/design/fit/LeastSquares.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr std::size_t maxParameters = LoadFitPoint::maxParameters;
constexpr std::size_t maxPoints = LoadFitTarget::maxPoints;
constexpr std::size_t maxInBand = LoadFitTarget::maxInBand;
constexpr std::size_t maxRows = maxPoints + maxInBand + maxParameters;
using Column = std::array<double, maxRows>;
using Point = std::array<double, maxParameters>;

constexpr double pull = 0.003;       // weight of the pull to the start point, per unit of a parameter
constexpr double longestStep = 0.7;  // of any parameter of a section
constexpr double largestValue = 7.0; // tanh(7) = 1 - 1.7e-6
constexpr double zeroCircle = 0.9999;

Quadratic place(double u, double v, double circle) {
    const double c2 = std::tanh(u);
    const double c1 = circle * (1.0 + c2) * std::tanh(v);
    return {c1, circle * circle * c2, 1.0 + c1 + circle * circle * c2};
}

struct Linearised {
    Column residual{};
    std::array<Column, maxParameters> derivative{};
    double cost = 0.0;
};

class Evaluator {
public:
    Evaluator(const LoadFitTarget& target, std::size_t sections, double poleCircle)
        : target_(target), sections_(sections), poleCircle_(poleCircle), points_(target.points),
          phases_(target.phaseUnit > 0.0 ? target.inBand : 0) {
        for (std::size_t i = 0; i < points_; ++i) {
            cosine_[i] = std::cos(target.angle[i]);
            sine_[i] = std::sin(target.angle[i]);
            cosine2_[i] = std::cos(2.0 * target.angle[i]);
            sine2_[i] = std::sin(2.0 * target.angle[i]);
            weight_[i] = 1.0 / target.magnitudeUnit[i];
        }
    }

    [[nodiscard]] std::size_t rows() const { return points_ + phases_; }

    void evaluate(const Point& q, Linearised& out) {
        std::fill_n(magnitude_.begin(), points_, 1.0);
        std::fill_n(real_.begin(), phases_, 1.0);
        std::fill_n(imaginary_.begin(), phases_, 0.0);
        for (std::size_t k = 0; k < 4 * sections_; k += 2)
            addQuadratic(q[k], q[k + 1], k >= 2 * sections_, out.derivative[k], out.derivative[k + 1]);
        addResiduals(q[4 * sections_], q[4 * sections_ + 1], out);
    }

private:
    // (1 + c1/z + c2/z^2) over its value at 0 Hz, or the inverse of it; derivatives by the two parameters.
    void addQuadratic(double u, double v, bool below, Column& byU, Column& byV) {
        const double circle = below ? poleCircle_ : zeroCircle;
        const auto [c1, c2, dc] = place(u, v, circle);
        const double t2 = std::tanh(u);
        const double t1 = std::tanh(v);
        const double sign = below ? -1.0 : 1.0;
        const double c1ByU = sign * circle * t1 * (1.0 - t2 * t2);
        const double c2ByU = sign * circle * circle * (1.0 - t2 * t2);
        const double c1ByV = sign * circle * (1.0 + t2) * (1.0 - t1 * t1);
        const double atDc = 1.0 / dc;
        const double phaseWeight = phases_ > 0 ? 1.0 / target_.phaseUnit : 0.0;
        for (std::size_t i = 0; i < points_; ++i) {
            const double re = 1.0 + c1 * cosine_[i] + c2 * cosine2_[i];
            const double im = -c1 * sine_[i] - c2 * sine2_[i];
            const double square = re * re + im * im;
            const double inverse = 1.0 / square;
            const double relative = square * atDc * atDc;
            magnitude_[i] *= below ? 1.0 / relative : relative;
            const double first = (cosine_[i] * re - sine_[i] * im) * inverse - atDc;
            const double second = (cosine2_[i] * re - sine2_[i] * im) * inverse - atDc;
            byU[i] = (first * c1ByU + second * c2ByU) * weight_[i];
            byV[i] = first * c1ByV * weight_[i];
            if (i >= phases_) continue;
            const double turn = below ? -im : im;
            const double real = real_[i] * re - imaginary_[i] * turn;
            imaginary_[i] = real_[i] * turn + imaginary_[i] * re;
            real_[i] = real;
            const double firstTurn = -(sine_[i] * re + cosine_[i] * im) * inverse;
            const double secondTurn = -(sine2_[i] * re + cosine2_[i] * im) * inverse;
            byU[points_ + i] = (firstTurn * c1ByU + secondTurn * c2ByU) * phaseWeight;
            byV[points_ + i] = firstTurn * c1ByV * phaseWeight;
        }
    }

    void addResiduals(double logGain, double delay, Linearised& out) {
        const std::size_t gainIndex = 4 * sections_;
        Column& byGain = out.derivative[gainIndex];
        Column& byDelay = out.derivative[gainIndex + 1];
        for (std::size_t i = 0; i < points_; ++i) {
            out.residual[i] = (0.5 * std::log(magnitude_[i]) + logGain - target_.logMagnitude[i]) * weight_[i];
            byGain[i] = weight_[i];
            byDelay[i] = 0.0;
        }
        for (std::size_t i = target_.twoSided; i < points_; ++i)
            if (out.residual[i] < 0.0) {
                out.residual[i] = 0.0;
                for (std::size_t k = 0; k <= gainIndex; ++k)
                    out.derivative[k][i] = 0.0;
            }
        for (std::size_t i = 0; i < phases_; ++i) {
            const double phase = std::atan2(imaginary_[i], real_[i]) - target_.phase[i] + target_.angle[i] * delay;
            out.residual[points_ + i] = phase / target_.phaseUnit;
            byGain[points_ + i] = 0.0;
            byDelay[points_ + i] = target_.angle[i] / target_.phaseUnit;
        }
        out.cost = 0.0;
        for (std::size_t i = 0; i < rows(); ++i)
            out.cost += out.residual[i] * out.residual[i];
    }

    const LoadFitTarget& target_;
    std::size_t sections_;
    double poleCircle_;
    std::size_t points_;
    std::size_t phases_;
    std::array<double, maxPoints> cosine_{}, sine_{}, cosine2_{}, sine2_{}, weight_{}, magnitude_{};
    std::array<double, maxInBand> real_{}, imaginary_{};
};

/** The linear problem of one step, its columns scaled to unit length, the pull as one more row for each parameter of a
    section. Uses up the derivatives. */
struct Step {
    Triangle<maxParameters> triangle;
    Point scale{};

    Step(Linearised& at, std::size_t rows, const Point& q, const Point& start, std::size_t count) {
        const std::size_t placed = count - 2;
        Column rightSide{};
        for (std::size_t i = 0; i < rows; ++i)
            rightSide[i] = -at.residual[i];
        for (std::size_t k = 0; k < count; ++k) {
            Column& column = at.derivative[k];
            double square = k < placed ? pull * pull : 0.0;
            for (std::size_t i = 0; i < rows; ++i)
                square += column[i] * column[i];
            scale[k] = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0;
            for (std::size_t i = 0; i < rows; ++i)
                column[i] *= scale[k];
            std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(rows), placed, 0.0);
            if (k < placed) {
                column[rows + k] = pull * scale[k];
                rightSide[rows + k] = -pull * (q[k] - start[k]);
            }
        }
        reduceToTriangle(at.derivative, rightSide, count, rows + placed, triangle);
    }

    [[nodiscard]] Point from(const Point& q, double damping, std::size_t count) const {
        Point step = solveDamped(triangle, count, damping);
        double longest = 0.0;
        for (std::size_t k = 0; k < count; ++k) {
            step[k] *= scale[k];
            if (k < count - 2) longest = std::max(longest, std::abs(step[k]));
        }
        const double shorten = longest > longestStep ? longestStep / longest : 1.0;
        Point next = q;
        for (std::size_t k = 0; k < count; ++k) {
            next[k] += shorten * step[k];
            if (k < count - 2) next[k] = std::clamp(next[k], -largestValue, largestValue);
        }
        return next;
    }
};

} // namespace

double LoadFitPoint::gain() const { return std::exp(q[4 * sections]); }

void LoadFitPoint::set(std::size_t section, bool below, const Quadratic& quadratic) {
    const double circle = below ? poleCircle : zeroCircle;
    constexpr double most = 1.0 - 1e-6;
    const double c2 = std::clamp(quadratic.c2 / (circle * circle), -most, most);
    const double c1 = std::clamp(quadratic.c1 / (circle * (1.0 + c2)), -most, most);
    const std::size_t k = 2 * section + (below ? 2 * sections : 0);
    q[k] = std::atanh(c2);
    q[k + 1] = std::atanh(c1);
}

void LoadFitPoint::appendTo(QuadraticRatio& ratio) const {
    for (std::size_t k = 0; k < 2 * sections; k += 2) {
        ratio.addNumerator(place(q[k], q[k + 1], zeroCircle));
        ratio.addDenominator(place(q[2 * sections + k], q[2 * sections + k + 1], poleCircle));
    }
}

LoadFit fitLoad(const LoadFitTarget& target, const LoadFitPoint& start, int maxEvaluations) {
    const std::size_t count = start.parameters();
    Evaluator evaluator(target, start.sections, start.poleCircle);
    return leastSquares<LoadFit, Linearised, Step>(evaluator, start, count, pull, 1e-4, maxEvaluations);
}

} // namespace phonostage::dsp
