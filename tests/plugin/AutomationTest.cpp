// SPDX-License-Identifier: GPL-3.0-or-later
// Every host parameter moved while a steady sine plays.
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

constexpr double rateHz = 48000.0;
constexpr double toneHz = 50.0;
constexpr std::size_t period = 960;
constexpr double fadeFrames = 960.0; // 20 ms

/** The values a parameter goes through: its ends and something between, twice each. */
std::vector<double> course(const params::Entry& entry) {
    if (entry.type == params::Type::toggle) return {0.0, 1.0, 0.0, 1.0};
    if (entry.type == params::Type::choice && entry.id == Id::curve) return {1.0, 0.0, 5.0, 63.0, 9.0};
    const double middle = std::round(0.5 * (entry.minimum + entry.maximum));
    return {entry.maximum, entry.minimum, middle, entry.minimum, entry.maximum};
}

/** Starts where the parameter has something to act on. */
void setTheStage(Processor& processor, Id moved) {
    const auto name = std::string(params::entry(moved).key);
    if (name.starts_with("custom")) setHost(processor, Id::curve, params::entry(Id::curve).maximum);
    if (name.starts_with("subsonic")) setHost(processor, Id::subsonicOn, 1.0);
}

} // namespace

TEST_CASE("Every host parameter can be moved without a click", "[plugin]") {
    for (const Id id : hostIds()) {
        const auto& entry = params::entry(id);
        CAPTURE(entry.key);
        Processor processor;
        processor.setNonRealtime(true); // designs come at once, so that the run repeats
        setTheStage(processor, id);
        processor.prepareToPlay(rateHz, 512);

        // Left and right differ in level, so that swapping and mixing them is a change.
        constexpr std::size_t step = 10 * period;
        const auto values = course(entry);
        auto signal = sineSignal<double>(toneHz, 1e-4, rateHz, (values.size() + 3) * step);
        for (auto& sample : signal[1])
            sample *= 0.25;
        processAll(processor, signal, 48);

        auto moving = sineSignal<double>(toneHz, 1e-4, rateHz, (values.size() + 1) * step);
        for (auto& sample : moving[1])
            sample *= 0.25;
        for (std::size_t i = 0; i < values.size(); ++i) {
            // On the crest of the sine, where a hard change steps most.
            const std::size_t at = i == 0 ? 0 : i * step + period / 4;
            const std::size_t to = (i + 1) * step + period / 4;
            setHost(processor, id, values[i]);
            for (std::size_t block = at; block < to; block += 48)
                processBlock(processor, moving, block, std::min(block + 48, to));

            // A change by a ramp of 20 ms: its corners have a second difference of at most 1 / fadeFrames of the
            // amplitude, a smooth fade less. A click has one of the order of the change itself.
            const std::size_t last = std::min(to, moving[0].size());
            const Signal<double> piece{{moving[0].begin() + static_cast<std::ptrdiff_t>(at),
                                        moving[0].begin() + static_cast<std::ptrdiff_t>(last)},
                                       {moving[1].begin() + static_cast<std::ptrdiff_t>(at),
                                        moving[1].begin() + static_cast<std::ptrdiff_t>(last)}};
            const double amplitude = peakOf(piece);
            CAPTURE(i, values[i]);
            CHECK(amplitude > 0.0);
            CHECK(roughness(piece, 0, piece[0].size()) < 4.0 / fadeFrames * amplitude);
        }
        CHECK(processor.value(id) == values.back());
    }
}

TEST_CASE("Continuous automation of gain and filter is free of zipper noise", "[plugin]") {
    const Id id = GENERATE(Id::gain, Id::outputTrim, Id::balance, Id::subsonicCorner, Id::customTurnover);
    CAPTURE(params::entry(id).key);
    Processor processor;
    processor.setNonRealtime(true);
    setTheStage(processor, id);
    processor.prepareToPlay(rateHz, 512);
    auto signal = sineSignal<double>(toneHz, 1e-4, rateHz, 3 * 48000);
    auto* parameter = processor.parameter(id);
    // Filters are redesigned each time; levels move with every block of a busy host.
    const std::size_t blockFrames = id == Id::subsonicCorner || id == Id::customTurnover ? 960 : 64;
    for (std::size_t at = 0; at < signal[0].size(); at += blockFrames) {
        const double phase = 2.0 * std::numbers::pi * static_cast<double>(at) / rateHz;
        parameter->setValueNotifyingHost(static_cast<float>(0.5 + 0.25 * std::sin(phase)));
        processBlock(processor, signal, at, at + blockFrames);
    }
    // Second by second: the loudest moment allows nothing to the softest. 20 times what the sine itself has.
    const double sineCurve = std::pow(2.0 * std::numbers::pi * toneHz / rateHz, 2.0);
    for (std::size_t from = 48000; from + 4800 <= signal[0].size(); from += 4800) {
        double loudest = 0.0;
        for (std::size_t i = from; i < from + 4800; ++i)
            loudest = std::max(loudest, std::fabs(signal[0][i]));
        CHECK(roughness(signal, from, from + 4800) < 20.0 * sineCurve * loudest);
    }
}
