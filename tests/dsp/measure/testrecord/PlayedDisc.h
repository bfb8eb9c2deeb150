// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/WiringSignals.h"
#include "dsp/measure/testrecord/StrongestLines.h"

#include <cstdint>

namespace phonostage::tests {

/** A test record while it plays, band after band, from the closed forms of their phases, on a turntable and through a
   cartridge of known faults, with groove noise, rumble and clicks. It knows no code of the measurements. */
class PlayedDisc {
public:
    struct Deck {
        double rateHz = 48000.0;
        double speed = 1.0;       ///< actual over nominal
        double holePart = 0.0;    ///< of the speed, once a turn
        double flutterPart = 0.0; ///< of the speed, at 6 Hz
        double clicksPerSecond = 0.0;
        double leftLeak = 0.05, rightLeak = 0.04; ///< of the driven channel, in phase, into the other
        double rightGain = 1.0;                   ///< over left
        double armHz = 9.0, armQ = 3.0;
        std::uint64_t seed = 1;
    };
    /** What a cartridge gives at a velocity of 5 cm/s rms, volts rms. */
    static constexpr double cartridgeVolts = 0.0045;
    static constexpr double fullScaleDbv = -8.0;

    explicit PlayedDisc(const Deck& deck) : deck_(deck) {}

    using Side = dsp::DrivenSide;
    /** The groove alone. */
    void groove(double seconds);
    /** The needle is lifted: the noise of the electronics. */
    void lifted(double seconds);
    /** peakCmPerS: of the driven channel. */
    void tone(Side side, double hz, double seconds, double peakCmPerS = 5.0);
    /** RIAA, 1 kHz at 2.5 cm/s peak; the pilot before it is of the same level. */
    void sweep(Side side, double seconds, double pilotSeconds = 4.0, double fromHz = 20.0, double toHz = 20000.0);
    /** Constant amplitude, 0.5 cm/s peak at 10 Hz; isVertical: left and right move against each other. */
    void bassSweep(double fromHz, double toHz, double seconds, bool isVertical = false);
    void music(double seconds);
    /** A note with harmonics, which waits for nothing: as steady as an organ. */
    void organ(double hz, double seconds);
    void hum(double seconds, double volts);

    /** Seconds so far. */
    [[nodiscard]] double seconds() const { return static_cast<double>(left_.size()) / deck_.rateHz; }
    /** In samples of the interface. */
    [[nodiscard]] Wiring played() const;

private:
    /** onRecord: seconds of the record since the band began, at this moment of the turntable. */
    template <typename Value> void band(Side side, double seconds, const Value& value);
    [[nodiscard]] double onRecord(double seconds) const;
    void stretch(double seconds, bool hasGroove);

    Deck deck_;
    std::vector<double> left_, right_; ///< volts
    std::vector<bool> hasGroove_;
};

} // namespace phonostage::tests
