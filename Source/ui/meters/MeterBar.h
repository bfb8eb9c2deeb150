// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"
#include "ui/meters/MeterModel.h"
#include "ui/meters/MeterScale.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <vector>

namespace phonostage::ui {

/** Which end of the stage a meter looks at: overload before it and clipping behind it differ in colour and shape. */
enum class MeterEnd { input, output };

/** A dashed hairline. */
void drawDashes(juce::Graphics& g, float left, float right, float y);

/** One channel's bar: rms filled, paler up to the peak, a line at the peak; at full scale and above a thick cap, solid
    at the input and hollow at the output. Repaints only the rows that change. */
class MeterBar final : public juce::Component {
public:
    MeterBar(MeterEnd end, const juce::String& id, const juce::String& name);

    void setScale(const MeterScale& scale, double fullScaleDbv);
    /** Of the text for screen readers. */
    void setUnit(LevelUnit unit) { unit_ = unit; }
    /** Whole pixels a logical unit: rows are rounded to these. */
    void setPixelsPerUnit(double pixelsPerUnit);
    /** Levels that are dashed across the bar, so that they can be seen in front of it. */
    void setMarks(std::vector<double> dbvs);
    void show(const ChannelReading& reading);

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    /** A level that wavers between two rows stays on the one it was. */
    [[nodiscard]] int rowOf(double dbv, int before) const;
    [[nodiscard]] float unitsOf(int row) const { return static_cast<float>(row / pixelsPerUnit_); }
    void repaintRows(int from, int to);
    void update(bool all);
    void paintCap(juce::Graphics& g, float y) const;

    MeterEnd end_;
    MeterScale scale_;
    double fullScaleDbv_ = 0.0;
    LevelUnit unit_ = LevelUnit::dbv;
    double pixelsPerUnit_ = 1.0;
    std::vector<double> marks_;
    ChannelReading reading_;
    int rmsRow_ = 0; ///< rows count pixels from the top
    int peakRow_ = 0;
    bool over_ = false; ///< the peak line is at or above full scale

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MeterBar)
};

} // namespace phonostage::ui
