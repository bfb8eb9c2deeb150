// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/RiffTags.h"

namespace phonostage::media {

/** What a person put into an AIFF file: markers, comments, further annotations, ID3. */
void readAiffTags(FileTags& tags, const base::ByteSource& source);
[[nodiscard]] WrittenChunks aiffChunks(const FileTags& tags);

/** Names what a CAF or W64 file has beside its sound: only libsndfile's texts are read from these. */
void nameUnread(FileTags& tags, const base::ByteSource& source, std::string_view container);

} // namespace phonostage::media
