// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/Wave.h"

#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {
namespace {

constexpr double bottomDbfs = -66.0;

float heightOf(std::uint8_t halfDecibels, float most) {
    return most * static_cast<float>(std::clamp(1.0 + halfDecibels / (2.0 * bottomDbfs), 0.0, 1.0));
}

} // namespace

void Wave::paintSum(juce::Graphics& g, const ui::Palette& c, const media::Overview& overview) const {
    for (int x = area.getX(); x < area.getRight(); ++x) {
        const auto column = overview.between(secondsAt(x), secondsAt(x + 1));
        const auto bar = [&](std::uint8_t level) {
            const float tall = heightOf(level, static_cast<float>(area.getHeight()));
            return juce::Rectangle<float>(static_cast<float>(x), static_cast<float>(area.getBottom()) - tall, 1.0F,
                                          tall);
        };
        g.setColour(c.levelFaint);
        g.fillRect(bar(std::min(column.peak[0], column.peak[1])));
        g.setColour(c.level);
        g.fillRect(bar(std::min(column.rms[0], column.rms[1])));
    }
}

void Wave::paintChannel(juce::Graphics& g, const ui::Palette& c, const media::Overview& overview,
                        std::size_t channel) const {
    const float middle = static_cast<float>(area.getCentreY());
    for (int x = area.getX(); x < area.getRight(); ++x) {
        const auto column = overview.between(secondsAt(x), secondsAt(x + 1));
        const auto bar = [&](std::uint8_t level) {
            const float tall = std::max(0.5F, heightOf(level, static_cast<float>(area.getHeight()) / 2.0F));
            return juce::Rectangle<float>(static_cast<float>(x), middle - tall, 1.0F, 2.0F * tall);
        };
        g.setColour(c.levelFaint);
        g.fillRect(bar(column.peak[channel]));
        g.setColour(c.level);
        g.fillRect(bar(column.rms[channel]));
    }
}

juce::String trackTime(double seconds, bool isExact) {
    const auto thousandths = static_cast<std::int64_t>(std::floor(std::max(seconds, 0.0) * 1000.0 + 0.5));
    const auto whole = thousandths / 1000;
    juce::String text;
    text << juce::String(whole / 60) << ":" << juce::String(whole % 60).paddedLeft('0', 2);
    if (isExact) text << "." << juce::String(thousandths % 1000).paddedLeft('0', 3);
    return text;
}

} // namespace phonostage::app
