// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/RiffTags.h"

#include "media/io/RiffHeader.h"
#include "media/io/SoundFileIo.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

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
bool isRiffOfSamples(std::string_view name) {
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

using Field = std::pair<std::string, std::string>;

struct BroadcastText {
    const char* name;
    std::size_t at, length;
};
// EBU Tech 3285
constexpr std::array<BroadcastText, 5> broadcastTexts{{{"DESCRIPTION", 0, 256},
                                                       {"ORIGINATOR", 256, 32},
                                                       {"ORIGINATOR_REFERENCE", 288, 32},
                                                       {"ORIGINATION_DATE", 320, 10},
                                                       {"ORIGINATION_TIME", 330, 8}}};
constexpr std::size_t timeReferenceAt = 338, versionAt = 346, umidAt = 348, loudnessAt = 412, historyAt = 602;
constexpr std::size_t umidBytes = 64;

std::int64_t scaled(std::int64_t frames, double ratio) {
    return ratio == 1.0 ? frames : std::llround(static_cast<double>(frames) * ratio);
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, int width) {
    if (at + static_cast<std::size_t>(width) <= bytes.size())
        bytes.replace(at, static_cast<std::size_t>(width), numberBytes(value, width, Order::little));
}

/** A sampler's loops, and the length of its samples in nanoseconds. */
void retimeLoops(std::string& smpl, double toRateHz, double frameRatio) {
    put(smpl, 8, static_cast<std::uint64_t>(std::llround(1e9 / toRateHz)), 4);
    const auto loops = numberIn(smpl, 28, 4, Order::little);
    for (std::size_t i = 0; i < loops && 36 + 24 * (i + 1) <= smpl.size(); ++i)
        for (const std::size_t at : {44 + 24 * i, 48 + 24 * i}) // start and end
            put(smpl, at,
                static_cast<std::uint64_t>(
                    scaled(static_cast<std::int64_t>(numberIn(smpl, at, 4, Order::little)), frameRatio)),
                4);
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
    } else if (name == stageChunk) {
        tags.stage = textOf(body);
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
        if (isRiffOfSamples(chunk.name)) return true;
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

void retime(FileTags& tags, double fromRateHz, double toRateHz, double frameRatio) {
    for (auto& mark : tags.marks) {
        const auto end = scaled(mark.frame + mark.length, frameRatio);
        mark.frame = scaled(mark.frame, frameRatio);
        if (mark.length > 0) mark.length = std::max<std::int64_t>(end - mark.frame, 0);
    }
    auto& bext = tags.broadcast;
    if (bext.size() >= historyAt) {
        // Samples since midnight: the time of day stays.
        const auto reference = static_cast<std::int64_t>(numberIn(bext, timeReferenceAt, 8, Order::little));
        if (reference >= 0 && fromRateHz != toRateHz)
            put(bext, timeReferenceAt, static_cast<std::uint64_t>(scaled(reference, toRateHz / fromRateHz)), 8);
        // The loudness was the capture's: 0x7fff is "not known".
        if (numberIn(bext, versionAt, 2, Order::little) >= 2)
            for (std::size_t i = 0; i < 5; ++i)
                put(bext, loudnessAt + 2 * i, 0x7fff, 2);
    }
    for (auto& chunk : tags.chunks)
        if (chunk.kind == TagChunk::Kind::riff && chunk.name == "smpl") retimeLoops(chunk.bytes, toRateHz, frameRatio);
}

std::vector<Field> broadcastFields(const std::string& broadcast) {
    std::vector<Field> fields;
    if (broadcast.size() < historyAt) return fields;
    const auto add = [&](const char* name, std::string text) {
        text.resize(std::min(text.size(), text.find('\0')));
        while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n'))
            text.pop_back();
        if (!text.empty()) fields.emplace_back(name, std::move(text));
    };
    for (const auto& text : broadcastTexts)
        add(text.name, broadcast.substr(text.at, text.length));
    add("TIME_REFERENCE", std::to_string(numberIn(broadcast, timeReferenceAt, 8, Order::little)));
    add("CODING_HISTORY", broadcast.substr(historyAt));
    const auto umid = broadcast.substr(umidAt, umidBytes);
    if (umid.find_first_not_of('\0') != std::string::npos) {
        std::string hex = "0x";
        for (const char c : umid)
            for (const int shift : {4, 0})
                hex += "0123456789ABCDEF"[(static_cast<unsigned char>(c) >> shift) & 15];
        fields.emplace_back("UMID", hex);
    }
    return fields;
}

std::string broadcastOf(std::vector<Field>& fields) {
    const auto find = [&](std::string_view name) {
        return std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.first == name; });
    };
    // A time reference and who or when: no other program's tags have both by chance.
    if (find("TIME_REFERENCE") == fields.end() ||
        (find("ORIGINATOR") == fields.end() && find("ORIGINATION_DATE") == fields.end()))
        return {};
    std::string bext(historyAt, '\0');
    const auto take = [&](std::string_view name) {
        const auto at = find(name);
        if (at == fields.end()) return std::string();
        auto text = at->second;
        fields.erase(at);
        return text;
    };
    for (const auto& text : broadcastTexts) {
        const auto value = take(text.name).substr(0, text.length);
        bext.replace(text.at, value.size(), value);
    }
    const auto reference = take("TIME_REFERENCE");
    std::uint64_t number = 0;
    std::from_chars(reference.data(), reference.data() + reference.size(), number);
    put(bext, timeReferenceAt, number, 8);
    put(bext, versionAt, 1, 2);
    const auto umid = take("UMID");
    for (std::size_t i = 0; i < umidBytes && 4 + 2 * i <= umid.size(); ++i) {
        unsigned byte = 0;
        std::from_chars(umid.data() + 2 + 2 * i, umid.data() + 4 + 2 * i, byte, 16);
        put(bext, umidAt + i, byte, 1);
    }
    if (auto history = take("CODING_HISTORY"); !history.empty()) bext += history + "\r\n";
    return bext;
}

} // namespace phonostage::media
