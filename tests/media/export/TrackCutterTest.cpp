// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TrackCutter.h"

#include "media/MediaSupport.h"
#include "media/io/AudioReader.h"

#include <random>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr std::int64_t sideFrames = 50000;

std::vector<std::vector<double>> noise(int channels, double level) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> draw(-level, level);
    std::vector<std::vector<double>> side(static_cast<std::size_t>(channels));
    for (auto& channel : side)
        for (std::int64_t i = 0; i < sideFrames; ++i)
            channel.push_back(draw(random));
    return side;
}

/** In blocks of odd sizes. */
void feed(media::SoundWriter& writer, std::vector<std::vector<double>> side) {
    const std::vector<int> sizes{1, 2047, 5000, 3, 10000};
    std::int64_t at = 0;
    for (std::size_t i = 0; at < sideFrames; ++i) {
        const auto n = static_cast<int>(std::min<std::int64_t>(sizes[i % sizes.size()], sideFrames - at));
        double* channel[2] = {side[0].data() + at, side.size() > 1 ? side[1].data() + at : nullptr};
        writer.write(channel, n, false);
        at += n;
    }
    writer.finish();
}

media::AudioSpec specOf(media::Container container, media::SampleFormat format, int channels) {
    return {container, format, 48000.0, channels, std::nullopt, 0};
}

} // namespace

TEST_CASE("Tracks that touch, joined, are the whole side to the bit, and dither runs on") {
    const TemporaryFolder folder;
    for (const int channels : {1, 2})
        for (const auto format :
             {media::SampleFormat::pcm16, media::SampleFormat::pcm24, media::SampleFormat::float32}) {
            // At a level that needs its dither.
            const auto side = noise(channels, 0.0003);
            const auto container =
                format == media::SampleFormat::float32 ? media::Container::wav : media::Container::flac;
            const auto spec = specOf(container, format, channels);
            base::PendingFile whole(folder / "whole", base::Replace::any());
            media::AudioWriter writer(whole, spec, {});
            feed(writer, side);
            whole.commit();

            std::vector<std::unique_ptr<base::PendingFile>> files;
            std::vector<media::CutTrack> cuts;
            for (const auto& [start, end] : {std::pair{0, 12345}, {12345, 12346}, {12346, 41000}, {41000, 50000}}) {
                files.push_back(
                    std::make_unique<base::PendingFile>(folder / std::to_string(start), base::Replace::any()));
                cuts.push_back({start, end, files.back().get(), {}, 0});
            }
            media::TrackCutter cutter(spec, std::move(cuts), true);
            feed(cutter, side);
            CHECK(cutter.framesWritten() == sideFrames);
            std::vector<double> joined;
            for (const auto& file : files) {
                file->commit();
                const auto part = readSound(file->target()).samples;
                joined.insert(joined.end(), part.begin(), part.end());
            }
            CHECK((joined == readSound(folder / "whole").samples));
        }
}

TEST_CASE("What lies outside of tracks is not written and counts for nothing, but takes its dither") {
    const TemporaryFolder folder;
    auto side = noise(2, 0.3);
    for (std::int64_t i = 0; i < 1000; ++i)
        side[0][static_cast<std::size_t>(i)] = 1.5; // the needle drops
    side[1][20000] = -1.2;
    const auto spec = specOf(media::Container::wav, media::SampleFormat::pcm16, 2);
    base::PendingFile whole(folder / "whole", base::Replace::any());
    media::AudioWriter writer(whole, spec, {});
    feed(writer, side);
    whole.commit();
    base::PendingFile one(folder / "one", base::Replace::any()), two(folder / "two", base::Replace::any());
    media::TrackCutter cutter(spec, {{5000, 15000, &one, {}, 0}, {18000, 30000, &two, {}, 0}}, false);
    feed(cutter, side);
    one.commit();
    two.commit();
    CHECK(cutter.clippedSamples(0) == 0);
    CHECK(cutter.clippedSamples(1) == 1);
    CHECK(cutter.clippedSamplesOf(0) == 0);
    CHECK(cutter.clippedSamplesOf(1) == 1);
    CHECK(cutter.peak(0) < 0.3);
    CHECK(cutter.peak(1) == 1.2);
    const auto all = readSound(folder / "whole").samples;
    CHECK((readSound(folder / "one").samples == std::vector(all.begin() + 10000, all.begin() + 30000)));
    CHECK((readSound(folder / "two").samples == std::vector(all.begin() + 36000, all.begin() + 60000)));
}

TEST_CASE("A track that the side is too short for is an error") {
    const TemporaryFolder folder;
    base::PendingFile file(folder / "a.flac", base::Replace::any());
    media::TrackCutter cutter(specOf(media::Container::flac, media::SampleFormat::pcm24, 2),
                              {{49000, 50001, &file, {}, 0}}, false);
    const auto fault = faultOf([&] { feed(cutter, noise(2, 0.1)); });
    CHECK_THAT(fault, says("a.flac") && says("50001") && says("50000"));
}
