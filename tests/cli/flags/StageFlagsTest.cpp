// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include "support/Catch.h"

#include <cmath>
#include <complex>
#include <fstream>
#include <numbers>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Complex = std::complex<double>;
using Arguments = std::vector<std::string>;

Complex atHz(double frequencyHz) { return {0.0, 2.0 * std::numbers::pi * frequencyHz}; }

double decibels(Complex h) { return 20.0 * std::log10(std::abs(h)); }

/** The divider of a cartridge (H, ohm) and its load (ohm, F). */
Complex divider(double henry, double coilOhm, double ohm, double farad, double frequencyHz) {
    const auto s = atHz(frequencyHz);
    return 1.0 / (1.0 + (coilOhm + s * henry) * (1.0 / ohm + s * farad));
}

/** A playback curve of three time constants in us, 0 dB at 1 kHz; a shelf of 0 is none. */
double curveDb(double shelfUs, double turnoverUs, double rolloffUs, double frequencyHz) {
    const auto h = [&](double f) {
        const auto s = atHz(f) * 1e-6;
        const auto bass = shelfUs > 0.0 ? 1.0 + s * shelfUs : s;
        return (1.0 + s * turnoverUs) / (bass * (1.0 + s * rolloffUs));
    };
    return decibels(h(frequencyHz) / h(1000.0));
}

/** gain_db of `response` at a few frequencies of the band. */
struct Measured {
    std::vector<double> frequencyHz, gainDb;
    double maxErrorDb = 0.0;
};

Measured respond(Arguments flags) {
    flags.insert(flags.begin(), "response");
    for (const char* more : {"--json", "--rate", "96000", "--freqs", "20,100,500,1k,2k,5k,10k,15k,20k"})
        flags.emplace_back(more);
    const auto json = jsonOf(flags);
    Measured measured;
    for (const auto& point : json.at("points")) {
        measured.frequencyHz.push_back(point.at("frequency_hz"));
        measured.gainDb.push_back(point.at("gain_db"));
    }
    measured.maxErrorDb = json.at("max_error_db");
    return measured;
}

template <typename Truth> void checkEach(const Measured& measured, double withinDb, Truth truth) {
    REQUIRE(measured.frequencyHz.size() == 9);
    for (std::size_t i = 0; i < measured.gainDb.size(); ++i) {
        CAPTURE(measured.frequencyHz[i]);
        CHECK_THAT(measured.gainDb[i], WithinAbs(truth(measured.frequencyHz[i]), withinDb));
    }
    CHECK(std::abs(measured.maxErrorDb) < withinDb);
}

std::string faultOf(Arguments arguments) {
    const auto outcome = runStage(arguments);
    CAPTURE(outcome.err);
    CHECK(outcome.isOneClearLine());
    return outcome.err;
}

} // namespace

TEST_CASE("The load is corrected by numbers, as the dividers say") {
    const auto measured = respond({"--curve", "flat", "--gain", "0", "--cartridge-l", "550mH", "--cartridge-r", "485",
                                   "--load-r", "10k", "--load-c", "150pF", "--want-r", "47k", "--want-c", "200pF"});
    checkEach(measured, 0.01, [](double f) {
        return decibels(divider(0.55, 485.0, 47e3, 200e-12, f) / divider(0.55, 485.0, 10e3, 150e-12, f));
    });
}

TEST_CASE("The load is corrected by names, and --load off leaves it") {
    const Arguments named{"--curve",     "flat",     "--gain",      "0",
                          "--cartridge", "at_vm95e", "--interface", "focusrite_scarlett_2i2_4th",
                          "--input",     "inst"};
    const auto list = jsonOf({"cartridges", "--json"});
    double henry = 0.0, ohm = 0.0, wantFarad = 0.0;
    for (const auto& item : list)
        if (item.at("id") == "at_vm95e") {
            henry = item.at("inductance_mh").get<double>() / 1e3;
            ohm = item.at("resistance_ohm");
            wantFarad = (item.at("load_pf_min").get<double>() + item.at("load_pf_max").get<double>()) / 2e12;
        }
    REQUIRE(henry > 0.0);
    // The input's 1 Mohm and 100 pF of cable.
    checkEach(respond(named), 0.01, [&](double f) {
        return decibels(divider(henry, ohm, 47e3, wantFarad, f) / divider(henry, ohm, 1e6, 100e-12, f));
    });
    auto off = named;
    off.insert(off.end(), {"--load", "off"});
    checkEach(respond(off), 1e-6, [](double) { return 0.0; });
}

TEST_CASE("A moving coil is left alone") {
    checkEach(respond({"--curve", "flat", "--gain", "0", "--cartridge", "denon_dl_103", "--load-r", "3k"}), 1e-6,
              [](double) { return 0.0; });
}

TEST_CASE("The interface's gain control sets the sensitivity") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    const auto inputDbv = [&](Arguments flags) {
        flags.insert(flags.begin(), {"analyze", (folder / "in.wav").string(), "--json"});
        return jsonOf(flags).at("input_dbv").get<double>();
    };
    const Arguments line{"--interface", "focusrite_scarlett_4i4_4th", "--input", "line"};
    const double least = inputDbv(line);
    CHECK_THAT(least, WithinAbs(22.0 + 10.0 * std::log10(0.6), 1e-9));
    auto turned = line;
    turned.insert(turned.end(), {"--input-gain", "30"});
    CHECK_THAT(inputDbv(turned), WithinAbs(least - 30.0, 1e-9));
    turned.insert(turned.end(), {"--input-dbv", "-12"});
    CHECK(inputDbv(turned) == -12.0);
}

TEST_CASE("With cartridge and interface told, gain and overload margin are recommended") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    // 5 mV at 5 cm/s is -46.02 dBV; full scale +22 dBu at a gain of 30 dB is at -10.22 dBV.
    const auto outcome = runStage({"analyze", (folder / "in.wav").string(), "--interface", "focusrite_scarlett_4i4_4th",
                                   "--input", "line", "--input-gain", "30", "--cartridge-mv", "5"});
    CAPTURE(outcome.out, outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, says("5.00 mV at 5 cm/s, -46.0 dBV at the input; a gain of 36.0 dB"));
    CHECK_THAT(outcome.out, says("overload margin above 5 cm/s: 35.8 dB, good"));
    CHECK_THAT(outcome.out, says("turn the interface up"));
}

TEST_CASE("RIAA is undone and another curve put on, at no gain unless told") {
    const auto truth = [](double f) { return curveDb(1590.0, 318.0, 100.0, f) - curveDb(3180.0, 318.0, 75.0, f); };
    checkEach(respond({"--undo-riaa", "--curve", "columbia_lp"}), 2e-4, truth);
    checkEach(respond({"--undo-riaa", "--curve", "columbia_lp", "--gain", "10"}), 2e-4,
              [&](double f) { return truth(f) + 10.0; });
    checkEach(respond({"--undo-riaa"}), 1e-9, [](double) { return 0.0; });
}

TEST_CASE("At the wrong speed the curve and its level follow") {
    const double ratio = 100.0 / 135.0;
    checkEach(respond({"--speed", "45 at 33 1/3", "--gain", "0"}), 2e-4,
              [&](double f) { return curveDb(3180.0, 318.0, 75.0, f / ratio) - 20.0 * std::log10(ratio); });
}

TEST_CASE("Custom curves are told by corners and by the loss at 10 kHz") {
    const auto byTime = respond({"--custom", "3180,318,75", "--gain", "0"});
    // 75 us is 2122.066 Hz, and its one pole takes 13.6576 dB off at 10 kHz.
    const double loss = 10.0 * std::log10(1.0 + std::pow(2.0 * std::numbers::pi * 1e4 * 75e-6, 2.0));
    std::ostringstream dbText;
    dbText.precision(15);
    dbText << "3180us,500.4873Hz," << loss << "dB";
    const auto byCorner = respond({"--custom", dbText.str(), "--gain", "0"});
    for (std::size_t i = 0; i < byTime.gainDb.size(); ++i)
        CHECK_THAT(byCorner.gainDb[i], WithinAbs(byTime.gainDb[i], 1e-4));
    checkEach(respond({"--custom", "none,500Hz,none", "--gain", "0"}), 2e-4, [](double f) {
        return curveDb(0.0, 1e6 / (2.0 * std::numbers::pi * 500.0), 0.0, f) +
               // an integrator has its limit at 1 Hz always
               decibels(std::pow(f, 2.0) / Complex(1.0 - f * f, std::numbers::sqrt2 * f));
    });
}

TEST_CASE("A preset sets what it names, a flag wins over it") {
    checkEach(respond({"--preset", "lp-columbia-mono", "--gain", "0", "--subsonic", "off", "--dc", "off"}), 2e-4,
              [](double f) { return curveDb(1590.0, 318.0, 100.0, f); });
    checkEach(
        respond({"--preset", "lp-columbia-mono", "--curve", "riaa", "--gain", "0", "--subsonic", "off", "--dc", "off"}),
        2e-4, [](double f) { return curveDb(3180.0, 318.0, 75.0, f); });

    const TemporaryFolder folder;
    std::ofstream(folder / "mine.json") << R"({"schema": 1, "curve": {"name": "flat"}, "gain": 12})";
    checkEach(respond({"--preset", (folder / "mine.json").string(), "--dc", "off"}), 1e-6, [](double) { return 12.0; });
}

TEST_CASE("With exact phase the phase is right too, without a delay, and where nothing is to do that is said") {
    const auto measured = [](const std::string& rate, bool isExact) {
        Arguments flags{"response", "--json", "--rate", rate, "--dc", "off"};
        if (isExact) flags.emplace_back("--exact-phase");
        return jsonOf(flags);
    };
    for (const std::string rate : {"44100", "48000"}) {
        CHECK(measured(rate, false).at("max_phase_error_deg") > 0.4);
        const auto exact = measured(rate, true);
        CHECK(exact.at("max_phase_error_deg") < 1e-3);
        CHECK(exact.at("max_error_db") < 2e-5);
        CHECK(std::abs(exact.at("delay_samples").get<double>()) < 1e-4);
    }
    CHECK(measured("96000", true) == measured("96000", false));
    CHECK_THAT(runStage({"response", "--exact-phase", "--rate", "48000"}).out, says(", exact phase, at 48000 Hz"));
    CHECK_THAT(runStage({"response", "--exact-phase", "--rate", "96000"}).out,
               says("exact phase (changes nothing at 96000 Hz)"));
    CHECK_THAT(runStage({"response", "--rate", "48000"}).out, !says("exact phase"));
}

TEST_CASE("Crosstalk, channels and mono bass of a render are as told") {
    const TemporaryFolder folder;
    // Left alone has a tone of 0.25, the right has a tenth of it.
    std::vector<double> samples;
    for (int i = 0; i < 48000; ++i) {
        const double x = 0.25 * std::sin(2.0 * std::numbers::pi * 1000.0 / 48000.0 * i);
        samples.push_back(x);
        samples.push_back(0.1 * x);
    }
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 48000, 2, samples);
    const auto peakOf = [&](Arguments flags) {
        Arguments all{"render",
                      (folder / "in.wav").string(),
                      (folder / "out.wav").string(),
                      "--bits",
                      "32f",
                      "--curve",
                      "flat",
                      "--gain",
                      "0",
                      "--dc",
                      "off",
                      "-q"};
        all.insert(all.end(), flags.begin(), flags.end());
        const auto outcome = runStage(all);
        CAPTURE(outcome.err);
        REQUIRE(outcome.status == 0);
        const auto out = readSound(folder / "out.wav");
        std::pair<double, double> peak;
        for (const double x : out.channel(0))
            peak.first = std::max(peak.first, std::abs(x));
        for (const double x : out.channel(1))
            peak.second = std::max(peak.second, std::abs(x));
        return peak;
    };
    CHECK_THAT(peakOf({}).second, WithinAbs(0.025, 1e-6));
    const auto clean = peakOf({"--crosstalk-lr", "10"});
    CHECK_THAT(clean.first, WithinAbs(0.25, 1e-6));
    CHECK(clean.second < 1e-6);
    const auto lateral = peakOf({"--channels", "lateral"});
    CHECK_THAT(lateral.first, WithinAbs(0.1375, 1e-6));
    CHECK_THAT(lateral.second, WithinAbs(0.1375, 1e-6));
    // At 1 kHz the side is as it was; the filter's own 6 dB/oct at 200 Hz takes 0.17 dB off it.
    const double side = 0.1125 * std::abs(Complex(0.0, 5.0) / Complex(1.0, 5.0));
    const auto bass = peakOf({"--mono-bass", "200Hz:6"});
    CHECK(bass.first < 0.1375 + side + 0.01);
    CHECK(bass.first > 0.23);
}

TEST_CASE("What is wrong with equipment, presets and speeds is told in one line with the remedy") {
    CHECK_THAT(faultOf({"response", "--cartridge", "at_vm95x"}), says("did you mean at_vm95"));
    CHECK_THAT(faultOf({"response", "--cartridge", "nothing like it at all"}), says("phonostage cartridges"));
    CHECK_THAT(faultOf({"response", "--interface", "focusrite_scarlett_2i2_5th"}), says("did you mean"));
    CHECK_THAT(faultOf({"response", "--interface", "focusrite_scarlett_2i2_4th", "--input", "phono"}),
               says("has no such input"));
    CHECK_THAT(faultOf({"response", "--input", "line"}), says("--interface"));
    CHECK_THAT(faultOf({"response", "--input-gain", "10"}), says("--interface"));
    CHECK_THAT(faultOf({"response", "--interface", "focusrite_scarlett_2i2_4th", "--input-gain", "88"}),
               says("the gain of this input is from"));
    CHECK_THAT(faultOf({"response", "--load-r", "10k"}), says("give the cartridge too"));
    CHECK_THAT(faultOf({"response", "--load", "on"}), says("--cartridge-l"));
    CHECK_THAT(faultOf({"response", "--load", "maybe"}), says("use on or off"));
    CHECK_THAT(faultOf({"response", "--cartridge-l", "2H"}), says("out of range"));
    CHECK_THAT(faultOf({"response", "--speed", "fast"}), says("45 at 33 1/3"));
    CHECK_THAT(faultOf({"response", "--speed", "5"}), says("0.25 to 4"));
    CHECK_THAT(faultOf({"response", "--preset", "columbia"}), says("phonostage presets"));
    CHECK_THAT(faultOf({"response", "--preset", "no/such/file.json"}), says("no/such/file.json"));
    const TemporaryFolder folder;
    writeTone(folder / "tone.wav");
    const auto tone = (folder / "tone.wav").string();
    std::ofstream(folder / "bad.json") << R"({"schema": 1, "gain": 99})";
    CHECK_THAT(faultOf({"response", "--preset", (folder / "bad.json").string()}), says("field 'gain'"));
    CHECK_THAT(faultOf({"render", tone, "--mono-bass", "50"}), says("80 to 200"));
    CHECK_THAT(faultOf({"render", tone, "--mono-bass", "100:18"}), says("6 or 12"));
    CHECK_THAT(faultOf({"render", tone, "--crosstalk-lr", "60"}), says("-50 to 50"));
    CHECK_THAT(faultOf({"render", tone, "--speed-back", "no"}), says("rate, resample or off"));
}
