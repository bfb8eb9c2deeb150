// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Presets.h"
#include "catalogue/CurveCatalogue.h"
#include "catalogue/Equipment.h"
#include "params/Speed.h"
#include "params/StageValues.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <cmath>
#include <random>
#include <set>

using namespace phonostage;
using namespace phonostage::catalogue;
using namespace phonostage::params;
using phonostage::tests::says;
namespace dsp = phonostage::dsp;

namespace {

const Preset& preset(std::string_view id) {
    const Preset* found = findFactoryPreset(id);
    REQUIRE(found != nullptr);
    return *found;
}

Snapshot applied(const Preset& preset, const Snapshot& base = {}) {
    const auto result = applyPreset(preset, base);
    if (const auto* error = std::get_if<StateError>(&result)) FAIL(preset.id << ": " << error->message);
    return std::get<Snapshot>(result);
}

bool names(const Preset& preset, std::string_view key) {
    return preset.state.find('"' + std::string(key) + "\":") != std::string::npos;
}

Snapshot randomStage(unsigned seed) {
    std::mt19937_64 random(seed);
    Snapshot stage;
    for (const Entry& e : table())
        stage.values.set(e.id, std::uniform_real_distribution<double>(e.minimum, e.maximum)(random));
    for (const TextEntry& e : textTable())
        stage.texts.set(e.id, "before " + std::to_string(seed));
    return stage;
}

// By hand: what belongs to a record, and what to the equipment.
const std::vector<std::string> recordKeys{"curve",       "curve_iec",    "curve_neumann", "curve_inverse", "undo_riaa",
                                          "speed_ratio", "channel_mode", "mono_bass_on",  "subsonic_on"};
const std::vector<std::string> equipmentKeys{"gain",
                                             "input_dbv",
                                             "load_correction",
                                             "load_limit",
                                             "interface_gain",
                                             "load_r",
                                             "load_c",
                                             "want_r",
                                             "want_c",
                                             "interface",
                                             "cartridge_l",
                                             "cartridge_r",
                                             "cartridge_mv",
                                             "cartridge_velocity",
                                             "cartridge_velocity_rms",
                                             "cartridge",
                                             "interface_input"};

std::string listOf(const std::string& stage, const std::string& more = "") {
    return R"({"schema": 1, "presets": [{"id": "one", "title": "One", "group": "G", "about": "A.", "stage": )" + stage +
           "}" + more + "]}";
}

std::string whyNot(const std::string& json) {
    const auto parsed = parsePresets(json, "list.json");
    const auto* why = std::get_if<std::string>(&parsed);
    return why ? *why : "";
}

} // namespace

TEST_CASE("There is a factory preset for every usual situation", "[params]") {
    const auto presets = factoryPresets();
    CHECK(presets.size() >= 14);
    std::set<std::string> ids, titles, groups;
    std::string lastGroup;
    for (const Preset& p : presets) {
        CAPTURE(p.id);
        CHECK(ids.insert(p.id).second);
        CHECK(titles.insert(p.title).second);
        CHECK(p.about.size() >= 20);
        if (p.group != lastGroup) CHECK(groups.insert(p.group).second); // groups stand together
        lastGroup = p.group;
    }
    for (const char* title :
         {"MM into a Scarlett line input", "MC head amp", "Columbia LP mono", "78, shellac, mono lateral",
          "Flat transfer", "Decca ffrr LP", "45 single", "78 acoustic", "Undo RIAA, put Columbia on"}) {
        CAPTURE(title);
        CHECK(findFactoryPreset(title) != nullptr);
    }
    CHECK(findFactoryPreset("mc HEAD amp") == &preset("mc-head-amp"));
    CHECK(findFactoryPreset("no such preset") == nullptr);
}

TEST_CASE("Every factory preset is legal on every stage, and names all that it is about", "[params]") {
    for (const Preset& p : factoryPresets()) {
        CAPTURE(p.id);
        const auto& keys = p.group == "Equipment" ? equipmentKeys : recordKeys;
        for (const auto& key : keys) {
            CAPTURE(key);
            CHECK(names(p, key));
        }
        for (unsigned seed = 0; seed < 20; ++seed) {
            const Snapshot base = randomStage(seed);
            const Snapshot stage = applied(p, base);
            CHECK(dsp::whyIllegal(filterSettings(stage.values)) == nullptr);
            CHECK(dsp::whyIllegal(levelSettings(stage.values)) == nullptr);
            CHECK(stage.values.get(Id::bypass) == base.values.get(Id::bypass));
            CHECK(stage.texts.get(TextId::presetName) == p.title);
            for (const Entry& e : table()) {
                CAPTURE(e.key);
                if (!names(p, e.key)) CHECK(stage.values.get(e.id) == base.values.get(e.id));
            }
            for (const TextEntry& e : textTable()) {
                CAPTURE(e.key);
                if (e.id != TextId::presetName && !names(p, e.key))
                    CHECK(stage.texts.get(e.id) == base.texts.get(e.id));
            }
            // The preset again changes nothing more, and another one of its kind wipes it out.
            CHECK(applied(p, stage) == stage);
        }
    }
}

TEST_CASE("A record preset leaves nothing of another record preset behind", "[params]") {
    for (const Preset& first : factoryPresets()) {
        if (first.group == "Equipment") continue;
        for (const Preset& second : factoryPresets()) {
            if (second.group == "Equipment") continue;
            CAPTURE(first.id, second.id);
            const auto alone = filterSettings(applied(second).values);
            auto after = filterSettings(applied(second, applied(first)).values);
            CHECK(after == alone);
            CHECK(levelSettings(applied(second, applied(first)).values).mode ==
                  levelSettings(applied(second).values).mode);
            CHECK(applied(second, applied(first)).values.get(Id::gain) == applied(second).values.get(Id::gain));
        }
    }
}

TEST_CASE("The gain comes back when another stage's RIAA is no longer undone, and is else left alone", "[params]") {
    Snapshot calibrated;
    calibrated.values.set(Id::gain, 43.5);
    CHECK(applied(preset("lp-riaa"), calibrated).values.get(Id::gain) == 43.5);

    const Snapshot undone = applied(preset("undo-riaa-columbia"), calibrated);
    CHECK(undone.values.get(Id::gain) == 0.0);
    CHECK(applied(preset("undo-riaa-shellac"), undone).values.get(Id::gain) == 0.0);
    CHECK(applied(preset("lp-riaa"), undone).values.get(Id::gain) == 40.0);

    // What was set by hand, or is named by a preset, stays.
    Snapshot byHand = undone;
    byHand.values.set(Id::gain, 6.0);
    CHECK(applied(preset("lp-riaa"), byHand).values.get(Id::gain) == 6.0);
    const Preset users{"mine", "Mine", "User", "", R"({"schema": 1, "undo_riaa": false, "gain": 0})"};
    CHECK(applied(users, undone).values.get(Id::gain) == 0.0);
    byHand = calibrated;
    byHand.values.set(Id::gain, 0.0);
    CHECK(applied(preset("lp-riaa"), byHand).values.get(Id::gain) == 0.0);
}

TEST_CASE("Presets for equipment keep 20 dB for music and some more for clicks", "[params]") {
    for (const Preset& p : factoryPresets()) {
        if (p.group != "Equipment") continue;
        CAPTURE(p.id);
        const auto values = applied(p).values;
        const double cartridgeDbv = 20.0 * std::log10(values.get(Id::cartridgeMv) / 1000.0);
        CHECK(values.get(Id::inputDbv) - cartridgeDbv >= 25.5);
        // 5 cm/s comes out at a consumer's line level.
        CHECK_THAT(cartridgeDbv + values.get(Id::gain), WithinAbs(-10.0, 0.1));
    }
    // +22 dBu is 22 + 20 log10(sqrt(0.6)) = 19.78 dBV, +12 dBu 9.78, +16 dBu 13.78; what the gain control adds is
    // taken off.
    CHECK_THAT(applied(preset("mm-scarlett-line")).values.get(Id::inputDbv), WithinAbs(19.78 - 39.0, 0.01));
    CHECK_THAT(applied(preset("mm-instrument")).values.get(Id::inputDbv), WithinAbs(9.78 - 29.0, 0.01));
    CHECK_THAT(applied(preset("mc-head-amp")).values.get(Id::inputDbv), WithinAbs(13.78 - 55.0, 0.01));
    CHECK_THAT(applied(preset("mc-step-up")).values.get(Id::inputDbv), WithinAbs(19.78 - 41.0 - 20.0, 0.01));
    CHECK(filterSettings(applied(preset("mm-line-10k")).values).load.has_value());
    CHECK_FALSE(filterSettings(applied(preset("mc-head-amp")).values).load.has_value());
}

TEST_CASE("Presets that name an interface agree with the catalogue", "[params]") {
    int named = 0;
    for (const Preset& p : factoryPresets()) {
        const auto stage = applied(p);
        CAPTURE(p.id);
        CHECK((stage.texts.get(TextId::cartridgeId).empty() ||
               catalogue::findCartridge(stage.texts.get(TextId::cartridgeId)) != nullptr));
        const auto& id = stage.texts.get(TextId::interfaceId);
        if (id.empty()) continue;
        ++named;
        const catalogue::InterfaceEntry* entry = catalogue::findInterface(id);
        REQUIRE(entry != nullptr);
        const catalogue::InterfaceInput* input = catalogue::findInput(*entry, stage.texts.get(TextId::interfaceInput));
        REQUIRE(input != nullptr);
        const double gainDb = stage.values.get(Id::interfaceGain);
        CHECK(gainDb <= input->gainMaxDb);
        CHECK_THAT(stage.values.get(Id::inputDbv),
                   WithinAbs(catalogue::inputDbv(catalogue::settingOf(*input, gainDb)), 0.006));
        CHECK(stage.values.get(Id::loadOhm) == input->impedanceOhm);
    }
    CHECK(named > 0);
}

TEST_CASE("Presets for records set what their titles say", "[params]") {
    const auto columbia = filterSettings(applied(preset("lp-columbia-mono")).values);
    CHECK(columbia.curve == catalogue::findCurve("columbia_lp")->curve);
    CHECK(levelSettings(applied(preset("lp-columbia-mono")).values).mode == dsp::ChannelMode::lateral);
    CHECK(levelSettings(applied(preset("vertical")).values).mode == dsp::ChannelMode::vertical);

    const auto undo = applied(preset("undo-riaa-columbia"));
    CHECK(filterSettings(undo.values).undoRiaa);
    CHECK(filterSettings(undo.values).curve == columbia.curve);
    CHECK(undo.values.get(Id::gain) == 0.0);

    CHECK(*parseSpeed("78 at 33") == applied(preset("shellac-at-33")).values.get(Id::speedRatio));
    CHECK(*parseSpeed("78 at 45") == applied(preset("shellac-at-45")).values.get(Id::speedRatio));
    CHECK(*parseSpeed("half") == applied(preset("half-speed-riaa")).values.get(Id::speedRatio));

    const auto flat = filterSettings(applied(preset("flat-transfer"), applied(preset("shellac-at-33"))).values);
    CHECK(flat.curve == catalogue::findCurve("flat")->curve);
    CHECK_FALSE(flat.subsonic.has_value());
    CHECK_FALSE(flat.monoBass.has_value());
    CHECK(flat.speedRatio == 1.0);

    const auto clean = filterSettings(applied(preset("lp-riaa-clean-bass")).values);
    REQUIRE(clean.subsonic.has_value());
    CHECK(clean.subsonic->cornerHz == 20.0);
    CHECK(clean.subsonic->slopeDbPerOctave == 18);
    REQUIRE(clean.monoBass.has_value());
    CHECK(clean.monoBass->cornerHz == 120.0);
}

TEST_CASE("A list of presets that is not right is refused with preset, field and remedy", "[params]") {
    CHECK(whyNot(listOf(R"({"gain": 30})")).empty());
    CHECK_THAT(whyNot("[]"), says("list.json"));
    CHECK_THAT(whyNot("{"), says("list.json"));
    CHECK_THAT(whyNot(R"({"schema": 2, "presets": []})"), says("schema"));
    CHECK_THAT(whyNot(R"({"schema": 1, "presets": {}})"), says("presets"));
    CHECK_THAT(whyNot(R"({"schema": 1, "presets": [1]})"), says("preset number 1"));
    CHECK_THAT(whyNot(R"({"schema": 1, "presets": [{"id": 5}]})"), says("preset number 1"));
    CHECK_THAT(whyNot(listOf(R"({"volume": 30})")), says("volume"));
    CHECK_THAT(whyNot(listOf(R"({"gain": 1000})")), says("gain"));
    CHECK_THAT(whyNot(listOf(R"({"gain": 1000})")), says("list.json, preset 'one', stage, field 'gain'"));
    CHECK_THAT(whyNot(listOf(R"({"curve": {"name": "no_such_curve"}})")), says("curve.name"));
    CHECK_THAT(whyNot(listOf(R"({"bypass": true})")), says("bypass"));
    CHECK_THAT(whyNot(listOf(R"({"preset": "mine"})")), says("'preset'"));
    CHECK_THAT(whyNot(listOf("{}")), says("stage"));
    CHECK_THAT(whyNot(listOf(R"({"gain": 30}, "rating": 5)")), says("rating"));
    CHECK_THAT(whyNot(listOf(R"({"gain": 30, "gain": 31})")), says("gain"));
    const std::string twin = R"(, {"id": "two", "title": "ONE", "group": "G", "about": "A.", "stage": {"gain": 1}})";
    CHECK_THAT(whyNot(listOf(R"({"gain": 30})", twin)), says("preset 'two'"));
    const std::string shouting = R"(, {"id": "Two", "title": "T", "group": "G", "about": "A.", "stage": {"gain": 1}})";
    CHECK_THAT(whyNot(listOf(R"({"gain": 30})", shouting)), says("'id'"));
}
