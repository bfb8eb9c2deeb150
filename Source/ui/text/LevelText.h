// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ViewOptions.h"

#include "catalogue/Equipment.h"
#include "dsp/overload/OverloadEvent.h"

#include <juce_core/juce_core.h>

#include <array>
#include <cstdint>
#include <optional>

namespace phonostage::ui {

/** A hyphen becomes a minus sign, "us" becomes µs: for reading, not for parsing. */
[[nodiscard]] juce::String pretty(const juce::String& text);
/** The reverse, for what was typed. */
[[nodiscard]] juce::String plain(const juce::String& text);

/** 20 log10 of volts rms; minus infinity for 0. */
[[nodiscard]] double dbvOfRms(double voltsRms);
/** The dBV rms of a sine with this peak, so that a steady sine reads the same on both; minus infinity for 0. */
[[nodiscard]] double dbvOfPeak(double voltsPeak);

/** "−47.8", "+3.2", "0.0"; "-inf" below -199.9. */
[[nodiscard]] juce::String decibelText(double decibels);

struct VoltText {
    juce::String number; ///< three digits that count
    juce::String unit;   ///< µV, mV or V
};
/** Volts rms as people read them: 0.00407 is 4.07 mV. Both channels of a meter take the unit of the louder one. */
[[nodiscard]] VoltText voltText(double volts, double voltsForUnit);

/** Three digits that count: "0.0123", "5.01", "31.2", "1230"; "0" for nothing. */
[[nodiscard]] juce::String threeDigits(double value);

/** A level in the unit chosen, without its name: "−47.8", "5.01". */
[[nodiscard]] juce::String levelText(LevelUnit unit, double dbv, double fullScaleDbv);

/** "0.3 ms", "12 ms", "1.2 s": how long something lasted. */
[[nodiscard]] juce::String shortDurationText(double seconds);

/** "00:12:41"; from 100 hours on "4 d 05 h". */
[[nodiscard]] juce::String durationText(double seconds);

/** 318e-6 is "318 µs", 63.6e-6 "63.6 µs"; "none" for 0. */
[[nodiscard]] juce::String timeConstantText(double seconds);

/** What the banner knows, copied from the engine's meters. */
struct OverloadView {
    struct Channel {
        std::int64_t fullScaleEvents = 0;  ///< overloads of the interface's converter
        std::int64_t longest = 0;          ///< of those, in samples
        std::int64_t lastStart = -1;       ///< of those
        double peak = 0.0;                 ///< largest |sample|
        std::int64_t outputClips = 0;      ///< samples beyond full scale
        double outputPeakVolts = 0.0;      ///< held
        std::int64_t fullScaleSamples = 0; ///< at full scale, be they an overload or not
        std::int64_t clicks = 0;           ///< of the overloads at full scale, clicks above music that has room
        double clickSurroundings = 0.0;    ///< largest |sample| around all clicks
        /** Whether something before the interface clips, at a level below full scale. */
        dsp::Confidence below = dsp::Confidence::none;
        double belowLevel = 0.0; ///< |sample|; 0: not known
        bool operator==(const Channel&) const = default;
    };
    std::array<Channel, 2> channels{};
    int channelCount = 2;
    std::int64_t badSamples = 0;
    std::int64_t frames = 0;
    double rateHz = 48000.0;
    double fullScaleDbv = 0.0;       ///< at the input, rms of a sine
    double outputFullScaleDbv = 6.0; ///< at the output
    bool isBypassed = false;         ///< what the stage puts out is not heard
};

enum class Condition {
    idle, ///< no input yet
    fine,
    near,     ///< less than 3 dB left
    clicks,   ///< latched, but the music has room
    overload, ///< latched
    fault     ///< samples that are not numbers
};

struct BannerText {
    Condition condition = Condition::idle;
    juce::String headline;
    juce::String detail;
    juce::String inFull; ///< whole sentences, longer than the banner is wide; empty where headline and detail say all
    double turnDb = 0.0; ///< what it advises to turn the interface by, up is positive; 0: nothing
    bool operator==(const BannerText&) const = default;
};

/** What a channel's lamp shows; the worst of what has happened. */
enum class Lamp {
    off,
    clicks,   ///< at full scale, but nothing else than clicks
    below,    ///< something before the interface clips
    fullScale ///< the interface's converter has run out
};
[[nodiscard]] Lamp lampOf(const OverloadView::Channel& channel);
/** "full scale", "below full scale", "clicks", "off". */
[[nodiscard]] juce::String lampText(Lamp lamp);

/** Input overload in words: how often, where, how long, when, headroom left, and what to do. What the interface's own
    gain cures comes first. margin: of the equipment, where it is known. */
[[nodiscard]] BannerText inputBanner(const OverloadView& view,
                                     const std::optional<catalogue::OverloadMargin>& margin = std::nullopt);
/** Clipping after the stage, in words. */
[[nodiscard]] BannerText outputBanner(const OverloadView& view);

} // namespace phonostage::ui
