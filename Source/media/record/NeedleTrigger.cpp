// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/NeedleTrigger.h"

#include <algorithm>
#include <vector>

namespace phonostage::media {
namespace {

// In hops of 10 ms.
constexpr std::size_t medianHops = 10;
constexpr std::size_t floorHops = 400, guardHops = 50, leastFloorHops = 20;
constexpr std::size_t keptHops = floorHops + guardHops + 10;
constexpr int holdHops = 40, walkBackHops = 80, liftHops = 100;
constexpr int grooveHops = 50, settleHops = 50;
/** The band-pass and the window hear the end this much late. */
constexpr int liftDelayHops = 3;

/** Digital silence is no air: a device may deliver it until it has started, or while it is muted. When it goes on, it
   stands for the air of a quiet converter, so that the converter's own noise is no needle. */
constexpr double silentDb = -155.0, quietAirDb = -100.0;
constexpr int silentHops = 500;

constexpr double fireDb = 4.0, onsetDb = 2.4;
constexpr double liftShare = 0.4, mostLiftDb = 12.0;
constexpr double floorShare = 0.30, grooveShare = 0.20;

} // namespace

void NeedleTrigger::reset() { *this = NeedleTrigger(); }

void NeedleTrigger::setDown(std::optional<double> floorDb) {
    isDown_ = true;
    downAt_ = hops_;
    floor_ = floorDb;
    groove_.reset();
    below_ = 0;
}

/** Of the medians from `from` to `to` hops ago, counted from the newest. */
double NeedleTrigger::percentile(std::size_t from, std::size_t to, double share) const {
    std::vector<float> part(medians_.end() - static_cast<std::ptrdiff_t>(std::min(from, medians_.size())),
                            medians_.end() - static_cast<std::ptrdiff_t>(to));
    const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(part.size() - 1));
    std::nth_element(part.begin(), part.begin() + place, part.end());
    return static_cast<double>(part[static_cast<std::size_t>(place)]);
}

double NeedleTrigger::heardAir() const {
    const double air = percentile(guardHops + floorHops, guardHops, floorShare);
    return air < silentDb ? quietAirDb : air;
}

std::optional<NeedleTrigger::Event> NeedleTrigger::add(float lowDb) {
    silent_ = static_cast<double>(lowDb) < silentDb ? silent_ + 1 : 0;
    if (silent_ > 0 && silent_ < silentHops && !isDown_) {
        ++hops_;
        return std::nullopt;
    }
    if (levels_.empty()) levels_.assign(medianHops - 1, lowDb);
    levels_.push_back(lowDb);
    if (levels_.size() > keptHops) levels_.pop_front();
    std::array<float, medianHops> last{};
    std::copy(levels_.end() - medianHops, levels_.end(), last.begin());
    std::sort(last.begin(), last.end());
    const double median = 0.5 * static_cast<double>(last[medianHops / 2 - 1] + last[medianHops / 2]);
    medians_.push_back(static_cast<float>(median));
    if (medians_.size() > keptHops) medians_.pop_front();
    ++hops_;
    return isDown_ ? inGroove(median) : inAir(median);
}

std::optional<NeedleTrigger::Event> NeedleTrigger::inAir(double median) {
    // The floor must not be learnt from the groove: what is newer than the guard is left out.
    if (medians_.size() > guardHops + leastFloorHops && (hops_ % 5 == 0 || !floor_)) floor_ = heardAir();
    if (!floor_) return std::nullopt;
    above_ = median > *floor_ + fireDb ? above_ + 1 : 0;
    if (above_ < holdHops) return std::nullopt;
    int back = 0;
    auto at = levels_.rbegin();
    while (back < walkBackHops && std::next(at) != levels_.rend() &&
           static_cast<double>(*std::next(at)) > *floor_ + onsetDb) {
        ++at;
        ++back;
    }
    isDown_ = true;
    downAt_ = hops_;
    above_ = below_ = 0;
    groove_.reset();
    return Event{true, std::max<std::int64_t>(0, hops_ - 1 - back)};
}

std::optional<NeedleTrigger::Event> NeedleTrigger::inGroove(double median) {
    if (hops_ - downAt_ > settleHops && hops_ % 10 == 0 && medians_.size() > grooveHops) {
        const double level = percentile(grooveHops, 0, grooveShare);
        if (!floor_ || level > *floor_ + 0.5 * fireDb) groove_ = groove_ ? std::min(*groove_, level) : level;
    }
    // Where the air was never heard, nothing tells that the needle left the groove.
    if (!floor_) return std::nullopt;
    const double groove = groove_.value_or(*floor_ + fireDb);
    const double limit = std::max(*floor_ + liftShare * (groove - *floor_), groove - mostLiftDb);
    below_ = median < limit ? below_ + 1 : 0;
    if (below_ < liftHops) return std::nullopt;
    const auto at = hops_ - 1 - below_ - liftDelayHops;
    isDown_ = false;
    above_ = below_ = 0;
    floor_.reset();
    // The groove must not become the floor.
    const auto air = std::min<std::size_t>(medians_.size(), static_cast<std::size_t>(liftHops));
    medians_.erase(medians_.begin(), medians_.end() - static_cast<std::ptrdiff_t>(air));
    return Event{false, std::max<std::int64_t>(0, at)};
}

} // namespace phonostage::media
