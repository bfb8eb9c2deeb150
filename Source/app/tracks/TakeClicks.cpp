// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/TakeClicks.h"

#include "base/files/FileError.h"
#include "media/export/TakePlan.h"
#include "media/io/MediaError.h"

#include <chrono>

namespace phonostage::app {

using params::Id;

TakeClicks::~TakeClicks() { stop(); }

void TakeClicks::stop() {
    isCancelled_ = true;
    if (scan_.valid()) scan_.wait();
    scan_ = {};
    isCancelled_ = false;
}

params::Snapshot TakeClicks::cleaning(params::Snapshot sound) {
    if (!sound.values.isOn(Id::declick) && !sound.values.isOn(Id::decrackle)) sound.values.set(Id::declick, 1.0);
    return sound;
}

void TakeClicks::find(const std::filesystem::path& audio, const params::Snapshot& sound) {
    const auto isAlike = [&](Id id) {
        const double a = sound.values.get(id), b = sound_.values.get(id);
        return !(a < b) && !(a > b);
    };
    const bool isSame = audio == audio_ && isAlike(Id::declick) && isAlike(Id::declickStrength) &&
                        isAlike(Id::decrackle) && isAlike(Id::decrackleStrength) && isAlike(Id::inputDbv);
    if (isSame && (found_ || isFinding())) return;
    forget();
    audio_ = audio;
    sound_ = sound;
    scan_ = std::async(std::launch::async, [this, audio, stage = media::exportStageOf(sound)] {
        return media::scanClicks(audio, stage, [this](std::int64_t done, std::optional<std::int64_t> total) {
            progress_ = total && *total > 0 ? static_cast<double>(done) / static_cast<double>(*total) : 0.0;
            return !isCancelled_.load();
        });
    });
}

void TakeClicks::forget() {
    stop();
    ++searches_;
    audio_.clear();
    found_.reset();
    trouble_.clear();
    progress_ = 0.0;
    shown_ = -1;
}

bool TakeClicks::poll() {
    if (!scan_.valid()) return false;
    if (scan_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        const int now = static_cast<int>(100.0 * part());
        return std::exchange(shown_, now) != now;
    }
    ++searches_;
    try {
        found_ = scan_.get();
    } catch (const base::FileError& error) {
        trouble_ = error.what();
    }
    return true;
}

} // namespace phonostage::app
