// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/SideReplay.h"

#include "app/record/RecordModel.h"
#include "app/tracks/Player.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSeeker.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

std::string SideReplay::tryToHear(double seconds) {
    const auto& status = record_.status();
    if (status.file.empty() || status.sampleRateHz <= 0.0) return "Nothing is recorded yet.";
    const double offset = record_.history().partStart();
    if (seconds < offset) return "This place is in the part before. It can be heard on the page Tracks.";
    const auto from = std::llround((seconds - offset) * status.sampleRateHz);
    if (from >= status.safeFrames) return "This place is not on the disk yet. It can be heard in a second.";
    auto why = player_.play(status.file, from, status.safeFrames, false);
    if (!why.empty()) return why;
    file_ = status.file;
    isSide_ = true;
    rateHz_ = status.sampleRateHz;
    offset_ = offset;
    return {};
}

void SideReplay::hear(double seconds) { refusal_ = tryToHear(seconds); }

void SideReplay::hearEnd() {
    const auto safe = record_.history().partStart() + record_.safeSeconds();
    hear(std::max(record_.history().partStart(), safe - endSeconds));
}

void SideReplay::hearEndOf(const media::Orphan& orphan) {
    refusal_.clear();
    try {
        const media::SoundSeeker file(orphan.path);
        const auto from = std::max<std::int64_t>(0, file.frames() - std::llround(endSeconds * file.sampleRateHz()));
        refusal_ = player_.play(orphan.path, from, file.frames(), false);
    } catch (const base::FileError& error) {
        refusal_ = error.what();
    }
    if (!refusal_.empty()) return;
    file_ = orphan.path;
    isSide_ = false;
}

void SideReplay::stop() {
    refusal_.clear();
    if (isHeard()) player_.stop();
}

bool SideReplay::isHeard() const { return player_.isPlaying() && !file_.empty() && player_.file() == file_; }

std::optional<double> SideReplay::seconds() const {
    if (!isHeard() || !isSide_) return std::nullopt;
    return offset_ + static_cast<double>(player_.frame()) / rateHz_;
}

} // namespace phonostage::app
