// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordPage.h"

#include "app/ShortPath.h"
#include "app/record/RecordText.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr double keptSeconds = 10.0;
constexpr int sidesShown = 4;

using ui::fromUtf8;

/** Sides come in fours: A to D, E to H ... */
int firstOfFour(char side) { return (side - 'A') / sidesShown * sidesShown; }

} // namespace

RecordPage::RecordPage(AppModel& model, plugin::Processor& processor, std::function<void()> chooseFolder)
    : model_(model), processor_(processor), input_(processor), steps_([this](bool byItself) {
          auto settings = model_.record().settings();
          settings.byItself = byItself;
          model_.record().setSettings(settings);
      }),
      recordSheet_(model.record()), writeSheet_(model.record(), std::move(chooseFolder)) {
    setOpaque(true);
    setTitle("Record");
    setMouseClickGrabsKeyboardFocus(false);
    addAndMakeVisible(backdrop_);
    addAndMakeVisible(header_);
    addAndMakeVisible(input_);
    backdrop_.add(input_);
    for (juce::Component* part : std::array<juce::Component*, 3>{&record_, &sides_, &write_})
        addAndMakeVisible(part);
    addChildComponent(view_);
    for (juce::Component* sheet : std::array<juce::Component*, 2>{&recordSheet_, &writeSheet_})
        addChildComponent(sheet);
    record_.onClick = [this] { recordSheet_.open(); };
    write_.onClick = [this] { writeSheet_.open(); };
    sides_.onChange = [this](int chosen) {
        auto& record = model_.record();
        record.setSide(static_cast<char>('A' + firstOfFour(record.side()) + chosen));
    };
    side_.onPlace = [this](double seconds) { model_.replay().hear(seconds); };
    side_.onEnd = [this] { model_.replay().hearEnd(); };
    int order = 1;
    for (juce::Component* part : std::array<juce::Component*, 9>{&record_, &sides_, &write_, &input_, &strip_, &side_,
                                                                 &steps_, &level_, &disk_})
        part->setExplicitFocusOrder(order++);
    setSize(metrics::faceWidth, metrics::faceHeight);
}

RecordPage::~RecordPage() = default;

void RecordPage::comes() { levels_.restart(processor_.meters()); }

void RecordPage::themeChanged() {
    PageContent::themeChanged();
    backdrop_.repaint();
    view_.themeChanged();
}

void RecordPage::showHeader() {
    auto& record = model_.record();
    const auto& settings = record.settings();
    juce::String who = fromUtf8(settings.artist);
    if (!settings.year.empty()) who << (who.isEmpty() ? "" : ", ") << fromUtf8(settings.year);
    record_.show(settings.album.empty() ? juce::String("Record without a name yet") : fromUtf8(settings.album),
                 who.isEmpty() ? juce::String("click to name it") : who);
    sides_.show(record.side() - 'A' - firstOfFour(record.side()));
    sides_.setEnabled(!record.isBusy());
    const auto path = record.isBusy() ? record.status().file : record.nextPath();
    auto format = fromUtf8(record.formatText())
                      .replaceFirstOccurrenceOf("flat,", settings.isFlac ? "Flat signal, FLAC" : "Flat signal, WAV");
    write_.show(format, shortPath(path));
    const auto rate = processor_.isPrepared() ? fromUtf8(kiloHertzText(processor_.rateHz())) : juce::String();
    header_.showRate(rate);
}

void RecordPage::refresh(const ui::Tick& tick) {
    const auto& record = model_.record();
    const int channels = processor_.getTotalNumInputChannels();
    levels_.read(processor_.meters(), channels, processor_.rateHz(), tick, &processor_.passedLevels());
    input_.setMono(channels == 1);
    input_.poll(tick);
    input_.show(levels_.input(), tick);
    const auto& status = record.status();
    const bool isArmed = status.state == media::RecorderState::armed;
    const double fullScale = processor_.value(params::Id::inputDbv);
    strip_.setKept(isArmed ? keptSeconds : 0.0);
    strip_.show(record.history(), fullScale, model_.inputIsOn());
    side_.setSampleRate(status.sampleRateHz);
    SideView view;
    view.isArmed = isArmed;
    view.isOpen = record.isBusy() || (!isArmed && !record.history().side().empty());
    view.isRecording = record.isRecording();
    view.side = record.side();
    view.recorded = record.recordedSide();
    view.startsByItself = record.settings().byItself;
    view.fullScaleDbv = fullScale;
    side_.show(record.history(), view);
    side_.showHeard(model_.replay().seconds(), model_.replay().refusal());
    steps_.show(record);
    if (tick.count % 5 == 0) {
        level_.show(record);
        disk_.show(record);
        showHeader();
    }
    if (writeSheet_.isVisible() && tick.count % 10 == 0) writeSheet_.refresh();
    if (isCompact_) view_.followFocus();
}

bool RecordPage::pageKey(const juce::KeyPress& key) {
    if (key == juce::KeyPress::escapeKey && model_.replay().isHeard()) {
        model_.replay().stop();
        return true;
    }
    if (key != juce::KeyPress::escapeKey || !side_.selectedMark()) return false;
    side_.selectMark(std::nullopt);
    return true;
}

void RecordPage::setFit(const ui::FaceFit& fit, double pixelsPerUnit) {
    isCompact_ = fit.isCompact;
    input_.setPixelsPerUnit(pixelsPerUnit);
    strip_.setPixelsPerUnit(pixelsPerUnit);
    if (getWidth() == fit.width && getHeight() == fit.height)
        resized();
    else
        setSize(fit.width, fit.height);
}

void RecordPage::layOutCards(juce::Rectangle<int> area) {
    const int gap = isCompact_ ? metrics::compactMargin : metrics::gap;
    strip_.setBounds(area.removeFromTop(isCompact_ ? 168 : 196));
    area.removeFromTop(gap);
    const auto low = area.removeFromBottom(208);
    area.removeFromBottom(gap);
    side_.setBounds(area);
    auto row = low;
    steps_.setBounds(row.removeFromLeft((row.getWidth() - 2 * gap) * 300 / 888));
    row.removeFromLeft(gap);
    level_.setBounds(row.removeFromLeft((row.getWidth() - gap) * 292 / 588));
    row.removeFromLeft(gap);
    disk_.setBounds(row);
}

void RecordPage::resized() {
    using namespace metrics;
    backdrop_.setBounds(getLocalBounds());
    recordSheet_.setBounds(getLocalBounds());
    writeSheet_.setBounds(getLocalBounds());
    const int edge = isCompact_ ? compactMargin : margin;
    const int space = isCompact_ ? compactMargin : gap;
    const int header = isCompact_ ? compactHeaderHeight : headerHeight;
    header_.setBounds(isCompact_ ? 16 : margin, 0, meterCardWidth, header);
    auto row = getLocalBounds().removeFromTop(header).reduced(edge, 0);
    row = row.withSizeKeepingCentre(row.getWidth(), 36);
    const int meterWidth = isCompact_ ? compactMeterWidth : meterCardWidth;
    row.removeFromLeft(meterWidth + space);
    const int fieldWidth = row.getWidth() * 300 / 920;
    record_.setBounds(row.removeFromLeft(fieldWidth));
    row.removeFromLeft(space);
    sides_.setBounds(row.removeFromLeft(208));
    row.removeFromLeft(space);
    write_.setBounds(row);

    auto area = getLocalBounds().withTrimmedTop(header).reduced(edge, 0).withTrimmedBottom(isCompact_ ? edge : margin);
    input_.setBounds(area.removeFromLeft(meterWidth));
    area.removeFromLeft(space);
    view_.setVisible(isCompact_);
    auto& owner = isCompact_ ? deck_ : static_cast<juce::Component&>(*this);
    for (juce::Component* card : std::array<juce::Component*, 5>{&strip_, &side_, &steps_, &level_, &disk_})
        if (card->getParentComponent() != &owner) owner.addAndMakeVisible(card);
    for (juce::Component* sheet : std::array<juce::Component*, 2>{&recordSheet_, &writeSheet_})
        sheet->toFront(false);
    if (!isCompact_) {
        layOutCards(area);
        return;
    }
    view_.setBounds(area);
    constexpr int compactCards = 168 + 188 + 208 + 2 * compactMargin;
    deck_.setSize(area.getWidth() - ui::ScrollView::barWidth, std::max(compactCards, area.getHeight()));
    layOutCards(deck_.getLocalBounds());
}

void RecordPage::paint(juce::Graphics& g) { g.fillAll(ui::Style::of(*this).colours().background); }

} // namespace phonostage::app
