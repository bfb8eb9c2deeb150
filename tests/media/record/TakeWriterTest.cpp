// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/TakeWriter.h"

#include "media/io/AudioReader.h"
#include "media/io/Tags.h"
#include "media/record/FlacBytes.h"
#include "media/record/FlacScan.h"
#include "media/record/RecordSupport.h"
#include "media/record/WavTakeWriter.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/Says.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <cerrno>
#include <cmath>
#include <limits>

using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

const TakeNotes someNotes{R"(phonostage:{"full_scale_dbv":-12.5,"take":"0123456789abcdef"})",
                          R"({"schema":1,"gain":42})"};

/** A finished file of so many frames, in pieces of another size. */
void writeTake(const std::filesystem::path& path, const TakeFormat& format, int frames, int piece) {
    auto writer = TakeWriter::forName(path, format);
    REQUIRE(writer->create(path, {}) == 0);
    for (int at = 0; at < frames; at += piece) {
        const int count = std::min(piece, frames - at);
        REQUIRE(writer->append(samplesFrom(at, count, format.channels).data(), count) == 0);
    }
    REQUIRE(writer->finish(someNotes) == 0);
    CHECK(writer->frames() == frames);
}

/** The checksum in the file is that of its samples. */
bool hasRightSum(const std::filesystem::path& path) {
    phonostage::base::File file;
    REQUIRE(file.open(path) == 0);
    const auto scan = scanFlac(file);
    REQUIRE(scan);
    std::string sum(16, '\0');
    REQUIRE(file.readAt(flacStreamInfoAt + 18, sum.data(), 16) == 16);
    return !scan->isDamaged && sum == std::string(reinterpret_cast<const char*>(scan->info.md5.data()), 16) &&
           scan->endBytes == file.size();
}

} // namespace

TEST_CASE("A take holds what went in, to the last bit, in every word, rate and number of channels") {
    const TemporaryFolder folder;
    for (const double rate : {44100.0, 48000.0, 88200.0, 96000.0, 176400.0, 192000.0})
        for (const int channels : {1, 2})
            for (const char* ending : {".flac", ".wav"}) {
                const auto path = folder / ("a" + std::to_string(rate) + std::to_string(channels) + ending);
                writeTake(path, {rate, channels, SampleWord::bits24}, 20001, 777);
                std::int64_t frames = 0;
                CHECK(rightFrames(path, 0, &frames) == 20001);
                CHECK(frames == 20001);
                CHECK(readSound(path).rate == static_cast<int>(rate));
                if (std::string(ending) == ".flac") CHECK(hasRightSum(path));
            }
}

TEST_CASE("32-bit float keeps every bit, 16 and 24 bit the nearest step") {
    const TemporaryFolder folder;
    const std::vector<float> values{0.0F, 1.0F, -1.0F, 1.5F, -2.0F, 1e-9F, 0x1p-24F, 0x1.8p-23F, 0.1F, -0.3F};
    const auto write = [&](const char* name, SampleWord word) {
        auto writer = TakeWriter::forName(folder / name, {48000.0, 1, word});
        REQUIRE(writer->create(folder / name, {}) == 0);
        REQUIRE(writer->append(values.data(), static_cast<int>(values.size())) == 0);
        REQUIRE(writer->finish({}) == 0);
        return writer;
    };
    auto writer = write("f.wav", SampleWord::float32);
    const auto exact = readSound(folder / "f.wav").samples;
    for (std::size_t i = 0; i < values.size(); ++i)
        CHECK(static_cast<float>(exact[i]) == values[i]);
    CHECK(writer->roundedSamples() == 0);
    writer = write("24.wav", SampleWord::bits24);
    const auto rounded = readSound(folder / "24.wav").samples;
    CHECK(rounded[1] == 1.0 - 0x1p-23);
    CHECK(rounded[2] == -1.0);
    CHECK(rounded[3] == 1.0 - 0x1p-23);
    CHECK(rounded[4] == -1.0);
    CHECK(rounded[5] == 0.0);
    CHECK(std::abs(rounded[8] - 0.1) <= 0x1p-24);
    CHECK(writer->heldSamples() == 2);
    CHECK(writer->roundedSamples() == 8);
    writer = write("16.flac", SampleWord::bits16);
    CHECK(std::abs(readSound(folder / "16.flac").samples[9] + 0.3) <= 0x1p-16);
    const float none = std::numeric_limits<float>::quiet_NaN();
    auto last = TakeWriter::forName(folder / "nan.flac", {48000.0, 1, SampleWord::bits24});
    REQUIRE(last->create(folder / "nan.flac", {}) == 0);
    REQUIRE(last->append(&none, 1) == 0);
    REQUIRE(last->finish({}) == 0);
    CHECK(readSound(folder / "nan.flac").samples == std::vector<double>{0.0});
}

TEST_CASE("What a format cannot hold is said before") {
    const auto why = [](const char* name, double rate, SampleWord word) {
        return TakeWriter::whyNot(name, {rate, 2, word});
    };
    CHECK(why("a.flac", 192000.0, SampleWord::bits24).empty());
    CHECK(why("A.WAV", 768000.0, SampleWord::float32).empty());
    CHECK_THAT(why("a.flac", 48000.0, SampleWord::float32), says("32-bit float") && says(".wav"));
    CHECK_THAT(why("a.flac", 48000.0, SampleWord::bits32), says("32-bit words"));
    CHECK_THAT(why("a.flac", 768000.0, SampleWord::bits24), says("768000 Hz") && says(".wav"));
    CHECK_THAT(why("a.mp3", 48000.0, SampleWord::bits24), says("name it .flac or .wav"));
}

TEST_CASE("A file under way plays up to the length that was noted last, whatever came behind it") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.wav"}) {
        auto writer = TakeWriter::forName(folder / name, {96000.0, 2, SampleWord::bits24});
        REQUIRE(writer->create(folder / name, {}) == 0);
        std::int64_t frames = 0;
        for (int k = 0; k < 5; ++k) {
            REQUIRE(writer->append(samplesFrom(k * 10000, 10000, 2).data(), 10000) == 0);
            REQUIRE(writer->noteLength() == 0);
            REQUIRE(writer->append(samplesFrom((k + 1) * 10000, 0, 2).data(), 0) == 0);
            CHECK(rightFrames(folder / name, 0, &frames) >= writer->notedFrames());
            CHECK(frames == writer->notedFrames());
            CHECK(writer->notedFrames() > (k + 1) * 10000 - 2 * flacBlockFrames);
        }
        writer->abandon();
        CHECK(rightFrames(folder / name, 0, &frames) == frames);
    }
}

TEST_CASE("The end can be cut at any frame, or taken back") {
    const TemporaryFolder folder;
    int number = 0;
    for (const char* ending : {".flac", ".wav"})
        for (const int channels : {1, 2})
            for (const int stop : {0, 1, 4095, 4096, 4097, 8192, 9001, 20000}) {
                const auto path = folder / (std::to_string(++number) + ending);
                auto writer = TakeWriter::forName(path, {48000.0, channels, SampleWord::bits24});
                REQUIRE(writer->create(path, {}) == 0);
                auto add = [&, at = 0](int to) mutable {
                    for (; at < to; at += std::min(1000, to - at))
                        REQUIRE(writer->append(samplesFrom(at, std::min(1000, to - at), channels).data(),
                                               std::min(1000, to - at)) == 0);
                };
                add(stop);
                writer->markEnd();
                add(stop + 5000);
                writer->clearEnd();
                writer->markEnd();
                writer->clearEnd(); // gone on; now stopped for good
                CAPTURE(ending, channels, stop);
                if (number % 2 == 0) {
                    add(stop + 30000);
                    REQUIRE(writer->finish(someNotes) == 0);
                    CHECK(rightFrames(path, 0) == stop + 30000);
                } else {
                    const auto last = stop + 5000;
                    writer->markEnd();
                    add(last + 30000);
                    REQUIRE(writer->finish(someNotes) == 0);
                    std::int64_t frames = 0;
                    CHECK(rightFrames(path, 0, &frames) == last);
                    CHECK(frames == last);
                    CHECK(writer->frames() == last);
                }
                if (std::string(ending) == ".flac") CHECK(hasRightSum(path));
            }
}

TEST_CASE("A file says its calibration, its number and its stage") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.wav"}) {
        writeTake(folder / name, {48000.0, 2, SampleWord::bits24}, 100, 100);
        const AudioReader reader(folder / name);
        CHECK(reader.tags().note.fullScaleDbv == -12.5);
        CHECK(reader.tags().note.take == "0123456789abcdef");
        CHECK(reader.tags().stage == someNotes.stage);
        CHECK(reader.tags().comment.empty());
        CHECK(reader.tags().fields.empty());
        CHECK(reader.warnings().empty());
        CHECK(reader.wordBits() == 24);
    }
    // What has no room is left out, and the rest stays whole.
    auto writer = TakeWriter::forName(folder / "b.wav", {48000.0, 2, SampleWord::bits24});
    REQUIRE(writer->create(folder / "b.wav", {}) == 0);
    REQUIRE(writer->append(samplesFrom(0, 10, 2).data(), 10) == 0);
    REQUIRE(writer->finish({"note", std::string(takeHeadBytes, 'x')}) == 0);
    CHECK(AudioReader(folder / "b.wav").tags().comment == "note");
}

TEST_CASE("Where the file can get no larger, what did not fit is handed back, and the rest is whole") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.wav"}) {
        const auto result = inChild([&] {
            if (!limitFileSize(100000)) return 1;
            auto writer = TakeWriter::forName(folder / name, {48000.0, 2, SampleWord::bits24});
            if (writer->create(folder / name, {}) != 0) return 2;
            std::int64_t at = 0;
            int error = 0;
            while (error == 0 && at < 100000) {
                error = writer->append(samplesFrom(at, 1000, 2).data(), 1000);
                at += 1000;
            }
            if (error != EFBIG) return 3;
            const auto rest = writer->unwritten();
            if (writer->finish(someNotes) != 0) return 4;
            const auto kept = writer->frames();
            if (kept + static_cast<std::int64_t>(rest.size() / 2) != at) return 5;
            if (rest != samplesFrom(kept, static_cast<int>(at - kept), 2)) return 6;
            if (kept < 8000) return 7;
            std::int64_t frames = 0;
            if (rightFrames(folder / name, 0, &frames) != kept || frames != kept) return 8;
            return 0;
        });
        CHECK(result == 0);
    }
}

TEST_CASE("Beyond 4 GiB a WAV becomes RF64 in place") {
    std::string head(takeHeadBytes, '\0');
    const auto sizes = [&](std::int64_t bytes) {
        WavTakeWriter::setSizes(head, bytes, 6);
        return head.substr(0, 4) + head.substr(12, 4);
    };
    CHECK(sizes(6000) == "RIFFJUNK");
    CHECK(sizes(4294950000) == "RIFFJUNK");
    CHECK(sizes(4294967298) == "RF64ds64");
    CHECK(head.substr(4, 4) == "\xff\xff\xff\xff");
    CHECK(head.substr(takeHeadBytes - 4) == "\xff\xff\xff\xff");
    CHECK(sizes(6000) == "RIFFJUNK"); // cut again
    // A sparse file of 4.5 GiB with samples at both ends, grown by a recording of ours.
    const TemporaryFolder folder;
    const auto path = folder / "big.wav";
    auto writer = TakeWriter::forName(path, {192000.0, 2, SampleWord::bits24});
    REQUIRE(writer->create(path, {}) == 0);
    REQUIRE(writer->append(samplesFrom(0, 1000, 2).data(), 1000) == 0);
    REQUIRE(writer->noteLength() == 0);
    constexpr std::int64_t hole = 805306368; // frames: 4.5 GiB
    static_cast<WavTakeWriter&>(*writer).skip(hole);
    REQUIRE(writer->append(samplesFrom(1000, 1000, 2).data(), 1000) == 0);
    REQUIRE(writer->noteLength() == 0);
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    REQUIRE(file != nullptr);
    CHECK((info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_RF64);
    CHECK(info.frames == hole + 2000);
    std::vector<int> words(4000);
    CHECK(sf_readf_int(file, words.data(), 1000) == 1000);
    CHECK(words[1998] == wordAt(999, 0) * 256);
    CHECK(sf_seek(file, hole + 1000, SEEK_SET) == hole + 1000);
    CHECK(sf_readf_int(file, words.data(), 1000) == 1000);
    CHECK(words[0] == wordAt(1000, 0) * 256);
    CHECK(words[1999] == wordAt(1999, 1) * 256);
    sf_close(file);
    REQUIRE(writer->finish(someNotes) == 0);
    const AudioReader reader(path);
    CHECK(reader.frames() == hole + 2000);
    CHECK(reader.tags().stage == someNotes.stage);
}

TEST_CASE("A plain frame of FLAC is what a decoder takes it for, at every number") {
    // Numbers of 1 to 6 bytes, as UTF-8 would have them.
    for (const std::int64_t number : {0LL, 127LL, 128LL, 2047LL, 2048LL, 65535LL, 65536LL, 2097151LL, 2097152LL}) {
        FlacStreamInfo info;
        info.sampleRateHz = 48000;
        std::vector<std::int32_t> samples;
        for (int i = 0; i < 2 * 100; ++i)
            samples.push_back(wordAt(i / 2, i % 2));
        const TemporaryFolder folder;
        writeBytes(folder / "a.flac", flacHead(info, {}, 8192) + flacPlainFrame(info, number, samples));
        phonostage::base::File file;
        REQUIRE(file.open(folder / "a.flac") == 0);
        const auto scan = scanFlac(file);
        REQUIRE(scan);
        CHECK(scan->info.frames == number * flacBlockFrames + 100);
        CHECK(scan->endBytes == file.size());
        CHECK_FALSE(scan->isDamaged);
    }
}
