// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/export/TagSet.h"
#include "media/io/AudioWriter.h"
#include "media/io/SoundSource.h"
#include "media/render/Render.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phonostage::media {

/** A file to make of a part of a side. */
struct ExportTrack {
    std::int64_t startFrame = 0, endFrame = 0; ///< of the take: [start, end)
    std::filesystem::path name;                ///< inside the folder of the export
    TagSet tags;                               ///< without loudness, and without the comment
    std::string comment;
    std::vector<Mark> marks; ///< frames of the take; of a file that holds a whole side
};

/** A side with one setting of the stage. */
struct ExportPass {
    RenderSettings settings;         ///< its progress and histories are not used
    std::vector<ExportTrack> tracks; ///< in order, without overlap; not empty
};

/** A take, and all that is made of it in one pass over its samples. */
struct ExportSide {
    SoundSource source;
    std::string take; ///< what this recording is known by: a later export of it may replace the files of this one
    std::vector<ExportPass> passes; ///< as many as the other sides have; those of one place make an album
};

/** A small file beside the tracks: a cue sheet, labels. */
struct ExportText {
    std::filesystem::path name; ///< inside the folder of the export
    std::string text;
};

struct ExportPlan {
    std::filesystem::path folder; ///< exists
    std::vector<ExportSide> sides;
    std::vector<ExportText> texts;
    Container container = Container::flac;
    SampleFormat format = SampleFormat::pcm24; ///< not of MP3 and Opus
    bool measuresLoudness = true;              ///< ReplayGain 2.0 into the tags
    bool isAlbum = true;                       ///< all sides together have one album gain
    bool mayOverwrite = false; ///< files that are there are replaced, whoever made them (but never a take)
};

struct ExportedTrack {
    std::filesystem::path path;
    std::int64_t frames = 0;
    double sampleRateHz = 0.0;
    std::int64_t clippedSamples = 0;
    std::optional<double> lufs;
    std::optional<double> truePeak; ///< full scale 1.0
    std::optional<ReplayGain> gain;
};

struct ExportResult {
    /** By side and pass. */
    struct Pass {
        Report report; ///< its clipped samples are those inside of tracks
        std::vector<ExportedTrack> tracks;
    };
    std::vector<std::vector<Pass>> sides;
    std::vector<std::filesystem::path> texts;
    std::vector<std::string> warnings;
};

/** The rate, length and channels of one track's file. */
[[nodiscard]] AudioSpec exportSpec(const AudioReader& reader, const ExportPlan& plan, const ExportPass& pass);

/** Renders each side once, cuts, tags, and gives all files their names together at the end: until then nothing is
    there, and where something fails nothing is. A file that is there already is replaced only where an export of the
    same take has made it and nobody has changed it since. Memory does not grow with the sides' length. Progress counts
    frames of all sides. Throws MediaError, and Cancelled. */
[[nodiscard]] ExportResult exportAlbum(const ExportPlan& plan, const Progress& progress);

} // namespace phonostage::media
