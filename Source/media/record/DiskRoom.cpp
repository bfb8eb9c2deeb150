// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DiskRoom.h"

#include <system_error>

namespace phonostage::media {
namespace {

constexpr std::int64_t lookNs = 1000000000;

std::optional<std::int64_t> freeBytes(const std::filesystem::path& folder) {
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    return error ? std::nullopt : std::optional(static_cast<std::int64_t>(space.available));
}

} // namespace

void DiskRoom::restart() { lookedNs_.reset(); }

bool DiskRoom::look(const std::filesystem::path& folder, double bytesPerSecond, std::int64_t nowNs) {
    if (lookedNs_ && nowNs - *lookedNs_ < lookNs) return false;
    lookedNs_ = nowNs;
    const auto bytes = bytes_ ? bytes_(folder) : freeBytes(folder);
    seconds_.reset();
    if (bytes && bytesPerSecond > 0.0) seconds_ = static_cast<double>(*bytes) / bytesPerSecond;
    return true;
}

} // namespace phonostage::media
