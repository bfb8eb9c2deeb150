// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/ResponsePlot.h"

#include "Compat.h"
#include "ui/text/LevelText.h"
#include "ui/text/NumberText.h"

#include "params/StageValues.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr int plotLeft = 52;
constexpr int plotRight = 20;
constexpr int plotTop = 48;
constexpr int plotBottom = 34;

constexpr int boxWidth = 216;
constexpr int smallestBox = 66;
constexpr int boxLine = 16;
constexpr int boxGap = 12;

constexpr double keyStep = 1.0 / 12.0; ///< octaves an arrow key; a sixtieth with shift
constexpr double fineKeyStep = 1.0 / 60.0;

} // namespace

juce::String signedText(double value, int decimals) {
    // What is shown as zero has no sign.
    const double scale = std::pow(10.0, decimals);
    const double rounded = std::round(value * scale) / scale;
    return (rounded > 0.0 ? "+" : "") + pretty(fixedText(rounded, decimals));
}

juce::String frequencyText(double frequencyHz) {
    if (frequencyHz >= 9999.5) return fixedText(frequencyHz / 1000.0, 1) + " kHz";
    if (frequencyHz >= 999.95) return fixedText(frequencyHz / 1000.0, 2) + " kHz";
    return (frequencyHz >= 99.95 ? juce::String(std::lround(frequencyHz)) : fixedText(frequencyHz, 1)) + " Hz";
}

ResponsePlot::ResponsePlot(plugin::Processor& processor) : processor_(processor) {
    setComponentID("response_plot");
    setName("Response");
    setTitle("Response of the curve");
    setDescription("Response of the filters in decibels against frequency, with the ideal curve behind. Arrow keys "
                   "move the cursor.");
    setWantsKeyboardFocus(true);
    addChildComponent(spectrum_);
}

ResponsePlot::~ResponsePlot() { rest(); }

void ResponsePlot::setSpectrum(bool wanted) {
    if (wanted == spectrumWanted_) return;
    spectrumWanted_ = wanted;
    spectrum_.setVisible(wanted);
    spectrum_.clear();
    if (!wanted) rest();
    staticChanged();
}

void ResponsePlot::rest() { processor_.spectrumTap().setActive(false); }

void ResponsePlot::resized() { spectrum_.setBounds(axes().area.toNearestInt()); }

void ResponsePlot::poll(const Tick& tick) {
    pollFilters();
    const bool live = spectrumWanted_ && isVisible();
    processor_.spectrumTap().setActive(live);
    if (live) spectrum_.poll(processor_.spectrumTap(), axes(), processor_.rateHz(), tick.elapsedSeconds);
}

void ResponsePlot::pollFilters() {
    const auto values = processor_.values();
    const auto rateHz = processor_.rateHz();
    const bool bypassMoved = values.isOn(params::Id::bypass) != values_.isOn(params::Id::bypass);
    const bool filtersMoved = model_.update(params::filterSettings(values), rateHz);
    const bool valuesMoved = !valid_ || !(values == values_);
    values_ = values;
    valid_ = true;
    if (!valuesMoved && !filtersMoved) return;
    const auto caption = curveCaption(values);
    if (!filtersMoved && !bypassMoved && caption == caption_) return;
    caption_ = caption;
    staticChanged();
    repaintReadOut();
}

ResponseAxes ResponsePlot::axes() const {
    const auto area = getLocalBounds()
                          .withTrimmedLeft(plotLeft)
                          .withTrimmedRight(plotRight)
                          .withTrimmedTop(plotTop)
                          .withTrimmedBottom(plotBottom);
    return {area.toFloat(), ResponseModel::minHz, model_.maxHz(), model_.topDb(), model_.bottomDb()};
}

ResponsePlot::ReadOut ResponsePlot::readOutAt(double frequencyHz) const {
    frequencyHz = std::clamp(frequencyHz, ResponseModel::minHz, model_.maxHz() * 0.9999);
    ReadOut readOut;
    readOut.frequency = frequencyText(frequencyHz);
    readOut.level = signedText(model_.actingDb(frequencyHz), 3) + " dB";
    const double error = model_.curveErrorMillidb(frequencyHz);
    readOut.curveError = "deviation " + signedText(error, std::abs(error) < 9.995 ? 3 : 1) + " mdB";
    const double filters = model_.filtersDb(frequencyHz);
    const bool filtered = values_.isOn(params::Id::dcRemoval) || values_.isOn(params::Id::subsonicOn);
    readOut.filters = filtered ? "high-pass " + signedText(filters, std::abs(filters) < 0.01 ? 5 : 2) + " dB"
                               : juce::String("no high-pass");
    if (model_.hasLoad()) readOut.load = "load correction " + signedText(model_.loadDb(frequencyHz), 2) + " dB";
    if (model_.hasMonoBass()) readOut.side = "left minus right " + signedText(model_.sideDb(frequencyHz), 2) + " dB";
    return readOut;
}

void ResponsePlot::readAt(double frequencyHz) {
    const double wanted = frequencyHz > 0.0 ? std::clamp(frequencyHz, ResponseModel::minHz, model_.maxHz()) : 0.0;
    repaintReadOut();
    readHz_ = wanted;
    repaintReadOut();
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

juce::Rectangle<int> ResponsePlot::readOutLine() const {
    return {static_cast<int>(std::floor(axes().xOf(readHz_))) - 6, plotTop - 6, 13,
            getHeight() - plotTop - plotBottom + 12};
}

juce::Rectangle<int> ResponsePlot::readOutBox() const {
    const auto axes = this->axes();
    const auto area = axes.area.toNearestInt();
    const int x = static_cast<int>(std::lround(axes.xOf(readHz_)));
    const int y = static_cast<int>(std::lround(axes.yOf(model_.actingDb(readHz_))));
    const int boxHeight = smallestBox + boxLine * ((model_.hasLoad() ? 1 : 0) + (model_.hasMonoBass() ? 1 : 0));
    const int left = x + boxGap + boxWidth <= area.getRight() ? x + boxGap : x - boxGap - boxWidth;
    // Over the curve to the right of the line, under it to the left: it falls from left to right.
    const int top = left > x ? y - boxHeight - boxGap : y + boxGap;
    return juce::Rectangle<int>(left, top, boxWidth, boxHeight).constrainedWithin(area.reduced(0, 4));
}

void ResponsePlot::repaintReadOut() {
    if (!(readHz_ > 0.0)) return;
    repaint(readOutLine());
    repaint(readOutBox());
}

void ResponsePlot::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    if (hasKeyboardFocus(false) && readByKey_)
        drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.5f), metrics::cardRadius);
}

void ResponsePlot::paintOverChildren(juce::Graphics& g) {
    if (readHz_ > 0.0 && valid_) paintReadOut(g);
}

void ResponsePlot::paintReadOut(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto axes = this->axes();
    const auto& area = axes.area;
    const float x = std::round(axes.xOf(readHz_));
    g.setColour(c.textMuted.withMultipliedAlpha(0.6f));
    g.fillRect(x, area.getY(), 1.0f, area.getHeight());
    const float y = axes.yOf(model_.actingDb(std::min(readHz_, model_.maxHz() * 0.9999)));
    if (y < area.getBottom()) {
        g.setColour(c.card);
        g.fillEllipse(juce::Rectangle<float>(11.0f, 11.0f).withCentre({x + 0.5f, y}));
        g.setColour(c.line);
        g.fillEllipse(juce::Rectangle<float>(8.0f, 8.0f).withCentre({x + 0.5f, y}));
    }

    const auto box = readOutBox();
    g.setColour(c.raised);
    g.fillRoundedRectangle(box.toFloat(), metrics::fieldRadius);
    g.setColour(c.outline);
    g.drawRoundedRectangle(box.toFloat().reduced(0.5f), metrics::fieldRadius, 1.0f);
    const auto readOut = readOutAt(readHz_);
    auto inner = box.reduced(12, 8);
    auto first = inner.removeFromTop(18);
    drawText(g, style.font(Face::monoMedium, metrics::bodySize), c.text, readOut.frequency, first,
             juce::Justification::centredLeft);
    drawText(g, style.font(Face::monoMedium, metrics::bodySize), c.text, readOut.level, first,
             juce::Justification::centredRight);
    const auto small = style.font(Face::mono, metrics::tickSize);
    for (const auto& text : {readOut.curveError, readOut.filters, readOut.load, readOut.side})
        if (text.isNotEmpty())
            drawText(g, small, c.textMuted, text, inner.removeFromTop(boxLine), juce::Justification::centredLeft);
}

void ResponsePlot::mouseMove(const juce::MouseEvent& event) {
    readByKey_ = false;
    const auto axes = this->axes();
    const bool inside = axes.area.expanded(4.0f).contains(event.position);
    readAt(inside ? axes.frequencyAt(event.position.x) : 0.0);
}

void ResponsePlot::mouseExit(const juce::MouseEvent&) {
    if (!readByKey_) readAt(0.0);
}

bool ResponsePlot::keyPressed(const juce::KeyPress& key) {
    const double octaves = key.getModifiers().isShiftDown() ? fineKeyStep : keyStep;
    const int code = key.getKeyCode();
    // The first key shows 1 kHz, the next ones go from there.
    if (code == juce::KeyPress::homeKey ||
        (readHz_ <= 0.0 && (code == juce::KeyPress::rightKey || code == juce::KeyPress::leftKey)))
        readAt(1000.0);
    else if (code == juce::KeyPress::rightKey)
        readAt(readHz_ * std::exp2(octaves));
    else if (code == juce::KeyPress::leftKey)
        readAt(readHz_ * std::exp2(-octaves));
    else if (code == juce::KeyPress::escapeKey && readHz_ > 0.0)
        readAt(0.0);
    else
        return false;
    readByKey_ = true;
    return true;
}

void ResponsePlot::focusGained(FocusChangeType cause) {
    readByKey_ = cause != focusChangedByMouseClick;
    repaint();
}

void ResponsePlot::focusLost(FocusChangeType) {
    if (readByKey_) readAt(0.0);
    readByKey_ = false;
    repaint();
}

std::unique_ptr<juce::AccessibilityHandler> ResponsePlot::createAccessibilityHandler() {
    class Value final : public juce::AccessibilityTextValueInterface {
    public:
        explicit Value(ResponsePlot& plot) : plot_(plot) {}
        bool isReadOnly() const override { return true; }
        juce::String getCurrentValueAsString() const override {
            if (!(plot_.readHz_ > 0.0)) return plot_.caption_.title;
            const auto readOut = plot_.readOutAt(plot_.readHz_);
            return readOut.frequency + ", " + readOut.level + ", " + readOut.curveError;
        }
        void setValueAsString(const juce::String&) override {}

    private:
        ResponsePlot& plot_;
    };
    return std::make_unique<juce::AccessibilityHandler>(
        *this, juce::AccessibilityRole::image, juce::AccessibilityActions(),
        juce::AccessibilityHandler::Interfaces{std::make_unique<Value>(*this)});
}

} // namespace phonostage::ui
