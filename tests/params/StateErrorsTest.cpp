// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/State.h"
#include "support/Catch.h"

#include <random>

using namespace phonostage;
using namespace phonostage::params;

namespace {

std::string errorOf(std::string_view text) {
    const auto result = readState(text);
    const auto* error = std::get_if<StateError>(&result);
    return error ? error->message : std::string();
}

struct Case {
    std::string text;
    std::vector<const char*> inMessage;
};

std::vector<Case> badStates() {
    const std::string deep = std::string(40, '[') + "1" + std::string(40, ']');
    return {
        {"", {"JSON"}},
        {"phono", {"JSON"}},
        {"null", {"one JSON object"}},
        {"[1]", {"one JSON object"}},
        {"{}", {"schema", "missing"}},
        {R"({"gain":40})", {"schema", "missing"}},
        {R"({"schema":2,"gain":40})", {"schema", "newer", "update"}},
        {R"({"schema":99999999999999999999})", {"schema"}},
        {R"({"schema":0})", {"schema", "whole number"}},
        {R"({"schema":-1})", {"schema", "whole number"}},
        {R"({"schema":1.0})", {"schema", "whole number"}},
        {R"({"schema":"1"})", {"schema", "whole number"}},
        {R"({"schema":null})", {"schema", "whole number"}},
        {R"({"schema":1,"gain":80.01})", {"gain", "a number, 0 to 80 dB"}},
        {R"({"schema":1,"gain":-1e-300})", {"gain", "0 to 80 dB"}},
        {R"({"schema":1,"gain":1e999})", {"gain", "too large"}},
        {R"({"schema":1,"gain":-1e999})", {"gain", "too large"}},
        {R"({"schema":1,"gain":NaN})", {"gain", "JSON"}},
        {R"({"schema":1,"gain":Infinity})", {"gain", "JSON"}},
        {R"({"schema":1,"gain":"40"})", {"gain", "number"}},
        {R"({"schema":1,"gain":true})", {"gain", "number"}},
        {R"({"schema":1,"gain":null})", {"gain", "number"}},
        {R"({"schema":1,"gain":40,"gain":41})", {"gain", "duplicate key"}},
        {R"({"schema":1,"x":{"y":1,"y":2}})", {"x.y", "duplicate key"}},
        {R"({"schema":1,"bypass":1})", {"bypass", "true or false"}},
        {R"({"schema":1,"bypass":"on"})", {"bypass", "true or false"}},
        {R"({"schema":1,"subsonic_slope":18})", {"subsonic_slope", "choices"}},
        {R"({"schema":1,"subsonic_slope":"19"})", {"subsonic_slope", "choices"}},
        {R"({"schema":1,"channel_mode":"Stereo"})", {"channel_mode", "stereo"}},
        {R"({"schema":1,"custom_shelf":499.9})", {"custom_shelf", "500"}},
        {R"({"schema":1,"curve":"riaa"})", {"curve", "object"}},
        {R"({"schema":1,"curve":0})", {"curve", "object"}},
        {R"({"schema":1,"curve":{}})", {"curve.name", "missing"}},
        {R"({"schema":1,"curve":{"name":5}})", {"curve.name", "string"}},
        {R"({"schema":1,"curve":{"name":"nobody"}})", {"curve.name", "catalogue"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":3180}})", {"curve.turnover_us", "missing"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":"x","turnover_us":318,"rolloff_us":75}})",
         {"curve.shelf_us", "number"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":3180,"turnover_us":318,"rolloff_us":75,"iec":1}})",
         {"curve.iec", "true or false"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":100,"turnover_us":318,"rolloff_us":75}})", {"curve", "500"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":600,"turnover_us":700,"rolloff_us":75}})",
         {"curve", "turnover"}},
        {R"({"schema":1,"curve":{"name":"riaa","shelf_us":3180,"turnover_us":318,"rolloff_us":0}})", {"curve", "300"}},
        {R"({"schema":1} x)", {"JSON"}},
        {R"({"schema":1,})", {"JSON"}},
        {R"({"schema":1,"note":)" + deep + "}", {"note", "nesting"}},
        {R"({"schema":1,"note":")" + std::string("\xC3\x28") + "\"}", {"note"}},
        {R"({"schema":1,"note":")" + std::string(maxStateBytes, 'x') + "\"}", {"larger"}},
        {std::string(1000000, '['), {"larger"}},
        {std::string(60000, '['), {"nesting"}},
        {std::string(60000, ' '), {"JSON"}},
        {std::string("{\"schema\":1,\"gain\":4\0000}", 23), {"JSON"}},
    };
}

} // namespace

TEST_CASE("A bad state is refused with the field, what is wrong and the remedy") {
    for (const Case& c : badStates()) {
        CAPTURE(c.text.substr(0, 200));
        const std::string error = errorOf(c.text);
        CAPTURE(error);
        CHECK_FALSE(error.empty());
        CHECK(error.size() < 400);
        for (const char* part : c.inMessage)
            CHECK(error.find(part) != std::string::npos);
    }
}

TEST_CASE("A state cut off at any byte is an error") {
    const std::string text = writeState(Values());
    const std::size_t whole = text.size() - 1; // the last newline may go
    for (std::size_t length = 0; length < whole; ++length) {
        CAPTURE(length);
        REQUIRE_FALSE(errorOf(std::string_view(text).substr(0, length)).empty());
    }
    CHECK(errorOf(std::string_view(text).substr(0, whole)).empty());
}

TEST_CASE("Random bytes, and a state with random bytes in it, never do worse than an error") {
    std::mt19937 random(31);
    std::uniform_int_distribution<int> byte(0, 255);
    for (int i = 0; i < 3000; ++i) {
        std::string noise(static_cast<std::size_t>(i % 97), ' ');
        for (char& c : noise)
            c = static_cast<char>(byte(random));
        REQUIRE_FALSE(errorOf(noise).empty());
    }
    const std::string text = writeState(Values());
    int read = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string spoilt = text;
        for (int hits = 1 + i % 3; hits > 0; --hits)
            spoilt[std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random)] =
                static_cast<char>(byte(random));
        const auto result = readState(spoilt);
        const auto* stage = std::get_if<Snapshot>(&result);
        if (!stage) continue;
        ++read;
        for (const Entry& e : table()) {
            REQUIRE(stage->values.get(e.id) >= e.minimum);
            REQUIRE(stage->values.get(e.id) <= e.maximum);
        }
    }
    // Some hits fall on spaces or digits; most do not.
    CHECK(read < 2000);
}
