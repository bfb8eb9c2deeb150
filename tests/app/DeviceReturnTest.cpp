// SPDX-License-Identifier: GPL-3.0-or-later
// A server that dies, an interface that is unplugged: what is back is open again as it was, without a click.
#include "app/AppSupport.h"

#include "app/AppModel.h"
#include "app/record/Transport.h"
#include "params/State.h"
#include "support/Catch.h"

#include <atomic>
#include <future>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::device;
using namespace phonostage::app::testing;
using namespace phonostage::device::testing;

namespace {

constexpr double pollsPerSecond = 10.0; ///< as the window polls

struct Desk {
    FakeWorld world;
    SettingsFolder folder;
    SpyProcessor spy;
    std::unique_ptr<AppModel> model;
    double seconds = juce::Time::getMillisecondCounterHiRes() * 1e-3;
    juce::StringArray news;

    void start(const Options& options = {}) {
        spy.state = params::writeState({});
        model =
            std::make_unique<AppModel>(spy, fakeTypes({&world}), SettingsStore(folder.file("settings.json")), options);
        model->onDeviceNews = [this](const juce::String& text) { news.add(text); };
        model->start();
    }

    /** Time goes by; a device that plays is heard of at each poll. */
    void wait(double forSeconds) {
        for (double gone = 0.0; gone < forSeconds; gone += 1.0 / pollsPerSecond) {
            seconds += 1.0 / pollsPerSecond;
            if (world.callback != nullptr) world.block({{0.0F}, {0.0F}}, 1);
            model->poll(seconds);
        }
    }

    void unplug() {
        savedInputs_ = world.inputs;
        savedOutputs_ = world.outputs;
        world.inputs.clear();
        world.outputs.clear();
        if (world.device != nullptr) world.device->close();
    }

    void plugIn() {
        world.inputs = savedInputs_;
        world.outputs = savedOutputs_;
    }

private:
    juce::StringArray savedInputs_, savedOutputs_;
};

DeviceChoice unusualChoice() {
    DeviceChoice choice;
    choice.type = "Fake";
    choice.output = "Headphones";
    choice.input = "Turntable USB";
    choice.rateHz = 96000.0;
    choice.bufferFrames = 128;
    choice.inputFirst = 2;
    choice.outputFirst = 2;
    return choice;
}

} // namespace

TEST_CASE("a device that comes back is opened as it was, and that is said", "[app]") {
    Desk desk;
    desk.world.inputChannels = desk.world.outputChannels = 4;
    desk.start();
    desk.model->choose(unusualChoice());
    desk.model->switchInput(true);
    REQUIRE(desk.model->inputIsOn());

    desk.unplug();
    desk.wait(30.0);
    CHECK_FALSE(desk.model->isRunning());
    CHECK(describe(*desk.model).mood == Transport::Mood::trouble);
    CHECK(juce::String(describe(*desk.model).detail).contains("resumes automatically"));
    desk.world.lastOutput = desk.world.lastInput = {};
    desk.world.lastRate = 0.0;
    desk.world.lastBuffer = 0;

    desk.plugIn();
    desk.wait(6.0);
    CHECK(desk.model->isRunning());
    CHECK(desk.model->inputIsOn());
    CHECK(desk.world.lastOutput == "Headphones");
    CHECK(desk.world.lastInput == "Turntable USB");
    CHECK(desk.world.lastRate == 96000.0);
    CHECK(desk.world.lastBuffer == 128);
    CHECK(desk.world.lastInputBits.toInteger() == 12);
    CHECK(desk.world.lastOutputBits.toInteger() == 12);
    CHECK(desk.model->wish() == unusualChoice());
    CHECK(desk.model->trouble().isEmpty());
    CHECK(juce::String(describe(*desk.model).detail).contains("\"Headphones\" is back"));
    REQUIRE(desk.news.size() == 2);
    CHECK(desk.news[0].contains("has stopped"));
    CHECK(desk.news[1].contains("with the input on"));

    desk.wait(30.0); // the note goes by itself
    CHECK(describe(*desk.model).mood == Transport::Mood::calm);
}

TEST_CASE("it comes back as often as it goes", "[app]") {
    Desk desk;
    desk.start();
    desk.model->switchInput(true);
    for (int time = 0; time < 5; ++time) {
        desk.unplug();
        desk.wait(0.5);
        CHECK_FALSE(desk.model->isRunning());
        desk.plugIn();
        desk.wait(3.0);
        CHECK(desk.model->isRunning());
        CHECK(desk.model->inputIsOn());
    }
}

TEST_CASE("an input that was off stays off when the device is back", "[app]") {
    Desk desk;
    desk.start();
    desk.unplug();
    desk.wait(10.0);
    desk.world.inputsOpened = 0;
    desk.plugIn();
    desk.wait(10.0);
    CHECK(desk.model->isRunning());
    CHECK_FALSE(desk.model->inputIsOn());
    CHECK(desk.world.inputsOpened == 0);
}

TEST_CASE("a server that is started after the app is found", "[app]") {
    Desk desk;
    desk.unplug();
    Options options;
    options.input = true;
    desk.start(options);
    CHECK_FALSE(desk.model->isRunning());
    desk.wait(20.0);
    desk.plugIn();
    desk.wait(6.0);
    CHECK(desk.model->isRunning());
    CHECK(desk.model->inputIsOn());
    CHECK(desk.model->trouble().isEmpty());
}

TEST_CASE("a missing device is looked for now and then, one that runs never", "[app]") {
    Desk desk;
    desk.start();
    const int scans = desk.world.scans;
    desk.wait(600.0);
    CHECK(desk.world.scans == scans);
    desk.unplug();
    desk.wait(600.0);
    const int looks = desk.world.scans - scans;
    CHECK(looks >= 100); // within five seconds it is noticed
    CHECK(looks <= 130);
}

TEST_CASE("an input that comes back is opened, and until then the output plays on", "[app]") {
    Desk desk;
    desk.start();
    desk.model->switchInput(true);
    desk.world.inputs.clear();
    desk.world.device->close();
    desk.wait(10.0);
    REQUIRE(desk.model->isRunning());
    CHECK_FALSE(desk.model->inputIsOn());
    CHECK(desk.model->trouble().contains("\"Turntable USB\" is not connected"));

    const int opened = desk.world.outputsOpened;
    desk.wait(60.0);
    CHECK(desk.world.outputsOpened == opened);
    desk.world.inputs.add("Turntable USB");
    desk.wait(6.0);
    CHECK(desk.model->inputIsOn());
    CHECK(desk.model->trouble().isEmpty());
    CHECK(desk.news.joinIntoString(" ").contains("\"Turntable USB\" is back"));
}

TEST_CASE("an input that another program holds is not fought for", "[app]") {
    Desk desk;
    desk.world.inputOpenError = "Device or resource busy";
    desk.start();
    desk.model->switchInput(true);
    REQUIRE(desk.model->isRunning());
    const int opened = desk.world.outputsOpened;
    desk.wait(120.0);
    CHECK(desk.world.outputsOpened == opened);

    // One that has just been plugged in may be busy for a moment.
    desk.world.inputs.clear();
    desk.wait(6.0);
    desk.world.inputs.add("Turntable USB");
    desk.wait(120.0);
    CHECK(desk.world.outputsOpened > opened);
    CHECK(desk.world.outputsOpened <= opened + 6);
    CHECK(desk.model->trouble().contains("busy"));
}

TEST_CASE("a server that comes back at another rate is followed, and what was chosen stays chosen", "[app]") {
    Desk desk;
    desk.start();
    auto choice = desk.model->wish();
    choice.rateHz = 96000.0;
    desk.model->choose(choice);
    desk.unplug();
    desk.world.rates = {44100.0};
    desk.plugIn();
    desk.wait(3.0);
    CHECK(desk.model->session().rateHz() == 44100.0);
    CHECK(desk.model->notice().contains("96000"));
    CHECK(desk.model->notice().contains("44100"));
    desk.unplug();
    desk.world.rates = {44100.0, 96000.0};
    desk.plugIn();
    desk.wait(3.0);
    CHECK(desk.model->session().rateHz() == 96000.0);
}

TEST_CASE("a device chosen meanwhile is not taken away by the one that comes back", "[app]") {
    Desk desk;
    desk.start();
    desk.unplug();
    desk.wait(0.5);
    desk.world.outputs.add("Headphones");
    desk.model->lookAgain();
    auto choice = desk.model->wish();
    choice.output = "Headphones";
    desk.model->choose(choice);
    REQUIRE(desk.model->isRunning());
    desk.world.outputs.add("Speakers");
    desk.wait(30.0);
    CHECK(desk.model->session().choice().output == "Headphones");
}

namespace {

/** A type whose devices take as long to be found as the test likes. */
class SlowType final : public juce::AudioIODeviceType {
public:
    SlowType(FakeWorld& world, std::atomic<bool>& isSlow, std::shared_future<void> end)
        : juce::AudioIODeviceType(world.type), type_(world), isSlow_(isSlow), end_(std::move(end)) {}

    void scanForDevices() override {
        if (isSlow_) end_.wait();
        type_.scanForDevices();
    }
    juce::StringArray getDeviceNames(bool inputs) const override { return type_.getDeviceNames(inputs); }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice*, bool) const override { return 0; }
    bool hasSeparateInputsAndOutputs() const override { return true; }
    juce::AudioIODevice* createDevice(const juce::String& output, const juce::String& input) override {
        return type_.createDevice(output, input);
    }

private:
    FakeType type_;
    std::atomic<bool>& isSlow_;
    std::shared_future<void> end_;
};

} // namespace

TEST_CASE("a long look for devices does not stop the window", "[app]") {
    FakeWorld world;
    SettingsFolder folder;
    SpyProcessor spy;
    spy.state = params::writeState({});
    std::atomic<bool> isSlow{false};
    std::promise<void> end;
    const auto ended = end.get_future().share();
    AppModel model(
        spy, [&](AudioSession::TypeList& types) { types.add(new SlowType(world, isSlow, ended)); },
        SettingsStore(folder.file("settings.json")), {}, DeviceWatch::Where::background);
    model.start();
    REQUIRE(model.isRunning());
    isSlow = true;
    world.device->close();
    double seconds = juce::Time::getMillisecondCounterHiRes() * 1e-3;
    for (int poll = 0; poll < 100; ++poll) // it would never return from here
        model.poll(seconds += 0.1);
    CHECK_FALSE(model.isRunning());
    end.set_value();
    for (int poll = 0; poll < 5000 && !model.isRunning(); ++poll) {
        juce::Thread::sleep(2);
        model.poll(seconds += 0.1);
    }
    CHECK(model.isRunning());
}
