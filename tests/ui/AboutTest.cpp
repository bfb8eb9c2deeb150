// SPDX-License-Identifier: GPL-3.0-or-later
// What the program says of itself.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "info/Info.h"

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;

TEST_CASE("The about box tells version, commit, compiler and JUCE, and copies them", "[ui][screen]") {
    Bench bench;
    auto& face = bench.editor->face();
    CHECK(face.about() == nullptr);
    face.openDrawer();
    auto* open = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, "about_open"));
    REQUIRE(open != nullptr);
    open->onClick();
    auto* about = face.about();
    REQUIRE(about != nullptr);
    for (const auto fact : {info::version(), info::commit(), info::compiler(), info::juceVersion()}) {
        REQUIRE_FALSE(fact.empty());
        INFO(std::string(fact));
        CHECK(about->facts().contains(juce::String(std::string(fact))));
        CHECK(about->getDescription().contains(juce::String(std::string(fact))));
    }
    CHECK(about->getBounds() == face.getLocalBounds());

    auto* copy = dynamic_cast<juce::Button*>(Bench::find(*about, "about_copy"));
    REQUIRE(copy != nullptr);
    juce::SystemClipboard::copyTextToClipboard("something else");
    copy->onClick();
    CHECK(juce::SystemClipboard::getTextFromClipboard() == about->facts());

    CHECK(about->keyPressed(KeyPress(KeyPress::escapeKey)));
    CHECK(face.about() == nullptr);
    CHECK(face.isDrawerOpen());
    open->onClick();
    REQUIRE(face.about() != nullptr);
    dynamic_cast<juce::Button&>(*Bench::find(*face.about(), "about_close")).onClick();
    CHECK(face.about() == nullptr);
}
