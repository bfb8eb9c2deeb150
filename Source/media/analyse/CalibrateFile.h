// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredSound.h"
#include "media/analyse/ToneBands.h"
#include "media/render/Render.h"

#include "dsp/measure/ToneMeter.h"

#include <filesystem>
#include <optional>

namespace phonostage::media {

/** A stretch of a file in seconds. */
struct TimeSpan {
    double fromSeconds = 0.0;
    std::optional<double> toSeconds; ///< empty: to the end
};

/** Where the tones of a calibration are. What is left empty is searched for; but if `tone` is given and the others are
    not, there are no others. leftOnly and rightOnly come together. */
struct ToneSearch {
    std::optional<TimeSpan> tone, leftOnly, rightOnly;
    /** Tones of this range go before all others; none where it is empty. */
    double preferredLowHz = 0.0, preferredHighHz = 0.0;
    bool allowTruncated = false;
    Progress progress;
};

/** A tone and the stretch in which it was measured. */
struct MeasuredTone {
    double fromSeconds = 0.0;
    double toSeconds = 0.0;
    dsp::ToneMeasurement tone;
};

/** The tones of a file; no verdict yet. */
struct FileTones {
    std::optional<MeasuredTone> both;      ///< in every channel there is; or the best there is, where none is good
    std::optional<MeasuredTone> leftOnly;  ///< always together with
    std::optional<MeasuredTone> rightOnly; ///< this
};

/** Which bands a calibration takes: the longest of those that are within 30 dB of the loudest, in the preferred range
   if any is there; for the two channels alone a pair of one frequency (within 5 %). */
struct ChosenBands {
    std::optional<ToneBand> both, leftOnly, rightOnly;
};
[[nodiscard]] ChosenBands chooseBands(const std::vector<ToneBand>& bands, double preferredLowHz,
                                      double preferredHighHz);

/** Finds and measures. Of a long stretch the middle is measured, mostToneFrames() of it. Throws MediaError where the
   file cannot be read or has no tone of a second, and Cancelled. */
[[nodiscard]] FileTones measureTones(const SoundSource& source, const ToneSearch& search);
[[nodiscard]] FileTones measureTones(const std::filesystem::path& path, const ToneSearch& search);
/** The longest steady tone of a frequency and a side, the middle of it as above. Throws MediaError where there is none
   of a second, and Cancelled. */
[[nodiscard]] MeasuredTone measureSteadyTone(const MeasuredSound& sound, double lowHz, double highHz,
                                             dsp::ToneSide side);
/** The source, or a copy of it where it is standard input: it is read more than once. Throws MediaError. */
[[nodiscard]] SoundSource rereadable(SoundSource source);

} // namespace phonostage::media
