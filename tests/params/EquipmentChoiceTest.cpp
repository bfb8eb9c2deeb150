// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/EquipmentChoice.h"

#include "base/text/Units.h"
#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::params;

namespace {

void choose(Snapshot& stage, const char* device) {
    const auto* entry = catalogue::findInterface(device);
    REQUIRE(entry);
    chooseInput(stage, *entry, entry->inputs.front(), entry->inputs.front().gainMinDb);
}

} // namespace

TEST_CASE("RIAA is removed from an input that has applied it, and from no other") {
    Snapshot stage;
    choose(stage, "at_lp120_usb");
    CHECK(stage.values.isOn(Id::undoRiaa));
    choose(stage, "behringer_umc22");
    CHECK_FALSE(stage.values.isOn(Id::undoRiaa));

    // Who has switched it on for another reason keeps it.
    stage.values.set(Id::undoRiaa, 1.0);
    choose(stage, "focusrite_scarlett_2i2_1st");
    CHECK(stage.values.isOn(Id::undoRiaa));
}

TEST_CASE("A preset of a record leaves RIAA removed where the input has applied it") {
    Snapshot stage;
    choose(stage, "at_lp120_usb");
    stage.values.set(Id::undoRiaa, 0.0);
    undoWhatTheInputApplied(stage, catalogue::interfaceCatalogue());
    CHECK(stage.values.isOn(Id::undoRiaa));

    choose(stage, "behringer_umc22");
    undoWhatTheInputApplied(stage, catalogue::interfaceCatalogue());
    CHECK_FALSE(stage.values.isOn(Id::undoRiaa));
}

TEST_CASE("An entry of typical figures is taken over like any other") {
    Snapshot stage;
    const auto* cartridge = catalogue::findCartridge("other_mm");
    REQUIRE(cartridge);
    chooseCartridge(stage, *cartridge);
    CHECK(stage.values.get(Id::cartridgeMv) == 4.0);
    CHECK(stage.values.get(Id::wantOhm) == 47e3);
    choose(stage, "other_interface");
    CHECK(stage.values.get(Id::inputDbv) == base::dbvFromDbu(20.0));
    CHECK(stage.texts.get(TextId::interfaceInput) == "line");
}
