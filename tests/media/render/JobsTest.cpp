// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Jobs.h"

#include "support/Catch.h"

#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace phonostage;

TEST_CASE("Each job is done once, on one thread or several") {
    for (const int threads : {1, 2, 7}) {
        std::array<std::atomic<int>, 100> done{};
        media::runJobs(done.size(), threads, [&](std::size_t i) { ++done[i]; });
        for (const auto& times : done)
            CHECK(times == 1);
    }
    media::runJobs(0, 4, [](std::size_t) { FAIL("there was none to do"); });
}

TEST_CASE("Jobs begin in their order") {
    std::vector<std::size_t> order;
    media::runJobs(20, 1, [&](std::size_t i) { order.push_back(i); });
    for (std::size_t i = 0; i < order.size(); ++i)
        CHECK(order[i] == i);
}

TEST_CASE("A job that throws keeps the rest from beginning, and what was thrown arrives") {
    for (const int threads : {1, 3}) {
        std::atomic<int> begun{0};
        const auto work = [&](std::size_t i) {
            ++begun;
            if (i == 5) throw std::runtime_error("the sixth");
            // The other threads do not run through all of them before it is noticed.
            if (i > 5) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        };
        CHECK_THROWS_WITH(media::runJobs(1000, threads, work), "the sixth");
        CHECK(begun < 1000);
    }
}
