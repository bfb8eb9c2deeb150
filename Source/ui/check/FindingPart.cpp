// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/FindingPart.h"

#include "ui/check/CheckSteps.h"
#include "ui/check/HookupDrawings.h"
#include "ui/controls/Form.h"

#include "Compat.h"
#include "catalogue/HookupTexts.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {
namespace {

constexpr int buttonHeight = 32;
constexpr int wordsHeight = 16;

juce::String fromText(const std::string& text) { return juce::String::fromUTF8(text.c_str()); }

bool isSame(const std::optional<dsp::HookupFinding>& a, const std::optional<dsp::HookupFinding>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || (a->fault == b->fault && a->channel == b->channel && a->confidence == b->confidence &&
                  a->value == b->value && a->isInVolts == b->isInVolts && a->figures == b->figures);
}

/** Lines that a paragraph takes. */
int linesOf(const juce::Font& font, const juce::String& text, int width) {
    juce::AttributedString attributed;
    attributed.append(text, font);
    juce::TextLayout layout;
    layout.createLayout(attributed, static_cast<float>(width));
    return std::max(1, layout.getNumLines());
}

int widthOf(const juce::Font& font, const juce::String& text) {
    return static_cast<int>(std::ceil(compat::textWidth(font, text)));
}

} // namespace

FindingPart::FindingPart(Actions actions) : actions_(std::move(actions)) {
    setName("Finding");
    setTitle("Finding");
    setComponentID("check_finding");
    const auto prepare = [this](juce::TextButton& button, const char* id, const char* title,
                                std::function<void()> Actions::*action) {
        button.setComponentID(id);
        button.setTitle(title);
        button.onClick = [this, action] {
            if (const auto& act = actions_.*action) act();
        };
        button.setWantsKeyboardFocus(true);
        button.setMouseClickGrabsKeyboardFocus(false);
        addChildComponent(button);
    };
    prepare(again_, "check_again", "Changed it: check again", &Actions::onAgain);
    prepare(act_, "check_act", "Act", &Actions::onAct);
    prepare(takeBack_, "check_take_back", "Take it back", &Actions::onTakeBack);
    prepare(previous_, "check_previous", "Previous finding", &Actions::onPrevious);
    prepare(next_, "check_next", "Next finding", &Actions::onNext);
    setLook(again_, ButtonLook::primary);
    int order = 1;
    for (auto* button : {&again_, &act_, &takeBack_, &previous_, &next_})
        button->setExplicitFocusOrder(order++);
}

void FindingPart::show(const Scene& scene) {
    const bool isNew = !isSame(scene.finding, scene_.finding) || scene.index != scene_.index ||
                       scene.count != scene_.count || scene.headline != scene_.headline ||
                       scene.detail != scene_.detail || scene.isFine != scene_.isFine ||
                       scene.action != scene_.action || scene.done != scene_.done;
    if (!isNew && again_.isVisible() == scene.finding.has_value()) return;
    scene_ = scene;
    const bool hasFinding = scene_.finding.has_value();
    again_.setVisible(hasFinding);
    act_.setVisible(hasFinding && scene_.action.isNotEmpty() && scene_.done.isEmpty());
    act_.setButtonText(scene_.action);
    act_.setTitle(scene_.action);
    takeBack_.setVisible(scene_.done.isNotEmpty());
    previous_.setVisible(scene_.count > 1);
    next_.setVisible(scene_.count > 1);
    previous_.setEnabled(scene_.index > 0);
    next_.setEnabled(scene_.index + 1 < scene_.count);
    if (hasFinding) {
        const auto& text = catalogue::hookupText(scene_.finding->fault);
        setDescription(fromText(catalogue::hookupTitle(*scene_.finding)) +
                       (scene_.finding->confidence == dsp::Confidence::sure ? ", sure. " : ", likely. ") + text.sound +
                       " " + fromText(catalogue::hookupEvidence(*scene_.finding)) + " " + text.remedy);
    } else {
        setDescription(scene_.headline + ". " + scene_.detail);
    }
    layOutButtons();
    repaint();
}

void FindingPart::resized() { layOutButtons(); }

void FindingPart::layOutButtons() {
    if (dynamic_cast<const Style*>(&getLookAndFeel()) == nullptr) return;
    auto row = getLocalBounds().reduced(sideMargin, isTight() ? 10 : 16).removeFromBottom(buttonHeight);
    const auto font = Style::of(*this).font(Face::semibold, metrics::bodySize);
    const auto take = [&](juce::TextButton& button) {
        if (!button.isVisible()) return;
        button.setBounds(row.removeFromLeft(widthOf(font, button.getButtonText()) + 24));
        row.removeFromLeft(10);
    };
    take(again_);
    take(act_);
    take(takeBack_);
    // Backwards and forwards keep their place.
    previous_.setButtonText(row.getWidth() < 150 ? "Back" : "Previous");
    next_.setBounds(row.removeFromRight(54));
    row.removeFromRight(6);
    previous_.setBounds(row.removeFromRight(84));
}

int FindingPart::paintHead(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding) const {
    const auto& c = style.colours();
    const bool isSure = finding.confidence == dsp::Confidence::sure;
    int y = isTight() ? 10 : 16;
    g.setColour(isSure ? c.overload : c.line);
    g.fillRoundedRectangle(0.0F, static_cast<float>(y) - 2.0F, 4.0F, 52.0F, 2.0F);
    auto row = juce::Rectangle<int>(sideMargin, y, inside(), 26);
    const juce::String pill = isSure ? "sure" : "likely";
    const auto small = style.font(Face::medium, metrics::captionSize);
    const auto place =
        row.removeFromRight(widthOf(small, pill) + 28).withSizeKeepingCentre(widthOf(small, pill) + 28, 24);
    g.setColour(c.outline);
    g.drawRoundedRectangle(place.toFloat().reduced(0.5F), 12.0F, 1.0F);
    drawText(g, small, c.text, pill, place, juce::Justification::centred);
    row.removeFromRight(10);
    if (scene_.count > 1) {
        const juce::String which = juce::String(scene_.index + 1) + " of " + juce::String(scene_.count);
        drawText(g, style.font(Face::regular, metrics::captionSize), c.textMuted, which, row.removeFromRight(46),
                 juce::Justification::centredRight);
        row.removeFromRight(8);
    }
    auto title = style.font(Face::semibold, metrics::titleSize);
    const auto text = fromText(catalogue::hookupTitle(finding));
    if (widthOf(title, text) > row.getWidth()) title = style.font(Face::semibold, 17.0F);
    g.setColour(c.text);
    g.setFont(title);
    g.drawFittedText(text, row, juce::Justification::centredLeft, 1, 0.85F);
    y = row.getBottom() + 2;
    const auto body = style.font(Face::regular, metrics::bodySize);
    const juce::String sound(catalogue::hookupText(finding.fault).sound);
    const int soundLines = std::min(2, linesOf(body, sound, inside()));
    drawParagraph(g, body, c.textMuted, sound, {sideMargin, y, inside(), soundLines * 18});
    y += soundLines * 18 + 4;
    if (!isTight() && scalesSayAll(finding)) return y;
    const auto caption = style.font(Face::regular, metrics::captionSize);
    const auto evidence = fromText(catalogue::hookupEvidence(finding));
    constexpr int labelWidth = 64;
    drawText(g, style.font(Face::medium, metrics::captionSize), c.textMuted, "Measured",
             {sideMargin, y, labelWidth, wordsHeight}, juce::Justification::centredLeft);
    const int lines = std::min(4, linesOf(caption, evidence, inside() - labelWidth));
    drawParagraph(g, caption, isSure ? c.overload : c.text, evidence,
                  {sideMargin + labelWidth, y, inside() - labelWidth, lines * wordsHeight + 2});
    return y + lines * wordsHeight + 6;
}

int FindingPart::paintScales(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding, int y) const {
    const auto& c = style.colours();
    const auto scales = evidenceScales(finding);
    if (scales.empty() || isTight()) return y;
    const auto small = style.font(Face::regular, metrics::captionSize);
    const auto mono = style.font(Face::mono, metrics::captionSize);
    const bool isSure = finding.confidence == dsp::Confidence::sure;
    const int barLeft = sideMargin + 100, barWidth = inside() - 100 - 190;
    g.setColour(c.levelFaint);
    g.fillRect(barLeft, y + 4, 9, 9);
    if (scalesSayAll(finding))
        drawText(g, style.font(Face::medium, metrics::captionSize), c.textMuted, "Measured", {sideMargin, y, 90, 17},
                 juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::tickSize), c.textMuted, "usual", {barLeft + 14, y, 100, 17},
             juce::Justification::centredLeft);
    y += 18;
    for (const auto& scale : scales) {
        const auto x = [&](double value) {
            const double part = (value - scale.low) / (scale.high - scale.low);
            return barLeft + static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * barWidth));
        };
        drawText(g, small, c.textMuted, scale.name, {sideMargin, y, 100, 18}, juce::Justification::centredLeft);
        g.setColour(c.well);
        g.fillRect(barLeft, y + 6, barWidth, 7);
        g.setColour(c.levelFaint);
        g.fillRect(x(scale.usualLow), y + 6, x(scale.usualHigh) - x(scale.usualLow), 7);
        g.setColour(isSure ? c.overload : c.line);
        g.fillRect(x(scale.value) - 1, y + 2, 3, 15);
        drawText(g, mono, isSure ? c.overload : c.accent, scale.reading, {barLeft + barWidth + 8, y, 92, 18},
                 juce::Justification::centredRight);
        drawText(g, mono, c.textMuted, scale.usual, {barLeft + barWidth + 100, y, 90, 18},
                 juce::Justification::centredRight);
        y += 20;
    }
    return y + 4;
}

void FindingPart::paintFinding(juce::Graphics& g, const Style& style, const dsp::HookupFinding& finding) {
    const auto& c = style.colours();
    const auto& drawing = hookupDrawing(finding.fault);
    int y = paintScales(g, style, finding, paintHead(g, style, finding));
    const auto body = style.font(Face::regular, metrics::bodySize);
    const auto word = style.font(Face::semibold, metrics::bodySize);
    const juce::String remedy(catalogue::hookupText(finding.fault).remedy);
    constexpr int wordLeft = 24, textLeft = 78;
    const int textWidth = inside() - textLeft;
    const int remedyLines = std::min(4, linesOf(body, remedy, textWidth));
    const int foot = getHeight() - (isTight() ? 10 : 16) - buttonHeight - (scene_.done.isNotEmpty() ? 22 : 0);
    // What is left, is shared by the two drawings.
    const int heads = 28 + 12 + remedyLines * 17 + 12;
    const int each = std::clamp((foot - 8 - y - heads) / 2, 40, 104);
    const auto divide = [&] {
        g.setColour(c.gridStrong);
        g.fillRect(sideMargin, y, inside(), 1);
        y += 6;
    };
    const auto sketch = [&](HookupDrawing::Draw draw) {
        const HookupSketch sheet(g, style, juce::Rectangle<int>(sideMargin, y, inside(), each).toFloat());
        draw(sheet, finding);
        y += each + 6;
    };
    divide();
    drawCheckSign(g, c, {sideMargin + 8.0F, static_cast<float>(y) + 10.0F}, 16.0F, SignKind::wrong);
    drawText(g, word, c.text, "Now", {sideMargin + wordLeft, y, 52, 20}, juce::Justification::centredLeft);
    g.setColour(c.textMuted);
    g.setFont(body);
    g.drawFittedText(drawing.now, {sideMargin + textLeft, y, textWidth, 20}, juce::Justification::centredLeft, 1, 0.9F);
    y += 24;
    sketch(drawing.drawNow);
    divide();
    const bool isTry = juce::String(drawing.betterWord) == "Try";
    drawCheckSign(g, c, {sideMargin + 8.0F, static_cast<float>(y) + 10.0F}, 16.0F,
                  isTry ? SignKind::open : SignKind::good);
    drawText(g, word, c.text, drawing.betterWord, {sideMargin + wordLeft, y, 52, 20}, juce::Justification::centredLeft);
    drawParagraph(g, body, c.text, remedy, {sideMargin + textLeft, y + 2, textWidth, remedyLines * 17 + 2});
    y += remedyLines * 17 + 8;
    sketch(drawing.drawBetter);
    contentBottom_ = y - 6;
}

void FindingPart::paintWaiting(juce::Graphics& g, const Style& style) {
    const auto& c = style.colours();
    const int top = std::max(24, getHeight() / 2 - 120);
    if (scene_.isFine)
        drawCheckSign(g, c, {static_cast<float>(sideMargin) + 12.0F, static_cast<float>(top) + 14.0F}, 24.0F,
                      SignKind::good);
    const int left = sideMargin + (scene_.isFine ? 36 : 0);
    g.setColour(c.text);
    g.setFont(style.font(Face::semibold, metrics::titleSize));
    g.drawFittedText(scene_.headline, {left, top, getWidth() - left - sideMargin, 28}, juce::Justification::centredLeft,
                     1, 0.85F);
    drawParagraph(g, style.font(Face::regular, metrics::bodySize), c.textMuted, scene_.detail,
                  {sideMargin, top + 34, inside(), 72});
    const HookupSketch sheet(g, style, juce::Rectangle<int>(sideMargin, top + 114, inside(), 84).toFloat());
    drawGoodHookup(sheet);
}

void FindingPart::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    if (scene_.finding)
        paintFinding(g, style, *scene_.finding);
    else
        paintWaiting(g, style);
    if (scene_.done.isEmpty()) return;
    const int y = getHeight() - (isTight() ? 10 : 16) - buttonHeight - 22;
    drawCheckSign(g, c, {sideMargin + 8.0F, static_cast<float>(y) + 9.0F}, 16.0F, SignKind::good);
    drawText(g, style.font(Face::medium, metrics::bodySize), c.text, scene_.done,
             {sideMargin + 24, y, inside() - 24, 18}, juce::Justification::centredLeft);
}

} // namespace phonostage::ui
