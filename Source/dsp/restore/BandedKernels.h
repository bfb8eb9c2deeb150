// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

// The loops of BandedSolver. Wide registers are used where there are some: the same bits either way.

/** Numbers behind the end of a row that the loops may read, and, where they are of what is written, write. */
constexpr int bandedSlack = 4;

/** column[j] -= sum over d of f column[d + j - d stride], f = column[d - d stride], for d from `earlier` down to 1 and
    j = 0..band - d: takes the earlier columns of a triangular factor off. Behind each column there are bandedSlack
    zeros. */
void takeOffColumns(double* column, int stride, int earlier, int band);

/** sums[i] = sum over r = 0..size-1 of factors[r] rows[r stride + i], i = 0..size-1. */
void multiplyRows(const double* rows, int stride, const double* factors, double* sums, int size);

} // namespace phonostage::dsp
