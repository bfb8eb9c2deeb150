// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "MeterModel.h"
#include "Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <vector>

namespace phonostage::ui {

/** What a meter's height means: dBV from bottom to top, evenly. */
struct LevelScale {
    double topDbv = 9.0;
    double bottomDbv = -90.0;

    /** 0 at the top, 1 at the bottom and for silence. */
    [[nodiscard]] double proportionOf(double dbv) const;
    bool operator==(const LevelScale&) const = default;
};

/** From 3 dB above the socket's full scale down to a whole ten about rangeDb below it. */
[[nodiscard]] LevelScale levelScaleFor(double fullScaleDbv, double rangeDb);

/** A dashed hairline. */
void drawDashes(juce::Graphics& g, float left, float right, float y);

/** One channel's bar: rms filled, paler up to the peak, a line at the peak. Repaints only the rows that change. */
class MeterBar final : public juce::Component {
public:
    MeterBar(const juce::String& id, const juce::String& name);

    void setScale(const LevelScale& scale, double fullScaleDbv);
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

    LevelScale scale_;
    double fullScaleDbv_ = 0.0;
    double pixelsPerUnit_ = 1.0;
    std::vector<double> marks_;
    ChannelReading reading_;
    int rmsRow_ = 0; ///< rows count pixels from the top
    int peakRow_ = 0;
    bool over_ = false; ///< the peak line stands at or above full scale

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MeterBar)
};

} // namespace phonostage::ui
