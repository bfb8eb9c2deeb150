// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/EndSignals.h"

#include <csignal>
#include <utility>

namespace phonostage::app {
namespace {

constexpr int lookMs = 50;
volatile std::sig_atomic_t hasCome = 0;

extern "C" void onEndSignal(int signal) {
    hasCome = 1;
    std::signal(signal, SIG_DFL);
}

void catchUnlessIgnored(int signal) {
    if (std::signal(signal, onEndSignal) == SIG_IGN) std::signal(signal, SIG_IGN);
}

} // namespace

EndSignals::EndSignals(std::function<void()> onEnd) : onEnd_(std::move(onEnd)) {
    catchUnlessIgnored(SIGTERM);
#ifndef _WIN32
    catchUnlessIgnored(SIGHUP);
#endif
    startTimer(lookMs);
}

EndSignals::~EndSignals() { stopTimer(); }

void EndSignals::timerCallback() {
    if (hasCome == 0) return;
    stopTimer();
    onEnd_();
}

} // namespace phonostage::app
