// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/ToneMeter.h"

#include "dsp/Angles.h"
#include "dsp/measure/Fourier.h"
#include "dsp/overload/OverloadWatch.h"
#include "dsp/simd/Decibels.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double lowestToneHz = 20.0;
constexpr double highestPart = 0.45; ///< of the rate
constexpr double leastSeconds = 0.25;
constexpr double mostSeconds = 8.0;
constexpr std::size_t mostFrames = std::size_t{1} << 22;
constexpr double pieceSeconds = 0.05;
constexpr double fewestPeriods = 16.0;
constexpr double mostPeriods = 50.0; ///< a tone up to 2 % off keeps its phase from piece to piece
constexpr double lobePart = 0.04;    ///< of the frequency: where a tone that wavers may be
constexpr int highestHarmonic = 10;
constexpr std::size_t lobeBins = 4;   ///< the window's lobe and a little more
constexpr double farBins = 12.0;      ///< beyond this the window has 100 dB
constexpr double silentPower = 1e-20; ///< rounding of an offset leaves less
constexpr double mostNoiseDb = -14.0;
constexpr double leastClickDb = 0.02; ///< pieces nearer to the middle level than this have no click in them

double levelOf(double ratio) { return std::max(-400.0, decibels(ratio)); }

/** The wanted stretch of a channel: bad samples silenced, its mean taken away. */
std::vector<double> prepared(std::span<const double> samples) {
    std::vector<double> list(samples.size());
    copyGuarded(samples.data(), static_cast<int>(samples.size()), list.data());
    const double mean = std::accumulate(list.begin(), list.end(), 0.0) / static_cast<double>(list.size());
    for (auto& sample : list)
        sample -= mean;
    return list;
}

std::int64_t clippedSamples(std::span<const double> samples, double rateHz) {
    OverloadWatch watch;
    watch.prepare(rateHz, 0);
    watch.process(samples.data(), static_cast<int>(samples.size()));
    watch.flush();
    return watch.counts().eventSamples;
}

std::size_t spectrumSize(std::size_t frames, double rateHz) {
    std::size_t size = 2;
    while (size * 2 <= frames && static_cast<double>(size * 2) <= 0.7 * rateHz)
        size *= 2;
    return size;
}

/** Overlapping pieces of a span, each looked at through the window. */
struct Pieces {
    std::size_t count = 0, length = 0, hop = 0;
    double rateHz = 0.0;
    std::vector<double> window;

    Pieces(std::size_t frames, double rate, double frequencyHz) : rateHz(rate) {
        const double seconds = std::clamp(pieceSeconds, fewestPeriods / frequencyHz, mostPeriods / frequencyHz);
        hop = static_cast<std::size_t>(std::lround(0.5 * seconds * rate));
        length = 2 * hop;
        count = frames >= length ? (frames - length) / hop + 1 : 0;
        window = squaredHann(length);
        const double scale = 2.0 / std::accumulate(window.begin(), window.end(), 0.0);
        for (auto& w : window)
            w *= scale;
    }

    [[nodiscard]] double hopSeconds() const { return static_cast<double>(hop) / rateHz; }

    void take(std::span<const double> samples, std::size_t piece, std::vector<double>& out) const {
        out.resize(length);
        const double* from = samples.data() + piece * hop;
        for (std::size_t i = 0; i < length; ++i)
            out[i] = window[i] * from[i];
    }

    /** Amplitude and phase (at the middle) of a sine in a piece that has been taken. */
    [[nodiscard]] Complex sine(const std::vector<double>& taken, double frequencyHz) const {
        const double step = twoPi * frequencyHz / rateHz;
        const double c = std::cos(step), s = std::sin(step);
        const double start = step * 0.5 * static_cast<double>(length - 1);
        double turnRe = std::cos(start), turnIm = std::sin(start), re = 0.0, im = 0.0;
        for (const double x : taken) {
            re += x * turnRe;
            im += x * turnIm;
            const double next = turnRe * c + turnIm * s; // turned by -step
            turnIm = turnIm * c - turnRe * s;
            turnRe = next;
        }
        return {re, im};
    }
};

/** The middle of the values from the `part`-th smallest to the `part`-th largest: {low, median, high}. */
std::array<double, 3> quantiles(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t out = values.size() / 20; // a click spoils two pieces; a twentieth on each side may be spoilt
    return {values[out], values[values.size() / 2], values[values.size() - 1 - out]};
}

/** Frequency, piece by piece, of the reference channel's tone. */
std::vector<double> frequencies(const Pieces& pieces, std::span<const double> samples, double nearHz,
                                ToneMeasurement& m) {
    std::vector<double> taken;
    std::vector<double> phase(pieces.count); // what is over after turning at nearHz, unwrapped
    double before = 0.0;
    for (std::size_t k = 0; k < pieces.count; ++k) {
        pieces.take(samples, k, taken);
        const double now = std::arg(pieces.sine(taken, nearHz));
        if (k > 0) {
            const double advance = now - before - twoPi * nearHz * pieces.hopSeconds();
            phase[k] = phase[k - 1] + advance - twoPi * std::round(advance / twoPi);
        }
        before = now;
    }
    std::vector<double> list(pieces.count);
    for (std::size_t k = 0; k < pieces.count; ++k) {
        const std::size_t a = k > 0 ? k - 1 : 0, b = std::min(k + 1, pieces.count - 1);
        list[k] = nearHz + (phase[b] - phase[a]) / (twoPi * pieces.hopSeconds() * static_cast<double>(b - a));
    }

    // Straight lines through the phases (the mean frequency) and through the frequencies (the drift).
    const double middle = 0.5 * static_cast<double>(pieces.count - 1);
    double weight = 0.0, phaseSlope = 0.0, frequencySlope = 0.0;
    for (std::size_t k = 0; k < pieces.count; ++k) {
        const double x = static_cast<double>(k) - middle;
        weight += x * x;
        phaseSlope += x * phase[k];
        frequencySlope += x * list[k];
    }
    m.frequencyHz = nearHz + phaseSlope / weight / (twoPi * pieces.hopSeconds());
    m.frequencyDriftPercent = 100.0 * frequencySlope / weight * 2.0 * middle / m.frequencyHz;
    const auto range = quantiles(list);
    m.frequencySpreadPercent = 50.0 * (range[2] - range[0]) / m.frequencyHz;
    return list;
}

/** Amplitudes of the tone and its harmonics, one column a piece. */
struct Lines {
    std::array<std::vector<std::array<Complex, highestHarmonic>>, 2> at; ///< [channel][piece][harmonic - 1]
    int harmonics = 1;
};

Lines findLines(const Pieces& pieces, const std::array<std::vector<double>, 2>& samples,
                const std::vector<double>& frequencyHz, const ToneMeasurement& m) {
    Lines lines;
    while (lines.harmonics < highestHarmonic && (lines.harmonics + 1) * m.frequencyHz < highestPart * m.rateHz)
        ++lines.harmonics;
    std::vector<double> taken;
    for (std::size_t c = 0; c < static_cast<std::size_t>(m.channels); ++c) {
        lines.at[c].resize(pieces.count);
        for (std::size_t k = 0; k < pieces.count; ++k) {
            pieces.take(samples[c], k, taken);
            for (int n = 1; n <= lines.harmonics; ++n)
                lines.at[c][k][static_cast<std::size_t>(n - 1)] = pieces.sine(taken, n * frequencyHz[k]);
        }
    }
    return lines;
}

/** Level by level, then the mean of the pieces, each turned by the phase that the tone has in it. */
void average(const Lines& lines, ToneMeasurement& m) {
    const auto& own = lines.at[m.reference];
    const std::size_t count = own.size();
    std::vector<char> kept(count, 1);
    for (std::size_t c = 0; c < static_cast<std::size_t>(m.channels); ++c) {
        std::vector<double> levels(count);
        for (std::size_t k = 0; k < count; ++k)
            levels[k] = levelOf(std::abs(lines.at[c][k][0]));
        const auto range = quantiles(levels);
        m.channel[c].levelChangeDb = range[2] - range[0];
        const double reach = std::max(range[2] - range[0], leastClickDb);
        for (std::size_t k = 0; k < count; ++k)
            if (std::abs(levels[k] - range[1]) > reach) kept[k] = 0;
    }
    for (std::size_t c = 0; c < static_cast<std::size_t>(m.channels); ++c) {
        std::array<Complex, highestHarmonic> sum{};
        double pieces = 0.0;
        for (std::size_t k = 0; k < count; ++k) {
            if (kept[k] == 0) continue;
            const auto back = std::polar(1.0, -std::arg(own[k][0]));
            auto turn = back;
            for (int n = 1; n <= lines.harmonics; ++n, turn *= back)
                sum[static_cast<std::size_t>(n - 1)] += lines.at[c][k][static_cast<std::size_t>(n - 1)] * turn;
            pieces += 1.0;
        }
        auto& channel = m.channel[c];
        channel.phasor = sum[0] / pieces;
        channel.amplitude = std::abs(channel.phasor);
        double harmonicPower = 0.0;
        for (int n = 2; n <= lines.harmonics; ++n)
            harmonicPower += std::norm(sum[static_cast<std::size_t>(n - 1)]);
        if (lines.harmonics > 1 && channel.amplitude > 0.0)
            channel.thdPercent = 100.0 * std::sqrt(harmonicPower) / std::abs(sum[0]);
    }
}

/** All power of a spectrum in the noise's band but that of the lines. */
double powerBesideLines(std::span<const double> power, double binHz, int harmonics, const ToneMeasurement& m) {
    double sum = 0.0, all = 0.0, counted = 0.0;
    for (std::size_t k = 0; k < power.size(); ++k) {
        const double hz = static_cast<double>(k) * binHz;
        if (hz < m.noiseLowHz || hz > m.noiseHighHz) continue;
        all += 1.0;
        const double n = std::clamp(std::round(hz / m.frequencyHz), 1.0, static_cast<double>(harmonics));
        const double reach = farBins * binHz + n * m.frequencyHz * m.frequencySpreadPercent * 0.02;
        if (std::abs(hz - n * m.frequencyHz) < reach) continue;
        sum += power[k];
        counted += 1.0;
    }
    // What the left-out lines hide is taken to be like the rest.
    return counted > 0.0 ? sum * all / counted : 0.0;
}

void measureNoise(const PowerSpectra& spectra, int harmonics, ToneMeasurement& m) {
    m.noiseLowHz = 100.0;
    m.noiseHighHz = std::min(20000.0, highestPart * m.rateHz);
    m.noiseDb = -400.0;
    for (std::size_t c = 0; c < static_cast<std::size_t>(m.channels); ++c) {
        const auto& channel = m.channel[c];
        if (m.channel[m.reference].dbfs() - channel.dbfs() > oneChannelOnlyDb) continue;
        const auto power = powerBesideLines(c == 0 ? spectra.left : spectra.right, spectra.binHz, harmonics, m);
        if (channel.amplitude > 0.0)
            m.noiseDb = std::max(m.noiseDb, levelOf(std::sqrt(2.0 * power) / channel.amplitude));
    }
}

/** The strongest line in both channels together, Hz; sets the channel that has more of it. 0 in silence. */
double strongestLine(const PowerSpectra& spectra, ToneMeasurement& m) {
    const auto& left = spectra.left;
    const auto& right = spectra.right;
    const auto first = static_cast<std::size_t>(std::ceil(lowestToneHz / spectra.binHz));
    const auto last = std::min(static_cast<std::size_t>(highestPart * m.rateHz / spectra.binHz), left.size() - 2);
    std::vector<double> sum(left);
    for (std::size_t k = 0; k < right.size(); ++k)
        sum[k] += right[k];
    std::size_t best = std::max<std::size_t>(first, 1);
    for (std::size_t k = best; k <= last; ++k)
        if (sum[k] > sum[best]) best = k;
    if (sum[best] < silentPower) return 0.0;
    // A tone that wavers has a broad lobe with its top at either end: its middle is what counts.
    const auto reach = std::max(lobeBins, static_cast<std::size_t>(lobePart * static_cast<double>(best)));
    double difference = 0.0, all = 0.0, moment = 0.0;
    for (std::size_t k = best - std::min(best, reach); k <= std::min(best + reach, left.size() - 1); ++k) {
        if (!right.empty()) difference += right[k] - left[k];
        all += sum[k];
        moment += sum[k] * static_cast<double>(k);
    }
    m.reference = difference > 0.0 ? 1 : 0;
    return moment / all * spectra.binHz;
}

/** With a point whatever the locale. */
std::string number(double value, int decimals) {
    long long unit = 1;
    for (int i = 0; i < decimals; ++i)
        unit *= 10;
    const long long scaled = std::llround(std::abs(value) * static_cast<double>(unit));
    auto text = (value < 0.0 && scaled != 0 ? "-" : "") + std::to_string(scaled / unit);
    if (decimals > 0) text += "." + std::to_string(unit + scaled % unit).substr(1);
    return text;
}

std::string sideName(std::size_t channel) { return channel == 0 ? "left" : "right"; }

std::string whyNoTone(const ToneMeasurement& tone) {
    switch (tone.fault) {
    case ToneMeasurement::Fault::tooShort:
        return "There are only " + number(tone.seconds, 2) + " s to measure: at least " +
               number(tone.neededSeconds, 2) + " s are needed; record more of the tone.";
    case ToneMeasurement::Fault::silent:
        return "There is no signal at all: check the cables, the interface's input and its gain.";
    case ToneMeasurement::Fault::noTone:
        return "There is no clear tone, but music or noise. Play one steady tone of 1 kHz, and nothing else.";
    case ToneMeasurement::Fault::none:
        break;
    }
    return {};
}

std::string whyWrongSide(const ToneMeasurement& tone, ToneSide side) {
    if (tone.channels < 2)
        return side == ToneSide::both ? std::string()
                                      : "A mono source has no left and right channel: record in stereo.";
    const double apart = std::abs(tone.leftAboveRightDb());
    const auto has = sideName(tone.reference), lacks = sideName(1 - tone.reference);
    if (side == ToneSide::both) {
        if (apart <= oneChannelOnlyDb) return {};
        return "Only the " + has + " channel has the tone (the " + lacks + " is " + number(apart, 1) +
               " dB lower): check the " + lacks + " channel's cable and pins, or use a band with both channels.";
    }
    const std::size_t wanted = side == ToneSide::left ? 0 : 1;
    if (apart < leastSeparationDb)
        return "Both channels have the tone that should be on the " + sideName(wanted) + " channel only (just " +
               number(apart, 1) + " dB apart): use the band that has it in that channel only.";
    if (tone.reference != wanted)
        return "The tone that should be on the " + sideName(wanted) + " channel is on the " + has +
               " channel: the cables are swapped, or this is the other band.";
    return {};
}

} // namespace

double ToneChannel::rms() const { return amplitude / std::numbers::sqrt2; }
double ToneChannel::dbfs() const { return levelOf(amplitude); }

double ToneMeasurement::leftAboveRightDb() const { return channel[0].dbfs() - channel[1].dbfs(); }

std::complex<double> ToneMeasurement::otherOver(std::size_t one) const {
    return channel[one].amplitude > 0.0 ? channel[1 - one].phasor / channel[one].phasor : Complex();
}

std::size_t mostToneFrames(double rateHz) {
    return std::min(static_cast<std::size_t>(mostSeconds * rateHz), mostFrames);
}

ToneMeasurement measureTone(std::span<const double> left, std::span<const double> right, double rateHz) {
    ToneMeasurement m;
    m.rateHz = rateHz;
    m.channels = right.empty() ? 1 : 2;
    std::size_t frames = right.empty() ? left.size() : std::min(left.size(), right.size());
    const auto most = mostToneFrames(rateHz);
    const std::size_t start = frames > most ? (frames - most) / 2 : 0;
    frames = std::min(frames, most);
    m.seconds = static_cast<double>(frames) / rateHz;
    m.neededSeconds = leastSeconds;
    if (m.seconds < leastSeconds) {
        m.fault = ToneMeasurement::Fault::tooShort;
        return m;
    }
    std::array<std::vector<double>, 2> samples;
    samples[0] = prepared(left.subspan(start, frames));
    if (m.channels == 2) samples[1] = prepared(right.subspan(start, frames));

    const auto spectra = powerSpectra(samples[0], samples[1], rateHz, spectrumSize(frames, rateHz));
    const double nearHz = strongestLine(spectra, m);
    if (nearHz <= 0.0) {
        m.fault = ToneMeasurement::Fault::silent;
        return m;
    }
    m.frequencyHz = nearHz;
    const Pieces pieces(frames, rateHz, nearHz);
    if (pieces.count < 4) {
        m.neededSeconds = 2.5 * static_cast<double>(pieces.length + 1) / rateHz;
        m.fault = ToneMeasurement::Fault::tooShort;
        return m;
    }
    const auto frequencyHz = frequencies(pieces, samples[m.reference], nearHz, m);
    const auto lines = findLines(pieces, samples, frequencyHz, m);
    average(lines, m);
    measureNoise(spectra, lines.harmonics, m);
    m.channel[0].clippedSamples = clippedSamples(left.subspan(start, frames), rateHz);
    if (m.channels == 2) m.channel[1].clippedSamples = clippedSamples(right.subspan(start, frames), rateHz);
    if (m.noiseDb > mostNoiseDb) m.fault = ToneMeasurement::Fault::noTone;
    return m;
}

ToneMeasurement measureTone(std::span<const float> left, std::span<const float> right, double rateHz) {
    const std::vector<double> wideLeft(left.begin(), left.end());
    const std::vector<double> wideRight(right.begin(), right.end());
    return measureTone(wideLeft, wideRight, rateHz);
}

std::string whyRefused(const ToneMeasurement& tone, const ToneLimits& limits, ToneSide side) {
    if (tone.fault != ToneMeasurement::Fault::none) return whyNoTone(tone);
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c)
        if (tone.channel[c].clippedSamples > 0)
            return "The " + (tone.channels == 1 ? std::string("mono") : sideName(c)) + " channel clips (" +
                   std::to_string(tone.channel[c].clippedSamples) +
                   " samples at a ceiling): turn the interface's gain down and record the tone again.";
    const auto& strong = tone.channel[tone.reference];
    if (strong.dbfs() < limits.minLevelDbfs)
        return "The tone is too weak, " + number(strong.dbfs(), 1) + " dBFS; it must be at least " +
               number(limits.minLevelDbfs, 0) + " dBFS: turn the interface's gain up.";
    if (auto why = whyWrongSide(tone, side); !why.empty()) return why;
    if (tone.frequencySpreadPercent > limits.maxFrequencySpreadPercent)
        return "The frequency is unsteady: " + number(tone.frequencyHz, 1) + " Hz +- " +
               number(tone.frequencySpreadPercent, 2) + " %, and at most +- " +
               number(limits.maxFrequencySpreadPercent, 2) +
               " % is allowed; let the turntable get up to speed, centre the record, or use part of one tone.";
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c) {
        // What a channel has by crosstalk alone may be as it will.
        if (strong.dbfs() - tone.channel[c].dbfs() > leastSeparationDb && side != ToneSide::both) continue;
        const auto name = tone.channels == 1 ? std::string() : " on the " + sideName(c) + " channel";
        if (tone.channel[c].levelChangeDb > limits.maxLevelChangeDb)
            return "The level is unsteady: it changes by " + number(tone.channel[c].levelChangeDb, 2) + " dB" + name +
                   ", and at most " + number(limits.maxLevelChangeDb, 2) +
                   " dB is allowed; use part of one band, and check the contacts and the stylus.";
        if (tone.channel[c].thdPercent.value_or(0.0) > limits.maxThdPercent)
            return "The tone is distorted: " + number(*tone.channel[c].thdPercent, 1) + " %" + name + ", and at most " +
                   number(limits.maxThdPercent, 0) +
                   " % is allowed; clean the stylus, check its tracking force, or turn the source down.";
    }
    return {};
}

} // namespace phonostage::dsp
