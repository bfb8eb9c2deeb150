// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/DeviceWatch.h"

#include <chrono>

namespace phonostage::device {
namespace {

bool has(const juce::AudioIODeviceType& type, const juce::String& name, bool input) {
    const auto names = type.getDeviceNames(input);
    return name.isEmpty() ? !names.isEmpty() : names.contains(name);
}

} // namespace

DeviceWatch::Where DeviceWatch::usualPlace() {
#if JUCE_LINUX
    return Where::background;
#else
    return Where::here; // there the types belong to the message thread, and a look is short
#endif
}

DeviceWatch::DeviceWatch(AudioSession::TypeFactory makeTypes, Where where)
    : makeTypes_(std::move(makeTypes)), where_(where) {}

DeviceWatch::~DeviceWatch() { forget(); }

void DeviceWatch::look(const DeviceChoice& choice) {
    if (isLooking()) return;
    look_ = std::make_unique<Seen>();
    makeTypes_(look_->types);
    for (int i = look_->types.size(); --i >= 0;)
        if (choice.type.isNotEmpty() && look_->types[i]->getTypeName() != choice.type) look_->types.remove(i);

    const auto work = [seen = look_.get(), output = choice.output, input = choice.input] {
        for (auto* type : seen->types) {
            type->scanForDevices();
            seen->output = seen->output || has(*type, output, false);
            seen->input = seen->input || has(*type, input, true);
        }
    };
    done_ = std::async(where_ == Where::background ? std::launch::async : std::launch::deferred, work);
    if (where_ == Where::here) done_.get();
}

std::unique_ptr<DeviceWatch::Seen> DeviceWatch::take() {
    if (!isLooking()) return nullptr;
    if (done_.valid()) {
        if (done_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return nullptr;
        done_.get();
    }
    return std::move(look_);
}

void DeviceWatch::forget() {
    if (done_.valid()) done_.wait();
    done_ = {};
    look_.reset();
}

} // namespace phonostage::device
