// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "media/io/Quantizer.h"

#include <cmath>
#include <numbers>
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
