// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/SideGaps.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSeeker.h"
#include "media/take/Track.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace phonostage::app {

/** On a thread of its own. */
std::vector<double> SideGaps::readOn(std::int64_t until) {
    constexpr int block = 16384;
    try {
        media::SoundSeeker file(file_);
        if (finder_ == nullptr) finder_ = std::make_unique<media::TrackFinder>(rateHz_, 2);
        file.seek(readFrames_);
        std::vector<double> left(block), right(block);
        const std::array<const double*, 2> channel{left.data(), right.data()};
        while (readFrames_ < until && !isCancelled_) {
            const auto wanted = static_cast<int>(std::min<std::int64_t>(block, until - readFrames_));
            const int got = file.read(left.data(), right.data(), wanted);
            if (got == 0) break;
            finder_->add(channel.data(), got);
            readFrames_ += got;
        }
    } catch (const base::FileError&) {
        return gaps_; // more the next time, perhaps; nobody changes them while this reads
    }
    std::vector<double> found;
    const auto soFar = finder_->soFar();
    if (soFar->sides() == 0) return found;
    const double latest = static_cast<double>(readFrames_) / rateHz_ - behindSeconds;
    // The last stay of the needle: a test of the first groove is no side.
    for (const auto& track : soFar->side(soFar->sides() - 1, {}).tracks)
        if (track.from == media::TrackCandidate::Kind::gap && track.confidence >= media::sureConfidence &&
            track.startSeconds <= latest)
            found.push_back(track.startSeconds);
    return found;
}

bool SideGaps::isReading() const {
    return reading_.valid() && reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

bool SideGaps::follow(const std::filesystem::path& file, double sampleRateHz, std::int64_t safeFrames) {
    if (file != file_ || sampleRateHz != rateHz_) {
        forget();
        file_ = file;
        rateHz_ = sampleRateHz;
    }
    if (reading_.valid()) {
        if (isReading()) return false;
        auto found = reading_.get();
        if (found == gaps_) return false;
        gaps_ = std::move(found);
        return true;
    }
    if (rateHz_ <= 0.0 || static_cast<double>(safeFrames - readFrames_) < everySeconds * rateHz_) return false;
    reading_ = std::async(std::launch::async, [this, safeFrames] { return readOn(safeFrames); });
    return false;
}

void SideGaps::forget() {
    isCancelled_ = true;
    if (reading_.valid()) reading_.wait();
    reading_ = {};
    isCancelled_ = false;
    finder_.reset();
    readFrames_ = 0;
    gaps_.clear();
    file_.clear();
    rateHz_ = 0.0;
}

} // namespace phonostage::app
