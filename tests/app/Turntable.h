// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppSupport.h"

#include "app/AppModel.h"
#include "app/record/Transport.h"
#include "media/record/RecordSupport.h"
#include "plugin/Processor.h"

#include <memory>
#include <string>

namespace phonostage::app::testing {

/** The app without a window at a pretended device, with a clock that goes as the device delivers. */
struct Turntable {
    explicit Turntable(double rate = 48000.0, double goOnSeconds = 10.0) : rateHz(rate) {
        Recording::Setup setup;
        setup.clock = &clock;
        setup.hasThread = false;
        setup.recorder.keepsAwake = false;
        setup.recorder.goOnSeconds = goOnSeconds;
        setup.recorder.roomBytes = [this](const std::filesystem::path&) { return roomBytes; };
        Options options;
        options.rateHz = rate;
        options.bufferFrames = 512;
        model = std::make_unique<AppModel>(processor, device::testing::fakeTypes({&world}),
                                           SettingsStore(folder.file("settings.json")), options,
                                           device::DeviceWatch::Where::here, std::move(setup));
        if (auto* check = model->check()) check->model().useNoThread();
        model->start();
        // What tests play is loud noise, amplified by 40 dB: no hook-up that is worth a word.
        if (auto* check = model->check()) {
            check->setProtects(false);
            check->setQuiet(false);
        }
        records = folder.file("records").getFullPathName().toStdString();
        auto settings = model->record().settings();
        settings.folder = records;
        settings.byItself = false;
        model->record().setSettings(settings);
        poll();
    }

    RecordModel& record() { return model->record(); }
    /** As a disk thread and a window would. */
    void poll() {
        model->recording().recorder().tick();
        model->poll(static_cast<double>(clock.now) * 1e-9);
    }
    void inputOn() {
        model->switchInput(true);
        poll();
    }
    void byItself(bool on) {
        auto settings = record().settings();
        settings.byItself = on;
        record().setSettings(settings);
    }
    Transport strip() { return describe(*model); }

    /** So many seconds of a signal of the frame (from the first that was ever played) and the channel. */
    template <typename Signal> void play(double seconds, Signal signal) {
        constexpr int frames = 480;
        const auto blocks = std::llround(seconds * rateHz / frames);
        std::vector<std::vector<float>> in(2, std::vector<float>(frames));
        for (long long k = 0; k < blocks; ++k) {
            for (std::size_t channel = 0; channel < 2; ++channel)
                for (std::size_t i = 0; i < frames; ++i)
                    in[channel][i] = signal(played + static_cast<std::int64_t>(i), static_cast<int>(channel));
            clock.pass(frames / rateHz);
            (void)world.block(in, frames);
            played += frames;
            // Ten times a second of the device's time.
            if (played % (10 * frames) == 0) poll();
        }
        poll();
    }
    void play(double seconds) {
        play(seconds, [](std::int64_t frame, int channel) { return tests::sampleAt(frame, channel); });
    }
    void silence(double seconds) {
        play(seconds, [](std::int64_t, int) { return 0.0F; });
    }
    /** Nothing is delivered meanwhile. */
    void wait(double seconds) {
        clock.pass(seconds);
        poll();
    }

    double rateHz;
    device::testing::FakeWorld world;
    SettingsFolder folder;
    plugin::Processor processor;
    tests::TestClock clock;
    std::optional<std::int64_t> roomBytes = std::int64_t{1} << 40;
    std::string records;
    std::int64_t played = 0;
    std::unique_ptr<AppModel> model; ///< goes before all that it uses
};

} // namespace phonostage::app::testing
