// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSupport.h"

#include "app/AppModel.h"
#include "app/record/Transport.h"
#include "params/State.h"
#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::device;
using namespace phonostage::app::testing;
using namespace phonostage::device::testing;

namespace {

/** One start of the app after another, on one settings file. */
struct Machine {
    FakeWorld world;
    SettingsFolder folder;
    juce::File file = folder.file("settings.json");

    struct Run {
        Run(Machine& machine, const Options& options)
            : model(spy, fakeTypes({&machine.world}), SettingsStore(machine.file), options) {
            spy.state = params::writeState({});
            model.start();
        }
        SpyProcessor spy;
        AppModel model;
    };

    Run start(const Options& options = {}) { return Run(*this, options); }
};

Options input(bool on) {
    Options options;
    options.input = on;
    return options;
}

} // namespace

TEST_CASE("the first start opens no input, and says so", "[app]") {
    Machine machine;
    const auto run = machine.start();
    CHECK(run.model.isRunning());
    CHECK_FALSE(run.model.inputIsOn());
    CHECK(machine.world.inputsOpened == 0);
    const auto text = describe(run.model);
    CHECK(text.mood == Transport::Mood::attention);
    CHECK(juce::String(text.headline).contains("input is off"));
    CHECK(juce::String(text.detail).contains("Turntable USB"));
    CHECK(text.offers(TransportAction::inputOn));
}

TEST_CASE("one click opens the input, and it is remembered for this device", "[app]") {
    Machine machine;
    {
        auto run = machine.start();
        run.model.switchInput(true);
        CHECK(run.model.inputIsOn());
        CHECK(machine.world.lastInput == "Turntable USB");
        CHECK(describe(run.model).mood == Transport::Mood::calm);
    }
    {
        auto run = machine.start();
        CHECK(run.model.inputIsOn());
        run.model.switchInput(false);
        CHECK_FALSE(run.model.inputIsOn());
        CHECK(machine.world.lastInput.isEmpty());
    }
    CHECK_FALSE(machine.start().model.inputIsOn());
}

TEST_CASE("another input is not opened because the first one was", "[app]") {
    Machine machine;
    machine.world.inputs.add("Second USB");
    auto run = machine.start();
    run.model.switchInput(true);
    auto choice = run.model.wish();
    choice.input = "Second USB";
    run.model.choose(choice);
    CHECK_FALSE(run.model.inputIsOn());
    CHECK(run.model.inputDevice() == "Second USB");
    choice.input = "Turntable USB";
    run.model.choose(choice);
    CHECK(run.model.inputIsOn());
    choice.rateHz = 96000.0; // the same input at another rate stays on
    run.model.choose(choice);
    CHECK(run.model.inputIsOn());
    CHECK(run.model.session().rateHz() == 96000.0);
}

TEST_CASE("a built-in microphone waits for a click at every start", "[app]") {
    Machine machine;
    {
        auto run = machine.start();
        auto choice = run.model.wish();
        choice.input = "Built-in Microphone";
        run.model.choose(choice);
        CHECK_FALSE(run.model.inputIsOn());
        CHECK(juce::String(describe(run.model).detail).contains("microphone"));
        run.model.switchInput(true);
        CHECK(run.model.inputIsOn());
    }
    machine.world.inputsOpened = 0;
    const auto run = machine.start();
    CHECK(run.model.inputDevice() == "Built-in Microphone");
    CHECK_FALSE(run.model.inputIsOn());
    CHECK(machine.world.inputsOpened == 0);
}

TEST_CASE("the flag decides over the file, both ways", "[app]") {
    Machine machine;
    CHECK(machine.start(input(true)).model.inputIsOn());
    machine.world.inputsOpened = 0;
    CHECK_FALSE(machine.start(input(false)).model.inputIsOn());
    CHECK(machine.world.inputsOpened == 0);
    CHECK(machine.start().model.inputIsOn()); // the flag above closed it for that one start
}

TEST_CASE("flags for device, rate and buffer are used and kept", "[app]") {
    Machine machine;
    Options options;
    options.deviceType = "Fake";
    options.outputDevice = "Headphones";
    options.inputDevice = "Built-in Microphone";
    options.rateHz = 44100.0;
    options.bufferFrames = 64;
    for (int start = 0; start < 2; ++start) {
        const auto run = machine.start(start == 0 ? options : Options{});
        CHECK(machine.world.lastOutput == "Headphones");
        CHECK(run.model.inputDevice() == "Built-in Microphone");
        CHECK(machine.world.lastRate == 44100.0);
        CHECK(machine.world.lastBuffer == 64);
    }
}

TEST_CASE("an input that is gone leaves the output playing and says why", "[app]") {
    Machine machine;
    machine.start(input(true));
    machine.world.inputs.removeString("Turntable USB");
    auto run = machine.start();
    CHECK(run.model.isRunning());
    CHECK_FALSE(run.model.inputIsOn());
    CHECK(machine.world.lastInput.isEmpty());
    auto text = describe(run.model);
    CHECK(text.mood == Transport::Mood::trouble);
    CHECK(juce::String(text.detail).contains("\"Turntable USB\" is not connected"));
    CHECK(text.offers(TransportAction::lookAgain));

    machine.world.inputs.add("Turntable USB");
    run.model.lookAgain();
    CHECK(run.model.inputIsOn());
    CHECK(run.model.trouble().isEmpty());
}

TEST_CASE("an input that fails to open is told in words", "[app]") {
    Machine machine;
    machine.world.inputOpenError = "Device or resource busy";
    auto run = machine.start();
    run.model.switchInput(true);
    CHECK(run.model.isRunning());
    CHECK_FALSE(run.model.inputIsOn());
    CHECK(run.model.trouble().contains("Device or resource busy"));
    machine.world.inputOpenError = {};
    CHECK_FALSE(machine.start().model.inputIsOn()); // a click without success is not remembered
}

TEST_CASE("no device at all is said, and the window still works", "[app]") {
    Machine machine;
    machine.world.outputs.clear();
    machine.world.inputs.clear();
    auto run = machine.start();
    CHECK_FALSE(run.model.isRunning());
    const auto text = describe(run.model);
    CHECK(juce::String(text.headline).contains("No sound"));
    CHECK(text.offers(TransportAction::lookAgain));
    CHECK_FALSE(text.offers(TransportAction::inputOn));
    run.model.poll(1.0);
}

TEST_CASE("the stage's settings are saved and restored", "[app]") {
    Machine machine;
    params::Snapshot stage;
    stage.values.set(params::Id::gain, 37.5);
    stage.values.set(params::Id::speedRatio, 45.0 / 78.26);
    for (const auto& text : params::textTable())
        stage.texts.set(text.id, std::string(text.key) + " of J\xc3\xbcrgen's \"deck\"");
    const auto stateOf = [&stage] { return params::writeState(stage.values, stage.texts); };
    {
        auto run = machine.start();
        run.spy.state = stateOf();
    }
    const auto stageAtNextStart = [&machine] {
        const auto run = machine.start();
        const auto read = params::readState(run.spy.state);
        REQUIRE(std::holds_alternative<params::Snapshot>(read));
        return std::get<params::Snapshot>(read);
    };
    CHECK(stageAtNextStart() == stage);

    auto crashed = machine.start();
    stage.values.set(params::Id::gain, 52.0);
    stage.texts.set(params::TextId::cartridgeId, "another");
    crashed.spy.state = stateOf();
    crashed.model.poll(100.0); // saves without waiting for the end
    CHECK(stageAtNextStart() == stage);
}

TEST_CASE("a broken stage in a good settings file costs the stage alone", "[app]") {
    Machine machine;
    REQUIRE(machine.file.replaceWithText(
        R"({"schema": 1, "output_device": "Headphones", "stage": {"schema": 1, "gain": "loud"}})"));
    const auto run = machine.start();
    CHECK(run.model.notice().contains("gain"));
    // What this version cannot read, another may: it is there still.
    CHECK(run.model.notice().contains("renamed to settings.json.aside-1"));
    CHECK(machine.file.getSiblingFile("settings.json.aside-1").loadFileAsString().contains("\"loud\""));
    CHECK(run.spy.state == params::writeState({}));
    CHECK(machine.world.lastOutput == "Headphones");
}

TEST_CASE("a broken stage in a read-only settings file stays where it is", "[app]") {
    Machine machine;
    REQUIRE(machine.file.replaceWithText(R"({"schema": 1, "stage": {"schema": 1, "gain": "loud"}})"));
    REQUIRE(machine.file.setReadOnly(true));
    const auto before = machine.file.loadFileAsString();
    {
        const auto run = machine.start();
        CHECK(run.model.notice().contains("gain"));
        CHECK(run.model.notice().contains("nothing is saved"));
    }
    CHECK(machine.file.loadFileAsString() == before);
    CHECK_FALSE(machine.file.getSiblingFile("settings.json.aside-1").exists());
    REQUIRE(machine.file.setReadOnly(false));
}

TEST_CASE("a corrupt settings file is a notice that can be dismissed", "[app]") {
    Machine machine;
    REQUIRE(machine.file.replaceWithText("{"));
    auto run = machine.start();
    const auto text = describe(run.model);
    CHECK(juce::String(text.detail).contains("renamed to settings.json.aside-1"));
    CHECK(text.offers(TransportAction::dismiss));
    CHECK(text.offers(TransportAction::inputOn));
    int changes = 0;
    run.model.onChange = [&changes] { ++changes; };
    run.model.dismissNotice();
    CHECK(changes == 1);
    CHECK(juce::String(describe(run.model).headline).contains("input is off"));
}

TEST_CASE("a device that dies while it plays is on the screen at the next poll", "[app]") {
    Machine machine;
    auto run = machine.start();
    machine.world.device->close();
    run.model.poll(juce::Time::getMillisecondCounterHiRes() * 1e-3);
    CHECK_FALSE(run.model.isRunning());
    CHECK(describe(run.model).mood == Transport::Mood::trouble);
    run.model.lookAgain();
    CHECK(run.model.isRunning());
}
