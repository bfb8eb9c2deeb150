// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Options.h"
#include "support/Catch.h"

#include <algorithm>
#include <vector>

using namespace phonostage::app;

namespace {

std::variant<Options, OptionError> parse(std::vector<std::string> arguments) { return parseOptions(arguments); }

Options good(std::vector<std::string> arguments) {
    const auto parsed = parse(std::move(arguments));
    if (const auto* error = std::get_if<OptionError>(&parsed)) FAIL(error->message);
    return std::get<Options>(parsed);
}

} // namespace

TEST_CASE("no flags leave everything to the settings file", "[app]") {
    const auto options = good({});
    CHECK(options.action == Action::run);
    CHECK_FALSE(options.deviceType.has_value());
    CHECK_FALSE(options.rateHz.has_value());
    CHECK_FALSE(options.input.has_value());
    CHECK_FALSE(options.quitAfterSeconds.has_value());
}

TEST_CASE("each flag is understood, in both spellings", "[app]") {
    const auto options = good({"--device-type", "JACK", "--input-device=USB Audio = CODEC", "--output-device", "system",
                               "--rate", "96k", "--buffer=256", "--input", "on", "--settings", "s.json", "--quit-after",
                               "1.5s", "--screenshot", "a b.png"});
    CHECK(options.deviceType == "JACK");
    CHECK(options.inputDevice == "USB Audio = CODEC");
    CHECK(options.outputDevice == "system");
    CHECK(options.rateHz == 96000.0);
    CHECK(options.bufferFrames == 256);
    CHECK(options.input == true);
    CHECK(options.settingsFile == "s.json");
    CHECK(options.quitAfterSeconds == 1.5);
    CHECK(options.screenshotFile == "a b.png");
    CHECK(good({"--input=off"}).input == false);
    CHECK(good({"--rate", "44.1kHz"}).rateHz == 44100.0);
    CHECK(good({"--rate", "4.8e4 Hz"}).rateHz == 48000.0);
    CHECK(good({"--rate", "48000Hz"}).rateHz == 48000.0);
    CHECK(good({"--rate", "44,1k"}).rateHz == 44100.0);
    CHECK(good({"--quit-after", "1,5s"}).quitAfterSeconds == 1.5);
}

TEST_CASE("help, version and the list of devices are actions of their own", "[app]") {
    CHECK(good({"--help"}).action == Action::help);
    CHECK(good({"-h"}).action == Action::help);
    CHECK(good({"--version"}).action == Action::version);
    CHECK(good({"--list-devices"}).action == Action::listDevices);
    CHECK(good({"--list-devices", "--version", "--help"}).action == Action::help);
    CHECK(good({"-psn_0_12345"}).action == Action::run);
    CHECK(good({"--man", "--list-devices"}).action == Action::man);
    CHECK(good({"--completion", "fish"}).action == Action::completion);
    CHECK(good({"--completion", "fish"}).shell == "fish");
    CHECK(good({"--completion=bash", "--help"}).action == Action::help);
}

TEST_CASE("values are taken as they are written", "[app]") {
    // A device may be called anything: the parser's own lists, escapes and options mean nothing here.
    for (const char* name :
         {"[a,b]", "a,b", "-x", "--weird", "a b", "\"quoted\"", "%1", "hw:0,0", "=", "@file", "/dev/x"}) {
        INFO(name);
        CHECK(good({"--input-device", name}).inputDevice == name);
    }
}

TEST_CASE("a bad flag is one line that names it", "[app]") {
    struct Case {
        std::vector<std::string> arguments;
        std::string names;
    };
    const std::vector<Case> cases{
        {{"--frobnicate"}, "--frobnicate"},
        {{"--bufer", "64"}, "did you mean --buffer?"},
        {{"--list-device"}, "did you mean --list-devices?"},
        {{"--inputdevice", "x"}, "did you mean --input-device?"},
        {{"--input", "of"}, "did you mean off?"},
        {{"music.wav"}, "music.wav"},
        {{"music.wav"}, "phonostage render"},
        {{"--rate"}, "--rate"},
        {{"--rate", "--buffer"}, "--rate"},
        {{"--rate", ""}, "--rate"},
        {{"--rate", "fast"}, "fast"},
        {{"--rate", "7999"}, "7999"},
        {{"--rate", "768001"}, "768001"},
        {{"--rate", "nan"}, "nan"},
        {{"--rate", "0x10000"}, "0x10000"},
        {{"--rate", "48,000"}, "48000, or 48.000"},
        {{"--rate", "48,000,5"}, "48,000,5"},
        {{"--rate", "1e999"}, "1e999"},
        {{"--buffer", "7"}, "7"},
        {{"--buffer", "16385"}, "16385"},
        {{"--buffer", "64.5"}, "64.5"},
        {{"--buffer", "-64"}, "-64"},
        {{"--input", "yes"}, "yes"},
        {{"--quit-after", "0"}, "--quit-after"},
        {{"--quit-after", "-1"}, "-1"},
        {{"--help=please"}, "--help takes no value"},
        {{"--help="}, "--help takes no value"},
        {{"--help", "-h"}, "--help is given twice"},
        {{"--rate=", "48000"}, "--rate needs a value: --rate HZ"},
        {{"--settings", "--list-devices"}, "--settings needs a value: --settings FILE"},
        {{"-rate", "48000"}, "-rate"},
        {{"-hx"}, "-hx"},
        {{"--", "--rate", "48000"}, "--"},
        {{"--config", "x"}, "--config"},
        {{""}, "does not open files"},
        {{"--completion", "csh"}, "bash, zsh or fish"},
        {{"--input", "on", "--input", "off"}, "twice"},
    };
    for (const auto& one : cases) {
        const auto parsed = parse(one.arguments);
        const auto* error = std::get_if<OptionError>(&parsed);
        INFO(one.names);
        REQUIRE(error != nullptr);
        CHECK(error->message.find(one.names) != std::string::npos);
        CHECK(error->message.find('\n') == std::string::npos);
    }
}

TEST_CASE("the help names every flag", "[app]") {
    const auto help = helpText();
    for (const char* flag :
         {"--device-type", "--input-device", "--output-device", "--rate", "--buffer", "--input on|off", "--settings",
          "--quit-after", "--screenshot", "--list-devices", "--version", "--help"}) {
        INFO(flag);
        CHECK(help.find(flag) != std::string::npos);
    }
}
