// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/GrooveLevels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::media {
namespace {

constexpr double midHz = 200.0, lowHz = 2000.0, highHz = 10000.0, highestOfRate = 0.42;
constexpr double smallestPower = 1e-16; ///< -160 dB

} // namespace

/** Butterworth, bilinear: a high-pass of the fourth order, as hum has harmonics close to the band, and a low-pass of
   the second. */
GrooveLevels::Band GrooveLevels::bandFrom(double lowHz, double highHz, double sampleRateHz) {
    const auto section = [&](double hz, double damping, bool isHighPass) {
        const double k = std::tan(std::numbers::pi * hz / sampleRateHz);
        const double norm = 1.0 / (1.0 + damping * k + k * k);
        const double gain = isHighPass ? norm : k * k * norm;
        return Section{gain, isHighPass ? -2.0 * gain : 2.0 * gain, gain, 2.0 * (k * k - 1.0) * norm,
                       (1.0 - damping * k + k * k) * norm};
    };
    // 1/Q of the two halves of the fourth order: 2 cos(pi/8) and 2 cos(3 pi/8).
    return {section(lowHz, 2.0 * std::cos(std::numbers::pi / 8.0), true),
            section(lowHz, 2.0 * std::cos(3.0 * std::numbers::pi / 8.0), true),
            section(highHz, std::numbers::sqrt2, false)};
}

double GrooveLevels::filtered(const Band& band, BandState& state, double value) {
    for (std::size_t k = 0; k < sections; ++k) {
        const Section& f = band[k];
        State& s = state[k];
        const double out = f.b0 * value + s.s1;
        s.s1 = f.b1 * value - f.a1 * out + s.s2;
        s.s2 = f.b2 * value - f.a2 * out;
        value = out;
    }
    return value;
}

void GrooveLevels::prepare(double sampleRateHz, int channels) {
    channels_ = std::min(channels, static_cast<int>(mostChannels));
    hopFrames_ = std::max(piecesPerHop, static_cast<int>(std::lround(sampleRateHz * hopSeconds)));
    pieceFrames_ = hopFrames_ / piecesPerHop;
    const double highest = highestOfRate * sampleRateHz;
    treble_ = bandFrom(std::min(lowHz, 0.5 * highest), std::min(highHz, highest), sampleRateHz);
    mid_ = bandFrom(midHz, std::min(lowHz, 0.5 * highest), sampleRateHz);
    trebleState_ = midState_ = {};
    power_ = {};
    midPower_ = 0.0;
    inHop_ = 0;
}

GrooveLevels::Hop GrooveLevels::takeHop() {
    auto power = power_;
    std::sort(power.begin(), power.end());
    const auto decibels = [](double sum, int count) {
        return static_cast<float>(10.0 * std::log10(sum / count + smallestPower));
    };
    const Hop hop{decibels(power[2], pieceFrames_), decibels(power[piecesPerHop - 1], pieceFrames_),
                  decibels(midPower_, hopFrames_)};
    power_ = {};
    midPower_ = 0.0;
    inHop_ = 0;
    return hop;
}

void GrooveLevels::process(const float* samples, int frames, std::vector<Hop>& hops) {
    for (int i = 0; i < frames; ++i) {
        double sum = 0.0;
        for (std::size_t channel = 0; channel < static_cast<std::size_t>(channels_); ++channel) {
            double value = static_cast<double>(*samples++);
            if (!(std::abs(value) < 1e6)) value = 0.0; // what is no number must not stay in the filter
            const double treble = filtered(treble_, trebleState_[channel], value);
            const double mid = filtered(mid_, midState_[channel], value);
            sum += treble * treble;
            midPower_ += mid * mid;
        }
        const int piece = inHop_ / pieceFrames_;
        if (piece < piecesPerHop) power_[static_cast<std::size_t>(piece)] += sum;
        if (++inHop_ == hopFrames_) hops.push_back(takeHop());
    }
}

} // namespace phonostage::media
