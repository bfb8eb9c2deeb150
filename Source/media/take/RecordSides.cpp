// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/RecordSides.h"

#include "base/files/FileError.h"
#include "base/files/FilePlace.h"
#include "media/take/TakeNames.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <system_error>
#include <utility>

namespace phonostage::media {
namespace fs = std::filesystem;
namespace {

RecordSide sideOf(const Take& take) {
    RecordSide side;
    side.side = take.sidecar().album.side;
    side.part = take.sidecar().part.number;
    side.startedAt = take.sidecar().startedAt;
    side.audio = take.audioPath();
    side.seconds = static_cast<double>(take.frames()) / take.sampleRateHz();
    side.tracks = take.sidecar().tracks.size();
    return side;
}

/** The sidecars of a folder, the oldest first. */
std::vector<fs::path> sidecarsOf(const fs::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end;
         !error && entry != end && found.size() < mostSidecarsOfFolder; entry.increment(error)) {
        std::error_code ignored;
        if (isSidecarName(entry->path())) found.emplace_back(entry->last_write_time(ignored), entry->path());
    }
    std::sort(found.begin(), found.end());
    std::vector<fs::path> paths;
    for (auto& each : found)
        paths.push_back(std::move(each.second));
    return paths;
}

bool isSameRecord(const AlbumTags& one, const AlbumTags& other) {
    return one.title == other.title && one.artist == other.artist;
}

constexpr std::array<std::string AlbumTags::*, 7> recordFields{
    &AlbumTags::title,           &AlbumTags::artist, &AlbumTags::date,  &AlbumTags::label,
    &AlbumTags::catalogueNumber, &AlbumTags::genre,  &AlbumTags::cover,
};

} // namespace

std::vector<RecordSide> sidesOfRecord(const Take& take) {
    const auto own = sideOf(take);
    const auto& album = take.sidecar().album;
    if (album.title.empty() || own.side == 0) return {own};
    std::map<std::pair<char, int>, RecordSide> sides;
    for (const auto& path : sidecarsOf(base::folderOf(take.audioPath()))) {
        if (path == take.sidecarPath()) continue;
        try {
            const Take other(path);
            const auto& itsAlbum = other.sidecar().album;
            if (!other.hasSidecar() || itsAlbum.side == 0 || !isSameRecord(album, itsAlbum)) continue;
            const auto side = sideOf(other);
            auto& place = sides[{side.side, side.part}];
            // Of two whose time is not known the one that was written last.
            if (side.startedAt >= place.startedAt) place = side;
        } catch (const base::FileError&) {
            // What is wrong with it is said where somebody opens it.
        }
    }
    sides[{own.side, own.part}] = own;
    std::vector<RecordSide> result;
    for (auto& [key, side] : sides)
        result.push_back(std::move(side));
    return result;
}

int RecordTags::change(const std::vector<RecordSide>& others, const AlbumTags& before, const AlbumTags& after,
                       Change change) {
    int changed = 0;
    for (const auto& other : others) {
        Take take(other.audio);
        auto sidecar = take.sidecar();
        std::vector<Followed> fresh;
        for (std::size_t i = 0; i < recordFields.size(); ++i) {
            const auto field = recordFields[i];
            if (before.*field == after.*field || sidecar.album.*field != before.*field) continue;
            if (change == Change::takenBack && followed_.count({other.audio, i}) == 0) continue;
            sidecar.album.*field = after.*field;
            fresh.emplace_back(other.audio, i);
        }
        if (fresh.empty()) continue;
        take.save(sidecar);
        followed_.insert(fresh.begin(), fresh.end());
        ++changed;
    }
    return changed;
}

} // namespace phonostage::media
