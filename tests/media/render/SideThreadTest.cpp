// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/SideThread.h"
#include "support/Catch.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace phonostage::media;

TEST_CASE("Jobs beside are done one after another, on a thread of their own") {
    std::vector<int> done; // by one thread at a time: no lock
    std::thread::id where;
    {
        SideThread side;
        for (int i = 0; i < 1000; ++i)
            side.start([&, i] {
                where = std::this_thread::get_id();
                done.push_back(i);
            });
        side.wait();
        REQUIRE(done.size() == 1000);
        for (int i = 0; i < 1000; ++i)
            REQUIRE(done[static_cast<std::size_t>(i)] == i);
        CHECK(where != std::this_thread::get_id());
        side.wait(); // for nothing
        side.start([&] { done.clear(); });
    }
    CHECK(done.empty()); // the end waits for the last job
}

TEST_CASE("What a job beside throws is thrown once, where it is waited for") {
    SideThread side;
    side.start([] { throw std::runtime_error("one"); });
    CHECK_THROWS_AS(side.wait(), std::runtime_error);
    CHECK_NOTHROW(side.wait());

    std::atomic<bool> ran{false};
    side.start([] { throw std::runtime_error("two"); });
    CHECK_THROWS_AS(side.start([&] { ran = true; }), std::runtime_error);
    side.wait();
    CHECK_FALSE(ran);
    side.start([&] { ran = true; });
    side.wait();
    CHECK(ran);

    side.start([] { throw std::runtime_error("three"); }); // lost at the end
}
