// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::info {

/** What a product was made from. Fixed when it was built; any thread may ask. */
[[nodiscard]] std::string_view version();     ///< "0.1.0", as in the top CMakeLists.txt
[[nodiscard]] std::string_view commit();      ///< twelve digits, "+" behind them where files were changed; or "unknown"
[[nodiscard]] std::string_view commitDate();  ///< "2026-11-21" in UTC, or empty
[[nodiscard]] std::string_view compiler();    ///< "GCC 12.2.0"
[[nodiscard]] std::string_view juceVersion(); ///< "7.0.5", of the whole build
[[nodiscard]] std::string_view buildKind();   ///< "x86_64", and what else the code was built with: "x86_64, debug"

/** The system it runs on now: "Debian GNU/Linux 12 (bookworm), Linux 6.1.0, x86_64". Asks the system: not for the audio
    thread. */
[[nodiscard]] std::string systemName();

/** "0.1.0 (96c16ac0f2d1 of 2026-11-21)" */
[[nodiscard]] std::string versionAndCommit();

/** A line for each fact, for a report of a fault: name of the product, version, commit, compiler, JUCE, system. `more`
    goes to the end as it is. Holds nothing of the user's: no name, no path. Not for the audio thread. */
[[nodiscard]] std::string diagnosticText(std::string_view product, std::string_view more = {});

} // namespace phonostage::info
