// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Theme.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace phonostage::ui {

/** Theme and fonts for all components of one editor, and the look of JUCE's own (menus, tooltips, text fields). The
    editor owns it; nothing outside the editor changes. */
class Style final : public juce::LookAndFeel_V4 {
public:
    explicit Style(ThemeName theme);

    /** The style of the editor that a component belongs to; it must belong to one. */
    [[nodiscard]] static const Style& of(const juce::Component& component);

    void setTheme(ThemeName theme);
    [[nodiscard]] ThemeName theme() const { return theme_; }
    [[nodiscard]] const Palette& colours() const { return palette(theme_); }
    [[nodiscard]] juce::Font font(Face face, float emSize) const { return fonts_->get(face, emSize); }

    // juce::LookAndFeel
    juce::Typeface::Ptr getTypefaceForFont(const juce::Font& font) override;

    void drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour& colour, bool highlighted,
                              bool down) override;
    void drawButtonText(juce::Graphics& g, juce::TextButton& button, bool highlighted, bool down) override;

    juce::Font getPopupMenuFont() override;
    int getPopupMenuBorderSizeWithOptions(const juce::PopupMenu::Options&) override;
    void drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                            const juce::PopupMenu::Options& options) override;
    void drawPopupMenuItem(juce::Graphics& g, const juce::Rectangle<int>& area, bool isSeparator, bool isActive,
                           bool isHighlighted, bool isTicked, bool hasSubMenu, const juce::String& text,
                           const juce::String& shortcutKeyText, const juce::Drawable* icon,
                           const juce::Colour* textColour) override;
    void drawPopupMenuSectionHeader(juce::Graphics& g, const juce::Rectangle<int>& area,
                                    const juce::String& sectionName) override;
    void getIdealPopupMenuItemSize(const juce::String& text, bool isSeparator, int standardMenuItemHeight,
                                   int& idealWidth, int& idealHeight) override;

    /** The component that tooltips are shown in: they lie beside the control that they explain, not over it. */
    void setTooltipParent(juce::Component* parent) { tooltipParent_ = parent; }
    /** Beside a control on the tooltips' parent; position is the mouse's. A control as large as a picture is no
        obstacle: there the mouse's place counts. */
    [[nodiscard]] juce::Rectangle<int> tooltipBeside(juce::Rectangle<int> control, const juce::String& text,
                                                     juce::Point<int> position, juce::Rectangle<int> parentArea) const;
    juce::Rectangle<int> getTooltipBounds(const juce::String& text, juce::Point<int> screenPosition,
                                          juce::Rectangle<int> parentArea) override;
    void drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) override;

    void fillTextEditorBackground(juce::Graphics& g, int width, int height, juce::TextEditor& editor) override;
    void drawTextEditorOutline(juce::Graphics& g, int width, int height, juce::TextEditor& editor) override;
    void drawCornerResizer(juce::Graphics& g, int width, int height, bool isMouseOver, bool isMouseDragging) override;

private:
    void applyColours();
    [[nodiscard]] juce::TextLayout tooltipLayout(const juce::String& text) const;

    juce::SharedResourcePointer<Fonts> fonts_;
    juce::Component::SafePointer<juce::Component> tooltipParent_;
    ThemeName theme_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Style)
};

enum class ButtonLook {
    plain,
    primary, ///< what enter would do: filled
    quiet    ///< words that can be pressed
};
void setLook(juce::Button& button, ButtonLook look);

/** The ring round what has the keyboard. */
void drawFocusRing(juce::Graphics& g, const Palette& colours, juce::Rectangle<float> area, float radius);

/** A card with what lies behind it veiled: veil is how much of that is hidden, 0 to 1. */
void drawVeiledCard(juce::Graphics& g, const Palette& colours, juce::Rectangle<int> behind, juce::Rectangle<int> card,
                    float veil);

/** Text in one line, cut with an ellipsis where it does not fit. */
void drawText(juce::Graphics& g, const juce::Font& font, juce::Colour colour, const juce::String& text,
              juce::Rectangle<int> area, juce::Justification justification);

enum class MenuPlace { atComponent, atMouse };

/** Shows a menu of a component, in the editor's own look; a tooltip that is in the way goes. */
void showMenu(juce::PopupMenu menu, juce::Component& owner, MenuPlace place, const juce::PopupMenu::Options& options,
              std::function<void(int)> onChosen);

/** A chevron that points down, for what opens a menu. */
void drawChevron(juce::Graphics& g, juce::Colour colour, juce::Point<float> centre);

} // namespace phonostage::ui
