// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::cli {

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

} // namespace phonostage::cli
