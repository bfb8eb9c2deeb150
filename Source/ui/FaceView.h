// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Backdrop.h"
#include "EndPanels.h"
#include "HeaderPanel.h"
#include "MeterModel.h"
#include "OverloadBanner.h"
#include "ResponsePlot.h"
#include "StagePanel.h"
#include "Style.h"

#include <functional>

namespace phonostage::ui {

/** The whole face in logical units (metrics::faceWidth by faceHeight); the editor scales it. */
class FaceView final : public juce::Component, public Polled {
public:
    FaceView(plugin::Processor& processor, Style& style, std::function<void(juce::Component& button)> onView);
    ~FaceView() override;

    void poll(const Tick& tick) override;
    /** The face has come on the screen: old peaks are no news. */
    void restart();
    /** scale: 1 is 100 %; pixels: of the screen, a logical unit. */
    void setScale(double scale, double pixelsPerUnit);
    void themeChanged();

    [[nodiscard]] const OverloadBanner& banner() const { return banner_; }
    [[nodiscard]] const InputPanel& input() const { return input_; }
    [[nodiscard]] const OutputPanel& output() const { return output_; }
    [[nodiscard]] ResponsePlot& plot() { return plot_; }

    void resized() override;

private:
    plugin::Processor& processor_;
    MeterModel levels_;
    Backdrop backdrop_;
    HeaderPanel header_;
    InputPanel input_;
    OverloadBanner banner_;
    ResponsePlot plot_;
    StagePanel stage_;
    OutputPanel output_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FaceView)
};

} // namespace phonostage::ui
