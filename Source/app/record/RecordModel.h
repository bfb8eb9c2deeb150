// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/record/RecordSettings.h"
#include "app/record/Recording.h"
#include "app/record/SideGaps.h"
#include "app/record/SideHistory.h"
#include "media/record/Recovery.h"

#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** What the transport strip and the Record page show and do: sides, names, states. No window. Message thread. */
class RecordModel {
public:
    /** What it has to ask the app for. */
    struct Ask {
        std::function<params::Snapshot()> stage;             ///< as it is set now
        std::function<std::optional<double>()> fullScaleDbv; ///< empty where nobody has calibrated
    };

    RecordModel(Recording& recording, RecordSettings& settings, Ask ask);
    ~RecordModel();
    RecordModel(const RecordModel&) = delete;
    RecordModel& operator=(const RecordModel&) = delete;

    /** A few times a second. */
    void poll();
    /** Looks for recordings that were cut short, beside everything else. */
    void lookForOrphans();

    // ---- what a person can do

    /** Waits for the needle, or begins at once where nothing starts by itself; while it waits: begins now. */
    void record();
    void cancel();
    void stop();
    void goOn();
    /** After the device has gone: the side does not go on when it is back. */
    void finishSide();
    void mark();
    /** The side goes on in another folder, without a lost frame; where none is recorded, the next one goes there. */
    void useFolder(const std::string& folder);
    void setSide(char side);
    /** Names of the record on the turntable. Where they change, side A is next. */
    void setRecord(const std::string& album, const std::string& artist, const std::string& year);
    /** Format, folder and the like; held for the next recording. */
    void setSettings(const RecordSettings& settings);
    void dismissRefusal() { refusal_.clear(); }
    /** At once, before the program ends. */
    void stopAndClose();

    /** Repairs the first of the recordings that were cut short, beside everything else; see recovered(). */
    void recoverFirst();
    /** It stays as it is, and is offered again at the next start. */
    void leaveFirst();

    // ---- what to show

    [[nodiscard]] const media::RecorderStatus& status() const { return status_; }
    [[nodiscard]] const RecordSettings& settings() const { return settings_; }
    [[nodiscard]] const SideHistory& history() const { return history_; }
    [[nodiscard]] char side() const { return settings_.side; }
    /** That is recorded now, or was last; 0 before the first. */
    [[nodiscard]] char recordedSide() const { return recordedSide_; }
    [[nodiscard]] bool isRecording() const { return status_.state == media::RecorderState::recording; }
    /** The input must stay as it is. */
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] std::string folder() const;
    /** Of the next recording. */
    [[nodiscard]] std::filesystem::path nextPath() const;
    /** "flat, 24-bit 96 kHz". */
    [[nodiscard]] std::string formatText() const;
    [[nodiscard]] double elapsedSeconds() const;
    [[nodiscard]] double safeSeconds() const;
    /** Of the disk that the next recording, or this one, goes to. */
    [[nodiscard]] std::optional<double> roomSeconds() const;
    /** Why nothing could be begun; "". */
    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    /** The newest trouble of this side, for a minute; "". */
    [[nodiscard]] std::string trouble() const;
    /** The side that was saved not long ago, for the sentence in the strip; 0: none. */
    [[nodiscard]] char justSaved() const;
    [[nodiscard]] const std::filesystem::path& savedPath() const { return savedPath_; }
    /** Where the needle went down on this side, by the clock; 0 where it has not. */
    [[nodiscard]] media::UtcMs needleDownAt() const { return needleDownAt_; }
    [[nodiscard]] const std::vector<media::Orphan>& orphans() const { return orphans_; }
    [[nodiscard]] bool isRecovering() const { return recovery_.valid(); }
    /** What became of the last recovery; empty once it was taken. */
    [[nodiscard]] std::optional<media::Orphan> takeRecovered();
    /** A new recording has its name. */
    std::function<void(const std::filesystem::path& audio, std::shared_ptr<media::SideReader> read)> onSaved;

private:
    void follow(media::RecorderState before, const media::RecorderStatus& now);
    void sideEnded();
    void lookForGaps();
    void arm(media::StartBy start);
    [[nodiscard]] media::TakeRequest request(media::StartBy start) const;
    [[nodiscard]] std::filesystem::path pathIn(const std::string& folder) const;
    void collectOrphans();

    Recording& recording_;
    RecordSettings& settings_;
    Ask ask_;
    media::RecorderStatus status_;
    SideHistory history_;
    SideGaps gaps_;
    media::DiskRoom room_{{}};
    std::optional<params::Snapshot> keptStage_; ///< that the take has
    char recordedSide_ = 0, savedSide_ = 0;
    std::filesystem::path savedPath_;
    std::int64_t savedNs_ = 0, troubleNs_ = 0;
    media::UtcMs needleDownAt_ = 0;
    std::string trouble_, refusal_;
    bool movesOn_ = false; ///< the side goes on in another folder
    bool isCancelled_ = false;
    std::vector<media::Orphan> orphans_;
    std::future<std::vector<media::Orphan>> search_;
    std::future<media::Orphan> recovery_;
    std::optional<media::Orphan> recovered_;
};

} // namespace phonostage::app
