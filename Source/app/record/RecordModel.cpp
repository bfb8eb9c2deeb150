// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordModel.h"

#include "app/record/RecordFolder.h"
#include "app/record/RecordText.h"

#include "base/files/FileError.h"
#include "media/export/FileNames.h"
#include "media/record/RecorderText.h"
#include "media/take/TakeNames.h"

#include <algorithm>
#include <chrono>

namespace phonostage::app {
namespace fs = std::filesystem;

namespace {

using media::RecorderState;
using media::StopReason;

constexpr std::int64_t nsPerSecond = 1000000000;
constexpr std::int64_t troubleShownNs = 60 * nsPerSecond;
constexpr std::int64_t savedShownNs = 30 * nsPerSecond;
constexpr std::size_t mostFolders = 500; ///< that are searched for recordings that were cut short

template <typename Value> bool isReady(std::future<Value>& future) {
    return future.valid() && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

/** In the folder and in those of its records. */
std::vector<media::Orphan> orphansBelow(const fs::path& folder) {
    std::vector<fs::path> folders{folder};
    std::error_code error;
    for (fs::directory_iterator each(folder, error), end; !error && each != end && folders.size() < mostFolders;
         each.increment(error))
        if (std::error_code ignored; each->is_directory(ignored)) folders.push_back(each->path());
    std::vector<media::Orphan> all;
    for (const auto& each : folders) {
        try {
            for (auto& orphan : media::findOrphans(each))
                if (orphan.isUsable) all.push_back(std::move(orphan));
        } catch (const base::FileError&) {
            // A folder that is not there yet, or not for this user: nothing of ours is in it.
            continue;
        }
    }
    return all;
}

} // namespace

RecordModel::RecordModel(Recording& recording, RecordSettings& settings, Ask ask)
    : recording_(recording), settings_(settings), ask_(std::move(ask)) {}

RecordModel::~RecordModel() = default;

// ------------------------------------------------------------ what a person can do

fs::path RecordModel::pathIn(const std::string& folder) const {
    fs::path path(folder);
    if (!settings_.album.empty()) path /= media::fileNameOf(settings_.album);
    std::string name = "Side ";
    name += settings_.side;
    return media::freeTakePath(path / (name + (settings_.isFlac ? ".flac" : ".wav")));
}

std::string RecordModel::folder() const { return settings_.folder.empty() ? usualRecordFolder() : settings_.folder; }

fs::path RecordModel::nextPath() const { return pathIn(folder()); }

media::TakeRequest RecordModel::request(media::StartBy start) const {
    media::TakeRequest request;
    request.audio = nextPath();
    request.word = settings_.word;
    request.start = start;
    request.stopsAtLiftOff = request.stopsInRunOut = settings_.byItself;
    if (settings_.longestMinutes > 0) request.lengthSeconds = 60.0 * settings_.longestMinutes;
    if (ask_.fullScaleDbv) request.fullScaleDbv = ask_.fullScaleDbv();
    if (ask_.stage) request.stage = ask_.stage();
    request.album.title = settings_.album;
    request.album.artist = settings_.artist;
    request.album.date = settings_.year;
    request.album.side = settings_.side;
    return request;
}

void RecordModel::arm(media::StartBy start) {
    refusal_.clear();
    const auto wanted = request(start);
    std::error_code error;
    fs::create_directories(wanted.audio.parent_path(), error);
    media::SourceFormat format;
    format.sampleRateHz = status_.sampleRateHz;
    format.channels = status_.channels;
    refusal_ = error ? "the folder " + base::quoted(wanted.audio.parent_path()) +
                           " could not be created: " + error.message() + "; choose another folder"
                     : media::whyNotArmed(wanted, format);
    if (!refusal_.empty()) return;
    trouble_.clear();
    isCancelled_ = false;
    keptStage_ = wanted.stage;
    recording_.recorder().arm(wanted);
    if (start == media::StartBy::hand) recording_.recorder().startNow();
}

void RecordModel::record() {
    if (status_.state == RecorderState::armed)
        recording_.recorder().startNow();
    else if (!isBusy() && status_.hasDevice)
        arm(settings_.byItself ? media::StartBy::needle : media::StartBy::hand);
}

void RecordModel::cancel() {
    if (status_.state != RecorderState::armed) return;
    isCancelled_ = true;
    recording_.recorder().cancel();
}

void RecordModel::stop() { recording_.recorder().stop(); }

void RecordModel::goOn() { recording_.recorder().goOn(); }

void RecordModel::finishSide() {
    recording_.recorder().cancel();
    if (status_.goesOnWhenBack) sideEnded();
}

void RecordModel::mark() {
    if (isRecording()) recording_.recorder().mark("mark");
}

void RecordModel::useFolder(const std::string& folder) {
    settings_.folder = folder;
    room_.restart();
    if (!isRecording()) return;
    // In one go: what follows begins where this one ends.
    recording_.recorder().finish();
    movesOn_ = true;
    arm(media::StartBy::hand);
    movesOn_ = refusal_.empty();
}

void RecordModel::setSide(char side) {
    if (side >= 'A' && side <= 'Z' && !isBusy()) settings_.side = side;
}

void RecordModel::setRecord(const std::string& album, const std::string& artist, const std::string& year) {
    const auto title = tidyRecordText(album);
    if (title != settings_.album && !isBusy()) settings_.side = 'A';
    settings_.album = title;
    settings_.artist = tidyRecordText(artist);
    settings_.year = tidyRecordText(year);
}

void RecordModel::setSettings(const RecordSettings& settings) {
    settings_ = settings;
    room_.restart();
}

void RecordModel::stopAndClose() {
    recording_.recorder().stop();
    recording_.recorder().finish();
}

void RecordModel::recoverFirst() {
    if (orphans_.empty() || recovery_.valid()) return;
    recovery_ = std::async(std::launch::async, [orphan = orphans_.front()] { return media::recover(orphan); });
}

void RecordModel::leaveFirst() {
    if (!orphans_.empty()) orphans_.erase(orphans_.begin());
}

void RecordModel::lookForOrphans() {
    search_ = std::async(std::launch::async, [folder = fs::path(folder())] { return orphansBelow(folder); });
}

std::optional<media::Orphan> RecordModel::takeRecovered() { return std::exchange(recovered_, std::nullopt); }

// ------------------------------------------------------------ what happens

void RecordModel::collectOrphans() {
    if (isReady(search_)) orphans_ = search_.get();
    if (!isReady(recovery_)) return;
    recovered_ = recovery_.get();
    leaveFirst();
}

/** The side is over: the next one is ready, or waited for. */
void RecordModel::sideEnded() {
    history_.endSide();
    savedSide_ = recordedSide_;
    savedPath_ = status_.file;
    savedNs_ = recording_.clock().nanoseconds();
    const bool isCut = status_.stopReason == StopReason::diskFull || status_.stopReason == StopReason::writeError;
    if (isCut) refusal_ = status_.problem;
    if (!isCut && settings_.side < 'Z') ++settings_.side;
    auto read = gaps_.take();
    if (onSaved) onSaved(savedPath_, std::move(read));
    const bool ended = status_.stopReason == StopReason::runOut || status_.stopReason == StopReason::liftOff;
    if (settings_.byItself && ended && status_.hasDevice) arm(media::StartBy::needle);
}

void RecordModel::follow(RecorderState before, const media::RecorderStatus& now) {
    const bool wasOpen = before == RecorderState::recording || before == RecorderState::stopping;
    const bool isOpen = now.state == RecorderState::recording || now.state == RecorderState::stopping;
    const bool isNewFile = isOpen && (!wasOpen || now.file != status_.file);
    const bool wasAway = status_.goesOnWhenBack;
    status_ = now;
    if (isNewFile && (wasAway || movesOn_ || now.part > 1)) {
        history_.beginPart(now.takeStart);
        movesOn_ = false;
    } else if (isNewFile) {
        history_.beginSide(now.takeStart);
        recordedSide_ = settings_.side;
        needleDownAt_ = 0;
    }
    if (wasOpen && now.state == RecorderState::armed) history_.forgetSide(); // the needle was only set down again
    if (wasOpen && now.state == RecorderState::stopped && now.goesOnWhenBack) history_.endSide();
    if (wasOpen && now.state == RecorderState::stopped && !now.goesOnWhenBack) sideEnded();
}

void RecordModel::lookForGaps() {
    // What comes after a stop may be cut off again.
    if (isRecording()) {
        if (gaps_.follow(status_.file, status_.sampleRateHz, status_.safeFrames)) history_.showGaps(gaps_.gaps());
    } else if (status_.state != RecorderState::stopping && !gaps_.isReading()) {
        gaps_.forget();
    }
}

void RecordModel::poll() {
    auto& recorder = recording_.recorder();
    const auto before = status_.state;
    follow(before, recorder.status());
    history_.add(recorder.takeLevels());
    const auto events = recorder.takeEvents();
    history_.add(events, status_.sampleRateHz);
    lookForGaps();
    for (const auto& event : events)
        if (event.kind == media::TakeEventKind::needleDrop && needleDownAt_ == 0) needleDownAt_ = event.time;
    for (const auto& line : recorder.takeLog()) {
        if (!line.isProblem) continue;
        trouble_ = line.text;
        troubleNs_ = recording_.clock().nanoseconds();
    }
    if (before == RecorderState::armed && status_.state == RecorderState::off && !isCancelled_)
        refusal_ = status_.problem;
    if (ask_.stage && isRecording()) {
        auto stage = ask_.stage();
        if (!keptStage_ || stage.values != keptStage_->values || stage.texts != keptStage_->texts) {
            recorder.setStage(stage);
            keptStage_ = std::move(stage);
        }
    }
    const double rate = status_.sampleRateHz > 0.0 ? status_.sampleRateHz : 48000.0;
    const int channels = std::max(1, status_.channels);
    // A folder that is not there yet lies on the disk of the one above it.
    fs::path place(folder());
    std::error_code ignored;
    while (!fs::exists(place, ignored) && place.has_parent_path() && place != place.parent_path())
        place = place.parent_path();
    (void)room_.look(place, rate * channels * media::wordBytes(settings_.word), recording_.clock().nanoseconds());
    collectOrphans();
}

// ------------------------------------------------------------ what to show

bool RecordModel::isBusy() const {
    return status_.state == RecorderState::recording || status_.state == RecorderState::stopping ||
           status_.goesOnWhenBack;
}

std::string RecordModel::formatText() const { return flatFormatText(settings_, status_.sampleRateHz); }

double RecordModel::elapsedSeconds() const {
    return status_.sampleRateHz > 0.0 ? static_cast<double>(status_.frames) / status_.sampleRateHz : 0.0;
}

double RecordModel::safeSeconds() const {
    return status_.sampleRateHz > 0.0 ? static_cast<double>(status_.safeFrames) / status_.sampleRateHz : 0.0;
}

std::optional<double> RecordModel::roomSeconds() const {
    return isBusy() && status_.roomSeconds ? status_.roomSeconds : room_.seconds();
}

std::string RecordModel::trouble() const {
    const bool isFresh = recording_.clock().nanoseconds() - troubleNs_ < troubleShownNs;
    return isFresh ? trouble_ : std::string();
}

char RecordModel::justSaved() const {
    const bool isFresh = savedSide_ != 0 && recording_.clock().nanoseconds() - savedNs_ < savedShownNs;
    return isFresh ? savedSide_ : '\0';
}

} // namespace phonostage::app
