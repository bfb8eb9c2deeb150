// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/DeviceOffers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace phonostage::device {

bool offersRate(juce::AudioIODevice& device, double rateHz) {
    const auto offered = device.getAvailableSampleRates();
    return offered.isEmpty() || std::any_of(offered.begin(), offered.end(),
                                            [rateHz](double other) { return std::abs(other - rateHz) < 0.5; });
}

double usualRate(juce::AudioIODevice& device, std::initializer_list<double> usualHz) {
    if (const double now = device.getCurrentSampleRate(); now > 0.0 && offersRate(device, now)) return now;
    for (const double usual : usualHz)
        if (offersRate(device, usual)) return usual;
    return device.getAvailableSampleRates().getFirst();
}

int nearestBuffer(juce::AudioIODevice& device, int frames) {
    if (frames <= 0) return device.getDefaultBufferSize();
    const auto offered = device.getAvailableBufferSizes();
    int nearest = offered.isEmpty() ? frames : offered.getFirst();
    for (const int size : offered)
        if (std::abs(size - frames) < std::abs(nearest - frames)) nearest = size;
    return nearest;
}

} // namespace phonostage::device
