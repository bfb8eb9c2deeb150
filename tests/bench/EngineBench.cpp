// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the engine costs in its thread's own time, as a ratio to one scalar double biquad per channel, in the same run:
// median of 7.
// engine_bench [RATE]

#include "bench/Machine.h"
#include "dsp/engine/Engine.h"

#include <algorithm>
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

} // namespace

int main(int argc, char** argv) {
    const double rate = argc > 1 ? std::atof(argv[1]) : 96000.0;
    if (!(rate >= minSampleRateHz && rate <= maxSampleRateHz)) {
        std::fprintf(stderr, "engine_bench: RATE is outside 8000 to 768000 Hz\n");
        return 1;
    }
    const int frames = static_cast<int>(rate) * seconds / blockFrames * blockFrames;
    const std::vector<float> input[2] = {programme(frames, 1), programme(frames, 2)};
    std::vector<float> output[2] = {std::vector<float>(static_cast<std::size_t>(frames)),
                                    std::vector<float>(static_cast<std::size_t>(frames))};

    FilterSettings settings;
    settings.subsonic = Subsonic{};
    const auto design = designStage(settings, rate);
    Engine plain, withTruePeak;
    plain.prepare(design);
    Engine::Options options;
    options.truePeakInput = options.truePeakOutput = true;
    withTruePeak.prepare(design, options);

    const auto runEngine = [&](Engine& engine) {
        for (int at = 0; at < frames; at += blockFrames) {
            const float* in[2] = {input[0].data() + at, input[1].data() + at};
            float* out[2] = {output[0].data() + at, output[1].data() + at};
            engine.process(in, out, 2, blockFrames);
        }
    };
    const auto runBiquads = [&] {
        for (int c = 0; c < 2; ++c) {
            ScalarBiquad biquad{0.02, 0.01, 0.003, -1.7, 0.72};
            for (int i = 0; i < frames; ++i) {
                const auto n = static_cast<std::size_t>(i);
                output[c][n] = static_cast<float>(biquad(static_cast<double>(input[c][n])));
            }
        }
    };

    std::vector<double> engineNs, truePeakNs, biquadNs;
    for (int round = 0; round < 7; ++round) {
        biquadNs.push_back(nanosecondsPerFrame(frames, runBiquads));
        engineNs.push_back(nanosecondsPerFrame(frames, [&] { runEngine(plain); }));
        truePeakNs.push_back(nanosecondsPerFrame(frames, [&] { runEngine(withTruePeak); }));
    }
    const double b = median(biquadNs), e = median(engineNs), t = median(truePeakNs);
    std::printf("rate %.0f Hz, stereo, float in and out, median of 7\n", rate);
    std::printf("scalar biquad per channel   %7.2f ns/frame\n", b);
    std::printf("engine                      %7.2f ns/frame  %5.2f times (at most 4)\n", e, e / b);
    std::printf("engine with true peak       %7.2f ns/frame  %5.2f times (at most 5)\n", t, t / b);
    return e <= 5.0 * b && t <= 8.0 * b ? 0 : 1;
}
