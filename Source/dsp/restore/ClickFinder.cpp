// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickFinder.h"

#include "dsp/restore/CentredSound.h"
#include "dsp/restore/LevelKernels.h"
#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double growTo = 2.2;          ///< standard deviations
constexpr double bridgeMs = 0.12;       ///< a mark goes on over so short a gap
constexpr double wideMs = 0.5;          ///< a wide, smooth click: many samples a little too large
constexpr double wideSigmas = 3.0;      ///< their rms
constexpr double slackOfPower = 0.99;   ///< for the rounding of a block's power
constexpr double giantRatio = 3.0;      ///< of a peak of the signal over all from 1 to 10 ms away
constexpr double giantShare = 0.6;      ///< of what is away, that its samples are above
constexpr double leastOnset = 6.0;      ///< standard deviations of an error, in which its time can be seen
constexpr double aloneRatio = 2.5;      ///< over all from 0.7 to 10 ms away: then the sound's other signs do not count
constexpr double aloneCentred = 8.0;    ///< ... where it comes from the centre
constexpr double aloneOneSound = 6.0;   ///< ... where both channels have the same
constexpr double oneSoundFactor = 12.0; ///< by which that raises the threshold
constexpr double aloneSolitary = 3.6;   ///< ... where nothing like it is near
constexpr double solitaryFactor = 5.0;  ///< that such a one is higher than the threshold: music's are at most 3.9 times
constexpr double similarShare = 0.5;    ///< of its height, that is like it
constexpr double similarMs = 1.5;       ///< and so far away
constexpr double mostCentredDb = 4.0;   ///< between the channels, of what comes from the centre
constexpr double stretchMs = 0.25;      ///< in which it is seen whether both channels have the same
constexpr double leastTiltDb = 9.0;     ///< between the channels, of what only one has
constexpr double outOfPhase = -0.3;     ///< correlation: music's attacks are not so
constexpr double mostTiltDb = 9.0;      ///< between the channels, of a click that both have
constexpr double longestLateralMs = 1.5;
constexpr double longestCrackleMs = 0.5;
constexpr double never = 1e30;            ///< standard deviations, of what is off
constexpr double ringMs = 0.8;            ///< a click has so long to die away, before the level after it is looked at
constexpr double leastFactor = 0.85;      ///< by which signs of a click lower the threshold
constexpr double mostFactor = 2.0;        ///< by which the tests together raise the threshold
constexpr double shapeMs = 0.4;           ///< either side of a pulse
constexpr double leastAlike = 0.7;        ///< correlation of two pulses of a train, of either sign
constexpr double tiny = 1e-60;            ///< of silence
constexpr double candidateCost = 30000.0; ///< instructions
constexpr double samplesApart = 6.0;      ///< that are high, for one candidate: a scratch has many
constexpr double roughShare = 0.4;        ///< of that, in the rough pass
constexpr double slackOfRunning = 1e-9;   ///< for the rounding of a running sum
constexpr int mostPeriods = 8;            ///< that are looked at for one candidate
constexpr double mostCentred = 6.0;       ///< ... of what comes from the centre
constexpr double leastRing = 1.3;         ///< treble after over treble before, of a sound that begins
constexpr double ringInLowBand = 1.5;     ///< likewise, where there are few samples
constexpr double leastRingShare = 0.009;  ///< of that rise, of the steepest step of its attack
constexpr double ringOfBoth = 0.5;        ///< of that rise, that the other channel has
constexpr double aloneOfRing = 1.5;       ///< over all around, of a click that only happens to be before a sound
constexpr double roughRatio = 1.3;        ///< threshold of the rough pass over that of the last

double decibelRatio(double a, double b) { return 10.0 * std::log10((a + 1e-30) / (b + 1e-30)); }

} // namespace

void ClickFinder::prepare(const HopLayout& layout) {
    layout_ = layout;
    found_.clear();
    found_.resize(static_cast<std::size_t>(mostCandidates) * 2); // touched, so that no page is missing in a block
    found_.clear();
    for (auto* const samples : {&shape_, &otherShape_, &reversed_, &products_})
        samples->assign(static_cast<std::size_t>(layout.window), 0.0);
    errors_.assign(static_cast<std::size_t>(layout.window), 0.0F);
    powers_.assign(static_cast<std::size_t>(layout.subBlocks()), 0.0F);
}

void ClickFinder::begin(const PassRange& range, ChannelWindow& own, const ChannelWindow& other,
                        const ClickThresholds& thresholds, double& cost) {
    range_ = range;
    own_ = &own;
    other_ = &other;
    const double ratio = range.isFinal ? 1.0 : roughRatio;
    // The rough pass takes clicks out for the sake of the model, whether they are wanted or not.
    clickSigmas_ = thresholds.clicks || !range.isFinal ? ratio * thresholds.clickSigmas : never;
    crackleSigmas_ = thresholds.crackle && range.isFinal ? thresholds.crackleSigmas : never;
    scansCrackle_ = clickSigmas_ >= never;
    found_.clear();
    startScan();
    scoreWide();
    if (clickSigmas_ < never) scoreGiants();
    cost += 24.0 * (range.errorTo - range.errorFrom);
}

void ClickFinder::scoreWide() {
    const int width = std::max(6, layout_.frames(wideMs)), half = width / 2;
    const int end = range_.findTo + layout_.order;
    const auto& height = own_->height;
    auto& score = own_->score;
    const int to = std::min({end, layout_.window - layout_.order, range_.errorTo});
    std::copy(height.begin() + range_.errorFrom, height.begin() + to, score.begin() + range_.errorFrom);
    if (clickSigmas_ >= never) return;
    const double gain = clickSigmas_ / (range_.isFinal ? 1.0 : roughRatio) / wideSigmas, scale = gain * gain / width;
    // Block by block: where the power of a block and those that the width reaches back over is too small for a
    // candidate, nothing is changed.
    const int sub = layout_.subFrames, first = range_.errorFrom / sub, last = to / sub, back = (width + sub - 2) / sub;
    blockPowers(height.data() + static_cast<std::ptrdiff_t>(first) * sub, sub, powers_.data() + first, last - first);
    const double least = std::min(clickSigmas_, crackleSigmas_);
    for (int block = first; block <= last; ++block) {
        const int from = block * sub, blockEnd = std::min(to, from + sub);
        double power = 0.0;
        for (int b = std::max(first, block - back); b <= std::min(block, last - 1); ++b)
            power += static_cast<double>(powers_[static_cast<std::size_t>(b)]);
        const double sigma = least * std::min(own_->sigma(std::max(range_.errorFrom, from - half)), own_->sigma(from));
        if (block < last && power * scale < slackOfPower * sigma * sigma) continue;
        scoreWide(std::max(from, range_.errorFrom + width), blockEnd, width, scale);
    }
}

// The rms over `width` frames up to each one, as a score of its middle.
void ClickFinder::scoreWide(int from, int to, int width, double scale) {
    const auto& height = own_->height;
    if (from >= to) return;
    const auto square = [&](int i) {
        return static_cast<double>(height[static_cast<std::size_t>(i)] * height[static_cast<std::size_t>(i)]);
    };
    double sum = 0.0;
    for (int i = from - width + 1; i < from; ++i)
        sum += square(i);
    for (int i = from; i < to; ++i) {
        sum += square(i);
        float& middle = own_->score[static_cast<std::size_t>(i - width / 2)];
        const auto wide = static_cast<float>(std::max(sum, 0.0) * scale);
        if (wide > middle * middle) middle = std::sqrt(wide);
        sum -= square(i - width + 1);
    }
}

// A lone giant that the model may have learnt: music never is gone after a millisecond.
void ClickFinder::scoreGiants() {
    const int sub = layout_.subFrames, blocks = layout_.subBlocks();
    const int far = layout_.frames(10.0) / sub, near = std::max(2, layout_.frames(1.0) / sub);
    const auto& peaks = own_->peaks;
    const int first = std::max(range_.errorFrom / sub, far);
    const int last = std::min({range_.findTo / sub, blocks - near - 6});
    for (int block = first; block < last; ++block) {
        float side = 0.0F;
        const float peak = peaks[static_cast<std::size_t>(block)];
        const auto look = [&](int from, int to) {
            for (int b = from; b <= to && giantRatio * static_cast<double>(side) <= static_cast<double>(peak); ++b)
                side = std::max(side, peaks[static_cast<std::size_t>(b)]);
        };
        look(block + near, std::min(blocks - 1, block + far));
        look(block - far, block - near);
        if (!(static_cast<double>(peak) > giantRatio * static_cast<double>(side))) continue;
        const auto height = static_cast<float>(3.0 * roughRatio * clickSigmas_ * own_->sigma(block * sub));
        for (int i = std::max((block - 1) * sub, range_.errorFrom); i < std::min((block + 2) * sub, range_.findTo);
             ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (std::fabs(own_->shortY[at]) <= static_cast<float>(giantShare) * side) continue;
            own_->score[at] = std::max(own_->score[at], height);
            own_->height[at] = std::max(own_->height[at], height);
        }
    }
}

void ClickFinder::startScan() {
    position_ = range_.from - layout_.subFrames;
    candidates_ = 0;
}

bool ClickFinder::isFound(int frame) const {
    return std::any_of(found_.begin(), found_.end(),
                       [&](const FoundClick& click) { return frame >= click.from && frame < click.to; });
}

double ClickFinder::expectedCost() const {
    const auto& score = own_->score;
    const double sigmas = std::min(clickSigmas_, crackleSigmas_);
    const int sub = layout_.subFrames;
    std::ptrdiff_t high = 0;
    for (int block = range_.from / sub; block < range_.findTo / sub; ++block) {
        const auto limit = static_cast<float>(sigmas * own_->sigma(block * sub));
        const float* const first = score.data() + static_cast<std::ptrdiff_t>(block) * sub;
        high += std::count_if(first, first + sub, [limit](float s) { return s >= limit; });
    }
    const double candidates = std::min(static_cast<double>(high) / samplesApart, static_cast<double>(mostCandidates));
    return candidateCost * (range_.isFinal ? 1.0 : roughShare) * candidates;
}

// Clicks first, so that crackle never uses up their room.
bool ClickFinder::next(double& cost) {
    const auto& score = own_->score;
    const double sigmas = scansCrackle_ ? crackleSigmas_ : clickSigmas_;
    const int longest = scansCrackle_ ? layout_.frames(longestCrackleMs) : layout_.mostMarked;
    while (position_ < range_.findTo && candidates_ < mostCandidates) {
        const int blockEnd = std::min(range_.findTo, (position_ / layout_.subFrames + 1) * layout_.subFrames);
        const auto limit = static_cast<float>(sigmas * own_->sigma(position_));
        while (position_ < blockEnd && score[static_cast<std::size_t>(position_)] < limit)
            ++position_;
        if (position_ == blockEnd) continue;
        if (scansCrackle_ && isFound(position_)) {
            ++position_;
            continue;
        }
        ++candidates_;
        Candidate c = grow(position_);
        position_ = std::max(c.to, position_ + 1);
        cost += 12000.0;
        if (isClick(c, sigmas, longest, cost)) {
            leaveMusicOut(c, cost);
            const double over = c.peak / c.sigma;
            const auto pad = 2 + static_cast<int>(1.5 * std::log2(over / sigmas + 1.0));
            take({.from = std::max(layout_.order, c.from - pad),
                  .to = std::min(range_.findTo, c.to + pad),
                  .at = c.at,
                  .height = over,
                  .isCrackle = scansCrackle_,
                  .isInBoth = c.correlation < outOfPhase && c.balanceDb < mostTiltDb});
        }
        position_ = std::max(c.to, position_);
        return true;
    }
    cost += 7.0 * (range_.findTo - range_.from);
    if (scansCrackle_ || crackleSigmas_ >= never) return false;
    scansCrackle_ = true;
    startScan();
    return true;
}

// What overlaps is one click.
void ClickFinder::take(FoundClick click) {
    const auto overlaps = [&](const FoundClick& other) { return other.to >= click.from && other.from <= click.to; };
    for (auto other = std::find_if(found_.begin(), found_.end(), overlaps); other != found_.end();
         other = std::find_if(found_.begin(), found_.end(), overlaps)) {
        click.from = std::min(click.from, other->from);
        click.to = std::max(click.to, other->to);
        if (other->height > click.height) {
            click.height = other->height;
            click.at = other->at;
        }
        click.isCrackle = click.isCrackle && other->isCrackle;
        click.isInBoth = click.isInBoth || other->isInBoth;
        found_.erase(other);
    }
    found_.push_back(click);
}

ClickFinder::Candidate ClickFinder::grow(int start) const {
    const auto& height = own_->height;
    const auto& score = own_->score;
    Candidate c;
    c.sigma = own_->sigma(start);
    const double limit = growTo * c.sigma;
    const int bridge = layout_.frames(bridgeMs), longest = layout_.mostMarked + layout_.order;
    const int least = range_.errorFrom + layout_.order;
    const auto isHigh = [&](int i) { return static_cast<double>(height[static_cast<std::size_t>(i)]) > limit; };
    c.from = start;
    c.to = start + 1;
    int missed = 0;
    while (c.to < range_.findTo && missed <= bridge && c.to - c.from <= longest)
        missed = isHigh(c.to++) ? 0 : missed + 1;
    c.to -= missed;
    missed = 0;
    while (c.from > least && missed <= bridge && c.to - c.from <= longest)
        missed = isHigh(--c.from) ? 0 : missed + 1;
    c.from += missed;
    if (c.to <= c.from) c.to = c.from + 1;
    c.at = start;
    for (int i = c.from; i < c.to; ++i) {
        const auto s = static_cast<double>(score[static_cast<std::size_t>(i)]);
        if (s > c.peak) {
            c.peak = s;
            c.at = i;
        }
    }
    return c;
}

// Both channels through this channel's model: sound from the centre gives equal errors.
void ClickFinder::compareChannels(Candidate& c, double& cost) {
    const int order = layout_.order, end = std::min(range_.errorTo, c.to + order / 2);
    predictForward(other_->shortY.data(), own_->model.shortCoefficients(), order, errors_.data(), c.from, end);
    double own = 0.0, other = 0.0, both = 0.0;
    for (int i = c.from; i < end; ++i) {
        const auto error = static_cast<double>(errors_[static_cast<std::size_t>(i)]);
        const auto mine = static_cast<double>(own_->forward[static_cast<std::size_t>(i)]);
        own += mine * mine;
        other += error * error;
        both += mine * error;
    }
    cost += predictionCost(order) * static_cast<double>(end - c.from);
    c.correlation = both / std::sqrt(own * other + 1e-60);
    c.balanceDb = std::fabs(decibelRatio(own, other));
    setSides(c);
}

void ClickFinder::setSides(Candidate& c) {
    if (c.correlation > 1.0 - 1e-9 && c.balanceDb < 1e-6) c.correlation = 0.0; // a mono source says nothing
    c.isCentred = c.correlation > 0.75 && c.balanceDb < mostCentredDb;
    // A sound that was mixed to a place between the loudspeakers. The walls of a groove are hit differently.
    c.isOneSound = (c.correlation > 0.5 && c.balanceDb < 0.7) || (c.correlation > 0.99 && c.balanceDb < 14.0) ||
                   (c.correlation > 0.9 && c.balanceDb >= 9.0 && c.balanceDb < 14.0);
    c.isLateral = c.correlation > 0.5 && c.balanceDb < 9.0;
}

// A pulse of music from the centre, right before or behind a click of one wall or of both against each other, stands
// out as high. It is not the click's, and the prediction would not put it back. The mark is cut where the error is
// least.
void ClickFinder::leaveMusicOut(Candidate& c, double& cost) {
    const int end = std::min(c.to, range_.errorTo), length = std::max(4, layout_.frames(stretchMs)), half = length / 2;
    predictForward(other_->shortY.data(), own_->model.shortCoefficients(), layout_.order, errors_.data(), c.from, end);
    cost += (predictionCost(layout_.order) + 20.0) * static_cast<double>(end - c.from);
    const ErrorStretches error{.own = own_->forward.data(),
                               .other = errors_.data(),
                               .from = c.from,
                               .to = end,
                               .length = length,
                               .sigma = c.sigma};
    const int before = centredBeside(error, c.at - half, -1), behind = centredBeside(error, c.at - half, 1);
    const auto quietest = [&, from = c.from + 1, to = c.to](int around) {
        const auto first = own_->height.begin() + std::max(from, around - half);
        return static_cast<int>(std::min_element(first, own_->height.begin() + std::min(to, around + half)) -
                                own_->height.begin());
    };
    if (before >= 0) c.from = std::min(quietest(before + length), c.at);
    if (behind >= 0) c.to = std::max(quietest(behind), c.at + 1);
}

void ClickFinder::growByLevel(Candidate& c, double levelAfter) const {
    const double limit = 2.0 * std::max(levelAfter, c.sigma);
    int block = c.to / layout_.subFrames;
    for (int n = 0; n < 5 && own_->levelOfBlock(block) > limit; ++n, ++block)
        c.to = std::min(range_.findTo, (block + 1) * layout_.subFrames);
}

// Music from the centre is seldom so high over all around, and then it comes again: pulses of a synthesizer do.
bool ClickFinder::isSolitary(const Candidate& c, double threshold) const {
    const int beside = layout_.frames(similarMs);
    return range_.isFinal && c.isOneSound && c.balanceDb < mostCentredDb && c.peak >= solitaryFactor * threshold &&
           standsAlone(c, aloneSolitary) &&
           !own_->train.hasOther(c.from - beside, c.to + beside, similarShare * c.peak);
}

bool ClickFinder::isClick(Candidate& c, double sigmas, int longest, double& cost) {
    compareChannels(c, cost);
    const auto& l = layout_;
    const int ring = l.frames(ringMs);
    const double after = std::max(own_->levelBetween(c.to + ring, c.to + l.frames(ringMs + 2.0)),
                                  own_->levelBetween(c.to + ring, c.to + l.frames(ringMs + 5.0)));
    growByLevel(c, after);
    const double before6 = own_->levelBetween(c.from - l.frames(6.0), c.from - 4);
    const double before = std::max(own_->levelBetween(c.from - l.frames(2.0), c.from - 4), before6);
    const bool isLongLateral = c.isLateral && c.to - c.from > l.frames(longestLateralMs);
    const double sound = std::max({before, after, c.sigma});
    if (c.to - c.from > longest || c.peak < sigmas * leastFactor * sound) return false;
    lookAround(c);
    if (isLongLateral && !standsAlone(c, aloneRatio)) return false;
    c.isSolitary = isSolitary(c, sigmas * sound);
    if (range_.isFinal && c.isOneSound && !c.isSolitary && !standsAlone(c, aloneOneSound)) return false;
    if (l.isLowBand && c.isLateral && !standsAlone(c, aloneRatio)) return false;
    if (!range_.isFinal) return c.peak >= sigmas * sound;
    return !isMusic(c, musicFactor(c, before6, after), sigmas * sound, cost);
}

// factor: by which signs of music raise the threshold.
bool ClickFinder::isMusic(const Candidate& c, double factor, double threshold, double& cost) {
    const double limited = std::min(factor, c.isCentred ? mostCentred : mostFactor);
    const double needed = c.isOneSound ? std::max(limited, oneSoundFactor) : limited;
    if (c.peak < threshold * (c.isSolitary ? solitaryFactor : needed)) return true;
    return (c.correlation > outOfPhase && hasRing(c)) || isInTrain(c, cost);
}

bool ClickFinder::mayBeMusic(const Known& known, double sigmas, double& cost) {
    const auto& l = layout_;
    Candidate c{.from = known.from, .to = known.to, .at = known.at, .peak = known.peak};
    c.sigma = own_->sigma(c.at);
    c.correlation = known.correlation;
    c.balanceDb = known.balanceDb;
    setSides(c);
    lookAround(c);
    if ((c.isOneSound && !standsAlone(c, aloneOneSound)) || (c.isLateral && !standsAlone(c, aloneRatio))) return true;
    const double before = own_->levelBetween(c.from - l.frames(6.0), c.from - 4);
    const double after = own_->levelBetween(c.to + l.frames(ringMs), c.to + l.frames(ringMs + 5.0));
    const double height =
        static_cast<double>(*std::max_element(own_->height.begin() + c.from, own_->height.begin() + c.to));
    // In what stands out of the noise in no sample, it cannot be seen whether the error comes early or late.
    const double factor =
        height < leastOnset * c.sigma ? surroundings(c, before, after) : musicFactor(c, before, after);
    cost += 12000.0;
    return isMusic(c, factor, sigmas * std::max({before, after, c.sigma}), cost);
}

bool ClickFinder::isInTrain(const Candidate& c, double& cost) {
    PulseTrain& train = own_->train;
    train.seek(c.at, c.peak, own_->sigma(c.at), cost);
    int checked = 0;
    for (int period = train.nextPeriod(cost); period > 0 && checked < mostPeriods; period = train.nextPeriod(cost)) {
        if (isAlike(c, period, train.slackFrames(), cost)) return true;
        ++checked;
    }
    return false;
}

void ClickFinder::errorsFrom(int frame, int count, double* errors) {
    const int end = std::min(layout_.window, frame + count);
    predictForward(own_->shortY.data(), own_->model.shortCoefficients(), layout_.order, errors_.data(), frame, end);
    std::copy(errors_.begin() + frame, errors_.begin() + end, errors);
    std::fill_n(errors + (end - frame), frame + count - end, errors[end - frame - 1]);
}

// Pulses of a train have one shape; clicks that stand in a row by chance have not. True too where nobody knows.
bool ClickFinder::isAlike(const Candidate& c, int period, int slack, double& cost) {
    const int half = layout_.frames(shapeMs), length = 2 * half + 1;
    errorsFrom(c.at - half, length, shape_.data());
    const double energy = dot(shape_.data(), shape_.data(), length);
    cost += predictionCost(layout_.order) * length;
    std::reverse_copy(shape_.begin(), shape_.begin() + length, reversed_.begin());
    bool isKnown = false;
    for (const int from : {c.at - period - half - slack, c.at + period - half - slack}) {
        const int reach = length + 2 * slack;
        if (from < layout_.order || from + reach > layout_.window) continue;
        isKnown = true;
        errorsFrom(from, reach, otherShape_.data());
        cost += predictionCost(layout_.order) * reach + predictionCost(2 * length) * 2.0 * slack;
        if (isAlikeAnywhere(energy, length, 2 * slack + 1)) return true;
    }
    return !isKnown;
}

// shape_ and otherShape_ at any of so many shifts. All the products at once; the energy only where it matters.
bool ClickFinder::isAlikeAnywhere(double energy, int length, int shifts) {
    const int first = length - 1; // where all of the shape has something to meet
    predictForward(otherShape_.data(), reversed_.data(), first, products_.data(), first, first + shifts);
    const double* const products = products_.data() + first;
    double running = dot(otherShape_.data(), otherShape_.data(), length), most = running;
    for (int shift = 0; shift < shifts; ++shift) {
        const double* const other = otherShape_.data() + shift;
        const double both2 = products[shift] * products[shift], least = leastAlike * leastAlike * energy;
        if (both2 >= least * (running - slackOfRunning * most) && both2 >= least * dot(other, other, length) + tiny)
            return true;
        running += other[length] * other[length] - other[0] * other[0];
        most = std::max(most, running);
    }
    return false;
}

// How much higher a click must be for signs of music, in what is before it and behind it. Sources: restoration.md.
double ClickFinder::surroundings(const Candidate& c, double levelBefore, double levelAfter) const {
    double factor = c.isLateral ? 1.6 : 1.0;
    if (levelAfter > 2.0 * levelBefore) factor *= std::min(2.0, levelAfter / (2.0 * levelBefore + 1e-12));
    if (c.isCentred) factor *= 2.0;
    if (c.correlation < -0.5 || c.balanceDb > 10.0) factor *= leastFactor;
    const double fresh = newSound(c);
    if (fresh > 1.8) factor *= std::min(6.0, fresh / 1.8);
    return factor;
}

// ... and in its own error.
double ClickFinder::musicFactor(const Candidate& c, double levelBefore, double levelAfter) const {
    if (standsAlone(c, c.isCentred ? aloneCentred : aloneRatio)) return 1.0;
    double factor = surroundings(c, levelBefore, levelAfter);
    double asymmetryDb = 0.0;
    const double shift = onset(c, asymmetryDb), spread = 2.0 * own_->model.spread();
    if (std::fabs(asymmetryDb) > 2.0) factor *= 1.5;
    const double share = shift / (spread + 1.0);
    // Where an error is seen for few samples only, it cannot come early or late.
    if (spread > 3.0 && share < -0.1) factor *= share < -0.5 ? 3.0 : 1.6;
    if (spread > 8.0) factor *= 1.3;
    return factor;
}

// Median of the signal's steps over a stretch: its treble, whatever single clicks do.
double ClickFinder::steepness(const std::vector<double>& samples, int from, int to) const {
    constexpr int most = 256;
    const int first = std::max(from, 1), last = std::min({to, layout_.window});
    const int stride = std::max(1, (last - first + most - 1) / most);
    std::array<float, most> steps{};
    int count = 0;
    for (int i = first; i < last; i += stride) {
        const auto at = static_cast<std::size_t>(i);
        steps[static_cast<std::size_t>(count++)] = std::fabs(static_cast<float>(samples[at] - samples[at - 1]));
    }
    if (count < 8) return 0.0;
    std::nth_element(steps.begin(), steps.begin() + count / 2, steps.begin() + count);
    return static_cast<double>(steps[static_cast<std::size_t>(count / 2)]);
}

// A castanet's attack is a click to the prediction, but a ring follows it, in proportion to it: the prediction knows
// it, the signal shows it.
bool ClickFinder::hasRing(const Candidate& c) const {
    const auto& l = layout_;
    const int gap = l.frames(0.3);
    const auto beforeIn = [&](const std::vector<double>& samples) {
        return 0.5 * (steepness(samples, c.from - l.frames(4.0), c.from - gap) +
                      steepness(samples, c.from - l.frames(2.0), c.from - gap));
    };
    const auto afterIn = [&](const std::vector<double>& samples) {
        return steepness(samples, c.to + l.frames(0.4), c.to + l.frames(2.4));
    };
    const double before = beforeIn(own_->known), after = afterIn(own_->known);
    // By chance noise is a third louder over so few samples as the low band has.
    if (after <= (l.isLowBand ? ringInLowBand : leastRing) * (before + 1e-12)) return false;
    double most = 0.0;
    for (int i = std::max(1, c.from); i < c.to; ++i)
        most =
            std::max(most, std::fabs(own_->y[static_cast<std::size_t>(i)] - own_->y[static_cast<std::size_t>(i - 1)]));
    if (after - before <= leastRingShare * most) return false;
    // What rings in both channels does not follow from what one of them has.
    return c.balanceDb < leastTiltDb || !standsAlone(c, aloneOfRing) ||
           afterIn(other_->known) - beforeIn(other_->known) < ringOfBoth * (after - before);
}

// Level after over level before, by a model that knows nothing of either.
double ClickFinder::newSound(const Candidate& c) const {
    const auto& l = layout_;
    const int gap = l.frames(0.3), ring = l.frames(0.7);
    const double before = std::max(own_->oldLevelBetween(c.from - l.frames(5.0), c.from - gap),
                                   own_->oldLevelBetween(c.from - l.frames(2.0), c.from - gap));
    const double after = std::max(own_->oldLevelBetween(c.to + ring, c.to + l.frames(3.0)),
                                  own_->oldLevelBetween(c.to + ring, c.to + l.frames(6.0)));
    return after / (before + 1e-12);
}

// A click is added to the sound: its error comes late forwards and early backwards. A sound that begins is one spike
// forwards, and spread over its ring backwards.
double ClickFinder::onset(const Candidate& c, double& asymmetryDb) const {
    const int order = layout_.order;
    const int first = std::max(range_.errorFrom, c.from - order);
    const int last = std::min(layout_.window - order, std::min(range_.errorTo, c.to + order));
    const double noise = c.sigma * c.sigma;
    double forward = 0.0, backward = 0.0, momentF = 0.0, momentB = 0.0, weightF = 1e-30, weightB = 1e-30;
    for (int i = first; i < last; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto f = static_cast<double>(own_->forward[at]), b = static_cast<double>(own_->backward[at]);
        if (i >= c.from) forward += f * f - noise;
        if (i < c.to) backward += b * b - noise;
        const double f2 = std::max(0.0, f * f - 4.0 * noise), b2 = std::max(0.0, b * b - 4.0 * noise);
        momentF += f2 * (i - first);
        momentB += b2 * (i - first);
        weightF += f2;
        weightB += b2;
    }
    asymmetryDb = 10.0 * std::log10((std::max(backward, 0.0) + noise) / (std::max(forward, 0.0) + noise));
    return momentF / weightF - momentB / weightB;
}

void ClickFinder::lookAround(Candidate& c) const {
    const auto& l = layout_;
    const auto largest = [](const std::vector<double>& samples, int from, int to) {
        return from < to ? largestOf(samples.data() + from, to - from) : 0.0;
    };
    c.largest = largest(own_->y, c.from, c.to);
    c.largestBeside = std::max(largest(own_->known, std::max(0, c.from - l.frames(10.0)), c.from - l.frames(0.7)),
                               largest(own_->known, c.to + l.frames(0.7), std::min(l.window, c.to + l.frames(10.0))));
}

void ClickFinder::mark() {
    // What begins behind the last pass's hop is marked, but not solved for.
    const auto solved = [&](const FoundClick& click) {
        return range_.isFinal && click.from >= range_.to ? 0 : click.to - click.from;
    };
    int unknowns = 0;
    for (const auto& click : found_)
        unknowns += solved(click);
    while (unknowns > layout_.mostUnknowns && !found_.empty()) {
        const auto lowest = std::min_element(found_.begin(), found_.end(),
                                             [](const auto& a, const auto& b) { return a.height < b.height; });
        unknowns -= solved(*lowest);
        found_.erase(lowest);
    }
    for (const auto& click : found_)
        std::fill(own_->marks.begin() + click.from, own_->marks.begin() + click.to, std::uint8_t{1});
}

} // namespace phonostage::dsp
