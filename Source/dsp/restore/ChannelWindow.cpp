// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ChannelWindow.h"

#include "dsp/restore/LevelKernels.h"
#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace phonostage::dsp {
namespace {

constexpr double sigmaOfMedian = 1.4826; ///< of normal noise
constexpr double smallest = 1e-12;       ///< a level of silence, in volts
constexpr int mostBeside = 12;           ///< blocks either side, of the robust level
constexpr double beforeMs = 6.5;         ///< levels are looked at so long in front of a mark
constexpr double afterMs = 6.0;          ///< ... and behind it
constexpr double silent = 1e-12;         ///< with less, products and squares could be subnormal

/** A sorted window over a row, for its running median. */
class SortedWindow {
public:
    void add(float x) {
        float* const at = std::upper_bound(values_.data(), values_.data() + size_, x);
        std::copy_backward(at, values_.data() + size_, values_.data() + size_ + 1);
        *at = x;
        ++size_;
    }

    void remove(float x) {
        float* const at = std::lower_bound(values_.data(), values_.data() + size_, x);
        std::copy(at + 1, values_.data() + size_, at);
        --size_;
    }

    [[nodiscard]] float median() const { return values_[static_cast<std::size_t>(size_ / 2)]; }

private:
    std::array<float, 2 * mostBeside + 2> values_{};
    int size_ = 0;
};

} // namespace

PassRange PassRange::rough(const HopLayout& l) {
    PassRange r;
    r.from = l.roughFrom;
    r.to = l.roughFrom + l.hop;
    r.errorFrom = (r.from - l.frames(beforeMs)) / l.subFrames * l.subFrames;
    r.errorTo = l.window;
    r.findTo = l.window - l.order - 1;
    return r;
}

PassRange PassRange::last(const HopLayout& l) {
    PassRange r;
    r.isFinal = true;
    r.from = l.behind;
    r.to = l.behind + l.hop;
    r.errorFrom = std::max(l.order, (r.from - l.frames(beforeMs)) / l.subFrames * l.subFrames);
    r.errorFrom = (r.errorFrom + l.subFrames - 1) / l.subFrames * l.subFrames;
    const int last = r.to + l.mostMarked + l.frames(afterMs) + l.order;
    r.errorTo = std::min(l.window, (last + l.subFrames - 1) / l.subFrames * l.subFrames);
    r.findTo = std::min(r.to + l.mostMarked, r.errorTo - l.order - 1);
    return r;
}

void ChannelWindow::prepare(const HopLayout& of) {
    layout = of;
    const auto window = static_cast<std::size_t>(of.window), blocks = static_cast<std::size_t>(of.subBlocks());
    raw.assign(window + static_cast<std::size_t>(of.hop), 0.0);
    for (auto* const samples : {&known, &y, &x})
        samples->assign(window, 0.0);
    for (auto* const samples : {&shortY, &forward, &backward, &twoSided, &height, &score, &shortKnown_, &error_})
        samples->assign(window, 0.0F);
    for (auto* const levels : {&peaks, &levels_, &oldLevels_, &sigmas_})
        levels->assign(blocks, 0.0F);
    marks.assign(window, 0);
    train.prepare(of);
    model.prepare(of.order);
}

void ChannelWindow::reset() {
    std::fill(raw.begin(), raw.end(), 0.0);
    std::fill(known.begin(), known.end(), 0.0);
    train.reset();
    model.reset();
    carried = roughCarried = 0;
}

void ChannelWindow::moveOn() {
    const auto hop = static_cast<std::ptrdiff_t>(layout.hop);
    std::copy(raw.begin() + hop, raw.end(), raw.begin());
    std::copy(known.begin() + hop, known.end(), known.begin());
    std::copy(raw.end() - 2 * hop, raw.end() - hop, known.end() - hop);
    train.moveOn();
}

void ChannelWindow::look(const PassRange& range, const std::vector<double>& takenOut) {
    std::copy_n(known.begin(), range.from, y.begin());
    std::copy(raw.begin() + range.from, raw.begin() + layout.window, y.begin() + range.from);
    addScaled(y.data() + range.from, takenOut.data(), -1.0, static_cast<int>(takenOut.size()));
    prepareLook(range);
}

void ChannelWindow::prepareLook(const PassRange& range) {
    shorten(y.data(), shortY.data(), layout.window, silent);
    if (range.isFinal) shorten(known.data(), shortKnown_.data(), layout.window, silent);
    blockPeaks(shortY.data(), layout.subFrames, peaks.data(), layout.subBlocks());
}

void ChannelWindow::setPulses(const PassRange& range) {
    const int block = layout.pulseFrames;
    const int last = std::min(range.errorTo, layout.window - layout.order) / block;
    const int first = range.from / block;
    blockPeaks(height.data() + static_cast<std::ptrdiff_t>(first) * block, block, train.heights(first),
               std::max(0, last - first));
}

void ChannelWindow::measure(const PassRange& range, int part, double& cost) {
    const int order = layout.order, from = range.errorFrom;
    const int end = std::min(range.errorTo, layout.window - order);
    const float* const a = model.shortCoefficients();
    cost += predictionCost(order) * (end - from);
    switch (part) {
    case 0:
        predictForward(shortY.data(), a, order, forward.data(), from, std::min(layout.window, end + order));
        break;
    case 1:
        predictBackward(shortY.data(), a, order, backward.data(), from, end);
        break;
    case 2: {
        predictBackward(forward.data(), a, order, twoSided.data(), from, end);
        const auto scale = static_cast<float>(1.0 / std::sqrt(model.energy()));
        for (int i = from; i < end; ++i)
            twoSided[static_cast<std::size_t>(i)] *= scale;
        break;
    }
    default:
        measureLevels(range, cost);
        break;
    }
}

void ChannelWindow::measureLevels(const PassRange& range, double& cost) {
    const int order = layout.order, sub = layout.subFrames, from = range.errorFrom;
    firstBlock_ = from / sub;
    lastBlock_ = range.errorTo / sub;
    const float* levelsOf = forward.data();
    if (range.isFinal) { // levels are those of the repaired signal
        const auto bytes = static_cast<std::size_t>(range.errorTo - from + order) * sizeof(float);
        if (std::memcmp(shortY.data() + from - order, shortKnown_.data() + from - order, bytes) != 0) {
            predictForward(shortKnown_.data(), model.shortCoefficients(), order, error_.data(), from, range.errorTo);
            levelsOf = error_.data();
            cost += predictionCost(order) * (range.errorTo - from);
        }
    }
    blockMedians(levelsOf + from, sub, levels_.data() + firstBlock_, lastBlock_ - firstBlock_);
    findSigmas();
    findHeights(range);
    cost += 17.0 * (range.errorTo - from);
}

void ChannelWindow::measureOld(const PassRange& range, const ArModel& older, double& cost) {
    const auto& samples = range.isFinal ? shortKnown_ : shortY;
    predictForward(samples.data(), older.shortCoefficients(), layout.order, error_.data(), range.errorFrom,
                   range.errorTo);
    firstBlock_ = range.errorFrom / layout.subFrames;
    lastBlock_ = range.errorTo / layout.subFrames;
    blockMedians(error_.data() + range.errorFrom, layout.subFrames, oldLevels_.data() + firstBlock_,
                 lastBlock_ - firstBlock_);
    cost += (predictionCost(layout.order) + 12.0) * (range.errorTo - range.errorFrom);
}

float ChannelWindow::oldPeak(int block) const {
    float peak = 0.0F;
    for (int i = block * layout.subFrames; i < (block + 1) * layout.subFrames; ++i)
        peak = std::max(peak, std::fabs(error_[static_cast<std::size_t>(i)]));
    return peak;
}

void ChannelWindow::findSigmas() {
    SortedWindow window;
    const int blocksBeside = layout.levelsBeside;
    const auto level = [&](int block) { return levels_[static_cast<std::size_t>(block)]; };
    for (int block = firstBlock_; block < std::min(firstBlock_ + blocksBeside, lastBlock_); ++block)
        window.add(level(block));
    for (int block = firstBlock_; block < lastBlock_; ++block) {
        if (block + blocksBeside < lastBlock_) window.add(level(block + blocksBeside));
        if (block - blocksBeside - 1 >= firstBlock_) window.remove(level(block - blocksBeside - 1));
        sigmas_[static_cast<std::size_t>(block)] =
            static_cast<float>(sigmaOfMedian * static_cast<double>(window.median()) + smallest);
    }
}

// A click looks alike from both sides; what stands out from one side only is a sound that begins or ends.
void ChannelWindow::findHeights(const PassRange& range) {
    const int end = std::min(range.errorTo, layout.window - layout.order);
    const int from = range.errorFrom;
    errorHeights(forward.data() + from, backward.data() + from, twoSided.data() + from, height.data() + from,
                 end - from);
}

double ChannelWindow::sigma(int frame) const {
    const int block = std::clamp(frame / layout.subFrames, firstBlock_, lastBlock_ - 1);
    return static_cast<double>(sigmas_[static_cast<std::size_t>(block)]);
}

double ChannelWindow::levelOfBlock(int block) const {
    if (block < firstBlock_ || block >= lastBlock_) return 0.0;
    return sigmaOfMedian * static_cast<double>(levels_[static_cast<std::size_t>(block)]);
}

double ChannelWindow::between(const std::vector<float>& levels, int from, int to) const {
    constexpr int most = 96;
    const int sub = layout.subFrames;
    const int first = std::max(firstBlock_, (from + sub - 1) / sub);
    const int last = std::min({lastBlock_, to / sub, first + most});
    if (last <= first) return 0.0;
    std::array<float, most> values{};
    std::copy(levels.begin() + first, levels.begin() + last, values.begin());
    float* const middle = values.data() + (last - first) / 2;
    std::nth_element(values.data(), middle, values.data() + (last - first));
    return sigmaOfMedian * static_cast<double>(*middle);
}

} // namespace phonostage::dsp
