// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/TopSpacing.h"

#include <algorithm>
#include <bit>

namespace phonostage::dsp {
namespace {

constexpr std::size_t pairsAtOnce = 24, binsAtOnce = 8, mostApart = 64;
constexpr int leastEven = 1, ofTops = 4, fewest = 8;
constexpr std::size_t around = 12; // bins on each side, but for the two that are next
constexpr float overAround = 5.0f;

/** A logarithm that costs nothing: seven bits of the mantissa below the exponent. */
std::size_t binOf(float distance) { return std::bit_cast<std::uint32_t>(distance) >> 16U; }

const std::size_t firstBin = binOf(64.0f);

} // namespace

void TopSpacing::start() {
    counts_.fill(0);
    lastTop_.fill(0);
    later_ = bin_ = 0;
    earlier_ = 1;
    isEven_ = false;
}

bool TopSpacing::advance(std::span<const float> times) {
    if (later_ + 1 < times.size()) {
        count(times);
        return false;
    }
    judge(times.size());
    return isEven_ || bin_ + 1 >= bins;
}

void TopSpacing::count(std::span<const float> times) {
    for (std::size_t i = 0; i < pairsAtOnce && later_ + 1 < times.size(); ++i) {
        const float distance = times[later_] - times[earlier_];
        const std::size_t bin = binOf(std::max(distance, 1.0f)) - firstBin; // wraps below the first one
        if (bin < bins && lastTop_[bin] != later_ + 1) {
            lastTop_[bin] = static_cast<std::uint8_t>(later_ + 1);
            ++counts_[bin];
        }
        const bool isFar = bin >= bins && distance > 64.0f;
        if (++earlier_ < times.size() && earlier_ <= later_ + mostApart && !isFar) continue;
        ++later_;
        earlier_ = later_ + 1;
    }
}

void TopSpacing::judge(std::size_t tops) {
    for (std::size_t i = 0; i < binsAtOnce && bin_ + 1 < bins && !isEven_; ++i, ++bin_) {
        const int here = counts_[bin_] + counts_[bin_ + 1];
        if (here < fewest || ofTops * here < leastEven * static_cast<int>(tops)) continue;
        int sum = 0, of = 0;
        for (std::size_t k = 2; k < 2 + around; ++k) {
            if (bin_ >= k) sum += counts_[bin_ - k], ++of;
            if (bin_ + 1 + k < bins) sum += counts_[bin_ + 1 + k], ++of;
        }
        isEven_ = static_cast<float>(here * of) > 2.0f * overAround * static_cast<float>(sum);
    }
}

} // namespace phonostage::dsp
