// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** How both channels have a stretch of the prediction error: sound from the centre nearly alike, a click of one wall,
   or of both against each other, not. Unknown where it is too low, or between the two. */
enum class Sides { unknown, centred, apart };

/** own, other: the errors of both channels by own's model, count frames of each. sigma: own's standard deviation where
    nothing stands out. Limits: restoration.md. */
[[nodiscard]] Sides sidesOf(const float* own, const float* other, int count, double sigma);

/** A candidate's error in both channels, and where it is looked at. */
struct ErrorStretches {
    const float* own = nullptr;
    const float* other = nullptr;
    int from = 0, to = 0; ///< frames of both
    int length = 0;       ///< of a stretch; the next one begins half of it away
    double sigma = 0.0;
};

/** From the stretch at a frame on, forwards (direction 1) or backwards (-1): the first frame of the one in which sound
    from the centre begins beside what is apart; -1 where there is none, or where the first is centred itself. */
[[nodiscard]] int centredBeside(const ErrorStretches& error, int at, int direction);

} // namespace phonostage::dsp
