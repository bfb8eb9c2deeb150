// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

void visit(juce::Component& parent, const std::function<void(juce::Component&)>& action) {
    for (auto* child : parent.getChildren()) {
        action(*child);
        visit(*child, action);
    }
}

juce::AccessibilityHandler& handlerOf(juce::Component& component) {
    auto* handler = component.getAccessibilityHandler();
    REQUIRE(handler != nullptr);
    return *handler;
}

struct OnScreen : Bench {
    OnScreen() { editor->addToDesktop(0); }
};

} // namespace

TEST_CASE("Whatever takes the keyboard has a name of its own and a role, and every entry is in reach", "[ui][screen]") {
    OnScreen bench;
    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.set(params::Id::subsonicOn, 1.0); // what is disabled takes no keyboard
    bench.set(params::Id::monoBassOn, 1.0);
    bench.set(params::Id::declick, 1.0);
    bench.set(params::Id::decrackle, 1.0);
    bench.set(params::Id::dehum, 1.0);
    std::set<std::string> reached;
    const auto look = [&] {
        bench.beat();
        std::set<std::string> titles;
        visit(bench.editor->face(), [&](juce::Component& component) {
            if (!component.getWantsKeyboardFocus() || !component.isShowing()) return;
            auto& handler = handlerOf(component);
            INFO(component.getComponentID());
            CHECK(handler.getTitle().isNotEmpty());
            CHECK(titles.insert(handler.getTitle().toStdString()).second);
            CHECK(handler.getRole() != juce::AccessibilityRole::unspecified);
            reached.insert(component.getComponentID().toStdString());
        });
    };
    look();
    // On the front: what is used daily, the plot, presets, A/B, set-up, view, clear.
    for (const char* id :
         {"gain", "curve", "curve_iec", "subsonic_on", "load_correction", "channel_mode", "balance", "mono_bass_on",
          "speed_ratio", "bypass", "preset", "slot_a", "slot_b", "setup", "clear", "clean_on", "clean_open"})
        CHECK(reached.count(id) == 1);
    bench.processor.meters().clicks.push({0, 1, 0, 0.1F, false, false}); // there is something to count again
    bench.editor->face().openClean();
    look();
    for (const char* id : {"clean_done", "clean_reset", "dehum_mains"})
        CHECK(reached.count(id) == 1);
    bench.editor->face().openDrawer();
    look();
    // One click opens the set-up, the second one is on the control itself.
    for (const auto& entry : params::table()) {
        INFO(entry.key);
        CHECK(reached.count(entry.key) == 1);
    }
    for (const char* id : {"interface", "cartridge", "calibrate_both", "view_unit", "view_theme", "copy_diagnostics",
                           "first_run_again", "about_open", "close_setup"})
        CHECK(reached.count(id) == 1);
}

TEST_CASE("Every entry of the table has its control, with help", "[ui]") {
    Bench bench;
    for (const auto& entry : params::table()) {
        INFO(entry.key);
        auto& control = bench.control(entry.key);
        CHECK(control.getTitle().isNotEmpty());
        CHECK(control.getTooltip().isNotEmpty());
        CHECK(control.getDescription().isNotEmpty());
        if (entry.type == params::Type::number) CHECK(control.getTooltip().contains(" to "));
    }
}

TEST_CASE("Values are spoken with their unit, and can be set", "[ui][screen]") {
    OnScreen bench;
    bench.beat();
    auto* gain = handlerOf(bench.control("gain")).getValueInterface();
    REQUIRE(gain != nullptr);
    CHECK(gain->getCurrentValueAsString().toStdString() == "40.00 dB");
    CHECK_THAT(gain->getRange().getMaximumValue(), WithinAbs(80.0, 1e-9));
    {
        GestureLog log(*bench.processor.parameter(params::Id::gain));
        gain->setValueAsString("45 dB");
        gain->setValue(46.0);
        CHECK(log.begun == 2);
        CHECK(log.ended == 2);
        CHECK(log.valuesOutside == 0);
    }
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(46.0, 1e-4));

    auto* curve = handlerOf(bench.control("curve")).getValueInterface();
    REQUIRE(curve != nullptr);
    CHECK(curve->getCurrentValueAsString() == "RIAA");

    auto& iec = handlerOf(bench.control("curve_iec"));
    CHECK_FALSE(iec.getCurrentState().isChecked());
    CHECK(iec.getActions().invoke(juce::AccessibilityActionType::toggle));
    CHECK(iec.getCurrentState().isChecked());
    CHECK(bench.processor.value(params::Id::curveIec) == 1.0);
}

TEST_CASE("Meters and the banner can be read out", "[ui][screen]") {
    OnScreen bench;
    bench.play(sine(1000.0, std::pow(10.0, -52.0 / 20.0)), 3.0);
    auto* level = handlerOf(*Bench::find(*bench.editor, "input_level_right")).getValueInterface();
    REQUIRE(level != nullptr);
    CHECK(level->isReadOnly());
    CHECK(level->getCurrentValueAsString().toStdString() == "rms −46.0 dBV, peak −46.0 dBV, highest −46.0 dBV");

    auto* banner = handlerOf(*Bench::find(*bench.editor, "overload")).getValueInterface();
    REQUIRE(banner != nullptr);
    CHECK(banner->getCurrentValueAsString().contains("headroom 52.0 dB"));
    CHECK_FALSE(banner->getCurrentValueAsString().contains("Lamp"));
    // Which side, which kind and what to do, without the lamps' colours and shapes.
    bench.play(
        [](int channel, std::int64_t frame) {
            return channel == 1 ? std::min(clippedThump(frame % 24000 - 10000), 0.6f) : 0.01f;
        },
        1.5);
    CHECK(banner->getCurrentValueAsString().toStdString().find(
              "or bypass it. Lamps: left off, right below full scale.") != std::string::npos);

    auto* plot = handlerOf(bench.editor->face().plot()).getValueInterface();
    REQUIRE(plot != nullptr);
    bench.editor->face().plot().readAt(1000.0);
    CHECK(plot->getCurrentValueAsString().startsWith("1.00 kHz, 0.000 dB"));
}

TEST_CASE("The plot is read with the arrow keys", "[ui]") {
    Bench bench;
    auto& plot = bench.editor->face().plot();
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::rightKey)));
    CHECK_FALSE(plot.keyPressed(juce::KeyPress(juce::KeyPress::upKey)));
    for (int i = 0; i < 12; ++i)
        CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::rightKey)));
    CHECK(plot.keyPressed(juce::KeyPress(juce::KeyPress::escapeKey)));
    CHECK_FALSE(plot.keyPressed(juce::KeyPress(juce::KeyPress::escapeKey)));
}
