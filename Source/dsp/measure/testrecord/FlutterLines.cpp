// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/FlutterLines.h"

#include "dsp/Angles.h"
#include "dsp/measure/Fourier.h"
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double lowestHz = 0.3;
constexpr std::size_t mostLines = 12;
constexpr double standsOut = 4.0;       ///< times the median around it
constexpr double smallest = 1e-5;       ///< part of the speed
constexpr double neighbourhood = 20.0;  ///< bins of the stretch's own length to either side
constexpr double apart = 1.5;           ///< bins: a Hann line is 2 wide to either side
constexpr std::size_t driftColumns = 4; ///< a cubic
constexpr int refinements = 3;
constexpr double besideFrom = 2.0, besideTo = 12.0; ///< bins to either side that say how much is random at a line

/** Amplitudes at multiples of rate / size, by a Hann window. */
std::vector<float> hannSpectrum(std::span<const double> values, std::size_t size) {
    Fourier fourier(size);
    std::vector<std::complex<double>> work(size);
    double mean = 0.0;
    for (const double value : values)
        mean += value;
    mean /= static_cast<double>(values.size());
    const auto count = static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / count);
        work[i] = (values[i] - mean) * s * s;
    }
    fourier.forward(work);
    std::vector<float> amplitude(size / 2);
    for (std::size_t k = 0; k < amplitude.size(); ++k)
        amplitude[k] = static_cast<float>(std::abs(work[k]) * 4.0 / count);
    return amplitude;
}

/** Positive definite, upper triangle in rows; the solution replaces the right side. Columns without weight become 0. */
void solveNormal(std::vector<double>& matrix, std::vector<double>& side) {
    const std::size_t n = side.size();
    const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix[row * n + column]; };
    for (std::size_t i = 0; i < n; ++i) {
        double diagonal = at(i, i);
        for (std::size_t k = 0; k < i; ++k)
            diagonal -= at(k, i) * at(k, i);
        const bool isSound = diagonal > 1e-12 * at(i, i) && diagonal > 0.0;
        const double root = isSound ? std::sqrt(diagonal) : 0.0;
        for (std::size_t j = i + 1; j < n; ++j) {
            double sum = at(i, j);
            for (std::size_t k = 0; k < i; ++k)
                sum -= at(k, i) * at(k, j);
            at(i, j) = isSound ? sum / root : 0.0;
        }
        at(i, i) = root;
        double sum = side[i];
        for (std::size_t k = 0; k < i; ++k)
            sum -= at(k, i) * side[k];
        side[i] = isSound ? sum / root : 0.0;
    }
    for (std::size_t i = n; i-- > 0;) {
        double sum = side[i];
        for (std::size_t j = i + 1; j < n; ++j)
            sum -= at(i, j) * side[j];
        side[i] = at(i, i) > 0.0 ? sum / at(i, i) : 0.0;
    }
}

/** One step of Gauss and Newton: sizes of all lines and the drift, and, where they may move, the frequencies. */
void fit(std::vector<FlutterLine>& lines, std::span<const double> values, double rateHz, bool mayMove) {
    const std::size_t each = mayMove ? 3 : 2, n = driftColumns + each * lines.size();
    std::vector<double> matrix(n * n, 0.0), side(n, 0.0), row(n);
    const double middle = 0.5 * static_cast<double>(values.size() - 1);
    std::vector<std::complex<double>> turn(lines.size()), at(lines.size());
    for (std::size_t l = 0; l < lines.size(); ++l) {
        const double angle = twoPi * lines[l].frequencyHz / rateHz;
        turn[l] = std::polar(1.0, angle);
        at[l] = std::polar(1.0, -angle * middle);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = (static_cast<double>(i) - middle) / middle;
        row[0] = 1.0;
        for (std::size_t k = 1; k < driftColumns; ++k)
            row[k] = row[k - 1] * x;
        for (std::size_t l = 0; l < lines.size(); ++l) {
            double* columns = row.data() + driftColumns + each * l;
            columns[0] = at[l].real();
            columns[1] = at[l].imag();
            if (mayMove) columns[2] = x * (lines[l].sine * at[l].real() - lines[l].cosine * at[l].imag());
            at[l] *= turn[l];
        }
        for (std::size_t a = 0; a < n; ++a) {
            side[a] += row[a] * values[i];
            for (std::size_t b = a; b < n; ++b)
                matrix[a * n + b] += row[a] * row[b];
        }
    }
    solveNormal(matrix, side);
    const double binHz = rateHz / static_cast<double>(values.size());
    for (std::size_t l = 0; l < lines.size(); ++l) {
        auto& line = lines[l];
        const double* found = side.data() + driftColumns + each * l;
        line.cosine = found[0];
        line.sine = found[1];
        line.peak = std::hypot(line.cosine, line.sine);
        if (mayMove) // x runs over two for the whole stretch
            line.frequencyHz += std::clamp(found[2] / middle * rateHz / twoPi, -0.5 * binHz, 0.5 * binHz);
    }
}

std::vector<FlutterLine> candidates(std::span<const double> values, double rateHz, double topHz) {
    const std::size_t size = std::bit_ceil(values.size() * 2);
    const auto amplitude = hannSpectrum(values, size);
    const double binHz = rateHz / static_cast<double>(size);
    const double finer = static_cast<double>(size) / static_cast<double>(values.size());
    const auto near = static_cast<std::ptrdiff_t>(std::lround(apart * finer));
    const auto far = static_cast<std::ptrdiff_t>(std::lround(neighbourhood * finer));
    const auto first = static_cast<std::ptrdiff_t>(std::ceil(lowestHz / binHz));
    const auto end = std::min(static_cast<std::ptrdiff_t>(topHz / binHz), std::ssize(amplitude) - 1);
    std::vector<FlutterLine> found;
    for (std::ptrdiff_t k = first; k < end; ++k) {
        const float here = amplitude[static_cast<std::size_t>(k)];
        if (static_cast<double>(here) < smallest) continue;
        const auto from = amplitude.begin() + std::max<std::ptrdiff_t>(k - near, 0);
        const auto to = amplitude.begin() + std::min(k + near + 1, std::ssize(amplitude));
        if (*std::max_element(from, to) > here) continue;
        std::vector<float> around(amplitude.begin() + std::max<std::ptrdiff_t>(k - far, 0),
                                  amplitude.begin() + std::min(k + far + 1, std::ssize(amplitude)));
        if (static_cast<double>(here) < standsOut * medianOf(around)) continue;
        FlutterLine line;
        line.frequencyHz = static_cast<double>(k) * binHz;
        line.peak = static_cast<double>(here);
        found.push_back(line);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const FlutterLine& a, const FlutterLine& b) { return a.peak > b.peak; });
    if (found.size() > mostLines) found.resize(mostLines);
    return found;
}

/** Of each line, from the spectrum of what the lines leave. Random values of one-sided density S give a Hann amplitude
    whose square is 3 S / T in the mean, ln 2 of that in the middle, and a fitted sine the variance S / T. */
void findSpreads(std::vector<FlutterLine>& lines, std::span<const double> values, double rateHz) {
    std::vector<double> rest(values.begin(), values.end());
    for (const auto& line : lines) {
        const LineSamples samples(line, rateHz, values.size());
        for (std::size_t i = 0; i < rest.size(); ++i)
            rest[i] -= samples.at(i);
    }
    const std::size_t size = std::bit_ceil(rest.size() * 2);
    const auto amplitude = hannSpectrum(rest, size);
    const double perBin = static_cast<double>(size) / static_cast<double>(rest.size());
    for (auto& line : lines) {
        const double bin = line.frequencyHz / rateHz * static_cast<double>(size);
        std::vector<float> below, above;
        for (std::size_t k = 1; k < amplitude.size(); ++k) {
            const double away = (static_cast<double>(k) - bin) / perBin;
            if (std::abs(away) < besideFrom || std::abs(away) > besideTo) continue;
            (away < 0.0 ? below : above).push_back(amplitude[k]);
        }
        const double middle = std::max(medianOf(below), medianOf(above)); // it may end beside the line
        line.spread = middle / std::sqrt(3.0 * std::numbers::ln2);
    }
}

} // namespace

std::vector<FlutterLine> flutterLines(std::span<const double> deviation, double rateHz, double topHz) {
    auto lines = candidates(deviation, rateHz, topHz);
    if (lines.empty()) return lines;
    fit(lines, deviation, rateHz, false);
    for (int i = 0; i < refinements; ++i)
        fit(lines, deviation, rateHz, true);
    fit(lines, deviation, rateHz, false);
    std::erase_if(lines, [](const FlutterLine& line) { return line.peak < smallest; });
    findSpreads(lines, deviation, rateHz);
    std::stable_sort(lines.begin(), lines.end(),
                     [](const FlutterLine& a, const FlutterLine& b) { return a.peak > b.peak; });
    return lines;
}

FlutterLine fittedLine(std::span<const double> deviation, double rateHz, double frequencyHz) {
    std::vector<FlutterLine> lines(1);
    lines[0].frequencyHz = frequencyHz;
    fit(lines, deviation, rateHz, false);
    return lines[0];
}

LineSamples::LineSamples(const FlutterLine& line, double rateHz, std::size_t count)
    : line_(line), turn_(twoPi * line.frequencyHz / rateHz), middle_(0.5 * static_cast<double>(count - 1)) {}

double LineSamples::at(std::size_t index) const {
    const double angle = turn_ * (static_cast<double>(index) - middle_);
    return line_.cosine * std::cos(angle) + line_.sine * std::sin(angle);
}

} // namespace phonostage::dsp
