// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/TrackEdits.h"

#include "media/tracks/CueSheet.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

void TrackEdits::begin(State state, double sampleRateHz, std::int64_t frames) {
    state_ = std::move(state);
    rateHz_ = sampleRateHz;
    frames_ = frames;
    history_ = {state_};
    at_ = 0;
}

std::int64_t TrackEdits::snapped(std::int64_t frame) const {
    return media::sampleFrameOfCue(media::cueFrameOfSample(std::clamp<std::int64_t>(frame, 0, frames_), rateHz_),
                                   rateHz_);
}

std::int64_t TrackEdits::shortestFrames() const { return std::llround(shortestSeconds * rateHz_); }

Boundary TrackEdits::boundary(std::size_t index) const {
    const auto& tracks = state_.tracks;
    Boundary boundary;
    if (tracks.empty()) return boundary;
    if (index == 0) {
        boundary.frame = tracks.front().startFrame;
        boundary.why = tracks.front().origin == media::CutOrigin::person ? "set by hand" : "where the music begins";
        return boundary;
    }
    if (index >= tracks.size()) {
        boundary.frame = tracks.back().endFrame;
        boundary.why = "where the music ends";
        return boundary;
    }
    const auto& next = tracks[index];
    boundary.frame = next.cutFrame.value_or(next.startFrame);
    boundary.isSure = !next.confidence || *next.confidence >= media::sureConfidence;
    switch (next.origin) {
    case media::CutOrigin::person:
        boundary.why = "set by hand";
        break;
    case media::CutOrigin::list:
        boundary.why = "no gap: time from list";
        break;
    case media::CutOrigin::dip:
        boundary.why = "quieter here";
        break;
    default:
        boundary.why = next.why;
    }
    // Of a track the lower of its two ends is kept: one that says "no gap" itself is what is not sure.
    if (next.origin == media::CutOrigin::gap && !next.why.empty() && !boundary.isSure)
        boundary.isSure = next.why.rfind("gap", 0) == 0;
    return boundary;
}

void TrackEdits::renumber(std::vector<media::Track>& tracks) const {
    const int first = state_.tracks.empty() ? 1 : state_.tracks.front().number;
    for (std::size_t i = 0; i < tracks.size(); ++i)
        tracks[i].number = first + static_cast<int>(i);
}

bool TrackEdits::change(State state) {
    if (state == state_) return false;
    history_.resize(at_ + 1);
    history_.push_back(state);
    if (history_.size() > mostSteps) history_.erase(history_.begin());
    at_ = history_.size() - 1;
    state_ = std::move(state);
    return true;
}

bool TrackEdits::moveBoundary(std::size_t index, std::int64_t frame) {
    if (index >= boundaries()) return false;
    auto state = state_;
    auto& tracks = state.tracks;
    const auto count = tracks.size();
    const auto low = index == 0 ? 0 : boundary(index - 1).frame + shortestFrames();
    const auto high = index >= count ? frames_ : boundary(index + 1).frame - shortestFrames();
    if (low > high) return false;
    frame = std::clamp(frame, low, high);
    if (index == 0) {
        tracks.front().startFrame = frame;
        tracks.front().origin = media::CutOrigin::person;
    } else if (index >= count) {
        tracks.back().endFrame = frame;
    } else {
        auto& next = tracks[index];
        if (next.cutFrame.value_or(next.startFrame) == frame && next.startFrame == frame) return false;
        tracks[index - 1].endFrame = frame;
        next.startFrame = frame;
        next.cutFrame = frame;
        next.origin = media::CutOrigin::person;
        next.confidence.reset();
        next.why.clear();
    }
    return change(std::move(state));
}

std::optional<std::size_t> TrackEdits::addCut(std::int64_t frame) {
    auto state = state_;
    auto& tracks = state.tracks;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        auto& track = tracks[i];
        if (frame < track.startFrame + shortestFrames() || frame > track.endFrame - shortestFrames()) continue;
        media::Track next;
        next.startFrame = frame;
        next.cutFrame = frame;
        next.endFrame = track.endFrame;
        track.endFrame = frame;
        tracks.insert(tracks.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(next));
        renumber(tracks);
        return change(std::move(state)) ? std::optional(i + 1) : std::nullopt;
    }
    return std::nullopt;
}

bool TrackEdits::removeCut(std::size_t index) {
    if (index == 0 || index >= state_.tracks.size()) return false;
    auto state = state_;
    auto& tracks = state.tracks;
    tracks[index - 1].endFrame = tracks[index].endFrame;
    tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(index));
    renumber(tracks);
    return change(std::move(state));
}

bool TrackEdits::setTitle(std::size_t track, const std::string& title) {
    if (track >= state_.tracks.size()) return false;
    auto state = state_;
    state.tracks[track].title = title;
    return change(std::move(state));
}

bool TrackEdits::setAlbum(const media::AlbumTags& album) {
    auto state = state_;
    state.album = album;
    return change(std::move(state));
}

bool TrackEdits::replaceTracks(std::vector<media::Track> tracks) {
    auto state = state_;
    if (tracks.size() == state.tracks.size())
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            if (tracks[i].title.empty()) tracks[i].title = state.tracks[i].title;
            if (tracks[i].artist.empty()) tracks[i].artist = state.tracks[i].artist;
        }
    state.tracks = std::move(tracks);
    return change(std::move(state));
}

namespace {

bool overlap(const media::GivenBack& a, const media::GivenBack& b) {
    const bool isSameChannel =
        a.channel == b.channel || a.channel == media::TakeChannel::both || b.channel == media::TakeChannel::both;
    return isSameChannel && a.frame < b.frame + b.frames && b.frame < a.frame + a.frames;
}

} // namespace

bool TrackEdits::isGivenBack(const media::GivenBack& click) const {
    const auto& all = state_.givenBack;
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return overlap(each, click); });
}

bool TrackEdits::giveBack(const media::GivenBack& click) {
    if (isGivenBack(click) || state_.givenBack.size() >= media::mostGivenBack) return false;
    auto state = state_;
    const auto at = std::upper_bound(state.givenBack.begin(), state.givenBack.end(), click,
                                     [](const auto& a, const auto& b) { return a.frame < b.frame; });
    state.givenBack.insert(at, click);
    return change(std::move(state));
}

bool TrackEdits::takeOut(const media::GivenBack& click) {
    auto state = state_;
    auto& all = state.givenBack;
    all.erase(std::remove_if(all.begin(), all.end(), [&](const auto& each) { return overlap(each, click); }),
              all.end());
    return change(std::move(state));
}

bool TrackEdits::undo() {
    if (!canUndo()) return false;
    state_ = history_[--at_];
    return true;
}

bool TrackEdits::redo() {
    if (!canRedo()) return false;
    state_ = history_[++at_];
    return true;
}

} // namespace phonostage::app
