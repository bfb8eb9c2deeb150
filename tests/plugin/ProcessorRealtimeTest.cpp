// SPDX-License-Identifier: GPL-3.0-or-later
// The audio callback allocates nothing, takes no lock and makes no system call, whatever goes on round it.
#include "params/State.h"
#include "plugin/PluginSupport.h"
#include "plugin/RealtimeHook.h"
#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

/** Arms the trap in every audio callback while it lives: by the plugin's own hook where it is compiled in, so that what
    a wrapper does round it does not count; else round the call. */
class ArmedCallbacks {
public:
    ArmedCallbacks() {
        trap::clear();
#if PHONOSTAGE_REALTIME_TRAP
        plugin::realtimeHook = &trap::arm;
#endif
    }

    ~ArmedCallbacks() {
#if PHONOSTAGE_REALTIME_TRAP
        plugin::realtimeHook = nullptr;
#endif
    }

    ArmedCallbacks(const ArmedCallbacks&) = delete;
    ArmedCallbacks& operator=(const ArmedCallbacks&) = delete;

    template <typename Sample> void run(Processor& processor, juce::AudioBuffer<Sample>& buffer, bool bypassed) const {
#if !PHONOSTAGE_REALTIME_TRAP
        trap::arm(true);
#endif
        if (bypassed)
            processor.processBlockBypassed(buffer, midi_);
        else
            processor.processBlock(buffer, midi_);
#if !PHONOSTAGE_REALTIME_TRAP
        trap::arm(false);
#endif
    }

private:
    mutable juce::MidiBuffer midi_;
};

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names)
        all += name + " ";
    return all;
}

/** All that goes on round the callback, in threads of its own: a host's automation, a saver, an editor. */
class Bustle {
public:
    explicit Bustle(Processor& processor) : processor_(processor) {
        for (unsigned seed = 0; seed < 8; ++seed)
            states_.push_back(params::writeState(randomValues(seed)));
        processor.spectrumTap().setActive(true);
        threads_.emplace_back([this] { automate(); });
        threads_.emplace_back([this] { automateDesigns(); });
        threads_.emplace_back([this] { save(); });
        threads_.emplace_back([this] { look(); });
    }

    ~Bustle() {
        done_ = true;
        for (auto& thread : threads_)
            thread.join();
    }

    Bustle(const Bustle&) = delete;
    Bustle& operator=(const Bustle&) = delete;

private:
    void automate() {
        std::mt19937_64 random(42);
        std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
        while (!done_) {
            for (auto* parameter : processor_.getParameters())
                parameter->setValueNotifyingHost(uniform(random));
            processor_.setSetting(Id::inputDbv, static_cast<double>(uniform(random)) * 20.0);
            processor_.resetHolds();
        }
    }

    /** A second automation of what is designed: speeds, loads, mono bass, undone RIAA. */
    void automateDesigns() {
        std::mt19937_64 random(44);
        std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
        while (!done_) {
            for (const Id id : {Id::loadCorrection, Id::loadLimit, Id::undoRiaa, Id::speedRatio, Id::monoBassOn,
                                Id::monoBassCorner, Id::monoBassSlope})
                processor_.parameter(id)->setValueNotifyingHost(uniform(random));
            for (const Id id : {Id::cartridgeMh, Id::loadOhm, Id::loadPf})
                processor_.setSetting(id, params::entry(id).maximum * static_cast<double>(uniform(random)));
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    }

    void save() {
        for (std::size_t i = 0; !done_; ++i) {
            (void)stateOf(processor_);
            processor_.setText(params::TextId::cartridgeId, std::to_string(i));
            if (i % 16 == 0) restore(processor_, states_[(i / 16) % states_.size()]);
        }
    }

    void look() {
        plugin::SpectrumTap::Frames frames;
        for (int i = 0; !done_; ++i) {
            (void)processor_.spectrumTap().read(4096, frames);
            if (!processor_.inputTap().isRunning()) (void)processor_.inputTap().start(0.02);
            if (i % 5 == 0) (void)processor_.inputTap().take();
            if (i % 40 == 0) processor_.outputHold().hold(dsp::OutputHold::Kind::start);
            if (i % 40 == 13) processor_.outputHold().hold(dsp::OutputHold::Kind::steady);
            if (i % 40 == 26) processor_.outputHold().release();
            if (i % 31 == 0) processor_.recordLevel().forget();
            (void)processor_.recordLevel().reading();
            if (i % 53 == 0) processor_.hookupWatch().start();
            if (i % 211 == 0) processor_.hookupWatch().stop();
            processor_.hookupWatch().setContext({});
            (void)processor_.hookupWatch().progress();
            if (i % 97 == 0) processor_.spectrumTap().setActive(i % 2 == 0);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }

    Processor& processor_;
    std::vector<std::string> states_;
    std::atomic<bool> done_{false};
    std::vector<std::thread> threads_;
};

} // namespace

TEST_CASE("The real-time trap catches what it is for, in the armed thread only", "[plugin]") {
    if (!trap::isAvailable()) {
        WARN("no trap on this system or with this sanitizer");
        return;
    }
    std::mutex mutex;
    std::condition_variable condition;
    const auto catches = [](const char* name, auto&& action) {
        trap::clear();
        trap::arm(true);
        action();
        trap::arm(false);
        const int caught = trap::caught();
        CAPTURE(name);
        CHECK(caught > 0);
        CHECK(joined(trap::names()).find(name) != std::string::npos);
    };
    int* volatile kept = nullptr;
    catches("malloc", [&] { kept = new int(1); });
    catches("free", [&] { delete kept; });
    catches("malloc", [&] { kept = static_cast<int*>(std::malloc(64)); });
    catches("realloc", [&] { kept = static_cast<int*>(std::realloc(kept, 4096)); });
    catches("free", [&] { std::free(kept); });
    catches("calloc", [&] { kept = static_cast<int*>(std::calloc(4, 16)); });
    std::free(kept);
    catches("pthread_mutex_lock", [&] { const std::scoped_lock lock(mutex); });
    catches("pthread_cond", [&] { condition.notify_all(); });
    catches("nanosleep", [] { std::this_thread::sleep_for(std::chrono::microseconds(1)); });
    catches("sched_yield", [] { std::this_thread::yield(); });
    catches("malloc", [] { const juce::String text("a text that is long enough to be on the heap"); });
    catches("pthread_mutex_lock", [] {
        const juce::CriticalSection section;
        const juce::ScopedLock lock(section);
    });

    trap::clear();
    trap::arm(true);
    std::thread([] { juce::String("another thread") += "may"; }).join();
    trap::arm(false);
    const auto names = joined(trap::names());
    trap::clear();
    std::thread([&] { kept = new int(1); }).join();
    delete kept;
    CHECK(trap::caught() == 0);
}

#if PHONOSTAGE_REALTIME_TRAP
TEST_CASE("The plugin's hook is called at both ends of every callback", "[plugin]") {
    static std::atomic<int> entered{0};
    static std::atomic<int> left{0};
    plugin::realtimeHook = [](bool entering) { ++(entering ? entered : left); };
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto floats = noiseSignal<float>(0.01, 512, 41);
    auto doubles = noiseSignal<double>(0.01, 512, 41);
    processBlock(processor, floats, 0, 512);
    processBlock(processor, floats, 0, 512, true);
    processBlock(processor, doubles, 0, 512);
    processBlock(processor, doubles, 0, 512, true);
    processBlock(processor, doubles, 0, 0);
    plugin::realtimeHook = nullptr;
    CHECK(entered == 5);
    CHECK(left == 5);
}
#endif

TEMPLATE_TEST_CASE("The callback is real-time safe while everything changes", "[plugin]", float, double) {
    // Without a trap it is still a test for the thread sanitizer.
    Processor processor;
    processor.prepareToPlay(96000.0, 256);
    {
        const Bustle bustle(processor);
        const ArmedCallbacks armed;
        auto signal = noiseSignal<TestType>(1.2, 8192, 43);
        juce::AudioBuffer<TestType> buffer(2, 8192);
        for (int round = 0; round < 400; ++round) {
            const int frames = round % 50 == 0 ? 8192 : 1 + (round * 37) % 256;
            for (int c = 0; c < 2; ++c)
                std::copy_n(signal[static_cast<std::size_t>(c)].begin(), frames, buffer.getWritePointer(c));
            if (round % 5 == 0) buffer.setSample(1, 0, std::numeric_limits<TestType>::quiet_NaN());
            TestType* channels[] = {buffer.getWritePointer(0), buffer.getWritePointer(1)};
            juce::AudioBuffer<TestType> block(channels, 2, frames);
            armed.run(processor, block, round % 11 == 0);
            std::this_thread::sleep_for(std::chrono::microseconds(500)); // lets designs come in
        }
    }
    const int caught = trap::caught();
    const auto names = joined(trap::names());
    CAPTURE(names);
    CHECK(caught == 0);
}
