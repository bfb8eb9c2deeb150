// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/ParameterTable.h"
#include "params/CurveCatalogue.h"
#include "params/Units.h"
#include "support/Catch.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <vector>

using namespace phonostage::params;

namespace {

struct FrozenLine {
    std::string key, kind, type, minimum, maximum, defaultValue, step, unit, since, choices;
};

std::vector<FrozenLine> frozenLines() {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/frozen-parameters-v1.txt");
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

TEST_CASE("The table begins with the frozen entries of release 1, unchanged and in order") {
    const auto lines = frozenLines();
    REQUIRE(lines.size() == 24);
    REQUIRE(table().size() >= lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const FrozenLine& f = lines[i];
        const Entry& e = table()[i];
        CAPTURE(i, f.key);
        CHECK(f.key == e.key);
        CHECK(f.kind == (e.kind == Kind::host ? "host" : "setting"));
        CHECK(f.type == nameOf(e.type));
        CHECK(parseDecimal(f.minimum) == e.minimum);
        CHECK(parseDecimal(f.maximum) == e.maximum);
        CHECK(parseDecimal(f.defaultValue) == e.defaultValue);
        CHECK(parseDecimal(f.step) == e.step);
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
        CHECK(e.sinceVersion >= 1);
        // Host parameters come first: the host's order is the table's.
        settingSeen = settingSeen || e.kind == Kind::setting;
        CHECK(settingSeen == (e.kind == Kind::setting));
        if (e.type == Type::choice) {
            CHECK(e.choices.size() == static_cast<std::size_t>(e.maximum) + 1);
            CHECK(e.choiceKeys.size() == e.choices.size());
        } else {
            CHECK(e.choices.empty());
            CHECK(e.choiceKeys.empty());
        }
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
    CHECK(e.choices[25] == std::string("slot 25"));
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
    CHECK(values.get(Id::curve) == customCurveSlot);
}
