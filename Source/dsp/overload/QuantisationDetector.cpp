// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/QuantisationDetector.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace phonostage::dsp {
namespace {

constexpr double lsb16 = 1.0 / 32768.0;
constexpr double lsb20 = 1.0 / 524288.0;
constexpr double lsb24 = 1.0 / 8388608.0;

struct Grid {
    double scale;    ///< codes at 1.0
    double rounding; ///< how far a float of it may lie off, relative
};

// n/2^b is exact in a float, n/(2^b - 1) is rounded by at most half an ulp.
constexpr double halfUlp = 1.01 / 16777216.0;
constexpr std::array<Grid, 4> knownGrids = {{{32768.0, 0.0}, {32767.0, halfUlp}, {524288.0, 0.0}, {524287.0, halfUlp}}};
constexpr unsigned grid16 = (1u << 0) | (1u << 1);
constexpr unsigned grid20 = (1u << 2) | (1u << 3);
constexpr unsigned plain16 = (1u << 0) | (1u << 2);
constexpr unsigned allGrids = grid16 | grid20;

constexpr unsigned aLaw = 1u << 0, muLaw = 1u << 1;
constexpr unsigned coarsestCode = 256; ///< of 16 bits: a word of 8

/** Codes of G.711 are five bits, of which the highest is 1, times a power of two up to 2^7. */
bool isFiveBitFloat(unsigned value) {
    const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - 6);
    const unsigned digits = value >> shift;
    return (digits << shift) == value && (digits & 1u) != 0 && digits < 64 && shift <= 7;
}

bool liesOn(const Grid& grid, double sample) {
    const double code = sample * grid.scale;
    const auto nearest = static_cast<double>(static_cast<std::int64_t>(code + std::copysign(0.5, code)));
    return std::fabs(code - nearest) <= grid.rounding * std::fabs(nearest);
}

} // namespace

void QuantisationDetector::reset(int toldBits) {
    alive_ = allGrids;
    companded_ = aLaw | muLaw;
    hasCode_ = false;
    coarsest_ = coarsestCode;
    toldLsb_ = toldBits == 16 ? lsb16 : toldBits == 20 ? lsb20 : lsb24;
    smallestStep_ = 1.0;
    seen_.fill(0.0);
    sorted_.fill(0.0);
    sorted_.front() = -std::numeric_limits<double>::infinity();
    sorted_.back() = std::numeric_limits<double>::infinity();
    nextSeen_ = 0;
    sinceSeen_ = 0;
    update();
}

bool QuantisationDetector::update() {
    const double found = (alive_ & grid16) != 0 ? lsb16 : (alive_ & grid20) != 0 ? lsb20 : lsb24;
    const double word = std::max(toldLsb_, found);
    const double coarsest = (alive_ & 1u) != 0 ? lsb16 * coarsest_ : lsb16;
    const double step = std::clamp(smallestStep_, word, std::max(word, coarsest));
    const bool changed = word != wordLsb_ || step != step_;
    wordLsb_ = word;
    step_ = step;
    return changed;
}

// Each sample against many others: a few hundred samples then show the step even of a tone that moves in large ones.
// Of those that were seen only the nearest on either side matter.
double QuantisationDetector::smallestWith(double sample, double previous) const {
    const double* below = sorted_.data(); // the last that is smaller
    for (std::size_t half = seenCount / 2; half > 0; half /= 2)
        below += below[half] < sample ? half : 0;
    below += below[1] < sample ? 1 : 0;
    const double* above = below + 1;
    while (*above <= sample)
        ++above;
    const double nearest = std::min(sample - *below, *above - sample);
    const double difference = std::fabs(sample - previous);
    return std::min({smallestStep_, nearest, difference > 0.0 ? difference : smallestStep_});
}

void QuantisationDetector::remember(double sample) {
    const auto oldest = std::find(sorted_.begin() + 1, sorted_.end() - 1, seen_[nextSeen_]);
    std::copy(oldest + 1, sorted_.end() - 1, oldest);
    auto place = sorted_.end() - 2;
    for (; *(place - 1) > sample; --place)
        *place = *(place - 1);
    *place = sample;
    seen_[nextSeen_] = sample;
    nextSeen_ = (nextSeen_ + 1) % seenCount;
}

unsigned QuantisationDetector::contradicted(double sample) const {
    if (alive_ == 0 || sample == 0.0) return 0;
    // The usual case in 16-bit sources; what lies on this grid lies on that of 20 bit.
    if (alive_ == plain16 && liesOn(knownGrids[0], sample)) return 0;
    unsigned grids = 0;
    for (std::size_t i = 0; i < knownGrids.size(); ++i) {
        const unsigned bit = 1u << i;
        if ((alive_ & bit) != 0 && !liesOn(knownGrids[i], sample)) grids |= bit;
    }
    return grids;
}

// The laws that this sample contradicts, of those that are left.
unsigned QuantisationDetector::companded(double sample) const {
    if (companded_ == 0 || sample == 0.0) return 0;
    const double code = std::fabs(sample) * 32768.0;
    const auto magnitude = static_cast<unsigned>(std::min(code, 65535.0));
    unsigned laws = companded_;
    if (static_cast<double>(magnitude) == code) {
        // 13 bits with the sign in front of 8 times their value, and 14 bits, offset by 33, in front of 4 times theirs.
        if (magnitude % 8 == 0 && isFiveBitFloat(magnitude / 8)) laws &= ~aLaw;
        if (magnitude % 4 == 0 && isFiveBitFloat(magnitude / 4 + 33)) laws &= ~muLaw;
    }
    return laws;
}

// Whether this sample lies on a finer part of the 16-bit grid than all before it.
bool QuantisationDetector::isFiner(double sample) const {
    if (coarsest_ == 1 || (alive_ & 1u) == 0) return false;
    const auto code = static_cast<unsigned>(std::min(std::fabs(sample) * 32768.0, 65535.0));
    return (code & (coarsest_ - 1)) != 0;
}

bool QuantisationDetector::noteCode(double sample) {
    if (sample == 0.0) return false;
    const unsigned laws = companded(sample);
    bool news = laws != 0 || !hasCode_;
    companded_ &= ~laws;
    hasCode_ = true;
    while (isFiner(sample)) {
        coarsest_ /= 2;
        news = true;
    }
    return news;
}

bool QuantisationDetector::wouldLearn(double sample, double previous) const {
    return contradicted(sample) != 0 || companded(sample) != 0 || isFiner(sample) ||
           (!knowsStep() && sample != previous && smallestWith(sample, previous) < smallestStep_);
}

void QuantisationDetector::pass(double sample, double previous) {
    if (!knowsStep() && sample != previous) countSeen(sample);
}

// One in 67 is remembered: together they reach back over many periods of most tones, and meet at every lag.
void QuantisationDetector::countSeen(double sample) {
    if (++sinceSeen_ < 67) return;
    sinceSeen_ = 0;
    remember(sample);
}

bool QuantisationDetector::examine(double sample, double previous) {
    bool news = false;
    if (!knowsStep() && sample != previous) {
        const double smallest = smallestWith(sample, previous);
        news = smallest < smallestStep_;
        smallestStep_ = smallest;
        countSeen(sample);
    }
    if (const unsigned grids = contradicted(sample); grids != 0) {
        alive_ &= ~grids;
        news = true;
    }
    news |= noteCode(sample);
    return news && update();
}

} // namespace phonostage::dsp
