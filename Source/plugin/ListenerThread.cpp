// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/ListenerThread.h"

namespace phonostage::plugin {

ListenerThread::ListenerThread(const juce::String& name, std::size_t ringFrames)
    : juce::Thread(name), ring_(ringFrames) {
    jassert(name.length() <= 15); // Linux shows none that is longer
}

void ListenerThread::activate() {
    ring_.allocate();
    begun_.fetch_add(1, std::memory_order_release);
    isActive_.store(true, std::memory_order_release);
}

void ListenerThread::runThread() {
    if (!isThreadRunning()) startThread(juce::Thread::Priority::background);
    notify();
}

void ListenerThread::beginAnew() {
    begun_.fetch_add(1, std::memory_order_release);
    notify();
}

void ListenerThread::setRate(double rateHz) {
    rateHz_.store(rateHz, std::memory_order_relaxed);
    begun_.fetch_add(1, std::memory_order_release);
}

void ListenerThread::end() {
    deactivate();
    beginAnew(); // what is measured is broken off
    stopThread(-1);
}

bool ListenerThread::isCurrent() const { return begun_.load(std::memory_order_acquire) == knownBegun_; }

/** A piece of what waits; false where there is none. */
bool ListenerThread::listen() {
    if (const auto begun = begun_.load(std::memory_order_acquire); begun != knownBegun_) {
        knownBegun_ = begun;
        ring_.skip();
        renew();
        return false;
    }
    if (ring_.isEmpty()) return false;
    if (ring_.takeGap()) miss();
    ring_.read(piece_, pieceFrames);
    hear(piece_);
    return true;
}

void ListenerThread::listenNow() {
    listen(); // begins, where there is something to begin
    while (listen()) {
    }
}

void ListenerThread::run() {
    while (!threadShouldExit())
        if (!listen()) wait(isListening() ? pollMilliseconds : -1);
}

} // namespace phonostage::plugin
