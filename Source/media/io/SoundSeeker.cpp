// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/SoundSeeker.h"

#include "media/io/MediaError.h"

#include <algorithm>
#include <sndfile.h>

namespace phonostage::media {

SoundSeeker::SoundSeeker(const std::filesystem::path& path) {
    SF_INFO info{};
    handle_.reset(sf_open(path.c_str(), SFM_READ, &info));
    if (!handle_) throw MediaError(base::quoted(path) + " could not be opened to play it: " + sf_strerror(nullptr));
    sampleRateHz_ = info.samplerate;
    channels_ = info.channels;
    frames_ = info.frames;
}

void SoundSeeker::seek(std::int64_t frame) {
    (void)sf_seek(handle_.get(), std::clamp<std::int64_t>(frame, 0, frames_), SEEK_SET);
}

int SoundSeeker::read(double* left, double* right, int frames) {
    const auto width = static_cast<std::size_t>(channels_);
    samples_.resize(static_cast<std::size_t>(frames) * width);
    const auto got = static_cast<int>(sf_readf_double(handle_.get(), samples_.data(), frames));
    for (int i = 0; i < got; ++i) {
        const double* const frame = samples_.data() + static_cast<std::size_t>(i) * width;
        left[i] = frame[0];
        right[i] = frame[channels_ > 1 ? 1 : 0];
    }
    return got;
}

} // namespace phonostage::media
