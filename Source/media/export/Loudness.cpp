// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/Loudness.h"

#include "media/io/MediaError.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace phonostage::media {
namespace {

/** Absent where nothing was above the gate of -70 LUFS: the library says minus infinity. */
std::optional<double> finite(int result, double lufs) {
    return result == EBUR128_SUCCESS && std::isfinite(lufs) ? std::optional(lufs) : std::nullopt;
}

} // namespace

struct TrackLoudness::Meter {
    explicit Meter(ebur128_state* made) : state(made) {}
    ~Meter() { ebur128_destroy(&state); }
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    ebur128_state* state;
};

TrackLoudness::TrackLoudness(double sampleRateHz, int channels) : channels_(channels) {
    auto* const state = ebur128_init(static_cast<unsigned>(channels),
                                     static_cast<unsigned long>(std::lround(sampleRateHz)), EBUR128_MODE_I);
    if (state == nullptr)
        throw MediaError("the loudness cannot be measured at this sample rate: export without ReplayGain "
                         "(--replaygain off)");
    meter_ = std::make_unique<Meter>(state);
    for (auto& peak : peaks_)
        peak.prepare(sampleRateHz);
}

TrackLoudness::~TrackLoudness() = default;

void TrackLoudness::add(const double* const* channel, int frames) {
    const auto channels = static_cast<std::size_t>(channels_);
    interleaved_.resize(static_cast<std::size_t>(frames) * channels);
    for (std::size_t c = 0; c < channels; ++c) {
        peaks_[c].process(channel[c], frames);
        for (std::size_t i = 0; i < static_cast<std::size_t>(frames); ++i)
            interleaved_[i * channels + c] = channel[c][i];
    }
    if (ebur128_add_frames_double(meter_->state, interleaved_.data(), static_cast<std::size_t>(frames)) !=
        EBUR128_SUCCESS)
        throw std::bad_alloc();
}

void TrackLoudness::finish() {
    // What lies between the last samples is known when silence has followed.
    constexpr std::array<double, 64> silence{};
    for (auto& peak : peaks_)
        peak.process(silence.data(), static_cast<int>(silence.size()));
}

std::optional<double> TrackLoudness::lufs() const {
    double lufs = 0.0;
    const int result = ebur128_loudness_global(meter_->state, &lufs);
    return finite(result, lufs);
}

double TrackLoudness::truePeak() const { return std::max(peaks_[0].maximum(), peaks_[1].maximum()); }

std::optional<double> TrackLoudness::lufsOf(const std::vector<const TrackLoudness*>& tracks) {
    std::vector<ebur128_state*> states;
    for (const auto* track : tracks)
        states.push_back(track->meter_->state);
    double lufs = 0.0;
    const int result = ebur128_loudness_global_multiple(states.data(), states.size(), &lufs);
    return finite(result, lufs);
}

} // namespace phonostage::media
