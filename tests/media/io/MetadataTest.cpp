// SPDX-License-Identifier: GPL-3.0-or-later
// What a person put into a file comes out of it again: in the same container, in another, at another rate.
#include "media/MediaSupport.h"
#include "support/WavBytes.h"

#include "media/render/Render.h"

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

std::string bext(std::uint64_t timeReference) {
    const auto field = [](std::string text, std::size_t width) {
        text.resize(width, '\0');
        return text;
    };
    return field("LP side A, first transfer", 256) + field("Recorder", 32) + field("REF001", 32) + "2026-01-02" +
           "10:11:12" + little(timeReference, 8) + little(1, 2) + std::string(254, '\0') + "A=PCM,F=48000,W=24\r\n";
}

std::string markedWav() {
    std::string cue = little(2, 4);
    for (const auto& [id, frame] : {std::pair{1U, 1000U}, {2U, 4000U}})
        cue += little(id, 4) + little(frame, 4) + "data" + std::string(8, '\0') + little(frame, 4);
    const auto adtl = "adtl" + chunk("labl", little(1, 4) + "Track 1" + '\0') +
                      chunk("labl", little(2, 4) + "Träck 2" + '\0') + chunk("note", little(2, 4) + "a click" + '\0') +
                      chunk("ltxt", little(2, 4) + little(500, 4) + "rgn " + std::string(8, '\0') + "loud" + '\0');
    const auto info = "INFO" + chunk("INAM", std::string("The title\0", 10)) +
                      chunk("IENG", std::string("An engineer\0", 12)) + chunk("ISFT", std::string("a recorder\0", 11));
    return riff(chunk("bext", bext(480000)) + chunk("iXML", "<BWFXML/>") + format(2, 48000, 24, 6) +
                chunk("data", packed(words(10000, 24, 0.001), 3)) + chunk("cue ", cue) + chunk("LIST", adtl) +
                chunk("LIST", info));
}

/** Rendered from a file to another; returns what the writer warns of. */
std::vector<std::string> render(const std::filesystem::path& from, const std::filesystem::path& to,
                                double speedRatio = 1.0, SpeedBack speedBack = SpeedBack::declaredRate) {
    AudioReader reader(from);
    RenderSettings settings;
    settings.stage.filter.speedRatio = speedRatio;
    settings.speedBack = speedBack;
    const auto spec = renderedSpec(reader, containerOf(to), SampleFormat::pcm24, settings);
    base::PendingFile file(to, base::Replace::any());
    AudioWriter writer(file, spec, renderedTags(reader, spec, settings));
    (void)renderFile(reader, writer, SampleFormat::pcm24, settings);
    file.commit();
    return writer.warnings();
}

/** As libsndfile itself reads them. */
std::vector<std::pair<unsigned, std::string>> libraryCues(const std::filesystem::path& path) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path.string().c_str(), SFM_READ, &info);
    REQUIRE(file != nullptr);
    SF_CUES cues{};
    sf_command(file, SFC_GET_CUE, &cues, sizeof cues);
    std::vector<std::pair<unsigned, std::string>> list;
    for (unsigned i = 0; i < cues.cue_count; ++i)
        list.emplace_back(cues.cue_points[i].sample_offset, cues.cue_points[i].name);
    sf_close(file);
    return list;
}

void checkMarks(const FileTags& tags, std::int64_t first, std::int64_t second, std::int64_t length) {
    REQUIRE(tags.marks.size() == 2);
    CHECK(tags.marks[0].frame == first);
    CHECK(tags.marks[0].label == "Track 1");
    CHECK(tags.marks[1].frame == second);
    CHECK(tags.marks[1].label == "Träck 2");
    CHECK(tags.marks[1].note == "a click");
    CHECK(tags.marks[1].length == length);
}

std::uint64_t timeReference(const FileTags& tags) {
    REQUIRE(tags.broadcast.size() >= 602);
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(tags.broadcast[338 + i]);
    return value;
}

} // namespace

TEST_CASE("Marks, labels, the broadcast chunk and texts go from WAV to WAV") {
    const TemporaryFolder folder;
    writeBytes(folder / "in.wav", markedWav());
    CHECK(render(folder / "in.wav", folder / "out.wav").empty());
    using Cue = std::pair<unsigned, std::string>;
    CHECK(libraryCues(folder / "out.wav") == std::vector<Cue>{{1000, "Track 1"}, {4000, "Träck 2"}});
    const auto bytes = readBytes(folder / "out.wav");
    CHECK(bytes.find(bext(480000)) != std::string::npos);
    CHECK(bytes.find("<BWFXML/>") != std::string::npos);
    CHECK(bytes.find(chunk("IENG", std::string("An engineer\0", 12))) != std::string::npos);
    CHECK(bytes.find("a recorder") == std::string::npos);
    const AudioReader out(folder / "out.wav");
    checkMarks(out.tags(), 1000, 4000, 500);
    CHECK(out.tags().marks[1].regionText == "loud");
    CHECK(out.tags().note.equalisedWith == "riaa");
}

TEST_CASE("In a FLAC they are a cue sheet and comments, and come back from there") {
    const TemporaryFolder folder;
    writeBytes(folder / "in.wav", markedWav());
    const auto warnings = render(folder / "in.wav", folder / "out.flac");
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], says("iXML") && says("out.flac"));
    const auto bytes = readBytes(folder / "out.flac");
    for (const char* words : {"CHAPTER001=00:00:00.021", "CHAPTER002NAME=Träck 2", "ORIGINATOR=Recorder",
                              "TIME_REFERENCE=480000", "ENGINEER=An engineer", "title=The title"})
        CHECK(bytes.find(words) != std::string::npos);
    // The library reads it whole, and the mark of the last block stands where it should.
    CHECK(readSound(folder / "out.flac").frames() == 10000);
    CHECK(render(folder / "out.flac", folder / "back.wav").empty());
    const AudioReader back(folder / "back.wav");
    checkMarks(back.tags(), 1000, 4000, 500);
    CHECK(timeReference(back.tags()) == 480000);
    CHECK(back.tags().broadcast.starts_with("LP side A, first transfer"));
    CHECK(back.tags().fields == std::vector<std::pair<std::string, std::string>>{{"ENGINEER", "An engineer"}});
}

TEST_CASE("In an AIFF they are markers and comments, and what it has no place for is named") {
    const TemporaryFolder folder;
    writeBytes(folder / "in.wav", markedWav());
    const auto warnings = render(folder / "in.wav", folder / "out.aiff");
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], says("bext") && says("iXML") && says("regions") && says("ENGINEER"));
    CHECK(readSound(folder / "out.aiff").frames() == 10000);
    CHECK(render(folder / "out.aiff", folder / "back.wav").empty());
    const AudioReader back(folder / "back.wav");
    checkMarks(back.tags(), 1000, 4000, 0);
}

TEST_CASE("Positions follow a resampling, the time reference the rate that is declared") {
    const TemporaryFolder folder;
    writeBytes(folder / "in.wav", markedWav());
    (void)render(folder / "in.wav", folder / "resampled.wav", 1.25, SpeedBack::resampled);
    const AudioReader resampled(folder / "resampled.wav");
    CHECK(resampled.sampleRateHz() == 48000.0);
    checkMarks(resampled.tags(), 1250, 5000, 625);
    CHECK(timeReference(resampled.tags()) == 480000);
    (void)render(folder / "in.wav", folder / "declared.wav", 1.25);
    const AudioReader declared(folder / "declared.wav");
    CHECK(declared.sampleRateHz() == 38400.0);
    checkMarks(declared.tags(), 1000, 4000, 500);
    CHECK(timeReference(declared.tags()) == 384000); // still ten seconds after midnight
}

TEST_CASE("Chunks of any size are kept, behind the sound where the head has no room") {
    const TemporaryFolder folder;
    std::string picture = "ID3";
    for (int i = 0; i < 300001; ++i)
        picture += static_cast<char>(i % 251);
    writeBytes(folder / "in.wav", riff(format(2, 48000, 24, 6) + chunk("data", packed(words(1000, 24, 0.001), 3)) +
                                       chunk("id3 ", picture)));
    CHECK(render(folder / "in.wav", folder / "out.wav").empty());
    const auto bytes = readBytes(folder / "out.wav");
    CHECK(bytes.find(chunk("id3 ", picture)) != std::string::npos);
    CHECK(bytes.substr(4, 4) == little(bytes.size() - 8, 4));
    CHECK(readSound(folder / "out.wav").frames() == 1000);
    CHECK(AudioReader(folder / "out.wav").warnings().empty());
    CHECK(render(folder / "in.wav", folder / "out.aiff").empty());
    CHECK(readBytes(folder / "out.aiff").find(picture) != std::string::npos);
    CHECK(readSound(folder / "out.aiff").frames() == 1000);
}

TEST_CASE("A FLAC's comments, pictures and applications stay, but gains of the raw sound do not") {
    const TemporaryFolder folder;
    const auto big = [](std::size_t value, int width) {
        auto bytes = little(value, width);
        std::reverse(bytes.begin(), bytes.end());
        return bytes;
    };
    writeSound(folder / "plain.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, tone(3000, 2, 0.001));
    auto bytes = readBytes(folder / "plain.flac");
    std::string comments = little(4, 4) + "test" + little(4, 4);
    for (const std::string text : {"ARTIST=First", "Artist=Second", "ALBUMARTIST=Both", "REPLAYGAIN_TRACK_GAIN=-1 dB"})
        comments += little(text.size(), 4) + text;
    const auto picture = big(3, 4) + big(9, 4) + "image/png" + std::string(20, '\0') + big(5, 4) + "pixel";
    // STREAMINFO stays first; the library's own comments give way.
    std::size_t at = 42, end = 42;
    for (bool isLast = false; !isLast;) {
        isLast = (static_cast<unsigned char>(bytes[end]) & 0x80) != 0;
        end += 4 +
               (static_cast<unsigned char>(bytes[end + 1]) * 256U + static_cast<unsigned char>(bytes[end + 2])) * 256U +
               static_cast<unsigned char>(bytes[end + 3]);
    }
    const auto block = [&](int type, const std::string& body) {
        return static_cast<char>(type) + big(body.size(), 3) + body;
    };
    bytes.replace(at, end - at, block(4, comments) + block(6, picture) + block(0x80 | 2, "testsomething"));
    writeBytes(folder / "in.flac", bytes);
    CHECK(render(folder / "in.flac", folder / "out.flac").empty());
    const auto out = readBytes(folder / "out.flac");
    for (const std::string& words : {std::string("artist=First"), std::string("ARTIST=Second"),
                                     std::string("ALBUMARTIST=Both"), picture, std::string("testsomething")})
        CHECK(out.find(words) != std::string::npos);
    CHECK(out.find("REPLAYGAIN") == std::string::npos);
    CHECK(readSound(folder / "out.flac").frames() == 3000);
    const auto warnings = render(folder / "in.flac", folder / "out.wav");
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], says("ALBUMARTIST") && says("picture"));
}
