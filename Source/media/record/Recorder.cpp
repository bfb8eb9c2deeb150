// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Recorder.h"

#include "base/files/FileError.h"
#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "media/record/RecorderText.h"
#include "media/take/TakeNames.h"

#include <algorithm>
#include <cerrno>
#include <cmath>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

constexpr int chunkFrames = 4096;
constexpr std::int64_t nsPerSecond = 1000000000;
/** Short enough that what was delivered a second ago is on the disk, with the block that is being collected and the
    time that the disk takes. */
constexpr std::int64_t syncNs = 750000000;
/** The trigger hears the needle some 0.4 s late, and walks back by up to 0.8 s. */
constexpr double triggerSeconds = 1.5;
/** A groove that was left sooner was a brush or a needle that was set down again. */
constexpr double shortestGrooveSeconds = 10.0;
constexpr double shortRoomSeconds = 600.0, hangSeconds = 1.0;
constexpr double airSeconds = 0.5; ///< behind a lift-off: who cuts the side hears it, too

} // namespace

Recorder::Recorder(RecorderSettings settings, const RecordClock& clock)
    : settings_(std::move(settings)), clock_(clock), waiter_(settings_.waitsForDisk), room_(settings_.roomBytes),
      chunk_(static_cast<std::size_t>(chunkFrames) * 2) {}

Recorder::~Recorder() {
    takesBlocks_.store(false);
    const std::lock_guard work(workMutex_);
    consume();
    if (state_ == RecorderState::recording) reason_ = StopReason::hand;
    endTake();
}

// ------------------------------------------------------------ the source's

void Recorder::begin(const SourceFormat& format) {
    takesBlocks_.store(false);
    const std::lock_guard work(workMutex_);
    sourceLost(); // a device that begins again without having said that it went
    format_ = format;
    const double seconds = settings_.longestPreRollSeconds + triggerSeconds + settings_.memorySeconds;
    ring_.prepare(format.channels, std::max<std::int64_t>(chunkFrames, framesOf(seconds)));
    rate_.prepare(format.sampleRateHz);
    levels_.prepare(format.sampleRateHz, format.channels);
    trace_.prepare(format.sampleRateHz, format.channels);
    trigger_.reset();
    runOut_.reset();
    check_.prepare(format.sampleRateHz, format.channels, format.wordBits,
                   [this](int channel, const dsp::OverloadEvent& overload) {
                       if (!take_ || overload.start < takeStart_) return;
                       TakeEvent event;
                       event.kind = TakeEventKind::overload;
                       event.frame = takeFrame(overload.start);
                       event.frames = overload.length;
                       event.channel = channel == 0 ? TakeChannel::left : TakeChannel::right;
                       event.levelDbfs = overload.levelDbfs;
                       keep(std::move(event));
                   });
    heard_ = written_ = takeStart_ = firstHop_ = earliest_ = 0;
    hasFormat_ = true;
    hasRateEvent_ = false;
    log("input: " + (format.name.empty() ? std::string("audio") : format.name) + ", " +
        base::formatShortest(format.sampleRateHz) + " Hz, " + (format.channels == 1 ? "mono" : "stereo"));
    if (goesOnWhenBack_) {
        goesOnWhenBack_ = false;
        const auto away = std::max<std::int64_t>(0, clock_.nanoseconds() - lostAtNs_);
        TakePart part{++part_, nameText(lastAudio_.filename()), framesOf(static_cast<double>(away) * 1e-9)};
        if (openTake(partPathOf(firstAudio_, part_), part, 0)) {
            addEvent(TakeEventKind::deviceFound, 0, 0, "away for " + lengthText(static_cast<double>(away) * 1e-9));
            setState(RecorderState::recording,
                     "the device is back: recording goes on as part " + std::to_string(part_));
        } else {
            setState(RecorderState::stopped, "part " + std::to_string(part_) + " could not be begun");
        }
    }
    if (state_ == RecorderState::armed && request_.start == StartBy::now) startAt(0, 0, "started at once");
    publish();
    takesBlocks_.store(true);
}

void Recorder::block(const float* const* channels, int frames, std::int64_t nanoseconds) noexcept {
    if (!takesBlocks_.load(std::memory_order_acquire)) return;
    rate_.add(frames, nanoseconds);
    ring_.write(channels, frames);
}

void Recorder::dropOut(std::int64_t frames) noexcept {
    if (!takesBlocks_.load(std::memory_order_acquire)) return;
    rate_.restart();
    ring_.noteDropOut(frames);
}

void Recorder::lost(const std::string& why, bool isEnd) {
    const std::lock_guard lock(commandMutex_);
    isLost_ = true;
    isEnd_ = isEnd;
    lostWhy_ = why;
}

/** All that it delivered is written, then the take is closed. */
void Recorder::sourceLost() {
    bool isLost = false, isEnd = false;
    std::string why;
    {
        const std::lock_guard lock(commandMutex_);
        isLost = std::exchange(isLost_, false);
        isEnd = isEnd_;
        why = lostWhy_;
    }
    if (!hasFormat_) return;
    const bool isReplaced = !isLost; // begin() came without lost()
    takesBlocks_.store(false);
    consume();
    hasFormat_ = false;
    lostAtNs_ = clock_.nanoseconds();
    if (!why.empty()) log(why, !isEnd);
    if (take_) {
        const bool wasRecording = state_ == RecorderState::recording;
        if (wasRecording) {
            reason_ = isEnd ? StopReason::endOfSource : StopReason::deviceLost;
            if (!isEnd) addEvent(TakeEventKind::deviceLost, written_, 0, why);
        }
        goesOnWhenBack_ = wasRecording && !isEnd;
        endTake();
    } else if (isEnd && state_ == RecorderState::armed) {
        setState(RecorderState::off, "the input ended before anything was to be recorded");
    } else if (isReplaced) {
        log("the device began again");
    }
}

// ------------------------------------------------------------ commands

void Recorder::give(Command command) {
    const std::lock_guard lock(commandMutex_);
    command.position = ring_.delivered();
    commands_.push_back(std::move(command));
}

void Recorder::armNow(const TakeRequest& request, std::int64_t position) {
    if (take_) return;
    request_ = request;
    request_.preRollSeconds = std::clamp(request.preRollSeconds, 0.0, settings_.longestPreRollSeconds);
    runOut_.prepare(request.runOutTurns);
    part_ = 1;
    goesOnWhenBack_ = false;
    reason_ = StopReason::none;
    problem_.clear();
    isRoomShort_ = false;
    room_.restart();
    if (settings_.keepsAwake && !awake_) {
        awake_ = inhibitSleep();
        if (const auto why = awake_->whyNot(); !why.empty()) log(why);
    }
    if (trigger_.isDown() && request.start == StartBy::needle)
        log("the needle is down already: lift it, or start by hand", true);
    setState(RecorderState::armed, request.start == StartBy::needle ? "waiting for the needle"
                                   : request.start == StartBy::time ? "waiting until " + utcText(request.startAt)
                                   : request.start == StartBy::now  ? "waiting for the input"
                                                                    : "waiting for the start by hand");
    if (request.start == StartBy::now && hasFormat_) startAt(position, position, "started at once");
}

void Recorder::carryOut(Command& command) {
    const bool isOpen = take_ != nullptr;
    switch (command.order) {
    case Order::arm:
        armNow(command.request, command.position);
        break;
    case Order::startNow:
        if (state_ == RecorderState::armed && hasFormat_)
            startAt(command.position - framesOf(request_.preRollSeconds), command.position, "started by hand");
        break;
    case Order::cancel:
        if (goesOnWhenBack_) log("side ended: it does not go on when the device is back");
        goesOnWhenBack_ = false;
        if (state_ != RecorderState::armed) break;
        awake_.reset();
        setState(RecorderState::off, "cancelled");
        break;
    case Order::stop:
        if (state_ == RecorderState::recording) stopAt(command.position, StopReason::hand);
        break;
    case Order::goOn:
        if (state_ != RecorderState::stopping) break;
        stopAt_.reset();
        plannedStop_.reset();
        isMarked_ = false;
        reason_ = StopReason::none;
        take_->writer().clearEnd();
        setState(RecorderState::recording, "recording goes on, without a gap");
        break;
    case Order::finish:
        if (state_ == RecorderState::recording) reason_ = StopReason::hand;
        endTake();
        break;
    case Order::mark:
        if (isOpen) addEvent(TakeEventKind::mark, std::max(command.position, takeStart_), 0, command.text);
        break;
    case Order::setStage:
        request_.stage = command.stage;
        if (isOpen) take_->setStage(request_.stage);
        break;
    case Order::setTags:
        request_.album = command.album;
        if (isOpen) take_->setTags(std::move(command.tracks), request_.album);
        break;
    }
}

// ------------------------------------------------------------ what is heard

void Recorder::consume() {
    if (!hasFormat_) return;
    const auto end = ring_.end();
    highWater_ = std::max(highWater_, static_cast<double>(end - heard_) /
                                          static_cast<double>(std::max<std::int64_t>(1, ring_.capacityFrames())));
    while (heard_ < end) {
        const int frames = static_cast<int>(std::min<std::int64_t>(chunkFrames, end - heard_));
        while (const auto hole = ring_.takeHole(heard_ + frames))
            noteHole(*hole);
        ring_.read(heard_, frames, chunk_.data());
        heard_ += frames;
        listen(chunk_.data(), frames);
        if (plannedStop_ && state_ == RecorderState::recording && heard_ >= *plannedStop_)
            stopAt(*std::exchange(plannedStop_, std::nullopt), StopReason::length);
        if (take_) writeUpTo(heard_);
        const auto kept = heard_ - framesOf(settings_.longestPreRollSeconds + triggerSeconds);
        ring_.release(take_ ? written_ : std::max(kept, earliest_));
    }
}

void Recorder::listen(const float* samples, int frames) {
    check_.process(samples, frames);
    trace_.process(samples, frames);
    hops_.clear();
    levels_.process(samples, frames, hops_);
    for (const auto& hop : hops_)
        hearHop(hop);
}

void Recorder::hearHop(const GrooveLevels::Hop& hop) {
    const auto position = [this](std::int64_t hops) { return firstHop_ + hops * levels_.hopFrames(); };
    if (const auto event = trigger_.add(hop.low)) {
        if (event->isDown)
            needleDown(position(event->hop));
        else
            needleUp(position(event->hop));
    }
    const auto runOut = runOut_.add(hop);
    if (!runOut || state_ != RecorderState::recording) return;
    // Counted from the last reset, which is where the groove began.
    const auto at =
        std::max(takeStart_, heard_ - framesOf(GrooveLevels::hopSeconds * static_cast<double>(runOut->hopsAgo)));
    addEvent(TakeEventKind::runOut, at, 0,
             runOut->turnSeconds > 0.0 ? "turns of " + base::formatUpTo(runOut->turnSeconds, 3) + " s"
                                       : "nothing but groove noise");
    if (request_.stopsInRunOut) stopAt(heard_, StopReason::runOut);
}

void Recorder::needleDown(std::int64_t position) {
    runOut_.reset();
    check_.beginMusic();
    if (state_ == RecorderState::armed && request_.start == StartBy::needle) {
        startAt(position - framesOf(request_.preRollSeconds), position, "needle drop");
        addEvent(TakeEventKind::needleDrop, position);
        startedByNeedle_ = true;
        return;
    }
    if (!take_ || position < takeStart_) return;
    addEvent(TakeEventKind::needleDrop, position);
    downAt_ = position;
    // What was taken for the end of the side was a gap, or the needle was set down again: nothing is missing.
    if (state_ != RecorderState::stopping || reason_ != StopReason::liftOff) return;
    Command command{Order::goOn};
    carryOut(command);
}

void Recorder::needleUp(std::int64_t position) {
    if (!take_) return;
    addEvent(TakeEventKind::liftOff, std::max(position, takeStart_));
    if (state_ != RecorderState::recording || downAt_ < 0) return;
    const bool wasBrush = startedByNeedle_ && position - downAt_ < framesOf(shortestGrooveSeconds);
    if (wasBrush && part_ == 1)
        dropTake();
    else if (request_.stopsAtLiftOff)
        stopAt(heard_ + framesOf(airSeconds), StopReason::liftOff);
}

void Recorder::noteHole(const AudioRing::Hole& hole) {
    missing_ += hole.frames;
    const double at = secondsOf(take_ ? takeFrame(hole.position) : hole.position);
    if (hole.isOverflow) {
        ++overflows_;
        log("the disk was too slow: " + lengthText(secondsOf(hole.frames)) + " are missing at " + frameTime(at), true);
        addEvent(TakeEventKind::gap, hole.position, hole.frames, "the disk was too slow");
        return;
    }
    ++dropOuts_;
    log("drop-out of the device at " + frameTime(at) +
            (hole.frames > 0 ? ", " + lengthText(secondsOf(hole.frames)) : std::string()),
        true);
    addEvent(TakeEventKind::dropOut, hole.position, hole.frames);
}

// ------------------------------------------------------------ the take

void Recorder::addEvent(TakeEventKind kind, std::int64_t position, std::int64_t frames, std::string text) {
    if (!take_ || position < takeStart_) return;
    TakeEvent event;
    event.kind = kind;
    event.frame = takeFrame(position);
    event.time =
        clock_.utc() - std::llround(1000.0 * secondsOf(std::max<std::int64_t>(0, ring_.delivered() - position)));
    event.frames = frames;
    event.text = std::move(text);
    keep(std::move(event));
}

bool Recorder::openTake(const fs::path& audio, TakePart part, std::int64_t position) {
    Sidecar sidecar;
    sidecar.device = {format_.type, format_.name, format_.firstChannel, format_.secondChannel, format_.wordBits, ""};
    sidecar.part = std::move(part);
    sidecar.startedAt = clock_.utc() - std::llround(1000.0 * secondsOf(ring_.delivered() - position));
    sidecar.album = request_.album;
    sidecar.setStage(request_.stage);
    try {
        take_ = std::make_unique<OpenTake>(audio, takeFormat(), std::move(sidecar), request_.fullScaleDbv, waiter_);
    } catch (const base::FileError& error) {
        log(error.what(), true);
        return false;
    }
    takeStart_ = written_ = position;
    stopAt_.reset();
    isMarked_ = false;
    syncedNs_ = clock_.nanoseconds();
    lastAudio_ = audio;
    file_ = take_->path();
    return true;
}

void Recorder::startAt(std::int64_t position, std::int64_t event, const char* why) {
    position = std::max({position, ring_.begin(), earliest_, std::int64_t{0}});
    event = std::max(event, position);
    firstAudio_ = request_.audio;
    startedByNeedle_ = false;
    hasRateEvent_ = false;
    dropOuts_ = overflows_ = missing_ = rounded_ = 0;
    highWater_ = 0.0;
    downAt_ = -1;
    if (!openTake(request_.audio, {}, position)) {
        awake_.reset();
        setState(RecorderState::off, "the recording could not be begun");
        return;
    }
    runOut_.reset();
    if (trigger_.isDown()) downAt_ = event; // it was heard, now or before
    addEvent(TakeEventKind::started, event, 0, why);
    plannedStop_.reset();
    if (request_.lengthSeconds) plannedStop_ = event + framesOf(*request_.lengthSeconds);
    setState(RecorderState::recording, std::string(why) + ", with " + lengthText(secondsOf(event - position)) +
                                           " from before it: " + base::quoted(take_->path()));
}

void Recorder::writeUpTo(std::int64_t position) {
    std::vector<float> samples(static_cast<std::size_t>(chunkFrames) * static_cast<std::size_t>(format_.channels));
    while (take_ && written_ < position) {
        auto limit = position;
        if (stopAt_ && !isMarked_) limit = std::min(limit, *stopAt_);
        const int frames = static_cast<int>(std::min<std::int64_t>(chunkFrames, limit - written_));
        ring_.read(written_, frames, samples.data());
        write(samples.data(), frames);
        if (take_ && stopAt_ && !isMarked_ && written_ >= *stopAt_) {
            take_->writer().markEnd();
            isMarked_ = true;
        }
    }
}

void Recorder::write(const float* samples, int frames) {
    const int error = take_->writer().append(samples, frames);
    written_ += frames;
    rounded_ = take_->writer().roundedSamples();
    if (error != 0) writeFailed(error);
}

void Recorder::writeFailed(int error) {
    // What comes behind a stop is not needed.
    if (isMarked_) {
        endTake();
        return;
    }
    if (error == EFBIG) {
        if (nextPart()) return;
    } else {
        log(base::quoted(take_ ? take_->path() : file_) + " cannot be written any more: " + base::systemError(error),
            true);
    }
    reason_ = StopReason::writeError;
    if (take_) {
        endTake();
        return;
    }
    // The next part could not be begun; the one before has its name already.
    stopAt_.reset();
    plannedStop_.reset();
    awake_.reset();
    setState(RecorderState::stopped, reasonText(reason_));
}

/** The file system ends here: what did not fit goes to the next file. */
bool Recorder::nextPart() {
    const auto rest = take_->writer().unwritten();
    const auto restFrames = static_cast<std::int64_t>(rest.size()) / format_.channels;
    const auto problem = take_->finish();
    if (!problem.empty()) log(problem, true);
    const auto before = take_->path();
    TakePart part{++part_, nameText(before.filename()), 0};
    take_.reset();
    const auto began = written_;
    if (!openTake(partPathOf(firstAudio_, part_), part, began - restFrames)) return false;
    written_ = began;
    log("the file system takes no larger file: recording goes on in " + base::quoted(take_->path()) +
        ", without a lost frame");
    const int error = take_->writer().append(rest.data(), static_cast<int>(restFrames));
    if (error == 0) return true;
    log(base::quoted(take_->path()) + " cannot be written: " + base::systemError(error), true);
    return false;
}

void Recorder::stopAt(std::int64_t position, StopReason reason) {
    if (state_ != RecorderState::recording || !take_) return;
    stopAt_ = std::max(position, written_);
    reason_ = reason;
    stoppedNs_ = clock_.nanoseconds();
    isMarked_ = false;
    if (written_ >= *stopAt_) {
        take_->writer().markEnd();
        isMarked_ = true;
    }
    setState(RecorderState::stopping, reasonText(reason));
}

void Recorder::endTake() {
    if (!take_) return;
    addEvent(TakeEventKind::stopped, stopAt_.value_or(written_), 0, reasonText(reason_));
    const auto problem = take_->finish();
    if (!problem.empty()) log(problem, true);
    file_ = take_->path();
    frames_ = safeFrames_ = take_->writer().frames();
    earliest_ = std::max(earliest_, takeStart_ + frames_);
    take_.reset();
    stopAt_.reset();
    plannedStop_.reset();
    if (!goesOnWhenBack_) awake_.reset();
    setState(RecorderState::stopped,
             std::string(reasonText(reason_)) + "; " + frameTime(secondsOf(frames_)) + " in " + base::quoted(file_));
}

void Recorder::dropTake() {
    take_->discard();
    take_.reset();
    stopAt_.reset();
    plannedStop_.reset();
    frames_ = safeFrames_ = 0;
    setState(RecorderState::armed, "the needle was in the groove for less than " +
                                       base::formatUpTo(shortestGrooveSeconds, 0) + " s: waiting for it again");
}

// ------------------------------------------------------------ time

void Recorder::watchTime() {
    const auto now = clock_.nanoseconds();
    const double stoppedFor = static_cast<double>(now - stoppedNs_) * 1e-9;
    // A source that hangs may never deliver what was to come in front of the stop.
    if (state_ == RecorderState::stopping && stoppedFor >= settings_.goOnSeconds + (isMarked_ ? 0.0 : hangSeconds))
        endTake();
    if (state_ == RecorderState::armed && request_.start == StartBy::time && hasFormat_ &&
        clock_.utc() >= request_.startAt)
        startAt(heard_ - framesOf(request_.preRollSeconds), heard_, "it is time");
    if (take_ && rate_.isOff() && !hasRateEvent_) {
        hasRateEvent_ = true;
        const auto text = rateOffText(rate_.percentOff().value_or(0.0), format_.sampleRateHz);
        log(text, true);
        addEvent(TakeEventKind::rateOff, written_, 0, text);
    }
}

void Recorder::watchDisk() {
    if (state_ == RecorderState::off || state_ == RecorderState::stopped) return;
    const double bytesPerSecond = format_.sampleRateHz * takeFormat().frameBytes();
    if (!room_.look(base::folderOf(request_.audio), bytesPerSecond, clock_.nanoseconds()) || !room_.seconds()) return;
    const double seconds = *room_.seconds();
    if (seconds < shortRoomSeconds && !isRoomShort_) {
        isRoomShort_ = true;
        log("the disk has room for " + frameTime(seconds) + " more: recording stops by itself with " +
                base::formatUpTo(settings_.keepFreeSeconds, 0) + " s to spare",
            true);
    }
    if (state_ != RecorderState::recording || seconds >= settings_.keepFreeSeconds) return;
    reason_ = StopReason::diskFull;
    log("the disk is nearly full: the recording was ended", true);
    endTake();
}

void Recorder::syncIfDue() {
    if (!take_) return;
    if (const auto now = clock_.nanoseconds(); now - syncedNs_ >= syncNs) {
        syncedNs_ = now;
        take_->sync();
    }
    const auto problem = take_->syncProblem();
    if (!problem.empty() && problem != problem_) log(problem, true);
}

void Recorder::tick() {
    const std::lock_guard work(workMutex_);
    std::vector<Command> commands;
    bool isLost = false;
    {
        const std::lock_guard lock(commandMutex_);
        commands.swap(commands_);
        isLost = isLost_;
    }
    for (auto& command : commands)
        carryOut(command);
    consume();
    if (isLost) sourceLost();
    watchTime();
    watchDisk();
    syncIfDue();
    publish();
}

void Recorder::setState(RecorderState state, const std::string& text) {
    state_ = state;
    log(text);
    publish();
}

void Recorder::log(const std::string& text, bool isProblem) {
    RecorderLogLine line{clock_.utc(), take_ ? takeFrame(written_) : heard_, state_, isProblem, text};
    if (isProblem) problem_ = text;
    log_.add(std::move(line));
}

void Recorder::publish() {
    RecorderStatus status;
    status.state = state_;
    status.stopReason = reason_;
    status.sampleRateHz = format_.sampleRateHz;
    status.channels = format_.channels;
    status.hasDevice = hasFormat_;
    status.goesOnWhenBack = goesOnWhenBack_;
    status.file = file_;
    status.part = part_;
    if (take_) {
        frames_ = take_->writer().frames();
        safeFrames_ = take_->writer().syncedFrames();
    }
    status.frames = stopAt_ ? std::min(frames_, takeFrame(*stopAt_)) : frames_;
    status.safeFrames = std::min(safeFrames_, status.frames);
    status.takeStart = takeStart_;
    if (state_ == RecorderState::stopping)
        status.secondsLeftToGoOn =
            std::max(0.0, settings_.goOnSeconds - static_cast<double>(clock_.nanoseconds() - stoppedNs_) * 1e-9);
    status.roomSeconds = room_.seconds();
    status.heldSeconds = hasFormat_ ? secondsOf(ring_.end() - (take_ ? written_ : heard_)) : 0.0;
    status.highWater = highWater_;
    status.dropOuts = dropOuts_;
    status.overflows = overflows_;
    status.missingFrames = missing_;
    if (rate_.isOff()) status.rateOffPercent = rate_.percentOff();
    if (hasFormat_) check_.fill(status);
    status.isNeedleDown = trigger_.isDown();
    status.keepsAwake = awake_ == nullptr || awake_->whyNot().empty();
    status.roundedSamples = rounded_;
    status.problem = problem_;
    const std::lock_guard lock(statusMutex_);
    shown_ = std::move(status);
}

RecorderStatus Recorder::status() const {
    const std::lock_guard lock(statusMutex_);
    return shown_;
}

} // namespace phonostage::media
