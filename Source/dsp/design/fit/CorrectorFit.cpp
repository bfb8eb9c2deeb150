// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/CorrectorFit.h"

#include "dsp/design/fit/LeastSquares.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr std::size_t maxPoints = FitTarget::maxPoints;
constexpr std::size_t maxInBand = FitTarget::maxInBand;
constexpr std::size_t maxParameters = Corrector::maxParameters;
constexpr std::size_t maxRows = maxPoints + maxInBand + maxParameters;
using Column = std::array<double, maxRows>;
using Point = Corrector::Parameters;

constexpr double pull = 0.003;      // weight of the pull to the start, per unit of a parameter
constexpr double longestStep = 0.7; // of any parameter of a zero or a pole

// The residuals and their derivatives at one point. Rows: the magnitudes, then the phases.
struct Linearised {
    Column residual{};
    std::array<Column, maxParameters> derivative{};
    double cost = 0.0;
};

class Evaluator {
public:
    Evaluator(const CorrectorShape& shape, const FitTarget& target)
        : shape_(shape), target_(target), points_(target.points), phases_(target.withPhase ? target.inBand : 0),
          phaseWeight_(1.0 / target.phaseUnit), onCircle_(shape.poleCircle == 1.0) {
        const auto fixed = static_cast<double>(shape.fixedZeros);
        for (std::size_t i = 0; i < points_; ++i) {
            const double half = 0.5 * target.angle[i];
            cosine_[i] = std::cos(target.angle[i]);
            sine_[i] = std::sin(target.angle[i]);
            cosine2_[i] = std::cos(2.0 * target.angle[i]);
            sine2_[i] = std::sin(2.0 * target.angle[i]);
            weight_[i] = 1.0 / target.magnitudeUnit[i];
            // (1 + 1/z) / 2 on the circle is cos(w/2) exp(-jw/2): closed form, also next to w = pi.
            logMagnitude_[i] = target.logMagnitude[i] - fixed * std::log(std::max(std::cos(half), 1e-30));
        }
        for (std::size_t i = 0; i < phases_; ++i)
            phase_[i] = target.phase[i] + 0.5 * fixed * target.angle[i];
    }

    [[nodiscard]] std::size_t rows() const { return points_ + phases_; }

    void evaluate(const Point& q, Linearised& out) {
        std::fill_n(numerator_.begin(), points_, 1.0);
        std::fill_n(denominator_.begin(), points_, 1.0);
        std::fill_n(real_.begin(), phases_, 1.0);
        std::fill_n(imaginary_.begin(), phases_, 0.0);
        std::size_t k = 0;
        for (; k < shape_.realZeros; ++k)
            addZero(std::tanh(q[k]), out.derivative[k]);
        for (std::size_t pair = 0; pair < shape_.zeroPairs; ++pair, k += 2)
            addPair(q[k], q[k + 1], shape_.zeroCircle, false, out.derivative[k], out.derivative[k + 1]);
        for (std::size_t pair = 0; pair < shape_.polePairs; ++pair, k += 2)
            if (onCircle_)
                addPolesOnCircle(std::tanh(q[k]), std::tanh(q[k + 1]), out.derivative[k], out.derivative[k + 1]);
            else
                addPair(q[k], q[k + 1], shape_.poleCircle, true, out.derivative[k], out.derivative[k + 1]);
        addResiduals(q[k], q[k + 1], out);
    }

private:
    using PerPoint = std::array<double, maxPoints>;

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
        for (std::size_t i = 0; i < phases_; ++i) {
            rotate(i, 1.0 + r * cosine_[i], -r * sine_[i]);
            derivative[points_ + i] = -sine_[i] * inverse_[i] * phaseWeight_;
        }
    }

    // 1 + c1/z + c2/z^2 over its value at 0 Hz, or the inverse of it; derivatives by the two parameters.
    void addPair(double u, double v, double circle, bool below, Column& byU, Column& byV) {
        const auto [c1, c2, dc] = placedPair(u, v, circle);
        const double t2 = std::tanh(u);
        const double t1 = std::tanh(v);
        const double sign = below ? -1.0 : 1.0;
        const double c1ByU = sign * circle * t1 * (1.0 - t2 * t2);
        const double c2ByU = sign * circle * circle * (1.0 - t2 * t2);
        const double c1ByV = sign * circle * (1.0 + t2) * (1.0 - t1 * t1);
        const double atDc = 1.0 / dc;
        for (std::size_t i = 0; i < points_; ++i) {
            const double re = 1.0 + c1 * cosine_[i] + c2 * cosine2_[i];
            const double im = -c1 * sine_[i] - c2 * sine2_[i];
            const double square = re * re + im * im;
            const double relative = square * atDc * atDc;
            inverse_[i] = 1.0 / square;
            numerator_[i] *= below ? 1.0 / relative : relative;
            const double first = (cosine_[i] * re - sine_[i] * im) * inverse_[i] - atDc;
            const double second = (cosine2_[i] * re - sine2_[i] * im) * inverse_[i] - atDc;
            byU[i] = (first * c1ByU + second * c2ByU) * weight_[i];
            byV[i] = first * c1ByV * weight_[i];
        }
        for (std::size_t i = 0; i < phases_; ++i) {
            const double re = 1.0 + c1 * cosine_[i] + c2 * cosine2_[i];
            const double im = -c1 * sine_[i] - c2 * sine2_[i];
            rotate(i, re, below ? -im : im);
            const double first = -(sine_[i] * re + cosine_[i] * im) * inverse_[i];
            const double second = -(sine2_[i] * re + cosine2_[i] * im) * inverse_[i];
            byU[points_ + i] = (first * c1ByU + second * c2ByU) * phaseWeight_;
            byV[points_ + i] = first * c1ByV * phaseWeight_;
        }
    }

    // The same for poles inside the unit circle itself, in fewer operations; see onCircle_.
    void addPolesOnCircle(double c2, double t, Column& byU, Column& byV) {
        const double c1 = (1.0 + c2) * t;
        const double atDc = 1.0 / (1.0 + c1 + c2);
        const double slopeU = -(1.0 - c2 * c2);
        const double slopeV = -(1.0 + c2) * (1.0 - t * t);
        for (std::size_t i = 0; i < points_; ++i) {
            const double re = 1.0 + c1 * cosine_[i] + c2 * cosine2_[i];
            const double im = c1 * sine_[i] + c2 * sine2_[i];
            const double square = re * re + im * im;
            inverse_[i] = 1.0 / square;
            denominator_[i] *= square * (atDc * atDc);
            const double first = (cosine_[i] * (1.0 + c2) + c1) * inverse_[i] - atDc;
            const double second = (cosine2_[i] + c1 * cosine_[i] + c2) * inverse_[i] - atDc;
            byU[i] = (second + first * t) * slopeU * weight_[i];
            byV[i] = first * slopeV * weight_[i];
        }
        for (std::size_t i = 0; i < phases_; ++i) {
            const double sum = c1 * sine_[i] + c2 * sine2_[i];
            rotate(i, 1.0 + c1 * cosine_[i] + c2 * cosine2_[i], sum);
            const double first = -sine_[i] * (1.0 - c2) * inverse_[i];
            const double second = -(sine2_[i] + c1 * sine_[i]) * inverse_[i];
            byU[points_ + i] = (second + first * t) * slopeU * phaseWeight_;
            byV[points_ + i] = first * slopeV * phaseWeight_;
        }
    }

    void addResiduals(double logGain, double delay, Linearised& out) {
        const std::size_t gainIndex = shape_.parameters() - 2;
        Column& byGain = out.derivative[gainIndex];
        Column& byDelay = out.derivative[gainIndex + 1];
        for (std::size_t i = 0; i < points_; ++i) {
            const double level = 0.5 * std::log(numerator_[i] / denominator_[i]);
            const double error = onCircle_ ? level - logMagnitude_[i] + logGain : level + logGain - logMagnitude_[i];
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
        for (std::size_t i = 0; i < phases_; ++i) {
            const double phase = std::atan2(imaginary_[i], real_[i]) - phase_[i] + target_.angle[i] * delay;
            out.residual[points_ + i] = inPhaseUnits(phase);
            byGain[points_ + i] = 0.0;
            byDelay[points_ + i] = inPhaseUnits(target_.angle[i]);
        }
        out.cost = 0.0;
        for (std::size_t i = 0; i < rows(); ++i)
            out.cost += out.residual[i] * out.residual[i];
    }

    double inPhaseUnits(double radians) const {
        return onCircle_ ? radians * phaseWeight_ : radians / target_.phaseUnit;
    }

    void rotate(std::size_t i, double re, double im) {
        const double real = real_[i] * re - imaginary_[i] * im;
        imaginary_[i] = real_[i] * im + imaginary_[i] * re;
        real_[i] = real;
    }

    const CorrectorShape& shape_;
    const FitTarget& target_;
    std::size_t points_;
    std::size_t phases_;
    double phaseWeight_;
    // The order of operations of shapes whose poles may go up to the unit circle. A descent can raise the rounding of
    // its first steps ten thousand million times: in another order 15 of 27360 curves end elsewhere, as good, but up to
    // 1e-6 of the peak from where they were released.
    bool onCircle_;
    PerPoint cosine_{}, sine_{}, cosine2_{}, sine2_{}, weight_{};
    PerPoint logMagnitude_{}; ///< behind the fixed zeros
    PerPoint numerator_{}, denominator_{}, inverse_{};
    std::array<double, maxInBand> phase_{}, real_{}, imaginary_{};
};

/** The linear problem of one step, its columns scaled to unit length, the pull as one more row for each parameter of a
    zero or a pole. Uses up the derivatives. */
class Step {
public:
    Step(Linearised& at, std::size_t rows, const Corrector& now, const Corrector& start)
        : now_(now), count_(now.shape.parameters()) {
        const std::size_t placed = count_ - 2;
        Column rightSide{};
        for (std::size_t i = 0; i < rows; ++i)
            rightSide[i] = -at.residual[i];
        for (std::size_t k = 0; k < count_; ++k) {
            Column& column = at.derivative[k];
            double square = k < placed ? pull * pull : 0.0;
            for (std::size_t i = 0; i < rows; ++i)
                square += column[i] * column[i];
            scale_[k] = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0; // a parameter without any effect stays
            for (std::size_t i = 0; i < rows; ++i)
                column[i] *= scale_[k];
            std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(rows), placed, 0.0);
            if (k < placed) {
                column[rows + k] = pull * scale_[k];
                rightSide[rows + k] = -pull * (now.q[k] - start.q[k]);
            }
        }
        reduceToTriangle(at.derivative, rightSide, count_, rows + placed, rows, triangle_);
    }

    [[nodiscard]] Corrector damped(double damping) const {
        const double largest = now_.shape.largestValue;
        Point step = solveDamped(triangle_, count_, damping);
        double longest = 0.0;
        for (std::size_t k = 0; k < count_; ++k) {
            step[k] *= scale_[k];
            if (k < count_ - 2) longest = std::max(longest, std::abs(step[k]));
        }
        const double shorten = longest > longestStep ? longestStep / longest : 1.0;
        Corrector next = now_;
        for (std::size_t k = 0; k < count_; ++k) {
            next.q[k] += shorten * step[k];
            if (k < count_ - 2) next.q[k] = std::clamp(next.q[k], -largest, largest);
        }
        return next;
    }

private:
    const Corrector& now_;
    std::size_t count_;
    Triangle<maxParameters> triangle_;
    Point scale_{};
};

double pullCost(const Corrector& corrector, const Corrector& start) {
    double sum = 0.0;
    for (std::size_t k = 0; k < start.shape.parameters() - 2; ++k)
        sum += pull * pull * (corrector.q[k] - start.q[k]) * (corrector.q[k] - start.q[k]);
    return sum;
}

} // namespace

CorrectorFit fitCorrector(const FitTarget& target, const Corrector& start, double smallestGain, int maxEvaluations) {
    Evaluator evaluator(start.shape, target);
    std::array<Linearised, 2> pair;
    Linearised* at = &pair[0];
    Linearised* trial = &pair[1];
    CorrectorFit best{start, 0.0, 1};
    evaluator.evaluate(start.q, *at);
    best.cost = at->cost;
    double damping = 1e-3;
    bool going = true;
    while (going && best.evaluations < maxEvaluations) {
        const Corrector now = best.corrector;
        const Step step(*at, evaluator.rows(), now, start);
        bool accepted = false;
        while (!accepted && going && best.evaluations < maxEvaluations) {
            const Corrector next = step.damped(damping);
            evaluator.evaluate(next.q, *trial);
            ++best.evaluations;
            const double before = best.cost + pullCost(now, start);
            const double after = trial->cost + pullCost(next, start);
            accepted = after < before;
            if (accepted) {
                going = before - after >= smallestGain * before;
                best = {next, trial->cost, best.evaluations};
                std::swap(at, trial);
                damping = std::max(damping * 0.15, 1e-14);
            } else {
                damping *= 5.0;
                going = damping <= 1e3;
            }
        }
    }
    return best;
}

} // namespace phonostage::dsp
