// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/Processor.h"

#include "plugin/EditorFactory.h"
#include "plugin/HostParameter.h"
#include "plugin/Numbers.h"
#include "plugin/RealtimeHook.h"

#include "params/Presets.h"
#include "params/State.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace phonostage::plugin {
namespace {

bool isRateLegal(double rateHz) { return rateHz >= dsp::minSampleRateHz && rateHz <= dsp::maxSampleRateHz; }

/** What A and B have in common. */
bool isCommon(const params::Entry& entry) {
    return entry.kind == params::Kind::setting || entry.id == params::Id::bypass ||
           entry.id == params::Id::crosstalkLeftToRight || entry.id == params::Id::crosstalkRightToLeft;
}

constexpr std::array commonTexts{params::TextId::interfaceId, params::TextId::interfaceInput,
                                 params::TextId::cartridgeId};

params::Snapshot withEquipmentOf(const params::Snapshot& present, params::Snapshot sound) {
    for (const auto& entry : params::table())
        if (isCommon(entry)) sound.values.set(entry.id, present.values.get(entry.id));
    for (const auto id : commonTexts)
        sound.texts.set(id, present.texts.get(id));
    return sound;
}

} // namespace

Processor::Processor()
    : AudioProcessor(BusesProperties()
                         .withInput("Input", juce::AudioChannelSet::stereo(), true)
                         .withOutput("Output", juce::AudioChannelSet::stereo(), true)),
      worker_(store_, [this] { triggerAsyncUpdate(); }), runner_(store_, worker_) {
    for (const auto& entry : params::table()) {
        if (entry.kind != params::Kind::host) continue;
        auto* parameter = new HostParameter(entry, store_);
        parameters_[static_cast<std::size_t>(entry.id)] = parameter;
        addParameter(parameter);
    }
}

Processor::~Processor() {
    worker_.stop(); // it asks for updates
    cancelPendingUpdate();
}

// ---- for the editor and the app

juce::RangedAudioParameter* Processor::parameter(params::Id id) const {
    return parameters_[static_cast<std::size_t>(id)];
}

double Processor::value(params::Id id) const { return store_.get(id); }

params::Values Processor::values() const { return store_.read(); }

void Processor::setSetting(params::Id id, double value) {
    if (params::entry(id).kind != params::Kind::setting) return;
    store_.set(id, value);
    settingsChanged_ = true;
    triggerAsyncUpdate();
}

std::string Processor::text(params::TextId id) const { return store_.text(id); }

bool Processor::setText(params::TextId id, std::string_view text) {
    if (!store_.setText(id, text)) return false;
    settingsChanged_ = true;
    triggerAsyncUpdate();
    return true;
}

params::Snapshot Processor::stage() const { return store_.stage(); }

void Processor::apply(const params::Snapshot& stage) {
    takeOver(stage);
    tellChangedParameters();
}

/** Any thread but the audio thread. */
void Processor::takeOver(const params::Snapshot& stage) {
    const auto before = store_.stage();
    worker_.commit(stage);
    runner_.noteStateLoaded();
    noteChanges(before, stage);
}

void Processor::noteChanges(const params::Snapshot& before, const params::Snapshot& after) {
    bool settings = !(before.texts == after.texts);
    for (const auto& entry : params::table()) {
        if (isSame(before.values.get(entry.id), after.values.get(entry.id))) continue;
        if (parameter(entry.id) != nullptr)
            untold_[static_cast<std::size_t>(entry.id)] = true;
        else
            settings = true;
    }
    if (before.texts.get(params::TextId::presetName) != after.texts.get(params::TextId::presetName))
        programChanged_ = true;
    if (!settings) return;
    settingsChanged_ = true;
    triggerAsyncUpdate();
}

/** On the message thread. */
void Processor::tellChangedParameters() {
    for (std::size_t i = 0; i < untold_.size(); ++i) {
        auto* const parameter = parameters_[i];
        if (parameter == nullptr || !untold_[i].exchange(false)) continue;
        // The value as it is already: the parameter takes it for an echo, and keeps what no float can hold.
        parameter->beginChangeGesture();
        parameter->setValueNotifyingHost(parameter->getValue());
        parameter->endChangeGesture();
    }
}

Processor::Slot Processor::slot() const {
    const std::lock_guard lock(slotMutex_);
    return slot_;
}

void Processor::selectSlot(Slot slot) {
    {
        const std::lock_guard lock(slotMutex_);
        if (slot == slot_) return;
        const auto present = store_.stage();
        const auto next = other_ ? withEquipmentOf(present, *other_) : present;
        slot_ = slot;
        other_ = present;
        takeOver(next);
        // What is saved is another session, also where both sound alike.
        settingsChanged_ = true;
        triggerAsyncUpdate();
    }
    tellChangedParameters(); // a host may ask for the state in answer
}

void Processor::copyToOtherSlot() {
    const std::lock_guard lock(slotMutex_);
    other_ = store_.stage();
    settingsChanged_ = true;
    triggerAsyncUpdate();
}

params::Snapshot Processor::otherStage() const {
    const std::lock_guard lock(slotMutex_);
    const auto present = store_.stage();
    return other_ ? withEquipmentOf(present, *other_) : present;
}

InputTap& Processor::inputTap() { return inputTap_; }

HookupWatch& Processor::hookupWatch() { return hookupWatch_; }

SpectrumTap& Processor::spectrumTap() { return spectrumTap_; }

dsp::RecordLevel& Processor::recordLevel() { return recordLevel_; }

dsp::OutputHold& Processor::outputHold() { return runner_.outputHold(); }

bool Processor::isNew() const { return isNew_; }

dsp::EngineMeters& Processor::meters() { return runner_.engine().meters(); }

PassedLevels& Processor::passedLevels() { return runner_.passed(); }

void Processor::resetHolds() {
    runner_.engine().resetHolds();
    runner_.passed().requestClearHolds();
}

double Processor::rateHz() const { return rateHz_; }

bool Processor::isPrepared() const { return prepared_; }

// ---- running

const juce::String Processor::getName() const { return "Phonostage"; }

void Processor::prepareToPlay(double sampleRate, int) {
    // Some hosts announce a rate of 0; the last good one then stays.
    if (isRateLegal(sampleRate)) rateHz_ = sampleRate;
    inputTap_.prepare(rateHz_);
    spectrumTap_.restart();
    hookupWatch_.prepare(rateHz_);
    recordLevel_.prepare(rateHz_);
    runner_.prepare(worker_.prepare(rateHz_));
    setLatencySamples(worker_.latencyFrames());
    worker_.resume();
    prepared_ = true;
}

void Processor::releaseResources() {
    prepared_ = false;
    worker_.pause();
}

void Processor::reset() { runner_.reset(); }

template <typename Sample> void Processor::run(juce::AudioBuffer<Sample>& buffer, bool bypassedByHost) {
    const RealtimeScope realtime;
    const juce::ScopedNoDenormals noDenormals;
    const int frames = buffer.getNumSamples();
    const int present = buffer.getNumChannels();
    if (frames == 0 || present == 0) return;
    const int channels = std::min({present, getTotalNumInputChannels(), getTotalNumOutputChannels(), 2});
    auto* const* const samples = buffer.getArrayOfWritePointers();
    inputTap_.write(samples, channels, frames);
    spectrumTap_.writeInput(samples, channels, frames);
    hookupWatch_.write(samples, channels, frames);
    recordLevel_.process(samples, channels, frames);
    runner_.process(samples, channels, frames, {bypassedByHost, isNonRealtime()});
    spectrumTap_.writeOutput(samples, channels, frames);
    for (int c = std::max(channels, 0); c < present; ++c)
        buffer.clear(c, 0, frames);
}

void Processor::processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer&) { run(buffer, false); }

void Processor::processBlock(juce::AudioBuffer<double>& buffer, juce::MidiBuffer&) { run(buffer, false); }

void Processor::processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer&) { run(buffer, true); }

void Processor::processBlockBypassed(juce::AudioBuffer<double>& buffer, juce::MidiBuffer&) { run(buffer, true); }

// ---- what the host asks

bool Processor::supportsDoublePrecisionProcessing() const { return true; }

bool Processor::isBusesLayoutSupported(const BusesLayout& layouts) const {
    if (layouts.inputBuses.size() != 1 || layouts.outputBuses.size() != 1) return false;
    const auto channels = layouts.getMainInputChannelSet();
    return channels == layouts.getMainOutputChannelSet() &&
           (channels == juce::AudioChannelSet::mono() || channels == juce::AudioChannelSet::stereo());
}

double Processor::getTailLengthSeconds() const {
    // To -100 dB, at the slowest pole that any setting has: the pair of the 1 Hz Butterworth high-pass, whose real part
    // is 2 pi 1 Hz / sqrt 2. One constant, so that hosts need no notice of changes; the latency comes on top.
    constexpr double decades = 5.0;
    return decades * std::numbers::ln10 / (2.0 * std::numbers::pi * dsp::dcCornerHz / std::numbers::sqrt2) +
           getLatencySamples() / rateHz_;
}

bool Processor::acceptsMidi() const { return false; }

bool Processor::producesMidi() const { return false; }

bool Processor::isMidiEffect() const { return false; }

juce::AudioProcessorParameter* Processor::getBypassParameter() const {
    return wrapperType == wrapperType_LV2 ? nullptr : parameter(params::Id::bypass);
}

bool Processor::hasEditor() const { return true; }

juce::AudioProcessorEditor* Processor::createEditor() { return makeEditor(*this); }

int Processor::getNumPrograms() { return 1 + static_cast<int>(params::factoryPresets().size()); }

int Processor::getCurrentProgram() {
    const auto name = store_.text(params::TextId::presetName);
    const auto presets = params::factoryPresets();
    const auto found = std::find_if(presets.begin(), presets.end(), [&](const auto& p) { return p.title == name; });
    return found == presets.end() ? 0 : 1 + static_cast<int>(found - presets.begin());
}

void Processor::setCurrentProgram(int index) {
    if (index < 1 || index >= getNumPrograms()) return;
    const auto result = params::applyPreset(params::factoryPresets()[static_cast<std::size_t>(index - 1)], stage());
    const auto* stage = std::get_if<params::Snapshot>(&result);
    if (stage == nullptr) return;
    takeOver(*stage);
    if (juce::MessageManager::existsAndIsCurrentThread())
        tellChangedParameters();
    else
        triggerAsyncUpdate();
}

const juce::String Processor::getProgramName(int index) {
    if (index == 0) return "No preset";
    if (index < 0 || index >= getNumPrograms()) return {};
    return juce::String::fromUTF8(params::factoryPresets()[static_cast<std::size_t>(index - 1)].title.c_str());
}

void Processor::changeProgramName(int, const juce::String&) {}

// ---- state

void Processor::getStateInformation(juce::MemoryBlock& destination) {
    params::Session session;
    {
        const std::lock_guard lock(slotMutex_);
        session.stage = store_.stage();
        if (other_) session.other = withEquipmentOf(session.stage, *other_);
        session.isB = slot_ == Slot::b;
    }
    const std::string state = params::writeSession(session);
    destination.replaceAll(state.data(), state.size());
}

void Processor::setStateInformation(const void* data, int sizeInBytes) {
    std::string_view text;
    if (data != nullptr && sizeInBytes > 0)
        text = std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(sizeInBytes));
    auto state = params::readSession(text);
    if (const auto* error = std::get_if<params::StateError>(&state)) {
        juce::Logger::writeToLog("Phonostage: state not taken: " + juce::String::fromUTF8(error->message.c_str()));
        return;
    }
    isNew_ = false;
    {
        auto& session = std::get<params::Session>(state);
        const std::lock_guard lock(slotMutex_);
        worker_.commit(session.stage);
        if (session.other) {
            slot_ = session.isB ? Slot::b : Slot::a;
            other_ = std::move(session.other);
        }
    }
    runner_.noteStateLoaded();
    parametersChanged_ = true;
    triggerAsyncUpdate();
}

// On the message thread, whichever thread the change came from.
void Processor::handleAsyncUpdate() {
    const bool settings = settingsChanged_.exchange(false);
    const bool parameters = parametersChanged_.exchange(false);
    if (parameters && wrapperType != wrapperType_VST3) {
        // VST3 hosts read all values back after a state, and would take these messages for edits by hand.
        for (auto* parameter : parameters_) {
            if (parameter != nullptr) parameter->sendValueChangedMessageToListeners(parameter->getValue());
        }
    }
    tellChangedParameters();
    setLatencySamples(worker_.latencyFrames()); // notifies the host if it has changed
    updateHostDisplay(ChangeDetails()
                          .withParameterInfoChanged(parameters)
                          .withNonParameterStateChanged(settings)
                          .withProgramChanged(programChanged_.exchange(false)));
}

} // namespace phonostage::plugin
