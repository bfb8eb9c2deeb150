// SPDX-License-Identifier: GPL-3.0-or-later
// What others do to files and folders while a render is under way, and disks that can only be read.
#include "support/Program.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr double seconds = 300.0;
constexpr int rate = 96000;
constexpr std::uintmax_t someSound = 100000; ///< bytes, of 170 million

/** Renders `in.wav` of a folder, and does something to the files once there is sound in the unfinished output: by then
    all the command's files have been opened. */
class Meanwhile {
public:
    explicit Meanwhile(const TemporaryFolder& folder) : folder_(folder), place_(folder.path()) {
        writeSilence(folder / "in.wav", rate, seconds);
    }

    Circumstances how;

    Outcome render(const fs::path& out, const std::function<void(const fs::path& unfinished)>& act,
                   const std::vector<std::string>& more = {}) {
        place_ = out.parent_path();
        how.interruptWhen = [&] {
            const auto unfinished = find();
            if (unfinished.empty()) return false;
            act(unfinished);
            acted_ = true;
            return true;
        };
        std::vector<std::string> arguments{"render", "-q", "--overwrite", folder_ / "in.wav", out};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto outcome = runStage(arguments, how);
        REQUIRE(acted_);
        return outcome;
    }

private:
    [[nodiscard]] fs::path find() const {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(place_, ignored)) {
            if (!entry.path().filename().native().starts_with(".phonostage-")) continue;
            const auto size = entry.file_size(ignored);
            if (!ignored && size > someSound) return entry.path();
        }
        return {};
    }

    const TemporaryFolder& folder_;
    fs::path place_;
    bool acted_ = false;
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("An input that loses its name while it is read is read to its end") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    const auto outcome = meanwhile.render(folder / "out.wav", [&](const fs::path&) { fs::remove(folder / "in.wav"); });
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(folder.names() == Names{"out.wav"});
    CHECK(readSound(folder / "out.wav").frames() == static_cast<std::int64_t>(seconds * rate));
}

TEST_CASE("An input that shrinks while it is read is an error, and nothing is left") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    writeBytes(folder / "out.wav", "old");
    const auto size = GENERATE(as<std::uintmax_t>{}, 0, 44, 5000000);
    const auto outcome =
        meanwhile.render(folder / "out.wav", [&](const fs::path&) { fs::resize_file(folder / "in.wav", size); });
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("in.wav"));
    CHECK(readBytes(folder / "out.wav") == "old");
    CHECK(folder.names() == Names{"in.wav", "out.wav"});
}

TEST_CASE("A folder that vanishes under the output is an error, and does not come back") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    fs::create_directory(folder / "deep");
    const auto outcome =
        meanwhile.render(folder / "deep" / "out.wav", [&](const fs::path&) { fs::remove_all(folder / "deep"); });
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("out.wav") && says("was removed"));
    CHECK(folder.names() == Names{"in.wav"});
}

TEST_CASE("An unfinished file that is taken away, or made something else, leaves the old file") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    writeBytes(folder / "out.wav", "old");
    const bool becomesLink = GENERATE(false, true);
    const auto outcome = meanwhile.render(folder / "out.wav", [&](const fs::path& unfinished) {
        fs::remove(unfinished);
        if (becomesLink) fs::create_symlink("in.wav", unfinished);
    });
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("out.wav") && says("was removed") && says("(written: nothing)"));
    REQUIRE(fs::file_size(folder / "out.wav") == 3);
    CHECK(readBytes(folder / "out.wav") == "old");
    CHECK(folder.names() == Names{"in.wav", "out.wav"});
}

TEST_CASE("A target that becomes a pipe or a folder stays one") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    const bool isPipe = GENERATE(true, false);
    const auto outcome = meanwhile.render(folder / "out.wav", [&](const fs::path&) {
        if (isPipe)
            REQUIRE(::mkfifo((folder / "out.wav").c_str(), 0600) == 0);
        else
            fs::create_directory(folder / "out.wav");
    });
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("no longer a regular file") && says("(written: nothing)"));
    CHECK(fs::is_fifo(folder / "out.wav") == isPipe);
    CHECK(folder.names() == Names{"in.wav", "out.wav"});
}

TEST_CASE("A report that finds no place any more: no sound file either") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    writeBytes(folder / "out.wav", "old");
    const auto outcome =
        meanwhile.render(folder / "out.wav", [&](const fs::path&) { fs::create_directory(folder / "r.json"); },
                         {"--report", folder / "r.json"});
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("r.json") && says("no longer a regular file") && says("(written: nothing)"));
    CHECK(readBytes(folder / "out.wav") == "old");
    CHECK(folder.names() == Names{"in.wav", "out.wav", "r.json"});
}

TEST_CASE("A folder of the report that is closed meanwhile: no sound file either") {
    const TemporaryFolder folder;
    Meanwhile meanwhile(folder);
    fs::create_directory(folder / "closed");
    for (const auto& open : {folder.path(), folder / "closed"})
        REQUIRE(::chmod(open.c_str(), 0777) == 0);
    meanwhile.how.asNobody = true;
    const auto outcome = meanwhile.render(
        folder / "out.wav", [&](const fs::path&) { CHECK(::chmod((folder / "closed").c_str(), 0555) == 0); },
        {"--report", folder / "closed" / "r.json"});
    REQUIRE(::chmod((folder / "closed").c_str(), 0777) == 0);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("r.json") && says("permission denied") && says("(written: nothing)"));
    CHECK(folder.names() == Names{"closed", "in.wav"});
    CHECK_FALSE(fs::exists(folder / "closed" / "r.json"));
}

TEST_CASE("What was written before a fault is told") {
    if (::geteuid() != 0) {
        WARN("not tested: takes a file of somebody else's");
        return;
    }
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    fs::create_directory(folder / "sticky"); // there only its owner may replace a file: the last step alone fails
    writeBytes(folder / "sticky" / "r.json", "old");
    REQUIRE(::chmod((folder / "sticky" / "r.json").c_str(), 0666) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    REQUIRE(::chmod((folder / "sticky").c_str(), 01777) == 0);
    Circumstances how;
    how.asNobody = true;
    const auto outcome = runStage(
        {"render", "--overwrite", folder / "in.wav", folder / "out.wav", "--report", folder / "sticky" / "r.json"},
        how);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err,
               says("r.json") && says("permission denied") && says("(written: '" + (folder / "out.wav").string()));
    CHECK(readSound(folder / "out.wav").frames() == 2000);
    CHECK(readBytes(folder / "sticky" / "r.json") == "old");
    CHECK(std::distance(fs::directory_iterator(folder / "sticky"), fs::directory_iterator()) == 1);
}

TEST_CASE("A disk that can only be read") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    fs::create_directory(folder / "disk");
    writeTone(folder / "disk" / "in.wav", 2000);
    writeBytes(folder / "disk" / "out.wav", "old");
    Circumstances how;
    how.readOnlyFolder = folder / "disk";
    const std::vector<std::vector<std::string>> commands{
        {"render", "--overwrite", folder / "in.wav", folder / "disk" / "out.wav"},
        {"render", folder / "in.wav", folder / "disk" / "new.wav"},
        {"render", folder / "disk" / "in.wav"}, // beside its input
        {"render", folder / "in.wav", folder / "out.wav", "--report", folder / "disk" / "r.json"},
        {"response", "--png", folder / "disk" / "r.png"}};
    for (const auto& command : commands) {
        const auto outcome = runStage(command, how);
        if (outcome.couldNotMount) {
            WARN("not tested: no folder can be made read-only here");
            return;
        }
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says("the disk is read-only"));
        CHECK(readBytes(folder / "disk" / "out.wav") == "old");
        CHECK(std::distance(fs::directory_iterator(folder / "disk"), fs::directory_iterator()) == 2);
        CHECK(folder.names() == Names{"disk", "in.wav"});
    }
    // What is on it can be read all the same.
    CHECK(runStage({"render", "-q", folder / "disk" / "in.wav", folder / "out.wav"}, how).status == 0);
    CHECK(runStage({"analyze", folder / "disk" / "in.wav"}, how).status == 0);
}
