// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::plot {

/** In pixels; limited to 320 x 200 up to 8000 x 8000. */
struct PictureSize {
    int width = 1600;
    int height = 1000;
};

} // namespace phonostage::plot
