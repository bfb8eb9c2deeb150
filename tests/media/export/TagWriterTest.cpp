// SPDX-License-Identifier: GPL-3.0-or-later
// That other programs read the tags is tests/cli's; here: that the sound stays as it was, and what fails, fails.
#include "media/export/TagWriter.h"
#include "media/io/AudioReader.h"
#include "media/io/AudioWriter.h"

#include "media/MediaSupport.h"

using namespace phonostage;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

media::TagSet someTags() {
    media::TagSet tags;
    tags.add("TITLE", "Gr\xC3\xBC\xC3\x9F"
                      "e \xF0\x9F\x8E\xB6");
    tags.add("COMMENT", "phonostage:{\"equalised\":\"riaa\"}");
    tags.add("VINYL_POSITION", "A1");
    tags.track = 3;
    tags.tracks = 10;
    tags.gain = media::ReplayGain{-3.2, -4.5, 0.9, 1.1, true};
    tags.cover.bytes = "\xff\xd8\xff" + std::string(20000, 'p');
    tags.cover.mimeType = "image/jpeg";
    return tags;
}

/** A file as an export makes it: with its note alone. */
void writeUntagged(base::PendingFile& file, const media::AudioSpec& spec, std::size_t frames) {
    media::FileTags tags;
    tags.note.equalisedWith = "riaa";
    media::AudioWriter writer(file, spec, tags);
    auto samples = tone(frames, 1, 0.4);
    auto right = tone(frames, 1, 0.3);
    double* channel[2] = {samples.data(), right.data()};
    writer.write(channel, static_cast<int>(frames), false);
    writer.finish();
}

} // namespace

TEST_CASE("Tags leave the sound as it was, in every format") {
    const TemporaryFolder folder;
    struct Case {
        media::Container container;
        media::TagFormat format;
        media::SampleFormat word;
        std::size_t room;
    };
    for (const auto& each : {Case{media::Container::flac, media::TagFormat::flac, media::SampleFormat::pcm24, 0},
                             Case{media::Container::flac, media::TagFormat::flac, media::SampleFormat::pcm16, 23000},
                             Case{media::Container::wav, media::TagFormat::wav, media::SampleFormat::pcm24, 0},
                             Case{media::Container::wav, media::TagFormat::wav, media::SampleFormat::float32, 0},
                             Case{media::Container::aiff, media::TagFormat::aiff, media::SampleFormat::pcm16, 0},
                             Case{media::Container::opus, media::TagFormat::opus, media::SampleFormat::float32, 0},
                             Case{media::Container::mp3, media::TagFormat::mp3, media::SampleFormat::float32, 0}}) {
        if (!media::canWrite(each.container)) {
            WARN(media::nameOf(each.container) << " is not written by this libsndfile");
            continue;
        }
        INFO(media::nameOf(each.container));
        const media::AudioSpec spec{each.container, each.word, 48000.0, 2, 50001, each.room};
        const auto name = folder / ("a" + std::string(media::extensionOf(each.container)));
        base::PendingFile file(name, base::Replace::any());
        writeUntagged(file, spec, 50001);
        const auto size = file.file().size();
        std::string bytes(static_cast<std::size_t>(size), '\0');
        REQUIRE(file.file().readAt(0, bytes.data(), bytes.size()) == size);
        writeBytes(folder / "plain", bytes);
        media::writeTags(file.file(), each.format, someTags(), "a");
        // Twice: the second tags take the place of the first.
        media::writeTags(file.file(), each.format, someTags(), "a");
        if (each.room > 0) CHECK(file.file().size() == size); // the room was enough
        file.commit();
        CHECK((readSound(name).samples == readSound(folder / "plain").samples));
        CHECK(media::AudioReader(name).tags().note.equalisedWith == "riaa");
    }
}

TEST_CASE("An RF64 file is never given to TagLib, and has its tags all the same") {
    const TemporaryFolder folder;
    const auto name = folder / "a.wav";
    writeSound(name, SF_FORMAT_RF64 | SF_FORMAT_PCM_24, 48000, 2, tone(5000, 2, 0.4));
    const auto before = readSound(name).samples;
    for (const auto format : {media::TagFormat::rf64, media::TagFormat::wav}) { // said so, and found out
        writeSound(name, SF_FORMAT_RF64 | SF_FORMAT_PCM_24, 48000, 2, tone(5000, 2, 0.4));
        base::PendingFile file(folder / "b.wav", base::Replace::any());
        file.writeAll(readBytes(name));
        media::writeTags(file.file(), format, someTags(), "b");
        file.commit();
        const auto bytes = readBytes(folder / "b.wav");
        CHECK(bytes.starts_with("RF64"));
        CHECK((readSound(folder / "b.wav").samples == before));
        CHECK(bytes.find("id3 ") != std::string::npos);
        CHECK(bytes.find("INFO") != std::string::npos);
        std::uint64_t size = 0;
        for (std::size_t i = 0; i < 8; ++i)
            size |= std::uint64_t{static_cast<unsigned char>(bytes[20 + i])} << (8 * i);
        CHECK(size == bytes.size() - 8);
        CHECK(media::AudioReader(folder / "b.wav").tags().note.equalisedWith == "riaa");
    }
}

TEST_CASE("What is no sound file of the format, and a full disk, are errors") {
    const TemporaryFolder folder;
    base::PendingFile file(folder / "a.flac", base::Replace::any());
    file.writeAll("These are words.\n");
    CHECK_THAT(faultOf([&] { media::writeTags(file.file(), media::TagFormat::flac, someTags(), "'a.flac'"); }),
               says("'a.flac' could not be tagged"));
}

TEST_CASE("A cover picture is a JPEG or PNG of some size, and its measures are read") {
    const TemporaryFolder folder;
    const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x01\x90\x08\x02\0\0\0", 29);
    writeBytes(folder / "c.png", png);
    const auto cover = media::readCover(folder / "c.png");
    CHECK(cover.mimeType == "image/png");
    CHECK(cover.width == 600);
    CHECK(cover.height == 400);
    const std::string jpeg("\xff\xd8\xff\xe0\0\x04xx\xff\xc4\0\x03x\xff\xc0\0\x0b\x08\x01\x90\x02\x58\x03", 23);
    writeBytes(folder / "c.jpg", jpeg);
    CHECK(media::readCover(folder / "c.jpg").width == 600);
    CHECK(media::readCover(folder / "c.jpg").height == 400);
    writeBytes(folder / "c.gif", "GIF89a");
    CHECK_THAT(faultOf([&] { (void)media::readCover(folder / "c.gif"); }), says("neither JPEG nor PNG"));
    CHECK_THAT(faultOf([&] { (void)media::readCover(folder / "no"); }), says("no"));
    writeBytes(folder / "big.png", png + std::string(11 << 20, 'x'));
    CHECK_THAT(faultOf([&] { (void)media::readCover(folder / "big.png"); }), says("larger than 10 MiB"));
}
