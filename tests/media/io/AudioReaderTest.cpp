// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/io/AudioReader.h"

#include <array>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

/** All of a file, interleaved, read in blocks of an odd size. */
std::vector<double> readAll(AudioReader& reader) {
    std::vector<double> left(777), right(777), all;
    const std::array<double*, 2> channel{left.data(), right.data()};
    for (int n = 0; (n = reader.read(channel.data(), 777)) > 0;)
        for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
            all.push_back(left[i]);
            if (reader.channels() == 2) all.push_back(right[i]);
        }
    return all;
}

std::string faultOfReading(const std::filesystem::path& path, bool allowTruncated = false) {
    return faultOf([&] {
        AudioReader reader(path, allowTruncated);
        (void)readAll(reader);
    });
}

struct Kind {
    int format;
    int wordBits;
    const char* name;
};

} // namespace

TEST_CASE("Every common format is read to the last bit") {
    const TemporaryFolder folder;
    const auto kind = GENERATE(values<Kind>({{SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 0, "8 bit"},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16, "16 bit"},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_32, 0, "32 bit"},
                                             {SF_FORMAT_WAV | SF_FORMAT_FLOAT, 0, "32 bit float"},
                                             {SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 0, "64 bit float"},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_24 | SF_ENDIAN_BIG, 24, "24 bit"},
                                             {SF_FORMAT_RF64 | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_W64 | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_AIFF | SF_FORMAT_FLOAT, 0, "32 bit float"},
                                             {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 16, "16 bit"},
                                             {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_CAF | SF_FORMAT_PCM_24, 24, "24 bit"},
                                             {SF_FORMAT_CAF | SF_FORMAT_ALAC_24, 24, "24 bit"},
                                             {SF_FORMAT_AU | SF_FORMAT_PCM_24, 24, "24 bit"}}));
    const int channels = GENERATE(1, 2);
    const auto path = folder / "sound";
    writeSound(path, kind.format, 96000, channels, tone(10000, channels));
    AudioReader reader(path);
    INFO(reader.formatName());
    CHECK(reader.sampleRateHz() == 96000.0);
    CHECK(reader.channels() == channels);
    CHECK(reader.frames() == 10000);
    CHECK(reader.wordBits() == kind.wordBits);
    CHECK_THAT(reader.formatName(), says(kind.name));
    CHECK(readAll(reader) == readSound(path).samples);
    CHECK(reader.warnings().empty());
}

TEST_CASE("Float samples beyond full scale, and those that are none, come through as they are") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1, {2.5, -1e9, std::nan(""), 0.25});
    AudioReader reader(path);
    const auto samples = readAll(reader);
    REQUIRE(samples.size() == 4);
    CHECK(samples[0] == 2.5);
    CHECK(samples[1] == -1e9);
    CHECK(std::isnan(samples[2]));
    CHECK(samples[3] == 0.25);
}

TEST_CASE("A WAV of 20 valid bits is known for what it is") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    auto sound = tone(100, 2);
    for (auto& sample : sound)
        sample = std::round(sample * 0x1p19) * 0x1p-19;
    writeSound(path, SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, 48000, 2, sound);
    auto bytes = readBytes(path);
    const auto format = bytes.find("fmt ");
    REQUIRE(format != std::string::npos);
    bytes[format + 8 + 18] = 20;
    writeBytes(path, bytes);
    CHECK(AudioReader(path).wordBits() == 20);
    CHECK_THAT(AudioReader(path).formatName(), says("20 bit"));
}

TEST_CASE("Files that cannot be read say so in one line") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    CHECK_THAT(faultOfReading(path), says("no such file"));
    CHECK_THAT(faultOfReading(folder.path()), says("is a folder"));
    CHECK_THAT(faultOfReading("/dev/null"), says("device or pipe"));
    writeBytes(path, "");
    CHECK_THAT(faultOfReading(path), says("is empty"));
    writeBytes(path, std::string(5000, 'x'));
    CHECK_THAT(faultOfReading(path), says("not an audio file"));
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 2, {});
    CHECK_THAT(faultOfReading(path), says("contains only a header"));
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 6, tone(10, 6));
    CHECK_THAT(faultOfReading(path), says("has 6 channels"));
    CHECK_THAT(faultOfReading("/dev/null/x"), says("cannot be read") || says("no such file"));
    const auto fault = faultOfReading(folder / "two\nlines.wav");
    CHECK(fault.find('\n') == std::string::npos);
}

TEST_CASE("Impossible rates in a header are refused by their number") {
    const TemporaryFolder folder;
    const auto rate = GENERATE(0, 1, 7999, 768001, 0x7fffffff);
    const auto path = folder / "sound.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 2, tone(100, 2));
    auto bytes = readBytes(path);
    for (std::size_t i = 0; i < 4; ++i)
        bytes[24 + i] = static_cast<char>(rate >> (8 * i));
    writeBytes(path, bytes);
    CHECK_THAT(faultOfReading(path), says(std::to_string(rate) + " Hz") && says("8000"));
}

TEST_CASE("A truncated file is an error, or is taken as far as it goes") {
    const TemporaryFolder folder;
    const int format =
        GENERATE(SF_FORMAT_WAV | SF_FORMAT_PCM_24, SF_FORMAT_RF64 | SF_FORMAT_PCM_24, SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
                 SF_FORMAT_W64 | SF_FORMAT_PCM_24, SF_FORMAT_AU | SF_FORMAT_PCM_16, SF_FORMAT_CAF | SF_FORMAT_PCM_24,
                 SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SF_FORMAT_FLAC | SF_FORMAT_PCM_24);
    const auto path = folder / "sound";
    writeSound(path, format, 48000, 2, tone(48000, 2));
    const auto whole = readSound(path).samples;
    const auto bytes = readBytes(path);
    writeBytes(path, bytes.substr(0, bytes.size() * 6 / 10));
    INFO(std::hex << format);
    CHECK_THAT(faultOfReading(path), says("truncated") && says("--allow-truncated"));

    AudioReader reader(path, true);
    const auto there = readAll(reader);
    CHECK(there.size() > whole.size() / 2);
    CHECK(there.size() < whole.size() * 7 / 10);
    CHECK(reader.warnings().size() == 1);
    // What is there is right, but for the last frames of a compressed file.
    const auto sure = there.size() - 10000;
    CHECK(std::vector<double>(there.begin(), there.begin() + static_cast<std::ptrdiff_t>(sure)) ==
          std::vector<double>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(sure)));
}

TEST_CASE("A FLAC with a damaged frame is no good, whatever its length") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.flac";
    writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, tone(48000, 2));
    auto bytes = readBytes(path);
    for (std::size_t i = 0; i < 64; ++i)
        bytes[bytes.size() / 2 + i] = static_cast<char>(bytes[bytes.size() / 2 + i] ^ 0x5a);
    writeBytes(path, bytes);
    CHECK_THAT(faultOfReading(path), says("damaged"));
}

TEST_CASE("What lies before the damage in a FLAC can be had, whether or not it tells its length") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.flac";
    writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, tone(48000, 2));
    const auto whole = readSound(path).samples;
    auto bytes = readBytes(path);
    // 36 bits of STREAMINFO, 18 bytes into the file and the fourth bit of the 22nd on, are the length; 0 is unknown.
    const bool hasLength = GENERATE(true, false);
    if (!hasLength) {
        bytes[21] = static_cast<char>(static_cast<unsigned char>(bytes[21]) & 0xf0);
        bytes.replace(22, 4, 4, '\0');
    }
    for (std::size_t i = 0; i < 64; ++i)
        bytes[bytes.size() / 2 + i] = static_cast<char>(bytes[bytes.size() / 2 + i] ^ 0x5a);
    writeBytes(path, bytes);
    CHECK_THAT(faultOfReading(path), says("damaged") && says("--allow-truncated"));

    AudioReader reader(path, true);
    CHECK(reader.frames().has_value() == hasLength);
    const auto there = readAll(reader);
    CHECK(there.size() > whole.size() / 4);
    CHECK(there.size() < whole.size() * 6 / 10);
    CHECK(std::equal(there.begin(), there.end(), whole.begin()));
    REQUIRE(reader.warnings().size() == 1);
    CHECK_THAT(reader.warnings()[0], says("damaged") && says(std::to_string(there.size() / 2)));
}

#ifndef _WIN32 // where a file that is open stays as it is

TEST_CASE("A file that shrinks while it is read ends in one line") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, tone(200000, 2));
    AudioReader reader(path);
    std::filesystem::resize_file(path, 1000);
    CHECK_THAT(faultOf([&] { (void)readAll(reader); }), says("truncated"));
}

TEST_CASE("A file that is removed while it is read is read to its end") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, tone(200000, 2));
    const auto whole = readSound(path).samples;
    AudioReader reader(path);
    std::filesystem::remove(path);
    CHECK(readAll(reader) == whole);
}

#endif

TEST_CASE("A WAV that was never finished is read to its end, with a warning") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 2, tone(5000, 2));
    auto bytes = readBytes(path);
    const auto whole = readSound(path).samples;
    const auto data = bytes.find("data");
    const char fill = GENERATE('\0', '\xff');
    for (std::size_t i = 0; i < 4; ++i)
        bytes[4 + i] = bytes[data + 4 + i] = fill;
    writeBytes(path, bytes);
    AudioReader reader(path);
    CHECK(readAll(reader) == whole);
    REQUIRE(reader.warnings().size() == 1);
    CHECK_THAT(reader.warnings()[0], says("never finished"));
}

TEST_CASE("Tags and the calibration are read") {
    const TemporaryFolder folder;
    const int format = GENERATE(SF_FORMAT_WAV | SF_FORMAT_PCM_24, SF_FORMAT_FLAC | SF_FORMAT_PCM_24,
                                SF_FORMAT_AIFF | SF_FORMAT_PCM_24);
    const auto path = folder / "sound";
    writeSound(path, format, 48000, 2, tone(100, 2), "side A phonostage:{\"full_scale_dbv\":-20.5}", "A title");
    const AudioReader reader(path);
    CHECK(reader.tags().comment == "side A");
    CHECK(reader.tags().note.fullScaleDbv == -20.5);
    CHECK_FALSE(reader.tags().note.equalisedWith);
    REQUIRE(reader.tags().texts.size() == 1);
    CHECK(reader.tags().texts[0].second == "A title");
}
