// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Style.h"

#include "Compat.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int menuItemHeight = 26;
constexpr int menuBorder = 6; ///< above the first row and below the last
constexpr int menuPadding = 12;
constexpr int menuTickWidth = 20;
constexpr int menuColumnGap = 28;
constexpr float tooltipWidth = 300.0f;
constexpr int tooltipPadding = 10;
constexpr int tooltipGap = 6;       ///< between a control and its tooltip
constexpr int tallestControl = 200; ///< a plot is no control

const juce::Identifier lookProperty("look");

ButtonLook lookOf(const juce::Component& button) {
    return static_cast<ButtonLook>(static_cast<int>(button.getProperties().getWithDefault(lookProperty, 0)));
}

} // namespace

void setLook(juce::Button& button, ButtonLook look) {
    button.getProperties().set(lookProperty, static_cast<int>(look));
}

Style::Style(ThemeName theme) : theme_(theme) { applyColours(); }

const Style& Style::of(const juce::Component& component) {
    auto* style = dynamic_cast<const Style*>(&component.getLookAndFeel());
    jassert(style != nullptr); // not part of an editor
    return *style;
}

void Style::setTheme(ThemeName theme) {
    theme_ = theme;
    applyColours();
}

void Style::applyColours() {
    const auto& c = colours();
    setColour(juce::PopupMenu::backgroundColourId, c.raised);
    setColour(juce::PopupMenu::textColourId, c.text);
    setColour(juce::PopupMenu::headerTextColourId, c.textMuted);
    setColour(juce::PopupMenu::highlightedBackgroundColourId, c.raisedHover);
    setColour(juce::PopupMenu::highlightedTextColourId, c.text);
    setColour(juce::TextEditor::backgroundColourId, c.well);
    setColour(juce::TextEditor::textColourId, c.text);
    setColour(juce::TextEditor::outlineColourId, c.accent);
    setColour(juce::TextEditor::focusedOutlineColourId, c.accent);
    setColour(juce::TextEditor::highlightColourId, c.accent.withAlpha(0.35f));
    setColour(juce::TextEditor::highlightedTextColourId, c.text);
    setColour(juce::CaretComponent::caretColourId, c.accent);
}

juce::Typeface::Ptr Style::getTypefaceForFont(const juce::Font& font) {
    // JUCE's own components ask by name; a bare machine has no fonts to offer.
    if (font.getTypefaceName() == juce::Font::getDefaultSansSerifFontName())
        return fonts_->typeface(font.isBold() ? Face::semibold : Face::regular);
    return juce::LookAndFeel_V4::getTypefaceForFont(font);
}

void Style::drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour&, bool highlighted,
                                 bool down) {
    const auto& c = colours();
    const auto area = button.getLocalBounds().toFloat().reduced(0.5f);
    const auto look = lookOf(button);
    const bool on = button.getToggleState();
    if (look != ButtonLook::quiet || highlighted || down) {
        g.setColour(down ? c.well : (highlighted || on ? c.raisedHover : c.raised));
        if (look == ButtonLook::primary) g.setColour(highlighted || down ? c.line.brighter(0.1f) : c.line);
        g.fillRoundedRectangle(area, metrics::fieldRadius);
    }
    if (look == ButtonLook::plain) {
        g.setColour(on ? c.accent : c.outline);
        g.drawRoundedRectangle(area, metrics::fieldRadius, on ? 1.5f : 1.0f);
    }
    if (!button.hasKeyboardFocus(false)) return;
    if (look == ButtonLook::primary) {
        // Accent would drown in the button's own colour.
        g.setColour(c.text);
        g.drawRoundedRectangle(area, metrics::fieldRadius, 2.0f);
    } else {
        drawFocusRing(g, c, area, metrics::fieldRadius);
    }
}

void Style::drawButtonText(juce::Graphics& g, juce::TextButton& button, bool, bool) {
    const auto& c = colours();
    const auto look = lookOf(button);
    const auto colour = !button.isEnabled()           ? c.textMuted
                        : look == ButtonLook::primary ? c.onLine
                        : look == ButtonLook::quiet   ? c.accent
                                                      : c.text;
    drawText(g, font(Face::medium, metrics::captionSize), colour, button.getButtonText(),
             button.getLocalBounds().reduced(4, 0), juce::Justification::centred);
}

juce::Font Style::getPopupMenuFont() { return font(Face::regular, metrics::bodySize); }

int Style::getPopupMenuBorderSizeWithOptions(const juce::PopupMenu::Options&) { return menuBorder; }

void Style::drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                               const juce::PopupMenu::Options&) {
    const auto& c = colours();
    g.fillAll(c.raised);
    g.setColour(c.outline);
    g.drawRect(0, 0, width, height, 1);
}

void Style::drawPopupMenuItem(juce::Graphics& g, const juce::Rectangle<int>& area, bool isSeparator, bool isActive,
                              bool isHighlighted, bool isTicked, bool hasSubMenu, const juce::String& text,
                              const juce::String& shortcutKeyText, const juce::Drawable*, const juce::Colour*) {
    const auto& c = colours();
    if (isSeparator) {
        g.setColour(c.outline);
        g.fillRect(area.withSizeKeepingCentre(area.getWidth() - 2 * menuPadding, 1));
        return;
    }
    if (isHighlighted && isActive) {
        g.setColour(c.outline);
        g.fillRoundedRectangle(area.reduced(4, 1).toFloat(), 4.0f);
    }
    auto inner = area.reduced(menuPadding, 0);
    const auto tickArea = inner.removeFromLeft(menuTickWidth);
    if (isTicked) {
        g.setColour(c.accent);
        g.fillEllipse(juce::Rectangle<float>(7.0f, 7.0f).withCentre(tickArea.toFloat().getCentre().translated(-4, 0)));
    }
    if (hasSubMenu)
        drawText(g, getPopupMenuFont(), c.textMuted, juce::String::fromUTF8("\xe2\x80\xba"), inner,
                 juce::Justification::centredRight);
    // "text<tab>detail" in two columns; the second one is quiet and set for numbers.
    drawText(g, getPopupMenuFont(), isActive ? c.text : c.textMuted, text, inner, juce::Justification::centredLeft);
    if (shortcutKeyText.isNotEmpty())
        drawText(g, font(Face::mono, metrics::tickSize), isHighlighted ? c.text : c.textMuted, shortcutKeyText, inner,
                 juce::Justification::centredRight);
}

void Style::drawPopupMenuSectionHeader(juce::Graphics& g, const juce::Rectangle<int>& area,
                                       const juce::String& sectionName) {
    drawText(g, font(Face::medium, metrics::captionSize), colours().textMuted, sectionName,
             area.reduced(menuPadding, 0), juce::Justification::centredLeft);
}

void Style::getIdealPopupMenuItemSize(const juce::String& text, bool isSeparator, int, int& idealWidth,
                                      int& idealHeight) {
    idealHeight = isSeparator ? 9 : menuItemHeight;
    // JUCE hands over "text   shortcut" as one string: as wide as that, or wider.
    idealWidth = isSeparator ? 50
                             : static_cast<int>(std::ceil(compat::textWidth(getPopupMenuFont(), text))) +
                                   2 * menuPadding + menuTickWidth + menuColumnGap;
}

juce::TextLayout Style::tooltipLayout(const juce::String& text) const {
    juce::AttributedString attributed;
    attributed.setJustification(juce::Justification::topLeft);
    attributed.setLineSpacing(2.0f);
    // The first line is the sentence, what follows are range and keys.
    const auto lineEnd = text.indexOfChar('\n');
    const auto head = lineEnd < 0 ? text : text.substring(0, lineEnd);
    const auto rest = lineEnd < 0 ? juce::String() : text.substring(lineEnd);
    attributed.append(head, font(Face::regular, metrics::captionSize), colours().text);
    if (rest.isNotEmpty()) attributed.append(rest, font(Face::regular, metrics::captionSize), colours().textMuted);
    juce::TextLayout layout;
    layout.createLayout(attributed, tooltipWidth);
    return layout;
}

juce::Rectangle<int> Style::getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                             juce::Rectangle<int> parentArea) {
    juce::Rectangle<int> control;
    auto* under = juce::Desktop::getInstance().getMainMouseSource().getComponentUnderMouse();
    if (tooltipParent_ != nullptr && under != nullptr && tooltipParent_->isParentOf(under))
        control = tooltipParent_->getLocalArea(under, under->getLocalBounds());
    return tooltipBeside(control, text, position, parentArea);
}

juce::Rectangle<int> Style::tooltipBeside(juce::Rectangle<int> control, const juce::String& text,
                                          juce::Point<int> position, juce::Rectangle<int> parentArea) const {
    const auto layout = tooltipLayout(text);
    const int width = static_cast<int>(std::ceil(layout.getWidth())) + 2 * tooltipPadding;
    const int height = static_cast<int>(std::ceil(layout.getHeight())) + 2 * tooltipPadding;
    if (!control.isEmpty() && control.getHeight() <= tallestControl) {
        // Under it or over it, within the width of its own column where that is possible.
        const int below = control.getBottom() + tooltipGap;
        const bool fitsBelow = below + height <= parentArea.getBottom();
        const int top = fitsBelow ? below : control.getY() - tooltipGap - height;
        const int left = control.getCentreX() > parentArea.getCentreX() ? control.getRight() - width : control.getX();
        return juce::Rectangle<int>(left, top, width, height).constrainedWithin(parentArea);
    }
    const int x = position.x > parentArea.getCentreX() ? position.x - width - 8 : position.x + 12;
    const int y = position.y > parentArea.getCentreY() ? position.y - height - 8 : position.y + 20;
    return juce::Rectangle<int>(x, y, width, height).constrainedWithin(parentArea);
}

void Style::drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) {
    const auto& c = colours();
    const auto area = juce::Rectangle<int>(width, height);
    g.fillAll(c.raised);
    g.setColour(c.outline);
    g.drawRect(area, 1);
    tooltipLayout(text).draw(g, area.reduced(tooltipPadding).toFloat());
}

void Style::fillTextEditorBackground(juce::Graphics& g, int width, int height, juce::TextEditor& editor) {
    g.setColour(editor.findColour(juce::TextEditor::backgroundColourId));
    g.fillRoundedRectangle(juce::Rectangle<int>(width, height).toFloat(), metrics::fieldRadius);
}

void Style::drawTextEditorOutline(juce::Graphics& g, int width, int height, juce::TextEditor& editor) {
    g.setColour(editor.findColour(juce::TextEditor::outlineColourId));
    g.drawRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.75f), metrics::fieldRadius, 1.5f);
}

void Style::drawCornerResizer(juce::Graphics& g, int width, int height, bool isMouseOver, bool isMouseDragging) {
    g.setColour(isMouseOver || isMouseDragging ? colours().accent : colours().outline);
    const auto right = static_cast<float>(width) - 4.0f;
    const auto bottom = static_cast<float>(height) - 4.0f;
    for (const float length : {4.0f, 9.0f})
        g.drawLine(right - length, bottom, right, bottom - length, 1.5f);
}

void drawFocusRing(juce::Graphics& g, const Palette& colours, juce::Rectangle<float> area, float radius) {
    g.setColour(colours.accent);
    g.drawRoundedRectangle(area, radius, 2.0f);
}

void drawVeiledCard(juce::Graphics& g, const Palette& colours, juce::Rectangle<int> behind, juce::Rectangle<int> card,
                    float veil) {
    g.setColour(colours.background.withAlpha(veil));
    g.fillRect(behind);
    g.setColour(colours.card);
    g.fillRoundedRectangle(card.toFloat(), metrics::cardRadius);
    g.setColour(colours.outline);
    g.drawRoundedRectangle(card.toFloat().reduced(0.5f), metrics::cardRadius, 1.0f);
}

void drawText(juce::Graphics& g, const juce::Font& font, juce::Colour colour, const juce::String& text,
              juce::Rectangle<int> area, juce::Justification justification) {
    g.setFont(font);
    g.setColour(colour);
    g.drawText(text, area, justification, true);
}

void showMenu(juce::PopupMenu menu, juce::Component& owner, MenuPlace place, const juce::PopupMenu::Options& options,
              std::function<void(int)> onChosen) {
    for (auto* parent = owner.getParentComponent(); parent != nullptr; parent = parent->getParentComponent())
        for (auto* sibling : parent->getChildren())
            if (auto* tooltip = dynamic_cast<juce::TooltipWindow*>(sibling)) tooltip->hideTip();
    menu.setLookAndFeel(&owner.getLookAndFeel());
    const auto owned = options.withTargetComponent(owner);
    menu.showMenuAsync(place == MenuPlace::atMouse ? owned.withMousePosition() : owned, std::move(onChosen));
}

void drawChevron(juce::Graphics& g, juce::Colour colour, juce::Point<float> centre) {
    juce::Path chevron;
    chevron.startNewSubPath(centre.translated(-4.0f, -2.0f));
    chevron.lineTo(centre.translated(0.0f, 2.5f));
    chevron.lineTo(centre.translated(4.0f, -2.0f));
    g.setColour(colour);
    g.strokePath(chevron, juce::PathStrokeType(1.5f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

} // namespace phonostage::ui
