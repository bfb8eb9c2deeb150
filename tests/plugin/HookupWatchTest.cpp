// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include "dsp/measure/hookup/WiringSignals.h"
#include "plugin/HookupWatch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using dsp::HookupFault;
using params::Id;
using plugin::HookupWatch;

namespace {

/** A record with a channel 20 dB down. */
Wiring weakRight(double seconds) {
    DeckModel model;
    model.seconds = seconds;
    auto wiring = playedRecord(model);
    for (auto& value : wiring.right)
        value *= 0.1;
    return recorded(wiring);
}

bool has(const dsp::HookupProgress& progress, HookupFault fault) {
    const auto& found = progress.verdict.findings;
    return std::any_of(found.begin(), found.end(), [fault](const auto& f) { return f.fault == fault; });
}

void writeAll(HookupWatch& watch, const Wiring& wiring, int block, const std::function<void()>& between = {}) {
    for (std::size_t at = 0; at < wiring.frames(); at += static_cast<std::size_t>(block)) {
        const std::array<const double*, 2> channels{wiring.left.data() + at, wiring.right.data() + at};
        watch.write(channels.data(), 2,
                    static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(block), wiring.frames() - at)));
        if (between) between();
    }
}

/** Gives up after a minute: a thread of the lowest priority may have to wait. */
bool eventually(const std::function<bool()>& isSo) {
    for (int i = 0; i < 6000; ++i) {
        if (isSo()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

} // namespace

TEST_CASE("The hook-up watch hears nothing until it is started, and then finds what is wrong", "[plugin]") {
    HookupWatch watch;
    watch.prepare(48000.0);
    const auto wiring = weakRight(12.0);
    writeAll(watch, wiring, 512);
    watch.listenNow();
    CHECK(watch.progress()->seconds == 0.0);

    watch.startWithoutThread();
    watch.listenNow();
    writeAll(watch, wiring, 512, [&watch] { watch.listenNow(); });
    const auto progress = watch.progress();
    CHECK(progress->seconds > 10.0);
    CHECK(progress->now == dsp::HookupPhase::music);
    CHECK(has(*progress, HookupFault::weakChannel));

    watch.stop();
    writeAll(watch, wiring, 512);
    watch.listenNow();
    CHECK(watch.progress() == progress); // what was found stays
    watch.startWithoutThread();
    CHECK(watch.progress()->seconds == 0.0);
}

TEST_CASE("A ring that is full makes a gap and no wrong verdict", "[plugin]") {
    HookupWatch watch;
    watch.prepare(48000.0);
    watch.startWithoutThread();
    watch.listenNow();
    DeckModel model;
    model.seconds = 20.0;
    const auto wiring = recorded(playedRecord(model));
    // Ten seconds fit; the rest is lost, also what comes before the ring is empty again.
    writeAll(watch, wiring, 4096);
    watch.listenNow();
    const double heard = watch.progress()->seconds;
    CHECK(heard > 8.0);
    CHECK(heard <= static_cast<double>(HookupWatch::ringFrames) / 48000.0);
    writeAll(watch, wiring, 4096);
    watch.listenNow();
    CHECK(watch.progress()->seconds > heard + 8.0);
    CHECK(watch.progress()->verdict.findings.empty());
}

TEST_CASE("A new rate begins the check again, and one that is too low ends it", "[plugin]") {
    HookupWatch watch;
    watch.prepare(48000.0);
    watch.startWithoutThread();
    watch.listenNow();
    const auto wiring = weakRight(6.0);
    writeAll(watch, wiring, 1000, [&watch] { watch.listenNow(); });
    CHECK(watch.progress()->seconds > 4.0);
    watch.prepare(96000.0);
    watch.listenNow();
    writeAll(watch, wiring, 1000, [&watch] { watch.listenNow(); });
    CHECK(watch.progress()->seconds < 3.1); // as many frames are half as long
    CHECK(watch.isPossible());
    watch.prepare(32000.0);
    CHECK_FALSE(watch.isPossible());
    watch.listenNow();
    const auto before = watch.progress();
    writeAll(watch, wiring, 1000, [&watch] { watch.listenNow(); });
    CHECK(watch.progress() == before);
}

TEST_CASE("The check and the filters' design run beside each other: neither waits", "[plugin]") {
    plugin::ValueStore store;
    plugin::DesignWorker worker(store);
    (void)worker.prepare(48000.0);
    worker.resume();
    HookupWatch watch;
    watch.prepare(48000.0);
    watch.start();
    const auto wiring = weakRight(14.0);
    for (int curve = 1; curve <= 12; ++curve) {
        writeAll(watch, wiring, 512); // more than it gets through meanwhile
        store.set(Id::curve, curve);
        worker.noteBlock();
        auto& results = worker.results();
        const auto wanted = worker.filterSettings(store.read());
        CHECK(eventually([&] {
            results.take();
            return results.front().valid && results.front().settings == wanted;
        }));
    }
    CHECK(eventually([&] {
        writeAll(watch, weakRight(6.0), 512);
        return has(*watch.progress(), HookupFault::weakChannel);
    }));
}

TEST_CASE("The processor hands the raw input to the check, and its overloads are the meters'", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    setHost(processor, Id::gain, 0.9);
    auto& watch = processor.hookupWatch();
    watch.startWithoutThread();
    watch.listenNow();
    const auto wiring = weakRight(9.0);
    Signal<double> signal{wiring.left, wiring.right};
    for (std::size_t at = 0; at + 4800 <= wiring.frames(); at += 4800)
        processBlock(processor, signal, at, at + 4800);
    watch.listenNow();
    const auto progress = watch.progress();
    REQUIRE(progress->music.features);
    CHECK_THAT(progress->music.features->balanceDb, WithinAbs(-20.0, 4.0));
    CHECK(has(*progress, HookupFault::weakChannel));

    auto& meter = processor.meters().overload[0];
    meter.peak = 1.0;
    meter.events = meter.fullScaleEvents = 5;
    const auto found = plugin::hookupFindings(*progress, processor.meters(), {});
    REQUIRE(found.size() >= 2);
    CHECK(found.front().fault == HookupFault::gainHigh);
}
