// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <algorithm>

using namespace phonostage::tests;

namespace {

constexpr const char* matchKeys[] = {"kind", "label", "format", "from", "to", "candidates", "note", "source", "status"};

} // namespace

TEST_CASE("The list of curves tells code and source of each") {
    const auto list = jsonOf({"curves", "--json"});
    for (const auto& curve : list) {
        INFO(curve["name"]);
        CHECK_FALSE(curve["code"].get<std::string>().empty());
        CHECK(curve["source"].get<std::string>().size() > 10);
    }
    CHECK(list[0]["code"] == "500R-13.7");
    const auto table = runStage({"curves"});
    CHECK_THAT(table.out, says("CODE") && says("SOURCE") && says("500B-16") && says("350A-10.5") &&
                              says("  iec60098: IEC 60098, BS 1928"));
}

TEST_CASE("A label and a year give curve, time constants, code and source") {
    const auto matches = jsonOf({"curves", "--search", "Decca 1952", "--json"});
    REQUIRE(matches.size() > 3);
    for (const auto& match : matches) {
        for (const char* key : matchKeys)
            CHECK(match.contains(key));
        CHECK(match["kind"] == "label");
        CHECK_FALSE(match["candidates"].empty());
        CHECK((match["from"].is_null() || match["from"] <= 1952));
        CHECK((match["to"].is_null() || match["to"] >= 1952));
        CHECK((match["status"] == "confirmed" || match["status"] == "unconfirmed"));
    }
    const auto& first = matches[0];
    CHECK(first["label"] == "Decca (UK)");
    CHECK(first["format"] == "LP");
    const auto& curve = first["candidates"][0];
    CHECK(curve["name"] == "london_lp");
    CHECK(curve["title"] == "Decca / London LP");
    CHECK(curve["code"] == "500C-10.5");
    CHECK(curve["bass_shelf_us"] == 1590);
    CHECK(curve["turnover_us"] == 318);
    CHECK(curve["rolloff_us"] == 50);
    // Whole curve re 1 kHz, computed from 1590/318/50 us.
    CHECK_THAT(curve["rolloff_10k_db"].get<double>(), WithinAbs(-10.87, 0.005));

    const auto table = runStage({"curves", "--search", "Decca 1952"});
    CHECK(table.status == 0);
    CHECK(table.err.empty());
    CHECK_THAT(table.out, says("Decca (UK)") && says("1951 to 1952") && says("london_lp") && says("1590") &&
                              says("500C-10.5") && says("disputed") && says("Robinson"));
    CHECK(runStage({"curves", "--search", "Decca", "1952"}).out == table.out);
}

TEST_CASE("A curve is found by its own name, with no years and no format") {
    const auto matches = jsonOf({"curves", "--json", "--search", "teldec"});
    const auto& curve = matches.back();
    for (const char* key : matchKeys)
        CHECK(curve.contains(key));
    CHECK(curve["kind"] == "curve");
    CHECK(curve["format"].is_null());
    CHECK(curve["from"].is_null());
    CHECK(curve["status"].is_null());
    REQUIRE(curve["candidates"].size() == 1);
    CHECK(curve["candidates"][0]["name"] == "teldec_din");
}

TEST_CASE("Candidates of a search are names that --curve takes") {
    for (const auto& match : jsonOf({"curves", "--json", "--search", "columbia 78 1940"}))
        for (const auto& curve : match["candidates"])
            CHECK(runStage({"response", "--freqs", "1000", "--curve", curve["name"]}).status == 0);
}

TEST_CASE("A search that finds nothing is one clear line with a remedy") {
    struct Case {
        std::vector<std::string> arguments;
        const char* says;
    };

    const auto c = GENERATE(values<Case>({{{"--search", "quadraphonic supreme"}, "phonostage curves"},
                                          {{"--search", "quadraphonic supreme", "--json"}, "phonostage curves"},
                                          {{"--search", "Colunbia"}, "did you mean 'columbia'"},
                                          {{"--search", "Dial 1975"}, "'dial' is listed only for other years"},
                                          {{"--search", "Dial", "LP", "1901"}, "remove those"},
                                          {{"--search", ""}, "Decca 1952"},
                                          {{"--search", " "}, "Decca 1952"},
                                          {{"--search"}, "--search"}}));
    auto arguments = c.arguments;
    arguments.insert(arguments.begin(), "curves");
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says(c.says));
}
