// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/Corrector.h"

#include <array>
#include <cstddef>
#include <span>

namespace phonostage::dsp {

/** A start of a fit, as a row of the tables: where it came from, then the parameters of a corrector. */
struct CorrectorStart {
    std::array<double, 14> row{};

    /** For a band up to 20 kHz: only 20 kHz / rate matters. */
    [[nodiscard]] double rateHz() const { return row[0]; }
    /** Of the target at low frequencies. */
    [[nodiscard]] double delaySamples() const { return row[1]; }
    [[nodiscard]] Corrector corrector(const CorrectorShape& shape) const;
};

/** Two zeros at z = -1, four real ones, three biquads: for targets that lag. */
constexpr CorrectorShape laggingShape{2, 4, 0, 3};

/** Four real zeros, two biquads: for targets that hardly lag, for high rates, and for fits in magnitude alone. */
constexpr CorrectorShape plainShape{0, 4, 0, 2};

/** The starts for each kind of target. */
struct CorrectorStarts {
    static constexpr std::size_t most = 256; ///< of a kind

    std::span<const CorrectorStart> lagging;   ///< of the lagging shape
    std::span<const CorrectorStart> plain;     ///< of the plain shape
    std::span<const CorrectorStart> recording; ///< likewise, for the recording side, in magnitude alone
};

/** Those that designs are found with. `find_starts` (tests/bench) finds others as good. */
[[nodiscard]] const CorrectorStarts& correctorStarts();

} // namespace phonostage::dsp
