// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"

#include <span>
#include <string_view>

namespace phonostage::catalogue {

constexpr int curveSlots = 64;      ///< of the host parameter, from the first release
constexpr int customCurveSlot = 63; ///< takes the time constants of the custom_* parameters

/** One curve of the catalogue, Resources/catalogues/curves.json. */
struct CurveEntry {
    int slot;                   ///< frozen
    std::string_view name;      ///< "riaa", as in reference/curves.csv
    std::string_view title;     ///< "RIAA"
    std::string_view era;       ///< "1954 to now"
    std::string_view source;    ///< where the numbers are from
    dsp::Curve curve;           ///< iec and neumann are on where the entry itself has them; inverse never
    std::string_view sourceKey; ///< the source's short name in the file; "" of the custom curve
    std::string_view code;      ///< "500R-13.7": the source's, else turnoverRolloffCode(); "custom" of the custom curve
};

/** All curves, slot order; slot 0 is riaa, slot 1 flat. The custom curve is not among them. Read from the embedded JSON
    at the first call, which must not be the audio thread's; afterwards no call allocates or locks.
    Throws std::logic_error where the embedded JSON is not a catalogue. */
[[nodiscard]] std::span<const CurveEntry> curveCatalogue();
/** By exact name; "custom" is the entry at customCurveSlot, whose curve is only the custom parameters' default. Null
    where unknown. */
[[nodiscard]] const CurveEntry* findCurve(std::string_view name);
/** Null where the slot is unused, or no slot. */
[[nodiscard]] const CurveEntry* curveAtSlot(int slot);

/** Level at 10 kHz in dB relative to 1 kHz of the whole analogue curve with its switches, not of the treble section
    alone as in the customary codes: -13.734 for RIAA. */
[[nodiscard]] double levelAt10kDb(const dsp::Curve& curve);

} // namespace phonostage::catalogue
