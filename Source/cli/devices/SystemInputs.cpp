// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/SystemInputs.h"

#include "cli/devices/DeviceSource.h"
#include "cli/devices/MonitorSource.h"
#include "cli/flags/DeviceFlags.h"
#include "cli/output/Errors.h"

namespace phonostage::cli {
namespace {

class SystemInputs final : public SourceFlags {
public:
    void addTo(CLI::App& command) override { flags_.addTo(command, DeviceFlags::Ends::monitor); }

    [[nodiscard]] std::unique_ptr<media::AudioSource> source(const media::RenderStage* monitor) const override {
        if (monitor != nullptr) {
            if (flags_.input().secondChannel == 0)
                throw UsageError("--pair: --monitor needs two channels, as in 3+4: without it one can be recorded");
            return std::make_unique<MonitorSource>(flags_.device(), *monitor);
        }
        if (flags_.namesOutput())
            throw UsageError("--output-device and --output-pair need --monitor: without it nothing is played");
        return std::make_unique<DeviceSource>(flags_.input(), flags_.waits());
    }

    [[nodiscard]] std::optional<std::string> listing() const override {
        return flags_.listsDevices() ? std::optional(device::HeadlessSession::list(true)) : std::nullopt;
    }

private:
    DeviceFlags flags_;
};

} // namespace

std::shared_ptr<SourceFlags> systemInputs() { return std::make_shared<SystemInputs>(); }

} // namespace phonostage::cli
