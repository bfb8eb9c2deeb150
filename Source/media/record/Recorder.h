// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/AudioRing.h"
#include "media/record/AudioSource.h"
#include "media/record/DiskRoom.h"
#include "media/record/DiskWaiter.h"
#include "media/record/Feed.h"
#include "media/record/GrooveLevels.h"
#include "media/record/LevelCheck.h"
#include "media/record/LevelTrace.h"
#include "media/record/NeedleTrigger.h"
#include "media/record/OpenTake.h"
#include "media/record/RateCheck.h"
#include "media/record/RecordClock.h"
#include "media/record/RecorderLog.h"
#include "media/record/RecorderState.h"
#include "media/record/RunOutStop.h"
#include "media/record/SleepInhibitor.h"
#include "media/record/TakeRequest.h"

#include <atomic>
#include <cmath>
#include <mutex>
#include <vector>

namespace phonostage::media {

/** What differs between a person's recorder and a test's. */
struct RecorderSettings {
    double goOnSeconds = 10.0;           ///< after a stop, for "Go on"
    double keepFreeSeconds = 60.0;       ///< of audio, on the disk
    double memorySeconds = 10.0;         ///< in the ring, beside the pre-roll
    double longestPreRollSeconds = 10.0; ///< what the ring has room for; a request with more is held to it
    bool keepsAwake = true;
    DiskRoom::Bytes roomBytes; ///< empty asks the system
    DiskWaiter::Where waitsForDisk = DiskWaiter::Where::ownThread;
};

/** Records sides: ring, disk thread's work, take, states. A source delivers into it, a DiskThread (or a test) calls
    tick() every few hundredths of a second, and anybody asks status() and commands.

    Commands are carried out at the next tick. What they mean in a state that has no use for them is nothing. */
class Recorder final : public AudioSink {
public:
    explicit Recorder(RecorderSettings settings = {}, const RecordClock& clock = RecordClock::system());
    /** A take that is open is ended as if stop() had been called and the time to go on were over. */
    ~Recorder() override;

    // ---- the source's
    void begin(const SourceFormat& format) override;
    void block(const float* const* channels, int frames, std::int64_t nanoseconds) noexcept override;
    void dropOut(std::int64_t frames) noexcept override;
    void lost(const std::string& why, bool isEnd) override;
    [[nodiscard]] std::int64_t roomFrames() const override { return ring_.roomFrames(); }

    // ---- anybody's

    /** off, stopped -> armed */
    void arm(const TakeRequest& request) { give({Order::arm, request}); }
    /** armed -> recording */
    void startNow() { give({Order::startNow}); }
    /** armed -> off; also ends the wait for a device that went away */
    void cancel() { give({Order::cancel}); }
    /** recording -> stopping */
    void stop() { give({Order::stop}); }
    /** stopping -> recording, without a gap */
    void goOn() { give({Order::goOn}); }
    /** recording, stopping -> stopped, at once */
    void finish() { give({Order::finish}); }
    void mark(const std::string& text) { give({Order::mark, {}, text}); }
    /** As it is set now: into the sidecar and the file. */
    void setStage(const params::Snapshot& stage) { give({Order::setStage, {}, {}, stage}); }
    void setTags(const std::vector<Track>& tracks, const AlbumTags& album) {
        give({Order::setTags, {}, {}, {}, tracks, album});
    }

    [[nodiscard]] RecorderStatus status() const;
    /** New lines of the log since the last call, oldest first. */
    [[nodiscard]] std::vector<RecorderLogLine> takeLog() { return log_.take(); }
    /** Likewise what was noted in the take: frames are of the take. */
    [[nodiscard]] std::vector<TakeEvent> takeEvents() { return events_.take(); }
    /** Likewise of the level of all that is heard, in whatever state; positions count from when the device began. */
    [[nodiscard]] std::vector<LevelColumn> takeLevels() { return trace_.take(); }

    // ---- the disk thread's
    void tick();

private:
    enum class Order { arm, startNow, cancel, stop, goOn, finish, mark, setStage, setTags };
    struct Command {
        Order order;
        TakeRequest request = {};
        std::string text = {};
        params::Snapshot stage = {};
        std::vector<Track> tracks = {};
        AlbumTags album = {};
        std::int64_t position = 0; ///< what was delivered when it was given
    };

    void give(Command command);
    void carryOut(Command& command);
    void armNow(const TakeRequest& request, std::int64_t position);
    [[nodiscard]] TakeFormat takeFormat() const { return {format_.sampleRateHz, format_.channels, request_.word}; }

    // What is heard.
    void consume();
    void listen(const float* samples, int frames);
    void hearHop(const GrooveLevels::Hop& hop);
    void needleDown(std::int64_t position);
    void needleUp(std::int64_t position);
    void noteHole(const AudioRing::Hole& hole);

    // The take.
    void startAt(std::int64_t position, std::int64_t event, const char* why);
    [[nodiscard]] bool openTake(const std::filesystem::path& audio, TakePart part, std::int64_t position);
    void writeUpTo(std::int64_t position);
    void write(const float* samples, int frames);
    void writeFailed(int error);
    [[nodiscard]] bool nextPart();
    void stopAt(std::int64_t position, StopReason reason);
    void endTake();
    void dropTake();
    void sourceLost();
    void keep(TakeEvent event) {
        events_.add(event);
        take_->add(std::move(event));
    }
    void addEvent(TakeEventKind kind, std::int64_t position, std::int64_t frames = 0, std::string text = {});

    // Time.
    void watchTime();
    void watchDisk();
    void syncIfDue();
    void setState(RecorderState state, const std::string& text);
    void log(const std::string& text, bool isProblem = false);
    void publish();
    [[nodiscard]] double secondsOf(std::int64_t frames) const {
        return format_.sampleRateHz > 0.0 ? static_cast<double>(frames) / format_.sampleRateHz : 0.0;
    }
    [[nodiscard]] std::int64_t framesOf(double seconds) const { return std::llround(seconds * format_.sampleRateHz); }
    [[nodiscard]] std::int64_t takeFrame(std::int64_t position) const { return position - takeStart_; }

    const RecorderSettings settings_;
    const RecordClock& clock_;
    AudioRing ring_;
    RateCheck rate_;
    std::atomic<bool> takesBlocks_{false};

    mutable std::mutex commandMutex_, statusMutex_;
    std::mutex workMutex_; ///< all that follows, while a tick or a change of the device is under way
    std::vector<Command> commands_;
    bool isLost_ = false, isEnd_ = false; ///< of the source; under commandMutex_
    std::string lostWhy_;
    RecorderStatus shown_;
    RecorderLog log_;
    Feed<TakeEvent, mostTakeEvents> events_;
    LevelTrace trace_;

    SourceFormat format_;
    bool hasFormat_ = false;
    RecorderState state_ = RecorderState::off;
    StopReason reason_ = StopReason::none;
    TakeRequest request_;
    DiskWaiter waiter_; ///< of take_
    std::unique_ptr<OpenTake> take_;
    std::unique_ptr<SleepInhibitor> awake_;
    GrooveLevels levels_;
    NeedleTrigger trigger_;
    RunOutStop runOut_;
    LevelCheck check_;
    DiskRoom room_;
    std::vector<GrooveLevels::Hop> hops_;
    std::vector<float> chunk_;

    // Positions of the ring.
    std::int64_t heard_ = 0, written_ = 0, takeStart_ = 0;
    std::int64_t firstHop_ = 0; ///< where hop 0 began
    std::int64_t downAt_ = -1;  ///< the needle drop of this take
    std::int64_t earliest_ = 0; ///< nothing in front of it goes into a take: it is in the one before
    std::optional<std::int64_t> stopAt_, plannedStop_;
    bool isMarked_ = false; ///< the writer knows the stop
    bool startedByNeedle_ = false, hasRateEvent_ = false, isRoomShort_ = false;

    int part_ = 1;
    bool goesOnWhenBack_ = false;
    std::filesystem::path firstAudio_, lastAudio_;
    std::int64_t lostAtNs_ = 0;
    std::int64_t stoppedNs_ = 0, syncedNs_ = 0;
    std::int64_t dropOuts_ = 0, overflows_ = 0, missing_ = 0, safeFrames_ = 0, rounded_ = 0;
    double highWater_ = 0.0;
    std::string problem_;
    std::filesystem::path file_;
    std::int64_t frames_ = 0;
};

} // namespace phonostage::media
