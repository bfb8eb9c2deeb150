// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/UiSupport.h"

#include "catalogue/UserCatalogue.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/OwnHome.h"
#include "support/Says.h"
#include "support/SwappedPlace.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <random>
#include <thread>

#ifndef _WIN32
#include <sys/stat.h>
#endif

using namespace phonostage;
using namespace phonostage::tests;
namespace fs = std::filesystem;
using ui::EditorSettings;
using Names = std::vector<std::string>;

namespace {

/** What is said while it lives. */
class Log final : public juce::Logger {
public:
    Log() : before_(juce::Logger::getCurrentLogger()) { juce::Logger::setCurrentLogger(this); }
    ~Log() override { juce::Logger::setCurrentLogger(before_); }
    void logMessage(const juce::String& text) override { lines.push_back(text.toStdString()); }

    std::vector<std::string> lines;

private:
    juce::Logger* before_;
};

constexpr ui::ViewOptions someView{ui::LevelUnit::millivolts, true, true};

void setAll(EditorSettings& settings) {
    settings.setScale(1.5);
    settings.setTheme(ui::ThemeName::light);
    settings.setView(someView);
    settings.setFirstRunDone(true);
    settings.setLastEquipment("{\"a\": 1}");
}

bool areAllSet(const EditorSettings& settings) {
    return settings.scale() == 1.5 && settings.theme() == ui::ThemeName::light && settings.view() == someView &&
           settings.firstRunDone() && settings.lastEquipment() == "{\"a\": 1}";
}

bool areUsual(const EditorSettings& settings) {
    return settings.scale() == 1.0 && settings.theme() == ui::ThemeName::dark && settings.view() == ui::ViewOptions{} &&
           !settings.firstRunDone() && settings.lastEquipment().empty();
}

} // namespace

TEST_CASE("The editor's looks survive in one small file, made with its folder", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "deep" / "Phonostage" / "editor.json";
    const Log log;
    {
        EditorSettings settings(file);
        CHECK(areUsual(settings));
        CHECK_FALSE(fs::exists(file));
        setAll(settings);
        CHECK(areAllSet(settings));
    }
    CHECK(areAllSet(EditorSettings(file)));
    CHECK(fs::file_size(file) < 400);
    CHECK(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()) == 1);
    const auto parsed = juce::JSON::parse(juce::String(readBytes(file)));
    CHECK(static_cast<double>(parsed["scale"]) == 1.5);
    CHECK(parsed["theme"].toString() == "light");
    CHECK(parsed["unit"].toString() == "mV");
    CHECK(parsed["first_run_done"] == juce::var(true));
    for (const double scale : {0.75, 0.8, 3.0, 1.0 / 3.0 + 1.0}) {
        EditorSettings(file).setScale(scale);
        CHECK(std::abs(EditorSettings(file).scale() - scale) < 1e-9);
    }
    EditorSettings(file).setScale(90.0);
    CHECK(EditorSettings(file).scale() == ui::metrics::largestScale);
    CHECK(log.lines.empty());
}

TEST_CASE("The editor's file lies with the user's other files", "[ui]") {
    const OwnHome home;
    const auto file = catalogue::userFolder() / "editor.json";
    EditorSettings settings;
    CHECK(areUsual(settings));
    settings.setScale(2.0);
    CHECK(EditorSettings(file).scale() == 2.0);
    // Where there is no home, nothing is kept, and nobody minds.
    const Log log;
    EditorSettings homeless{fs::path()};
    setAll(homeless);
    CHECK(areAllSet(homeless));
    CHECK(log.lines.empty());
}

TEST_CASE("Wrong and unknown fields of the editor's file are left out one by one", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    const Log log;
    writeBytes(file, R"({"scale": "2", "theme": "light", "unit": "volts", "needle": 1, "spectrum": true, "": 0,
                         "first_run_done": null, "what": {"is": ["this"]}, "sca\u0000le": 2})");
    const EditorSettings settings(file);
    CHECK(settings.scale() == 1.0);
    CHECK(settings.theme() == ui::ThemeName::light);
    CHECK(settings.view() == ui::ViewOptions{ui::LevelUnit::dbv, false, true});
    CHECK_FALSE(settings.firstRunDone());
    writeBytes(file,
               R"({"scale": true, "theme": 1, "unit": 3, "needle": "yes", "spectrum": 0, "first_run_done": "no"})");
    CHECK(areUsual(EditorSettings(file)));
    for (const auto& [text, scale] : std::initializer_list<std::pair<const char*, double>>{
             {"2", 2.0}, {"1e300", 3.0}, {"-7", 0.75}, {"9223372036854775807", 3.0}, {"[1.5]", 1.0}, {"true", 1.0}}) {
        writeBytes(file, std::string(R"({"scale": )") + text + "}");
        INFO(text);
        CHECK(EditorSettings(file).scale() == scale);
    }
    CHECK(log.lines.empty());
}

TEST_CASE("A file that is no editor's settings is told in one line and replaced at the next change", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    const std::string deep(100000, '[');
    std::string nested;
    for (int i = 0; i < 10000; ++i)
        nested += R"({"a":)";
    const auto text = GENERATE_COPY(as<std::string>{}, "", "{", "[]", "1", "\xff", R"({"scale": 1, "scale": 2})",
                                    R"({"scale": 1e999})", deep, nested, "<?xml version=\"1.0\"?><PROPERTIES/>",
                                    R"({"theme": "light"})" + std::string(65536, ' '));
    writeBytes(file, text);
    const Log log;
    EditorSettings settings(file);
    CHECK(areUsual(settings));
    REQUIRE(log.lines.size() == 1);
    CHECK_THAT(log.lines.front(), says("editor.json"));
    CHECK(log.lines.front().find('\n') == std::string::npos);
    CHECK(log.lines.front().size() < 1500);
    CHECK(readBytes(file) == text); // only a change touches it
    setAll(settings);
    CHECK(areAllSet(EditorSettings(file)));
    CHECK(log.lines.size() == 1);
    CHECK(folder.names() == Names{"editor.json"});
}

TEST_CASE("Any bytes whatever in the editor's file open an editor", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    const Log log;
    std::mt19937 random(7);
    const std::string seed =
        R"({"scale": 1.25, "theme": "light", "unit": "dBu", "needle": true, "first_run_done": true})";
    const std::string bytes = "\"{}[],:0eE-+.\\utrn\x80\xff \n";
    for (int i = 0; i < 300; ++i) {
        auto text = seed;
        for (auto changes = 1 + random() % 4; changes > 0; --changes) {
            const auto at = random() % text.size();
            if (random() % 2 == 0)
                text[at] = bytes[random() % bytes.size()];
            else
                text.insert(at, 1 + random() % 12, bytes[random() % bytes.size()]);
        }
        writeBytes(file, text);
        const EditorSettings settings(file);
        (void)settings.view();
        (void)settings.theme();
        if (settings.scale() < 0.75 || settings.scale() > 3.0) FAIL(text);
    }
    CHECK(log.lines.size() > 20);
}

TEST_CASE("What another process has written to the editor's file stays, but for what is changed", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    EditorSettings one(file);
    EditorSettings two(file);
    one.setTheme(ui::ThemeName::light);
    two.setScale(1.5);
    CHECK(two.theme() == ui::ThemeName::light);
    one.setFirstRunDone(true);
    one.setLastEquipment("{\"a\": 1}");
    two.setView(someView);
    CHECK(areAllSet(EditorSettings(file)));
    one.setScale(0.75);
    two.setScale(2.0);
    CHECK(EditorSettings(file).scale() == 2.0);
}

#ifndef _WIN32

TEST_CASE("Settings that many processes write at once are never read in part", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    EditorSettings(file).setFirstRunDone(true);
    std::atomic<int> done{0};
    std::vector<std::thread> writers;
    for (const double scale : {0.75, 2.0, 3.0})
        writers.emplace_back([&file, &done, scale] {
            (void)inChild([&] {
                for (int i = 0; i < 100; ++i) {
                    EditorSettings settings(file);
                    settings.setScale(scale);
                    settings.setTheme(i % 2 == 0 ? ui::ThemeName::light : ui::ThemeName::dark);
                }
                return 0;
            });
            ++done;
        });
    const Log log;
    int torn = 0;
    while (done < 3)
        if (!EditorSettings(file).firstRunDone()) ++torn;
    for (auto& writer : writers)
        writer.join();
    CHECK(torn == 0);
    CHECK(log.lines.empty());
    CHECK(folder.names() == Names{"editor.json"});
}

TEST_CASE("No pipe, device or link in the place of the editor's file keeps the host waiting", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    SECTION("a pipe") { REQUIRE(::mkfifo(file.c_str(), 0600) == 0); }
    SECTION("an endless device") { fs::create_symlink("/dev/zero", file); }
    SECTION("a full device") { fs::create_symlink("/dev/full", file); }
    SECTION("links in a circle") { fs::create_symlink("editor.json", file); }
    REQUIRE(inChild([&] { return areUsual(EditorSettings(file)) ? 0 : 1; }) == 0);
    const Log log;
    EditorSettings settings(file);
    REQUIRE(log.lines.size() == 1);
    CHECK_THAT(log.lines.front(), says("editor.json"));
    const auto before = fs::symlink_status(file).type();
    setAll(settings);
    CHECK(log.lines.size() > 1);
    CHECK_THAT(log.lines.back(), says("could not be saved") && says("editor.json"));
    CHECK(areAllSet(settings)); // as long as the editor is open
    CHECK(fs::symlink_status(file).type() == before);
    CHECK(folder.names() == Names{"editor.json"});
    CHECK(fs::is_character_file("/dev/zero"));
}

TEST_CASE("The editor's settings may be a link to settings, and never replace what else a link leads to", "[ui]") {
    const TemporaryFolder folder;
    writeBytes(folder / "real", "{}");
    fs::create_symlink("real", folder / "editor.json");
    {
        const Log log;
        EditorSettings settings(folder / "editor.json");
        setAll(settings);
        CHECK(log.lines.empty());
        CHECK(areAllSet(EditorSettings(folder / "real")));
    }
    writeBytes(folder / "real", "precious");
    const Log log;
    EditorSettings settings(folder / "editor.json");
    setAll(settings);
    CHECK_THAT(log.lines.back(), says("could not be saved") && says("does not contain editor settings"));
    CHECK(readBytes(folder / "real") == "precious");
    CHECK(fs::is_symlink(folder / "editor.json"));
    CHECK(folder.names() == Names{"editor.json", "real"});
}

TEST_CASE("A pipe that takes the place of the editor's file at the last moment keeps nobody waiting", "[ui]") {
    const TemporaryFolder folder;
    const SwappedPlace place(folder.path(), "editor.json", R"({"scale": 2})");
    CHECK(inChild([&] {
              const Log log;
              const bool good = lookAgainAndAgain([&] {
                  const EditorSettings settings(folder / "editor.json");
                  if (settings.scale() == 2.0) return Look::file;
                  return areUsual(settings) ? Look::refused : Look::neither;
              });
              return good ? 0 : 1;
          }) == 0);
}

TEST_CASE("Looks that cannot be saved are told, kept while the editor lives, and saved when that is possible", "[ui]") {
    const TemporaryFolder folder;
    const auto file = folder / "editor.json";
    EditorSettings(file).setTheme(ui::ThemeName::light);
    const auto before = readBytes(file);
    const auto tryIn = [&](const std::function<bool()>& trouble) {
        return inChild([&] {
            if (!trouble()) return 77;
            const Log log;
            EditorSettings settings(file);
            settings.setScale(1.5);
            if (log.lines.size() != 1 || log.lines.front().find("could not be saved") == std::string::npos) return 1;
            return settings.scale() == 1.5 && settings.theme() == ui::ThemeName::light ? 0 : 2;
        });
    };
    CHECK(tryIn([] { return limitFileSize(10); }) == 0);   // a disk that is full
    if (::geteuid() == 0) CHECK(tryIn(becomeNobody) == 0); // another's folder
    REQUIRE(::chmod(file.c_str(), 0444) == 0);
    CHECK(tryIn([] { return true; }) == 0);
    CHECK(readBytes(file) == before);
    CHECK(folder.names() == Names{"editor.json"});

    const Log log;
    EditorSettings settings(file);
    settings.setScale(1.5);
    CHECK(log.lines.size() == 1);
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    settings.setFirstRunDone(true);
    CHECK(EditorSettings(file).scale() == 1.5);
    CHECK(EditorSettings(file).firstRunDone());
    CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("An editor opens on whatever lies in the place of its settings", "[ui]") {
    const OwnHome home;
    const auto file = catalogue::userFolder() / "editor.json";
    fs::create_directories(file.parent_path());
    double scaleKept = 0.8;
    SECTION("sixty thousand levels") { writeBytes(file, std::string(60000, '[')); }
    SECTION("a pipe, which is nobody's settings and stays") {
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        scaleKept = 1.0;
    }
    REQUIRE(inChild([] {
                const Log log;
                plugin::Processor processor;
                ui::Editor editor(processor);
                editor.chooseScale(0.8);
                return editor.getWidth() == 960 ? 0 : 1;
            }) == 0);
    CHECK(EditorSettings().scale() == scaleKept);
    CHECK(fs::is_fifo(file) == (scaleKept == 1.0));
}

#endif
