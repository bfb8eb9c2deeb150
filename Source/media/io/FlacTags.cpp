// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/FlacTags.h"

#include "media/io/HeaderBytes.h"
#include "media/io/RiffTags.h"
#include "media/io/SoundFileIo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace phonostage::media {
namespace {

enum Block { streamInfo = 0, padding = 1, application = 2, seekTable = 3, comments = 4, cueSheet = 5, picture = 6 };

constexpr std::int64_t largestBlocks = std::int64_t{1} << 26;
constexpr std::size_t largestBody = 0xffffff;
constexpr int mostTracks = 254;
constexpr std::size_t streamInfoEnd = 42;

struct LibraryName {
    std::string_view name;
    int field;
};
constexpr std::array<LibraryName, 9> libraryNames{{{"TITLE", SF_STR_TITLE},
                                                   {"COPYRIGHT", SF_STR_COPYRIGHT},
                                                   {"ARTIST", SF_STR_ARTIST},
                                                   {"COMMENT", SF_STR_COMMENT},
                                                   {"DATE", SF_STR_DATE},
                                                   {"ALBUM", SF_STR_ALBUM},
                                                   {"LICENSE", SF_STR_LICENSE},
                                                   {"TRACKNUMBER", SF_STR_TRACKNUMBER},
                                                   {"GENRE", SF_STR_GENRE}}};

struct Chapter {
    std::optional<double> seconds;
    double length = 0.0;
    std::string label, note;
};
using Chapters = std::map<int, Chapter>;

bool hasDigits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/** "01:02:03.500"; any number of decimals. */
std::optional<double> secondsOf(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    double seconds = 0.0;
    int parts = 1;
    for (std::size_t start = 0; start <= point; ++parts) {
        const auto end = std::min(text.substr(0, point).find(':', start), point);
        const auto digits = text.substr(start, end - start);
        if (digits.empty() || digits.size() > 4 || !hasDigits(digits) || parts > 3) return std::nullopt;
        seconds = seconds * 60.0 + std::stod(std::string(digits));
        start = end + 1;
    }
    double unit = 0.1;
    for (const char c : text.substr(std::min(point + 1, text.size()))) {
        if (c < '0' || c > '9') return std::nullopt;
        seconds += unit * (c - '0');
        unit /= 10.0;
    }
    return parts == 4 ? std::optional(seconds) : std::nullopt;
}

/** With three decimals, as chapters have them, or six. */
std::string timeText(std::int64_t frames, double rateHz, int decimals = 3) {
    const auto whole = decimals == 3 ? 1000LL : 1000000LL;
    const auto all = std::llround(static_cast<double>(frames) * static_cast<double>(whole) / rateHz);
    std::array<char, 60> text{};
    std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld.%0*lld", all / (3600 * whole),
                  all / (60 * whole) % 60, all / whole % 60, decimals, all % whole);
    return text.data();
}

/** True where the comment is part of a chapter, which is then in the list. */
bool takeChapter(Chapters& chapters, std::string_view name, const std::string& text) {
    if (!name.starts_with("CHAPTER") || name.size() < 10 || !hasDigits(name.substr(7, 3))) return false;
    auto& chapter = chapters[(name[7] - '0') * 100 + (name[8] - '0') * 10 + (name[9] - '0')];
    const auto part = name.substr(10);
    if (part.empty()) chapter.seconds = secondsOf(text);
    if (part == "NAME") chapter.label = text;
    if (part == "NOTE") chapter.note = text;
    if (part == "LENGTH") chapter.length = secondsOf(text).value_or(0.0);
    return part.empty() || part == "NAME" || part == "NOTE" || part == "LENGTH";
}

/** What says something of the samples as they were, or is written by whoever writes the file. */
bool isFlacOfSamples(std::string_view name) {
    return name.starts_with("REPLAYGAIN_") || name == "ENCODER" || name == "SOFTWARE" ||
           name == "WAVEFORMATEXTENSIBLE_CHANNEL_MASK";
}

void readComments(FileTags& tags, std::string_view body, Chapters& chapters) {
    auto at = 4 + static_cast<std::size_t>(numberIn(body, 0, 4, Order::little));
    const auto count = numberIn(body, at, 4, Order::little);
    at += 4;
    std::vector<int> seen;
    for (std::uint64_t i = 0; i < count && at + 4 <= body.size(); ++i) {
        const auto length = static_cast<std::size_t>(numberIn(body, at, 4, Order::little));
        const auto text = body.substr(at + 4, length);
        at += 4 + length;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        std::string name(text.substr(0, equals));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        const std::string value(text.substr(equals + 1));
        const auto* const known = std::find_if(libraryNames.begin(), libraryNames.end(),
                                               [&](const LibraryName& each) { return each.name == name; });
        if (known != libraryNames.end() && std::find(seen.begin(), seen.end(), known->field) == seen.end()) {
            seen.push_back(known->field); // the first of several is what libsndfile would give
            if (known->field == SF_STR_COMMENT)
                std::tie(tags.comment, tags.note) = splitComment(value);
            else
                tags.texts.emplace_back(known->field, value);
        } else if (name == stageField) {
            tags.stage = value;
        } else if (!isFlacOfSamples(name) && !takeChapter(chapters, name, value)) {
            tags.fields.emplace_back(std::move(name), value);
        }
    }
}

void readCueSheet(FileTags& tags, std::string_view body) {
    std::size_t at = 396;
    const auto tracks = numberIn(body, 395, 1, Order::big);
    for (std::uint64_t i = 0; i < tracks && at + 36 <= body.size(); ++i) {
        const auto offset = numberIn(body, at, 8, Order::big);
        const auto number = static_cast<std::uint32_t>(numberIn(body, at + 8, 1, Order::big));
        const auto indices = static_cast<std::size_t>(numberIn(body, at + 35, 1, Order::big));
        auto place = offset;
        for (std::size_t k = 0; k < indices; ++k) // index 1 is where the track's sound begins
            if (numberIn(body, at + 36 + 12 * k + 8, 1, Order::big) == 1)
                place = offset + numberIn(body, at + 36 + 12 * k, 8, Order::big);
        if (number != 170 && number != 255 && place < std::uint64_t{1} << 48)
            tags.marks.push_back({number, static_cast<std::int64_t>(place), 0, {}, {}, {}, {}});
        at += 36 + 12 * indices;
    }
}

/** Labels to the marks of the cue sheet, and marks of their own where there is none at a chapter's time. */
void joinChapters(FileTags& tags, const Chapters& chapters, double rateHz) {
    std::uint32_t id = 0;
    for (const auto& mark : tags.marks)
        id = std::max(id, mark.id);
    for (const auto& [number, chapter] : chapters) {
        if (!chapter.seconds) continue;
        const auto frame = std::llround(*chapter.seconds * rateHz);
        const auto near = static_cast<long long>(rateHz * 0.0015) + 1;
        auto mark = std::find_if(tags.marks.begin(), tags.marks.end(), [&](const Mark& each) {
            return each.label.empty() && std::abs(each.frame - frame) <= near;
        });
        if (mark == tags.marks.end()) mark = tags.marks.insert(mark, {++id, frame, 0, {}, {}, {}, {}});
        mark->label = chapter.label;
        mark->note = chapter.note;
        mark->length = std::llround(chapter.length * rateHz);
    }
}

void readApplication(FileTags& tags, const std::string& body) {
    // Chunks of a WAV, as `flac --keep-foreign-metadata` puts them there.
    if (!body.starts_with("riff") || body.size() < 12) {
        tags.chunks.push_back({TagChunk::Kind::flac, std::to_string(application), body});
        return;
    }
    const auto name = body.substr(4, 4);
    const auto length = static_cast<std::size_t>(numberIn(body, 8, 4, Order::little));
    if (name != "RIFF" && name != "RF64" && name != "fmt " && name != "data" && name != "ds64" && name != "fact" &&
        name != "JUNK")
        readRiffChunk(tags, name, body.substr(12, length), Order::little);
}

std::string block(int type, const std::string& body) {
    return static_cast<char>(type) + numberBytes(body.size(), 3, Order::big) + body;
}

std::string cueSheetBlock(const std::vector<Mark>& marks, std::int64_t frames) {
    std::string tracks;
    int number = 0;
    for (const auto& mark : marks) {
        if (mark.frame >= frames || number == mostTracks) continue;
        tracks += numberBytes(static_cast<std::uint64_t>(mark.frame), 8, Order::big);
        tracks += static_cast<char>(++number);
        tracks += std::string(12 + 14, '\0') + '\1'; // no ISRC, audio, one index
        tracks += std::string(8, '\0') + '\1' + std::string(3, '\0');
    }
    if (number == 0) return {};
    tracks += numberBytes(static_cast<std::uint64_t>(frames), 8, Order::big) + '\xff' + std::string(12 + 14 + 1, '\0');
    return block(cueSheet, std::string(128 + 8 + 259, '\0') + static_cast<char>(number + 1) + tracks);
}

} // namespace

void readFlacTags(FileTags& tags, const base::ByteSource& source, std::int64_t start, double rateHz) {
    Chapters chapters;
    std::int64_t total = 0;
    bool isLast = false;
    for (auto at = start + 4; !isLast && total < largestBlocks;) {
        const HeaderBytes head(source, at, 4, Order::big);
        if (!head.complete) break;
        isLast = (head.number(0, 1) & 0x80) != 0;
        const auto type = static_cast<int>(head.number(0, 1) & 0x7f);
        const auto length = static_cast<std::int64_t>(head.number(1, 3));
        total += length + 4;
        at += 4;
        if (type == application || type == comments || type == cueSheet || type == picture) {
            std::string body(static_cast<std::size_t>(length), '\0');
            if (source.readAt(at, body.data(), body.size()) != length) break;
            if (type == comments) readComments(tags, body, chapters);
            if (type == cueSheet) readCueSheet(tags, body);
            if (type == application) readApplication(tags, body);
            if (type == picture) tags.chunks.push_back({TagChunk::Kind::flac, std::to_string(picture), body});
        }
        at += length;
    }
    joinChapters(tags, chapters, rateHz);
    if (auto broadcast = broadcastOf(tags.fields); tags.broadcast.empty()) tags.broadcast = std::move(broadcast);
    std::erase_if(tags.marks, [](const Mark& mark) { return mark.frame < 0; });
}

FlacExtras flacExtras(const FileTags& tags, double rateHz, std::optional<std::int64_t> frames) {
    FlacExtras extras;
    const auto add = [&](const std::string& name, const std::string& text) {
        extras.comments.push_back(name + "=" + text);
    };
    for (const auto& [field, text] : tags.fields)
        add(field, text);
    for (const auto& [field, text] : broadcastFields(tags.broadcast))
        add(field, text);
    auto marks = tags.marks;
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.frame < b.frame; });
    int number = 0;
    for (const auto& mark : marks) {
        if (number == 999) {
            extras.lost.emplace_back("markers after the 999th");
            break;
        }
        const auto digits = std::to_string(1000 + ++number).substr(1);
        add("CHAPTER" + digits, timeText(mark.frame, rateHz));
        add("CHAPTER" + digits + "NAME", mark.label);
        const auto note = mark.note.empty() ? mark.regionText : mark.note;
        if (!note.empty()) add("CHAPTER" + digits + "NOTE", note);
        if (mark.length > 0) add("CHAPTER" + digits + "LENGTH", timeText(mark.length, rateHz, 6));
    }
    if (frames)
        if (auto sheet = cueSheetBlock(marks, *frames); !sheet.empty()) extras.blocks.push_back(std::move(sheet));
    for (const auto& chunk : tags.chunks) {
        if (chunk.kind == TagChunk::Kind::flac)
            extras.blocks.push_back(block(chunk.name == "6" ? picture : application, chunk.bytes));
        else
            extras.lost.push_back(chunk.name);
    }
    return extras;
}

std::string flacPadding(std::size_t bytes) { return block(padding, std::string(std::min(bytes, largestBody), '\0')); }

// ------------------------------------------------------------ writing

std::int64_t FlacSink::size() const {
    return isHeadOut_ ? target_.size() - shift_ : static_cast<std::int64_t>(head_.size());
}

/** Once all of the library's blocks are there. 0 or errno. */
int FlacSink::rewriteHead() {
    std::string after;
    std::size_t at = 4;
    bool isLast = false;
    while (!isLast) {
        if (at + 4 > head_.size()) return 0;
        isLast = (static_cast<unsigned char>(head_[at]) & 0x80) != 0;
        const int type = static_cast<unsigned char>(head_[at]) & 0x7f;
        const auto length = static_cast<std::size_t>(numberIn(head_, at + 1, 3, Order::big));
        if (at + 4 + length > head_.size()) return 0;
        auto body = head_.substr(at + 4, length);
        at += 4 + length;
        if (type == comments && body.size() >= 8) {
            const auto countAt = 4 + static_cast<std::size_t>(numberIn(body, 0, 4, Order::little));
            auto count = numberIn(body, countAt, 4, Order::little);
            auto more = body;
            for (const auto& text : extras_.comments) {
                if (more.size() + 4 + text.size() > largestBody) break;
                more += numberBytes(text.size(), 4, Order::little) + text;
                ++count;
            }
            body = more.replace(countAt, 4, numberBytes(count, 4, Order::little));
        }
        if (type != streamInfo) after += block(type, body);
    }
    for (const auto& extra : extras_.blocks)
        after += extra;
    // The last block bears a mark that it is.
    std::size_t last = 0;
    for (std::size_t next = 0; next < after.size();) {
        last = next;
        next += 4 + static_cast<std::size_t>(numberIn(after, next + 1, 3, Order::big));
    }
    auto head = head_.substr(0, streamInfoEnd);
    head[4] = static_cast<char>(after.empty() ? 0x80 | streamInfo : streamInfo);
    if (!after.empty()) after[last] = static_cast<char>(static_cast<unsigned char>(after[last]) | 0x80);
    head += after;
    shift_ = static_cast<std::int64_t>(head.size()) - static_cast<std::int64_t>(at);
    headEnd_ = static_cast<std::int64_t>(at);
    isHeadOut_ = true;
    head += head_.substr(at);
    head_.clear();
    return target_.writeAt(0, head.data(), head.size());
}

int FlacSink::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    const auto* in = static_cast<const char*>(bytes);
    if (!isHeadOut_) {
        const auto start = static_cast<std::size_t>(position);
        head_.resize(std::max(head_.size(), start + count));
        std::copy(in, in + count, head_.begin() + static_cast<std::ptrdiff_t>(start));
        return rewriteHead();
    }
    if (position >= headEnd_) return target_.writeAt(position + shift_, bytes, count);
    // Of the head only the body of STREAMINFO is written again.
    const auto end = position + static_cast<std::int64_t>(count);
    const auto from = std::max<std::int64_t>(position, 8);
    const auto to = std::min(end, static_cast<std::int64_t>(streamInfoEnd));
    if (from < to)
        if (const int error = target_.writeAt(from, in + (from - position), static_cast<std::size_t>(to - from));
            error != 0)
            return error;
    if (end <= headEnd_) return 0;
    const auto skipped = headEnd_ - position;
    return target_.writeAt(headEnd_ + shift_, in + skipped, count - static_cast<std::size_t>(skipped));
}

} // namespace phonostage::media
