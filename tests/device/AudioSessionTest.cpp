// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/FakeAudio.h"

#include "device/AudioSession.h"
#include "support/Catch.h"

#include <algorithm>

using namespace phonostage::device;
using namespace phonostage::device::testing;

namespace {

struct Rig {
    FakeWorld world;
    SpyProcess spy;
    DeviceCallback callback{spy};
    AudioSession session{callback, fakeTypes({&world})};
};

} // namespace

TEST_CASE("an empty choice opens the usual output and no input", "[device]") {
    Rig rig;
    const auto outcome = rig.session.open({}, false);
    CHECK(outcome.error.isEmpty());
    CHECK(rig.session.isOpen());
    CHECK_FALSE(rig.session.inputIsOpen());
    CHECK(rig.world.inputsOpened == 0);
    CHECK(rig.world.lastInput.isEmpty());
    CHECK(rig.world.lastInputBits.isZero());
    CHECK(rig.world.lastOutput == "Speakers");
    CHECK(rig.session.choice().type == "Fake");
    CHECK(rig.session.choice().input == "Turntable USB"); // known by name only
    CHECK(rig.session.rateHz() == 48000.0);
    CHECK(rig.session.bufferFrames() == 512);
    CHECK_THAT(rig.session.latencySeconds(), WithinAbs(0.010, 1e-12));
    CHECK(rig.session.xruns() == 3);
}

TEST_CASE("with the input its latency counts", "[device]") {
    Rig rig;
    CHECK(rig.session.open({}, true).error.isEmpty());
    CHECK(rig.session.inputIsOpen());
    CHECK(rig.world.inputsOpened == 1);
    CHECK_THAT(rig.session.latencySeconds(), WithinAbs(0.015, 1e-12));
}

TEST_CASE("rate, buffer and pairs reach the device", "[device]") {
    Rig rig;
    rig.world.inputChannels = 4;
    rig.world.outputChannels = 6;
    DeviceChoice choice{"Fake", "Headphones", "Turntable USB", 96000.0, 128, 2, 4};
    CHECK(rig.session.open(choice, true).error.isEmpty());
    CHECK(rig.world.lastRate == 96000.0);
    CHECK(rig.world.lastBuffer == 128);
    CHECK(rig.world.lastInputBits.toString(2) == "1100");
    CHECK(rig.world.lastOutputBits.toString(2) == "110000");
}

TEST_CASE("what a device cannot do is noted, and the nearest is taken", "[device]") {
    Rig rig;
    DeviceChoice choice;
    choice.rateHz = 192000.0;
    choice.bufferFrames = 150;
    const auto outcome = rig.session.open(choice, false);
    CHECK(outcome.error.isEmpty());
    CHECK(outcome.note.contains("192000 Hz"));
    CHECK(outcome.note.contains("48000 Hz"));
    CHECK(outcome.note.contains("150"));
    CHECK(rig.world.lastRate == 48000.0);
    CHECK(rig.world.lastBuffer == 128);
}

TEST_CASE("each failure is a sentence with a remedy, and leaves nothing open", "[device]") {
    Rig rig;
    const auto errorOf = [&rig](const DeviceChoice& choice, bool withInput) {
        const auto outcome = rig.session.open(choice, withInput);
        CHECK_FALSE(rig.session.isOpen());
        CHECK(rig.session.rateHz() == 0.0);
        CHECK(outcome.error.endsWith("."));
        return outcome.error;
    };
    CHECK(errorOf({"Telepathy", {}, {}}, false).contains("\"Telepathy\""));
    CHECK(errorOf({{}, "Gramophone", {}}, false).contains("\"Gramophone\" is not connected"));
    CHECK(errorOf({{}, {}, "Gramophone"}, true).contains("input device \"Gramophone\" is not connected"));
    rig.world.openError = "Device or resource busy";
    CHECK(errorOf({}, false).contains("Device or resource busy"));
    rig.world.openError = {};
    rig.world.runs = false;
    CHECK(errorOf({}, false).contains("does not run"));
    rig.world.runs = true;
    DeviceChoice beyond;
    beyond.inputFirst = 2;
    CHECK(errorOf(beyond, true).contains("no channel 3"));
    rig.world.outputs.clear();
    CHECK(errorOf({}, false).contains("no output device"));
}

TEST_CASE("JACK without its server is explained", "[device]") {
    FakeWorld world;
    world.type = "JACK";
    world.inputs.clear();
    world.outputs.clear();
    SpyProcess spy;
    DeviceCallback callback{spy};
    AudioSession session{callback, fakeTypes({&world})};
    CHECK(session.open({}, false).error.contains("is its server running?"));
}

TEST_CASE("the first system that has an output is the usual one", "[device]") {
    FakeWorld empty, full;
    empty.type = "Empty";
    empty.outputs.clear();
    SpyProcess spy;
    DeviceCallback callback{spy};
    CHECK(AudioSession(callback, fakeTypes({&empty, &full})).usualType() == "Fake");
    CHECK(AudioSession(callback, fakeTypes({&empty})).usualType() == "Empty");
    AudioSession none(callback, fakeTypes({}));
    CHECK(none.usualType().isEmpty());
    CHECK(none.open({}, true).error == "This system has no audio devices.");
}

TEST_CASE("a device that dies is noticed, closed and told", "[device]") {
    Rig rig;
    const auto now = [] { return juce::Time::getMillisecondCounterHiRes() * 1e-3; };
    REQUIRE(rig.session.open({}, false).error.isEmpty());
    CHECK_FALSE(rig.session.findTrouble(now()).has_value());
    SECTION("it stops playing") { rig.world.device->stop(); }
    SECTION("it complains") { rig.callback.audioDeviceError("unplugged"); }
    SECTION("it closes") { rig.world.device->close(); }
    const auto trouble = rig.session.findTrouble(now());
    REQUIRE(trouble.has_value());
    CHECK(trouble->contains("\"Speakers\" has stopped"));
    CHECK_FALSE(rig.session.isOpen());
    CHECK_FALSE(rig.session.findTrouble(now()).has_value());
}

TEST_CASE("a device that no longer calls is noticed after some seconds", "[device]") {
    Rig rig;
    REQUIRE(rig.session.open({}, false).error.isEmpty());
    const double start = juce::Time::getMillisecondCounterHiRes() * 1e-3;
    CHECK_FALSE(rig.session.findTrouble(start + 3.0).has_value());
    rig.world.block({}, 64);
    CHECK_FALSE(rig.session.findTrouble(start + 6.0).has_value());
    CHECK_FALSE(rig.session.findTrouble(start + 9.9).has_value());
    CHECK(rig.session.findTrouble(start + 10.1).has_value());
}

TEST_CASE("an input is closed when its fade has run out, however long the blocks", "[device]") {
    struct Choice {
        double rate;
        int frames;
    };
    const auto chosen = GENERATE(values<Choice>(
        {{44100.0, 64}, {48000.0, 512}, {96000.0, 4096}, {44100.0, 2048}, {44100.0, 4096}, {44100.0, 8192}}));
    INFO(chosen.frames << " frames at " << chosen.rate << " Hz");
    FakeWorld world;
    world.buffers.clear();
    world.buffers.add(chosen.frames);
    SpyProcess spy;
    DeviceCallback callback{spy};
    // A device in the time of the session's own waiting: a block whenever one is due.
    const std::vector<std::vector<float>> input(2, std::vector<float>(static_cast<std::size_t>(chosen.frames), 0.5F));
    double now = 0.0;
    double due = chosen.frames / chosen.rate;
    const auto sleep = [&](int milliseconds) {
        now += milliseconds * 1e-3;
        for (; due <= now; due += chosen.frames / chosen.rate)
            world.block(input, chosen.frames);
    };
    AudioSession session{callback, fakeTypes({&world}), sleep};
    REQUIRE(session.open({"Fake", {}, {}, chosen.rate, chosen.frames}, true).error.isEmpty());
    while (now < 1.0)
        sleep(1); // the input fades in
    REQUIRE(spy.left.back() == 0.5F);
    const double before = now;
    session.close();
    REQUIRE_FALSE(session.isOpen());
    // The last block that the device was given is silence from its first frame on.
    REQUIRE(spy.left.size() >= static_cast<std::size_t>(chosen.frames));
    CHECK(std::all_of(spy.left.end() - chosen.frames, spy.left.end(), [](float x) { return x == 0.0F; }));
    CHECK(now - before <= 0.1 + 3.0 * chosen.frames / chosen.rate + 0.006);
}

TEST_CASE("a device that no longer calls does not hold the closing up forever", "[device]") {
    FakeWorld world;
    world.buffers.add(4096);
    SpyProcess spy;
    DeviceCallback callback{spy};
    int waited = 0;
    AudioSession session{callback, fakeTypes({&world}), [&](int milliseconds) { waited += milliseconds; }};
    REQUIRE(session.open({"Fake", {}, {}, 44100.0, 4096}, true).error.isEmpty());
    world.block(std::vector<std::vector<float>>(2, std::vector<float>(4096, 0.5F)), 4096);
    session.close();
    CHECK_FALSE(session.isOpen());
    // 100 ms and three blocks of 92.88 ms.
    CHECK(waited >= 378);
    CHECK(waited <= 385);
}

TEST_CASE("microphones and names that move are never opened by themselves", "[device]") {
    for (const char* name :
         {"Built-in Microphone", "MacBook Pro Microphone", "Default ALSA Input", "default", "PulseAudio Sound Server",
          "PipeWire Sound Server", "HDA Intel PCH, ALC295 Analog", "Microphone Array (Realtek(R) Audio)",
          "Primary Sound Capture Driver", "HD Webcam C525", ""})
        CHECK(inputNeedsAsking(name));
    for (const char* name : {"USB Audio CODEC, USB Audio; Front input", "Scarlett 2i2 USB", "system", "ADI-2 Pro"})
        CHECK_FALSE(inputNeedsAsking(name));
}
