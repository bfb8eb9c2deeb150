// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelWords.h"

#include "catalogue/CatalogueRules.h"

#include <algorithm>
#include <array>
#include <optional>

namespace phonostage::catalogue {
namespace {

constexpr int yearsOfDecade = 10;
constexpr int century = 1900; // of "50s"
constexpr char apostrophe = '\'';

/** From this code point up to the next row's, a letter becomes this plain text; " " parts words. In order. */
struct Fold {
    unsigned first;
    std::string_view plain;
};

constexpr Fold folds[] =
    {
        {0x80, " "},   {0xC0, "a"},   {0xC6, "ae"},  {0xC7, "c"},  {0xC8, "e"},  {0xCC, "i"},  {0xD0, "d"},
        {0xD1, "n"},   {0xD2, "o"},   {0xD7, " "},   {0xD8, "o"},  {0xD9, "u"},  {0xDD, "y"},  {0xDE, "th"},
        {0xDF, "ss"},  {0xE0, "a"},   {0xE6, "ae"},  {0xE7, "c"},  {0xE8, "e"},  {0xEC, "i"},  {0xF0, "d"},
        {0xF1, "n"},   {0xF2, "o"},   {0xF7, " "},   {0xF8, "o"},  {0xF9, "u"},  {0xFD, "y"},  {0xFE, "th"},
        {0xFF, "y"},   {0x100, "a"},  {0x106, "c"},  {0x10E, "d"}, {0x112, "e"}, {0x11C, "g"}, {0x124, "h"},
        {0x128, "i"},  {0x132, "ij"}, {0x134, "j"},  {0x136, "k"}, {0x139, "l"}, {0x143, "n"}, {0x14C, "o"},
        {0x152, "oe"}, {0x154, "r"},  {0x15A, "s"},  {0x162, "t"}, {0x168, "u"}, {0x174, "w"}, {0x176, "y"},
        {0x179, "z"},  {0x17F, "s"},  {0x180, " "},  {0x2BC, "'"}, {0x2BD, " "}, {0x300, ""}, // combining accents
        {0x370, " "},  {0x2018, "'"}, {0x201A, " "},
};

std::string_view plainOf(unsigned codePoint) {
    const auto next = std::upper_bound(std::begin(folds), std::end(folds), codePoint,
                                       [](unsigned c, const Fold& f) { return c < f.first; });
    return std::prev(next)->plain;
}

/** Small letters, digits, apostrophes and gaps. Bytes that are no UTF-8 are gaps. */
std::string folded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 'A' && c <= 'Z') {
            plain += static_cast<char>(c - 'A' + 'a');
        } else if (c < 0x80) {
            const bool own = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == apostrophe;
            plain += own ? static_cast<char>(c) : ' ';
        } else {
            const std::size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
            unsigned codePoint = c & (more == 0 ? 0u : 0x3Fu >> more);
            for (std::size_t k = 0; k < more && i + 1 < text.size(); ++k)
                codePoint = (codePoint << 6) | (static_cast<unsigned char>(text[++i]) & 0x3Fu);
            plain += codePoint < 0x80 ? " " : plainOf(codePoint);
        }
    }
    return plain;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text)
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    std::erase(parts, std::string());
    return parts;
}

std::string withoutApostrophes(std::string word) {
    std::erase(word, apostrophe);
    return word;
}

bool isNumber(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<RecordFormat> formatOf(std::string_view word) {
    struct Name {
        std::string_view word;
        RecordFormat format;
    };

    constexpr std::array<Name, 20> names{{{"lp", RecordFormat::lp},
                                          {"lps", RecordFormat::lp},
                                          {"33", RecordFormat::lp},
                                          {"33rpm", RecordFormat::lp},
                                          {"album", RecordFormat::lp},
                                          {"microgroove", RecordFormat::lp},
                                          {"45", RecordFormat::fortyFive},
                                          {"45s", RecordFormat::fortyFive},
                                          {"45rpm", RecordFormat::fortyFive},
                                          {"ep", RecordFormat::fortyFive},
                                          {"eps", RecordFormat::fortyFive},
                                          {"single", RecordFormat::fortyFive},
                                          {"78", RecordFormat::seventyEight},
                                          {"78s", RecordFormat::seventyEight},
                                          {"78rpm", RecordFormat::seventyEight},
                                          {"shellac", RecordFormat::seventyEight},
                                          {"shellacs", RecordFormat::seventyEight},
                                          {"transcription", RecordFormat::transcription},
                                          {"transcriptions", RecordFormat::transcription},
                                          {"singles", RecordFormat::fortyFive}}};
    for (const Name& name : names)
        if (name.word == word) return name.format;
    return std::nullopt;
}

/** "1952", "1950s", "50s". */
std::optional<YearRange> yearsOf(const std::string& word) {
    const bool decade = word.ends_with('s');
    const std::string digits = decade ? word.substr(0, word.size() - 1) : word;
    if (!isNumber(digits) || digits.size() > 4) return std::nullopt;
    const int number = std::stoi(digits);
    const int year = decade && digits.size() == 2 ? century + number : number;
    if (year < firstYear || year > lastYear || (decade && year % yearsOfDecade != 0)) return std::nullopt;
    return YearRange{year, decade ? year + yearsOfDecade - 1 : year};
}

bool saysNothing(std::string_view word) {
    constexpr std::array<std::string_view, 7> words{"records", "record", "label", "rpm", "the", "and", "to"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

std::vector<std::string> indexWords(std::string_view name) {
    std::vector<std::string> words;
    for (const auto& word : split(folded(name), ' ')) {
        const auto parts = split(word, apostrophe);
        words.insert(words.end(), parts.begin(), parts.end());
        if (parts.size() > 1) words.push_back(withoutApostrophes(word));
    }
    return words;
}

LabelQuery readLabelQuery(std::string_view text) {
    LabelQuery query;
    auto words = split(folded(text), ' ');
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = withoutApostrophes(words[i]);
        if (word.empty() || saysNothing(word)) continue;
        query.all.push_back(word);
        if (const auto format = formatOf(word)) {
            query.formats.push_back(*format);
            const bool third = word == "33" && i + 2 < words.size() && words[i + 1] == "1" && words[i + 2] == "3";
            if (third) i += 2;
        } else if (const auto years = yearsOf(word)) {
            // Two years are the ends of a range, whatever stands between them.
            query.years = query.years ? YearRange{std::min(query.years->first, years->first),
                                                  std::max(query.years->last, years->last)}
                                      : *years;
        } else {
            query.words.push_back(word);
        }
    }
    return query;
}

} // namespace phonostage::catalogue
