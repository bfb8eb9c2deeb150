// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/LoadFilter.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace phonostage::tests {

/** D_want / D_have from its definition, D(s) = 1 / (1 + (Rc + s Lc)(1/R + s C)), in long double. */
inline std::complex<double> loadTruth(const dsp::LoadCorrection& c, double hz) {
    using Complex = std::complex<long double>;
    const Complex s(0.0L, 2.0L * std::numbers::pi_v<long double> * static_cast<long double>(hz));
    const auto divider = [&](const dsp::Load& load) {
        const Complex coil = static_cast<long double>(c.coilOhm) + s * static_cast<long double>(c.coilHenry);
        const Complex admittance =
            1.0L / static_cast<long double>(load.resistanceOhm) + s * static_cast<long double>(load.capacitanceFarad);
        return 1.0L / (1.0L + coil * admittance);
    };
    return std::complex<double>(divider(c.want) / divider(c.have));
}

inline double loadTruthDb(const dsp::LoadCorrection& c, double hz) {
    return 20.0 * std::log10(std::abs(loadTruth(c, hz)));
}

inline double loadFilterDb(const dsp::LoadFilter& design, double hz, double rate) {
    return 20.0 * std::log10(std::abs(dsp::response(design, hz, rate)));
}

inline double loadBandTopHz(double rate) { return rate >= 44100.0 ? 20000.0 : 0.4535 * rate; }

/** What a design must keep to from 20 Hz to the top of the band, dB. */
inline double loadPromiseDb(double rate) { return rate >= 88200.0 ? 0.01 : 0.05; }

struct LoadFigures {
    double errorDb = 0.0;   ///< in band, against the lower of ratio and limit
    double neededDb = -1e9; ///< in band, largest of the ratio
    double atTopDb = 0.0;   ///< the ratio at the top of the band
    double aboveDb = -1e9;  ///< largest from the top of the band to half the rate
    double largestDb = -1e9;
    double phaseDeg = 0.0; ///< in band, after the best constant delay below one sample
};

inline LoadFigures measureLoad(const dsp::LoadCorrection& c, const dsp::LoadFilter& design, double rate) {
    constexpr double pi = std::numbers::pi;
    LoadFigures figures;
    const double top = loadBandTopHz(rate);
    std::vector<double> angles, phases;
    const auto inBand = [&](double hz) {
        const auto truth = loadTruth(c, hz);
        const auto made = dsp::response(design, hz, rate);
        const double wantedDb = 20.0 * std::log10(std::abs(truth));
        const double madeDb = 20.0 * std::log10(std::abs(made));
        figures.neededDb = std::max(figures.neededDb, wantedDb);
        figures.largestDb = std::max(figures.largestDb, madeDb);
        figures.errorDb = std::max(figures.errorDb, std::abs(madeDb - std::min(wantedDb, c.limitDb)));
        angles.push_back(2.0 * pi * hz / rate);
        phases.push_back(std::arg(made / truth));
    };
    for (int i = 0; i < 60; ++i)
        inBand(20.0 * std::pow(top / 20.0, i / 60.0));
    for (int i = 1; i <= 200; ++i)
        inBand(top * i / 200.0);
    // The sharpest places: where the loads resonate.
    for (const auto& load : {c.have, c.want}) {
        const double hz = 1.0 / (2.0 * pi * std::sqrt(std::max(1e-30, c.coilHenry * load.capacitanceFarad)));
        for (const double near : {0.99, 0.999, 1.0, 1.001, 1.01})
            if (hz * near < top) inBand(hz * near);
    }
    figures.atTopDb = loadTruthDb(c, top);
    for (int i = 0; i <= 400; ++i) {
        const double part = i / 400.0;
        for (const double hz : {top + (0.5 * rate - top) * part, top * std::pow(0.5 * rate / top, part * part)})
            figures.aboveDb = std::max(figures.aboveDb, loadFilterDb(design, hz, rate));
    }
    figures.largestDb = std::max(figures.largestDb, figures.aboveDb);

    const auto largest = [&](double delay) {
        double value = 0.0;
        for (std::size_t i = 0; i < angles.size(); ++i)
            value = std::max(value, std::abs(phases[i] + delay * angles[i]));
        return value;
    };
    double low = -1.0, high = 1.0;
    for (int i = 0; i < 40; ++i) {
        const double a = low + (high - low) / 3.0;
        const double b = high - (high - low) / 3.0;
        (largest(a) < largest(b) ? high : low) = largest(a) < largest(b) ? b : a;
    }
    figures.phaseDeg = largest(low) * 180.0 / pi;
    return figures;
}

/** Seeded, the same everywhere: no library distribution. */
class RandomLoads {
public:
    explicit RandomLoads(std::uint64_t seed) : random_(seed) {}

    double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
    double logarithmic(double low, double high) { return low * std::pow(high / low, uniform()); }

    dsp::Load load(double lowestOhm) {
        dsp::Load load;
        const double kind = uniform();
        load.resistanceOhm = kind < 0.1   ? lowestOhm
                             : kind < 0.2 ? 1e7
                             : kind < 0.4 ? 47e3
                                          : logarithmic(lowestOhm, 1e7);
        const double c = uniform();
        load.capacitanceFarad = c < 0.1 ? 0.0 : c < 0.2 ? 1e-9 : logarithmic(20e-12, 1e-9);
        return load;
    }

    dsp::LoadCorrection correction(double lowestOhm) {
        dsp::LoadCorrection c;
        const double coil = uniform();
        c.coilHenry = coil < 0.1 ? 0.0 : coil < 0.2 ? 1.5 : logarithmic(0.01, 1.5);
        c.coilOhm = uniform() < 0.1 ? 0.0 : logarithmic(10.0, 10e3);
        c.have = load(lowestOhm);
        c.want = load(lowestOhm);
        return c;
    }

    double rate(double lowestHz) {
        static const std::vector<double> usual{8000,  22050,  32000,  44100,  48000,  64000, 88200,
                                               96000, 176400, 192000, 352800, 384000, 768000};
        const double hz = uniform() < 0.7 ? usual[random_() % usual.size()] : logarithmic(8000.0, 768000.0);
        return std::max(hz, lowestHz);
    }

private:
    std::mt19937_64 random_;
};

inline std::string describe(const dsp::LoadCorrection& c, double rate) {
    std::ostringstream text;
    text.precision(10);
    text << "rate " << rate << ", coil " << c.coilHenry << " H " << c.coilOhm << " ohm, have " << c.have.resistanceOhm
         << " ohm " << 1e12 * c.have.capacitanceFarad << " pF, want " << c.want.resistanceOhm << " ohm "
         << 1e12 * c.want.capacitanceFarad << " pF, limit " << c.limitDb << " dB";
    return text.str();
}

/** An AT-VM95E, by its coil, at 47 kohm and 150 pF, on an input of this resistance. */
inline dsp::LoadCorrection movingMagnet(double haveOhm, double haveFarad = 150e-12) {
    return {0.55, 485.0, {haveOhm, haveFarad}, {47e3, 150e-12}, 36.0};
}

} // namespace phonostage::tests
