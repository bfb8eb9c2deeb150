// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tracks/ExportJob.h"
#include "app/tracks/TakeClicks.h"
#include "app/tracks/TrackEdits.h"
#include "media/take/RecordSides.h"
#include "media/tracks/SideReader.h"

#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** A side that is cut into tracks: the take, its picture, edits that are kept as they are made, search, list, export.
   No window. Message thread. */
class TracksModel {
public:
    TracksModel();
    ~TracksModel();
    TracksModel(const TracksModel&) = delete;
    TracksModel& operator=(const TracksModel&) = delete;

    /** A few times a second. */
    void poll();

    // ---- what a person can do

    /** A take or any sound file; false, and message() says why. Finds its tracks where it has none yet. */
    bool open(const std::filesystem::path& path);
    /** A recording that was just saved, and what has been read of it: the rest is read now, and open() finds it. */
    void expect(const std::filesystem::path& path, std::shared_ptr<media::SideReader> reader);
    void close();
    void select(std::optional<std::size_t> boundary);
    void selectNext(int steps);
    /** Snapped to 1/75 s. */
    void moveTo(std::size_t boundary, std::int64_t frame);
    /** By so many 1/75 s. */
    void nudge(int cueFrames);
    void addCut(std::int64_t frame);
    void removeSelected();
    void setTitle(std::size_t track, const std::string& title);
    void setAlbum(const media::AlbumTags& album);
    void undo();
    void redo();
    /** Looks for so many tracks; 0: as many as are sure. Reads the file first where that was not done yet. */
    void find(int count);
    /** Names, and times where it has them. As many names as there are tracks name them; else the tracks are looked for
        again with the list. */
    void paste(const std::string& text);
    /** A click stays in what is exported, or is taken out again. */
    void giveBack(const media::GivenBack& click);
    void takeOut(const media::GivenBack& click);
    /** How clicks are taken out of what is exported, of all sides of the record. */
    void setClickQuality(media::ClickQuality quality);
    void exportTo(const ExportChoice& choice);
    void cancelExport();

    // ---- what to show

    [[nodiscard]] bool isOpen() const { return take_.has_value(); }
    [[nodiscard]] const media::Take* take() const { return take_ ? &*take_ : nullptr; }
    /** The recordings of the same record, the one that is open among them; empty where none is. */
    [[nodiscard]] const std::vector<media::RecordSide>& sides() const { return sides_; }
    [[nodiscard]] std::size_t openSide() const; ///< its place in sides()
    [[nodiscard]] const TrackEdits& edits() const { return edits_; }
    [[nodiscard]] media::ClickQuality clickQuality() const { return clickQuality_; }
    [[nodiscard]] const media::Overview* overview() const { return overview_ ? &*overview_ : nullptr; }
    /** Grows with every change of what is drawn. */
    [[nodiscard]] std::int64_t version() const { return version_; }
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
    [[nodiscard]] bool isReading() const { return reading_.scan.valid(); }
    [[nodiscard]] double readPart() const {
        return reading_.state != nullptr ? reading_.state->part.load() : 0.0;
    } ///< 0 to 1
    /** What a person should know, newest; "" and whether it is trouble. */
    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] bool isTrouble() const { return isTrouble_; }
    /** Of the take that is open. */
    [[nodiscard]] TakeClicks& clicks() { return clicks_; }
    [[nodiscard]] const TakeClicks& clicks() const { return clicks_; }
    [[nodiscard]] const ExportJob* job() const { return job_.get(); }
    /** "A1"; "1" where the side is not known. */
    [[nodiscard]] std::string position(std::size_t track) const;
    [[nodiscard]] std::string titleOf(std::size_t track) const; ///< "Track 3" where it has none

private:
    /** A file that is read beside everything else. */
    struct Reading {
        struct State {
            std::atomic<bool> isCancelled{false};
            std::atomic<double> part{0.0}; ///< that is read
        };
        std::future<media::SideScan> scan;
        std::shared_ptr<State> state;

        [[nodiscard]] bool isReady() const;
        /** It ends soon, and is waited for. */
        void cancel();
    };
    /** With what has been read of it already, or null. */
    [[nodiscard]] static Reading read(const std::filesystem::path& path, std::int64_t frames,
                                      std::shared_ptr<media::SideReader> reader);

    void say(std::string text, bool isTrouble = false);
    void readFile();
    void finishReading();
    void search(const media::TrackKnowledge& known);
    [[nodiscard]] media::TrackKnowledge knowledge() const;
    using Change = media::RecordTags::Change;
    void changed(Change change = Change::made);
    void save(Change change);
    void tellOtherSides(const media::AlbumTags& before, Change change);
    void findSides();
    [[nodiscard]] std::optional<std::vector<media::TakeSound>> soundsOf(const ExportChoice& choice);

    std::optional<media::Take> take_;
    std::vector<media::RecordSide> sides_;
    std::map<std::filesystem::path, TrackEdits> closed_; ///< edits of this session that can be undone
    media::RecordTags recordTags_;
    std::filesystem::file_time_type folderTime_; ///< of the take's folder, when the sides were last looked for
    int polls_ = 0;
    TrackEdits edits_;
    media::ClickQuality clickQuality_ = media::ClickQuality::live;
    std::optional<media::Overview> overview_;
    std::unique_ptr<media::TrackFinder> finder_;
    media::FileExtent extent_;
    Reading reading_;                                   ///< of the file that is open
    std::map<std::filesystem::path, Reading> expected_; ///< of files that may be opened next
    std::optional<media::TrackKnowledge> wanted_;       ///< the search that waits for the file to be read
    std::optional<std::size_t> selected_;
    std::int64_t version_ = 0;
    std::string message_;
    bool isTrouble_ = false;
    std::unique_ptr<ExportJob> job_;
    TakeClicks clicks_;
};

} // namespace phonostage::app
