// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/ResponsePlot.h"

#include "Compat.h"
#include "params/StageValues.h"
#include "ui/controls/SpokenValue.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::ui {
namespace {

constexpr int plotLeft = 52; ///< where the grid begins
constexpr int plotRight = 20;
constexpr int plotTop = 48;
constexpr int plotBottom = 34;

constexpr int boxWidth = 216;
constexpr int smallestBox = 66;
constexpr int boxLine = 16;
constexpr int boxGap = 12;

constexpr double keyStep = 1.0 / 12.0; ///< octaves an arrow key; a sixtieth with shift
constexpr double fineKeyStep = 1.0 / 60.0;

constexpr std::int64_t beatsPerReading = 5; ///< numbers that people read change this often at most

constexpr int headTop = 14;
constexpr int headHeight = 20;

constexpr int sampleWidth = 18; ///< of a line in the legend
constexpr int legendTop = 5;
constexpr int legendLine = 15;
constexpr std::array<float, 2> idealDashes{5.0f, 4.0f};
constexpr std::array<float, 2> sideDashes{2.0f, 3.0f};

constexpr std::array<double, 11> labelledHz{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000};

bool isDecade(double frequencyHz) {
    const double exponent = std::log10(frequencyHz);
    return std::abs(exponent - std::round(exponent)) < 1e-9;
}

juce::String dot() { return juce::String::fromUTF8(" \xc2\xb7 "); }

juce::String axisText(double frequencyHz) {
    return frequencyHz >= 1000.0 ? juce::String(static_cast<int>(frequencyHz / 1000.0)) + "k"
                                 : juce::String(static_cast<int>(frequencyHz));
}

} // namespace

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
    // What it reads of a live spectrum changes under a mouse that rests.
    if (live && tick.count % beatsPerReading == 0) repaintReadOut();
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
    if (spectrumWanted_)
        readOut.spectrum = "in " + pretty(fixedText(spectrum_.inputDb(axes(), frequencyHz), 0)) + ", out " +
                           pretty(fixedText(spectrum_.outputDb(axes(), frequencyHz), 0)) + " dBFS";
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
    const int more = (model_.hasLoad() ? 1 : 0) + (model_.hasMonoBass() ? 1 : 0) + (spectrumWanted_ ? 1 : 0);
    const int boxHeight = smallestBox + boxLine * more;
    const int left = x + boxGap + boxWidth <= area.getRight() ? x + boxGap : x - boxGap - boxWidth;
    // Over the curve to the right of the line, under it to the left: it falls from left to right.
    const int top = left > x ? y - boxHeight - boxGap : y + boxGap;
    auto box = juce::Rectangle<int>(left, top, boxWidth, boxHeight).constrainedWithin(area.reduced(0, 4));
    // The legend says what the lines are that the box reads: it stays in sight, below it or else beside it.
    const auto legend = legendArea().expanded(4, 4);
    if (!box.intersects(legend)) return box;
    box = box.withY(legend.getBottom()).constrainedWithin(area.reduced(0, 4));
    if (!box.intersects(legend)) return box;
    const int beside = legend.getCentreX() > area.getCentreX() ? legend.getX() - boxWidth : legend.getRight();
    return box.withX(beside).constrainedWithin(area.reduced(0, 4));
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
    for (const auto& text : {readOut.curveError, readOut.filters, readOut.load, readOut.side, readOut.spectrum})
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
    return spokenAs(*this, juce::AccessibilityRole::image, std::make_unique<SpokenValue>([this] {
        if (!(readHz_ > 0.0)) return caption_.title;
        const auto readOut = readOutAt(readHz_);
        return readOut.frequency + ", " + readOut.level + ", " + readOut.curveError;
    }));
}

void ResponsePlot::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    paintHead(g);
    paintGrid(g);
    paintCurves(g);
    paintLegend(g);
}

void ResponsePlot::paintHead(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto head = juce::Rectangle<int>(metrics::cardPadding, headTop, getWidth() - 2 * metrics::cardPadding, headHeight);
    const bool bypassed = values_.isOn(params::Id::bypass);

    const auto right = bypassed ? juce::String("bypassed: the input passes unchanged") : caption_.acting;
    const auto rightFont = style.font(Face::regular, metrics::captionSize);
    const auto rightWidth = static_cast<int>(std::ceil(compat::textWidth(rightFont, right))) + 4;
    // What is normal is no warning, and has not its colour.
    const auto usual =
        bypassed || caption_.usual.isEmpty() ? juce::String() : (right.isEmpty() ? "" : dot()) + caption_.usual;
    const auto usualWidth = usual.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(rightFont, usual))) + 2;
    drawText(g, rightFont, c.textMuted, usual, head.removeFromRight(usualWidth), juce::Justification::centredRight);
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
    const auto axes = this->axes();
    const auto& area = axes.area;
    const auto font = style.font(Face::mono, metrics::tickSize);

    const int decades = static_cast<int>(std::ceil(std::log10(model_.maxHz())));
    for (int decade = 1; decade < decades; ++decade)
        for (int digit = 1; digit < 10; ++digit) {
            const double frequencyHz = std::pow(10.0, decade) * digit;
            if (frequencyHz > model_.maxHz() * 1.0001) break;
            g.setColour(digit == 1 ? c.gridStrong : c.gridFaint);
            g.fillRect(std::round(axes.xOf(frequencyHz)), area.getY(), 1.0f, area.getHeight());
        }
    for (const double frequencyHz : labelledHz) {
        if (frequencyHz > model_.maxHz()) break;
        const int x = static_cast<int>(std::lround(axes.xOf(frequencyHz)));
        drawText(g, font, isDecade(frequencyHz) ? c.text.withMultipliedAlpha(0.85f) : c.textMuted,
                 axisText(frequencyHz), {x - 20, static_cast<int>(area.getBottom()) + 6, 40, 16},
                 juce::Justification::centred);
    }
    const auto unitFont = style.font(Face::regular, metrics::tickSize);
    const auto unitAt = [&](const char* unit, float y, int right) {
        drawText(g, unitFont, c.textMuted, unit, {0, static_cast<int>(y), right, 16},
                 juce::Justification::centredRight);
    };
    // Above the highest number, which in a low plot is close to the top.
    const double highest = std::floor(model_.topDb() / 10.0) * 10.0;
    unitAt("dB", std::min(area.getY() - 6.0f, axes.yOf(highest) - 21.0f), plotLeft - 10);
    unitAt("Hz", area.getBottom() + 6.0f, plotLeft - 20);

    const int lowest = static_cast<int>(std::ceil(model_.bottomDb() / 10.0)) * 10;
    for (int db = lowest; db <= model_.topDb(); db += 10) {
        const float y = std::round(axes.yOf(db));
        g.setColour(db == 0 ? c.outline : c.gridStrong);
        g.fillRect(area.getX(), y, area.getWidth(), 1.0f);
        drawText(g, font, c.textMuted, signedText(db, 0), {0, static_cast<int>(y) - 8, plotLeft - 10, 16},
                 juce::Justification::centredRight);
    }
}

void ResponsePlot::paintCurves(juce::Graphics& g) const {
    if (!valid_) return;
    const auto& c = Style::of(*this).colours();
    const auto axes = this->axes();
    const auto curve = [&](auto decibelsAt) {
        juce::Path path;
        const int steps = static_cast<int>(axes.area.getWidth());
        for (int i = 0; i <= steps; ++i) {
            const float x = axes.area.getX() + static_cast<float>(i);
            // The very end may be half the rate, where a zero can lie; far below the picture is as good as further.
            const double frequencyHz = std::min(axes.frequencyAt(x), model_.maxHz() * 0.9999);
            const float y = std::min(axes.yOf(decibelsAt(frequencyHz)), axes.area.getBottom() + 40.0f);
            if (i == 0)
                path.startNewSubPath(x, y);
            else
                path.lineTo(x, y);
        }
        return path;
    };
    const auto dashed = [&](const juce::Path& path, std::array<float, 2> dashes) {
        juce::Path result;
        juce::PathStrokeType(1.5f).createDashedStroke(result, path, dashes.data(), static_cast<int>(dashes.size()));
        g.fillPath(result);
    };
    const juce::Graphics::ScopedSaveState state(g);
    g.reduceClipRegion(axes.area.getSmallestIntegerContainer());
    g.setColour(c.ideal);
    dashed(curve([this](double hz) { return model_.idealDb(hz); }), idealDashes);
    if (model_.hasMonoBass()) {
        g.setColour(c.reference);
        dashed(curve([this](double hz) { return model_.sideDb(hz); }), sideDashes);
    }
    g.setColour(values_.isOn(params::Id::bypass) ? c.ideal : c.line);
    g.strokePath(curve([this](double hz) { return model_.actingDb(hz); }),
                 juce::PathStrokeType(2.25f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

juce::StringArray ResponsePlot::legendTexts() const {
    juce::StringArray texts{"ideal"};
    if (model_.hasMonoBass()) texts.add("left minus right");
    if (spectrumWanted_) {
        texts.add("input spectrum");
        texts.add("output spectrum");
        texts.add(pretty("0 to -120 dBFS"));
    }
    return texts;
}

bool ResponsePlot::legendIsRight() const {
    // In the corner that the curve leaves free.
    return model_.actingDb(200.0) >= model_.actingDb(std::min(5000.0, 0.4 * model_.maxHz()));
}

juce::Rectangle<int> ResponsePlot::legendArea() const {
    const auto area = axes().area.toNearestInt();
    const auto font = Style::of(*this).font(Face::regular, metrics::tickSize);
    int width = 0;
    const auto texts = legendTexts();
    for (const auto& text : texts)
        width = std::max(width, static_cast<int>(std::ceil(compat::textWidth(font, text))) + 2);
    width += sampleWidth + 6;
    return {legendIsRight() ? area.getRight() - 8 - width : area.getX() + 10, area.getY() + legendTop, width,
            legendLine * texts.size()};
}

void ResponsePlot::paintLegend(juce::Graphics& g) const {
    if (!valid_) return;
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto area = axes().area.toNearestInt();
    const auto font = style.font(Face::regular, metrics::tickSize);
    const bool isRight = legendIsRight();
    int y = area.getY() + legendTop;
    int index = 0;
    const auto texts = legendTexts();
    const auto entry = [&](auto drawSample) {
        const auto& text = texts[index++];
        const int textWidth = static_cast<int>(std::ceil(compat::textWidth(font, text))) + 2;
        const int left = isRight ? area.getRight() - 8 - textWidth - sampleWidth - 6 : area.getX() + 10;
        drawSample(juce::Rectangle<int>(left, y, sampleWidth, 14).toFloat());
        drawText(g, font, c.textMuted, text, {left + sampleWidth + 6, y - 1, textWidth, 16},
                 juce::Justification::centredLeft);
        y += legendLine;
    };
    const auto line = [&](juce::Colour colour, std::array<float, 2> dashes) {
        return [&g, colour, dashes](juce::Rectangle<float> sample) {
            g.setColour(colour);
            const juce::Line<float> middle(sample.getX(), sample.getCentreY(), sample.getRight(), sample.getCentreY());
            g.drawDashedLine(middle, dashes.data(), static_cast<int>(dashes.size()), 1.5f);
        };
    };
    entry(line(c.ideal, idealDashes));
    if (model_.hasMonoBass()) entry(line(c.reference, sideDashes));
    if (!spectrumWanted_) return;
    entry([&](juce::Rectangle<float> sample) {
        g.setColour(c.reference);
        g.fillRect(sample.withSizeKeepingCentre(sample.getWidth(), 1.25f));
    });
    entry([&](juce::Rectangle<float> sample) {
        g.setColour(c.level.withAlpha(0.45f));
        g.fillRect(sample.withSizeKeepingCentre(sample.getWidth(), 8.0f));
    });
    entry([](juce::Rectangle<float>) {});
}

} // namespace phonostage::ui
