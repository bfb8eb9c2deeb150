// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plot/PictureSize.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phonostage::plot {

/** A point of interest on the curve, such as a corner of a time constant. */
struct Marker {
    double frequencyHz = 0.0;
    std::string label; ///< UTF-8
};

/** What the picture of a response shows. The three vectors have one length; frequencies rise. All text is UTF-8. */
struct ResponsePicture {
    std::string title;         ///< "RIAA"
    std::string details;       ///< "3180 · 318 · 75 µs", beside the title
    std::string note;          ///< on the right: "DC removal on, subsonic 16 Hz"
    double sampleRateHz = 0.0; ///< shown, and the end of the axis where half of it is below 40 kHz
    std::vector<double> frequencyHz;
    std::vector<double> gainDb;  ///< the stage as it runs; what is not finite is left out
    std::vector<double> idealDb; ///< the exact analogue curve
    std::vector<Marker> markers; ///< drawn on the ideal curve
    double toleranceDb = 0.0001; ///< the band in the lower panel, +-; 0 draws none
};

/** The picture as the bytes of a PNG file. Needs neither a display nor fonts of the system; the same data give the same
    bytes on one machine. Empty vectors give a picture with axes only.
    May be called from any thread. Throws std::runtime_error where the PNG cannot be made. */
[[nodiscard]] std::vector<std::uint8_t> drawPng(const ResponsePicture& picture, PictureSize size = {});

} // namespace phonostage::plot
