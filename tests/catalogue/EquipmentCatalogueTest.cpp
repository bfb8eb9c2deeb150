// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/EquipmentCatalogue.h"
#include "catalogue/Equipment.h"
#include "catalogue/EquipmentParser.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace phonostage;
using namespace phonostage::catalogue;
using nlohmann::json;
using phonostage::tests::readBytes;

namespace {

const std::string folder = PHONOSTAGE_TEST_DATA "/../../Resources/catalogues/";

json shipped(const char* name) { return json::parse(readBytes(folder + name)); }

/** Every source is used, and none is a mere key. */
void checkSources(const json& root, const std::set<std::string>& used) {
    for (const auto& [key, source] : root.at("sources").items()) {
        CAPTURE(key);
        CHECK(used.count(key) == 1);
        CHECK(source.at("title").get<std::string>().size() > 10);
    }
}

bool isTypical(const std::string& source) { return source.starts_with("typical: "); }

bool isUnread(const std::string& source) {
    return source.find("unconfirmed") != std::string::npos || isTypical(source);
}

double middleOf(std::vector<double> figures) {
    REQUIRE(figures.size() >= 3);
    std::sort(figures.begin(), figures.end());
    return (figures[(figures.size() - 1) / 2] + figures[figures.size() / 2]) / 2.0;
}

/** Of the models that have figures of their own. */
double middleFullScaleDbv(InputKind kind) {
    std::vector<double> figures;
    for (const auto& entry : catalogue::interfaceCatalogue())
        for (const auto& input : entry.inputs)
            if (input.kind == kind && input.status != EntryStatus::typical) figures.push_back(input.fullScaleDbv);
    return middleOf(std::move(figures));
}

double middleOutputMv(CartridgeKind kind) {
    std::vector<double> figures;
    for (const auto& entry : catalogue::cartridgeCatalogue())
        if (entry.kind == kind && entry.status != EntryStatus::typical)
            figures.push_back(catalogue::outputAt5CmMv(catalogue::ratingOf(entry)));
    return middleOf(std::move(figures));
}

} // namespace

TEST_CASE("There are interfaces enough, each input plausible and with its source") {
    const auto list = catalogue::interfaceCatalogue();
    REQUIRE(list.size() >= 80);
    std::set<std::string> ids;
    int confirmed = 0;
    for (const catalogue::InterfaceEntry& entry : list) {
        CAPTURE(entry.id);
        CHECK(ids.insert(entry.id).second);
        CHECK_FALSE(entry.name.empty());
        CHECK_FALSE(entry.maker.empty());
        CHECK(entry.source.size() > 10);
        CHECK_FALSE(entry.fromUser);
        REQUIRE_FALSE(entry.inputs.empty());
        std::set<std::string> inputs;
        for (const catalogue::InterfaceInput& input : entry.inputs) {
            CAPTURE(input.id);
            CHECK(inputs.insert(input.id).second);
            CHECK(inputs.insert(input.name).second);
            // A phono stage of some 35 dB stands before a converter of kind usb.
            CHECK(input.fullScaleDbv >= (input.kind == InputKind::usb ? -40.0 : -10.0));
            CHECK(input.fullScaleDbv <= 30.0);
            CHECK(input.impedanceOhm >= 1000.0);
            CHECK(input.impedanceOhm <= 10e6);
            CHECK(input.gainMinDb <= input.gainMaxDb);
            CHECK(input.gainMaxDb - input.gainMinDb <= 80.0);
            if (input.kind == InputKind::instrument) CHECK(input.impedanceOhm >= 400e3);
            if (input.kind == InputKind::mic) CHECK(input.impedanceOhm <= 10e3);
            if (input.kind == InputKind::line) CHECK(input.fullScaleDbv >= 1.0);
            CHECK(input.source.size() > 10);
            CHECK_FALSE((input.status == EntryStatus::confirmed && isUnread(input.source)));
            if (isTypical(input.source)) CHECK(input.status == EntryStatus::typical);
            confirmed += input.status == EntryStatus::confirmed ? 1 : 0;
        }
    }
    CHECK(confirmed >= 25);
}

TEST_CASE("There are cartridges enough, each plausible and with its source") {
    const auto list = catalogue::cartridgeCatalogue();
    REQUIRE(list.size() >= 80);
    std::set<std::string> ids;
    std::map<catalogue::CartridgeKind, int> kinds;
    for (const catalogue::CartridgeEntry& entry : list) {
        CAPTURE(entry.id);
        CHECK(ids.insert(entry.id).second);
        ++kinds[entry.kind];
        CHECK_FALSE(entry.name.empty());
        CHECK_FALSE(entry.maker.empty());
        CHECK(entry.source.size() > 10);
        CHECK_FALSE((entry.status == EntryStatus::confirmed && isUnread(entry.source)));
        CHECK(isTypical(entry.source) == (entry.status == EntryStatus::typical));
        CHECK_FALSE(entry.fromUser);
        const bool movingCoil = entry.kind == CartridgeKind::mc || entry.kind == CartridgeKind::highOutputMc;
        const double millivolts = catalogue::outputAt5CmMv(catalogue::ratingOf(entry));
        CHECK(millivolts >= (entry.kind == CartridgeKind::mc ? 0.05 : movingCoil ? 1.0 : 2.0));
        // The largest of high output: the MC-1 Turbo, 3.3 mV.
        CHECK(millivolts <= (entry.kind == CartridgeKind::mc ? 0.8 : movingCoil ? 3.3 : 12.0));
        if (entry.inductanceMh) {
            CHECK(*entry.inductanceMh >= (movingCoil ? 0.0 : 5.0));
            CHECK(*entry.inductanceMh <= (movingCoil ? 1.0 : 1500.0));
        }
        if (entry.resistanceOhm) CHECK(*entry.resistanceOhm <= (entry.kind == CartridgeKind::mc ? 100.0 : 2000.0));
        CHECK(entry.loadOhm >= 10.0);
        CHECK((entry.kind == CartridgeKind::mc ? entry.loadOhm <= 1000.0 : entry.loadOhm == 47000.0));
        CHECK(entry.loadPfMin.has_value() == entry.loadPfMax.has_value());
        if (entry.kind == CartridgeKind::mm) CHECK(entry.loadPfMax);
        if (entry.loadPfMin) CHECK((*entry.loadPfMin >= 50.0 && *entry.loadPfMax <= 500.0));
    }
    for (const catalogue::CartridgeKind kind :
         {CartridgeKind::mm, CartridgeKind::mi, CartridgeKind::mc, CartridgeKind::highOutputMc})
        CHECK(kinds[kind] >= 4);
}

TEST_CASE("The shipped files are the ones that are embedded, and waste no source") {
    const json interfaces = shipped("interfaces.json");
    const json cartridges = shipped("cartridges.json");
    std::set<std::string> used;
    REQUIRE(interfaces.at("interfaces").size() == catalogue::interfaceCatalogue().size());
    for (std::size_t i = 0; i < catalogue::interfaceCatalogue().size(); ++i) {
        const json& entry = interfaces.at("interfaces").at(i);
        const catalogue::InterfaceEntry& read = catalogue::interfaceCatalogue()[i];
        CAPTURE(read.id);
        CHECK(entry.at("id") == read.id);
        CHECK(entry.at("status") == std::string(catalogue::wordFor(read.status)));
        used.insert(entry.at("source").get<std::string>());
        REQUIRE(entry.at("inputs").size() == read.inputs.size());
        for (std::size_t k = 0; k < read.inputs.size(); ++k) {
            const json& input = entry.at("inputs").at(k);
            CHECK(input.at("kind") == std::string(catalogue::wordFor(read.inputs[k].kind)));
            // 0 dBu is 0.7746 V rms.
            const double dbv = input.contains("full_scale_dbv")
                                   ? input.at("full_scale_dbv").get<double>()
                                   : input.at("full_scale_dbu").get<double>() + 20.0 * std::log10(0.77459666924148338);
            CHECK_THAT(read.inputs[k].fullScaleDbv, WithinAbs(dbv, 1e-9));
            CHECK(read.inputs[k].impedanceOhm == input.at("impedance_ohm").get<double>());
            CHECK(read.inputs[k].gainMaxDb == input.at("gain_max_db").get<double>());
            if (input.contains("source")) used.insert(input.at("source").get<std::string>());
        }
    }
    checkSources(interfaces, used);

    used.clear();
    REQUIRE(cartridges.at("cartridges").size() == catalogue::cartridgeCatalogue().size());
    for (std::size_t i = 0; i < catalogue::cartridgeCatalogue().size(); ++i) {
        const json& entry = cartridges.at("cartridges").at(i);
        const catalogue::CartridgeEntry& read = catalogue::cartridgeCatalogue()[i];
        CHECK(entry.at("id") == read.id);
        CHECK(entry.at("kind") == std::string(catalogue::wordFor(read.kind)));
        CHECK(entry.at("velocity_kind") == std::string(catalogue::wordFor(read.velocityKind)));
        CHECK(entry.at("output_mv").get<double>() == read.outputMv);
        CHECK(entry.at("load_ohm").get<double>() == read.loadOhm);
        CHECK(entry.at("inductance_mh").is_null() == !read.inductanceMh);
        used.insert(entry.at("source").get<std::string>());
    }
    checkSources(cartridges, used);
}

TEST_CASE("Figures that a maker's page states are in the catalogue as they stand there") {
    // Focusrite, user guide of the Scarlett 4i4 4th Gen: +22 dBu, 69 dB, 60 kohm; +12 dBu, 62 dB, 1 Mohm.
    const catalogue::InterfaceEntry* scarlett = catalogue::findInterface("focusrite_scarlett_4i4_4th");
    REQUIRE(scarlett);
    const catalogue::InterfaceInput* line = catalogue::findInput(*scarlett, "line");
    REQUIRE(line);
    CHECK_THAT(line->fullScaleDbv, WithinAbs(19.78, 0.005));
    CHECK(line->gainMaxDb == 69.0);
    CHECK(line->impedanceOhm == 60e3);
    CHECK(line->status == EntryStatus::confirmed);
    const catalogue::InterfaceInput* instrument = catalogue::findInput(*scarlett, "Instrument 1-2");
    REQUIRE(instrument);
    CHECK_THAT(instrument->fullScaleDbv, WithinAbs(9.78, 0.005));
    CHECK(instrument->impedanceOhm == 1e6);

    // RME, Fireface 400 User's Guide: 0 dBFS at +2 dBV in instrument mode, 470 kohm. An input has a source of its own.
    const catalogue::InterfaceEntry* fireface = catalogue::findInterface("rme_fireface_400");
    REQUIRE(fireface);
    CHECK_THAT(catalogue::findInput(*fireface, "inst34")->fullScaleDbv, WithinAbs(2.0, 1e-12));
    CHECK(catalogue::findInput(*fireface, "mic")->source != fireface->source);
    CHECK(catalogue::findInput(*catalogue::findInterface("rme_babyface_pro"), "line_10dbv")->status ==
          EntryStatus::unconfirmed);

    // Denon, specification of the DL-103D: 0.25 mV at 50 mm/s, 33 ohm, 100 ohm or more.
    const catalogue::CartridgeEntry* denon = catalogue::findCartridge("denon_dl_103d");
    REQUIRE(denon);
    CHECK(denon->outputMv == 0.25);
    CHECK(denon->resistanceOhm == 33.0);
    CHECK(denon->loadOhm == 100.0);
    CHECK(denon->status == EntryStatus::confirmed);
}

TEST_CASE("Interfaces, inputs and cartridges are found by exact id, and by name without regard to case") {
    const catalogue::CartridgeEntry* red = catalogue::findCartridge("ortofon_2m_red");
    REQUIRE(red);
    CHECK(catalogue::findCartridge("2m red") == red);
    CHECK(catalogue::findCartridge("ORTOFON 2M RED") == red);
    CHECK(catalogue::findCartridge("Ortofon_2M_Red") == nullptr);
    CHECK(catalogue::findCartridge("2M") == nullptr);
    CHECK(catalogue::findCartridge("") == nullptr);
    const catalogue::InterfaceEntry* duet = catalogue::findInterface("apogee_duet_2");
    REQUIRE(duet);
    CHECK(catalogue::findInterface("apogee duet 2") == duet);
    CHECK(catalogue::findInterface("Duet 2 ") == nullptr);
    CHECK(catalogue::findInput(*duet, "INSTRUMENT") == catalogue::findInput(*duet, "inst"));
    CHECK(catalogue::findInput(*duet, "Inst") == nullptr);
}

TEST_CASE("Whoever's equipment is not in the lists finds an entry that is always there, marked as typical") {
    const auto* other = catalogue::findInterface("other_interface");
    REQUIRE(other);
    CHECK(catalogue::fullName(*other) == "Other interface");
    CHECK(catalogue::findInterface("other interface") == other);
    CHECK(other->status == EntryStatus::typical);
    std::map<InputKind, const InterfaceInput*> inputs;
    for (const auto& input : other->inputs)
        inputs[input.kind] = &input;
    for (const auto kind : {InputKind::line, InputKind::instrument, InputKind::mic, InputKind::rca}) {
        REQUIRE(inputs.count(kind) == 1);
        CHECK(inputs[kind]->status == EntryStatus::typical);
        CHECK_THAT(inputs[kind]->fullScaleDbv, WithinAbs(middleFullScaleDbv(kind), 3.0));
    }
    // Its gain is to be found from the music: it reaches down to a mic input that is turned all the way up.
    const auto* unknown = catalogue::findInterface("unknown_interface");
    REQUIRE(unknown);
    CHECK(unknown->status == EntryStatus::typical);
    const auto& any = unknown->inputs.front();
    CHECK(any.fullScaleDbv == inputs[InputKind::line]->fullScaleDbv);
    CHECK(any.fullScaleDbv - any.gainMaxDb <= middleFullScaleDbv(InputKind::mic) - 55.0);
    CHECK(unknown->note.find("music") != std::string::npos);

    for (const auto& [id, kind] : {std::pair{"other_mm", CartridgeKind::mm},
                                   {"other_high_output_mc", CartridgeKind::highOutputMc},
                                   {"other_mc", CartridgeKind::mc},
                                   {"unknown_cartridge", CartridgeKind::mm}}) {
        CAPTURE(id);
        const auto* cartridge = catalogue::findCartridge(id);
        REQUIRE(cartridge);
        CHECK(cartridge->status == EntryStatus::typical);
        CHECK(cartridge->kind == kind);
        CHECK_THAT(cartridge->outputMv / middleOutputMv(kind), WithinAbs(1.0, 0.2));
    }
    CHECK_FALSE(catalogue::findCartridge("unknown_cartridge")->inductanceMh);

    // What many own is there by name, with honest status.
    for (const char* id : {"focusrite_scarlett_2i2_1st", "behringer_umc22", "presonus_audiobox_usb", "at_lp120_usb",
                           "creative_x_fi_hd", "computer_line"})
        CHECK(catalogue::findInterface(id));
}
