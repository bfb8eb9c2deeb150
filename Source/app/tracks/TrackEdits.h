// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/GivenBack.h"
#include "media/take/Track.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** Where something begins or ends on a side: before the first track, between two, behind the last. */
struct Boundary {
    std::int64_t frame = 0;
    bool isSure = true;
    std::string why; ///< "gap of 2.9 s", "needle drop"
};

/** The tracks of a take and its tags, with every change undone and done again. No file, no window.

    Boundary 0 is where the first track begins, boundary n where the last of n tracks ends; those between are cuts. A
   cut that a person sets joins its two tracks: what the finder leaves out around a gap is then left out no more. */
class TrackEdits {
public:
    struct State {
        std::vector<media::Track> tracks;
        media::AlbumTags album;
        std::vector<media::GivenBack> givenBack{}; ///< clicks that stay, in order
        bool operator==(const State&) const = default;
    };

    /** Forgets what was undone. */
    void begin(State state, double sampleRateHz, std::int64_t frames);

    [[nodiscard]] const State& state() const { return state_; }
    [[nodiscard]] const std::vector<media::Track>& tracks() const { return state_.tracks; }
    [[nodiscard]] const media::AlbumTags& album() const { return state_.album; }
    [[nodiscard]] double sampleRateHz() const { return rateHz_; }
    [[nodiscard]] std::int64_t frames() const { return frames_; }

    /** One more than there are tracks; none where there are no tracks. */
    [[nodiscard]] std::size_t boundaries() const { return state_.tracks.empty() ? 0 : state_.tracks.size() + 1; }
    [[nodiscard]] Boundary boundary(std::size_t index) const;
    /** The frame nearest to it that a compact disc could cut at: 1/75 s. */
    [[nodiscard]] std::int64_t snapped(std::int64_t frame) const;

    // ---- changes; false where nothing was to be changed

    /** Held between its neighbours, a second from each. */
    bool moveBoundary(std::size_t index, std::int64_t frame);
    /** Parts the track that is there; empty where there is none, or where it would be shorter than two seconds. Returns
        the new boundary. */
    std::optional<std::size_t> addCut(std::int64_t frame);
    /** Joins the two tracks; the first one's name stays. Not of boundaries at the ends. */
    bool removeCut(std::size_t index);
    bool setTitle(std::size_t track, const std::string& title);
    bool setAlbum(const media::AlbumTags& album);
    /** Clicks that overlap one another in a channel are given back together, or taken out again together. */
    bool giveBack(const media::GivenBack& click);
    bool takeOut(const media::GivenBack& click);
    [[nodiscard]] bool isGivenBack(const media::GivenBack& click) const;
    /** Of a search or a list; names that are missing in it stay, where there are as many tracks as before. */
    bool replaceTracks(std::vector<media::Track> tracks);

    [[nodiscard]] bool canUndo() const { return at_ > 0; }
    [[nodiscard]] bool canRedo() const { return at_ + 1 < history_.size(); }
    bool undo();
    bool redo();

private:
    static constexpr std::size_t mostSteps = 200;
    static constexpr double shortestSeconds = 1.0;

    bool change(State state);
    void renumber(std::vector<media::Track>& tracks) const;
    [[nodiscard]] std::int64_t shortestFrames() const;

    State state_;
    double rateHz_ = 48000.0;
    std::int64_t frames_ = 0;
    std::vector<State> history_;
    std::size_t at_ = 0;
};

} // namespace phonostage::app
