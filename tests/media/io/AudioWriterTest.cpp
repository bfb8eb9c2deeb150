// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/io/AudioReader.h"
#include "media/io/AudioWriter.h"

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

struct Planar {
    std::vector<double> left, right;
};

Planar planar(std::size_t frames) {
    Planar p;
    for (std::size_t i = 0; i < frames; ++i) {
        p.left.push_back(0.7 * std::sin(0.031 * static_cast<double>(i)));
        p.right.push_back(-0.2 * std::cos(0.017 * static_cast<double>(i)));
    }
    return p;
}

/** Returns what the writer warns of. */
std::vector<std::string> writeFile(const std::filesystem::path& path, AudioSpec spec, Planar sound,
                                   const FileTags& tags = {}) {
    base::PendingFile file(path, base::Replace::any());
    AudioWriter writer(file, spec, tags);
    for (std::size_t done = 0; done < sound.left.size(); done += 5000) {
        double* const channel[] = {sound.left.data() + done, sound.right.data() + done};
        writer.write(channel, static_cast<int>(std::min<std::size_t>(5000, sound.left.size() - done)), false);
    }
    writer.finish();
    file.commit();
    return writer.warnings();
}

std::string fault(const AudioSpec& spec) {
    return faultOf([&] { requireHoldable(spec); });
}

} // namespace

TEST_CASE("The extension chooses the container") {
    CHECK(containerOf("a.wav") == Container::wav);
    CHECK(containerOf("a.b.WAV") == Container::wav);
    CHECK(containerOf("a.Flac") == Container::flac);
    CHECK(containerOf("a.aiff") == Container::aiff);
    CHECK(containerOf("a.aif") == Container::aiff);
    CHECK_THAT(faultOf([] { (void)containerOf("a.mp3"); }), says("'.mp3'") && says(".wav, .flac or .aiff"));
    CHECK_THAT(faultOf([] { (void)containerOf("a"); }), says("no extension"));
    CHECK_THAT(faultOf([] { (void)containerOf(".wav"); }), says("no extension"));
}

TEST_CASE("What is written can be read, to half a step and its dither") {
    const TemporaryFolder folder;
    struct Kind {
        const char* name;
        SampleFormat format;
        int major, subtype;
        double tolerance;
    };
    const auto kind =
        GENERATE(values<Kind>({{"a.wav", SampleFormat::pcm16, SF_FORMAT_WAV, SF_FORMAT_PCM_16, 1.5 / 32768},
                               {"a.wav", SampleFormat::pcm24, SF_FORMAT_WAV, SF_FORMAT_PCM_24, 1.5 / 8388608},
                               {"a.wav", SampleFormat::float32, SF_FORMAT_WAV, SF_FORMAT_FLOAT, 3e-8},
                               {"a.flac", SampleFormat::pcm16, SF_FORMAT_FLAC, SF_FORMAT_PCM_16, 1.5 / 32768},
                               {"a.flac", SampleFormat::pcm24, SF_FORMAT_FLAC, SF_FORMAT_PCM_24, 1.5 / 8388608},
                               {"a.aiff", SampleFormat::pcm16, SF_FORMAT_AIFF, SF_FORMAT_PCM_16, 1.5 / 32768},
                               {"a.aiff", SampleFormat::pcm24, SF_FORMAT_AIFF, SF_FORMAT_PCM_24, 1.5 / 8388608},
                               {"a.aiff", SampleFormat::float32, SF_FORMAT_AIFF, SF_FORMAT_FLOAT, 3e-8}}));
    const int channels = GENERATE(1, 2);
    const auto path = folder / kind.name;
    const auto sound = planar(12345);
    writeFile(path, {containerOf(path), kind.format, 88200.0, channels, 12345}, sound);
    const auto back = readSound(path);
    CHECK(back.rate == 88200);
    CHECK(back.channels == channels);
    CHECK((back.format & SF_FORMAT_SUBMASK) == kind.subtype);
    CHECK((back.format & SF_FORMAT_TYPEMASK) == kind.major);
    REQUIRE(back.frames() == 12345);
    double worst = 0.0;
    for (std::size_t i = 0; i < 12345; ++i) {
        worst = std::max(worst, std::abs(back.samples[i * static_cast<std::size_t>(channels)] - sound.left[i]));
        if (channels == 2) worst = std::max(worst, std::abs(back.samples[i * 2 + 1] - sound.right[i]));
    }
    CHECK(worst <= kind.tolerance);
    CHECK(worst > 0.0);
}

TEST_CASE("The same samples give the same bytes, at any time") {
    const TemporaryFolder folder;
    const auto name = GENERATE(as<std::string>{}, "a.wav", "a.flac", "a.aiff");
    const auto format = GENERATE(SampleFormat::pcm16, SampleFormat::pcm24, SampleFormat::float32);
    if (name == "a.flac" && format == SampleFormat::float32) return;
    const AudioSpec spec{containerOf(name), format, 48000.0, 2, 6000};
    writeFile(folder / name, spec, planar(6000));
    const auto first = readBytes(folder / name);
    // The peak chunk that libsndfile adds to float files unless told not to holds the time in seconds.
    CHECK(first.find("PEAK") == std::string::npos);
    writeFile(folder / name, spec, planar(6000));
    CHECK(readBytes(folder / name) == first);
}

TEST_CASE("A length that is not known ends in a plain WAV, as long as it is small") {
    const TemporaryFolder folder;
    writeFile(folder / "a.wav", {Container::wav, SampleFormat::pcm24, 48000.0, 2, std::nullopt}, planar(6000));
    CHECK(readBytes(folder / "a.wav").substr(0, 4) == "RIFF");
    CHECK(readSound(folder / "a.wav").frames() == 6000);
}

TEST_CASE("WAV beyond 4 GiB is RF64") {
    AudioSpec spec{Container::wav, SampleFormat::pcm24, 96000.0, 2, 715'800'000};
    CHECK_FALSE(needsRf64(spec)); // 4,294,800,000 bytes
    spec.frames = 715'900'000;
    CHECK(needsRf64(spec));
    spec.format = SampleFormat::pcm16;
    CHECK_FALSE(needsRf64(spec));
    CHECK(fault(spec).empty());

    const TemporaryFolder folder;
    base::PendingFile file(folder / "a.wav", base::Replace::any());
    spec.format = SampleFormat::float32;
    AudioWriter writer(file, spec, {});
    auto sound = planar(100);
    double* const channel[] = {sound.left.data(), sound.right.data()};
    writer.write(channel, 100, false);
    writer.finish();
    file.commit();
    CHECK(readBytes(folder / "a.wav").substr(0, 4) == "RF64");
}

TEST_CASE("What a container cannot hold is refused beforehand, naming WAV") {
    AudioSpec spec{Container::flac, SampleFormat::pcm24, 96000.0, 2, 1000};
    CHECK(fault(spec).empty());
    spec.format = SampleFormat::float32;
    CHECK_THAT(fault(spec), says("float") && says("WAV"));
    spec.format = SampleFormat::pcm16;
    for (const double rate : {44100.0, 65535.0, 176400.0, 384000.0, 655350.0}) {
        spec.sampleRateHz = rate;
        CHECK(fault(spec).empty());
    }
    for (const double rate : {65537.0, 100003.0, 655360.0, 705600.0, 768000.0}) {
        spec.sampleRateHz = rate;
        CHECK_THAT(fault(spec), says("sample rate") && says("WAV"));
    }
    spec.container = Container::aiff;
    CHECK(fault(spec).empty());
    spec.frames = 1'100'000'000;
    CHECK_THAT(fault(spec), says("4 GiB") && says("WAV"));
}

TEST_CASE("Every rate that FLAC is said to hold, it holds") {
    const TemporaryFolder folder;
    const double rate = GENERATE(8000.0, 44100.0, 50000.0, 65535.0, 88200.0, 192000.0, 352800.0, 384000.0, 655350.0);
    writeFile(folder / "a.flac", {Container::flac, SampleFormat::pcm24, rate, 2, 6000}, planar(6000));
    CHECK(readSound(folder / "a.flac").rate == static_cast<int>(rate));
}

TEST_CASE("Tags are carried, with the calibration in the comment") {
    const TemporaryFolder folder;
    const auto name = GENERATE(as<std::string>{}, "a.wav", "a.flac", "a.aiff");
    FileTags tags;
    tags.texts = {{SF_STR_TITLE, "A title"}, {SF_STR_ARTIST, "Somebody"}};
    tags.comment = "side B";
    tags.note = {2.5, "riaa"};
    writeFile(folder / name, {containerOf(name), SampleFormat::pcm24, 48000.0, 2, 100}, planar(100), tags);
    SF_INFO info{};
    SNDFILE* file = sf_open((folder / name).string().c_str(), SFM_READ, &info);
    REQUIRE(file != nullptr);
    CHECK(sf_get_string(file, SF_STR_TITLE) == std::string("A title"));
    CHECK(sf_get_string(file, SF_STR_ARTIST) == std::string("Somebody"));
    CHECK(sf_get_string(file, SF_STR_COMMENT) ==
          std::string("side B phonostage:{\"full_scale_dbv\":2.5,\"equalised\":\"riaa\"}"));
    sf_close(file);
}

TEST_CASE("Texts of any length leave a file that is read back, its note whole") {
    const TemporaryFolder folder;
    const auto name = GENERATE(as<std::string>{}, "a.wav", "a.aiff", "a.flac");
    const std::size_t length = GENERATE(as<std::size_t>{}, 1900, 1999, 2000, 2001, 2045, 2046, 2047, 2048, 8190, 8191,
                                        8192, 60'000, 65'536, 200'000);
    FileTags tags;
    tags.texts = {{SF_STR_TITLE, std::string(length, 't')}, {SF_STR_ARTIST, std::string(length, 'a')}};
    tags.comment = std::string(length, 'c');
    tags.note = {-20.25, "riaa"};
    const AudioSpec spec{containerOf(name), SampleFormat::pcm24, 48000.0, 2, 6000};
    const auto warnings = writeFile(folder / name, spec, planar(6000), tags);
    INFO(name << ", " << length << " bytes");

    AudioReader reader(folder / name);
    CHECK(reader.warnings().empty());
    CHECK(reader.frames() == 6000);
    CHECK(reader.tags().note == tags.note);
    const std::string note = " phonostage:{\"full_scale_dbv\":-20.25,\"equalised\":\"riaa\"}";
    const bool isWhole = name == "a.flac";
    const auto text = isWhole ? length : std::min<std::size_t>(length, 2000);
    const auto words = isWhole ? length : std::min(length, 2000 - note.size());
    CHECK(reader.tags().comment == std::string(words, 'c'));
    REQUIRE(reader.tags().texts.size() == 2);
    CHECK(reader.tags().texts[0] == std::pair<int, std::string>(SF_STR_TITLE, std::string(text, 't')));
    CHECK(reader.tags().texts[1] == std::pair<int, std::string>(SF_STR_ARTIST, std::string(text, 'a')));

    if (words == length) {
        CHECK(warnings.empty());
    } else {
        REQUIRE(warnings.size() == 1);
        CHECK_THAT(warnings[0], says(name + "' contains only the beginning") && says("FLAC") &&
                                    says(text == length ? "source's comment:" : "source's title, artist and comment:"));
    }
}

TEST_CASE("Every field at its longest fits into a header") {
    const TemporaryFolder folder;
    const auto name = GENERATE(as<std::string>{}, "a.wav", "a.aiff");
    const auto frames = GENERATE(std::optional<std::int64_t>(6000), std::optional<std::int64_t>());
    if (!frames && name == "a.aiff") return; // the same header either way
    FileTags tags;
    for (int field = SF_STR_FIRST; field <= SF_STR_LAST; ++field)
        if (field != SF_STR_COMMENT && field != SF_STR_SOFTWARE) tags.texts.emplace_back(field, std::string(9000, 'x'));
    tags.comment = std::string(9000, 'x');
    tags.note = {-20.25, "riaa"};
    writeFile(folder / name, {containerOf(name), SampleFormat::pcm24, 48000.0, 2, frames}, planar(6000), tags);
    AudioReader reader(folder / name);
    CHECK(reader.frames() == 6000);
    CHECK(reader.tags().note == tags.note);
    for (const auto& [field, text] : reader.tags().texts)
        CHECK(text == std::string(2000, 'x'));
    CHECK(reader.tags().texts.size() >= 3); // AIFF has no more
}

TEST_CASE("A text that the format does not take is told") {
    const TemporaryFolder folder;
    FileTags tags;
    tags.texts = {{SF_STR_TITLE, "A title"}, {SF_STR_LAST + 1, "of a field that there is not"}};
    const auto warnings =
        writeFile(folder / "a.wav", {Container::wav, SampleFormat::pcm24, 48000.0, 2, 100}, planar(100), tags);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], says("a.wav' does not contain the source's text"));
    CHECK(AudioReader(folder / "a.wav").tags().texts.size() == 1);
}

TEST_CASE("AIFF of unknown length is refused before it passes what AIFF can hold") {
    const TemporaryFolder folder;
    const auto frames = GENERATE(2000, 2001);
    const auto limit = std::int64_t{2000} * 2 * 3;
    base::PendingFile file(folder / "a.aiff", base::Replace::any());
    AudioWriter writer(file, {Container::aiff, SampleFormat::pcm24, 48000.0, 2, std::nullopt}, {}, limit);
    auto sound = planar(2001);
    const auto write = [&](int start, int count) {
        double* const channel[] = {sound.left.data() + start, sound.right.data() + start};
        writer.write(channel, count, false);
    };
    write(0, 1000);
    const auto refused = faultOf([&] { write(1000, frames - 1000); });
    if (frames == 2000) {
        CHECK(refused.empty());
        writer.finish();
        file.commit();
        CHECK(readSound(folder / "a.aiff").frames() == 2000);
    } else {
        CHECK_THAT(refused, says("AIFF cannot be larger than 4 GiB") && says("write WAV"));
    }
}

TEST_CASE("Clips of a float file are counted and kept") {
    const TemporaryFolder folder;
    base::PendingFile file(folder / "a.wav", base::Replace::any());
    AudioWriter writer(file, {Container::wav, SampleFormat::float32, 48000.0, 1, 4}, {});
    std::vector<double> samples{1.0, 1.5, -2.0, 0.5};
    double* const channel[] = {samples.data()};
    writer.write(channel, 4, true);
    writer.finish();
    file.commit();
    CHECK(writer.clippedSamples(0) == 2);
    CHECK(writer.peak(0) == 2.0);
    CHECK(readSound(folder / "a.wav").samples == std::vector<double>{1.0, 1.5, -2.0, 0.5});
}
