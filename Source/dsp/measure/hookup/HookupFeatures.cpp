// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupFeatures.h"

#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phonostage::dsp {
namespace {

using namespace hookup;
using Values = std::vector<float>;
using Blocks = std::deque<HookupBlock>;

constexpr double rumbleWidthHz = 12.0; ///< 4 to 16 Hz

/** Sums or means over all short spectra. */
struct Totals {
    std::array<double, bands> left{}, right{};
    std::array<std::complex<double>, bands> cross{};
};

template <typename Work> void forEachSpectrum(const Blocks& blocks, Work work) {
    for (const auto& block : blocks)
        for (const auto& spectrum : block.spectra)
            work(spectrum);
}

Totals meanSpectrum(const Blocks& blocks) {
    Totals totals;
    const double part = 1.0 / static_cast<double>(blocks.size() * spectra);
    forEachSpectrum(blocks, [&](const HookupBands& s) {
        for (std::size_t b = 0; b < bands; ++b) {
            totals.left[b] += part * wide(s.left[b]);
            totals.right[b] += part * wide(s.right[b]);
            totals.cross[b] += part * std::complex<double>(s.cross[b]);
        }
    });
    return totals;
}

double medianOfBands(const std::array<double, bands>& values, std::size_t from, std::size_t to) {
    Values part(values.begin() + static_cast<std::ptrdiff_t>(from), values.begin() + static_cast<std::ptrdiff_t>(to));
    return medianOf(part);
}

void measureRaw(HookupFeatures& f, const Blocks& blocks) {
    double peak = 0.0;
    f.isConstant = {true, true};
    f.equalShare = f.oppositeShare = 1.0;
    for (const auto& block : blocks) {
        peak = std::max({peak, block.peak[0], block.peak[1]});
        f.equalShare = std::min(f.equalShare, block.equalShare);
        f.oppositeShare = std::min(f.oppositeShare, block.oppositeShare);
    }
    f.peakDbfs = 20.0 * std::log10(peak + 1e-12);
    for (std::size_t c = 0; c < 2; ++c) {
        Values means;
        double sum = 0.0, squares = 0.0;
        for (const auto& block : blocks) {
            f.isConstant[c] = f.isConstant[c] && block.isConstant[c];
            means.push_back(static_cast<float>(block.mean[c]));
            sum += block.mean[c];
        }
        const auto count = static_cast<double>(blocks.size());
        for (const auto& block : blocks)
            squares += (block.mean[c] - sum / count) * (block.mean[c] - sum / count);
        f.mean[c] = medianOf(means);
        f.meanSpread[c] = std::sqrt(squares / count) + 1e-9;
    }
}

/** What one channel does not explain of the other, both averaged: densities against those of white noise. */
void measureLeftOver(HookupFeatures& f, const Totals& t) {
    std::array<double, bands> density{};
    for (std::size_t b = 0; b < bands; ++b) {
        const double coherence = std::min(1.0, std::norm(t.cross[b]) / (t.left[b] * t.right[b] + 1e-30));
        const double widthHz = lowestEdgeHz * std::exp2(0.5 * static_cast<double>(b)) * (std::numbers::sqrt2 - 1.0);
        density[b] = toDb(0.5 * (1.0 - coherence) * (t.left[b] + t.right[b])) - toDb(widthHz);
    }
    constexpr std::size_t from = 4, to = 14;
    double mean = 0.0, squares = 0.0;
    for (std::size_t b = from; b < to; ++b)
        mean += density[b] / static_cast<double>(to - from);
    for (std::size_t b = from; b < to; ++b)
        squares += (density[b] - mean) * (density[b] - mean) / static_cast<double>(to - from);
    f.leftOverUnevenDb = std::sqrt(squares);
    f.leftOverDensityDb = medianOfBands(density, 8, 12);
}

void measureChannels(HookupFeatures& f, const Totals& t) {
    std::array<double, bands> leak{}, residue{};
    for (std::size_t b = 0; b < bands; ++b)
        f.bandBalanceDb[b] = toDb(t.right[b]) - toDb(t.left[b]);
    f.balanceDb = medianOfBands(f.bandBalanceDb, 4, 15);
    double left = 0.0, right = 0.0, cross = 0.0, middle = 0.0;
    for (std::size_t b = 0; b < bands; ++b) {
        const double strong = f.balanceDb < 0.0 ? t.left[b] : t.right[b];
        const double coherent = std::norm(t.cross[b]);
        leak[b] = toDb(coherent / (strong * strong + 1e-30));
        residue[b] = toDb(1.0 - std::min(1.0, coherent / (t.left[b] * t.right[b] + 1e-30)));
        left += t.left[b];
        right += t.right[b];
        cross += t.cross[b].real();
        if (b >= 4 && b < 14) middle += t.cross[b].real();
    }
    f.levelDb = {toDb(left), toDb(right)};
    measureLeftOver(f, t);
    f.leakDb = medianOfBands(leak, 6, 13);
    f.residueDb = medianOfBands(residue, 1, 10);
    f.sign = middle > 0.0 ? 1.0 : middle < 0.0 ? -1.0 : 0.0;
    f.correlation = cross / std::sqrt(left * right + 1e-30);
    double bassLeft = 0.0, bassRight = 0.0;
    std::complex<double> bassCross;
    for (std::size_t b = 0; b < 4; ++b) {
        bassLeft += t.left[b];
        bassRight += t.right[b];
        bassCross += t.cross[b];
    }
    f.bassCorrelation = bassCross.real() / std::sqrt(bassLeft * bassRight + 1e-30);
    f.bassPhaseCosine = bassCross.real() / (std::abs(bassCross) + 1e-30);
    double mean = 0.0;
    for (std::size_t octave = 0; octave < 8; ++octave) {
        const std::size_t b = 2 * octave;
        f.octaveDb[octave] = toDb(0.5 * (t.left[b] + t.right[b] + t.left[b + 1] + t.right[b + 1]));
        if (octave > 0) mean += f.octaveDb[octave] / 7.0;
    }
    for (auto& octave : f.octaveDb)
        octave -= mean;
}

/** Half an octave of four short spectra each, where they are loud: are the channels in phase there? */
void countCells(HookupFeatures& f, const Blocks& blocks) {
    constexpr std::size_t countedBands = 12;
    for (std::size_t b = 0; b < countedBands; ++b) {
        struct Cell {
            double left = 0.0, right = 0.0;
            std::complex<double> cross;
        };
        std::vector<Cell> list;
        std::size_t at = 0;
        forEachSpectrum(blocks, [&](const HookupBands& s) {
            if (at++ % 4 == 0) list.emplace_back();
            list.back().left += wide(s.left[b]);
            list.back().right += wide(s.right[b]);
            list.back().cross += std::complex<double>(s.cross[b]);
        });
        Values totals;
        for (const auto& cell : list)
            totals.push_back(static_cast<float>(cell.left + cell.right));
        const double quiet = percentileOf(totals, 0.05), loud = percentileOf(totals, 0.90);
        for (const auto& cell : list) {
            const double total = cell.left + cell.right;
            if (!(total > 4.0 * quiet && total > 1e-3 * loud)) continue;
            if (!(std::fabs(toDb(cell.left / (cell.right + 1e-30))) < 15.0)) continue;
            const auto coherence = cell.cross / std::sqrt(cell.left * cell.right + 1e-30);
            const double magnitude = std::abs(coherence);
            if (!(magnitude > 0.8)) continue;
            const double cosine = coherence.real() / (magnitude + 1e-12);
            f.cellsInPhase += cosine > 0.9 ? 1 : 0;
            f.cellsOutOfPhase += cosine < -0.9 ? 1 : 0;
        }
    }
}

void measureRumble(HookupFeatures& f, const Blocks& blocks) {
    Values balance, correlation, leftOver;
    std::array<Values, 2> powers;
    for (const auto& block : blocks) {
        balance.push_back(static_cast<float>(toDb(block.rumble[1]) - toDb(block.rumble[0])));
        correlation.push_back(static_cast<float>(block.rumbleCorrelation));
        const double apart = 1.0 - block.rumbleCorrelation * block.rumbleCorrelation;
        leftOver.push_back(static_cast<float>(0.5 * apart * (block.rumble[0] + block.rumble[1])));
        for (std::size_t c = 0; c < 2; ++c)
            powers[c].push_back(static_cast<float>(block.rumble[c]));
    }
    f.rumbleBalanceDb = medianOf(balance);
    f.rumbleCorrelation = medianOf(correlation);
    f.leftOverRumbleDb = toDb(medianOf(leftOver)) - toDb(rumbleWidthHz) - f.leftOverDensityDb;

    std::array<Values, 2> floor, treble, middle;
    forEachSpectrum(blocks, [&](const HookupBands& s) {
        for (std::size_t c = 0; c < 2; ++c) {
            const auto& power = c == 0 ? s.left : s.right;
            floor[c].push_back(power[14] + power[15]);
            treble[c].push_back(static_cast<float>(toDb(power[12] + power[13] + power[14] + power[15])));
            middle[c].push_back(power[8] + power[9] + power[10] + power[11]);
        }
    });
    for (std::size_t c = 0; c < 2; ++c) {
        f.trebleSpreadDb[c] = percentileOf(treble[c], 0.97) - percentileOf(treble[c], 0.05);
        constexpr double middleWidthHz = 2880.0;
        f.rumbleDb[c] = toDb(medianOf(powers[c]));
        f.rumbleOverFloorDb[c] =
            f.rumbleDb[c] - toDb(rumbleWidthHz) - (toDb(percentileOf(middle[c], 0.10)) - toDb(middleWidthHz));
    }
    f.floorBalanceDb = toDb(percentileOf(floor[1], 0.08)) - toDb(percentileOf(floor[0], 0.08));
}

void measureRotation(HookupFeatures& f, const std::array<Values, 2>& slow, double rateHz) {
    Values sum(slow[0].size()), difference(slow[0].size());
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] = slow[0][i] + slow[1][i];
        difference[i] = slow[0][i] - slow[1][i];
    }
    f.vertical = findRotation(difference, rateHz);
    f.lateral = findRotation(sum, rateHz);
    f.turns = findTurns(difference, sum, rateHz);
    f.highestRotation = std::max({f.vertical.highest(), f.lateral.highest(), findRotation(slow[0], rateHz).highest(),
                                  findRotation(slow[1], rateHz).highest()});
}

void measureLevels(HookupFeatures& f, const std::array<Values, 2>& levels) {
    for (std::size_t c = 0; c < 2; ++c) {
        Values db;
        for (const float power : levels[c])
            db.push_back(static_cast<float>(toDb(power)));
        f.loudestOverMedianDb[c] = wide(*std::max_element(db.begin(), db.end())) - medianOf(db);
        f.levelRangeDb[c] = percentileOf(db, 0.90) - percentileOf(db, 0.03);
    }
}

/** Both channels' values, one block after the other. */
std::array<Values, 2> joined(const Blocks& blocks, std::array<std::array<float, hops>, 2> HookupBlock::*values) {
    std::array<Values, 2> result;
    for (const auto& block : blocks)
        for (std::size_t c = 0; c < 2; ++c)
            result[c].insert(result[c].end(), (block.*values)[c].begin(), (block.*values)[c].end());
    return result;
}

} // namespace

HookupFeatures hookupFeatures(const Blocks& blocks, const SteadyLines& lines, double baseRateHz) {
    HookupFeatures f;
    if (blocks.empty()) return f;
    f.seconds = static_cast<double>(blocks.size() * blockFrames) / baseRateHz;
    f.lines = lines;
    measureRaw(f, blocks);
    measureChannels(f, meanSpectrum(blocks));
    countCells(f, blocks);
    measureRumble(f, blocks);
    const auto levels = joined(blocks, &HookupBlock::levels), treble = joined(blocks, &HookupBlock::treble),
               slow = joined(blocks, &HookupBlock::slow);
    measureLevels(f, levels);
    measureRotation(f, slow, baseRateHz / static_cast<double>(hopFrames));
    f.hum = findHum(blocks, baseRateHz / static_cast<double>(blockFrames));
    f.plug = findPlugEvents({levels[0], levels[1]}, {treble[0], treble[1]}, {slow[0], slow[1]});
    for (std::size_t c = 0; c < 2; ++c)
        f.ceilings[c] = findCeiling(blocks, c, f.seconds);
    return f;
}

HookupFeatures recordFeatures(const HookupBlock& block) {
    HookupFeatures f;
    f.isConstant = block.isConstant;
    const Blocks blocks{block};
    measureChannels(f, meanSpectrum(blocks));
    measureRumble(f, blocks);
    measureLevels(f, joined(blocks, &HookupBlock::levels));
    return f;
}

double equalisedScore(const HookupFeatures& features) {
    // Fisher's linear discriminant, from 40 pieces of music of 45 s, raw and equalised.
    constexpr std::array<double, 8> weights{0.29, 0.21, -0.09, 0.03, 0.09, -0.13, 0.14, -0.25};
    double score = -1.5;
    for (std::size_t octave = 0; octave < weights.size(); ++octave)
        score += weights[octave] * features.octaveDb[octave];
    return score;
}

double peakOverLevelDb(const HookupFeatures& features) {
    return features.peakDbfs - std::max(features.levelDb[0], features.levelDb[1]);
}

double levelOverRumbleDb(const HookupFeatures& features) {
    return std::max(features.levelDb[0], features.levelDb[1]) - std::max(features.rumbleDb[0], features.rumbleDb[1]);
}

double blindScore(const HookupFeatures& features, bool isRecord) {
    // Logistic regression on 1,640 captures of 156 pieces of music, 45 s each (Resources/docs/hook-up.md).
    constexpr std::array<double, 8> weights{0.126, 0.294, -0.188, 0.017, -0.002, 0.072, 0.053, -0.171};
    constexpr double offset = 16.15, ofRumble = -0.202, ofPeak = -0.475;
    constexpr double leastPeakDb = 8.0, mostPeakDb = 30.0;
    constexpr double leastRumbleDb = 20.0, mostRumbleDb = 55.0, neutralRumbleDb = 34.0;
    double score = offset + ofPeak * std::clamp(peakOverLevelDb(features), leastPeakDb, mostPeakDb);
    score +=
        ofRumble * std::clamp(levelOverRumbleDb(features), leastRumbleDb, isRecord ? mostRumbleDb : neutralRumbleDb);
    for (std::size_t octave = 0; octave < weights.size(); ++octave)
        score += weights[octave] * features.octaveDb[octave];
    return score;
}

} // namespace phonostage::dsp
