// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/response/ResponseAxes.h"
#include "ui/response/SpectrumModel.h"

#include "plugin/SpectrumTap.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <array>

namespace phonostage::ui {

/** The live spectrum over the plot: a line for what comes in, a filled shape for what goes out. Its own scale: full
    scale at the top, 120 dB below it at the bottom. */
class SpectrumView final : public juce::Component {
public:
    static constexpr double rangeDb = 120.0;

    SpectrumView();

    /** Takes what is new from the tap, once every two beats. The axes' levels are not looked at. */
    void poll(const plugin::SpectrumTap& tap, const ResponseAxes& axes, double rateHz, double elapsedSeconds);
    void clear();
    /** dBFS at a frequency, as drawn. */
    [[nodiscard]] double inputDb(const ResponseAxes& axes, double frequencyHz) const;
    [[nodiscard]] double outputDb(const ResponseAxes& axes, double frequencyHz) const;

    void paint(juce::Graphics& g) override;

private:
    struct Trace {
        SpectrumModel model;
        std::array<float, SpectrumModel::points> heights{}; ///< as drawn, from the top, in steps of half a unit
    };

    void follow(Trace& trace, juce::Rectangle<float>& changed) const;
    [[nodiscard]] juce::Path pathOf(const Trace& trace) const;
    [[nodiscard]] float xOf(std::size_t point) const;

    Trace before_, after_;
    plugin::SpectrumTap::Frames frames_;
    std::uint64_t end_ = 0;
    double waitedSeconds_ = 0.0;
    bool skip_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SpectrumView)
};

} // namespace phonostage::ui
