// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumBank.h"
#include "dsp/restore/HumDecimator.h"
#include "dsp/restore/HumSearch.h"
#include "dsp/restore/HumTracker.h"
#include "dsp/restore/HumVoice.h"
#include "dsp/simd/StereoDouble.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** Knows the mains hum in a signal, without delay: 50 or 60 Hz within half a hertz, wandering, and its harmonics up to
    the fortieth.

    It listens for hum that is there all the time, learns its lines, and plays them, to be subtracted: no notch, so
    nothing rings, and where there is no hum nothing is changed. A drone on exactly 50 or 60 Hz is there all the time,
   too: it can be told to take only what was there without music (HumPauses). All work is spread over the frames. Only
   prepare() allocates; the same bits for blocks of any size. */
class HumRemover {
public:
    /** 8 to 768 kHz. */
    void prepare(double sampleRateHz);
    /** Forgets all that was heard. */
    void reset();
    /** The sound starts again. Known lines are kept, and played again as soon as the sound tells their phase:
        after a second or two without music. */
    void resume();
    /** Which mains it may be, and whether only lines count that are there without music too; from the next reset() on.
     */
    void listenFor(bool fiftyHz, bool sixtyHz, bool onlyOfPauses);

    /** There is hum to subtract. */
    [[nodiscard]] bool isOn() const { return voice_.isOn(); }
    /** The hum in the next frame, or in the one so many after it; where isOn(). */
    [[nodiscard]] StereoDouble hum(double aheadFrames = 0.0) const { return voice_.value(aheadFrames); }
    /** The next frame. What is no number is not listened to. */
    void hear(StereoDouble frame);

    /** The share of hum to be subtracted that lowers it by so much, 0 to mostMostDb. */
    [[nodiscard]] static double shareOf(double mostDb);

    struct Found {
        double fundamentalHz = 0.0;       ///< 0: none
        int lines = 0;                    ///< harmonics, the fundamental included
        int withheld = 0;                 ///< more harmonics that are there, but were not without music
        bool heardPause = false;          ///< there was something without music; where that is listened for
        std::array<double, 2> levelRms{}; ///< of all lines, left and right, as the samples
    };

    [[nodiscard]] Found found() const;

    static constexpr double mostMostDb = 60.0, usualMostDb = 40.0;

private:
    enum class State { searching, resuming, tracking };

    [[nodiscard]] HumBank::Phasor gainAt(double frequencyHz) const;
    void lowSample(StereoDouble sample);
    void search();
    void searchAgain();
    void follow();

    static constexpr std::size_t mains = 2; ///< 50 and 60 Hz

    HumDecimator decimator_;
    StereoDouble offset_; ///< that is kept from the banks
    double sampleRateHz_ = 48000.0, offsetStep_ = 0.0;
    std::size_t on_ = 0; ///< of the mains that is followed
    std::int64_t lowSamples_ = 0, lastRound_ = 0;
    HumBank::Set amplitude_{};
    /** What a line has become on its way to the bank. */
    std::array<std::array<HumBank::Phasor, HumBank::harmonics>, mains> gains_{};
    HumVoice voice_;
    std::array<HumBank, mains> banks_;
    std::array<HumSearch, mains> searches_;
    std::array<HumTracker, mains> trackers_;
    State state_ = State::searching;
    std::array<bool, mains> isWanted_{true, true};
    bool onlyOfPauses_ = false, isMaking_ = false;
};

} // namespace phonostage::dsp
