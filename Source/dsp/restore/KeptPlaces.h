// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** A place of the input from which nothing is taken out: of a click that was given back. */
struct KeptPlace {
    std::int64_t start = 0;  ///< frame, counted as those of clicks are
    std::int64_t length = 1; ///< frames
    int channel = 0;         ///< 0 left, 1 right

    bool operator==(const KeptPlace&) const = default;
};

/** Such places, to be looked up. Only set() allocates. */
class KeptPlaces {
public:
    /** In any order; they may overlap. What is empty, or of no channel, is left out. */
    void set(const std::vector<KeptPlace>& places);

    [[nodiscard]] bool areNone() const { return channels_[0].empty() && channels_[1].empty(); }
    /** Whether anything of [from, to) is kept in a channel. */
    [[nodiscard]] bool touch(int channel, std::int64_t from, std::int64_t to) const;

private:
    struct Range {
        std::int64_t from, to;
    };

    std::array<std::vector<Range>, 2> channels_; ///< in order, none touches the next
};

} // namespace phonostage::dsp
