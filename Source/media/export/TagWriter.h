// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"
#include "media/export/TagSet.h"

#include <string>

namespace phonostage::media {

enum class TagFormat {
    flac, ///< Vorbis comments, METADATA_BLOCK_PICTURE
    opus, ///< likewise; loudness as RFC 7845 has it: R128_TRACK_GAIN and R128_ALBUM_GAIN
    mp3,  ///< ID3v2.4
    wav,  ///< ID3v2.4 in an "id3 " chunk, and LIST INFO. Never RF64
    aiff, ///< ID3v2.4 in an "ID3 " chunk
    rf64, ///< as wav, appended by ourselves: TagLib before 2.3 destroys the sound of an RF64 file and reports success
};

/** Puts tags into a finished sound file in place of those that it has. The sound is not touched. A file that says
    "RF64" is treated as rf64 whatever the format. name: for messages. Throws MediaError; the file is no use then. */
void writeTags(base::File& file, TagFormat format, const TagSet& tags, const std::string& name);

} // namespace phonostage::media
