// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the editor costs on its thread, as a share of one core, with music playing in real time on another thread; and
// how long it takes to open. Needs a screen, Xvfb will do:
//     xvfb-run -s "-screen 0 1920x1200x24" editor_bench [SECONDS]
// The X server's own work is not in the figures.
#include "support/OwnHome.h"
#include "ui/UiSupport.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace phonostage::tests {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int blockFrames = 512;
constexpr double rateHz = Bench::defaultRateHz;
constexpr int openings = 15;

double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/** Plays music, or nothing, into the processor until it goes. */
class Player {
public:
    explicit Player(plugin::Processor& processor) : processor_(processor), loop_(2, static_cast<int>(10.0 * rateHz)) {
        const Music music(0.006, dsp::voltsAtFullScale(processor.value(params::Id::inputDbv)));
        for (int channel = 0; channel < 2; ++channel)
            for (int i = 0; i < loop_.getNumSamples(); ++i)
                loop_.setSample(channel, i, music(channel, i));
        thread_ = std::thread([this] { run(); });
    }
    ~Player() {
        stop_ = true;
        thread_.join();
    }

    std::atomic<bool> isPlaying{true};

private:
    void run() {
        juce::AudioBuffer<float> buffer(2, blockFrames);
        juce::MidiBuffer midi;
        auto next = Clock::now();
        for (int position = 0; !stop_; position = (position + blockFrames) % (loop_.getNumSamples() - blockFrames)) {
            for (int channel = 0; channel < 2; ++channel)
                buffer.copyFrom(channel, 0, loop_, channel, position, blockFrames);
            if (!isPlaying) buffer.clear();
            processor_.processBlock(buffer, midi);
            next += std::chrono::microseconds(static_cast<std::int64_t>(1e6 * blockFrames / rateHz));
            std::this_thread::sleep_until(next);
        }
    }

    plugin::Processor& processor_;
    juce::AudioBuffer<float> loop_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

/** Goes through the states, each for so many seconds after some to settle, then ends the message loop. */
class Course final : private juce::Timer {
public:
    Course(ui::Editor& editor, Player& player, int seconds) : editor_(editor), player_(player), seconds_(seconds) {
        begin();
        startTimer(1000);
    }

private:
    struct Phase {
        const char* name;
        ui::ViewOptions view;
        bool isPlaying, isVisible;
        int settleSeconds; ///< meters fall for a while after the music
    };
    static constexpr Phase phases[] = {{"music, bars", {}, true, true, 2},
                                       {"music, needles", {ui::LevelUnit::dbv, true, false}, true, true, 2},
                                       {"music, bars and spectrum", {ui::LevelUnit::dbv, false, true}, true, true, 2},
                                       {"silence", {}, false, true, 10},
                                       {"music, hidden", {}, true, false, 2}};

    void begin() {
        player_.isPlaying = phases[phase_].isPlaying;
        editor_.face().setView(phases[phase_].view);
        editor_.setVisible(phases[phase_].isVisible);
        second_ = 0;
    }

    void timerCallback() override {
        ++second_;
        if (second_ == phases[phase_].settleSeconds) {
            cpu_ = threadSeconds();
            wall_ = Clock::now();
        }
        if (second_ < phases[phase_].settleSeconds + seconds_) return;
        const std::chrono::duration<double> wall = Clock::now() - wall_;
        std::printf("%-26s %6.3f %%\n", phases[phase_].name, 100.0 * (threadSeconds() - cpu_) / wall.count());
        std::fflush(stdout);
        if (++phase_ < std::size(phases)) return begin();
        stopTimer();
        juce::MessageManager::getInstance()->stopDispatchLoop();
    }

    ui::Editor& editor_;
    Player& player_;
    int seconds_;
    std::size_t phase_ = 0;
    int second_ = 0;
    double cpu_ = 0.0;
    Clock::time_point wall_;
};

void reportOpening(plugin::Processor& processor) {
    std::vector<double> wall, cpu;
    for (int i = 0; i < openings; ++i) {
        const auto start = Clock::now();
        const double startCpu = threadSeconds();
        ui::Editor editor(processor);
        editor.face().dismissFirstRun(); // whatever this machine's user has seen
        editor.addToDesktop(0);
        editor.setVisible(true);
        editor.createComponentSnapshot(editor.getLocalBounds(), true, 1.0f); // as the first paint
        const std::chrono::duration<double, std::milli> took = Clock::now() - start;
        wall.push_back(took.count());
        cpu.push_back(1e3 * (threadSeconds() - startCpu));
    }
    const double first = wall.front();
    std::sort(wall.begin(), wall.end());
    std::sort(cpu.begin(), cpu.end());
    std::printf("opens and paints in        %6.1f ms, the first time %.1f ms; of the processor's time %.1f ms\n",
                wall[openings / 2], first, cpu[openings / 2]);
}

void run(int seconds) {
    plugin::Processor processor;
    processor.prepareToPlay(rateHz, blockFrames);
    reportOpening(processor);
    ui::Editor editor(processor);
    editor.face().dismissFirstRun();
    editor.setSize(ui::metrics::faceWidth, ui::metrics::faceHeight);
    editor.addToDesktop(0);
    editor.setVisible(true);
    Player player(processor);
    std::printf("\nthe editor's thread, of one core, %d s each, 100 %%\n", seconds);
    Course course(editor, player, seconds);
    juce::MessageManager::getInstance()->runDispatchLoop();
}

} // namespace
} // namespace phonostage::tests

int main(int argc, char** argv) {
#if JUCE_LINUX
    // As in the tests: JUCE then lives with what a bare screen lacks.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
#endif
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    const phonostage::tests::OwnHome home; // the editor is drawn as it comes
    phonostage::tests::run(argc > 1 ? std::max(2, std::atoi(argv[1])) : 10);
    return 0;
}
