// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "dsp/simd/WideRegisters.h"
#include "media/io/Packed24.h"
#include "media/io/Quantizer.h"
#include "media/io/Reductions.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <tuple>
#include <vector>

using namespace phonostage::media;

namespace {

std::vector<double> noise(int seed, std::size_t count) {
    TriangularNoise generator(static_cast<std::uint64_t>(seed));
    std::array<double, TriangularNoise::lanes> draw{};
    std::vector<double> list;
    while (list.size() < count) {
        generator.draw(draw);
        list.insert(list.end(), draw.begin(), draw.end());
    }
    return list;
}

double mean(const std::vector<double>& list) {
    double sum = 0.0;
    for (const double value : list)
        sum += value;
    return sum / static_cast<double>(list.size());
}

std::vector<std::int32_t> quantise(int bits, std::vector<double> samples, int channel = 0) {
    Quantizer quantizer(bits, channel);
    std::vector<std::int32_t> words(samples.size());
    quantizer.process(samples.data(), words.data(), static_cast<int>(samples.size()), false);
    return words;
}

} // namespace

TEST_CASE("Dither is triangular between -1 and +1") {
    const auto list = noise(1, 1 << 20);
    double square = 0.0, fourth = 0.0;
    std::array<int, 8> histogram{};
    for (const double value : list) {
        REQUIRE(std::abs(value) <= 1.0);
        square += value * value;
        fourth += value * value * value * value;
        ++histogram[static_cast<std::size_t>(std::min((value + 1.0) * 4.0, 7.0))];
    }
    const auto count = static_cast<double>(list.size());
    // Moments of the triangle: 0, 1/6, 1/15. Tolerances are six standard errors.
    CHECK_THAT(mean(list), WithinAbs(0.0, 6.0 * std::sqrt(1.0 / 6.0 / count)));
    CHECK_THAT(square / count, WithinAbs(1.0 / 6.0, 6.0 * std::sqrt((1.0 / 15.0 - 1.0 / 36.0) / count)));
    CHECK_THAT(fourth / count, WithinAbs(1.0 / 15.0, 1e-3));
    for (std::size_t i = 0; i < 8; ++i) {
        const double share = (i < 4 ? 2.0 * static_cast<double>(i) + 1.0 : 15.0 - 2.0 * static_cast<double>(i)) / 32.0;
        CHECK_THAT(histogram[i] / count, WithinAbs(share, 3e-3));
    }
}

TEST_CASE("Dither is white and differs between channels") {
    const auto list = noise(1, 1 << 18);
    const auto other = noise(2, 1 << 18);
    const auto count = static_cast<double>(list.size());
    double cross = 0.0;
    for (std::size_t i = 0; i < list.size(); ++i)
        cross += list[i] * other[i];
    CHECK_THAT(cross / count * 6.0, WithinAbs(0.0, 6.0 / std::sqrt(count)));
    for (std::size_t lag = 1; lag <= 24; ++lag) {
        double sum = 0.0;
        for (std::size_t i = lag; i < list.size(); ++i)
            sum += list[i] * list[i - lag];
        INFO("lag " << lag);
        CHECK_THAT(sum / count * 6.0, WithinAbs(0.0, 6.0 / std::sqrt(count)));
    }
}

TEST_CASE("Quantising has no bias and noise of a quarter step squared, whatever the signal") {
    const int bits = GENERATE(16, 24);
    const double step = std::ldexp(1.0, 1 - bits);
    // A rest between two codes, where rounding alone would be wrong by all of it; and a small sine.
    const double level = GENERATE(0.0, 0.25, 0.5, 0.75, -0.4);
    const double size = GENERATE(0.0, 0.8, 1000.0);
    std::vector<double> samples(1 << 18);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = step * (level + size * std::sin(2.0 * std::numbers::pi * 0.01237 * static_cast<double>(i)));
    const auto words = quantise(bits, samples);
    double error = 0.0, square = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double difference = (static_cast<double>(words[i]) * 0x1p-31 - samples[i]) / step;
        REQUIRE(std::abs(difference) <= 1.5);
        error += difference;
        square += difference * difference;
    }
    const auto count = static_cast<double>(samples.size());
    CHECK_THAT(error / count, WithinAbs(0.0, 6.0 * 0.5 / std::sqrt(count)));
    CHECK_THAT(square / count, WithinAbs(0.25, 0.005)); // 1/6 of the dither and 1/12 of the rounding
}

TEST_CASE("Words do not depend on how the samples are cut") {
    std::vector<double> samples(5000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.9 * std::sin(0.01 * static_cast<double>(i));
    const auto whole = quantise(24, samples);
    CHECK(whole == quantise(24, samples)); // and are the same again
    CHECK(whole != quantise(24, samples, 1));
    Quantizer quantizer(24, 0);
    std::vector<std::int32_t> words(samples.size());
    auto copy = samples;
    const int cuts[] = {1, 7, 8, 9, 0, 511, 512, 513, 3, 1000};
    std::size_t done = 0;
    for (std::size_t i = 0; done < samples.size(); ++i) {
        const auto n = std::min(static_cast<std::size_t>(cuts[i % 10]), samples.size() - done);
        quantizer.process(copy.data() + done, words.data() + done, static_cast<int>(n), false);
        done += n;
    }
    CHECK(words == whole);
}

TEST_CASE("What was written can be kept, and is what the words say") {
    std::vector<double> samples{0.0, 0.1, -0.3, 0.99999999, 1.5, -1.5, 1e6, -1e30};
    const auto words = quantise(16, samples);
    Quantizer quantizer(16, 0);
    std::vector<std::int32_t> again(samples.size());
    quantizer.process(samples.data(), again.data(), static_cast<int>(samples.size()), true);
    CHECK(again == words);
    for (std::size_t i = 0; i < samples.size(); ++i)
        CHECK(samples[i] == static_cast<double>(words[i]) * 0x1p-31);
    CHECK(words[4] == 32767 * 65536);
    CHECK(words[5] == -32768 * 65536);
    CHECK(words[7] == -32768 * 65536);
}

TEST_CASE("Clipped samples are counted, and none at the largest safe level") {
    const int bits = GENERATE(16, 24);
    const double safe = Quantizer::largestSafe(bits);
    std::vector<double> samples(100000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = i % 2 == 0 ? safe : -safe;
    Quantizer quiet(bits, 0);
    std::vector<std::int32_t> words(samples.size());
    quiet.process(samples.data(), words.data(), static_cast<int>(samples.size()), false);
    CHECK(quiet.clippedSamples() == 0);
    CHECK(quiet.peak() == safe);

    // Two steps more and every one on the positive side clips; -1.0 itself has a code but the dither passes it at
    // times.
    const double step = std::ldexp(1.0, 1 - bits);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = i % 2 == 0 ? safe + 2.0 * step + 1e-9 : -safe;
    Quantizer loud(bits, 0);
    loud.process(samples.data(), words.data(), static_cast<int>(samples.size()), false);
    CHECK(loud.clippedSamples() == 50000);
    CHECK(words[0] == std::numeric_limits<std::int32_t>::max() - (1 << (32 - bits)) + 1);
}

TEST_CASE("Samples become the same words in all registers") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> any(-1.1, 1.1); // some are beyond the range, dithered or not
    for (int round = 0; round < 60; ++round) {
        std::vector<double> samples(random() % 3000);
        const double level = round % 3 == 0 ? 1.0 : round % 3 == 1 ? 1e-3 : 0.0;
        for (auto& sample : samples)
            sample = level * any(random);
        const int bits = round % 2 == 0 ? 16 : 24;
        const auto quantised = [&](bool isWide) {
            phonostage::dsp::allowWideRegisters(isWide);
            std::mt19937 cuts(static_cast<unsigned>(round));
            Quantizer quantizer(bits, 1);
            auto kept = samples;
            std::vector<std::int32_t> words(samples.size());
            for (std::size_t at = 0; at < samples.size();) {
                const auto n = std::min<std::size_t>(cuts() % 900, samples.size() - at);
                quantizer.process(kept.data() + at, words.data() + at, static_cast<int>(n), true);
                at += n;
            }
            phonostage::dsp::allowWideRegisters(true);
            return std::tuple(words, kept, quantizer.clippedSamples(), quantizer.peak());
        };
        REQUIRE(quantised(true) == quantised(false));
    }
}

TEST_CASE("Two planes are packed into frames of 24 bits, and taken apart again") {
    const bool isWide = GENERATE(false, true);
    phonostage::dsp::allowWideRegisters(isWide);
    std::mt19937 random(8);
    for (int count = 0; count < 70; ++count) {
        const auto size = static_cast<std::size_t>(count);
        std::vector<std::int32_t> left(size), right(size);
        for (auto* plane : {&left, &right})
            for (auto& word : *plane)
                word = static_cast<std::int32_t>(static_cast<std::uint32_t>(random()) & 0xffffff00U);
        std::vector<unsigned char> frames(6 * size + packedSlack);
        putTogetherPacked(left.data(), right.data(), count, frames.data());
        std::vector<double> l(size), r(size);
        takeApartPacked(frames.data(), count, l.data(), r.data());
        for (std::size_t i = 0; i < size; ++i) {
            REQUIRE(l[i] == left[i] * 0x1p-31);
            REQUIRE(r[i] == right[i] * 0x1p-31);
        }
        if (count > 0) CHECK(frames[0] == ((left[0] >> 8) & 0xff)); // the lowest byte first
    }
    phonostage::dsp::allowWideRegisters(true);
}

TEST_CASE("Peaks and sums of squares are the same in all registers") {
    const auto list = noise(9, 2000);
    for (int count = 0; count < 200; ++count) {
        phonostage::dsp::allowWideRegisters(false);
        const double peak = largestMagnitude(list.data() + count, 9 * count);
        const double sum = sumOfSquares(list.data() + count, 9 * count);
        phonostage::dsp::allowWideRegisters(true);
        CHECK(largestMagnitude(list.data() + count, 9 * count) == peak);
        CHECK(sumOfSquares(list.data() + count, 9 * count) == sum);
    }
}
