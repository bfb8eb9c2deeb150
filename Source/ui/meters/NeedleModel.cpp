// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/NeedleModel.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::ui {

namespace {

// What drives a movement far beyond its pin only presses it against the pin: it comes back at once.
constexpr double strongestDrive = 4.0;
// Nearer to rest than a pixel of any dial.
constexpr double restDeflection = 1e-5;

} // namespace

void NeedleModel::advance(double drive, double seconds) {
    if (!(drive > 0.0)) drive = 0.0;
    drive = std::min(drive, strongestDrive);
    if (!(seconds > 0.0)) return;
    // x'' + 2 zeta w x' + w^2 (x - drive) = 0, in closed form for a drive that stays.
    const double decay = damping * angularHz;
    const double ring = angularHz * std::sqrt(1.0 - damping * damping);
    const double away = deflection_ - drive;
    const double slope = (speed_ + decay * away) / ring;
    const double cosine = std::cos(ring * seconds);
    const double sine = std::sin(ring * seconds);
    const double left = std::exp(-decay * seconds);
    const double next = left * (away * cosine + slope * sine);
    deflection_ = drive + next;
    speed_ = left * ring * (slope * cosine - away * sine) - decay * next;
    if (deflection_ > stop) {
        deflection_ = stop;
        speed_ = std::min(speed_, 0.0);
    }
    if (std::abs(deflection_ - drive) < restDeflection && std::abs(speed_) < restDeflection * angularHz) {
        deflection_ = drive;
        speed_ = 0.0;
    }
}

double deflectionOfVu(double vu) { return dsp::decibelsToFactor(vu); }

double vuOfDeflection(double deflection) { return dsp::decibels(deflection); }

} // namespace phonostage::ui
