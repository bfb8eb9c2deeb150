// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/RetiredDevice.h"

#include <cmath>
#include <utility>

namespace phonostage::device {
namespace {

constexpr double wayOutMs = 500.0; ///< in which such a thread has left

} // namespace

void RetiredDevice::keep(std::unique_ptr<juce::AudioIODevice> device) {
    device_ = std::move(device);
    sinceMs_ = juce::Time::getMillisecondCounterHiRes();
}

void RetiredDevice::drop(const Sleep& sleep) {
    if (device_ == nullptr) return;
    const double left = wayOutMs - (juce::Time::getMillisecondCounterHiRes() - sinceMs_);
    if (left > 0.0) sleep(static_cast<int>(std::ceil(left)));
    device_.reset();
}

} // namespace phonostage::device
