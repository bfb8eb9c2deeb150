// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/FlutterBands.h"

#include "dsp/measure/Fourier.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

namespace phonostage::dsp {
namespace {

struct Point {
    double hz, db;
};
constexpr std::array<Point, 17> table{{{0.1, -48.0},
                                       {0.2, -30.6},
                                       {0.315, -19.7},
                                       {0.4, -15.0},
                                       {0.63, -8.4},
                                       {0.8, -6.0},
                                       {1.0, -4.2},
                                       {1.6, -1.8},
                                       {2.0, -0.9},
                                       {4.0, 0.0},
                                       {6.3, -0.9},
                                       {10.0, -2.1},
                                       {20.0, -5.9},
                                       {40.0, -10.4},
                                       {63.0, -14.2},
                                       {100.0, -17.3},
                                       {200.0, -23.0}}};
constexpr double octaveBelowDb = 17.4, octaveAboveDb = -6.0;
constexpr double lowCornerHz = 0.2;
constexpr double mirrorSeconds = 8.0;

} // namespace

double flutterTableDb(double hz) {
    if (hz <= table.front().hz) return table.front().db + octaveBelowDb * std::log2(hz / table.front().hz);
    if (hz >= table.back().hz) return table.back().db + octaveAboveDb * std::log2(hz / table.back().hz);
    const auto above =
        std::find_if(table.begin() + 1, table.end(), [hz](const Point& point) { return hz <= point.hz; });
    const auto below = above - 1;
    return below->db + (above->db - below->db) * std::log(hz / below->hz) / std::log(above->hz / below->hz);
}

double unweightedGain(double hz, double topHz) {
    const auto eighthPower = [](double ratio) { return std::pow(ratio, 8.0); };
    return 1.0 / std::sqrt((1.0 + eighthPower(lowCornerHz / hz)) * (1.0 + eighthPower(hz / topHz)));
}

std::vector<double> withoutPhase(std::span<const double> deviation, double rateHz,
                                 const std::function<double(double hz)>& gain) {
    const std::size_t count = deviation.size();
    const auto edge = std::min(static_cast<std::size_t>(mirrorSeconds * rateHz), count > 0 ? count - 1 : 0);
    const std::size_t size = std::bit_ceil(count + 2 * edge + 1);
    std::vector<std::complex<double>> work(size);
    for (std::size_t i = 0; i < count + 2 * edge; ++i) {
        const std::size_t at = i < edge ? edge - i : i < edge + count ? i - edge : 2 * count + edge - 2 - i;
        // The mirrored ends fade out, so that nothing jumps where they stop.
        const std::size_t fromEnd = std::min(i, count + 2 * edge - 1 - i);
        const double fade =
            fromEnd < edge ? std::sin(0.5 * std::numbers::pi * static_cast<double>(fromEnd) / static_cast<double>(edge))
                           : 1.0;
        work[i] = deviation[at] * fade * fade;
    }
    const Fourier fourier(size);
    fourier.forward(work);
    work[0] = 0.0;
    for (std::size_t k = 1; k < size; ++k) {
        const double hz = static_cast<double>(std::min(k, size - k)) * rateHz / static_cast<double>(size);
        work[k] *= gain(hz) / static_cast<double>(size);
    }
    // Its own inverse but for the direction; what comes out is real.
    for (auto& value : work)
        value = std::conj(value);
    fourier.forward(work);
    std::vector<double> filtered(count);
    for (std::size_t i = 0; i < count; ++i)
        filtered[i] = work[edge + i].real();
    return filtered;
}

} // namespace phonostage::dsp
