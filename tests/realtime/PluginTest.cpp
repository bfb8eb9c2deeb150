// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's callback on a thread that the kernel watches, with all that goes on round it in a host: the editor open
// and drawn, parameters moved by automation and by hand, states saved and restored, taps read.
#include "realtime/RealtimeSupport.h"

#include "params/State.h"
#include "plugin/PluginSupport.h"
#include "plugin/RealtimeHook.h"
#include "support/TestDelayInEnvironment.h"
#include "ui/UiSupport.h"

#include <chrono>
#include <mutex>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

/** Arms everything from the first to the last line of our own callback: by the plugin's hook where it is compiled in.
 */
class ArmedHook {
public:
    explicit ArmedHook(SilentThread& thread) {
        silent = &thread;
#if PHONOSTAGE_REALTIME_TRAP
        plugin::realtimeHook = &onCallback;
#endif
    }

    ~ArmedHook() {
#if PHONOSTAGE_REALTIME_TRAP
        plugin::realtimeHook = nullptr;
#endif
    }

    ArmedHook(const ArmedHook&) = delete;
    ArmedHook& operator=(const ArmedHook&) = delete;

    template <typename Sample> static void call(Processor& processor, juce::AudioBuffer<Sample>& block, bool bypassed) {
#if !PHONOSTAGE_REALTIME_TRAP
        onCallback(true);
#endif
        if (bypassed)
            processor.processBlockBypassed(block, midi);
        else
            processor.processBlock(block, midi);
#if !PHONOSTAGE_REALTIME_TRAP
        onCallback(false);
#endif
    }

private:
    static void onCallback(bool entering) {
        if (entering) {
            watch.emplace(*silent);
            trap::arm(true);
        } else {
            trap::arm(false);
            watch.reset();
        }
    }

    inline static SilentThread* silent = nullptr;
    inline static std::optional<SilentThread::Watch> watch;
    inline static juce::MidiBuffer midi;
};

/** Other threads that do what hosts and people do, until it ends. */
class Crowd {
public:
    explicit Crowd(Processor& processor) : processor_(processor) {
        for (unsigned seed = 0; seed < 8; ++seed)
            states_.push_back(params::writeState(randomValues(seed)));
        threads_.emplace_back([this] { automate(); });
        threads_.emplace_back([this] { save(); });
        threads_.emplace_back([this] { calibrate(); });
    }

    ~Crowd() {
        done_ = true;
        for (auto& thread : threads_)
            thread.join();
    }

    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

private:
    static void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

    // All host parameters: gain, curve, subsonic, load, undo, speed, mono bass, crosstalk, bypass ... and the
    // equipment.
    void automate() {
        std::mt19937_64 random(5);
        std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
        while (!done_) {
            for (auto* parameter : processor_.getParameters())
                if (random() % 4 == 0) parameter->setValueNotifyingHost(uniform(random));
            for (const Id id : {Id::cartridgeMh, Id::loadOhm, Id::loadPf, Id::inputDbv, Id::outputDbv})
                processor_.setSetting(id, std::uniform_real_distribution<double>(params::entry(id).minimum,
                                                                                 params::entry(id).maximum)(random));
            processor_.resetHolds();
            pause(2);
        }
    }

    void save() {
        for (std::size_t i = 0; !done_; ++i) {
            (void)stateOf(processor_);
            processor_.setText(params::TextId::cartridgeId, std::to_string(i));
            if (i % 8 == 0) restore(processor_, states_[i / 8 % states_.size()]);
            pause(1);
        }
    }

    void calibrate() {
        while (!done_) {
            if (!processor_.inputTap().isRunning()) (void)processor_.inputTap().start(0.02);
            (void)processor_.inputTap().take();
            pause(1);
        }
    }

    Processor& processor_;
    std::vector<std::string> states_;
    std::atomic<bool> done_{false};
    std::vector<std::thread> threads_;
};

} // namespace

TEMPLATE_TEST_CASE("The callback stays silent with the editor open while everything moves", "[realtime]", float,
                   double) {
    warnOfMissingTraps();
    constexpr double rateHz = 48000.0;
    const TestDelayInEnvironment delay("480:100:subsonic_on"); // stations that look ahead come and go, too
    // JUCE's desktop asks the system for its theme by a process of its own. A fork makes every page of ours one to be
    // copied, so it comes before there are any.
    (void)juce::Desktop::getInstance();
    SilentThread thread;
    Bench bench(rateHz);
    auto& processor = bench.processor;
    processor.setNonRealtime(false); // filters are designed on their thread
    processor.prepareToPlay(rateHz, 256);
    processor.spectrumTap().setActive(true);

    auto signal = noiseSignal<TestType>(1.2, 8192, 43);
    signal[1][5] = std::numeric_limits<TestType>::quiet_NaN();
    juce::AudioBuffer<TestType> buffer(2, 8192);
    const auto perform = [&](int rounds) {
        const ArmedHook hook(thread);
        const Crowd crowd(processor);
        thread.start([&] {
            for (int round = 0; round < rounds; ++round) {
                const int frames = round % 50 == 0 ? 8192 : 1 + (round * 37) % 256;
                for (int c = 0; c < 2; ++c)
                    std::copy_n(signal[static_cast<std::size_t>(c)].begin(), frames, buffer.getWritePointer(c));
                TestType* const channels[] = {buffer.getWritePointer(0), buffer.getWritePointer(1)};
                juce::AudioBuffer<TestType> block(channels, 2, frames);
                ArmedHook::call(processor, block, round % 40 > 35);
                SilentThread::rest(500);
            }
        });
        // The message thread: the editor's beats and pictures, edits with the mouse's gestures, a look at the spectrum.
        std::mt19937_64 random(9);
        for (int beat = 0; thread.isBusy(); ++beat) {
            if (beat % 24 == 8) bench.editor->face().openClean();
            if (beat % 24 == 20) bench.editor->face().closeClean();
            if (beat % 16 == 12) processor.meters().clicks.startAgain();
            bench.beat();
            if (beat % 4 == 0) (void)bench.editor->createComponentSnapshot(bench.editor->getLocalBounds());
            const auto ids = hostIds();
            auto* parameter = processor.parameter(ids[random() % ids.size()]);
            parameter->beginChangeGesture();
            parameter->setValueNotifyingHost(std::uniform_real_distribution<float>(0.0F, 1.0F)(random));
            parameter->endChangeGesture();
            processor.selectSlot(beat % 20 < 10 ? Processor::Slot::a : Processor::Slot::b);
            processor.handleUpdateNowIfNeeded();
            plugin::SpectrumTap::Frames frames;
            (void)processor.spectrumTap().read(4096, frames);
            processor.spectrumTap().setActive(beat % 16 != 15);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        thread.wait();
    };
    checkSilent(
        thread, [&] { perform(600); }, [&] { perform(800); });
}
