// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Backdrop.h"
#include "MeterBar.h"

#include <array>
#include <vector>

namespace phonostage::ui {

/** A stereo meter at full height: numbers, two bars, a scale in dBV that moves with the equipment, marks that mean
    something. What belongs to this end of the signal's way stands at its foot (a derived panel's controls). */
class MeterPanel : public Panel {
public:
    struct Mark {
        double dbv;
        const char* text;
        bool isLimit; ///< full scale: wins where two marks meet
    };

    MeterPanel(const juce::String& title, double rangeDb, std::vector<Mark> marks);

    void setFullScale(double dbv);
    void setPixelsPerUnit(double pixelsPerUnit);
    void setMono(bool mono);
    /** Where in the signal's way this meter looks, in a word or three. */
    void setPlace(const juce::String& place, bool isWarning);
    void show(const std::array<ChannelReading, 2>& readings, const Tick& tick);

    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    [[nodiscard]] const LevelScale& scale() const { return scale_; }
    /** The texts above the bars: peak, rms, volts; then the volts' unit. */
    [[nodiscard]] juce::String numberText(int channel, int row) const;

    static constexpr int footTop = 472;

protected:
    [[nodiscard]] const Style& style() const { return Style::of(*this); }

private:
    static constexpr int rows = 3;
    /** A number that is on the screen: it follows a level that goes one way, and stays where one only wavers. */
    struct Number {
        double decibels = -1e9; ///< the level that text shows
        int direction = 0;      ///< in which it last went
        juce::String text;

        bool follow(double now);
    };

    [[nodiscard]] juce::Rectangle<int> numberArea(int channel, int row) const;
    [[nodiscard]] juce::Rectangle<int> unitArea(int row) const;
    [[nodiscard]] juce::Rectangle<int> placeArea() const;
    [[nodiscard]] int yOf(double dbv) const;
    void setText(int channel, int row, const juce::String& text);
    void paintScale(juce::Graphics& g) const;
    void paintMarks(juce::Graphics& g) const;

    juce::String title_;
    juce::String place_;
    bool placeIsWarning_ = false;
    double rangeDb_;
    std::vector<Mark> marks_;
    LevelScale scale_;
    double fullScaleDbv_ = 1e9;
    bool mono_ = false;
    std::array<MeterBar, 2> bars_;
    std::array<std::array<Number, rows>, 2> numbers_;
    juce::String voltUnit_ = "mV";

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MeterPanel)
};

} // namespace phonostage::ui
