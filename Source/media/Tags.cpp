// SPDX-License-Identifier: GPL-3.0-or-later
#include "Tags.h"

#include "../dsp/StageSettings.h"

#include <nlohmann/json.hpp>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view marker = "phonostage:{";

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
        note.equalisedWith = at->get<std::string>();
    return note;
}

std::string_view withoutSpaceAtEnd(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\0'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::pair<std::string, FileNote> splitComment(std::string_view comment) {
    const auto start = comment.find(marker);
    if (start == std::string_view::npos) return {std::string(withoutSpaceAtEnd(comment)), {}};
    // The object has no objects and no braces in strings inside it: it ends at the first brace.
    const auto end = comment.find('}', start);
    const auto last = end == std::string_view::npos ? comment.size() : end + 1;
    const auto object = comment.substr(start + marker.size() - 1, last - start - (marker.size() - 1));
    std::string rest(withoutSpaceAtEnd(comment.substr(0, start)));
    auto after = comment.substr(last);
    while (!after.empty() && (after.front() == ' ' || after.front() == '\n'))
        after.remove_prefix(1);
    after = withoutSpaceAtEnd(after);
    if (!rest.empty() && !after.empty()) rest += ' ';
    rest += after;
    return {rest, readNote(object)};
}

std::string joinComment(std::string_view comment, const FileNote& note) {
    std::string text(comment);
    if (!note.fullScaleDbv && !note.equalisedWith) return text;
    Json json = Json::object();
    if (note.fullScaleDbv) json["full_scale_dbv"] = *note.fullScaleDbv;
    if (note.equalisedWith) json["equalised"] = *note.equalisedWith;
    if (!text.empty()) text += ' ';
    return text + "phonostage:" + json.dump();
}

} // namespace phonostage::media
