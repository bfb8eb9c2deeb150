// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/MediaError.h"
#include "media/render/Render.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace phonostage::cli {

/** What somebody wrote, as messages repeat it: as base::oneLine() shows it, and no more than its first 200 bytes. */
[[nodiscard]] std::string shown(std::string_view value);

/** A command that cannot be carried out as written: one line that names the flag and the remedy. */
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    /** "--gain loud: why". */
    UsageError(const std::string& flag, std::string_view value, const std::string& why)
        : std::runtime_error(flag + " " + shown(value) + ": " + why) {}
};

/** Whoever read standard output has enough of it, as `head` does. Not said, but shown by how the program ends. */
class ReaderGone : public media::MediaError {
public:
    ReaderGone() : media::MediaError("standard output cannot be written: its reader has gone") {}
};

/** What was asked for is written, but clips, and that was to be an error: status 3. */
class OutputClips : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Talk { quiet, normal, progress };

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

/** Gives a standard stream that the caller has closed a place where reading and writing fail. Else its descriptor would
    be the next file's, and what is meant for the stream would be written into that. */
void holdStandardStreams();
/** From here on a first interrupt (or terminate, hang-up) only sets a flag, so that work can end cleanly; a second one
    ends the program at once. Broken pipes and file size limits become errors of the write that meets them, so that no
    half file is left behind. */
void catchSignals();
/** The signal that came, or 0. */
[[nodiscard]] int caughtSignal();
/** Ends the program by the signal that came, as the shell expects it. */
[[noreturn]] void dieBySignal();
/** Where the system ends programs whose reader has gone, and the caller has not asked for anything else: ends the
    program in that way, without a word. Returns elsewhere. */
void dieOfBrokenPipe();

/** A line on stderr that is drawn again and again; complain(), warn() and say() take it away first. */
void drawBar(std::string line);
void clearBar();
/** "[####............................] 12 %" */
[[nodiscard]] std::string barText(double part);

/** The bar on stderr: where that is a terminal, or, with Talk::progress, a line every ten per cent. */
class ProgressBar {
public:
    ProgressBar(Talk talk, double sampleRateHz);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /** To hand to the work; refers to this. */
    [[nodiscard]] media::Progress callback();
    void clear();

private:
    void show(std::int64_t done, std::optional<std::int64_t> total);

    enum class Kind { none, bar, lines };
    Kind kind_;
    double sampleRateHz_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_ = start_;
    int tenths_ = 0;
};

} // namespace phonostage::cli
