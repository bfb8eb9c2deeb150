// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveCatalogue.h"
#include "base/text/Units.h"
#include "support/Catch.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::catalogue;

namespace {

struct Point {
    double frequencyHz, gainDb, phaseDeg;
};

/** The reference table: made from the time constants with 40 digits. */
std::map<std::string, std::vector<Point>> referenceCurves() {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/curves.csv");
    std::map<std::string, std::vector<Point>> curves;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::string name, frequency, gain, phase;
        std::getline(fields, name, ',');
        std::getline(fields, frequency, ',');
        std::getline(fields, gain, ',');
        std::getline(fields, phase, ',');
        curves[name].push_back({*base::parseDecimal(frequency), *base::parseDecimal(gain), *base::parseDecimal(phase)});
    }
    return curves;
}

double degrees(std::complex<double> h) { return std::arg(h) * 180.0 / 3.14159265358979323846; }

/** By slot. */
constexpr const char* frozenNames[] = {"riaa",
                                       "flat",
                                       "riaa_iec",
                                       "riaa_neumann",
                                       "riaa_iec_neumann",
                                       "aes_1951",
                                       "aes_12db",
                                       "nab_1942",
                                       "columbia_lp",
                                       "columbia_78",
                                       "ffrr_lp_1949",
                                       "ffrr_lp_1951",
                                       "ffrr_lp_1953",
                                       "ffrr_78",
                                       "rca_ortho_old",
                                       "teldec_din",
                                       "bs1928_coarse",
                                       "emi_lp",
                                       "mgm",
                                       "capitol",
                                       "bartok_629",
                                       "victor_78",
                                       "blumlein_250",
                                       "west_el_78",
                                       "flat_500",
                                       "nab_1949",
                                       "london_lp",
                                       "rca_ortho_lp",
                                       "rca_45",
                                       "blumlein_300",
                                       "american_78_6",
                                       "american_78_8",
                                       "rca_78_old",
                                       "ffrr_78_300",
                                       "ccir_78",
                                       "telefunken_78",
                                       "lindstrom_400c",
                                       "philips_400",
                                       "pacific_jazz",
                                       "kapp",
                                       "technichord",
                                       "audiophile_33",
                                       "audiophile_78",
                                       "brunswick_629",
                                       "arc_500_8",
                                       "brunswick_500_5",
                                       "odeon_300",
                                       "aes_50hz"};

} // namespace

TEST_CASE("Every curve of the reference table is in the catalogue, with the table's response") {
    const auto reference = referenceCurves();
    REQUIRE(reference.size() == 24);
    for (const auto& [name, points] : reference) {
        CAPTURE(name);
        const catalogue::CurveEntry* entry = catalogue::findCurve(name);
        REQUIRE(entry);
        REQUIRE(points.size() == 48);
        for (const Point& p : points) {
            const auto h = dsp::analogueResponse(entry->curve, p.frequencyHz, false);
            CAPTURE(p.frequencyHz);
            CHECK_THAT(20.0 * std::log10(std::abs(h)), WithinAbs(p.gainDb, 2e-9));
            CHECK_THAT(std::remainder(degrees(h) - p.phaseDeg, 360.0), WithinAbs(0.0, 1e-7));
            if (p.frequencyHz == 10000.0) CHECK_THAT(catalogue::levelAt10kDb(entry->curve), WithinAbs(p.gainDb, 1e-6));
        }
    }
}

TEST_CASE("Slots of the catalogue are frozen") {
    const auto curves = catalogue::curveCatalogue();
    REQUIRE(curves.size() >= std::size(frozenNames));
    for (std::size_t i = 0; i < std::size(frozenNames); ++i)
        CHECK(curves[i].name == frozenNames[i]);
    int slot = 0;
    for (const catalogue::CurveEntry& curve : curves) {
        CHECK(curve.slot == slot++);
        CHECK(catalogue::curveAtSlot(curve.slot) == &curve);
        CHECK(catalogue::findCurve(curve.name) == &curve);
        CHECK_FALSE(curve.title.empty());
        CHECK_FALSE(curve.era.empty());
        CHECK(curve.source.size() > 10);
        CHECK_FALSE(curve.sourceKey.empty());
        CHECK_FALSE(curve.curve.inverse);
        CHECK(dsp::whyIllegal(curve.curve) == nullptr);
    }
    CHECK(curves[0].name == "riaa");
    CHECK(curves[0].title == "RIAA");
    CHECK(curves[0].era == "1954 to now");
    CHECK(curves[1].name == "flat");
    CHECK(curves[0].curve == dsp::Curve{});
    CHECK(curves[1].curve == dsp::Curve::flat());
}

TEST_CASE("Unknown names and slots are null, and custom is no part of the list") {
    for (const char* name : {"", "RIAA", "riaa ", "slot 62", "nothing"})
        CHECK(catalogue::findCurve(name) == nullptr);
    for (const int slot : {-1, 62, 64, 1000, -2147483647})
        CHECK(catalogue::curveAtSlot(slot) == nullptr);
    REQUIRE(catalogue::findCurve("custom"));
    CHECK(catalogue::findCurve("custom") == catalogue::curveAtSlot(catalogue::customCurveSlot));
    CHECK(catalogue::findCurve("custom")->slot == 63);
    for (const catalogue::CurveEntry& curve : catalogue::curveCatalogue())
        CHECK(curve.name != "custom");
}

TEST_CASE("Switches that belong to a curve are part of its entry") {
    CHECK(catalogue::findCurve("riaa_iec")->curve.iec);
    CHECK_FALSE(catalogue::findCurve("riaa_iec")->curve.neumann);
    CHECK(catalogue::findCurve("riaa_neumann")->curve.neumann);
    CHECK(catalogue::findCurve("riaa_iec_neumann")->curve.iec);
    CHECK(catalogue::findCurve("riaa_iec_neumann")->curve.neumann);
}

TEST_CASE("The level at 10 kHz is that of the whole curve") {
    // IEC 60098 gives -13.734 dB; a lone 75 us section would be -13.6 dB re 0 Hz.
    CHECK_THAT(catalogue::levelAt10kDb(catalogue::findCurve("riaa")->curve), WithinAbs(-13.734, 5e-4));
    CHECK_THAT(catalogue::levelAt10kDb(dsp::Curve::flat()), WithinAbs(0.0, 1e-12));
}
