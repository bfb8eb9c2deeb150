// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/io/HeaderFacts.h"
#include "media/io/SoundSource.h"

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

HeaderFacts factsOf(const std::filesystem::path& path) { return readHeaderFacts(openSoundFile(path)); }

std::string little(std::uint64_t value, int width) {
    std::string bytes;
    for (int i = 0; i < width; ++i)
        bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}

/** A 24-bit stereo WAV whose data chunk declares `declared` bytes and holds `present`. */
std::string wav(std::uint64_t declared, std::size_t present) {
    return "RIFF" + little(36 + declared, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(2, 2) +
           little(96000, 4) + little(96000 * 6, 4) + little(6, 2) + little(24, 2) + "data" + little(declared, 4) +
           std::string(present, '\0');
}

struct Kind {
    int format;
    const char* container;
    int wordBits;
    int bytesPerFrame;
};

} // namespace

TEST_CASE("Headers tell rate, channels, words and length") {
    const TemporaryFolder folder;
    const auto kind = GENERATE(values<Kind>({{SF_FORMAT_WAV | SF_FORMAT_PCM_16, "WAV", 16, 4},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_24, "WAV", 24, 6},
                                             {SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, "WAV", 24, 6},
                                             {SF_FORMAT_WAV | SF_FORMAT_DOUBLE, "WAV", 64, 16},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_24 | SF_ENDIAN_BIG, "WAV", 24, 6},
                                             {SF_FORMAT_RF64 | SF_FORMAT_PCM_24, "RF64", 24, 6},
                                             {SF_FORMAT_W64 | SF_FORMAT_PCM_24, "W64", 24, 6},
                                             {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, "AIFF", 24, 6},
                                             {SF_FORMAT_AIFF | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE, "AIFF", 16, 4},
                                             {SF_FORMAT_AIFF | SF_FORMAT_FLOAT, "AIFF", 32, 8},
                                             {SF_FORMAT_AU | SF_FORMAT_PCM_16, "AU", 0, 0},
                                             {SF_FORMAT_CAF | SF_FORMAT_PCM_24, "CAF", 24, 6}}));
    const auto path = folder / "sound";
    writeSound(path, kind.format, 100003, 2, tone(1000, 2), "a comment");
    const auto whole = readBytes(path);
    const auto facts = factsOf(path);
    INFO(kind.container << " " << std::hex << kind.format);
    CHECK(facts.container == kind.container);
    CHECK(facts.sampleRateHz == 100003.0);
    CHECK(facts.channels == 2);
    CHECK(facts.wordBits == kind.wordBits);
    CHECK(facts.bytesPerFrame == kind.bytesPerFrame);
    REQUIRE(facts.declaredBytes);
    CHECK(facts.presentBytes == *facts.declaredBytes);
    if (kind.bytesPerFrame > 0) CHECK(facts.presentBytes == 1000 * kind.bytesPerFrame);
    CHECK_FALSE(facts.isTruncated());

    // Cut in the middle: the declared length stays, what is there does not.
    writeBytes(path, whole.substr(0, whole.size() / 2));
    const auto cut = factsOf(path);
    CHECK(cut.isTruncated());
    CHECK(cut.declaredBytes == facts.declaredBytes);
    CHECK(cut.presentBytes < *facts.declaredBytes);

    // Cut in the header.
    writeBytes(path, whole.substr(0, 22));
    CHECK(factsOf(path).endsInHeader);
}

TEST_CASE("FLAC headers tell rate, channels and words, an ID3 tag before them too") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.flac";
    writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 96000, 2, tone(1000, 2));
    const auto bytes = readBytes(path);
    const bool tagged = GENERATE(false, true);
    if (tagged) writeBytes(path, std::string("ID3\4\0\0\0\0\1\2", 10) + std::string(130, 'x') + bytes);
    const auto facts = factsOf(path);
    CHECK(facts.container == "FLAC");
    CHECK(facts.sampleRateHz == 96000.0);
    CHECK(facts.channels == 2);
    CHECK(facts.wordBits == 24);
    CHECK_FALSE(facts.lengthUnknown);
    CHECK_FALSE(facts.isTruncated());
    writeBytes(path, bytes.substr(0, 20));
    CHECK(factsOf(path).endsInHeader);
}

TEST_CASE("A WAV whose recorder never came back has no length, and is not truncated") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    const auto declared = GENERATE(as<std::uint64_t>{}, 0, 0xffffffff, 0x7ffff000, 0x7fffffff);
    writeBytes(path, wav(declared, 6000));
    const auto facts = factsOf(path);
    CHECK(facts.lengthUnknown);
    CHECK(facts.presentBytes == 6000);
    CHECK_FALSE(facts.isTruncated());
}

TEST_CASE("A WAV with nothing in it has a length: none") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeBytes(path, wav(0, 0));
    const auto facts = factsOf(path);
    CHECK_FALSE(facts.lengthUnknown);
    CHECK(facts.declaredBytes == 0);
}

TEST_CASE("A data chunk may be followed by others and by an odd byte less") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    writeBytes(path, wav(6000, 6000) + "LIST" + little(4, 4) + "INFO");
    CHECK_FALSE(factsOf(path).isTruncated());
    CHECK(factsOf(path).presentBytes == 6000);
    writeBytes(path, wav(6000, 5999));
    CHECK(factsOf(path).isTruncated());
}

TEST_CASE("Rubbish has no facts and takes no time") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    for (const auto& bytes : {std::string(), std::string("RIF"), std::string("hello, this is text and no sound"),
                              std::string(1000, '\0'), std::string("RIFF\0\0\0\0AVI LIST", 16)}) {
        writeBytes(path, bytes);
        CHECK(factsOf(path).container.empty());
    }
    // Chunks of no length, one after the other, for 20 MB.
    writeBytes(path, "RIFF" + little(0, 4) + "WAVE" + std::string(20'000'000, '\0'));
    const auto facts = factsOf(path);
    CHECK_FALSE(facts.declaredBytes);
}
