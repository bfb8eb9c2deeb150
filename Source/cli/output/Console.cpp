// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Console.h"

#include "cli/output/Errors.h"

#include "base/files/File.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/io/StandardStreams.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <mutex>
#include <set>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace phonostage::cli {
namespace {

std::size_t barWidth = 0; ///< of the line that a bar has on standard error; under QuietError's lock, as all of that is

/** What is said stands on a line of its own; the bar comes back when it is next drawn. */
void writeError(const std::string& text) {
    const auto lock = media::QuietError::lock();
    if (barWidth > 0) std::fprintf(stderr, "\r%*s\r", static_cast<int>(barWidth), "");
    barWidth = 0;
    std::fputs(text.c_str(), stderr);
}

} // namespace

void complain(const std::string& who, std::string_view text) { writeError(who + ": " + base::oneLine(text) + "\n"); }

void warn(std::string_view text) {
    static std::set<std::string, std::less<>> said;
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (said.emplace(text).second) complain("phonostage: warning", text);
}

void say(Talk talk, const std::string& text) {
    if (talk != Talk::quiet) writeError(text);
}

void drawBar(std::string line) {
    const auto lock = media::QuietError::lock();
    const auto width = line.size();
    line.resize(std::max(barWidth, width), ' ');
    barWidth = line.size();
    std::fprintf(stderr, "\r%s", line.c_str());
    std::fflush(stderr);
}

void clearBar() { writeError({}); }

std::string barText(double part) {
    constexpr int cells = 32;
    const auto full = static_cast<std::size_t>(std::clamp(static_cast<int>(part * cells), 0, cells));
    return "[" + std::string(full, '#') + std::string(cells - full, '.') + "] " + base::formatFixed(part * 100.0, 0) +
           " %";
}

void print(std::string_view text) {
    errno = 0;
    const bool ok = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (ok) return;
    if (errno == EPIPE) throw ReaderGone();
    if (errno == EBADF)
        throw media::MediaError("standard output cannot be written: it is closed; redirect it to a file or a pipe");
    throw media::MediaError("standard output cannot be written: " + base::systemError(errno));
}

bool errorIsTerminal() {
#ifdef _WIN32
    return ::_isatty(2) != 0;
#else
    return ::isatty(2) != 0;
#endif
}

} // namespace phonostage::cli
