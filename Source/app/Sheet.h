// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"

namespace phonostage::app {

/** A card over the dimmed page, with a title and Done. Everything in it acts at once. Escape and a click beside it
    close it. */
class Sheet : public juce::Component {
public:
    Sheet(const juce::String& title, int width, int height);

    void open();
    virtual void close();

    void paint(juce::Graphics& g) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;

protected:
    static constexpr int rowHeight = 36;
    static constexpr int captionWidth = 112;

    /** Before it is seen. */
    virtual void load() {}
    virtual void layOut(juce::Rectangle<int> area) = 0;
    /** In the same area. */
    virtual void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) = 0;
    /** Of what the keyboard is in at first. */
    virtual juce::Component& first() { return done_; }
    [[nodiscard]] ActionButton& done() { return done_; }
    /** Of the card, before it opens. */
    void setCardSize(int width, int height) {
        width_ = width;
        height_ = height;
    }
    void drawCaption(juce::Graphics& g, const juce::String& text, const juce::Component& beside) const;

private:
    [[nodiscard]] juce::Rectangle<int> inside() const;

    int width_, height_;
    ActionButton done_{"Done", ActionButton::Look::primary};
    juce::Rectangle<int> card_;
};

} // namespace phonostage::app
