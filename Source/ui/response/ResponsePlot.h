// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Backdrop.h"
#include "ui/look/FrameClock.h"
#include "ui/look/Style.h"
#include "ui/response/ResponseAxes.h"
#include "ui/response/ResponseModel.h"
#include "ui/response/SpectrumView.h"
#include "ui/text/CurveCaption.h"

#include "plugin/Processor.h"

namespace phonostage::ui {

/** The curve as it acts, decibels against the logarithm of frequency, with the ideal curve behind it and, if wanted,
   the live spectrum before and after. The pointer, or the arrow keys, read a frequency out. */
class ResponsePlot final : public Panel, public Polled {
public:
    explicit ResponsePlot(plugin::Processor& processor);
    ~ResponsePlot() override;

    void poll(const Tick& tick) override;
    void setSpectrum(bool wanted);
    /** The face is not on the screen any more: no samples are gathered until the next poll. */
    void rest();
    void resized() override;
    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void paintOverChildren(juce::Graphics& g) override;

    void mouseMove(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override { mouseMove(event); }
    void mouseExit(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    void focusGained(FocusChangeType cause) override;
    void focusLost(FocusChangeType cause) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /** 0 Hz takes the read-out away. */
    void readAt(double frequencyHz);

    struct ReadOut {
        juce::String frequency, level, curveError, filters;
        juce::String load;     ///< empty where there is no load correction
        juce::String side;     ///< empty where there is no mono bass
        juce::String spectrum; ///< empty where it is not shown
    };
    [[nodiscard]] ReadOut readOutAt(double frequencyHz) const;
    /** Where its box lies while it is shown, and what it leaves in sight. */
    [[nodiscard]] juce::Rectangle<int> readOutBox() const;
    [[nodiscard]] juce::Rectangle<int> legendArea() const;

private:
    [[nodiscard]] ResponseAxes axes() const;
    [[nodiscard]] juce::Rectangle<int> readOutLine() const;
    [[nodiscard]] juce::StringArray legendTexts() const;
    [[nodiscard]] bool legendIsRight() const;
    void pollFilters();
    void repaintReadOut();
    void paintGrid(juce::Graphics& g) const;
    void paintCurves(juce::Graphics& g) const;
    void paintHead(juce::Graphics& g) const;
    void paintLegend(juce::Graphics& g) const;
    void paintReadOut(juce::Graphics& g) const;

    plugin::Processor& processor_;
    ResponseModel model_;
    params::Values values_;
    CurveCaption caption_;
    SpectrumView spectrum_;
    bool spectrumWanted_ = false;
    bool valid_ = false;
    double readHz_ = 0.0;
    bool readByKey_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ResponsePlot)
};

/** "3.15 kHz", "50.0 Hz": three or four digits. */
[[nodiscard]] juce::String frequencyText(double frequencyHz);

} // namespace phonostage::ui
