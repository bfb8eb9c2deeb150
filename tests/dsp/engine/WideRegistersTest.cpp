// SPDX-License-Identifier: GPL-3.0-or-later
//
// With and without wide registers, in one loop and station by station: always the same bits. The reference takes each
// section one after the other, in scalar doubles.

#include "dsp/simd/WideRegisters.h"
#include "dsp/engine/DcRemovalStation.h"
#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

struct NarrowRegisters {
    NarrowRegisters() { allowWideRegisters(false); }
    NarrowRegisters(const NarrowRegisters&) = delete;
    NarrowRegisters& operator=(const NarrowRegisters&) = delete;
    ~NarrowRegisters() { allowWideRegisters(true); }
};

bool isSame(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]) == 0;
}

const std::vector<std::optional<Subsonic>> subsonics{std::nullopt, Subsonic{15.0, 12}, Subsonic{20.0, 18},
                                                     Subsonic{25.0, 24}};

/** Curves that have one, two and three first-order sections, with and without zeros, and an integrator. */
const std::vector<Curve> curves{{},
                                {3180e-6, 318e-6, std::nullopt},
                                {std::nullopt, 318e-6, 75e-6},
                                {std::nullopt, std::nullopt, 50e-6},
                                Curve::flat(),
                                {3180e-6, 318e-6, 75e-6, true},
                                {3180e-6, 318e-6, 75e-6, false, true},
                                {1590e-6, 318e-6, 75e-6, false, false, true}};

FilterSettings settingsOf(std::size_t curve, std::size_t subsonic) {
    FilterSettings settings;
    settings.curve = curves[curve];
    settings.subsonic = subsonics[subsonic];
    return settings;
}

class Scalar {
public:
    explicit Scalar(const StageDesign& design) : d_(design) {}

    std::vector<double> run(const std::vector<double>& x) {
        std::vector<double> y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = sections(static_cast<std::int64_t>(i), x[i]) * gain();
        return y;
    }

private:
    double gain() const {
        double g = d_.deEmphasis.gain * d_.load.gain * d_.dc.scale;
        for (int n = 0; n < d_.subsonic2Count; ++n)
            g *= d_.subsonic2[static_cast<std::size_t>(n)].scale;
        return d_.subsonic1 ? g * d_.subsonic1Section.scale : g;
    }

    static double highPass(const HighPass2& f, double (&state)[2], double x) {
        const double high = (x - state[1]) - f.c1 * state[0];
        state[1] += f.c2 * state[0];
        state[0] += high;
        return high;
    }

    static double biquad(const Biquad& q, double (&state)[2], double x) {
        const double y = x + state[0];
        state[0] = (q.b1 * x + state[1]) - q.a1 * y;
        state[1] = q.b2 * x - q.a2 * y;
        return y;
    }

    double dcRemoval(std::int64_t frame, double x) {
        constexpr std::int64_t chunk = 32;
        HighPass2 f = d_.dc;
        const auto chunks = std::ceil(DcRemovalStation::glideSeconds * d_.sampleRateHz / chunk);
        if (static_cast<double>(frame / chunk) < chunks) {
            const double seconds = (static_cast<double>(frame / chunk) + 0.5) * chunk / d_.sampleRateHz;
            f = designHighPass2(DcRemovalStation::glideCornerHz(seconds, d_.sampleRateHz), std::sqrt(2.0) / 2.0,
                                d_.sampleRateHz);
        }
        return highPass(f, dc_, f.scale / d_.dc.scale * x);
    }

    double sections(std::int64_t frame, double x) {
        const auto& e = d_.deEmphasis;
        x = dcRemoval(frame, x);
        if (e.fromIntegral) x = dc_[0];
        for (std::size_t n = 0; n < static_cast<std::size_t>(d_.subsonic2Count); ++n)
            x = highPass(d_.subsonic2[n], subsonic_[n], x);
        if (d_.subsonic1) {
            x = x - subsonic1_;
            subsonic1_ += d_.subsonic1Section.k * x;
        }
        for (std::size_t n = 0; n < static_cast<std::size_t>(d_.load.biquadCount); ++n)
            x = biquad(d_.load.biquad[n], load_[n], x);
        if (e.iecK != 0.0) {
            x = x - iec_;
            iec_ += e.iecK * x;
        }
        for (std::size_t n = 0; n < static_cast<std::size_t>(e.firstOrderCount); ++n) {
            const auto& f = e.firstOrder[n];
            pole_[n] += f.k * (x - pole_[n]);
            const bool isLowPass = f.c == 0.0 && static_cast<int>(n) + 1 == e.firstOrderCount;
            x = isLowPass ? pole_[n] : pole_[n] + f.c * (x - pole_[n]);
        }
        for (std::size_t n = 0; n < static_cast<std::size_t>(e.biquadCount); ++n)
            x = biquad(e.biquad[n], biquad_[n], x);
        return x;
    }

    StageDesign d_;
    double dc_[2] = {}, subsonic_[2][2] = {}, subsonic1_ = 0.0, load_[LoadFilter::maxBiquads][2] = {}, iec_ = 0.0;
    double pole_[DeEmphasis::maxFirstOrder] = {}, biquad_[DeEmphasis::maxBiquads][2] = {};
};

/** A signal with its own changes of settings, cut into blocks at random. Everything that comes out. */
struct Outcome {
    Stereo samples;
    std::vector<double> meters;

    bool operator==(const Outcome& o) const {
        return isSame(samples[0], o.samples[0]) && isSame(samples[1], o.samples[1]) && isSame(meters, o.meters);
    }
};

void addMeters(const Engine& engine, std::vector<double>& to) {
    const auto& m = engine.meters();
    for (std::size_t c = 0; c < 2; ++c) {
        for (const auto* level : {&m.input[c], &m.output[c]})
            to.insert(to.end(), {level->meanSquareVolts2.load(), level->peakVolts.load(), level->peakHoldVolts.load(),
                                 level->truePeakHoldVolts.load()});
        const auto& counts = engine.overload(static_cast<int>(c));
        to.insert(to.end(), {m.outputRectified[c].load(), static_cast<double>(m.outputClips[c].load()), counts.peak,
                             static_cast<double>(counts.events), static_cast<double>(counts.fullScaleSamples),
                             counts.ceiling.z, counts.ceiling.level});
    }
    to.push_back(static_cast<double>(m.badSamples.load()));
}

template <typename Sample> Outcome play(const Stereo& input, unsigned seed, int channels) {
    std::mt19937 random(seed);
    const auto anyDesign = [&] {
        auto settings = settingsOf(random() % curves.size(), random() % 4);
        settings.exactPhase = random() % 3 == 0;
        return designStage(settings, 48000.0);
    };
    Engine engine;
    Engine::Options options;
    options.truePeakOutput = random() % 2 == 0;
    engine.prepare(anyDesign(), options);
    std::vector<std::vector<Sample>> samples;
    for (const auto& channel : input)
        samples.emplace_back(channel.begin(), channel.end());
    Outcome outcome;
    const int frames = static_cast<int>(input[0].size());
    for (int at = 0; at < frames;) {
        const auto action = random() % 400;
        if (action == 0) engine.install(anyDesign());
        LevelSettings levels = unityGain();
        levels.gainDb = 0.1 * static_cast<double>(random() % 400);
        levels.balanceDb = 0.3;
        levels.crosstalkLeftToRight = action == 1 ? 0.1 : 0.0;
        if (action == 1 || action == 2) engine.setLevels(levels);
        if (action == 3) engine.reset();
        const int most = action % 8 == 4 ? 2000 : action % 2 == 0 ? 40 : 8;
        const int count = std::min(static_cast<int>(random() % static_cast<unsigned>(most)), frames - at);
        Sample* const both[2] = {samples[0].data() + at, samples[1].data() + at};
        engine.process(both, both, channels, count);
        at += count;
        if (action % 16 == 0) addMeters(engine, outcome.meters);
    }
    engine.flush();
    addMeters(engine, outcome.meters);
    for (const auto& channel : samples)
        outcome.samples.emplace_back(channel.begin(), channel.end());
    return outcome;
}

/** Noise, with silence, full scale, and what is no audio. */
std::vector<double> anything(std::size_t count, unsigned seed) {
    auto x = noise(0.01, count, seed);
    std::mt19937 random(seed);
    for (std::size_t i = 0; i + 300 < count; i += 300) {
        const auto kind = random() % 12;
        if (kind == 0) std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(i), 300, random() % 2 == 0 ? 0.0 : -0.0);
        if (kind == 1) std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(i), 5, 1.0);
        if (kind == 2) x[i + random() % 300] = std::numeric_limits<double>::quiet_NaN();
        if (kind == 3) x[i + random() % 300] = -std::numeric_limits<double>::infinity();
        if (kind == 4) x[i + random() % 300] = random() % 2 == 0 ? 1e6 : 1.0001e6;
    }
    return x;
}

} // namespace

TEST_CASE("The engine's filters are those of scalar sections, to the bit", "[dsp][engine]") {
    const bool isNarrow = GENERATE(false, true);
    std::optional<NarrowRegisters> narrow;
    if (isNarrow) narrow.emplace();
    constexpr std::size_t frames = 30000; // 6000 of them after DC removal's glide
    const Stereo x{noise(0.01, frames, 1), noise(0.01, frames, 2)};
    for (std::size_t curve = 0; curve < curves.size(); ++curve)
        for (std::size_t subsonic = 0; subsonic < subsonics.size(); ++subsonic) {
            INFO("curve " << curve << ", subsonic " << subsonic);
            auto settings = settingsOf(curve, subsonic);
            if ((curve + subsonic) % 5 == 4)
                settings.load = LoadCorrection{0.5, 700.0, {10e3, 300e-12}, {47e3, 200e-12}};
            const auto design = designStage(settings, 48000.0);
            Engine engine;
            engine.prepare(design);
            engine.setLevels(unityGain());
            const double volts = voltsAtFullScale(unityGain().inputDbv), out = voltsAtFullScale(unityGain().outputDbv);
            const auto y = run(engine, x, 777);
            for (std::size_t c = 0; c < 2; ++c) {
                auto expected = x[c];
                for (auto& v : expected)
                    v *= volts;
                expected = Scalar(design).run(expected);
                for (auto& v : expected)
                    v *= 1.0 / out;
                CHECK(isSame(y[c], expected));
            }
        }
}

TEST_CASE("Wide registers change nothing, whatever comes", "[dsp][engine]") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        INFO("seed " << seed);
        const Stereo x{anything(90000, seed), anything(90000, seed + 100)};
        const int channels = seed % 3 == 0 ? 1 : 2;
        const auto wide = play<double>(x, seed, channels), wideFloats = play<float>(x, seed, channels);
        const NarrowRegisters without;
        CHECK(play<double>(x, seed, channels) == wide);
        CHECK(play<float>(x, seed, channels) == wideFloats);
    }
}
