// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/DustShape.h"

#include <cmath>
#include <cstddef>

namespace phonostage::dsp {

double DustShape::term(int derivative, double away) {
    const double u = away, hill = std::exp(-0.5 * u * u);
    switch (derivative) {
    case 0:
        return hill;
    case 1:
        return -u * hill;
    case 2:
        return (u * u - 1.0) * hill;
    default:
        return -u * (u * u - 3.0) * hill;
    }
}

double DustShape::valueAt(double frame) const {
    const double away = (frame - at) / width;
    if (std::fabs(away) > reach) return 0.0;
    double sum = 0.0;
    for (int j = 0; j < terms; ++j)
        sum += sizes[static_cast<std::size_t>(j)] * term(j, away);
    return sum;
}

} // namespace phonostage::dsp
