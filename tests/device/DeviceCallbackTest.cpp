// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/FakeAudio.h"

#include "device/DeviceCallback.h"
#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace phonostage::device;
using phonostage::device::testing::FakeDevice;
using phonostage::device::testing::FakeWorld;
using phonostage::device::testing::SpyProcess;

namespace {

juce::BigInteger bits(std::initializer_list<int> channels) {
    juce::BigInteger result;
    for (const int channel : channels)
        result.setBit(channel);
    return result;
}

/** A device, the callback and the spy behind it. */
struct Rig {
    explicit Rig(juce::BigInteger in = bits({0, 1}), juce::BigInteger out = bits({0, 1}), double rate = 48000.0,
                 int buffer = 64)
        : inBits(std::move(in)), outBits(std::move(out)) {
        world.inputChannels = std::max(2, inBits.getHighestBit() + 1);
        world.outputChannels = std::max(2, outBits.getHighestBit() + 1);
        world.rates.add(rate);
        world.buffers.add(buffer);
        rate_ = rate;
        buffer_ = buffer;
    }

    void start() {
        device = std::make_unique<FakeDevice>(world, "Speakers", "Turntable USB");
        device->open(inBits, outBits, rate_, buffer_);
        device->start(&callback);
    }

    /** Runs the fade in at the start out. */
    void settle() {
        const std::vector<std::vector<float>> silence(static_cast<std::size_t>(inBits.countNumberOfSetBits()),
                                                      std::vector<float>(4800, 0.0F));
        world.block(silence, 4800);
        spy.left.clear();
        spy.right.clear();
        spy.blocks.clear();
    }

    FakeWorld world;
    juce::BigInteger inBits, outBits;
    SpyProcess spy;
    DeviceCallback callback{spy};
    std::unique_ptr<FakeDevice> device;

private:
    double rate_ = 0.0;
    int buffer_ = 0;
};

std::vector<float> ramp(int frames, float start) {
    std::vector<float> samples(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = start + 0.001F * static_cast<float>(i);
    return samples;
}

bool allZero(const std::vector<float>& samples) {
    return std::all_of(samples.begin(), samples.end(), [](float sample) { return sample == 0.0F; });
}

std::vector<float> negated(std::vector<float> samples) {
    for (float& sample : samples)
        sample = -sample;
    return samples;
}

} // namespace

TEST_CASE("the processor is prepared with the device's rate and block", "[device]") {
    Rig rig(bits({0, 1}), bits({0, 1}), 96000.0, 192);
    rig.start();
    CHECK(rig.spy.rate == 96000.0);
    CHECK(rig.spy.announced == 192);
    CHECK(rig.spy.prepares == 1);
    rig.device->stop();
    CHECK(rig.spy.releases == 1);
    rig.device->start(&rig.callback);
    CHECK(rig.spy.prepares == 2);
}

TEST_CASE("samples pass through unchanged in blocks of any size", "[device]") {
    Rig rig;
    rig.start();
    rig.settle();
    std::vector<float> allLeft, allRight, sentLeft, sentRight;
    float next = 0.0F;
    for (const int frames : {1, 64, 63, 7, 1000, 65, 0, 8191, 20000}) {
        const auto left = ramp(frames, next), right = ramp(frames, -next - 50.0F);
        next += 1.0F;
        const auto out = rig.world.block({left, right}, frames);
        CHECK(out[0] == left);
        CHECK(out[1] == negated(right));
        sentLeft.insert(sentLeft.end(), left.begin(), left.end());
        sentRight.insert(sentRight.end(), right.begin(), right.end());
    }
    CHECK(rig.spy.left == sentLeft);
    CHECK(rig.spy.right == sentRight);
    CHECK(*std::max_element(rig.spy.blocks.begin(), rig.spy.blocks.end()) <= rig.spy.announced);
}

TEST_CASE("the chosen pairs are found among a device's active channels, the rest is silent", "[device]") {
    Rig rig(bits({1, 2, 3, 5}), bits({0, 2, 3, 4}));
    rig.callback.setChannelPairs(2, 3);
    rig.start();
    rig.settle();
    const int frames = 100;
    const auto out = rig.world.block({ramp(frames, 1), ramp(frames, 2), ramp(frames, 3), ramp(frames, 4)}, frames);
    CHECK(rig.spy.left == ramp(frames, 2)); // channels 3 and 4 of the device are the second and third that are active
    CHECK(rig.spy.right == ramp(frames, 3));
    CHECK(allZero(out[0]));
    CHECK(allZero(out[1]));
    CHECK(out[2] == ramp(frames, 2));
    CHECK(out[3] == negated(ramp(frames, 3)));
}

TEST_CASE("a device with one input feeds both sides, and one output gets the mean", "[device]") {
    Rig rig(bits({0}), bits({0}));
    rig.world.inputChannels = 1;
    rig.world.outputChannels = 1;
    rig.start();
    rig.settle();
    const auto out = rig.world.block({ramp(50, 1)}, 50);
    CHECK(rig.spy.left == ramp(50, 1));
    CHECK(rig.spy.right == ramp(50, 1));
    REQUIRE(out.size() == 1);
    CHECK(allZero(out[0])); // the spy negates the right side
}

TEST_CASE("a channel of a pair that is not connected is silent, not doubled", "[device]") {
    Rig rig(bits({0}), bits({1}));
    rig.start();
    rig.settle();
    const auto out = rig.world.block({ramp(50, 1)}, 50);
    CHECK(rig.spy.left == ramp(50, 1));
    CHECK(allZero(rig.spy.right));
    CHECK(allZero(out[0])); // the right side's
}

TEST_CASE("null channels are survived", "[device]") {
    Rig rig;
    rig.start();
    rig.settle();
    const auto right = ramp(64, 5);
    std::vector<float> out(64, 9.0F);
    const std::array<const float*, 2> inputs{nullptr, right.data()};
    const std::array<float*, 2> outputs{out.data(), nullptr};
    rig.callback.audioDeviceIOCallbackWithContext(inputs.data(), 2, outputs.data(), 2, 64, {});
    CHECK(allZero(rig.spy.left));
    CHECK(rig.spy.right == right);
    CHECK(allZero(out));
    // Fewer channels than were announced, none at all.
    rig.callback.audioDeviceIOCallbackWithContext(nullptr, 0, nullptr, 0, 64, {});
    rig.callback.audioDeviceIOCallbackWithContext(inputs.data(), 1, outputs.data(), 1, 64, {});
    CHECK(rig.spy.left.size() == std::size_t{3} * 64);
}

TEST_CASE("muted means exact zeros, whatever the device delivers", "[device]") {
    Rig rig;
    rig.callback.setMuted(true);
    rig.start();
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> bad{infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), 1e38F, 1.0F};
    rig.world.block({bad, bad}, 5);
    CHECK(allZero(rig.spy.left));
    CHECK(allZero(rig.spy.right));
    CHECK(rig.callback.inputIsSilent());
}

TEST_CASE("muting and unmuting fade within 20 ms and end exactly", "[device]") {
    Rig rig;
    rig.start();
    const std::vector<float> ones(2000, 1.0F);
    rig.world.block({ones, ones}, 2000);
    const auto fadeIn = rig.spy.left;
    CHECK(fadeIn[0] > 0.0F);
    CHECK(fadeIn[0] < 0.0011F); // 1 / (20 ms * 48 kHz)
    CHECK_THAT(static_cast<double>(fadeIn[479]), WithinAbs(0.5, 1e-4));
    CHECK(std::all_of(fadeIn.begin() + 961, fadeIn.end(), [](float sample) { return sample == 1.0F; }));
    CHECK_FALSE(rig.callback.inputIsSilent());

    rig.callback.setMuted(true);
    rig.spy.left.clear();
    rig.spy.right.clear();
    for (int i = 0; i < 20; ++i) // across block limits without steps
        rig.world.block({ones, ones}, 97);
    const auto& fadeOut = rig.spy.left;
    for (std::size_t i = 1; i < fadeOut.size(); ++i)
        CHECK(std::abs(fadeOut[i] - fadeOut[i - 1]) < 0.0011F);
    CHECK(rig.spy.left == rig.spy.right);
    CHECK(std::all_of(fadeOut.begin() + 961, fadeOut.end(), [](float sample) { return sample == 0.0F; }));
    CHECK(rig.callback.inputIsSilent());
}

TEST_CASE("a device without a rate puts out silence", "[device]") {
    Rig rig(bits({0, 1}), bits({0, 1}), 0.0, 64);
    rig.start();
    const auto out = rig.world.block({ramp(64, 1), ramp(64, 1)}, 64);
    CHECK(allZero(out[0]));
    CHECK(allZero(out[1]));
    CHECK(rig.spy.prepares == 0);
}

TEST_CASE("what a device complains about is told once", "[device]") {
    Rig rig;
    CHECK(rig.callback.takeError().isEmpty());
    rig.callback.audioDeviceError("cable pulled");
    CHECK(rig.callback.takeError() == "cable pulled");
    CHECK(rig.callback.takeError().isEmpty());
}
