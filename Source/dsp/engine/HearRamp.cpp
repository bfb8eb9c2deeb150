// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/HearRamp.h"

namespace phonostage::dsp {
namespace {

double originalOf(Hear hear) { return hear == Hear::removed ? 0.0 : 1.0; }

// What was removed is the change, the other way up.
double changeOf(Hear hear) { return hear == Hear::cleaned ? 1.0 : hear == Hear::original ? 0.0 : -1.0; }

} // namespace

void HearRamp::snap(Hear hear) {
    hear_ = hear;
    left_ = 0;
    original_ = originalOf(hear);
    change_ = changeOf(hear);
}

void HearRamp::start(Hear hear) {
    if (hear == hear_) return;
    hear_ = hear;
    left_ = frames_;
    originalStep_ = (originalOf(hear) - original_) / frames_;
    changeStep_ = (changeOf(hear) - change_) / frames_;
}

void HearRamp::advance() {
    if (left_ == 0) return;
    original_ += originalStep_;
    change_ += changeStep_;
    if (--left_ == 0) snap(hear_);
}

} // namespace phonostage::dsp
