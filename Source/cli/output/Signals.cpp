// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Signals.h"

#include <csignal>
#include <cstdlib>
#include <initializer_list>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#else
#include <fcntl.h>
#endif

namespace phonostage::cli {
namespace {

volatile std::sig_atomic_t signalCaught = 0;
bool brokenPipeIsFatal = false; ///< as the caller left it

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

} // namespace phonostage::cli
