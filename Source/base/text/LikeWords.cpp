// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/LikeWords.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace phonostage::base {
namespace {

constexpr std::size_t mostLetters = 64; ///< of a word that are looked at
constexpr std::size_t mostNamed = 3;

std::string lowered(std::string_view text) {
    std::string small(text.substr(0, mostLetters));
    for (auto& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

/** Steps that turn one word into the other: a letter changed, added, left out, or swapped with the next one (optimal
    string alignment). */
std::size_t distance(std::string_view a, std::string_view b) {
    using Row = std::array<std::size_t, mostLetters + 1>;
    Row before{}, last{}, row{};
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), row[j - 1] + 1, last[j] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
    }
    return last[b.size()];
}

struct Likeness {
    std::string_view candidate;
    std::size_t distance = std::numeric_limits<std::size_t>::max();
};

Likeness mostLike(const std::string& word, const std::vector<std::string_view>& candidates) {
    Likeness best;
    if (word.empty()) return best;
    // Farther than this is no likeness.
    const std::size_t farthest = word.size() <= 3 ? 1 : std::clamp<std::size_t>(word.size() / 2, 2, mostLetters / 2);
    for (const auto candidate : candidates) {
        const auto other = lowered(candidate);
        // "columbia" is meant for "columbia_lp" more than its missing letters say.
        const auto steps = other.starts_with(word) ? 0 : distance(word, other);
        if (steps <= farthest && steps < best.distance) best = {candidate, steps};
    }
    return best;
}

bool isLetterOrDigit(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

/** The names that have every part of the word in them, as "scarlett 2i2" is in focusrite_scarlett_2i2_4th. */
std::vector<std::string_view> namesWith(const std::string& word, const std::vector<std::string_view>& candidates) {
    std::vector<std::string> parts;
    std::string part;
    for (const char c : word + " ") {
        if (isLetterOrDigit(c)) {
            part += c;
            continue;
        }
        if (!part.empty()) parts.push_back(std::move(part));
        part.clear();
    }
    std::vector<std::string_view> names;
    if (parts.empty() || word.size() < 3) return names;
    for (const auto candidate : candidates) {
        const auto other = lowered(candidate);
        if (std::all_of(parts.begin(), parts.end(),
                        [&](const std::string& each) { return other.find(each) != std::string::npos; }))
            names.push_back(candidate);
    }
    return names;
}

} // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    return mostLike(lowered(word), candidates).candidate;
}

std::string listedWithOr(const std::vector<std::string_view>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(words[i]);
    return text;
}

std::string didYouMean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const auto small = lowered(word);
    const auto best = mostLike(small, candidates);
    auto names = namesWith(small, candidates);
    if (best.distance == 1 || (best.distance == 0 && names.size() <= 1) || names.empty()) {
        if (best.candidate.empty()) return {};
        names = {best.candidate};
    }
    if (names.size() > mostNamed) names.resize(mostNamed);
    return "did you mean " + listedWithOr(names) + "? ";
}

} // namespace phonostage::base
