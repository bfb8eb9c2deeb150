// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/OpenTake.h"

#include "base/files/FileError.h"
#include "base/files/PendingFile.h"
#include "media/io/Tags.h"
#include "media/take/SidecarWriter.h"
#include "media/take/TakeNames.h"

#include <cerrno>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

constexpr int mostNames = 9999;
constexpr std::size_t longestStage = takeHeadBytes / 2;

bool isTaken(const fs::path& path) {
    // A link to nothing takes a name, too.
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

/** On one line, and without what a later version has added where that is too much for the head. */
std::string stageLine(const Sidecar& sidecar) {
    const auto line = [](const std::string& state) {
        const auto json = nlohmann::ordered_json::parse(state, nullptr, false);
        return json.is_object() ? json.dump(-1, ' ', true) : std::string();
    };
    if (auto text = line(sidecar.stageState); text.size() <= longestStage) return text;
    const auto stage = sidecar.stage();
    const auto* const own = std::get_if<params::Snapshot>(&stage);
    return own != nullptr ? line(params::writeState(own->values, own->texts)) : std::string();
}

std::string notSynced(const fs::path& path, int error) {
    return base::quoted(path) + " could not be brought to the disk: " + base::systemError(error);
}

/** Only where it is as we saw it last. "" or what failed. */
std::string replaceSidecar(const fs::path& path, const std::string& text, std::optional<base::FileState>& seen) {
    const auto changed = [&](const fs::path&) -> std::string {
        return base::fileState(path) == seen ? ""
                                             : "was changed by another program while it was recorded, and was not "
                                               "replaced: move it away";
    };
    try {
        base::writeFile(path, text, base::Replace::unless(changed));
    } catch (const base::FileError& error) {
        return error.what();
    }
    seen = base::fileState(path);
    return {};
}

} // namespace

std::string newTakeId() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device entropy;
    std::uniform_int_distribution<std::size_t> pick(0, digits.size() - 1);
    std::string id;
    for (int i = 0; i < 16; ++i)
        id += digits[pick(entropy)];
    return id;
}

fs::path freeTakePath(const fs::path& audio) {
    const auto isFree = [](const fs::path& path) { return !isTaken(path) && !isTaken(sidecarPathOf(path)); };
    if (isFree(audio)) return audio;
    for (int number = 2; number <= mostNames; ++number) {
        fs::path name(audio.stem().string() + " " + std::to_string(number));
        name += audio.extension();
        if (auto path = audio.parent_path() / name; isFree(path) && !isTaken(recordingPathOf(path))) return path;
    }
    return audio;
}

OpenTake::OpenTake(const fs::path& audio, const TakeFormat& format, Sidecar sidecar, std::optional<double> fullScaleDbv,
                   DiskWaiter& waiter)
    : audio_(audio), path_(recordingPathOf(audio)), sidecarPath_(sidecarPathOf(audio)), sidecar_(std::move(sidecar)),
      fullScaleDbv_(fullScaleDbv), waiter_(waiter) {
    requireFree();
    if (const auto why = TakeWriter::whyNot(audio, format); !why.empty()) throw base::FileError(why);
    sidecar_.takeId = newTakeId();
    sidecar_.audio = {nameText(audio.filename()), format.sampleRateHz, format.channels, format.word, std::nullopt};
    writer_ = TakeWriter::forName(audio, format);
    if (const int error = writer_->create(path_, notes()); error != 0) {
        // A file that was ours and has no audio yet is nobody's loss; one that was there already is not touched.
        writer_->abandon();
        if (error != EEXIST && error != EACCES && error != EROFS) base::removeFile(path_);
        throw base::FileError(base::quoted(path_) + " could not be created: " + base::systemError(error),
                              static_cast<std::errc>(error));
    }
    try {
        createSidecar();
    } catch (const base::FileError&) {
        writer_->abandon();
        base::removeFile(path_);
        throw;
    }
}

/** Not waited for, as PendingFile would: sound comes in already. The first sync() writes it again. */
void OpenTake::createSidecar() {
    const auto text = writeSidecar(sidecar_);
    base::File file;
    int error = file.createNew(sidecarPath_, base::File::For::everybody);
    const bool isOurs = error == 0;
    if (error == 0) error = file.writeAt(0, text.data(), text.size());
    if (const int failed = file.close(); error == 0) error = failed;
    if (error != 0) {
        if (isOurs) base::removeFile(sidecarPath_);
        throw base::FileError(base::quoted(sidecarPath_) + " could not be created: " + base::systemError(error),
                              static_cast<std::errc>(error));
    }
    seen_ = base::fileState(sidecarPath_);
}

void OpenTake::requireFree() const {
    if (const auto why = whyNoTakeName(audio_); !why.empty()) throw base::FileError(why);
    if (isRecordingName(audio_))
        throw base::FileError(base::quoted(audio_) + " has the name of a recording under way: leave .recording out");
    const auto folder = base::folderOf(audio_);
    if (base::pathKind(folder) != base::PathKind::folder)
        throw base::FileError(base::quoted(audio_) + " cannot be written: there is no folder " + base::quoted(folder) +
                              "; create it first");
    for (const auto& path : {audio_, sidecarPath_})
        if (isTaken(path))
            throw base::FileError(base::quoted(path) + " already exists, and recordings are never replaced: name "
                                                       "another file",
                                  std::errc::file_exists);
    if (isTaken(path_))
        throw base::FileError(base::quoted(path_) + " is there from a recording that was cut short, or is under way: "
                                                    "recover it (phonostage recover) or name another file",
                              std::errc::file_exists);
}

TakeNotes OpenTake::notes() const {
    FileNote note;
    note.fullScaleDbv = fullScaleDbv_;
    note.take = sidecar_.takeId;
    return {joinComment({}, note), stageLine(sidecar_)};
}

void OpenTake::add(TakeEvent event) {
    if (sidecar_.events.size() < mostTakeEvents)
        sidecar_.events.push_back(std::move(event));
    else
        ++sidecar_.eventsLeftOut;
    isChanged_ = true;
}

void OpenTake::setStage(const params::Snapshot& stage) {
    sidecar_.setStage(stage);
    isChanged_ = true;
}

void OpenTake::setTags(std::vector<Track> tracks, AlbumTags album) {
    sidecar_.tracks = std::move(tracks);
    sidecar_.album = std::move(album);
    isChanged_ = true;
}

std::string OpenTake::saveSidecar() {
    auto problem = replaceSidecar(sidecarPath_, writeSidecar(sidecar_), seen_);
    isChanged_ = !problem.empty();
    return problem;
}

void OpenTake::sync() {
    if (const int error = writer_->noteLength(); error != 0) problem_ = notSynced(path_, error);
    isSyncDue_ = true;
}

std::string OpenTake::syncProblem() {
    if (sync_ && waiter_.isFree()) endSync();
    if (isSyncDue_ && !sync_ && waiter_.isFree()) startSync();
    if (sync_ && waiter_.isFree()) endSync(); // one that waits in place
    return std::exchange(problem_, {});
}

void OpenTake::startSync() {
    isSyncDue_ = false;
    sync_ = Sync{};
    sync_->frames = writer_->notedFrames();
    if (std::exchange(isChanged_, false)) sync_->sidecar = writeSidecar(sidecar_);
    sync_->seen = seen_;
    waiter_.start([this] {
        if (const int error = writer_->bringToDisk(); error != 0) sync_->audioProblem = notSynced(path_, error);
        if (!sync_->sidecar.empty()) sync_->sidecarProblem = replaceSidecar(sidecarPath_, sync_->sidecar, sync_->seen);
    });
}

void OpenTake::endSync() {
    if (sync_->audioProblem.empty()) writer_->setSynced(sync_->frames);
    if (!sync_->sidecarProblem.empty()) isChanged_ = true;
    seen_ = sync_->seen;
    if (problem_.empty()) problem_ = sync_->audioProblem.empty() ? sync_->sidecarProblem : sync_->audioProblem;
    sync_.reset();
}

std::string OpenTake::giveName() {
    auto name = audio_;
    auto error = base::moveWithoutReplacing(path_, name);
    if (error == std::errc::file_exists) {
        name = freeTakePath(audio_);
        error = base::moveWithoutReplacing(path_, name);
        if (!error) {
            const auto sidecar = sidecarPathOf(name);
            if (!base::moveWithoutReplacing(sidecarPath_, sidecar)) sidecarPath_ = sidecar;
            sidecar_.audio.file = nameText(name.filename());
            seen_ = base::fileState(sidecarPath_);
        }
    }
    if (error)
        return base::quoted(path_) + " could not be renamed to " + base::quoted(name.filename()) + ": " +
               base::systemError(error.value()) + "; phonostage recover does it later";
    path_ = name;
    return {};
}

std::string OpenTake::finish() {
    waiter_.wait();
    if (sync_) endSync();
    auto problem = std::exchange(problem_, {});
    const auto add = [&problem](const std::string& more) {
        if (problem.empty()) problem = more;
    };
    if (const int error = writer_->finish(notes()); error != 0)
        add(base::quoted(path_) + " could not be ended: " + base::systemError(error));
    else
        add(giveName()); // a file that is not whole keeps the name that says so
    sidecar_.audio.frames = writer_->frames();
    add(saveSidecar());
    return problem;
}

void OpenTake::discard() {
    waiter_.wait();
    if (sync_) endSync();
    writer_->abandon();
    base::removeFile(path_);
    if (base::fileState(sidecarPath_) == seen_) base::removeFile(sidecarPath_);
}

} // namespace phonostage::media
