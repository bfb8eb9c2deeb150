// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/MonitorSource.h"

#include "cli/output/Console.h"

#include "media/io/MediaError.h"

namespace phonostage::cli {

MonitorSource::MonitorSource(const device::HeadlessSession::Device& device, const media::RenderStage& stage)
    : device_(device), waitsAtStart_(device.waits), stage_(stage) {
    device_.waits = true; // later, always: the recording goes on when it is back
}

void MonitorSource::start(media::AudioSink& sink) {
    stop();
    listener_.setSink(sink);
    isEnding_ = hasTried_ = false;
    firstError_.clear();
    thread_ = std::thread([this] { run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return hasTried_; });
    if (firstError_.empty() || waitsAtStart_) return;
    const auto why = firstError_;
    lock.unlock();
    stop();
    throw media::MediaError(why);
}

void MonitorSource::stop() {
    isEnding_ = true;
    if (thread_.joinable()) thread_.join();
}

void MonitorSource::settle(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (!hasTried_) firstError_ = error;
    hasTried_ = true;
    changed_.notify_all();
}

void MonitorSource::run() {
    device::HeadlessSession::Listener listener;
    listener.input = &listener_;
    listener.opened = [this](const device::HeadlessSession::Status&) { settle({}); };
    listener.note = [](const std::string& text) { warn(text); };
    listener.awaited = [this](const std::string& text) {
        settle(text);
        listener_.lost(text);
    };
    listener.tick = [this](const device::HeadlessSession::Status&) { return !isEnding_; };
    settle(device::HeadlessSession(stage_, device_, listener).run());
}

} // namespace phonostage::cli
