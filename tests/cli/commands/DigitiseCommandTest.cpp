// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/ExportSupport.h"
#include "support/SideSignals.h"

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;
constexpr int rate = 48000;

/** Two sides with three and two tracks, as WAV files without sidecars, and a folder "out". */
class Record {
public:
    Record() {
        write("a.wav",
              SideSignal::whole(rate, 64.0,
                                {{6.0, 20.0, -20.0, 220.0}, {22.0, 38.0, -26.0, 165.0}, {40.5, 55.0, -18.0, 247.0}}));
        write("b.wav", SideSignal::whole(rate, 48.0, {{6.0, 20.0, -20.0, 196.0}, {23.0, 39.0, -22.0, 165.0}}));
        fs::create_directory(folder / "out");
    }
    [[nodiscard]] std::string a() const { return folder / "a.wav"; }
    [[nodiscard]] std::string b() const { return folder / "b.wav"; }
    [[nodiscard]] fs::path out() const { return folder / "out"; }
    [[nodiscard]] Outcome run(const Names& more) const {
        Names arguments{"digitise", "-q", "--out", out()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runStage(arguments);
    }

    TemporaryFolder folder;

private:
    void write(const std::string& name, const SideSignal& side) const {
        writeSound(folder / name, SF_FORMAT_WAV | SF_FORMAT_PCM_24, side.rate, 2, side.interleaved());
    }
};

} // namespace

TEST_CASE("digitise: flat sides in, numbered tracks out, cut where split cuts") {
    const Record record;
    const auto outcome = record.run({record.a(), record.b(), "--album", "Album"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(filesIn(record.out()) == Names{"Album/A1 Track 1.flac", "Album/A2 Track 2.flac", "Album/A3 Track 3.flac",
                                         "Album/B1 Track 4.flac", "Album/B2 Track 5.flac"});
    CHECK(record.folder.names() == Names{"a.wav", "b.wav", "out"}); // nothing beside the recordings
    const auto split = jsonOf({"split", record.a(), "--json"});
    REQUIRE(runStage({"render", "-q", record.a(), record.folder / "whole.flac"}).status == 0);
    const auto whole = readSound(record.folder / "whole.flac").samples;
    for (std::size_t k = 0; k < 3; ++k) {
        const auto number = std::to_string(k + 1);
        const auto start = split["tracks"][k]["start_frame"].get<std::ptrdiff_t>();
        const auto end = split["tracks"][k]["end_frame"].get<std::ptrdiff_t>();
        const auto track = readSound(record.out() / ("Album/A" + number + " Track " + number + ".flac")).samples;
        CHECK((track == std::vector(whole.begin() + 2 * start, whole.begin() + 2 * end)));
    }
}

TEST_CASE("digitise: a list names both sides, and a count is one for each file") {
    const Record record;
    writeBytes(record.folder / "list.txt", "A1 One\nA2 Two\nA3 Three\nB1 Four\nB2 Five\n");
    REQUIRE(record.run({record.a(), record.b(), "--list", record.folder / "list.txt", "--album", "Album"}).status == 0);
    CHECK(filesIn(record.out()) == Names{"Album/A1 One.flac", "Album/A2 Two.flac", "Album/A3 Three.flac",
                                         "Album/B1 Four.flac", "Album/B2 Five.flac"});
    const auto json = jsonOf(
        {"digitise", record.a(), record.b(), "--count", "3,2", "--out", record.out(), "--name", "n/{track}", "--json"});
    REQUIRE(json["tracks"].size() == 5);
    CHECK(json["tracks"][4]["position"] == "B2");
    CHECK(json["tracks"][4]["number"] == 5);
}

TEST_CASE("digitise: tracks that a take has already are kept, unless something is said of them") {
    const Record record;
    writeSidecar(record.a(), nlohmann::json::array({trackJson(1, 48000, 96000, "By hand")}), {{"title", "Album"}});
    REQUIRE(record.run({record.a()}).status == 0);
    CHECK(filesIn(record.out()) == Names{"Album/01 By hand.flac"});
    fs::remove_all(record.out() / "Album");
    REQUIRE(record.run({record.a(), "--count", "3"}).status == 0);
    CHECK(filesIn(record.out()).size() == 3);
}

TEST_CASE("digitise: what cannot be done says so, and leaves nothing") {
    const Record record;
    const auto refuse = [&](const Names& arguments, const std::string& words) {
        const auto outcome = record.run(arguments);
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says(words));
        CHECK(fs::is_empty(record.out()));
    };
    refuse({record.folder / "no.wav"}, "no.wav");
    refuse({"-"}, "standard input");
    refuse({record.a(), "--count", "many"}, "--count");
    refuse({record.a(), record.b(), record.b(), "--count", "3,2"}, "one number for each of the 3 files");
    refuse({record.a(), "--list", record.folder / "no.txt"}, "no.txt");
    const auto air = SideSignal::air(rate, 5.0);
    writeSound(record.a(), SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, air.interleaved());
    refuse({record.a()}, "no tracks were found");
}
