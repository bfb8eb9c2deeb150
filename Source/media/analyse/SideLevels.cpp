// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/SideLevels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace phonostage::media {
namespace {

constexpr float noiseMarginDb = 2.5F;
constexpr double blockSeconds = 0.5;
constexpr std::size_t noiseBlocks = 6; ///< 3 s
constexpr float sameNoiseDb = 3.0F;    ///< mean difference over the bands
constexpr std::size_t lowBands = 3;    ///< below 200 Hz hum and rumble would choose the blocks
constexpr double shortestHoleSeconds = 0.35, shortestMusicSeconds = 0.5;
constexpr double handlingSeconds = 2.0;
constexpr float handlingDb = 12.0F;
constexpr std::int64_t chunkHops = 4096;
// A dirty lead-in
constexpr float noiseFlatness = 0.40F; ///< of noise in one window 0.56, of music below 0.3
constexpr double leadInSeconds = 1.0, longestLeadInSeconds = 15.0;
constexpr std::size_t steadyBands = 10; ///< from 1 kHz on: below, noise itself goes up and down
constexpr float steadyDb = 5.0F; ///< from the 10th to the 90th percentile; of noise 2.3 dB, of drums 8 dB and more
// A sound in the locked groove
constexpr std::array<double, 3> turns{1.8, 60.0 / 45.0, 60.0 / 78.26};
constexpr float sameTurnDb = 3.0F; ///< mean difference of the bands from one turn to the next: music has 5 dB and more
constexpr std::int64_t leastTurns = 4;

float sumDb(const BandLevels& levels) {
    double sum = 1e-16;
    for (const float db : levels)
        sum += std::pow(10.0, 0.1 * static_cast<double>(db));
    return static_cast<float>(10.0 * std::log10(sum));
}

float meanOf(const BandLevels& levels, std::size_t from, std::size_t to) {
    return std::accumulate(levels.begin() + static_cast<std::ptrdiff_t>(from),
                           levels.begin() + static_cast<std::ptrdiff_t>(to), 0.0F) /
           static_cast<float>(to - from);
}

} // namespace

float excessOver(const BandLevels& level, const BandLevels& noise, float margin) {
    float sum = 0.0F;
    for (std::size_t band = 0; band < level.size(); ++band)
        sum += std::max(0.0F, level[band] - noise[band] - margin);
    return sum;
}

SideLevels::SideLevels(const GrooveHistory& history, HopRange groove, bool isLifted)
    : history_(history), groove_(groove), isLifted_(isLifted) {
    learnNoise();
    measure();
    findMusic();
}

void SideLevels::learnNoise() {
    const auto block = history_.hopsIn(blockSeconds);
    std::vector<BandLevels> blocks;
    for (auto hop = groove_.from; hop + block <= groove_.to; hop += block)
        blocks.push_back(history_.median(hop, hop + block));
    if (blocks.empty()) blocks.push_back(history_.median(groove_.from, groove_.to));
    const auto count = std::min(noiseBlocks, blocks.size());
    std::partial_sort(
        blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(count), blocks.end(),
        [](const auto& a, const auto& b) { return meanOf(a, lowBands, a.size()) < meanOf(b, lowBands, b.size()); });
    blocks.resize(count);
    const auto differs = [&](const BandLevels& levels) {
        float sum = 0.0F;
        for (std::size_t band = 0; band < levels.size(); ++band)
            sum += std::abs(levels[band] - blocks.front()[band]);
        return sum >= sameNoiseDb * static_cast<float>(levels.size());
    };
    blocks.erase(std::remove_if(blocks.begin() + 1, blocks.end(), differs), blocks.end());
    std::vector<float> column;
    for (std::size_t band = 0; band < noise_.size(); ++band) {
        column.clear();
        for (const auto& levels : blocks)
            column.push_back(levels[band]);
        noise_[band] = medianOf(column);
    }
    noiseDb_ = sumDb(noise_);
}

void SideLevels::measure() {
    const auto count = static_cast<std::size_t>(groove_.length());
    excess_.reserve(count);
    level_.reserve(count);
    tilt_.reserve(count);
    const auto window = history_.hopsIn(smoothSeconds);
    for (auto from = groove_.from; from < groove_.to; from += chunkHops)
        for (const auto& levels : history_.medians(from, std::min(from + chunkHops, groove_.to), window)) {
            excess_.push_back(excessOver(levels, noise_, noiseMarginDb));
            level_.push_back(sumDb(levels));
            tilt_.push_back(meanOf(levels, 0, 5) - meanOf(levels, 10, 16));
        }
    calm_ = runningMedians(level_, history_.hopsIn(0.15));
}

void SideLevels::findMusic() {
    std::vector<bool> flags(excess_.size());
    for (std::size_t i = 0; i < flags.size(); ++i)
        flags[i] = excess_[i] > musicExcess;
    const auto set = [&](const HopRange& range, bool value) {
        for (auto i = range.from; i < range.to; ++i)
            flags[static_cast<std::size_t>(i)] = value;
    };
    std::vector<bool> holes = flags;
    holes.flip();
    for (const auto& hole : stretchesOf(holes))
        if (hole.length() < history_.hopsIn(shortestHoleSeconds) && hole.from > 0 && hole.to < groove_.length())
            set(hole, true);
    for (const auto& sound : stretchesOf(flags))
        if (sound.length() < history_.hopsIn(shortestMusicSeconds)) set(sound, false);
    std::vector<float> levels;
    for (std::size_t i = 0; i < flags.size(); ++i)
        if (flags[i]) levels.push_back(level_[i]);
    if (levels.empty()) return;
    musicDb_ = percentileOf(std::move(levels), 0.6);
    spanDb_ = std::max(6.0F, musicDb_ - noiseDb_);
    for (const auto& range : stretchesOf(flags))
        music_.push_back({range.from + groove_.from, range.to + groove_.from});
    dropDirtyLeadIn();
    dropLockedGroove();
    dropHandling();
}

/** Noise stays as loud as it is; a needle that drops into drums does not find that. */
bool SideLevels::isSteady(std::int64_t from, std::int64_t to) const {
    float swing = 0.0F;
    std::vector<float> levels;
    for (auto band = steadyBands; band < dsp::grooveBands; ++band) {
        levels.clear();
        for (auto hop = from; hop < to; ++hop)
            levels.push_back(history_.bandDb(hop, band));
        swing += percentileOf(levels, 0.9) - percentileOf(levels, 0.1);
    }
    return swing < steadyDb * static_cast<float>(dsp::grooveBands - steadyBands);
}

/** Where the groove seems to begin with music, but with flat and steady noise: the music begins where that is exceeded.
 */
void SideLevels::dropDirtyLeadIn() {
    leadInNoise_ = noise_;
    const auto from = groove_.from + history_.hopsIn(0.2), to = from + history_.hopsIn(leadInSeconds);
    if (music_.empty() || music_.front().from > from || to >= music_.front().to) return;
    std::vector<float> flatness;
    for (auto hop = from; hop < to; ++hop)
        flatness.push_back(history_.flatness(hop));
    if (medianOf(flatness) < noiseFlatness || !isSteady(from, to)) return;
    const auto lead = history_.median(from, to);
    const auto last = std::min(music_.front().to, groove_.from + history_.hopsIn(longestLeadInSeconds));
    const auto levels = history_.medians(to, last, history_.hopsIn(smoothSeconds));
    const auto stay = history_.hopsIn(0.2);
    std::int64_t above = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        above = excessOver(levels[i], lead, noiseMarginDb) > musicExcess ? above + 1 : 0;
        if (above < stay) continue;
        music_.front().from = to + static_cast<std::int64_t>(i) - stay + 1;
        leadInNoise_ = lead;
        return;
    }
}

/** From where on every turn is like the one before it, up to the end of the groove; empty where that are too few. */
std::optional<std::int64_t> SideLevels::lockedFrom(std::int64_t turn) const {
    const auto step = std::max<std::int64_t>(1, turn / 4);
    auto from = groove_.to;
    while (from - step - turn >= groove_.from) {
        float sum = 0.0F;
        for (auto hop = from - step; hop < from; ++hop)
            for (std::size_t band = 0; band < dsp::grooveBands; ++band)
                sum += std::abs(history_.bandDb(hop, band) - history_.bandDb(hop - turn, band));
        if (sum > sameTurnDb * static_cast<float>(step * static_cast<std::int64_t>(dsp::grooveBands))) break;
        from -= step;
    }
    if (groove_.to - from < leastTurns * turn) return std::nullopt;
    return from;
}

/** What sounds in a locked groove is no music of the last track, but for its first turn where the music runs into it.
   Loops in the music itself end before the run-out groove does. */
void SideLevels::dropLockedGroove() {
    for (const double seconds : turns) {
        const auto turn = history_.hopsIn(seconds);
        const auto second = lockedFrom(turn);
        if (!second || music_.empty() || music_.back().to <= *second) continue;
        // lockedFrom() goes in quarters of a turn.
        while (music_.size() > 1 && music_.back().from >= *second - turn - turn / 4)
            music_.pop_back();
        if (isLifted_) music_.back().to = std::min(music_.back().to, *second);
        return;
    }
}

/** Short sounds at either end that are quieter than the rest: the needle is handled. */
void SideLevels::dropHandling() {
    const auto isHandling = [&](const HopRange& sound) {
        return sound.length() < history_.hopsIn(handlingSeconds) &&
               levelPercentile(sound.from, sound.to, 1.0) < musicDb_ - handlingDb;
    };
    while (music_.size() > 1 && isHandling(music_.front()) && music_[1].from - music_[0].to > history_.hopsIn(0.3))
        music_.erase(music_.begin());
    while (music_.size() > 1 && isHandling(music_.back()))
        music_.pop_back();
}

float SideLevels::lowLineDb() const { return noiseDb_ + std::min(0.3F * spanDb_, 12.0F); }

float SideLevels::levelPercentile(std::int64_t from, std::int64_t to, double part) const {
    from = std::max(from, groove_.from);
    to = std::min(to, groove_.to);
    if (from >= to) return noiseDb_;
    return percentileOf({level_.begin() + (from - groove_.from), level_.begin() + (to - groove_.from)}, part);
}

} // namespace phonostage::media
