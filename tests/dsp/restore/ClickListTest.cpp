// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickList.h"
#include "support/Catch.h"

#include <thread>

using namespace phonostage::dsp;

TEST_CASE("A full list counts on, and gives what it took in its order", "[dsp]") {
    ClickList list;
    constexpr auto room = static_cast<std::int64_t>(ClickList::room);
    for (std::int64_t i = 0; i < room + 10; ++i)
        list.push({i, 1, static_cast<int>(i % 2), 0.1F, false});
    CHECK(list.count(0) + list.count(1) == room + 10);
    ClickEvent event;
    for (std::int64_t i = 0; i < room; ++i) {
        REQUIRE(list.take(event));
        CHECK(event.start == i);
    }
    CHECK_FALSE(list.take(event));
    list.push({7, 1, 0, 0.1F, false});
    REQUIRE(list.take(event));
    CHECK(event.start == 7);
    list.push({8, 1, 0, 0.1F, false});
    list.clear();
    CHECK_FALSE(list.take(event));
    CHECK(list.count(0) == 0);
}

TEST_CASE("A click that is in both channels counts once, and the count begins again where it is asked to", "[dsp]") {
    ClickList list;
    list.push({100, 10, 0, 0.1F, false, false});
    list.push({101, 10, 1, 0.1F, false, true});
    list.push({900, 3, 1, 0.1F, true, false});
    CHECK(list.count(0) == 1);
    CHECK(list.count(1) == 2);
    CHECK(list.clicks() == 2);
    CHECK(list.crackles() == 1);
    CHECK(list.soFar() == 2);
    list.startAgain();
    CHECK(list.soFar() == 0);
    list.push({2000, 10, 0, 0.1F, false, false});
    CHECK(list.soFar() == 1);
    CHECK(list.clicks() == 3);
    list.clear();
    CHECK(list.soFar() == 0);
}

TEST_CASE("A reader of another thread gets every click once, whole", "[dsp]") {
    ClickList list;
    constexpr int clicks = 3000; // they have room
    std::thread writer([&list] {
        for (int i = 0; i < clicks; ++i)
            list.push({i, i, 1, static_cast<float>(i), false});
    });
    int taken = 0;
    bool isWhole = true;
    ClickEvent event;
    while (taken < clicks) {
        if (!list.take(event)) continue;
        isWhole &= event.start == taken && event.length == taken && event.peakVolts == static_cast<float>(taken);
        ++taken;
    }
    writer.join();
    CHECK(isWhole);
}
