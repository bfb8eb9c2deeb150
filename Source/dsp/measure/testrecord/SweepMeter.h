// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/RecordCut.h"
#include "dsp/measure/testrecord/SweepFinder.h"

#include <array>
#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

struct SweepPoint {
    double frequencyHz = 0.0;
    double levelDb = 0.0; ///< relative to 1 kHz
};

struct CrosstalkPoint {
    double frequencyHz = 0.0;
    std::complex<double> leak; ///< the silent channel over the driven one; a mean over a quarter of an octave
};

/** How far the cartridge is turned about the axis along the headshell. */
struct Azimuth {
    /** Degrees counter-clockwise, seen from the front of the cartridge; turn it back clockwise by as much. */
    double degrees = 0.0;
    double spreadDegrees = 0.0; ///< two standard deviations of the frequencies' answers
    /** How many dB the crosstalk of the worse channel falls if it is turned so. */
    double gainDb = 0.0;
    /** The frequencies agree, and the crosstalk would fall by 3 dB or more: else it is not this angle that makes it. */
    bool isSure = false;
};

struct SweepMeasurement {
    struct Channel {
        std::vector<SweepPoint> response;      ///< with the record's cut taken out; empty where nothing was found
        std::vector<CrosstalkPoint> crosstalk; ///< this channel driven, read on the other; empty where both are driven
        double level = 0.0;                    ///< peak at 1 kHz, of the pilot where there is one
    };
    std::array<Channel, 2> channel;  ///< left, right
    std::optional<double> speed;     ///< actual over nominal, of the pilots; none without one
    std::optional<double> balanceDb; ///< right over left
    std::optional<Azimuth> azimuth;
};

/** Measures the sweeps that SweepFinder found, in a second pass over the same sound: 12 points an octave, 1 kHz among
    them, as far as whole windows fit. Streaming; holds about two seconds. */
class SweepMeter {
public:
    SweepMeter(double rateHz, std::vector<SweepBand> bands);

    void add(std::span<const double> left, std::span<const double> right);
    /** Takes over what another one has read, as if both had heard one record. */
    void join(const SweepMeter& other);
    /** extraGain: what else is to be taken out, as a factor of the frequency in Hz; may be empty. */
    [[nodiscard]] SweepMeasurement finish(RecordCut cut, const std::function<double(double hz)>& extraGain) const;

private:
    struct Task {
        std::int64_t from = 0, to = 0; ///< samples
        std::size_t band = 0;
        double frequencyHz = 0.0; ///< 0: a piece of the pilot
    };
    struct Reading {
        double frequencyHz = 0.0, amplitude = 0.0;
        std::complex<double> leak;
    };

    void plan();
    void carryOut(const Task& task);
    [[nodiscard]] double levelOf(std::size_t band) const;

    double rateHz_;
    std::vector<SweepBand> bands_;
    std::vector<Task> tasks_;
    std::vector<std::int64_t> neededFrom_; ///< of each task and all after it
    std::size_t next_ = 0;
    std::array<std::vector<double>, 2> held_;
    std::int64_t heldFrom_ = 0;
    std::vector<std::vector<Reading>> readings_;  ///< of each band
    std::vector<std::vector<float>> pilotPowers_; ///< of each band's pieces: the square of the peak
};

/** The angle that two crosstalks speak of; none where a direction is missing between 400 Hz and 3 kHz. Channels of
    opposite polarity turn its sign. */
[[nodiscard]] std::optional<Azimuth> azimuthOf(std::span<const CrosstalkPoint> leftDriven,
                                               std::span<const CrosstalkPoint> rightDriven);

} // namespace phonostage::dsp
