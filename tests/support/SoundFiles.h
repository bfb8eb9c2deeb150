// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sndfile.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace phonostage::tests {

/** A sound file as the library itself reads and writes it, without any code of ours. Interleaved. */
struct Sound {
    int rate = 48000;
    int channels = 2;
    int format = 0;
    std::vector<double> samples;

    [[nodiscard]] std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
    [[nodiscard]] std::vector<double> channel(std::size_t number) const {
        std::vector<double> list;
        for (std::size_t i = number; i < samples.size(); i += static_cast<std::size_t>(channels))
            list.push_back(samples[i]);
        return list;
    }
};

inline Sound readSound(const std::filesystem::path& path) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path.string().c_str(), SFM_READ, &info);
    if (file == nullptr) throw std::runtime_error("cannot read " + path.string());
    Sound sound{info.samplerate, info.channels, info.format, {}};
    sound.samples.resize(static_cast<std::size_t>(info.frames * info.channels));
    const auto got = sf_readf_double(file, sound.samples.data(), info.frames);
    sf_close(file);
    if (got != info.frames) throw std::runtime_error("short read of " + path.string());
    return sound;
}

/** format: SF_FORMAT_WAV | SF_FORMAT_PCM_24 and so on. */
inline void writeSound(const std::filesystem::path& path, int format, int rate, int channels,
                       const std::vector<double>& samples, const std::string& comment = {},
                       const std::string& title = {}) {
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format;
    SNDFILE* file = sf_open(path.string().c_str(), SFM_WRITE, &info);
    if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
    sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    if (!comment.empty()) sf_set_string(file, SF_STR_COMMENT, comment.c_str());
    if (!title.empty()) sf_set_string(file, SF_STR_TITLE, title.c_str());
    const auto frames = static_cast<sf_count_t>(samples.size()) / channels;
    const auto put = sf_writef_double(file, samples.data(), frames);
    if (sf_close(file) != 0 || put != frames) throw std::runtime_error("short write of " + path.string());
}

} // namespace phonostage::tests
