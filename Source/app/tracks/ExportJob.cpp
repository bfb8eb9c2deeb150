// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/ExportJob.h"

#include "base/files/FileError.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"

#include <cmath>
#include <map>

namespace phonostage::app {
namespace {

std::vector<std::string> positionsOf(const std::vector<media::TakeSound>& sides) {
    std::vector<std::string> positions;
    std::map<char, int> onSide; // a side may have gone on in another file
    for (const auto& side : sides)
        for (std::size_t i = 0; i < side.tracks.size(); ++i) {
            std::string text;
            if (side.album.side != 0) text += side.album.side;
            text += std::to_string(++onSide[side.album.side]);
            positions.push_back(std::move(text));
        }
    return positions;
}

} // namespace

ExportJob::ExportJob(std::vector<media::TakeSound> sides, ExportChoice choice)
    : sides_(std::move(sides)), choice_(std::move(choice)), positions_(positionsOf(sides_)),
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
    std::error_code ignored;
    std::filesystem::create_directories(choice_.folder, ignored);
    const auto plan = media::planOfTakes(sides_, choice_.folder, choice_.container, choice_.format);
    std::vector<std::int64_t> ends; // of the tracks, in the frames that the progress counts
    std::int64_t before = 0;
    for (const auto& side : sides_) {
        for (const auto& track : side.tracks)
            ends.push_back(before + track.endFrame);
        before += media::AudioReader(side.audio).frames().value_or(0);
    }
    const auto progress = [this, &ends](std::int64_t done, std::optional<std::int64_t> total) {
        if (total && *total > 0) part_ = static_cast<double>(done) / static_cast<double>(*total);
        std::size_t now = 0;
        while (now + 1 < ends.size() && ends[now] <= done)
            ++now;
        track_ = now;
        return !isCancelled_.load();
    };
    const auto made = media::exportAlbum(plan, progress);
    std::int64_t clipped = 0;
    for (const auto& side : made.sides)
        for (const auto& pass : side)
            for (const auto& track : pass.tracks)
                clipped += track.clippedSamples;
    std::string text = std::to_string(tracks());
    text += tracks() == 1 ? " track in " : " tracks in ";
    text += base::quoted(made.sides.front().front().tracks.front().path.parent_path());
    if (clipped > 0) {
        text += ". Clipped samples: ";
        text += std::to_string(clipped);
        text += ". Export again with less gain.";
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
