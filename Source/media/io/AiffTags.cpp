// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/AiffTags.h"

#include "media/io/RiffHeader.h"

#include <algorithm>

namespace phonostage::media {
namespace {

constexpr std::int64_t largestChunk = std::int64_t{1} << 24;
constexpr std::size_t mostMarks = 8192;

bool isAiffOfSamples(std::string_view name) {
    return name == "COMM" || name == "SSND" || name == "FVER" || name == "PEAK" || name == "CHAN" || name == "JUNK" ||
           !isChunkName(name);
}

/** libsndfile reads these. */
bool isLibraryText(std::string_view name) {
    return name == "NAME" || name == "AUTH" || name == "(c) " || name == "APPL";
}

void addComment(FileTags& tags, std::string_view text) {
    text = text.substr(0, text.find('\0'));
    if (text.empty() || text.find("phonostage:{") != std::string_view::npos ||
        tags.comment.find(text) != std::string::npos)
        return;
    if (!tags.comment.empty()) tags.comment += "; ";
    tags.comment += text;
}

void readMarkers(FileTags& tags, std::string_view body) {
    const auto count = std::min<std::size_t>(numberIn(body, 0, 2, Order::big), mostMarks);
    std::size_t at = 2;
    for (std::size_t i = 0; i < count && at + 7 <= body.size(); ++i) {
        const auto length = static_cast<std::size_t>(numberIn(body, at + 6, 1, Order::big));
        Mark mark;
        mark.id = static_cast<std::uint32_t>(numberIn(body, at, 2, Order::big));
        mark.frame = static_cast<std::int64_t>(numberIn(body, at + 2, 4, Order::big));
        const auto label = body.substr(at + 7, length);
        mark.label = label.substr(0, label.find('\0'));
        tags.marks.push_back(std::move(mark));
        at += 7 + length + ((length + 1) & 1); // text and its count fill whole words
    }
}

/** Texts with a time and perhaps a marker; without one they become part of the comment. */
void readComments(FileTags& tags, std::string_view body) {
    const auto count = std::min<std::size_t>(numberIn(body, 0, 2, Order::big), mostMarks);
    std::size_t at = 2;
    for (std::size_t i = 0; i < count && at + 8 <= body.size(); ++i) {
        const auto marker = static_cast<std::uint32_t>(numberIn(body, at + 4, 2, Order::big));
        const auto length = static_cast<std::size_t>(numberIn(body, at + 6, 2, Order::big));
        const auto text = body.substr(at + 8, length);
        const auto mark = std::find_if(tags.marks.begin(), tags.marks.end(),
                                       [&](const Mark& each) { return marker != 0 && each.id == marker; });
        if (mark != tags.marks.end())
            mark->note = text.substr(0, text.find('\0'));
        else
            addComment(tags, text);
        at += 8 + length + (length & 1);
    }
}

} // namespace

void readAiffTags(FileTags& tags, const base::ByteSource& source) {
    const auto size = source.size();
    std::string comments;
    std::int64_t at = 12;
    for (int chunk = 0; chunk < mostChunks && at + 8 <= size; ++chunk) {
        const HeaderBytes head(source, at, 8, Order::big);
        const auto name = std::string(head.text(0, 4));
        const auto length = static_cast<std::int64_t>(head.number(4, 4));
        if (!isAiffOfSamples(name) && !isLibraryText(name)) {
            std::string body(static_cast<std::size_t>(length <= largestChunk ? length : 0), '\0');
            const auto got = source.readAt(at + 8, body.data(), body.size());
            if (got != length)
                tags.unread.push_back(name);
            else if (name == "MARK")
                readMarkers(tags, body);
            else if (name == "COMT")
                comments = body; // its markers may come later
            else if (name == "ANNO")
                addComment(tags, body);
            else if (name == "ID3 ")
                tags.chunks.push_back({TagChunk::Kind::riff, "id3 ", body});
            else
                tags.chunks.push_back({TagChunk::Kind::aiff, name, body});
        }
        at += 8 + length + (length & 1);
    }
    readComments(tags, comments);
}

void nameUnread(FileTags& tags, const base::ByteSource& source, std::string_view container) {
    const bool isCaf = container == "CAF";
    constexpr std::string_view ofSamples =
        "desc data chan info free pakt kuki strg peak edct ovvw riff fmt  fact junk levl";
    const auto size = source.size();
    std::int64_t at = isCaf ? 8 : 40;
    for (int chunk = 0; chunk < mostChunks && at + 24 <= size; ++chunk) {
        const HeaderBytes head(source, at, 24, isCaf ? Order::big : Order::little);
        const auto name = head.text(0, 4);
        const auto length =
            static_cast<std::int64_t>(std::min<std::uint64_t>(head.number(isCaf ? 4 : 16, 8), INT64_MAX / 2));
        if (isChunkName(name) && ofSamples.find(name) == std::string_view::npos) tags.unread.emplace_back(name);
        at += isCaf ? 12 + length : std::max<std::int64_t>((length + 7) / 8 * 8, 24);
    }
}

WrittenChunks aiffChunks(const FileTags& tags) {
    WrittenChunks written;
    std::string markers, comments;
    std::uint64_t markerCount = 0, commentCount = 0;
    bool losesRegions = false, losesMarks = false, cutsLabels = false;
    for (const auto& mark : tags.marks) {
        if (mark.frame > 0xffffffff || mark.id == 0 || mark.id > 0x7fff) {
            losesMarks = true;
            continue;
        }
        const auto label = beginningOf(mark.label, 255);
        cutsLabels = cutsLabels || label.size() < mark.label.size();
        losesRegions = losesRegions || mark.length > 0 || !mark.regionText.empty();
        const auto id = numberBytes(mark.id, 2, Order::big);
        markers += id + numberBytes(static_cast<std::uint64_t>(mark.frame), 4, Order::big);
        markers += numberBytes(label.size(), 1, Order::big) + std::string(label);
        if ((label.size() & 1) == 0) markers += '\0';
        ++markerCount;
        if (mark.note.empty() || mark.note.size() > 0xffff) continue;
        comments += std::string(4, '\0') + id + numberBytes(mark.note.size(), 2, Order::big) + mark.note;
        if ((mark.note.size() & 1) != 0) comments += '\0';
        ++commentCount;
    }
    const auto add = [&](const char* name, std::string bytes) {
        written.chunks.push_back({TagChunk::Kind::aiff, name, std::move(bytes)});
    };
    if (markerCount > 0) add("MARK", numberBytes(markerCount, 2, Order::big) + markers);
    if (commentCount > 0) add("COMT", numberBytes(commentCount, 2, Order::big) + comments);
    if (losesMarks) written.lost.emplace_back("markers beyond the AIFF limit");
    if (cutsLabels) written.lost.emplace_back("ends of labels longer than 255 bytes");
    if (losesRegions) written.lost.emplace_back("lengths of regions");
    if (!tags.broadcast.empty()) written.lost.emplace_back("bext");
    for (const auto& [field, text] : tags.fields)
        written.lost.push_back(field);
    for (const auto& chunk : tags.chunks) {
        if (chunk.kind == TagChunk::Kind::aiff)
            written.chunks.push_back(chunk);
        else if (chunk.name == "id3 ")
            add("ID3 ", chunk.bytes);
        else
            written.lost.push_back(chunk.name == "6" ? "picture" : chunk.name);
    }
    return written;
}

} // namespace phonostage::media
