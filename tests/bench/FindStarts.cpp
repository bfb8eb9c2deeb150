// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds starts for the fits of the de-emphasis from nothing: fits from random points at many places (a curve and a
// rate), thinned out to those that the others are reached from. Prints them as the tables of CorrectorStarts.cpp, and
// how designs with them compare with designs from those. find_starts [RANDOM POINTS a place] [CURVES a rate to compare]

#include "dsp/design/DeEmphasisDesign.h"
#include "dsp/design/DeEmphasisGoal.h"
#include "dsp/design/DeEmphasisSections.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/fit/CorrectorFit.h"
#include "dsp/design/fit/CorrectorStarts.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <vector>

using namespace phonostage;

namespace {

using Starts = std::vector<dsp::CorrectorStart>;

struct Place {
    dsp::Curve curve;
    double rateHz = 0.0;
};

struct Kind {
    const char* name;
    dsp::CorrectorShape shape;
    std::vector<Place> places;
    Starts starts;
};

// Below 1 is good: each error over what it may be.
template <typename Figures> double ratingOf(const Figures& f, double peakDb, double rateHz, bool withPhase) {
    const double magnitude = std::max({f.errorDb / 1e-4, f.upperDb / 0.005, peakDb / 0.01});
    return withPhase ? std::max(magnitude, f.phaseDeg / tests::phasePromise(rateHz)) : magnitude;
}

bool phaseCounts(const Place& place, double delaySamples) { return !place.curve.inverse && delaySamples > -0.001; }

class Random {
public:
    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1p-53;
    }

    dsp::Corrector corrector(const dsp::CorrectorShape& shape, double delaySamples) {
        dsp::Corrector result{shape, {}};
        std::size_t k = 0;
        for (; k < shape.realZeros; ++k)
            result.q[k] = std::atanh(uniform(0.01, 0.98));
        for (; k < shape.parameters() - 2; k += 2) {
            result.q[k] = std::atanh(uniform(0.0, 0.97));
            result.q[k + 1] = uniform(0.3, 4.5);
        }
        result.q[k + 1] = -0.6 * delaySamples;
        return result;
    }

private:
    std::mt19937_64 random_{20260101};
};

// Fits at one place, the best of which is kept.
class PlaceSearch {
public:
    PlaceSearch(const Place& place, const dsp::CorrectorShape& shape)
        : place_(place), shape_(shape), goal_(dsp::networkOf(place.curve), place.rateHz), target_(goal_.target()),
          guard_(goal_.guard()), delay_(target_.delaySamples(4)) {
        target_.withPhase = phaseCounts(place, delay_);
    }

    [[nodiscard]] double delaySamples() const { return delay_; }

    // As the design sees it.
    [[nodiscard]] double distance(const dsp::CorrectorStart& start) const {
        const double bandRate = 20000.0 * place_.rateHz / dsp::bandTopHz(place_.rateHz);
        return std::hypot(4.0 * std::log(bandRate / start.rateHz()), 6.0 * (delay_ - start.delaySamples()));
    }

    void tryFrom(dsp::Corrector corrector) {
        // Again from where it ended, so that the pull to a random point is gone.
        for (int round = 0; round < 3; ++round)
            corrector = dsp::fitCorrector(target_, corrector, 1e-5, 120).corrector;
        dsp::QuadraticRatio sections;
        corrector.appendTo(sections);
        const auto figures = guard_.judge(sections, 1.0);
        const double rating = ratingOf(figures, figures.overDb, place_.rateHz, target_.withPhase);
        if (!(rating < rating_)) return;
        rating_ = rating;
        best_.row[0] = 20000.0 * place_.rateHz / dsp::bandTopHz(place_.rateHz);
        best_.row[1] = delay_;
        std::copy_n(corrector.q.begin(), shape_.parameters(), best_.row.begin() + 2);
        for (double& number : best_.row) { // as it is printed
            char text[32];
            std::snprintf(text, sizeof text, "%.6g", number);
            number = std::atof(text);
        }
    }

    [[nodiscard]] const dsp::CorrectorStart& best() const { return best_; }

private:
    Place place_;
    dsp::CorrectorShape shape_;
    dsp::DeEmphasisGoal goal_;
    dsp::FitTarget target_;
    dsp::FitGuard guard_;
    double delay_;
    double rating_ = 1e300;
    dsp::CorrectorStart best_;
};

std::vector<Kind> makeKinds() {
    std::vector<Kind> kinds{{"lagging", dsp::laggingShape, {}, {}},
                            {"plain", dsp::plainShape, {}, {}},
                            {"recording", dsp::plainShape, {}, {}}};
    const auto add = [&](std::size_t kind, double rolloffMicroseconds, double rate, bool neumann) {
        dsp::Curve curve;
        curve.rolloffSeconds = 1e-6 * rolloffMicroseconds;
        if (rolloffMicroseconds == 0.0) curve.rolloffSeconds = std::nullopt;
        curve.neumann = neumann;
        curve.inverse = kind == 2;
        kinds[kind].places.push_back({curve, rate});
    };
    for (const double rate : {8000., 16000., 32000., 44100., 46000., 48000., 52000., 64000., 72000., 88200., 105000.,
                              140000., 192000., 250000.})
        for (const double rolloff : {2., 3., 4.5, 7., 12., 20., 35., 75., 150., 300.}) {
            add(0, rolloff, rate, false);
            if (rolloff == 20.0 || rolloff == 35.0 || rolloff == 300.0) add(0, rolloff, rate, true);
            if (rolloff == 7.0 || rolloff == 20.0 || rolloff == 75.0) add(2, rolloff, rate, false);
        }
    for (const double rate : {8000., 16000., 44100., 50000., 66000., 105000., 192000., 300000., 384000., 768000.}) {
        for (const double rolloff : {0., 0.5, 1., 2.})
            for (const bool neumann : {false, true})
                for (const std::size_t kind : {1u, 2u})
                    add(kind, rolloff, rate, neumann);
        if (rate < 300000.0) continue;
        for (const double rolloff : {5., 20., 75., 300.})
            for (const std::size_t kind : {1u, 2u})
                add(kind, rolloff, rate, false);
    }
    return kinds;
}

void findStarts(Kind& kind, int randomPoints, Random& random) {
    std::deque<PlaceSearch> searches; // which stay where they are: a guard knows its goal by address
    for (const auto& place : kind.places)
        searches.emplace_back(place, kind.shape);
    for (auto& search : searches)
        for (int i = 0; i < randomPoints; ++i)
            search.tryFrom(random.corrector(kind.shape, search.delaySamples()));
    // What is good at one place often is near by.
    for (int round = 0; round < 2; ++round)
        for (auto& search : searches) {
            std::vector<dsp::CorrectorStart> others;
            for (const auto& other : searches)
                if (&other != &search) others.push_back(other.best());
            const auto nearer = [&](const auto& a, const auto& b) { return search.distance(a) < search.distance(b); };
            std::sort(others.begin(), others.end(), nearer);
            for (std::size_t k = 0; k < 10; ++k)
                search.tryFrom(others[k].corrector(kind.shape));
        }
    for (const auto& search : searches)
        kind.starts.push_back(search.best());
}

double designRating(const Place& place, const dsp::CorrectorStarts& starts) {
    const auto network = dsp::networkOf(place.curve);
    auto design = dsp::designWithCorrector(network, place.rateHz, starts);
    dsp::normalise(design, network, place.rateHz);
    const auto figures = tests::measure(place.curve, place.rateHz, design);
    return ratingOf(figures, figures.peakDb, place.rateHz, !place.curve.inverse && !tests::rises(place.curve));
}

dsp::CorrectorStarts startsOf(const std::vector<Kind>& kinds) {
    return {kinds[0].starts, kinds[1].starts, kinds[2].starts};
}

// Takes starts away as long as every place stays good, or nearly as good as with all of them.
void thinOut(std::vector<Kind>& kinds, std::size_t number) {
    Kind& kind = kinds[number];
    std::vector<double> limits;
    for (const auto& place : kind.places)
        limits.push_back(std::max(0.25, 1.02 * designRating(place, startsOf(kinds))));
    for (std::size_t i = kind.starts.size(); i-- > 0 && kind.starts.size() > 1;) {
        const auto start = kind.starts[i];
        kind.starts.erase(kind.starts.begin() + static_cast<std::ptrdiff_t>(i));
        bool enough = true;
        for (std::size_t k = 0; k < kind.places.size() && enough; ++k)
            enough = designRating(kind.places[k], startsOf(kinds)) <= limits[k];
        if (!enough) kind.starts.insert(kind.starts.begin() + static_cast<std::ptrdiff_t>(i), start);
    }
}

void print(const Kind& kind) {
    std::printf("constexpr std::array<CorrectorStart, %zu> %s{{\n", kind.starts.size(), kind.name);
    for (const auto& start : kind.starts) {
        std::printf("    {%.6g, %.4g", start.row[0], start.row[1]);
        for (std::size_t k = 2; k < 2 + kind.shape.parameters(); ++k)
            std::printf(", %.6g", start.row[k]);
        std::printf("},\n");
    }
    std::printf("}};\n");
}

// Random legal curves that no place was made of; playback and recording.
void compare(const std::vector<Kind>& kinds, int curves) {
    std::printf("\n%9s %26s %26s\n%9s %8s %8s %8s %8s %8s %8s\n", "", "starts found", "starts of the source",
                "rate, Hz", "median", "99 %", "worst", "median", "99 %", "worst");
    double milliseconds[2] = {0.0, 0.0};
    int designs = 0;
    for (const double rate :
         {8000., 22050., 44100., 48000., 64000., 88200., 96000., 176400., 192000., 384000., 768000.}) {
        std::vector<double> ratings[2];
        for (int which = 0; which < 2; ++which) {
            tests::RandomCurves random(4000 + static_cast<unsigned long long>(rate));
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 0; i < curves; ++i) {
                const Place place{random.curve(i % 3 == 2), rate};
                if (dsp::matchedSectionsDo(dsp::networkOf(place.curve), rate)) continue;
                ratings[which].push_back(designRating(place, which == 0 ? startsOf(kinds) : dsp::correctorStarts()));
            }
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
            milliseconds[which] += took.count();
            std::sort(ratings[which].begin(), ratings[which].end());
        }
        designs += static_cast<int>(ratings[0].size());
        std::printf("%9.0f", rate);
        for (const auto& list : ratings)
            std::printf(" %8.3f %8.3f %8.3f", list[list.size() / 2], list[list.size() * 99 / 100], list.back());
        std::printf("\n");
    }
    std::printf("Errors over what they may be: below 1 is good. %d designs: %.2f and %.2f ms each, measured.\n",
                designs, milliseconds[0] / designs, milliseconds[1] / designs);
}

} // namespace

int main(int argumentCount, char** arguments) {
    const int randomPoints = argumentCount > 1 ? std::atoi(arguments[1]) : 40;
    const int curves = argumentCount > 2 ? std::atoi(arguments[2]) : 150;
    const auto begin = std::chrono::steady_clock::now();
    Random random;
    auto kinds = makeKinds();
    for (auto& kind : kinds)
        findStarts(kind, randomPoints, random);
    for (std::size_t i = 0; i < kinds.size(); ++i)
        thinOut(kinds, i);
    for (const auto& kind : kinds)
        print(kind);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%zu, %zu and %zu places, found and thinned out in %.0f s\n", kinds[0].places.size(),
                kinds[1].places.size(), kinds[2].places.size(), took.count());
    compare(kinds, curves);
    return 0;
}
