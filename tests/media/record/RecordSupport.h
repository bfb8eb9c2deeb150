// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/Recorder.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <sndfile.h>
#include <string>
#include <vector>

namespace phonostage::tests {

/** A sample that can be told from every other by its place: any 24-bit number. Loud noise, so that FLAC cannot make it
    small. */
[[nodiscard]] inline std::int32_t wordAt(std::int64_t frame, int channel) {
    auto x = static_cast<std::uint64_t>(2 * frame + channel) * 0x9e3779b97f4a7c15ULL;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9ULL;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(x >> 32) & 0xffffff) - 0x800000;
}

[[nodiscard]] inline float sampleAt(std::int64_t frame, int channel) {
    return static_cast<float>(wordAt(frame, channel)) * 0x1p-23F;
}

/** Interleaved. */
[[nodiscard]] inline std::vector<float> samplesFrom(std::int64_t first, int frames, int channels) {
    std::vector<float> list;
    for (std::int64_t i = first; i < first + frames; ++i)
        for (int channel = 0; channel < channels; ++channel)
            list.push_back(sampleAt(i, channel));
    return list;
}

/** Frames of a file that are what sampleAt() says from `first` on, counted from its beginning; -1 where it cannot be
    opened. `frames` gets its length. By the library, as any player would. */
inline std::int64_t rightFrames(const std::filesystem::path& path, std::int64_t first, std::int64_t* frames = nullptr) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr) return -1;
    if (frames != nullptr) *frames = info.frames;
    std::vector<double> samples(static_cast<std::size_t>(4096 * info.channels));
    std::int64_t right = 0;
    for (;;) {
        const auto got = sf_readf_double(file, samples.data(), 4096);
        bool isRight = got > 0;
        for (std::int64_t i = 0; i < got && isRight; ++i) {
            for (int channel = 0; channel < info.channels; ++channel)
                isRight = isRight && samples[static_cast<std::size_t>(i * info.channels + channel)] ==
                                         static_cast<double>(wordAt(first + right, channel)) * 0x1p-23;
            if (isRight) ++right;
        }
        if (!isRight) break;
    }
    sf_close(file);
    return right;
}

/** Clocks that go as the test says. */
class TestClock final : public media::RecordClock {
public:
    [[nodiscard]] std::int64_t nanoseconds() const override { return now; }
    [[nodiscard]] media::UtcMs utc() const override { return wall; }

    void pass(double seconds) {
        now += static_cast<std::int64_t>(std::llround(seconds * 1e9));
        wall += std::llround(seconds * 1e3);
    }

    std::int64_t now = 1000000000;
    media::UtcMs wall = 1796013691000;
};

/** A recorder with a device and a clock that the test moves. */
class TestDeck {
public:
    explicit TestDeck(double rate = 8000.0, int channels = 2, double goOnSeconds = 10.0) : rate_(rate) {
        settings.goOnSeconds = goOnSeconds;
        settings.keepsAwake = false;
        settings.waitsForDisk = media::DiskWaiter::Where::inPlace;
        settings.roomBytes = [this](const std::filesystem::path&) { return roomBytes; };
        format.sampleRateHz = rate;
        format.channels = channels;
        format.wordBits = 24;
        format.type = "Test";
        format.name = "Deck";
    }

    media::Recorder& recorder() {
        if (!recorder_) recorder_ = std::make_unique<media::Recorder>(settings, clock);
        return *recorder_;
    }
    void begin() { recorder().begin(format); }
    void end() { recorder_.reset(); }

    /** So many seconds from a device, in blocks of 10 ms, each followed by a tick. */
    template <typename Signal> void play(double seconds, Signal signal) {
        const int block = static_cast<int>(rate_ / 100.0);
        const auto blocks = std::llround(seconds * 100.0);
        std::vector<std::vector<float>> planes(static_cast<std::size_t>(format.channels),
                                               std::vector<float>(static_cast<std::size_t>(block)));
        std::vector<const float*> list;
        for (const auto& plane : planes)
            list.push_back(plane.data());
        for (long long k = 0; k < blocks; ++k) {
            for (int i = 0; i < block; ++i)
                for (int channel = 0; channel < format.channels; ++channel)
                    planes[static_cast<std::size_t>(channel)][static_cast<std::size_t>(i)] =
                        signal(delivered + i, channel);
            clock.pass(0.01);
            recorder().block(list.data(), block, clock.now);
            delivered += block;
            if (ticks) recorder().tick();
        }
    }
    /** Of which every sample can be told from every other. */
    void play(double seconds) {
        play(seconds, [](std::int64_t frame, int channel) { return sampleAt(frame, channel); });
    }

    media::RecorderSettings settings;
    media::SourceFormat format;
    TestClock clock;
    std::optional<std::int64_t> roomBytes = std::int64_t{1} << 40;
    std::int64_t delivered = 0;
    bool ticks = true;

private:
    double rate_;
    std::unique_ptr<media::Recorder> recorder_;
};

} // namespace phonostage::tests
