// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"

#include <complex>
#include <cstddef>
#include <vector>

namespace phonostage::ui {

/** What a spectrum shows: the power of the newest samples in bands of a sixth of an octave, at points evenly spread
    over the logarithm of frequency. It rises at once and falls slowly. A sine of full scale is 0 dB; of two channels
    the mean power counts. */
class SpectrumModel {
public:
    static constexpr std::size_t frames = 8192;
    static constexpr std::size_t points = 128;
    static constexpr double floorDb = -120.0;
    static constexpr double fallDbPerSecond = 40.0;

    SpectrumModel();

    /** Forgets all where one of them has changed. */
    void setRange(double rateHz, double minHz, double maxHz);
    /** frames samples of each channel, oldest first. */
    void add(const std::vector<float>& left, const std::vector<float>& right, double elapsedSeconds);
    /** Nothing new has come. */
    void fall(double elapsedSeconds);
    void clear();

    [[nodiscard]] const std::vector<double>& levelsDb() const { return levels_; }
    [[nodiscard]] double frequencyOf(std::size_t point) const;

private:
    dsp::Fourier fourier_;
    std::vector<double> window_;
    double scale_ = 1.0; ///< from summed squares of the transform to the square of a sine's amplitude
    std::vector<std::complex<double>> values_;
    std::vector<double> sums_; ///< of the power up to each entry of the transform
    std::vector<double> levels_;
    double rateHz_ = 0.0, minHz_ = 0.0, maxHz_ = 0.0;
};

} // namespace phonostage::ui
