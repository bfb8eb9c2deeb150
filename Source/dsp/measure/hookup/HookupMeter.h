// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"
#include "dsp/measure/hookup/HookupBlock.h"
#include "dsp/measure/hookup/HookupDecimator.h"
#include "dsp/simd/StereoDouble.h"

#include <array>
#include <complex>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Measures a capture block by block for the hook-up check. Streaming, in constant memory (6 MB); any cut of the input
    gives the same blocks. Allocates when it is made: not for the audio thread. */
class HookupMeter {
public:
    /** power: of each bin, both channels together, blockFrames / 2 + 1 of them. */
    using Sink = std::function<void(HookupBlock&& block, std::span<const float> power)>;

    /** 44.1 to 768 kHz. */
    explicit HookupMeter(double rateHz);

    [[nodiscard]] double baseRateHz() const { return baseRateHz_; }
    [[nodiscard]] double blockSeconds() const { return hookup::blockFrames / baseRateHz_; }
    /** Frames of the input that make a block. */
    [[nodiscard]] std::int64_t framesPerBlock() const {
        return static_cast<std::int64_t>(hookup::blockFrames) << halvings_;
    }
    [[nodiscard]] double binHz() const { return baseRateHz_ / hookup::blockFrames; }
    /** Full scale 1.0; samples that are not finite or beyond +-1e6 count as 0. Hands each block that is complete to the
        sink. Sample is float or double. */
    template <typename Sample> void add(const Sample* left, const Sample* right, std::int64_t frames, const Sink& sink);
    /** What follows is not the sequel of what came: a block under way is dropped. */
    void restart();

private:
    /** Butterworth, second order. */
    struct HighPass {
        HighPass(double cornerHz, double rateHz);
        double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
        StereoDouble s1, s2;
        StereoDouble process(StereoDouble x);
    };

    /** Of the samples as they came, of the block under way. */
    struct RawFigures {
        StereoDouble sum;
        std::array<double, 2> first{}, peak{};
        std::array<bool, 2> isConstant{};
        std::int64_t frames = 0, equal = 0, opposite = 0;
    };

    void addRaw(std::span<const StereoDouble> piece, std::array<double, 2> peaks);
    void addBase(std::span<const StereoDouble> piece, const Sink& sink);
    void endHop();
    void endSpectrum();
    void endBlock(const Sink& sink);
    void measureSpectrum(const Sink& sink);

    int halvings_ = 0;
    double baseRateHz_;
    std::vector<HookupDecimator> decimators_;
    HookupPeakMeter peakMeter_;
    Fourier shortFourier_, longFourier_;
    std::vector<double> shortWindow_, longWindow_;
    std::array<std::size_t, hookup::bands + 1> edges_{};
    std::array<std::array<double, hookup::hopFrames>, 3> slowWeights_{};
    HighPass highPass_, trebleHighPass_;
    std::array<StereoDouble, 2> slowParts_; ///< what the hops before give to the slow signal's next two
    std::array<std::vector<double>, 2> guarded_;
    std::vector<StereoDouble> base_, piece_;
    std::vector<std::complex<double>> values_; ///< left + i right
    std::vector<float> power_;
    std::size_t filled_ = 0;
    RawFigures raw_;
    HookupBlock block_;
};

extern template void HookupMeter::add<float>(const float*, const float*, std::int64_t, const Sink&);
extern template void HookupMeter::add<double>(const double*, const double*, std::int64_t, const Sink&);

} // namespace phonostage::dsp
