// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::ui {

/** How the face lies in an area: as a whole where 75 % of it fits, else in its compact form, which a screen of
    800 x 480 holds. Logical units; the bars of a window are not counted in width and height. */
struct FaceFit {
    bool isCompact = false;
    double scale = 1.0;
    int width = 0;
    int height = 0;

    bool operator==(const FaceFit&) const = default;
};

/** barsHeight: of what a window has over and under the face, in logical units. The compact form keeps 75 % as long as
    it can, which makes it less wide or less high than the area; it is smaller than that only where its smallest form
    does not fit otherwise. */
[[nodiscard]] FaceFit fitFace(double width, double height, int barsHeight = 0);

} // namespace phonostage::ui
