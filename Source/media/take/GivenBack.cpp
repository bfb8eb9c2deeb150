// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/GivenBack.h"

namespace phonostage::media {

std::vector<dsp::KeptPlace> keptPlaces(const std::vector<GivenBack>& givenBack) {
    std::vector<dsp::KeptPlace> places;
    for (const auto& click : givenBack) {
        if (click.channel != TakeChannel::right) places.push_back({click.frame, click.frames, 0});
        if (click.channel != TakeChannel::left) places.push_back({click.frame, click.frames, 1});
    }
    return places;
}

} // namespace phonostage::media
