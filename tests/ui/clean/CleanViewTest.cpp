// SPDX-License-Identifier: GPL-3.0-or-later
// Clean on the face: the row among the filters, and what it opens in the plot's place.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "dsp/restore/ClickRemover.h"
#include "ui/clean/CleanSwitch.h"
#include "ui/text/CleanText.h"

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;
using params::Id;

namespace {

template <typename Part> Part& part(Bench& bench, const char* id) {
    auto* found = dynamic_cast<Part*>(Bench::find(*bench.editor, id));
    REQUIRE(found != nullptr);
    return *found;
}

/** Notes that stand, and surface noise, with a damped edge at each of these frames: of one channel, or of both. */
struct MadeClick {
    std::int64_t frame;
    bool left, right;
};

double notes(int channel, std::int64_t frame) {
    const double t = static_cast<double>(frame) / Bench::defaultRateHz;
    std::uint64_t hash = static_cast<std::uint64_t>(2 * frame + channel) * 0x9e3779b97f4a7c15U;
    hash = (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9U;
    const double noise = static_cast<double>(hash >> 40) / 8388608.0 - 1.0;
    return 0.001 * std::sin(1382.3 * t) + 0.0006 * std::sin(4146.9 * t + channel) + 0.00002 * noise;
}

Bench::Signal withClicks(std::vector<MadeClick> clicks) {
    return [clicks = std::move(clicks)](int channel, std::int64_t frame) {
        auto sample = static_cast<float>(notes(channel, frame));
        for (const auto& click : clicks) {
            const auto at = frame - click.frame;
            if (at < 0 || at >= 20 || !(channel == 0 ? click.left : click.right)) continue;
            const double t = static_cast<double>(at) / 20.0;
            sample += static_cast<float>(0.05 * std::exp(-4.0 * t) * std::cos(50.0 * t));
        }
        return sample;
    };
}

} // namespace

TEST_CASE("Clean opens in the plot's place, and leaves all else in sight", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto& button = part<ui::CleanButton>(bench, "clean_open");
    const auto place = face.plot().getBounds();
    button.onClick();
    REQUIRE(face.isCleanOpen());
    CHECK(button.getToggleState());
    CHECK_FALSE(face.plot().isVisible());
    CHECK(face.clean()->isVisible());
    CHECK(face.clean()->getBounds() == place);
    for (const char* id : {"input_level_left", "output_level_right", "overload", "gain", "curve"})
        CHECK(part<juce::Component>(bench, id).isVisible());
    CHECK(face.clean()->keyPressed(KeyPress(KeyPress::escapeKey)));
    CHECK_FALSE(face.isCleanOpen());
    CHECK_FALSE(button.getToggleState());
    CHECK(face.plot().isVisible());
    CHECK(face.plot().getBounds() == place);

    button.onClick();
    part<juce::Button>(bench, "clean_done").onClick();
    CHECK_FALSE(face.isCleanOpen());

    // Behind the set-up it stays as it was.
    face.openClean();
    face.openDrawer();
    CHECK_FALSE(face.clean()->isVisible());
    face.closeDrawer();
    CHECK(face.clean()->isVisible());
    CHECK_FALSE(face.plot().isVisible());
    // A smaller window keeps it, too.
    bench.editor->setSize(800, 480);
    bench.beat();
    CHECK(face.clean()->isVisible());
    CHECK_FALSE(face.plot().isVisible());
    CHECK(face.clean()->getHeight() >= ui::CleanView::wantedHeight);
    bench.editor->setSize(1200, 752);
    face.closeClean();
    CHECK(face.plot().getBounds() == place);
}

TEST_CASE("The switch turns all of Clean off, and on again as it was", "[ui]") {
    Bench bench;
    auto& toggle = part<ui::CleanSwitch>(bench, "clean_on");
    const auto isOn = [&](Id id) { return bench.processor.values().isOn(id); };
    bench.beat();
    CHECK_FALSE(toggle.getToggleState());
    {
        GestureLog log(*bench.processor.parameter(Id::declick));
        toggle.toggle();
        CHECK(log.begun == 1);
        CHECK(log.ended == 1);
        CHECK(log.valuesOutside == 0);
    }
    CHECK(isOn(Id::declick)); // nothing was ever chosen: the clicks
    CHECK_FALSE(isOn(Id::decrackle));
    CHECK_FALSE(isOn(Id::dehum));
    CHECK(toggle.getToggleState());

    bench.set(Id::declick, 0.0);
    bench.set(Id::decrackle, 1.0);
    bench.set(Id::dehum, 3.0);
    bench.beat();
    toggle.toggle();
    CHECK_FALSE(isOn(Id::decrackle));
    CHECK_FALSE(isOn(Id::dehum));
    bench.beat();
    CHECK_FALSE(toggle.getToggleState());
    // An editor that was closed meanwhile knows it still.
    bench.editor = std::make_unique<ui::Editor>(bench.processor);
    bench.editor->setVisible(true);
    bench.beat();
    part<ui::CleanSwitch>(bench, "clean_on").toggle();
    CHECK_FALSE(isOn(Id::declick));
    CHECK(isOn(Id::decrackle));
    CHECK(bench.processor.value(Id::dehum) == 3.0);
}

TEST_CASE("Hum alone is switched on for the mains it was switched off with", "[ui]") {
    Bench bench;
    bench.editor->face().openClean();
    auto& hum = bench.control<ui::Switch>("dehum");
    auto& mains = part<ui::Choice>(bench, "dehum_mains");
    bench.beat();
    CHECK_FALSE(mains.isVisible());
    hum.toggle();
    bench.beat();
    CHECK(bench.processor.value(Id::dehum) == 1.0);
    CHECK(mains.isVisible());
    mains.nudge(-2, false); // down the list
    CHECK(bench.processor.value(Id::dehum) == 3.0);
    bench.beat();
    hum.toggle();
    bench.beat();
    CHECK(bench.processor.value(Id::dehum) == 0.0);
    hum.toggle();
    CHECK(bench.processor.value(Id::dehum) == 3.0);
}

TEST_CASE("Clicks of known number are counted, those of both channels once", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    bench.set(Id::declick, 1.0);
    face.openClean();
    std::vector<MadeClick> clicks;
    for (int i = 0; i < 9; ++i)
        clicks.push_back({24000 + i * 29000, i % 3 != 1, i % 3 != 0});
    bench.play(withClicks(clicks), 7.5);
    auto& clean = *face.clean();
    bench.play(withClicks(clicks), 0.5); // to the next look at the numbers
    CHECK(clean.lately() == "last 8 s: 9 clicks");
    CHECK(clean.soFar() == "9 so far");
    CHECK(part<ui::CleanButton>(bench, "clean_open").text() == "1.1 clicks/s");
    CHECK(face.stage().clean().startsWith("clicks 50 %"));
    CHECK(face.stage().clean().contains("+49.3 ms"));

    auto& reset = part<juce::Button>(bench, "clean_reset");
    CHECK(reset.isEnabled());
    reset.onClick();
    CHECK(clean.soFar() == "0 so far");
    CHECK_FALSE(reset.isEnabled());
    CHECK(clean.lately() == "last 8 s: 9 clicks");
    face.setIsSide(true);
    bench.play(withClicks(clicks), 1.0);
    CHECK(clean.soFar().endsWith(" on this side"));
}

TEST_CASE("Without Clean the strip shows the sound, while somebody looks", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto columns = std::make_unique<dsp::CleanTrace::Columns>();
    std::uint64_t number = 0;
    bench.play(withClicks({}), 1.0);
    CHECK(bench.processor.meters().clean.read(*columns, number) == 0);
    face.openClean();
    bench.play(withClicks({}), 2.0);
    CHECK(bench.processor.meters().clean.read(*columns, number) > 140);
    CHECK(face.clean()->strip().scaleVolts() > 0.003F);
    CHECK(face.clean()->strip().scaleVolts() < 0.05F);
    face.closeClean();
    const auto before = number;
    bench.play(withClicks({}), 0.5);
    (void)bench.processor.meters().clean.read(*columns, number);
    CHECK(number <= before + 3);
}

TEST_CASE("What is heard is chosen in one press, and only where something is removed", "[ui]") {
    Bench bench;
    bench.editor->face().openClean();
    auto& hear = bench.control<ui::ChoiceSegments>("hear");
    bench.beat();
    CHECK_FALSE(hear.isEnabled());
    bench.set(Id::declick, 1.0);
    bench.beat();
    CHECK(hear.isEnabled());
    GestureLog log(*bench.processor.parameter(Id::hear));
    const auto press = [&](float x) { hear.mouseDown(mouseEvent(hear, {x, 10.0F}, {x, 10.0F})); };
    press(static_cast<float>(hear.getWidth()) - 10.0F);
    CHECK(bench.processor.value(Id::hear) == 2.0);
    press(10.0F);
    CHECK(bench.processor.value(Id::hear) == 0.0);
    CHECK(hear.keyPressed(KeyPress(KeyPress::rightKey)));
    CHECK(bench.processor.value(Id::hear) == 1.0);
    CHECK(log.begun == 3);
    CHECK(log.ended == 3);
    CHECK(log.valuesOutside == 0);
}

TEST_CASE("A strength is slid: the knob goes where the line is pressed, and one that is held moves by the hand's way",
          "[ui]") {
    Bench bench;
    bench.set(Id::declick, 1.0);
    bench.editor->face().openClean();
    bench.beat();
    auto& slider = bench.control<ui::LineSlider>("declick_strength");
    GestureLog log(*bench.processor.parameter(Id::declickStrength));
    const float line = static_cast<float>(slider.getWidth()) - 60.0F - 16.0F; // without value and knob
    const auto at = [&](double proportion) {
        return juce::Point<float>(8.0F + static_cast<float>(proportion) * line, 14.0F);
    };
    slider.mouseDown(mouseEvent(slider, at(0.25), at(0.25)));
    CHECK_THAT(bench.processor.value(Id::declickStrength), WithinAbs(25.0, 0.2));
    slider.mouseDrag(mouseEvent(slider, at(0.75), at(0.25), 1, true));
    slider.mouseUp(mouseEvent(slider, at(0.75), at(0.25), 1, true));
    CHECK_THAT(bench.processor.value(Id::declickStrength), WithinAbs(75.0, 0.2));
    CHECK(log.begun == 1);
    CHECK(log.ended == 1);
    CHECK(log.valuesOutside == 0);
    const auto held = at(0.75) + juce::Point<float>(3.0F, 0.0F);
    slider.mouseDown(mouseEvent(slider, held, held));
    slider.mouseUp(mouseEvent(slider, held, held));
    CHECK_THAT(bench.processor.value(Id::declickStrength), WithinAbs(75.0, 0.2));
    CHECK(slider.keyPressed(KeyPress(KeyPress::homeKey)));
    CHECK(bench.processor.value(Id::declickStrength) == 0.0);
    bench.set(Id::declick, 0.0);
    bench.beat();
    CHECK_FALSE(slider.isEnabled());
    slider.mouseDown(mouseEvent(slider, at(0.5), at(0.5)));
    CHECK(bench.processor.value(Id::declickStrength) == 0.0);
}

TEST_CASE("Clean says in words what is on", "[ui]") {
    params::Values values;
    const auto meters = std::make_unique<dsp::EngineMeters>();
    CHECK(ui::cleanButtonText(values, *meters) == "choose");
    CHECK(ui::cleanLines(values, *meters, 48000.0)[0] == "nothing is taken out");
    CHECK(ui::cleanDelayMs(values, 48000.0) == 0.0);
    values.set(Id::dehum, 2.0);
    CHECK(ui::cleanButtonText(values, *meters) == "listening");
    CHECK(ui::cleanLines(values, *meters, 48000.0)[0] == "hum 50 Hz");
    meters->hum.frequencyHz = 60.02;
    meters->hum.lines = 3;
    CHECK(ui::cleanButtonText(values, *meters) == "60.0 Hz");
    values.set(Id::declick, 1.0);
    values.set(Id::declickStrength, 40.0);
    values.set(Id::decrackle, 1.0);
    const auto lines = ui::cleanLines(values, *meters, 48000.0);
    CHECK(lines[0] == juce::String::fromUTF8("clicks 40 % \xc2\xb7 crackle 50 % \xc2\xb7 hum 60 Hz \xc2\xb7 +49.3 ms"));
    CHECK(lines[2] == juce::String::fromUTF8("clicks \xc2\xb7 crackle \xc2\xb7 hum 60 Hz \xc2\xb7 +49 ms"));
    CHECK_THAT(ui::cleanDelayMs(values, 48000.0), WithinAbs(dsp::ClickRemover::latencyFrames(48000.0) / 48.0, 1e-9));
    CHECK(ui::cleanButtonText(values, *meters) == "listening");
    CHECK(ui::rateText(0, 0.4).isEmpty());
    CHECK(ui::rateText(3, 2.0) == "1.5");
    CHECK(ui::rateText(100, 2.0) == "50");
    CHECK(ui::countText(1204) == "1,204");
    CHECK(ui::countText(1204567) == "1,204,567");
    CHECK(ui::cleanCountText({3.2, 1, 40}) == "last 3 s: 1 click, 40 crackles");
}
