// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says of a file: its channels, its samples; and files that are of no use.
#include "media/MediaSupport.h"
#include "support/WavBytes.h"

#include "media/io/AudioReader.h"

#include <array>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

constexpr int mpegLayer3 = 0x230082; ///< libsndfile has it from 1.1 on

/** Channel c is a tone of its own level, c + 1 thousandths. */
std::vector<double> manyChannels(std::size_t frames, int channels, const std::vector<double>& levels) {
    std::vector<double> list;
    for (std::size_t i = 0; i < frames; ++i)
        for (int c = 0; c < channels; ++c)
            list.push_back(levels[static_cast<std::size_t>(c)] * std::sin(0.03 * static_cast<double>(i) + c));
    return list;
}

std::vector<double> firstFrame(AudioReader& reader) {
    double left = 0.0, right = 0.0;
    const std::array<double*, 2> channel{&left, &right};
    (void)reader.read(channel.data(), 1);
    (void)reader.read(channel.data(), 1);
    return reader.channels() == 1 ? std::vector{left} : std::vector{left, right};
}

} // namespace

TEST_CASE("Pairs and formats are read from their texts, and nothing else is") {
    CHECK(readChannelPair("3+4") == ChannelPair{3, 4});
    CHECK(readChannelPair("4+3") == ChannelPair{4, 3});
    CHECK(readChannelPair("3") == ChannelPair{3, 0});
    for (const char* bad : {"", "+", "3+", "+4", "0+1", "3+3", "-1+2", "3-4", "3+4+5", "3 + 4", "a", "1e1"})
        CHECK_FALSE(readChannelPair(bad));
    CHECK(readRawFormat("48000:2:s24in32")->wordBits == 24);
    CHECK(readRawFormat("48000:2:s24in32")->wordsAreLow);
    CHECK(readRawFormat("96k:4:f32")->sampleRateHz == 96000.0);
    for (const char* format : {"s16", "s24", "s32", "f32"})
        CHECK(readRawFormat(std::string("44100:1:") + format));
    for (const char* bad : {"", "48000", "48000:2", "48000:2:s20", "48000:0:s16", "7999:2:s16", "48000.5:2:s16",
                            ":2:s16", "48000::s16", "48000:2:", "48000:2:s16:x", "48000:257:s16", "x:2:s16"})
        CHECK_FALSE(readRawFormat(bad));
}

TEST_CASE("Of more than two channels those are read that are named") {
    const TemporaryFolder folder;
    const int format =
        GENERATE(SF_FORMAT_WAV | SF_FORMAT_PCM_24, SF_FORMAT_WAVEX | SF_FORMAT_PCM_16,
                 SF_FORMAT_FLAC | SF_FORMAT_PCM_24, SF_FORMAT_WAV | SF_FORMAT_FLOAT, SF_FORMAT_CAF | SF_FORMAT_PCM_32);
    const auto path = folder / "sound";
    writeSound(path, format, 48000, 6, manyChannels(2000, 6, {1e-4, 1e-4, 0.2, 0.3, 0.01, 0.02}));
    const auto all = readSound(path).samples;
    const auto fault = faultOf([&] { (void)AudioReader(path); });
    CHECK_THAT(fault, says("has 6 channels") && says("--pair 3+4") && says("the loudest"));
    const auto read = [&](const char* pair) {
        AudioReader reader({path, false, {}, readChannelPair(pair), {}});
        CHECK(reader.fileChannels() == 6);
        return firstFrame(reader);
    };
    CHECK(read("3+4") == std::vector{all[8], all[9]});
    CHECK(read("6+1") == std::vector{all[11], all[6]});
    CHECK(read("5") == std::vector{all[10]});
    CHECK_THAT(faultOf([&] { (void)read("3+7"); }), says("--pair 3+7") && says("6 channels") && says("3+4"));
}

TEST_CASE("One channel of a stereo file is mono, and of a mono file there is no second") {
    const TemporaryFolder folder;
    writeSound(folder / "stereo.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, tone(100, 2));
    const auto all = readSound(folder / "stereo.wav").samples;
    AudioReader right({folder / "stereo.wav", false, {}, ChannelPair{2, 0}, {}});
    CHECK(firstFrame(right) == std::vector{all[3]});
    AudioReader swapped({folder / "stereo.wav", false, {}, ChannelPair{2, 1}, {}});
    CHECK(firstFrame(swapped) == std::vector{all[3], all[2]});
    writeSound(folder / "mono.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 1, tone(100, 1));
    CHECK_THAT(faultOf([&] {
                   (void)AudioReader({folder / "mono.wav", false, {}, ChannelPair{1, 2}, {}});
               }),
               says("one channel") && says("--pair 1+2"));
}

TEST_CASE("The loudest pair is found wherever in a long file it is loud, whatever the offset of the others") {
    const TemporaryFolder folder;
    auto sound = manyChannels(400000, 4, {0.0, 0.0, 0.0, 0.0});
    for (std::size_t i = 0; i < 400000; ++i) {
        sound[4 * i] = 0.5; // direct current
        if (i > 300000) sound[4 * i + 2] = 0.1 * std::sin(0.1 * static_cast<double>(i));
    }
    writeSound(folder / "sound.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 4, sound);
    CHECK_THAT(faultOf([&] { (void)AudioReader(folder / "sound.wav"); }), says("--pair 3+4"));
}

TEST_CASE("Samples without a header are what they are said to be") {
    const TemporaryFolder folder;
    struct Raw {
        const char* format;
        int bits, bytes;
    };
    const auto raw = GENERATE(values<Raw>({{"s16", 16, 2}, {"s24", 24, 3}, {"s24in32", 24, 4}, {"s32", 32, 4}}));
    const auto list = words(1000, raw.bits);
    writeBytes(folder / "sound.raw", packed(list, raw.bytes) + "x"); // half a frame is no frame
    AudioReader reader({folder / "sound.raw", false, readRawFormat(std::string("96000:2:") + raw.format), {}, {}});
    CHECK(reader.frames() == 1000);
    CHECK(reader.sampleRateHz() == 96000.0);
    CHECK(reader.wordBits() == (raw.bits == 32 ? 0 : raw.bits));
    CHECK(firstFrame(reader) == std::vector{std::ldexp(list[2], 1 - raw.bits), std::ldexp(list[3], 1 - raw.bits)});
}

TEST_CASE("What is not read is named, with the one command that converts it") {
    const TemporaryFolder folder;
    struct Kind {
        const char* file;
        std::string bytes;
        const char* words;
    };
    const std::vector<Kind> kinds{
        {"a.wv", "wvpk" + std::string(60, 'x'), "wvunpack '"},
        {"a.m4a", std::string("\0\0\0\x20", 4) + "ftypM4A " + std::string(60, 'x'), "ffmpeg -i '"},
        {"a.wma", "\x30\x26\xb2\x75\x8e\x66\xcf\x11" + std::string(60, 'x'), "ffmpeg -i '"},
        {"a.dsf", "DSD " + std::string(60, 'x'), "-ar 96000"},
        {"a.ape", "MAC " + std::string(60, 'x'), "Monkey's Audio"},
        {"a.mka", "\x1a\x45\xdf\xa3" + std::string(60, 'x'), "ffmpeg -i '"},
        {"a.zip", "PK\x03\x04" + std::string(60, 'x'), "unpack it"},
        {"a.aup3", "SQLite format 3" + std::string(60, 'x'), "Audacity"},
        {"a.txt", "These are words, and no sound.\n", "not an audio file"}};
    for (const auto& kind : kinds) {
        writeBytes(folder / kind.file, kind.bytes);
        const auto fault = faultOf([&] { (void)AudioReader(folder / kind.file); });
        INFO(fault);
        CHECK_THAT(fault, says(kind.file) && says(kind.words));
        CHECK((fault.find("ffmpeg") == std::string::npos || fault.find("a.wav") != std::string::npos));
    }
}

TEST_CASE("What the audio library has is read: Ogg, Opus, MP3") {
    const TemporaryFolder folder;
    const int format = GENERATE(SF_FORMAT_OGG | SF_FORMAT_VORBIS, SF_FORMAT_OGG | SF_FORMAT_OPUS, mpegLayer3);
    SF_INFO info{0, 48000, 2, format, 0, 0};
    if (sf_format_check(&info) == 0) return;
    writeSound(folder / "sound", format, 48000, 2, tone(48000, 2));
    AudioReader reader(folder / "sound");
    CHECK(reader.channels() == 2);
    CHECK(reader.wordBits() == 0);
    CHECK_FALSE(reader.isCompanded());
    CHECK(firstFrame(reader).size() == 2);
}
