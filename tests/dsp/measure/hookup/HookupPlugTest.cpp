// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupPlug.h"

#include "dsp/measure/hookup/HookupCheck.h"

#include "support/Catch.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

/** Hops of both channels' treble in dB, 8 s, all else steady; left and right. */
class TrebleHops {
public:
    explicit TrebleHops(float leftDb = -60.0F, float rightDb = -60.0F) {
        db_[0].assign(hops, leftDb);
        db_[1].assign(hops, rightDb);
    }
    TrebleHops& drop(std::size_t channel, std::size_t at, std::size_t length, float byDb) {
        for (std::size_t i = at; i < at + length; ++i)
            db_[channel][i] -= byDb;
        return *this;
    }
    /** A fall and a rise that take so many hops each. */
    TrebleHops& fade(std::size_t channel, std::size_t at, std::size_t length, float byDb, std::size_t over) {
        drop(channel, at, length, byDb);
        for (std::size_t i = 0; i < over; ++i) {
            const float part = byDb * static_cast<float>(over - i) / static_cast<float>(over + 1);
            drop(channel, at - 1 - i, 1, part);
            drop(channel, at + length + i, 1, part);
        }
        return *this;
    }
    TrebleHops& lowered(std::size_t channel, std::size_t every, std::size_t length, float byDb) {
        for (std::size_t i = 0; i + length < hops; i += every)
            drop(channel, i, length, byDb);
        return *this;
    }
    [[nodiscard]] std::array<int, 2> dropOuts(const std::vector<float>& levels = std::vector<float>(hops,
                                                                                                    1e-6F)) const {
        std::array<std::vector<float>, 2> powers;
        for (std::size_t c = 0; c < 2; ++c)
            for (const float db : db_[c])
                powers[c].push_back(std::pow(10.0F, 0.1F * db));
        const std::vector<float> steady(hops, 1e-6F), slow(hops, 0.0F);
        return findPlugEvents({levels, steady}, {powers[0], powers[1]}, {slow, slow}).dropOuts;
    }

    static constexpr std::size_t hops = 750;

private:
    std::array<std::vector<float>, 2> db_;
};

using Counts = std::array<int, 2>;

} // namespace

TEST_CASE("Pauses of one channel of a line source are no sure sign of a loose plug", "[hookup]") {
    DeckModel model;
    auto programme = lineProgramme(model, 0.1);
    programme.forEach([](double t, double&, double& right) {
        for (const double at : {3.0, 8.0, 13.0, 17.0})
            if (t > at && t < at + 0.2) right = 0.0;
    });
    const auto found = check(recorded(programme, 4.0));
    REQUIRE(find(found, HookupFault::lineSource));
    const auto loose = find(found, HookupFault::plugWiggle);
    REQUIRE(loose);
    CHECK(loose->confidence == Confidence::likely);
}

TEST_CASE("Drop-outs of one channel are a loose plug, a drum on one side is not", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    wiring.forEach([](double t, double&, double& right) {
        for (const double at : {3.0, 8.0, 13.0, 17.0})
            if (t > at && t < at + 0.2) right = 0.0;
    });
    const auto loose = find(check(recorded(wiring)), HookupFault::plugWiggle);
    REQUIRE(loose);
    CHECK(loose->confidence == Confidence::sure);
    CHECK(loose->channel == HookupChannel::right);
    CHECK(loose->figures[0] >= 3.0);

    // Steady music, 30 dB above the converter's noise: no drop-out is deeper than that.
    auto near = playedRecord(model);
    near.addNoise(1e-3, 5);
    const auto level = [](const Wiring& some) {
        double sum = 0.0;
        for (const double x : some.left)
            sum += x * x;
        return std::sqrt(sum / static_cast<double>(some.frames()));
    };
    const double noise = level(near) * std::pow(10.0, -30.0 / 20.0);
    auto whole = near;
    near.forEach([](double t, double&, double& right) {
        for (const double at : {3.0, 8.0, 13.0, 17.0})
            if (t > at && t < at + 0.2) right = 0.0;
    });
    near.addNoise(noise, 6);
    whole.addNoise(noise, 6);
    const auto shallow = find(check(recorded(near)), HookupFault::plugWiggle);
    REQUIRE(shallow);
    CHECK(shallow->channel == HookupChannel::right);
    CHECK(shallow->figures[0] >= 3.0);
    CHECK_FALSE(find(check(recorded(whole)), HookupFault::plugWiggle));
    // A pause of one channel alone, down to the groove, is none where it often pauses.
    auto pauses = playedRecord(model);
    pauses.addNoise(1e-3, 5);
    pauses.forEach([](double t, double&, double& right) {
        if (std::fmod(t, 1.0) > 0.8) right *= 0.04;
    });
    CHECK_FALSE(find(check(recorded(pauses)), HookupFault::plugWiggle));

    // A channel that is weak anyway needs as much again.
    auto weak = playedRecord(model);
    weak.forEach([](double, double&, double& right) { right *= 0.126; }); // -18 dB
    const auto dipped = [](Wiring some, double factor) {
        some.forEach([factor](double t, double&, double& right) {
            for (const double at : {3.0, 8.0, 13.0, 17.0})
                if (t > at && t < at + 0.2) right *= factor;
        });
        return find(check(recorded(some)), HookupFault::plugWiggle).has_value();
    };
    CHECK_FALSE(dipped(weak, 0.1));
    CHECK(dipped(weak, 0.0));

    auto drum = playedRecord(model);
    drum.forEach([](double t, double&, double& right) {
        for (const double at : {3.0, 8.0, 13.0, 17.0})
            if (t > at && t < at + 0.2) right += 2e-3 * std::sin(2.0 * std::numbers::pi * 20.0 * (t - at));
    });
    CHECK_FALSE(find(check(recorded(drum)), HookupFault::plugWiggle));
}

TEST_CASE("A channel that only hums for a moment is on a loose plug, though its level stays", "[hookup]") {
    DeckModel model;
    model.seconds = 15.0;
    auto wiring = playedRecord(model);
    wiring.addNoise(1e-3, 5);
    const auto hum = [](double t) {
        double sum = 0.0;
        for (int k = 1; k <= 11; ++k)
            sum += 1.5e-3 / k * std::sin(2.0 * std::numbers::pi * 50.0 * k * t + k);
        return sum;
    };
    wiring.forEach([&hum](double t, double& left, double&) {
        for (const double at : {3.0, 8.0, 11.0})
            if (t > at && t < at + 0.2) left = hum(t);
    });
    const auto features = featuresOf(recorded(wiring));
    CHECK(features.plug.dropOuts == Counts{3, 0});
    const auto loose = find(judgeHookup(features, usualContext()).findings, HookupFault::plugWiggle);
    REQUIRE(loose);
    CHECK(loose->channel == HookupChannel::left);
    // Hum that joins the music takes nothing away.
    auto humming = playedRecord(model);
    humming.addNoise(1e-3, 5);
    humming.forEach([&hum](double t, double& left, double&) {
        for (const double at : {3.0, 8.0, 11.0})
            if (t > at && t < at + 0.2) left += hum(t);
    });
    CHECK(featuresOf(recorded(humming)).plug.dropOuts == Counts{0, 0});
}

TEST_CASE("Treble that is gone at once, and is there again at once, is a drop-out", "[hookup]") {
    CHECK(TrebleHops().dropOuts() == Counts{0, 0});
    CHECK(TrebleHops().drop(1, 100, 10, 30.0F).dropOuts() == Counts{0, 1});
    CHECK(TrebleHops().drop(0, 100, 2, 30.0F).drop(0, 400, 60, 30.0F).dropOuts() == Counts{2, 0});
    CHECK(TrebleHops().drop(0, 100, 1, 30.0F).dropOuts() == Counts{0, 0});
    CHECK(TrebleHops().drop(0, 100, 61, 30.0F).dropOuts() == Counts{0, 0}); // a rest
    CHECK(TrebleHops().drop(0, 100, 10, 19.0F).dropOuts() == Counts{1, 0});
    CHECK(TrebleHops().drop(0, 100, 10, 17.0F).dropOuts() == Counts{0, 0});
    // Both channels pause.
    CHECK(TrebleHops().drop(0, 100, 10, 30.0F).drop(1, 100, 10, 30.0F).dropOuts() == Counts{0, 0});
    // Music decays, and a file may begin or end there.
    CHECK(TrebleHops().fade(0, 100, 10, 30.0F, 1).dropOuts() == Counts{1, 0});
    CHECK(TrebleHops().fade(0, 100, 10, 30.0F, 12).dropOuts() == Counts{0, 0});
    CHECK(TrebleHops().drop(0, 0, 10, 30.0F).drop(1, TrebleHops::hops - 10, 10, 30.0F).dropOuts() == Counts{0, 0});
    // A channel that is so low every now and then, 100 hops of 750, has it of itself.
    CHECK(TrebleHops().lowered(0, 60, 8, 30.0F).dropOuts() == Counts{0, 0});
    // A weaker channel is lower all the time, by what is beyond 6 dB.
    CHECK(TrebleHops(-60.0F, -72.0F).drop(1, 100, 10, 14.0F).dropOuts() == Counts{0, 1});
    CHECK(TrebleHops(-60.0F, -72.0F).drop(1, 100, 10, 11.0F).dropOuts() == Counts{0, 0});
    // What is seen in the level, too, is one.
    std::vector<float> levels(TrebleHops::hops, 1e-6F);
    for (std::size_t i = 102; i < 110; ++i)
        levels[i] = 1e-12F;
    CHECK(TrebleHops().dropOuts(levels) == Counts{1, 0});
    CHECK(TrebleHops().drop(0, 100, 10, 30.0F).dropOuts(levels) == Counts{1, 0});
    CHECK(TrebleHops().drop(0, 100, 10, 30.0F).drop(0, 300, 10, 30.0F).dropOuts(levels) == Counts{2, 0});
}

TEST_CASE("Of two channels the one with far more events has the loose plug", "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    const auto judged = [&features](Counts dropOuts) {
        features.plug.dropOuts = dropOuts;
        features.plug.thumps = {0, 0};
        const auto findings = judgeHookup(features, usualContext()).findings;
        std::vector<HookupChannel> channels;
        for (const auto& finding : findings)
            if (finding.fault == HookupFault::plugWiggle) channels.push_back(finding.channel);
        return channels;
    };
    CHECK(judged({25, 2}) == std::vector{HookupChannel::left});
    CHECK(judged({2, 25}) == std::vector{HookupChannel::right});
    CHECK(judged({6, 4}) == std::vector{HookupChannel::left, HookupChannel::right});
}
