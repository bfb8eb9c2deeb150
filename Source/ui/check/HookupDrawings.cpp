// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/HookupDrawings.h"

#include <array>
#include <cstddef>

namespace phonostage::ui {
namespace {

using Sketch = HookupSketch;
using Tone = HookupSketch::Tone;
using Align = HookupSketch::Align;
using Finding = dsp::HookupFinding;
using Fault = dsp::HookupFault;

// Where things stand. A chain goes from the turntable through the interface into Phonostage; in a drawing of leads the
// interface shows its two inputs.
constexpr float top = 8.0F, middle = top + Sketch::turntableHeight / 2.0F;
constexpr float deckRight = Sketch::turntableWidth;
constexpr float interfaceX = 308.0F, interfaceRight = 400.0F;
constexpr float stageX = 442.0F, stageWidth = 106.0F;
constexpr float inputsX = 330.0F, inputsTop = 4.0F, socketX = inputsX + 9.0F;
constexpr float firstY = inputsTop + Sketch::firstInput, secondY = inputsTop + Sketch::secondInput;
constexpr float besideX = inputsX + 138.0F; ///< words beside the inputs
constexpr float leftOut = middle - 10.0F, rightOut = middle + 10.0F;

bool isLeft(const Finding& finding) { return finding.channel == dsp::HookupChannel::left; }

juce::Rectangle<float> boxAt(float x, float width) { return {x, top + 8.0F, width, 46.0F}; }

void stage(const Sketch& s, const char* detail, Tone tone) {
    s.arrow(interfaceRight + 4.0F, stageX - 4.0F, middle, 1);
    s.box(boxAt(stageX, stageWidth), "Phonostage", detail, tone);
}

/** From the turntable straight through. */
void wholeChain(const Sketch& s) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, interfaceX - 4.0F, middle);
    s.interfaceBox(interfaceX, top);
    stage(s, "gain + RIAA", Tone::right);
}

/** Two leads with a plug each, into the two inputs. */
void twoLeads(const Sketch& s, const char* first = "1: left", const char* second = "2: right") {
    s.turntable(0.0F, top);
    s.lead({deckRight, leftOut}, {socketX - 74.0F, firstY}, Tone::plain);
    s.lead({deckRight, rightOut}, {socketX - 74.0F, secondY}, Tone::plain);
    for (const float y : {firstY, secondY}) {
        s.phonoPlug({socketX - 74.0F, y}, Tone::right);
        s.lead({socketX - 48.0F, y}, {socketX, y}, Tone::right);
    }
    s.words(deckRight + 40.0F, 6.0F, 40.0F, "L");
    s.words(deckRight + 40.0F, 60.0F, 40.0F, "R");
    s.inputs(inputsX, inputsTop, first, Tone::right, second, Tone::right);
}

// ------------------------------------------------------------ nothing, or no record

void nothingNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, interfaceX - 4.0F, middle);
    s.interfaceBox(interfaceX, top);
    s.arrow(interfaceRight + 4.0F, stageX - 4.0F, middle, 1, Tone::wrong, true);
    s.cross({(interfaceRight + stageX) / 2.0F, middle - 16.0F});
    s.box(boxAt(stageX, stageWidth), "Phonostage", "hears nothing", Tone::wrong);
}

void nothingBetter(const Sketch& s, const Finding&) {
    wholeChain(s);
    s.words(160.0F, middle - 24.0F, 120.0F, "leads in inputs 1 + 2", Tone::quiet, Align::centre);
    s.words(396.0F, top + 60.0F, 152.0F, "audio settings: 1 + 2", Tone::quiet, Align::right);
}

void noRecordNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top, Tone::wrong, false);
    s.words(100.0F, top + 44.0F, 150.0F, "the needle is up", Tone::wrong);
    s.arrow(deckRight + 6.0F, interfaceX - 4.0F, middle, 2, Tone::quiet, true);
    s.interfaceBox(interfaceX, top);
    stage(s, "hears hiss alone", Tone::quiet);
}

void noRecordBetter(const Sketch& s, const Finding&) {
    wholeChain(s);
    s.words(100.0F, top + 44.0F, 150.0F, "the needle is in the groove", Tone::right);
}

// ------------------------------------------------------------ too much in front

void equalisedNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 144.0F, middle);
    s.box(boxAt(148.0F, 106.0F), "Phono stage", "gain + RIAA", Tone::wrong);
    s.words(131.0F, top + 58.0F, 140.0F, "built in, or a box", Tone::quiet, Align::centre);
    s.arrow(258.0F, interfaceX - 4.0F, middle);
    s.interfaceBox(interfaceX, top);
    stage(s, "gain + RIAA again", Tone::wrong);
}

void equalisedBetter(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.lead({deckRight, middle}, {112.0F, middle}, Tone::quiet, true);
    s.selector(112.0F, top + 3.0F, "PHONO", "LINE", true, Tone::right);
    s.arrow(182.0F, interfaceX - 4.0F, middle);
    s.words(182.0F, middle - 24.0F, 122.0F, "straight through", Tone::quiet, Align::centre);
    s.groundLead({70.0F, top + 62.0F}, {interfaceX + 12.0F, top + 62.0F}, Tone::marked, true);
    s.words(196.0F, middle + 10.0F, 96.0F, "ground lead", Tone::marked, Align::centre);
    s.interfaceBox(interfaceX, top);
    stage(s, "gain + RIAA", Tone::right);
}

void lineNow(const Sketch& s, const Finding&) {
    s.phone(28.0F, top, Tone::wrong);
    s.arrow(76.0F, interfaceX - 4.0F, middle);
    s.words(110.0F, middle - 24.0F, 160.0F, "CD player, phone, computer", Tone::wrong, Align::centre);
    s.interfaceBox(interfaceX, top);
    stage(s, "far too loud", Tone::wrong);
}

void lineBetter(const Sketch& s, const Finding&) {
    wholeChain(s);
    s.words(130.0F, middle - 24.0F, 140.0F, "the turntable's own leads", Tone::quiet, Align::centre);
}

// ------------------------------------------------------------ gain

juce::Rectangle<float> wavePlace(float x) { return {x, top + 3.0F, 116.0F, 56.0F}; }

/** The turntable, the interface with its knob, and what comes out. */
void gainScene(const Sketch& s, float position, Tone tone, const Sketch::Wave& wave, const char* words) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 196.0F, middle);
    s.interfaceBox(200.0F, top, position, tone);
    s.arrow(296.0F, 330.0F, middle, 1);
    s.wave(wavePlace(336.0F), wave, tone);
    s.words(460.0F, middle - 8.0F, 88.0F, words, tone);
}

void gainHighNow(const Sketch& s, const Finding&) {
    gainScene(s, 0.85F, Tone::wrong, {.size = 1.6F, .ceiling = 1.0F}, "peaks cut off");
}
void gainHighBetter(const Sketch& s, const Finding&) {
    gainScene(s, -0.15F, Tone::right, {.size = 0.5F}, "6 dB to spare");
}
void gainLowNow(const Sketch& s, const Finding&) { gainScene(s, -1.0F, Tone::wrong, {.size = 0.06F}, "near the hiss"); }
void gainLowBetter(const Sketch& s, const Finding&) {
    gainScene(s, 0.2F, Tone::right, {.size = 0.6F}, "well above it");
}

void clippedNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 132.0F, middle);
    s.box(boxAt(136.0F, 112.0F), "Preamp or mixer", "turned up too far", Tone::wrong);
    s.arrow(252.0F, 284.0F, middle);
    s.wave(wavePlace(288.0F), {.size = 0.85F, .ceiling = 0.48F}, Tone::wrong);
    s.arrow(408.0F, 440.0F, middle);
    s.interfaceBox(446.0F, top);
}

void clippedBetter(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 132.0F, middle);
    s.box(boxAt(136.0F, 112.0F), "Preamp or mixer", "lower, or taken out", Tone::right);
    s.arrow(252.0F, 284.0F, middle);
    s.wave(wavePlace(288.0F), {.size = 0.48F}, Tone::right);
    s.arrow(408.0F, 440.0F, middle);
    s.interfaceBox(446.0F, top);
}

// ------------------------------------------------------------ the two channels

void deadNow(const Sketch& s, const Finding& finding) {
    const bool left = isLeft(finding);
    const float alive = left ? secondY : firstY, dead = left ? firstY : secondY;
    s.turntable(0.0F, top);
    s.lead({deckRight, left ? rightOut : leftOut}, {socketX - 74.0F, alive}, Tone::right);
    s.phonoPlug({socketX - 74.0F, alive}, Tone::right);
    s.lead({socketX - 48.0F, alive}, {socketX, alive}, Tone::right);
    s.words(socketX - 74.0F, left ? alive + 6.0F : alive - 21.0F, 20.0F, left ? "R" : "L");
    s.lead({deckRight, left ? leftOut : rightOut}, {190.0F, dead}, Tone::quiet, true);
    s.phonoPlug({190.0F, dead}, Tone::quiet);
    s.cross({230.0F, dead});
    s.inputs(inputsX, inputsTop, left ? "1: silent" : "1: left", left ? Tone::wrong : Tone::right,
             left ? "2: right" : "2: silent", left ? Tone::right : Tone::wrong);
}

void deadBetter(const Sketch& s, const Finding& finding) {
    s.turntable(0.0F, top);
    s.lead({deckRight, leftOut}, {socketX, secondY}, Tone::plain);
    s.lead({deckRight, rightOut}, {socketX, firstY}, Tone::marked, true);
    s.words(deckRight + 6.0F, leftOut - 18.0F, 20.0F, "L");
    s.words(deckRight + 6.0F, rightOut + 4.0F, 20.0F, "R", Tone::marked);
    s.inputs(inputsX, inputsTop, "1: right", Tone::plain, "2: left", Tone::plain);
    const bool left = isLeft(finding);
    s.words(besideX, 12.0F, 84.0F, left ? "Now 2 silent:" : "Now 1 silent:", Tone::plain);
    s.words(besideX, 27.0F, 84.0F, "cartridge, lead");
    s.words(besideX, 45.0F, 84.0F, left ? "Still 1:" : "Still 2:", Tone::plain);
    s.words(besideX, 60.0F, 84.0F, "the interface");
}

void antiphaseNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.lead({deckRight, leftOut}, {150.0F, middle - 3.0F}, Tone::plain);
    s.lead({deckRight, rightOut}, {150.0F, middle + 3.0F}, Tone::plain);
    s.plug({150.0F, middle}, 2, Tone::wrong);
    s.words(104.0F, middle + 18.0F, 140.0F, "balanced mono lead", Tone::wrong, Align::centre);
    s.lead({200.0F, middle}, {socketX, firstY}, Tone::wrong);
    s.lead({200.0F, middle}, {socketX, secondY}, Tone::wrong, true);
    s.inputs(inputsX, inputsTop, "1: plus", Tone::wrong, "2: minus", Tone::wrong);
}

void differenceNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.lead({deckRight, leftOut}, {166.0F, middle - 3.0F}, Tone::plain);
    s.lead({deckRight, rightOut}, {166.0F, middle + 3.0F}, Tone::plain);
    s.words(deckRight + 26.0F, leftOut - 20.0F, 20.0F, "L");
    s.words(deckRight + 26.0F, rightOut + 6.0F, 20.0F, "R");
    s.plug({166.0F, middle}, 2, Tone::wrong);
    s.words(130.0F, middle + 18.0F, 160.0F, "stereo plug: two rings", Tone::wrong, Align::centre);
    s.lead({214.0F, middle}, {socketX, firstY}, Tone::wrong, true);
    s.inputs(inputsX, inputsTop, "1: L minus R", Tone::wrong, "2: nothing", Tone::quiet);
}

void monoPlugs(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    const std::array<float, 2> out{leftOut, rightOut}, in{firstY, secondY};
    for (std::size_t i = 0; i < 2; ++i) {
        const float y = in[i] + (i == 0 ? -6.0F : 6.0F);
        s.lead({deckRight, out[i]}, {170.0F, y}, Tone::plain);
        s.plug({170.0F, y}, 1, Tone::right);
        s.lead({217.0F, y}, {socketX, in[i]}, Tone::right);
    }
    s.words(deckRight + 26.0F, 6.0F, 20.0F, "L");
    s.words(deckRight + 26.0F, 62.0F, 20.0F, "R");
    s.inputs(inputsX, inputsTop, "1: left", Tone::right, "2: right", Tone::right);
    s.words(besideX, 26.0F, 84.0F, "one lead for");
    s.words(besideX, 41.0F, 84.0F, "each channel");
}

/** The four pins of a cartridge and their wires; two of them may be crossed. */
void cartridge(const Sketch& s, bool isCrossed) {
    constexpr float x = 0.0F, wires = 128.0F;
    s.box({x, top - 4.0F, 74.0F, 70.0F}, "Cartridge", "", Tone::plain);
    const std::array<const char*, 4> names{"white +", "blue", "red +", "green"};
    for (std::size_t i = 0; i < 4; ++i) {
        const float y = top + 5.0F + 17.0F * static_cast<float>(i);
        const bool isRight = i >= 2;
        const auto to = isRight && isCrossed ? top + 5.0F + 17.0F * static_cast<float>(i == 2 ? 3 : 2) : y;
        const auto tone = !isRight ? Tone::plain : isCrossed ? Tone::wrong : Tone::right;
        s.lead({x + 74.0F, y}, {wires, to}, tone);
        s.words(wires + 6.0F, to - 7.5F, 50.0F, names[i], isRight && isCrossed ? Tone::wrong : Tone::quiet);
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const float y = top - 4.0F + 37.0F * static_cast<float>(i);
        const bool isFlipped = isCrossed && i == 1;
        s.arrow(192.0F, 232.0F, y + 16.0F, 1);
        s.words(240.0F, y + 8.0F, 20.0F, i == 0 ? "L" : "R");
        s.wave({256.0F, y, 150.0F, 33.0F}, {.size = 0.8F, .turns = 2.0F, .isUpsideDown = isFlipped},
               isFlipped             ? Tone::wrong
               : isCrossed || i == 0 ? Tone::plain
                                     : Tone::right);
    }
    s.words(420.0F, top + 10.0F, 128.0F, isCrossed ? "when one goes up," : "both go up and down", Tone::quiet);
    s.words(420.0F, top + 26.0F, 128.0F, isCrossed ? "the other goes down" : "together", Tone::quiet);
}

void invertedNow(const Sketch& s, const Finding&) { cartridge(s, true); }
void invertedBetter(const Sketch& s, const Finding&) { cartridge(s, false); }

void monoNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.lead({deckRight, leftOut}, {180.0F, middle}, Tone::plain);
    s.lead({deckRight, rightOut}, {180.0F, middle}, Tone::plain);
    s.lead({180.0F, middle}, {230.0F, middle}, Tone::wrong);
    s.words(150.0F, middle + 18.0F, 110.0F, "Y lead, mono switch", Tone::wrong, Align::centre);
    s.lead({230.0F, middle}, {socketX, firstY}, Tone::wrong);
    s.lead({230.0F, middle}, {socketX, secondY}, Tone::wrong);
    s.inputs(inputsX, inputsTop, "1: L + R", Tone::wrong, "2: L + R", Tone::wrong);
}

void twoLeadsBetter(const Sketch& s, const Finding&) { twoLeads(s); }

/** One channel's plug is not quite in. */
void looseLead(const Sketch& s, const Finding& finding, const char* words, const char* arrives, bool isShaking) {
    const bool left = isLeft(finding);
    const float good = left ? secondY : firstY, bad = left ? firstY : secondY;
    s.turntable(0.0F, top);
    s.lead({deckRight, left ? rightOut : leftOut}, {socketX - 74.0F, good}, Tone::plain);
    s.phonoPlug({socketX - 74.0F, good}, Tone::plain);
    s.lead({socketX - 48.0F, good}, {socketX, good}, Tone::plain);
    const float out = socketX - 92.0F;
    s.lead({deckRight, left ? leftOut : rightOut}, {out, bad}, Tone::plain);
    s.phonoPlug({out, bad}, Tone::wrong);
    s.lead({out + 30.0F, bad}, {socketX, bad}, Tone::wrong, true);
    if (isShaking)
        for (const float away : {-11.0F, 11.0F})
            s.lead({out + 2.0F, bad + away}, {out + 16.0F, bad + away}, Tone::wrong);
    s.words(deckRight + 20.0F, left ? 2.0F : 66.0F, 130.0F, words, Tone::wrong);
    const juce::String name = left ? "1: " : "2: ";
    s.inputs(inputsX, inputsTop, left ? name + arrives : juce::String("1: left"), left ? Tone::wrong : Tone::plain,
             left ? juce::String("2: right") : name + arrives, left ? Tone::plain : Tone::wrong);
}

void weakNow(const Sketch& s, const Finding& f) { looseLead(s, f, "a poor contact", "faint", false); }
void plugNow(const Sketch& s, const Finding& f) { looseLead(s, f, "the plug moves", "on and off", true); }

void pushedHome(const Sketch& s, const Finding&) {
    twoLeads(s);
    s.words(besideX, 26.0F, 84.0F, "clean, and");
    s.words(besideX, 41.0F, 84.0F, "pushed home");
}

/** The two knobs of an interface, and the two levels. */
void knobs(const Sketch& s, float left, float right, bool isLeftWrong, bool isRightWrong, const char* words) {
    const auto tone = [](bool isWrong) { return isWrong ? Tone::wrong : Tone::right; };
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 166.0F, middle);
    s.box({172.0F, top - 2.0F, 124.0F, 68.0F}, "", "", Tone::plain);
    s.words(180.0F, top + 1.0F, 108.0F, "Interface: gain", Tone::plain, Align::centre);
    s.knob({206.0F, top + 36.0F}, left, tone(isLeftWrong), 30.0F);
    s.knob({262.0F, top + 36.0F}, right, tone(isRightWrong), 30.0F);
    s.words(191.0F, top + 51.0F, 30.0F, "L", Tone::quiet, Align::centre);
    s.words(247.0F, top + 51.0F, 30.0F, "R", Tone::quiet, Align::centre);
    s.arrow(302.0F, 336.0F, middle, 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const bool isWrong = i == 0 ? isLeftWrong : isRightWrong;
        const float size = isWrong ? 0.3F : 0.75F;
        s.wave({346.0F, top - 4.0F + 37.0F * static_cast<float>(i), 106.0F, 33.0F}, {.size = size, .turns = 2.0F},
               tone(isWrong));
    }
    s.words(464.0F, middle - 8.0F, 84.0F, words, isLeftWrong || isRightWrong ? Tone::wrong : Tone::quiet);
}

void imbalanceNow(const Sketch& s, const Finding& f) {
    knobs(s, isLeft(f) ? -0.3F : 0.25F, isLeft(f) ? 0.25F : -0.3F, isLeft(f), !isLeft(f), "not alike");
}
void imbalanceBetter(const Sketch& s, const Finding&) { knobs(s, 0.25F, 0.25F, false, false, "set alike"); }

// ------------------------------------------------------------ what is added

void humNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top - 4.0F);
    s.arrow(deckRight + 6.0F, inputsX - 4.0F, middle - 8.0F);
    s.groundLead({50.0F, top + 58.0F}, {92.0F, top + 66.0F}, Tone::wrong, true);
    s.screw({98.0F, top + 66.0F}, Tone::wrong);
    s.words(112.0F, top + 58.0F, 160.0F, "ground lead, hanging loose", Tone::wrong);
    s.inputs(inputsX, inputsTop, "1: with hum", Tone::wrong, "2: with hum", Tone::wrong);
}

void humBetter(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top - 4.0F);
    s.arrow(deckRight + 6.0F, inputsX - 4.0F, middle - 8.0F);
    s.inputs(inputsX, inputsTop, "1", Tone::right, "2", Tone::right);
    s.groundLead({50.0F, top + 58.0F}, {inputsX + 108.0F, inputsTop + 62.0F}, Tone::right, false);
    s.screw({inputsX + 110.0F, inputsTop + 58.0F}, Tone::right);
    s.words(besideX, 42.0F, 84.0F, "a metal screw");
    s.words(besideX, 57.0F, 84.0F, "of its case");
}

void speedScene(const Sketch& s, const char* runs, bool isWrong, double chosenRpm) {
    const bool isLp = chosenRpm < 40.0;
    const auto tone = isWrong ? Tone::wrong : Tone::right;
    s.turntable(0.0F, top, tone);
    s.lead({deckRight, middle}, {128.0F, middle}, Tone::quiet, true);
    s.selector(130.0F, top + 3.0F, "33", "45", isWrong != isLp, tone);
    s.words(202.0F, top + 6.0F, 150.0F, "the turntable", Tone::quiet);
    s.words(202.0F, top + 22.0F, 150.0F, runs, isWrong ? Tone::wrong : Tone::plain);
    s.words(202.0F, top + 40.0F, 150.0F, isWrong ? "not what you chose" : "as you chose", Tone::quiet);
    s.wave({350.0F, top + 3.0F, 116.0F, 56.0F}, {.size = 0.6F, .turns = isWrong ? (isLp ? 3.4F : 1.7F) : 2.5F}, tone);
    s.words(478.0F, middle - 8.0F, 70.0F, !isWrong ? "right pitch" : isLp ? "too high" : "too low", tone);
}

const char* rpmText(double rpm) { return rpm < 40.0 ? "runs at 33 1/3" : rpm < 60.0 ? "runs at 45" : "runs at 78"; }

void speedNow(const Sketch& s, const Finding& f) {
    // Its figures are the speed that was found, and the chosen one.
    speedScene(s, rpmText(f.figures[0]), true, f.figures[1] > f.figures[0] ? 45.0 : 33.3);
}
void speedBetter(const Sketch& s, const Finding& f) {
    speedScene(s, rpmText(f.figures[1]), false, f.figures[1] > f.figures[0] ? 45.0 : 33.3);
}

/** The interface, and its signal before and behind something. */
void dcNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 196.0F, middle);
    s.interfaceBox(200.0F, top);
    s.arrow(296.0F, 330.0F, middle, 1);
    s.wave(wavePlace(336.0F), {.size = 0.4F, .offset = 0.45F}, Tone::wrong);
    s.words(460.0F, middle - 8.0F, 88.0F, "off centre", Tone::wrong);
}

void dcBetter(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 4.0F, 124.0F, middle);
    s.interfaceBox(128.0F, top);
    s.arrow(224.0F, 250.0F, middle, 1);
    s.box(boxAt(254.0F, 112.0F), "Phonostage", "DC removal on", Tone::right);
    s.arrow(370.0F, 394.0F, middle, 1);
    s.wave({398.0F, top + 3.0F, 96.0F, 56.0F}, {.size = 0.45F, .turns = 2.0F}, Tone::right);
    s.words(500.0F, middle - 8.0F, 48.0F, "centred", Tone::right);
}

void radioNow(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 196.0F, middle);
    s.interfaceBox(200.0F, top);
    s.lead({292.0F, middle}, {336.0F, middle}, Tone::wrong);
    s.words(292.0F, middle - 20.0F, 44.0F, "USB", Tone::wrong, Align::centre);
    s.box(boxAt(338.0F, 86.0F), "Computer", "busy port", Tone::wrong);
    s.wave({436.0F, top + 3.0F, 112.0F, 56.0F}, {.size = 0.4F, .turns = 2.0F, .ripple = 0.22F}, Tone::wrong);
}

void radioBetter(const Sketch& s, const Finding&) {
    s.turntable(0.0F, top);
    s.arrow(deckRight + 6.0F, 196.0F, middle);
    s.interfaceBox(200.0F, top);
    s.lead({292.0F, middle}, {318.0F, middle}, Tone::right);
    s.box(boxAt(320.0F, 92.0F), "Powered hub", "or another port", Tone::right);
    s.lead({412.0F, middle}, {438.0F, middle}, Tone::plain);
    s.box(boxAt(440.0F, 108.0F), "Computer", "away from leads", Tone::plain);
}

constexpr std::array<HookupDrawing, dsp::hookupFaults> drawings{{
    {Fault::noSignal, "Silence", "Nothing at all comes out of the interface.", "Better", nothingNow, nothingBetter},
    {Fault::noRecord, "No record", "Only the noise of the electronics arrives.", "Better", noRecordNow, noRecordBetter},
    {Fault::alreadyEqualised, "Phono stage", "The turntable's own phono stage, or a box, feeds the interface.",
     "Better", equalisedNow, equalisedBetter},
    {Fault::lineSource, "Not a record", "A line source goes through the gain and the curve of a phono stage.", "Better",
     lineNow, lineBetter},
    {Fault::gainHigh, "Interface too high", "The interface's gain is too high for the loudest passages.", "Better",
     gainHighNow, gainHighBetter},
    {Fault::clippedBefore, "Clipped before it", "Something in front of the interface cuts the peaks off.", "Better",
     clippedNow, clippedBetter},
    {Fault::deadChannel, "Dead channel", "Nothing arrives at one of the two inputs.", "Try", deadNow, deadBetter},
    {Fault::antiphase, "Balanced lead", "Both inputs get one signal, and one of them upside down.", "Better",
     antiphaseNow, monoPlugs},
    {Fault::sumDifference, "Left minus right", "One stereo plug feeds one balanced input, which takes the difference.",
     "Better", differenceNow, monoPlugs},
    {Fault::inverted, "Upside down", "The two wires of one channel are swapped.", "Better", invertedNow,
     invertedBetter},
    {Fault::mono, "Left equals right", "Left and right are joined on the way.", "Better", monoNow, twoLeadsBetter},
    {Fault::weakChannel, "Weak channel", "One channel's signal is lost at a bad contact.", "Try", weakNow, pushedHome},
    {Fault::imbalance, "Imbalance", "The interface's two gains differ, or the cartridge leans.", "Better", imbalanceNow,
     imbalanceBetter},
    {Fault::hum, "Hum", "Only the signal leads reach the interface.", "Better", humNow, humBetter},
    {Fault::plugWiggle, "Loose plug", "A plug makes contact only now and then.", "Better", plugNow, pushedHome},
    {Fault::wrongSpeed, "Wrong speed", "The platter turns at another speed than the record wants.", "Better", speedNow,
     speedBetter},
    {Fault::dcOffset, "DC", "The whole signal lies above or below the middle.", "Better", dcNow, dcBetter},
    {Fault::radioLines, "Whistles", "Digital equipment leaks into the signal.", "Better", radioNow, radioBetter},
    {Fault::gainLow, "Interface too low", "The music uses only a small part of the converter.", "Better", gainLowNow,
     gainLowBetter},
}};

} // namespace

std::span<const HookupDrawing> hookupDrawings() { return drawings; }

const HookupDrawing& hookupDrawing(Fault fault) { return drawings[static_cast<std::size_t>(fault)]; }

void drawGoodHookup(const HookupSketch& sketch) { wholeChain(sketch); }

} // namespace phonostage::ui
