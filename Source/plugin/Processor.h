// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/CleanChoice.h"
#include "plugin/DesignWorker.h"
#include "plugin/HookupWatch.h"
#include "plugin/InputTap.h"
#include "plugin/SpectrumTap.h"
#include "plugin/StageRunner.h"
#include "plugin/ValueStore.h"

#include "dsp/engine/Engine.h"
#include "dsp/engine/OutputHold.h"
#include "dsp/measure/RecordLevel.h"
#include "params/ParameterTable.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::plugin {

class HostParameter;

/** The plugin: host parameters, buses, bypass and state round the engine; thin. The editor and the app use only what is
    public here. */
class Processor final : public juce::AudioProcessor, private juce::AsyncUpdater {
public:
    Processor();
    ~Processor() override;

    // ---- for the editor and the app; message thread unless said otherwise

    /** The host's parameter of an entry of kind host; null for a setting. */
    [[nodiscard]] juce::RangedAudioParameter* parameter(params::Id id) const;

    /** Any entry, host parameter or setting, in its own unit. Any thread. */
    [[nodiscard]] double value(params::Id id) const;

    /** All values at once. Any thread. */
    [[nodiscard]] params::Values values() const;

    /** A setting: takes effect with the next block; marks the state as changed for the host. An entry that is a host
        parameter is left alone: that goes through parameter(). */
    void setSetting(params::Id id, double value);

    /** Any thread but the audio thread. */
    [[nodiscard]] std::string text(params::TextId id) const;

    /** As params::Texts::set: false, and nothing changed, where the text will not do. Tells the host that its state is
        dirty. */
    bool setText(params::TextId id, std::string_view text);

    /** Values and texts together, of one commit. Any thread but the audio thread. */
    [[nodiscard]] params::Snapshot stage() const;

    /** Takes a whole stage over in one step (a preset, the first run), bypass included: the next block begins with all
        of it, and cross-fades. The host is told of each host parameter that changed with one complete gesture, and that
        its state is dirty where settings or texts changed. */
    void apply(const params::Snapshot& stage);

    // ---- A/B compare. Two stages differ in what shapes the sound; the equipment stays common to both: every setting,
    // the texts that name interface and cartridge, the crosstalk; and so does the bypass. A restored state goes to the
    // slot in use; a whole session, with both, restores both and which of them was in use.

    enum class Slot { a, b };

    [[nodiscard]] Slot slot() const;

    /** The other slot's stage takes over as by apply(). A slot never used begins as a copy. */
    void selectSlot(Slot slot);

    /** Both slots are alike from here on. */
    void copyToOtherSlot();

    /** What selectSlot() would switch to, the common part as it is now. */
    [[nodiscard]] params::Snapshot otherStage() const;

    // ---- what the processor hears

    /** Raw input for a calibration. */
    [[nodiscard]] InputTap& inputTap();

    /** The hook-up check of the raw input; it listens only when it is started. */
    [[nodiscard]] HookupWatch& hookupWatch();

    /** Newest input and output for a spectrum. */
    [[nodiscard]] SpectrumTap& spectrumTap();

    /** How loud the record is, of the last ten seconds; its reading is atomics. */
    [[nodiscard]] dsp::RecordLevel& recordLevel();

    /** Keeps the output at a safe level while nobody knows yet how loud the turntable comes in. */
    [[nodiscard]] dsp::OutputHold& outputHold();

    /** True until a state was restored: nothing of a session is in it. Any thread. */
    [[nodiscard]] bool isNew() const;
    /** It has been asked whether the equipment used last is to be taken: once is enough. */
    void noteAsked() { isNew_ = false; }

    /** What the switch of Clean switches; longer-lived than an editor. */
    [[nodiscard]] CleanChoice& cleanChoice() { return cleanChoice_; }

    /** Levels, overloads, counts; atomics. */
    [[nodiscard]] dsp::EngineMeters& meters();

    /** What leaves while the stage is bypassed, by the host or here; its isHeard() says whether it does. */
    [[nodiscard]] PassedLevels& passedLevels();

    /** Forgets overloads, clips and held peaks: nothing else does but another rate. */
    void resetHolds();

    /** The rate of the last prepare, 48000 before it. Any thread. */
    [[nodiscard]] double rateHz() const;

    /** True between prepareToPlay and releaseResources. */
    [[nodiscard]] bool isPrepared() const;

    /** Notifies the host at once of what would otherwise be sent with the next message. Message thread. */
    using juce::AsyncUpdater::handleUpdateNowIfNeeded;

    // ---- juce::AudioProcessor

    const juce::String getName() const override;
    void prepareToPlay(double sampleRate, int maximumExpectedSamplesPerBlock) override;
    void releaseResources() override;
    void reset() override;

    void processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;
    void processBlock(juce::AudioBuffer<double>& buffer, juce::MidiBuffer& midi) override;
    void processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;
    void processBlockBypassed(juce::AudioBuffer<double>& buffer, juce::MidiBuffer& midi) override;

    bool supportsDoublePrecisionProcessing() const override;
    bool isBusesLayoutSupported(const BusesLayout& layouts) const override;
    double getTailLengthSeconds() const override;
    bool acceptsMidi() const override;
    bool producesMidi() const override;
    bool isMidiEffect() const override;

    /** Null under LV2: its wrapper would write the parameter from lv2:enabled in every block and undo a bypass made in
        the editor. There the host's bypass arrives by processBlockBypassed, and either one bypasses. */
    juce::AudioProcessorParameter* getBypassParameter() const override;

    bool hasEditor() const override;
    juce::AudioProcessorEditor* createEditor() override;

    // ---- Programs are the factory's presets, behind one that is none. Any thread but the audio thread.

    int getNumPrograms() override;
    /** The one that the stage began with; 0 for none of them, a user's own preset among those. */
    int getCurrentProgram() override;
    /** As the preset of that number does in the editor. 0, and what is no program, change nothing: hosts set it when
        they load a project, and what they have restored stays. */
    void setCurrentProgram(int index) override;
    const juce::String getProgramName(int index) override;
    void changeProgramName(int index, const juce::String& newName) override;

    /** Any thread, at any time, while audio runs. */
    void getStateInformation(juce::MemoryBlock& destination) override;
    /** Any thread but the audio thread, at any time. Rubbish changes nothing and is logged. */
    void setStateInformation(const void* data, int sizeInBytes) override;

private:
    template <typename Sample> void run(juce::AudioBuffer<Sample>& buffer, bool bypassedByHost);
    void handleAsyncUpdate() override;
    void takeOver(const params::Snapshot& stage);
    /** Marks the differences, so that the host is notified. */
    void noteChanges(const params::Snapshot& before, const params::Snapshot& after);
    void tellChangedParameters();

    ValueStore store_;
    std::array<HostParameter*, params::parameterCount> parameters_{}; ///< owned by the base class
    DesignWorker worker_;
    StageRunner runner_;
    CleanChoice cleanChoice_;
    InputTap inputTap_;
    SpectrumTap spectrumTap_;
    HookupWatch hookupWatch_;
    dsp::RecordLevel recordLevel_;
    mutable std::mutex slotMutex_;          ///< a host saves and restores on any thread; never the audio thread's
    Slot slot_ = Slot::a;                   ///< under slotMutex_
    std::optional<params::Snapshot> other_; ///< of the slot not in use; empty: never used; under slotMutex_
    std::atomic<double> rateHz_{48000.0};
    std::atomic<bool> prepared_{false};
    std::atomic<bool> isNew_{true};
    std::atomic<bool> parametersChanged_{false};
    std::atomic<bool> settingsChanged_{false};
    std::atomic<bool> programChanged_{false};
    std::array<std::atomic<bool>, params::parameterCount> untold_{}; ///< host parameters that a preset has changed

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Processor)
};

} // namespace phonostage::plugin
