// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace phonostage::tests {

/** White, evenly spread over -1 to 1; one sequence for each seed (xorshift64). Quick: long signals are made of it. */
class UniformNoise {
public:
    explicit UniformNoise(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
    double operator()() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<double>(state_ >> 11) / 4503599627370496.0 - 1.0;
    }

private:
    std::uint64_t state_;
};

} // namespace phonostage::tests
