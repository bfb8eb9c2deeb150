// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSupport.h"

#include "app/PluginProcess.h"
#include "app/check/TestRecordWatch.h"
#include "app/record/Recording.h"
#include "device/DeviceCallback.h"
#include "plugin/Processor.h"
#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <algorithm>
#include <memory>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::device;
using namespace phonostage::app::testing;
using namespace phonostage::device::testing;

TEST_CASE("the device's callback allocates nothing, locks nothing and makes no system call", "[app]") {
    if (!tests::trap::isAvailable()) {
        WARN("the trap needs Linux with glibc and no sanitizer");
        return;
    }
    FakeWorld world;
    plugin::Processor processor;
    app::PluginProcess process(processor);
    DeviceCallback callback(process);
    FakeDevice device(world, "Speakers", "Turntable USB");
    juce::BigInteger pair;
    pair.setRange(0, 2, true);
    device.open(pair, pair, 48000.0, 256);
    device.start(&callback);

    std::vector<float> left(6000), right(6000), outLeft(6000), outRight(6000);
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = right[i] = 0.001F * static_cast<float>(i % 100);
    const std::array<const float*, 2> inputs{left.data(), right.data()};
    const std::array<float*, 2> outputs{outLeft.data(), outRight.data()};
    const auto run = [&](int frames) {
        callback.audioDeviceIOCallbackWithContext(inputs.data(), 2, outputs.data(), 2, frames, {});
    };
    run(256); // every path once, so that the loader has nothing left to look up
    callback.setMuted(true);
    run(6000);
    callback.setMuted(false);

    tests::trap::clear();
    tests::trap::arm(true);
    for (const int frames : {256, 1, 6000, 0, 255, 257})
        run(frames);
    callback.setMuted(true);
    run(6000);
    tests::trap::arm(false);
    for (const auto& name : tests::trap::names())
        UNSCOPED_INFO(name);
    CHECK(tests::trap::caught() == 0);

    // The trap itself works.
    tests::trap::clear();
    tests::trap::arm(true);
    auto caught = std::make_unique<std::vector<float>>(100);
    tests::trap::arm(false);
    CHECK(caught->size() == 100);
    CHECK(tests::trap::caught() > 0);
}

TEST_CASE("recording at the app's device adds nothing but a copy to the audio thread", "[app]") {
    if (!tests::trap::isAvailable()) {
        WARN("the trap needs Linux with glibc and no sanitizer");
        return;
    }
    const SettingsFolder folder;
    FakeWorld world;
    Recording::Setup setup;
    setup.recorder.keepsAwake = false;
    setup.recorder.goOnSeconds = 0.0;
    Recording recording(std::move(setup)); // with its disk thread
    plugin::Processor processor;
    app::PluginProcess process(processor);
    DeviceCallback callback(process);
    callback.setListener(&recording);
    callback.setInputName("Fake", "Turntable USB");
    FakeDevice device(world, "Speakers", "Turntable USB");
    juce::BigInteger pair;
    pair.setRange(0, 2, true);
    device.open(pair, pair, 48000.0, 64);
    media::TakeRequest request;
    request.audio = std::filesystem::path(folder.file("a.flac").getFullPathName().toStdString());
    request.start = media::StartBy::now;
    recording.recorder().arm(request);
    device.start(&callback);
    for (int i = 0; i < 2000 && recording.recorder().status().state != media::RecorderState::recording; ++i)
        juce::Thread::sleep(5);
    REQUIRE(recording.recorder().status().state == media::RecorderState::recording);

    std::vector<float> left(64, 0.1F), right(64, -0.1F), outLeft(64), outRight(64);
    const std::array<const float*, 2> inputs{left.data(), right.data()};
    const std::array<float*, 2> outputs{outLeft.data(), outRight.data()};
    const auto run = [&] { callback.audioDeviceIOCallbackWithContext(inputs.data(), 2, outputs.data(), 2, 64, {}); };
    run(); // every path once
    ++world.xruns;
    run();
    tests::trap::clear();
    for (int k = 0; k < 5000; ++k) {
        if (k % 100 == 0) juce::Thread::sleep(2);
        if (k % 1000 == 500) ++world.xruns;
        tests::trap::arm(true);
        run();
        tests::trap::arm(false);
    }
    for (const auto& name : tests::trap::names())
        UNSCOPED_INFO(name);
    CHECK(tests::trap::caught() == 0);
    CHECK(recording.recorder().status().overflows == 0);
    device.stop();
}

TEST_CASE("listening to a test record allocates nothing, locks nothing and makes no system call while audio runs",
          "[app]") {
    if (!tests::trap::isAvailable()) {
        WARN("the trap needs Linux with glibc and no sanitizer");
        return;
    }
    plugin::Processor processor;
    app::PluginProcess process(processor);
    TestRecordWatch watch(process);
    watch.prepare(48000.0, 4096);
    std::vector<float> left(4096, 0.01F), right(4096, 0.02F);
    watch.process(left.data(), right.data(), 256); // every path once
    watch.startWithoutThread(media::planOfOther(3150.0), {});
    watch.process(left.data(), right.data(), 256);
    watch.listenNow();
    tests::trap::clear();
    tests::trap::arm(true);
    for (int i = 0; i < 600; ++i) // more than the ring holds, and nobody listens
        watch.process(left.data(), right.data(), i % 3 == 0 ? 4096 : 1 + i);
    tests::trap::arm(false);
    for (const auto& name : tests::trap::names())
        UNSCOPED_INFO(name);
    CHECK(tests::trap::caught() == 0);
    watch.listenNow();
    CHECK(watch.progress()->seconds > 10.0);
}
