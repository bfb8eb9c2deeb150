// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CommaLocale.h"

#include "base/json/FlatJson.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::tests;

namespace {

base::FlatObject objectOf(std::string_view text) {
    const auto read = base::readFlatJson(text);
    if (const auto* why = std::get_if<std::string>(&read)) FAIL(*why);
    return std::get<base::FlatObject>(read);
}

std::string faultOf(std::string_view text) {
    const auto read = base::readFlatJson(text);
    const auto* why = std::get_if<std::string>(&read);
    return why == nullptr ? "" : *why;
}

} // namespace

TEST_CASE("Booleans, numbers and texts of an object are read, all else is passed over", "[params]") {
    const auto object = objectOf(R"({"b": true, "n": -1.5, "w": 7, "large": 18446744073709551615, "t": "\u00e9\"",
                                     "": false, "a key": "", "null": null, "list": [1, [2]], "object": {"b": 1}})");
    CHECK(object == base::FlatObject{{"b", true},
                                     {"n", -1.5},
                                     {"w", 7.0},
                                     {"large", 18446744073709551616.0},
                                     {"t", std::string("\xc3\xa9\"")},
                                     {"", false},
                                     {"a key", std::string()}});
    CHECK(objectOf("{}").empty());
}

TEST_CASE("A text that is no strict object says why", "[params]") {
    CHECK_THAT(faultOf("[1]"), says("one JSON object"));
    CHECK_THAT(faultOf(""), says("not valid JSON"));
    CHECK_THAT(faultOf(R"({"a": 1, "a": 2})"), says("'a'") && says("duplicate key"));
    CHECK_THAT(faultOf(R"({"a": 1e999})"), says("too large"));
    CHECK_THAT(faultOf(std::string(100000, '[')), says("too deep"));
    CHECK(faultOf("{\"\\n\": 1e999}").find('\n') == std::string::npos);
}

TEST_CASE("An object comes back as it was written, in any locale", "[params]") {
    const base::FlatObject object{
        {"scale", 1.0 / 3.0}, {"theme", std::string("\xc3\xa9\n\"\\")}, {"on", true}, {"off", false}};
    const auto text = base::writeFlatJson(object);
    CHECK(objectOf(text) == object);
    CHECK(text.ends_with("}\n"));
    CHECK(base::writeFlatJson({}) == "{}\n");
    const auto odd = objectOf(
        base::writeFlatJson({{"nan", std::numeric_limits<double>::quiet_NaN()}, {"bad", std::string("\xff")}}));
    CHECK(odd == base::FlatObject{{"bad", std::string("\xef\xbf\xbd")}});
}
