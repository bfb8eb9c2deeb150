// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is only measured gives the same bits with wide registers and without them, and the values of its definition.

#include "dsp/measure/Fourier.h"
#include "dsp/measure/PeakAndBend.h"
#include "dsp/measure/Percentiles.h"
#include "dsp/measure/TruePeak.h"
#include "dsp/measure/hookup/HookupMeter.h"
#include "dsp/simd/SampleTypes.h"
#include "dsp/simd/WideRegisters.h"
#include "support/Catch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstring>
#include <numbers>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

/** What work gives with wide registers and without them. */
template <typename Work> auto bothWays(Work work) {
    const auto wide = work();
    allowWideRegisters(false);
    const auto narrow = work();
    allowWideRegisters(true);
    return std::pair{wide, narrow};
}

template <typename Value> bool isSame(const std::vector<Value>& a, const std::vector<Value>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]) == 0);
}

/** Noise that slowly swells, with silence and a steady stretch in it. */
std::vector<double> programme(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> x(count);
    double slow = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        slow += 0.1 * (normal(random) - slow);
        const std::size_t part = 10 * i / count;
        x[i] = part == 3 ? 0.0 : part == 6 ? 0.25 : slow * (0.1 + 1e-5 * static_cast<double>(i));
    }
    return x;
}

std::vector<std::complex<double>> transformOf(std::vector<std::complex<double>> values) {
    Fourier(values.size()).forward(values);
    return values;
}

} // namespace

TEST_CASE("The transform is the sum of its definition at every size", "[dsp][wide]") {
    for (const std::size_t size : {2UL, 4UL, 8UL, 16UL, 32UL, 512UL, 1024UL, 2048UL, 4096UL}) {
        const auto left = programme(size, 1), right = programme(size, 2);
        std::vector<std::complex<double>> values(size);
        double total = 0.0;
        for (std::size_t i = 0; i < size; ++i) {
            values[i] = {left[i], right[i]};
            total += std::abs(values[i]);
        }
        const auto [wide, narrow] = bothWays([&] { return transformOf(values); });
        CHECK(isSame(wide, narrow));
        double worst = 0.0;
        for (std::size_t k = 0; k<size; k += size> 64 ? 37 : 1) {
            std::complex<double> sum;
            for (std::size_t i = 0; i < size; ++i)
                sum += values[i] * std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(i * k % size) /
                                                       static_cast<double>(size));
            worst = std::max(worst, std::abs(sum - wide[k]));
        }
        INFO(size);
        CHECK(worst <= 1e-14 * total);
    }
}

TEST_CASE("The middle of 64 numbers is that of their ordered list", "[dsp][wide]") {
    std::mt19937 random(5);
    for (int round = 0; round < 400; ++round) {
        std::array<float, 64> values{};
        for (auto& value : values)
            value = round % 3 == 0 ? static_cast<float>(random() % 5) : 1e-9F * static_cast<float>(random());
        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const double low = static_cast<double>(sorted[31]), high = static_cast<double>(sorted[32]);
        const auto [wide, narrow] = bothWays([&] { return medianOf64(values); });
        REQUIRE(wide == low + 0.5 * (high - low));
        REQUIRE(narrow == wide);
    }
}

TEST_CASE("Peak and bend are those of the samples one by one", "[dsp][wide]") {
    const auto x = programme(300, 7);
    for (int count = 0; count < 290; ++count) {
        const double* const from = x.data() + count % 7;
        double peak = 0.0, bend = 0.0;
        for (int i = 0; i < count; ++i) {
            peak = std::max(peak, std::fabs(from[i]));
            if (i + 2 < count) bend = std::max(bend, std::fabs((from[i] - from[i + 1]) - (from[i + 1] - from[i + 2])));
        }
        const auto [wide, narrow] = bothWays([&] { return peakAndBend(from, count); });
        REQUIRE(wide.peak == peak);
        REQUIRE(wide.bend == bend);
        REQUIRE(narrow.peak == peak);
        REQUIRE(narrow.bend == bend);
    }
}

TEST_CASE("True peak is the same in pieces of any length", "[dsp][wide][truepeak]") {
    for (const double rate : {48000.0, 96000.0, 192000.0, 384000.0}) {
        const auto x = programme(20000, 11);
        const auto inPiecesOf = [&](std::size_t size) {
            TruePeak meter;
            meter.prepare(rate);
            std::vector<double> readings;
            for (std::size_t at = 0; at < x.size(); at += size) {
                meter.process(x.data() + at, static_cast<int>(std::min(size, x.size() - at)));
                if ((at + size) % 2500 == 0) readings.push_back(meter.maximum());
            }
            return readings;
        };
        const auto reference = inPiecesOf(1);
        for (const std::size_t size : {4UL, 20UL, 50UL, 250UL, 500UL, 1250UL, 2500UL}) {
            const auto [wide, narrow] = bothWays([&] { return inPiecesOf(size); });
            INFO(rate << " Hz in pieces of " << size);
            CHECK(isSame(wide, reference));
            CHECK(isSame(narrow, reference));
        }
    }
}

TEST_CASE("Samples keep their values from one type to the other", "[dsp][wide]") {
    const auto x = programme(67, 3);
    for (int count = 0; count <= 67; ++count) {
        const auto [wide, narrow] = bothWays([&] {
            std::vector<float> to(static_cast<std::size_t>(count));
            convert(x.data(), to.data(), count);
            std::vector<double> back(to.size());
            convert(to.data(), back.data(), count);
            return back;
        });
        for (std::size_t i = 0; i < wide.size(); ++i)
            REQUIRE(wide[i] == static_cast<double>(static_cast<float>(x[i])));
        REQUIRE(isSame(wide, narrow));
    }
}

TEST_CASE("The hook-up check's blocks are the same with and without wide registers", "[dsp][wide][hookup]") {
    for (const double rate : {48000.0, 96000.0, 192000.0}) {
        const auto count = static_cast<std::size_t>(1.4 * rate);
        const auto left = programme(count, 21), right = programme(count, 22);
        const auto [wide, narrow] = bothWays([&] {
            HookupMeter meter(rate);
            std::vector<float> figures;
            const HookupMeter::Sink sink = [&](HookupBlock&& block, std::span<const float> power) {
                figures.assign(power.begin(), power.end());
                figures.push_back(static_cast<float>(block.mean[0]));
                figures.push_back(static_cast<float>(block.peak[1]));
                figures.push_back(static_cast<float>(block.equalShare));
                figures.insert(figures.end(), block.levels[0].begin(), block.levels[0].end());
                figures.insert(figures.end(), block.slow[1].begin(), block.slow[1].end());
                for (const auto& spectrum : block.spectra)
                    figures.insert(figures.end(), spectrum.right.begin(), spectrum.right.end());
            };
            meter.add(left.data(), right.data(), static_cast<std::int64_t>(count), sink);
            return figures;
        });
        CHECK(wide.size() > 30000);
        CHECK(isSame(wide, narrow));
    }
}
