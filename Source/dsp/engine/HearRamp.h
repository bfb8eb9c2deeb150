// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

namespace phonostage::dsp {

/** What is heard of a restoration: how much of the signal as it came, and how much of what the restoration changed of
    it. Moves in a straight line, frame by frame. */
class HearRamp {
public:
    /** Frames that a change takes. */
    void prepare(int frames) { frames_ = frames; }
    /** There at once. */
    void snap(Hear hear);
    void start(Hear hear);

    /** All of both: the cleaned signal, to the bit. */
    [[nodiscard]] bool isPlain() const { return left_ == 0 && hear_ == Hear::cleaned; }

    [[nodiscard]] double original() const { return original_; }
    [[nodiscard]] double change() const { return change_; }
    /** After each frame. */
    void advance();

private:
    int frames_ = 1, left_ = 0;
    Hear hear_ = Hear::cleaned;
    double original_ = 1.0, change_ = 1.0;
    double originalStep_ = 0.0, changeStep_ = 0.0;
};

} // namespace phonostage::dsp
