// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/EquipmentParser.h"
#include "support/Catch.h"

#include <vector>

using namespace phonostage;
using namespace phonostage::catalogue;

namespace {

const std::string interfaces = R"({
  "schema": 1, "about": "two",
  "sources": { "guide": { "title": "A Guide", "address": "example.org" }, "page": { "title": "A Page" } },
  "interfaces": [
    { "id": "one", "maker": "Acme", "name": "One", "status": "confirmed", "source": "guide",
      "inputs": [
        { "id": "line", "name": "Line", "kind": "line", "full_scale_dbu": 20, "gain_min_db": -12, "gain_max_db": 42,
          "impedance_ohm": 10000, "capacitance_pf": null },
        { "id": "hiz", "name": "Hi-Z", "kind": "instrument", "full_scale_dbv": 6.5, "gain_min_db": 0, "gain_max_db": 0,
          "impedance_ohm": 1000000, "capacitance_pf": 60, "status": "unconfirmed", "source": "page", "note": "loud" }
      ] },
    { "id": "two", "maker": "Acme", "name": "Two", "status": "unconfirmed", "source": "page",
      "inputs": [ { "id": "rca", "name": "RCA", "kind": "rca", "full_scale_dbv": 2, "gain_min_db": 0,
                    "gain_max_db": 0, "impedance_ohm": 27000, "capacitance_pf": null } ] }
  ]
})";

const std::string cartridges = R"({
  "schema": 1,
  "sources": { "sheet": { "title": "A Sheet" } },
  "cartridges": [
    { "id": "magnet", "maker": "Acme", "name": "Magnet", "kind": "mm", "output_mv": 5, "velocity_cm_s": 5,
      "velocity_kind": "peak", "inductance_mh": 500, "resistance_ohm": 600, "load_ohm": 47000,
      "load_pf_min": 100, "load_pf_max": 200, "status": "confirmed", "source": "sheet" },
    { "id": "coil", "maker": "Acme", "name": "Coil", "kind": "mc", "output_mv": 0.3, "velocity_cm_s": 3.54,
      "velocity_kind": "rms", "inductance_mh": null, "resistance_ohm": null, "load_ohm": 100,
      "load_pf_min": null, "load_pf_max": null, "status": "unconfirmed", "source": "sheet", "note": "soft" }
  ]
})";

struct Change {
    const char* from;
    const char* to;
    std::vector<const char*> inMessage;
};

std::string with(std::string text, const Change& change) {
    const auto at = text.find(change.from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, std::string(change.from).size(), change.to);
}

template <typename Parse> void checkRefused(Parse parse, const std::string& text, const Change& change) {
    CAPTURE(change.from, change.to);
    const auto result = parse(with(text, change), "list.json");
    const auto* error = std::get_if<std::string>(&result);
    REQUIRE(error);
    CAPTURE(*error);
    CHECK(error->find("list.json") == 0);
    for (const char* part : change.inMessage)
        CHECK(error->find(part) != std::string::npos);
}

} // namespace

TEST_CASE("A sound list of interfaces is read, each figure as it is given") {
    const auto result = catalogue::parseInterfaceCatalogue(interfaces, "list.json");
    const auto* list = std::get_if<std::vector<catalogue::InterfaceEntry>>(&result);
    REQUIRE(list);
    REQUIRE(list->size() == 2);
    const catalogue::InterfaceEntry& one = list->front();
    CHECK(one.source == "A Guide, example.org");
    REQUIRE(one.inputs.size() == 2);
    CHECK_THAT(one.inputs[0].fullScaleDbv, WithinAbs(17.78151250383644, 1e-12));
    CHECK(one.inputs[0].gainMinDb == -12.0);
    CHECK(one.inputs[0].status == EntryStatus::confirmed);
    CHECK(one.inputs[0].source == "A Guide, example.org");
    CHECK_FALSE(one.inputs[0].capacitancePf);
    CHECK(one.inputs[1].fullScaleDbv == 6.5);
    CHECK(one.inputs[1].capacitancePf == 60.0);
    CHECK(one.inputs[1].status == EntryStatus::unconfirmed);
    CHECK(one.inputs[1].source == "A Page");
    CHECK(one.inputs[1].note == "loud");
}

TEST_CASE("A sound list of cartridges is read, each figure as it is given") {
    const auto result = catalogue::parseCartridgeCatalogue(cartridges, "list.json");
    const auto* list = std::get_if<std::vector<catalogue::CartridgeEntry>>(&result);
    REQUIRE(list);
    REQUIRE(list->size() == 2);
    CHECK(list->front().inductanceMh == 500.0);
    CHECK(list->front().loadPfMax == 200.0);
    CHECK(list->back().kind == CartridgeKind::mc);
    CHECK(list->back().velocityKind == VelocityKind::rms);
    CHECK(list->back().velocityCmPerS == 3.54);
    CHECK_FALSE(list->back().resistanceOhm);
    CHECK(list->back().note == "soft");
}

TEST_CASE("A broken list of interfaces is refused, naming file, entry, field and remedy") {
    const std::vector<Change> changes{
        {"\"schema\": 1", "\"schema\": 2", {"top level", "'schema'", "newer than 1"}},
        {"\"schema\": 1,", "", {"'schema'", "missing"}},
        {"\"about\"", "\"abuot\"", {"top level", "'abuot'", "spelling"}},
        {"\"interfaces\"", "\"cartridges\"", {"'cartridges'", "unknown"}},
        {"\"interfaces\": [", "\"interfaces\": [[], ", {"entry number 1", "object"}},
        {"\"id\": \"one\", ", "", {"entry number 1", "'id'", "missing"}},
        {"\"id\": \"one\"", "\"id\": \"One!\"", {"entry 'One!'", "'id'", "a to z"}},
        {"\"id\": \"two\"", "\"id\": \"one\"", {"entry 'one'", "'id' or 'name'", "choose another"}},
        {"\"name\": \"Two\"", "\"name\": \"acme one\"", {"entry 'two'", "'acme one'", "'one'", "choose another"}},
        {"\"name\": \"Two\"", "\"name\": \"ONE\"", {"entry 'two'", "'ONE'", "choose another"}},
        {"\"name\": \"Two\"", "\"name\": \"\"", {"entry 'two'", "'name'", "non-empty"}},
        {"\"name\": \"Two\"", "\"name\": \"Two \"", {"entry 'two'", "'name'", "spaces"}},
        {"\"name\": \"Two\"", "\"name\": \"Tw\\no\"", {"entry 'two'", "'name'", "control characters"}},
        {"\"name\": \"Two\"", "\"name\": 2", {"entry 'two'", "'name'", "string"}},
        {"\"status\": \"confirmed\"", "\"status\": \"sure\"", {"entry 'one'", "'status'", "'sure'", "unconfirmed"}},
        {"\"source\": \"guide\"", "\"source\": \"hearsay\"", {"entry 'one'", "'source'", "hearsay", "add it"}},
        {"{ \"title\": \"A Page\" }", "{ \"titel\": \"A Page\" }", {"source 'page'", "'titel'", "spelling"}},
        {"{ \"title\": \"A Page\" }", "\"A Page\"", {"source 'page'", "object"}},
        {"\"id\": \"hiz\"", "\"id\": \"line\"", {"entry 'one'", "input 'line'", "choose another"}},
        {"\"name\": \"Hi-Z\"", "\"name\": \"LINE\"", {"entry 'one'", "input 'hiz'", "choose another"}},
        {"\"kind\": \"line\"", "\"kind\": \"phono\"", {"input 'line'", "'kind'", "instrument", "rca"}},
        {"\"full_scale_dbu\": 20", "\"full_scale_dbu\": 20, \"full_scale_dbv\": 18", {"input 'line'", "keep one"}},
        {"\"full_scale_dbu\": 20, ", "", {"input 'line'", "'full_scale_dbv'", "'full_scale_dbu'", "missing"}},
        {"\"full_scale_dbu\": 20", "\"full_scale_dbu\": 40", {"input 'line'", "'full_scale_dbu'", "-37 to 32 dBu"}},
        {"\"full_scale_dbv\": 6.5", "\"full_scale_dbv\": -41", {"input 'hiz'", "'full_scale_dbv'", "-40 to 30 dBV"}},
        {"\"full_scale_dbv\": 6.5", "\"full_scale_dbv\": \"6\"", {"input 'hiz'", "'full_scale_dbv'", "a number"}},
        {"\"gain_max_db\": 42", "\"gain_max_db\": -13", {"input 'line'", "'gain_max_db'", "below"}},
        {"\"gain_min_db\": -12", "\"gain_min_db\": -100", {"input 'line'", "'gain_min_db'", "-60 to 100 dB"}},
        {"\"impedance_ohm\": 10000", "\"impedance_ohm\": 10", {"input 'line'", "'impedance_ohm'", "100 to 10000000"}},
        {"\"impedance_ohm\": 10000", "\"impedance_ohm\": null", {"input 'line'", "'impedance_ohm'", "a number"}},
        {"\"capacitance_pf\": 60", "\"capacitance_pf\": 6000", {"input 'hiz'", "'capacitance_pf'", "1000 pF", "null"}},
        {"\"note\": \"loud\"", "\"notes\": \"loud\"", {"input 'hiz'", "'notes'", "spelling"}},
        {"\"impedance_ohm\": 10000",
         "\"impedance_ohm\": 10000, \"impedance_ohm\": 1",
         {"impedance_ohm", "duplicate key"}},
        {"A Guide", "A \xFF Guide", {"sources"}},
    };
    for (const Change& change : changes)
        checkRefused(parseInterfaceCatalogue, interfaces, change);
    for (const char* text : {"", "[]", "{", "null"}) {
        const auto result = catalogue::parseInterfaceCatalogue(text, "list.json");
        REQUIRE(std::get_if<std::string>(&result));
        CHECK(std::get<std::string>(result).find("list.json") == 0);
    }
    const auto none = catalogue::parseInterfaceCatalogue(
        R"({"schema": 1, "sources": {"a": {"title": "b"}}, "interfaces": [{"id": "x", "maker": "y", "name": "z",
            "status": "confirmed", "source": "a", "inputs": []}]})",
        "list.json");
    REQUIRE(std::get_if<std::string>(&none));
    CHECK(std::get<std::string>(none).find("at least one input") != std::string::npos);
}

TEST_CASE("A broken list of cartridges is refused, naming file, entry, field and remedy") {
    const std::vector<Change> changes{
        {"\"kind\": \"mm\"", "\"kind\": \"MM\"", {"entry 'magnet'", "'kind'", "high_output_mc"}},
        {"\"output_mv\": 5", "\"output_mv\": 0.5", {"entry 'magnet'", "'output_mv'", "0.500 mV", "1 to 15 mV"}},
        {"\"output_mv\": 0.3", "\"output_mv\": 4", {"entry 'coil'", "'output_mv'", "0.05 to 3 mV"}},
        {"\"output_mv\": 5", "\"output_mv\": true", {"entry 'magnet'", "'output_mv'", "a number"}},
        {"\"velocity_cm_s\": 5", "\"velocity_cm_s\": 0", {"entry 'magnet'", "'velocity_cm_s'", "0.5 to 50 cm/s"}},
        {"\"velocity_cm_s\": 5,", "", {"entry 'magnet'", "'velocity_cm_s'", "missing"}},
        {"\"velocity_kind\": \"peak\"", "\"velocity_kind\": \"lateral\"", {"'velocity_kind'", "unknown"}},
        {"\"inductance_mh\": 500", "\"inductance_mh\": 0.5", {"entry 'magnet'", "'inductance_mh'", "5 to 1500 mH"}},
        {"\"inductance_mh\": null", "\"inductance_mh\": 60", {"entry 'coil'", "'inductance_mh'", "0 to 50 mH"}},
        {"\"inductance_mh\": 500,", "", {"entry 'magnet'", "'inductance_mh'", "missing"}},
        {"\"resistance_ohm\": 600", "\"resistance_ohm\": 0", {"entry 'magnet'", "'resistance_ohm'", "0.5 to 10000"}},
        {"\"load_ohm\": 100", "\"load_ohm\": 9", {"entry 'coil'", "'load_ohm'", "10 to 1000000 ohm"}},
        {"\"load_pf_min\": 100", "\"load_pf_min\": 300", {"entry 'magnet'", "'load_pf_max'", "both"}},
        {"\"load_pf_min\": 100", "\"load_pf_min\": null", {"entry 'magnet'", "'load_pf_max'", "both"}},
        {"\"load_pf_max\": 200", "\"load_pf_max\": 2000", {"entry 'magnet'", "'load_pf_max'", "1000 pF"}},
        {"\"id\": \"coil\"", "\"id\": \"magnet\"", {"entry 'magnet'", "choose another"}},
        {"\"source\": \"sheet\"", "\"source\": \"\"", {"entry 'magnet'", "'source'", "non-empty"}},
        {"\"note\": \"soft\"", "\"colour\": \"red\"", {"entry 'coil'", "'colour'", "spelling"}},
    };
    for (const Change& change : changes)
        checkRefused(parseCartridgeCatalogue, cartridges, change);
}
