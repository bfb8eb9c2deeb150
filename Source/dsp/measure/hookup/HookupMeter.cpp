// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupMeter.h"

#include "dsp/simd/Planar.h"
#include "dsp/simd/SamplePeak.h"
#include "dsp/simd/SampleTypes.h"
#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <type_traits>
#include <utility>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
using namespace hookup;

constexpr double lowestRateHz = 67000.0; ///< that is halved
constexpr double levelCornerHz = 150.0;
constexpr double trebleCornerHz = 4000.0; ///< above mains hum, in which a loose plug leaves a channel
constexpr double rumbleFromHz = 4.0, rumbleToHz = 16.0;

int halvingsOf(double rateHz) {
    int halvings = 0;
    while (rateHz > lowestRateHz) {
        rateHz /= 2.0;
        ++halvings;
    }
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

/** A copy without what is no audio; its largest magnitude. */
template <typename Sample> double copyOf(const Sample* samples, std::size_t count, double* to) {
    const auto n = static_cast<int>(count);
    if constexpr (std::is_same_v<Sample, double>) {
        return copyGuarded(samples, n, to);
    } else {
        convert(samples, to, n);
        return copyGuarded(to, n, to);
    }
}

void interleave(const double* left, const double* right, StereoDouble* to, std::size_t count) {
    std::size_t i = 0;
    for (; i + 2 <= count; i += 2) {
        const auto two = TwoFrames::load(left + i, right + i);
        to[i] = two.first;
        to[i + 1] = two.second;
    }
    if (i < count) to[i] = StereoDouble(left[i], right[i]);
}

/** How many frames are alike, and how many samples are not as the first. */
struct Likeness {
    std::int64_t equal = 0, opposite = 0, otherLeft = 0, otherRight = 0;
};

PHONOSTAGE_ALWAYS_INLINE Likeness compared(const double* left, const double* right, std::array<double, 2> first,
                                           std::size_t count) {
    std::int64_t equal = 0, opposite = 0, otherLeft = 0, otherRight = 0;
    for (std::size_t i = 0; i < count; ++i) {
        equal += left[i] == right[i] ? 1 : 0;
        opposite += left[i] == -right[i] ? 1 : 0;
        otherLeft += left[i] == first[0] ? 0 : 1;
        otherRight += right[i] == first[1] ? 0 : 1;
    }
    return {equal, opposite, otherLeft, otherRight};
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2 Likeness comparedWide(const double* left, const double* right, std::array<double, 2> first,
                                      std::size_t count) {
    return compared(left, right, first, count);
}
#else
constexpr auto comparedWide = compared;
#endif

void store(Complex& to, StereoDouble x) { storePair(reinterpret_cast<double*>(&to), x); }

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

HookupMeter::HighPass::HighPass(double cornerHz, double rateHz) {
    const double t = std::tan(std::numbers::pi * cornerHz / rateHz);
    const double norm = 1.0 / (1.0 + std::numbers::sqrt2 * t + t * t);
    b0 = b2 = norm;
    b1 = -2.0 * norm;
    a1 = 2.0 * (t * t - 1.0) * norm;
    a2 = (1.0 - std::numbers::sqrt2 * t + t * t) * norm;
}

StereoDouble HookupMeter::HighPass::process(StereoDouble x) {
    const auto y = StereoDouble(b0) * x + s1;
    s1 = StereoDouble(b1) * x - StereoDouble(a1) * y + s2;
    s2 = StereoDouble(b2) * x - StereoDouble(a2) * y;
    return y;
}

HookupMeter::HookupMeter(double rateHz)
    : halvings_(halvingsOf(rateHz)), baseRateHz_(std::ldexp(rateHz, -halvings_)),
      decimators_(static_cast<std::size_t>(halvings_)), peakMeter_(baseRateHz_, blockFrames),
      shortFourier_(spectrumFrames), longFourier_(blockFrames), shortWindow_(hann(spectrumFrames)),
      longWindow_(hann(blockFrames)), slowWeights_(makeSlowWeights()), highPass_(levelCornerHz, baseRateHz_),
      trebleHighPass_(trebleCornerHz, baseRateHz_), base_(blockFrames), piece_(hopFrames << halvings_),
      values_(blockFrames), power_(blockFrames / 2 + 1) {
    for (auto& samples : guarded_)
        samples.resize(piece_.size());
    for (std::size_t i = 0; i < edges_.size(); ++i)
        edges_[i] = static_cast<std::size_t>(std::lround(lowestEdgeHz * std::exp2(0.5 * static_cast<double>(i)) /
                                                         (baseRateHz_ / static_cast<double>(spectrumFrames))));
}

void HookupMeter::restart() {
    for (auto& decimator : decimators_)
        decimator = {};
    for (auto* filter : {&highPass_, &trebleHighPass_})
        filter->s1 = filter->s2 = {};
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
        const double leftPeak = copyOf(left, n, guarded_[0].data()), rightPeak = copyOf(right, n, guarded_[1].data());
        interleave(guarded_[0].data(), guarded_[1].data(), piece_.data(), n);
        std::span<StereoDouble> piece(piece_.data(), n);
        addRaw(piece, {leftPeak, rightPeak});
        for (auto& decimator : decimators_)
            piece = piece.first(decimator.process(piece));
        addBase(piece, sink);
        left += n;
        right += n;
        frames -= static_cast<std::int64_t>(n);
    }
}

template void HookupMeter::add<float>(const float*, const float*, std::int64_t, const Sink&);
template void HookupMeter::add<double>(const double*, const double*, std::int64_t, const Sink&);

/** piece: what guarded_ begins with. */
void HookupMeter::addRaw(std::span<const StereoDouble> piece, std::array<double, 2> peaks) {
    const auto& [left, right] = guarded_;
    if (raw_.frames == 0) {
        raw_.first = {left[0], right[0]};
        raw_.isConstant = {true, true};
    }
    const auto compare = usesWideRegisters() ? comparedWide : compared;
    const auto likeness = compare(left.data(), right.data(), raw_.first, piece.size());
    auto sum = raw_.sum;
    for (const auto frame : piece)
        sum += frame;
    raw_.sum = sum;
    for (std::size_t c = 0; c < 2; ++c)
        raw_.peak[c] = std::max(raw_.peak[c], peaks[c]);
    raw_.isConstant[0] = raw_.isConstant[0] && likeness.otherLeft == 0;
    raw_.isConstant[1] = raw_.isConstant[1] && likeness.otherRight == 0;
    raw_.equal += likeness.equal;
    raw_.opposite += likeness.opposite;
    raw_.frames += static_cast<std::int64_t>(piece.size());
}

void HookupMeter::addBase(std::span<const StereoDouble> piece, const Sink& sink) {
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
    StereoDouble squares, trebleSquares;
    std::array<StereoDouble, 3> slow;
    auto filter = highPass_, trebleFilter = trebleHighPass_;
    for (std::size_t i = 0; i < hopFrames; ++i) {
        const auto high = filter.process(x[i]);
        squares += high * high;
        const auto treble = trebleFilter.process(x[i]);
        trebleSquares += treble * treble;
        for (std::size_t delay = 0; delay < 3; ++delay)
            slow[delay] += StereoDouble(slowWeights_[delay][i]) * x[i];
    }
    highPass_ = filter;
    trebleHighPass_ = trebleFilter;
    const auto value = slow[0] + slowParts_[0];
    slowParts_ = {slow[1] + slowParts_[1], slow[2]};
    for (int c = 0; c < 2; ++c) {
        const auto at = static_cast<std::size_t>(c);
        block_.levels[at][hop] = static_cast<float>(squares.channel(c) / hopFrames);
        block_.treble[at][hop] = static_cast<float>(trebleSquares.channel(c) / hopFrames);
        block_.slow[at][hop] = static_cast<float>(value.channel(c));
    }
}

void HookupMeter::endSpectrum() {
    const std::size_t start = filled_ - spectrumFrames;
    const std::span<Complex> values(values_.data(), spectrumFrames);
    for (std::size_t i = 0; i < spectrumFrames; ++i)
        store(values[i], StereoDouble(shortWindow_[i]) * base_[start + i]);
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
        block_.mean[c] = raw_.sum.channel(static_cast<int>(c)) / frames;
    block_.peak = raw_.peak;
    block_.isConstant = raw_.isConstant;
    block_.equalShare = static_cast<double>(raw_.equal) / frames;
    block_.oppositeShare = static_cast<double>(raw_.opposite) / frames;
    raw_ = {};
    filled_ = 0;
    measureSpectrum(sink);
}

void HookupMeter::measureSpectrum(const Sink& sink) {
    const StereoDouble mean(block_.mean[0], block_.mean[1]);
    peakMeter_.measure(base_, mean, block_.peaks);
    for (std::size_t i = 0; i < blockFrames; ++i)
        store(values_[i], StereoDouble(longWindow_[i]) * (base_[i] - mean));
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
