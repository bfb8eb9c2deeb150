// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/ExportSupport.h"

#include <algorithm>
#include <csignal>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

constexpr std::size_t sideFrames = 96000;

/** Side A with three tracks, the first two of which touch, and an empty folder "out". */
class Side {
public:
    Side() {
        writeTake(audio(), sideFrames);
        setTracks(nlohmann::json::array({trackJson(1, 9600, 40000, "One"), trackJson(2, 40000, 60000, "Two"),
                                         trackJson(3, 70400, 96000, "Three")}));
        fs::create_directory(folder / "out");
    }
    [[nodiscard]] fs::path audio() const { return folder / "side-a.flac"; }
    [[nodiscard]] fs::path out() const { return folder / "out"; }
    void setTracks(const nlohmann::json& tracks,
                   const nlohmann::json& album = {{"title", "Album"}, {"artist", "Band"}, {"side", "A"}}) const {
        writeSidecar(audio(), tracks, album, {{"take", "0123456789abcdef"}});
    }
    [[nodiscard]] Outcome run(const Names& more = {}, const Circumstances& how = {}) const {
        Names arguments{"export", "-q", audio(), "--out", out()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runStage(arguments, how);
    }

    TemporaryFolder folder;
};

const Names threeTracks{"Album/A1 One.flac", "Album/A2 Two.flac", "Album/A3 Three.flac"};

std::vector<double> partOf(const std::vector<double>& samples, std::size_t start, std::size_t end) {
    return {samples.begin() + static_cast<std::ptrdiff_t>(2 * start),
            samples.begin() + static_cast<std::ptrdiff_t>(2 * end)};
}

} // namespace

TEST_CASE("The tracks of a side are what render makes of it, bit for bit, and touching ones join") {
    const Side side;
    for (const Names& flags :
         {Names{}, Names{"--bits", "16"}, Names{"--curve", "columbia_lp", "--gain", "43.5", "--subsonic", "20Hz:24"},
          Names{"--iec", "--swap", "--mono-bass", "120"}}) {
        Names arguments{"render", "-q", "--overwrite", side.audio(), side.folder / "whole.flac"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        REQUIRE(runStage(arguments).status == 0);
        const auto outcome = side.run(flags);
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        CHECK(filesIn(side.out()) == threeTracks);
        const auto whole = readSound(side.folder / "whole.flac");
        const auto one = readSound(side.out() / threeTracks[0]), two = readSound(side.out() / threeTracks[1]);
        CHECK(one.format == whole.format);
        auto joined = one.samples;
        joined.insert(joined.end(), two.samples.begin(), two.samples.end());
        CHECK((joined == partOf(whole.samples, 9600, 60000)));
        CHECK((readSound(side.out() / threeTracks[2]).samples == partOf(whole.samples, 70400, 96000)));
    }
}

TEST_CASE("Float, WAV and AIFF hold the same as render's") {
    const Side side;
    for (const auto& [format, bits] :
         {std::pair{"wav", "32f"}, {"wav", "24"}, {"wav", "16"}, {"aiff", "24"}, {"aiff", "32f"}}) {
        const auto whole = side.folder / ("whole." + std::string(format));
        REQUIRE(runStage({"render", "-q", "--overwrite", side.audio(), whole, "--bits", bits}).status == 0);
        const auto outcome = side.run({"--format", format, "--bits", bits});
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        const auto track = readSound(side.out() / ("Album/A2 Two." + std::string(format)));
        CHECK((track.samples == partOf(readSound(whole).samples, 40000, 60000)));
    }
}

TEST_CASE("The stage is the take's own, and flags go over it") {
    const Side side;
    REQUIRE(side.run().status == 0);
    writeSidecar(side.audio(), nlohmann::json::array({trackJson(2, 40000, 60000, "Two")}),
                 {{"title", "Album"}, {"side", "A"}},
                 {{"take", "0123456789abcdef"}, {"stage", {{"schema", 1}, {"gain", 34.5}, {"curve_iec", true}}}});
    REQUIRE(runStage({"render", "-q", side.audio(), side.folder / "own.flac", "--gain", "34.5", "--iec"}).status == 0);
    auto outcome = side.run({"--overwrite"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto name = side.out() / "Album/A1 Two.flac";
    CHECK((readSound(name).samples == partOf(readSound(side.folder / "own.flac").samples, 40000, 60000)));
    REQUIRE(runStage({"render", "-q", side.audio(), side.folder / "over.flac", "--gain", "36", "--iec"}).status == 0);
    REQUIRE(side.run({"--gain", "36"}).status == 0);
    CHECK((readSound(name).samples == partOf(readSound(side.folder / "over.flac").samples, 40000, 60000)));
}

TEST_CASE("Several curves in one pass are what each gives alone") {
    const Side side;
    const auto outcome = side.run({"--curve", "riaa", "--curve", "columbia_lp", "--curve", "flat"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(filesIn(side.out()).size() == 9);
    fs::create_directory(side.folder / "alone");
    for (const std::string curve : {"riaa", "columbia_lp", "flat"}) {
        REQUIRE(
            runStage({"export", "-q", side.audio(), "--out", side.folder / "alone", "--overwrite", "--curve", curve})
                .status == 0);
        for (const auto& name : threeTracks)
            CHECK((readSound(side.out() / ("Album (" + curve + ")" + name.substr(5))).samples ==
                   readSound(side.folder / "alone" / name).samples));
    }
    const auto clash = side.run({"--curve", "riaa", "--curve", "flat", "--name", "{title}"});
    CHECK(clash.isOneClearLine());
    CHECK_THAT(clash.err, says("--name") && says("{curve}"));
}

TEST_CASE("Without gaps nothing is left out") {
    const Side side;
    auto third = trackJson(3, 70400, 96000, "Three");
    third["cut_frame"] = 69000;
    side.setTracks({trackJson(1, 9600, 38000, "One"), trackJson(2, 40000, 60000, "Two"), third});
    REQUIRE(side.run({"--gapless"}).status == 0);
    REQUIRE(runStage({"render", "-q", side.audio(), side.folder / "whole.flac"}).status == 0);
    std::vector<double> joined;
    for (const auto& name : threeTracks) {
        const auto part = readSound(side.out() / name).samples;
        joined.insert(joined.end(), part.begin(), part.end());
    }
    CHECK((joined == partOf(readSound(side.folder / "whole.flac").samples, 9600, 96000)));
    CHECK(readSound(side.out() / threeTracks[1]).frames() == 29000);
}

TEST_CASE("A wrong speed moves cuts with the rate, or with the resampling") {
    const Side side;
    REQUIRE(side.run({"--speed", "45 at 33 1/3"}).status == 0);
    auto track = readSound(side.out() / threeTracks[1]);
    CHECK(track.rate == 64800);
    CHECK(track.frames() == 20000);
    REQUIRE(side.run({"--speed", "45 at 33 1/3", "--speed-back", "resample"}).status == 0);
    REQUIRE(runStage({"render", "-q", side.audio(), side.folder / "whole.flac", "--speed", "45 at 33 1/3",
                      "--speed-back", "resample"})
                .status == 0);
    track = readSound(side.out() / threeTracks[1]);
    CHECK(track.rate == 48000);
    // 40000 and 60000 times 20/27
    CHECK((track.samples == partOf(readSound(side.folder / "whole.flac").samples, 29630, 44444)));
}

TEST_CASE("A second export replaces only what the first one made, and nobody has changed") {
    const Side side;
    REQUIRE(side.run().status == 0);
    const auto first = readBytes(side.out() / threeTracks[0]);
    REQUIRE(side.run({"--gain", "39"}).status == 0);
    CHECK((readBytes(side.out() / threeTracks[0]) != first));

    // Somebody has tagged one of them since.
    auto bytes = readBytes(side.out() / threeTracks[1]);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    writeBytes(side.out() / threeTracks[1], bytes + "x");
    const auto before = readBytes(side.out() / threeTracks[0]);
    auto outcome = side.run();
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("A2 Two.flac") && says("has been changed since") && says("--overwrite"));
    CHECK((readBytes(side.out() / threeTracks[0]) == before));
    CHECK((readBytes(side.out() / threeTracks[1]) == bytes + "x"));
    REQUIRE(side.run({"--overwrite"}).status == 0);
    CHECK((readBytes(side.out() / threeTracks[0]) == first));

    // Another take with the same names, and somebody's own file.
    writeTake(side.folder / "side-b.flac", sideFrames, 2);
    writeSidecar(side.folder / "side-b.flac", nlohmann::json::array({trackJson(1, 0, 9000, "One")}),
                 {{"title", "Album"}, {"side", "A"}}, {{"take", "fedcba9876543210"}});
    outcome = runStage({"export", side.folder / "side-b.flac", "--out", side.out()});
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("A1 One.flac") && says("exported from another take"));
    fs::remove_all(side.out() / "Album");
    fs::create_directory(side.out() / "Album");
    writeBytes(side.out() / threeTracks[2], "mine");
    outcome = side.run();
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("A3 Three.flac") && says("has been changed since"));
    CHECK(filesIn(side.out()) == Names{threeTracks[2]});
    CHECK(readBytes(side.out() / threeTracks[2]) == "mine");
}

TEST_CASE("A take is never replaced, whatever the pattern says") {
    const Side side;
    const auto before = readBytes(side.audio());
    const auto outcome = runStage({"export", side.audio(), "--name", "{take}", "--overwrite", "--whole"});
    CHECK(outcome.isOneClearLine());
    CHECK((readBytes(side.audio()) == before));
    const auto beside = runStage({"export", "-q", side.audio()});
    INFO(beside.err);
    CHECK(beside.status == 0); // into the take's own folder
    CHECK(fs::exists(side.folder / threeTracks[0]));
}

TEST_CASE("Names of every kind become files, and the titles stay as they are in the tags") {
    const Side side;
    const std::string emoji = "\xF0\x9F\x8E\xB6 Song", longTitle(300, 'x');
    nlohmann::json tracks;
    const Names titles{"a/b\\c", "two\nlines", longTitle, "Wait...", "CON", emoji, "Same", "same", ""};
    for (std::size_t i = 0; i < titles.size(); ++i)
        tracks.push_back(trackJson(static_cast<int>(i + 1), static_cast<std::int64_t>(9000 * i),
                                   static_cast<std::int64_t>(9000 * i + 9000), i == 1 ? "two lines" : titles[i]));
    side.setTracks(tracks, {{"title", "..\xE2\x80\xAE/CON?"}});
    const auto outcome = side.run({"--name", "{album}/{title}"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    Names expected{"a_b_c.flac", "two lines.flac", std::string(200, 'x') + ".flac",
                   "Wait.flac",  "CON_.flac",      emoji + ".flac",
                   "Same.flac",  "same (2).flac",  "Track 9.flac"};
    for (auto& name : expected)
        name = "_._CON_/" + name;
    std::sort(expected.begin(), expected.end());
    CHECK(filesIn(side.out()) == expected);
}

TEST_CASE("What cannot be exported says so in one line, and leaves nothing") {
    const Side side;
    const auto refuse = [&](const Names& flags, const std::string& words) {
        const auto outcome = side.run(flags);
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says(words));
        CHECK(fs::is_empty(side.out()));
    };
    refuse({"--bits", "32f"}, "FLAC cannot store 32 bit float");
    refuse({"--format", "ogg"}, "--format");
    refuse({"--format", "mp3", "--bits", "16"}, "has no sample format");
    refuse({"--rate", "1"}, "--rate");
    refuse({"--name", "{titel}"}, "did you mean title?");
    refuse({"--side", "AB"}, "--side");
    refuse({"--disc", "0"}, "--disc");
    refuse({"--tag", "nothing"}, "--tag");
    refuse({"--cover", side.folder / "no.jpg"}, "no.jpg");
    refuse({"--curve", "riia"}, "did you mean riaa?");
    refuse({"--replaygain", "loud"}, "--replaygain");
    const auto nowhere = runStage({"export", side.audio(), "--out", side.folder / "nowhere"});
    CHECK(nowhere.isOneClearLine());
    CHECK_THAT(nowhere.err, says("no such folder"));
    side.setTracks(nlohmann::json::array({trackJson(1, 9600, 40000, "One"), trackJson(2, 39999, 60000, "Two")}));
    refuse({}, "begins before the track in front of it ends");
    side.setTracks(nlohmann::json::array({trackJson(1, 9600, 96001, "One")}));
    refuse({}, "ends behind the end of the side");
    side.setTracks(nlohmann::json::array());
    refuse({}, "has no tracks yet");
    fs::remove(side.folder / "side-a.take.json");
    refuse({}, "phonostage split --write");
}

TEST_CASE("A full disk, a signal or a kill leave nothing half-written") {
    const Side side;
    Circumstances small;
    small.fileSizeLimit = 60000;
    const auto full = side.run({}, small);
    INFO(full.err);
    CHECK(full.status == 1);
    CHECK(fs::is_empty(side.out()));

    writeSilence(side.folder / "long.wav", 96000, 900.0);
    nlohmann::json tracks;
    for (int i = 0; i < 9; ++i)
        tracks.push_back(trackJson(i + 1, 9600000L * i, 9600000L * (i + 1), "T"));
    nlohmann::json json{
        {"schema", 1},
        {"audio",
         {{"file", "long.wav"}, {"sample_rate", 96000}, {"channels", 2}, {"word", "24"}, {"frames", 86400000}}},
        {"tracks", tracks},
        {"album", {{"title", "Long"}}}};
    writeBytes(side.folder / "long.take.json", json.dump());
    for (const int signal : {SIGTERM, SIGKILL}) {
        Circumstances how;
        how.signal = signal;
        how.interruptWhen = [&] {
            if (!fs::exists(side.out() / "Long")) return false;
            int begun = 0;
            for (const auto& entry : fs::directory_iterator(side.out() / "Long"))
                begun += entry.path().extension() == ".part" && fs::file_size(entry.path()) > 0 ? 1 : 0;
            return begun > 1; // the first track is complete
        };
        CHECK(runStage({"export", "-q", side.folder / "long.wav", "--out", side.out()}, how).status == -signal);
        if (signal == SIGTERM) CHECK(fs::is_empty(side.out()));
        for (const auto& name : filesIn(side.out()))
            CHECK(name.ends_with(".part"));
    }
}

TEST_CASE("One file a side, with a cue sheet and labels that other programs read") {
    const Side side;
    const auto outcome = side.run({"--whole", "--with-labels", "--bits", "16"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(filesIn(side.out()) == Names{"Album/A Side A.cue", "Album/A Side A.flac", "Album/A Side A.labels.txt"});
    REQUIRE(runStage({"render", "-q", side.audio(), side.folder / "whole.flac", "--bits", "16"}).status == 0);
    const auto whole = readSound(side.out() / "Album/A Side A.flac");
    CHECK((whole.samples == partOf(readSound(side.folder / "whole.flac").samples, 9600, 96000)));
    const auto labels = readBytes(side.out() / "Album/A Side A.labels.txt");
    CHECK_THAT(labels, says("0.000000\t0.633333\tOne") && says("1.266667\t1.800000\tThree"));

    if (!hasProgram("cueprint") || !hasProgram("sox")) {
        WARN("cueprint and sox are not installed: cue sheet and labels are not read by them");
        return;
    }
    const auto cue = inQuotes(side.out() / "Album/A Side A.cue");
    CHECK(outputOf("cueprint -d '%N %T\\n' -t '%n %t\\n' " + cue) == "3 Album\n1 One\n2 Two\n3 Three\n");
    // The times of the labels, as sox cuts by them.
    const auto cut = side.folder / "cut.flac";
    outputOf("sox " + inQuotes(side.out() / "Album/A Side A.flac") + " " + inQuotes(cut) + " trim 1.266667 0.533333");
    REQUIRE(side.run({"--bits", "16"}).status == 0);
    CHECK((readSound(cut).samples == readSound(side.out() / threeTracks[2]).samples));
}

TEST_CASE("MP3 and Opus are written where the library can, at rates that they have") {
    const Side side;
    for (const std::string format : {"mp3", "opus"}) {
        const auto outcome = side.run({"--format", format});
        if (outcome.status != 0) {
            CHECK_THAT(outcome.err, says("has no coder for it"));
            continue;
        }
        const auto track = readSound(side.out() / ("Album/A2 Two." + format));
        CHECK(track.rate == 48000);
        CHECK(std::abs(static_cast<double>(track.frames()) - 20000.0) < 3000.0);
    }
    writeTake(side.audio(), sideFrames, 1, 0.003, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 96000);
    side.setTracks(nlohmann::json::array({trackJson(1, 40000, 60000, "Two")}));
    const auto refused = side.run({"--format", "mp3"});
    CHECK(refused.isOneClearLine());
    CHECK_THAT(refused.err, says("--rate fit") && says("48000"));
    REQUIRE(side.run({"--format", "mp3", "--rate", "fit"}).status == 0);
    CHECK(readSound(side.out() / "Album/A1 Two.mp3").rate == 48000);
    // A rate of one's own, in FLAC: two tracks joined are the side that render would have resampled.
    REQUIRE(side.run({"--rate", "44100"}).status == 0);
    const auto track = readSound(side.out() / "Album/A1 Two.flac");
    CHECK(track.rate == 44100);
    CHECK(track.frames() == 27563 - 18375); // 60000 and 40000 times 44100 / 96000
}

TEST_CASE("One gain for all takes brings the tracks' true peak to -1 dBTP, whatever lies outside of them") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "out");
    for (const char* side : {"a", "b"}) {
        const auto audio = folder / (std::string(side) + ".flac");
        writeTake(audio, sideFrames, side[0] == 'a' ? 1U : 2U, side[0] == 'a' ? 0.004 : 0.002);
        auto sound = readSound(audio);
        sound.samples[2000] = 0.9; // the needle drops
        writeSound(audio, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, sound.samples);
        writeSidecar(audio, nlohmann::json::array({trackJson(1, 48000, 90000, "One")}), {{"title", "Album"}});
    }
    const auto json =
        jsonOf({"export", folder / "a.flac", folder / "b.flac", "--out", folder / "out", "--gain", "auto", "--json"});
    REQUIRE(json["tracks"].size() == 2);
    CHECK(json["tracks"][0]["gain_db"] == json["tracks"][1]["gain_db"]);
    CHECK_THAT(json["tracks"][0]["true_peak_dbfs"].get<double>(), WithinAbs(-1.0, 0.05));
    CHECK(json["tracks"][1]["true_peak_dbfs"].get<double>() < -5.0);
    CHECK(json["tracks"][0]["position"] == "A1");
    CHECK(json["tracks"][1]["position"] == "B1");
    CHECK(json["tracks"][1]["number"] == 2);
    for (const auto& track : json["tracks"])
        CHECK(track["clipped_samples"] == 0);
    // Loudness: -18 LUFS less that of the track.
    CHECK_THAT(json["tracks"][0]["replaygain_track_db"].get<double>(),
               WithinAbs(-18.0 - json["tracks"][0]["lufs"].get<double>(), 1e-9));
    CHECK(json["tracks"][0]["replaygain_album_db"] == json["tracks"][1]["replaygain_album_db"]);
}
