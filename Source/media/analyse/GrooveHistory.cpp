// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/GrooveHistory.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr double clickRiseDb = 15.0, clickAgreeDb = 6.0;
constexpr double clickLookSeconds = 0.06;
constexpr std::int64_t clickReach = 2; ///< hops to each side: the length of the transform
constexpr std::int64_t longestClick = 30;

/** The median of codes, between the steps: a running histogram that gives the place of the middle in its step. */
class CodeMedian {
public:
    void add(std::uint8_t code) {
        ++counts_[code];
        ++size_;
        if (code < middle_) ++below_;
    }
    void remove(std::uint8_t code) {
        --counts_[code];
        --size_;
        if (code < middle_) --below_;
    }
    /** In steps. size() must not be 0. */
    [[nodiscard]] float value() {
        const int half = size_ / 2; // codes below the middle, at most
        while (below_ > half) {
            --middle_;
            below_ -= counts_[middle_];
        }
        while (below_ + counts_[middle_] <= half) {
            below_ += counts_[middle_];
            ++middle_;
        }
        if (2 * below_ == size_) { // the two in the middle are in different steps
            auto lower = middle_ - 1;
            while (counts_[lower] == 0)
                --lower;
            return 0.5F * static_cast<float>(lower + middle_);
        }
        return static_cast<float>(middle_) - 0.5F +
               (0.5F * static_cast<float>(size_) - static_cast<float>(below_)) / static_cast<float>(counts_[middle_]);
    }

private:
    std::array<int, 256> counts_{};
    std::size_t middle_ = 0;
    int below_ = 0, size_ = 0;
};

} // namespace

std::uint8_t GrooveHistory::toCode(float db) {
    return static_cast<std::uint8_t>(std::clamp(std::lround((db - lowestDb) / stepDb), 0L, 255L));
}

void GrooveHistory::add(const dsp::GrooveHop& hop) {
    for (const float db : hop.bandDb)
        bands_.push_back(toCode(db));
    quiet_.push_back(static_cast<std::int16_t>(std::lround(std::clamp(hop.quietDb, -300.0F, 300.0F) * 100.0F)));
    loud_.push_back(toCode(hop.loudDb));
    flat_.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(hop.flatness, 0.0F, 1.0F) * 255.0F)));
}

std::int64_t GrooveHistory::hopsIn(double seconds) const {
    return std::max<std::int64_t>(1, std::llround(seconds / hopSeconds_));
}

void GrooveHistory::eraseClicks() {
    const auto count = size();
    if (count == 0) return;
    std::vector<float> quiet(index(count));
    for (std::int64_t i = 0; i < count; ++i)
        quiet[index(i)] = quietDb(i);
    const auto smooth = runningMedians(quiet, 5);
    const auto look = hopsIn(clickLookSeconds);
    std::vector<bool> mask(index(count));
    for (std::int64_t i = 0; i < count; ++i) {
        const auto before = static_cast<double>(smooth[index(std::max<std::int64_t>(i - look, 0))]);
        const auto after = static_cast<double>(smooth[index(std::min(i + look, count - 1))]);
        const double calm = std::min(static_cast<double>(quiet[index(i)]), std::max(before, after));
        if (static_cast<double>(loudDb(i)) - calm <= clickRiseDb || std::abs(after - before) >= clickAgreeDb) continue;
        for (auto k = std::max<std::int64_t>(i - clickReach, 0); k <= std::min(i + clickReach, count - 1); ++k)
            mask[index(k)] = true;
    }
    for (const auto& click : stretchesOf(mask)) {
        if (click.length() > longestClick) continue;
        const auto* left = &bands_[index(std::max<std::int64_t>(click.from - 1, 0)) * dsp::grooveBands];
        const auto* right = &bands_[index(std::min(click.to, count - 1)) * dsp::grooveBands];
        std::array<std::uint8_t, dsp::grooveBands> lower{};
        for (std::size_t band = 0; band < lower.size(); ++band)
            lower[band] = std::min(left[band], right[band]);
        for (auto i = click.from; i < click.to; ++i)
            std::copy(lower.begin(), lower.end(),
                      bands_.begin() + static_cast<std::ptrdiff_t>(index(i) * lower.size()));
    }
}

std::vector<BandLevels> GrooveHistory::medians(std::int64_t from, std::int64_t to, std::int64_t window) const {
    std::vector<BandLevels> result(index(std::max<std::int64_t>(to - from, 0)));
    if (result.empty()) return result;
    const auto before = window / 2, after = window - before; // after: behind the last
    for (std::size_t band = 0; band < dsp::grooveBands; ++band) {
        const auto code = [&](std::int64_t hop) { return bands_[index(hop) * dsp::grooveBands + band]; };
        CodeMedian median;
        auto first = std::max<std::int64_t>(from - before, 0), last = first;
        for (auto hop = from; hop < to; ++hop) {
            for (; last < std::min(hop + after, size()); ++last)
                median.add(code(last));
            for (; first < hop - before; ++first)
                median.remove(code(first));
            result[index(hop - from)][band] = lowestDb + stepDb * median.value();
        }
    }
    return result;
}

BandLevels GrooveHistory::median(std::int64_t from, std::int64_t to) const {
    BandLevels result{};
    for (std::size_t band = 0; band < dsp::grooveBands; ++band) {
        CodeMedian median;
        for (auto hop = from; hop < to; ++hop)
            median.add(bands_[index(hop) * dsp::grooveBands + band]);
        result[band] = lowestDb + stepDb * median.value();
    }
    return result;
}

float medianOf(std::vector<float>& values) {
    if (values.empty()) return 0.0F;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return 0.5F * (*middle + *std::max_element(values.begin(), middle));
}

float percentileOf(std::vector<float> values, double part) {
    if (values.empty()) return 0.0F;
    const double place = part * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::ptrdiff_t>(place);
    std::nth_element(values.begin(), values.begin() + low, values.end());
    const float below = values[static_cast<std::size_t>(low)];
    if (low + 1 == static_cast<std::ptrdiff_t>(values.size())) return below;
    const float above = *std::min_element(values.begin() + low + 1, values.end());
    return below + static_cast<float>(place - static_cast<double>(low)) * (above - below);
}

std::vector<float> runningMedians(const std::vector<float>& values, std::int64_t window) {
    std::vector<float> result(values.size()), part;
    const auto count = static_cast<std::int64_t>(values.size()), before = window / 2, after = window - before;
    for (std::int64_t i = 0; i < count; ++i) {
        part.assign(values.begin() + std::max<std::int64_t>(i - before, 0),
                    values.begin() + std::min(i + after, count));
        result[static_cast<std::size_t>(i)] = medianOf(part);
    }
    return result;
}

std::vector<HopRange> stretchesOf(const std::vector<bool>& flags) {
    std::vector<HopRange> result;
    const auto count = static_cast<std::int64_t>(flags.size());
    for (std::int64_t i = 0; i < count; ++i) {
        if (!flags[static_cast<std::size_t>(i)]) continue;
        const auto from = i;
        while (i < count && flags[static_cast<std::size_t>(i)])
            ++i;
        result.push_back({from, i});
    }
    return result;
}

} // namespace phonostage::media
