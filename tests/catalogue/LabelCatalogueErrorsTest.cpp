// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelCatalogueParser.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <fstream>
#include <sstream>

using namespace phonostage;
using namespace phonostage::catalogue;
using phonostage::tests::says;

namespace {

const std::string sound = R"json({
  "schema": 1,
  "sources": { "book": "A Book of Labels" },
  "labels": [
    { "label": "Decca (UK)", "aliases": ["ffrr"],
      "eras": [
        { "format": "LP", "from": 1950, "to": null, "candidates": ["london_lp", "riaa"],
          "source": "book", "status": "confirmed" },
        { "format": "78", "from": null, "to": 1944, "candidates": ["blumlein_250"],
          "source": "book", "status": "unconfirmed", "note": "Flat treble." }
      ] },
    { "label": "Other",
      "eras": [ { "format": "45", "from": 1949, "to": 1949, "candidates": ["rca_45"],
                  "source": "book", "status": "confirmed" } ] }
  ]
})json";

std::string with(const std::string& from, const std::string& to) {
    std::string text = sound;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string errorOf(const std::string& text) {
    const auto result = catalogue::parseLabelCatalogue(text, "labels.json");
    const auto* error = std::get_if<std::string>(&result);
    return error ? *error : std::string();
}

struct Case {
    std::string text;
    std::vector<const char*> inMessage;
};

std::vector<Case> brokenCatalogues() {
    return {
        {"", {"not valid JSON"}},
        {"[]", {"one JSON object"}},
        {sound.substr(0, 300), {"truncated"}},
        {with("\"schema\": 1", "\"schema\": 2"), {"schema", "newer than 1"}},
        {with("\"schema\": 1,", ""), {"schema", "missing"}},
        {with("\"schema\": 1", "\"schema\": 1, \"schema\": 1"), {"schema", "duplicate key"}},
        {with("\"labels\": [", "\"labels\": [5, "), {"number 1", "object"}},
        {with("\"label\": \"Other\"", "\"label\": \"\""), {"number 2", "label", "non-empty"}},
        {with("\"label\": \"Other\"", "\"label\": \"deccA (uk)\""), {"'deccA (uk)'", "twice"}},
        {with("\"label\": \"Other\"", "\"label\": \"" + std::string(65, 'x') + "\""), {"label", "64 bytes"}},
        {with("\"label\": \"Other\"", "\"label\": \"Ot\\nher\""), {"number 2", "control"}},
        {with("\"label\": \"Other\",", "\"label\": \"Other\", \"labl\": 1,"), {"'Other'", "labl", "spelling"}},
        {with("[\"ffrr\"]", "\"ffrr\""), {"'Decca (UK)'", "aliases", "list"}},
        {with("[\"ffrr\"]", "[5]"), {"'Decca (UK)'", "aliases", "string"}},
        {with("\"eras\": [ {", "\"erass\": [ {"), {"'Other'", "erass", "spelling"}},
        {R"({"schema": 1, "sources": {}, "labels": [{"label": "A"}]})", {"'A'", "eras", "missing"}},
        {R"({"schema": 1, "sources": {}, "labels": [{"label": "A", "eras": []}]})", {"'A'", "eras", "at least one"}},
        {R"({"schema": 1, "sources": {}, "labels": [{"label": "A", "eras": [7]}]})", {"'A'", "era 1", "object"}},
        {with("\"format\": \"78\"", "\"format\": \"16\""), {"'Decca (UK)', era 2", "format", "LP, 45, 78"}},
        {with("\"format\": \"78\"", "\"format\": 78"), {"era 2", "format", "string"}},
        {with("\"from\": 1950", "\"from\": 1776"), {"'Decca (UK)', era 1", "from", "1877", "null"}},
        {with("\"from\": 1950", "\"from\": -1950"), {"from", "1877"}},
        {with("\"from\": 1950", "\"from\": 1950.5"), {"from", "1877"}},
        {with("\"from\": 1950", "\"from\": 18446744073709551615"), {"from", "1877"}},
        {with("\"from\": 1950", "\"from\": \"1950\""), {"from", "1877"}},
        {with("\"from\": 1950,", ""), {"era 1", "from", "missing"}},
        {with("\"to\": 1949", "\"to\": 1948"), {"'Other', era 1", "from, to", "swap"}},
        {with("\"to\": null", "\"to\": 2101"), {"to", "2100"}},
        {with("[\"rca_45\"]", "[]"), {"'Other', era 1", "candidates", "list"}},
        {with("[\"rca_45\"]", "\"rca_45\""), {"candidates", "list"}},
        {with("[\"rca_45\"]", "[\"rca_46\"]"), {"candidates", "rca_46", "not a curve"}},
        {with("[\"rca_45\"]", "[\"custom\"]"), {"candidates", "custom", "not a curve"}},
        {with("[\"rca_45\"]", "[\"rca_45\", \"rca_45\"]"), {"candidates", "twice"}},
        {with("[\"rca_45\"]", "[45]"), {"candidates", "string"}},
        {with("\"source\": \"book\"", "\"source\": \"hearsay\""), {"era 1", "source", "hearsay", "add it"}},
        {with("\"A Book of Labels\"", "7"), {"book", "string"}},
        {with("\"status\": \"unconfirmed\"", "\"status\": \"maybe\""), {"era 2", "status", "confirmed or unconfirmed"}},
        {with(", \"status\": \"unconfirmed\"", ""), {"era 2", "status", "missing"}},
        {with("\"Flat treble.\"", "\"\""), {"era 2", "note", "non-empty"}},
        {with("\"note\"", "\"notes\""), {"era 2", "notes", "spelling"}},
        {R"({"schema": 1, "sources": {}, "labels": {}})", {"labels", "list"}},
        {R"({"schema": 1, "sources": [], "labels": []})", {"sources", "object"}},
        {with("\"schema\": 1", "\"schema\": 1, \"deep\": [[[[[[[[[[1]]]]]]]]]]"), {"deep", "nesting"}},
    };
}

} // namespace

TEST_CASE("A sound catalogue of labels is read as it is given") {
    const auto result = catalogue::parseLabelCatalogue(sound, "labels.json");
    const auto* list = std::get_if<catalogue::LabelList>(&result);
    REQUIRE(list);
    REQUIRE(list->entries.size() == 3);
    const catalogue::LabelEntry& lp = list->entries[0];
    CHECK(lp.label == "Decca (UK)");
    REQUIRE(lp.aliases.size() == 1);
    CHECK(lp.aliases[0] == "ffrr");
    CHECK(lp.format == RecordFormat::lp);
    CHECK(lp.fromYear == 1950);
    CHECK_FALSE(lp.toYear);
    REQUIRE(lp.candidates.size() == 2);
    CHECK(lp.candidates[0] == catalogue::findCurve("london_lp"));
    CHECK(lp.candidates[1] == catalogue::findCurve("riaa"));
    CHECK(lp.source == "A Book of Labels");
    CHECK(lp.sourceKey == "book");
    CHECK(lp.confirmed);
    CHECK(lp.note.empty());
    const catalogue::LabelEntry& seventyEight = list->entries[1];
    CHECK(seventyEight.label == "Decca (UK)");
    CHECK(seventyEight.format == RecordFormat::seventyEight);
    CHECK_FALSE(seventyEight.fromYear);
    CHECK(seventyEight.toYear == 1944);
    CHECK_FALSE(seventyEight.confirmed);
    CHECK(seventyEight.note == "Flat treble.");
    CHECK(list->entries[2].aliases.empty());
}

TEST_CASE("The catalogue of labels that is shipped is the one that is embedded") {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/../../Resources/catalogues/labels.json");
    std::ostringstream text;
    text << file.rdbuf();
    const auto result = catalogue::parseLabelCatalogue(text.str(), "labels.json");
    const auto* list = std::get_if<catalogue::LabelList>(&result);
    REQUIRE(list);
    REQUIRE(list->entries.size() == catalogue::labelCatalogue().size());
    for (std::size_t i = 0; i < list->entries.size(); ++i) {
        CHECK(list->entries[i].label == catalogue::labelCatalogue()[i].label);
        CHECK(list->entries[i].candidates == catalogue::labelCatalogue()[i].candidates);
        CHECK(list->entries[i].fromYear == catalogue::labelCatalogue()[i].fromYear);
    }
}

TEST_CASE("A broken catalogue of labels is refused, naming file, label, field and remedy") {
    for (const Case& c : brokenCatalogues()) {
        CAPTURE(c.text);
        const std::string error = errorOf(c.text);
        CAPTURE(error);
        CHECK_THAT(error, says("labels.json"));
        for (const char* part : c.inMessage)
            CHECK_THAT(error, says(part));
    }
}
