// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Resampler.h"

#include "media/io/MediaError.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <soxr.h>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::media {
namespace {

constexpr std::size_t outFrames = 4096;

void require(soxr_error_t error) {
    if (error != nullptr) throw MediaError(std::string("resampling failed: ") + soxr_strerror(error));
}

} // namespace

struct Resampler::State {
    struct Delete {
        void operator()(soxr_t which) const { soxr_delete(which); }
    };

    std::unique_ptr<soxr, Delete> handle;
    double ratio = 1.0;
    int channels = 2;
    Sink sink;
    std::int64_t taken = 0, given = 0;
    std::vector<double> samples;
    std::array<double*, 2> out{};

    /** How many frames there are in all for what has been taken. */
    [[nodiscard]] std::int64_t due() const { return std::llround(static_cast<double>(taken) * ratio); }

    void give(std::size_t frames, bool isEnd) {
        // The library may round the length up.
        if (isEnd)
            frames = static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(frames), due() - given));
        if (frames == 0) return;
        sink(out.data(), static_cast<int>(frames));
        given += static_cast<std::int64_t>(frames);
    }
};

Resampler::Resampler(double fromHz, double toHz, int channels, Sink sink) : state_(std::make_unique<State>()) {
    auto& s = *state_;
    s.ratio = toHz / fromHz;
    s.channels = channels;
    s.sink = std::move(sink);
    s.samples.resize(outFrames * 2);
    for (std::size_t c = 0; c < 2; ++c)
        s.out[c] = s.samples.data() + c * outFrames;
    soxr_error_t error = nullptr;
    const auto format = soxr_io_spec(SOXR_FLOAT64_S, SOXR_FLOAT64_S);
    const auto quality = soxr_quality_spec(SOXR_VHQ, 0);
    const auto runtime = soxr_runtime_spec(1);
    s.handle.reset(soxr_create(fromHz, toHz, static_cast<unsigned>(channels), &error, &format, &quality, &runtime));
    require(error);
}

Resampler::~Resampler() = default;

void Resampler::process(const double* const* channel, int frames) {
    auto& s = *state_;
    s.taken += frames;
    std::array<const double*, 2> at{channel[0], s.channels > 1 ? channel[1] : nullptr};
    for (auto left = static_cast<std::size_t>(frames); left > 0;) {
        std::size_t used = 0;
        std::size_t made = 0;
        require(soxr_process(s.handle.get(), at.data(), left, &used, s.out.data(), outFrames, &made));
        s.give(made, false);
        left -= used;
        for (int c = 0; c < s.channels; ++c)
            at[static_cast<std::size_t>(c)] += used;
    }
}

void Resampler::finish() {
    auto& s = *state_;
    for (std::size_t made = outFrames; made == outFrames;) {
        require(soxr_process(s.handle.get(), nullptr, 0, nullptr, s.out.data(), outFrames, &made));
        s.give(made, true);
    }
    // It may round the length down, too.
    for (auto* samples : s.out)
        std::fill_n(samples, outFrames, 0.0);
    while (s.given < s.due())
        s.give(outFrames, true);
}

} // namespace phonostage::media
