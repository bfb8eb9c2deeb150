// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/KeptPlaces.h"
#include "media/analyse/LevelHistory.h"
#include "media/analyse/Report.h"
#include "media/io/AudioReader.h"
#include "media/io/AudioWriter.h"
#include "params/ParameterTable.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace phonostage::media {

/** The settings of the stage as a render takes them. */
[[nodiscard]] RenderStage renderStageOf(const params::Snapshot& stage);

/** Told how far the work is, several times a second: frames done, and frames in all where known. Returns false to break
    off, which ends in Cancelled. */
using Progress = std::function<bool(std::int64_t done, std::optional<std::int64_t> total)>;

/** Levels over time for a picture, per channel. */
struct Histories {
    std::array<LevelHistory, 2> input;
    std::array<LevelHistory, 2> output;
};

/** How a record that was played at the wrong speed gets its own back (RenderStage's speedRatio; nothing where that is
 * 1). */
enum class SpeedBack {
    declaredRate, ///< the samples stay, the file declares its rate divided by the ratio, rounded to 1 Hz
    resampled,    ///< the rate stays, the sound is resampled
    off           ///< the file plays at the wrong speed, as the capture does
};

struct RenderSettings {
    RenderStage stage;
    SpeedBack speedBack = SpeedBack::declaredRate;
    double rateHz = 0.0;              ///< of what is written, by resampling; 0: what follows from source and speed
    std::vector<dsp::KeptPlace> kept; ///< clicks that stay; frames of the source
    bool fullReport = false;          ///< rms, true peak and the hook-up check too; else those figures stay 0
    CaptureFacts facts;               ///< for the hook-up check, which the full report holds
    Histories* histories = nullptr;   ///< filled where given
    Progress progress;
};

/** Time in what is rendered, against its source. */
struct OutputTime {
    double fromHz = 0.0;     ///< rate that the stage's output is meant to be played at
    double rateHz = 0.0;     ///< that is written
    double frameRatio = 1.0; ///< so many frames are written for one of the source

    [[nodiscard]] bool isResampled() const { return frameRatio != 1.0; }
    /** The frame that a moment of the source lies at. */
    [[nodiscard]] std::int64_t frameOf(std::int64_t sourceFrame) const;
};
[[nodiscard]] OutputTime outputTime(double sourceRateHz, const RenderSettings& settings);

/** The tags of the rendered file: the source's, with the note of what was done. */
[[nodiscard]] FileTags renderedTags(const FileTags& source, const RenderStage& stage);
/** Likewise, with marks and time references where they belong in a file of `spec`. */
[[nodiscard]] FileTags renderedTags(const AudioReader& reader, const AudioSpec& spec, const RenderSettings& settings);
/** What the rendered file will be. */
[[nodiscard]] AudioSpec renderedSpec(const AudioReader& reader, Container container, SampleFormat format,
                                     const RenderSettings& settings = {});

/** Runs a file through the phono stage in constant memory: as many frames out as in (times the speed ratio where the
    speed is corrected by resampling), no delay. Finishes the writer; its
    file still has to be committed. Throws MediaError. */
[[nodiscard]] Report renderFile(AudioReader& reader, AudioWriter& writer, SampleFormat format,
                                const RenderSettings& settings);

/** The input's part of the report alone, with the hook-up check, without running the stage. Throws MediaError. */
[[nodiscard]] Report analyzeFile(AudioReader& reader, const RenderStage& stage, const Progress& progress = {},
                                 Histories* histories = nullptr, const CaptureFacts& facts = {});

} // namespace phonostage::media
