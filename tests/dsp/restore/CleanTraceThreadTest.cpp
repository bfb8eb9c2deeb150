// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/CleanTrace.h"
#include "support/Catch.h"

#include <memory>
#include <thread>
#include <vector>

using namespace phonostage::dsp;

TEST_CASE("A reader of another thread sees whole columns in their order", "[dsp]") {
    const auto trace = std::make_unique<CleanTrace>();
    trace->prepare(8000.0); // 107 frames a column
    ClickList clicks;
    constexpr int columns = 3000, frames = 107;
    std::atomic<bool> isDone{false};
    std::thread writer([&] {
        for (int i = 0; i < columns; ++i) {
            const std::vector<StereoDouble> sound(frames, StereoDouble(i));
            trace->add(static_cast<std::int64_t>(i) * frames, sound.data(), sound.data(), 1.0, frames, clicks);
        }
        isDone = true;
    });
    const auto read = std::make_unique<CleanTrace::Columns>();
    bool isInOrder = true;
    for (bool isLast = false; !isLast;) {
        isLast = isDone;
        std::uint64_t before = 0, after = 0;
        const auto count = trace->read(*read, before);
        (void)trace->rates();
        CleanTrace::Columns later;
        (void)trace->read(later, after);
        if (after - before > 400) continue; // this machine stood still: it may have been overtaken
        for (std::size_t i = 0; i < count; ++i)
            isInOrder &= (*read)[i].soundHigh == static_cast<float>(before - count + i);
    }
    writer.join();
    CHECK(isInOrder);
}
