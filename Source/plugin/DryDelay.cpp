// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/DryDelay.h"

#include "plugin/Numbers.h"

#include <algorithm>
#include <cmath>

namespace phonostage::plugin {
void DryDelay::prepare(int mostFrames, int fadeFrames) {
    mostFrames_ = mostFrames;
    fadeFrames_ = fadeFrames;
    for (auto& line : floats_)
        line.prepare(mostFrames, mostAtOnce);
    for (auto& line : doubles_)
        line.prepare(mostFrames, mostAtOnce);
    reset(0);
}

void DryDelay::reset(int frames) {
    for (auto& line : floats_)
        line.clear();
    for (auto& line : doubles_)
        line.clear();
    follow(frames);
}

void DryDelay::follow(int latencyFrames) {
    from_ = to_ = latencyFrames;
    fadePosition_ = fadeFrames_;
}

template <typename Sample> void DryDelay::write(const Sample* const* channels, int channelCount, int frames) {
    for (int c = 0; c < channelCount; ++c)
        lines(Sample())[static_cast<std::size_t>(c)].write(channels[c], frames);
}

template <typename Sample>
void DryDelay::read(Sample* const* channels, int channelCount, int frames, int latencyFrames) {
    if (fadePosition_ == fadeFrames_ && latencyFrames != to_) {
        from_ = to_;
        to_ = latencyFrames;
        fadePosition_ = 0;
    }
    std::array<Sample, mostAtOnce> old{};
    for (int c = 0; c < channelCount; ++c) {
        auto& line = lines(Sample())[static_cast<std::size_t>(c)];
        line.read(to_, channels[c], frames);
        if (fadePosition_ == fadeFrames_) continue;
        line.read(from_, old.data(), frames);
        const int fading = std::min(frames, fadeFrames_ - fadePosition_);
        for (int i = 0; i < fading; ++i) {
            const double part = smoothStep(static_cast<double>(fadePosition_ + i + 1) / fadeFrames_);
            const double before = finiteOrZero(old[static_cast<std::size_t>(i)]);
            channels[c][i] = static_cast<Sample>(before + part * (finiteOrZero(channels[c][i]) - before));
        }
    }
    fadePosition_ = std::min(fadePosition_ + frames, fadeFrames_);
}

template void DryDelay::write(const float* const*, int, int);
template void DryDelay::write(const double* const*, int, int);
template void DryDelay::read(float* const*, int, int, int);
template void DryDelay::read(double* const*, int, int, int);

} // namespace phonostage::plugin
