// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TestPlan.h"

#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::media {
namespace {

using catalogue::BandChannel;
using catalogue::BandKind;
using catalogue::TestBand;

constexpr double levelHz = 1000.0;
/** For the speed, the best first. */
constexpr std::array<double, 5> carriersHz{3150.0, 3000.0, 315.0, 300.0, 1000.0};

bool isTone(const TestBand& band, double hz) {
    return band.kind == BandKind::tone && band.frequencyHz && std::abs(*band.frequencyHz / hz - 1.0) < 1e-6;
}

void add(TestPlan& plan, BandPurpose purpose, const std::string& label, double hz = 0.0) {
    for (const auto& band : plan.bands)
        if (band.purpose == purpose) return;
    plan.bands.push_back({purpose, label, hz});
}

void addSpeed(TestPlan& plan, const catalogue::TestRecord& record) {
    for (const double hz : carriersHz)
        for (const auto& band : record.bands)
            if (isTone(band, hz)) {
                plan.carrierHz = hz;
                add(plan, BandPurpose::speed, band.band, hz);
                return;
            }
}

void addSweeps(TestPlan& plan, const catalogue::TestRecord& record) {
    bool isOfOne = false, isOfBoth = false;
    for (const auto& band : record.bands) {
        if (band.kind != BandKind::sweep) continue;
        const bool isLeft = band.channel == BandChannel::left, isRight = band.channel == BandChannel::right;
        isOfOne = isOfOne || isLeft || isRight;
        isOfBoth = isOfBoth || (!isLeft && !isRight);
        if (isLeft) add(plan, BandPurpose::sweepLeft, band.band);
        if (isRight) add(plan, BandPurpose::sweepRight, band.band);
    }
    plan.hasJointSweep = isOfBoth && !isOfOne;
    if (!plan.hasJointSweep) return;
    for (const auto& band : record.bands)
        if (band.kind == BandKind::sweep) {
            add(plan, BandPurpose::sweepLeft, band.band);
            add(plan, BandPurpose::sweepRight, band.band);
        }
}

void addLevels(TestPlan& plan, const catalogue::TestRecord& record) {
    for (const auto& band : record.bands) {
        if (!isTone(band, levelHz)) continue;
        const bool isUnknown = band.channel == BandChannel::unknown;
        const bool isLeft = isUnknown || band.channel == BandChannel::left;
        const bool isRight = isUnknown || band.channel == BandChannel::right;
        if (!isLeft && !isRight) continue;
        if (isLeft) add(plan, BandPurpose::levelLeft, band.band, levelHz);
        if (isRight) add(plan, BandPurpose::levelRight, band.band, levelHz);
        if (plan.velocityCmPerS || !band.velocityCmPerS) continue;
        plan.velocityCmPerS = band.velocityCmPerS;
        plan.velocityKind = band.velocityKind;
    }
}

} // namespace

TestPlan planOf(const catalogue::TestRecord& record) {
    TestPlan plan;
    plan.cut = catalogue::sweepCut(record);
    plan.rpm = record.rpm == 33 ? 100.0 / 3.0 : record.rpm == 45 ? 45.0 : 78.26;
    addSpeed(plan, record);
    addSweeps(plan, record);
    addLevels(plan, record);
    for (const auto& band : record.bands) {
        if (band.kind == BandKind::resonance) add(plan, BandPurpose::bassSweep, band.band);
        if (band.kind == BandKind::silence) add(plan, BandPurpose::silence, band.band);
    }
    std::stable_sort(plan.bands.begin(), plan.bands.end(),
                     [](const PlannedBand& a, const PlannedBand& b) { return a.purpose < b.purpose; });
    return plan;
}

TestPlan planOfOther(double carrierHz) {
    TestPlan plan;
    plan.carrierHz = carrierHz;
    plan.hasJointSweep = true;
    plan.bands = {{BandPurpose::speed, {}, carrierHz},    {BandPurpose::sweepLeft, {}, 0.0},
                  {BandPurpose::sweepRight, {}, 0.0},     {BandPurpose::levelLeft, {}, levelHz},
                  {BandPurpose::levelRight, {}, levelHz}, {BandPurpose::bassSweep, {}, 0.0},
                  {BandPurpose::silence, {}, 0.0}};
    return plan;
}

std::string bandName(const PlannedBand& band) {
    const auto hertz = band.frequencyHz >= 1000.0 ? base::formatShortest(band.frequencyHz / 1000.0) + " kHz"
                                                  : base::formatShortest(band.frequencyHz) + " Hz";
    switch (band.purpose) {
    case BandPurpose::speed:
        return hertz;
    case BandPurpose::sweepLeft:
        return "Sweep, left";
    case BandPurpose::sweepRight:
        return "Sweep, right";
    case BandPurpose::levelLeft:
        return hertz + ", left";
    case BandPurpose::levelRight:
        return hertz + ", right";
    case BandPurpose::bassSweep:
        return "Bass sweep";
    case BandPurpose::silence:
        return "Silent groove";
    }
    return {};
}

} // namespace phonostage::media
