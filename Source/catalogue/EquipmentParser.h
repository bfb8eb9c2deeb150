// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::catalogue {

/** Reads and checks the JSON of a list of interfaces or cartridges. Every field is checked for its type, its range and
    whether it is plausible; unknown fields are refused, and so is a list in which two entries could be meant by one id
    or name. The error is one sentence that names the file, the entry, the field and the remedy.

    The ranges: full scale -40 to +30 dBV, gain control -60 to +100 dB, impedance 100 ohm to 10 Mohm, capacitance 0 to
    1000 pF; output at 5 cm/s peak 1 to 15 mV (MM, MI), 0.5 to 5 mV (high-output MC), 0.05 to 3 mV (MC); velocity 0.5 to
    50 cm/s; inductance 5 to 1500 mH (MM), 1 to 1500 mH (MI), up to 50 mH (MC of both kinds); resistance 0.5 ohm to
    10 kohm; load 10 ohm to 1 Mohm. */
[[nodiscard]] std::variant<std::vector<InterfaceEntry>, std::string> parseInterfaceCatalogue(std::string_view json,
                                                                                             std::string_view fileName);
[[nodiscard]] std::variant<std::vector<CartridgeEntry>, std::string> parseCartridgeCatalogue(std::string_view json,
                                                                                             std::string_view fileName);

} // namespace phonostage::catalogue
