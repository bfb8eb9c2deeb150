// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/ParameterTable.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "params/ParameterText.h"
#include "support/Catch.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <vector>

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::catalogue;
using namespace phonostage::params;

namespace {

struct FrozenLine {
    std::string key, kind, type, minimum, maximum, defaultValue, step, unit, since, choices;
};

std::vector<FrozenLine> frozenLines() {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/frozen-parameters.txt");
    std::vector<FrozenLine> lines;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words(line);
        FrozenLine f;
        words >> f.key >> f.kind >> f.type >> f.minimum >> f.maximum >> f.defaultValue >> f.step >> f.unit >> f.since >>
            f.choices;
        REQUIRE(words);
        lines.push_back(f);
    }
    return lines;
}

std::vector<std::string> splitAtCommas(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
        parts.push_back(part);
    return parts;
}

const char* nameOf(Type type) { return type == Type::toggle ? "toggle" : type == Type::choice ? "choice" : "number"; }

} // namespace

TEST_CASE("The table is the frozen entries of all releases, unchanged and in order") {
    const auto lines = frozenLines();
    REQUIRE(lines.size() == 52);
    REQUIRE(table().size() == lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const FrozenLine& f = lines[i];
        const Entry& e = table()[i];
        CAPTURE(i, f.key);
        CHECK(f.key == e.key);
        CHECK(f.kind == (e.kind == Kind::host ? "host" : "setting"));
        CHECK(f.type == nameOf(e.type));
        CHECK(base::parseDecimal(f.minimum) == e.minimum);
        CHECK(base::parseDecimal(f.maximum) == e.maximum);
        CHECK(base::parseDecimal(f.defaultValue) == e.defaultValue);
        CHECK(base::parseDecimal(f.step) == e.step);
        CHECK(f.unit == (*e.unit ? e.unit : "-"));
        CHECK(f.since == std::to_string(e.sinceVersion));
        const auto choices = splitAtCommas(f.choices == "-" ? "" : f.choices);
        REQUIRE(e.choiceKeys.size() >= choices.size());
        for (std::size_t slot = 0; slot < choices.size(); ++slot)
            CHECK(choices[slot] == e.choiceKeys[slot]);
    }
}

TEST_CASE("Every entry is complete and consistent") {
    std::set<std::string> keys, names, flags;
    bool settingSeen = false;
    int release = 1;
    for (std::size_t i = 0; i < table().size(); ++i) {
        const Entry& e = table()[i];
        CAPTURE(e.key);
        CHECK(static_cast<std::size_t>(e.id) == i);
        CHECK(&entry(e.id) == &e);
        CHECK(findEntry(e.key) == &e);
        CHECK(keys.insert(e.key).second);
        CHECK(names.insert(e.name).second);
        CHECK((*e.flag == 0 || flags.insert(e.flag).second));
        CHECK(std::string_view(e.name).size() <= 24);
        CHECK_FALSE(std::string_view(e.help).empty());
        CHECK(e.minimum < e.maximum);
        CHECK(e.defaultValue >= e.minimum);
        CHECK(e.defaultValue <= e.maximum);
        CHECK(e.step > 0.0);
        // A release appends, its host parameters first.
        CHECK(e.sinceVersion >= release);
        settingSeen = (settingSeen && e.sinceVersion == release) || e.kind == Kind::setting;
        release = e.sinceVersion;
        CHECK(settingSeen == (e.kind == Kind::setting));
        if (e.type == Type::choice) {
            CHECK(e.choices.size() == static_cast<std::size_t>(e.maximum) + 1);
            CHECK(e.choiceKeys.size() == e.choices.size());
        } else {
            CHECK(e.choices.empty());
            CHECK(e.choiceKeys.empty());
        }
    }
    release = 1; // texts have an order of their own
    for (std::size_t i = 0; i < textTable().size(); ++i) {
        const TextEntry& e = textTable()[i];
        CAPTURE(e.key);
        CHECK(static_cast<std::size_t>(e.id) == i);
        CHECK(keys.insert(e.key).second);
        CHECK(names.insert(e.name).second);
        CHECK((*e.flag == 0 || flags.insert(e.flag).second));
        CHECK_FALSE(std::string_view(e.help).empty());
        CHECK(e.sinceVersion >= release);
        release = e.sinceVersion;
    }
    CHECK(table().size() == parameterCount);
    CHECK(findEntry("nothing") == nullptr);
    CHECK(findEntry("") == nullptr);
}

TEST_CASE("The curve parameter has 64 slots, named where a curve is and numbered where not") {
    const Entry& e = entry(Id::curve);
    REQUIRE(e.choices.size() == 64);
    CHECK(e.choices[0] == std::string("RIAA"));
    CHECK(e.choices[1] == std::string("Flat"));
    CHECK(e.choices[62] == std::string("slot 62"));
    CHECK(e.choiceKeys[63] == std::string("custom"));
    std::set<std::string> all;
    for (const char* name : e.choices)
        CHECK(all.insert(name).second);
}

TEST_CASE("Values begin at the defaults") {
    const Values values;
    for (const Entry& e : table())
        CHECK(values.get(e.id) == e.defaultValue);
}

TEST_CASE("Values stay inside their ranges and snap toggles and choices") {
    Values values;
    values.set(Id::gain, 99.0);
    CHECK(values.get(Id::gain) == 80.0);
    values.set(Id::gain, -1.0);
    CHECK(values.get(Id::gain) == 0.0);
    values.set(Id::gain, 12.3456789);
    CHECK(values.get(Id::gain) == 12.3456789);
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
        values.set(Id::gain, bad);
        CHECK(values.get(Id::gain) == 12.3456789);
    }
    values.set(Id::outputTrim, -0.0);
    CHECK_FALSE(std::signbit(values.get(Id::outputTrim)));
    values.set(Id::bypass, 0.385);
    CHECK(values.get(Id::bypass) == 0.0);
    CHECK_FALSE(values.isOn(Id::bypass));
    values.set(Id::bypass, 0.6);
    CHECK(values.get(Id::bypass) == 1.0);
    CHECK(values.isOn(Id::bypass));
    values.set(Id::channelMode, 2.4);
    CHECK(values.get(Id::channelMode) == 2.0);
    values.set(Id::channelMode, 1e9);
    CHECK(values.get(Id::channelMode) == 4.0);
    values.set(Id::curve, 63.0);
    CHECK(values.get(Id::curve) == catalogue::customCurveSlot);
}

TEST_CASE("Texts take names of any script and nothing that breaks a list or a file") {
    Texts texts;
    for (const auto& e : textTable())
        CHECK(texts.get(e.id).empty());
    const std::string name = "Ortofon 2M Blau \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x8E\xB5 \"quoted\" \\";
    CHECK(texts.set(TextId::cartridgeId, name));
    CHECK(texts.get(TextId::cartridgeId) == name);
    for (const std::string& bad :
         {std::string("a\nb"), std::string("a\0b", 3), std::string("\x7F"), std::string("\xC2\x85"),
          std::string("\xC3"), std::string("\xC0\xAF"), std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"),
          std::string("\x80"), std::string("\xE2\x82"), std::string("\xFF"), std::string(longestText + 1, 'x')}) {
        CAPTURE(bad);
        CHECK_FALSE(texts.set(TextId::cartridgeId, bad));
        CHECK(texts.get(TextId::cartridgeId) == name);
    }
    CHECK(texts.set(TextId::cartridgeId, std::string(longestText, 'x')));
    CHECK(texts.set(TextId::cartridgeId, ""));
    CHECK(texts == Texts());
}

TEST_CASE("Speeds are read as people say them") {
    const auto read = [](const char* text) { return fromText(Id::speedRatio, text); };
    CHECK_THAT(*read("45 at 33 1/3"), WithinAbs(100.0 / 135.0, 1e-15));
    CHECK_THAT(*read("33 at 45"), WithinAbs(1.35, 1e-15));
    CHECK_THAT(*read("78 at 33"), WithinAbs(100.0 / 3.0 / 78.26, 1e-15));
    CHECK_THAT(*read("77.92 rpm at 45 rpm"), WithinAbs(45.0 / 77.92, 1e-15));
    CHECK_THAT(*read("33 1/3 AT 16 2/3"), WithinAbs(0.5, 1e-15));
    CHECK(read("half") == 0.5);
    CHECK(read(" 0.7407 ") == 0.7407);
    for (const char* bad : {"", "fast", "45 at", "at 33", "0.1", "5", "45 at 0", "-1", "nan", "33 1/3"}) {
        CAPTURE(bad);
        std::string why;
        CHECK_FALSE(fromText(Id::speedRatio, bad, &why));
        CHECK_FALSE(why.empty());
    }
}
