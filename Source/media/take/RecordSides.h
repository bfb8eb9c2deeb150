// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Take.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace phonostage::media {

/** A recording of a side of a record. */
struct RecordSide {
    char side = 0; ///< 'A' to 'Z'
    int part = 1;  ///< of a side that went on in another file
    std::filesystem::path audio;
    double seconds = 0.0;
    std::size_t tracks = 0; ///< 0: nobody has cut it yet

    bool operator==(const RecordSide&) const = default;
};

/** The recordings of the same record in the take's folder, the take itself among them, in order: those whose sidecars
    have its album's title and artist, and a side. Where a side was recorded twice the newest counts, but the take
    always does. The take alone where its own title or side is not known. Reads at most mostSidecarsOfFolder sidecars;
    those that cannot be read are passed over. */
[[nodiscard]] std::vector<RecordSide> sidesOfRecord(const Take& take);

constexpr std::size_t mostSidecarsOfFolder = 500;

/** What of the record's tags has been changed from `before` to `after` is changed on the other recordings of the
   record, too, where they had the same before: a record has one title. Sides and discs stay. Writes sidecars alone.
   Returns how many were changed; throws base::FileError. */
int changeRecord(const std::vector<RecordSide>& others, const AlbumTags& before, const AlbumTags& after);

} // namespace phonostage::media
