// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_audio_devices/juce_audio_devices.h>

#include <initializer_list>

namespace phonostage::device {

// What a device offers, and what of it is taken where nobody has chosen.

/** A device that lists no rates takes any. */
[[nodiscard]] bool offersRate(juce::AudioIODevice& device, double rateHz);
/** What other programs have set it to, where it says so; else the first of these that it has, else its own first. */
[[nodiscard]] double usualRate(juce::AudioIODevice& device, std::initializer_list<double> usualHz);
/** The offered block size that is nearest; for 0 the device's own. */
[[nodiscard]] int nearestBuffer(juce::AudioIODevice& device, int frames);

} // namespace phonostage::device
