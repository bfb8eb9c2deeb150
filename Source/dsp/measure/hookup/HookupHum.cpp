// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupHum.h"

#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace phonostage::dsp {
namespace {

using hookup::wide;

constexpr std::size_t harmonics = 12;
constexpr double standsOutDb = 10.0, mostOfALineDb = 25.0, steadyDb = 4.0;

/** Of one channel, each bin over the blocks. */
struct Bins {
    std::vector<float> level;  ///< the quiet level (P15), mean square
    std::vector<float> height; ///< dB over its surroundings
    std::vector<float> spread; ///< dB, P33 over P8
};

/** Four to fourteen bins away on both sides; at the ends the last bin stands for those beyond. */
float surroundings(const std::vector<float>& level, std::size_t bin) {
    std::array<float, 22> around{};
    const auto last = static_cast<std::ptrdiff_t>(level.size()) - 1;
    std::size_t n = 0;
    for (std::ptrdiff_t away = 4; away <= 14; ++away)
        for (const std::ptrdiff_t at :
             {static_cast<std::ptrdiff_t>(bin) - away, static_cast<std::ptrdiff_t>(bin) + away})
            around[n++] = level[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at, 0, last))];
    return static_cast<float>(medianOf(around));
}

Bins measureBins(const std::deque<HookupBlock>& blocks, std::size_t channel) {
    const std::size_t count = blocks.front().bins[channel].size();
    Bins bins{std::vector<float>(count), std::vector<float>(count), std::vector<float>(count)};
    std::vector<float> values(blocks.size());
    for (std::size_t k = 0; k < count; ++k) {
        std::transform(blocks.begin(), blocks.end(), values.begin(),
                       [&](const HookupBlock& block) { return block.bins[channel][k]; });
        std::sort(values.begin(), values.end());
        const auto at = [&values](double part) {
            const double place = part * static_cast<double>(values.size() - 1);
            const auto below = static_cast<std::size_t>(place);
            const auto above = std::min(below + 1, values.size() - 1);
            return wide(values[below]) + (place - static_cast<double>(below)) * wide(values[above] - values[below]);
        };
        bins.level[k] = static_cast<float>(at(0.15) + 1e-30);
        bins.spread[k] = static_cast<float>(hookup::toDb((at(0.33) + 1e-30) / (at(0.08) + 1e-30)));
    }
    for (std::size_t k = 0; k < count; ++k)
        bins.height[k] = static_cast<float>(hookup::toDb(bins.level[k] / surroundings(bins.level, k)));
    return bins;
}

struct Comb {
    double nominalHz = 0.0, frequencyHz = 0.0, score = 0.0;
    std::size_t channel = 0;
    std::array<bool, harmonics> isGood{};
    std::array<std::size_t, harmonics> bin{};
};

std::size_t binOf(double hz, double binHz) { return static_cast<std::size_t>(std::lround(hz / binHz)); }

Comb combAt(const Bins& bins, double binHz, double nominalHz, double frequencyHz) {
    Comb comb{nominalHz, frequencyHz};
    for (std::size_t h = 0; h < harmonics; ++h) {
        const auto middle = binOf(frequencyHz * static_cast<double>(h + 1), binHz);
        const auto around = bins.height.begin() + static_cast<std::ptrdiff_t>(middle) - 1;
        const auto top = static_cast<std::size_t>(std::max_element(around, around + 3) - bins.height.begin());
        comb.bin[h] = top;
        const double height = wide(bins.height[top]);
        comb.isGood[h] = height > standsOutDb && wide(bins.spread[top]) < steadyDb;
        if (comb.isGood[h]) comb.score += std::min(height - standsOutDb, mostOfALineDb);
    }
    return comb;
}

Comb bestComb(const std::array<Bins, 2>& bins, double binHz) {
    Comb best;
    for (std::size_t channel = 0; channel < 2; ++channel)
        for (const double nominal : {50.0, 60.0})
            for (int step = -12; step <= 12; ++step) {
                auto comb = combAt(bins[channel], binHz, nominal, nominal + 0.02 * step);
                if (!(comb.score > best.score + 1e-9)) continue;
                comb.channel = channel;
                best = comb;
            }
    return best;
}

/** The frequency of the first line, from the tops of all good lines, weighted by the square of their number. */
double exactFrequency(const Comb& comb, const std::vector<float>& level, double binHz) {
    double sum = 0.0, weights = 0.0;
    for (std::size_t h = 0; h < harmonics; ++h) {
        if (!comb.isGood[h]) continue;
        const auto number = static_cast<double>(h + 1);
        const auto middle = binOf(number * comb.frequencyHz, binHz);
        const auto around = level.begin() + static_cast<std::ptrdiff_t>(middle) - 1;
        const auto top = static_cast<std::size_t>(std::max_element(around, around + 3) - level.begin());
        const double a = hookup::toDb(level[top - 1]), b = hookup::toDb(level[top]), c = hookup::toDb(level[top + 1]);
        const double bend = a - 2.0 * b + c;
        const double off = bend < -1e-6 ? std::clamp(0.5 * (a - c) / bend, -0.5, 0.5) : 0.0;
        sum += number * number * (static_cast<double>(top) + off) * binHz / number;
        weights += number * number;
    }
    return sum / weights;
}

/** Does it stay when the music goes? */
void measureSteadiness(HookupHum& hum, const Comb& comb, const std::deque<HookupBlock>& blocks, double binHz) {
    std::vector<float> lines, sound;
    for (const auto& block : blocks) {
        const auto& bins = block.bins[comb.channel];
        double sum = 0.0;
        for (std::size_t h = 0; h < harmonics; ++h) {
            if (!comb.isGood[h]) continue;
            const auto middle = binOf(hum.frequencyHz * static_cast<double>(h + 1), binHz);
            sum += hookup::toDb(std::max({bins[middle - 1], bins[middle], bins[middle + 1]}));
        }
        lines.push_back(static_cast<float>(sum / hum.lines));
        double power = 0.0;
        for (const auto& spectrum : block.spectra)
            for (std::size_t band = 0; band < hookup::bands; ++band)
                power += wide(spectrum.left[band] + spectrum.right[band]);
        sound.push_back(static_cast<float>(hookup::toDb(power)));
    }
    hum.musicSwingDb =
        wide(*std::max_element(sound.begin(), sound.end()) - *std::min_element(sound.begin(), sound.end()));
    std::vector<std::size_t> order(sound.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sound[a] < sound[b]; });
    order.resize(std::max<std::size_t>(1, order.size() / 6));
    double quiet = 0.0;
    for (const auto i : order)
        quiet += wide(lines[i]) / static_cast<double>(order.size());
    auto sorted = lines;
    hum.swingDb = percentileOf(sorted, 0.40) - percentileOf(sorted, 0.06);
    hum.quietChangeDb = quiet - percentileOf(sorted, 0.25);
}

} // namespace

HookupHum findHum(const std::deque<HookupBlock>& blocks, double binHz) {
    HookupHum hum;
    if (blocks.empty()) return hum;
    const std::array<Bins, 2> bins{measureBins(blocks, 0), measureBins(blocks, 1)};
    const auto comb = bestComb(bins, binHz);
    hum.lines = static_cast<int>(std::count(comb.isGood.begin(), comb.isGood.end(), true));
    hum.score = comb.score;
    hum.nominalHz = comb.nominalHz;
    if (hum.lines == 0) return hum;
    const auto& best = bins[comb.channel];
    for (std::size_t h = 0; h < harmonics; ++h) {
        const auto top = comb.bin[h];
        // The Hann window's lobe is three bins wide.
        const double level = hookup::toDb(wide(best.level[top - 1] + best.level[top] + best.level[top + 1]));
        (h == 0 ? hum.firstDb : hum.strongestOvertoneDb) = h <= 1 ? level : std::max(hum.strongestOvertoneDb, level);
        if (!comb.isGood[h]) continue;
        hum.levelDb = std::max(hum.levelDb, level);
        hum.highestDb = std::max(hum.highestDb, wide(best.height[comb.bin[h]]));
    }
    hum.frequencyHz = exactFrequency(comb, best.level, binHz);
    measureSteadiness(hum, comb, blocks, binHz);
    return hum;
}

} // namespace phonostage::dsp
