// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/HookupTexts.h"

#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::catalogue {
namespace {

using dsp::HookupFault;

constexpr std::array<HookupText, dsp::hookupFaults> texts{{
    {HookupFault::noSignal, "no_signal", "Nothing arrives", "Nothing arrives",
     "Complete silence. There is not even the noise of a cable.",
     "Check that the right input is selected and switched on, and that the system allows Phonostage to record."},
    {HookupFault::noRecord, "no_record", "No record is playing", "No record seems to be playing", "Faint, even hiss.",
     "Lower the needle. If it is in the groove, check the leads from the turntable."},
    {HookupFault::alreadyEqualised, "already_equalised", "There is already a phono stage in the way",
     "There may already be a phono stage in the way",
     "The record is amplified and equalised twice: loud, boomy and dull.",
     "Set the turntable's or amplifier's switch to PHONO (no built-in preamplifier), or take the phono stage out. "
     "Or leave it, and use it as a line source: curve flat, gain 0 dB."},
    {HookupFault::lineSource, "line_source", "This is not a record", "This may not be a record",
     "A CD player, a phone or a computer through a phono stage: far too loud, boomy and dull.",
     "Connect the turntable's own leads to this input. Or use it as a line source: curve flat, gain 0 dB."},
    {HookupFault::gainHigh, "gain_high", "The interface clips", "The interface is close to clipping",
     "Loud passages are harsh and crackle.",
     "Turn the interface down until the loudest passage stays 6 dB below full scale, and record again."},
    {HookupFault::clippedBefore, "clipped_before", "A stage before the interface clips",
     "A stage before the interface seems to clip", "Loud passages are harsh, however low the interface is set.",
     "Lower the gain of the device before the interface, or bypass it. Turning the interface down does not help."},
    {HookupFault::deadChannel, "dead_channel", "The CHANNEL channel is dead", "The CHANNEL channel seems to be dead",
     "All the sound comes from one side.",
     "Swap the two plugs at the interface and listen again. If the other channel is silent now, check the lead and "
     "the small coloured wires at the cartridge; if not, check the interface's input."},
    {HookupFault::antiphase, "antiphase", "Left and right are the same signal, upside down",
     "Left and right seem to be the same signal, upside down",
     "Hollow and without a place between the loudspeakers; silent when switched to mono.",
     "A balanced mono lead feeds two inputs. Use one lead for each channel: left into input 1, right into input 2."},
    {HookupFault::sumDifference, "sum_difference", "Only the difference of left and right arrives",
     "Perhaps only the difference of left and right arrives",
     "Thin and far away, without bass, and the singer is gone.",
     "A stereo plug feeds one balanced input, which takes the difference. Use two leads with mono plugs: left into "
     "input 1, right into input 2."},
    {HookupFault::inverted, "inverted", "One channel is upside down", "One channel may be upside down",
     "Little bass, and voices have no place between the loudspeakers.",
     "Swap the two wires of one channel at the cartridge (red and green, or white and blue), or invert one channel "
     "in Phonostage."},
    {HookupFault::mono, "mono", "Left and right are the same", "Left and right seem to be the same",
     "All the sound comes from the middle, also from a stereo record.",
     "Look for a Y lead, a mono switch or a mono input. With a mono cartridge this is as it should be."},
    {HookupFault::weakChannel, "weak_channel", "The CHANNEL channel is far too weak",
     "The CHANNEL channel seems to be too weak", "The sound leans to one side.",
     "Clean that channel's plug and push it home, and do the same with the wires at the cartridge. Swap the plugs at "
     "the interface to see whether the fault moves."},
    {HookupFault::imbalance, "imbalance", "The CHANNEL channel is quieter", "The CHANNEL channel seems to be quieter",
     "Voices are off the middle.",
     "Set the interface's two gain controls alike, check that the cartridge is upright, then use Balance."},
    {HookupFault::hum, "hum", "There is mains hum", "There seems to be mains hum",
     "A steady low tone, often with a buzz, that stays when the needle is lifted.",
     "Fasten the turntable's ground wire to a metal screw of the interface, and keep leads and turntable away from "
     "transformers. Lift the needle: if the hum stays, it is the wiring."},
    {HookupFault::plugWiggle, "plug_wiggle", "A plug is loose in the CHANNEL channel",
     "A plug may be loose in the CHANNEL channel", "One side drops out, crackles or thumps.",
     "Push that channel's plugs home. If it comes back, clean the contacts or try another lead."},
    {HookupFault::wrongSpeed, "wrong_speed", "The turntable runs at another speed than you chose",
     "The turntable may run at another speed than you chose", "Pitch and tempo are wrong.",
     "Set the speed of the turntable, or the speed in Phonostage."},
    {HookupFault::dcOffset, "dc_offset", "The signal is off centre (DC)", "The signal may be off centre (DC)",
     "Nothing, but there is less room for loud passages, and switching may thump.",
     "It comes from the interface, or from a powered device before it. Leave DC removal on."},
    {HookupFault::radioLines, "rf_lines", "There are whistles of digital equipment",
     "There may be a whistle of digital equipment", "Faint, steady, high tones.",
     "Use another USB port or a powered hub. Keep the leads away from power supplies and screens."},
    {HookupFault::gainLow, "gain_low", "The interface is set very low", "The interface may be set very low",
     "The converter's hiss is nearer to the music than it need be.", "Turn the interface up."},
}};

std::string number(double value, int decimals = 0) { return base::formatFixed(value, decimals); }
std::string withSign(double value, int decimals) { return (value > 0.0 ? "+" : "") + number(value, decimals); }
std::string levelText(const dsp::HookupFinding& f, int decimals = 0) {
    return number(f.value, decimals) + (f.isInVolts ? " dBV" : " dBFS");
}
std::string times(double count, const char* one, const char* many) {
    return number(count) + " " + (count == 1.0 ? one : many);
}

std::string sourceEvidence(const dsp::HookupFinding& f) {
    std::string text;
    if (f.isInVolts) text = "The level is " + number(f.value) + " dBV; a cartridge alone gives -75 to -42 dBV. ";
    text += "The balance of bass and treble scores " + withSign(f.figures[0], 1) +
            " (cartridge alone about -4.5, equalised about +4.5). ";
    if (!f.isInVolts)
        text += "The music is " + number(f.figures[2]) + " dB below its highest peak and " + number(f.figures[3]) +
                " dB above the rumble (cartridge alone about 24 and 43, equalised about 17 and 31). ";
    return text +
           (f.fault == HookupFault::lineSource ? "No rumble turns with a platter (" : "Rumble turns with a platter (") +
           number(f.figures[1], 2) + ").";
}

std::string clippedEvidence(const dsp::HookupFinding& f) {
    return (f.figures[0] > 0.0 ? number(100.0 * f.figures[0], 1) + " % of the loudest peaks are at "
                               : std::string("The peaks are clipped flat at ")) +
           number(f.value, 1) + " dBFS" + (f.isInVolts ? " (" + number(f.figures[1], 1) + " dBV)" : std::string()) +
           ", below full scale.";
}

std::string humEvidence(const dsp::HookupFinding& f) {
    const bool isOne = f.figures[0] == 1.0;
    return times(f.figures[0], "line", "lines") + " on " + (isOne ? "" : "multiples of ") + number(f.figures[1], 2) +
           " Hz, the strongest at " + levelText(f) + ", up to " + number(f.figures[2]) +
           " dB above the surroundings and steady within " + number(f.figures[3], 1) + " dB. " +
           (f.figures[4] > 0.0 ? "Many overtones: a ground loop, or no ground wire."
                               : "Nearly a pure tone: from a transformer or motor nearby.");
}

std::string linesEvidence(const dsp::HookupFinding& f) {
    if (f.figures[2] > 0.0)
        return times(f.figures[0], "steady line", "steady lines") + " on whole kilohertz, from " +
               number(f.figures[1]) + " Hz on, up to " + number(f.value) + " dB above the surroundings: USB.";
    return "A steady line at " + number(f.figures[1]) + " Hz, " + number(f.value) + " dB above the surroundings.";
}

std::string balanceEvidence(const dsp::HookupFinding& f) {
    if (f.fault == HookupFault::weakChannel)
        return "Music is " + number(-f.value) + " dB lower there, rumble " + number(f.figures[0]) +
               " dB, groove noise " + number(f.figures[1]) + " dB." +
               (f.figures[2] > 0.0 ? " The bass is missing most: a broken wire." : "");
    if (f.figures[0] < 0.0)
        return "Rumble is " + number(f.figures[1], 1) + " dB lower there, groove noise " + number(f.figures[2], 1) +
               " dB, though the music leans to that side.";
    return "Music is " + number(f.figures[0], 1) + " dB lower there, rumble " + number(f.figures[1], 1) +
           " dB, groove noise " + number(f.figures[2], 1) + " dB.";
}

std::string sameEvidence(const dsp::HookupFinding& f) {
    const bool isOpposite = f.fault == HookupFault::antiphase;
    if (f.figures[0] > 0.0)
        return isOpposite ? "Every sample on the left is the negative of that on the right."
                          : "Every sample on the left is that on the right.";
    return std::string("Of ") + (isOpposite ? "left plus right " : "left minus right ") + number(f.value) +
           " dB are left, and below 16 Hz it is the same.";
}

std::string speedText(double rpm) { return rpm < 40.0 ? "33 1/3" : rpm < 60.0 ? "45" : "78"; }

/** Those of one signal or of the gain. */
std::string signalEvidence(const dsp::HookupFinding& f) {
    switch (f.fault) {
    case HookupFault::noSignal:
        return "Every sample of " + number(f.figures[0]) + " s has the same value.";
    case HookupFault::noRecord:
        return "Only noise at " + levelText(f) + ", steady within " + number(f.figures[0], 1) + " dB, and no rumble.";
    case HookupFault::gainHigh:
        return f.confidence == dsp::Confidence::sure ? times(f.figures[0], "overload", "overloads") + " at full scale."
                                                     : "The highest peak is at " + number(f.value, 1) + " dBFS.";
    case HookupFault::gainLow:
        return "The highest peak in " + number(f.figures[0]) + " s is at " + number(f.value) +
               " dBFS: there is room for " + number(f.figures[1]) + " dB more.";
    case HookupFault::dcOffset:
        return "The mean is " + number(100.0 * f.figures[0], 2) + " % of full scale (" + number(f.value) + " dBFS).";
    case HookupFault::wrongSpeed:
        return "Rumble repeats as at " + speedText(f.figures[0]) + " rpm (correlation " + number(f.value, 2) +
               "); you chose " + speedText(f.figures[1]) + ".";
    case HookupFault::plugWiggle:
        return times(f.figures[0], "drop-out", "drop-outs") + " and " + times(f.figures[1], "thump", "thumps") +
               " in this channel alone.";
    default:
        return {};
    }
}

} // namespace

std::span<const HookupText> hookupTexts() { return texts; }

const HookupText& hookupText(HookupFault fault) { return texts[static_cast<std::size_t>(fault)]; }

std::string hookupTitle(const dsp::HookupFinding& finding) {
    const auto& text = hookupText(finding.fault);
    std::string title = finding.confidence == dsp::Confidence::sure ? text.title : text.likelyTitle;
    if (const auto at = title.find("CHANNEL channel"); at != std::string::npos)
        title.replace(at, std::string_view("CHANNEL").size(), hookupChannel(finding.channel));
    else if (finding.channel != dsp::HookupChannel::both)
        title += std::string(" (") + hookupChannel(finding.channel) + ")";
    return title;
}

std::string hookupEvidence(const dsp::HookupFinding& finding) {
    switch (finding.fault) {
    case HookupFault::alreadyEqualised:
    case HookupFault::lineSource:
        return sourceEvidence(finding);
    case HookupFault::clippedBefore:
        return clippedEvidence(finding);
    case HookupFault::hum:
        return humEvidence(finding);
    case HookupFault::radioLines:
        return linesEvidence(finding);
    case HookupFault::weakChannel:
    case HookupFault::imbalance:
        return balanceEvidence(finding);
    case HookupFault::mono:
    case HookupFault::antiphase:
        return sameEvidence(finding);
    case HookupFault::deadChannel:
        return "It is " + number(finding.figures[0]) + " dB below the other channel, and only " +
               number(finding.value) + " dB of that channel reach it. A working cartridge leaks -35 dB or more.";
    case HookupFault::inverted:
        return "The bass of both channels correlates by " + number(finding.value, 2) + ", the whole signal by " +
               number(finding.figures[0], 2) + "; " + number(finding.figures[1]) + " of " + number(finding.figures[2]) +
               " distinct sounds are in opposite phase.";
    case HookupFault::sumDifference:
        return "Both channels carry one signal. Its bass is " + number(-finding.value) +
               " dB below the middle range, and the record's vertical rumble is in it.";
    default:
        return signalEvidence(finding);
    }
}

const char* hookupUnit(const dsp::HookupFinding& finding) {
    const char* const level = finding.isInVolts ? "dBV" : "dBFS";
    switch (finding.fault) {
    case HookupFault::noRecord:
    case HookupFault::hum:
        return level;
    case HookupFault::alreadyEqualised:
    case HookupFault::lineSource:
        return finding.isInVolts ? "dBV" : "score";
    case HookupFault::inverted:
    case HookupFault::wrongSpeed:
        return "correlation";
    case HookupFault::plugWiggle:
        return "events";
    case HookupFault::noSignal:
    case HookupFault::gainHigh:
    case HookupFault::clippedBefore:
    case HookupFault::dcOffset:
    case HookupFault::gainLow:
        return "dBFS";
    default:
        return "dB";
    }
}

const char* hookupChannel(dsp::HookupChannel channel) {
    return channel == dsp::HookupChannel::left ? "left" : channel == dsp::HookupChannel::right ? "right" : "both";
}

} // namespace phonostage::catalogue
