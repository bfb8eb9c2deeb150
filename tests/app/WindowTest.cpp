// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSupport.h"

#include "app/MainComponent.h"
#include "app/MainWindow.h"
#include "app/StatusBar.h"
#include "plugin/Processor.h"
#include "support/Catch.h"
#include "support/CommaLocale.h"
#include "ui/Editor.h"

#include <memory>
#include <stdexcept>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::device;
using namespace phonostage::app::testing;
using namespace phonostage::device::testing;

namespace {

/** The window's content without a window: no screen is needed. */
struct Face {
    FakeWorld world;
    SettingsFolder folder;
    plugin::Processor processor;
    AppModel model{processor, fakeTypes({&world}), SettingsStore(folder.file("settings.json")), {}};
    std::unique_ptr<MainComponent> content;

    Face() {
        model.start();
        content = std::make_unique<MainComponent>(model, processor);
    }

    /** The component of a type, below the content. */
    template <typename T> T& find() {
        if (T* found = search<T>(*content)) return *found;
        throw std::runtime_error("no such component");
    }

private:
    template <typename T> static T* search(juce::Component& from) {
        for (auto* child : from.getChildren()) {
            if (auto* found = dynamic_cast<T*>(child)) return found;
            if (auto* deeper = search<T>(*child)) return deeper;
        }
        return nullptr;
    }
};

juce::Button* find(juce::Component& bar, const juce::String& text) {
    for (auto* child : bar.getChildren())
        if (auto* found = dynamic_cast<juce::Button*>(child))
            if (found->isVisible() && found->getButtonText() == text) return found;
    return nullptr;
}

/** Presses a button of a bar, by its text. */
void press(juce::Component& bar, const juce::String& text) {
    auto* button = find(bar, text);
    if (button == nullptr) throw std::runtime_error("no such button");
    button->onClick();
}

PickField& field(DevicePanel& panel, const juce::String& name) {
    for (auto* child : panel.getChildren())
        if (auto* found = dynamic_cast<PickField*>(child))
            if (found->getName() == name) return *found;
    throw std::runtime_error("no such field");
}

} // namespace

TEST_CASE("the status bar's rates have a point under a decimal comma", "[app]") {
    const phonostage::tests::CommaLocale locale;
    CHECK(rateText(44100.0) == "44.1 kHz");
    CHECK(rateText(1411200.0) == "1411.2 kHz");
}

TEST_CASE("the window fits a screen of 1366 x 768 and never exceeds its natural size", "[app]") {
    const auto small = MainWindow::sizeFor({1366, 768});
    CHECK(small.getHeight() <= 768 - 60);
    CHECK(small.getWidth() <= 1366 - 24);
    CHECK(MainWindow::sizeFor({3840, 2160}).getWidth() == MainComponent::faceWidth);
    const double aspect = static_cast<double>(MainComponent::faceWidth) / MainComponent::faceHeight;
    CHECK_THAT(small.getWidth() / aspect, WithinAbs(small.getHeight(), 1.0));
}

TEST_CASE("the window fits every screen from 800 x 480 on, wherever a panel stands", "[app]") {
    for (const auto& screen :
         {juce::Rectangle<int>(800, 480), juce::Rectangle<int>(0, 36, 800, 444), juce::Rectangle<int>(848, 480),
          juce::Rectangle<int>(1024, 600), juce::Rectangle<int>(64, 0, 960, 600), juce::Rectangle<int>(1280, 400),
          juce::Rectangle<int>(1280, 720), juce::Rectangle<int>(1366, 768), juce::Rectangle<int>(800, 1280),
          juce::Rectangle<int>(640, 480), juce::Rectangle<int>(1920, 1080)}) {
        const auto size = MainWindow::sizeFor(screen);
        CAPTURE(screen.toString().toStdString(), size.toString().toStdString());
        CHECK(size.getWidth() <= screen.getWidth() - 8);
        CHECK(size.getHeight() <= screen.getHeight() - 40); // the title bar
        // No smaller than it must be: one of its sides has the room.
        const bool isTall = size.getHeight() >= screen.getHeight() - 62;
        const bool isWide = size.getWidth() >= screen.getWidth() - 26;
        CHECK((isTall || isWide || size.getWidth() == MainComponent::faceWidth));
        if (screen.getWidth() >= 800 && screen.getHeight() >= 480)
            CHECK(ui::fitFace(size.getWidth(), size.getHeight(), MainComponent::barsHeight).scale > 0.7);
    }
}

TEST_CASE("on a small screen bars, editor and audio settings are all inside", "[app]") {
    Face face;
    auto& panel = face.find<DevicePanel>();
    panel.open();
    const std::vector<juce::Component*> parts{&face.find<TopBar>(), &face.find<StatusBar>(),
                                              &face.find<juce::AudioProcessorEditor>(), &panel};
    for (const auto size :
         {juce::Rectangle<int>(800, 480), juce::Rectangle<int>(792, 440), juce::Rectangle<int>(792, 404),
          juce::Rectangle<int>(1016, 560), juce::Rectangle<int>(1280, 400), juce::Rectangle<int>(632, 440)}) {
        face.content->setSize(size.getWidth(), size.getHeight());
        CAPTURE(size.getWidth(), size.getHeight());
        const auto window = face.content->getLocalBounds();
        const auto inWindow = [&](juce::Component& part) {
            return face.content->getLocalArea(&part, part.getLocalBounds());
        };
        for (auto* part : parts) {
            CHECK(window.expanded(1).contains(inWindow(*part)));
            if (dynamic_cast<juce::AudioProcessorEditor*>(part) != nullptr) continue; // its own tests look into it
            for (auto* child : part->getChildren()) {
                if (!child->isVisible()) continue;
                INFO(child->getName());
                CHECK(inWindow(*part).contains(inWindow(*child)));
            }
        }
        // Bars and editor lie one below the other, without a gap.
        CHECK(std::abs(inWindow(*parts[0]).getBottom() - inWindow(*parts[2]).getY()) <= 1);
        CHECK(std::abs(inWindow(*parts[2]).getBottom() - inWindow(*parts[1]).getY()) <= 1);
        auto& editor = dynamic_cast<ui::Editor&>(*parts[2]);
        CHECK(editor.face().isCompact());
        CHECK_THAT(editor.scale(),
                   WithinAbs(ui::fitFace(size.getWidth(), size.getHeight(), MainComponent::barsHeight).scale, 1e-9));
    }
}

TEST_CASE("the editor keeps its proportions in a window of any shape", "[app]") {
    Face face;
    auto& editor = dynamic_cast<ui::Editor&>(face.find<juce::AudioProcessorEditor>());
    for (const auto size : {juce::Rectangle<int>(1120, 792), juce::Rectangle<int>(1001, 708),
                            juce::Rectangle<int>(2000, 800), juce::Rectangle<int>(900, 1400)}) {
        face.content->setSize(size.getWidth(), size.getHeight());
        const auto inWindow = [&](juce::Component& part) {
            return face.content->getLocalArea(&part, part.getLocalBounds());
        };
        const auto seen = inWindow(editor.face());
        const double aspect = static_cast<double>(seen.getWidth()) / seen.getHeight();
        CHECK_THAT(aspect, WithinAbs(1200.0 / 752.0, 0.01));
        CHECK(face.content->getLocalBounds().contains(editor.getBounds()));
        // It is in the middle, and the bars go on to the window's edges.
        CHECK(std::abs(seen.getCentreX() - size.getWidth() / 2) <= 1);
        for (juce::Component* bar : {static_cast<juce::Component*>(&face.find<TopBar>()),
                                     static_cast<juce::Component*>(&face.find<StatusBar>())}) {
            CHECK(inWindow(*bar).getX() <= 0);
            CHECK(inWindow(*bar).getRight() >= size.getWidth());
        }
        CHECK(inWindow(face.find<TopBar>()).getY() == 0);
        CHECK(std::abs(inWindow(face.find<StatusBar>()).getBottom() - size.getHeight()) <= 1);
    }
}

TEST_CASE("the window comes back where it was, if it can be seen there", "[app]") {
    const juce::Array<juce::Rectangle<int>> one{juce::Rectangle<int>(0, 27, 1920, 1053)};
    const juce::Array<juce::Rectangle<int>> two{juce::Rectangle<int>(0, 27, 1920, 1053),
                                                juce::Rectangle<int>(1920, 0, 1280, 1024)};
    const juce::Rectangle<int> size(1200, 848);
    using Place = std::optional<juce::Point<int>>;
    CHECK(MainWindow::placeAgain(std::nullopt, size, one) == Place());
    CHECK(MainWindow::placeAgain(juce::Point<int>(300, 100), size, one) == Place(juce::Point<int>(300, 100)));
    // On a second screen, and after that one has gone.
    CHECK(MainWindow::placeAgain(juce::Point<int>(1950, 60), size, two) == Place(juce::Point<int>(1950, 60)));
    CHECK(MainWindow::placeAgain(juce::Point<int>(1950, 60), size, one) == Place());
    // Its title bar must be in reach.
    CHECK(MainWindow::placeAgain(juce::Point<int>(300, -40), size, one) == Place());
}

TEST_CASE("dropouts say when the last one was, and are counted anew from a click", "[app]") {
    CHECK(StatusBar::dropoutText(0, 5.0) == "0");
    CHECK(StatusBar::dropoutText(3, 12.4) == "3, 12 s ago");
    CHECK(StatusBar::dropoutText(3, 125.0) == "3, 2 min ago");
    CHECK(StatusBar::dropoutText(3, 7300.0) == "3, 2 h ago");
    CHECK(StatusBar::dropoutText(3, 1e9) == "3"); // from before anybody looked

    Face face;
    auto& status = face.find<StatusBar>();
    const auto dropouts = [&] { return status.items()[4]; };
    CHECK(dropouts().value == "3");
    const auto* button = dynamic_cast<juce::Button*>(status.getChildComponent(0));
    REQUIRE(button != nullptr);
    CHECK(button->isVisible());
    const auto place = button->getBounds();
    button->onClick();
    CHECK(dropouts().value == "0");
    CHECK_FALSE(dropouts().warns);
    face.world.xruns += 2;
    status.refresh();
    CHECK(dropouts().value == "2, 0 s ago");
    CHECK(dropouts().warns);
    // Nothing beside it moves when it gets longer.
    CHECK(button->getBounds() == place);
    button->onClick();
    CHECK_FALSE(dropouts().warns); // a zero is no warning
}

TEST_CASE("the app comes back with A and B and the one that was in use", "[app]") {
    SettingsFolder folder;
    FakeWorld world;
    const auto set = [](plugin::Processor& processor, double gainDb) {
        auto stage = processor.stage();
        stage.values.set(params::Id::gain, gainDb);
        processor.apply(stage);
    };
    {
        plugin::Processor processor;
        AppModel model(processor, fakeTypes({&world}), SettingsStore(folder.file("settings.json")), {});
        model.start();
        set(processor, 39.1);
        processor.selectSlot(plugin::Processor::Slot::b);
        set(processor, 45.0);
        model.setWindowPosition({37, 41});
    }
    plugin::Processor processor;
    AppModel model(processor, fakeTypes({&world}), SettingsStore(folder.file("settings.json")), {});
    model.start();
    CHECK(model.notice().isEmpty());
    CHECK(processor.slot() == plugin::Processor::Slot::b);
    CHECK(processor.value(params::Id::gain) == 45.0);
    processor.selectSlot(plugin::Processor::Slot::a);
    CHECK(processor.value(params::Id::gain) == 39.1);
    CHECK(model.windowPosition() == std::optional(juce::Point<int>(37, 41)));
}

TEST_CASE("the button in the bar opens the input, and then offers to close it", "[app]") {
    Face face;
    auto& bar = face.find<TopBar>();
    REQUIRE(find(bar, "Input on") != nullptr);
    CHECK(bar.shown().offers(TransportAction::inputOn));
    press(bar, "Input on");
    CHECK(face.model.inputIsOn());
    CHECK_FALSE(bar.shown().offers(TransportAction::inputOn));
    press(bar, "Input on"); // the pill, which says that it is on
    CHECK_FALSE(face.model.inputIsOn());
}

TEST_CASE("the audio settings open from the bar and show what is open", "[app]") {
    Face face;
    auto& panel = face.find<DevicePanel>();
    CHECK_FALSE(panel.isVisible());
    press(face.find<TopBar>(), "Audio settings");
    CHECK(panel.isVisible());
    juce::StringArray shown;
    for (auto* child : panel.getChildren())
        if (auto* field = dynamic_cast<PickField*>(child)) {
            shown.add(field->selected());
            CHECK(panel.getLocalBounds().contains(field->getBounds()));
        }
    CHECK(shown ==
          juce::StringArray{"Fake", "48 kHz", "512 frames (10.7 ms)", "Turntable USB", "1 + 2", "Speakers", "1 + 2"});
    press(panel, "Done");
    CHECK_FALSE(panel.isVisible());
}

TEST_CASE("a choice in the audio settings acts at once", "[app]") {
    Face face;
    auto& panel = face.find<DevicePanel>();
    panel.open();
    field(panel, "Sample rate").onPick(2);
    CHECK(face.world.lastRate == 96000.0);
    field(panel, "Buffer").onPick(0);
    CHECK(face.world.lastBuffer == 64);
    field(panel, "Output device").onPick(1);
    CHECK(face.world.lastOutput == "Headphones");
    CHECK(face.world.lastRate == 96000.0);
    field(panel, "Input device").onPick(1);
    CHECK(face.model.inputDevice() == "Built-in Microphone");
    CHECK_FALSE(face.model.inputIsOn());
    CHECK(field(panel, "Sample rate").selected() == "96 kHz");
    face.world.openError = "Device or resource busy";
    field(panel, "System").onPick(0);
    CHECK(face.model.trouble().contains("busy"));
}

TEST_CASE("the status bar shows device, rate, buffer, latency, dropouts and load", "[app]") {
    Face face;
    const auto& status = face.find<StatusBar>();
    juce::String text;
    for (const auto& item : status.items())
        text << item.label << "=" << item.value << ";";
    CHECK(text == "Fake=Speakers;Rate=48 kHz;Buffer=512 (10.7 ms);Latency=10.0 ms;Dropouts=3;CPU=  0 %;");
    face.processor.setLatencySamples(960);
    face.find<StatusBar>().refresh();
    CHECK(status.items()[3].value == "30.0 ms"); // the stage's 20 ms, too
    face.processor.setLatencySamples(0);
    face.world.device->close();
    face.model.poll(juce::Time::getMillisecondCounterHiRes() * 1e-3);
    REQUIRE(status.items().size() == 1);
    CHECK(status.items()[0].warns);
}

TEST_CASE("names of rates and pairs are short", "[app]") {
    CHECK(rateText(44100.0) == "44.1 kHz");
    CHECK(rateText(48000.0) == "48 kHz");
    CHECK(rateText(100003.0) == "100.003 kHz");
    CHECK(rateText(100000.0) == "100 kHz");
    CHECK(pairName(0, 2) == "1 + 2");
    CHECK(pairName(2, 3) == "3");
    CHECK(pairName(0, 1) == "1");
    CHECK(pairName(4, 0) == "5 + 6");
}
