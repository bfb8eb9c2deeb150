// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::ui {

/** The needle of a volume indicator after IEC 60268-17: a mass on a spring, damped so that a steady tone switched on
    takes it to 99 % in 300 ms and 1.25 % beyond. Stepped exactly, whatever the steps.

    The deflection is proportional to the voltage: 1 is 0 VU. */
class NeedleModel {
public:
    /** From pi zeta / sqrt(1 - zeta^2) = -ln 0.0125. */
    static constexpr double damping = 0.81271698642867748;
    /** Without damping, in 1/s: with it the step response first reaches 0.99 at 4.0535737688 / this. */
    static constexpr double angularHz = 13.511912562532708;
    /** The pin behind the scale's end, +3 VU. */
    static constexpr double stop = 1.5;

    /** drive: the rectified mean over the time since the last step, 1 for 0 VU; seconds 0 or more. */
    void advance(double drive, double seconds);
    void reset() { *this = NeedleModel(); }

    [[nodiscard]] double deflection() const { return deflection_; }

private:
    double deflection_ = 0.0;
    double speed_ = 0.0;
};

/** The scale's marks: VU to deflection and back. */
[[nodiscard]] double deflectionOfVu(double vu);
[[nodiscard]] double vuOfDeflection(double deflection);

} // namespace phonostage::ui
