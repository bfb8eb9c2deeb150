// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"

#include <array>
#include <complex>
#include <cstddef>
#include <functional>
#include <vector>

namespace phonostage::dsp {

/** Third octaves from 100 Hz to 12.7 kHz. */
constexpr std::size_t grooveBands = 21;

/** What 10 ms of a capture are like, both channels together. 0 dB is a sine at full scale in one channel; silence is
    -180 dB. Needs no RIAA: whoever compares music with groove noise does so band by band. */
struct GrooveHop {
    std::array<float, grooveBands> bandDb{}; ///< 43 ms around the beginning of the hop (to 4 ms), Hann window
    float quietDb = 0.0F;  ///< 2 to 10 kHz, the third lowest of ten milliseconds: no click gets into it
    float loudDb = 0.0F;   ///< likewise the highest of the ten
    float flatness = 0.0F; ///< 0 to 1: geometric over arithmetic mean of the power from 500 Hz to 5 kHz
};

/** Turns a capture of a record side into GrooveHops, in constant memory.

    Above 64 kHz the signal is halved in rate first, as often as it takes: nothing above 12.7 kHz is looked at. 8 to 768
    kHz, one or two channels; bands and filters end at 0.45 of the rate. Allocates when it is made, not for the audio
    thread. Figures and reasons: Resources/docs/tracks.md. */
class GrooveMeter {
public:
    using Sink = std::function<void(const GrooveHop&)>;

    GrooveMeter(double rateHz, int channels);

    /** Length of a hop: 10 ms but for what rounding to whole samples takes. */
    [[nodiscard]] double hopSeconds() const { return hopSeconds_; }
    /** Planar samples, full scale 1.0; those that are not finite or beyond +-1e6 count as 0. Hands each hop that is
        complete to the sink. */
    void add(const double* const* channel, int frames, const Sink& sink);

private:
    /** Halves the rate: a half-band filter of 15 taps. 12.7 kHz passes within 0.1 dB at 64 kHz and above, and what
       would fold onto it is 45 dB down. */
    class Halver {
    public:
        /** In place; returns how many frames are left. */
        std::size_t process(std::vector<std::complex<double>>& values);

    private:
        std::array<std::complex<double>, 15> line_{};
        std::size_t place_ = 0;
        bool isOdd_ = false;
    };
    struct Biquad {
        double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
        std::complex<double> s1, s2;
        std::complex<double> process(std::complex<double> x);
    };

    static Biquad highPass(double cornerHz, double rateHz);
    static Biquad lowPass(double cornerHz, double rateHz);
    void finishHop(const Sink& sink);
    void measureBands(GrooveHop& hop);

    int channels_;
    std::vector<Halver> halvers_;
    double rateHz_, hopSeconds_ = 0.01;
    std::size_t hop_, slot_; ///< samples of a hop, of a millisecond
    Fourier fourier_;
    std::vector<double> window_;
    double scale_ = 1.0; ///< from the squares of the transform to power
    std::array<std::size_t, grooveBands + 1> edges_{};
    std::size_t flatFrom_ = 0, flatTo_ = 0;
    Biquad high_, low_;
    std::vector<std::complex<double>> ring_, values_, fresh_;
    std::size_t place_ = 0, inHop_ = 0;
    static constexpr std::size_t slots = 10; ///< of a hop
    std::array<double, slots> energies_{};
    std::vector<GrooveHop> waiting_; ///< hops whose window is not complete yet
    std::size_t delay_ = 0;          ///< so many of them
};

} // namespace phonostage::dsp
