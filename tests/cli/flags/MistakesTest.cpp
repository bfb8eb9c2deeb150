// SPDX-License-Identifier: GPL-3.0-or-later
// Words that are mistyped, and numbers as they are typed elsewhere.
#include "support/Program.h"

using namespace phonostage::tests;

namespace {

using Arguments = std::vector<std::string>;

struct Slip {
    Arguments arguments;
    const char* words;
};

/** As Outcome::isOneClearLine(), also where no command has been found that could speak. */
bool isOneLine(const Outcome& outcome) {
    return outcome.status >= 1 && outcome.status <= 125 && outcome.out.empty() &&
           outcome.err.starts_with("phonostage") && outcome.err.find('\n') == outcome.err.size() - 1;
}

} // namespace

TEST_CASE("A word that nobody knows is named, and what may be meant by it") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 2000);
    const std::vector<Slip> slips{
        {{"rendr", "x.wav"}, "no command 'rendr'; did you mean render?"},
        {{"Analyse", in}, "did you mean analyze?"},
        {{"respnose"}, "did you mean response?"},
        {{"cartriges", "--json"}, "did you mean cartridges?"},
        {{"help"}, "did you mean --help?"},
        {{"--verison"}, "did you mean --version?"},
        {{"--curve", "riaa", "render", in}, "--curve must follow its command"},
        {{"render", "--gian", "40", in}, "'--gian' here; did you mean --gain?"},
        {{"render", "--gain=40", "--curv=riaa", in}, "did you mean --curve?"},
        {{"render", "-gain", "40", in}, "did you mean --gain?"},
        {{"render", "-quiet", in}, "did you mean --quiet?"},
        {{"render", "--allow-trunctated", in}, "did you mean --allow-truncated?"},
        {{"render", "--Input-DBV", "6", in}, "did you mean --input-dbv?"},
        {{"render", "--repot", "r.json"}, "did you mean --report?"}, // IN is missing, too
        {{"render", in, "--png", "x.png"}, "--png is for response"},
        {{"render", "\xE2\x80\x93gain", "40", in}, "two hyphens"},
        {{"render", "--gain"}, "--gain needs a value"},
        {{"render", "x.wav", "--gain", "3", "--gain", "4"}, "--gain is given more than once: give it once"},
        {{"analyze", in, in}, "extra argument"},
        {{"curves", "decca"}, "--search 'decca'"},
        {{"curves", "--serach", "decca"}, "did you mean --search?"},
        {{"calibrate", in, "--volt", "1"}, "did you mean --volts?"},
        {{"response", "--frqs", "1k"}, "did you mean --freqs?"},
        {{"--completion", "bahs"}, "did you mean bash?"},
        {{"render", in, "--curve", "raa"}, "did you mean riaa?"},
        {{"render", in, "--curve", "Colombia LP"}, "did you mean columbia_lp?"},
        {{"render", in, "--dc", "onn"}, "did you mean on?"},
        {{"render", in, "--dc", "of"}, "did you mean off?"},
        {{"render", in, "--load", "yess"}, "use on or off"},
        {{"render", in, "--subsonic", "offf"}, "did you mean off?"},
        {{"render", in, "--subsonic", "20:81"}, "did you mean 18?"},
        {{"render", in, "--mono-bass", "120:21"}, "did you mean 12?"},
        {{"render", in, "--bits", "32"}, "did you mean 32f?"},
        {{"render", in, "--speed-back", "resampel"}, "did you mean resample?"},
        {{"render", in, "--speed", "halff"}, "did you mean half?"},
        {{"render", in, "--speed", "45 att 33 1/3"}, "did you mean 45 at 33 1/3?"},
        {{"render", in, "--invert", "rihgt"}, "did you mean right?"},
        {{"render", in, "--channels", "latteral"}, "did you mean lateral?"},
        {{"render", in, "--preset", "mm-scarlet-line"}, "did you mean mm-scarlett-line?"},
        {{"render", in, "--cartridge", "at_vm59e"}, "did you mean at_vm95e?"},
        {{"render", in, "--interface", "scarlet_2i2_4th"}, "did you mean focusrite_scarlett_2i2_4th?"},
        {{"render", in, "--interface", "Scarlett 2i2"}, "focusrite_scarlett_2i2_4th"},
        {{"render", in, "--interface", "focusrite_scarlett_2i2_4th", "--input", "lien"}, "did you mean line?"},
        {{"render", in, "out.wva"}, "did you mean .wav?"},
        {{"render", in, "out.falc"}, "did you mean .flac?"},
        {{"calibrate", in, "--velocity", "5", "--cartridge-mv", "5", "--velocity-kind", "peek"}, "did you mean peak?"},
    };
    for (const auto& slip : slips) {
        const auto outcome = runStage(slip.arguments);
        INFO(outcome.err);
        CHECK(isOneLine(outcome));
        CHECK_THAT(outcome.err, says(slip.words));
        CHECK(folder.names().size() == 1);
    }
}

TEST_CASE("A file where a command should be is told what could be done with it") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    writeTone(folder / "noending", 2000);
    for (const std::string name : {folder / "in.wav", folder / "noending", folder / "missing.FLAC", folder.path()}) {
        const auto outcome = runStage({name});
        INFO(outcome.err);
        CHECK(isOneLine(outcome));
        CHECK_THAT(outcome.err, says("is a file") && says("phonostage render FILE") &&
                                    says("phonostage analyze FILE") && says("phonostage calibrate FILE"));
    }
    const auto nothing = runStage({});
    CHECK(isOneLine(nothing));
    CHECK_THAT(nothing.err, says("a command is missing; the commands are render, split,"));
}

TEST_CASE("Every command's help has examples of its own") {
    for (const std::string command :
         {"render", "analyze", "calibrate", "response", "curves", "interfaces", "cartridges", "presets", "split",
          "export", "digitise", "live", "record", "recover"})
        CHECK_THAT(runStage({command, "--help"}).out, says("Example") && says("\n  phonostage " + command));
    CHECK_THAT(runStage({"--help"}).out, says("Example:\n  phonostage render"));
}

TEST_CASE("A decimal comma counts, a comma that may part thousands does not") {
    const auto gain = [](const std::string& text) {
        return jsonOf(
                   {"response", "--json", "--freqs", "1k", "--curve", "flat", "--gain", text})["points"][0]["gain_db"]
            .get<double>();
    };
    CHECK_THAT(gain("33,5"), WithinAbs(33.5, 1e-6));
    CHECK_THAT(gain("33,25dB"), WithinAbs(33.25, 1e-6));
    CHECK_THAT(gain("0,125"), WithinAbs(0.125, 1e-6));
    for (const char* text : {"33,500", "1,000", "3,350e1"}) {
        const auto outcome = runStage({"response", "--gain", text});
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says(std::string("--gain ") + text) && says("thousands") && says("with a point"));
    }
    // Lists are parted by commas, as ever; by semicolons where their numbers have some.
    const auto frequencies = [](const std::string& list) {
        std::vector<double> hz;
        const auto response = jsonOf({"response", "--json", "--freqs", list});
        for (const auto& point : response["points"])
            hz.push_back(point["frequency_hz"].get<double>());
        return hz;
    };
    CHECK(frequencies("20,1000") == std::vector<double>{20.0, 1000.0});
    CHECK(frequencies("1,500") == std::vector<double>{1.0, 500.0});
    CHECK(frequencies("31,5;1000") == std::vector<double>{31.5, 1000.0});
    const auto custom = [](const std::string& curve) {
        return jsonOf({"response", "--json", "--freqs", "10k", "--custom", curve})["points"].dump();
    };
    CHECK(custom("3180,318,75") == custom("3180;318,0;75"));
    CHECK(custom("3180,318,75.5") == custom("3180;318;75,5"));
    CHECK(runStage({"response", "--freqs", "1k", "--subsonic", "16,5:24"}).status == 0);
    CHECK(runStage({"response", "--freqs", "1k", "--speed", "78,26 at 33,333"}).status == 0);
}
