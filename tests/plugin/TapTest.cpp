// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <atomic>
#include <limits>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;
using plugin::InputTap;
using plugin::SpectrumTap;

namespace {

/** Every frame has a number of its own that floats hold exactly; the right channel is the negative of it. */
Signal<double> numberedFrames(std::size_t frames, std::size_t first = 1) {
    Signal<double> signal(2, std::vector<double>(frames));
    for (std::size_t i = 0; i < frames; ++i) {
        signal[0][i] = static_cast<double>(first + i) / (1 << 22);
        signal[1][i] = -signal[0][i];
    }
    return signal;
}

/** The stage as an identity: what goes in comes out. */
void makeTransparent(Processor& processor) { setHost(processor, Id::bypass, 1.0); }

} // namespace

TEMPLATE_TEST_CASE("The input tap records the raw input, whatever the stage does", "[plugin]", float, double) {
    Processor processor;
    processor.prepareToPlay(44100.0, 512);
    auto& tap = processor.inputTap();
    auto before = noiseSignal<TestType>(0.1, 700, 50);
    processAll(processor, before);
    CHECK_FALSE(tap.isRunning());

    REQUIRE(tap.start(0.1));
    CHECK(tap.isRunning());
    CHECK(tap.progress() == 0.0);
    CHECK_FALSE(tap.take().has_value());
    const auto raw = noiseSignal<TestType>(0.5, 10000, 51);
    auto signal = raw;
    std::size_t at = 0;
    for (const std::size_t block : {1UL, 0UL, 900UL, 17UL, 1287UL}) {
        processBlock(processor, signal, at, at + block);
        at += block;
    }
    CHECK_THAT(tap.progress(), WithinRel(0.5, 1e-12));
    CHECK_FALSE(tap.isDone());
    processBlock(processor, signal, at, at + 5000); // the end lies within it
    CHECK(tap.isDone());
    CHECK_FALSE(tap.isRunning());
    CHECK(tap.progress() == 1.0);
    processBlock(processor, signal, at + 5000, 10000);

    const auto recording = tap.take();
    REQUIRE(recording.has_value());
    CHECK(recording->rateHz == 44100.0);
    CHECK(recording->channels == 2);
    for (std::size_t c = 0; c < 2; ++c) {
        REQUIRE(recording->samples[c].size() == 4410);
        for (std::size_t i = 0; i < 4410; ++i)
            REQUIRE(recording->samples[c][i] == static_cast<double>(raw[c][i]));
    }
    CHECK_FALSE(tap.isDone());
    CHECK_FALSE(tap.take().has_value());
    CHECK(tap.progress() == 0.0);
}

TEST_CASE("A recording takes at most ten seconds, can be cancelled, and ends when the host prepares", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto& tap = processor.inputTap();
    for (const double seconds : {0.0, -1.0, 10.001, std::numeric_limits<double>::quiet_NaN()})
        CHECK_FALSE(tap.start(seconds));
    CHECK_FALSE(tap.isRunning());
    CHECK(tap.start(InputTap::longestSeconds));
    CHECK(tap.start(0.01)); // again

    auto noise = noiseSignal<float>(0.1, 240, 52);
    processAll(processor, noise);
    CHECK_THAT(tap.progress(), WithinRel(0.5, 1e-12));
    tap.cancel();
    processAll(processor, noise);
    CHECK_FALSE(tap.isRunning());
    CHECK_FALSE(tap.isDone());
    CHECK(tap.progress() == 0.0);

    REQUIRE(tap.start(0.01));
    processAll(processor, noise);
    processor.prepareToPlay(48000.0, 512);
    CHECK_FALSE(tap.isRunning());
    processAll(processor, noise);
    processAll(processor, noise);
    CHECK_FALSE(tap.isDone());

    // A whole one waits through a change of the rate, and keeps its own.
    REQUIRE(tap.start(0.01));
    processAll(processor, noise);
    processAll(processor, noise);
    processor.prepareToPlay(96000.0, 512);
    REQUIRE(tap.isDone());
    CHECK(tap.take()->rateHz == 48000.0);
    REQUIRE(tap.start(0.01));
    auto more = noiseSignal<float>(0.1, 960, 53);
    processAll(processor, more);
    const auto recording = tap.take();
    REQUIRE(recording.has_value());
    CHECK(recording->rateHz == 96000.0);
    CHECK(recording->samples[0].size() == 960);
}

TEST_CASE("A mono input is recorded in both channels, and says so", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    REQUIRE(processor.inputTap().start(0.01));
    const auto raw = noiseSignal<double>(0.1, 480, 54, 1);
    auto signal = raw;
    processAll(processor, signal);
    const auto recording = processor.inputTap().take();
    REQUIRE(recording.has_value());
    CHECK(recording->channels == 1);
    CHECK(recording->samples[0] == raw[0]);
    CHECK(recording->samples[1] == raw[0]);
}

TEST_CASE("The spectrum tap gives the newest frames of input and output, side by side", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto& tap = processor.spectrumTap();
    SpectrumTap::Frames got;
    auto unheard = numberedFrames(5000);
    processAll(processor, unheard);
    CHECK_FALSE(tap.isActive());
    CHECK_FALSE(tap.read(1, got));

    tap.setActive(true);
    CHECK(tap.isActive());
    CHECK_FALSE(tap.read(1, got));
    const auto raw = noiseSignal<double>(0.01, 200000, 55);
    auto signal = raw;
    std::size_t at = 0;
    for (const std::size_t block : {1UL, 333UL, 4096UL, 40000UL, 70000UL, 64UL}) { // around the ring and beyond
        processBlock(processor, signal, at, at + block);
        at += block;
        for (const std::size_t count : {std::size_t{1}, std::size_t{300}, SpectrumTap::frames}) {
            CAPTURE(at, count);
            const bool there = at >= count;
            REQUIRE(tap.read(count, got) == there);
            if (!there) continue;
            CHECK(got.end == at);
            bool same = true;
            for (std::size_t c = 0; c < 2; ++c) {
                REQUIRE(got.input[c].size() == count);
                REQUIRE(got.output[c].size() == count);
                for (std::size_t i = 0; i < count; ++i) {
                    same &= got.input[c][i] == static_cast<float>(raw[c][at - count + i]);
                    same &= got.output[c][i] == static_cast<float>(signal[c][at - count + i]);
                }
            }
            CHECK(same);
        }
    }
    CHECK_FALSE(tap.read(0, got));
    CHECK_FALSE(tap.read(SpectrumTap::frames + 1, got));
}

TEST_CASE("The spectrum tap starts again when it is switched on again, and when the host prepares", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto& tap = processor.spectrumTap();
    SpectrumTap::Frames got;
    auto noise = noiseSignal<float>(0.01, 1000, 56, 1);
    const auto play = [&] {
        auto signal = noise;
        processAll(processor, signal);
    };
    tap.setActive(true);
    play();
    CHECK(tap.read(1000, got));
    CHECK(got.input[0] == noise[0]); // mono: alike in both
    CHECK(got.input[1] == noise[0]);
    const auto end = got.end;
    CHECK(tap.read(10, got));
    CHECK(got.end == end); // nothing new

    tap.setActive(false);
    play();
    CHECK(tap.read(10, got));
    CHECK(got.end == end); // nobody reads: nothing is written
    tap.setActive(true);
    CHECK_FALSE(tap.read(1, got));
    play();
    CHECK(tap.read(1000, got));
    processor.prepareToPlay(96000.0, 512);
    CHECK_FALSE(tap.read(1, got));

    makeTransparent(processor);
    processor.prepareToPlay(96000.0, 512);
    auto bad = noiseSignal<float>(0.01, 8, 57);
    bad[0][1] = std::numeric_limits<float>::quiet_NaN();
    bad[1][2] = std::numeric_limits<float>::infinity();
    processAll(processor, bad);
    REQUIRE(tap.read(8, got));
    CHECK(got.input[0][1] == 0.0F);
    CHECK(got.input[1][2] == 0.0F);
    CHECK(got.input[0][2] != 0.0F);
}

TEST_CASE("What a spectrum's reader gets is whole, while the audio runs on", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    makeTransparent(processor);
    auto& tap = processor.spectrumTap();
    tap.setActive(true);
    std::atomic<bool> done{false};
    std::thread audio([&] {
        std::size_t next = 1;
        for (int round = 0; !done; ++round) {
            const std::size_t frames = round % 3 == 0 ? 70000 : 1 + static_cast<std::size_t>(round % 500);
            auto signal = numberedFrames(frames, next);
            processBlock(processor, signal, 0, frames);
            next = next > 8000000 ? 1 : next + frames;
        }
    });
    SpectrumTap::Frames got;
    constexpr std::uint64_t enough = 1000000; // a dozen blocks that are larger than the ring
    int whole = 0, torn = 0;
    // On a busy machine the writer may overtake every one of the first reads.
    while (got.end < enough || whole == 0) {
        if (!tap.read(4096, got)) {
            std::this_thread::yield();
            continue;
        }
        ++whole;
        // Steps of one frame but where the numbers begin again, and input and output of one time.
        constexpr float step = 1.0F / (1 << 22);
        bool inOrder = true;
        for (std::size_t i = 1; i < 4096; ++i)
            inOrder &= got.input[0][i] - got.input[0][i - 1] == step || got.input[0][i] == step;
        torn += !inOrder || got.input != got.output || got.input[1][77] != -got.input[0][77] ? 1 : 0;
    }
    done = true;
    audio.join();
    CHECK(torn == 0);
}

TEST_CASE("A recording can be started, cancelled and taken while the audio runs", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto& tap = processor.inputTap();
    std::atomic<bool> done{false};
    std::thread audio([&] {
        std::size_t next = 1;
        while (!done) {
            auto signal = numberedFrames(64, next);
            processBlock(processor, signal, 0, 64);
            next = next > 8000000 ? 1 : next + 64;
        }
    });
    int torn = 0;
    for (int round = 0; round < 100; ++round) {
        REQUIRE(tap.start(0.01));
        if (round % 3 == 0) {
            tap.cancel();
            continue;
        }
        while (!tap.isDone())
            std::this_thread::yield();
        const auto recording = tap.take();
        REQUIRE(recording.has_value());
        int jumps = 0;
        const auto& x = recording->samples[0];
        for (std::size_t i = 1; i < x.size(); ++i)
            jumps += x[i] - x[i - 1] == 1.0 / (1 << 22) ? 0 : 1;
        torn += jumps > 1 ? 1 : 0;
    }
    done = true;
    audio.join();
    CHECK(torn == 0);
}
