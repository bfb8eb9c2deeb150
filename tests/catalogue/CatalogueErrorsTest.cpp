// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/PlainText.h"
#include "catalogue/CurveCatalogueParser.h"
#include "support/Catch.h"

#include <fstream>
#include <sstream>

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::catalogue;

namespace {

const std::string sound = R"({
  "schema": 1,
  "sources": { "book": "A Book of Curves" },
  "curves": [
    { "slot": 0, "name": "riaa", "title": "RIAA", "era": "1954 to now", "source": "book",
      "shelf_us": 3180, "turnover_us": 318, "rolloff_us": 75 },
    { "slot": 1, "name": "flat", "title": "Flat", "era": "any", "source": "book",
      "shelf_us": null, "turnover_us": null, "rolloff_us": null },
    { "slot": 7, "name": "other", "title": "Other", "era": "never", "source": "book",
      "shelf_hz": 50, "turnover_hz": 500, "rolloff_10k_db": 12, "iec": true }
  ]
})";

std::string with(const std::string& from, const std::string& to) {
    std::string text = sound;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string errorOf(const std::string& text) {
    const auto result = catalogue::parseCurveCatalogue(text, "curves.json");
    const auto* error = std::get_if<std::string>(&result);
    return error ? *error : std::string();
}

} // namespace

TEST_CASE("A sound catalogue is read, each number as it is given") {
    const auto result = catalogue::parseCurveCatalogue(sound, "curves.json");
    const auto* list = std::get_if<catalogue::CurveList>(&result);
    REQUIRE(list);
    REQUIRE(list->entries.size() == 3);
    const catalogue::CurveEntry& other = list->entries[2];
    CHECK(other.slot == 7);
    CHECK(other.name == "other");
    CHECK(other.source == "A Book of Curves");
    CHECK_THAT(*other.curve.shelfSeconds, WithinRel(3.18309886183790671e-3, 1e-14));
    CHECK_THAT(*other.curve.turnoverSeconds, WithinRel(3.18309886183790671e-4, 1e-14));
    // 1 / sqrt(1 + (2 pi 10 kHz tau)^2) is 12 dB down for this tau.
    CHECK_THAT(*other.curve.rolloffSeconds, WithinRel(6.1329262151645353e-5, 1e-13));
    CHECK(other.curve.iec);
    CHECK_FALSE(other.curve.neumann);
}

TEST_CASE("The catalogue that is shipped is the one that is embedded") {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/../../Resources/catalogues/curves.json");
    std::ostringstream text;
    text << file.rdbuf();
    const auto result = catalogue::parseCurveCatalogue(text.str(), "curves.json");
    const auto* list = std::get_if<catalogue::CurveList>(&result);
    REQUIRE(list);
    REQUIRE(list->entries.size() == catalogue::curveCatalogue().size());
    for (std::size_t i = 0; i < list->entries.size(); ++i) {
        CHECK(list->entries[i].name == catalogue::curveCatalogue()[i].name);
        CHECK(list->entries[i].curve == catalogue::curveCatalogue()[i].curve);
    }
}

TEST_CASE("A broken catalogue is refused, naming file, entry, field and remedy") {
    struct Case {
        std::string text;
        std::vector<const char*> inMessage;
    };

    const Case cases[] = {
        {"", {"not valid JSON"}},
        {"[]", {"one JSON object"}},
        {sound.substr(0, 300), {"truncated"}},
        {with("\"schema\": 1", "\"schema\": 2"), {"schema", "newer than 1"}},
        {with("\"schema\": 1,", ""), {"schema", "missing"}},
        {with("\"schema\": 1", "\"schema\": 1, \"schema\": 1"), {"schema", "duplicate key"}},
        {with("\"shelf_us\": 3180, ", ""), {"'riaa'", "shelf_us", "shelf_hz", "null"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": \"3180\""), {"'riaa'", "shelf_us", "number above 0"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": -3180"), {"'riaa'", "shelf_us", "number above 0"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": 0"), {"'riaa'", "shelf_us", "number above 0"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": 1e999"), {"shelf_us", "too large"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": 3180, \"shelf_us\": 3180"), {"shelf_us", "duplicate key"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": 3180, \"shelf_hz\": 50"), {"'riaa'", "shelf_hz", "keep one"}},
        {with("\"shelf_us\": 3180", "\"shelf_us\": 300"), {"'riaa'", "shelf", "turnover"}},
        {with("\"rolloff_us\": 75", "\"rolloff_us\": 301"), {"'riaa'", "300 us"}},
        {with("\"rolloff_us\": 75", "\"rolloff_us\": 75, \"roloff_hz\": 1"), {"'riaa'", "roloff_hz", "spelling"}},
        {with("\"iec\": true", "\"iec\": 1"), {"'other'", "iec", "true or false"}},
        {with("\"slot\": 7", "\"slot\": 1"), {"'other'", "slot", "'flat'"}},
        {with("\"slot\": 7", "\"slot\": 63"), {"'other'", "slot", "0 to 62"}},
        {with("\"slot\": 7", "\"slot\": -1"), {"'other'", "slot"}},
        {with("\"slot\": 7", "\"slot\": 2.5"), {"'other'", "slot"}},
        {with("\"slot\": 7, ", ""), {"'other'", "slot", "missing"}},
        {with("\"slot\": 1", "\"slot\": 5"), {"slot 1", "'flat'"}},
        {with("\"name\": \"other\"", "\"name\": \"riaa\""), {"'riaa'", "name"}},
        {with("\"name\": \"other\"", "\"name\": \"Other One\""), {"number 3", "name"}},
        {with("\"name\": \"other\"", "\"name\": \"\""), {"number 3", "name"}},
        {with("\"name\": \"other\"", "\"name\": \"custom\""), {"custom"}},
        {with("\"title\": \"Other\"", "\"title\": \"riaa\""), {"'other'", "title"}},
        {with("\"title\": \"Other\"", "\"title\": \"" + std::string(40, 'x') + "\""), {"'other'", "title"}},
        {with("\"title\": \"Other\"", "\"title\": 5"), {"'other'", "title"}},
        {with("\"source\": \"book\"", "\"source\": \"hearsay\""), {"'riaa'", "source", "hearsay", "add it"}},
        {with("\"era\": \"any\", ", ""), {"'flat'", "era", "missing"}},
        {with("\"curves\": [", "\"curves\": [[], "), {"number 1"}},
        {with("\"schema\": 1", "\"schema\": 1, \"deep\": [[[[[[[[[[1]]]]]]]]]]"), {"deep", "nesting"}},
        {with("A Book", "A \xFF Book"), {"sources.book"}},
        {R"({"schema": 1, "sources": {}, "curves": {}})", {"curves", "list"}},
        {R"({"schema": 1, "sources": [], "curves": []})", {"sources", "object"}},
        {R"({"schema": 1, "sources": {}, "curves": []})", {"slot 0", "riaa"}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        const std::string error = errorOf(c.text);
        CAPTURE(error);
        CHECK(error.find("curves.json") == 0);
        for (const char* part : c.inMessage)
            CHECK(error.find(part) != std::string::npos);
    }
}

TEST_CASE("What others wrote makes no message that is long or more than one line") {
    const std::string noise = "\\n\\u001b[2J" + std::string(5000, 'x');
    for (const auto& text :
         {with("\"book\": \"A Book", "\"book\": \"A\\u0007Book"), with("\"era\": \"any\"", "\"" + noise + "\": 1"),
          with("\"name\": \"flat\"", "\"name\": \"" + noise + "\""),
          with("\"schema\": 1", "\"" + noise + "\": [{\"a\": 1, \"a\": 2}]")}) {
        const auto error = errorOf(text);
        CAPTURE(error);
        CHECK(error.starts_with("curves.json"));
        CHECK(error.size() <= 1000);
        CHECK(base::isPlainText(error));
    }
    CHECK(base::oneLine("a\tb\xff\xc3\xa9\x9b") == "a?b?\xc3\xa9?");
    const auto cut = base::oneLine("begin" + std::string(2000, '\xc3') + "end");
    CHECK(cut.size() <= 1000);
    CHECK(cut.starts_with("begin"));
    CHECK(cut.ends_with("end"));
    std::string accents;
    for (int i = 0; i < 1000; ++i)
        accents += "\xc3\xa9";
    CHECK(base::isPlainText(base::oneLine("a" + accents)));
    CHECK(base::isPlainText(base::oneLine(accents + "a")));
}
