// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/FilePlace.h"
#include "media/record/DiskWaiter.h"
#include "media/record/TakeWriter.h"
#include "media/take/Sidecar.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace phonostage::media {

/** A take while it is recorded: NAME.recording.flac and NAME.take.json. */
class OpenTake {
public:
    /** Creates both. audio is the name that it has in the end. sidecar.audio and takeId are filled in. The waiter must
        outlive it. Throws base::FileError: one line. Nothing that exists is touched, and the disk is not waited for. */
    OpenTake(const std::filesystem::path& audio, const TakeFormat& format, Sidecar sidecar,
             std::optional<double> fullScaleDbv, DiskWaiter& waiter);
    /** Leaves both as they are, for recovery. */
    ~OpenTake() { waiter_.wait(); }
    OpenTake(const OpenTake&) = delete;
    OpenTake& operator=(const OpenTake&) = delete;

    [[nodiscard]] TakeWriter& writer() { return *writer_; }
    [[nodiscard]] const TakeWriter& writer() const { return *writer_; }
    /** Where it is now. */
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const Sidecar& sidecar() const { return sidecar_; }

    /** Beyond mostTakeEvents they are counted. */
    void add(TakeEvent event);
    void setStage(const params::Snapshot& stage);
    /** Tracks and tags as a person has edited them meanwhile. */
    void setTags(std::vector<Track> tracks, AlbumTags album);

    /** Notes the length in the audio's head and has the waiter bring audio and, where it has changed, the sidecar to
        the disk, as soon as it is free. */
    void sync();
    /** Goes on with what sync() has asked for; to be called often. "" or what failed. */
    [[nodiscard]] std::string syncProblem();
    /** Ends the audio, at its mark where there is one, and gives it its name. Where that is taken meanwhile, a free one
        ("NAME 2"). "" or what failed; the take is then closed under the name that path() says. */
    [[nodiscard]] std::string finish();
    /** Removes both: for a take that was none. */
    void discard();

private:
    void requireFree() const;
    [[nodiscard]] TakeNotes notes() const;
    void createSidecar();
    [[nodiscard]] std::string saveSidecar();
    void startSync();
    void endSync();
    [[nodiscard]] std::string giveName();

    std::filesystem::path audio_, path_, sidecarPath_;
    Sidecar sidecar_;
    std::optional<double> fullScaleDbv_;
    std::unique_ptr<TakeWriter> writer_;
    bool isChanged_ = true;
    std::optional<base::FileState> seen_; ///< of the sidecar as we wrote it

    /** A job of the waiter: what it is given, and what it leaves behind. */
    struct Sync {
        std::int64_t frames = 0; ///< that the audio's head says
        std::string sidecar;     ///< text; "" where it has not changed
        std::optional<base::FileState> seen;
        std::string audioProblem, sidecarProblem;
    };
    DiskWaiter& waiter_;
    bool isSyncDue_ = false;
    std::optional<Sync> sync_; ///< under way; the waiter's until it is free
    std::string problem_;
};

/** 16 hexadecimal digits that no other take has. */
[[nodiscard]] std::string newTakeId();

/** A name beside `audio` that neither an audio file nor a sidecar has: itself, else "NAME 2", "NAME 3". */
[[nodiscard]] std::filesystem::path freeTakePath(const std::filesystem::path& audio);

} // namespace phonostage::media
