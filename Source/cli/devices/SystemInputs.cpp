// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/SystemInputs.h"

#include "cli/devices/DeviceSource.h"
#include "cli/flags/DeviceFlags.h"

namespace phonostage::cli {
namespace {

class SystemInputs final : public SourceFlags {
public:
    void addTo(CLI::App& command) override { flags_.addTo(command, DeviceFlags::Ends::input); }

    [[nodiscard]] std::unique_ptr<media::AudioSource> source() const override {
        return std::make_unique<DeviceSource>(flags_.input(), flags_.waits());
    }

    [[nodiscard]] std::optional<std::string> listing() const override {
        return flags_.listsDevices() ? std::optional(device::HeadlessSession::list(false)) : std::nullopt;
    }

private:
    DeviceFlags flags_;
};

} // namespace

std::shared_ptr<SourceFlags> systemInputs() { return std::make_shared<SystemInputs>(); }

} // namespace phonostage::cli
