// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef _WIN32

#include "Catch.h"
#include "TemporaryFolder.h"

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace phonostage::tests {

/** A name under which there is now a file, now a pipe, by turns and without a pause, until it is destroyed: whoever
    looks first and opens then finds something else every now and then. */
class SwappedPlace {
public:
    SwappedPlace(const std::filesystem::path& folder, const std::string& name, const std::string& bytes)
        : place_(folder / name), spare_(aside_ / "spare") {
        writeBytes(aside_ / "file", bytes);
        REQUIRE(::mkfifo((aside_ / "pipe").c_str(), 0600) == 0);
        std::filesystem::copy_file(aside_ / "file", place_); // from the start on
        swapper_ = std::thread([this] {
            while (!done_)
                for (const char* kind : {"pipe", "file"}) {
                    (void)!::link((aside_ / kind).c_str(), spare_.c_str());
                    (void)std::rename(spare_.c_str(), place_.c_str());
                }
        });
    }
    ~SwappedPlace() {
        done_ = true;
        swapper_.join();
    }
    SwappedPlace(const SwappedPlace&) = delete;
    SwappedPlace& operator=(const SwappedPlace&) = delete;

private:
    TemporaryFolder aside_;
    std::filesystem::path place_;
    std::filesystem::path spare_;
    std::atomic<bool> done_{false};
    std::thread swapper_;
};

enum class Look { file, refused, neither };

/** Looks until it was the file and the refusal so many times each; false where it was neither once. */
template <typename Work> [[nodiscard]] bool lookAgainAndAgain(Work look, int enough = 5000) {
    for (int files = 0, refusals = 0; files < enough || refusals < enough;) {
        const Look seen = look();
        if (seen == Look::neither) return false;
        ++(seen == Look::file ? files : refusals);
    }
    return true;
}

} // namespace phonostage::tests

#endif
