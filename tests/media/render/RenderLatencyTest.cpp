// SPDX-License-Identifier: GPL-3.0-or-later
// A stage that looks ahead is late; a rendered file is not.
#include "media/MediaSupport.h"

#include "media/analyse/MeasuredResponse.h"
#include "media/render/GainThatFits.h"
#include "media/render/Render.h"

#include <algorithm>
#include <random>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

constexpr dsp::LookAhead delays[] = {{1, 0}, {0, 2048}, {1920, 253}, {5000, 3}};

struct Result {
    Report report;
    Histories histories;
    Sound file;
};

RenderSettings settingsOf(dsp::LookAhead delay) {
    RenderSettings settings;
    settings.stage.filter.subsonic = dsp::Subsonic{};
    settings.stage.filter.delay = delay;
    settings.fullReport = true;
    return settings;
}

Result render(const TemporaryFolder& folder, RenderSettings settings, SampleFormat format) {
    Result result;
    settings.histories = &result.histories;
    AudioReader reader(folder / "in.wav");
    base::PendingFile file(folder / "out.wav", base::Replace::any());
    AudioWriter writer(file, renderedSpec(reader, Container::wav, format, settings),
                       renderedTags(reader.tags(), settings.stage));
    result.report = renderFile(reader, writer, format, settings);
    file.commit();
    result.file = readSound(folder / "out.wav");
    return result;
}

/** Music-like, with an overload in the middle and one that reaches to the end. */
std::vector<double> capture(std::size_t frames, int channels) {
    std::mt19937 random(3);
    std::normal_distribution<double> normal(0.0, 0.01);
    std::vector<double> list(frames * static_cast<std::size_t>(channels));
    for (auto& v : list)
        v = 0.002 + normal(random);
    if (frames < 2000) return list;
    const auto overload = [&](std::size_t first, std::size_t length) {
        for (std::size_t i = first; i < first + length; ++i)
            list[i * static_cast<std::size_t>(channels)] = 1.0;
    };
    overload(frames / 2, 14);
    overload(frames - 9, 9);
    return list;
}

void checkSame(const Result& late, const Result& expected) {
    CHECK(late.file.samples == expected.file.samples); // as many, too
    CHECK(late.report.frames == expected.report.frames);
    REQUIRE(late.report.channels.size() == expected.report.channels.size());
    for (std::size_t c = 0; c < late.report.channels.size(); ++c) {
        const auto& a = late.report.channels[c];
        const auto& b = expected.report.channels[c];
        CHECK(a.input.meanSquare == b.input.meanSquare);
        CHECK(a.input.overload.peak == b.input.overload.peak);
        CHECK(a.input.overload.events == b.input.overload.events);
        CHECK(a.input.overload.firstStart == b.input.overload.firstStart);
        CHECK(a.input.overload.lastStart == b.input.overload.lastStart);
        REQUIRE(a.input.events.size() == b.input.events.size());
        for (std::size_t i = 0; i < a.input.events.size(); ++i) {
            CHECK(a.input.events[i].start == b.input.events[i].start);
            CHECK(a.input.events[i].length == b.input.events[i].length);
        }
        CHECK_THAT(a.output->meanSquare, WithinRel(b.output->meanSquare, 1e-12)); // summed in other pieces
        CHECK(a.output->peak == b.output->peak);
        CHECK(a.output->truePeak == b.output->truePeak);
        CHECK(a.output->clippedSamples == b.output->clippedSamples);
        const auto& lateBins = late.histories.output[c].bins();
        const auto& bins = expected.histories.output[c].bins();
        REQUIRE(lateBins.size() == bins.size());
        for (std::size_t i = 0; i < bins.size(); ++i) {
            CHECK(lateBins[i].peak == bins[i].peak);
            CHECK(lateBins[i].frames == bins[i].frames);
        }
    }
}

} // namespace

TEST_CASE("A render of a stage that looks ahead is neither late nor shorter, and its report is that of the capture") {
    const TemporaryFolder folder;
    const int channels = GENERATE(1, 2);
    const std::size_t frames = GENERATE(as<std::size_t>{}, 1, 2047, 2048, 2049, 30011);
    const auto format = GENERATE(SampleFormat::float32, SampleFormat::pcm24);
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, channels, capture(frames, channels));
    const auto expected = render(folder, settingsOf({}), format);
    CHECK(expected.file.samples.size() == frames * static_cast<std::size_t>(channels));
    if (frames == 30011) {
        CHECK(expected.report.channels[0].input.overload.events == 2);
        CHECK(expected.report.channels[0].input.overload.firstStart == 15005);
        CHECK(expected.report.channels[0].input.overload.lastStart == 30002);
    }
    for (const auto delay : delays) {
        CAPTURE(delay.restorationFrames, delay.deEmphasisFrames);
        checkSame(render(folder, settingsOf(delay), format), expected);
    }
}

TEST_CASE("Speed corrected by resampling, and the gain that fits, know of no latency either") {
    const TemporaryFolder folder;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, capture(20000, 2));
    const auto settingsAt = [](dsp::LookAhead delay) {
        auto settings = settingsOf(delay);
        settings.stage.filter.speedRatio = 45.0 / 33.0;
        settings.speedBack = SpeedBack::resampled;
        return settings;
    };
    const auto expected = render(folder, settingsAt({}), SampleFormat::float32);
    const auto peakOf = [&](const RenderSettings& settings) {
        AudioReader reader(folder / "in.wav");
        return truePeakOfRender(reader, settings);
    };
    for (const auto delay : delays) {
        checkSame(render(folder, settingsAt(delay), SampleFormat::float32), expected);
        CHECK(peakOf(settingsAt(delay)) == peakOf(settingsAt({})));
        CHECK(peakOf(settingsOf(delay)) == peakOf(settingsOf({})));
    }
}

TEST_CASE("A render with exact phase is as long as the capture, and where it was") {
    const TemporaryFolder folder;
    std::vector<double> click(20000, 0.0);
    click[9000] = 0.5;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 44100, 1, click);
    auto settings = settingsOf({});
    const auto expected = render(folder, settings, SampleFormat::float32);
    settings.stage.filter.exactPhase = true;
    const auto exact = render(folder, settings, SampleFormat::float32);
    CHECK(exact.file.samples.size() == expected.file.samples.size());
    CHECK(exact.report.frames == 20000);
    const auto peakAt = [](const Result& result) {
        const auto& x = result.file.samples;
        return std::max_element(x.begin(), x.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }) -
               x.begin();
    };
    CHECK(std::abs(peakAt(expected) - 9000) <= 1);
    CHECK(std::abs(peakAt(exact) - 9000) <= 1);
    CHECK_THAT(toJson(exact.report), says("\"exact_phase\": true"));
    CHECK_THAT(toJson(expected.report), says("\"exact_phase\": false"));
}

TEST_CASE("A measured response is that of the render, whatever looks ahead") {
    const auto frequencies = standardFrequencies(48000.0);
    const auto expected = measureResponse(settingsOf({}).stage, 48000.0, frequencies);
    CHECK(std::abs(expected.delaySamples) < 4.0);
    for (const auto delay : delays) {
        const auto late = measureResponse(settingsOf(delay).stage, 48000.0, frequencies);
        CHECK_THAT(late.delaySamples, WithinAbs(expected.delaySamples, 1e-6));
        CHECK_THAT(late.maxErrorDb, WithinAbs(expected.maxErrorDb, 1e-9));
        for (std::size_t i = 0; i < frequencies.size(); ++i) {
            CHECK_THAT(late.points[i].gainDb, WithinAbs(expected.points[i].gainDb, 1e-9));
            CHECK_THAT(late.points[i].phaseDeg, WithinAbs(expected.points[i].phaseDeg, 1e-6));
            CHECK_THAT(late.points[i].phaseErrorDeg, WithinAbs(expected.points[i].phaseErrorDeg, 1e-6));
        }
    }
}
