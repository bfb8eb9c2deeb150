// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Overview.h"
#include "ui/look/Style.h"

namespace phonostage::app {

/** Part of a side as a picture: which seconds lie where. */
struct Wave {
    juce::Rectangle<int> area;
    double from = 0.0, to = 1.0; ///< seconds

    [[nodiscard]] float xOf(double seconds) const {
        return static_cast<float>(area.getX() + area.getWidth() * (seconds - from) / (to - from));
    }
    [[nodiscard]] double secondsAt(int x) const { return from + (to - from) * (x - area.getX()) / area.getWidth(); }

    /** Levels in decibels: from the bottom up, both channels together, or round the middle, one channel. */
    void paintSum(juce::Graphics& g, const ui::Palette& colours, const media::Overview& overview) const;
    void paintChannel(juce::Graphics& g, const ui::Palette& colours, const media::Overview& overview,
                      std::size_t channel) const;
};

/** "8:16.213"; without thousandths "8:16". */
[[nodiscard]] juce::String trackTime(double seconds, bool isExact);

} // namespace phonostage::app
