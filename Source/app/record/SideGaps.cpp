// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/SideGaps.h"

#include "media/take/Track.h"

#include <chrono>
#include <utility>

namespace phonostage::app {
namespace {

/** Where tracks begin behind sure gaps, in the last stay of the needle: a test of the first groove is no side. */
std::vector<double> sureGaps(const media::TrackFinder& soFar, double latestSeconds) {
    std::vector<double> found;
    if (soFar.sides() == 0) return found;
    for (const auto& track : soFar.side(soFar.sides() - 1, {}).tracks)
        if (track.from == media::TrackCandidate::Kind::gap && track.confidence >= media::sureConfidence &&
            track.startSeconds <= latestSeconds)
            found.push_back(track.startSeconds);
    return found;
}

} // namespace

bool SideGaps::isReading() const {
    return reading_.valid() && reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

bool SideGaps::follow(const std::filesystem::path& file, double sampleRateHz, std::int64_t safeFrames) {
    if (file != file_ || sampleRateHz != rateHz_) {
        forget();
        file_ = file;
        rateHz_ = sampleRateHz;
        reader_ = std::make_shared<media::SideReader>();
        isCancelled_ = std::make_shared<std::atomic<bool>>(false);
    }
    if (reading_.valid()) {
        if (isReading()) return false;
        auto found = reading_.get();
        const bool isNew = found.gaps != found_.gaps;
        found_ = std::move(found);
        return isNew;
    }
    if (rateHz_ <= 0.0 || static_cast<double>(safeFrames - found_.frames) < everySeconds * rateHz_) return false;
    reading_ = std::async(
        std::launch::async,
        [reader = reader_, isCancelled = isCancelled_, file, sampleRateHz, safeFrames, known = found_]() -> Found {
            if (!reader->readOn(file, safeFrames, *isCancelled)) return known; // more the next time, perhaps
            const auto frames = reader->frames();
            const double latest = static_cast<double>(frames) / sampleRateHz - behindSeconds;
            const auto soFar = reader->soFar();
            return {soFar != nullptr ? sureGaps(*soFar, latest) : std::vector<double>(), frames};
        });
    return false;
}

void SideGaps::forget() {
    if (isCancelled_ != nullptr) *isCancelled_ = true;
    if (reading_.valid()) reading_.wait();
    reading_ = {};
    reader_.reset();
    isCancelled_.reset();
    found_ = {};
    file_.clear();
    rateHz_ = 0.0;
}

std::shared_ptr<media::SideReader> SideGaps::take() {
    auto reader = reader_;
    if (isCancelled_ != nullptr) *isCancelled_ = true;
    last_ = std::move(reading_); // whoever gets the reader waits for it, on a thread of his own
    forget();
    return reader;
}

} // namespace phonostage::app
