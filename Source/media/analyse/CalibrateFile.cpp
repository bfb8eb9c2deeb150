// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/CalibrateFile.h"

#include "media/analyse/SoundBlocks.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/io/StandardStreams.h"

#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace phonostage::media {
namespace {

using base::formatFixed;
using dsp::ToneSide;

constexpr double quietestDb = 30.0;
constexpr double sameFrequency = 0.05;
constexpr double leastTonalSeconds = 0.8;

/** Frames of a file, from `start`. */
struct Stretch {
    std::int64_t start = 0;
    std::int64_t frames = 0;
};

/** read: as readBlocks(), of the whole sound. */
template <typename Read> MeasuredTone measure(double rateHz, int channels, Stretch stretch, const Read& read) {
    const auto most = static_cast<std::int64_t>(dsp::mostToneFrames(rateHz));
    if (stretch.frames > most) stretch = {stretch.start + (stretch.frames - most) / 2, most};
    std::array<std::vector<double>, 2> samples;
    std::int64_t position = 0;
    const auto stop = stretch.start + stretch.frames;
    read([&](const double* const* channel, int n) {
        const auto from = std::clamp<std::int64_t>(stretch.start - position, 0, n);
        const auto to = std::clamp<std::int64_t>(stop - position, 0, n);
        for (int c = 0; c < channels; ++c)
            samples[static_cast<std::size_t>(c)].insert(samples[static_cast<std::size_t>(c)].end(), channel[c] + from,
                                                        channel[c] + to);
        position += n;
        return position < stop;
    });
    const auto end = static_cast<double>(stretch.start) + static_cast<double>(samples[0].size());
    return {static_cast<double>(stretch.start) / rateHz, end / rateHz,
            dsp::measureTone(samples[0], samples[1], rateHz)};
}

MeasuredTone measure(const SoundSource& source, const Stretch& stretch, const ToneSearch& search) {
    AudioReader reader(source);
    return measure(reader.sampleRateHz(), reader.channels(), stretch,
                   [&](const auto& use) { readBlocks(reader, search.progress, use); });
}

Stretch inFrames(const TimeSpan& span, const AudioReader& reader) {
    const double rateHz = reader.sampleRateHz();
    const auto lengthText = [&](std::int64_t frames) {
        return sourceName(reader.path()) + " is only " + formatFixed(static_cast<double>(frames) / rateHz, 3) +
               " s long: the section must be inside it";
    };
    const auto start = static_cast<std::int64_t>(std::llround(span.fromSeconds * rateHz));
    const auto total = reader.frames();
    if (total && start >= *total) throw MediaError(lengthText(*total));
    auto end = span.toSeconds ? std::llround(*span.toSeconds * rateHz) : total.value_or(0);
    if (total && end > *total) {
        // A time that was read off a display is rounded: half a millisecond beyond the end is the end.
        if (static_cast<double>(end - *total) > 0.001 * rateHz) throw MediaError(lengthText(*total));
        end = *total;
    }
    // Where the length is not known, as much as is measured at most.
    if (!span.toSeconds && !total) end = start + static_cast<std::int64_t>(dsp::mostToneFrames(rateHz));
    return {start, std::max<std::int64_t>(end - start, 0)};
}

double loudest(const std::vector<ToneBand>& bands) {
    double level = -400.0;
    for (const auto& band : bands)
        level = std::max(level, band.levelDbfs);
    return level;
}

ToneBandFinder findBands(const SoundSource& source, const ToneSearch& search) {
    AudioReader reader(source);
    ToneBandFinder finder(reader.sampleRateHz(), reader.channels());
    readBlocks(reader, search.progress, [&](const double* const* channel, int n) {
        finder.add(channel, n);
        return true;
    });
    finder.finish();
    return finder;
}

/** What to measure where no steady tone was found: it then says what is wrong with it. */
Stretch secondBest(const ToneBandFinder& finder, const AudioReader& reader) {
    const double rateHz = reader.sampleRateHz();
    if (const auto tonal = finder.longestTonal();
        tonal && static_cast<double>(tonal->frames) >= leastTonalSeconds * rateHz)
        return {tonal->start, tonal->frames};
    return {0, finder.frames()};
}

} // namespace

ChosenBands chooseBands(const std::vector<ToneBand>& bands, double preferredLowHz, double preferredHighHz) {
    const double floor = loudest(bands) - quietestDb;
    const auto isPreferred = [&](const ToneBand& band) {
        return band.frequencyHz >= preferredLowHz && band.frequencyHz <= preferredHighHz;
    };
    const auto better = [&](const ToneBand& a, const std::optional<ToneBand>& b) {
        if (!b || isPreferred(a) != isPreferred(*b)) return !b || isPreferred(a);
        return a.frames > b->frames;
    };
    ChosenBands chosen;
    for (const auto& band : bands)
        if (band.side == ToneSide::both && band.levelDbfs >= floor && better(band, chosen.both)) chosen.both = band;

    std::int64_t longest = 0;
    for (const auto& left : bands)
        for (const auto& right : bands) {
            if (left.side != ToneSide::left || right.side != ToneSide::right) continue;
            if (std::min(left.levelDbfs, right.levelDbfs) < floor) continue;
            if (std::abs(left.frequencyHz / right.frequencyHz - 1.0) > sameFrequency) continue;
            const auto frames = std::min(left.frames, right.frames);
            const bool preferred = isPreferred(left), before = chosen.leftOnly && isPreferred(*chosen.leftOnly);
            if (preferred == before ? frames <= longest : before) continue;
            longest = frames;
            chosen.leftOnly = left;
            chosen.rightOnly = right;
        }
    // The bands of one channel each will do alone, where the other tone is of the wrong frequency.
    if (chosen.both && !isPreferred(*chosen.both) && chosen.leftOnly && isPreferred(*chosen.leftOnly))
        chosen.both.reset();
    return chosen;
}

MeasuredTone measureSteadyTone(const MeasuredSound& sound, double lowHz, double highHz, ToneSide side) {
    const double rateHz = sound.sampleRateHz();
    ToneBandFinder finder(rateHz, sound.channels());
    sound.read({}, [&](const double* const* channel, int n) {
        finder.add(channel, n);
        return true;
    });
    finder.finish();
    const ToneBand* longest = nullptr;
    for (const auto& band : finder.bands())
        if (band.side == side && band.frequencyHz >= lowHz && band.frequencyHz <= highHz &&
            (longest == nullptr || band.frames > longest->frames))
            longest = &band;
    if (longest == nullptr) throw MediaError("in " + sound.name() + " there is no tone that lasts a second");
    return measure(rateHz, sound.channels(), Stretch{longest->start, longest->frames},
                   [&](const auto& use) { sound.read({}, use); });
}

SoundSource rereadable(SoundSource source) {
    if (!isStandardStream(source.path) || source.copy) return source;
    source.copy = std::make_shared<base::File>(copyOf(*openStandardInput()));
    return source;
}

FileTones measureTones(const std::filesystem::path& path, const ToneSearch& search) {
    return measureTones(SoundSource{path, search.allowTruncated, {}, {}, {}}, search);
}

FileTones measureTones(const SoundSource& source, const ToneSearch& search) {
    std::optional<Stretch> both, leftOnly, rightOnly;
    bool uncertain = false;
    const AudioReader reader(source); // what is wrong with the file comes first
    if (search.tone) both = inFrames(*search.tone, reader);
    if (search.leftOnly) leftOnly = inFrames(*search.leftOnly, reader);
    if (search.rightOnly) rightOnly = inFrames(*search.rightOnly, reader);
    if (!both) {
        const auto finder = findBands(source, search);
        const auto chosen = chooseBands(finder.bands(), search.preferredLowHz, search.preferredHighHz);
        const auto stretch = [](const ToneBand& band) { return Stretch{band.start, band.frames}; };
        if (chosen.both) both = stretch(*chosen.both);
        if (!leftOnly && chosen.leftOnly) {
            leftOnly = stretch(*chosen.leftOnly);
            rightOnly = stretch(*chosen.rightOnly);
        }
        if (!both && !leftOnly) {
            both = secondBest(finder, reader);
            uncertain = both->frames == finder.frames();
        }
    }
    FileTones tones;
    if (both) tones.both = measure(source, *both, search);
    if (uncertain && tones.both->tone.fault == dsp::ToneMeasurement::Fault::none)
        throw MediaError("in " + sourceName(source.path) +
                         " there is no tone that lasts a second: record one steady 1 kHz tone, or give its position "
                         "with --from and --to");
    if (leftOnly && rightOnly) {
        tones.leftOnly = measure(source, *leftOnly, search);
        tones.rightOnly = measure(source, *rightOnly, search);
    }
    return tones;
}

} // namespace phonostage::media
