// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/DiskCard.h"

#include "app/record/RecordModel.h"
#include "app/record/RecordText.h"

#include "ui/controls/Form.h"
#include "ui/text/Utf8.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using media::RecorderState;

using ui::fromUtf8;

} // namespace

DiskCard::View DiskCard::viewOf(const RecordModel& model) {
    const auto& status = model.status();
    View view;
    const double bytesPerSecond = (status.sampleRateHz > 0.0 ? status.sampleRateHz : 48000.0) *
                                  std::max(1, status.channels) * media::wordBytes(model.settings().word);
    if (model.isBusy()) {
        view.headline = "Safe up to " + fromUtf8(elapsedText(model.safeSeconds()));
        view.detail = "If the power failed now, at most the last second would be missing.";
        std::error_code error;
        const auto size = std::filesystem::file_size(status.file, error);
        if (!error) view.size = fromUtf8(bytesText(static_cast<double>(size)));
    } else {
        view.headline = "Safe second by second";
        view.detail = "Each second goes to the disk as it comes.";
    }
    if (status.heldSeconds > 3.0) {
        view.isGood = false;
        view.headline = "The disk is too slow";
        view.detail = "What comes is held in memory meanwhile.";
    }
    const auto room = model.roomSeconds();
    view.rows.emplace_back("Room left",
                           room ? fromUtf8(roomText(*room)) + " (" + fromUtf8(bytesText(*room * bytesPerSecond)) + ")"
                                : juce::String("not known"));
    const auto lost = status.dropOuts + status.overflows;
    view.rows.emplace_back("Drop-outs", lost == 0 ? juce::String("none") : juce::String(lost));
    if (model.isBusy())
        view.rows.emplace_back("Kept with it", "calibration, settings, marks");
    else if (!model.savedPath().empty())
        view.rows.emplace_back("Last saved", fromUtf8(model.savedPath().filename().string()));
    else
        view.rows.emplace_back("Kept with it", "calibration, settings, marks");
    return view;
}

void DiskCard::show(const RecordModel& model) {
    auto view = viewOf(model);
    if (view == view_) return;
    view_ = std::move(view);
    setHeading("On disk", {}, view_.size);
    juce::String spoken = view_.headline + ". " + view_.detail;
    for (const auto& [name, value] : view_.rows)
        spoken << " " << name << ": " << value << ".";
    setDescription(spoken);
    repaint();
}

void DiskCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    drawSign(g, c, {static_cast<float>(metrics::cardPadding) + 9.0F, 60.0F}, 18.0F, view_.isGood);
    auto area = getLocalBounds().reduced(metrics::cardPadding, 0).withTrimmedTop(44);
    auto words = area.removeFromTop(54).withTrimmedLeft(28);
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    ui::drawText(g, style.font(ui::Face::medium, metrics::bodySize), c.text, view_.headline, words.removeFromTop(18),
                 juce::Justification::centredLeft);
    ui::drawParagraph(g, small, c.textMuted, view_.detail, words.withTrimmedTop(1));
    area.removeFromTop(7);
    g.setColour(c.outline);
    g.fillRect(area.removeFromTop(1));
    area.removeFromTop(8);
    for (const auto& [name, value] : view_.rows) {
        const auto row = area.removeFromTop(20);
        ui::drawText(g, small, c.textMuted, name, row, juce::Justification::centredLeft);
        ui::drawText(g, style.font(ui::Face::medium, metrics::captionSize), c.text, value, row.withTrimmedLeft(86),
                     juce::Justification::centredRight);
    }
    if (area.getHeight() < 20) return;
    ui::drawText(g, small, c.textMuted, "Equalised files are made from it later.",
                 area.withTrimmedTop(2).removeFromTop(20), juce::Justification::centredLeft);
}

} // namespace phonostage::app
