// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/NumberFlags.h"

#include <string>

namespace phonostage::cli {

/** The flags for interface, cartridge and load, as text first. */
class EquipmentFlags {
public:
    /** hasDefaults: the help says them. */
    void addTo(CLI::App& command, bool hasDefaults = true);
    /** Those of the interface alone. */
    void addInterfaceTo(CLI::App& command, const char* group, bool hasDefaults = true);

    /** The figures of the cartridge and of the interface's input from the catalogues. Warns of faults in the user's
       catalogues. Throws UsageError. */
    void readEquipment(params::Snapshot& stage) const;
    /** The numbers that are given, which win over the catalogues'. Throws UsageError. */
    void readNumbers(params::Values& values) const { numbers_.read(values); }
    /** Whether the interface's sensitivity follows from the flags: its gain is given, or cannot be changed. After
        readEquipment(). */
    [[nodiscard]] bool isLevelKnown() const;
    /** Whether the load is corrected, once the numbers are known. Throws UsageError. */
    void readLoad(params::Values& values) const;

private:
    NumberFlags numbers_;
    std::string interface_, input_, cartridge_, load_;
};

/** A stage with the figures of a cartridge, and of an interface's input at its lowest gain; "" leaves either out. Warns
    of faults in the user's catalogues. Throws UsageError that names the flag. */
[[nodiscard]] params::Snapshot namedEquipment(const std::string& cartridge, const std::string& device,
                                              const std::string& input);

} // namespace phonostage::cli
