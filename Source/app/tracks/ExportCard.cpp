// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/ExportCard.h"

#include "app/ShortPath.h"

#include "catalogue/CurveCatalogue.h"
#include "params/ParameterTable.h"
#include "ui/controls/Form.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int qualityCaptionWidth = 52;

using ui::fromUtf8;

} // namespace

ExportCard::ExportCard(TracksModel& model, Actions actions)
    : Card("Export"), model_(model), actions_(std::move(actions)) {
    setComponentID("export_card");
    for (juce::Component* part :
         std::array<juce::Component*, 8>{&sound_, &format_, &bits_, &quality_, &extent_, &go_, &cancel_, &folder_})
        addAndMakeVisible(part);
    bits_.show(1);
    const auto fresh = [this](int) {
        version_ = -1;
        show();
    };
    sound_.onChange = format_.onChange = bits_.onChange = extent_.onChange = fresh;
    quality_.onChange = [this](int chosen) {
        model_.setClickQuality(media::clickQualities[static_cast<std::size_t>(chosen)].quality);
    };
    go_.onClick = [this] { begin(); };
    go_.setTooltip("Ctrl+E");
    cancel_.onClick = [this] { model_.cancelExport(); };
    folder_.setTitle("Folder for the tracks");
    folder_.onClick = [this] { actions_.onFolder(); };
}

juce::StringArray ExportCard::qualityNames() {
    juce::StringArray names;
    for (const auto& each : media::clickQualities)
        names.add(each.name);
    return names;
}

ExportChoice ExportCard::choice() const {
    constexpr std::array<media::Container, 3> containers{media::Container::flac, media::Container::wav,
                                                         media::Container::mp3};
    ExportChoice choice;
    choice.folder = actions_.folder();
    choice.container = containers[static_cast<std::size_t>(format_.chosen())];
    choice.format = bits_.chosen() == 0 ? media::SampleFormat::pcm16 : media::SampleFormat::pcm24;
    if (sound_.chosen() == 1 && actions_.listen)
        choice.stage = actions_.listen();
    else if (const auto* take = model_.take())
        choice.stage = take->stage();
    choice.clickQuality = model_.clickQuality();
    choice.isOneSound = sound_.chosen() == 1;
    choice.isWholeRecord = isWholeRecord();
    return choice;
}

bool ExportCard::isWholeRecord() const { return extent_.chosen() == 1 && model_.sides().size() > 1; }

void ExportCard::begin() { model_.exportTo(choice()); }

juce::String ExportCard::soundText() const {
    if (!model_.isOpen()) return {};
    using params::Id;
    const auto stage = choice().stage;
    const auto slot = static_cast<std::size_t>(stage.values.get(Id::curve));
    const auto& titles = params::entry(Id::curve).choices;
    juce::String text = slot < titles.size() ? fromUtf8(std::string(titles[slot])) : juce::String("custom curve");
    text << ", gain " << ui::fixedText(stage.values.get(Id::gain), 1) << " dB";
    if (stage.values.get(Id::subsonicOn) >= 0.5)
        text << ", subsonic " << ui::shortText(stage.values.get(Id::subsonicCorner), 1) << " Hz";
    if (stage.values.isOn(Id::declick))
        text << ", clicks " << ui::fixedText(stage.values.get(Id::declickStrength), 0) << " %";
    return text;
}

void ExportCard::show() {
    if (model_.version() == version_) return;
    version_ = model_.version();
    const auto* job = model_.job();
    const bool isRunning = job != nullptr && job->isRunning();
    const char side = model_.edits().album().side;
    extent_.setVisible(model_.sides().size() > 1 && !isRunning);
    go_.setButtonText(isWholeRecord() ? "Export " + juce::String(static_cast<int>(model_.sides().size())) + " sides"
                      : side != 0     ? "Export side " + juce::String::charToString(static_cast<juce::juce_wchar>(side))
                                      : juce::String("Export"));
    go_.setEnabled(!model_.edits().tracks().empty() && !isRunning);
    go_.setVisible(!isRunning);
    cancel_.setVisible(isRunning);
    bits_.setEnabled(format_.chosen() != 2);
    const auto values = choice().stage.values;
    quality_.setEnabled(values.isOn(params::Id::declick) || values.isOn(params::Id::decrackle));
    quality_.show(model_.clickQuality() == media::ClickQuality::offline ? 1 : 0);
    setHeading("Export", {},
               isRunning ? juce::String(static_cast<int>(job->track()) + 1) + " of " +
                               juce::String(static_cast<int>(job->tracks()))
                         : juce::String());
    repaint();
}

void ExportCard::resized() {
    auto area = getLocalBounds().reduced(metrics::cardPadding, 0).withTrimmedTop(44);
    sound_.setBounds(area.removeFromTop(28));
    area.removeFromTop(24);
    auto row = area.removeFromTop(28);
    bits_.setBounds(row.removeFromRight(72));
    row.removeFromRight(8);
    format_.setBounds(row);
    area.removeFromTop(8);
    quality_.setBounds(area.removeFromTop(28).withTrimmedLeft(qualityCaptionWidth));
    auto foot = getLocalBounds().reduced(metrics::cardPadding, 14).removeFromBottom(34);
    extent_.setBounds(foot.translated(0, -36).withHeight(28));
    folder_.setBounds(foot.removeFromRight(82));
    foot.removeFromRight(8);
    go_.setBounds(foot);
    cancel_.setBounds(foot.withWidth(88));
}

void ExportCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    ui::drawText(g, small, c.textMuted, soundText(), sound_.getBounds().translated(0, 28).withHeight(20),
                 juce::Justification::centredLeft);
    ui::drawText(g, small, quality_.isEnabled() ? c.text : c.textMuted, "Clicks",
                 quality_.getBounds().withX(metrics::cardPadding).withWidth(qualityCaptionWidth),
                 juce::Justification::centredLeft);
    auto area = juce::Rectangle<int>::leftTopRightBottom(metrics::cardPadding, quality_.getBottom() + 8,
                                                         getWidth() - metrics::cardPadding,
                                                         (extent_.isVisible() ? extent_.getY() : folder_.getY()) - 6);
    const auto* job = model_.job();
    if (job != nullptr && job->isRunning()) {
        auto bar = area.removeFromTop(8);
        g.setColour(c.well);
        g.fillRoundedRectangle(bar.toFloat(), 4.0F);
        g.setColour(c.line);
        g.fillRoundedRectangle(bar.withWidth(std::max(8, static_cast<int>(bar.getWidth() * job->part()))).toFloat(),
                               4.0F);
        area.removeFromTop(6);
        ui::drawText(g, small, c.text,
                     fromUtf8(job->position()) + ", " + juce::String(static_cast<int>(job->part() * 100.0)) + " %",
                     area.removeFromTop(18), juce::Justification::centredLeft);
        return;
    }
    const bool hasResult = job != nullptr && !job->result().empty();
    ui::drawParagraph(g, small, hasResult && job->hasFailed() ? c.overload : c.textMuted,
                      hasResult ? fromUtf8(job->result()) : "into " + shortPath(actions_.folder()), area);
}

} // namespace phonostage::app
