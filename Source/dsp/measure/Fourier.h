// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Discrete Fourier transform of 2^n complex values, for measurements: not for the audio thread. */
class Fourier {
public:
    /** size: a power of two from 2 upwards. */
    explicit Fourier(std::size_t size);

    [[nodiscard]] std::size_t size() const { return size_; }
    /** In place: values[k] becomes the sum of values[i] exp(-2 pi i k / size). Takes size() values. */
    void forward(std::span<std::complex<double>> values) const;

private:
    /** The turns of the level that joins values `half` apart. */
    [[nodiscard]] const std::complex<double>* turns(std::size_t half) const { return turns_.data() + half; }
    void forwardWide(std::span<std::complex<double>> values) const;

    std::size_t size_;
    std::vector<std::complex<double>> turns_; ///< exp(-pi i k / half) at half + k, for each half below size
};

/** A Hann window squared, `length` values: its side lobes fall by 30 dB an octave, so that a rumble or an offset does
    not reach a tone from afar; a tone's own lobe is 3 bins to each side. */
[[nodiscard]] std::vector<double> squaredHann(std::size_t length);

/** The power spectra of two channels, or of one.
    Entry k, up to size / 2, belongs to k * rate / size. A sine of amplitude A has the sum A^2 / 2 over its lobe. */
struct PowerSpectra {
    std::vector<double> left, right; ///< right is empty for one channel
    double binHz = 0.0;
};

/** Adds windowed pieces up to mean power spectra. */
class SpectrumMeter {
public:
    /** size: samples of a piece, a power of two. channels: 1 or 2. */
    SpectrumMeter(std::size_t size, int channels, double rateHz);

    [[nodiscard]] std::size_t size() const { return window_.size(); }
    /** size() samples of each channel, as they are; right is not looked at where there is one channel. */
    void add(const double* left, const double* right);
    /** The mean of the pieces since the last call, which must be at least one. */
    [[nodiscard]] PowerSpectra take();

private:
    Fourier fourier_;
    std::vector<double> window_;
    std::vector<std::complex<double>> values_;
    PowerSpectra sum_;
    double weight_ = 0.0; ///< sum of the window's squares
    std::size_t pieces_ = 0;
};

/** The mean over a whole span, from its first to its last sample. size: a power of two, at most left.size(). */
[[nodiscard]] PowerSpectra powerSpectra(std::span<const double> left, std::span<const double> right, double rateHz,
                                        std::size_t size);

/** Where the lobe around the largest entry has its top, in bins, between the entries. 0 < bin < power.size() - 1. */
[[nodiscard]] double topOfLobe(std::span<const double> power, std::size_t bin);

} // namespace phonostage::dsp
