// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of interfaces and cartridges, as users write them.
#include "fuzz/Fuzz.h"

#include "catalogue/EquipmentParser.h"

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void requireShown(const std::string& words) {
    require(!words.empty() && base::isPlainText(words), "what a list shows is plain text", words);
}

void requireWithin(double value, double low, double high, const char* what) {
    require(value >= low && value <= high, what);
}

void check(const catalogue::InterfaceEntry& entry) {
    for (const auto& words : {entry.id, entry.name, entry.maker, entry.source})
        requireShown(words);
    require(!entry.inputs.empty(), "an interface has an input", entry.id);
    for (const auto& input : entry.inputs) {
        requireWithin(input.fullScaleDbv, -40.0, 30.0, "full scale");
        requireWithin(input.gainMinDb, -60.0, 100.0, "least gain");
        requireWithin(input.gainMaxDb, input.gainMinDb, 100.0, "most gain");
        requireWithin(input.impedanceOhm, 100.0, 10e6, "impedance");
        requireWithin(input.capacitancePf.value_or(0.0), 0.0, 1000.0, "capacitance");
    }
}

void check(const catalogue::CartridgeEntry& entry) {
    for (const auto& words : {entry.id, entry.name, entry.maker, entry.source})
        requireShown(words);
    requireWithin(entry.velocityCmPerS, 0.5, 50.0, "velocity");
    requireWithin(entry.outputMv, 0.001, 1000.0, "output");
    requireWithin(entry.inductanceMh.value_or(0.0), 0.0, 1500.0, "inductance");
    requireWithin(entry.loadOhm, 10.0, 1e6, "load");
    require(entry.loadPfMin.has_value() == entry.loadPfMax.has_value(), "both limits of the load or none");
}

template <typename Entry> void tryList(const std::variant<std::vector<Entry>, std::string>& result) {
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return;
    }
    for (const auto& entry : std::get<std::vector<Entry>>(result))
        check(entry);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tryList(catalogue::parseInterfaceCatalogue(textOf(data, size), "interfaces.json"));
    tryList(catalogue::parseCartridgeCatalogue(textOf(data, size), "cartridges.json"));
    return 0;
}
