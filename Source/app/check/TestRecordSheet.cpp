// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordSheet.h"

#include "app/check/TestRecordModel.h"
#include "base/text/Units.h"
#include "ui/controls/Form.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using catalogue::VelocityKind;

constexpr std::array<double, 5> carriersHz{3150.0, 3000.0, 1000.0, 315.0, 300.0};
constexpr std::array<dsp::RecordCut, 4> cuts{dsp::RecordCut::riaa, dsp::RecordCut::jvc,
                                             dsp::RecordCut::constantVelocity, dsp::RecordCut::str100};
constexpr std::array<VelocityKind, 3> kinds{VelocityKind::peak, VelocityKind::rms, VelocityKind::unknown};

template <typename List, typename Value> int placeOf(const List& list, Value value) {
    const auto found = std::find(list.begin(), list.end(), value);
    return found != list.end() ? static_cast<int>(found - list.begin()) : 0;
}

/** A number of the unit, 0 to most; empty where the text is none. */
std::optional<double> numberIn(const juce::String& text, const char* unit, double most) {
    const auto parsed = base::parseQuantity(ui::plain(text).toStdString(), unit);
    if (!parsed.value || !(*parsed.value >= 0.0) || *parsed.value > most) return std::nullopt;
    return parsed.value;
}

} // namespace

TestRecordSheet::TestRecordSheet(TestRecordModel& model) : Sheet("About the test record", 600, 420), model_(model) {
    for (juce::Component* child : std::array<juce::Component*, 5>{&carrier_, &cut_, &velocity_, &kind_, &radius_})
        addAndMakeVisible(child);
    for (auto* segments : std::array<ui::Segments*, 3>{&carrier_, &cut_, &kind_})
        segments->onChange = [this](int) { take(); };
    velocity_.onCommit = [this](const juce::String& text) {
        const auto value = numberIn(text, "cm/s", TestRecordSettings::mostVelocity);
        if (!value) return juce::String("Give 0 to 100 cm/s; 0 is not known");
        auto settings = model_.settings();
        settings.velocityCmPerS = *value;
        model_.setSettings(settings);
        load();
        return juce::String();
    };
    radius_.onCommit = [this](const juce::String& text) {
        const auto value = numberIn(text, "", TestRecordSettings::mostRadiusMm);
        if (!value || (*value > 0.0 && *value < TestRecordSettings::leastRadiusMm))
            return juce::String("Give 40 to 150 mm; 0 is not known");
        auto settings = model_.settings();
        settings.radiusMm = *value;
        model_.setSettings(settings);
        load();
        return juce::String();
    };
}

/** What the catalogue knows stands there and cannot be changed. */
void TestRecordSheet::load() {
    const auto& settings = model_.settings();
    const auto& plan = model_.plan();
    const auto* record = model_.record();
    const auto stated = record != nullptr ? media::planOf(*record) : media::TestPlan{};
    carrier_.show(placeOf(carriersHz, plan.carrierHz));
    carrier_.setEnabled(record == nullptr);
    cut_.show(placeOf(cuts, plan.cut.value_or(settings.cut)));
    cut_.setEnabled(!stated.cut.has_value());
    velocity_.show(plan.velocityCmPerS ? ui::shortText(*plan.velocityCmPerS, 2) : juce::String("0"));
    velocity_.setEnabled(!stated.velocityCmPerS.has_value());
    kind_.show(placeOf(kinds, plan.velocityKind));
    kind_.setEnabled(stated.velocityKind == VelocityKind::unknown);
    radius_.show(ui::shortText(settings.radiusMm, 1));
    repaint();
}

void TestRecordSheet::take() {
    auto settings = model_.settings();
    if (carrier_.isEnabled()) settings.carrierHz = carriersHz[static_cast<std::size_t>(carrier_.chosen())];
    if (cut_.isEnabled()) settings.cut = cuts[static_cast<std::size_t>(cut_.chosen())];
    if (kind_.isEnabled()) settings.velocityKind = kinds[static_cast<std::size_t>(kind_.chosen())];
    model_.setSettings(settings);
    load();
}

void TestRecordSheet::layOut(juce::Rectangle<int> area) {
    const auto row = [&] {
        const auto taken = area.removeFromTop(32).withTrimmedLeft(captionWidth + 36);
        area.removeFromTop(12);
        return taken;
    };
    radius_.setBounds(row().withWidth(84));
    carrier_.setBounds(row().withWidth(300));
    cut_.setBounds(row().withWidth(340));
    velocity_.setBounds(row().withWidth(84));
    kind_.setBounds(row().withWidth(230));
}

void TestRecordSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    const auto caption = [&](const char* text, const juce::Component& beside) {
        const auto& style = ui::Style::of(*this);
        ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), style.colours().textMuted, text,
                     beside.getBounds().withX(area.getX()).withWidth(captionWidth + 30),
                     juce::Justification::centredLeft);
    };
    const auto unit = [&](const char* text, const juce::Component& behind) {
        const auto& style = ui::Style::of(*this);
        ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), style.colours().textMuted, text,
                     behind.getBounds().translated(behind.getWidth() + 8, 0).withWidth(300),
                     juce::Justification::centredLeft);
    };
    unit("mm from the middle; 0: not known", radius_);
    unit("Hz", carrier_);
    unit("cm/s; 0: not known", velocity_);
    caption("Needle in the tone", radius_);
    caption("Tone for the speed", carrier_);
    caption("Cut of the sweeps", cut_);
    caption("1 kHz bands", velocity_);
    caption("That is", kind_);
    const auto& style = ui::Style::of(*this);
    const auto* record = model_.record();
    juce::String words = record == nullptr ? juce::String("Enter what the record's notes say.")
                                           : juce::String::fromUTF8(record->note.c_str());
    if (record != nullptr) words << " From: " << juce::String::fromUTF8(record->source.c_str()) << ".";
    const bool isWrong = !model_.problems().empty();
    if (isWrong) words = juce::String::fromUTF8(model_.problems().front().c_str());
    ui::drawParagraph(g, style.font(ui::Face::regular, metrics::captionSize),
                      isWrong ? style.colours().overload : style.colours().textMuted, words.trim(),
                      area.removeFromBottom(52));
}

} // namespace phonostage::app
