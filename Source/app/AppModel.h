// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Options.h"
#include "app/PluginProcess.h"
#include "app/SettingsStore.h"
#include "app/check/QuietCheck.h"
#include "app/check/SpeakerGuard.h"
#include "app/check/TestRecordModel.h"
#include "app/check/TestRecordWatch.h"
#include "app/record/RecordModel.h"
#include "app/record/Recording.h"
#include "app/record/SideReplay.h"
#include "app/tracks/Player.h"
#include "app/tracks/TracksModel.h"
#include "device/AudioSession.h"
#include "device/DeviceCallback.h"
#include "device/DeviceWatch.h"

#include <functional>
#include <memory>

namespace phonostage::app {

/** The app without its window: flags and settings file in, one device open, and its messages.
    Message thread only. */
class AppModel {
public:
    /** The processor must outlive the model. watch: where it looks for a device that has gone. */
    AppModel(juce::AudioProcessor& processor, device::AudioSession::TypeFactory types, SettingsStore store,
             const Options& options, device::DeviceWatch::Where watch = device::DeviceWatch::Where::here,
             Recording::Setup recording = {});
    /** Saves and closes. */
    ~AppModel();

    /** Reads the settings, restores the processor's state, and opens the output; the input only where a flag says so,
       or where it was on when this very device was used last and need not be asked for again. */
    void start();

    /** One click of the user's: opens or closes the input; remembered for this device. Not while a side is recorded. */
    void switchInput(bool on);

    /** Another device, rate, buffer or pair of channels. The input stays on if it is still the same input. While a side
        is recorded the input stays as it is: nothing is changed then. */
    void choose(const device::DeviceChoice& choice);

    /** Looks for devices again and opens what was chosen. */
    void lookAgain();

    /** To be called a few times a second: notices a device that has died, opens it again as it was when it is back,
        saves what has changed. */
    void poll(double nowSeconds);

    /** Saves at once; null or what went wrong. */
    std::optional<juce::String> save();

    /** Is called after anything below has changed. */
    std::function<void()> onChange;
    /** Is called with a sentence when a device has gone, and when it is back. */
    std::function<void(const juce::String&)> onDeviceNews;

    [[nodiscard]] Recording& recording() { return recording_; }
    [[nodiscard]] RecordModel& record() { return record_; }
    [[nodiscard]] const RecordModel& record() const { return record_; }

    [[nodiscard]] TracksModel& tracks() { return tracks_; }
    [[nodiscard]] Player& player() { return player_; }
    [[nodiscard]] SideReplay& replay() { return replay_; }
    [[nodiscard]] const SideReplay& replay() const { return replay_; }
    /** The hook-up check; null where the processor is none of ours. */
    [[nodiscard]] QuietCheck* check() { return check_.get(); }
    [[nodiscard]] const QuietCheck* check() const { return check_.get(); }
    /** The test record; null where the processor is none of ours. */
    [[nodiscard]] TestRecordModel* testRecord() { return testRecord_.get(); }
    [[nodiscard]] SpeakerGuard& guard() { return guard_; }
    /** The stage as it is set now; the defaults where the processor is none of ours. */
    [[nodiscard]] params::Snapshot stage() const;

    // ---- what to show

    [[nodiscard]] const device::AudioSession& session() const { return session_; }
    /** Of the device and of the stage together. */
    [[nodiscard]] double latencySeconds() const;
    [[nodiscard]] const device::DeviceCallback& callback() const { return callback_; }
    [[nodiscard]] bool isRunning() const { return session_.isOpen(); }
    [[nodiscard]] bool inputIsOn() const { return session_.inputIsOpen(); }
    /** The input that switchInput(true) would open; empty where there is none. */
    [[nodiscard]] juce::String inputDevice() const;

    /** What the user asked for, whether or not it is available; the remaining names filled in. */
    [[nodiscard]] const device::DeviceChoice& wish() const { return choice_; }

    /** Why there is no sound, or no input though it was wanted; empty: all is well. */
    [[nodiscard]] const juce::String& trouble() const { return trouble_; }
    /** Something that its reader may dismiss: settings that could not be used, a rate that had to differ. */
    [[nodiscard]] const juce::String& notice() const { return notice_; }
    void dismissNotice();

    [[nodiscard]] int windowWidth() const { return settings_.windowWidth; }
    [[nodiscard]] int windowHeight() const { return settings_.windowHeight; }
    void setWindowSize(int width, int height);
    /** Where its content was last; empty where it was never moved. */
    [[nodiscard]] std::optional<juce::Point<int>> windowPosition() const;
    void setWindowPosition(juce::Point<int> position);

private:
    void open(bool withInput);
    void noteLoss(const juce::String& text, double nowSeconds);
    void lookForMissing(double nowSeconds);
    void takeBack(device::AudioSession::TypeList&& types, double nowSeconds);
    void restoreStage();
    void addNotice(const juce::String& text);
    void changed();

    juce::AudioProcessor& processor_;
    SettingsStore store_;
    Options options_;
    AppSettings settings_;
    Recording recording_; ///< the device delivers into it: goes after the session
    RecordModel record_;
    TracksModel tracks_;
    PluginProcess process_;
    TestRecordWatch testWatch_; ///< in front of the stage
    SpeakerGuard guard_;        ///< behind the stage
    std::unique_ptr<QuietCheck> check_;
    std::unique_ptr<TestRecordModel> testRecord_;
    Player player_; ///< in front of the stage
    SideReplay replay_{player_, record_};
    device::DeviceCallback callback_;
    device::AudioSession session_;
    device::DeviceWatch watch_;
    device::DeviceChoice choice_;
    bool started_ = false;
    bool inputWanted_ = false;
    juce::String trouble_, notice_;
    juce::String returned_;        ///< the notice of a device that is back: it disappears automatically
    double returnedSeconds_ = 0.0; ///< when it came
    double lookSeconds_ = 0.0;     ///< of the next look for a missing device; 0: none is missing
    double pauseSeconds_ = 0.0;    ///< between that look and the one after it
    int inputTries_ = 0;           ///< left for an input that is there and does not open
    double lastSaveSeconds_ = 0.0;

    JUCE_DECLARE_NON_COPYABLE(AppModel)
};

} // namespace phonostage::app
