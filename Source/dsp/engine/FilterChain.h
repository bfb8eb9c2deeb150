// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Engine.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** Frames of one internal chunk, counted from reset, whatever blocks the host sends. */
constexpr int chunkFrames = 32;

/** The filters of one StageDesign with their state, for two channels: subsonic, load, de-emphasis. The 1 Hz section
   stands before the chains (see DcSection): two chains that are cross-faded share it, so that its slow state is never
   cold. */
class FilterChain {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const StageDesign& design);
    void clear();

    /** Filters frames; from and to may be the same. The chain's gain() is not applied. */
    void process(const StereoDouble* from, StereoDouble* to, int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

    [[nodiscard]] const StageDesign& design() const { return design_; }

    /** Scales of all sections and of the 1 Hz section where it acts, and the curve's normalisation. */
    [[nodiscard]] double gain() const { return gain_; }

    enum class Input { direct, highPass, integral };

    /** What of the 1 Hz section the chain is fed with. */
    [[nodiscard]] Input input() const { return input_; }

    struct HighPassState {
        StereoDouble band, low;
    };

    struct BiquadState {
        StereoDouble s1, s2;
    };

    struct States {
        std::array<HighPassState, 2> subsonic2;
        StereoDouble subsonic1;
        StereoDouble iec;
        std::array<StereoDouble, DeEmphasis::maxFirstOrder> firstOrder;
        std::array<BiquadState, LoadFilter::maxBiquads> load;
        std::array<BiquadState, DeEmphasis::maxBiquads> biquad;
    };

private:
    using DeEmphasisLoop = void (*)(const DeEmphasis&, States&, const StereoDouble*, StereoDouble*, int);
    using LoadLoop = void (*)(const LoadFilter&, States&, const StereoDouble*, StereoDouble*, int);
    using SubsonicLoop = void (*)(const StageDesign&, States&, const StereoDouble*, StereoDouble*, int);

    StageDesign design_;
    States states_;
    double gain_ = 1.0;
    Input input_ = Input::highPass;
    SubsonicLoop subsonicLoop_ = nullptr; ///< null: off
    LoadLoop loadLoop_ = nullptr;         ///< null: off
    DeEmphasisLoop deEmphasisLoop_ = nullptr;
};

/** The 1 Hz high-pass. After reset its corner glides down to 1 Hz within half a second, so that neither an offset nor a
    capture cut out of the middle of music starts with a thump. */
class DcSection {
public:
    void prepare(const StageDesign& design);
    void reset();

    /** Moves the corner while it glides; before the first frame of each chunk. */
    void beginChunk();
    /** Reads count frames of volts; writes the high-pass and its running sum, both without the section's scale. */
    void process(const StereoDouble* volts, StereoDouble* highPass, StereoDouble* integral, int count);
    void flushTinyStates();

    static constexpr double glideSeconds = 0.5;
    /** The corner at a time since reset: inversely proportional to it, as a running mean's would be. */
    [[nodiscard]] static double glideCornerHz(double secondsSinceReset, double sampleRateHz);

private:
    HighPass2 section_;
    double rateHz_ = 48000.0;
    double c1_ = 0.0, c2_ = 0.0, inputScale_ = 1.0;
    std::int64_t chunk_ = 0, glideChunks_ = 0;
    StereoDouble band_, low_;
};

} // namespace phonostage::dsp
