// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveCatalogue.h"
#include "catalogue/CurveCatalogueParser.h"
#include "catalogue/TurnoverRolloffCode.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <cmath>
#include <numbers>

using namespace phonostage;
using namespace phonostage::catalogue;
using phonostage::tests::says;

namespace {

/** |H| in dB re 1 kHz from time constants in us, 0 for none: written out here, apart from the code under test. */
double closedFormDb(double shelfUs, double turnoverUs, double rolloffUs, double frequencyHz) {
    const auto level = [&](double hz) {
        const double w = 2.0 * std::numbers::pi * hz * 1e-6;
        const auto square = [w](double us) { return 1.0 + w * us * w * us; };
        const double bass = shelfUs > 0.0 ? square(shelfUs) : turnoverUs > 0.0 ? w * w * turnoverUs * turnoverUs : 1.0;
        return 10.0 * std::log10(square(turnoverUs) / (bass * square(rolloffUs)));
    };
    return level(frequencyHz) - level(1000.0);
}

double trebleAloneDb(double rolloffUs) {
    const double x = 2.0 * std::numbers::pi * 0.01 * rolloffUs;
    return -10.0 * std::log10(1.0 + x * x);
}

struct Published {
    const char* name;
    double shelfUs, turnoverUs, rolloffUs; ///< 0 is none
    double wholeDb; ///< at 10 kHz re 1 kHz, as printed, with one decimal and from rounded corners
    const char* code;
};

// The table of historical curves: time constants, the level at 10 kHz of the whole curve, the code.
constexpr Published published[] = {
    {"riaa", 3180, 318, 75, -13.7, "500R-13.7"},          {"columbia_lp", 1590, 318, 100, -15.5, "500C-16"},
    {"nab_1949", 3180, 318, 100, -15.6, "500B-16"},       {"nab_1942", 0, 318, 100, -15.6, "500N-16"},
    {"aes_1951", 0, 398, 63.7, -12.3, "400N-12.3"},       {"london_lp", 1590, 318, 50, -10.9, "500C-10.5"},
    {"teldec_din", 3180, 318, 50, -10.9, "500R-11"},      {"rca_ortho_lp", 0, 318, 75, -13.8, "500N-13.7"},
    {"rca_45", 0, 200, 75, -14.9, "800N-13.7"},           {"blumlein_250", 0, 636, 0, -0.3, "250N-0"},
    {"blumlein_300", 0, 531, 0, -0.4, "300N-0"},          {"flat_500", 0, 318, 0, -1.0, "500N-0"},
    {"american_78_6", 0, 636, 27, -6.0, "250N-6"},        {"american_78_8", 0, 636, 36, -7.9, "250N-8"},
    {"columbia_78", 0, 530, 100, -15.0, "300N-16"},       {"rca_78_old", 0, 199, 36.7, -9.9, "800N-8"},
    {"ffrr_78_300", 0, 531, 25, -5.7, "300N-5.5"},        {"ccir_78", 0, 450, 50, -10.5, "350N-10.5"},
    {"bs1928_coarse", 3180, 450, 50, -10.5, "350A-10.5"}, {"telefunken_78", 0, 398, 0, -0.6, "400N-0"},
};

std::string errorWith(const std::string& fields) {
    const auto result =
        catalogue::parseCurveCatalogue(R"({ "schema": 1, "sources": { "book": "A Book of Curves" }, "curves": [
        { "slot": 0, "name": "riaa", "title": "RIAA", "era": "any", "source": "book", )" +
                                           fields + R"( },
        { "slot": 1, "name": "flat", "title": "Flat", "era": "any", "source": "book",
          "shelf_us": null, "turnover_us": null, "rolloff_us": null } ] })",
                                       "curves.json");
    const auto* error = std::get_if<std::string>(&result);
    return error ? *error : std::string();
}

} // namespace

TEST_CASE("Every published curve is in the catalogue, with its time constants, level at 10 kHz and code") {
    for (const Published& p : published) {
        CAPTURE(p.name);
        const catalogue::CurveEntry* entry = catalogue::findCurve(p.name);
        REQUIRE(entry);
        CHECK_THAT(catalogue::levelAt10kDb(entry->curve), WithinAbs(p.wholeDb, 0.06));
        CHECK(entry->code == p.code);
        for (const double hz : {20.0, 50.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0, 20000.0}) {
            CAPTURE(hz);
            const double own = 20.0 * std::log10(std::abs(dsp::analogueResponse(entry->curve, hz, false)));
            // Sources round a corner in Hz and its time constant differently, by up to 0.07 dB.
            CHECK_THAT(own, WithinAbs(closedFormDb(p.shelfUs, p.turnoverUs, p.rolloffUs, hz), 0.08));
        }
    }
}

TEST_CASE("Curves that a source gives by turnover and loss have that loss in the treble section") {
    struct Given {
        const char* name;
        double turnoverHz, lossDb;
    };

    for (const Given& g : {Given{"philips_400", 400, 6},
                           {"pacific_jazz", 500, 12},
                           {"kapp", 800, 16},
                           {"technichord", 800, 12},
                           {"audiophile_33", 600, 10.3},
                           {"audiophile_78", 300, 8},
                           {"brunswick_629", 629, 12},
                           {"arc_500_8", 500, 8.5},
                           {"brunswick_500_5", 500, 5},
                           {"odeon_300", 300, 10},
                           {"capitol", 400, 12.7},
                           {"mgm", 500, 12}}) {
        CAPTURE(g.name);
        const catalogue::CurveEntry* entry = catalogue::findCurve(g.name);
        REQUIRE(entry);
        CHECK_THAT(1.0 / (2.0 * std::numbers::pi * *entry->curve.turnoverSeconds), WithinRel(g.turnoverHz, 1e-12));
        CHECK_THAT(trebleAloneDb(*entry->curve.rolloffSeconds * 1e6), WithinAbs(-g.lossDb, 1e-9));
    }
    CHECK_THAT(*catalogue::findCurve("lindstrom_400c")->curve.shelfSeconds * 2.0 * std::numbers::pi,
               WithinRel(0.01, 1e-12));
    CHECK_THAT(*catalogue::findCurve("aes_50hz")->curve.shelfSeconds * 2.0 * std::numbers::pi, WithinRel(0.02, 1e-12));
}

TEST_CASE("Variants of a curve differ, and free slots remain") {
    const auto curves = catalogue::curveCatalogue();
    CHECK(catalogue::customCurveSlot - static_cast<int>(curves.size()) >= 10);
    for (const catalogue::CurveEntry& a : curves)
        for (const catalogue::CurveEntry& b : curves) {
            if (a.slot >= b.slot) continue;
            CAPTURE(a.name, b.name);
            CHECK_FALSE(a.curve == b.curve);
        }
}

TEST_CASE("A code is made from the time constants by the rule that is told") {
    struct Case {
        double shelfUs, turnoverUs, rolloffUs;
        const char* code;
    };

    for (const Case& c : {Case{3180, 318, 75, "500R-13.7"},
                          {1590, 318, 100, "500C-16.1"},
                          {0, 636, 0, "250N-0"},
                          {3180, 450, 50, "350A-10.4"},
                          {2540, 318, 50, "500B-10.4"},
                          {1270, 318, 50, "500X-10.4"},
                          {0, 0, 75, "0N-13.7"},
                          {0, 0, 0, "flat"},
                          {32000, 318, 75, "500R-13.7"}}) {
        CAPTURE(c.code);
        const auto seconds = [](double us) { return us > 0.0 ? std::optional(us * 1e-6) : std::nullopt; };
        CHECK(catalogue::turnoverRolloffCode({seconds(c.shelfUs), seconds(c.turnoverUs), seconds(c.rolloffUs)}) ==
              c.code);
    }
    CHECK(catalogue::findCurve("custom")->code == "custom");
    CHECK(catalogue::findCurve("flat")->code == "flat");
    CHECK(catalogue::findCurve("riaa_iec")->code == "500R-13.7");
}

TEST_CASE("A code that is none, or another curve's, is refused with the remedy") {
    const std::string riaa = R"("shelf_us": 3180, "turnover_us": 318, "rolloff_us": 75)";
    for (const char* good : {"500R-13.7", "500B-14", "510R-13.5"})
        CHECK(errorWith(riaa + ", \"code\": \"" + good + "\"").empty());
    for (const char* bad :
         {"R-13.7", "500-13.7", "500R13.7", "500R-", "500Q-13.7", "500R--13", "500R-13.7dB", "500r-13.7"})
        CHECK_THAT(errorWith(riaa + ", \"code\": \"" + bad + "\""),
                   says("curves.json") && says("'riaa'") && says("code") && says("500R-13.7"));
    CHECK_THAT(errorWith(riaa + R"(, "code": "400R-13.7")"), says("turnover") && says("500R-13.7"));
    CHECK_THAT(errorWith(riaa + R"(, "code": "500C-13.7")"), says("bass shelf"));
    CHECK_THAT(errorWith(riaa + R"(, "code": "500N-13.7")"), says("bass shelf"));
    CHECK_THAT(errorWith(riaa + R"(, "code": "500R-12")"), says("10 kHz"));
    CHECK_THAT(errorWith(R"("shelf_us": null, "turnover_us": 318, "rolloff_us": 75, "code": "500R-13.7")"),
               says("bass shelf") && says("500N-13.7"));
    CHECK_THAT(errorWith(riaa + R"(, "code": 5)"), says("code") && says("string"));
}
