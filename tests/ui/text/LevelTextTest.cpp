// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "Compat.h"
#include "ui/text/CurveCaption.h"

#include "ui/meters/OverloadBanner.h"
#include "ui/response/ResponsePlot.h"
#include "ui/text/HumText.h"
#include "ui/text/LevelText.h"

#include <limits>
#include <numbers>

using namespace phonostage;
using namespace phonostage::ui;

namespace {

std::string text(const juce::String& string) { return string.toStdString(); }

constexpr double infinity = std::numeric_limits<double>::infinity();

/** A stage before the interface clips the left channel, for sure. */
OverloadView leftClippedBefore() {
    OverloadView view;
    view.fullScaleDbv = -13.8;
    view.channels[0].peak = view.channels[1].peak = 0.61;
    view.channels[0].below = dsp::Confidence::sure;
    view.channels[0].belowLevel = std::pow(10.0, -4.4 / 20.0);
    return view;
}

} // namespace

TEST_CASE("Levels in volts become dBV, a peak's as that of a sine", "[ui]") {
    CHECK_THAT(dbvOfRms(1.0), WithinAbs(0.0, 1e-12));
    CHECK_THAT(dbvOfRms(0.001), WithinAbs(-60.0, 1e-12));
    // A steady sine reads the same on both.
    CHECK_THAT(dbvOfPeak(0.005 * std::numbers::sqrt2), WithinAbs(dbvOfRms(0.005), 1e-12));
    CHECK(dbvOfRms(0.0) == -infinity);
    CHECK(dbvOfPeak(0.0) == -infinity);
}

TEST_CASE("Hum is named by its lines, its frequency and the louder channel's level", "[ui]") {
    dsp::HumMeter meter;
    CHECK(ui::humText(meter) == "No hum found yet. It takes 11 s of sound.");
    meter.lines = 8;
    meter.frequencyHz = 50.034;
    meter.rmsVolts[0] = 1e-4;
    meter.rmsVolts[1] = 2.5e-4;
    CHECK(ui::humText(meter) == juce::String::fromUTF8("Hum: 8 lines of 50.0 Hz, \xe2\x88\x92") + "72 dBV");
    meter.lines = 1;
    CHECK(ui::humText(meter).startsWith("Hum: 1 line of 50.0 Hz"));
}

TEST_CASE("Decibels have a sign that is meant", "[ui]") {
    CHECK(text(decibelText(3.2)) == "+3.2");
    CHECK(text(decibelText(-47.84)) == "−47.8");
    CHECK(text(decibelText(0.0)) == "0.0");
    CHECK(text(decibelText(-0.04)) == "0.0");
    CHECK(text(decibelText(0.04)) == "0.0");
    CHECK(text(decibelText(-0.06)) == "−0.1");
    CHECK(text(decibelText(-infinity)) == "-inf");
    CHECK(text(decibelText(std::numeric_limits<double>::quiet_NaN())) == "-inf");
}

TEST_CASE("Volts have three digits that count and the unit of the louder channel", "[ui]") {
    const auto both = [](double volts, double louder) {
        const auto result = voltText(volts, louder);
        return text(result.number + " " + result.unit);
    };
    CHECK(both(0.00407, 0.00407) == "4.07 mV");
    CHECK(both(0.009996, 0.0) == "10.0 mV");
    CHECK(both(0.09996, 0.0) == "100 mV");
    CHECK(both(0.2834, 0.0) == "283 mV");
    CHECK(both(1.234, 0.0) == "1.23 V");
    CHECK(both(0.05, 1.234) == "0.05 V");
    CHECK(both(0.0000532, 0.0) == "53.2 µV");
    CHECK(both(0.0, 0.0) == "0 mV");
}

TEST_CASE("Durations read as a clock, then as days", "[ui]") {
    CHECK(text(durationText(0.4)) == "00:00:00");
    CHECK(text(durationText(12.9)) == "00:00:12");
    CHECK(text(durationText(761.0)) == "00:12:41");
    CHECK(text(durationText(3600.0 * 99 + 59)) == "99:00:59");
    CHECK(text(durationText(3600.0 * 101)) == "4 d 05 h");
    CHECK(text(durationText(-5.0)) == "00:00:00");
}

TEST_CASE("Time constants show the digits they have", "[ui]") {
    CHECK(text(timeConstantText(3180e-6)) == "3180 µs");
    CHECK(text(timeConstantText(63.6e-6)) == "63.6 µs");
    CHECK(text(timeConstantText(3.18e-6)) == "3.18 µs");
    CHECK(text(timeConstantText(75e-6)) == "75 µs");
    CHECK(text(timeConstantText(0.0)) == "none");
    CHECK(text(timeConstantsText({3180e-6, 318e-6, 75e-6})) == "3180 · 318 · 75 µs");
    CHECK(text(timeConstantsText({std::nullopt, 318e-6, std::nullopt})) == "no shelf · 318 µs · flat treble");
    CHECK(text(timeConstantsText(dsp::Curve::flat())) == "no equalisation");
}

TEST_CASE("What is shown can be typed", "[ui]") {
    CHECK(text(pretty("-10 dBV")) == "−10 dBV");
    CHECK(text(plain(juce::String::fromUTF8(" −10 dBV "))) == "-10 dBV");
    CHECK(text(plain(juce::String::fromUTF8("318 µs"))) == "318 us");
    CHECK(text(plain(juce::String::fromUTF8("318 μs"))) == "318 us"); // the Greek letter
}

TEST_CASE("Frequencies have three or four digits", "[ui]") {
    CHECK(text(frequencyText(50.06)) == "50.1 Hz");
    CHECK(text(frequencyText(999.9)) == "1000 Hz");
    CHECK(text(frequencyText(3150.0)) == "3.15 kHz");
    CHECK(text(frequencyText(20000.0)) == "20.0 kHz");
}

TEST_CASE("The banner says how often, where, how long and when", "[ui]") {
    OverloadView view;
    view.rateHz = 48000.0;
    view.frames = 48000 * 100;

    SECTION("nothing came in") {
        const auto banner = inputBanner(view);
        CHECK(banner.condition == Condition::idle);
        CHECK(text(banner.headline) == "Nothing arrives yet");
    }
    SECTION("headroom is left") {
        view.channels[0].peak = 0.1;
        view.channels[1].peak = std::pow(10.0, -12.3 / 20.0);
        const auto banner = inputBanner(view);
        CHECK(banner.condition == Condition::fine);
        CHECK(text(banner.headline) == "No overload – headroom 12.3 dB");
        CHECK(text(banner.detail) == "Peak on the right: −12.3 dBFS");
    }
    SECTION("little headroom is left") {
        view.channels[0].peak = 0.9;
        CHECK(inputBanner(view).condition == Condition::near);
        CHECK(text(inputBanner(view).detail) == "Turn the interface down 6 dB.");
        view.channels[0].peak = 1.0;
        CHECK(text(inputBanner(view).headline) == "No overload – headroom 0.0 dB");
    }
    SECTION("one channel") {
        view.channels[0] = {3, 14, view.frames - 48000 * 12 - 100, 1.0, 0};
        const auto banner = inputBanner(view);
        CHECK(banner.condition == Condition::overload);
        CHECK(text(banner.headline) == "Input clipped 3 times, left, longest 0.3 ms");
        CHECK(banner.turnDb == -6.0);
        CHECK(text(banner.detail) == "12 s ago. Turn the interface down 6 dB or more.");
    }
    SECTION("both channels: the longest and the last of either") {
        view.channels[0] = {12, 14, 48000 * 10, 1.0, 0};
        view.channels[1] = {9, 21, 48000 * 40, 1.0, 0};
        const auto banner = inputBanner(view);
        CHECK(text(banner.headline) == "Input clipped 12 times left, 9 right, longest 0.4 ms");
        CHECK(text(banner.detail) == "00:01:00 ago. Turn the interface down 6 dB or more.");
    }
}

TEST_CASE("The banner's special cases", "[ui]") {
    OverloadView view;
    view.rateHz = 48000.0;
    view.frames = 48000 * 100;

    SECTION("mono names no side") {
        view.channelCount = 1;
        view.channels[0] = {1, 3, view.frames, 1.0, 7};
        CHECK(text(inputBanner(view).headline) == "Input clipped once, 0.1 ms");
        CHECK(text(outputBanner(view).detail) == "7 samples");
    }
    SECTION("a clock that was set back names no time") {
        view.channels[1] = {1, 3, view.frames + 5, 1.0, 0};
        CHECK(text(inputBanner(view).detail) == "Turn the interface down 6 dB or more.");
    }
    SECTION("a sample or two at full scale are no overload, but are named") {
        view.channels[1].peak = 1.0;
        view.channels[1].fullScaleSamples = 1;
        const auto banner = inputBanner(view);
        CHECK(banner.condition == Condition::near);
        CHECK(text(banner.headline) == "No overload – headroom 0.0 dB");
        CHECK(text(banner.detail) == "1 sample touches full scale, right. Turn the interface down 6 dB.");
        CHECK(lampOf(view.channels[1]) == Lamp::off);
        view.channels[0].fullScaleSamples = 2;
        view.channels[0].peak = 1.0;
        CHECK(text(inputBanner(view).detail) == "3 samples touch full scale. Turn the interface down 6 dB.");
        view.channelCount = 1;
        CHECK(text(inputBanner(view).detail).starts_with("2 samples touch full scale. "));
    }
    SECTION("samples that are no numbers come first") {
        view.channels[0] = {3, 14, 5, 1.0, 0};
        view.badSamples = 1;
        CHECK(inputBanner(view).condition == Condition::fault);
        CHECK(text(inputBanner(view).headline) == "1 invalid input sample was replaced by silence");
    }
    SECTION("clipping at the output is another thing") {
        CHECK(outputBanner(view).condition == Condition::fine);
        view.channels[0].outputClips = 128;
        CHECK(inputBanner(view).condition == Condition::idle);
        CHECK(text(outputBanner(view).headline) == "Output clipped");
        CHECK(text(outputBanner(view).detail) == "3 ms");
        CHECK(text(outputBanner(view).inFull) ==
              "The output clipped, left: 3 ms in all. Turn the gain or the trim down.");
        // Counts have a unit: 51.6 s of samples at 48 kHz, 36.8 dB beyond 2 V rms.
        view.rateHz = 48000.0;
        view.channels[1].outputClips = 2'475'000;
        view.channels[1].outputPeakVolts = 2.0 * std::sqrt(2.0) * std::pow(10.0, 36.8 / 20.0);
        view.outputFullScaleDbv = 20.0 * std::log10(2.0);
        CHECK(text(outputBanner(view).detail) == "52 s, +37 dB");
        CHECK(text(outputBanner(view).inFull) ==
              "The output clipped, left and right: 52 s in all, by up to 36.8 dB. Turn the gain or the trim down.");
        view.isBypassed = true;
        CHECK(text(outputBanner(view).headline) == "Bypassed");
        CHECK(outputBanner(view).condition == Condition::fine);
    }
}

TEST_CASE("What clips before the interface has a level, and an advice of its own", "[ui]") {
    auto view = leftClippedBefore();
    auto& left = view.channels[0];
    const auto banner = inputBanner(view);
    CHECK(banner.condition == Condition::overload);
    CHECK(text(banner.headline) == "A stage before the interface clips at −4.4 dBFS");
    CHECK(text(banner.detail) == "Left, −18.2 dBV. Turn that stage down, not the interface.");
    CHECK(text(banner.inFull) ==
          "A stage before the interface clips at −4.4 dBFS (−18.2 dBV), left. Turning the interface down does not "
          "help: lower the gain of the device before it, or bypass it.");
    CHECK(lampOf(left) == Lamp::below);
    CHECK(lampOf(view.channels[1]) == Lamp::off);

    SECTION("the equipment's margin changes nothing") {
        const auto tight = catalogue::overloadMargin({6.0, 0.0, 50.0, 40.0}, -46.0);
        CHECK(inputBanner(view, tight) == banner);
    }
    SECTION("while there is doubt it says so") {
        left.below = dsp::Confidence::likely;
        CHECK(text(inputBanner(view).headline) == "A stage before the interface seems to clip at −4.4 dBFS");
    }
    SECTION("a level that is not known is not made up") {
        left.belowLevel = 0.0;
        CHECK(text(inputBanner(view).headline) == "A stage before the interface clips below full scale");
        CHECK(text(inputBanner(view).detail) == "Left. Turn that stage down, not the interface.");
    }
    SECTION("of two levels the surer one, else the lower one") {
        view.channels[1].below = dsp::Confidence::likely;
        view.channels[1].belowLevel = 0.5;
        CHECK(inputBanner(view).headline == banner.headline);
        view.channels[1].below = dsp::Confidence::sure;
        CHECK(text(inputBanner(view).headline) == "A stage before the interface clips at −6.0 dBFS");
        CHECK(text(inputBanner(view).detail).starts_with("Both sides, −19.8 dBV. "));
    }
    SECTION("mono names no side") {
        view.channelCount = 1;
        CHECK(text(inputBanner(view).detail) == "−18.2 dBV. Turn that stage down, not the interface.");
    }
}

TEST_CASE("A stage that clips before the interface stands behind full scale, but not behind mere clicks", "[ui]") {
    auto view = leftClippedBefore();
    auto& left = view.channels[0];
    BannerText banner;
    SECTION("full scale comes first, and names the other") {
        view.frames = 48000 * 12;
        view.channels[1] = {3, 14, 0, 1.0, 0};
        banner = inputBanner(view);
        CHECK(text(banner.headline) == "Input clipped 3 times, right, longest 0.3 ms");
        CHECK(text(banner.detail) == "Turn the interface down 6 dB or more. A stage before it clips too.");
        CHECK(text(banner.inFull) ==
              "Input clipped 3 times, right, longest 0.3 ms. 12 s ago. Turn the interface down 6 dB or more. "
              "A stage before the interface clips at −4.4 dBFS (−18.2 dBV), left. Turning the interface down does not "
              "help: lower the gain of the device before it, or bypass it.");
        CHECK(lampOf(view.channels[1]) == Lamp::fullScale);
    }
    SECTION("but not before mere clicks") {
        left.fullScaleEvents = left.clicks = 2;
        left.clickSurroundings = 0.1;
        banner = inputBanner(view);
        CHECK(text(banner.headline) == "A stage before the interface clips at −4.4 dBFS");
        CHECK(text(banner.inFull)
                  .ends_with(" The input clipped 2 times, left too, by clicks only; the music peaks 20 dB lower."));
        CHECK(lampOf(left) == Lamp::below);
    }
}

TEST_CASE("Clicks are left alone where the music around them has room", "[ui]") {
    OverloadView view;
    view.frames = 48000 * 12;
    auto& left = view.channels[0];
    left = {3, 2, 0, 1.0, 0};
    const auto good = catalogue::overloadMargin({6.0, 0.0, 50.0, 18.0}, -46.0);
    REQUIRE(good.verdict == catalogue::OverloadVerdict::good);
    // Three clipped peaks of music, however few they are and however good the equipment's margin.
    CHECK(inputBanner(view, good).condition == Condition::overload);
    CHECK(text(inputBanner(view, good).detail) == "12 s ago. Turn the interface down 6 dB or more.");

    left.clicks = 2; // the third is not judged yet, or is none
    left.clickSurroundings = 0.2;
    CHECK(inputBanner(view).condition == Condition::overload);
    CHECK(lampOf(left) == Lamp::fullScale);

    left.clicks = 3;
    CHECK(inputBanner(view).condition == Condition::clicks);
    CHECK(text(inputBanner(view).headline) == "Input clipped 3 times, left, longest 0.1 ms");
    CHECK(text(inputBanner(view).detail) == "12 s ago. Clicks only; the music peaks 14 dB lower: ignore.");
    CHECK(lampOf(left) == Lamp::clicks);

    // Music that clips on the other side is no click.
    view.channels[1] = {1, 5, 0, 1.0, 0};
    CHECK(inputBanner(view).condition == Condition::overload);
    CHECK(lampOf(left) == Lamp::clicks);
    CHECK(lampOf(view.channels[1]) == Lamp::fullScale);

    view.channels[1] = {};
    left.clickSurroundings = 0.0;
    CHECK(text(inputBanner(view).detail) == "12 s ago. Clicks only, in silence: ignore.");
}

TEST_CASE("The banner's advice follows the equipment where that is known", "[ui]") {
    OverloadView view;
    view.channels[0] = {3, 14, 0, 1.0, 0};
    // A line input with 18 dB of its gain on, 6 dBV without; an MM of 5 mV: 34 dB from 5 cm/s to full scale.
    const auto good = catalogue::overloadMargin({6.0, 0.0, 50.0, 18.0}, -46.0);
    CHECK(text(inputBanner(view, good).detail).ends_with("Turn the interface down 6 dB or more."));
    // 40 dB: 12 dB are left, and 26 are wanted.
    const auto tight = catalogue::overloadMargin({6.0, 0.0, 50.0, 40.0}, -46.0);
    REQUIRE_THAT(tight.turnDb, WithinAbs(-14.0, 1e-9));
    CHECK(text(inputBanner(view, tight).detail).ends_with("Turn the interface down 14 dB."));
    // Before anything has clipped it says so too.
    view.channels[0] = {0, 0, -1, 0.1, 0};
    CHECK(text(inputBanner(view, tight).headline) == "No overload – headroom 20.0 dB");
    CHECK(text(inputBanner(view, tight).detail) == "Overload margin 12 dB. Turn the interface down 14 dB.");
    CHECK(text(inputBanner(view, good).detail) == "Peak on the left: −20.0 dBFS");
}

TEST_CASE("The banner's longest words fit", "[ui]") {
    const juce::SharedResourcePointer<Fonts> fonts;
    const auto headline = fonts->get(Face::medium, metrics::bodySize);
    const auto detail = fonts->get(Face::regular, metrics::captionSize);
    std::vector<std::optional<catalogue::OverloadMargin>> margins{std::nullopt};
    for (const double gainDb : {0.0, 20.0, 56.0})
        for (const double level : {-46.0, -80.0, -12.0})
            margins.push_back(catalogue::overloadMargin({6.0, 0.0, 56.0, gainDb}, level));
    OverloadView view;
    view.rateHz = 8000.0;
    const auto check = [&] {
        const auto output = outputBanner(view);
        for (const auto& margin : margins) {
            const auto input = inputBanner(view, margin);
            INFO(text(input.headline) << "; " << text(input.detail) << "; " << text(output.detail));
            CHECK(compat::textWidth(headline, input.headline) <= OverloadBanner::inputTextWidth);
            CHECK(compat::textWidth(detail, input.detail) <= OverloadBanner::inputTextWidth);
            CHECK(compat::textWidth(headline, output.headline) <= OverloadBanner::outputTextWidth);
            CHECK(compat::textWidth(detail, output.detail) <= OverloadBanner::outputTextWidth);
        }
    };
    const auto checkKinds = [&](const OverloadView::Channel& plain) {
        for (const auto below : {dsp::Confidence::none, dsp::Confidence::likely, dsp::Confidence::sure})
            for (const std::int64_t clicks : {std::int64_t(0), plain.fullScaleEvents}) {
                auto channel = plain;
                channel.clicks = clicks;
                channel.fullScaleSamples = plain.outputClips;
                channel.below = below;
                channel.belowLevel = std::pow(10.0, -58.8 / 20.0);
                view.channels = {channel, channel};
                check();
            }
    };
    for (const double fullScaleDbv : {-58.8, 48.8})
        for (const std::int64_t count : {0LL, 1LL, 9999LL, 99'999'999LL})
            for (const double peak : {0.0, 1e-6, 0.9, 1.0})
                for (const std::int64_t seconds : {0LL, 360'000LL, 8'640'000LL}) {
                    view.fullScaleDbv = fullScaleDbv;
                    view.frames = 8000 * seconds;
                    checkKinds({count, count, 0, peak, count});
                }
    for (const std::int64_t bad : {1LL, 99'999'999LL}) {
        view.badSamples = bad;
        check();
    }
}

TEST_CASE("The curve's caption says all that shapes the response", "[ui]") {
    params::Values values;
    auto caption = curveCaption(values);
    CHECK(text(caption.title) == "RIAA");
    CHECK(text(caption.detail) == "3180 · 318 · 75 µs");
    CHECK(text(caption.acting).empty());
    CHECK(text(caption.usual) == "DC removal");

    values.set(params::Id::curveIec, 1.0);
    values.set(params::Id::subsonicOn, 1.0);
    values.set(params::Id::subsonicCorner, 16.5);
    CHECK(text(curveCaption(values).acting) == "IEC · subsonic 16.5 Hz");
    values.set(params::Id::exactPhase, 1.0);
    CHECK(text(curveCaption(values).acting) == "IEC · subsonic 16.5 Hz · exact phase");

    values.set(params::Id::curve, catalogue::customCurveSlot);
    values.set(params::Id::customShelfOn, 0.0);
    values.set(params::Id::curveInverse, 1.0);
    caption = curveCaption(values);
    CHECK(text(caption.title) == "Custom curve, inverse");
    CHECK(text(caption.detail) == "no shelf · 318 · 75 µs");
}
