// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/JsonFields.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <nlohmann/json.hpp>

using namespace phonostage::base;
using namespace phonostage::tests;

namespace {

using Json = nlohmann::json;
using Fields = JsonFields<Json>;

const Json object =
    Json::parse(R"({"schema": 3, "text": "a b", "empty": "", "bell": "a\u0007", "blank": "a ", "half": 0.5,
    "whole": 7, "as_float": 7.0, "huge": 1e300, "yes": true, "null": null, "list": [1], "none": [], "in": {"x": "y"}})");

/** What is said of reading one thing. */
template <typename Read> std::string faultOf(Read read, const std::string& place = "f.json, entry 'e'") {
    try {
        read(Fields(object, place));
    } catch (const JsonFault& fault) {
        return fault.what();
    }
    return {};
}

} // namespace

TEST_CASE("Fields are read by their type") {
    const Fields fields(object, "f.json");
    CHECK(fields.text("text", 3) == "a b");
    CHECK(fields.optionalText("nothing", 3).empty());
    CHECK(fields.number("half", {0.5, 1.0, "dB"}) == 0.5);
    CHECK(fields.number("half", {0.0, 0.5, "dB"}) == 0.5);
    CHECK(fields.numberOrNull("half", {0.0, 1.0, ""}) == 0.5);
    CHECK_FALSE(fields.numberOrNull("null", {0.0, 1.0, ""}));
    CHECK(fields.whole("whole", 7, 7) == 7);
    CHECK(fields.whole("as_float", 0, 9) == 7);
    CHECK(fields.flag("yes"));
    CHECK_FALSE(fields.flag("nothing"));
    CHECK(fields.list("none", "things").empty());
    CHECK(fields.listOfSome("list", "thing").size() == 1);
    CHECK(fields.inside("in").text("x", 9) == "y");
    constexpr std::array<JsonWord<int>, 2> words{{{"c", 1}, {"a b", 2}}};
    CHECK(fields.choice("text", words) == 2);
    CHECK_NOTHROW(fields.requireSchema(3));
}

TEST_CASE("What is wrong is one sentence with the place, the field and the remedy") {
    CHECK(faultOf([](const Fields& f) { (void)f.text("nothing", 9); }) ==
          "f.json, entry 'e', field 'nothing': is missing: add it");
    CHECK(faultOf([](const Fields& f) { (void)f.text("nothing", 9); }, {}) == "field 'nothing': is missing: add it");
    CHECK(faultOf([](const Fields& f) { (void)f.inside("in").text("z", 9); }, {}) ==
          "field 'in.z': is missing: add it");
    const auto says1 = [](const char* words, auto read) { CHECK_THAT(faultOf(read), says(words)); };
    says1("'text': must be at most 2 bytes: shorten it", [](const Fields& f) { (void)f.text("text", 2); });
    says1("'empty': must be a non-empty string", [](const Fields& f) { (void)f.text("empty", 9); });
    says1("'whole': must be a non-empty string", [](const Fields& f) { (void)f.text("whole", 9); });
    says1("'bell': has control characters: remove them", [](const Fields& f) { (void)f.text("bell", 9); });
    says1("'blank': has leading or trailing spaces: remove them", [](const Fields& f) { (void)f.text("blank", 9); });
    for (const char* field : {"half", "text", "null", "yes", "huge"})
        CHECK_THAT(faultOf([&](const Fields& f) {
                       (void)f.number(field, {0.75, 1.0, "dB"});
                   }),
                   says("must be a number, 0.75 to 1 dB"));
    says1("0 to 0.25, or null", [](const Fields& f) { (void)f.numberOrNull("half", {0.0, 0.25, ""}); });
    for (const char* field : {"half", "text", "whole", "huge"})
        CHECK_THAT(faultOf([&](const Fields& f) { (void)f.whole(field, 0, 6); }),
                   says("must be a whole number, 0 to 6"));
    says1("'whole': must be true or false", [](const Fields& f) { (void)f.flag("whole"); });
    says1("'in': must be a list of things", [](const Fields& f) { (void)f.list("in", "things"); });
    says1("'none': must be a list with at least one thing",
          [](const Fields& f) { (void)f.listOfSome("none", "thing"); });
    says1("'list': must be an object", [](const Fields& f) { (void)f.inside("list"); });
    says1("'a b' must be one of c, d or e", [](const Fields& f) {
        constexpr std::array<JsonWord<int>, 3> words{{{"c", 1}, {"d", 2}, {"e", 3}}};
        (void)f.choice("text", words);
    });
    says1("'schema': is 3, newer than 2, the newest that this version reads: update",
          [](const Fields& f) { f.requireSchema(2); });
    says1("is unknown: correct its spelling or remove it", [](const Fields& f) {
        constexpr std::array<std::string_view, 1> known{"schema"};
        f.refuseOthers(known);
    });
}

TEST_CASE("A schema is a whole number from 1") {
    for (const char* text :
         {R"({"schema": 0})", R"({"schema": -1})", R"({"schema": 1.0})", R"({"schema": "1"})", "{}"}) {
        const auto json = Json::parse(text);
        CHECK_THROWS_AS(Fields(json, "f").requireSchema(1), JsonFault);
    }
}

TEST_CASE("What is no object, and no strict JSON, is refused with the place") {
    const Json list = Json::array();
    CHECK_THROWS_WITH(Fields(list, "f.json, top level"), "f.json, top level: must be one JSON object");
    CHECK_THROWS_WITH(Fields(list, ""), "the text must be one JSON object");
    CHECK_THROWS_WITH(parseStrictJson<Json>(R"({"a": 1, "a": 2})", 8, "f.json"),
                      says("f.json: field 'a'") && says(": correct the JSON there"));
    CHECK(parseStrictJson<Json>("[1]", 8, "f.json") == Json::parse("[1]"));
    // Where the order of the fields counts.
    CHECK(parseStrictJson<nlohmann::ordered_json>(R"({"b": 1, "a": 2})", 8, "").dump() == R"({"b":1,"a":2})");
}
