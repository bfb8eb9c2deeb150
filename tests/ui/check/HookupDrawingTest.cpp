// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/ExampleFindings.h"

#include "catalogue/HookupTexts.h"
#include "support/Catch.h"
#include "ui/check/CheckSteps.h"
#include "ui/check/HookupDrawings.h"

#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::tests;
using ui::HookupDrawing;
using ui::HookupSketch;

namespace {

constexpr int edge = 12; ///< round the sheet, where nothing may be drawn

struct Drawn {
    std::string pixels;
    bool isEmpty = true, isBeyondTheSheet = false, isCut = false;
};

Drawn draw(HookupDrawing::Draw drawing, const dsp::HookupFinding& finding, ui::ThemeName theme = ui::ThemeName::dark) {
    const ui::Style style(theme);
    constexpr int wide = static_cast<int>(HookupSketch::width), high = static_cast<int>(HookupSketch::height);
    juce::Image image(juce::Image::ARGB, wide + 2 * edge, high + 2 * edge, true);
    Drawn drawn;
    {
        juce::Graphics g(image);
        const HookupSketch sketch(g, style, juce::Rectangle<int>(edge, edge, wide, high).toFloat());
        drawing(sketch, finding);
        drawn.isCut = sketch.isCut();
    }
    const juce::Rectangle<int> sheet(edge - 1, edge - 1, wide + 2, high + 2);
    for (int y = 0; y < image.getHeight(); ++y)
        for (int x = 0; x < image.getWidth(); ++x) {
            const auto pixel = image.getPixelAt(x, y);
            drawn.pixels += std::to_string(pixel.getARGB()) + " ";
            if (pixel.getAlpha() == 0) continue;
            drawn.isEmpty = false;
            drawn.isBeyondTheSheet |= !sheet.contains(x, y);
        }
    return drawn;
}

} // namespace

TEST_CASE("Every finding has its two drawings, in order, and no two hook-ups look alike", "[ui]") {
    const auto drawings = ui::hookupDrawings();
    REQUIRE(drawings.size() == dsp::hookupFaults);
    std::set<std::string> nows, subjects;
    for (const auto& finding : exampleFindings()) {
        const auto index = static_cast<std::size_t>(finding.fault);
        const auto& drawing = drawings[index];
        INFO(catalogue::hookupText(finding.fault).id);
        CHECK(drawing.fault == finding.fault);
        CHECK(&ui::hookupDrawing(finding.fault) == &drawing);
        const juce::String now(drawing.now), word(drawing.betterWord);
        CHECK(now.endsWithChar('.'));
        CHECK((word == "Better" || word == "Try"));
        CHECK(subjects.insert(drawing.subject).second);
        const auto first = draw(drawing.drawNow, finding);
        const auto second = draw(drawing.drawBetter, finding);
        CHECK_FALSE(first.isEmpty);
        CHECK_FALSE(second.isEmpty);
        CHECK(first.pixels != second.pixels);
        CHECK(nows.insert(first.pixels).second);
    }
    CHECK(nows.size() == dsp::hookupFaults);
}

TEST_CASE("Drawings stay on their sheet, and their words have room, for either channel and theme", "[ui]") {
    for (auto finding : exampleFindings())
        for (const auto channel : {dsp::HookupChannel::left, dsp::HookupChannel::right})
            for (const auto theme : {ui::ThemeName::dark, ui::ThemeName::light}) {
                finding.channel = channel;
                const auto& drawing = ui::hookupDrawing(finding.fault);
                INFO(drawing.subject);
                for (const auto each : {drawing.drawNow, drawing.drawBetter}) {
                    const auto drawn = draw(each, finding, theme);
                    CHECK_FALSE(drawn.isBeyondTheSheet);
                    CHECK_FALSE(drawn.isCut);
                }
            }
}

TEST_CASE("The drawing of one channel's fault shows that channel", "[ui]") {
    for (auto finding : exampleFindings()) {
        using Fault = dsp::HookupFault;
        if (finding.fault != Fault::deadChannel && finding.fault != Fault::weakChannel &&
            finding.fault != Fault::imbalance && finding.fault != Fault::plugWiggle)
            continue;
        INFO(catalogue::hookupText(finding.fault).id);
        finding.channel = dsp::HookupChannel::left;
        const auto left = draw(ui::hookupDrawing(finding.fault).drawNow, finding).pixels;
        finding.channel = dsp::HookupChannel::right;
        CHECK(draw(ui::hookupDrawing(finding.fault).drawNow, finding).pixels != left);
    }
}

TEST_CASE("A figure that makes a finding lies outside what is usual", "[ui]") {
    for (const auto& finding : exampleFindings()) {
        const auto scales = ui::evidenceScales(finding);
        INFO(catalogue::hookupText(finding.fault).id);
        if (scales.empty()) continue;
        bool isOutside = false;
        for (const auto& scale : scales) {
            CHECK(scale.low < scale.usualLow);
            CHECK(scale.usualLow < scale.usualHigh);
            CHECK(scale.usualHigh <= scale.high);
            CHECK(scale.name.isNotEmpty());
            isOutside |= scale.value < scale.usualLow || scale.value > scale.usualHigh;
        }
        CHECK(isOutside);
    }
    // Without a calibration there is no level to show.
    dsp::HookupFinding finding;
    finding.fault = dsp::HookupFault::alreadyEqualised;
    finding.value = 4.0;
    finding.figures = {4.0, 0.8, 15.0, 25.0};
    int outside = 0;
    const auto scales = ui::evidenceScales(finding);
    REQUIRE(scales.size() == 4);
    for (const auto& scale : scales) {
        CHECK(scale.name != "Level");
        outside += scale.value < scale.usualLow || scale.value > scale.usualHigh ? 1 : 0;
    }
    CHECK(outside == 3); // all but the rotation
}
