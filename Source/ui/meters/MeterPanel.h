// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineMeters.h"
#include "ui/look/Backdrop.h"
#include "ui/meters/MeterBar.h"
#include "ui/meters/MeterScale.h"
#include "ui/meters/PeakNumber.h"

#include <array>
#include <functional>
#include <vector>

namespace phonostage::ui {

/** What a meter's scale and numbers follow from the equipment. */
struct MeterSetup {
    ScaleRange range;
    double fullScaleDbv = 6.0;
    std::vector<LevelMark> marks;    ///< beside full scale, which is always there
    double cmPerSecondPerVolt = 0.0; ///< peak velocity of a peak volt; 0: not known, and not shown
    bool operator==(const MeterSetup&) const = default;
};

/** A stereo meter at full height: numbers, two bars, a scale that moves with the equipment, marks that mean something.
 */
class MeterPanel : public Panel {
public:
    MeterPanel(MeterEnd end, const juce::String& title);

    void setSetup(const MeterSetup& setup);
    void setUnit(LevelUnit unit);
    void setPixelsPerUnit(double pixelsPerUnit);
    void setMono(bool mono);
    /** Where in the signal's way this meter looks, in a word or three. */
    void setPlace(const juce::String& place, bool isWarning);
    void show(const std::array<ChannelReading, 2>& readings, const Tick& tick);

    /** Called when a peak number is clicked: resets that channel's held peak. */
    std::function<void(int channel)> onResetPeak;

    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    /** The numbers over the bars, each with its unit to the right. */
    enum Row { peak, peakOther, rms, rmsOther, rowCount };

    [[nodiscard]] const MeterScale& scale() const { return scale_; }
    [[nodiscard]] juce::String numberText(int channel, Row row) const;
    [[nodiscard]] juce::String rowUnit(Row row) const;

protected:
    [[nodiscard]] const Style& style() const { return Style::of(*this); }
    [[nodiscard]] bool isMono() const { return mono_; }
    /** Without them, the room belongs to whoever took them away. */
    void setBarsVisible(bool visible);
    [[nodiscard]] juce::Rectangle<int> barsArea() const;

private:
    /** A number that is on the screen: it follows a level that goes one way, and stays where one only wavers. */
    struct Number {
        double decibels = -1e9; ///< the level that text shows
        int direction = 0;      ///< in which it last went
        juce::String text;

        bool follow(double now);
    };

    [[nodiscard]] int channelCount() const { return mono_ ? 1 : 2; }
    [[nodiscard]] double barHeight() const { return static_cast<double>(barsArea().getHeight()); }
    [[nodiscard]] juce::Rectangle<int> numberArea(int channel, int row) const;
    [[nodiscard]] juce::Rectangle<int> unitArea(int row) const;
    [[nodiscard]] juce::Rectangle<int> placeArea() const;
    void showNumbers(const ChannelReading& reading, int channel, double loudestVolts, bool all);
    void setText(int channel, Row row, const juce::String& text);
    void applySetup();
    void forgetNumbers();
    void paintScale(juce::Graphics& g) const;
    void paintMarks(juce::Graphics& g) const;

    MeterEnd end_;
    juce::String title_;
    juce::String place_;
    bool placeIsWarning_ = false;
    MeterSetup setup_;
    MeterScale scale_;
    LevelUnit unit_ = LevelUnit::dbv;
    bool mono_ = false;
    bool barsVisible_ = true;
    std::array<MeterBar, 2> bars_;
    std::array<PeakNumber, 2> peaks_;
    std::array<std::array<Number, rowCount>, 2> numbers_;
    juce::String voltUnit_ = "mV";

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MeterPanel)
};

/** For onResetPeak: resets the held peak of one of these meters. */
[[nodiscard]] std::function<void(int channel)> forgetPeak(std::array<dsp::ChannelMeter, 2>& meters);

} // namespace phonostage::ui
