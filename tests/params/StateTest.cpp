// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CommaLocale.h"

#include "catalogue/CurveCatalogue.h"
#include "params/StageValues.h"
#include "params/State.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <fstream>
#include <random>
#include <sstream>

using namespace phonostage;
using namespace phonostage::catalogue;
using namespace phonostage::params;

namespace {

std::string fileText(const char* path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Values read(const std::string& text) {
    const auto result = readState(text);
    const auto* error = std::get_if<StateError>(&result);
    CAPTURE(text, error ? error->message : "");
    REQUIRE(error == nullptr);
    return std::get<Snapshot>(result).values;
}

Values randomValues(std::mt19937& random) {
    Values values;
    for (const Entry& e : table())
        values.set(e.id, std::uniform_real_distribution<double>(e.minimum, e.maximum)(random));
    return values;
}

std::string curveState(const std::string& curve) { return R"({ "schema": 1, "curve": )" + curve + " }"; }

/** Of tests/data/state-v2.json. */
constexpr std::pair<Id, double> valuesOfState2[] = {{Id::bypass, 1.0},
                                                    {Id::gain, 36.75},
                                                    {Id::outputTrim, -1.25},
                                                    {Id::balance, -0.7000000000000001},
                                                    {Id::curve, 13.0},
                                                    {Id::curveIec, 1.0},
                                                    {Id::curveNeumann, 1.0},
                                                    {Id::curveInverse, 1.0},
                                                    {Id::customShelfOn, 0.0},
                                                    {Id::customShelf, 2450.5},
                                                    {Id::customTurnoverOn, 0.0},
                                                    {Id::customTurnover, 397.9},
                                                    {Id::customRolloffOn, 0.0},
                                                    {Id::customRolloff, 25.5},
                                                    {Id::dcRemoval, 0.0},
                                                    {Id::subsonicOn, 1.0},
                                                    {Id::subsonicCorner, 12.5},
                                                    {Id::subsonicSlope, 0.0},
                                                    {Id::invertLeft, 1.0},
                                                    {Id::invertRight, 1.0},
                                                    {Id::swapChannels, 1.0},
                                                    {Id::channelMode, 2.0},
                                                    {Id::inputDbv, -17.78151250383644},
                                                    {Id::outputDbv, 15.78},
                                                    {Id::loadCorrection, 1.0},
                                                    {Id::loadLimit, 24.5},
                                                    {Id::undoRiaa, 1.0},
                                                    {Id::speedRatio, 0.7407407407407408},
                                                    {Id::crosstalkLeftToRight, 1.125},
                                                    {Id::crosstalkRightToLeft, -0.875},
                                                    {Id::monoBassOn, 1.0},
                                                    {Id::monoBassCorner, 140.5},
                                                    {Id::monoBassSlope, 0.0},
                                                    {Id::interfaceGain, 29.5},
                                                    {Id::loadOhm, 1e6},
                                                    {Id::loadPf, 320.0},
                                                    {Id::wantOhm, 51e3},
                                                    {Id::wantPf, 150.0},
                                                    {Id::cartridgeMh, 480.5},
                                                    {Id::cartridgeOhm, 806.5},
                                                    {Id::cartridgeMv, 4.125},
                                                    {Id::cartridgeVelocity, 3.54},
                                                    {Id::cartridgeVelocityRms, 1.0},
                                                    {Id::nominalDbv, 1.78}};

} // namespace

TEST_CASE("A thousand random states come back to the last bit, and give the same bytes") {
    std::mt19937 random(7);
    for (int i = 0; i < 1000; ++i) {
        const Values values = randomValues(random);
        const std::string text = writeState(values);
        REQUIRE(text.size() < maxStateBytes);
        REQUIRE(writeState(values) == text);
        const Values back = read(text);
        REQUIRE(back == values);
        REQUIRE(writeState(back) == text);
    }
}

TEST_CASE("Every slot of the curve parameter comes back, used or not") {
    for (int slot = 0; slot < catalogue::curveSlots; ++slot) {
        Values values;
        values.set(Id::curve, slot);
        CHECK(read(writeState(values)) == values);
    }
}

TEST_CASE("The state begins with the schema and has every key in table order") {
    const std::string text = writeState(Values());
    CHECK(text.find("{\n  \"schema\": 1,\n  \"bypass\": false,\n  \"gain\": 40,\n") == 0);
    CHECK(text.substr(text.size() - 3) == "\n}\n");
    std::size_t at = 0;
    for (const Entry& e : table()) {
        const auto next = text.find(std::string("\n  \"").append(e.key).append("\": "), at);
        CAPTURE(e.key);
        REQUIRE(next != std::string::npos);
        at = next;
    }
}

TEST_CASE("The state is the same in a locale of commas") {
    Values values;
    values.set(Id::gain, 41.25);
    values.set(Id::customShelf, 12345.5);
    const std::string text = writeState(values);
    const tests::CommaLocale commas;
    CHECK(writeState(values) == text);
    CHECK(read(text) == values);
}

TEST_CASE("The frozen state of release 1 loads forever") {
    const std::string text = fileText(PHONOSTAGE_TEST_DATA "/state-v1.json");
    const Values values = read(text);
    CHECK(values.isOn(Id::bypass));
    CHECK(values.get(Id::gain) == 61.25);
    CHECK(values.get(Id::outputTrim) == -3.5);
    CHECK(values.get(Id::balance) == 0.1 + 0.2);
    CHECK(values.get(Id::curve) == 6.0);
    CHECK(values.isOn(Id::curveIec));
    CHECK_FALSE(values.isOn(Id::customShelfOn));
    CHECK(values.get(Id::customShelf) == 1590.0);
    CHECK(values.get(Id::customTurnover) == 450.0);
    CHECK(values.get(Id::customRolloff) == 63.6);
    CHECK_FALSE(values.isOn(Id::dcRemoval));
    CHECK(values.isOn(Id::subsonicOn));
    CHECK(values.get(Id::subsonicCorner) == 16.5);
    CHECK(values.get(Id::subsonicSlope) == 2.0);
    CHECK(values.isOn(Id::invertRight));
    CHECK(values.isOn(Id::swapChannels));
    CHECK(values.get(Id::channelMode) == 1.0);
    CHECK(values.get(Id::inputDbv) == -20.218487496163565);
    CHECK(values.get(Id::outputDbv) == 1.7815125038364363);
}

TEST_CASE("The frozen state of release 2 loads forever") {
    const std::string text = fileText(PHONOSTAGE_TEST_DATA "/state-v2.json");
    const auto result = readState(text);
    REQUIRE(std::holds_alternative<Snapshot>(result));
    const auto& [values, texts] = std::get<Snapshot>(result);
    // An entry at its default would not show whether it was read.
    for (const auto& [id, value] : valuesOfState2) {
        CAPTURE(entry(id).key);
        CHECK(value != entry(id).defaultValue);
        CHECK(values.get(id) == value);
    }
    CHECK_FALSE(values.isOn(Id::exactPhase)); // as it sounded
    CHECK(texts.get(TextId::interfaceId) == "focusrite_scarlett_2i2_4th");
    CHECK(texts.get(TextId::interfaceInput) == "instrument");
    CHECK(texts.get(TextId::cartridgeId) == "ortofon_2m_red");
    CHECK(texts.get(TextId::customName) == "Aunt Zo\xC3\xAB's \"test\" {disc}");
    CHECK(texts.get(TextId::presetName) == "MM into an instrument input");
}

TEST_CASE("Texts come back, whatever characters they have") {
    Texts texts;
    REQUIRE(texts.set(TextId::cartridgeId, "a \"b\" \\ \xC3\xA4/\xE2\x82\xAC"));
    REQUIRE(texts.set(TextId::customName, "{\"schema\": 9}"));
    const std::string text = writeState(Values(), texts);
    const auto back = readState(text);
    REQUIRE(std::holds_alternative<Snapshot>(back));
    CHECK(std::get<Snapshot>(back).texts == texts);
    CHECK(writeState(Values(), std::get<Snapshot>(back).texts) == text);
    for (const char* bad : {R"({"schema":1,"cartridge":1})", R"({"schema":1,"cartridge":null})",
                            R"({"schema":1,"cartridge":"a\u0000"})", R"({"schema":1,"interface":"a\nb"})"}) {
        CAPTURE(bad);
        const auto result = readState(bad);
        REQUIRE(std::holds_alternative<StateError>(result));
        CHECK(std::get<StateError>(result).message.find("field '") != std::string::npos);
    }
}

TEST_CASE("What a state does not name can be left as it was") {
    Snapshot base;
    base.values.set(Id::gain, 61.0);
    base.values.set(Id::curve, 8.0);
    REQUIRE(base.texts.set(TextId::interfaceId, "mine"));
    const auto result = readState(R"({"schema":1,"gain":50,"cartridge":"x"})", base);
    REQUIRE(std::holds_alternative<Snapshot>(result));
    const auto& stage = std::get<Snapshot>(result);
    CHECK(stage.values.get(Id::gain) == 50.0);
    CHECK(stage.values.get(Id::curve) == 8.0);
    CHECK(stage.texts.get(TextId::interfaceId) == "mine");
    CHECK(stage.texts.get(TextId::cartridgeId) == "x");
}

TEST_CASE("Missing entries get their default, whatever the order and the spaces") {
    CHECK(read(R"({"schema":1})") == Values());
    const Values values = read("\n { \"output_dbv\" : -10.0e0 , \"gain\" : 6e1, \"schema\" : 1 }\n\n");
    CHECK(values.get(Id::gain) == 60.0);
    CHECK(values.get(Id::outputDbv) == -10.0);
    CHECK(values.get(Id::inputDbv) == 6.0);
}

TEST_CASE("Keys of a later minor version are passed over") {
    const Values values = read(R"({"schema":1,"gain":50,"tracking_force":{"mN":[17.5,null]},"note":"caf\u00e9"})");
    CHECK(values.get(Id::gain) == 50.0);
}

TEST_CASE("A curve by its name alone is the catalogue's") {
    CHECK(read(curveState(R"({ "name": "columbia_lp" })")).get(Id::curve) == 8.0);
    CHECK(read(curveState(R"({ "name": "custom" })")).get(Id::curve) == 63.0);
}

TEST_CASE("Stored time constants win over the name") {
    // A curve that a later release would know, and one whose name means something else here.
    for (const char* name : {"columbia_1955", "riaa", "slot 30"}) {
        const Values values =
            read(curveState(std::string(R"({ "name": ")") + name +
                            R"(", "shelf_us": null, "turnover_us": 450, "rolloff_us": 50, "iec": true })"));
        CAPTURE(name);
        CHECK(values.get(Id::curve) == catalogue::customCurveSlot);
        const dsp::Curve curve = filterSettings(values).curve;
        CHECK_FALSE(curve.shelfSeconds);
        CHECK(curve.turnoverSeconds == 450e-6);
        CHECK(curve.rolloffSeconds == 50e-6);
        CHECK(curve.iec);
        CHECK_FALSE(curve.neumann);
    }
    const Values flat = read(
        curveState(R"({ "name": "x", "shelf_us": null, "turnover_us": null, "rolloff_us": null, "neumann": true })"));
    CHECK(filterSettings(flat).curve.neumann);
    CHECK_FALSE(filterSettings(flat).curve.turnoverSeconds);
}

TEST_CASE("Every curve of the catalogue survives without its name") {
    for (const catalogue::CurveEntry& entry : catalogue::curveCatalogue()) {
        Values values;
        values.set(Id::curve, entry.slot);
        std::string text = writeState(values);
        const std::string name = std::string(1, '"').append(entry.name).append(1, '"');
        text.replace(text.find(name), name.size(), "\"forgotten\"");
        const dsp::Curve before = filterSettings(values).curve;
        const dsp::Curve after = filterSettings(read(text)).curve;
        CAPTURE(name);
        for (const double frequency : {20.0, 300.0, 20000.0}) {
            const auto ratio = dsp::analogueResponse(after, frequency) / dsp::analogueResponse(before, frequency);
            CHECK(std::abs(ratio - 1.0) < 1e-12);
        }
    }
}

TEST_CASE("A session keeps both stages of a comparison, and a stage alone is as it always was") {
    Session session;
    session.stage.values.set(Id::gain, 45.0);
    session.stage.texts.set(TextId::presetName, "B");
    const auto alone = writeSession(session);
    CHECK(alone == writeState(session.stage.values, session.stage.texts));
    CHECK(alone.find("compare") == std::string::npos);

    session.other = Snapshot();
    session.other->values.set(Id::gain, 39.1);
    session.other->values.set(Id::subsonicOn, 1.0);
    session.other->texts.set(TextId::presetName, "A \"first\"");
    session.isB = true;
    const auto both = writeSession(session);
    const auto read = readSession(both);
    REQUIRE(std::holds_alternative<Session>(read));
    CHECK(std::get<Session>(read) == session);
    CHECK(writeSession(std::get<Session>(read)) == both);

    // Who knows one stage only, as an earlier version or a preset does, reads the one in use.
    const auto one = readState(both);
    REQUIRE(std::holds_alternative<Snapshot>(one));
    CHECK(std::get<Snapshot>(one) == session.stage);
}

TEST_CASE("A fault in the other stage of a session is a fault of the whole") {
    const auto refuses = [](const std::string& compare, const char* part) {
        const auto read = readSession(R"({ "schema": 1, "gain": 41, "compare": )" + compare + " }");
        const auto* error = std::get_if<StateError>(&read);
        REQUIRE(error);
        CHECK_THAT(error->message, phonostage::tests::says(part));
    };
    refuses("5", "compare");
    refuses(R"({ "slot": "c", "other": { "schema": 1 } })", "slot");
    refuses(R"({ "slot": "a" })", "other");
    refuses(R"({ "slot": "a", "other": { "schema": 1, "gain": 400 } })", "gain");
    refuses(R"({ "slot": "a", "other": { "gain": 40 } })", "schema");
}
