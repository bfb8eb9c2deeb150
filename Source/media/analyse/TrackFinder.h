// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/GrooveHistory.h"
#include "media/analyse/TrackChoice.h"

#include "dsp/measure/GrooveMeter.h"
#include "dsp/measure/NeedleWatch.h"

#include <memory>
#include <optional>
#include <vector>

namespace phonostage::media {

/** A track of a side. Seconds from the beginning of the capture. */
struct FoundTrack {
    double startSeconds = 0.0; ///< first sound
    double endSeconds = 0.0;   ///< last sound; of a long fade-out up to 3 s early
    double cutSeconds = 0.0;   ///< where an export without gaps begins it; its start for the first of a side
    double confidence = 0.0;   ///< 0 to 1: the lower of those of its two ends
    /** What parts it from the track before; empty for the first of a side. */
    std::optional<TrackCandidate::Kind> from;
};

/** A place where a track may begin that was not taken. */
struct PossibleCut {
    double seconds = 0.0;
    double confidence = 0.0;
};

/** What was found in one stay of the needle in the groove. */
struct FoundSide {
    std::optional<double> dropSeconds;   ///< first groove noise; empty where the capture begins with music
    std::optional<double> liftSeconds;   ///< last groove noise; empty where the capture ends before it
    std::optional<double> runOutSeconds; ///< end of the last sound, where a turn of groove or more follows
    double endSeconds = 0.0;             ///< of the groove: the lift, or the end of the capture
    std::vector<FoundTrack> tracks;
    std::vector<PossibleCut> perhaps; ///< from perhapsScore on
};

/** Finds needle drop, tracks, run-out and lift-off in a capture of record sides, flat or equalised, of any rate and
   level. Streaming: 9 MB an hour at any rate, some 0.5 % of the time that the sound takes. Method and figures:
    Resources/docs/tracks.md. Not for the audio thread. */
class TrackFinder {
public:
    /** rateHz: 8 to 768 kHz; channels: 1 or 2. */
    TrackFinder(double rateHz, int channels);
    ~TrackFinder();
    TrackFinder(const TrackFinder&) = delete;
    TrackFinder& operator=(const TrackFinder&) = delete;

    /** Planar samples, full scale 1.0; those that are not finite or beyond +-1e6 count as 0. Captures of more than
        longestSeconds are cut off there. */
    void add(const double* const* channel, int frames);
    /** When all is added, once. */
    void finish();
    /** Finished with what was added up to now; this one goes on. Not after finish(). */
    [[nodiscard]] std::unique_ptr<TrackFinder> soFar() const;

    /** How many sides with music the capture holds: 0 where the needle never touched a record. After finish(). */
    [[nodiscard]] std::size_t sides() const { return sides_.size(); }
    /** Each as often as wanted, with one prior or another. */
    [[nodiscard]] FoundSide side(std::size_t number, const TrackPrior& prior) const;
    /** Of the cuts that a side offers, the best first. */
    [[nodiscard]] std::vector<double> cutScores(std::size_t number) const;
    /** From the first sound of a side to its last. */
    [[nodiscard]] double musicSeconds(std::size_t number) const;

    static constexpr double longestSeconds = 6.0 * 3600.0;

private:
    struct Side;

    void findStays();
    [[nodiscard]] double quietestSecond() const;

    double rateHz_;
    int channels_;
    dsp::GrooveMeter meter_;
    GrooveHistory history_;
    std::vector<dsp::GrooveStay> stays_;
    bool beginsInGroove_ = false;
    std::vector<std::unique_ptr<Side>> sides_;
};

} // namespace phonostage::media
