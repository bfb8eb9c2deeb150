// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/HookupTexts.h"

#include "support/Catch.h"

#include <fstream>
#include <iterator>
#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::catalogue;
using dsp::Confidence;
using dsp::HookupFault;

TEST_CASE("Every fault of the hook-up has its words, and scripts their names", "[catalogue]") {
    const std::set<std::string> promised{
        "no_signal",    "no_record", "already_equalised", "line_source", "gain_high", "clipped_before",
        "dead_channel", "antiphase", "sum_difference",    "inverted",    "mono",      "weak_channel",
        "imbalance",    "hum",       "plug_wiggle",       "wrong_speed", "dc_offset", "rf_lines",
        "gain_low"};
    std::set<std::string> ids;
    int number = 0;
    for (const auto& text : hookupTexts()) {
        INFO(text.id);
        CHECK(static_cast<int>(text.fault) == number++);
        CHECK(&hookupText(text.fault) == &text);
        CHECK(ids.insert(text.id).second);
        CHECK_FALSE(std::string(text.title).ends_with('.'));
        CHECK_FALSE(std::string(text.likelyTitle).empty());
        CHECK(std::string(text.sound).ends_with('.'));
        CHECK(std::string(text.remedy).ends_with('.'));
    }
    CHECK(ids == promised);
}

TEST_CASE("A finding is said in words: title, evidence and unit", "[catalogue]") {
    dsp::HookupFinding finding;
    for (const auto& text : hookupTexts())
        for (const auto confidence : {Confidence::likely, Confidence::sure})
            for (const auto channel : {dsp::HookupChannel::left, dsp::HookupChannel::both}) {
                finding.fault = text.fault;
                finding.confidence = confidence;
                finding.channel = channel;
                const auto title = hookupTitle(finding);
                INFO(title);
                CHECK(title.find("CHANNEL") == std::string::npos);
                CHECK((channel == dsp::HookupChannel::both || title.find("left") != std::string::npos ||
                       title.find("Left") != std::string::npos));
                CHECK(hookupEvidence(finding).ends_with('.'));
                CHECK_FALSE(std::string(hookupUnit(finding)).empty());
            }

    finding = {HookupFault::deadChannel, dsp::HookupChannel::right, Confidence::sure, -75.0, false, {52.0}};
    CHECK(hookupTitle(finding) == "The right channel is dead");
    CHECK(hookupEvidence(finding) == "It is 52 dB below the other channel, and only -75 dB of that channel reach it. A "
                                     "working cartridge leaks -35 dB or more.");
    finding = {HookupFault::alreadyEqualised, dsp::HookupChannel::both, Confidence::likely, 3.1, false,
               {2.2, 0.81, 16.6, 28.3}};
    CHECK(
        hookupEvidence(finding) ==
        "The balance of bass and treble scores +2.2 (cartridge alone about -4.5, equalised about +4.5). The music is "
        "17 dB below its highest peak and 28 dB above the rumble (cartridge alone about 24 and 43, equalised about 17 "
        "and 31). Rumble turns with a platter (0.81).");
    finding.isInVolts = true;
    finding.value = -22.0;
    CHECK(hookupEvidence(finding).find("highest peak") == std::string::npos);
    finding = {HookupFault::imbalance, dsp::HookupChannel::right, Confidence::likely, 5.5, false, {2.5, 7.2, 5.5}};
    CHECK(hookupEvidence(finding) == "Music is 2.5 dB lower there, rumble 7.2 dB, groove noise 5.5 dB.");
    finding.figures[0] = -0.2;
    CHECK(hookupEvidence(finding) ==
          "Rumble is 7.2 dB lower there, groove noise 5.5 dB, though the music leans to that side.");
    finding = {
        HookupFault::hum, dsp::HookupChannel::both, Confidence::likely, -58.3, true, {9.0, 50.02, 31.0, 0.4, 1.0}};
    CHECK(hookupTitle(finding) == "There seems to be mains hum");
    CHECK(hookupEvidence(finding) ==
          "9 lines on multiples of 50.02 Hz, the strongest at -58 dBV, up to 31 dB above the "
          "surroundings and steady within 0.4 dB. Many overtones: a ground loop, or no ground "
          "wire.");
    CHECK(std::string(hookupUnit(finding)) == "dBV");
    finding.isInVolts = false;
    CHECK(std::string(hookupUnit(finding)) == "dBFS");
}

TEST_CASE("The manual names each finding of the hook-up, what it sounds like and what to do", "[catalogue]") {
    std::ifstream file(PHONOSTAGE_SOURCE_DIR "/Resources/docs/manual.md");
    const std::string manual((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    REQUIRE_FALSE(manual.empty());
    for (const auto& text : hookupTexts()) {
        INFO(text.id);
        CHECK(manual.find(std::string("| ") + text.sound + " | " + text.remedy + " |") != std::string::npos);
    }
}
