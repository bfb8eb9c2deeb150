// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/render/Render.h"
#include "media/render/Resampler.h"

#include <complex>
#include <numbers>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

std::vector<double> sine(std::size_t frames, double rateHz, double frequencyHz, double peak) {
    std::vector<double> list;
    for (std::size_t i = 0; i < frames; ++i)
        list.push_back(peak * std::sin(2.0 * std::numbers::pi * frequencyHz / rateHz * static_cast<double>(i)));
    return list;
}

struct Tone {
    double peak;       ///< of the sine at the asked frequency, by least squares
    double residualDb; ///< of all else, relative to it
};

/** The middle half, away from both ends of the file. */
Tone measure(const std::vector<double>& samples, double rateHz, double frequencyHz) {
    // A whole number of turns: sine and cosine are then orthogonal but for rounding.
    const auto turns = std::floor(static_cast<double>(samples.size()) / 2.0 * frequencyHz / rateHz);
    const auto count = static_cast<std::size_t>(std::llround(turns * rateHz / frequencyHz));
    const std::size_t first = samples.size() / 4;
    std::complex<double> sum;
    for (std::size_t i = first; i < first + count; ++i)
        sum += samples[i] * std::polar(1.0, -2.0 * std::numbers::pi * frequencyHz / rateHz * static_cast<double>(i));
    const auto wave = sum * (2.0 / static_cast<double>(count));
    double rest = 0.0;
    for (std::size_t i = first; i < first + count; ++i) {
        const auto turn = std::polar(1.0, 2.0 * std::numbers::pi * frequencyHz / rateHz * static_cast<double>(i));
        const double error = samples[i] - (wave * turn).real();
        rest += error * error;
    }
    return {std::abs(wave), 10.0 * std::log10(rest / static_cast<double>(count) / (std::norm(wave) / 2.0))};
}

struct Result {
    Report report;
    int rate = 0;
    std::vector<double> left;
};

Result renderAt(const TemporaryFolder& folder, double ratio, SpeedBack back) {
    RenderSettings settings;
    settings.stage.filter.speedRatio = ratio;
    settings.stage.filter.dcRemoval = false;
    settings.speedBack = back;
    settings.fullReport = true;
    AudioReader reader(folder / "in.wav");
    base::PendingFile file(folder / "out.wav", base::Replace::any());
    AudioWriter writer(file, renderedSpec(reader, Container::wav, SampleFormat::float32, settings),
                       renderedTags(reader.tags(), settings.stage));
    Result result;
    result.report = renderFile(reader, writer, SampleFormat::float32, settings);
    file.commit();
    const auto out = readSound(folder / "out.wav");
    result.rate = out.rate;
    result.left = out.channel(0);
    return result;
}

} // namespace

TEST_CASE("The resampler keeps a tone's level and time, whatever the ratio and the blocks") {
    for (const double ratio : {0.25, 0.5, 45.0 / 78.26, 100.0 / 135.0, 1.35, 2.0, 3.9}) {
        const auto in = sine(96000, 96000.0, 1000.0 * ratio, 0.25);
        std::vector<double> once, again;
        for (auto* list : {&once, &again}) {
            Resampler resampler(96000.0 / ratio, 96000.0, 1, [&](double* const* channel, int n) {
                list->insert(list->end(), channel[0], channel[0] + n);
            });
            const int block = list == &once ? 96000 : 777;
            for (int at = 0; at < 96000; at += block) {
                const double* const channel[] = {in.data() + at};
                resampler.process(channel, std::min(block, 96000 - at));
            }
            resampler.finish();
        }
        CAPTURE(ratio);
        REQUIRE(once.size() == static_cast<std::size_t>(std::llround(96000.0 * ratio)));
        CHECK(once == again);
        const auto tone = measure(once, 96000.0, 1000.0);
        CHECK_THAT(tone.peak, WithinAbs(0.25, 0.25 * 1e-7));
        CHECK(tone.residualDb < -140.0);
    }
}

TEST_CASE("A record played at the wrong speed comes out at its own speed and level") {
    const TemporaryFolder folder;
    const double ratio = GENERATE(100.0 / 135.0, 1.35, 45.0 / 78.26, 0.5);
    // The record's own 1 kHz at a level of 0.002: speed brings it to ratio kHz and to ratio times the level.
    constexpr std::size_t frames = 144000;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 96000, 1,
               sine(frames, 96000.0, 1000.0 * ratio, 0.002 * ratio));
    CAPTURE(ratio);

    const auto same = renderAt(folder, ratio, SpeedBack::off);
    CHECK(same.rate == 96000);
    CHECK_THAT(measure(same.left, 96000.0, 1000.0 * ratio).peak, WithinRel(0.2, 2e-5));

    const auto declared = renderAt(folder, ratio, SpeedBack::declaredRate);
    CHECK(declared.rate == std::lround(96000.0 / ratio));
    CHECK(declared.report.outputRateHz == declared.rate);
    CHECK(declared.left == same.left);

    const auto resampled = renderAt(folder, ratio, SpeedBack::resampled);
    CHECK(resampled.rate == 96000);
    REQUIRE(resampled.left.size() == static_cast<std::size_t>(std::llround(frames * ratio)));
    CHECK_THAT(measure(resampled.left, 96000.0, 1000.0).peak, WithinRel(0.2, 2e-5));
    CHECK(resampled.report.frames == frames);
    const auto& output = resampled.report.channels[0].output;
    REQUIRE(output);
    // The tone's onset has a bass of its own: the peak is that of the stage's output, not of the tone alone.
    CHECK_THAT(output->truePeak, WithinRel(same.report.channels[0].output->truePeak, 0.02));
}

TEST_CASE("The right speed leaves the rate as it is") {
    const TemporaryFolder folder;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 44100, 1, sine(10000, 44100.0, 1000.0, 0.002));
    const auto off = renderAt(folder, 1.0, SpeedBack::off);
    for (const auto back : {SpeedBack::declaredRate, SpeedBack::resampled}) {
        const auto result = renderAt(folder, 1.0, back);
        CHECK(result.rate == 44100);
        CHECK(result.left == off.left);
    }
}
