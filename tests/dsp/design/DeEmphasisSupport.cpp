// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisSupport.h"

#include "dsp/design/ReferenceCurves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <tuple>

namespace phonostage::tests {
namespace {

constexpr double pi = std::numbers::pi;

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::max(std::abs(h), 1e-150)); }

} // namespace

double bandTop(double rateHz) { return rateHz >= 44100.0 ? 20000.0 : 0.4535 * rateHz; }

double phasePromise(double rateHz) {
    if (rateHz >= 88200.0) return 0.02;
    if (rateHz >= 64000.0) return 0.1;
    if (rateHz >= 48000.0) return 0.6;
    return rateHz >= 44100.0 ? 1.3 : 1.5;
}

bool rises(const dsp::Curve& curve) { return curve.neumann && curve.rolloffSeconds.value_or(0.0) < 3.18e-6; }

double risingPhasePromise(double rateHz) {
    if (rateHz >= 176400.0) return 0.02;
    if (rateHz >= 88200.0) return 0.101;
    return rateHz >= 64000.0 ? 0.21 : phasePromise(rateHz);
}

std::pair<double, double> bestDelay(const std::vector<double>& angles, const std::vector<double>& phases) {
    const auto largest = [&](double delay) {
        double value = 0.0;
        for (std::size_t i = 0; i < angles.size(); ++i)
            value = std::max(value, std::abs(phases[i] + delay * angles[i]));
        return value;
    };
    double low = -3.0;
    double high = 3.0;
    for (int i = 0; i < 70; ++i) { // convex: thirds
        const double a = low + (high - low) / 3.0;
        const double b = high - (high - low) / 3.0;
        (largest(a) < largest(b) ? high : low) = largest(a) < largest(b) ? b : a;
    }
    return {low, largest(low) * 180.0 / pi};
}

Figures measure(const dsp::Curve& curve, double rateHz, const dsp::DeEmphasis& design) {
    dsp::FilterSettings settings;
    settings.curve = curve;
    return measure(settings, rateHz, design);
}

Figures measure(const dsp::FilterSettings& settings, double rateHz, const dsp::DeEmphasis& design) {
    Figures figures;
    const double lowest = 20.0 * std::min(1.0, settings.speedRatio);
    const double top = bandTop(rateHz);
    const auto errorAt = [&](double hz) { return dsp::response(design, hz, rateHz) / truth(settings, hz); };
    std::vector<double> angles;
    std::vector<double> phases;
    const auto inBand = [&](double hz) {
        const auto error = errorAt(hz);
        figures.errorDb = std::max(figures.errorDb, std::abs(decibels(error)));
        angles.push_back(2.0 * pi * hz / rateHz);
        phases.push_back(std::arg(error));
    };
    for (int i = 0; i < 100; ++i)
        inBand(lowest * std::pow(top / lowest, i / 100.0));
    for (int i = 1; i <= 200; ++i)
        inBand(top * i / 200.0);
    std::tie(figures.delaySamples, figures.phaseDeg) = bestDelay(angles, phases);

    for (int i = 1; i <= 150 && top < 0.4499 * rateHz; ++i)
        figures.upperDb =
            std::max(figures.upperDb, std::abs(decibels(errorAt(top + (0.45 * rateHz - top) * i / 150.0))));
    const auto above = [&](double hz) {
        if (hz > top && hz <= 0.5 * rateHz) figures.peakDb = std::max(figures.peakDb, decibels(errorAt(hz)));
    };
    for (int i = 1; i <= 400; ++i)
        above(top + (0.5 * rateHz - top) * i / 400.0);
    for (int i = 0; i < 50; ++i)
        above(0.5 * rateHz * (1.0 - 0.1 * std::pow(10.0, -i / 6.0)));
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.biquadCount); ++i) {
        const auto& section = design.biquad[i];
        if (4.0 * section.a2 <= section.a1 * section.a1) continue;
        const double angle = std::acos(std::clamp(-0.5 * section.a1 / std::sqrt(section.a2), -1.0, 1.0));
        for (const double factor : {0.995, 0.999, 1.0, 1.001, 1.005})
            above(factor * angle * rateHz / (2.0 * pi));
    }
    return figures;
}

double RandomCurves::uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

double RandomCurves::logarithmic(double low, double high) { return low * std::pow(high / low, uniform()); }

double RandomCurves::pick(double low, double high, const std::vector<double>& usual) {
    const double kind = uniform();
    if (kind < 0.15) return low;
    if (kind < 0.3) return high;
    if (kind < 0.45) return usual[random_() % usual.size()];
    return logarithmic(low, high);
}

dsp::Curve RandomCurves::curve(bool inverse) {
    dsp::Curve curve = dsp::Curve::flat();
    const double kind = uniform();
    if (kind > 0.1) curve.turnoverSeconds = pick(100e-6, 2000e-6, {318e-6, 636e-6});
    if (kind > 0.4) {
        const double shortest = std::max(500e-6, *curve.turnoverSeconds * (uniform() < 0.3 ? 1.0001 : 1.5));
        curve.shelfSeconds = pick(shortest, 32000e-6, {std::max(shortest, 3180e-6)});
    }
    const double treble = uniform();
    if (treble > 0.2)
        curve.rolloffSeconds = pick(1e-6, 300e-6, {75e-6, 3.18e-6, 25e-6, 50e-6, 100e-6});
    else if (treble > 0.12)
        curve.rolloffSeconds = logarithmic(1e-15, 1e-6);
    curve.iec = uniform() < 0.25;
    curve.neumann = uniform() < 0.35;
    curve.inverse = inverse;
    return curve;
}

double RandomCurves::rate() {
    static const std::vector<double> usual{8000,  11025, 16000,  22050,  24000,  32000,  44100,  48000,  50000, 64000,
                                           88200, 96000, 100003, 176400, 192000, 352800, 384000, 705600, 768000};
    return uniform() < 0.6 ? usual[random_() % usual.size()] : logarithmic(8000.0, 768000.0);
}

std::string describe(const dsp::Curve& curve, double rateHz) {
    std::ostringstream text;
    text.precision(12);
    text << "rate " << rateHz << ", shelf " << 1e6 * curve.shelfSeconds.value_or(0.0) << ", turnover "
         << 1e6 * curve.turnoverSeconds.value_or(0.0) << ", roll-off " << 1e6 * curve.rolloffSeconds.value_or(0.0)
         << " us" << (curve.iec ? ", iec" : "") << (curve.neumann ? ", neumann" : "")
         << (curve.inverse ? ", inverse" : "");
    return text.str();
}

std::string describe(const dsp::FilterSettings& settings, double rateHz) {
    std::ostringstream text;
    text.precision(12);
    text << describe(settings.curve, rateHz) << ", speed " << settings.speedRatio
         << (settings.undoRiaa ? ", RIAA undone" : "");
    return text.str();
}

bool isStable(const dsp::DeEmphasis& design) {
    bool stable = design.iecK >= 0.0 && design.iecK < 2.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.firstOrderCount); ++i)
        stable = stable && design.firstOrder[i].k > 0.0 && design.firstOrder[i].k < 2.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.biquadCount); ++i)
        stable =
            stable && std::abs(design.biquad[i].a2) < 1.0 && std::abs(design.biquad[i].a1) < 1.0 + design.biquad[i].a2;
    return stable;
}

bool isMinimumPhase(const dsp::DeEmphasis& design) {
    bool minimum = true;
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.firstOrderCount); ++i) {
        // y = s + c (x - s): the zero is at c (1 - k) / (k + c (1 - k)).
        const double rest = design.firstOrder[i].c * (1.0 - design.firstOrder[i].k);
        minimum = minimum && std::abs(rest) <= std::abs(design.firstOrder[i].k + rest);
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(design.biquadCount); ++i) {
        const auto& b = design.biquad[i];
        const double slack = 1e-12 * std::abs(b.b0);
        minimum =
            minimum && std::abs(b.b2) <= std::abs(b.b0) + slack && std::abs(b.b1) <= std::abs(b.b0 + b.b2) + slack;
    }
    return minimum;
}

double roundingSnr(const dsp::DeEmphasis& design, double rateHz, double seconds) {
    SectionRunner<double> rough(design, rateHz);
    SectionRunner<long double> fine(design, rateHz);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> white(-0.1, 0.1);
    long double signal = 0.0L;
    long double noise = 0.0L;
    const auto count = static_cast<int>(seconds * rateHz);
    for (int i = 0; i < count; ++i) {
        const double x = white(random) + 0.1 * std::sin(2.0 * pi * 997.0 * i / rateHz);
        const long double exact = fine.process(static_cast<long double>(x));
        const long double error = static_cast<long double>(rough.process(x)) - exact;
        signal += exact * exact;
        noise += error * error;
    }
    return noise > 0.0L ? static_cast<double>(10.0L * std::log10(signal / noise))
                        : std::numeric_limits<double>::infinity();
}

} // namespace phonostage::tests
