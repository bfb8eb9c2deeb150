// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::cli {

enum class Talk { quiet, normal, progress };
/** As --quiet and --progress say; quiet wins. */
[[nodiscard]] constexpr Talk talkOf(bool isQuiet, bool showsProgress) {
    return isQuiet ? Talk::quiet : showsProgress ? Talk::progress : Talk::normal;
}

// What goes to stderr may be said on any thread.

/** "WHO: TEXT" on stderr: one line, whatever bytes the text has. */
void complain(const std::string& who, std::string_view text);
/** A warning, as complain() writes; the same words only once. */
void warn(std::string_view text);
/** Text on stderr, as it is; nothing where quiet. */
void say(Talk talk, const std::string& text);
/** Text on stdout, all of it. Throws MediaError where it cannot be written or where there is no standard output: a
   script must not take half of it for all. Throws ReaderGone where a pipe's reader has closed it. */
void print(std::string_view text);
[[nodiscard]] bool errorIsTerminal();

/** A line on stderr that is drawn again and again; complain(), warn() and say() take it away first. */
void drawBar(std::string line);
void clearBar();
/** "[####............................] 12 %" */
[[nodiscard]] std::string barText(double part);

} // namespace phonostage::cli
