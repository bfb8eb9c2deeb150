// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TrackLine.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <array>

namespace phonostage::media {
namespace {

constexpr std::array<std::string_view, 4> dashes{"-", "\u2013", "\u2014", "\u2012"};
constexpr std::array<std::string_view, 4> blanks{" ", "\t", "\u00a0", "\u202f"};

bool isCapital(char c) { return c >= 'A' && c <= 'Z'; }

template <std::size_t count> bool takeOne(std::string_view& text, const std::array<std::string_view, count>& words) {
    for (const auto word : words)
        if (text.substr(0, word.size()) == word) {
            text.remove_prefix(word.size());
            return true;
        }
    return false;
}

template <std::size_t count> bool dropOne(std::string_view& text, const std::array<std::string_view, count>& words) {
    for (const auto word : words)
        if (text.size() >= word.size() && text.substr(text.size() - word.size()) == word) {
            text.remove_suffix(word.size());
            return true;
        }
    return false;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (isCapital(c)) c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool startsWith(std::string_view text, std::string_view word) { return text.substr(0, word.size()) == word; }

// ------------------------------------------------------------------ headings and other lines that are no tracks

/** The side that a word names: a letter, "AA", a number from 1 to 8 or its English name; "" for none. */
std::string sideNamed(std::string_view word) {
    constexpr std::array<std::string_view, 8> names{"one", "two", "three", "four", "five", "six", "seven", "eight"};
    const auto name = lower(word);
    if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'p')
        return std::string(1, static_cast<char>(name[0] - 'a' + 'A'));
    if (name == "aa") return "AA";
    if (name.size() == 1 && name[0] >= '1' && name[0] <= '8')
        return std::string(1, static_cast<char>(name[0] - '1' + 'A'));
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return std::string(1, static_cast<char>('A' + i));
    return {};
}

/** "Side A", "Seite 2:", "A-Side", "SIDE ONE (21:34)", "This Side"; "" where the line is no such heading. */
std::string sideHeading(std::string_view line) {
    constexpr std::array<std::string_view, 9> words{"side", "seite", "face",  "lato",  "lado",
                                                    "kant", "sida",  "puoli", "strana"};
    const auto text = lower(line);
    for (const auto word : words) {
        if (!startsWith(text, word) || text.size() < word.size() + 2) continue;
        auto rest = std::string_view(text).substr(word.size());
        if (!takeOne(rest, blanks) && !takeOne(rest, dashes)) continue;
        rest = base::trimmed(rest);
        const auto end = rest.find_first_of(" \t:.-([|/");
        const auto side = sideNamed(rest.substr(0, end));
        if (side.empty()) continue;
        // Behind it: nothing, a total, or a name set apart. "Side A Title" would be a title.
        const auto behind = end == std::string_view::npos ? std::string_view{} : base::trimmed(rest.substr(end));
        if (behind.empty() || std::string_view(":.-([|/").find(behind.front()) != std::string_view::npos ||
            parseDuration(behind) || startsWith(behind, "\u2013") || startsWith(behind, "\u2014"))
            return side;
    }
    for (const auto word : {"-side", " side"}) {
        const auto at = text.find(word);
        if ((at == 1 || at == 2) &&
            base::trimmed(text.substr(at + 5)).find_first_not_of(":.-") == std::string_view::npos)
            if (!base::isDigit(text[0])) return sideNamed(text.substr(0, at));
    }
    return {};
}

/** Totals, headings of lists, names of discs. */
bool isNoise(std::string_view line) {
    constexpr std::array<std::string_view, 12> beginnings{
        "total",         "playing time", "running time", "gesamt",     "spieldauer", "duration:",
        "track listing", "tracklisting", "tracklist",    "track list", "credits",    "durée totale"};
    const auto text = lower(line);
    for (const auto word : beginnings)
        if (startsWith(text, word)) {
            // "Total Eclipse of the Heart" is a song: a total has a number or nothing behind it.
            if (word != "total") return true;
            auto rest = base::trimmed(std::string_view(text).substr(5));
            for (const auto more : {"time", "length", "duration", "playing time", "running time", "run time"})
                if (startsWith(rest, more)) rest = base::trimmed(rest.substr(std::string_view(more).size()));
            if (!rest.empty() && (rest.front() == ':' || rest.front() == '=')) rest = base::trimmed(rest.substr(1));
            return rest.empty() || parseDuration(rest).has_value();
        }
    for (const auto disc : {"disc ", "disk ", "cd ", "lp ", "record "}) {
        if (!startsWith(text, disc)) continue;
        const auto rest = base::trimmed(std::string_view(text).substr(std::string_view(disc).size()));
        const auto end = rest.find_first_of(" :.-(");
        if (!sideNamed(rest.substr(0, end)).empty() && (end == std::string_view::npos || rest[end] != ' ')) return true;
    }
    return text == "tracks" || text == "titles" || text == "songs" || text == "title";
}

bool isHeaderCell(std::string_view cell) {
    constexpr std::array<std::string_view, 20> words{
        "no.",   "no",    "#",      "nr.",    "nr",   "pos",      "pos.",      "track",   "position", "title",
        "titel", "titre", "artist", "length", "time", "duration", "writer(s)", "writers", "dauer",    "composer"};
    const auto text = lower(cell);
    return std::find(words.begin(), words.end(), text) != words.end();
}

// ------------------------------------------------------------------ positions

struct Position {
    std::string side, text;
    int number = 0;
};

/** Digits at `at`, at most `most` of them; 0 for none or more. */
std::size_t digitsAt(std::string_view text, std::size_t at, std::size_t most) {
    std::size_t n = 0;
    while (at + n < text.size() && base::isDigit(text[at + n]))
        ++n;
    return n <= most ? n : 0;
}

int valueOf(std::string_view digits) {
    int value = 0;
    for (const char c : digits)
        value = 10 * value + (c - '0');
    return value;
}

/** Letters of a side and a number, "A1", "AA2", "B-3", "C1a", "D2.b": how many bytes; 0 for none. */
std::size_t letterPosition(std::string_view text, Position& found) {
    constexpr int mostOnSide = 20; // U2, but not B-52 or C90
    if (text.empty() || text[0] < 'A' || text[0] > 'P') return 0;
    std::size_t at = text.size() > 1 && text[1] == text[0] ? 2 : 1;
    const auto letters = at;
    if (at < text.size() && (text[at] == '-' || text[at] == '.')) ++at;
    const auto n = digitsAt(text, at, 2);
    if (n == 0) return 0;
    found.number = valueOf(text.substr(at, n));
    if (found.number < 1 || found.number > mostOnSide) return 0;
    at += n;
    if (at < text.size() && text[at] >= 'a' && text[at] <= 'f' &&
        (at + 1 == text.size() ||
         !(lower(text.substr(at + 1, 1))[0] >= 'a' && lower(text.substr(at + 1, 1))[0] <= 'z')))
        ++at;
    else if (at + 1 < text.size() && text[at] == '.' && text[at + 1] >= 'a' && text[at + 1] <= 'f')
        at += 2;
    found.side = text.substr(0, letters);
    return at;
}

/** "1", "01", "1-05": how many bytes; 0 for none. */
std::size_t numberPosition(std::string_view text, Position& found) {
    auto at = digitsAt(text, 0, 3);
    if (at == 0) return 0;
    found.number = valueOf(text.substr(0, at));
    if (at == 1 && at + 1 < text.size() && (text[at] == '-' || text[at] == '.'))
        if (const auto more = digitsAt(text, at + 1, 2); more == 2) {
            found.number = valueOf(text.substr(at + 1, more));
            at += 1 + more;
        }
    return at;
}

/** What stands between a position and a title: brackets, points, colons, dashes, blanks. `strict`: a blank alone will
   not do. False where there is no such thing. */
bool takeSeparator(std::string_view& rest, bool strict) {
    if (rest.empty()) return true;
    const char c = rest.front();
    if (c == ')' || c == ']' || c == ':' || c == '.' || c == '|') {
        if ((c == '.' || c == ':') && rest.size() > 1 && base::isDigit(rest[1])) return false; // "10:15 Saturday Night"
        rest.remove_prefix(1);
        auto behind = base::trimmed(rest);
        if (takeOne(behind, dashes) && !behind.empty()) rest = behind;
        return true;
    }
    auto behind = rest;
    bool hasBlank = false;
    while (takeOne(behind, blanks))
        hasBlank = true;
    const bool isTab = rest.front() == '\t' || startsWith(rest, "  ");
    auto afterDash = behind;
    if (takeOne(afterDash, dashes)) {
        if (!hasBlank && !afterDash.empty() && base::isDigit(afterDash.front())) return false; // "7-11"
        const bool blankBehind = afterDash.empty() || takeOne(afterDash, blanks);
        if (!hasBlank && !blankBehind && strict) return false;
        rest = afterDash;
        return true;
    }
    if (!hasBlank || (strict && !isTab)) return false;
    rest = behind;
    return true;
}

/** Takes the position off the front, where there is one. */
Position takePosition(std::string_view& text, const ListHabits& habits) {
    auto rest = text;
    if (!rest.empty() && (rest.front() == '(' || rest.front() == '[' || rest.front() == '#')) rest.remove_prefix(1);
    for (const std::string_view word : {"Track ", "track ", "TRACK ", "No. ", "Nr. "})
        if (startsWith(rest, word) && rest.size() > word.size() && base::isDigit(rest[word.size()]))
            rest.remove_prefix(word.size());
    const bool opened = rest.size() != text.size();
    Position found;
    auto length = letterPosition(rest, found);
    bool strict = false;
    if (length == 0) {
        length = numberPosition(rest, found);
        strict = !habits.bareNumbers && !opened;
    }
    if (length == 0 && !rest.empty() && rest[0] >= 'A' && rest[0] <= 'H') {
        const auto behind = rest.substr(1);
        const bool isSet = startsWith(behind, "\t") || startsWith(behind, ".") || startsWith(behind, ":") ||
                           startsWith(behind, ")") || startsWith(behind, "  ") || startsWith(behind, " - ") ||
                           startsWith(behind, " \u2013 ");
        const bool isInitial = startsWith(behind, ".") && behind.size() > 2 && behind[2] == '.'; // "A.D.I.D.A.S."
        if ((isSet && !isInitial) || habits.singleLetters) {
            length = 1;
            strict = false;
            found = {std::string(1, rest[0]), {}, 1};
        }
    }
    if (length == 0) return {};
    found.text = rest.substr(0, length);
    rest.remove_prefix(length);
    if (!takeSeparator(rest, strict)) return {};
    text = base::trimmed(rest);
    return found;
}

// ------------------------------------------------------------------ times

constexpr std::array<std::string_view, 10> fillers{"-",      "\u2013", "\u2014", ".", "\u2026",
                                                   "\u00b7", "|",      ",",      "_", ":"};

/** Takes the time off the end, with brackets and leaders before it. */
std::optional<double> takeTimeAtEnd(std::string_view& text, bool dots) {
    const auto end = base::trimmed(text);
    std::size_t from = end.size();
    while (from > 0 && std::string_view(" \t").find(end[from - 1]) == std::string_view::npos && end.size() - from < 24)
        --from;
    // "( 3:45 )" has blanks inside.
    if (const auto open = end.find_last_of("(["); open != std::string_view::npos && open < from &&
                                                  end.size() - open < 24 && parseDuration(end.substr(open), dots))
        from = open;
    auto word = end.substr(from);
    auto before = end.substr(0, from);
    while (!word.empty() && !parseDuration(word, dots) && takeOne(word, fillers)) // "Title....3:45"
        ;
    if (const auto inner = word.find_last_of("(["); inner != std::string_view::npos && inner > 0) {
        before = end.substr(0, static_cast<std::size_t>(word.data() - end.data()) + inner);
        word.remove_prefix(inner);
    }
    if (const auto leader = word.find_last_of(".\u2026");
        !parseDuration(word, dots) && leader != std::string_view::npos) {
        before = end.substr(0, static_cast<std::size_t>(word.data() - end.data()) + leader + 1);
        word.remove_prefix(leader + 1);
    }
    const auto seconds = parseDuration(word, dots);
    if (!seconds) return std::nullopt;
    before = base::trimmed(before);
    // Leaders and a dash stand between title and time; a single point may end the title.
    while (true) {
        const auto shorter = base::trimmed(before);
        before = shorter;
        if (before.size() > 1 && before.back() == '.' && before[before.size() - 2] != '.' &&
            before[before.size() - 2] != ' ')
            break;
        if (!dropOne(before, fillers)) break;
    }
    text = before;
    return seconds;
}

std::optional<double> takeTimeAtFront(std::string_view& text) {
    const auto all = base::trimmed(text);
    const auto end = all.find_first_of(" \t");
    const auto seconds = parseDuration(all.substr(0, end));
    if (!seconds && !(startsWith(all, "0:00") || startsWith(all, "00:00"))) return std::nullopt;
    if (!seconds && all.substr(0, end).find_first_not_of("0:") != std::string_view::npos) return std::nullopt;
    auto rest = end == std::string_view::npos ? std::string_view{} : base::trimmed(all.substr(end));
    if (takeOne(rest, dashes)) rest = base::trimmed(rest);
    text = rest;
    return seconds.value_or(0.0);
}

// ------------------------------------------------------------------ a line as a whole

/** A title between quotes, without them. */
std::string_view unquoted(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> quotes{
        {{"\"", "\""}, {"\u201c", "\u201d"}, {"\u00ab", "\u00bb"}, {"\u201e", "\u201c"}}};
    text = base::trimmed(text);
    for (const auto& [open, close] : quotes) {
        if (text.size() <= open.size() + close.size() || !startsWith(text, open)) continue;
        const auto inner = text.substr(open.size(), text.size() - open.size() - close.size());
        if (text.substr(text.size() - close.size()) == close && inner.find(open) == std::string_view::npos)
            return inner;
    }
    return text;
}

std::vector<std::string_view> cellsOf(std::string_view line) {
    std::vector<std::string_view> cells;
    const char separator = line.find('\t') != std::string_view::npos ? '\t' : ';';
    while (true) {
        const auto end = line.find(separator);
        if (const auto cell = base::trimmed(line.substr(0, end)); !cell.empty()) cells.push_back(cell);
        if (end == std::string_view::npos) return cells;
        line.remove_prefix(end + 1);
    }
}

/** A row of a table: position, perhaps the artist with a dash behind it, title, others, time. */
TrackLine readRow(std::vector<std::string_view> cells, const ListHabits& habits) {
    TrackLine line;
    line.kind = TrackLine::Kind::track;
    if (std::all_of(cells.begin(), cells.end(), isHeaderCell)) {
        line.kind = TrackLine::Kind::noise;
        return line;
    }
    for (auto cell = cells.end(); cell != cells.begin();) {
        --cell;
        if (const auto seconds = parseDuration(*cell, true)) {
            line.seconds = seconds;
            line.timeFirst = cell == cells.begin() && cells.size() > 1;
            // What stands behind a time is no part of the track.
            cells.erase(cell, line.timeFirst ? cell + 1 : cells.end());
            break;
        }
    }
    if (!cells.empty()) {
        auto first = cells.front();
        ListHabits alone = habits;
        alone.bareNumbers = true; // a cell of its own
        const auto position = takePosition(first, alone);
        const bool isLetter = !position.text.empty() || (cells.size() > 1 && cells.front().size() == 1 &&
                                                         cells.front()[0] >= 'A' && cells.front()[0] <= 'H');
        if (isLetter && (first.empty() || position.text.empty())) {
            line.position = position.text.empty() ? cells.front() : std::string_view(position.text);
            line.side = position.text.empty() ? std::string(cells.front()) : position.side;
            line.number = position.text.empty() ? 1 : position.number;
            cells.erase(cells.begin());
        } else if (!position.text.empty() && (!position.side.empty() || first.data() != cells.front().data())) {
            line.position = position.text;
            line.side = position.side;
            line.number = position.number;
            cells.front() = first;
        }
    }
    if (cells.size() > 1)
        for (const auto dash : dashes)
            if (cells.front().size() > dash.size() &&
                cells.front().substr(cells.front().size() - dash.size()) == dash) {
                auto artist = base::trimmed(cells.front().substr(0, cells.front().size() - dash.size()));
                if (!artist.empty() && artist.back() == '*') artist.remove_suffix(1);
                line.artist = cleanTitle(artist);
                cells.erase(cells.begin());
                break;
            }
    if (!cells.empty()) {
        auto title = cells.front();
        if (!line.seconds) line.seconds = takeTimeAtEnd(title, habits.dottedTimes);
        line.title = cleanTitle(unquoted(title));
    }
    return line;
}

} // namespace

std::string_view bareLine(std::string_view line) {
    constexpr std::array<std::string_view, 6> bullets{"\u2022", "\u25cf", "\u25aa", "\u00b7", "*", "\u2023"};
    line = base::trimmed(line);
    auto rest = line;
    if (takeOne(rest, bullets) && !base::trimmed(rest).empty()) return base::trimmed(rest);
    // A dash is a bullet where a blank follows it.
    rest = line;
    if (takeOne(rest, dashes) && takeOne(rest, blanks) && !base::trimmed(rest).empty()) return base::trimmed(rest);
    return line;
}

std::optional<int> bareNumberOf(std::string_view line) {
    line = bareLine(line);
    const auto n = digitsAt(line, 0, 2);
    if (n == 0 || n >= line.size()) return std::nullopt;
    auto rest = line.substr(n);
    if (!takeOne(rest, blanks) || base::trimmed(rest).empty()) return std::nullopt;
    return valueOf(line.substr(0, n));
}

bool endsInDottedTime(std::string_view line) {
    auto with = bareLine(line), without = with;
    return takeTimeAtEnd(with, true).has_value() && !takeTimeAtEnd(without, false).has_value();
}

char singleLetterOf(std::string_view line) {
    line = bareLine(line);
    if (line.size() < 3 || !isCapital(line[0])) return 0;
    auto rest = line.substr(1);
    return takeOne(rest, blanks) ? line[0] : '\0';
}

TrackLine readTrackLine(std::string_view text, const ListHabits& habits) {
    TrackLine line;
    const auto bare = bareLine(text);
    if (bare.empty()) return line;
    if (auto side = sideHeading(bare); !side.empty()) {
        line.kind = TrackLine::Kind::side;
        line.side = std::move(side);
        return line;
    }
    line.kind = TrackLine::Kind::noise;
    if (isNoise(bare)) return line;
    const bool isRow = bare.find('\t') != std::string_view::npos || std::count(bare.begin(), bare.end(), ';') >= 2;
    if (isRow)
        if (auto cells = cellsOf(bare); cells.size() > 1) return readRow(std::move(cells), habits);

    line.kind = TrackLine::Kind::track;
    auto rest = bare;
    line.seconds = takeTimeAtEnd(rest, habits.dottedTimes);
    if (!line.seconds) {
        line.seconds = takeTimeAtFront(rest);
        line.timeFirst = line.seconds && !rest.empty();
    }
    const auto position = takePosition(rest, habits);
    line.position = position.text;
    line.side = position.side;
    line.number = position.number;
    if (!line.seconds) {
        // "A1 3:45 Title"
        line.seconds = position.text.empty() ? std::nullopt : takeTimeAtFront(rest);
    }
    line.title = cleanTitle(unquoted(rest));
    return line;
}

} // namespace phonostage::media
