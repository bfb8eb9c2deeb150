// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/TracksModel.h"

#include "base/files/FileError.h"
#include "base/files/FilePlace.h"
#include "base/text/NumberText.h"
#include "media/io/MediaError.h"
#include "media/tracks/CueSheet.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace phonostage::app {

TracksModel::TracksModel() = default;

TracksModel::~TracksModel() {
    for (auto& [path, reading] : expected_)
        reading.cancel();
    reading_.cancel();
}

bool TracksModel::Reading::isReady() const {
    return scan.valid() && scan.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

void TracksModel::Reading::cancel() {
    if (state != nullptr) state->isCancelled = true;
    if (scan.valid()) scan.wait();
    scan = {};
    state.reset();
}

TracksModel::Reading TracksModel::read(const std::filesystem::path& path, std::int64_t frames,
                                       std::shared_ptr<media::SideReader> reader) {
    Reading reading;
    reading.state = std::make_shared<Reading::State>();
    reading.scan = std::async(std::launch::async, [path, frames, reader = std::move(reader), state = reading.state] {
        const auto progress = [&](std::int64_t done, std::optional<std::int64_t>) {
            state->part = frames > 0 ? static_cast<double>(done) / static_cast<double>(frames) : 0.0;
            return !state->isCancelled.load();
        };
        return reader != nullptr ? reader->finish(path, progress) : media::scanSide(path, progress);
    });
    return reading;
}

void TracksModel::say(std::string text, bool isTrouble) {
    message_ = std::move(text);
    isTrouble_ = isTrouble;
    ++version_;
}

void TracksModel::close() {
    reading_.cancel();
    if (take_ && (edits_.canUndo() || edits_.canRedo())) closed_[take_->audioPath()] = edits_;
    clicks_.forget();
    take_.reset();
    sides_.clear();
    overview_.reset();
    finder_.reset();
    wanted_.reset();
    selected_.reset();
    edits_.begin({}, 48000.0, 0);
    say({});
}

void TracksModel::expect(const std::filesystem::path& path, std::shared_ptr<media::SideReader> reader) {
    // Of those that nobody wanted, the overview is beside the file by now.
    std::erase_if(expected_, [](const auto& each) { return each.second.isReady(); });
    if (reader != nullptr) expected_[path] = read(path, 0, std::move(reader));
}

bool TracksModel::open(const std::filesystem::path& path) {
    std::optional<media::Take> opened;
    try {
        opened.emplace(path);
    } catch (const base::FileError& error) {
        say(error.what(), true);
        return false;
    }
    close();
    take_ = std::move(opened);
    edits_.begin({take_->sidecar().tracks, take_->sidecar().album, take_->sidecar().givenBack}, take_->sampleRateHz(),
                 take_->frames());
    // Where nobody else has changed it meanwhile, what was done to it can still be undone.
    if (const auto before = closed_.find(take_->audioPath()); before != closed_.end()) {
        if (before->second.state() == edits_.state()) edits_ = std::move(before->second);
        closed_.erase(before);
    }
    clickQuality_ = take_->sidecar().clickQuality;
    for (const auto& note : take_->notes())
        say(note, true);
    overview_ = media::Overview::load(take_->audioPath());
    const bool hasTracks = !edits_.tracks().empty();
    if (!hasTracks) wanted_ = knowledge();
    if (const auto expected = expected_.find(take_->audioPath()); expected != expected_.end()) {
        reading_ = std::move(expected->second);
        expected_.erase(expected);
    } else if (!overview_ || !hasTracks) {
        readFile();
    }
    if (edits_.boundaries() > 2) selected_ = 1;
    findSides();
    ++version_;
    return true;
}

void TracksModel::readFile() {
    if (!take_ || isReading()) return;
    reading_ = read(take_->audioPath(), take_->frames(), nullptr);
    ++version_;
}

void TracksModel::finishReading() {
    try {
        auto scan = reading_.scan.get();
        overview_ = std::move(scan.overview);
        finder_ = std::move(scan.finder);
        extent_ = scan.extent;
    } catch (const base::FileError& error) {
        wanted_.reset();
        say(error.what(), true);
        return;
    }
    ++version_;
    if (wanted_) search(*std::exchange(wanted_, std::nullopt));
}

void TracksModel::poll() {
    if (reading_.isReady()) finishReading();
    if (clicks_.poll()) ++version_;
    if (job_ != nullptr && job_->hasChanged()) ++version_;
    constexpr int pollsBetweenLooks = 30; // a second or two: another side may have been recorded
    if (take_ && ++polls_ % pollsBetweenLooks == 0) {
        std::error_code ignored;
        if (std::filesystem::last_write_time(base::folderOf(take_->audioPath()), ignored) != folderTime_) findSides();
    }
}

// ------------------------------------------------------------ the other sides

void TracksModel::findSides() {
    std::error_code ignored;
    folderTime_ = std::filesystem::last_write_time(base::folderOf(take_->audioPath()), ignored);
    auto found = media::sidesOfRecord(*take_);
    if (found == sides_) return;
    sides_ = std::move(found);
    ++version_;
}

std::size_t TracksModel::openSide() const {
    for (std::size_t i = 0; i < sides_.size(); ++i)
        if (sides_[i].audio == take_->audioPath()) return i;
    return 0;
}

/** A record has one title: what was changed of it is changed on its other sides. */
void TracksModel::tellOtherSides(const media::AlbumTags& before, Change change) {
    auto others = sides_;
    if (others.size() < 2) return;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(openSide()));
    const int changed = recordTags_.change(others, before, edits_.album(), change);
    if (changed == 0) return;
    std::string text = "Changed on ";
    text += std::to_string(changed + 1);
    text += " sides of the record.";
    say(text);
}

media::TrackKnowledge TracksModel::knowledge() const {
    media::TrackKnowledge known;
    if (edits_.album().side != 0) known.side.assign(1, edits_.album().side);
    if (take_) known.speedRatio = take_->stage().values.get(params::Id::speedRatio);
    return known;
}

void TracksModel::search(const media::TrackKnowledge& known) {
    if (!finder_) {
        wanted_ = known;
        readFile();
        return;
    }
    try {
        const auto split = media::splitTake(*finder_, extent_, known, media::Snap::toCueFrames);
        std::vector<media::Track> tracks;
        for (const auto& each : split.tracks) {
            tracks.push_back(each.track);
            if (split.sides.size() > 1) tracks.back().others.emplace_back("VINYL_POSITION", each.position());
        }
        if (tracks.empty()) {
            say("No record is heard in this file.", true);
            return;
        }
        const auto count = tracks.size();
        edits_.replaceTracks(std::move(tracks));
        selected_ = count > 1 ? std::optional<std::size_t>(1) : std::nullopt;
        std::string text = std::to_string(count);
        text += count == 1 ? " track found" : " tracks found";
        for (const auto& warning : split.warnings) {
            text += ". ";
            text += warning;
        }
        say(text);
        changed();
    } catch (const media::TrackTextFault& fault) {
        say(fault.what(), true);
    }
}

void TracksModel::find(int count) {
    if (!take_) return;
    auto known = knowledge();
    if (count > 0) known.counts = {count};
    search(known);
}

void TracksModel::paste(const std::string& text) {
    if (!take_) return;
    const auto list = media::readTrackList(text);
    if (list.tracks.empty()) {
        say("There are no names of tracks in what was pasted.", true);
        return;
    }
    auto known = knowledge();
    auto names = known.side.empty() ? list.tracks : list.ofSide(known.side);
    if (names.empty()) names = list.tracks;
    const auto count = edits_.tracks().size();
    if (names.size() != count) {
        known.list = list;
        search(known);
        return;
    }
    auto tracks = edits_.tracks();
    for (std::size_t i = 0; i < count; ++i) {
        tracks[i].title = names[i].title;
        if (!names[i].artist.empty()) tracks[i].artist = names[i].artist;
    }
    edits_.replaceTracks(std::move(tracks));
    std::string said = std::to_string(count);
    said += count == 1 ? " name taken from the list" : " names taken from the list";
    say(said);
    changed();
}

// ------------------------------------------------------------ edits

void TracksModel::changed(Change change) {
    if (selected_ && *selected_ >= edits_.boundaries()) selected_.reset();
    ++version_;
    save(change);
}

/** Every change is kept as it is made. */
void TracksModel::save(Change change) {
    if (!take_) return;
    auto sidecar = take_->sidecar();
    const auto before = sidecar.album;
    sidecar.tracks = edits_.tracks();
    sidecar.album = edits_.album();
    sidecar.givenBack = edits_.state().givenBack;
    sidecar.clickQuality = clickQuality_;
    try {
        take_->save(sidecar);
        if (isTrouble_) say({});
        if (before != sidecar.album) tellOtherSides(before, change);
        findSides();
    } catch (const base::FileError& error) {
        say(error.what(), true);
    }
}

void TracksModel::select(std::optional<std::size_t> boundary) {
    if (boundary && *boundary >= edits_.boundaries()) boundary.reset();
    if (boundary == selected_) return;
    selected_ = boundary;
    ++version_;
}

void TracksModel::selectNext(int steps) {
    const auto count = static_cast<int>(edits_.boundaries());
    if (count == 0) return;
    const int now = selected_ ? static_cast<int>(*selected_) : steps > 0 ? -1 : count;
    select(static_cast<std::size_t>(std::clamp(now + steps, 0, count - 1)));
}

void TracksModel::moveTo(std::size_t boundary, std::int64_t frame) {
    if (edits_.moveBoundary(boundary, edits_.snapped(frame))) changed();
}

void TracksModel::nudge(int cueFrames) {
    if (!selected_) return;
    const double rate = edits_.sampleRateHz();
    const auto now = media::cueFrameOfSample(edits_.boundary(*selected_).frame, rate);
    moveTo(*selected_, media::sampleFrameOfCue(std::max<std::int64_t>(0, now + cueFrames), rate));
}

void TracksModel::addCut(std::int64_t frame) {
    if (const auto made = edits_.addCut(edits_.snapped(frame))) {
        selected_ = made;
        changed();
    }
}

void TracksModel::removeSelected() {
    if (selected_ && edits_.removeCut(*selected_)) changed();
}

void TracksModel::setTitle(std::size_t track, const std::string& title) {
    if (edits_.setTitle(track, title)) changed();
}

void TracksModel::setAlbum(const media::AlbumTags& album) {
    if (edits_.setAlbum(album)) changed();
}

void TracksModel::giveBack(const media::GivenBack& click) {
    if (edits_.giveBack(click)) changed();
}

void TracksModel::takeOut(const media::GivenBack& click) {
    if (edits_.takeOut(click)) changed();
}

void TracksModel::undo() {
    if (edits_.undo()) changed(Change::takenBack);
}

void TracksModel::redo() {
    if (edits_.redo()) changed(Change::takenBack);
}

// ------------------------------------------------------------ export

/** Nothing, and message() says why, where a side has no tracks yet or cannot be opened. */
std::optional<std::vector<media::TakeSound>> TracksModel::soundsOf(const ExportChoice& choice) {
    std::vector<media::TakeSound> sounds;
    const auto add = [&](const media::Take& take, const TrackEdits::State& state, const params::Snapshot& stage) {
        auto& sound = sounds.emplace_back();
        sound.audio = take.audioPath();
        sound.takeId = take.sidecar().takeId;
        sound.stage = stage;
        sound.tracks = state.tracks;
        sound.album = state.album;
        sound.givenBack = state.givenBack;
        sound.clickQuality = choice.clickQuality;
    };
    if (!choice.isWholeRecord) {
        add(*take_, edits_.state(), choice.stage);
        return sounds;
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        if (i == openSide()) {
            add(*take_, edits_.state(), choice.stage);
            continue;
        }
        try {
            const media::Take other(sides_[i].audio);
            add(other, {other.sidecar().tracks, other.sidecar().album, other.sidecar().givenBack},
                choice.isOneSound ? choice.stage : other.stage());
        } catch (const base::FileError& error) {
            say(error.what(), true);
            return std::nullopt;
        }
        if (!sounds.back().tracks.empty()) continue;
        std::string text = "Side ";
        text += sides_[i].side;
        text += " has no tracks yet: open it, and they are found.";
        say(text, true);
        return std::nullopt;
    }
    return sounds;
}

void TracksModel::setClickQuality(media::ClickQuality quality) {
    if (!take_ || quality == clickQuality_) return;
    clickQuality_ = quality;
    changed();
    try {
        for (const auto& side : sides_) {
            if (side.audio == take_->audioPath()) continue;
            media::Take other(side.audio);
            auto sidecar = other.sidecar();
            sidecar.clickQuality = quality;
            other.save(sidecar);
        }
    } catch (const base::FileError& error) {
        say(error.what(), true);
    }
}

void TracksModel::exportTo(const ExportChoice& choice) {
    if (!take_ || edits_.tracks().empty() || (job_ != nullptr && job_->isRunning())) return;
    auto sounds = soundsOf(choice);
    if (!sounds) return;
    job_ = std::make_unique<ExportJob>(std::move(*sounds), choice);
    ++version_;
}

void TracksModel::cancelExport() {
    if (job_ != nullptr) job_->cancel();
}

// ------------------------------------------------------------ words

std::string TracksModel::position(std::size_t track) const {
    std::string text;
    if (edits_.album().side != 0) text += edits_.album().side;
    text += std::to_string(track + 1);
    return text;
}

std::string TracksModel::titleOf(std::size_t track) const {
    const auto& title = edits_.tracks()[track].title;
    if (!title.empty()) return title;
    std::string text = "Track ";
    text += std::to_string(track + 1);
    return text;
}

} // namespace phonostage::app
