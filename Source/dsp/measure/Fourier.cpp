// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/Fourier.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

/** The first levels go over pieces of so many values: they stay in the nearest cache. */
constexpr std::size_t cachedValues = 1024;

/** Without the checks for infinities that the standard's product makes. */
Complex product(const Complex& a, const Complex& b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/** The number whose lowest `bits` bits stand the other way round. */
std::size_t reversedBits(std::size_t number, int bits) {
    std::size_t reversed = 0;
    for (int bit = 0; bit < bits; ++bit)
        reversed |= (number >> bit & 1) << (bits - 1 - bit);
    return reversed;
}

/** Values to the places of their bit-reversed numbers. Four values lie in a line of the cache, and four lines, a
   quarter of the values apart, change places with four others: one value at a time, each would fetch a line of its own.
 */
void reverse(std::span<Complex> values) {
    constexpr std::array<std::size_t, 4> swapped{0, 2, 1, 3}; // two bits the other way round
    const std::size_t quarter = values.size() / 4;
    const int middleBits = std::countr_zero(values.size()) - 4;
    if (middleBits < 0) {
        for (std::size_t i = 0; i < values.size(); ++i)
            if (const auto to = reversedBits(i, middleBits + 4); i < to) std::swap(values[i], values[to]);
        return;
    }
    std::size_t there = 0;
    for (std::size_t here = 0; here < values.size() / 16; ++here) {
        if (here <= there)
            for (std::size_t high = 0; high < 4; ++high)
                for (std::size_t low = 0; low < 4; ++low) {
                    const auto from = high * quarter + 4 * here + low;
                    const auto to = swapped[low] * quarter + 4 * there + swapped[high];
                    if (here < there || from < to) std::swap(values[from], values[to]);
                }
        // Counts up from the highest of the middle bits.
        std::size_t bit = values.size() / 32;
        for (; (there & bit) != 0; bit /= 2)
            there ^= bit;
        there |= bit;
    }
}

/** One level: values that lie `half` apart become their sum and difference, the second one turned first. */
void butterflies(std::span<Complex> values, std::size_t half, const Complex* turns) {
    for (std::size_t start = 0; start < values.size(); start += 2 * half)
        for (std::size_t k = 0; k < half; ++k) {
            auto& a = values[start + k];
            auto& b = values[start + k + half];
            const auto turned = product(b, turns[k]);
            b = a - turned;
            a += turned;
        }
}

#if PHONOSTAGE_WIDE
// Two complex numbers in a register, and two levels at once: half as often through the memory. Each number is made by
// the same operations in the same order as above, and so has the same bits.

double* numbers(Complex* values) { return reinterpret_cast<double*>(values); } // as the standard lays them out
const double* numbers(const Complex* values) { return reinterpret_cast<const double*>(values); }

PHONOSTAGE_AVX2_INLINE __m256d product(__m256d a, __m256d b) {
    const __m256d real = _mm256_mul_pd(a, _mm256_movedup_pd(b));
    const __m256d imaginary = _mm256_mul_pd(_mm256_permute_pd(a, 5), _mm256_permute_pd(b, 15));
    return _mm256_addsub_pd(real, imaginary);
}

/** a and b become their sum and difference, b turned first. */
PHONOSTAGE_AVX2_INLINE void butterfly(__m256d& a, __m256d& b, __m256d turn) {
    const __m256d turned = product(b, turn);
    b = _mm256_sub_pd(a, turned);
    a = _mm256_add_pd(a, turned);
}

/** The levels of half 1 and 2. */
PHONOSTAGE_AVX2 void firstLevelsWide(std::span<Complex> values, const Complex* turns) {
    const __m256d turn = _mm256_broadcast_pd(reinterpret_cast<const __m128d*>(numbers(turns)));
    const __m256d nextTurns = _mm256_loadu_pd(numbers(turns + 1));
    for (std::size_t start = 0; start < values.size(); start += 4) {
        double* const at = numbers(values.data() + start);
        const __m256d front = _mm256_loadu_pd(at), back = _mm256_loadu_pd(at + 4);
        __m256d a = _mm256_permute2f128_pd(front, back, 0x20), b = _mm256_permute2f128_pd(front, back, 0x31);
        butterfly(a, b, turn);
        __m256d c = _mm256_permute2f128_pd(a, b, 0x20), d = _mm256_permute2f128_pd(a, b, 0x31);
        butterfly(c, d, nextTurns);
        _mm256_storeu_pd(at, c);
        _mm256_storeu_pd(at + 4, d);
    }
}

/** The levels of half, 2 or more, and 2 half. */
PHONOSTAGE_AVX2 void twoLevelsWide(std::span<Complex> values, std::size_t half, const Complex* turns,
                                   const Complex* nextTurns) {
    for (std::size_t start = 0; start < values.size(); start += 4 * half)
        for (std::size_t k = 0; k < half; k += 2) {
            double* const at = numbers(values.data() + start + k);
            __m256d a = _mm256_loadu_pd(at), b = _mm256_loadu_pd(at + 2 * half);
            __m256d c = _mm256_loadu_pd(at + 4 * half), d = _mm256_loadu_pd(at + 6 * half);
            const __m256d turn = _mm256_loadu_pd(numbers(turns + k));
            butterfly(a, b, turn);
            butterfly(c, d, turn);
            butterfly(a, c, _mm256_loadu_pd(numbers(nextTurns + k)));
            butterfly(b, d, _mm256_loadu_pd(numbers(nextTurns + half + k)));
            _mm256_storeu_pd(at, a);
            _mm256_storeu_pd(at + 2 * half, b);
            _mm256_storeu_pd(at + 4 * half, c);
            _mm256_storeu_pd(at + 6 * half, d);
        }
}

/** The last level, where two do not come out even. half is 2 or more. */
PHONOSTAGE_AVX2 void lastLevelWide(std::span<Complex> values, std::size_t half, const Complex* turns) {
    for (std::size_t k = 0; k < half; k += 2) {
        double* const at = numbers(values.data() + k);
        __m256d a = _mm256_loadu_pd(at), b = _mm256_loadu_pd(at + 2 * half);
        butterfly(a, b, _mm256_loadu_pd(numbers(turns + k)));
        _mm256_storeu_pd(at, a);
        _mm256_storeu_pd(at + 2 * half, b);
    }
}
#endif

} // namespace

Fourier::Fourier(std::size_t size) : size_(size), turns_(size) {
    // Those of the last level; of each level before it every second one.
    for (std::size_t k = 0; k < size / 2; ++k)
        turns_[size / 2 + k] =
            std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size));
    for (std::size_t i = size / 2; i-- > 1;)
        turns_[i] = turns_[2 * i];
}

void Fourier::forward(std::span<Complex> values) const {
    values = values.first(size_);
    reverse(values);
#if PHONOSTAGE_WIDE
    if (size_ >= 4 && usesWideRegisters()) {
        forwardWide(values);
        return;
    }
#endif
    for (std::size_t half = 1; half < size_; half *= 2)
        butterflies(values, half, turns(half));
}

void Fourier::forwardWide([[maybe_unused]] std::span<Complex> values) const {
#if PHONOSTAGE_WIDE
    const auto piece = std::min(size_, cachedValues);
    for (std::size_t start = 0; start < size_; start += piece) {
        const auto part = values.subspan(start, piece);
        firstLevelsWide(part, turns(1));
        for (std::size_t half = 4; 4 * half <= piece; half *= 4)
            twoLevelsWide(part, half, turns(half), turns(2 * half));
    }
    std::size_t half = 4;
    while (4 * half <= piece)
        half *= 4;
    for (; 4 * half <= size_; half *= 4)
        twoLevelsWide(values, half, turns(half), turns(2 * half));
    if (half < size_) lastLevelWide(values, half, turns(half));
#endif
}

std::vector<double> squaredHann(std::size_t length) {
    std::vector<double> window(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(length));
        window[i] = s * s * s * s;
    }
    return window;
}

SpectrumMeter::SpectrumMeter(std::size_t size, int channels, double rateHz)
    : fourier_(size), window_(squaredHann(size)), values_(size) {
    for (const double w : window_)
        weight_ += w * w;
    sum_.binHz = rateHz / static_cast<double>(size);
    sum_.left.resize(size / 2 + 1);
    if (channels > 1) sum_.right.resize(size / 2 + 1);
}

void SpectrumMeter::add(const double* left, const double* right) {
    // Both channels at once: one is the real part, the other the imaginary part.
    const bool both = right != nullptr && !sum_.right.empty();
    const std::size_t size = window_.size();
    for (std::size_t i = 0; i < size; ++i)
        values_[i] = {window_[i] * left[i], both ? window_[i] * right[i] : 0.0};
    fourier_.forward(values_);
    for (std::size_t k = 0; k <= size / 2; ++k) {
        const auto here = values_[k];
        const auto mirrored = std::conj(values_[k == 0 ? 0 : size - k]);
        sum_.left[k] += 0.25 * std::norm(here + mirrored);
        if (both) sum_.right[k] += 0.25 * std::norm(here - mirrored);
    }
    ++pieces_;
}

PowerSpectra SpectrumMeter::take() {
    auto mean = sum_;
    const double scale = 2.0 / (weight_ * static_cast<double>(window_.size()) * static_cast<double>(pieces_));
    for (auto* side : {&mean.left, &mean.right})
        for (auto& power : *side)
            power *= scale;
    std::fill(sum_.left.begin(), sum_.left.end(), 0.0);
    std::fill(sum_.right.begin(), sum_.right.end(), 0.0);
    pieces_ = 0;
    return mean;
}

PowerSpectra powerSpectra(std::span<const double> left, std::span<const double> right, double rateHz,
                          std::size_t size) {
    SpectrumMeter meter(size, right.empty() ? 1 : 2, rateHz);
    // As many pieces, overlapping by half or a little more, as reach from the first sample to the last.
    const std::size_t rest = left.size() - size;
    const std::size_t hop = std::max<std::size_t>(size / 2, 1);
    const std::size_t steps = (rest + hop - 1) / hop;
    for (std::size_t piece = 0; piece <= steps; ++piece) {
        const std::size_t start = steps == 0 ? 0 : piece * rest / steps;
        meter.add(left.data() + start, right.empty() ? nullptr : right.data() + start);
    }
    return meter.take();
}

double topOfLobe(std::span<const double> power, std::size_t bin) {
    const double below = power[bin - 1], top = power[bin], above = power[bin + 1];
    if (!(below > 0.0) || !(above > 0.0)) return static_cast<double>(bin);
    // The lobe of this window is nearly a parabola in decibels.
    const double a = std::log(below / top), b = std::log(above / top);
    const double curvature = a + b;
    return static_cast<double>(bin) + (curvature < 0.0 ? std::clamp(0.5 * (a - b) / curvature, -0.5, 0.5) : 0.0);
}

} // namespace phonostage::dsp
