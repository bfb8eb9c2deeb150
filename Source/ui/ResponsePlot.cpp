// SPDX-License-Identifier: GPL-3.0-or-later
#include "ResponsePlot.h"

#include "Compat.h"
#include "LevelText.h"

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
constexpr int headTop = 14;
constexpr int headHeight = 20;

constexpr int boxWidth = 216;
constexpr int boxHeight = 66;
constexpr int boxGap = 12;

constexpr double keyStep = 1.0 / 12.0; ///< octaves an arrow key; a sixtieth with shift
constexpr double fineKeyStep = 1.0 / 60.0;

constexpr std::array<double, 11> labelledHz{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000};

bool isDecade(double frequencyHz) {
    const double exponent = std::log10(frequencyHz);
    return std::abs(exponent - std::round(exponent)) < 1e-9;
}

juce::String axisText(double frequencyHz) {
    return frequencyHz >= 1000.0 ? juce::String(static_cast<int>(frequencyHz / 1000.0)) + "k"
                                 : juce::String(static_cast<int>(frequencyHz));
}

juce::String signedText(double value, int decimals) {
    // "-0.000" would be a lie about the sign.
    const double scale = std::pow(10.0, decimals);
    const double rounded = std::round(value * scale) / scale;
    const auto text = decimals == 0 ? juce::String(std::lround(rounded))
                                    : juce::String(std::abs(rounded) > 0.0 ? rounded : 0.0, decimals);
    return (rounded > 0.0 ? "+" : "") + pretty(text);
}

} // namespace

juce::String frequencyText(double frequencyHz) {
    if (frequencyHz >= 9999.5) return juce::String(frequencyHz / 1000.0, 1) + " kHz";
    if (frequencyHz >= 999.95) return juce::String(frequencyHz / 1000.0, 2) + " kHz";
    return (frequencyHz >= 99.95 ? juce::String(std::lround(frequencyHz)) : juce::String(frequencyHz, 1)) + " Hz";
}

ResponsePlot::ResponsePlot(plugin::Processor& processor) : processor_(processor) {
    setComponentID("response_plot");
    setName("Response");
    setTitle("Response of the curve");
    setDescription(
        "Decibels against frequency, as the filters act, with the ideal curve behind. Arrow keys read it out.");
    setWantsKeyboardFocus(true);
}

void ResponsePlot::poll(const Tick&) {
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

juce::Rectangle<float> ResponsePlot::plotArea() const {
    return getLocalBounds()
        .withTrimmedLeft(plotLeft)
        .withTrimmedRight(plotRight)
        .withTrimmedTop(plotTop)
        .withTrimmedBottom(plotBottom)
        .toFloat();
}

float ResponsePlot::xOf(double frequencyHz) const {
    const auto area = plotArea();
    const double proportion =
        std::log(frequencyHz / ResponseModel::minHz) / std::log(model_.maxHz() / ResponseModel::minHz);
    return area.getX() + static_cast<float>(proportion) * area.getWidth();
}

double ResponsePlot::frequencyAt(float x) const {
    const auto area = plotArea();
    const double proportion = std::clamp(static_cast<double>((x - area.getX()) / area.getWidth()), 0.0, 1.0);
    return ResponseModel::minHz * std::pow(model_.maxHz() / ResponseModel::minHz, proportion);
}

float ResponsePlot::yOf(double decibels) const {
    const auto area = plotArea();
    const double proportion = (model_.topDb() - decibels) / (model_.topDb() - model_.bottomDb());
    return area.getY() + static_cast<float>(proportion) * area.getHeight();
}

void ResponsePlot::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    paintHead(g);
    paintGrid(g);
    paintCurves(g);
}

void ResponsePlot::paintHead(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto head = juce::Rectangle<int>(metrics::cardPadding, headTop, getWidth() - 2 * metrics::cardPadding, headHeight);
    const bool bypassed = values_.isOn(params::Id::bypass);

    const auto right = bypassed ? juce::String("bypassed: the input passes untouched") : caption_.acting;
    const auto rightFont = style.font(Face::regular, metrics::captionSize);
    const auto rightWidth = static_cast<int>(std::ceil(compat::textWidth(rightFont, right))) + 4;
    drawText(g, rightFont, c.accent, right, head.removeFromRight(rightWidth), juce::Justification::centredRight);
    head.removeFromRight(12);

    const auto titleFont = style.font(Face::semibold, metrics::headingSize);
    const auto titleWidth = static_cast<int>(std::ceil(compat::textWidth(titleFont, caption_.title))) + 4;
    drawText(g, titleFont, c.text, caption_.title, head.removeFromLeft(titleWidth), juce::Justification::centredLeft);
    head.removeFromLeft(10);
    // The two type sizes share a baseline.
    drawText(g, rightFont, c.textMuted, caption_.detail, head.translated(0, 1), juce::Justification::centredLeft);
}

void ResponsePlot::paintGrid(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto area = plotArea();
    const auto font = style.font(Face::mono, metrics::tickSize);

    for (double decade = 10.0; decade < model_.maxHz(); decade *= 10.0)
        for (int digit = 1; digit < 10; ++digit) {
            const double frequencyHz = decade * digit;
            if (frequencyHz > model_.maxHz() * 1.0001) break;
            g.setColour(digit == 1 ? c.gridStrong : c.gridFaint);
            g.fillRect(std::round(xOf(frequencyHz)), area.getY(), 1.0f, area.getHeight());
        }
    for (const double frequencyHz : labelledHz) {
        if (frequencyHz > model_.maxHz()) break;
        const int x = static_cast<int>(std::lround(xOf(frequencyHz)));
        drawText(g, font, isDecade(frequencyHz) ? c.text.withMultipliedAlpha(0.85f) : c.textMuted,
                 axisText(frequencyHz), {x - 20, static_cast<int>(area.getBottom()) + 6, 40, 16},
                 juce::Justification::centred);
    }
    const auto unitFont = style.font(Face::regular, metrics::tickSize);
    const auto unitAt = [&](const char* unit, float y, int right) {
        drawText(g, unitFont, c.textMuted, unit, {0, static_cast<int>(y), right, 16},
                 juce::Justification::centredRight);
    };
    unitAt("dB", area.getY() - 6.0f, plotLeft - 10);
    unitAt("Hz", area.getBottom() + 6.0f, plotLeft - 20);

    const int lowest = static_cast<int>(std::ceil(model_.bottomDb() / 10.0)) * 10;
    for (int db = lowest; db <= model_.topDb(); db += 10) {
        const float y = std::round(yOf(db));
        g.setColour(db == 0 ? c.outline : c.gridStrong);
        g.fillRect(area.getX(), y, area.getWidth(), 1.0f);
        drawText(g, font, c.textMuted, signedText(db, 0), {0, static_cast<int>(y) - 8, plotLeft - 10, 16},
                 juce::Justification::centredRight);
    }
}

void ResponsePlot::paintCurves(juce::Graphics& g) const {
    if (!valid_) return;
    const auto& c = Style::of(*this).colours();
    const auto area = plotArea();
    juce::Path ideal;
    juce::Path acting;
    const int points = static_cast<int>(area.getWidth());
    for (int i = 0; i <= points; ++i) {
        const float x = area.getX() + static_cast<float>(i);
        // The very end may be half the rate, where a zero can lie.
        const double frequencyHz = std::min(frequencyAt(x), model_.maxHz() * 0.9999);
        const auto add = [&](juce::Path& path, double decibels) {
            // Far below the picture is as good as further below.
            const float y = std::min(yOf(decibels), area.getBottom() + 40.0f);
            if (i == 0)
                path.startNewSubPath(x, y);
            else
                path.lineTo(x, y);
        };
        add(ideal, model_.idealDb(frequencyHz));
        add(acting, model_.actingDb(frequencyHz));
    }
    const juce::Graphics::ScopedSaveState state(g);
    g.reduceClipRegion(area.getSmallestIntegerContainer());
    g.setColour(c.ideal);
    juce::Path dashed;
    const std::array<float, 2> dashes{5.0f, 4.0f};
    juce::PathStrokeType(1.5f).createDashedStroke(dashed, ideal, dashes.data(), static_cast<int>(dashes.size()));
    g.fillPath(dashed);
    g.setColour(values_.isOn(params::Id::bypass) ? c.ideal : c.line);
    g.strokePath(acting, juce::PathStrokeType(2.25f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
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
    return {static_cast<int>(std::floor(xOf(readHz_))) - 6, plotTop - 6, 13, getHeight() - plotTop - plotBottom + 12};
}

juce::Rectangle<int> ResponsePlot::readOutBox() const {
    const auto area = plotArea().toNearestInt();
    const int x = static_cast<int>(std::lround(xOf(readHz_)));
    const int y = static_cast<int>(std::lround(yOf(model_.actingDb(readHz_))));
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
    if (!(readHz_ > 0.0) || !valid_) return;
    const auto area = plotArea();
    const float x = std::round(xOf(readHz_));
    g.setColour(c.textMuted.withMultipliedAlpha(0.6f));
    g.fillRect(x, area.getY(), 1.0f, area.getHeight());
    const float y = yOf(model_.actingDb(std::min(readHz_, model_.maxHz() * 0.9999)));
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
    drawText(g, small, c.textMuted, readOut.curveError, inner.removeFromTop(16), juce::Justification::centredLeft);
    drawText(g, small, c.textMuted, readOut.filters, inner.removeFromTop(16), juce::Justification::centredLeft);
}

void ResponsePlot::mouseMove(const juce::MouseEvent& event) {
    readByKey_ = false;
    const bool inside = plotArea().expanded(4.0f).contains(event.position);
    readAt(inside ? frequencyAt(event.position.x) : 0.0);
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
