// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/SpeakerGuard.h"

#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace phonostage;
using app::SpeakerGuard;

namespace {

constexpr double rateHz = 48000.0;

/** Passes what it gets. */
class Wire final : public device::StereoProcess {
public:
    void prepare(double, int) override { ++prepares; }
    void process(float*, float*, int) override {}
    void release() override { ++releases; }
    int prepares = 0, releases = 0;
};

struct Rig {
    Rig() { guard.prepare(rateHz, 512); }

    /** So many seconds of a signal of time; what comes out on the left. */
    std::vector<float> play(double seconds, const std::function<double(double)>& signal, int block = 256) {
        const auto frames = std::llround(seconds * rateHz);
        std::vector<float> out;
        std::vector<float> left, right;
        for (long long done = 0; done < frames;) {
            const auto count = static_cast<int>(std::min<long long>(block, frames - done));
            left.clear();
            for (int i = 0; i < count; ++i)
                left.push_back(static_cast<float>(signal(static_cast<double>(at++) / rateHz)));
            right.assign(left.size(), 0.25F);
            guard.process(left.data(), right.data(), count);
            out.insert(out.end(), left.begin(), left.end());
            done += count;
        }
        return out;
    }
    Wire wire;
    SpeakerGuard guard{wire};
    long long at = 0;
};

double sine(double seconds, double peak) { return peak * std::sin(2.0 * std::numbers::pi * 100.0 * seconds); }

double peakOf(const std::vector<float>& samples, double fromSeconds, double toSeconds) {
    double peak = 0.0;
    for (auto i = static_cast<std::size_t>(fromSeconds * rateHz); i < static_cast<std::size_t>(toSeconds * rateHz); ++i)
        peak = std::max(peak, std::fabs(static_cast<double>(samples[i])));
    return peak;
}

} // namespace

TEST_CASE("an output that stays clipped is turned down by 40 dB after a second, not before", "[app]") {
    Rig rig;
    const auto out = rig.play(3.0, [](double t) { return sine(t, 2.0); });
    CHECK(rig.guard.isDown());
    CHECK(rig.guard.isByClipping());
    // Full until the second is over, down within a twentieth of one.
    CHECK_THAT(peakOf(out, 0.5, 0.99), WithinAbs(2.0, 1e-4));
    CHECK_THAT(peakOf(out, 1.1, 3.0), WithinAbs(0.02, 1e-5));
    CHECK(rig.guard.clippedFrames() > 0);
    // It stays down, also when nothing clips.
    const auto later = rig.play(5.0, [](double t) { return sine(t, 0.5); });
    CHECK_THAT(peakOf(later, 0.0, 5.0), WithinAbs(0.005, 1e-5));
}

TEST_CASE("what does not stay clipped passes bit for bit", "[app]") {
    Rig rig;
    const auto bursts = [](double t) { return sine(t, std::fmod(t, 0.5) < 0.4 ? 3.0 : 0.3); };
    const auto out = rig.play(10.0, bursts);
    CHECK_FALSE(rig.guard.isDown());
    for (std::size_t i = 0; i < out.size(); i += 97)
        CHECK(out[i] == static_cast<float>(bursts(static_cast<double>(i) / rateHz)));
    // Full scale itself is not clipped.
    (void)rig.play(3.0, [](double t) { return sine(t, 1.0); });
    CHECK_FALSE(rig.guard.isDown());
    CHECK(rig.wire.prepares == 1);
    rig.guard.release();
    CHECK(rig.wire.releases == 1);
}

TEST_CASE("one button goes on, and what clips then is let be until it has been calm", "[app]") {
    Rig rig;
    const auto loud = [](double t) { return sine(t, 2.0); };
    const auto quiet = [](double t) { return sine(t, 0.5); };
    (void)rig.play(2.0, loud);
    REQUIRE(rig.guard.isDown());
    rig.guard.goOn();
    const auto back = rig.play(4.0, loud);
    CHECK_FALSE(rig.guard.isDown());
    CHECK(peakOf(back, 0.0, 0.3) < 0.1); // it comes back slowly
    CHECK_THAT(peakOf(back, 1.6, 4.0), WithinAbs(2.0, 1e-4));
    // A calm of ten seconds, and the next danger counts again.
    (void)rig.play(9.0, quiet);
    (void)rig.play(2.0, loud);
    CHECK_FALSE(rig.guard.isDown());
    (void)rig.play(10.5, quiet);
    (void)rig.play(2.0, loud);
    CHECK(rig.guard.isDown());
}

TEST_CASE("let go because the danger is over, it gives what clips a whole second again", "[app]") {
    Rig rig;
    const auto loud = [](double t) { return sine(t, 2.0); };
    (void)rig.play(3.0, loud);
    REQUIRE(rig.guard.isDown());
    rig.guard.turnUp();
    (void)rig.play(0.9, loud);
    CHECK_FALSE(rig.guard.isDown());
    (void)rig.play(0.3, loud);
    CHECK(rig.guard.isDown());
}

TEST_CASE("turned off it does nothing, and lets go what it holds", "[app]") {
    Rig rig;
    rig.guard.turnDown();
    CHECK(rig.guard.isDown());
    CHECK_FALSE(rig.guard.isByClipping());
    rig.guard.setEnabled(false);
    CHECK_FALSE(rig.guard.isDown());
    rig.guard.turnDown();
    CHECK_FALSE(rig.guard.isDown());
    const auto out = rig.play(3.0, [](double t) { return sine(t, 2.0); });
    CHECK_FALSE(rig.guard.isDown());
    CHECK_THAT(peakOf(out, 1.0, 3.0), WithinAbs(2.0, 1e-4));
}

TEST_CASE("the guard gives the same for any block size", "[app]") {
    std::vector<float> expected;
    for (const int block : {1, 64, 512, 333}) {
        Rig rig;
        const auto out = rig.play(
            2.0, [](double t) { return sine(t, 1.5); }, block);
        if (expected.empty()) expected = out;
        // Down begins with the block that ends the second: at most a block later.
        CHECK(rig.guard.isDown());
        CHECK_THAT(peakOf(out, 1.1, 2.0), WithinAbs(peakOf(expected, 1.1, 2.0), 1e-7));
        CHECK(std::equal(out.begin(), out.begin() + 47000, expected.begin()));
    }
}

TEST_CASE("the guard allocates nothing, locks nothing and makes no system call", "[app]") {
    if (!tests::trap::isAvailable()) {
        WARN("the trap needs Linux with glibc and no sanitizer");
        return;
    }
    Rig rig;
    std::vector<float> left(512, 1.5F), right(512, -1.5F);
    const auto run = [&](int blocks) {
        for (int i = 0; i < blocks; ++i) {
            std::fill(left.begin(), left.end(), 1.5F);
            rig.guard.process(left.data(), right.data(), 512);
        }
    };
    run(1);
    tests::trap::clear();
    tests::trap::arm(true);
    run(200);
    rig.guard.goOn();
    run(200);
    rig.guard.turnDown();
    run(10);
    tests::trap::arm(false);
    CHECK(rig.guard.isDown());
    CHECK(tests::trap::caught() == 0);
}
