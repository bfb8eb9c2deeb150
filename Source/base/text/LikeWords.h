// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phonostage::base {

// What a person may have meant by a word that is not in a list. Case is passed over.

/** The candidate most like the word: the one that begins with it, else the one with the fewest letters wrong, missing,
    too many or swapped with their neighbour. "" where none is like it. */
[[nodiscard]] std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/** "did you mean riaa? ", with a space at its end, to stand before the remedy; "" where nothing is like the word. Where
    the word is a part of longer names, up to three of these: "did you mean scarlett_2i2_3rd or scarlett_2i2_4th? ". */
[[nodiscard]] std::string didYouMean(std::string_view word, const std::vector<std::string_view>& candidates);

/** "a, b or c". */
[[nodiscard]] std::string listedWithOr(const std::vector<std::string_view>& words);

} // namespace phonostage::base
