// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/MonitorSource.h"

#include "cli/output/Console.h"

namespace phonostage::cli {

MonitorSource::MonitorSource(const device::HeadlessSession::Device& device, const media::RenderStage& stage)
    : InputThread(device.waits), device_(device), stage_(stage) {
    device_.waits = true; // later, always: the recording goes on when it is back
}

void MonitorSource::run() {
    device::HeadlessSession::Listener events;
    events.input = &listener();
    events.opened = [this](const device::HeadlessSession::Status&) { settle({}); };
    events.note = [](const std::string& text) { warn(text); };
    events.awaited = [this](const std::string& text) {
        settle(text);
        listener().lost(text);
    };
    events.tick = [this](const device::HeadlessSession::Status&) { return !isEnding(); };
    settle(device::HeadlessSession(stage_, device_, events).run());
}

} // namespace phonostage::cli
