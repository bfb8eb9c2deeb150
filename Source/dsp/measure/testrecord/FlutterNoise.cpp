// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/FlutterNoise.h"

#include "dsp/measure/Fourier.h"
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

namespace phonostage::dsp {
namespace {

/** Of the frequency to either side, at least some Hz: as wide as gives a steady figure, as narrow as flutter may bend.
 */
constexpr double aroundPart = 0.2, aroundLeastHz = 4.0;
constexpr double gridOctaves = 1.0 / 12.0, gridLowestHz = 0.5;
constexpr double lineBins = 2.0;  ///< of the stretch's own length, to either side: a Hann line's lobe
constexpr float lineAbove = 4.0F; ///< times the power around it: then it is a line
constexpr float outlier = 4.0F;   ///< times the median: not counted into what is broad
/** The mean of an exponential distribution up to four times its median, in parts of its whole mean: 1 - 2.77 / 15. */
constexpr float trimmedMean = 0.8152F;

/** Powers in 1 Hz at multiples of rate / size by a Hann window, divided by the square of the frequency: the noise of a
    phase, which is as good as level over so few Hz. */
std::vector<float> phaseDensity(std::span<const double> values, double rateHz, std::size_t size) {
    std::vector<std::complex<double>> work(size);
    const auto count = static_cast<double>(values.size());
    double mean = 0.0, weights = 0.0;
    for (const double value : values)
        mean += value;
    mean /= count;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / count);
        weights += s * s * s * s;
        work[i] = (values[i] - mean) * s * s;
    }
    Fourier(size).forward(work);
    std::vector<float> density(size / 2, 0.0F); // one-sided
    for (std::size_t k = 1; k < density.size(); ++k) {
        const double hz = static_cast<double>(k) * rateHz / static_cast<double>(size);
        density[k] = static_cast<float>(2.0 * std::norm(work[k]) / (weights * rateHz * hz * hz));
    }
    return density;
}

/** What is broad around one place: the mean without what stands out. */
float broadAround(std::span<const float> density, std::size_t from, std::size_t to, std::vector<float>& scratch) {
    scratch.assign(density.begin() + static_cast<std::ptrdiff_t>(from),
                   density.begin() + static_cast<std::ptrdiff_t>(to));
    const float limit = outlier * static_cast<float>(medianOf(scratch));
    double sum = 0.0;
    std::size_t number = 0;
    for (const float value : scratch) {
        if (value > limit) continue;
        sum += static_cast<double>(value);
        ++number;
    }
    return number > 0 ? static_cast<float>(sum / static_cast<double>(number)) / trimmedMean : 0.0F;
}

/** At each bin, from a grid that is even in octaves. */
std::vector<float> broad(std::span<const float> density, double binHz) {
    std::vector<float> result(density.size(), 0.0F), scratch;
    const double topHz = static_cast<double>(density.size() - 1) * binHz;
    std::size_t lastBin = 0;
    float last = 0.0F;
    for (double hz = gridLowestHz; hz < topHz; hz *= std::exp2(gridOctaves)) {
        const double around = std::max(aroundPart * hz, aroundLeastHz);
        const auto from = std::max<std::size_t>(static_cast<std::size_t>(std::max(hz - around, 0.0) / binHz), 1);
        const auto to = std::min(static_cast<std::size_t>((hz + around) / binHz) + 1, density.size());
        const float here = broadAround(density, from, to, scratch);
        const auto bin = static_cast<std::size_t>(hz / binHz);
        for (std::size_t k = lastBin; k <= bin; ++k) {
            const float part =
                bin > lastBin ? static_cast<float>(k - lastBin) / static_cast<float>(bin - lastBin) : 1.0F;
            result[k] = lastBin == 0 ? here : last + part * (here - last);
        }
        lastBin = bin;
        last = here;
    }
    std::fill(result.begin() + static_cast<std::ptrdiff_t>(lastBin), result.end(), last);
    return result;
}

} // namespace

FlutterNoise::FlutterNoise(std::span<const double> deviation, std::span<const double> ofLevel, double rateHz) {
    const std::size_t size = std::bit_ceil(2 * deviation.size());
    binHz_ = rateHz / static_cast<double>(size);
    const auto whole = phaseDensity(deviation, rateHz, size);
    const auto wholeBroad = broad(whole, binHz_);
    densities_ = broad(phaseDensity(ofLevel, rateHz, size), binHz_);
    gains_.resize(whole.size());

    const double finer = static_cast<double>(size) / static_cast<double>(deviation.size());
    const auto reach = static_cast<std::size_t>(std::lround(lineBins * finer));
    double sum = 0.0;
    for (std::size_t k = 0; k < std::min(reach, whole.size()); ++k)
        sum += static_cast<double>(whole[k]);
    for (std::size_t k = 0; k < whole.size(); ++k) {
        if (k + reach < whole.size()) sum += static_cast<double>(whole[k + reach]);
        const auto near = static_cast<float>(std::max(sum, 0.0) / static_cast<double>(2 * reach + 1));
        if (k >= reach) sum -= static_cast<double>(whole[k - reach]);
        const float power = near > lineAbove * wholeBroad[k] ? near : wholeBroad[k];
        gains_[k] =
            densities_[k] > 0.0F ? std::sqrt(std::max(1.0F - densities_[k] / std::max(power, 1e-30F), 0.0F)) : 1.0F;
    }
}

double FlutterNoise::gain(double hz) const {
    const auto bin = static_cast<std::size_t>(std::lround(hz / binHz_));
    return static_cast<double>(gains_[std::min(bin, gains_.size() - 1)]);
}

double FlutterNoise::rms(const std::function<double(double hz)>& filterGain) const {
    double power = 0.0;
    for (std::size_t k = 1; k < densities_.size(); ++k) {
        const double hz = static_cast<double>(k) * binHz_, factor = hz * filterGain(hz);
        power += static_cast<double>(densities_[k]) * factor * factor * binHz_;
    }
    return std::sqrt(power);
}

} // namespace phonostage::dsp
