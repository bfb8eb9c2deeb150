// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/NeedleWatch.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

// Measured on 52 recordings (Resources/docs/tracks.md): anything from 2.5 to 6 dB gave no false and no missed drop.
constexpr double riseDb = 4.0;
constexpr double holdSeconds = 0.40;
constexpr double floorSeconds = 4.0;
constexpr double guardSeconds = 0.5; ///< between the floor and now: it must not be learned from the groove
constexpr double floorPart = 0.30;   ///< percentile
constexpr double walkBackSeconds = 0.8;
constexpr double walkBackPart = 0.6; ///< of riseDb
constexpr double upSeconds = 1.0;
constexpr double upBelowGrooveDb = 12.0;
constexpr double upPart = 0.4; ///< of the way from the air to the groove
constexpr double ringSeconds = 6.0;
constexpr std::int64_t medianHops = 10;

} // namespace

NeedleWatch::NeedleWatch(double hopSeconds) : hopSeconds_(hopSeconds) {
    levels_.resize(hopsIn(ringSeconds));
    medians_.resize(levels_.size());
    sorted_.reserve(levels_.size());
}

std::size_t NeedleWatch::hopsIn(double seconds) const {
    return static_cast<std::size_t>(std::max(1L, std::lround(seconds / hopSeconds_)));
}

void NeedleWatch::beginInGroove(double airDb) {
    inGroove_ = true;
    floor_ = airDb;
    stay_ = GrooveStay{};
}

double NeedleWatch::recent(const std::vector<float>& ring, std::int64_t back) const {
    return static_cast<double>(ring[static_cast<std::size_t>(hop_ - back) % ring.size()]);
}

/** Of the last tenth of a second; the lower of the two in the middle counts as the upper. */
double NeedleWatch::median() const {
    std::array<double, medianHops> list{};
    for (std::int64_t i = 0; i < medianHops; ++i)
        list[static_cast<std::size_t>(i)] = recent(levels_, std::min(i, hop_));
    std::sort(list.begin(), list.end());
    return 0.5 * (list[medianHops / 2 - 1] + list[medianHops / 2]);
}

/** Of the medians from `fromBack` to `toBack` hops ago. */
std::optional<double> NeedleWatch::percentileOf(std::int64_t fromBack, std::int64_t toBack, double part) const {
    sorted_.clear();
    for (auto back = fromBack; back > toBack; --back)
        sorted_.push_back(static_cast<float>(recent(medians_, back)));
    if (sorted_.empty()) return std::nullopt;
    const auto rank = static_cast<std::ptrdiff_t>(part * static_cast<double>(sorted_.size() - 1));
    std::nth_element(sorted_.begin(), sorted_.begin() + rank, sorted_.end());
    return static_cast<double>(sorted_[static_cast<std::size_t>(rank)]);
}

void NeedleWatch::add(double quietDb) {
    levels_[static_cast<std::size_t>(hop_) % levels_.size()] = static_cast<float>(quietDb);
    const double now = median();
    medians_[static_cast<std::size_t>(hop_) % medians_.size()] = static_cast<float>(now);
    if (inGroove_)
        watchGroove(now);
    else
        watchAir(now);
    ++hop_;
}

void NeedleWatch::watchAir(double median) {
    const auto guard = static_cast<std::int64_t>(hopsIn(guardSeconds));
    const auto oldest = std::min(hop_ - airSince_, guard + static_cast<std::int64_t>(hopsIn(floorSeconds)));
    if (oldest - guard <= 20) return;
    if (hop_ % 5 == 0 || !floor_) floor_ = percentileOf(oldest, guard, floorPart);
    up_ = median > *floor_ + riseDb ? up_ + 1 : 0;
    if (up_ < static_cast<std::int64_t>(hopsIn(holdSeconds))) return;
    std::int64_t back = 0;
    while (back + 1 <= hop_ && back < static_cast<std::int64_t>(hopsIn(walkBackSeconds)) &&
           recent(levels_, back + 1) > *floor_ + walkBackPart * riseDb)
        ++back;
    stay_ = GrooveStay{hop_ - back, hop_, std::nullopt};
    inGroove_ = true;
    groove_.reset();
    down_ = 0;
}

void NeedleWatch::watchGroove(double median) {
    const auto half = static_cast<std::int64_t>(hopsIn(0.5));
    if (hop_ - stay_->fired > half && hop_ % 10 == 0)
        if (const auto low = percentileOf(half, 0, 0.2); low && *low > *floor_ + 0.5 * riseDb)
            groove_ = groove_ ? std::min(*groove_, *low) : *low;
    const double groove = groove_.value_or(*floor_ + riseDb);
    const double limit = std::max(*floor_ + upPart * (groove - *floor_), groove - upBelowGrooveDb);
    down_ = median < limit ? down_ + 1 : 0;
    if (down_ < static_cast<std::int64_t>(hopsIn(upSeconds))) return;
    stay_->lift = hop_ - down_ - 3;
    inGroove_ = false;
    airSince_ = hop_ - down_ + 10;
    floor_.reset();
    up_ = 0;
}

} // namespace phonostage::dsp
