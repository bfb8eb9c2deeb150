// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::catalogue {

/** Whether the maker's own figure was read. */
enum class EntryStatus {
    confirmed,
    unconfirmed,
    typical ///< no figures of this model: the usual ones of its kind stand in
};

enum class InputKind {
    line,
    instrument,
    mic,
    rca,
    usb ///< of a turntable or preamplifier that has applied RIAA; full scale counts at the cartridge, at 1 kHz
};
enum class CartridgeKind { mm, mi, mc, highOutputMc };
enum class VelocityKind { peak, rms, unknown };

/** One kind of input of an interface, with its switches (pad, reference level) as named. */
struct InterfaceInput {
    std::string id;   ///< "line"; its own within the interface
    std::string name; ///< "Line 1-2"
    InputKind kind = InputKind::line;
    double fullScaleDbv = 0.0; ///< dBV rms of the sine that is 0 dBFS at the lowest gain, -40 to +30
    double gainMinDb = 0.0;    ///< what the gain control reads at its lowest
    double gainMaxDb = 0.0;    ///< and at its highest; the same where there is no control
    double impedanceOhm = 10e3;
    std::optional<double>
        capacitancePf; ///< without cable; nullopt where the maker states none, and then it counts as 0
    EntryStatus status = EntryStatus::unconfirmed;
    std::string source;
    std::string note; ///< may be empty
};

struct InterfaceEntry {
    std::string id;   ///< "focusrite_scarlett_4i4_4th"
    std::string name; ///< "Scarlett 4i4 4th Gen"
    std::string maker;
    EntryStatus status = EntryStatus::unconfirmed;
    std::string source;
    std::string note; ///< may be empty
    std::vector<InterfaceInput> inputs;
    bool fromUser = false; ///< from the user's own file
};

/** One channel's figures. */
struct CartridgeEntry {
    std::string id;   ///< "ortofon_2m_red"
    std::string name; ///< "2M Red"
    std::string maker;
    CartridgeKind kind = CartridgeKind::mm;
    double outputMv = 0.0; ///< rms, 1 kHz, at velocityCmPerS and at its recommended load
    double velocityCmPerS = 5.0;
    VelocityKind velocityKind = VelocityKind::unknown; ///< unknown counts as peak
    std::optional<double> inductanceMh;                ///< nullopt: unstated
    std::optional<double> resistanceOhm;               ///< nullopt: unstated
    double loadOhm = 47e3;                             ///< recommended
    std::optional<double> loadPfMin, loadPfMax;        ///< recommended, cable and arm in it; both or neither
    EntryStatus status = EntryStatus::unconfirmed;
    std::string source;
    std::string note; ///< may be empty
    bool fromUser = false;
};

/** What there is to choose from, and what was wrong with the user's files (one sentence each). */
struct Equipment {
    std::vector<InterfaceEntry> interfaces;
    std::vector<CartridgeEntry> cartridges;
    std::vector<std::string> problems;
};

/** The catalogues that come with the program, Resources/catalogues/interfaces.json and cartridges.json, in the files'
    order. Read from the embedded JSON at the first call, which must not be the audio thread's.
    Throws std::logic_error where the embedded JSON is no catalogue. */
[[nodiscard]] const Equipment& factoryEquipment();
[[nodiscard]] std::span<const InterfaceEntry> interfaceCatalogue();
[[nodiscard]] std::span<const CartridgeEntry> cartridgeCatalogue();

/** By exact id; else by name, or by maker and name ("Ortofon 2M Red"), without regard to case. Null where unknown. The
    pointers live as long as the list does; the forms without a list look into the factory's. */
[[nodiscard]] const InterfaceEntry* findInterface(std::span<const InterfaceEntry> list, std::string_view idOrName);
[[nodiscard]] const CartridgeEntry* findCartridge(std::span<const CartridgeEntry> list, std::string_view idOrName);
[[nodiscard]] const InterfaceEntry* findInterface(std::string_view idOrName);
[[nodiscard]] const CartridgeEntry* findCartridge(std::string_view idOrName);
/** "Ortofon 2M Red"; a name that begins with its maker, as "Other moving magnet" does, stands alone. */
[[nodiscard]] std::string fullName(const InterfaceEntry& entry);
[[nodiscard]] std::string fullName(const CartridgeEntry& entry);

/** By exact id, else by name without regard to case. */
[[nodiscard]] const InterfaceInput* findInput(const InterfaceEntry& entry, std::string_view idOrName);

/** The words of the files: "line", "high_output_mc", "unknown", "confirmed". */
[[nodiscard]] std::string_view wordFor(EntryStatus status);
[[nodiscard]] std::string_view wordFor(InputKind kind);
[[nodiscard]] std::string_view wordFor(CartridgeKind kind);
[[nodiscard]] std::string_view wordFor(VelocityKind kind);

} // namespace phonostage::catalogue
