// SPDX-License-Identifier: GPL-3.0-or-later
// Stations that look ahead: what comes out is late by their latencies together, and else what it was, bit for bit.
#include "dsp/engine/EngineSupport.h"
#include "dsp/engine/LookAheadStation.h"
#include "support/Catch.h"

#include <algorithm>
#include <deque>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;
constexpr std::size_t fadeFrames = 960; // 20 ms

// Restoration and de-emphasis.
constexpr LookAhead delays[] = {{100, 0}, {0, 37}, {1, 4000}, {1920, 253}, {31, 33}};

std::size_t latencyOf(LookAhead delay) {
    return static_cast<std::size_t>(delay.restorationFrames + delay.deEmphasisFrames);
}

/** One of each input that a chain has, and of all that follows. */
std::vector<FilterSettings> kinds() {
    std::vector<FilterSettings> all(4);
    all[0].subsonic = Subsonic{};
    all[1].curve = Curve{std::nullopt, 397.8e-6, 63.6e-6}; // starts from the running sum
    all[1].monoBass = MonoBass{};
    all[2].dcRemoval = false;
    all[2].load = LoadCorrection{0.5, 500.0, {60e3, 300e-12}, {47e3, 200e-12}};
    all[3].curve = Curve{std::nullopt, 318e-6, 100e-6};
    all[3].dcRemoval = false;
    return all;
}

StageDesign designed(FilterSettings settings, LookAhead delay = {}, double rate = rateHz) {
    settings.delay = delay;
    return designStage(settings, rate);
}

/** With an offset, so that what starts or stops too early shows. */
Stereo programme(std::size_t frames, unsigned seed = 1) {
    Stereo x{noise(0.01, frames, seed), noise(0.02, frames, seed + 1)};
    for (auto& channel : x)
        for (auto& v : channel)
            v += 0.004;
    return x;
}

/** In blocks of any size, each the same in every run of a seed. */
void runPart(Engine& engine, const Stereo& input, Stereo& output, std::size_t from, std::size_t to, unsigned seed) {
    std::mt19937 random(seed);
    for (std::size_t at = from; at < to;) {
        const std::size_t count = std::min<std::size_t>(to - at, seed == 0 ? 1 : random() % 300);
        const double* const in[] = {input[0].data() + at, input[1].data() + at};
        double* const out[] = {output[0].data() + at, output[1].data() + at};
        engine.process(in, out, 2, static_cast<int>(count));
        at += count;
    }
}

Stereo runAnyBlocks(Engine& engine, const Stereo& input, unsigned seed) {
    Stereo output = input;
    runPart(engine, input, output, 0, input[0].size(), seed);
    return output;
}

/** Frames from..to of late are those of early, so many frames before. */
bool isShifted(const Stereo& late, const Stereo& early, std::size_t frames, std::size_t from, std::size_t to) {
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = from; i < to; ++i)
            if (late[c][i] != early[c][i - frames]) return false;
    return true;
}

bool isSilent(const Stereo& x, std::size_t from, std::size_t to) {
    for (const auto& channel : x)
        for (std::size_t i = from; i < to; ++i)
            if (channel[i] != 0.0) return false;
    return true;
}

/** Takes a known click out: what a perfect restoration would do. Late by frames. */
class ClickRemover final : public LookAheadStation {
public:
    ClickRemover(std::int64_t at, std::vector<double> click) : at_(at), click_(std::move(click)) {}

    void prepare(double, int) override {}
    void start(int frames) override { line_.assign(static_cast<std::size_t>(frames), StereoDouble()); }
    [[nodiscard]] int latencyFrames() const override { return static_cast<int>(line_.size()); }

    void process(StereoDouble* frames, int count) override {
        for (int i = 0; i < count; ++i, ++position_) {
            const auto in = position_ - at_;
            if (in >= 0 && in < static_cast<std::int64_t>(click_.size()))
                frames[i] = frames[i] - StereoDouble(click_[static_cast<std::size_t>(in)]);
            line_.push_back(frames[i]);
            frames[i] = line_.front();
            line_.pop_front();
        }
    }

    void flushTinyStates() override {}

private:
    std::int64_t at_, position_ = 0;
    std::vector<double> click_;
    std::deque<StereoDouble> line_;
};

} // namespace

TEST_CASE("An engine that looks ahead is late by the sum and else the same, in blocks of any size", "[dsp]") {
    const double rate = GENERATE(8000.0, 48000.0, 192000.0);
    const auto input = programme(30000);
    for (const auto& settings : kinds()) {
        Engine plain;
        plain.prepare(designed(settings, {}, rate));
        CHECK(plain.latencyFrames() == 0);
        const auto expected = run(plain, input);
        unsigned seed = 0;
        for (const auto delay : delays) {
            CAPTURE(delay.restorationFrames, delay.deEmphasisFrames);
            Engine late;
            const auto design = designed(settings, delay, rate);
            late.prepare(design);
            CHECK(late.latencyFrames() == static_cast<int>(latencyOf(delay)));
            CHECK(design.latencyFrames() == late.latencyFrames());
            const auto output = runAnyBlocks(late, input, seed++);
            CHECK(isSilent(output, 0, latencyOf(delay)));
            CHECK(isShifted(output, expected, latencyOf(delay), latencyOf(delay), 30000));
        }
    }
}

TEST_CASE("A cross-fade to other filters keeps the delay", "[dsp]") {
    constexpr std::size_t change = 10007, frames = 30000;
    const auto input = programme(frames);
    const auto all = kinds();
    for (const auto delay : delays) {
        for (std::size_t k = 0; k < all.size(); ++k) {
            CAPTURE(delay.restorationFrames, delay.deEmphasisFrames, k);
            const auto& next = all[(k + 1) % all.size()];
            Engine plain, late;
            plain.prepare(designed(all[k]));
            late.prepare(designed(all[k], delay));
            Stereo expected = input, output = input;
            runPart(plain, input, expected, 0, change, 3);
            plain.install(designed(next));
            runPart(plain, input, expected, change, frames, 4);
            // The frame with which the new chain begins comes out of the restoration so much later.
            const auto lateChange = change + static_cast<std::size_t>(delay.restorationFrames);
            runPart(late, input, output, 0, lateChange, 5);
            late.install(designed(next, delay));
            runPart(late, input, output, lateChange, frames, 6);
            CHECK(isShifted(output, expected, latencyOf(delay), latencyOf(delay), frames));
            CHECK(late.latencyFrames() == static_cast<int>(latencyOf(delay)));
        }
    }
}

TEST_CASE("Looking ahead is switched while it plays: old as it was, then late as if it always had been", "[dsp]") {
    constexpr std::size_t change = 10007, frames = 30000;
    const auto input = programme(frames);
    for (const auto& settings : kinds()) {
        Engine unchanged, plain;
        unchanged.prepare(designed(settings));
        const auto old = run(unchanged, input);
        plain.prepare(designed(settings));
        Stereo expected = input;
        runPart(plain, input, expected, 0, change, 3);
        plain.install(designed(settings)); // the same filters from cold, as those behind the delay
        runPart(plain, input, expected, change, frames, 4);
        for (const auto before : {LookAhead{}, LookAhead{100, 0}, LookAhead{0, 100}}) {
            for (const auto after : {LookAhead{}, LookAhead{1920, 253}, LookAhead{300, 0}, LookAhead{0, 300}}) {
                CAPTURE(before.deEmphasisFrames, after.restorationFrames, after.deEmphasisFrames);
                Engine engine;
                Engine::Options options;
                options.mostLookAhead = {1920, 300};
                engine.prepare(designed(settings, before), options);
                Stereo output = input;
                runPart(engine, input, output, 0, change, 5);
                engine.install(designed(settings, after));
                // Unheard at first, until it is filled and has settled; then the fade.
                const bool isNew = before.restorationFrames != after.restorationFrames;
                const auto settled =
                    change + fadeFrames +
                    static_cast<std::size_t>((isNew ? after.restorationFrames : 0) + after.deEmphasisFrames);
                runPart(engine, input, output, change, settled, 6);
                CHECK(engine.latencyFrames() == static_cast<int>(latencyOf(before)));
                CHECK(isShifted(output, old, latencyOf(before), latencyOf(before), settled));
                runPart(engine, input, output, settled, frames, 7);
                CHECK(engine.latencyFrames() == static_cast<int>(latencyOf(after)));
                // Where nothing changes in front of the chains, the new one begins with frames of then.
                if (isNew || before.restorationFrames == 0)
                    CHECK(isShifted(output, expected, latencyOf(after), settled + fadeFrames, frames));
                CHECK(peakOf(output[0]) < 4.0 * peakOf(expected[0]));
            }
        }
    }
}

TEST_CASE("After a reset an engine that looks ahead is silent for its latency, then as new", "[dsp]") {
    const auto input = programme(9000);
    for (const auto& settings : kinds()) {
        for (const auto delay : delays) {
            Engine fresh, engine;
            fresh.prepare(designed(settings, delay));
            engine.prepare(designed(settings, delay));
            const auto expected = run(fresh, input);
            run(engine, programme(7777, 9));
            engine.install(designed(settings, delay));
            run(engine, programme(100, 9)); // cut off in the middle of a cross-fade
            engine.reset();
            CHECK(runAnyBlocks(engine, input, 3) == expected);
        }
    }
}

TEST_CASE("Drained, an engine that looks ahead has given all that came", "[dsp]") {
    const auto input = programme(5000);
    for (const auto delay : delays) {
        const auto latency = latencyOf(delay);
        Engine plain, late;
        plain.prepare(designed(kinds()[1]));
        late.prepare(designed(kinds()[1], delay));
        const auto expected = run(plain, input);
        auto output = run(late, input);
        const double level = late.meters().input[0].meanSquareVolts2;
        Stereo rest(2, std::vector<double>(latency));
        for (std::size_t at = 0; at < latency; at += 50) {
            double* const out[] = {rest[0].data() + at, rest[1].data() + at};
            late.drain(out, 2, static_cast<int>(std::min<std::size_t>(50, latency - at)));
        }
        for (std::size_t c = 0; c < 2; ++c)
            output[c].insert(output[c].end(), rest[c].begin(), rest[c].end());
        CHECK(isShifted(output, expected, latency, latency, 5000 + latency));
        CHECK(late.meters().frames == 5000);
        CHECK(late.meters().input[0].meanSquareVolts2 == level);
    }
}

TEST_CASE("Overloads and levels of the input are those of the capture, however late the output is", "[dsp]") {
    auto input = programme(40000);
    for (std::size_t i = 20011; i < 20025; ++i)
        input[0][i] = 1.0;
    Engine plain, late;
    plain.prepare(designed(kinds()[0]));
    late.prepare(designed(kinds()[0], {1920, 253}));
    for (auto* engine : {&plain, &late}) {
        run(*engine, input);
        engine->flush();
        CHECK(engine->overload(0).events == 1);
        CHECK(engine->overload(0).firstStart == 20011);
        CHECK(engine->overload(0).longest == 14);
        CHECK(engine->overload(1).events == 0);
        CHECK(engine->meters().input[0].peakHoldVolts.load() == plain.meters().input[0].peakHoldVolts.load());
        CHECK(engine->meters().input[1].meanSquareVolts2.load() == plain.meters().input[1].meanSquareVolts2.load());
    }
}

TEST_CASE("A click that is taken out in front of the integrator is gone, and leaves no offset", "[dsp]") {
    constexpr std::size_t frames = 192000, at = 60000;
    constexpr int late = 480;
    // 20 samples of one sign: the running sum would keep their area for good.
    const std::vector<double> click(20, 0.05);
    const auto clean = programme(frames);
    auto input = clean;
    for (auto& channel : input)
        for (std::size_t i = 0; i < click.size(); ++i)
            channel[at + i] += click[i];
    for (const std::size_t kind : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
        CAPTURE(kind);
        Engine plain, restoring;
        plain.prepare(designed(kinds()[kind]));
        Engine::Options options;
        // What the station hears is the high-pass, whose scale is not applied; samples of 1.0 are 2.82 V.
        const auto design = designed(kinds()[kind], {late, 0});
        auto clickVolts = click;
        for (auto& v : clickVolts)
            v *= voltsAtFullScale(LevelSettings().inputDbv) / design.dc.scale;
        options.makeRestoration = [&] { return std::make_unique<ClickRemover>(at, clickVolts); };
        restoring.prepare(design, options);
        const auto expected = run(plain, clean);
        const auto output = run(restoring, input);
        double worst = 0.0;
        for (std::size_t i = static_cast<std::size_t>(late); i < frames; ++i)
            worst = std::max(worst, std::fabs(output[0][i] - expected[0][i - static_cast<std::size_t>(late)]));
        CHECK(worst < 1e-9);
        // The station heard it: without it the click is there.
        Engine without;
        without.prepare(designed(kinds()[kind]));
        CHECK(std::fabs(run(without, input)[0][at + 10] - expected[0][at + 10]) > 0.1);
    }
}

TEST_CASE("There must be room for what is installed, and a delay is at most 65536 frames", "[dsp]") {
    const auto input = programme(8000);
    Engine plain, engine;
    plain.prepare(designed(kinds()[0]));
    engine.prepare(designed(kinds()[0]));
    engine.install(designed(kinds()[1], {1, 0}));
    const auto expected = run(plain, input);
    CHECK(run(engine, input) == expected);
    engine.install(designed(kinds()[1], {0, 1}));
    CHECK(run(engine, input) == run(plain, input));
    CHECK(engine.latencyFrames() == 0);

    FilterSettings settings;
    settings.delay = {maxLookAheadFrames, 0};
    CHECK(whyIllegal(settings) == nullptr);
    settings.delay = {0, maxLookAheadFrames + 1};
    CHECK(whyIllegal(settings) != nullptr);
    settings.delay = {-1, 0};
    CHECK(whyIllegal(settings) != nullptr);
}
