// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestBandsCard.h"

#include "app/check/TestRecordModel.h"
#include "ui/controls/Form.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using media::BandPurpose;
using media::BandState;

using ui::fromUtf8;

/** What a band without a name of its own is for. */
const char* useOf(BandPurpose purpose) {
    switch (purpose) {
    case BandPurpose::speed:
        return "speed, wow";
    case BandPurpose::sweepLeft:
    case BandPurpose::sweepRight:
        return "response";
    case BandPurpose::levelLeft:
    case BandPurpose::levelRight:
        return "level";
    case BandPurpose::bassSweep:
        return "arm resonance";
    case BandPurpose::silence:
        return "rumble, hum";
    }
    return "";
}

juce::String remarkOf(const media::BandProgress& band) {
    const auto label = fromUtf8(band.band.label);
    // A long name leaves no room for more.
    const auto before =
        label.isEmpty() || label.length() > 5 ? juce::String() : label + juce::String::fromUTF8(" \xc2\xb7 ");
    const bool isSweep = band.band.purpose == BandPurpose::sweepLeft || band.band.purpose == BandPurpose::sweepRight;
    switch (band.state) {
    case BandState::hearing:
        if (band.band.purpose == BandPurpose::bassSweep) return before + "hearing";
        if (isSweep) return before + juce::String(juce::roundToInt(100.0 * band.part)) + " %";
        return before + ui::fixedText(std::floor(band.seconds), 0) + " s";
    case BandState::heard:
        return before + "heard";
    case BandState::failed:
        return before + "again";
    case BandState::open:
    case BandState::done:
        break;
    }
    return label.isEmpty() ? juce::String(useOf(band.band.purpose)) : label;
}

const char* spoken(BandState state) {
    switch (state) {
    case BandState::open:
        return "to come";
    case BandState::hearing:
        return "playing";
    case BandState::heard:
        return "heard, counts unless a sweep follows";
    case BandState::done:
        return "measured";
    case BandState::failed:
        return "not measured, play it again";
    }
    return "";
}

} // namespace

void drawBandSign(juce::Graphics& g, const ui::Palette& colours, juce::Point<float> centre, float size, BandState state,
                  double part) {
    if (state == BandState::done || state == BandState::failed) {
        drawSign(g, colours, centre, size, state == BandState::done);
        return;
    }
    const auto ring = juce::Rectangle<float>(size - 2.0F, size - 2.0F).withCentre(centre);
    g.setColour(state == BandState::open ? colours.textMuted : colours.outline);
    g.drawEllipse(ring, state == BandState::open ? 1.25F : 2.0F);
    if (state == BandState::open) return;
    juce::Path arc;
    arc.addCentredArc(centre.x, centre.y, ring.getWidth() / 2.0F, ring.getHeight() / 2.0F, 0.0F, 0.0F,
                      juce::MathConstants<float>::twoPi * static_cast<float>(state == BandState::heard ? 1.0 : part),
                      true);
    g.setColour(colours.line);
    g.strokePath(arc, juce::PathStrokeType(2.0F));
}

TestBandsCard::TestBandsCard(std::function<void()> onUse) : Card("Bands") {
    setComponentID("testrecord_bands");
    addAndMakeVisible(use_);
    use_.setComponentID("testrecord_calibrate");
    use_.setTitle("Use for calibration");
    use_.setMouseClickGrabsKeyboardFocus(false);
    use_.onClick = std::move(onUse);
}

TestBandsCard::View TestBandsCard::viewOf(const TestRecordModel& model) {
    View view;
    for (const auto& band : model.progress().bands)
        view.rows.push_back({fromUtf8(media::bandName(band.band)), remarkOf(band), fromUtf8(band.why), band.state,
                             band.state == BandState::hearing ? band.part : 0.0});
    view.isUsed = !model.done().empty();
    if (view.isUsed) {
        view.note = ui::pretty(fromUtf8(model.done()));
        return view;
    }
    const auto why = model.whyNotCalibrated();
    view.canUse = why.empty();
    const bool areHeard = model.results().level[0] != nullptr && model.results().level[1] != nullptr;
    view.isWarning = !view.canUse && areHeard;
    view.note = view.canUse ? juce::String("Both 1 kHz bands are in. They set level, balance, crosstalk.")
                            : ui::pretty(fromUtf8(why));
    return view;
}

void TestBandsCard::show(const TestRecordModel& model) {
    auto view = viewOf(model);
    if (view == view_) return;
    view_ = std::move(view);
    setHeading("Bands", {}, "play in any order");
    const juce::String words = view_.isUsed ? "Take it back" : "Use for calibration";
    if (use_.getButtonText() != words) {
        use_.setButtonText(words);
        use_.setTitle(words);
    }
    use_.setTooltip(view_.isUsed ? juce::String("Level, balance and crosstalk as they were before.") : view_.note);
    use_.setEnabled(view_.canUse || view_.isUsed);
    juce::String description;
    for (const auto& row : view_.rows)
        description << row.name << ", " << row.remark << ": " << spoken(row.state) << (row.why.isEmpty() ? "" : ", ")
                    << row.why << ". ";
    setDescription(description + view_.note);
    repaint();
}

void TestBandsCard::resized() {
    auto area = getLocalBounds().reduced(16, isTight() ? 8 : 10);
    use_.setBounds(area.removeFromBottom(28));
}

void TestBandsCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const int left = 16, right = getWidth() - 16;
    const bool tight = isTight();
    const int rowHeight =
        tight ? std::min(21, (getHeight() - 80) / std::max(1, static_cast<int>(view_.rows.size()))) : 28;
    int y = tight ? 38 : 46;
    const auto name = style.font(ui::Face::regular, tight ? metrics::captionSize : metrics::bodySize);
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    for (const auto& row : view_.rows) {
        const bool isOpen = row.state == BandState::open;
        drawBandSign(g, c, {static_cast<float>(left) + 9.0F, static_cast<float>(y + rowHeight / 2)},
                     tight ? 15.0F : 17.0F, row.state, row.part);
        const juce::Rectangle<int> line(left + 26, y, right - left - 26, rowHeight);
        ui::drawText(g, name, isOpen ? c.textMuted : c.text, row.name, line, juce::Justification::centredLeft);
        ui::drawText(g, small, row.state == BandState::hearing ? c.accent : c.textMuted, row.remark,
                     line.withTrimmedLeft(static_cast<int>(std::ceil(compat::textWidth(name, row.name))) + 6),
                     juce::Justification::centredRight);
        y += rowHeight;
    }
    if (tight) return;
    const int noteTop = y + 10, noteRoom = use_.getY() - 4 - noteTop;
    if (noteRoom < 30) return;
    g.setColour(c.gridStrong);
    g.fillRect(left, y + 5, right - left, 1);
    ui::drawParagraph(g, style.font(ui::Face::regular, metrics::captionSize), view_.isWarning ? c.accent : c.textMuted,
                      view_.note, {left, noteTop, right - left, noteRoom});
}

} // namespace phonostage::app
