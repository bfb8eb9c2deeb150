// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/RumbleMeter.h"

#include "dsp/design/Curve.h"
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double pieceSeconds = 1.4, highestHz = 20000.0, lowestHz = 2.0;
constexpr std::size_t mostPieces = 96;
constexpr double humHighHz = 1000.0, humStandsOut = 8.0; ///< times the noise beside it
constexpr std::ptrdiff_t lobeBins = 3, besideBins = 12;

std::size_t pieceOf(double rateHz) {
    std::size_t size = 1024;
    while (static_cast<double>(size) < pieceSeconds * rateHz)
        size *= 2;
    return size;
}

/** The median of so many powers of a noise, over their mean: these are spread exponentially, and the n-th largest of
    them is a sum of reciprocals. */
double medianOverMean(std::size_t count) {
    const auto ordered = [count](std::size_t place) { // from the smallest, 1 on
        double sum = 0.0;
        for (std::size_t k = count - place + 1; k <= count; ++k)
            sum += 1.0 / static_cast<double>(k);
        return sum;
    };
    return 0.5 * (ordered((count + 1) / 2) + ordered(count / 2 + 1));
}

double square(double value) { return value * value; }

double riaaPower(double hz) { return std::norm(analogueResponse(Curve{}, hz)); }

/** The line's power over what lies beside it, and that power; zero where it does not stand out. */
double linePower(const std::vector<double>& power, double binHz, double hz) {
    const auto middle = static_cast<std::ptrdiff_t>(std::lround(hz / binHz));
    if (middle <= besideBins || middle + besideBins >= std::ssize(power)) return 0.0;
    double line = 0.0;
    std::vector<float> beside;
    for (std::ptrdiff_t k = middle - besideBins; k <= middle + besideBins; ++k) {
        const double here = power[static_cast<std::size_t>(k)];
        if (std::abs(k - middle) <= lobeBins)
            line += here;
        else
            beside.push_back(static_cast<float>(here));
    }
    const double noise = medianOf(beside) * (2.0 * lobeBins + 1.0);
    return line > humStandsOut * noise ? line - noise : 0.0;
}

} // namespace

double unweightedRumble(double hz) { return 1.0 / ((1.0 + square(10.0 / hz)) * (1.0 + square(square(hz / 315.0)))); }

double weightedRumble(double hz) {
    // Butterworth to either side, 0 dB at 315 Hz.
    const double ratio = square(square(hz / 315.0));
    return 4.0 / ((1.0 + ratio) * (1.0 + 1.0 / ratio));
}

double aWeighting(double hz) {
    const auto gain = [](double f) {
        const double s = f * f;
        return square(12194.0) * s * s /
               ((s + square(20.6)) * std::sqrt((s + square(107.7)) * (s + square(737.9))) * (s + square(12194.0)));
    };
    return square(gain(hz) / gain(1000.0));
}

RumbleMeter::RumbleMeter(double rateHz, int channels)
    : rateHz_(rateHz), channels_(channels), meter_(pieceOf(rateHz), channels, rateHz) {}

void RumbleMeter::add(std::span<const double> left, std::span<const double> right) {
    held_[0].insert(held_[0].end(), left.begin(), left.end());
    held_[1].insert(held_[1].end(), right.begin(), right.end());
    frames_ += std::ssize(left);
    while (held_[0].size() >= meter_.size()) {
        if (pieces_[0].size() < mostPieces) look();
        for (auto& samples : held_)
            if (!samples.empty())
                samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(meter_.size() / 2));
    }
}

void RumbleMeter::look() {
    const std::size_t size = meter_.size();
    const auto addTo = [this](std::size_t signal, const std::vector<double>& power) {
        auto& sum = sums_[signal];
        sum.resize(power.size(), 0.0);
        for (std::size_t k = 0; k < power.size(); ++k)
            sum[k] += power[k];
    };
    meter_.add(held_[0].data(), channels_ > 1 ? held_[1].data() : nullptr);
    const auto both = meter_.take();
    const auto count = static_cast<std::ptrdiff_t>(highestHz / both.binHz);
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels_); ++c) {
        const auto& power = c == 0 ? both.left : both.right;
        addTo(c, power);
        pieces_[c].emplace_back(power.begin(), power.begin() + std::min(count, std::ssize(power)));
    }
    if (channels_ < 2) return;
    std::vector<double> sum(size), difference(size);
    for (std::size_t i = 0; i < size; ++i) {
        sum[i] = 0.5 * (held_[0][i] + held_[1][i]);
        difference[i] = 0.5 * (held_[0][i] - held_[1][i]);
    }
    meter_.add(sum.data(), difference.data());
    const auto planes = meter_.take();
    addTo(2, planes.left);
    addTo(3, planes.right);
}

std::vector<double> RumbleMeter::typicalSpectrum(std::size_t channel) const {
    const auto& pieces = pieces_[channel];
    std::vector<double> median(pieces.empty() ? 0 : pieces.front().size());
    std::vector<float> values(pieces.size());
    for (std::size_t k = 0; k < median.size(); ++k) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = pieces[i][k];
        median[k] = medianOf(values) / medianOverMean(pieces.size());
    }
    return median;
}

NoiseMeasurement RumbleMeter::finish() const {
    NoiseMeasurement result;
    result.seconds = static_cast<double>(frames_) / rateHz_;
    if (pieces_[0].empty()) return result;
    const double binHz = rateHz_ / static_cast<double>(meter_.size());
    const auto sumOf = [&](const std::vector<double>& power, double (*weight)(double), double pieces) {
        double sum = 0.0;
        for (std::size_t k = 1; k < power.size(); ++k)
            if (const double hz = static_cast<double>(k) * binHz; hz >= lowestHz && hz <= highestHz)
                sum += power[k] * riaaPower(hz) * weight(hz);
        return sum / pieces;
    };
    const auto number = static_cast<double>(pieces_[0].size());
    const double share = 1.0 / channels_;
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels_); ++c) {
        result.rumbleUnweighted += share * sumOf(sums_[c], unweightedRumble, number);
        result.rumbleWeighted += share * sumOf(sums_[c], weightedRumble, number);
        result.grooveNoise += share * sumOf(typicalSpectrum(c), aWeighting, 1.0);
    }
    result.lateralRumble = sumOf(sums_[2], unweightedRumble, number);
    result.verticalRumble = sumOf(sums_[3], unweightedRumble, number);
    double strongest = 0.0;
    for (const double mains : {50.0, 60.0}) {
        std::vector<HumLine> lines;
        double all = 0.0;
        for (double hz = mains; hz <= humHighHz; hz += mains) {
            double power = 0.0;
            for (std::size_t c = 0; c < static_cast<std::size_t>(channels_); ++c)
                power = std::max(power, linePower(sums_[c], binHz, hz) / number);
            if (power > 0.0) lines.push_back({hz, std::sqrt(power)});
            all += power;
        }
        if (all <= strongest) continue;
        strongest = all;
        result.mainsHz = mains;
        result.hum = lines;
    }
    return result;
}

} // namespace phonostage::dsp
