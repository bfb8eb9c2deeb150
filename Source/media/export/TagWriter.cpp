// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TagWriter.h"

#include "media/export/TagStream.h"
#include "media/io/AppendedChunks.h"
#include "media/io/HeaderBytes.h"
#include "media/io/MediaError.h"

#include "base/text/Units.h"

#include <taglib/aifffile.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2framefactory.h>
#include <taglib/id3v2tag.h>
#include <taglib/infotag.h>
#include <taglib/mpegfile.h>
#include <taglib/opusfile.h>
#include <taglib/tpropertymap.h>
#include <taglib/wavfile.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace phonostage::media {
namespace {

/** A file that TagLib reads frames of ID3v2 from; what its sound is like need not be known. */
template <typename File> class FramedFile : public File {
public:
    explicit FramedFile(TagStream& stream)
#if TAGLIB_MAJOR_VERSION >= 2
        : File(&stream, false){}
#else
        : File(&stream, TagLib::ID3v2::FrameFactory::instance(), false) {
    }
#endif
};

TagLib::String utf8(const std::string& text) { return {text, TagLib::String::UTF8}; }

TagLib::ByteVector bytesOf(const std::string& text) { return {text.data(), static_cast<unsigned>(text.size())}; }

std::string signedDb(double db) { return (db >= 0.0 ? "+" : "") + base::formatFixed(db, 2) + " dB"; }

/** In 1/256 dB to -23 LUFS, as RFC 7845 (5.2.1) has it. */
std::string opusGain(double replayGainDb) {
    return std::to_string(std::clamp(std::lround((replayGainDb - 5.0) * 256.0), -32768L, 32767L));
}

void insert(TagLib::PropertyMap& map, const char* name, const std::string& text) {
    map.insert(TagLib::String(name), TagLib::StringList(utf8(text)));
}

/** What Vorbis comments take for a name; an equals sign would end it. */
bool isFieldName(const std::string& name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c <= 0x7d && c != '='; });
}

TagLib::PropertyMap fieldsOf(const TagSet& tags) {
    TagLib::PropertyMap map;
    for (const auto& [name, text] : tags.fields)
        if (isFieldName(name)) map.insert(utf8(name), TagLib::StringList(utf8(text)));
    return map;
}

void addReplayGain(TagLib::PropertyMap& map, const TagSet& tags) {
    if (!tags.gain) return;
    const auto& gain = *tags.gain;
    insert(map, "REPLAYGAIN_TRACK_GAIN", signedDb(gain.trackGainDb));
    insert(map, "REPLAYGAIN_TRACK_PEAK", base::formatFixed(gain.trackPeak, 6));
    if (!gain.isAlbumKnown) return;
    insert(map, "REPLAYGAIN_ALBUM_GAIN", signedDb(gain.albumGainDb));
    insert(map, "REPLAYGAIN_ALBUM_PEAK", base::formatFixed(gain.albumPeak, 6));
}

/** With totals in fields of their own. */
TagLib::PropertyMap vorbisFields(const TagSet& tags, bool isOpus) {
    auto map = fieldsOf(tags);
    const auto number = [&](const char* name, int value) {
        if (value > 0) insert(map, name, std::to_string(value));
    };
    number("TRACKNUMBER", tags.track);
    number("TRACKTOTAL", tags.tracks);
    number("DISCNUMBER", tags.disc);
    number("DISCTOTAL", tags.discs);
    if (!isOpus) {
        addReplayGain(map, tags);
    } else if (tags.gain) {
        insert(map, "R128_TRACK_GAIN", opusGain(tags.gain->trackGainDb));
        if (tags.gain->isAlbumKnown) insert(map, "R128_ALBUM_GAIN", opusGain(tags.gain->albumGainDb));
    }
    return map;
}

/** With totals behind a stroke: "3/10". */
TagLib::PropertyMap id3Fields(const TagSet& tags) {
    auto map = fieldsOf(tags);
    const auto number = [&](const char* name, int value, int total) {
        if (value > 0) insert(map, name, std::to_string(value) + (total > 0 ? "/" + std::to_string(total) : ""));
    };
    number("TRACKNUMBER", tags.track, tags.tracks);
    number("DISCNUMBER", tags.disc, tags.discs);
    addReplayGain(map, tags);
    return map;
}

void fill(TagLib::ID3v2::Tag& tag, const TagSet& tags) {
    tag.setProperties(id3Fields(tags));
    tag.removeFrames("APIC");
    if (tags.cover.isEmpty()) return;
    auto* picture = new TagLib::ID3v2::AttachedPictureFrame; // the tag owns it
    picture->setType(TagLib::ID3v2::AttachedPictureFrame::FrontCover);
    picture->setMimeType(utf8(tags.cover.mimeType));
    picture->setPicture(bytesOf(tags.cover.bytes));
    tag.addFrame(picture);
}

/** The list of texts that WAV files have beside ID3. Its number is one alone, its date is a text of its own. */
void fill(TagLib::RIFF::Info::Tag& info, const TagSet& tags) {
    const auto fields = fieldsOf(tags);
    info.setProperties(fields);
    if (tags.track > 0) info.setTrack(static_cast<unsigned>(tags.track));
    if (fields.contains("DATE")) info.setFieldText("ICRD", fields["DATE"].toString());
}

/** Owned by the tag that it is added to. */
TagLib::FLAC::Picture* pictureOf(const CoverPicture& cover) {
    auto* picture = new TagLib::FLAC::Picture;
    picture->setType(TagLib::FLAC::Picture::FrontCover);
    picture->setMimeType(utf8(cover.mimeType));
    picture->setWidth(cover.width);
    picture->setHeight(cover.height);
    picture->setColorDepth(cover.width > 0 ? 24 : 0);
    picture->setData(bytesOf(cover.bytes));
    return picture;
}

bool saveFlac(TagStream& stream, const TagSet& tags) {
    FramedFile<TagLib::FLAC::File> file(stream);
    if (!file.isValid()) return false;
    file.removePictures();
    file.xiphComment(true)->removeAllPictures();
    file.setProperties(vorbisFields(tags, false));
    if (!tags.cover.isEmpty()) file.addPicture(pictureOf(tags.cover));
    return file.save();
}

bool saveOpus(TagStream& stream, const TagSet& tags) {
    TagLib::Ogg::Opus::File file(&stream, false);
    if (!file.isValid()) return false;
    file.tag()->removeAllPictures();
    file.setProperties(vorbisFields(tags, true));
    if (!tags.cover.isEmpty()) file.tag()->addPicture(pictureOf(tags.cover));
    return file.save();
}

bool saveMp3(TagStream& stream, const TagSet& tags) {
    FramedFile<TagLib::MPEG::File> file(stream);
    if (!file.isValid()) return false;
    fill(*file.ID3v2Tag(true), tags);
    // No second, shorter tag of the same at the end, which programs would believe instead.
    return file.save(TagLib::MPEG::File::ID3v2, TagLib::File::StripOthers, TagLib::ID3v2::v4,
                     TagLib::File::DoNotDuplicate);
}

bool saveWav(TagStream& stream, const TagSet& tags) {
    TagLib::RIFF::WAV::File file(&stream, false);
    if (!file.isValid()) return false;
    fill(*file.ID3v2Tag(), tags);
    fill(*file.InfoTag(), tags);
    return file.save();
}

bool saveAiff(TagStream& stream, const TagSet& tags) {
    TagLib::RIFF::AIFF::File file(&stream, false);
    if (!file.isValid()) return false;
    fill(*file.tag(), tags);
    return file.save();
}

std::string textOf(const TagLib::ByteVector& bytes) { return {bytes.data(), bytes.size()}; }

/** Behind all that the file has: the sound stays where it is. */
void appendToRf64(base::File& file, const TagSet& tags, const std::string& name) {
    TagLib::ID3v2::Tag id3;
    fill(id3, tags);
    TagLib::RIFF::Info::Tag info;
    fill(info, tags);
    const std::vector<TagChunk> chunks{{TagChunk::Kind::riff, "LIST", textOf(info.render())},
                                       {TagChunk::Kind::riff, "id3 ", textOf(id3.render())}};
    if (const int error = appendChunks(file, chunks, Order::little); error != 0)
        throw MediaError(name + " could not be written: " + base::systemError(error));
}

bool isRf64(const base::File& file) { return HeaderBytes(file, 0, 4, Order::little).text(0, 4) == "RF64"; }

} // namespace

void writeTags(base::File& file, TagFormat format, const TagSet& tags, const std::string& name) {
    if (format == TagFormat::rf64 || isRf64(file)) return appendToRf64(file, tags, name);
    TagStream stream(file);
    bool isSaved = false;
    switch (format) {
    case TagFormat::flac:
        isSaved = saveFlac(stream, tags);
        break;
    case TagFormat::opus:
        isSaved = saveOpus(stream, tags);
        break;
    case TagFormat::mp3:
        isSaved = saveMp3(stream, tags);
        break;
    case TagFormat::wav:
        isSaved = saveWav(stream, tags);
        break;
    default:
        isSaved = saveAiff(stream, tags);
        break;
    }
    if (stream.error() != 0) throw MediaError(name + " could not be written: " + base::systemError(stream.error()));
    if (!isSaved) throw MediaError(name + " could not be tagged: try another format with --format");
}

} // namespace phonostage::media
