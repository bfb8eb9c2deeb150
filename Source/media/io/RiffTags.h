// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/HeaderFacts.h"
#include "media/io/Tags.h"

namespace phonostage::media {

/** What a person put into a RIFF file, beside the texts that libsndfile reads: cue points with labels, notes and
   regions; the broadcast chunk; texts of LIST INFO; iXML, id3 and other chunks as they are. */
/** withTexts: the texts too that libsndfile reads where it has the file. */
void readRiffTags(FileTags& tags, const base::ByteSource& source, const HeaderFacts& facts, bool withTexts);
/** One chunk of it. */
void readRiffChunk(FileTags& tags, std::string_view name, const std::string& body, Order order, bool withTexts = false);

/** The chunks that a WAV gets from the tags, and the names of what WAV has no place for. */
struct WrittenChunks {
    std::vector<TagChunk> chunks;
    std::vector<std::string> lost;
};
[[nodiscard]] WrittenChunks riffChunks(const FileTags& tags);

/** The fields of a broadcast chunk under the names that other programs use, and back; empty where they are none. */
[[nodiscard]] std::vector<std::pair<std::string, std::string>> broadcastFields(const std::string& broadcast);
[[nodiscard]] std::string broadcastOf(std::vector<std::pair<std::string, std::string>>& fields);

} // namespace phonostage::media
