// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the tables of Resources/docs/filter-accuracy.md: accuracy_table [random curves per rate]
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/LoadSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "dsp/engine/StageDesign.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace phonostage;

namespace {

void include(tests::Figures& worst, const tests::Figures& figures) {
    worst.errorDb = std::max(worst.errorDb, figures.errorDb);
    worst.phaseDeg = std::max(worst.phaseDeg, figures.phaseDeg);
    worst.upperDb = std::max(worst.upperDb, figures.upperDb);
    worst.peakDb = std::max(worst.peakDb, figures.peakDb);
    if (std::abs(figures.delaySamples) > std::abs(worst.delaySamples)) worst.delaySamples = figures.delaySamples;
}

tests::Figures of(const dsp::FilterSettings& settings, double rate) {
    return tests::measure(settings, rate, dsp::designDeEmphasis(settings, rate));
}

tests::Figures of(const dsp::Curve& curve, double rate) {
    dsp::FilterSettings settings;
    settings.curve = curve;
    return of(settings, rate);
}

void printRow(double rate, const tests::Figures& f) {
    if (rate > 44400.0)
        std::printf("| %.0f | %.1e | %.2g | %+.3f | %.1e | %+.1e |\n", rate, f.errorDb, f.phaseDeg, f.delaySamples,
                    f.upperDb, f.peakDb);
    else
        std::printf("| %.0f | %.1e | %.2g | %+.3f | | %+.1e |\n", rate, f.errorDb, f.phaseDeg, f.delaySamples,
                    f.peakDb);
}

void printHead(const char* title) {
    std::printf(
        "\n### %s\n\n| rate, Hz | error, dB | phase, deg | delay, samples | to 0.45 rate, dB | above the curve, dB |\n"
        "|---|---|---|---|---|---|\n",
        title);
}

// The load correction: an AT-VM95E on four wrong inputs, then random legal loads from 1 kohm on that need no more than
// the limit less 1.5 dB.
void printLoads(const std::vector<double>& rates, int randomCount) {
    std::printf(
        "\n### The load\n\n| rate, Hz | 3 kohm, dB | deg | 10 kohm, dB | deg | 60 kohm, dB | deg | 1 Mohm, dB | deg | "
        "random, median dB | 99 of 100, dB | worst, dB | deg, median |\n|---|---|---|---|---|---|---|---|---|---|"
        "---|---|---|\n");
    for (const double rate : rates) {
        std::printf("| %.0f |", rate);
        for (const double ohm : {3e3, 10e3, 60e3, 1e6}) {
            const auto load = tests::movingMagnet(ohm, ohm == 60e3 ? 300e-12 : 150e-12);
            const auto f = tests::measureLoad(load, dsp::designLoadFilter(load, rate), rate);
            std::printf(" %.1e | %.2g |", f.errorDb, f.phaseDeg);
        }
        tests::RandomLoads random(42);
        std::vector<double> errors, phases;
        while (static_cast<int>(errors.size()) < std::max(randomCount, 1)) {
            const auto load = random.correction(1e3);
            const auto f = tests::measureLoad(load, dsp::designLoadFilter(load, rate), rate);
            if (f.neededDb > load.limitDb - 1.5) continue;
            errors.push_back(f.errorDb);
            phases.push_back(f.phaseDeg);
        }
        std::sort(errors.begin(), errors.end());
        std::sort(phases.begin(), phases.end());
        std::printf(" %.1e | %.1e | %.1e | %.2g |\n", errors[errors.size() / 2], errors[errors.size() * 99 / 100],
                    errors.back(), phases[phases.size() / 2]);
    }
}

// The record at another speed, and a RIAA stage undone: promised from 44.1 kHz.
void printRandom(int count, const char* title, bool atAnySpeed, bool undo) {
    printHead(title);
    for (std::size_t i = 0; i < tests::promisedRates.size(); ++i) {
        tests::RandomCurves random(2000 + i);
        tests::Figures worst;
        for (int k = 0; k < count; ++k) {
            dsp::FilterSettings settings;
            settings.curve = random.curve(false);
            if (atAnySpeed) settings.speedRatio = random.logarithmic(0.25, 4.0);
            settings.undoRiaa = undo;
            if (undo || !tests::rises(settings.curve)) include(worst, of(settings, tests::promisedRates[i]));
        }
        printRow(tests::promisedRates[i], worst);
    }
}

/** With exact phase: the largest complex error in the band, in dB. */
double exactErrorDb(dsp::FilterSettings settings, double rate) {
    constexpr int points = 1000;
    settings.exactPhase = true;
    settings.dcRemoval = false;
    const auto design = dsp::designStage(settings, rate);
    double worst = 0.0;
    const auto look = [&](double hz) {
        auto truth = dsp::analogueResponse(settings, hz);
        if (settings.load) truth *= tests::loadTruth(*settings.load, hz);
        worst = std::max(worst, std::abs(dsp::response(design, hz) / truth - 1.0));
    };
    const double top = tests::bandTop(rate);
    for (int i = 0; i <= points; ++i) {
        look(20.0 * std::pow(top / 20.0, static_cast<double>(i) / points));
        look(20.0 + (top - 20.0) * i / points);
    }
    return 20.0 * std::log10(worst);
}

void printExactPhase(const std::vector<double>& rates, int randomCount) {
    std::printf("\n### Exact phase\n\n| rate, Hz | delay, frames | ms | RIAA, dB | 24 curves | random curves | other "
                "speeds, RIAA "
                "removed | recording | loads |\n|---|---|---|---|---|---|---|---|---|\n");
    for (const double rate : rates) {
        if (rate >= dsp::exactPhaseEndHz) continue;
        double reference = -1e9, any = -1e9, other = -1e9, recording = -1e9, load = -1e9;
        dsp::FilterSettings settings;
        for (const auto& each : tests::referenceCurves()) {
            settings.curve = each.curve;
            reference = std::max(reference, exactErrorDb(settings, rate));
        }
        tests::RandomCurves random(static_cast<unsigned long long>(rate));
        for (int k = 0; k < randomCount; ++k) {
            settings = {};
            settings.curve = random.curve(false);
            any = std::max(any, exactErrorDb(settings, rate));
            settings.speedRatio = random.logarithmic(0.25, 4.0);
            settings.undoRiaa = k % 2 == 0;
            other = std::max(other, exactErrorDb(settings, rate));
            settings = {};
            settings.curve = random.curve(true);
            recording = std::max(recording, exactErrorDb(settings, rate));
        }
        for (const double ohm : {3e3, 10e3, 60e3, 1e6}) {
            settings = {};
            settings.load = tests::movingMagnet(ohm, ohm == 60e3 ? 300e-12 : 150e-12);
            load = std::max(load, exactErrorDb(settings, rate));
        }
        const int frames = dsp::exactPhaseDelayFrames(rate);
        std::printf("| %.0f | %d | %.2f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |\n", rate, frames,
                    1e3 * frames / rate, exactErrorDb({}, rate), reference, any, other, recording, load);
    }
}

} // namespace

int main(int argumentCount, char** arguments) {
    const int randomCount = argumentCount > 1 ? std::atoi(arguments[1]) : 200;
    std::vector<double> rates{8000, 11025, 16000, 22050, 24000, 32000, 37800};
    rates.insert(rates.end(), tests::promisedRates.begin(), tests::promisedRates.end());

    printHead("RIAA");
    for (const double rate : rates)
        printRow(rate, of(dsp::Curve(), rate));

    printHead("Worst of the 24 reference curves");
    for (const double rate : rates) {
        tests::Figures worst;
        for (const auto& reference : tests::referenceCurves())
            include(worst, of(reference.curve, rate));
        printRow(rate, worst);
    }

    std::vector<tests::Figures> rising(rates.size());
    std::vector<tests::Figures> recording(rates.size());
    printHead("Worst of random legal curves");
    for (std::size_t i = 0; i < rates.size(); ++i) {
        tests::RandomCurves random(1000 + i);
        tests::Figures worst;
        for (int k = 0; k < randomCount; ++k) {
            auto curve = random.curve(false);
            include(tests::rises(curve) ? rising[i] : worst, of(curve, rates[i]));
            curve.inverse = true;
            include(recording[i], of(curve, rates[i]));
        }
        printRow(rates[i], worst);
    }
    printHead("Worst of random legal curves with the 3.18 us zero and less than 3.18 us of roll-off");
    for (std::size_t i = 0; i < rates.size(); ++i)
        printRow(rates[i], rising[i]);
    printHead("Worst of random legal recording curves");
    for (std::size_t i = 0; i < rates.size(); ++i)
        printRow(rates[i], recording[i]);
    printLoads(rates, randomCount);

    printRandom(randomCount, "Worst of random legal curves at 0.25 to 4 times their speed", true, false);
    printRandom(randomCount, "Worst of random legal curves over an undone RIAA", false, true);
    printRandom(randomCount, "Worst of both together", true, true);
    printExactPhase(rates, randomCount);
    return 0;
}
