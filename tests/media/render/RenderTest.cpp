// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "dsp/engine/Engine.h"
#include "media/render/Render.h"

#include <numbers>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

RenderStage flatStage() {
    RenderStage stage;
    stage.curveName = "flat";
    stage.filter.curve = dsp::Curve::flat();
    stage.filter.dcRemoval = false;
    stage.levels.gainDb = 0.0;
    return stage;
}

Report render(const std::filesystem::path& in, const std::filesystem::path& out, const RenderSettings& settings,
              SampleFormat format = SampleFormat::pcm24) {
    AudioReader reader(in);
    base::PendingFile file(out, base::Replace::any());
    AudioWriter writer(file, renderedSpec(reader, containerOf(out), format),
                       renderedTags(reader.tags(), settings.stage));
    auto report = renderFile(reader, writer, format, settings);
    file.commit();
    return report;
}

/** A sine at a twelfth of the rate, so that its samples and levels are exact. */
std::vector<double> sine(std::size_t frames, double level, double offset = 0.0) {
    std::vector<double> list;
    for (std::size_t i = 0; i < frames; ++i)
        list.push_back(offset + level * std::sin(std::numbers::pi / 6.0 * static_cast<double>(i % 12)));
    return list;
}

} // namespace

TEST_CASE("A render is what the engine gives, frame by frame") {
    const TemporaryFolder folder;
    const int channels = GENERATE(1, 2);
    const std::size_t frames = GENERATE(as<std::size_t>{}, 1, 2047, 2048, 30011);
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, channels, tone(frames, channels, 0.01));
    RenderSettings settings;
    settings.stage.filter.subsonic = dsp::Subsonic{};
    const auto report = render(folder / "in.wav", folder / "out.wav", settings, SampleFormat::float32);
    CHECK(report.frames == static_cast<std::int64_t>(frames));
    const auto in = readSound(folder / "in.wav");
    const auto out = readSound(folder / "out.wav");
    CHECK(out.rate == 96000);
    REQUIRE(out.samples.size() == in.samples.size());

    dsp::Engine engine;
    engine.prepare(dsp::designStage(settings.stage.filter, 96000.0));
    engine.setLevels(settings.stage.levels);
    auto left = in.channel(0);
    auto right = in.channel(channels == 2 ? 1 : 0);
    double* const channel[] = {left.data(), right.data()};
    engine.process(channel, channel, channels, static_cast<int>(frames));
    std::vector<double> expected;
    for (std::size_t i = 0; i < frames; ++i) {
        expected.push_back(static_cast<double>(static_cast<float>(left[i])));
        if (channels == 2) expected.push_back(static_cast<double>(static_cast<float>(right[i])));
    }
    CHECK(out.samples == expected);
}

TEST_CASE("The report gives the levels that a closed form gives") {
    const TemporaryFolder folder;
    // -12.04 dBFS on an offset of 0.125: mean square 0.03125 + 0.015625; the peak is 0.375.
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 48000, 1, sine(48000, 0.25, 0.125));
    RenderSettings settings;
    settings.stage = flatStage();
    settings.stage.levels.inputDbv = -10.0;
    settings.stage.levels.outputDbv = -4.0;
    settings.stage.levels.gainDb = 6.0;
    settings.fullReport = true;
    const auto report = render(folder / "in.wav", folder / "out.wav", settings);
    REQUIRE(report.channels.size() == 1);
    CHECK(report.channels[0].name == "mono");
    const auto& input = report.channels[0].input;
    CHECK_THAT(input.meanSquare, WithinAbs(0.046875, 1e-12));
    CHECK(input.overload.peak == 0.375);
    const auto& output = *report.channels[0].output;
    // 6 dB of gain, 6 dB more of full scale at the output: the samples stay, by half a step and the dither.
    CHECK_THAT(output.meanSquare, WithinAbs(0.046875, 1e-8));
    CHECK_THAT(output.peak, WithinAbs(0.375, 2e-7));
    CHECK(output.truePeak >= output.peak);
    CHECK(output.clippedSamples == 0);
    CHECK_FALSE(report.largestGainDb);
}

TEST_CASE("Clips are told with the largest gain that fits, and it fits") {
    const TemporaryFolder folder;
    const auto format = GENERATE(SampleFormat::pcm16, SampleFormat::pcm24, SampleFormat::float32);
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, tone(20000, 2, 0.31));
    RenderSettings settings;
    settings.stage.levels.gainDb = 37.0;
    const auto report = render(folder / "in.wav", folder / "out.wav", settings, format);
    CHECK(report.clippedSamples() > 1000);
    REQUIRE(report.largestGainDb);
    CHECK(*report.largestGainDb < 37.0);
    settings.stage.levels.gainDb = *report.largestGainDb;
    CHECK(render(folder / "in.wav", folder / "fits.wav", settings, format).clippedSamples() == 0);
    settings.stage.levels.gainDb += 0.03;
    CHECK(render(folder / "in.wav", folder / "clips.wav", settings, format).clippedSamples() > 0);
}

TEST_CASE("Analysis and report tell the same of the input") {
    const TemporaryFolder folder;
    auto samples = tone(60000, 2, 1.7); // held at full scale by the writer
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, samples);
    RenderSettings settings;
    settings.fullReport = true;
    const auto rendered = render(folder / "in.wav", folder / "out.wav", settings);
    AudioReader reader(folder / "in.wav");
    const auto analysed = analyzeFile(reader, settings.stage);
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& a = analysed.channels[c].input;
        const auto& b = rendered.channels[c].input;
        CHECK(a.meanSquare == b.meanSquare);
        CHECK(a.overload.peak == b.overload.peak);
        CHECK(a.overload.events >= 1);
        CHECK(a.overload.fullScaleSamples > 100);
        CHECK(a.overload.events == b.overload.events);
        CHECK(a.overload.eventSamples == b.overload.eventSamples);
        CHECK(a.overload.fullScaleSamples == b.overload.fullScaleSamples);
        REQUIRE(a.events.size() == b.events.size());
        for (std::size_t i = 0; i < a.events.size(); ++i) {
            CHECK(a.events[i].start == b.events[i].start);
            CHECK(a.events[i].length == b.events[i].length);
        }
    }
}

TEST_CASE("Samples that are no numbers are counted and do no harm") {
    const TemporaryFolder folder;
    auto samples = sine(6000, 0.1);
    samples[1000] = std::nan("");
    samples[2000] = 1e9;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 48000, 1, samples);
    RenderSettings settings;
    settings.fullReport = true;
    const auto rendered = render(folder / "in.wav", folder / "out.wav", settings);
    AudioReader reader(folder / "in.wav");
    const auto analysed = analyzeFile(reader, settings.stage);
    CHECK(rendered.badSamples == 2);
    CHECK(analysed.badSamples == 2);
    CHECK_THAT(rendered.channels[0].input.overload.peak, WithinAbs(0.1, 1e-12));
    CHECK(analysed.channels[0].input.overload.peak == rendered.channels[0].input.overload.peak);
    CHECK(std::isfinite(rendered.channels[0].output->meanSquare));
}

TEST_CASE("Work that is broken off ends in Cancelled and leaves nothing") {
    const TemporaryFolder folder;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 2, tone(600000, 2));
    RenderSettings settings;
    std::int64_t last = -1;
    settings.progress = [&](std::int64_t done, std::optional<std::int64_t> total) {
        CHECK(total == 600000);
        CHECK(done > last);
        last = done;
        return done < 300000;
    };
    CHECK_THROWS_AS(render(folder / "in.wav", folder / "out.wav", settings), Cancelled);
    CHECK(last >= 300000);
    CHECK(folder.names() == std::vector<std::string>{"in.wav"});
}

TEST_CASE("A rendered file says what its full scale is and that it is equalised") {
    FileTags source;
    source.comment = "words";
    source.note.fullScaleDbv = -20.0;
    RenderStage stage;
    stage.levels.outputDbv = 4.0;
    const auto tags = renderedTags(source, stage);
    CHECK(tags.note == FileNote{4.0, "riaa"});
    CHECK(tags.comment == "words");
}
