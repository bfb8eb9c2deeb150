// SPDX-License-Identifier: GPL-3.0-or-later
// How long the page Tracks takes to open a side of an hour: the first time, when it is read whole, and afterwards,
// against decoding it once. side_bench FOLDER [MINUTES]
#include "app/tracks/TracksModel.h"
#include "media/io/SoundSeeker.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sndfile.h>
#include <thread>
#include <vector>

using namespace phonostage;

namespace {

constexpr int rate = 48000;

/** Tracks of three minutes with gaps of two seconds. */
void write(const std::filesystem::path& path, int minutes) {
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = 2;
    info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    SNDFILE* const file = sf_open(path.c_str(), SFM_WRITE, &info);
    std::vector<double> second(2 * rate);
    std::uint32_t seed = 1;
    for (int at = 0; at < 60 * minutes; ++at) {
        const bool isGap = at % 180 < 2;
        for (std::size_t i = 0; i < second.size(); ++i) {
            seed = seed * 1664525U + 1013904223U;
            const double noise = static_cast<double>(seed >> 8) / 8388608.0 - 1.0;
            const double tone = std::sin(0.03 * static_cast<double>(i / 2) * (1.0 + 0.1 * (at % 7)));
            second[i] = 0.001 * noise + (isGap ? 0.0 : 0.1 * tone);
        }
        sf_writef_double(file, second.data(), rate);
    }
    sf_close(file);
}

template <typename Work> double secondsOf(const Work& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

void waitFor(app::TracksModel& model) {
    while (model.isReading()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        model.poll();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: side_bench FOLDER [MINUTES]\n");
        return 2;
    }
    const std::filesystem::path path = std::filesystem::path(argv[1]) / "side-bench.flac";
    const int minutes = argc > 2 ? std::atoi(argv[2]) : 60;
    write(path, minutes);
    const double decoding = secondsOf([&] {
        media::SoundSeeker file(path);
        std::vector<double> left(16384), right(16384);
        while (file.read(left.data(), right.data(), 16384) > 0) {
        }
    });
    const double first = secondsOf([&] {
        app::TracksModel model;
        if (!model.open(path)) std::exit(1);
        waitFor(model);
    });
    std::size_t tracks = 0;
    const double again = secondsOf([&] {
        app::TracksModel model;
        if (!model.open(path)) std::exit(1);
        waitFor(model);
        tracks = model.edits().tracks().size();
    });
    std::printf(
        "%d minutes, %zu tracks: decoded in %.2f s, opened the first time in %.2f s (%.2f of it), then in %.4f s\n",
        minutes, tracks, decoding, first, first / decoding, again);
    std::error_code ignored;
    std::filesystem::remove_all(path.parent_path() / ".phonostage", ignored);
    std::filesystem::remove(path, ignored);
    std::filesystem::remove(path.parent_path() / "side-bench.take.json", ignored);
    return 0;
}
