// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the engine costs in its thread's own time, as a ratio to one scalar double biquad per channel, in the same run:
// median of 7. Once with a host's buffers, which stay in the cache, and once over 20 s of memory.
// engine_bench [RATE]

#include "bench/Machine.h"
#include "dsp/engine/Engine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

constexpr int blockFrames = 512;
constexpr int seconds = 20;

// Music-like: pink-ish noise under a slow envelope at a cartridge's level, as 24-bit samples.
std::vector<float> programme(int frames, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<float> x(static_cast<std::size_t>(frames));
    double slow = 0.0;
    for (int i = 0; i < frames; ++i) {
        const double white = normal(random);
        slow += 0.05 * (white - slow);
        const double envelope = 0.02 * (1.2 + std::sin(i * 1e-4)) * (1.1 + std::sin(i * 7.1e-4));
        x[static_cast<std::size_t>(i)] =
            static_cast<float>(std::round(envelope * (slow + 0.2 * white) * 8388608.0) / 8388608.0);
    }
    return x;
}

struct ScalarBiquad {
    double b0, b1, b2, a1, a2, s1 = 0.0, s2 = 0.0;

    double operator()(double x) {
        const double y = b0 * x + s1;
        s1 = b1 * x - a1 * y + s2;
        s2 = b2 * x - a2 * y;
        return y;
    }
};

template <typename Work> double nanosecondsPerFrame(int frames, Work&& work) {
    const double start = phonostage::bench::threadMicroseconds();
    work();
    return 1e3 * (phonostage::bench::threadMicroseconds() - start) / frames;
}

double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

enum class Buffers {
    hosts, ///< one for all blocks, into which the next one is copied
    file,  ///< all blocks one behind the other
};

struct Sound {
    std::vector<float> input[2], output[2];
    int frames = 0;
};

/** work(in, out) block by block. */
template <typename Work> void eachBlock(Sound& sound, Buffers buffers, Work&& work) {
    std::array<std::array<float, blockFrames>, 2> copies;
    for (int at = 0; at < sound.frames; at += blockFrames) {
        const float* in[2];
        float* out[2];
        for (std::size_t c = 0; c < 2; ++c) {
            in[c] = sound.input[c].data() + at;
            out[c] = sound.output[c].data() + (buffers == Buffers::hosts ? 0 : at);
            if (buffers == Buffers::file) continue;
            std::copy_n(in[c], blockFrames, copies[c].data());
            in[c] = copies[c].data();
        }
        work(in, out);
    }
}

void runEngine(Engine& engine, Sound& sound, Buffers buffers) {
    eachBlock(sound, buffers,
              [&](const float* const* in, float* const* out) { engine.process(in, out, 2, blockFrames); });
}

void runBiquads(Sound& sound, Buffers buffers) {
    ScalarBiquad biquads[2] = {{0.02, 0.01, 0.003, -1.7, 0.72}, {0.02, 0.01, 0.003, -1.7, 0.72}};
    eachBlock(sound, buffers, [&](const float* const* in, float* const* out) {
        for (int c = 0; c < 2; ++c) {
            auto biquad = biquads[c];
            for (int i = 0; i < blockFrames; ++i)
                out[c][i] = static_cast<float>(biquad(static_cast<double>(in[c][i])));
            biquads[c] = biquad;
        }
    });
}

/** True if it stays below what would be a fault. */
bool compare(Engine& plain, Engine& withTruePeak, Sound& sound, Buffers buffers) {
    std::vector<double> engineNs, truePeakNs, biquadNs;
    for (int round = 0; round < 7; ++round) {
        biquadNs.push_back(nanosecondsPerFrame(sound.frames, [&] { runBiquads(sound, buffers); }));
        engineNs.push_back(nanosecondsPerFrame(sound.frames, [&] { runEngine(plain, sound, buffers); }));
        truePeakNs.push_back(nanosecondsPerFrame(sound.frames, [&] { runEngine(withTruePeak, sound, buffers); }));
    }
    const double b = median(biquadNs), e = median(engineNs), t = median(truePeakNs);
    std::printf("%s\n", buffers == Buffers::hosts ? "a host's buffers" : "20 s of memory");
    std::printf("  scalar biquad per channel   %7.2f ns/frame\n", b);
    std::printf("  engine                      %7.2f ns/frame  %5.2f times\n", e, e / b);
    std::printf("  engine with true peak       %7.2f ns/frame  %5.2f times\n", t, t / b);
    return e <= 5.0 * b && t <= 8.0 * b;
}

} // namespace

int main(int argc, char** argv) {
    const double rate = argc > 1 ? std::atof(argv[1]) : 96000.0;
    if (!(rate >= minSampleRateHz && rate <= maxSampleRateHz)) {
        std::fprintf(stderr, "engine_bench: RATE is outside 8000 to 768000 Hz\n");
        return 1;
    }
    const int frames = static_cast<int>(rate) * seconds / blockFrames * blockFrames;
    Sound sound;
    for (int c = 0; c < 2; ++c) {
        sound.input[c] = programme(frames, static_cast<unsigned>(c) + 1);
        sound.output[c].resize(static_cast<std::size_t>(frames));
    }
    sound.frames = frames;

    FilterSettings settings;
    settings.subsonic = Subsonic{};
    const auto design = designStage(settings, rate);
    Engine plain, withTruePeak;
    plain.prepare(design);
    Engine::Options options;
    options.truePeakInput = options.truePeakOutput = true;
    withTruePeak.prepare(design, options);

    std::printf("rate %.0f Hz, stereo, float in and out, median of 7\n", rate);
    const bool isHostRight = compare(plain, withTruePeak, sound, Buffers::hosts);
    const bool isFileRight = compare(plain, withTruePeak, sound, Buffers::file);
    return isHostRight && isFileRight ? 0 : 1;
}
