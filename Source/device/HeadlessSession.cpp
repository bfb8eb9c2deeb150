// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/HeadlessSession.h"

#include "device/AudioSession.h"
#include "device/DeviceWatch.h"
#include "device/QuietJack.h"

#include <juce_events/juce_events.h>

#include <utility>

namespace phonostage::device {
namespace {

constexpr int tickMilliseconds = 20;
constexpr double lookAgainSeconds = 2.0;

juce::String text(const std::string& utf8) { return juce::String::fromUTF8(utf8.c_str()); }

double nowSeconds() { return juce::Time::getMillisecondCounterHiRes() * 1e-3; }

DeviceChoice choiceOf(const HeadlessSession::Device& device) {
    DeviceChoice choice;
    choice.type = text(device.type);
    choice.input = text(device.input);
    choice.output = text(device.output);
    choice.rateHz = device.rateHz;
    choice.bufferFrames = device.bufferFrames;
    choice.inputFirst = device.inputFirst;
    choice.outputFirst = device.outputFirst;
    return choice;
}

/** Between open and gone, from one tick to the next. */
class Loop final : private juce::Timer {
public:
    Loop(StereoProcess& process, const HeadlessSession::Device& device, const HeadlessSession::Listener& listener)
        : waits_(device.waits), choice_(choiceOf(device)), listener_(listener), callback_(process),
          session_(callback_, AudioSession::systemTypes()),
          watch_(AudioSession::systemTypes(), DeviceWatch::usualPlace()) {
        callback_.setListener(listener.input);
    }

    std::string run() {
        open();
        if (!isOver_) {
            startTimer(tickMilliseconds);
            juce::MessageManager::getInstance()->runDispatchLoop();
            stopTimer();
        }
        session_.close();
        return why_;
    }

private:
    void timerCallback() override {
        if (session_.isOpen()) {
            if (const auto trouble = session_.findTrouble(nowSeconds())) miss(*trouble);
        } else {
            look();
        }
        if (!isOver_ && !listener_.tick(status())) end({});
    }

    void open() {
        const auto outcome = session_.open(choice_, true);
        if (outcome.error.isNotEmpty()) return miss(outcome.error);
        isMissed_ = false;
        if (outcome.note.isNotEmpty()) listener_.note(outcome.note.trim().toStdString());
        listener_.opened(status());
    }

    /** It is not there, or has gone. Said once, however often it is looked for. */
    void miss(const juce::String& why) {
        if (!waits_) return end(why.toStdString());
        if (!std::exchange(isMissed_, true)) listener_.awaited(why.toStdString());
        nextLook_ = nowSeconds() + lookAgainSeconds;
    }

    void look() {
        if (auto seen = watch_.take()) {
            if (!seen->output || !seen->input) {
                nextLook_ = nowSeconds() + lookAgainSeconds;
                return;
            }
            session_.adopt(std::move(seen->types));
            return open();
        }
        if (!watch_.isLooking() && nowSeconds() >= nextLook_) watch_.look(choice_);
    }

    void end(const std::string& why) {
        isOver_ = true;
        why_ = why;
        juce::MessageManager::getInstance()->stopDispatchLoop();
    }

    [[nodiscard]] HeadlessSession::Status status() const {
        HeadlessSession::Status status;
        status.isRunning = session_.isOpen();
        if (!status.isRunning) return status;
        const auto& choice = session_.choice();
        status.type = choice.type.toStdString();
        status.input = choice.input.toStdString();
        status.output = choice.output.toStdString();
        status.rateHz = session_.rateHz();
        status.bufferFrames = session_.bufferFrames();
        status.latencySeconds = session_.latencySeconds();
        status.xruns = session_.xruns();
        status.load = callback_.load();
        return status;
    }

    const bool waits_;
    const DeviceChoice choice_;
    const HeadlessSession::Listener& listener_;
    DeviceCallback callback_;
    AudioSession session_;
    DeviceWatch watch_;
    bool isOver_ = false, isMissed_ = false;
    double nextLook_ = 0.0;
    std::string why_;
};

} // namespace

HeadlessSession::HeadlessSession(StereoProcess& process, Device device, Listener listener)
    : process_(process), device_(std::move(device)), listener_(std::move(listener)) {}

std::string HeadlessSession::run() {
    silenceJack();
    const juce::ScopedJuceInitialiser_GUI juce;
    return Loop(process_, device_, listener_).run();
}

std::string HeadlessSession::list(bool withOutputs) {
    silenceJack();
    const juce::ScopedJuceInitialiser_GUI juce;
    AudioSession::TypeList types;
    AudioSession::systemTypes()(types);
    juce::String lines;
    for (auto* type : types) {
        type->scanForDevices();
        const auto add = [&](bool isInput, const char* end) {
            for (const auto& name : type->getDeviceNames(isInput))
                lines << type->getTypeName() << end << name << "\n";
        };
        add(true, "  input   ");
        if (withOutputs) add(false, "  output  ");
    }
    if (lines.isEmpty()) lines = "There is no audio device: connect the interface, or start the JACK server.\n";
    return lines.toStdString();
}

} // namespace phonostage::device
