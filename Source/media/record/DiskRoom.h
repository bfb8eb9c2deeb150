// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace phonostage::media {

/** How much more a folder's disk takes, looked at once a second. */
class DiskRoom {
public:
    /** Bytes that are free; empty where it is not known. */
    using Bytes = std::function<std::optional<std::int64_t>(const std::filesystem::path& folder)>;

    /** bytes: empty asks the system. */
    explicit DiskRoom(Bytes bytes) : bytes_(std::move(bytes)) {}

    /** The next look is due at once. */
    void restart();
    /** True where it was time to look. nowNs: by a clock that only goes forwards. */
    bool look(const std::filesystem::path& folder, double bytesPerSecond, std::int64_t nowNs);
    /** Seconds of audio, at the last look; empty where it is not known. */
    [[nodiscard]] std::optional<double> seconds() const { return seconds_; }

private:
    Bytes bytes_;
    std::optional<std::int64_t> lookedNs_;
    std::optional<double> seconds_;
};

} // namespace phonostage::media
