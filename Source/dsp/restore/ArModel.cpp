// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ArModel.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double conditioning = 1e-9;  ///< of the power: -90 dB of white noise
constexpr double silentEnergy = 1e-14; ///< volts squared, over the whole window: far below any input's noise

} // namespace

void ArModel::prepare(int order) {
    order_ = order;
    const auto size = static_cast<std::size_t>(order) + 1;
    a_.assign(size, 0.0);
    before_.assign(size, 0.0);
    b_.assign(size, 0.0);
    shortA_.assign(size, 0.0F);
    reset();
}

void ArModel::reset() {
    std::fill(a_.begin(), a_.end(), 0.0);
    a_[0] = 1.0;
    finish();
}

void ArModel::fit(const double* products) {
    double* const a = a_.data();
    double* const before = before_.data();
    std::fill(a_.begin(), a_.end(), 0.0);
    a[0] = 1.0;
    double left = products[0] * (1.0 + conditioning) + silentEnergy;
    for (int i = 1; i <= order_; ++i) {
        double sum = products[i];
        for (int j = 1; j < i; ++j)
            sum += a[j] * products[i - j];
        const double reflection = -sum / left;
        if (!(std::fabs(reflection) < 1.0)) break;
        std::copy_n(a, i, before);
        for (int j = 1; j < i; ++j)
            a[j] = before[j] + reflection * before[i - j];
        a[i] = reflection;
        left *= 1.0 - reflection * reflection;
    }
    finish();
}

void ArModel::finish() {
    const double* const a = a_.data();
    for (int lag = 0; lag <= order_; ++lag)
        b_[static_cast<std::size_t>(lag)] = dot(a, a + lag, order_ + 1 - lag);
    spread_ = 0.0;
    for (int k = 1; k <= order_; ++k)
        spread_ += k * a[k] * a[k];
    spread_ /= b_[0];
    // Less than this is nothing beside the first, which is 1, and its products with a faint signal would be subnormal.
    constexpr double least = 1e-8;
    std::transform(a_.begin(), a_.end(), shortA_.begin(),
                   [](double value) { return std::fabs(value) < least ? 0.0F : static_cast<float>(value); });
}

} // namespace phonostage::dsp
