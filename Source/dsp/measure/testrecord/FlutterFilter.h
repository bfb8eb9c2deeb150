// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace phonostage::dsp {

/** The causal weighting of deviations of speed, as a meter has it: a chain of sections of first order; starts from
    rest. */
class FlutterFilter {
public:
    /** The weighting of AES6-2008, IEC 60386 and DIN 45507, causal: poles at 0.4684, 0.6813, 0.7828, 10.7547 and 212.09
        Hz, three zeros at 0 Hz and one at 156.38 Hz, 0 dB at 4 Hz. Analogue, it is within 0.60 dB of the standard's
        table from 0.1 to 200 Hz (whose tolerance is 2 to 10 dB); at 1 kHz, by the bilinear transform with every corner
        prewarped, within 1 dB up to 100 Hz. Table after FidelisAnalog/AES6-Wow-and-Flutter. */
    [[nodiscard]] static FlutterFilter weighting(double rateHz);

    [[nodiscard]] double next(double value);

private:
    struct Section {
        double gain = 1.0, zero = 0.0, pole = 0.0; ///< in z
        double lastIn = 0.0, lastOut = 0.0;
    };

    std::vector<Section> sections_;
};

} // namespace phonostage::dsp
