// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/EquipmentCatalogue.h"

#include "base/text/Units.h"
#include "catalogue/EquipmentParser.h"
#include "embedded/cartridgesJson.h"
#include "embedded/interfacesJson.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace phonostage::catalogue {
namespace {

template <typename Entry> std::vector<Entry> listOf(std::variant<std::vector<Entry>, std::string> parsed) {
    if (const auto* why = std::get_if<std::string>(&parsed)) throw std::logic_error(*why);
    return std::get<std::vector<Entry>>(std::move(parsed));
}

template <typename Entry> const Entry* findEntry(std::span<const Entry> list, std::string_view idOrName) {
    const auto first = [&](const auto& isMeant) -> const Entry* {
        const auto found = std::find_if(list.begin(), list.end(), isMeant);
        return found == list.end() ? nullptr : &*found;
    };
    if (const Entry* byId = first([&](const Entry& entry) { return entry.id == idOrName; })) return byId;
    return first([&](const Entry& entry) {
        return base::equalsIgnoringCase(entry.name, idOrName) ||
               base::equalsIgnoringCase(entry.maker + " " + entry.name, idOrName);
    });
}

template <typename Entry> std::string fullNameOf(const Entry& entry) {
    return entry.name.starts_with(entry.maker) ? entry.name : entry.maker + " " + entry.name;
}

} // namespace

const Equipment& factoryEquipment() {
    static const Equipment factory{
        listOf(parseInterfaceCatalogue(embedded::interfacesJson, "Resources/catalogues/interfaces.json")),
        listOf(parseCartridgeCatalogue(embedded::cartridgesJson, "Resources/catalogues/cartridges.json")),
        {}};
    return factory;
}

std::span<const InterfaceEntry> interfaceCatalogue() { return factoryEquipment().interfaces; }

std::span<const CartridgeEntry> cartridgeCatalogue() { return factoryEquipment().cartridges; }

const InterfaceEntry* findInterface(std::span<const InterfaceEntry> list, std::string_view idOrName) {
    return findEntry(list, idOrName);
}

const CartridgeEntry* findCartridge(std::span<const CartridgeEntry> list, std::string_view idOrName) {
    return findEntry(list, idOrName);
}

const InterfaceEntry* findInterface(std::string_view idOrName) { return findInterface(interfaceCatalogue(), idOrName); }

const CartridgeEntry* findCartridge(std::string_view idOrName) { return findCartridge(cartridgeCatalogue(), idOrName); }

std::string fullName(const InterfaceEntry& entry) { return fullNameOf(entry); }

std::string fullName(const CartridgeEntry& entry) { return fullNameOf(entry); }

const InterfaceInput* findInput(const InterfaceEntry& entry, std::string_view idOrName) {
    for (const InterfaceInput& input : entry.inputs)
        if (input.id == idOrName) return &input;
    for (const InterfaceInput& input : entry.inputs)
        if (base::equalsIgnoringCase(input.name, idOrName)) return &input;
    return nullptr;
}

std::string_view wordFor(EntryStatus status) {
    switch (status) {
    case EntryStatus::confirmed:
        return "confirmed";
    case EntryStatus::typical:
        return "typical";
    case EntryStatus::unconfirmed:
        break;
    }
    return "unconfirmed";
}

std::string_view wordFor(InputKind kind) {
    switch (kind) {
    case InputKind::line:
        return "line";
    case InputKind::instrument:
        return "instrument";
    case InputKind::mic:
        return "mic";
    case InputKind::usb:
        return "usb";
    case InputKind::rca:
        break;
    }
    return "rca";
}

std::string_view wordFor(CartridgeKind kind) {
    switch (kind) {
    case CartridgeKind::mm:
        return "mm";
    case CartridgeKind::mi:
        return "mi";
    case CartridgeKind::mc:
        return "mc";
    case CartridgeKind::highOutputMc:
        break;
    }
    return "high_output_mc";
}

std::string_view wordFor(VelocityKind kind) {
    switch (kind) {
    case VelocityKind::peak:
        return "peak";
    case VelocityKind::rms:
        return "rms";
    case VelocityKind::unknown:
        break;
    }
    return "unknown";
}

} // namespace phonostage::catalogue
