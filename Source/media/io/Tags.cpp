// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/Tags.h"

#include "base/text/PlainText.h"
#include "dsp/design/StageSettings.h"
#include "params/ParameterTable.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view marker = "phonostage:{";
// A note has no objects inside it and no braces in its strings: it ends at the first one.
constexpr char objectEnd = '}';

/** What messages can show, and what a note that is written again still has. */
bool isName(std::string_view text) {
    return text.size() <= params::longestText && base::isPlainText(text) &&
           text.find(objectEnd) == std::string_view::npos;
}

FileNote readNote(std::string_view text) {
    FileNote note;
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return note;
    if (const auto at = json.find("full_scale_dbv"); at != json.end() && at->is_number()) {
        dsp::LevelSettings probe;
        probe.inputDbv = at->get<double>();
        if (dsp::whyIllegal(probe) == nullptr) note.fullScaleDbv = probe.inputDbv;
    }
    if (const auto at = json.find("equalised"); at != json.end() && at->is_string())
        if (auto name = at->get<std::string>(); isName(name)) note.equalisedWith = std::move(name);
    if (const auto at = json.find("take"); at != json.end() && at->is_string())
        if (auto id = at->get<std::string>(); isName(id)) note.take = std::move(id);
    return note;
}

std::string_view withoutSpaceAtEnd(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\0'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::pair<std::string, FileNote> splitComment(std::string_view comment) {
    std::string words;
    FileNote note;
    const auto add = [&words](std::string_view part) {
        part = withoutSpaceAtEnd(part);
        if (!words.empty() && !part.empty()) words += ' ';
        words += part;
    };
    for (auto start = comment.find(marker); start != std::string_view::npos; start = comment.find(marker)) {
        add(comment.substr(0, start));
        const auto end = comment.find(objectEnd, start);
        const auto last = end == std::string_view::npos ? comment.size() : end + 1;
        const auto object = start + marker.size() - 1;
        note = readNote(comment.substr(object, last - object));
        comment.remove_prefix(last);
        while (!comment.empty() && (comment.front() == ' ' || comment.front() == '\n'))
            comment.remove_prefix(1);
    }
    add(comment);
    return {words, note};
}

std::string joinComment(std::string_view comment, const FileNote& note) {
    return joinComment(comment, note, std::numeric_limits<std::size_t>::max());
}

std::string joinComment(std::string_view comment, const FileNote& note, std::size_t bytes) {
    if (!note.fullScaleDbv && !note.equalisedWith && !note.take) return std::string(beginningOf(comment, bytes));
    Json json = Json::object();
    if (note.fullScaleDbv) json["full_scale_dbv"] = *note.fullScaleDbv;
    if (note.equalisedWith) json["equalised"] = *note.equalisedWith;
    if (note.take) json["take"] = *note.take;
    const auto noteText = "phonostage:" + json.dump();
    // The space between the two counts.
    std::string text(beginningOf(comment, bytes > noteText.size() ? bytes - noteText.size() - 1 : 0));
    if (!text.empty()) text += ' ';
    return text + noteText;
}

std::string_view beginningOf(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    const auto isInside = [text](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    // A character has four bytes at most: what goes on for longer is no UTF-8, and is cut anywhere.
    for (std::size_t end = bytes; end + 4 > bytes; --end) {
        if (!isInside(end)) return text.substr(0, end);
        if (end == 0) break;
    }
    return text.substr(0, bytes);
}

} // namespace phonostage::media
