// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSupport.h"

#include "app/AppSettings.h"
#include "app/SettingsStore.h"
#include "support/Catch.h"

using namespace phonostage::app;
using namespace phonostage::device;
using phonostage::app::testing::SettingsFolder;

namespace {

AppSettings anything() {
    AppSettings settings;
    settings.deviceType = "ALSA";
    settings.outputDevice = "Kopfh\xc3\xb6rer \"2\"";
    settings.inputDevice = "USB Audio CODEC, front";
    settings.rateHz = 100003.0;
    settings.bufferFrames = 192;
    settings.inputFirstChannel = 2;
    settings.outputFirstChannel = 4;
    settings.inputsOn = {{"ALSA", "USB Audio CODEC, front"}, {"JACK", "system"}};
    settings.windowWidth = 1001;
    settings.windowHeight = 708;
    settings.windowX = -40;
    settings.windowY = 0;
    settings.record.folder = "/music/transfers";
    settings.record.isFlac = false;
    settings.record.word = phonostage::media::SampleWord::float32;
    settings.record.byItself = false;
    settings.record.longestMinutes = 0;
    settings.record.album = "Harbour \"Lights\"";
    settings.record.artist = "Quartett f\xc3\xbcr \xf0\x9f\x8e\xb7";
    settings.record.year = "1961";
    settings.record.side = 'F';
    settings.check.isQuiet = false;
    settings.check.protectsSpeakers = false;
    settings.check.silent = {phonostage::dsp::HookupFault::hum, phonostage::dsp::HookupFault::radioLines};
    settings.stage = R"({"schema":1,"gain":41.25,"curve":{"name":"riaa"}})";
    return settings;
}

std::string errorOf(std::string_view text) {
    const auto read = readSettings(text);
    const auto* error = std::get_if<SettingsError>(&read);
    return error == nullptr ? std::string("(none)") : error->message;
}

} // namespace

TEST_CASE("settings survive writing and reading, to the last byte", "[app]") {
    const auto before = anything();
    const auto text = writeSettings(before);
    const auto read = readSettings(text);
    REQUIRE(std::holds_alternative<AppSettings>(read));
    CHECK(std::get<AppSettings>(read) == before);
    CHECK(writeSettings(std::get<AppSettings>(read)) == text);
    const auto empty = readSettings(writeSettings({}));
    REQUIRE(std::holds_alternative<AppSettings>(empty));
    CHECK(std::get<AppSettings>(empty) == AppSettings{});
}

TEST_CASE("settings that miss fields get the defaults", "[app]") {
    const auto read = readSettings(R"({"schema": 1, "rate_hz": 48000, "something_new": [1, 2]})");
    REQUIRE(std::holds_alternative<AppSettings>(read));
    AppSettings expected;
    expected.rateHz = 48000.0;
    CHECK(std::get<AppSettings>(read) == expected);
}

TEST_CASE("rubbish in the settings is an error that names it", "[app]") {
    CHECK(errorOf("").find("not valid JSON") != std::string::npos);
    CHECK(errorOf("{\"schema\": 1").find("truncated or not valid JSON") != std::string::npos);
    CHECK(errorOf("\xff\xfe{}").find("not valid JSON") != std::string::npos);
    CHECK(errorOf(R"({"schema": 1, "rate_hz": 48000, "rate_hz": 96000})").find("'rate_hz'") != std::string::npos);
    CHECK(errorOf("[1]") == "the text must be one JSON object");
    CHECK(errorOf("{}").find("schema") != std::string::npos);
    CHECK(errorOf(R"({"schema": "1"})").find("schema") != std::string::npos);
    CHECK(errorOf(R"({"schema": 2})").find("newer") != std::string::npos);
    CHECK(errorOf(R"({"schema": 18446744073709551615})").find("newer") != std::string::npos);
    for (const char* field :
         {R"("device_type": 5)", R"("rate_hz": "48000")", R"("rate_hz": 7999)", R"("rate_hz": -48000)",
          R"("buffer_frames": 64.5)", R"("buffer_frames": 100000)", R"("inputs_on": {})", R"("inputs_on": [1])",
          R"("inputs_on": [{"type": "ALSA"}])", R"("window_width": 20)", R"("stage": "none")",
          R"("input_first_channel": -1)", R"("record": [])", R"("check": 1)"}) {
        const std::string text = std::string(R"({"schema": 1, )") + field + "}";
        const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
        INFO(field);
        CHECK(errorOf(text).find(name) != std::string::npos);
    }
    for (const char* field :
         {R"("folder": 5)", R"("format": "mp3")", R"("bits": "20")", R"("bits": "32f")", R"("longest_min": 601)",
          R"("side": "a")", R"("side": "AB")", R"("album": "two\nlines")"}) {
        INFO(field);
        const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
        const std::string text = std::string(R"({"schema": 1, "record": {)") + field + "}}";
        CHECK(errorOf(text).find(name) != std::string::npos);
    }
    for (const char* field : {R"("listen": 1)", R"("protect_speakers": "yes")", R"("never_mention": "hum")",
                              R"("never_mention": ["hum", "noise"])", R"("never_mention": [3])"}) {
        INFO(field);
        const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
        const std::string text = std::string(R"({"schema": 1, "check": {)") + field + "}}";
        CHECK(errorOf(text).find("check, field '" + name + "'") != std::string::npos);
    }
    CHECK(errorOf(std::string(maxSettingsBytes + 1, ' ')).find("1 MiB") != std::string::npos);
}

TEST_CASE("settings of a hundred thousand levels are an error, not the end", "[app]") {
    std::string levels;
    while (levels.size() < maxSettingsBytes - 100)
        levels += R"({"a":)";
    for (const auto& text :
         {R"({"schema":1,"stage":)" + levels, R"({"schema":1,"stage":)" + std::string(500000, '['),
          R"({"schema":1,"stage":{"a":)" + std::string(500000, '[') + std::string(500000, ']') + "}}"})
        CHECK(errorOf(text).find("too deep") != std::string::npos);
    // A stage may be as deep as the processor reads them.
    const std::string deep = R"({"a":)" + std::string(15, '[') + std::string(15, ']') + "}";
    const auto read = readSettings(R"({"schema":1,"stage":)" + deep + "}");
    REQUIRE(std::holds_alternative<AppSettings>(read));
    CHECK(std::get<AppSettings>(read).stage == deep);
}

TEST_CASE("inputs are remembered by type and device, the newest of them", "[app]") {
    AppSettings settings;
    settings.rememberInput("ALSA", "a", true);
    settings.rememberInput("ALSA", "a", true);
    CHECK(settings.inputsOn.size() == 1);
    CHECK(settings.inputRemembered("ALSA", "a"));
    CHECK_FALSE(settings.inputRemembered("JACK", "a"));
    CHECK_FALSE(settings.inputRemembered("ALSA", "b"));
    settings.rememberInput("ALSA", "a", false);
    CHECK_FALSE(settings.inputRemembered("ALSA", "a"));
    for (int i = 0; i < 100; ++i)
        settings.rememberInput("ALSA", std::to_string(i), true);
    CHECK(settings.inputsOn.size() == maxRememberedInputs);
    CHECK(settings.inputRemembered("ALSA", "99"));
    CHECK_FALSE(settings.inputRemembered("ALSA", "0"));
}

TEST_CASE("the settings file is written whole and read back", "[app]") {
    const SettingsFolder folder;
    const auto file = folder.file("deep").getChildFile("settings.json");
    SettingsStore store(file);
    const auto first = store.load();
    CHECK(first.trouble.isEmpty());
    CHECK(first.settings == AppSettings{});
    CHECK_FALSE(file.exists());

    REQUIRE_FALSE(store.save(anything()).has_value());
    CHECK(file.getParentDirectory().getNumberOfChildFiles(juce::File::findFiles) == 1); // nothing is left beside it
    const auto again = SettingsStore(file).load();
    CHECK(again.trouble.isEmpty());
    CHECK(again.settings == anything());

    // Unchanged settings leave the file alone.
    const auto old = juce::Time(2001, 1, 1, 0, 0);
    REQUIRE(file.setLastModificationTime(old));
    REQUIRE_FALSE(store.save(anything()).has_value());
    CHECK(file.getLastModificationTime() == old);
}

TEST_CASE("of two instances each keeps what the other has changed", "[app]") {
    const SettingsFolder folder;
    const auto file = folder.file("settings.json");
    SettingsStore first(file), second(file);
    auto one = first.load().settings, two = second.load().settings;
    one.rememberInput("JACK", "system", true);
    CHECK_FALSE(first.save(one));
    two.windowWidth = 900;
    two.windowHeight = 600;
    CHECK_FALSE(second.save(two));
    one.stage = R"({"schema":1,"gain":41.25})";
    CHECK_FALSE(first.save(one));
    two.outputDevice = "headphones";
    CHECK_FALSE(second.save(two));
    const auto stored = SettingsStore(file).load().settings;
    CHECK(stored.inputRemembered("JACK", "system"));
    CHECK(stored.windowWidth == 900);
    CHECK(stored.stage == one.stage);
    CHECK(stored.outputDevice == "headphones");
    two.check.silent = {phonostage::dsp::HookupFault::hum};
    CHECK_FALSE(second.save(two));
    one.record.side = 'C';
    CHECK_FALSE(first.save(one));
    CHECK(SettingsStore(file).load().settings.check == two.check);
    // Where both have changed the same, the last one wins.
    one.windowWidth = 1000;
    CHECK_FALSE(first.save(one));
    CHECK(SettingsStore(file).load().settings.windowWidth == 1000);
}

TEST_CASE("a settings file that cannot be used is kept aside, in words", "[app]") {
    const SettingsFolder folder;
    const auto file = folder.file("settings.json");
    for (const char* text : {"{ this is no JSON", "{\"schema\": 99}"}) {
        REQUIRE(file.replaceWithText(text));
        const int before = folder.count();
        SettingsStore store(file);
        const auto loaded = store.load();
        CHECK(loaded.settings == AppSettings{});
        CHECK(loaded.trouble.contains(file.getFullPathName()));
        CHECK(loaded.trouble.contains("renamed to settings.json.aside-"));
        CHECK_FALSE(file.exists());
        REQUIRE_FALSE(store.save(anything()).has_value());
        CHECK(folder.count() == before + 1);
        file.deleteFile();
    }
    CHECK(folder.file("settings.json.aside-1").loadFileAsString() == "{ this is no JSON");
    CHECK(folder.file("settings.json.aside-2").loadFileAsString() == "{\"schema\": 99}");
}

TEST_CASE("a folder in the place of the settings file stops saving, not the app", "[app]") {
    const SettingsFolder folder;
    const auto file = folder.file("settings.json");
    REQUIRE(file.createDirectory().wasOk());
    SettingsStore store(file);
    CHECK(store.load().trouble.contains("is a folder"));
    CHECK_FALSE(store.save(anything()).has_value());
    CHECK(file.isDirectory());
}

TEST_CASE("settings that cannot be written are told", "[app]") {
    const SettingsFolder folder;
    const auto notAFolder = folder.file("file");
    REQUIRE(notAFolder.replaceWithText("x"));
    SettingsStore store(notAFolder.getChildFile("settings.json"));
    const auto wrong = store.save(anything());
    REQUIRE(wrong.has_value());
    CHECK(wrong->contains("could not be saved"));
}
