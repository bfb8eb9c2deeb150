// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/InputTap.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace phonostage::plugin {

bool InputTap::start(double seconds) {
    if (!(seconds > 0.0 && seconds <= longestSeconds)) return false;
    cancel();
    const double rateHz = rateHz_.load(std::memory_order_relaxed);
    const auto frames = static_cast<std::size_t>(std::max(1LL, std::llround(seconds * rateHz)));
    Recording recording;
    recording.rateHz = rateHz;
    // Written with zeros, so that the audio thread meets no page for the first time.
    for (auto& channel : recording.samples)
        channel.assign(frames, 0.0);
    recording_ = std::move(recording);
    wanted_.store(frames, std::memory_order_relaxed);
    written_.store(0, std::memory_order_relaxed);
    phase_.store(Phase::recording, std::memory_order_release);
    return true;
}

void InputTap::cancel() {
    auto phase = phase_.load(std::memory_order_acquire);
    while (phase != Phase::idle) {
        if (phase == Phase::writing) {
            std::this_thread::yield();
            phase = phase_.load(std::memory_order_acquire);
        } else if (phase_.compare_exchange_weak(phase, Phase::idle, std::memory_order_acq_rel)) {
            break;
        }
    }
    recording_ = Recording();
    wanted_.store(0, std::memory_order_relaxed);
    written_.store(0, std::memory_order_relaxed);
}

double InputTap::progress() const {
    const auto wanted = wanted_.load(std::memory_order_relaxed);
    if (wanted == 0) return 0.0;
    const auto written = std::min(written_.load(std::memory_order_relaxed), wanted);
    return static_cast<double>(written) / static_cast<double>(wanted);
}

bool InputTap::isRunning() const {
    const auto phase = phase_.load(std::memory_order_acquire);
    return phase == Phase::recording || phase == Phase::writing;
}

bool InputTap::isDone() const { return phase_.load(std::memory_order_acquire) == Phase::done; }

std::optional<InputTap::Recording> InputTap::take() {
    if (!isDone()) return std::nullopt;
    Recording taken = std::exchange(recording_, Recording());
    cancel();
    return taken;
}

template <typename Sample> void InputTap::write(const Sample* const* channels, int channelCount, int frames) {
    auto phase = Phase::recording;
    if (channelCount < 1 || frames < 1) return;
    if (!phase_.compare_exchange_strong(phase, Phase::writing, std::memory_order_acq_rel)) return;
    // The host may have prepared for another rate while it was being started.
    if (std::abs(rateHz_.load(std::memory_order_relaxed) - recording_.rateHz) > 0.0) {
        phase_.store(Phase::idle, std::memory_order_release);
        return;
    }
    const auto wanted = wanted_.load(std::memory_order_relaxed);
    const auto at = written_.load(std::memory_order_relaxed);
    const auto count = std::min(static_cast<std::size_t>(frames), wanted - at);
    recording_.channels = std::min(channelCount, 2);
    for (std::size_t c = 0; c < 2; ++c) {
        const Sample* from = channels[channelCount > 1 ? c : 0];
        std::transform(from, from + count, recording_.samples[c].data() + at,
                       [](Sample sample) { return static_cast<double>(sample); });
    }
    written_.store(at + count, std::memory_order_relaxed);
    phase_.store(at + count == wanted ? Phase::done : Phase::recording, std::memory_order_release);
}

void InputTap::prepare(double rateHz) {
    rateHz_.store(rateHz, std::memory_order_relaxed);
    auto phase = Phase::recording;
    phase_.compare_exchange_strong(phase, Phase::idle, std::memory_order_acq_rel);
}

template void InputTap::write(const float* const*, int, int);
template void InputTap::write(const double* const*, int, int);

} // namespace phonostage::plugin
