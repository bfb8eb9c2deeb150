// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"
#include "dsp/simd/Decibels.h"

#include <complex>
#include <optional>

namespace phonostage::dsp {

/** The subsonic filter: a Butterworth high-pass. */
struct Subsonic {
    double cornerHz = 20.0;    ///< 5 to 40 Hz
    int slopeDbPerOctave = 18; ///< 12, 18 or 24
    bool operator==(const Subsonic&) const = default;
};

/** What a cartridge works into: a resistance and, parallel to it, the capacitance of input and cable together. */
struct Load {
    double resistanceOhm = 47e3;       ///< 10 ohm to 10 Mohm
    double capacitanceFarad = 200e-12; ///< 0 to 1 nF
    bool operator==(const Load&) const = default;
};

/** Load correction: the divider of cartridge and load is D(s) = 1 / (1 + (Rc + s Lc)(1/R + s C)); the stage
    applies D_want / D_have. */
struct LoadCorrection {
    double coilHenry = 0.5; ///< 0 to 1.5 H, in series with
    double coilOhm = 500.0; ///< 0 to 10 kohm
    Load have;              ///< what the interface and the cable are
    Load want;              ///< what the cartridge's maker asks for
    double limitDb = 36.0;  ///< 0 to 40 dB: the most that any frequency is raised
    bool operator==(const LoadCorrection&) const = default;
};

/** Below its corner the difference of the channels is taken away; (L+R)/2 passes untouched. */
struct MonoBass {
    double cornerHz = 120.0;   ///< 80 to 200 Hz
    int slopeDbPerOctave = 12; ///< 6 or 12, Butterworth
    bool operator==(const MonoBass&) const = default;
};

/** Frames by which stations look ahead, and so what comes out is late. 0 everywhere: none does. */
struct LookAhead {
    int restorationFrames = 0; ///< between DC removal and integrator; 0 to maxLookAheadFrames
    int deEmphasisFrames = 0;  ///< behind the de-emphasis; 0 to maxLookAheadFrames
    bool operator==(const LookAhead&) const = default;
};

/** What is heard of the restoration; all are equally late. */
enum class Hear { cleaned, original, removed };

/** Which mains hum is listened for. */
enum class Dehum { off, fiftyOrSixty, fifty, sixty };

/** Clicks, crackle and hum. Clicks and crackle that are switched on must also be in FilterSettings: they make the stage
    late. */
struct CleanSettings {
    bool declick = false;
    double declickStrength = 50.0; ///< 0 to 100 %: a click stands out by 12 to 4 standard deviations
    bool decrackle = false;
    double decrackleStrength = 50.0; ///< 0 to 100 %
    Dehum dehum = Dehum::off;
    double dehumMostDb = 40.0; ///< 0 to 60 dB: the most that is taken away of a line of hum
    Hear hear = Hear::cleaned;
    bool operator==(const CleanSettings&) const = default;
};

constexpr int maxLookAheadFrames = 1 << 16; ///< 85 ms at 768 kHz

/** What needs a filter to be designed; a change is designed away from the audio thread and cross-faded. */
struct FilterSettings {
    Curve curve;
    bool undoRiaa = false;   ///< the source went through a RIAA stage: that is taken off, in one filter with the curve
    double speedRatio = 1.0; ///< played rpm / the record's own rpm, 0.25 to 4: the curve acts as H(f/r)/r, the subsonic
                             ///< at r times its corner; load and the RIAA that is undone are not scaled
    bool dcRemoval = true;   ///< second-order Butterworth high-pass at 1 Hz; off is an exact identity
    std::optional<Subsonic> subsonic;
    std::optional<LoadCorrection> load;
    std::optional<MonoBass> monoBass;
    /** A delay makes the phase exact: see ExactPhaseFilter. From 88.2 kHz on it changes nothing. */
    bool exactPhase = false;
    /** Plain delays at the places where a station may look ahead. Tests set them; no parameter and no flag leads here.
     */
    LookAhead delay;
    /** Clicks or crackle are removed: the stage looks ahead by ClickRemover::latencyFrames() instead of the
        restoration's delay. */
    bool removesClicks = false;
    /** ... and by TwoWayRemover::latencyFrames(), in both directions, which only files can do. */
    bool cleansTwoWays = false;
    bool operator==(const FilterSettings&) const = default;
};

/** What comes out of the channels stage, after polarity, swap and balance; mono goes to both outputs. */
enum class ChannelMode { stereo, lateral, vertical, left, right };

/** What the engine follows smoothly by itself, sample by sample: no design needed. Read once a block. */
struct LevelSettings {
    double gainDb = 40.0;      ///< phono gain at 1 kHz, 0 to 80 dB
    double outputTrimDb = 0.0; ///< -20 to +20 dB, after the gain
    double balanceDb = 0.0;    ///< -6 to +6 dB; positive raises the right by half and lowers the left by half
    bool invertLeft = false;   ///< polarity of the left input
    bool invertRight = false;
    bool swapChannels = false;
    ChannelMode mode = ChannelMode::stereo;
    double inputDbv = 6.0;             ///< dBV rms of a sine at 0 dBFS at the input socket
    double outputDbv = 6.0;            ///< dBV rms of a sine at 0 dBFS at the output
    double crosstalkLeftToRight = 0.0; ///< captured R = R + this * L, captured L = L + crosstalkRightToLeft * R: real
    double crosstalkRightToLeft = 0.0; ///< factors, -0.5 to +0.5, undone before anything else of the channels
    CleanSettings clean{};
    bool operator==(const LevelSettings&) const = default;
};

/** The exact analogue response of curve, speed and undone RIAA together at a playback frequency in Hz: H(f/r)/r over
    RIAA(f), each 0 dB at its own 1 kHz; of an inverse curve the reciprocal, r/H(f/r). Nothing else of the settings is
    in it, but where a playback curve integrates and withLowLimit is true, its 1 Hz high-pass is. */
[[nodiscard]] std::complex<double> analogueResponse(const FilterSettings& settings, double frequencyHz,
                                                    bool withLowLimit = true);

/** Null where legal; else one sentence that names the field, its range and the remedy. */
[[nodiscard]] const char* whyIllegal(const FilterSettings& settings);
[[nodiscard]] const char* whyIllegal(const LevelSettings& settings);

/** Volts at a sample of 1.0, for dBV rms of a sine at 0 dBFS: sqrt(2) 10^(dBV/20). */
[[nodiscard]] double voltsAtFullScale(double dbv);

constexpr double minSampleRateHz = 8000.0;
constexpr double maxSampleRateHz = 768000.0;

} // namespace phonostage::dsp
