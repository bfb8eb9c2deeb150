// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace phonostage::dsp {

/** What is known of the tone in one channel. Levels are those of its fundamental alone. */
struct ToneChannel {
    double amplitude = 0.0;            ///< peak, 1.0 is full scale
    std::complex<double> phasor;       ///< amplitude and phase, against the reference channel's phase of 0
    std::optional<double> thdPercent;  ///< 2nd to 10th harmonic below 0.45 of the rate; empty where none lies there
    double levelChangeDb = 0.0;        ///< largest against smallest level in the span, clicks left out
    std::int64_t clippedSamples = 0;   ///< in runs of 3 and more at a ceiling, see OverloadWatch
    [[nodiscard]] double rms() const;  ///< amplitude / sqrt 2
    [[nodiscard]] double dbfs() const; ///< a sine at full scale is 0 dBFS; -400 for silence
};

/** The strongest tone in a span of raw samples. */
struct ToneMeasurement {
    enum class Fault {
        none,
        tooShort, ///< less than seconds() of needed time
        silent,   ///< nothing but zeros and offset
        noTone    ///< no line stands 14 dB above all the rest: speech, music or noise; noiseDb says how far it came
    };
    Fault fault = Fault::none;
    double rateHz = 0.0;
    double seconds = 0.0;       ///< measured
    double neededSeconds = 0.0; ///< at least, for this frequency
    int channels = 0;           ///< 1 or 2
    std::size_t reference = 0;  ///< the channel in which it is stronger
    double frequencyHz = 0.0;
    double frequencySpreadPercent =
        0.0; ///< half the range of the frequency in the span (wow and drift), clicks left out
    double frequencyDriftPercent = 0.0; ///< last against first, along the straight line that fits best
    std::array<ToneChannel, 2> channel;
    double noiseDb = 0.0;    ///< all but the tone and those harmonics, against it, in the worse channel that has it
    double noiseLowHz = 0.0; ///< its band, unweighted: 100 Hz up to the lesser of 20 kHz and 0.45 of the rate
    double noiseHighHz = 0.0;

    /** How far the left channel stands above the right, dB. */
    [[nodiscard]] double leftAboveRightDb() const;
    /** The other channel over this one, complex: real part in phase, imaginary part in quadrature (leading). */
    [[nodiscard]] std::complex<double> otherOver(std::size_t one) const;
};

/** What measureTone() looks at, at most: 8 s, and 2^22 frames. Of more it takes the middle. */
[[nodiscard]] std::size_t mostToneFrames(double rateHz);

/** Measures the strongest tone between 20 Hz and 0.45 of the rate.

    left, right: raw samples, full scale 1.0, as many in each; right is empty for a mono source. Samples that are not
    finite or beyond +-1e6 count as 0. 0.25 s at least. rateHz: 8 to 768 kHz.
    Rumble, offset and hiss far from the tone do not reach the figures: pieces of 50 ms (16 to 50 periods) under a
    squared Hann window are turned by the tone's own phase and averaged. Frequency is good to 1e-6 and level to 0.0002
    dB on a clean tone. Allocates and takes its time: not for the audio thread. */
[[nodiscard]] ToneMeasurement measureTone(std::span<const double> left, std::span<const double> right, double rateHz);
[[nodiscard]] ToneMeasurement measureTone(std::span<const float> left, std::span<const float> right, double rateHz);

/** How good a tone has to be to calibrate by. */
struct ToneLimits {
    double minLevelDbfs = -90.0;
    double maxThdPercent = 3.0;
    double maxLevelChangeDb = 0.5;
    double maxFrequencySpreadPercent = 1.0; ///< to each side: an eccentric record swings by 0.5 %
};

/** A tone whose voltage is known from a meter or generator. It may still come from a record. 3 % of distortion makes no
   more than 0.004 dB of difference to a meter, but shows a source that is driven too hard. */
[[nodiscard]] constexpr ToneLimits knownVoltsLimits() { return {}; }

/** The 1 kHz band of a test record. A good cartridge has 1 to 3 % of distortion behind a phono stage; the raw capture
    shows it higher by what the record curve takes off between a tone and its harmonics (2.6 dB at twice 1 kHz). */
[[nodiscard]] constexpr ToneLimits recordLimits() { return {-90.0, 5.0, 1.0, 1.0}; }

/** Where the tone has to be: in each channel that there is, or in one alone. */
enum class ToneSide { both, left, right };

/** Empty where the tone may be calibrated by; else one sentence that says what is wrong with it and what to do. */
[[nodiscard]] std::string whyRefused(const ToneMeasurement& tone, const ToneLimits& limits, ToneSide side);

/** Channels farther apart than this: the tone is in one of them only. */
constexpr double oneChannelOnlyDb = 12.0;
/** Channels closer than this: no band of one channel alone, however bad the cartridge. */
constexpr double leastSeparationDb = 6.0;

} // namespace phonostage::dsp
