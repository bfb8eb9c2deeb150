// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Console.h"

#include "media/io/MediaError.h"
#include "media/io/StandardStreams.h"

#include "cli/output/Text.h"

#include "base/files/File.h"
#include "base/text/NumberText.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <utility>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace phonostage::cli {
namespace {

volatile std::sig_atomic_t signalCaught = 0;
bool brokenPipeIsFatal = false; ///< as the caller left it
std::size_t barWidth = 0; ///< of the line that a bar has on standard error; under QuietError's lock, as all of that is

/** What is said stands on a line of its own; the bar comes back when it is next drawn. */
void writeError(const std::string& text) {
    const auto lock = media::QuietError::lock();
    if (barWidth > 0) std::fprintf(stderr, "\r%*s\r", static_cast<int>(barWidth), "");
    barWidth = 0;
    std::fputs(text.c_str(), stderr);
}

extern "C" void onSignal(int signal) {
    signalCaught = signal;
    std::signal(signal, SIG_DFL);
}

/** nohup and shells that start work in the background have these ignored, and mean it. */
void catchUnlessIgnored(int signal) {
    if (std::signal(signal, onSignal) == SIG_IGN) std::signal(signal, SIG_IGN);
}

[[noreturn]] void dieBy(int signal) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    std::_Exit(125); // where the signal is blocked
}

} // namespace

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 200;
    if (value.size() <= longest) return base::oneLine(value);
    std::size_t end = longest; // no character is cut in two: a byte that goes on with one begins with the bits 10
    while (end > longest - 4 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
        --end;
    return base::oneLine(value.substr(0, end)) + "...";
}

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

void holdStandardStreams() {
#ifdef _WIN32
    for (const int stream : {0, 1, 2})
        if (::_get_osfhandle(stream) == -1) (void)::_open("NUL", stream == 0 ? _O_WRONLY : _O_RDONLY);
#else
    // A new descriptor is the lowest that is free. Against the stream's direction: what uses it fails.
    for (const int stream : {0, 1, 2})
        if (::fcntl(stream, F_GETFD) == -1) (void)!::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
#endif
}

void catchSignals() {
    catchUnlessIgnored(SIGINT);
    catchUnlessIgnored(SIGTERM);
#ifndef _WIN32
    catchUnlessIgnored(SIGHUP);
    brokenPipeIsFatal = std::signal(SIGPIPE, SIG_IGN) != SIG_IGN;
    std::signal(SIGXFSZ, SIG_IGN);
#endif
}

int caughtSignal() { return signalCaught; }

void dieBySignal() { dieBy(signalCaught); }

void dieOfBrokenPipe() {
#ifndef _WIN32
    if (brokenPipeIsFatal) dieBy(SIGPIPE);
#endif
}

ProgressBar::ProgressBar(Talk talk, double sampleRateHz) : kind_(Kind::none), sampleRateHz_(sampleRateHz) {
    if (talk == Talk::quiet) return;
    if (errorIsTerminal())
        kind_ = Kind::bar;
    else if (talk == Talk::progress)
        kind_ = Kind::lines;
}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::clear() {
    if (kind_ == Kind::bar) clearBar();
}

media::Progress ProgressBar::callback() {
    return [this](std::int64_t done, std::optional<std::int64_t> total) {
        if (kind_ != Kind::none) show(done, total);
        return caughtSignal() == 0;
    };
}

void ProgressBar::show(std::int64_t done, std::optional<std::int64_t> total) {
    const double part = total && *total > 0 ? static_cast<double>(done) / static_cast<double>(*total) : 0.0;
    if (kind_ == Kind::lines) {
        const int tenths = static_cast<int>(part * 10.0);
        if (tenths > tenths_) writeError(std::to_string(tenths * 10) + " %\n");
        tenths_ = std::max(tenths, tenths_);
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double sound = static_cast<double>(done) / sampleRateHz_;
    auto line = barText(part) + "  " + base::clockTime(sound);
    if (total) line.append(" of ").append(base::clockTime(static_cast<double>(*total) / sampleRateHz_));
    if (seconds > 0.3) line.append("  ").append(base::formatFixed(sound / seconds, 0)).append("x");
    drawBar(std::move(line));
}

} // namespace phonostage::cli
