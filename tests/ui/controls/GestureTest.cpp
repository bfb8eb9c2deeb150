// SPDX-License-Identifier: GPL-3.0-or-later
// Every edit is one complete gesture as a host hears it, whatever hand made it.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "catalogue/CurveCatalogue.h"
#include "params/ParameterText.h"

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;

namespace {

juce::MouseWheelDetails notch(float direction) {
    juce::MouseWheelDetails wheel;
    wheel.deltaX = 0.0f;
    wheel.deltaY = 0.2f * direction;
    wheel.isReversed = false;
    wheel.isSmooth = false;
    wheel.isInertial = false;
    return wheel;
}

void checkOneGesture(const GestureLog& log) {
    CHECK(log.begun == 1);
    CHECK(log.ended == 1);
    CHECK(log.values >= 1);
    CHECK(log.valuesOutside == 0);
}

void type(ui::NumberControl& control, const juce::String& text) {
    control.openTypeIn();
    REQUIRE(control.typeIn() != nullptr);
    control.typeIn()->setText(text, juce::dontSendNotification);
    control.typeIn()->keyPressed(KeyPress(KeyPress::returnKey));
}

} // namespace

TEST_CASE("A drag is one gesture from end to end", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    GestureLog log(*bench.processor.parameter(params::Id::gain));

    const juce::Point<float> down(40.0f, 60.0f);
    gain.mouseDown(mouseEvent(gain, down, down));
    for (int y = 1; y <= 30; ++y)
        gain.mouseDrag(mouseEvent(gain, down.translated(0.0f, static_cast<float>(-y)), down, 1, true));
    CHECK(log.begun == 1);
    CHECK(log.ended == 0);
    gain.mouseUp(mouseEvent(gain, down.translated(0.0f, -30.0f), down, 1, true));
    checkOneGesture(log);
    CHECK(bench.processor.value(params::Id::gain) > 45.0);

    // Shift is ten times finer.
    const double before = bench.processor.value(params::Id::gain);
    const juce::ModifierKeys fine(juce::ModifierKeys::leftButtonModifier | juce::ModifierKeys::shiftModifier);
    gain.mouseDown(mouseEvent(gain, down, down));
    for (int y = 1; y <= 30; ++y)
        gain.mouseDrag(mouseEvent(gain, down.translated(0.0f, static_cast<float>(-y)), down, 1, true, fine));
    gain.mouseUp(mouseEvent(gain, down, down, 1, true, fine));
    CHECK_THAT(bench.processor.value(params::Id::gain) - before, WithinAbs(80.0 * 27.0 / 220.0 / 10.0, 0.15));
}

TEST_CASE("An editor that goes in the middle of a drag ends the gesture", "[ui]") {
    Bench bench;
    GestureLog log(*bench.processor.parameter(params::Id::gain));
    auto& gain = bench.control<ui::NumberControl>("gain");
    const juce::Point<float> down(40.0f, 60.0f);
    gain.mouseDown(mouseEvent(gain, down, down));
    gain.mouseDrag(mouseEvent(gain, down.translated(0.0f, -10.0f), down, 1, true));
    gain.mouseDrag(mouseEvent(gain, down.translated(0.0f, -20.0f), down, 1, true));
    REQUIRE(log.begun == 1);
    bench.editor.reset();
    CHECK(log.ended == 1);
}

TEST_CASE("A notch of the wheel is one gesture and one step", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    GestureLog log(*bench.processor.parameter(params::Id::gain));
    gain.mouseWheelMove(mouseEvent(gain, {40.0f, 60.0f}, {40.0f, 60.0f}), notch(1.0f));
    checkOneGesture(log);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(40.5, 1e-5));

    const auto event = mouseEvent(gain, {40.0f, 60.0f}, {40.0f, 60.0f}, 0, false, juce::ModifierKeys::shiftModifier);
    gain.mouseWheelMove(event, notch(-1.0f));
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(40.45, 1e-5));
}

TEST_CASE("A trackpad's small moves add up to steps", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    auto wheel = notch(1.0f);
    wheel.isSmooth = true;
    wheel.deltaY = 0.02f;
    const auto event = mouseEvent(gain, {40.0f, 60.0f}, {40.0f, 60.0f}, 0, false, juce::ModifierKeys());
    for (int i = 0; i < 31; ++i)
        gain.mouseWheelMove(event, wheel);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(45.0, 1e-4));
    wheel.isInertial = true;
    for (int i = 0; i < 31; ++i)
        gain.mouseWheelMove(event, wheel);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(45.0, 1e-4));
}

TEST_CASE("Keys step, jump and reset, each as one gesture", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    const auto shift = juce::ModifierKeys(juce::ModifierKeys::shiftModifier);
    const auto press = [&](const KeyPress& key, double expected) {
        GestureLog log(*bench.processor.parameter(params::Id::gain));
        CHECK(gain.keyPressed(key));
        checkOneGesture(log);
        CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(expected, 1e-4));
    };
    press(KeyPress(KeyPress::upKey), 40.5);
    press(KeyPress(KeyPress::rightKey), 41.0);
    press(KeyPress(KeyPress::downKey, shift, 0), 40.95);
    press(KeyPress(KeyPress::pageUpKey), 46.0);
    press(KeyPress(KeyPress::endKey), 80.0);
    press(KeyPress(KeyPress::homeKey), 0.0);
    press(KeyPress(KeyPress::deleteKey), 40.0);

    GestureLog log(*bench.processor.parameter(params::Id::gain));
    CHECK_FALSE(gain.keyPressed(KeyPress('x')));
    CHECK_FALSE(gain.keyPressed(KeyPress(KeyPress::spaceKey))); // the host's transport
    CHECK(gain.keyPressed(KeyPress(KeyPress::deleteKey)));      // nothing to change: no gesture
    CHECK(log.begun == 0);
}

TEST_CASE("A double-click brings the default back", "[ui]") {
    Bench bench;
    bench.set(params::Id::gain, 55.0);
    auto& gain = bench.control<ui::NumberControl>("gain");
    GestureLog log(*bench.processor.parameter(params::Id::gain));
    const juce::Point<float> at(40.0f, 60.0f);
    gain.mouseDown(mouseEvent(gain, at, at));
    gain.mouseUp(mouseEvent(gain, at, at));
    gain.mouseDown(mouseEvent(gain, at, at, 2));
    gain.mouseDoubleClick(mouseEvent(gain, at, at, 2));
    gain.mouseUp(mouseEvent(gain, at, at, 2));
    checkOneGesture(log);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(40.0, 1e-6));
}

TEST_CASE("A value is typed with its unit, as one gesture", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    GestureLog log(*bench.processor.parameter(params::Id::gain));
    type(gain, "35.25 dB");
    checkOneGesture(log);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(35.25, 1e-4));
    CHECK(gain.typeIn() == nullptr);

    type(gain, "50");
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(50.0, 1e-4));

    type(bench.control<ui::NumberControl>("output_trim"), juce::String::fromUTF8("−3,5").replace(",", "."));
    CHECK_THAT(bench.processor.value(params::Id::outputTrim), WithinAbs(-3.5, 1e-4));

    // A setting is no host parameter; volts are dBV too.
    type(bench.control<ui::NumberControl>("input_dbv"), "0.5 V");
    CHECK_THAT(bench.processor.value(params::Id::inputDbv), WithinAbs(20.0 * std::log10(0.5), 1e-6));
    type(bench.control<ui::NumberControl>("output_dbv"), "+4 dBu");
    CHECK_THAT(bench.processor.value(params::Id::outputDbv), WithinAbs(4.0 + 10.0 * std::log10(0.6), 1e-6));
}

TEST_CASE("Time constants of the custom curve take their unit", "[ui]") {
    Bench bench;
    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.beat();
    type(bench.control<ui::NumberControl>("custom_turnover"), juce::String::fromUTF8("531 µs"));
    CHECK_THAT(bench.processor.value(params::Id::customTurnover), WithinAbs(531.0, 0.05));
    type(bench.control<ui::NumberControl>("custom_shelf"), "3.2 ms");
    CHECK_THAT(bench.processor.value(params::Id::customShelf), WithinAbs(3200.0, 0.05));
}

TEST_CASE("A decimal comma counts in a field, and opens it as a point does", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    type(gain, "33,5");
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(33.5, 1e-4));
    CHECK(gain.keyPressed(KeyPress(',', juce::ModifierKeys(), ',')));
    REQUIRE(gain.typeIn() != nullptr);
    CHECK(gain.typeIn()->getText() == ",");
    gain.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));
}

TEST_CASE("What is no value stays in the field and changes nothing, and escape leaves", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    GestureLog log(*bench.processor.parameter(params::Id::gain));
    for (const char* wrong : {"loud", "400", "40 Hz", "", "4 0", "40,000"}) {
        type(gain, wrong);
        REQUIRE(gain.typeIn() != nullptr);
        CHECK(gain.typeIn()->getTooltip().isNotEmpty()); // says why
    }
    gain.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));
    CHECK(gain.typeIn() == nullptr);

    gain.openTypeIn();
    gain.typeIn()->setText("60", juce::dontSendNotification);
    gain.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));
    CHECK(log.begun == 0);
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(40.0, 1e-6));
}

TEST_CASE("A digit opens the field with that digit, enter with the value", "[ui]") {
    Bench bench;
    auto& gain = bench.control<ui::NumberControl>("gain");
    CHECK(gain.keyPressed(KeyPress('4', juce::ModifierKeys(), '4')));
    REQUIRE(gain.typeIn() != nullptr);
    CHECK(gain.typeIn()->getText() == "4");
    gain.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));
    CHECK(gain.keyPressed(KeyPress(KeyPress::returnKey)));
    REQUIRE(gain.typeIn() != nullptr);
    CHECK(gain.typeIn()->getText() == "40.00 dB");
}

TEST_CASE("A decimal comma can be typed, and reaches the parser as it is", "[ui]") {
    Bench bench;
    for (const char* key : {"gain", "load_c", "cartridge_mv"}) {
        CAPTURE(key);
        auto& control = bench.control<ui::NumberControl>(key);
        CHECK(control.keyPressed(KeyPress(',', juce::ModifierKeys(), ','))); // ",5" is begun
        REQUIRE(control.typeIn() != nullptr);
        CHECK(control.typeIn()->getText() == ",");
        control.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));

        CHECK(control.keyPressed(KeyPress('3', juce::ModifierKeys(), '3')));
        REQUIRE(control.typeIn() != nullptr);
        for (const char* typed : {"3", ",", "5"}) // as the keys insert it
            control.typeIn()->insertTextAtCaret(typed);
        CHECK(control.typeIn()->getText() == "33,5");
        const auto means = params::fromText(control.link().entry().id, "33,5");
        const double before = control.link().value();
        control.typeIn()->keyPressed(KeyPress(KeyPress::returnKey));
        CHECK_THAT(control.link().value(), WithinAbs(means.value_or(before), 1e-9));
        if (control.typeIn() != nullptr) control.typeIn()->keyPressed(KeyPress(KeyPress::escapeKey));
    }
}

TEST_CASE("A click on a field opens it once it cannot become a double-click", "[ui]") {
    Bench bench;
    auto& field = bench.control<ui::NumberControl>("input_dbv");
    const juce::Point<float> at(20.0f, 10.0f);
    field.mouseDown(mouseEvent(field, at, at));
    field.mouseUp(mouseEvent(field, at, at));
    CHECK(field.typeIn() == nullptr);
    for (int i = 0; i < 10; ++i)
        bench.beat();
    CHECK(field.typeIn() != nullptr);
}

TEST_CASE("Switches toggle as one gesture, and a space without keyboard focus stays the host's", "[ui]") {
    Bench bench;
    auto& iec = bench.control("curve_iec");
    GestureLog log(*bench.processor.parameter(params::Id::curveIec));
    const juce::Point<float> at(10.0f, 10.0f);
    iec.mouseDown(mouseEvent(iec, at, at));
    iec.mouseUp(mouseEvent(iec, at, at));
    checkOneGesture(log);
    CHECK(bench.processor.value(params::Id::curveIec) == 1.0);

    CHECK_FALSE(iec.keyPressed(KeyPress(KeyPress::spaceKey)));
    iec.focusGained(juce::Component::focusChangedByTabKey);
    CHECK(iec.keyPressed(KeyPress(KeyPress::spaceKey)));
    CHECK(log.begun == 2);
    CHECK(log.ended == 2);
    CHECK(bench.processor.value(params::Id::curveIec) == 0.0);
}

TEST_CASE("A choice steps through what there is, the custom curve last", "[ui]") {
    Bench bench;
    auto& curve = bench.control("curve");
    GestureLog log(*bench.processor.parameter(params::Id::curve));
    CHECK(curve.keyPressed(KeyPress(KeyPress::downKey)));
    checkOneGesture(log);
    CHECK(bench.processor.value(params::Id::curve) == 1.0);
    CHECK(curve.keyPressed(KeyPress(KeyPress::upKey)));
    CHECK(curve.keyPressed(KeyPress(KeyPress::upKey))); // already the first
    CHECK(bench.processor.value(params::Id::curve) == 0.0);
    for (int i = 0; i < catalogue::curveSlots; ++i)
        curve.keyPressed(KeyPress(KeyPress::downKey));
    CHECK(bench.processor.value(params::Id::curve) == catalogue::customCurveSlot);
    CHECK(log.begun == log.ended);
    CHECK(log.valuesOutside == 0);
}
