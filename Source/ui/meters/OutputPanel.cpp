// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/OutputPanel.h"

#include "catalogue/Equipment.h"
#include "dsp/simd/Decibels.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr int needleGap = 44;     ///< at least, between two dials: the line of the upper one
constexpr int outputBarFoot = 20; ///< below the bars' area, down to the card's margin

MeterSetup outputSetup(const params::Values& values) {
    MeterSetup setup;
    setup.fullScaleDbv = values.get(params::Id::outputDbv);
    setup.range = outputRange(setup.fullScaleDbv, values.get(params::Id::nominalDbv));
    setup.marks = {{catalogue::studioLineDbv(), "+4 dBu", MarkKind::reference},
                   {catalogue::consumerLineDbv, "-10 dBV", MarkKind::reference}};
    return setup;
}

} // namespace

OutputPanel::OutputPanel(plugin::Processor& processor)
    : MeterPanel(MeterEnd::output, "Output"),
      processor_(processor), needles_{NeedleMeter("output_needle_left", "Output needle, left"),
                                      NeedleMeter("output_needle_right", "Output needle, right")} {
    onResetPeak = [stage = forgetPeak(processor.meters().output),
                   passed = forgetPeak(processor.passedLevels().meters)](int channel) {
        stage(channel);
        passed(channel);
    };
    for (auto& needle : needles_)
        addChildComponent(needle);
    OutputPanel::poll({});
}

void OutputPanel::poll(const Tick&) {
    const auto values = processor_.values();
    // Bypassed, here or by the host, the meter shows what passes: the stage goes on unheard.
    const bool bypassed = values.isOn(params::Id::bypass) || processor_.passedLevels().isHeard();
    setPlace(bypassed ? "bypassed" : "after processing", bypassed);
    setSetup(outputSetup(values));
    const double nominal = values.get(params::Id::nominalDbv);
    if (std::abs(nominal - nominalDbv_) < 1e-9) return;
    nominalDbv_ = nominal;
    if (showsNeedles()) staticChanged();
}

void OutputPanel::setNeedle(bool needle) {
    if (needle == needle_) return;
    needle_ = needle;
    for (auto& meter : needles_)
        meter.reset();
    showNeedles();
    staticChanged();
}

bool OutputPanel::showsNeedles() const {
    const int dials = isMono() ? 1 : 2;
    return needle_ && barsArea().getHeight() >= dials * NeedleMeter::height + (dials - 1) * needleGap;
}

void OutputPanel::showNeedles() {
    monoNeedle_ = isMono();
    const bool shown = showsNeedles();
    setBarsVisible(!shown);
    needles_[0].setVisible(shown);
    needles_[1].setVisible(shown && !monoNeedle_);
}

void OutputPanel::show(const std::array<ChannelReading, 2>& readings, const Tick& tick) {
    MeterPanel::show(readings, tick);
    if (!needle_) return;
    if (monoNeedle_ != isMono()) showNeedles();
    const double nominalVolts = dsp::decibelsToFactor(nominalDbv_);
    for (std::size_t i = 0; i < 2; ++i)
        needles_[i].advance(readings[i].averageVolts / nominalVolts, tick.elapsedSeconds);
}

void OutputPanel::resized() {
    MeterPanel::resized();
    const auto area = barsArea();
    showNeedles();
    // With equal gaps above, between and below; each dial with the line under it.
    constexpr int dialAndLine = NeedleMeter::height + 21;
    const int dials = isMono() ? 1 : 2;
    const int gap = std::max(0, area.getBottom() + outputBarFoot - area.getY() - dials * dialAndLine) / (dials + 1);
    for (int i = 0; i < 2; ++i)
        needles_[static_cast<std::size_t>(i)].setBounds(area.getCentreX() - NeedleMeter::width / 2,
                                                        area.getY() + gap + i * (dialAndLine + gap), NeedleMeter::width,
                                                        NeedleMeter::height);
}

void OutputPanel::paintStatic(juce::Graphics& g) {
    MeterPanel::paintStatic(g);
    if (!showsNeedles()) return;
    const auto reference = "0 VU is " + pretty(shortText(nominalDbv_, 2)) + " dBV";
    for (std::size_t i = 0; i < (isMono() ? 1u : 2u); ++i) {
        const auto area = needles_[i].getBounds();
        NeedleMeter::paintDial(g, style(), area);
        auto line = area.withY(area.getBottom() + 5).withHeight(16).reduced(4, 0);
        drawText(g, style().font(Face::medium, metrics::tickSize), style().colours().textMuted,
                 isMono() ? "Mono" : (i == 0 ? "L" : "R"), line, juce::Justification::centredLeft);
        // Here no needle crosses it.
        drawText(g, style().font(Face::regular, metrics::tickSize), style().colours().textMuted, reference, line,
                 juce::Justification::centredRight);
    }
}

} // namespace phonostage::ui
