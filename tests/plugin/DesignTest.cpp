// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a filter from the parameters to the sound.
#include "params/StageValues.h"
#include "plugin/DesignWorker.h"
#include "plugin/PluginSupport.h"
#include "plugin/StageRunner.h"
#include "plugin/TripleBuffer.h"
#include "support/Catch.h"

#include <atomic>
#include <chrono>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

template <typename Sample>
void runBlock(plugin::StageRunner& runner, Signal<Sample>& signal, std::size_t at, int frames) {
    std::vector<Sample*> channels{signal[0].data() + at, signal[1].data() + at};
    runner.process(channels.data(), 2, frames, {});
}

} // namespace

TEST_CASE("The triple buffer hands over the newest value and keeps it", "[plugin]") {
    plugin::TripleBuffer<int> buffer;
    CHECK_FALSE(buffer.take());
    buffer.publish(1);
    buffer.publish(2);
    REQUIRE(buffer.take());
    CHECK(buffer.front() == 2);
    CHECK_FALSE(buffer.take());
    buffer.publish(3);
    CHECK(buffer.front() == 2);
    buffer.publish(4);
    buffer.publish(5);
    REQUIRE(buffer.take());
    CHECK(buffer.front() == 5);
}

TEST_CASE("The triple buffer never tears a value or goes back", "[plugin]") {
    struct Wide {
        std::array<int, 64> numbers{};
    };

    plugin::TripleBuffer<Wide> buffer;
    constexpr int last = 200000;
    std::thread writer([&] {
        Wide value;
        for (int i = 1; i <= last; ++i) {
            value.numbers.fill(i);
            buffer.publish(value);
        }
    });
    int seen = 0;
    bool whole = true;
    bool forward = true;
    while (seen < last) {
        if (!buffer.take()) continue;
        const int first = buffer.front().numbers.front();
        for (const int number : buffer.front().numbers)
            whole &= number == first;
        forward &= first > seen;
        seen = first;
    }
    writer.join();
    CHECK(whole);
    CHECK(forward);
}

TEST_CASE("Defaults of the table and of the stage agree: blocks before any prepare are right", "[plugin]") {
    CHECK(params::filterSettings(params::Values()) == dsp::FilterSettings());
    CHECK(params::levelSettings(params::Values()) == dsp::LevelSettings());
}

TEST_CASE("A new curve begins within 50 ms, in simulated time", "[plugin]") {
    // The worker's thread does not run: the test polls in its place, at the thread's interval, and hands the result
    // over 10 ms later, which is more than a design may take.
    const auto blockFrames = GENERATE(16, 64, 480);
    constexpr double rateHz = 48000.0;
    plugin::ValueStore store;
    plugin::DesignWorker worker(store);
    plugin::StageRunner changed(store, worker);
    plugin::ValueStore fixedStore;
    plugin::DesignWorker fixedWorker(fixedStore);
    plugin::StageRunner fixed(fixedStore, fixedWorker);
    changed.prepare(worker.prepare(rateHz));
    fixed.prepare(fixedWorker.prepare(rateHz));

    auto signal = noiseSignal<double>(0.01, 96000, 31);
    auto reference = signal;
    constexpr std::size_t change = 48000;
    constexpr double pollFrames = plugin::DesignWorker::activePollMilliseconds * rateHz / 1000.0;
    constexpr double designFrames = 0.010 * rateHz;
    std::size_t begins = 0;
    bool changeMade = false;
    bool polled = false;
    for (std::size_t at = 0; at + static_cast<std::size_t>(blockFrames) <= 96000;
         at += static_cast<std::size_t>(blockFrames)) {
        if (at >= change && !changeMade) {
            changeMade = true;
            store.set(Id::curve, 1.0);
        }
        if (!polled && changeMade && static_cast<double>(at - change) >= pollFrames + designFrames)
            polled = worker.poll();
        runBlock(changed, signal, at, blockFrames);
        runBlock(fixed, reference, at, blockFrames);
        for (std::size_t i = at; begins == 0 && i < at + static_cast<std::size_t>(blockFrames); ++i)
            if (signal[0][i] != reference[0][i]) begins = i;
    }
    REQUIRE(polled);
    REQUIRE(begins > change);
    CHECK(static_cast<double>(begins - change) / rateHz < 0.050);
    CHECK_FALSE(worker.poll()); // nothing left to design
}

TEST_CASE("Settings that flip faster than designs are made end where they should", "[plugin]") {
    plugin::ValueStore store;
    plugin::DesignWorker worker(store);
    plugin::StageRunner runner(store, worker);
    runner.prepare(worker.prepare(48000.0));
    auto signal = silentSignal<double>(480);
    const auto pass = [&] { runBlock(runner, signal, 0, 480); };
    pass();

    // The worker designs B while the audio thread still, or again, wants A; then B is wanted without a new design.
    store.set(Id::curve, 1.0);
    REQUIRE(worker.poll());
    store.set(Id::curve, 0.0);
    pass();
    store.set(Id::curve, 1.0);
    CHECK_FALSE(worker.poll());
    for (int i = 0; i < 10; ++i)
        pass();

    plugin::ValueStore freshStore;
    freshStore.set(Id::curve, 1.0);
    plugin::DesignWorker freshWorker(freshStore);
    plugin::StageRunner fresh(freshStore, freshWorker);
    fresh.prepare(freshWorker.prepare(48000.0));
    runner.reset();
    auto expected = noiseSignal<double>(0.01, 480, 32);
    auto actual = expected;
    runBlock(fresh, expected, 0, 480);
    runBlock(runner, actual, 0, 480);
    CHECK(actual == expected);
}

TEST_CASE("A design for another rate is never taken", "[plugin]") {
    plugin::ValueStore store;
    plugin::DesignWorker worker(store);
    plugin::StageRunner runner(store, worker);
    runner.prepare(worker.prepare(48000.0));
    auto signal = silentSignal<double>(4800);
    store.set(Id::curve, 1.0);
    REQUIRE(worker.poll()); // for 48 kHz, and not taken yet
    store.set(Id::curve, 5.0);
    runner.prepare(worker.prepare(96000.0));
    runBlock(runner, signal, 0, 4800);
    store.set(Id::curve, 1.0); // the settings of the stale design
    runBlock(runner, signal, 0, 4800);
    REQUIRE(worker.poll());
    for (int i = 0; i < 3; ++i)
        runBlock(runner, signal, 0, 4800);

    plugin::StageRunner fresh(store, worker);
    auto expected = noiseSignal<double>(0.01, 4800, 33);
    auto actual = expected;
    runner.reset();
    runBlock(runner, actual, 0, 4800);
    fresh.prepare(worker.prepare(96000.0));
    runBlock(fresh, expected, 0, 4800);
    CHECK(actual == expected);
}

TEST_CASE("A reader of the values sees all of a committed set or nothing", "[plugin]") {
    // Equal filters, so that a commit costs no design and many follow each other.
    params::Values a;
    params::Values b;
    for (const Id id :
         {Id::bypass, Id::gain, Id::outputTrim, Id::balance, Id::swapChannels, Id::inputDbv, Id::outputDbv})
        b.set(id, params::entry(id).maximum);
    plugin::ValueStore store;
    plugin::DesignWorker worker(store);
    std::atomic<int> running{2};
    const auto write = [&] {
        for (int i = 0; i < 200000; ++i) {
            worker.commit({i % 2 == 0 ? a : b, {}});
            for (std::atomic<int> pause{0}; pause < (i * 7) % 64; ++pause) {
            }
        }
        --running;
    };
    std::thread first(write);
    std::thread second(write);
    int mixed = 0;
    params::Values seen;
    while (running > 0) {
        if (store.tryRead(seen) && !(seen == a) && !(seen == b)) ++mixed;
    }
    first.join();
    second.join();
    CHECK(mixed == 0);
    CHECK(store.tryRead(seen));
}

TEST_CASE("The worker's own thread brings a new curve while blocks run, and again after a pause", "[plugin]") {
    Processor processor;
    for (const double slot : {1.0, 5.0}) {
        processor.prepareToPlay(48000.0, 480);
        setHost(processor, Id::curve, slot);
        Processor expected;
        setHost(expected, Id::curve, slot);
        expected.prepareToPlay(48000.0, 480);

        // Until it has come: no assertion about the clock, only an end to the wait.
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        bool same = false;
        while (!same && std::chrono::steady_clock::now() < deadline) {
            processor.reset();
            expected.reset();
            auto actualSignal = noiseSignal<double>(0.01, 480, 34);
            auto expectedSignal = actualSignal;
            processBlock(processor, actualSignal, 0, 480);
            processBlock(expected, expectedSignal, 0, 480);
            same = actualSignal == expectedSignal;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        CHECK(same);
        processor.releaseResources();
        std::this_thread::sleep_for(std::chrono::milliseconds(100)); // the thread goes to sleep, and must wake again
    }
}

TEST_CASE("Offline and real time agree once settled", "[plugin]") {
    const auto prepareAndPlay = [](bool offline) {
        Processor processor;
        processor.setNonRealtime(offline);
        setHost(processor, Id::curve, 4.0);
        setHost(processor, Id::subsonicOn, 1.0);
        setHost(processor, Id::gain, 47.3);
        processor.prepareToPlay(44100.0, 512);
        auto signal = noiseSignal<float>(0.01, 44100, 35);
        processAll(processor, signal, offline ? 4096 : 64);
        return signal;
    };
    CHECK(prepareAndPlay(true) == prepareAndPlay(false));
}

TEST_CASE("Offline automation of filters repeats to the last bit", "[plugin]") {
    const auto play = [] {
        Processor processor;
        processor.setNonRealtime(true);
        processor.prepareToPlay(48000.0, 512);
        auto signal = noiseSignal<double>(0.01, 48000, 36);
        for (std::size_t at = 0; at < 48000; at += 480) {
            processor.parameter(Id::curve)->setValueNotifyingHost(static_cast<float>(at % 9600) / 9600.0F);
            processor.parameter(Id::subsonicOn)->setValueNotifyingHost(at % 4800 < 2400 ? 1.0F : 0.0F);
            processBlock(processor, signal, at, at + 480);
        }
        return signal;
    };
    const auto first = play();
    CHECK(play() == first);
    // And without the designer's help the same parameters would have changed nothing.
    Processor plain;
    plain.prepareToPlay(48000.0, 512);
    auto signal = noiseSignal<double>(0.01, 48000, 36);
    processAll(plain, signal, 480);
    CHECK(signal != first);
}
