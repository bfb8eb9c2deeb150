// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/Curve.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>
#include <map>
#include <string_view>

using namespace phonostage;

namespace {

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }

bool says(const char* message, std::string_view part) {
    return message != nullptr && std::string_view(message).find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("The analogue response is the table of reference curves", "[dsp][curve]") {
    const auto rows = tests::readCurvesCsv();
    REQUIRE(rows.size() == std::size_t{24} * 48);
    double worstDb = 0.0;
    double worstDeg = 0.0;
    for (const auto& row : rows) {
        const auto h = dsp::analogueResponse(tests::referenceCurve(row.curve).curve, row.frequencyHz, false);
        worstDb = std::max(worstDb, std::abs(decibels(h) - row.gainDb));
        worstDeg =
            std::max(worstDeg, std::abs(std::remainder(std::arg(h) * 180.0 / std::numbers::pi - row.phaseDeg, 360.0)));
    }
    CHECK(worstDb < 1.5e-10); // the table is rounded to 1e-10 dB
    CHECK(worstDeg < 1.5e-9);
}

TEST_CASE("The analogue response is accurate to the last bits", "[dsp][curve]") {
    tests::RandomCurves random(20240101);
    double worst = 0.0;
    for (int i = 0; i < 2000; ++i) {
        const auto curve = random.curve(i % 3 == 0);
        for (const double hz : {0.3, 20.0, 997.0, 12345.6, 20000.0, 300000.0}) {
            const auto want = tests::truth(curve, hz);
            worst = std::max(worst, std::abs(dsp::analogueResponse(curve, hz) - want) / std::abs(want));
        }
    }
    CHECK(worst < 3e-15);
}

TEST_CASE("The analogue response holds its anchors", "[dsp][curve]") {
    // RIAA by its published values; 0 Hz by its closed form.
    CHECK_THAT(decibels(dsp::analogueResponse(dsp::Curve(), 20.0)), WithinAbs(19.2741483702, 1e-9));
    CHECK_THAT(decibels(dsp::analogueResponse(dsp::Curve(), 20000.0)), WithinAbs(-19.6203318570, 1e-9));
    CHECK_THAT(decibels(dsp::analogueResponse(dsp::Curve(), 0.0)), WithinAbs(19.911018419042, 1e-11));

    dsp::Curve integrating{std::nullopt, 318e-6, 75e-6};
    CHECK(dsp::analogueResponse(integrating, 0.0) == std::complex<double>(0.0, 0.0));
    // The Butterworth high-pass is 3.01 dB down at its corner.
    CHECK_THAT(decibels(dsp::analogueResponse(integrating, 1.0) / dsp::analogueResponse(integrating, 1.0, false)),
               WithinAbs(-10.0 * std::log10(2.0), 1e-12));
    integrating.inverse = true; // no limit there: a zero at 0 Hz is no harm
    CHECK(dsp::analogueResponse(integrating, 5.0) == dsp::analogueResponse(integrating, 5.0, false));
    CHECK(dsp::analogueResponse(dsp::Curve::flat(), 12345.0) == std::complex<double>(1.0, 0.0));
}

TEST_CASE("A recording curve is the reciprocal of the playback curve, without the IEC amendment", "[dsp][curve]") {
    dsp::Curve playback;
    playback.neumann = true;
    dsp::Curve recording = playback;
    recording.inverse = true;
    recording.iec = true;
    for (const double hz : {1.0, 50.0, 1000.0, 20000.0})
        CHECK(std::abs(dsp::analogueResponse(playback, hz) * dsp::analogueResponse(recording, hz) - 1.0) < 1e-14);
}

TEST_CASE("Illegal curves are told apart, with the field, its range and a remedy", "[dsp][curve]") {
    const auto message = [](std::optional<double> shelf, std::optional<double> turnover,
                            std::optional<double> rolloff) {
        return dsp::whyIllegal(dsp::Curve{shelf, turnover, rolloff});
    };
    constexpr auto none = std::nullopt;
    CHECK(dsp::whyIllegal(dsp::Curve()) == nullptr);
    CHECK(dsp::whyIllegal(dsp::Curve::flat()) == nullptr);
    for (const auto& reference : tests::referenceCurves())
        CHECK(dsp::whyIllegal(reference.curve) == nullptr);

    CHECK(message(500e-6, 100e-6, none) == nullptr);
    CHECK(message(32000e-6, 2000e-6, 300e-6) == nullptr);
    CHECK(message(none, none, 1e-12) == nullptr);
    CHECK(message(500e-6, 499.9e-6, none) == nullptr);
    CHECK(message(500.0 * 1e-6, 100.0 * 1e-6, 300.0 * 1e-6) == nullptr); // as a table would compute them

    CHECK(says(message(499e-6, 318e-6, 75e-6), "bass shelf must be between 500 and 32000 us"));
    CHECK(says(message(32001e-6, 318e-6, 75e-6), "bass shelf must be between 500 and 32000 us"));
    CHECK(says(message(3180e-6, 99e-6, 75e-6), "turnover must be between 100 and 2000 us"));
    CHECK(says(message(none, 2001e-6, 75e-6), "turnover must be between 100 and 2000 us"));
    CHECK(says(message(3180e-6, 318e-6, 0.0), "roll-off must be above 0 and at most 300 us"));
    CHECK(says(message(3180e-6, 318e-6, -1e-6), "roll-off must be above 0 and at most 300 us"));
    CHECK(says(message(3180e-6, 318e-6, 301e-6), "roll-off must be above 0 and at most 300 us"));
    CHECK(says(message(3180e-6, none, 75e-6), "needs a turnover"));
    CHECK(says(message(1000e-6, 1000e-6, 75e-6), "must be longer than the turnover"));
    CHECK(says(message(1000e-6, 1500e-6, 75e-6), "must be longer than the turnover"));

    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(says(message(nan, 318e-6, 75e-6), "bass shelf"));
    CHECK(says(message(3180e-6, nan, 75e-6), "turnover"));
    CHECK(says(message(3180e-6, 318e-6, nan), "roll-off"));
    CHECK(says(message(3180e-6, 318e-6, std::numeric_limits<double>::infinity()), "roll-off"));
}
