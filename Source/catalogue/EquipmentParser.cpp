// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/EquipmentParser.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CatalogueRules.h"
#include "catalogue/Equipment.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

using Fields = base::JsonFields<json>;
using Fault = base::JsonFault;
using Range = base::NumberRange;
using base::JsonWord;

std::string inQuotes(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string rangeText(const Range& range) {
    return base::formatShortest(range.low) + " to " + base::formatShortest(range.high) + " " + range.unit;
}

Fields fieldsOf(const json& object, const std::string& place, std::span<const std::string_view> known) {
    Fields fields(object, place);
    fields.refuseOthers(known);
    return fields;
}

std::string idOf(const Fields& fields) {
    std::string found = fields.text("id", longestName);
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (!std::all_of(found.begin(), found.end(), fits) || found.front() == '_')
        fields.fault("id", inQuotes(found) + " must consist of a to z, 0 to 9 and _, and not begin with _");
    return found;
}

constexpr std::array<JsonWord<EntryStatus>, 3> statusWords{{{"confirmed", EntryStatus::confirmed},
                                                            {"unconfirmed", EntryStatus::unconfirmed},
                                                            {"typical", EntryStatus::typical}}};
constexpr std::array<JsonWord<InputKind>, 5> inputWords{{{"line", InputKind::line},
                                                         {"instrument", InputKind::instrument},
                                                         {"mic", InputKind::mic},
                                                         {"rca", InputKind::rca},
                                                         {"usb", InputKind::usb}}};
constexpr std::array<JsonWord<CartridgeKind>, 4> cartridgeWords{{{"mm", CartridgeKind::mm},
                                                                 {"mi", CartridgeKind::mi},
                                                                 {"mc", CartridgeKind::mc},
                                                                 {"high_output_mc", CartridgeKind::highOutputMc}}};

struct Sources {
    const json& list;
    std::string file;

    [[nodiscard]] std::string named(const Fields& fields) const {
        constexpr std::array<std::string_view, 2> known{"title", "address"};
        const std::string key = fields.text("source", longestName);
        const auto found = list.find(key);
        if (found == list.end())
            fields.fault("source", inQuotes(key) + " is not among the file's 'sources': add it there");
        const auto source = fieldsOf(*found, file + ", source " + inQuotes(key), known);
        const std::string address = source.optionalText("address", longestText);
        return source.text("title", longestText) + (address.empty() ? "" : ", " + address);
    }
};

/** "entry 'x'" where it has an id, else "entry number 3". */
std::string placeOf(std::string_view what, const json& object, std::size_t index) {
    const bool named = object.is_object() && object.contains("id") && object.at("id").is_string();
    if (!named) return std::string(what) + " number " + std::to_string(index + 1);
    return std::string(what) + " " + inQuotes(object.at("id").get_ref<const std::string&>().substr(0, longestName));
}

InterfaceInput inputOf(const json& object, const std::string& place, const InterfaceEntry& entry,
                       const Sources& sources) {
    constexpr std::array<std::string_view, 12> known{
        "id",          "name",          "kind",           "full_scale_dbv", "full_scale_dbu", "gain_min_db",
        "gain_max_db", "impedance_ohm", "capacitance_pf", "status",         "source",         "note"};
    constexpr Range fullScale{-40.0, 30.0, "dBV"};
    constexpr Range fullScaleInDbu{-37.0, 32.0, "dBu"};
    constexpr Range gain{-60.0, 100.0, "dB"};
    const auto fields = fieldsOf(object, place, known);

    InterfaceInput input;
    input.id = idOf(fields);
    input.name = fields.text("name", longestName);
    input.kind = fields.choice("kind", inputWords);
    const bool inDbu = fields.has("full_scale_dbu");
    if (inDbu == fields.has("full_scale_dbv"))
        fields.fault("full_scale_dbv", inDbu ? "conflicts with 'full_scale_dbu': keep one of the two"
                                             : "is missing: give it, or 'full_scale_dbu'");
    input.fullScaleDbv = inDbu ? base::dbvFromDbu(fields.number("full_scale_dbu", fullScaleInDbu))
                               : fields.number("full_scale_dbv", fullScale);
    input.gainMinDb = fields.number("gain_min_db", gain);
    input.gainMaxDb = fields.number("gain_max_db", gain);
    if (input.gainMaxDb < input.gainMinDb)
        fields.fault("gain_max_db", "is below 'gain_min_db': give the lowest and the highest setting, equal if "
                                    "there is no control");
    input.impedanceOhm = fields.number("impedance_ohm", {100.0, 10e6, "ohm"});
    input.capacitancePf = fields.numberOrNull("capacitance_pf", {0.0, 1000.0, "pF"});
    input.status = fields.has("status") ? fields.choice("status", statusWords) : entry.status;
    input.source = fields.has("source") ? sources.named(fields) : entry.source;
    input.note = fields.optionalText("note", longestText);
    return input;
}

InterfaceEntry interfaceOf(const json& object, const std::string& place, const Sources& sources) {
    constexpr std::array<std::string_view, 7> known{"id", "name", "maker", "status", "source", "note", "inputs"};
    const auto fields = fieldsOf(object, place, known);

    InterfaceEntry entry;
    entry.id = idOf(fields);
    entry.name = fields.text("name", longestName);
    entry.maker = fields.text("maker", longestName);
    entry.status = fields.choice("status", statusWords);
    entry.source = sources.named(fields);
    entry.note = fields.optionalText("note", longestText);
    const json& inputs = fields.listOfSome("inputs", "input");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::string where = place + ", " + placeOf("input", inputs[i], i);
        InterfaceInput input = inputOf(inputs[i], where, entry, sources);
        for (const InterfaceInput& other : entry.inputs)
            if (other.id == input.id || base::equalsIgnoringCase(other.name, input.name))
                throw Fault(where + ", field 'id' or 'name': is already used by the input " + inQuotes(other.id) +
                            ": choose another");
        entry.inputs.push_back(std::move(input));
    }
    return entry;
}

Range outputRange(CartridgeKind kind) {
    if (kind == CartridgeKind::mc) return {0.05, 3.0, "mV"};
    return kind == CartridgeKind::highOutputMc ? Range{0.5, 5.0, "mV"} : Range{1.0, 15.0, "mV"};
}

Range inductanceRange(CartridgeKind kind) {
    if (kind == CartridgeKind::mm) return {5.0, 1500.0, "mH"};
    return kind == CartridgeKind::mi ? Range{1.0, 1500.0, "mH"} : Range{0.0, 50.0, "mH"};
}

CartridgeEntry cartridgeOf(const json& object, const std::string& place, const Sources& sources) {
    constexpr std::array<std::string_view, 15> known{"id",
                                                     "name",
                                                     "maker",
                                                     "kind",
                                                     "output_mv",
                                                     "velocity_cm_s",
                                                     "velocity_kind",
                                                     "inductance_mh",
                                                     "resistance_ohm",
                                                     "load_ohm",
                                                     "load_pf_min",
                                                     "load_pf_max",
                                                     "status",
                                                     "source",
                                                     "note"};
    const auto fields = fieldsOf(object, place, known);

    CartridgeEntry entry;
    entry.id = idOf(fields);
    entry.name = fields.text("name", longestName);
    entry.maker = fields.text("maker", longestName);
    entry.kind = fields.choice("kind", cartridgeWords);
    entry.velocityCmPerS = fields.number("velocity_cm_s", {0.5, 50.0, "cm/s"});
    entry.velocityKind = fields.choice("velocity_kind", velocityWords);
    entry.outputMv = fields.number("output_mv", {0.001, 1000.0, "mV"});
    const Range plausible = outputRange(entry.kind);
    const double atFive = outputAt5CmMv(ratingOf(entry));
    if (atFive < plausible.low || atFive > plausible.high)
        fields.fault("output_mv", "with its velocity it is " + base::formatFixed(atFive, 3) +
                                      " mV at 5 cm/s peak, which is not plausible for this kind of cartridge (" +
                                      rangeText(plausible) + "): check output, velocity and kind");
    entry.inductanceMh = fields.numberOrNull("inductance_mh", inductanceRange(entry.kind));
    entry.resistanceOhm = fields.numberOrNull("resistance_ohm", {0.5, 10e3, "ohm"});
    entry.loadOhm = fields.number("load_ohm", {10.0, 1e6, "ohm"});
    entry.loadPfMin = fields.numberOrNull("load_pf_min", {0.0, 1000.0, "pF"});
    entry.loadPfMax = fields.numberOrNull("load_pf_max", {0.0, 1000.0, "pF"});
    if (entry.loadPfMin.has_value() != entry.loadPfMax.has_value() ||
        (entry.loadPfMin && *entry.loadPfMax < *entry.loadPfMin))
        fields.fault("load_pf_max", "must go with 'load_pf_min': give both, the lower one first, or null for both");
    entry.status = fields.choice("status", statusWords);
    entry.source = sources.named(fields);
    entry.note = fields.optionalText("note", longestText);
    return entry;
}

/** Nobody may mean two entries at once. */
template <typename Entry>
void refuseTwins(const std::vector<Entry>& list, const Entry& entry, const std::string& place) {
    for (const std::string& way : {entry.id, entry.name, entry.maker + " " + entry.name}) {
        const auto twin = std::find_if(list.begin(), list.end(), [&](const Entry& other) {
            return base::equalsIgnoringCase(other.id, way) || base::equalsIgnoringCase(other.name, way) ||
                   base::equalsIgnoringCase(other.maker + " " + other.name, way);
        });
        if (twin != list.end())
            throw Fault(place + ", field 'id' or 'name': " + inQuotes(way) + " also names the entry " +
                        inQuotes(twin->id) + ": choose another");
    }
}

template <typename Entry, typename Reader>
std::vector<Entry> parseEntries(std::string_view text, std::string_view fileName, const char* listName, Reader read) {
    const std::string file(fileName);
    const json root = base::parseStrictJson<json>(text, deepestNesting, file);
    const std::array<std::string_view, 4> known{"schema", "about", "sources", listName};
    const auto top = fieldsOf(root, file + ", top level", known);
    top.requireSchema(catalogueSchema);
    const json& sourceList = top.object("sources");
    const json& entries = top.list(listName, "entries");

    const Sources sources{sourceList, file};
    std::vector<Entry> list;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string place = file + ", " + placeOf("entry", entries[i], i);
        Entry entry = read(entries[i], place, sources);
        refuseTwins(list, entry, place);
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace

std::variant<std::vector<InterfaceEntry>, std::string> parseInterfaceCatalogue(std::string_view json,
                                                                               std::string_view fileName) {
    try {
        return parseEntries<InterfaceEntry>(json, fileName, "interfaces", interfaceOf);
    } catch (const Fault& problem) {
        return base::oneLine(problem.what());
    }
}

std::variant<std::vector<CartridgeEntry>, std::string> parseCartridgeCatalogue(std::string_view json,
                                                                               std::string_view fileName) {
    try {
        return parseEntries<CartridgeEntry>(json, fileName, "cartridges", cartridgeOf);
    } catch (const Fault& problem) {
        return base::oneLine(problem.what());
    }
}

} // namespace phonostage::catalogue
