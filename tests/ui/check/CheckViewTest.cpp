// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/CheckView.h"
#include "dsp/measure/hookup/WiringSignals.h"
#include "support/Catch.h"
#include "ui/UiSupport.h"
#include "ui/check/ExampleFindings.h"

#include "catalogue/HookupTexts.h"

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;
using params::Id;

namespace {

juce::Button& button(Bench& bench, const char* id) {
    auto* found = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, id));
    if (found == nullptr) throw std::runtime_error(std::string("no button: ") + id);
    return *found;
}

Bench::Signal signalOf(const Wiring& wiring) {
    return [&wiring, from = std::int64_t{-1}](int channel, std::int64_t frame) mutable {
        if (from < 0) from = frame;
        const auto at = std::min(static_cast<std::size_t>(frame - from), wiring.frames() - 1);
        return static_cast<float>(channel == 0 ? wiring.left[at] : wiring.right[at]);
    };
}

} // namespace

TEST_CASE("The check opens from the set-up, lies where the set-up does, and listens only while it is open", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto& watch = bench.processor.hookupWatch();
    face.openDrawer();
    button(bench, "open_check").onClick();
    CHECK_FALSE(face.isDrawerOpen());
    REQUIRE(face.check() != nullptr);
    CHECK(face.input().isVisible());
    CHECK_FALSE(face.plot().isVisible());
    CHECK_FALSE(watch.isListening()); // until somebody starts it
    CHECK_FALSE(button(bench, "check_stop").isEnabled());
    face.checkModel()->useNoThread();
    button(bench, "check_start").onClick();
    CHECK(watch.isListening());
    CHECK(button(bench, "check_stop").isEnabled());
    CHECK(face.check()->keyPressed(KeyPress(KeyPress::escapeKey)));
    CHECK(face.check() == nullptr);
    CHECK_FALSE(watch.isListening());
    CHECK(face.plot().isVisible());
    // The set-up takes its place, and the other way round.
    face.openCheck();
    face.checkModel()->start();
    face.openDrawer();
    CHECK(face.check() == nullptr);
    CHECK_FALSE(watch.isListening());
    face.openCheck();
    CHECK_FALSE(face.isDrawerOpen());
    // Where the app has a page for it, that is shown.
    int asked = 0;
    face.closeCheck();
    face.onCheck = [&] { ++asked; };
    face.openCheck();
    CHECK(asked == 1);
    CHECK(face.check() == nullptr);
}

TEST_CASE("Findings are shown one at a time, the worst first, with a button each way", "[ui]") {
    Bench bench;
    bench.set(Id::inputDbv, -8.0);
    auto& face = bench.editor->face();
    face.openCheck();
    auto& view = *face.check();
    CHECK(view.finding().scene().headline == "Lift the needle, then press Start.");
    CHECK_FALSE(button(bench, "check_again").isVisible());
    face.checkModel()->useNoThread();
    button(bench, "check_start").onClick();
    // The right channel 20 dB down, and DC.
    DeckModel deck;
    deck.seconds = 20.0;
    auto wiring = playedRecord(deck);
    for (auto& sample : wiring.right)
        sample *= 0.1;
    wiring = recorded(std::move(wiring));
    for (auto& sample : wiring.left)
        sample += 0.02;
    bench.play(signalOf(wiring), 20.0);
    const auto& all = face.checkModel()->findings();
    REQUIRE(all.size() == 2);
    REQUIRE(view.shown());
    CHECK(view.shown()->fault == dsp::HookupFault::weakChannel);
    CHECK(view.finding().getDescription().contains(catalogue::hookupText(dsp::HookupFault::weakChannel).remedy));
    CHECK(view.finding().scene().count == 2);
    CHECK_FALSE(button(bench, "check_previous").isEnabled());
    button(bench, "check_next").onClick();
    CHECK(view.shown()->fault == dsp::HookupFault::dcOffset);
    CHECK_FALSE(button(bench, "check_next").isEnabled());
    bench.beat();
    CHECK(view.shown()->fault == dsp::HookupFault::dcOffset); // it does not jump back
    button(bench, "check_previous").onClick();
    CHECK(view.shown()->fault == dsp::HookupFault::weakChannel);
    // The list says which were found.
    int found = 0;
    for (const auto& item : view.also().items())
        found += item.state == ui::SignKind::wrong || item.state == ui::SignKind::doubtful ? 1 : 0;
    CHECK(found == 2);
    CHECK(view.also().items().size() == dsp::hookupFaults);
    button(bench, "check_again").onClick();
    CHECK_FALSE(view.shown());
    CHECK(face.checkModel()->progress().seconds == 0.0);
}

TEST_CASE("A finding's card has room for its buttons and drawings on every screen", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    face.openCheck();
    for (const auto size : {juce::Rectangle<int>(1200, 752), juce::Rectangle<int>(800, 480),
                            juce::Rectangle<int>(800, 416), juce::Rectangle<int>(1024, 552)}) {
        bench.editor->setSize(size.getWidth(), size.getHeight());
        for (const auto& finding : exampleFindings()) {
            face.check()->pretend(finding);
            auto& card = face.check()->finding();
            INFO(catalogue::hookupText(finding.fault).id << " " << size.toString());
            std::vector<juce::Rectangle<int>> taken;
            for (auto* child : card.getChildren()) {
                if (!child->isVisible()) continue;
                CHECK(card.getLocalBounds().contains(child->getBounds()));
                for (const auto& other : taken)
                    CHECK_FALSE(other.intersects(child->getBounds()));
                taken.push_back(child->getBounds());
            }
            CHECK_FALSE(taken.empty());
            // What is above the buttons ends above them.
            card.createComponentSnapshot(card.getLocalBounds());
            CHECK(card.contentBottom() <= taken.front().getY());
        }
    }
}
