// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DiskThread.h"
#include "media/record/RecordSupport.h"
#include "media/record/Recorder.h"
#include "support/Catch.h"
#include "support/RealtimeTrap.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <thread>

using namespace phonostage::media;
using namespace phonostage::tests;

TEST_CASE("The audio thread's part of a recording neither allocates, locks, waits nor calls the system") {
    if (!trap::isAvailable()) {
        WARN("no trap on this system or with this sanitizer");
        return;
    }
    const TemporaryFolder folder;
    RecorderSettings settings;
    settings.keepsAwake = false;
    settings.memorySeconds = 0.5;
    settings.longestPreRollSeconds = 0.5;
    settings.goOnSeconds = 0.0;
    Recorder recorder(settings);
    TakeRequest request;
    request.audio = folder / "a.flac";
    request.start = StartBy::now;
    recorder.arm(request);
    recorder.tick();
    SourceFormat format;
    format.sampleRateHz = 192000.0;
    recorder.begin(format);
    std::vector<float> samples(64, 0.25F);
    const std::array<const float*, 2> channels{samples.data(), samples.data()};
    {
        const DiskThread disk(recorder);
        trap::clear();
        // In step with the disk thread, out of step with it (the ring overflows), and with drop-outs.
        for (int k = 0; k < 20000; ++k) {
            if (k < 10000 && k % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            trap::arm(true);
            recorder.block(channels.data(), 64, static_cast<std::int64_t>(k) * 333333);
            if (k % 1000 == 7) recorder.dropOut(k % 2000 == 7 ? 0 : 100);
            trap::arm(false);
        }
        for (const auto& name : trap::names())
            UNSCOPED_INFO(name);
        CHECK(trap::caught() == 0);
        recorder.finish();
        for (int k = 0; k < 500 && recorder.status().state != RecorderState::stopped; ++k)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(recorder.status().state == RecorderState::stopped);
    CHECK(std::filesystem::exists(folder / "a.flac"));
}
