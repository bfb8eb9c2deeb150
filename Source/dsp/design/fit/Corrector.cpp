// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/Corrector.h"

#include "dsp/design/fit/LeastSquares.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr std::size_t maxParameters = CorrectorPoint::maxParameters;
constexpr std::size_t maxPoints = CorrectorTarget::maxPoints;
constexpr std::size_t maxInBand = CorrectorTarget::maxInBand;
constexpr std::size_t maxRows = maxPoints + maxInBand + maxParameters;
using Column = std::array<double, maxRows>;
using Point = std::array<double, maxParameters>;

constexpr double pull = 0.003;       // weight of the pull to the start point, per unit of a parameter
constexpr double longestStep = 0.7;  // of any shape parameter
constexpr double largestValue = 8.0; // tanh(8) = 1 - 2e-7

/** The residuals and their derivatives at one point. Rows: the magnitudes, then the phases. */
struct Linearised {
    Column residual{};
    std::array<Column, maxParameters> derivative{};
    double cost = 0.0;
};

class Evaluator {
public:
    Evaluator(const CorrectorShape& shape, const CorrectorTarget& target)
        : shape_(shape), target_(target), points_(target.points), phases_(target.withPhase ? target.inBand : 0) {
        const auto fixed = static_cast<double>(shape.fixedZeros);
        for (std::size_t i = 0; i < points_; ++i) {
            const double half = 0.5 * target.angle[i];
            cosine_[i] = std::cos(target.angle[i]);
            sine_[i] = std::sin(target.angle[i]);
            cosine2_[i] = std::cos(2.0 * target.angle[i]);
            sine2_[i] = std::sin(2.0 * target.angle[i]);
            weight_[i] = 1.0 / target.magnitudeUnit[i];
            // (1 + 1/z) / 2 on the circle is cos(w/2) exp(-jw/2): closed form, also next to w = pi.
            fixedLog_[i] = fixed * std::log(std::max(std::cos(half), 1e-30)) - target.logMagnitude[i];
        }
        for (std::size_t i = 0; i < phases_; ++i)
            fixedPhase_[i] = -0.5 * fixed * target.angle[i] - target.phase[i];
    }

    [[nodiscard]] std::size_t rows() const { return points_ + phases_; }

    void evaluate(const Point& q, Linearised& out) {
        std::fill_n(numerator_.begin(), points_, 1.0);
        std::fill_n(denominator_.begin(), points_, 1.0);
        std::fill_n(real_.begin(), phases_, 1.0);
        std::fill_n(imaginary_.begin(), phases_, 0.0);
        for (std::size_t k = 0; k < shape_.realZeros; ++k)
            addZero(std::tanh(q[k]), out.derivative[k]);
        for (std::size_t k = shape_.realZeros; k < shape_.parameters() - 2; k += 2)
            addPoles(std::tanh(q[k]), std::tanh(q[k + 1]), out.derivative[k], out.derivative[k + 1]);
        addResiduals(q[shape_.parameters() - 2], q[shape_.parameters() - 1], out);
    }

private:
    // 1 + r/z over its value at 0 Hz; derivatives by u where r = tanh(u).
    void addZero(double r, Column& derivative) {
        const double slope = 1.0 - r * r;
        const double atDc = 1.0 / (1.0 + r);
        for (std::size_t i = 0; i < points_; ++i) {
            const double re = 1.0 + r * cosine_[i];
            const double im = -r * sine_[i];
            const double square = re * re + im * im;
            inverse_[i] = slope / square;
            numerator_[i] *= square * (atDc * atDc);
            derivative[i] = ((cosine_[i] + r) * inverse_[i] - atDc * slope) * weight_[i];
        }
        const double weight = 1.0 / target_.phaseUnit;
        for (std::size_t i = 0; i < phases_; ++i) {
            rotate(i, 1.0 + r * cosine_[i], -r * sine_[i]);
            derivative[points_ + i] = -sine_[i] * inverse_[i] * weight;
        }
    }

    // 1 / (1 + c1/z + c2/z^2) over its value at 0 Hz, c1 = (1 + c2) t; derivatives by atanh(c2) and atanh(t).
    void addPoles(double c2, double t, Column& byC2, Column& byT) {
        const double c1 = (1.0 + c2) * t;
        const double atDc = 1.0 / (1.0 + c1 + c2);
        const double slope2 = -(1.0 - c2 * c2);
        const double slopeT = -(1.0 + c2) * (1.0 - t * t);
        for (std::size_t i = 0; i < points_; ++i) {
            const double re = 1.0 + c1 * cosine_[i] + c2 * cosine2_[i];
            const double im = c1 * sine_[i] + c2 * sine2_[i];
            const double square = re * re + im * im;
            inverse_[i] = 1.0 / square;
            denominator_[i] *= square * (atDc * atDc);
            const double first = (cosine_[i] * (1.0 + c2) + c1) * inverse_[i] - atDc;
            const double second = (cosine2_[i] + c1 * cosine_[i] + c2) * inverse_[i] - atDc;
            byC2[i] = (second + first * t) * slope2 * weight_[i];
            byT[i] = first * slopeT * weight_[i];
        }
        const double weight = 1.0 / target_.phaseUnit;
        for (std::size_t i = 0; i < phases_; ++i) {
            const double sum = c1 * sine_[i] + c2 * sine2_[i];
            rotate(i, 1.0 + c1 * cosine_[i] + c2 * cosine2_[i], sum);
            const double first = -sine_[i] * (1.0 - c2) * inverse_[i];
            const double second = -(sine2_[i] + c1 * sine_[i]) * inverse_[i];
            byC2[points_ + i] = (second + first * t) * slope2 * weight;
            byT[points_ + i] = first * slopeT * weight;
        }
    }

    void addResiduals(double logGain, double delay, Linearised& out) {
        const std::size_t gainIndex = shape_.parameters() - 2;
        Column& byGain = out.derivative[gainIndex];
        Column& byDelay = out.derivative[gainIndex + 1];
        for (std::size_t i = 0; i < points_; ++i) {
            const double error = fixedLog_[i] + 0.5 * std::log(numerator_[i] / denominator_[i]) + logGain;
            out.residual[i] = error * weight_[i];
            byGain[i] = weight_[i];
            byDelay[i] = 0.0;
        }
        for (std::size_t i = target_.twoSided; i < points_; ++i)
            if (out.residual[i] < 0.0) {
                out.residual[i] = 0.0;
                for (std::size_t k = 0; k <= gainIndex; ++k)
                    out.derivative[k][i] = 0.0;
            }
        const double weight = 1.0 / target_.phaseUnit;
        for (std::size_t i = 0; i < phases_; ++i) {
            const double phase = std::atan2(imaginary_[i], real_[i]) + fixedPhase_[i] + target_.angle[i] * delay;
            out.residual[points_ + i] = phase * weight;
            byGain[points_ + i] = 0.0;
            byDelay[points_ + i] = target_.angle[i] * weight;
        }
        out.cost = 0.0;
        for (std::size_t i = 0; i < rows(); ++i)
            out.cost += out.residual[i] * out.residual[i];
    }

    void rotate(std::size_t i, double re, double im) {
        const double real = real_[i] * re - imaginary_[i] * im;
        imaginary_[i] = real_[i] * im + imaginary_[i] * re;
        real_[i] = real;
    }

    const CorrectorShape& shape_;
    const CorrectorTarget& target_;
    std::size_t points_;
    std::size_t phases_;
    std::array<double, maxPoints> cosine_{}, sine_{}, cosine2_{}, sine2_{}, weight_{}, fixedLog_{};
    std::array<double, maxPoints> numerator_{}, denominator_{}, inverse_{};
    std::array<double, maxInBand> fixedPhase_{}, real_{}, imaginary_{};
};

/** The linear problem of one step, its columns scaled to unit length, the pull as one more row for each shape
   parameter. Uses up the derivatives. */
struct Step {
    Triangle<maxParameters> triangle;
    Point scale{};

    Step(Linearised& at, std::size_t rows, const Point& q, const Point& start, std::size_t count) {
        const std::size_t shapeCount = count - 2;
        Column rightSide{};
        for (std::size_t i = 0; i < rows; ++i)
            rightSide[i] = -at.residual[i];
        for (std::size_t k = 0; k < count; ++k) {
            Column& column = at.derivative[k];
            double square = k < shapeCount ? pull * pull : 0.0;
            for (std::size_t i = 0; i < rows; ++i)
                square += column[i] * column[i];
            scale[k] = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0; // a parameter without any effect stays
            for (std::size_t i = 0; i < rows; ++i)
                column[i] *= scale[k];
            std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(rows), shapeCount, 0.0);
            if (k < shapeCount) {
                column[rows + k] = pull * scale[k];
                rightSide[rows + k] = -pull * (q[k] - start[k]);
            }
        }
        reduceToTriangle(at.derivative, rightSide, count, rows + shapeCount, triangle);
    }

    [[nodiscard]] Point from(const Point& q, double damping, std::size_t count) const {
        const std::size_t shapeCount = count - 2;
        Point step = solveDamped(triangle, count, damping);
        double longest = 0.0;
        for (std::size_t k = 0; k < count; ++k) {
            step[k] *= scale[k];
            if (k < shapeCount) longest = std::max(longest, std::abs(step[k]));
        }
        const double shorten = longest > longestStep ? longestStep / longest : 1.0;
        Point next = q;
        for (std::size_t k = 0; k < count; ++k)
            next[k] += shorten * step[k];
        for (std::size_t k = 0; k < shapeCount; ++k)
            next[k] = std::clamp(next[k], -largestValue, largestValue);
        return next;
    }
};

} // namespace

CorrectorFit fitCorrector(const CorrectorShape& shape, const CorrectorTarget& target, const CorrectorPoint& start,
                          int maxEvaluations) {
    const std::size_t count = shape.parameters();
    Evaluator evaluator(shape, target);
    return leastSquares<CorrectorFit, Linearised, Step>(evaluator, start, count, pull, 1e-5, maxEvaluations);
}

DeEmphasis withCorrector(const DeEmphasis& design, const CorrectorShape& shape, const CorrectorPoint& point) {
    // The fixed zeros first; of the real ones the first with the last.
    std::array<double, maxParameters> zeros{};
    std::fill_n(zeros.begin(), shape.fixedZeros, 1.0);
    for (std::size_t k = 0; k < shape.realZeros; ++k) {
        const std::size_t source = k % 2 == 0 ? k / 2 : shape.realZeros - 1 - k / 2;
        zeros[shape.fixedZeros + k] = std::tanh(point.q[source]);
    }
    DeEmphasis result = design;
    for (std::size_t k = 0; k < shape.biquads; ++k) {
        const double a2 = std::tanh(point.q[shape.realZeros + 2 * k]);
        const double a1 = (1.0 + a2) * std::tanh(point.q[shape.realZeros + 2 * k + 1]);
        const double b1 = zeros[2 * k] + zeros[2 * k + 1];
        const double b2 = zeros[2 * k] * zeros[2 * k + 1];
        const double scale = (1.0 + a1 + a2) / (1.0 + b1 + b2);
        result.biquad[static_cast<std::size_t>(result.biquadCount++)] = {scale, scale * b1, scale * b2, a1, a2};
    }
    return result;
}

} // namespace phonostage::dsp
