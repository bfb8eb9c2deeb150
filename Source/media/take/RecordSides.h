// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Take.h"

#include <cstddef>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

namespace phonostage::media {

/** A recording of a side of a record. */
struct RecordSide {
    char side = 0; ///< 'A' to 'Z'
    int part = 1;  ///< of a side that went on in another file
    std::filesystem::path audio;
    double seconds = 0.0;
    std::size_t tracks = 0; ///< 0: nobody has cut it yet
    UtcMs startedAt = 0;    ///< 0 where it is not known

    bool operator==(const RecordSide&) const = default;
};

/** The recordings of the same record in the take's folder, the take itself among them, in order: those whose sidecars
    have its album's title and artist, and a side. Where a side was recorded twice the later counts, but the take
    always does. The take alone where its own title or side is not known. Reads at most mostSidecarsOfFolder sidecars;
    those that cannot be read are passed over. */
[[nodiscard]] std::vector<RecordSide> sidesOfRecord(const Take& take);

constexpr std::size_t mostSidecarsOfFolder = 500;

/** A record has one title: tags that are changed on one of its sides are changed on the others. */
class RecordTags {
public:
    enum class Change {
        made,     ///< by a person
        takenBack ///< or made again: an undo, a redo
    };

    /** What differs between `before` and `after` of title, artist, date, label, catalogue number, genre and cover is
        changed on the others where they had the same before; where it is taken back, only where it had been changed
        here. Writes sidecars alone. Returns on how many; throws base::FileError. */
    int change(const std::vector<RecordSide>& others, const AlbumTags& before, const AlbumTags& after, Change change);

private:
    using Followed = std::pair<std::filesystem::path, std::size_t>; ///< a recording, and a tag of it

    std::set<Followed> followed_;
};

} // namespace phonostage::media
