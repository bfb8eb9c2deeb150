// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of a fault, whatever was written: one line, that does nothing to a terminal, of a length to be read.
#include "support/Program.h"

using namespace phonostage::tests;

namespace {

using Arguments = std::vector<std::string>;

/** Where a command repeats what it was given: each with the place for it empty. */
std::vector<Arguments> places(const std::string& in, const std::string& out) {
    std::vector<Arguments> list{{""},
                                {"-"},
                                {"--completion", ""},
                                {"render", ""},
                                {"render", in, ""},
                                {"render", in, "--out", ""},
                                {"render", in, out, "--levels-png", "/no-such-folder/"},
                                {"render", in, out, "--"},
                                {"analyze", "", "--json"},
                                {"analyze", in, ""},
                                {"curves", "--search", ""},
                                {"curves", ""},
                                {"response", "--rate", ""},
                                {"response", "--freqs", ""},
                                {"response", "--freqs", "1000,"}};
    for (const char* flag :
         {"--curve", "--custom", "--gain",      "--input-dbv", "--output-dbv",  "--dc",        "--subsonic",
          "--speed", "--preset", "--interface", "--cartridge", "--cartridge-l", "--load-r",    "--load",
          "--bits",  "--invert", "--channels",  "--mono-bass", "--trim",        "--speed-back"})
        list.push_back({"render", in, out, flag, ""});
    for (const char* flag : {"--volts", "--velocity", "--cartridge", "--from", "--to", "--left-only"})
        list.push_back({"calibrate", in, flag, ""});
    list.push_back({"calibrate", in, "--volts", "1", "--from", ""});
    list.push_back({"calibrate", in, "--volts", "1", "--left-only", "1-"});
    list.push_back({"calibrate", in, "--velocity", "5", "--velocity-kind", ""});
    return list;
}

} // namespace

TEST_CASE("Every message is one short line of text that can be shown") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    const auto what =
        GENERATE(as<std::string>{}, "\x1b[2J\x1b]0;x\a", "a\nb\rc", "\x7f\xc2\x9b[2J", "\xff\xc3(",
                 "\xe2\x80\xae\xe2\x81\xa6x", std::string(100000, 'x'), "3180,318," + std::string(50000, '7'),
                 std::string(190, 'x') + "\xf0\x9f\x8e\xb5" + std::string(190, '\xc3') + "\x1b",
                 std::string(198, 'x') + "\xf0\x9f\x8e\xb5 and more");
    for (auto arguments : places(folder / "in.wav", folder / "out.wav")) {
        const auto before = folder.names();
        INFO(arguments.front() << " " << arguments.back() << " ...");
        arguments.back() += what;
        const auto outcome = runStage(arguments);
        INFO(outcome.err);
        CHECK(outcome.status >= 1);
        CHECK(outcome.status <= 125);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.starts_with("phonostage"));
        CHECK(outcome.err.find('\n') == outcome.err.size() - 1);
        CHECK(outcome.err.size() < 1100);
        for (const char c : outcome.err.substr(0, outcome.err.size() - 1))
            CHECK_FALSE((static_cast<unsigned char>(c) < 0x20 || c == 0x7f));
        for (const char* forbidden : {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6"})
            CHECK(outcome.err.find(forbidden) == std::string::npos);
        CHECK_NOTHROW(nlohmann::json(outcome.err).dump()); // UTF-8 throughout
        CHECK(folder.names() == before);
    }
}

TEST_CASE("Of a long value the first 200 bytes are told, and the remedy whole") {
    const std::string note = "\xf0\x9f\x8e\xb5";
    const auto outcome = runStage({"response", "--dc", std::string(198, 'x') + note + std::string(5000, 'y')});
    CHECK(outcome.err == "phonostage response: --dc " + std::string(198, 'x') + "...: use on or off\n");
    const auto fits = runStage({"response", "--dc", std::string(196, 'x') + note});
    CHECK(fits.err == "phonostage response: --dc " + std::string(196, 'x') + note + ": use on or off\n");
    CHECK_THAT(runStage({"response", "--gain", std::string(100000, 'x')}).err, says("write it like 40"));
    CHECK_THAT(runStage({"response", "--curve", std::string(100000, 'x')}).err, !says("did you mean"));
}
