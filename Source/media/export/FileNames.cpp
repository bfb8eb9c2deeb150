// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/FileNames.h"

#include "media/io/MediaError.h"
#include "media/io/Tags.h"

#include "base/text/LikeWords.h"
#include "base/text/PlainText.h"

#include <algorithm>
#include <array>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

/** The characters of UTF-8; what is none, byte by byte, as "_". */
std::vector<std::string> charactersOf(std::string_view text) {
    std::vector<std::string> characters;
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        const auto part = text.substr(0, length);
        const bool isControl = lead < 0x20 || lead == 0x7f;
        const bool isWhole = part.size() == length && (isControl || base::isPlainText(part));
        // Control characters of two bytes, U+0080 to U+009F, are no plain text, but are characters.
        const bool isLateControl = part.size() == 2 && lead == 0xc2 && static_cast<unsigned char>(part[1]) < 0xa0;
        if (isLateControl)
            characters.emplace_back("\x01");
        else
            characters.emplace_back(isWhole ? std::string(part) : "_");
        text.remove_prefix(isWhole || isLateControl ? length : 1);
    }
    return characters;
}

/** Left-to-right and right-to-left marks, embeddings and isolates; line and paragraph separators. */
bool turnsWriting(std::string_view c) {
    return c == "\xE2\x80\x8E" || c == "\xE2\x80\x8F" || c == "\xD8\x9C" ||
           (c >= "\xE2\x80\xA8" && c <= "\xE2\x80\xAE" && c.size() == 3) ||
           (c >= "\xE2\x81\xA6" && c <= "\xE2\x81\xA9" && c.size() == 3);
}

std::string replacementOf(const std::string& c) {
    constexpr std::string_view forbidden = "/\\:*?<>|";
    if (c == "\"") return "'";
    if (c == "\n" || c == "\r" || c == "\t") return " ";
    if (c.size() == 1 && forbidden.find(c[0]) != std::string_view::npos) return "_";
    if (c.size() == 1 && (static_cast<unsigned char>(c[0]) < 0x20 || c[0] == 0x7f)) return "";
    return turnsWriting(c) ? "" : c;
}

/** What Windows keeps for devices, also with an extension. */
bool isDeviceName(std::string_view name) {
    auto stem = std::string(name.substr(0, name.find('.')));
    while (!stem.empty() && stem.back() == ' ')
        stem.pop_back();
    std::transform(stem.begin(), stem.end(), stem.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    constexpr std::array<std::string_view, 6> words{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    if (std::find(words.begin(), words.end(), stem) != words.end()) return true;
    if (!stem.starts_with("COM") && !stem.starts_with("LPT")) return false;
    const auto rest = stem.substr(3);
    return (rest.size() == 1 && rest[0] >= '0' && rest[0] <= '9') || rest == "\xC2\xB9" || rest == "\xC2\xB2" ||
           rest == "\xC2\xB3";
}

/** A joiner or a variation selector at the end would wait for what has been cut off. */
bool waitsForMore(std::string_view text) { return text.ends_with("\xE2\x80\x8D") || text.ends_with("\xEF\xB8\x8F"); }

void trimEnd(std::string& text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '.'))
        text.pop_back();
}

} // namespace

std::string fileNameOf(std::string_view text, std::size_t most) {
    std::string name;
    for (const auto& c : charactersOf(text)) {
        const auto part = replacementOf(c);
        if (part == " " && (name.empty() || name.back() == ' ')) continue;
        name += part;
    }
    if (name.size() > most) {
        name = std::string(beginningOf(name, most));
        while (waitsForMore(name))
            name.resize(name.size() - 3);
    }
    trimEnd(name);
    if (name.empty()) return "_";
    if (name.front() == '.') name.front() = '_';
    if (isDeviceName(name)) name.insert(std::min(name.find('.'), name.size()), "_");
    return name;
}

NamePattern::NamePattern(std::string_view pattern, const std::vector<std::string>& known) {
    const auto fault = [&](const std::string& what) {
        return MediaError("the name pattern '" + base::oneLine(pattern) + "' " + what);
    };
    std::vector<std::string_view> names(known.begin(), known.end());
    const auto fields = [&] {
        std::string text;
        for (const auto name : names)
            text.append(text.empty() ? "{" : ", {").append(name).append("}");
        return text;
    };
    parts_.emplace_back();
    for (std::size_t at = 0; at < pattern.size();) {
        const char c = pattern[at];
        auto& pieces = parts_.back();
        if (c == '/') {
            if (pieces.empty()) throw fault("has an empty folder name: remove the stroke too many");
            parts_.emplace_back();
            ++at;
        } else if (c == '{') {
            const auto end = pattern.find('}', at);
            if (end == std::string_view::npos) throw fault("has a { without its }: add it");
            const auto field = pattern.substr(at + 1, end - at - 1);
            if (std::find(names.begin(), names.end(), field) == names.end())
                throw fault("has no field {" + base::oneLine(field) + "}: " + base::didYouMean(field, names) +
                            "the fields are " + fields());
            pieces.push_back({true, std::string(field)});
            at = end + 1;
        } else {
            if (c == '}') throw fault("has a } without its {: remove it");
            if (pieces.empty() || pieces.back().isField) pieces.push_back({});
            pieces.back().text += c;
            ++at;
        }
    }
    if (parts_.back().empty()) throw fault("has no file name at its end: add one, as in {title}");
    for (const auto& pieces : parts_)
        if (pieces.size() == 1 && !pieces[0].isField && (pieces[0].text == ".." || pieces[0].text == "."))
            throw fault("leads out of the folder of the export: remove the points");
}

bool NamePattern::has(std::string_view field) const {
    return std::any_of(parts_.begin(), parts_.end(), [&](const auto& pieces) {
        return std::any_of(pieces.begin(), pieces.end(),
                           [&](const Piece& piece) { return piece.isField && piece.text == field; });
    });
}

fs::path NamePattern::pathOf(const NameFields& fields, std::string_view extension) const {
    fs::path path;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        std::string text;
        for (const auto& piece : parts_[i]) {
            const auto at = piece.isField ? fields.find(piece.text) : fields.end();
            text += !piece.isField ? piece.text : at != fields.end() ? at->second : "";
        }
        auto name = fileNameOf(text);
        if (i + 1 == parts_.size()) name += extension;
        path /= fs::path(std::u8string(name.begin(), name.end()));
    }
    return path;
}

fs::path DistinctNames::take(const fs::path& path) {
    const auto keyOf = [](const fs::path& name) {
        auto text = name.generic_string();
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        return text;
    };
    auto result = path;
    for (int number = 2; !taken_.insert(keyOf(result)).second; ++number) {
        auto name = path.stem();
        name += " (" + std::to_string(number) + ")";
        name += path.extension();
        result = path.parent_path() / name;
    }
    return result;
}

} // namespace phonostage::media
