// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rounding noise: the engine in double against the same structure in long double (64-bit mantissa on x86).

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Wide = long double;

// The sections of a StageDesign as their headers define them, with DC removal at its settled corner.
struct WideStage {
    StageDesign d;
    Wide band = 0, low = 0, band2[2] = {}, low2[2] = {}, high1 = 0, iec = 0, first[2] = {}, s1[4] = {}, s2[4] = {};

    Wide highPass(const HighPass2& f, Wide x, Wide& b, Wide& l) {
        const Wide high = x - l - Wide(f.c1) * b;
        l += Wide(f.c2) * b;
        b += high;
        return high;
    }

    Wide operator()(Wide x) {
        auto scale = static_cast<Wide>(d.deEmphasis.gain);
        const Wide high = highPass(d.dc, x, band, low);
        if (d.deEmphasis.fromIntegral || d.dcRemoval) scale *= Wide(d.dc.scale);
        if (d.deEmphasis.fromIntegral)
            x = band;
        else if (d.dcRemoval)
            x = high;
        for (std::size_t n = 0; n < static_cast<std::size_t>(d.subsonic2Count); ++n) {
            x = highPass(d.subsonic2[n], x, band2[n], low2[n]);
            scale *= Wide(d.subsonic2[n].scale);
        }
        if (d.subsonic1) {
            x -= high1;
            high1 += Wide(d.subsonic1Section.k) * x;
            scale *= Wide(d.subsonic1Section.scale);
        }
        if (d.deEmphasis.iecK != 0.0) {
            x -= iec;
            iec += Wide(d.deEmphasis.iecK) * x;
        }
        for (std::size_t n = 0; n < static_cast<std::size_t>(d.deEmphasis.firstOrderCount); ++n) {
            const auto& f = d.deEmphasis.firstOrder[n];
            first[n] += Wide(f.k) * (x - first[n]);
            x = first[n] + Wide(f.c) * (x - first[n]);
        }
        for (std::size_t n = 0; n < static_cast<std::size_t>(d.deEmphasis.biquadCount); ++n) {
            const auto& f = d.deEmphasis.biquad[n];
            const Wide y = Wide(f.b0) * x + s1[n];
            s1[n] = Wide(f.b1) * x - Wide(f.a1) * y + s2[n];
            s2[n] = Wide(f.b2) * x - Wide(f.a2) * y;
            x = y;
        }
        return scale * x;
    }
};

} // namespace

TEST_CASE("Rounding noise is at least 250 dB below the signal", "[dsp][engine][noise]") {
    const double rate = GENERATE(8000.0, 44100.0, 96000.0, 768000.0);
    const bool shelf = GENERATE(true, false);
    const int slope = GENERATE(0, 18, 24);
    FilterSettings settings;
    if (!shelf) settings.curve.shelfSeconds = std::nullopt;
    settings.curve.iec = slope == 24;
    if (slope != 0) settings.subsonic = Subsonic{20.0, slope};
    const auto design = designStage(settings, rate);

    Engine engine;
    LevelSettings levels = unityGain();
    levels.inputDbv = levels.outputDbv = 0.0;
    engine.setLevels(levels);
    engine.prepare(design);
    // The corner of the DC section glides for half a second; both start from rest after it.
    const auto settle = static_cast<std::size_t>(0.6 * rate);
    run(engine, {silence(settle), silence(settle)}, 4096);

    const auto count = static_cast<std::size_t>(std::min(0.5 * rate, 150000.0));
    auto x = noise(0.1, count, 5);
    const auto tone = sine(997.0, 0.1, rate, static_cast<double>(count) / rate);
    for (std::size_t i = 0; i < count; ++i)
        x[i] += tone[i];
    const auto y = run(engine, {x, x}, 4096)[0];

    WideStage wide{design};
    Wide signal = 0, error = 0, cross = 0;
    std::vector<Wide> truth(count);
    for (std::size_t i = 0; i < count; ++i) {
        truth[i] = wide(Wide(x[i]));
        signal += truth[i] * truth[i];
        cross += truth[i] * Wide(y[i]);
    }
    // Gain factors are doubles too: their own rounding (a constant factor within 1e-15) is no noise.
    const Wide factor = cross / signal;
    CHECK(std::fabs(static_cast<double>(factor - 1)) < 2e-15);
    for (std::size_t i = 0; i < count; ++i)
        error += (Wide(y[i]) - factor * truth[i]) * (Wide(y[i]) - factor * truth[i]);
    const double db = 10.0 * std::log10(static_cast<double>(error / signal) + 1e-40);
    INFO("rate " << rate << " shelf " << shelf << " slope " << slope << ": " << db << " dB");
    CHECK(db < -250.0);
    if (shelf && slope == 0) WARN("rate " << rate << ": rounding noise " << db << " dB");
}
