// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/GrooveMeter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double hopSecondsWanted = 0.01;
constexpr double windowSeconds = 0.043;
constexpr double lowestBandHz = 100.0;
constexpr double mostRateHz = 64000.0;
constexpr double passLowHz = 2000.0, passHighHz = 10000.0;
constexpr double flatLowHz = 500.0, flatHighHz = 5000.0;
constexpr float silenceDb = -180.0F;

/** Taps 0, 2, 4 and 6 from the middle outwards (the others are 0, the middle is 1/2): windowed sinc, Kaiser 4.5. */
std::array<double, 4> halfBandTaps() {
    std::array<double, 4> taps{};
    double sum = 0.0;
    const auto bessel = [](double x) {
        double term = 1.0, total = 1.0;
        for (int k = 1; k < 30; ++k) {
            term *= (0.5 * x / k) * (0.5 * x / k);
            total += term;
        }
        return total;
    };
    for (std::size_t i = 0; i < 4; ++i) {
        const double n = 2.0 * static_cast<double>(i) + 1.0, x = n / 8.0;
        taps[i] =
            (i % 2 == 0 ? 1.0 : -1.0) / (std::numbers::pi * n) * bessel(4.5 * std::sqrt(1.0 - x * x)) / bessel(4.5);
        sum += 2.0 * taps[i];
    }
    for (auto& tap : taps)
        tap *= 0.5 / sum;
    return taps;
}

std::size_t windowSize(double rateHz) {
    return std::size_t{1} << static_cast<unsigned>(std::max(4L, std::lround(std::log2(windowSeconds * rateHz))));
}

double guarded(double x) { return std::abs(x) <= 1e6 ? x : 0.0; } // false for NaN too

float toDb(double power) { return power > 1e-18 ? static_cast<float>(10.0 * std::log10(power)) : silenceDb; }

} // namespace

std::size_t GrooveMeter::Halver::process(std::vector<Complex>& values) {
    static const auto taps = halfBandTaps();
    std::size_t kept = 0;
    for (const auto& value : values) {
        line_[place_] = value;
        place_ = (place_ + 1) % line_.size();
        isOdd_ = !isOdd_;
        if (isOdd_) continue;
        const auto at = [&](std::size_t back) { return line_[(place_ + line_.size() - 1 - back) % line_.size()]; };
        Complex sum = 0.5 * at(7);
        for (std::size_t i = 0; i < taps.size(); ++i)
            sum += taps[i] * (at(6 - 2 * i) + at(8 + 2 * i));
        values[kept++] = sum;
    }
    values.resize(kept);
    return kept;
}

Complex GrooveMeter::Biquad::process(Complex x) {
    const Complex y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
}

GrooveMeter::Biquad GrooveMeter::highPass(double cornerHz, double rateHz) {
    const double k = std::tan(std::numbers::pi * cornerHz / rateHz), d = 1.0 + std::numbers::sqrt2 * k + k * k;
    return {1.0 / d, -2.0 / d, 1.0 / d, 2.0 * (k * k - 1.0) / d, (1.0 - std::numbers::sqrt2 * k + k * k) / d, {}, {}};
}

GrooveMeter::Biquad GrooveMeter::lowPass(double cornerHz, double rateHz) {
    const double k = std::tan(std::numbers::pi * cornerHz / rateHz), d = 1.0 + std::numbers::sqrt2 * k + k * k;
    return {
        k * k / d, 2.0 * k * k / d, k * k / d, 2.0 * (k * k - 1.0) / d, (1.0 - std::numbers::sqrt2 * k + k * k) / d, {},
        {}};
}

GrooveMeter::GrooveMeter(double rateHz, int channels)
    : channels_(channels), rateHz_([&] {
          double rate = rateHz;
          for (; rate > mostRateHz; rate *= 0.5)
              halvers_.emplace_back();
          return rate;
      }()),
      hop_(static_cast<std::size_t>(std::lround(rateHz_ * hopSecondsWanted))), slot_(hop_ / slots),
      fourier_(windowSize(rateHz_)), window_(fourier_.size()),
      high_(highPass(std::min(passLowHz, 0.2 * rateHz_), rateHz_)),
      low_(lowPass(std::min(passHighHz, 0.42 * rateHz_), rateHz_)), ring_(fourier_.size()), values_(fourier_.size()) {
    hopSeconds_ = static_cast<double>(hop_) / rateHz_;
    const auto size = static_cast<double>(window_.size());
    double weight = 0.0;
    for (std::size_t i = 0; i < window_.size(); ++i) {
        const double s = std::sin(std::numbers::pi * static_cast<double>(i) / (size - 1.0));
        window_[i] = s * s;
        weight += window_[i] * window_[i];
    }
    // A sine of amplitude 1 has a sum of size * weight / 4 over its lobe in half the spectrum.
    scale_ = 4.0 / (weight * size);
    const auto bin = [&](double hz) {
        return std::min(static_cast<std::size_t>(std::ceil(hz * size / rateHz_)),
                        static_cast<std::size_t>(0.45 * size));
    };
    for (std::size_t i = 0; i < edges_.size(); ++i)
        edges_[i] = bin(lowestBandHz * std::exp2(static_cast<double>(i) / 3.0));
    flatFrom_ = bin(flatLowHz);
    flatTo_ = bin(flatHighHz);
    // A window is complete half its length after the beginning of its hop.
    delay_ = static_cast<std::size_t>(std::max(0L, std::lround(0.5 * size / static_cast<double>(hop_) - 1.0)));
}

void GrooveMeter::add(const double* const* channel, int frames, const Sink& sink) {
    constexpr int piece = 4096;
    for (int done = 0; done < frames; done += piece) {
        const int count = std::min(piece, frames - done);
        fresh_.resize(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            fresh_[static_cast<std::size_t>(i)] = {guarded(channel[0][done + i]),
                                                   channels_ > 1 ? guarded(channel[1][done + i]) : 0.0};
        for (auto& halver : halvers_)
            halver.process(fresh_);
        for (const auto& value : fresh_) {
            ring_[place_] = value;
            place_ = (place_ + 1) & (ring_.size() - 1);
            if (const auto slot = inHop_ / slot_; slot < energies_.size())
                energies_[slot] += std::norm(low_.process(high_.process(value)));
            else
                (void)low_.process(high_.process(value));
            if (++inHop_ == hop_) finishHop(sink);
        }
    }
}

void GrooveMeter::finishHop(const Sink& sink) {
    inHop_ = 0;
    GrooveHop hop;
    std::sort(energies_.begin(), energies_.end());
    const double toPower = 2.0 / static_cast<double>(slot_);
    hop.quietDb = toDb(toPower * energies_[2]);
    hop.loudDb = toDb(toPower * energies_[9]);
    energies_.fill(0.0);
    waiting_.push_back(hop);
    if (waiting_.size() <= delay_) return;
    hop = waiting_.front();
    waiting_.erase(waiting_.begin());
    measureBands(hop);
    sink(hop);
}

void GrooveMeter::measureBands(GrooveHop& hop) {
    // Left is the real part and right the imaginary part: |L|^2 + |R|^2 is the mean of a bin and its mirror image.
    const auto size = ring_.size();
    for (std::size_t i = 0; i < size; ++i)
        values_[i] = window_[i] * ring_[(place_ + i) & (size - 1)];
    fourier_.forward(values_);
    const auto power = [&](std::size_t k) {
        return 0.5 * scale_ * (std::norm(values_[k]) + std::norm(values_[size - k]));
    };
    for (std::size_t band = 0; band < grooveBands; ++band) {
        double sum = 0.0;
        for (auto k = std::max<std::size_t>(edges_[band], 1); k < edges_[band + 1]; ++k)
            sum += power(k);
        hop.bandDb[band] = toDb(sum);
    }
    double sum = 0.0, logs = 0.0, product = 1.0;
    for (auto k = std::max<std::size_t>(flatFrom_, 1); k < flatTo_; ++k) {
        const double p = power(k) + 1e-22;
        sum += p;
        product *= p;
        if (product < 1e-200 || product > 1e200) {
            logs += std::log(product);
            product = 1.0;
        }
    }
    const auto count = static_cast<double>(flatTo_ > flatFrom_ ? flatTo_ - flatFrom_ : 1);
    if (sum > 0.0) hop.flatness = static_cast<float>(std::exp((logs + std::log(product)) / count) * count / sum);
}

} // namespace phonostage::dsp
