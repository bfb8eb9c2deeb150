// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/SweepMeter.h"

#include "dsp/Angles.h"
#include "dsp/measure/Percentiles.h"
#include "dsp/measure/testrecord/SweepWindow.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double referenceHz = 1000.0;
constexpr int pointsAnOctave = 12, lowestPoint = -72, highestPoint = 72; ///< 15.6 Hz to 64 kHz
constexpr double highestPart = 0.46;                                     ///< of the rate
constexpr double leastHalfSeconds = 0.08, leastPeriods = 14.0, usualOctaves = 1.0 / 16.0, mostOctaves = 1.0 / 6.0;
constexpr double pilotPieceSeconds = 0.05;
constexpr double neighbourOctaves = 1.5 / pointsAnOctave; ///< less apart than this are points beside each other

/** Half of a window: some periods, but not so long that a resonance would be smeared. */
double halfSeconds(const SweepBand& band, double hz) {
    const double octave = std::numbers::ln2 / band.rate;
    return std::min(std::max({leastHalfSeconds, leastPeriods / hz, usualOctaves * octave}), mostOctaves * octave);
}

/** A leak changes slowly with the frequency, and noise is a larger part of it than of the driven channel: the mean of
    each point and its two neighbours, these at half the weight. The outermost stay as they are. */
std::vector<CrosstalkPoint> averaged(const std::vector<CrosstalkPoint>& points) {
    auto smooth = points;
    for (std::size_t i = 1; i + 1 < points.size(); ++i)
        if (std::log2(points[i + 1].frequencyHz / points[i - 1].frequencyHz) < 2.0 * neighbourOctaves)
            smooth[i].leak = 0.25 * (points[i - 1].leak + 2.0 * points[i].leak + points[i + 1].leak);
    return smooth;
}

} // namespace

SweepMeter::SweepMeter(double rateHz, std::vector<SweepBand> bands)
    : rateHz_(rateHz), bands_(std::move(bands)), readings_(bands_.size()), pilotPowers_(bands_.size()) {
    plan();
}

void SweepMeter::plan() {
    const auto sample = [this](double seconds) { return static_cast<std::int64_t>(std::llround(seconds * rateHz_)); };
    for (std::size_t b = 0; b < bands_.size(); ++b) {
        const auto& band = bands_[b];
        if (band.pilot)
            for (double t = band.pilot->fromSeconds; t + pilotPieceSeconds <= band.pilot->toSeconds;
                 t += pilotPieceSeconds)
                tasks_.push_back({sample(t), sample(t + pilotPieceSeconds), b, 0.0});
        for (int k = lowestPoint; k <= highestPoint; ++k) {
            const double hz = referenceHz * std::exp2(static_cast<double>(k) / pointsAnOctave);
            const double middle = band.timeOf(hz), half = halfSeconds(band, hz);
            if (hz > highestPart * rateHz_ || middle - half < band.fromSeconds || middle + half > band.toSeconds)
                continue;
            tasks_.push_back({sample(middle - half), sample(middle + half), b, hz});
        }
    }
    std::stable_sort(tasks_.begin(), tasks_.end(), [](const Task& a, const Task& b) { return a.to < b.to; });
    neededFrom_.resize(tasks_.size());
    for (std::size_t i = tasks_.size(); i-- > 0;)
        neededFrom_[i] = i + 1 < tasks_.size() ? std::min(tasks_[i].from, neededFrom_[i + 1]) : tasks_[i].from;
}

void SweepMeter::add(std::span<const double> left, std::span<const double> right) {
    held_[0].insert(held_[0].end(), left.begin(), left.end());
    held_[1].insert(held_[1].end(), right.begin(), right.end());
    const auto end = heldFrom_ + std::ssize(held_[0]);
    for (; next_ < tasks_.size() && tasks_[next_].to <= end; ++next_)
        carryOut(tasks_[next_]);
    const auto needed = next_ < tasks_.size() ? neededFrom_[next_] : end;
    const auto gone = std::clamp<std::int64_t>(needed - heldFrom_, 0, std::ssize(held_[0]));
    for (auto& samples : held_)
        samples.erase(samples.begin(), samples.begin() + gone);
    heldFrom_ += gone;
}

void SweepMeter::join(const SweepMeter& other) {
    bands_.insert(bands_.end(), other.bands_.begin(), other.bands_.end());
    readings_.insert(readings_.end(), other.readings_.begin(), other.readings_.end());
    pilotPowers_.insert(pilotPowers_.end(), other.pilotPowers_.begin(), other.pilotPowers_.end());
}

void SweepMeter::carryOut(const Task& task) {
    if (task.from < heldFrom_) return;
    const auto& band = bands_[task.band];
    const auto from = static_cast<std::size_t>(task.from - heldFrom_);
    const auto count = static_cast<std::size_t>(task.to - task.from);
    const std::size_t drivenChannel = band.driven == DrivenSide::right ? 1 : 0;
    const auto driven = std::span<const double>(held_[drivenChannel]).subspan(from, count);
    const auto other = std::span<const double>(held_[1 - drivenChannel]).subspan(from, count);
    if (task.frequencyHz > 0.0) {
        const auto read = readSweep(band, driven, other, static_cast<double>(task.from) / rateHz_, rateHz_);
        if (read.isSound) readings_[task.band].push_back({task.frequencyHz, read.amplitude, read.leak});
        return;
    }
    // Short pieces: wow does not reach them, and a median over them passes over clicks.
    const double turn = twoPi * band.pilot->frequencyHz / rateHz_;
    std::complex<double> sum = 0.0;
    double weights = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(count));
        sum += s * s * driven[i] * std::polar(1.0, -turn * static_cast<double>(i));
        weights += s * s;
    }
    pilotPowers_[task.band].push_back(static_cast<float>(4.0 * std::norm(sum) / (weights * weights)));
}

double SweepMeter::levelOf(std::size_t band) const {
    if (auto powers = pilotPowers_[band]; !powers.empty()) return std::sqrt(medianOf(powers));
    for (const auto& reading : readings_[band])
        if (reading.frequencyHz == referenceHz) return reading.amplitude;
    return 0.0;
}

SweepMeasurement SweepMeter::finish(RecordCut cut, const std::function<double(double hz)>& extraGain) const {
    SweepMeasurement result;
    double speeds = 0.0;
    int pilots = 0;
    for (const auto& band : bands_)
        if (band.pilot) {
            speeds += band.pilot->frequencyHz / referenceHz;
            ++pilots;
        }
    if (pilots > 0) result.speed = speeds / pilots;
    const double speed = result.speed.value_or(1.0);
    for (std::size_t b = 0; b < bands_.size(); ++b) {
        const bool isBoth = bands_[b].driven == DrivenSide::both;
        for (std::size_t c = 0; c < 2; ++c) {
            const bool isDriven = isBoth || (bands_[b].driven == DrivenSide::right) == (c == 1);
            if (!isDriven) continue;
            auto& channel = result.channel[c];
            std::optional<double> atReference;
            for (const auto& reading : readings_[b]) {
                const double hz = reading.frequencyHz;
                const double size = reading.amplitude * (isBoth && c == 1 ? std::abs(reading.leak) : 1.0);
                // The cut lies on the record: at a wrong speed it is that of the frequency there.
                double db = decibels(size / recordedVelocity(cut, hz / speed));
                if (extraGain) db -= decibels(extraGain(hz));
                channel.response.push_back({hz, db});
                if (hz == referenceHz) atReference = db;
                if (!isBoth) channel.crosstalk.push_back({hz, reading.leak});
            }
            if (!atReference) { // no sound reading at 1 kHz: nothing to be relative to
                channel = {};
                continue;
            }
            for (auto& point : channel.response)
                point.levelDb -= *atReference;
            channel.level = isBoth ? decibelsToFactor(*atReference) : levelOf(b);
        }
    }
    auto& [left, right] = result.channel;
    if (left.level > 0.0 && right.level > 0.0) result.balanceDb = decibels(right.level / left.level);
    result.azimuth = azimuthOf(left.crosstalk, right.crosstalk);
    for (auto& channel : result.channel)
        channel.crosstalk = averaged(channel.crosstalk);
    return result;
}

std::optional<Azimuth> azimuthOf(std::span<const CrosstalkPoint> leftDriven,
                                 std::span<const CrosstalkPoint> rightDriven) {
    constexpr double lowHz = 400.0, highHz = 3000.0, sureGainDb = 3.0;
    constexpr std::size_t leastPoints = 12;
    constexpr double degrees = 180.0 / std::numbers::pi;
    struct Pair {
        std::complex<double> left, right;
    };
    std::vector<Pair> pairs;
    for (const auto& left : leftDriven)
        for (const auto& right : rightDriven)
            if (left.frequencyHz == right.frequencyHz && left.frequencyHz >= lowHz && left.frequencyHz <= highHz)
                pairs.push_back({left.leak, right.leak});
    if (pairs.size() < leastPoints) return std::nullopt;
    // A turned cartridge hears sin(angle) of the left channel in the right one and -sin(angle) the other way. What both
    // directions have alike, or at another phase, comes from elsewhere.
    const auto count = static_cast<double>(pairs.size());
    double sum = 0.0, squares = 0.0;
    for (const auto& pair : pairs) {
        const double angle = 0.5 * (pair.left.real() - pair.right.real());
        sum += angle;
        squares += angle * angle;
    }
    const double mean = sum / count;
    double left = 0.0, right = 0.0, leftTurned = 0.0, rightTurned = 0.0;
    for (const auto& pair : pairs) {
        left += std::norm(pair.left);
        right += std::norm(pair.right);
        leftTurned += std::norm(pair.left - mean);
        rightTurned += std::norm(pair.right + mean);
    }
    Azimuth azimuth;
    azimuth.degrees = std::asin(std::clamp(mean, -1.0, 1.0)) * degrees;
    azimuth.spreadDegrees = 2.0 * std::sqrt(std::max(squares / count - mean * mean, 0.0)) * degrees;
    azimuth.gainDb = decibelsOfPower(std::max(left, right) / std::max({leftTurned, rightTurned, 1e-12}));
    azimuth.isSure = azimuth.gainDb >= sureGainDb && azimuth.spreadDegrees < std::abs(azimuth.degrees);
    return azimuth;
}

} // namespace phonostage::dsp
