// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/UserPresets.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/Says.h"
#include "support/SwappedPlace.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <filesystem>
#include <thread>

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace phonostage;
using namespace phonostage::params;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

Names listed(const fs::path& folder) {
    const auto list = listUserPresets(folder);
    if (const auto* fault = std::get_if<PresetFault>(&list)) FAIL(fault->message);
    return std::get<Names>(list);
}

std::string faultOf(const std::variant<Preset, PresetFault>& read) {
    const auto* fault = std::get_if<PresetFault>(&read);
    return fault ? fault->message : "";
}

std::string faultOf(const std::optional<PresetFault>& fault) { return fault ? fault->message : ""; }

constexpr const char* noHome = "There is no home folder to save presets in: set HOME.";

Snapshot someStage() {
    Snapshot stage;
    stage.values.set(Id::gain, 47.25);
    stage.values.set(Id::bypass, 1.0);
    stage.values.set(Id::cartridgeMh, 550.0);
    stage.texts.set(TextId::cartridgeId, "at_vm95e");
    return stage;
}

Snapshot readBack(const fs::path& folder, std::string_view name, const Snapshot& base = {}) {
    const auto read = readUserPreset(folder, name);
    INFO(faultOf(read));
    REQUIRE(std::holds_alternative<Preset>(read));
    const auto result = applyPreset(std::get<Preset>(read), base);
    REQUIRE(std::holds_alternative<Snapshot>(result));
    return std::get<Snapshot>(result);
}

} // namespace

TEST_CASE("A user's preset comes back as it was saved, but for the bypass", "[params]") {
    const TemporaryFolder temporary;
    const auto folder = temporary.path() / "deep" / "presets";
    CHECK(listed(folder).empty());
    for (const char* name : {"My deck", "Wohnzimmer, Plattenspieler f\xc3\xbcr \xe2\x99\xab", "a.b", "100 %"}) {
        CAPTURE(name);
        CHECK(faultOf(saveUserPreset(folder, name, someStage(), Overwrite::no)).empty());
        auto expected = someStage();
        expected.values.set(Id::bypass, 0.0);
        expected.texts.set(TextId::presetName, name);
        CHECK(readBack(folder, name) == expected);
        Snapshot bypassed;
        bypassed.values.set(Id::bypass, 1.0);
        CHECK(readBack(folder, name, bypassed).values.isOn(Id::bypass));
    }
    CHECK(listed(folder) == Names{"100 %", "a.b", "My deck", "Wohnzimmer, Plattenspieler f\xc3\xbcr \xe2\x99\xab"});
    CHECK(faultOf(deleteUserPreset(folder, "My deck")).empty());
    CHECK_THAT(faultOf(deleteUserPreset(folder, "My deck")), says("does not exist"));
    CHECK(listed(folder).size() == 3);
    CHECK_THAT(faultOf(readUserPreset(folder, "My deck")), says("My deck.json"));
}

TEST_CASE("A user's preset is replaced only where that was asked for, and never in part", "[params]") {
    const TemporaryFolder folder;
    auto stage = someStage();
    REQUIRE_FALSE(saveUserPreset(folder.path(), "deck", stage, Overwrite::no));
    const auto first = readBytes(folder / "deck.json");
    stage.values.set(Id::gain, 12.0);
    CHECK_THAT(faultOf(saveUserPreset(folder.path(), "deck", stage, Overwrite::no)), says("exists"));
    CHECK(readBytes(folder / "deck.json") == first);
    CHECK_FALSE(saveUserPreset(folder.path(), "deck", stage, Overwrite::yes));
    CHECK(readBack(folder.path(), "deck").values.get(Id::gain) == 12.0);
    CHECK(folder.names() == Names{"deck.json"});

    // Many at once: one of them gets the name, and what is there is whole.
    std::vector<std::thread> writers;
    std::atomic<int> done{0};
    for (int i = 0; i < 8; ++i)
        writers.emplace_back([&] { done += saveUserPreset(folder.path(), "race", stage, Overwrite::no) ? 0 : 1; });
    for (auto& writer : writers)
        writer.join();
    CHECK(done == 1);
    CHECK(readBack(folder.path(), "race").values.get(Id::gain) == 12.0);
    CHECK(folder.names() == Names{"deck.json", "race.json"});

#ifndef _WIN32
    // A link without a target is a name that is taken, and leads to no new file.
    fs::create_symlink(folder / "elsewhere", folder / "link.json");
    for (const auto overwrite : {Overwrite::no, Overwrite::yes})
        CHECK_THAT(faultOf(saveUserPreset(folder.path(), "link", stage, overwrite)),
                   says("link.json") && says("broken link"));
    CHECK_FALSE(fs::exists(folder / "elsewhere"));
#endif
}

#ifndef _WIN32

TEST_CASE("A preset that is replaced keeps its permissions, and a link to a preset is followed", "[params]") {
    const TemporaryFolder folder;
    REQUIRE_FALSE(saveUserPreset(folder.path(), "deck", someStage(), Overwrite::no));
    writeBytes(folder / "plain", "");
    CHECK(fs::status(folder / "deck.json").permissions() == fs::status(folder / "plain").permissions());
    constexpr auto mine = fs::perms::owner_read | fs::perms::owner_write;
    fs::permissions(folder / "deck.json", mine);
    REQUIRE_FALSE(saveUserPreset(folder.path(), "deck", someStage(), Overwrite::yes));
    CHECK(fs::status(folder / "deck.json").permissions() == mine);

    fs::create_directory(folder / "dotfiles");
    fs::rename(folder / "deck.json", folder.path() / "dotfiles" / "deck.json");
    fs::create_symlink(fs::path("dotfiles") / "deck.json", folder / "deck.json");
    auto stage = someStage();
    stage.values.set(Id::gain, 12.0);
    REQUIRE_FALSE(saveUserPreset(folder.path(), "deck", stage, Overwrite::yes));
    CHECK(fs::is_symlink(folder / "deck.json"));
    CHECK(readBack(folder.path(), "deck").values.get(Id::gain) == 12.0);

    // What is no preset stays, whether a link leads to it or not.
    writeBytes(folder / "other", "not ours");
    fs::create_symlink("other", folder / "link.json");
    writeBytes(folder / "plain.json", "not ours");
    for (const char* name : {"link", "plain"})
        CHECK_THAT(faultOf(saveUserPreset(folder.path(), name, stage, Overwrite::yes)),
                   says("is not a preset: choose another name, or delete it first"));
    CHECK(readBytes(folder / "other") == "not ours");
    CHECK(readBytes(folder / "plain.json") == "not ours");
    CHECK(fs::is_symlink(folder / "link.json"));
}

#endif

TEST_CASE("Names that no file could have everywhere are refused with the remedy", "[params]") {
    const TemporaryFolder folder;
    const std::string longest(longestText, 'x');
    CHECK(whyNoPresetName(longest).empty());
    for (const std::string& name :
         {std::string(), std::string("."), std::string(".."), std::string(".hidden"), std::string("a/b"),
          std::string("../up"), std::string("a\\b"), std::string("C:"), std::string("what?"), std::string("a\nb"),
          std::string("nul\0l", 5), std::string("\xff"), std::string(" deck"), std::string("deck "),
          std::string("deck."), std::string("con"), std::string("Aux.old"), std::string("COM1"), longest + "x"}) {
        CAPTURE(name);
        CHECK_FALSE(whyNoPresetName(name).empty());
        CHECK_FALSE(faultOf(saveUserPreset(folder.path(), name, {}, Overwrite::yes)).empty());
        CHECK_FALSE(faultOf(readUserPreset(folder.path(), name)).empty());
        CHECK_FALSE(faultOf(deleteUserPreset(folder.path(), name)).empty());
    }
    CHECK(folder.names().empty());
    CHECK(whyNoPresetName("Console").empty());
}

TEST_CASE("Files that are no presets are passed over in the list, and named when read", "[params]") {
    const TemporaryFolder folder;
    writeBytes(folder / "b.json", R"({"schema": 1, "gain": 33})");
    writeBytes(folder / "A.json", R"({"schema": 1, "gain": 900})");
    writeBytes(folder / "c.json", "not JSON");
    writeBytes(folder / "big.json", R"({"schema": 1, "gain": 33})" + std::string(maxStateBytes, ' '));
    writeBytes(folder / "future.json", R"({"schema": 7})");
    writeBytes(folder / "notes.txt", "");
    writeBytes(folder / ".json", "");
    writeBytes(folder / ".hidden.json", "");
    fs::create_directory(folder / "folder.json");
#ifndef _WIN32
    REQUIRE(mkfifo((folder / "pipe.json").c_str(), 0600) == 0);
    writeBytes(folder / "\xff.json", "");
#endif
    CHECK(listed(folder.path()) == Names{"A", "b", "big", "c", "future"});

    Snapshot base = someStage();
    const auto stage = readBack(folder.path(), "b", base);
    CHECK(stage.values.get(Id::gain) == 33.0);
    CHECK(stage.values.get(Id::cartridgeMh) == 550.0);
    CHECK(stage.texts.get(TextId::presetName) == "b");
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "A")), says("A.json") && says("gain") && says("delete"));
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "c")), says("c.json"));
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "big")), says("larger"));
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "future")), says("newer"));
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "folder")), says("regular"));
    CHECK_THAT(faultOf(readUserPreset(folder.path(), "pipe")), says("regular"));
    CHECK_THAT(faultOf(deleteUserPreset(folder.path(), "folder")), says("folder"));
}

TEST_CASE("A folder that cannot be used is a fault that names it", "[params]") {
    const TemporaryFolder temporary;
    writeBytes(temporary / "file", "");
    const auto list = listUserPresets(temporary / "file");
    REQUIRE(std::holds_alternative<PresetFault>(list));
    CHECK_THAT(std::get<PresetFault>(list).message, says("file"));
    CHECK_THAT(faultOf(saveUserPreset(temporary / "file", "deck", {}, Overwrite::no)), says("file"));
    CHECK(temporary.names() == Names{"file"});
}

#ifndef _WIN32

TEST_CASE("A folder or a preset that one may not write to is a fault, root's rights or not", "[params]") {
    const TemporaryFolder folder;
    REQUIRE_FALSE(saveUserPreset(folder.path(), "deck", someStage(), Overwrite::no));
    const auto before = readBytes(folder / "deck.json");
    const auto refused = [&](const char* name, const char* words = "permission denied") {
        return inChild([&] {
            if (!becomeNobody()) return 77;
            const auto fault = faultOf(saveUserPreset(folder.path(), name, {}, Overwrite::yes));
            return fault.find(words) == std::string::npos ? 1 : 0;
        });
    };
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    CHECK(refused("deck") == 0);
    CHECK(refused("new") == 0);
    fs::permissions(folder.path(), fs::perms::all);
    fs::permissions(folder / "deck.json", fs::perms::owner_read | fs::perms::others_read);
    CHECK(refused("deck", "is read-only: make it writable") == 0);
    CHECK_THAT(faultOf(saveUserPreset(folder.path(), "deck", {}, Overwrite::yes)), says("is read-only"));
    CHECK(readBytes(folder / "deck.json") == before);
    CHECK(folder.names() == Names{"deck.json"});
}

TEST_CASE("A pipe that takes a preset's place at the last moment keeps nobody waiting", "[params]") {
    const TemporaryFolder folder;
    const SwappedPlace place(folder.path(), "deck.json", R"({"schema": 1, "gain": 33})");
    CHECK(inChild([&] {
              const bool good = lookAgainAndAgain([&] {
                  const auto read = readUserPreset(folder.path(), "deck");
                  if (std::holds_alternative<Preset>(read)) return Look::file;
                  return faultOf(read).find("deck.json") != std::string::npos ? Look::refused : Look::neither;
              });
              return good ? 0 : 1;
          }) == 0);
}

#endif

TEST_CASE("A long list of presets is cut, not endless", "[params]") {
    const TemporaryFolder folder;
    for (std::size_t i = 0; i < mostUserPresets + 5; ++i)
        writeBytes(folder / ("p" + std::to_string(10000 + i) + ".json"), "");
    const auto names = listed(folder.path());
    REQUIRE(names.size() == mostUserPresets);
    CHECK(names.front() == "p10000");
    CHECK(names.back() == "p10999");
}

TEST_CASE("Without a home folder there are no presets, and none is written into the working directory") {
    CHECK(listed({}).empty());
    CHECK(faultOf(readUserPreset({}, "mine")) == noHome);
    CHECK(faultOf(saveUserPreset({}, "mine", someStage(), Overwrite::no)) == noHome);
    CHECK(faultOf(deleteUserPreset({}, "mine")) == noHome);
    CHECK_FALSE(fs::exists("mine.json"));
}

TEST_CASE("A folder that cannot be looked into is a fault in words, not an exception") {
#ifndef _WIN32
    const TemporaryFolder folder;
    fs::create_symlink("loop", folder / "loop");
    const auto fault = saveUserPreset(fs::path(folder / "loop") / "presets", "mine", someStage(), Overwrite::no);
    CHECK(faultOf(fault).find("could not be created") != std::string::npos);
#endif
}
