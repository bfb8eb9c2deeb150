// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ChannelWindow.h"
#include "dsp/restore/DustShape.h"

#include <array>
#include <vector>

namespace phonostage::dsp {

/** A particle's shape, fitted to a channel by least squares of the prediction error: sizes s with the least
    |A (y - S s)|^2, A the prediction, S the terms. Only prepare() allocates. */
class DustFit {
public:
    /** mostWidth: frames, of the widest hill. */
    void prepare(int order, double mostWidth);

    /** What of hill and slope alone is in a channel, in standard deviations of its own error. */
    struct Match {
        double hill = 0.0, slope = 0.0;

        [[nodiscard]] double size() const;
        /** 1: of the same shape; -1: of the same, upside down. */
        [[nodiscard]] double likeness(const Match& other) const;
    };

    /** shape: its middle (a whole frame) and width; its sizes are set. False where the window does not reach. */
    [[nodiscard]] bool fit(const ChannelWindow& window, DustShape& shape, double& cost);
    /** Of the channel that was fitted. */
    [[nodiscard]] const Match& match() const { return match_; }
    /** Of the other channel at the same place, by the same model and standard deviation. */
    [[nodiscard]] Match matchOf(const ChannelWindow& other, double& cost);
    /** Power of the prediction error around, over that of the sound: with the shape taken out. About 1 for a particle.
     */
    [[nodiscard]] double powerLeft() const { return powerLeft_; }
    /** Largest error that is left, in standard deviations. */
    [[nodiscard]] double mostLeft() const { return mostLeft_; }

private:
    void predictTerms(int half, double width);
    [[nodiscard]] std::array<double, DustShape::terms> solve() const;
    [[nodiscard]] Match matchOfError() const;
    void judge(const DustShape& shape);

    int order_ = 0, from_ = 0, count_ = 0;
    const double* model_ = nullptr;
    double sigma_ = 1.0;
    Match match_;
    double powerLeft_ = 0.0, mostLeft_ = 0.0;
    std::vector<double> shape_;                               ///< a term, with zeros before and behind
    std::vector<double> error_;                               ///< of the channel
    std::array<std::vector<double>, DustShape::terms> terms_; ///< ... of each term
};

} // namespace phonostage::dsp
