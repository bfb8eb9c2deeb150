// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/ToneBands.h"

#include "dsp/simd/Decibels.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace phonostage::media {
namespace {

using dsp::ToneSide;

constexpr double pieceSeconds = 0.1;
constexpr double lowestHz = 100.0, highestHz = 20000.0, highestPart = 0.45;
constexpr std::size_t lobeBins = 4;
constexpr double leastPurity = 0.7; ///< of the power in the band: even a square wave has 0.81 in its fundamental
constexpr double leastPower = 1e-12;
constexpr double frequencyWidth = 0.015;
constexpr double levelStepDb = 1.0;
constexpr std::size_t mostBands = 4096;

std::size_t pieceSize(double rateHz) {
    std::size_t size = 2;
    while (static_cast<double>(size * 2) <= pieceSeconds * rateHz)
        size *= 2;
    return size;
}

double sum(std::span<const double> power, std::size_t first, std::size_t last) {
    double total = 0.0;
    for (std::size_t k = first; k <= last && k < power.size(); ++k)
        total += power[k];
    return total;
}

} // namespace

ToneBandFinder::ToneBandFinder(double rateHz, int channels)
    : rateHz_(rateHz), channels_(channels), meter_(pieceSize(rateHz), channels, rateHz) {
    for (auto& list : held_)
        list.resize(meter_.size());
}

void ToneBandFinder::add(const double* const* channel, int frames) {
    frames_ += frames;
    for (int done = 0; done < frames;) {
        const int n = std::min(frames - done, static_cast<int>(meter_.size() - fill_));
        for (int c = 0; c < channels_; ++c)
            dsp::copyGuarded(channel[c] + done, n, held_[c].data() + fill_);
        fill_ += static_cast<std::size_t>(n);
        done += n;
        if (fill_ < meter_.size()) continue;
        fill_ = 0;
        extend(look());
        ++pieces_;
    }
}

ToneBandFinder::Piece ToneBandFinder::look() {
    meter_.add(held_[0].data(), held_[1].data());
    const auto spectra = meter_.take();
    const auto first = static_cast<std::size_t>(std::ceil(lowestHz / spectra.binHz));
    const auto last = static_cast<std::size_t>(std::min(highestHz, highestPart * rateHz_) / spectra.binHz);
    const auto at = [](const std::vector<double>& side, std::size_t k) { return k < side.size() ? side[k] : 0.0; };
    std::size_t best = first;
    for (std::size_t k = first; k <= last; ++k)
        if (at(spectra.left, k) + at(spectra.right, k) > at(spectra.left, best) + at(spectra.right, best)) best = k;

    const std::size_t from = best - std::min(best, lobeBins), to = best + lobeBins;
    const double left = sum(spectra.left, from, to), right = sum(spectra.right, from, to);
    const auto& strong = right > left ? spectra.right : spectra.left;
    const double power = std::max(left, right);
    Piece piece;
    piece.tonal = power > leastPower && power >= leastPurity * sum(strong, std::min(first, from), std::max(last, to));
    if (!piece.tonal) return piece;
    piece.frequencyHz = dsp::topOfLobe(strong, best) * spectra.binHz;
    piece.levelDbfs = dsp::decibelsOfPower(2.0 * power);
    if (channels_ == 2) {
        const double factor = std::pow(10.0, 0.1 * oneSideDb);
        if (left > factor * right) piece.side = ToneSide::left;
        if (right > factor * left) piece.side = ToneSide::right;
    }
    return piece;
}

void ToneBandFinder::extend(const Piece& piece) {
    const bool goesOn = run_.count > 0 && piece.tonal && piece.side == run_.first.side &&
                        std::abs(piece.frequencyHz / run_.first.frequencyHz - 1.0) <= frequencyWidth &&
                        std::abs(piece.levelDbfs - run_.last.levelDbfs) <= levelStepDb;
    if (!goesOn) close();
    const auto append = [&](Run& run) {
        if (run.count == 0) {
            run.start = pieces_;
            run.first = piece;
        }
        ++run.count;
        run.last = piece;
        run.levelSum += piece.levelDbfs;
        run.frequencySum += piece.frequencyHz;
    };
    if (!piece.tonal) {
        tonal_ = {};
        return;
    }
    append(run_);
    append(tonal_);
    if (tonal_.count > longest_.count) longest_ = tonal_;
}

void ToneBandFinder::close() {
    const auto run = run_;
    run_ = {};
    const auto size = static_cast<std::int64_t>(meter_.size());
    const auto inner = run.count - 2; // the pieces at the ends may hold an edge
    if (static_cast<double>(inner * size) < leastSeconds * rateHz_ || bands_.size() >= mostBands) return;
    const auto count = static_cast<double>(run.count);
    bands_.push_back(
        {(run.start + 1) * size, inner * size, run.frequencySum / count, run.levelSum / count, run.first.side});
}

void ToneBandFinder::finish() { close(); }

std::optional<ToneBand> ToneBandFinder::longestTonal() const {
    if (longest_.count == 0) return std::nullopt;
    const auto size = static_cast<std::int64_t>(meter_.size());
    const auto count = static_cast<double>(longest_.count);
    return ToneBand{longest_.start * size, longest_.count * size, longest_.frequencySum / count,
                    longest_.levelSum / count, longest_.first.side};
}

} // namespace phonostage::media
