// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickHops.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr int lagRoom = 80;           ///< zeros in front of the samples, for all lags
constexpr int roughOld = 2;           ///< hops: the model of the rough pass that has not seen this hop
constexpr double suspectSigmas = 7.0; ///< a block with such an error is left out of the model

// Costs are instructions as callgrind counted them, step by step, on x86-64 with AVX2. They say when a step is due, and
// change no result.
constexpr double movingCost = 40.0;  ///< a frame of the window, when a hop begins
constexpr double leastShare = 0.3;   ///< of a usual hop's work: taken to be left until all is done
constexpr double reserveShare = 0.7; ///< likewise: kept free for what only the last pass finds
constexpr double forgetting = 0.9;   ///< a hop: what finding and repair have cost counts for less

constexpr double edgeShare = 0.05; ///< of its peak: where a click is said to begin and end

constexpr double mostOfOther = 2.0; ///< energy of a click that the other channel has, over its energy there

std::vector<double> hann(int frames) {
    std::vector<double> window(static_cast<std::size_t>(frames));
    for (int i = 0; i < frames; ++i)
        window[static_cast<std::size_t>(i)] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (i + 0.5) / frames);
    return window;
}

} // namespace

void ClickHops::prepare(double rateHz, Reach reach) {
    layout_ = HopLayout::at(rateHz, reach);
    const auto hop = static_cast<std::size_t>(layout_.hop), window = static_cast<std::size_t>(layout_.window);
    passes_[0].range = PassRange::rough(layout_);
    passes_[1].range = PassRange::last(layout_);
    for (auto& pass : passes_) {
        for (auto& models : pass.models) {
            models.resize(static_cast<std::size_t>(layout_.oldModels) + 1);
            for (auto& model : models)
                model.prepare(layout_.order);
        }
    }
    for (auto& c : channels_) {
        c.window.prepare(layout_);
        c.removed.assign(hop, 0.0);
        c.next.assign(hop, 0.0);
    }
    finder_.prepare(layout_);
    lowBand_.prepare(layout_);
    for (auto& c : channels_) {
        c.dust.resize(DustFinder::mostFound); // touched, so that no page is missing in a block
        c.dustAhead.assign(static_cast<std::size_t>(lowBand_.isUsed() ? lowBand_.dustFrames() : 0), 0.0);
    }
    repair_.prepare(layout_);
    hannRough_ = hann(layout_.window - layout_.roughModel);
    hannLast_ = hann(layout_.window);
    analysis_.assign(window, 0.0);
    weighted_.assign(window + lagRoom, 0.0);
    products_.assign(lagRoom, 0.0);
    for (auto& found : found_) { // touched, so that no page is missing in a block
        found.resize(static_cast<std::size_t>(ClickFinder::mostCandidates) * 2);
        found.clear();
    }
    for (auto* told : {&told_, &toldBefore_})
        told->resize(static_cast<std::size_t>(ClickFinder::mostCandidates) * 4);
    start(0);
}

void ClickHops::start(std::int64_t firstFrame) {
    for (auto& pass : passes_) {
        for (auto& models : pass.models) {
            for (auto& model : models)
                model.reset();
        }
    }
    for (auto& c : channels_) {
        c.window.reset();
        std::fill(c.removed.begin(), c.removed.end(), 0.0);
        std::fill(c.next.begin(), c.next.end(), 0.0);
        std::fill(c.dustAhead.begin(), c.dustAhead.end(), 0.0);
        c.dust.clear();
        c.isKeptOn = false;
        c.keptDust = 0;
    }
    lowBand_.reset();
    for (auto& found : found_)
        found.clear();
    told_.clear();
    toldBefore_.clear();
    firstFrame_ = firstFrame;
    position_ = 0;
    hops_ = 0;
    filled_ = 0;
    isWorking_ = false;
    done_ = expected_ = lastCost_ = 0.0;
    for (auto& p : passes_)
        p.changingCost = p.usualCost = p.foreseen = 0.0;
    steadyCost_ = 19.0 * layout_.window * layout_.order;
}

void ClickHops::process(const StereoDouble* in, StereoDouble* removed, int count) {
    const auto window = static_cast<std::size_t>(layout_.window);
    for (int done = 0; done < count;) {
        const int n = std::min(count - done, layout_.hop - filled_);
        for (int i = 0; i < n; ++i) {
            const auto at = static_cast<std::size_t>(filled_) + static_cast<std::size_t>(i);
            const StereoDouble frame = in[done + i];
            channels_[0].window.raw[window + at] = frame.left();
            channels_[1].window.raw[window + at] = frame.right();
            removed[done + i] = StereoDouble(channels_[0].removed[at], channels_[1].removed[at]);
        }
        work(n, layout_.hop - filled_);
        filled_ += n;
        position_ += n;
        done += n;
        if (filled_ == layout_.hop) beginHop();
    }
}

void ClickHops::beginHop() {
    lastCost_ = done_;
    if (hops_ > 0) steadyCost_ = done_ - passes_[0].changingCost - passes_[1].changingCost;
    filled_ = 0;
    ++hops_;
    thresholds_ = wanted_;
    for (auto& c : channels_) {
        std::swap(c.removed, c.next);
        c.window.moveOn();
    }
    lowBand_.moveOn();
    isWorking_ = true;
    passIndex_ = channel_ = 0;
    stage_ = Stage::look;
    part_ = 0;
    unforeseen_ = 0.0;
    done_ = movingCost * layout_.window;
    expected_ = steadyCost_;
    for (auto& p : passes_)
        p.usualCost = std::max(std::exchange(p.changingCost, 0.0), forgetting * p.usualCost);
    passes_[0].foreseen = passes_[0].usualCost;
    passes_[1].foreseen = std::max(passes_[1].usualCost, promise(channels_[0]) + promise(channels_[1]));
    passes_[1].foreseen = std::max(passes_[1].foreseen, reserveShare * steadyCost_);
    expected_ += passes_[0].foreseen + passes_[1].foreseen;
}

// What the rough pass has repaired where the last one works now, the last one will mark again, or most of it.
double ClickHops::promise(const Channel& c) const {
    const ChannelWindow& w = c.window;
    return expectedRepair(passes_[1].range.from, passes_[1].range.to, true, [&w](int i) {
        return w.known[static_cast<std::size_t>(i)] != w.raw[static_cast<std::size_t>(i)];
    });
}

template <typename IsMarked> double ClickHops::expectedRepair(int from, int to, bool isFinal, IsMarked isMarked) const {
    double cost = 0.0;
    int marked = 0, last = from;
    // The last cluster is solved to its end.
    const int end = layout_.window - layout_.order;
    for (int i = from; i < to || (i < end && marked > 0 && i - last <= layout_.order); ++i) {
        if (!isMarked(i)) continue;
        if (i - last > layout_.order) cost += SoftRepair::expectedCost(layout_, std::exchange(marked, 0), isFinal);
        ++marked;
        last = i;
    }
    return cost + SoftRepair::expectedCost(layout_, marked, isFinal);
}

// So many steps as are due for these frames of those that are left of the hop; at its end, all.
void ClickHops::work(int frames, int framesLeft) {
    // It goes on until it is done, also where that takes more than was expected.
    const double left = std::max(leastShare * steadyCost_, expected_ - done_), due = done_ + left * frames / framesLeft;
    while (isWorking_ && (done_ < due || frames == framesLeft))
        step();
}

void ClickHops::nextChannel() {
    part_ = 0;
    if (++channel_ < channels_.size()) return;
    channel_ = 0;
    if (stage_ == Stage::find) shareFound();
    nextStage();
}

void ClickHops::nextStage() {
    if (stage_ != Stage::finish) {
        stage_ = static_cast<Stage>(static_cast<int>(stage_) + 1);
        return;
    }
    stage_ = Stage::look;
    if (++passIndex_ == passes_.size()) isWorking_ = false;
}

void ClickHops::step() {
    Channel& c = channels_[channel_];
    ChannelWindow& w = c.window;
    const PassRange& range = pass().range;
    switch (stage_) {
    case Stage::look:
        look(c);
        return nextChannel();
    case Stage::old:
        if (isRough() && hops_ > roughOld) w.measureOld(range, olderModel(roughOld), done_);
        return nextChannel();
    case Stage::weigh:
    case Stage::correlate:
    case Stage::fit:
        if (modelNext(w)) return;
        return nextChannel();
    case Stage::measure:
        if (part_ < ChannelWindow::measureParts) return w.measure(range, part_++, done_);
        if (!isRough()) w.measureOld(range, hops_ > layout_.oldModels ? olderModel(layout_.oldModels) : w.model, done_);
        return nextChannel();
    case Stage::lowBand:
        if (usesLowBand() && lowBand_.measure(channel_, w, hops_, part_++, done_)) return;
        return nextChannel();
    case Stage::find:
        return find(c);
    case Stage::dust:
        return findDust(c);
    case Stage::repair:
        if (repairNext()) return;
        return nextChannel();
    case Stage::finish:
        finish(c);
        return nextChannel();
    }
}

bool ClickHops::modelNext(ChannelWindow& w) {
    if (stage_ == Stage::weigh) {
        weigh(w, done_);
        stage_ = Stage::correlate;
        part_ = 0;
        return true;
    }
    if (stage_ == Stage::correlate) {
        const int count = isRough() ? layout_.window - layout_.roughModel : layout_.window;
        lagProducts(weighted_.data() + lagRoom, count, part_ * lagsAtOnce,
                    products_.data() + static_cast<std::ptrdiff_t>(part_) * lagsAtOnce);
        done_ += 0.75 * static_cast<double>(lagsAtOnce) * count;
        if (++part_ * lagsAtOnce > layout_.order) stage_ = Stage::fit;
        return true;
    }
    w.model.fit(products_.data());
    olderModel(0) = w.model;
    done_ += 11.3 * layout_.order * layout_.order;
    if (channel_ != 0) return false;
    channel_ = 1;
    stage_ = Stage::weigh;
    return true;
}

bool ClickHops::repairNext() {
    if (part_ == 0) {
        beginRepair();
        part_ = 1;
        return true;
    }
    double cost = 0.0;
    const bool isMore = repair_.next(cost);
    done_ += cost;
    pass().changingCost += cost;
    return isMore;
}

ArModel& ClickHops::olderModel(int hops) {
    auto& models = pass().models[channel_];
    return models[static_cast<std::size_t>((hops_ - hops) % static_cast<std::int64_t>(models.size()))];
}

void ClickHops::look(Channel& c) {
    c.window.look(pass().range, isRough() ? nothing_ : c.dustAhead);
    done_ += 14.5 * layout_.window;
}

void ClickHops::weigh(const ChannelWindow& w, double& cost) {
    const int start = isRough() ? layout_.roughModel : 0, count = layout_.window - start;
    const double* const samples = (isRough() ? w.y.data() : w.known.data()) + start;
    std::copy_n(isRough() ? hannRough_.data() : hannLast_.data(), count, analysis_.data());
    if (isRough() && hops_ > roughOld) notch(w, cost);
    for (int i = 0; i < count; ++i)
        weighted_[static_cast<std::size_t>(lagRoom) + static_cast<std::size_t>(i)] =
            analysis_[static_cast<std::size_t>(i)] * samples[i];
    cost += 11.6 * count;
}

// A model that has seen a click predicts it: where a model that has not shows one, the window fades to 0.
void ClickHops::notch(const ChannelWindow& w, double& cost) {
    const PassRange& range = pass().range;
    const int sub = layout_.subFrames, edge = 2 * sub, start = layout_.roughModel;
    const double limit = suspectSigmas * w.oldLevelBetween(range.errorFrom, range.errorTo);
    if (limit <= 0.0) return;
    for (int block = range.from / sub; block < range.errorTo / sub; ++block) {
        if (static_cast<double>(w.oldPeak(block)) <= limit) continue;
        const int from = (block - 1) * sub, to = (block + 2) * sub;
        cost += 50.0 * (3 * sub + 2 * edge);
        for (int i = std::max(start, from - edge); i < std::min(layout_.window, to + edge); ++i) {
            const double away = i < from ? from - i : i >= to ? i - to : 0.0;
            analysis_[static_cast<std::size_t>(i - start)] *= 0.5 - 0.5 * std::cos(std::numbers::pi * away / edge);
        }
    }
    cost += 11.0 * (range.errorTo - range.from);
}

template <typename Finder> bool ClickHops::findNext(Finder& finder) {
    double cost = 0.0;
    const bool isMore = finder.next(cost);
    done_ += cost;
    pass().changingCost += cost;
    unforeseen_ += cost;
    return isMore;
}

void ClickHops::foresee(double cost) {
    expected_ += cost;
    unforeseen_ -= cost;
}

// In the low band first, then in the whole.
void ClickHops::find(Channel& c) {
    if (part_ == 0) {
        if (usesLowBand()) {
            lowBand_.beginFind(channel_, thresholds_, done_);
            foresee(lowBand_.expectedCost());
        }
        part_ = 1;
        return;
    }
    if (part_ == 1) {
        if (usesLowBand() && findNext(lowBand_)) return;
        beginFind();
        foresee(finder_.expectedCost());
        if (usesLowBand()) lowBand_.giveTo(finder_);
        part_ = 2;
        return;
    }
    if (findNext(finder_)) return;
    finishFind(c);
    nextChannel();
}

// Beside what was found in either channel: crosstalk of a click is no particle.
void ClickHops::findDust(Channel& c) {
    if (!usesLowBand()) return nextChannel();
    if (part_ == 0) {
        part_ = 1;
        return lowBand_.beginDust(channel_, found_, thresholds_, done_);
    }
    double cost = 0.0;
    const bool isMore = lowBand_.nextDust(cost);
    done_ += cost;
    pass().changingCost += cost;
    if (isMore) return;
    lowBand_.takeDust(c.dust);
    nextChannel();
}

void ClickHops::beginFind() {
    ChannelWindow& own = channels_[channel_].window;
    std::fill(own.marks.begin(), own.marks.end(), std::uint8_t{0});
    const PassRange& range = pass().range;
    std::fill_n(own.marks.begin() + range.from, isRough() ? own.roughCarried : own.carried, std::uint8_t{1});
    own.setPulses(range);
    finder_.begin(range, own, channels_[1 - channel_].window, thresholds_, done_);
}

void ClickHops::finishFind(Channel& c) {
    finder_.mark();
    const PassRange& range = pass().range;
    ChannelWindow& w = c.window;
    std::fill_n(w.marks.begin(), range.from, std::uint8_t{0});
    found_[channel_] = finder_.found();
    const int end = isRough() ? layout_.window - layout_.order : range.to;
    expected_ +=
        expectedRepair(range.from, end, !isRough(), [&w](int i) { return w.marks[static_cast<std::size_t>(i)] != 0; });
    expected_ += std::exchange(unforeseen_, 0.0) - 0.5 * pass().foreseen;
}

// A click of both walls may stand out in one channel alone, and be lost in the other's music. A mark that is there for
// nothing does little harm.
void ClickHops::shareFound() {
    const PassRange& range = pass().range;
    const int end = isRough() ? layout_.window - layout_.order : range.to;
    const std::array<std::size_t, 2> counts{found_[0].size(), found_[1].size()};
    for (std::size_t n = 0; n < 2; ++n) {
        auto& there = found_[1 - n];
        auto& marks = channels_[1 - n].window.marks;
        auto marked = std::count(marks.begin() + range.from, marks.begin() + end, std::uint8_t{1});
        for (std::size_t k = 0; k < counts[n]; ++k) {
            FoundClick click = found_[n][k];
            click.from = std::max(click.from, range.from);
            click.isShared = true;
            const int count = click.to - click.from;
            const bool isFree = std::none_of(there.begin(), there.end(), [&](const FoundClick& other) {
                return other.to >= click.from && other.from <= click.to;
            });
            if (!click.isInBoth || !isFree || count <= 0 || marked + count > layout_.mostUnknowns) continue;
            if (there.size() == there.capacity()) return;
            there.push_back(click);
            std::fill(marks.begin() + click.from, marks.begin() + click.to, std::uint8_t{1});
            marked += count;
            expected_ += SoftRepair::expectedCost(layout_, count, !isRough());
        }
    }
}

// What was taken over must not come out larger than in the channel that it was found in.
void ClickHops::dropUnlike(ChannelWindow& w) {
    const ChannelWindow& other = channels_[1 - channel_].window;
    const auto energy = [](const ChannelWindow& window, const FoundClick& click) {
        double sum = 0.0;
        for (auto i = static_cast<std::size_t>(click.from); i < static_cast<std::size_t>(click.to); ++i)
            sum += (window.y[i] - window.x[i]) * (window.y[i] - window.x[i]);
        return sum;
    };
    for (const auto& click : found_[channel_]) {
        if (click.isShared && energy(w, click) > mostOfOther * energy(other, click))
            std::copy(w.y.begin() + click.from, w.y.begin() + click.to, w.x.begin() + click.from);
    }
}

// Its shape is known, so nothing is left to estimate: it goes before the repair begins.
void ClickHops::takeDust(Channel& c) const {
    const PassRange& range = passes_[1].range;
    std::fill(c.dustAhead.begin(), c.dustAhead.end(), 0.0);
    for (const auto& shape : c.dust) {
        for (int i = std::max(range.from, shape.from()); i < std::min(shape.to(), layout_.window); ++i) {
            const double value = shape.valueAt(i);
            c.window.y[static_cast<std::size_t>(i)] -= value;
            c.window.known[static_cast<std::size_t>(i)] -= value;
            if (i >= range.to) c.dustAhead[static_cast<std::size_t>(i - range.to)] += value;
        }
    }
}

void ClickHops::beginRepair() {
    if (channel_ == 0) {
        for (auto& c : channels_) {
            if (usesLowBand()) takeDust(c);
            c.window.x = c.window.y;
        }
        done_ += 16.0 * layout_.window;
    }
    const PassRange& range = pass().range;
    repair_.begin(channels_[channel_].window, channels_[1 - channel_].window, range.from,
                  isRough() ? layout_.window - layout_.order : range.to);
}

void ClickHops::finish(Channel& c) {
    ChannelWindow& w = c.window;
    dropUnlike(w);
    const PassRange& range = pass().range;
    const auto from = static_cast<std::ptrdiff_t>(range.from), to = static_cast<std::ptrdiff_t>(range.to);
    const auto firstFree = std::find(w.marks.begin() + to, w.marks.end(), std::uint8_t{0});
    const int carried =
        w.marks[static_cast<std::size_t>(to - 1)] != 0 ? static_cast<int>(firstFree - w.marks.begin()) - range.to : 0;
    if (isRough()) {
        w.roughCarried = carried;
        std::copy(w.x.begin() + from, w.x.end(), w.known.begin() + from);
    } else {
        w.carried = carried;
        std::copy(w.x.begin() + from, w.x.begin() + to, w.known.begin() + from);
        for (std::ptrdiff_t i = from; i < to; ++i)
            c.next[static_cast<std::size_t>(i - from)] =
                w.raw[static_cast<std::size_t>(i)] - w.x[static_cast<std::size_t>(i)];
        if (kept_ != nullptr && !kept_->areNone()) {
            giveBack(c, static_cast<int>(channel_));
            giveDustBack(c, static_cast<int>(channel_));
        }
        if (list_ != nullptr) report(c, static_cast<int>(channel_));
    }
    done_ += 5.0 * layout_.hop;
}

/** Of a frame of the window that is worked at. */
std::int64_t ClickHops::inputFrame(int frame) const {
    const std::int64_t hopEnd = position_ / layout_.hop * layout_.hop; // where the window ended
    return firstFrame_ + (hopEnd - layout_.window + frame) * framesPerFrame_;
}

/** A click that touches a place stays as a whole, with its tail: half a click would be a new one. What of it lies in
   the next hop is marked there, too. */
void ClickHops::giveBack(Channel& c, int channel) {
    const PassRange& range = passes_[1].range;
    const auto isMarked = [&](int frame) { return c.window.marks[static_cast<std::size_t>(frame)] != 0; };
    const int bridged = layout_.pulseFrames; // between marks of one click
    const bool isGoingOn = c.isKeptOn;
    c.isKeptOn = false;
    for (int from = range.from; from < range.to; ++from) {
        if (!isMarked(from)) continue;
        int to = from + 1;
        for (int i = to; i < layout_.window && i < to + bridged; ++i)
            if (isMarked(i)) to = i + 1;
        const bool isKept =
            (isGoingOn && from < range.from + bridged) || kept_->touch(channel, inputFrame(from), inputFrame(to));
        if (isKept) {
            std::fill(c.next.begin() + (from - range.from), c.next.begin() + (std::min(to, range.to) - range.from),
                      0.0);
            c.isKeptOn = to + bridged > range.to;
        }
        from = to - 1;
    }
}

/** Likewise, a particle with all of its shape; what of it is a click's, too, stays with the click. */
void ClickHops::giveDustBack(Channel& c, int channel) {
    const PassRange& range = passes_[1].range;
    const auto give = [&](int from, int to) {
        for (int i = std::max(from, range.from); i < std::min(to, range.to); ++i)
            if (c.window.marks[static_cast<std::size_t>(i)] == 0)
                c.next[static_cast<std::size_t>(i - range.from)] = 0.0;
    };
    give(range.from, range.from + c.keptDust);
    c.keptDust = 0;
    for (const auto& shape : c.dust) {
        if (!kept_->touch(channel, inputFrame(shape.from()), inputFrame(shape.to()))) continue;
        give(shape.from(), shape.to());
        c.keptDust = std::max(c.keptDust, shape.to() - range.to);
    }
}

/** A tail that was found by itself, and the other channel's part, are no clicks of their own. */
bool ClickHops::isTold(const ClickEvent& click) const {
    const auto slack = static_cast<std::int64_t>(layout_.pulseFrames) * framesPerFrame_;
    const auto touches = [&](const ClickEvent& other) {
        return click.start < other.start + other.length + slack && other.start < click.start + click.length + slack;
    };
    return std::any_of(told_.begin(), told_.end(), touches) ||
           std::any_of(toldBefore_.begin(), toldBefore_.end(), touches);
}

/** Without the edges, where next to nothing is left of it. */
template <typename Value> ClickHops::Outline ClickHops::outlineOf(int from, int to, const Value& value) {
    const auto size = [&](int frame) { return std::fabs(value(frame)); };
    double peak = 0.0;
    for (int i = from; i < to; ++i)
        peak = std::max(peak, size(i));
    while (from < to && size(from) < edgeShare * peak)
        ++from;
    while (from < to && size(to - 1) < edgeShare * peak)
        --to;
    return {from, to, peak};
}

void ClickHops::report(const Channel& c, int channel) {
    if (channel == 0) {
        std::swap(told_, toldBefore_);
        told_.clear();
    }
    const PassRange& range = passes_[1].range;
    for (const auto& click : found_[static_cast<std::size_t>(channel)]) {
        if (click.at < range.from || click.at >= range.to) continue;
        const auto outline = outlineOf(std::max(click.from, range.from), std::min(click.to, range.to),
                                       [&](int frame) { return c.next[static_cast<std::size_t>(frame - range.from)]; });
        // Less than the error of a sample by chance: it was left as it was.
        if (outline.peak < 2.0 * c.window.sigma(click.at) / std::sqrt(c.window.model.energy())) continue;
        tell(outline, channel, click.isCrackle);
    }
    for (const auto& shape : c.dust)
        tell(outlineOf(shape.from(), shape.to(), [&](int frame) { return shape.valueAt(frame); }), channel, false);
}

void ClickHops::tell(const Outline& outline, int channel, bool isCrackle) {
    ClickEvent event;
    event.start = inputFrame(outline.from);
    event.length = (outline.to - outline.from) * framesPerFrame_;
    event.channel = channel;
    event.peakVolts = static_cast<float>(outline.peak);
    event.isCrackle = isCrackle;
    event.isSecond = isTold(event);
    told_.push_back(event);
    list_->push(event);
}

} // namespace phonostage::dsp
