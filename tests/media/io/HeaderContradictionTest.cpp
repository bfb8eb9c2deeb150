// SPDX-License-Identifier: GPL-3.0-or-later
// Headers whose sizes or word lengths contradict the file: the header is wrong, and that is said.
#include "media/MediaSupport.h"
#include "support/WavBytes.h"

#include "media/io/AudioReader.h"

#include <array>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

std::vector<double> readAll(AudioReader& reader) {
    std::vector<double> left(4096), right(4096), all;
    const std::array<double*, 2> channel{left.data(), right.data()};
    for (int n = 0; (n = reader.read(channel.data(), 4096)) > 0;)
        for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
            all.push_back(left[i]);
            if (reader.channels() == 2) all.push_back(right[i]);
        }
    return all;
}

std::vector<double> scaled(const std::vector<std::int32_t>& list, int bits) {
    std::vector<double> all;
    for (const auto word : list)
        all.push_back(std::ldexp(static_cast<double>(word), 1 - bits));
    return all;
}

/** What is read of these bytes, which must be the tone of so many bits. */
void checkReads(const std::string& bytes, const std::vector<std::int32_t>& list, int bits, std::size_t warnings = 0) {
    const TemporaryFolder folder;
    writeBytes(folder / "sound.wav", bytes);
    AudioReader reader(folder / "sound.wav");
    CHECK((readAll(reader) == scaled(list, bits)));
    for (const auto& warning : reader.warnings())
        UNSCOPED_INFO(warning);
    CHECK(reader.warnings().size() == warnings);
}

} // namespace

TEST_CASE("A size of 32 bits that went round at 4 GiB: all of the file is taken, the chunks behind it are not") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    const bool hasTail = GENERATE(false, true);
    const std::uint64_t whole = (std::uint64_t{1} << 32) + 6 * 100000;
    const auto list = words(1000, 24);
    const auto head = "RIFF" + little(whole + 36 - (std::uint64_t{1} << 32), 4) + "WAVE" + format(2, 96000, 24, 6) +
                      "data" + little(whole - (std::uint64_t{1} << 32), 4) + packed(list, 3);
    writeBytes(path, head);
    std::filesystem::resize_file(path, 44 + whole); // takes no room on the disk
    if (hasTail)
        std::ofstream(path, std::ios::binary | std::ios::app) << chunk("LIST", "INFO" + chunk("INAM", "a name"));
    AudioReader reader(path);
    CHECK(reader.frames() == static_cast<std::int64_t>(whole / 6));
    REQUIRE(reader.warnings().size() == 1);
    CHECK_THAT(reader.warnings()[0], says("7457.6 s") && says("1.0 s") && says("the header is wrong"));
    std::vector<double> left(1000), right(1000);
    const std::array<double*, 2> channel{left.data(), right.data()};
    REQUIRE(reader.read(channel.data(), 1000) == 1000);
    CHECK(left[999] == std::ldexp(list[1998], -23));
}

TEST_CASE("A header that was filled in too early or not at all does not hide the rest") {
    const auto list = words(5000, 24);
    const auto data = packed(list, 3);
    const auto with = [&](std::uint64_t riffSize, std::uint64_t dataSize, const std::string& tail = {}) {
        return "RIFF" + little(riffSize, 4) + "WAVE" + format(2, 96000, 24, 6) + "data" + little(dataSize, 4) + data +
               tail;
    };
    const auto size = data.size();
    const auto info = chunk("LIST", "INFO" + chunk("IENG", "me"));
    checkReads(with(size + 36, size), list, 24);
    checkReads(with(17, size), list, 24); // a wrong size of the whole says nothing
    checkReads(with(0xffffffff, size, info), list, 24);
    checkReads(with(6036, 6000), list, 24, 1);           // an early one
    checkReads(with(size + 36, size + 44), list, 24, 1); // that of the whole file in its place
    for (const std::uint64_t open : {0U, 0xffffffffU, 0xffffffdbU, 0x7fffffffU, 0x7ffff000U, 0x7fffff00U, 0x80000000U})
        checkReads(with(open, open), list, 24, 1);
    // Behind the sound: chunks, tags of MP3 fashion, a sector filled up.
    checkReads(with(size + 36 + info.size(), size, info), list, 24);
    checkReads(with(size + 36, size, "TAG" + std::string(125, 'x')), list, 24);
    checkReads(with(size + 36, size, std::string(512, '\0')), list, 24);
}

TEST_CASE("What is really missing is still an error") {
    const TemporaryFolder folder;
    const auto data = packed(words(5000, 24), 3);
    const auto whole = riff(format(2, 96000, 24, 6) + chunk("data", data));
    writeBytes(folder / "sound.wav", whole.substr(0, 20000));
    CHECK_THAT(faultOf([&] { (void)AudioReader(folder / "sound.wav"); }),
               says("truncated") && says("--allow-truncated"));
    AudioReader reader(folder / "sound.wav", true);
    CHECK(reader.frames() == (20000 - 44) / 6);
}

TEST_CASE("Chunks of odd length without the byte that fills them up") {
    const auto list = words(3000, 24);
    const auto data = packed(list, 3);
    const auto bext = chunk("bext", "Transfer" + std::string(595, '\0'), false);
    checkReads(riff(bext + format(2, 48000, 24, 6) + chunk("data", data)), list, 24);
    checkReads(riff(format(2, 48000, 24, 6) + chunk("iXML", "<a/>x", false) + chunk("data", data)), list, 24);
    checkReads(riff(format(2, 48000, 24, 6) + chunk("iXML", "<a/>x") + chunk("data", data)), list, 24);
    // A length that leads nowhere.
    checkReads(riff("LIST" + little(0x00ffffff, 4) + "INFO" + format(2, 48000, 24, 6) + chunk("data", data))
                   .replace(16, 4, little(4, 4)),
               list, 24);
}

TEST_CASE("Short words in long containers are read where the samples have them") {
    struct Layout {
        int bits, bytes;
    };
    const auto [bits, bytes] =
        GENERATE(values<Layout>({{24, 4}, {20, 4}, {20, 3}, {18, 4}, {18, 3}, {12, 2}, {16, 4}, {16, 3}}));
    INFO(bits << " bits in " << bytes << " bytes");
    const auto list = words(3000, bits);
    const int spare = 8 * bytes - bits;
    const bool isNatural = bytes == (bits + 7) / 8; // its rule is zeros behind the word
    const auto low = packed(list, bytes), high = packed(list, bytes, spare);
    checkReads(riff(format(2, 48000, bits, 2 * bytes) + chunk("data", low)), list, bits, isNatural ? 1 : 0);
    checkReads(riff(format(2, 48000, bits, 2 * bytes) + chunk("data", high)), list, bits);
    checkReads(riff(extensible(2, 48000, 8 * bytes, bits) + chunk("data", high)), list, bits);
    checkReads(riff(extensible(2, 48000, 8 * bytes, bits) + chunk("data", low)), list, bits, 1);
}

TEST_CASE("The word length of S24_LE is 24, whether its sign is in the fourth byte or zeros") {
    const TemporaryFolder folder;
    auto list = words(3000, 24);
    auto data = packed(list, 4);
    if (GENERATE(false, true))
        for (std::size_t i = 3; i < data.size(); i += 4)
            data[i] = '\0';
    writeBytes(folder / "sound.wav", riff(format(2, 48000, 24, 8) + chunk("data", data)));
    AudioReader reader(folder / "sound.wav");
    CHECK(reader.wordBits() == 24);
    CHECK_THAT(reader.formatName(), says("WAV, 24 bit"));
    CHECK((readAll(reader) == scaled(list, 24)));
}

TEST_CASE("More bits than the header has: all are read, and that is said") {
    const auto list = words(3000, 32);
    checkReads(riff(extensible(2, 48000, 32, 24) + chunk("data", packed(list, 4))), list, 32, 1);
}

TEST_CASE("32-bit words that only look short are read as they are, with the remedy") {
    const TemporaryFolder folder;
    const auto path = folder / "sound.wav";
    const auto list = words(3000, 24);
    writeBytes(path, riff(format(2, 48000, 32, 8) + chunk("data", packed(list, 4))));
    AudioReader plain(path);
    CHECK((readAll(plain) == scaled(list, 32)));
    REQUIRE(plain.warnings().size() == 1);
    CHECK_THAT(plain.warnings()[0], says("S24_LE") && says("48.16 dB") && says("--raw 48000:2:s24in32"));
    AudioReader told({path, false, readRawFormat("48000:2:s24in32"), {}, {}});
    CHECK(told.wordBits() == 24);
    CHECK((readAll(told) == scaled(list, 24)));
    CHECK(told.warnings().empty());
    // Neither loud words nor quiet ones of 24 bits with zeros behind them look so.
    checkReads(riff(format(2, 48000, 32, 8) + chunk("data", packed(words(3000, 32), 4))), words(3000, 32), 32);
    const auto quiet = words(3000, 14);
    checkReads(riff(format(2, 48000, 32, 8) + chunk("data", packed(quiet, 4, 8))), quiet, 24);
}

TEST_CASE("Block align and bits that contradict one another: the byte rate decides") {
    const auto list = words(3000, 24);
    const auto data = chunk("data", packed(list, 3));
    auto header = format(2, 48000, 24, 6);
    checkReads(riff(header.replace(20, 2, little(0, 2)) + data), list, 24); // no align
    checkReads(riff(header.replace(20, 2, little(8, 2)) + data), list, 24); // one of four bytes
    header = format(2, 48000, 32, 6);                                       // bits that do not fit
    checkReads(riff(header + data), list, 24);
}

TEST_CASE("Sizes of other containers are held against the file as well") {
    const TemporaryFolder folder;
    const auto path = folder / "sound";
    const auto sound = tone(5000, 2);
    struct Field {
        int format;
        const char* before;
        std::size_t offset, width;
    };
    const auto field = GENERATE(values<Field>({{SF_FORMAT_AU | SF_FORMAT_PCM_24, ".snd", 8, 4},
                                               {SF_FORMAT_CAF | SF_FORMAT_PCM_24, "data", 4, 8},
                                               {SF_FORMAT_W64 | SF_FORMAT_PCM_24, "data", 16, 8},
                                               {SF_FORMAT_RF64 | SF_FORMAT_PCM_24, "ds64", 16, 8},
                                               {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, "COMM", 10, 4}}));
    writeSound(path, field.format, 48000, 2, sound);
    const auto whole = readSound(path).samples;
    const auto bytes = readBytes(path);
    const auto at = bytes.find(field.before) + field.offset;
    INFO(field.before);
    for (const bool isSmall : {false, true}) { // nothing, as before the first update; a third, as after one
        auto wrong = bytes;
        const bool isLittle = field.width == 8 && field.before[0] != 'd' ? true : std::string(field.before) == "ds64";
        std::uint64_t value = isSmall ? 10000 + 24 * 12 : 0;
        if (std::string(field.before) == "COMM") value = isSmall ? 1000 : 0;
        const bool isW64 = (field.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_W64;
        for (std::size_t i = 0; i < field.width; ++i)
            wrong[at + (isLittle || isW64 ? i : field.width - 1 - i)] = static_cast<char>((value >> (8 * i)) & 0xff);
        if (std::string(field.before) == "COMM" && !isSmall) {
            const auto length = wrong.find("SSND") + 4;
            wrong.replace(length, 4, 4, '\0');
        }
        writeBytes(path, wrong);
        AudioReader reader(path);
        CHECK((readAll(reader) == whole));
        CHECK(reader.warnings().size() == 1);
    }
}

TEST_CASE("Companded and coarse codings are known as such") {
    const TemporaryFolder folder;
    struct Kind {
        int format;
        bool isCompanded;
    };
    const auto kind = GENERATE(values<Kind>({{SF_FORMAT_WAV | SF_FORMAT_ALAW, true},
                                             {SF_FORMAT_WAV | SF_FORMAT_ULAW, true},
                                             {SF_FORMAT_AU | SF_FORMAT_ULAW, true},
                                             {SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, true},
                                             {SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, true},
                                             {SF_FORMAT_WAV | SF_FORMAT_PCM_16, false},
                                             {SF_FORMAT_WAV | SF_FORMAT_FLOAT, false},
                                             {SF_FORMAT_OGG | SF_FORMAT_VORBIS, false},
                                             {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, false}}));
    writeSound(folder / "sound", kind.format, 48000, 2, tone(5000, 2));
    const AudioReader reader(folder / "sound");
    INFO(reader.formatName());
    CHECK(reader.isCompanded() == kind.isCompanded);
    if (kind.isCompanded) CHECK(reader.wordBits() == 0);
}
