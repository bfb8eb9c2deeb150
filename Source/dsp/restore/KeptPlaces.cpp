// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/KeptPlaces.h"

#include <algorithm>
#include <limits>

namespace phonostage::dsp {

void KeptPlaces::set(const std::vector<KeptPlace>& places) {
    for (int channel = 0; channel < 2; ++channel) {
        auto& ranges = channels_[static_cast<std::size_t>(channel)];
        ranges.clear();
        for (const auto& place : places) {
            if (place.channel != channel || place.length < 1) continue;
            const bool hasEnd = place.start < std::numeric_limits<std::int64_t>::max() - place.length;
            ranges.push_back(
                {place.start, hasEnd ? place.start + place.length : std::numeric_limits<std::int64_t>::max()});
        }
        std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.from < b.from; });
        std::size_t last = 0;
        for (std::size_t i = 1; i < ranges.size(); ++i) {
            if (ranges[i].from <= ranges[last].to)
                ranges[last].to = std::max(ranges[last].to, ranges[i].to);
            else
                ranges[++last] = ranges[i];
        }
        if (!ranges.empty()) ranges.resize(last + 1);
    }
}

bool KeptPlaces::touch(int channel, std::int64_t from, std::int64_t to) const {
    const auto& ranges = channels_[static_cast<std::size_t>(channel)];
    const auto first = std::upper_bound(ranges.begin(), ranges.end(), from,
                                        [](std::int64_t frame, const Range& range) { return frame < range.to; });
    return first != ranges.end() && first->from < to;
}

} // namespace phonostage::dsp
