// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/RiffTags.h"

#include "media/io/RiffHeader.h"
#include "media/io/SoundFileIo.h"

#include <algorithm>
#include <array>

namespace phonostage::media {
namespace {

constexpr std::size_t largestChunk = std::size_t{1} << 24;
constexpr std::size_t mostMarks = 8192;

/** Entries of LIST INFO that libsndfile has a field for: it reads and writes them. */
struct LibraryInfo {
    std::string_view info;
    int field;
};
constexpr std::array<LibraryInfo, 9> libraryInfo{{{"INAM", SF_STR_TITLE},
                                                  {"ICOP", SF_STR_COPYRIGHT},
                                                  {"ISFT", SF_STR_SOFTWARE},
                                                  {"IART", SF_STR_ARTIST},
                                                  {"ICMT", SF_STR_COMMENT},
                                                  {"ICRD", SF_STR_DATE},
                                                  {"IPRD", SF_STR_ALBUM},
                                                  {"IGNR", SF_STR_GENRE},
                                                  {"ITRK", SF_STR_TRACKNUMBER}}};
struct InfoName {
    std::string_view info, field;
};
/** What FLAC calls the others. */
constexpr std::array<InfoName, 14> infoNames{{{"IENG", "ENGINEER"},
                                              {"ITCH", "TECHNICIAN"},
                                              {"ISBJ", "SUBJECT"},
                                              {"ISRC", "SOURCE"},
                                              {"ISRF", "SOURCE_FORM"},
                                              {"IMED", "MEDIUM"},
                                              {"IKEY", "KEYWORDS"},
                                              {"IARL", "ARCHIVAL_LOCATION"},
                                              {"ICMS", "COMMISSIONED"},
                                              {"ILNG", "LANGUAGE"},
                                              {"IMUS", "COMPOSER"},
                                              {"IPRO", "PRODUCER"},
                                              {"IWRI", "WRITTEN_BY"},
                                              {"IPUB", "PUBLISHER"}}};

/** Chunks that describe the samples as they were, or nothing at all. */
bool isOfSamples(std::string_view name) {
    constexpr std::array<std::string_view, 20> names{"fmt ", "data", "fact", "PEAK", "levl", "JUNK",    "junk",
                                                     "PAD ", "FLLR", "ds64", "r64m", "elm1", "minf",    "slnt",
                                                     "chna", "MD5 ", "Fake", "fake", "wavl", "\0\0\0\0"};
    return std::find(names.begin(), names.end(), name) != names.end() || !isChunkName(name);
}

std::string textOf(std::string_view bytes) {
    bytes = bytes.substr(0, bytes.find('\0'));
    return std::string(bytes);
}

Mark& markOf(FileTags& tags, std::uint32_t id) {
    for (auto& mark : tags.marks)
        if (mark.id == id) return mark;
    tags.marks.push_back({id, -1, 0, {}, {}, {}, {}}); // a label may come before its cue point
    return tags.marks.back();
}

void readCue(FileTags& tags, std::string_view body, Order order) {
    const auto count = std::min<std::size_t>(numberIn(body, 0, 4, order), mostMarks);
    for (std::size_t i = 0; i < count && 4 + 24 * (i + 1) <= body.size(); ++i) {
        const auto at = 4 + 24 * i;
        auto& mark = markOf(tags, static_cast<std::uint32_t>(numberIn(body, at, 4, order)));
        mark.frame = static_cast<std::int64_t>(numberIn(body, at + 20, 4, order));
        // Some programs fill in the place in the play list alone.
        if (mark.frame == 0) mark.frame = static_cast<std::int64_t>(numberIn(body, at + 4, 4, order));
    }
}

/** Calls use(name, body) for each entry of a list. */
template <typename Use> void forEachEntry(std::string_view list, Order order, Use use) {
    for (std::size_t at = 4; at + 8 <= list.size();) {
        const auto length = static_cast<std::size_t>(numberIn(list, at + 4, 4, order));
        use(list.substr(at, 4), list.substr(at + 8, length));
        at += 8 + length + (length & 1);
    }
}

void readLabels(FileTags& tags, std::string_view list, Order order) {
    forEachEntry(list, order, [&](std::string_view name, std::string_view body) {
        if (body.size() < 4 || tags.marks.size() >= mostMarks) return;
        const auto id = static_cast<std::uint32_t>(numberIn(body, 0, 4, order));
        if (name == "labl") markOf(tags, id).label = textOf(body.substr(4));
        if (name == "note") markOf(tags, id).note = textOf(body.substr(4));
        if (name != "ltxt" || body.size() < 20) return;
        auto& mark = markOf(tags, id);
        mark.length = static_cast<std::int64_t>(numberIn(body, 4, 4, order));
        mark.purpose = isChunkName(body.substr(8, 4)) ? std::string(body.substr(8, 4)) : "rgn ";
        mark.regionText = textOf(body.substr(20));
    });
}

void readInfo(FileTags& tags, std::string_view list, Order order, bool withTexts) {
    forEachEntry(list, order, [&](std::string_view name, std::string_view body) {
        auto text = textOf(body);
        if (!isChunkName(name) || text.empty()) return;
        const auto* const own = std::find_if(libraryInfo.begin(), libraryInfo.end(),
                                             [&](const LibraryInfo& info) { return info.info == name; });
        if (own != libraryInfo.end()) {
            if (!withTexts || own->field == SF_STR_SOFTWARE) return;
            if (own->field == SF_STR_COMMENT)
                std::tie(tags.comment, tags.note) = splitComment(text);
            else
                tags.texts.emplace_back(own->field, std::move(text));
            return;
        }
        const auto* const known =
            std::find_if(infoNames.begin(), infoNames.end(), [&](const InfoName& info) { return info.info == name; });
        tags.fields.emplace_back(known == infoNames.end() ? name : known->field, std::move(text));
    });
}

std::string entry(std::string_view name, std::string body) {
    auto text = std::string(name) + numberBytes(body.size(), 4, Order::little) + body;
    if ((body.size() & 1) != 0) text += '\0';
    return text;
}

std::string labels(const std::vector<Mark>& marks) {
    std::string list;
    for (const auto& mark : marks) {
        const auto id = numberBytes(mark.id, 4, Order::little);
        if (!mark.label.empty()) list += entry("labl", id + mark.label + '\0');
        if (!mark.note.empty()) list += entry("note", id + mark.note + '\0');
        if (mark.length > 0 || !mark.regionText.empty())
            list += entry("ltxt", id + numberBytes(static_cast<std::uint64_t>(mark.length), 4, Order::little) +
                                      (mark.purpose.size() == 4 ? mark.purpose : "rgn ") + std::string(8, '\0') +
                                      (mark.regionText.empty() ? "" : mark.regionText + '\0'));
    }
    return list.empty() ? list : "adtl" + list;
}

/** The INFO name of a field; "" where it has none. */
std::string infoNameOf(std::string_view field) {
    for (const auto& name : infoNames)
        if (name.field == field) return std::string(name.info);
    const bool isInfo = field.size() == 4 && field[0] == 'I' &&
                        std::all_of(field.begin(), field.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return isInfo ? std::string(field) : "";
}

} // namespace

void readRiffChunk(FileTags& tags, std::string_view name, const std::string& body, Order order, bool withTexts) {
    const auto kind = std::string_view(body).substr(0, 4);
    if (name == "cue ") {
        readCue(tags, body, order);
    } else if (name == "LIST" && kind == "adtl") {
        readLabels(tags, body, order);
    } else if (name == "LIST" && kind == "INFO") {
        readInfo(tags, body, order, withTexts);
    } else if (order == Order::big) {
        tags.unread.emplace_back(name); // numbers in it would stand the wrong way round
    } else if (name == "bext" && body.size() >= 602) {
        tags.broadcast = body;
    } else {
        tags.chunks.push_back({TagChunk::Kind::riff, std::string(name), body});
    }
}

void readRiffTags(FileTags& tags, const base::ByteSource& source, const HeaderFacts& facts, bool withTexts) {
    std::size_t total = 0;
    const auto take = [&](const RiffChunk& chunk) {
        if (chunk.name == "data") return false;
        if (isOfSamples(chunk.name)) return true;
        const auto length = static_cast<std::size_t>(chunk.length);
        total += length;
        std::string body(total <= 2 * largestChunk && length <= largestChunk ? length : 0, '\0');
        if (body.size() != length ||
            source.readAt(chunk.start, body.data(), length) != static_cast<std::int64_t>(length))
            tags.unread.push_back(chunk.name);
        else
            readRiffChunk(tags, chunk.name, body, facts.order, withTexts);
        return true;
    };
    walkRiff(source, 12, facts.order, take);
    if (facts.declaredBytes && source.size() < base::ByteSource::sizeOfPipe) {
        auto end = facts.dataStart + facts.presentBytes;
        if ((facts.presentBytes & 1) != 0) {
            const HeaderBytes bare(source, end, 4, facts.order);
            const HeaderBytes filled(source, end + 1, 4, facts.order);
            if (isChunkName(filled.text(0, 4)) || !isChunkName(bare.text(0, 4))) ++end;
        }
        walkRiff(source, end, facts.order, take);
    }
    // Labels without a cue point name nothing.
    std::erase_if(tags.marks, [](const Mark& mark) { return mark.frame < 0; });
}

WrittenChunks riffChunks(const FileTags& tags) {
    WrittenChunks written;
    const auto add = [&](const char* name, std::string bytes) {
        written.chunks.push_back({TagChunk::Kind::riff, name, std::move(bytes)});
    };
    if (!tags.broadcast.empty()) add("bext", tags.broadcast);
    std::vector<Mark> marks;
    for (const auto& mark : tags.marks)
        if (mark.frame <= 0xffffffff) marks.push_back(mark);
    if (marks.size() < tags.marks.size()) written.lost.emplace_back("markers after frame 4294967295");
    if (!marks.empty()) {
        auto cue = numberBytes(marks.size(), 4, Order::little);
        for (const auto& mark : marks) {
            const auto frame = numberBytes(static_cast<std::uint64_t>(mark.frame), 4, Order::little);
            cue += numberBytes(mark.id, 4, Order::little) + frame + "data" + std::string(8, '\0') + frame;
        }
        add("cue ", cue);
        if (auto list = labels(marks); !list.empty()) add("LIST", list);
    }
    std::string info;
    for (const auto& [field, text] : tags.fields) {
        if (const auto name = infoNameOf(field); !name.empty())
            info += entry(name, text + '\0');
        else
            written.lost.push_back(field);
    }
    if (!info.empty()) add("LIST", "INFO" + info);
    for (const auto& chunk : tags.chunks) {
        if (chunk.kind == TagChunk::Kind::riff)
            written.chunks.push_back(chunk);
        else
            written.lost.push_back(chunk.kind == TagChunk::Kind::flac ? (chunk.name == "6" ? "picture" : "FLAC block")
                                                                      : chunk.name);
    }
    return written;
}

} // namespace phonostage::media
