// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/ExportJob.h"

#include "base/files/FileError.h"
#include "media/export/TakePlan.h"
#include "media/io/MediaError.h"

#include <cmath>

namespace phonostage::app {

ExportJob::ExportJob(const media::Take& take, TrackEdits::State state, ExportChoice choice)
    : audio_(take.audioPath()), takeId_(take.sidecar().takeId), state_(std::move(state)), choice_(std::move(choice)),
      thread_([this] { run(); }) {}

ExportJob::~ExportJob() {
    isCancelled_ = true;
    thread_.join();
}

std::string ExportJob::result() const {
    const std::lock_guard lock(mutex_);
    return result_;
}

bool ExportJob::hasChanged() {
    const int now = isRunning() ? static_cast<int>(std::lround(part() * 500.0)) : 1000;
    return std::exchange(shown_, now) != now;
}

void ExportJob::work() {
    media::TakeSound side;
    side.audio = audio_;
    side.takeId = takeId_;
    side.stage = choice_.stage;
    side.tracks = state_.tracks;
    side.album = state_.album;
    std::error_code ignored;
    std::filesystem::create_directories(choice_.folder, ignored);
    media::ExportPlan plan = media::planOfTake(side, choice_.folder, choice_.container, choice_.format);
    const auto progress = [this](std::int64_t done, std::optional<std::int64_t> total) {
        if (total && *total > 0) part_ = static_cast<double>(done) / static_cast<double>(*total);
        std::size_t now = 0;
        while (now + 1 < state_.tracks.size() && state_.tracks[now].endFrame <= done)
            ++now;
        track_ = now;
        return !isCancelled_.load();
    };
    const auto made = media::exportAlbum(plan, progress);
    std::int64_t clipped = 0;
    for (const auto& pass : made.sides.front())
        for (const auto& track : pass.tracks)
            clipped += track.clippedSamples;
    std::string text = std::to_string(state_.tracks.size());
    text += state_.tracks.size() == 1 ? " track in " : " tracks in ";
    text += base::quoted(made.sides.front().front().tracks.front().path.parent_path());
    if (clipped > 0) {
        text += "; ";
        text += std::to_string(clipped);
        text += " samples clipped: less gain";
    }
    const std::lock_guard lock(mutex_);
    result_ = text;
}

void ExportJob::run() {
    try {
        work();
    } catch (const media::Cancelled&) {
        const std::lock_guard lock(mutex_);
        result_ = "Cancelled: nothing was written.";
    } catch (const base::FileError& error) {
        const std::lock_guard lock(mutex_);
        result_ = error.what();
        // The command line's remedy is none here: another folder is.
        result_ = result_.substr(0, result_.find(", or --overwrite"));
        hasFailed_ = true;
    }
    isRunning_ = false;
}

} // namespace phonostage::app
