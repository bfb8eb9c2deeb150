// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** A sine in the speed. */
struct FlutterLine {
    double frequencyHz = 0.0;
    double peak = 0.0; ///< part of the mean speed: 0.001 is 0.1 %
    /** Standard deviation of peak, by what is random beside the line: no method can tell one from the other. 0 where
        fittedLine() made it. */
    double spread = 0.0;
    double cosine = 0.0, sine = 0.0; ///< its parts at the middle of the stretch
};

/** The lines of 0.3 to `topHz` that stand out of their neighbourhood four times and are 0.001 % or more, the 12
   largest, largest first. Found in a Hann spectrum, then fitted all at once by least squares, with a slow drift beside
   them: so a line is not read too large by the random flutter beside it, nor by the next line's skirt. */
[[nodiscard]] std::vector<FlutterLine> flutterLines(std::span<const double> deviation, double rateHz, double topHz);

/** The sine of a given frequency, fitted with a slow drift beside it. */
[[nodiscard]] FlutterLine fittedLine(std::span<const double> deviation, double rateHz, double frequencyHz);

/** What the line is, sample by sample: `index` counts from the first of `count`. */
class LineSamples {
public:
    LineSamples(const FlutterLine& line, double rateHz, std::size_t count);
    [[nodiscard]] double at(std::size_t index) const;

private:
    FlutterLine line_;
    double turn_, middle_;
};

} // namespace phonostage::dsp
