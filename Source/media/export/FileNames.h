// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** Where nothing else is said. */
constexpr const char* defaultNamePattern = "{album}/{position} {title}";

/** What stands for what in a pattern: ("title", "Blue in Green"). */
using NameFields = std::map<std::string, std::string, std::less<>>;

/** One name that every file system can hold, of any UTF-8 text; bytes that are none become "_".
    - "/", "\\", ":", "*", "?", "<", ">", "|" become "_", a quote an apostrophe; line breaks and tabs a space; other
      control characters and marks that turn the direction of writing go.
    - Blanks at both ends and points at the end go; a point at the front, which would hide the file, becomes "_".
    - Names that Windows keeps for devices (CON, LPT1 ...) get a "_".
    - At most `most` bytes, whole characters; never empty: "_".
    Letters of any script and emoji stay. */
[[nodiscard]] std::string fileNameOf(std::string_view text, std::size_t most = 200);

/** A pattern with fields in braces, folders set off by "/": `{album}/{position} {title}`. Throws MediaError where a
   field is not among `known`, where a brace stands alone, or where it leads out of the folder. */
class NamePattern {
public:
    NamePattern(std::string_view pattern, const std::vector<std::string>& known);

    [[nodiscard]] bool has(std::string_view field) const;
    /** A path inside the export's folder, with the extension (".flac"). Each part is a fileNameOf(). */
    [[nodiscard]] std::filesystem::path pathOf(const NameFields& fields, std::string_view extension) const;

private:
    struct Piece {
        bool isField = false;
        std::string text;
    };
    std::vector<std::vector<Piece>> parts_; ///< between strokes
};

/** Names that are not yet taken by one another, whatever their case: a second "a.flac" becomes "a (2).flac". */
class DistinctNames {
public:
    [[nodiscard]] std::filesystem::path take(const std::filesystem::path& path);

private:
    std::set<std::string> taken_;
};

} // namespace phonostage::media
