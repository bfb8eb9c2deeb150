// SPDX-License-Identifier: GPL-3.0-or-later
// Settings files that are no files, and disks that take none.
#include "app/SettingsStore.h"
#include "catalogue/UserCatalogue.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/OwnHome.h"
#include "support/Says.h"
#include "support/SwappedPlace.h"
#include "support/TemporaryFolder.h"

#ifndef _WIN32
#include <sys/stat.h>
#endif

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::tests;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

namespace {

SettingsStore storeAt(const fs::path& file) { return SettingsStore(juce::File(juce::String(file.string()))); }

AppSettings something() {
    AppSettings settings;
    settings.outputDevice = "Headphones";
    settings.rateHz = 96000.0;
    return settings;
}

/** Says something in one line, with the file's name. */
bool isOneLine(const juce::String& trouble, const fs::path& file) {
    return trouble.contains(juce::String(file.filename().string())) && !trouble.containsAnyOf("\r\n");
}

} // namespace

TEST_CASE("the settings lie in the user's folder, and nowhere where there is no home", "[app]") {
    const OwnHome home;
    const auto file = SettingsStore::defaultFile();
    CHECK(fs::path(file.getFullPathName().toStdString()) == catalogue::userFolder() / "settings.json");
    CHECK_FALSE(SettingsStore(file).save(something()).has_value());
    CHECK(fs::exists(catalogue::userFolder() / "settings.json"));
    CHECK(SettingsStore(file).load().settings == something());
#ifdef __linux__
    CHECK(inChild([] {
              ::unsetenv("HOME");
              ::unsetenv("XDG_CONFIG_HOME");
              SettingsStore store(SettingsStore::defaultFile());
              if (!store.load().trouble.contains("set HOME")) return 1;
              return store.save(something()) ? 2 : 0;
          }) == 0);
#endif
}

TEST_CASE("a settings file that is too large or too deep is kept aside", "[app]") {
    const TemporaryFolder folder;
    const auto file = folder / "settings.json";
    std::string deep = R"({"schema":1,"stage":)";
    while (deep.size() < 1000000)
        deep += R"({"a":)";
    for (const auto& text : {std::string(maxSettingsBytes + 1, ' '), deep}) {
        writeBytes(file, text);
        auto store = storeAt(file);
        const auto loaded = store.load();
        CHECK(loaded.settings == AppSettings{});
        CHECK(isOneLine(loaded.trouble, file));
        CHECK(loaded.trouble.contains("renamed to settings.json.aside-1"));
        CHECK(readBytes(folder / "settings.json.aside-1") == text);
        CHECK_FALSE(store.save(something()).has_value());
        CHECK(storeAt(file).load().settings == something());
        CHECK(folder.names() == Names{"settings.json", "settings.json.aside-1"});
        fs::remove(folder / "settings.json.aside-1");
    }
}

#ifndef _WIN32

TEST_CASE("what is no file in the place of the settings stops saving, not the app", "[app]") {
    const TemporaryFolder folder;
    const auto file = folder / "settings.json";
    SECTION("a pipe") { REQUIRE(::mkfifo(file.c_str(), 0600) == 0); }
    SECTION("an endless device") { fs::create_symlink("/dev/zero", file); }
    SECTION("a full device") { fs::create_symlink("/dev/full", file); }
    SECTION("a link to nowhere") { fs::create_symlink("nowhere", file); }
    SECTION("links in a circle") { fs::create_symlink("settings.json", file); }
    const auto before = fs::symlink_status(file).type();
    REQUIRE(inChild([&] {
                auto store = storeAt(file);
                const auto loaded = store.load();
                if (loaded.settings != AppSettings{} || !isOneLine(loaded.trouble, file)) return 1;
                if (!loaded.trouble.contains("nothing is saved")) return 2;
                return store.save(something()) ? 3 : 0;
            }) == 0);
    CHECK(fs::symlink_status(file).type() == before);
    CHECK(folder.names() == Names{"settings.json"});
}

TEST_CASE("a pipe that takes the place of the settings at the last moment keeps nobody waiting", "[app]") {
    const TemporaryFolder folder;
    const auto text = writeSettings(something());
    const SwappedPlace place(folder.path(), "settings.json", text);
    CHECK(inChild([&] {
              const bool good = lookAgainAndAgain([&] {
                  const auto loaded = storeAt(folder / "settings.json").load();
                  if (loaded.settings == something()) return loaded.trouble.isEmpty() ? Look::file : Look::neither;
                  return loaded.trouble.isNotEmpty() ? Look::refused : Look::neither;
              });
              return good ? 0 : 1;
          }) == 0);
}

TEST_CASE("settings that the disk does not take are told, and the old ones stay", "[app]") {
    const TemporaryFolder folder;
    const auto file = folder / "settings.json";
    REQUIRE_FALSE(storeAt(file).save(AppSettings{}).has_value());
    REQUIRE(::chmod(file.c_str(), 0666) == 0);
    const auto before = readBytes(file);
    const auto tryIn = [&](const std::function<bool()>& trouble, const char* word) {
        return inChild([&] {
            auto store = storeAt(file);
            if (!trouble() || store.load().trouble.isNotEmpty()) return 77;
            const auto wrong = store.save(something());
            return wrong && isOneLine(*wrong, file) && wrong->contains(word) ? 0 : 1;
        });
    };
    for (const std::size_t limit : {0U, 1U, 100U}) // a disk that is full
        CHECK(tryIn([limit] { return limitFileSize(limit); }, "larger than the system allows") == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    CHECK(tryIn(becomeNobody, "permission denied") == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    // Becomes read-only while the app runs.
    auto store = storeAt(file);
    CHECK(store.load().trouble.isEmpty());
    REQUIRE(::chmod(file.c_str(), 0444) == 0);
    const auto wrong = store.save(something());
    REQUIRE(wrong.has_value());
    CHECK(wrong->contains("read-only"));
    CHECK(readBytes(file) == before);
    CHECK(folder.names() == Names{"settings.json"});

    // And it was so from the start: used, but not replaced, which is said once.
    auto next = storeAt(file);
    const auto loaded = next.load();
    CHECK(isOneLine(loaded.trouble, file));
    CHECK(loaded.trouble.contains("is read-only"));
    CHECK_FALSE(next.save(something()).has_value());
    CHECK(readBytes(file) == before);
}

TEST_CASE("a settings file that cannot be put aside is left alone", "[app]") {
    const TemporaryFolder folder;
    const auto file = folder / "settings.json";
    writeBytes(file, "{ broken");
    fs::create_symlink("nowhere", folder / "settings.json.aside-1"); // a name that is taken
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    CHECK(inChild([&] {
              auto store = storeAt(file);
              if (!becomeNobody() || !store.load().trouble.contains("not been changed")) return 1;
              return store.save(something()) ? 2 : 0;
          }) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    CHECK(readBytes(file) == "{ broken");
    CHECK(storeAt(file).load().trouble.contains("renamed to settings.json.aside-2"));
    CHECK(readBytes(folder / "settings.json.aside-2") == "{ broken");
    CHECK(fs::is_symlink(folder / "settings.json.aside-1"));
}

TEST_CASE("a settings file that one may not read is told and left alone", "[app]") {
    const TemporaryFolder folder;
    const auto file = folder / "settings.json";
    writeBytes(file, writeSettings(something()));
    REQUIRE(::chmod(file.c_str(), 0200) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    CHECK(inChild([&] {
              auto store = storeAt(file);
              if (!becomeNobody()) return 77;
              const auto loaded = store.load();
              if (!isOneLine(loaded.trouble, file) || !loaded.trouble.contains("cannot be opened")) return 1;
              return store.save(AppSettings{}) ? 2 : 0;
          }) == 0);
    CHECK(readBytes(file) == writeSettings(something()));
    CHECK(folder.names() == Names{"settings.json"});
}

#endif
