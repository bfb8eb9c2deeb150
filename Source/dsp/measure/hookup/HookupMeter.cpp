// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupMeter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
using namespace hookup;

constexpr double lowestRateHz = 67000.0; ///< that is halved
constexpr double levelCornerHz = 150.0;
constexpr double rumbleFromHz = 4.0, rumbleToHz = 16.0;

int halvingsOf(double rateHz) {
    int halvings = 0;
    for (; rateHz > lowestRateHz; rateHz /= 2.0)
        ++halvings;
    return halvings;
}

std::vector<double> hann(std::size_t length) {
    std::vector<double> window(length);
    for (std::size_t i = 0; i < length; ++i)
        window[i] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length));
    return window;
}

/** From the square of a Hann-windowed transform to mean squares: 0.375 is the mean of the window's square. */
double powerScale(std::size_t size) { return 2.0 / (0.375 * static_cast<double>(size) * static_cast<double>(size)); }

/** Both channels' transforms, from that of left + i right. */
struct BothChannels {
    Complex left, right;
};
BothChannels apart(std::span<const Complex> values, std::size_t k) {
    const auto here = values[k];
    const auto mirrored = std::conj(values[k == 0 ? 0 : values.size() - k]);
    const auto sum = here + mirrored, difference = here - mirrored;
    return {0.5 * sum, {0.5 * difference.imag(), -0.5 * difference.real()}};
}

Complex guarded(double left, double right) {
    // What is no number fails every comparison.
    return {std::fabs(left) <= 1e6 ? left : 0.0, std::fabs(right) <= 1e6 ? right : 0.0};
}

/** Three running means of a hop's length one behind the other: of each sample, its weight in the hop's own value and in
    the two that follow. */
std::array<std::array<double, hopFrames>, 3> makeSlowWeights() {
    const std::vector<double> mean(hopFrames, 1.0 / hopFrames);
    const auto folded = [&mean](const std::vector<double>& with) {
        std::vector<double> result(mean.size() + with.size() - 1);
        for (std::size_t i = 0; i < mean.size(); ++i)
            for (std::size_t j = 0; j < with.size(); ++j)
                result[i + j] += mean[i] * with[j];
        return result;
    };
    const auto kernel = folded(folded(mean)); // 3 hops less 2
    std::array<std::array<double, hopFrames>, 3> weights{};
    for (std::size_t delay = 0; delay < 3; ++delay)
        for (std::size_t i = 0; i < hopFrames; ++i) {
            // The kernel is symmetric. Its last value meets the hop's last sample.
            const std::size_t back = delay * hopFrames + (hopFrames - 1 - i);
            weights[delay][i] = back < kernel.size() ? kernel[back] : 0.0;
        }
    return weights;
}

} // namespace

Complex HookupMeter::HighPass::process(Complex x) {
    const auto y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
}

HookupMeter::HookupMeter(double rateHz)
    : halvings_(halvingsOf(rateHz)), baseRateHz_(std::ldexp(rateHz, -halvings_)),
      decimators_(static_cast<std::size_t>(halvings_)), shortFourier_(spectrumFrames), longFourier_(blockFrames),
      shortWindow_(hann(spectrumFrames)), longWindow_(hann(blockFrames)), slowWeights_(makeSlowWeights()),
      base_(blockFrames), values_(blockFrames), power_(blockFrames / 2 + 1) {
    for (std::size_t i = 0; i < edges_.size(); ++i)
        edges_[i] = static_cast<std::size_t>(std::lround(lowestEdgeHz * std::exp2(0.5 * static_cast<double>(i)) /
                                                         (baseRateHz_ / static_cast<double>(spectrumFrames))));
    // Butterworth, second order.
    const double t = std::tan(std::numbers::pi * levelCornerHz / baseRateHz_);
    const double norm = 1.0 / (1.0 + std::numbers::sqrt2 * t + t * t);
    highPass_.b0 = highPass_.b2 = norm;
    highPass_.b1 = -2.0 * norm;
    highPass_.a1 = 2.0 * (t * t - 1.0) * norm;
    highPass_.a2 = (1.0 - std::numbers::sqrt2 * t + t * t) * norm;
}

void HookupMeter::restart() {
    for (auto& decimator : decimators_)
        decimator = {};
    highPass_.s1 = highPass_.s2 = {};
    slowParts_ = {};
    filled_ = 0;
    raw_ = {};
}

template <typename Sample>
void HookupMeter::add(const Sample* left, const Sample* right, std::int64_t frames, const Sink& sink) {
    while (frames > 0) {
        // No piece reaches over the end of a hop, so that what is measured of the raw samples ends with the block.
        const auto room = static_cast<std::int64_t>(hopFrames - filled_ % hopFrames) << halvings_;
        const auto used = raw_.frames % (std::int64_t{1} << halvings_);
        const auto n = static_cast<std::size_t>(std::min(frames, room - used));
        piece_.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            piece_[i] = guarded(left[i], right[i]);
        addRaw(piece_);
        for (auto& decimator : decimators_)
            decimator.process(piece_);
        addBase(piece_, sink);
        left += n;
        right += n;
        frames -= static_cast<std::int64_t>(n);
    }
}

template void HookupMeter::add<float>(const float*, const float*, std::int64_t, const Sink&);
template void HookupMeter::add<double>(const double*, const double*, std::int64_t, const Sink&);

void HookupMeter::addRaw(std::span<const Complex> piece) {
    if (raw_.frames == 0 && !piece.empty()) {
        raw_.first = {piece[0].real(), piece[0].imag()};
        raw_.isConstant = {true, true};
    }
    std::int64_t equal = 0, opposite = 0;
    auto figures = raw_;
    bool isLeftConstant = true, isRightConstant = true;
    for (const auto frame : piece) {
        const double l = frame.real(), r = frame.imag();
        equal += l == r ? 1 : 0;
        opposite += l == -r ? 1 : 0;
        isLeftConstant &= l == figures.first[0];
        isRightConstant &= r == figures.first[1];
        figures.sum[0] += l;
        figures.sum[1] += r;
        figures.peak[0] = std::max(figures.peak[0], std::fabs(l));
        figures.peak[1] = std::max(figures.peak[1], std::fabs(r));
    }
    figures.isConstant = {figures.isConstant[0] && isLeftConstant, figures.isConstant[1] && isRightConstant};
    figures.equal += equal;
    figures.opposite += opposite;
    figures.frames += static_cast<std::int64_t>(piece.size());
    raw_ = figures;
}

void HookupMeter::addBase(std::span<const Complex> piece, const Sink& sink) {
    std::copy(piece.begin(), piece.end(), base_.begin() + static_cast<std::ptrdiff_t>(filled_));
    filled_ += piece.size();
    if (piece.empty() || filled_ % hopFrames != 0) return;
    endHop();
    if (filled_ % spectrumFrames == 0) endSpectrum();
    if (filled_ == blockFrames) endBlock(sink);
}

void HookupMeter::endHop() {
    const std::size_t hop = filled_ / hopFrames - 1;
    const auto* const x = base_.data() + hop * hopFrames;
    double left = 0.0, right = 0.0;
    std::array<Complex, 3> slow{};
    auto filter = highPass_;
    for (std::size_t i = 0; i < hopFrames; ++i) {
        const auto high = filter.process(x[i]);
        left += high.real() * high.real();
        right += high.imag() * high.imag();
        for (std::size_t delay = 0; delay < 3; ++delay)
            slow[delay] += slowWeights_[delay][i] * x[i];
    }
    highPass_ = filter;
    block_.levels[0][hop] = static_cast<float>(left / hopFrames);
    block_.levels[1][hop] = static_cast<float>(right / hopFrames);
    const auto value = slow[0] + slowParts_[0];
    slowParts_ = {slow[1] + slowParts_[1], slow[2]};
    block_.slow[0][hop] = static_cast<float>(value.real());
    block_.slow[1][hop] = static_cast<float>(value.imag());
}

void HookupMeter::endSpectrum() {
    const std::size_t start = filled_ - spectrumFrames;
    const std::span<Complex> values(values_.data(), spectrumFrames);
    for (std::size_t i = 0; i < spectrumFrames; ++i)
        values[i] = shortWindow_[i] * base_[start + i];
    shortFourier_.forward(values);
    const double scale = powerScale(spectrumFrames);
    auto& sums = block_.spectra[start / spectrumFrames];
    for (std::size_t band = 0; band < bands; ++band) {
        double left = 0.0, right = 0.0;
        double real = 0.0, imaginary = 0.0;
        for (std::size_t k = edges_[band]; k < edges_[band + 1]; ++k) {
            const auto [l, r] = apart(values, k);
            left += std::norm(l);
            right += std::norm(r);
            real += l.real() * r.real() + l.imag() * r.imag();
            imaginary += l.imag() * r.real() - l.real() * r.imag();
        }
        sums.left[band] = static_cast<float>(scale * left);
        sums.right[band] = static_cast<float>(scale * right);
        sums.cross[band] = {static_cast<float>(scale * real), static_cast<float>(scale * imaginary)};
    }
}

void HookupMeter::endBlock(const Sink& sink) {
    const auto frames = static_cast<double>(raw_.frames);
    for (std::size_t c = 0; c < 2; ++c)
        block_.mean[c] = raw_.sum[c] / frames;
    block_.peak = raw_.peak;
    block_.isConstant = raw_.isConstant;
    block_.equalShare = static_cast<double>(raw_.equal) / frames;
    block_.oppositeShare = static_cast<double>(raw_.opposite) / frames;
    raw_ = {};
    filled_ = 0;
    measureSpectrum(sink);
}

void HookupMeter::measureSpectrum(const Sink& sink) {
    const Complex mean{block_.mean[0], block_.mean[1]};
    for (std::size_t i = 0; i < blockFrames; ++i)
        values_[i] = longWindow_[i] * (base_[i] - mean);
    longFourier_.forward(values_);

    const double scale = powerScale(blockFrames);
    const auto humBins = static_cast<std::size_t>(humTopHz / binHz());
    block_.bins[0].resize(humBins);
    block_.bins[1].resize(humBins);
    for (std::size_t k = 0; k <= blockFrames / 2; ++k) {
        const auto [l, r] = apart(values_, k);
        const double left = scale * std::norm(l), right = scale * std::norm(r);
        power_[k] = static_cast<float>(left + right);
        if (k >= humBins) continue;
        block_.bins[0][k] = static_cast<float>(left);
        block_.bins[1][k] = static_cast<float>(right);
    }
    double left = 0.0, right = 0.0, cross = 0.0;
    const auto from = static_cast<std::size_t>(rumbleFromHz / binHz());
    for (std::size_t k = from; k <= static_cast<std::size_t>(rumbleToHz / binHz()); ++k) {
        const auto [l, r] = apart(values_, k);
        left += scale * std::norm(l);
        right += scale * std::norm(r);
        cross += scale * (l.real() * r.real() + l.imag() * r.imag());
    }
    block_.rumble = {left, right};
    block_.rumbleCorrelation = cross / std::sqrt(left * right + 1e-60);
    sink(std::exchange(block_, {}), power_);
}

} // namespace phonostage::dsp
