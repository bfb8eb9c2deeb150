// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clean/CleanView.h"

#include "ui/controls/Form.h"
#include "ui/text/CleanText.h"
#include "ui/text/HumText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr std::int64_t beatsPerStrip = 2; ///< fifteen pictures a second
constexpr std::int64_t beatsPerCount = 15;

constexpr int headTop = 11, headHeight = metrics::fieldHeight;
constexpr int titleWidth = 52, doneWidth = 58, delayWidth = 170;
constexpr int labelWidth = 60; ///< "removed"
constexpr int stripTop = 44, stripHeight = 68;
constexpr int countTop = 113, countHeight = metrics::fieldHeight, resetWidth = 44;
constexpr int firstLine = 142;
constexpr int switchTop = 148, sliderTop = 178, wordsTop = 208;
constexpr int wordsHeight = 32, rateWidth = 60, mainsWidth = 92, switchWidth = 116;
constexpr int secondLine = 248;
constexpr int hearTop = 260, hearHeight = 32, hearCaption = 36;
constexpr int noteWidth = 220; ///< narrower, the words beside Hear take three lines
constexpr int columnGap = 24;

constexpr const char* clickWords = "Ticks and pops up to 4 ms; more takes small ones.";
constexpr const char* crackleWords = "For worn records: the fine rustle between the clicks.";
constexpr const char* recordsWords = "Recordings stay flat and keep every click: cleaning is chosen again at export.";
constexpr const char* lateWords = "All three come equally late: what you compare does not jump.";

std::vector<Choice::Item> mainsItems() {
    const auto choices = params::entry(params::Id::dehum).choices;
    std::vector<Choice::Item> items;
    for (std::size_t i = 1; i < choices.size(); ++i)
        items.push_back({static_cast<int>(i), choices[i], {}});
    return items;
}

} // namespace

CleanView::CleanView(plugin::Processor& processor, std::function<void()> onDone)
    : processor_(processor), onDone_(std::move(onDone)), declick_(processor, params::Id::declick, Switch::Look::slider),
      decrackle_(processor, params::Id::decrackle, Switch::Look::slider),
      dehum_(processor, params::Id::dehum, Switch::Look::slider),
      declickStrength_(processor, params::Id::declickStrength),
      decrackleStrength_(processor, params::Id::decrackleStrength), dehumMost_(processor, params::Id::dehumMost),
      mains_(processor, params::Id::dehum, mainsItems(), "Mains frequency"),
      hear_(processor, params::Id::hear, {"cleaned", "as it is", "only what is removed"}) {
    setComponentID("clean");
    setName("Clean");
    setTitle("Clean panel");
    // Takes the focus itself when it opens: escape closes it, and a space stays the host's until a control is reached.
    setWantsKeyboardFocus(true);
    setFocusContainerType(FocusContainerType::focusContainer);
    declick_.setName("Clicks");
    decrackle_.setName("Crackle");
    dehum_.setName("Hum");
    dehum_.onValue = [this] { return processor_.cleanChoice().mains(); };
    mains_.setComponentID("dehum_mains");
    reset_.setComponentID("clean_reset");
    reset_.setTitle("Count clicks again from 0");
    reset_.setTooltip("Counts the clicks again from 0.");
    setLook(reset_, ButtonLook::quiet);
    reset_.onClick = [this] {
        processor_.meters().clicks.startAgain();
        showCounts();
    };
    done_.setComponentID("clean_done");
    done_.setTitle("Close Clean");
    done_.setTooltip("Shows the curve again (escape)");
    done_.onClick = [this] { onDone_(); };
    for (auto* button : {&reset_, &done_}) {
        button->setWantsKeyboardFocus(true);
        button->setMouseClickGrabsKeyboardFocus(false);
    }
    int order = 0;
    for (juce::Component* part :
         std::initializer_list<juce::Component*>{&strip_, &reset_, &declick_, &declickStrength_, &decrackle_,
                                                 &decrackleStrength_, &dehum_, &mains_, &dehumMost_, &hear_, &done_}) {
        addAndMakeVisible(part);
        part->setExplicitFocusOrder(++order);
    }
}

CleanView::~CleanView() { rest(); }

void CleanView::rest() { processor_.meters().clean.setWatched(false); }

void CleanView::setRecords(bool records) {
    if (records == records_) return;
    records_ = records;
    staticChanged();
}

void CleanView::setIsSide(bool isSide) { isSide_ = isSide; }

std::vector<ParameterControl*> CleanView::controls() {
    return {&declick_, &decrackle_, &dehum_, &declickStrength_, &decrackleStrength_, &dehumMost_, &mains_, &hear_};
}

void CleanView::poll(const Tick& tick) {
    processor_.meters().clean.setWatched(isVisible());
    if (!isVisible()) return;
    for (auto* control : controls())
        control->poll(tick);
    const auto values = processor_.values();
    processor_.cleanChoice().follow(values);
    declickStrength_.setEnabled(declick_.link().isOn());
    decrackleStrength_.setEnabled(decrackle_.link().isOn());
    dehumMost_.setEnabled(dehum_.link().isOn());
    mains_.setVisible(dehum_.link().isOn());
    hear_.setEnabled(plugin::CleanChoice::isOn(values));
    const bool isMoved = delay_.isEmpty() || !(values == values_);
    values_ = values;
    if (isMoved || tick.count % beatsPerCount == 0) {
        showDelay(values);
        showRates(values);
        showCounts();
    }
    if (tick.count % beatsPerStrip == 0) strip_.poll(processor_.meters().clean, lately_);
}

void CleanView::change(juce::String& text, const juce::String& now, juce::Rectangle<int> area) {
    if (now == text) return;
    text = now;
    repaint(area);
}

void CleanView::showDelay(const params::Values& values) {
    const double delayMs = cleanDelayMs(values, processor_.rateHz());
    change(delay_, delayMs > 0.0 ? "adds " + fixedText(delayMs, 1) + " ms of delay" : juce::String("adds no delay"),
           {0, headTop, getWidth(), headHeight});
}

void CleanView::showCounts() {
    const auto rates = processor_.meters().clean.rates();
    const juce::Rectangle<int> line{0, countTop, getWidth(), countHeight};
    change(lately_, cleanCountText(rates), line);
    const auto count = processor_.meters().clicks.soFar();
    change(soFar_, countText(count) + (isSide_ ? " on this side" : " so far"), line);
    reset_.setEnabled(count > 0);
}

void CleanView::showRates(const params::Values& values) {
    const auto& meters = processor_.meters();
    const auto rates = meters.clean.rates();
    const auto rate = [&](params::Id id, int count) {
        if (!values.isOn(id)) return juce::String::fromUTF8("\xe2\x80\x93");
        const auto text = rateText(count, rates.seconds);
        return text.isEmpty() ? text : text + " /s";
    };
    change(clickRate_, rate(params::Id::declick, rates.clicks), column(0).withY(switchTop).withHeight(headHeight));
    change(crackleRate_, rate(params::Id::decrackle, rates.crackles),
           column(1).withY(switchTop).withHeight(headHeight));
    change(hum_,
           values.isOn(params::Id::dehum) ? humText(meters.hum)
                                          : juce::String("Finds mains hum by itself, and its overtones."),
           column(2).withY(wordsTop).withHeight(wordsHeight));
}

juce::Rectangle<int> CleanView::column(int index) const {
    const int left = metrics::cardPadding, all = getWidth() - 2 * left;
    const int width = (all - 2 * columnGap) / 3;
    return {left + index * (width + columnGap), switchTop, width, secondLine - switchTop};
}

void CleanView::resized() {
    const int left = metrics::cardPadding, right = getWidth() - metrics::cardPadding;
    done_.setBounds(right - doneWidth, headTop, doneWidth, headHeight);
    strip_.setBounds(left + labelWidth + 4, stripTop, right - left - labelWidth - 4, stripHeight);
    reset_.setBounds(right - resetWidth, countTop, resetWidth, countHeight);
    const std::array<std::pair<Switch*, LineSlider*>, 3> rows{
        {{&declick_, &declickStrength_}, {&decrackle_, &decrackleStrength_}, {&dehum_, &dehumMost_}}};
    for (int i = 0; i < 3; ++i) {
        const auto area = column(i);
        const auto& [toggle, slider] = rows[static_cast<std::size_t>(i)];
        // The slide, not the ring round it, stands on the column's edge.
        const int width =
            i == 2 ? area.getWidth() - mainsWidth - 4 : std::min(switchWidth, area.getWidth() - rateWidth);
        toggle->setBounds(area.getX() - 4, switchTop, width, metrics::fieldHeight);
        slider->setBounds(area.getX(), sliderTop, area.getWidth(), metrics::fieldHeight);
    }
    const auto hums = column(2);
    mains_.setBounds(hums.getRight() - mainsWidth, switchTop, mainsWidth, metrics::fieldHeight);
    hear_.setBounds(left + hearCaption, hearTop, hear_.wantedWidth(), hearHeight);
}

bool CleanView::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    onDone_();
    return true;
}

std::unique_ptr<juce::AccessibilityHandler> CleanView::createAccessibilityHandler() {
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::group);
}

juce::String CleanView::hearNote() const { return records_ ? recordsWords : lateWords; }

void CleanView::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const int left = metrics::cardPadding, right = getWidth() - metrics::cardPadding;
    drawText(g, style.font(Face::semibold, metrics::headingSize), c.text, "Clean",
             {left, headTop, titleWidth, headHeight}, juce::Justification::centredLeft);
    const auto small = style.font(Face::regular, metrics::captionSize);
    drawText(g, small, c.textMuted, "on the flat signal, before the curve",
             {left + titleWidth, headTop + 1, right - left - titleWidth - doneWidth - 12 - delayWidth, headHeight},
             juce::Justification::centredLeft);
    const auto labels = strip_.getBounds().withLeft(left).withWidth(labelWidth - 8);
    drawText(g, small, c.textMuted, "sound",
             strip_.lane(0).withX(labels.getX()).withWidth(labels.getWidth()) + juce::Point<int>(0, labels.getY()),
             juce::Justification::centredRight);
    drawText(g, small, c.reference, "removed",
             strip_.lane(1).withX(labels.getX()).withWidth(labels.getWidth()) + juce::Point<int>(0, labels.getY()),
             juce::Justification::centredRight);
    g.setColour(c.gridStrong);
    for (const int y : {firstLine, secondLine})
        g.fillRect(juce::Rectangle<int>(left, y, right - left, 1).toFloat());
    for (const int i : {1, 2})
        g.fillRect(
            juce::Rectangle<int>(column(i).getX() - columnGap / 2, switchTop, 1, wordsTop + wordsHeight - switchTop)
                .toFloat());
    const auto words = [&](int index) { return column(index).withY(wordsTop).withHeight(wordsHeight); };
    drawParagraph(g, small, c.textMuted, clickWords, words(0));
    drawParagraph(g, small, c.textMuted, crackleWords, words(1));
    drawText(g, style.font(Face::medium, metrics::captionSize), c.textMuted, "Hear",
             {left, hearTop, hearCaption, hearHeight}, juce::Justification::centredLeft);
    const int noteLeft = hear_.getRight() + 20, noteHeight = right - noteLeft < noteWidth ? 48 : 32;
    drawParagraph(g, small, c.textMuted, hearNote(),
                  {noteLeft, hearTop + (hearHeight - noteHeight) / 2, right - noteLeft, noteHeight});
}

void CleanView::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const int right = getWidth() - metrics::cardPadding;
    const auto small = style.font(Face::regular, metrics::captionSize);
    drawText(g, small, c.textMuted, delay_, {done_.getX() - 12 - delayWidth, headTop, delayWidth, headHeight},
             juce::Justification::centredRight);
    const juce::Rectangle<int> counts{strip_.getX(), countTop, right - resetWidth - 8 - strip_.getX(), countHeight};
    drawText(g, small, c.textMuted, lately_, counts, juce::Justification::centredLeft);
    drawText(g, small, c.textMuted, soFar_, counts, juce::Justification::centredRight);
    const auto mono = style.font(Face::mono, metrics::captionSize);
    const auto rate = [&](int index, const juce::String& text, bool isOn) {
        drawText(g, mono, isOn ? c.text : c.textMuted, text,
                 column(index).withHeight(metrics::fieldHeight).removeFromRight(rateWidth),
                 juce::Justification::centredRight);
    };
    rate(0, clickRate_, declick_.link().isOn());
    rate(1, crackleRate_, decrackle_.link().isOn());
    drawParagraph(g, small, c.textMuted, hum_, column(2).withY(wordsTop).withHeight(wordsHeight));
}

} // namespace phonostage::ui
