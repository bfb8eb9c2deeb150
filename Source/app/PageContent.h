// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/FaceFit.h"
#include "ui/look/FrameClock.h"

namespace phonostage::app {

/** What lies between the bars on a page of the app. It has no clock of its own: while it is shown, the window's calls
    it. */
class PageContent : public juce::Component {
public:
    /** Looks at the model and repaints what has changed. */
    virtual void refresh(const ui::Tick& tick) = 0;
    /** Form and size, in logical units. pixels: of the screen, a logical unit. */
    virtual void setFit(const ui::FaceFit& fit, double pixelsPerUnit) = 0;
    /** Comes on the screen: what gathered meanwhile is no news. */
    virtual void comes() {}
    virtual void themeChanged() { sendLookAndFeelChange(); }
    /** A key that nobody has taken; true where it did something. */
    virtual bool pageKey(const juce::KeyPress&) { return false; }
};

} // namespace phonostage::app
