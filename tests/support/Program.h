// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/Says.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace phonostage::tests {

/** How the built command line ended and what it said. */
struct Outcome {
    int status = 0; ///< exit status; the negative signal where one ended it
    std::string out;
    std::string err;
    long peakKib = 0;           ///< largest resident size
    bool couldNotMount = false; ///< nothing was run: the system does not let tests have a read-only folder

    /** One line on standard error, a status from 1 to 125, and nothing on standard output. */
    [[nodiscard]] bool isOneClearLine() const;
};

struct Circumstances {
    std::filesystem::path input;               ///< standard input is this file
    bool inputIsPipe = false;                  ///< or a pipe that its bytes are written into
    std::optional<std::int64_t> fileSizeLimit; ///< bytes, as a disk that gets full
    bool asNobody = false;                     ///< without root's rights
    std::string output;                        ///< standard output is added to the end of this, as to "/dev/full"
    std::string errorOutput;                   ///< likewise standard error
    std::vector<int> closed;                   ///< standard streams that are not open at all
    /** Can only be read while it runs, as on a read-only disk. Linux; see Outcome::couldNotMount. */
    std::filesystem::path readOnlyFolder;
    bool readerGone = false;      ///< standard output is a pipe that nobody reads
    std::filesystem::path folder; ///< to work in
    std::string locale;
    /** Looked at again and again while it runs; true ends it with this signal (0 lets it go on), once. */
    std::function<bool()> interruptWhen;
    int signal = 0;
    bool ignoreSignal = false; ///< it starts with that signal ignored
};

/** Runs the built `phonostage`. */
[[nodiscard]] Outcome runStage(const std::vector<std::string>& arguments, const Circumstances& circumstances = {});

/** The JSON on standard output of a run that must succeed. */
[[nodiscard]] nlohmann::json jsonOf(const std::vector<std::string>& arguments);

/** A WAV of zeros, `seconds` long, that takes no room on the disk: stereo, 24 bit. */
void writeSilence(const std::filesystem::path& path, int rate, double seconds);

/** A quiet stereo tone at 96 kHz, 24 bit. */
void writeTone(const std::filesystem::path& path, std::size_t frames = 20000, double level = 0.005);

} // namespace phonostage::tests
