// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the tables of Resources/docs/filter-accuracy.md: accuracy_table [random curves per rate]
#include "DeEmphasisSupport.h"
#include "ReferenceCurves.h"

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

tests::Figures of(const dsp::Curve& curve, double rate) {
    return tests::measure(curve, rate, dsp::designDeEmphasis(curve, rate));
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

} // namespace

int main(int argumentCount, char** arguments) {
    const int randomCount = argumentCount > 1 ? std::atoi(arguments[1]) : 200;
    std::vector<double> rates{8000, 11025, 16000, 22050, 24000, 32000, 37800};
    rates.insert(rates.end(), tests::promisedRates.begin(), tests::promisedRates.end());

    printHead("RIAA");
    for (const double rate : rates)
        printRow(rate, of({}, rate));

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
    return 0;
}
