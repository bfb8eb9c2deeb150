// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef _WIN32

#include "support/Catch.h"
#include "support/TemporaryFolder.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace phonostage::tests {

/** A name under which there is now a file, now a pipe, by turns and without a pause, until it is destroyed: whoever
    looks first and opens then finds something else every now and then. A process of its own swaps them, so that a test
    can look from a child (ChildProcess.h) without a fork beside a running thread. */
class SwappedPlace {
public:
    SwappedPlace(const std::filesystem::path& folder, const std::string& name, const std::string& bytes) {
        const auto place = folder / name, spare = aside_ / "spare", file = aside_ / "file", pipe = aside_ / "pipe";
        writeBytes(file, bytes);
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        std::filesystem::copy_file(file, place); // from the start on
        const pid_t test = ::getpid();
        swapper_ = ::fork();
        REQUIRE(swapper_ >= 0);
        if (swapper_ > 0) return;
        while (::getppid() == test) // only what one may call between fork and exec
            for (const auto* kind : {&pipe, &file}) {
                (void)!::link(kind->c_str(), spare.c_str());
                (void)::rename(spare.c_str(), place.c_str());
            }
        ::_exit(0);
    }
    ~SwappedPlace() {
        ::kill(swapper_, SIGKILL);
        while (::waitpid(swapper_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    SwappedPlace(const SwappedPlace&) = delete;
    SwappedPlace& operator=(const SwappedPlace&) = delete;

private:
    TemporaryFolder aside_;
    pid_t swapper_ = -1;
};

enum class Look { file, refused, neither };

/** Looks until it was the file and the refusal so many times each, or for ten seconds and at least once each: where the
    disk is slow, one of the two lasts long. False where it was neither once. */
template <typename Work> [[nodiscard]] bool lookAgainAndAgain(Work look, int enough = 5000) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (int files = 0, refusals = 0; files < enough || refusals < enough;) {
        if (files > 0 && refusals > 0 && std::chrono::steady_clock::now() > end) break;
        const Look seen = look();
        if (seen == Look::neither) return false;
        ++(seen == Look::file ? files : refusals);
    }
    return true;
}

} // namespace phonostage::tests

#endif
