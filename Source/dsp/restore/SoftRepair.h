// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/BandedSolver.h"
#include "dsp/restore/ChannelWindow.h"

#include <vector>

namespace phonostage::dsp {

/** Estimates the click in each marked sample and takes it away: least squares of the prediction error, with a prior on
    the click's size in each sample that is learnt in three rounds (two in the rough pass). Where there is no click the
   sample stays nearly as it was. Marks nearer than the model's order are solved together. In slices; only prepare()
   allocates.

    y = sound + click; the error of the sound is white with variance s2, the click in sample m has variance v[m]:
    (B + M) x = -A'(A known - g other) + M y, M[m] = 2 s2 / v[m]; v[m] = (y - x)^2 - s2 inverse(B + M)[m][m],
    smoothed. A smooth click is far from its neighbours in no sample: where the first round finds one, M has a second
    diagonal, by how alike neighbours are. */
class SoftRepair {
public:
    void prepare(const HopLayout& layout);

    /** own.x holds what is looked at, and is repaired from frame `from` up to `to`; own.marks says where. The other
        channel helps where it has no mark. */
    void begin(ChannelWindow& own, const ChannelWindow& other, int from, int to);
    /** One slice of the work; false when there is none left. */
    [[nodiscard]] bool next(double& cost);

    /** What a cluster of so many marked samples will cost a pass, roughly. */
    [[nodiscard]] static double expectedCost(const HopLayout& layout, int marked, bool isFinal);

private:
    enum class Step { find, factor, solve, invert };

    [[nodiscard]] bool findCluster(double& cost);
    void setUp(double& cost);
    void takeOther(double& cost);
    [[nodiscard]] bool isOtherClean() const;
    void updatePrior();
    [[nodiscard]] bool isJoined(int m) const;
    [[nodiscard]] double likeness();
    void joinPrior();
    [[nodiscard]] double pull(int m) const;

    HopLayout layout_;
    ChannelWindow* own_ = nullptr;
    const ChannelWindow* other_ = nullptr;
    int position_ = 0, to_ = 0;
    Step step_ = Step::find;
    int round_ = 0, rounds_ = 0;
    bool isSure_ = false;   ///< a click, not the error of filling in
    double variance_ = 0.0; ///< s2
    BandedSolver solver_;
    std::vector<int> unknowns_;
    int count_ = 0; ///< of unknowns
    std::vector<double> error_, otherError_, ownError_, right_, solution_, prior_, size_;
    std::vector<double> beside_; ///< of the prior: between an unknown and the one before
};

} // namespace phonostage::dsp
