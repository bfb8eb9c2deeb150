// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DiskWaiter.h"
#include "support/Catch.h"

#include <chrono>
#include <future>
#include <string>
#include <thread>

using namespace phonostage::media;

TEST_CASE("A job for the disk runs beside the thread that gave it") {
    DiskWaiter waiter;
    CHECK(waiter.isFree());
    std::promise<void> disk;
    const auto answer = disk.get_future().share();
    std::thread::id worker; // not atomic: isFree() and wait() order what a job leaves behind
    waiter.start([&] {
        answer.wait();
        worker = std::this_thread::get_id();
    });
    CHECK_FALSE(waiter.isFree());
    disk.set_value();
    waiter.wait();
    CHECK(waiter.isFree());
    CHECK(worker != std::thread::id());
    CHECK(worker != std::this_thread::get_id());
}

TEST_CASE("Jobs for the disk are done in their order, one at a time, the last before the waiter ends") {
    std::string done;
    {
        DiskWaiter waiter;
        for (const char letter : {'a', 'b', 'c'})
            waiter.start([&done, letter] {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                done += letter;
            });
    }
    CHECK(done == "abc");
}

TEST_CASE("A waiter in place has done its job when it was given it") {
    DiskWaiter waiter(DiskWaiter::Where::inPlace);
    std::thread::id worker;
    waiter.start([&] { worker = std::this_thread::get_id(); });
    CHECK(worker == std::this_thread::get_id());
    CHECK(waiter.isFree());
}
