// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LowBand.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr int reach = 8;               ///< of the low-pass, in frames of the low band, either side
constexpr double lowBandCorner = 0.42; ///< of the low rate
constexpr int lagRoom = 16;            ///< zeros in front of the samples
constexpr double filterCost = 4.75;    ///< instructions of a tap, about

} // namespace

void LowBand::prepare(const HopLayout& full) {
    factor_ = full.rateHz < 42000.0 ? 1 : full.rateHz < 84000.0 ? 2 : 4;
    if (!isUsed()) return;
    layout_ = full.lower(factor_);
    range_ = PassRange::last(layout_);
    for (auto& window : windows_)
        window.prepare(layout_);
    for (auto& models : models_) {
        models.resize(static_cast<std::size_t>(layout_.oldModels) + 1);
        for (auto& model : models)
            model.prepare(layout_.order);
    }
    finder_.prepare(layout_);
    dust_.prepare(layout_);
    const int half = reach * factor_ - 1;
    taps_.assign(2 * static_cast<std::size_t>(half) + 1, 0.0);
    double* const middle = taps_.data() + half;
    double sum = 0.0;
    for (int k = -half; k <= half; ++k) {
        const double t = static_cast<double>(k) / factor_, x = 2.0 * std::numbers::pi * lowBandCorner * t;
        const double fade = std::cos(0.5 * std::numbers::pi * t / reach);
        middle[k] = fade * fade * (k == 0 ? 1.0 : std::sin(x) / x);
        sum += middle[k];
    }
    for (auto& tap : taps_)
        tap /= sum;
    const auto window = static_cast<std::size_t>(layout_.window);
    hann_.assign(window, 0.0);
    weighted_.assign(window + lagRoom, 0.0);
    products_.assign(lagsAtOnce, 0.0);
    for (std::size_t i = 0; i < window; ++i)
        hann_[i] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) / layout_.window);
    reset();
}

void LowBand::reset() {
    if (!isUsed()) return;
    for (auto& window : windows_)
        window.reset();
    for (auto& models : models_) {
        for (auto& model : models)
            model.reset();
    }
}

void LowBand::moveOn() {
    if (!isUsed()) return;
    for (auto& window : windows_) {
        window.train.moveOn();
        std::copy(window.raw.begin() + layout_.hop, window.raw.begin() + layout_.window, window.raw.begin());
    }
}

void LowBand::lower(const std::vector<double>& from, int first, int last, std::vector<double>& to) const {
    const int half = static_cast<int>(taps_.size()) / 2, size = layout_.window * factor_;
    const double* const taps = taps_.data() + half;
    const auto atEdge = [&](int middle) { // beyond it, the last sample goes on
        double sum = 0.0;
        for (int k = -half; k <= half; ++k)
            sum += taps[k] * from[static_cast<std::size_t>(std::clamp(middle + k, 0, size - 1))];
        return sum;
    };
    for (int i = std::max(0, first); i < std::min(layout_.window, last); ++i) {
        const int middle = i * factor_;
        const bool isInside = middle >= half && middle + half < size;
        to[static_cast<std::size_t>(i)] =
            isInside ? dot(taps_.data(), from.data() + middle - half, 2 * half + 1) : atEdge(middle);
    }
}

// Most of what is looked at is the raw signal, which is lowered once.
void LowBand::lowerRepaired(const std::vector<double>& from, const ChannelWindow& full, const ChannelWindow& low,
                            std::vector<double>& to, double& cost) const {
    std::copy(low.raw.begin(), low.raw.begin() + layout_.window, to.begin());
    cost += 14.0 * layout_.window;
    const int block = layout_.subFrames, blocks = (layout_.window + block - 1) / block;
    static_assert(reach <= 16, "a block's neighbours are all that its frames see");
    const auto isRepaired = [&](int at) {
        const int first = std::clamp(at, 0, blocks) * block * factor_;
        const int last = std::min(layout_.window, std::clamp(at + 1, 0, blocks) * block) * factor_;
        const auto bytes = static_cast<std::size_t>(std::max(0, last - first)) * sizeof(double);
        return std::memcmp(from.data() + first, full.raw.data() + first, bytes) != 0;
    };
    bool before = false, here = isRepaired(0);
    for (int at = 0; at < blocks; ++at) {
        const bool after = at + 1 < blocks && isRepaired(at + 1);
        if (before || here || after) {
            lower(from, at * block, (at + 1) * block, to);
            cost += filterCost * static_cast<double>(taps_.size()) * block;
        }
        before = here;
        here = after;
    }
}

// A new hop has come behind those that are there.
void LowBand::lowerNew(ChannelWindow& low, const ChannelWindow& full, std::int64_t hops, double& cost) const {
    const int known = hops > 1 ? layout_.window - layout_.hop - reach : 0;
    lower(full.raw, known, layout_.window, low.raw);
    cost += filterCost * static_cast<double>(taps_.size()) * (layout_.window - known);
}

ArModel& LowBand::model(std::size_t channel, std::int64_t hop) {
    auto& models = models_[channel];
    return models[static_cast<std::size_t>(hop % static_cast<std::int64_t>(models.size()))];
}

void LowBand::fit(std::size_t channel, std::int64_t hops) {
    ChannelWindow& w = windows_[channel];
    for (int i = 0; i < layout_.window; ++i) {
        const auto at = static_cast<std::size_t>(i);
        weighted_[at + lagRoom] = hann_[at] * w.known[at];
    }
    lagProducts(weighted_.data() + lagRoom, layout_.window, 0, products_.data());
    w.model.fit(products_.data());
    model(channel, hops) = w.model;
}

bool LowBand::measure(std::size_t channel, const ChannelWindow& full, std::int64_t hops, int part, double& cost) {
    ChannelWindow& w = windows_[channel];
    switch (part) {
    case 0:
        lowerNew(w, full, hops, cost);
        lowerRepaired(full.y, full, w, w.y, cost);
        return true;
    case 1:
        lowerRepaired(full.known, full, w, w.known, cost);
        w.prepareLook(range_);
        cost += 10.0 * layout_.window;
        return true;
    case 2:
        fit(channel, hops);
        cost += 17.0 * layout_.window;
        return true;
    default:
        if (part - 3 < ChannelWindow::measureParts) {
            w.measure(range_, part - 3, cost);
            return true;
        }
        w.measureOld(range_, hops > layout_.oldModels ? model(channel, hops - layout_.oldModels) : w.model, cost);
        return false;
    }
}

void LowBand::beginFind(std::size_t channel, const ClickThresholds& thresholds, double& cost) {
    ChannelWindow& own = windows_[channel];
    own.setPulses(range_);
    ClickThresholds clicks = thresholds;
    clicks.crackle = false;
    finder_.begin(range_, own, windows_[1 - channel], clicks, cost);
}

void LowBand::giveTo(ClickFinder& finder) const {
    for (FoundClick click : finder_.found()) {
        click.from = (click.from - 1) * factor_;
        click.to = (click.to + 1) * factor_;
        click.at *= factor_;
        finder.add(click);
    }
}

void LowBand::beginDust(std::size_t channel, const std::array<std::vector<FoundClick>, 2>& found,
                        const ClickThresholds& thresholds, double& cost) {
    dust_.clear();
    if (!thresholds.clicks) return;
    for (const auto& clicks : found)
        for (const auto& click : clicks)
            dust_.block(click.from / factor_ - 1, click.to / factor_ + 2);
    finder_.turnTo(windows_[channel], windows_[1 - channel]);
    dust_.begin(range_, windows_[channel], windows_[1 - channel], thresholds.clickSigmas, cost);
}

void LowBand::takeDust(std::vector<DustShape>& to) const {
    to.clear();
    for (DustShape shape : dust_.found()) {
        shape.at *= factor_;
        shape.width *= factor_;
        to.push_back(shape);
    }
}

} // namespace phonostage::dsp
