// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/ResponseModel.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr double lowestDb = -200.0;
constexpr double roomDb = 3.0;
constexpr int rangePoints = 64;

double decibelsOf(const std::complex<double>& response) {
    const double magnitude = std::abs(response);
    return std::max(lowestDb, dsp::decibels(magnitude));
}

} // namespace

bool ResponseModel::update(const dsp::FilterSettings& settings, double rateHz) {
    rateHz = std::clamp(rateHz, dsp::minSampleRateHz, dsp::maxSampleRateHz);
    if (valid_ && settings == settings_ && std::abs(rateHz - rateHz_) < 1e-6) return false;
    if (dsp::whyIllegal(settings) != nullptr) return false;
    valid_ = true;
    settings_ = settings;
    rateHz_ = rateHz;
    maxHz_ = std::min(widestHz, rateHz / 2.0);
    design_ = dsp::designStage(settings, rateHz);
    findRange();
    return true;
}

void ResponseModel::findRange() {
    double highest = 0.0;
    double lowest = 0.0;
    for (int i = 0; i <= rangePoints; ++i) {
        const double db = idealDb(minHz * std::pow(maxHz_ / minHz, static_cast<double>(i) / rangePoints));
        highest = std::max(highest, db);
        lowest = std::min(lowest, db);
    }
    // An odd five, so that no line of the grid lies on the edge.
    topDb_ = 10.0 * std::ceil((highest + roomDb - 5.0) / 10.0) + 5.0;
    bottomDb_ = 10.0 * std::floor((lowest - roomDb + 5.0) / 10.0) - 5.0;
    // Flat as it may be, a curve has room.
    topDb_ = std::max(topDb_, 15.0);
    bottomDb_ = std::min(bottomDb_, -15.0);
}

double ResponseModel::actingDb(double frequencyHz) const { return decibelsOf(dsp::response(design_, frequencyHz)); }

double ResponseModel::sideDb(double frequencyHz) const { return decibelsOf(dsp::sideResponse(design_, frequencyHz)); }

double ResponseModel::idealDb(double frequencyHz) const {
    const double load = settings_.load ? dsp::idealLoadDb(*settings_.load, frequencyHz) : 0.0;
    return decibelsOf(dsp::analogueResponse(settings_, frequencyHz)) + load;
}

double ResponseModel::loadDb(double frequencyHz) const {
    return hasLoad() ? decibelsOf(dsp::response(design_.load, frequencyHz, rateHz_)) : 0.0;
}

double ResponseModel::curveDb(double frequencyHz) const {
    return decibelsOf(dsp::response(design_.deEmphasis, frequencyHz, rateHz_) *
                      dsp::response(design_.exactPhase, frequencyHz, rateHz_)) +
           loadDb(frequencyHz);
}

double ResponseModel::curveErrorMillidb(double frequencyHz) const {
    return 1000.0 * (curveDb(frequencyHz) - idealDb(frequencyHz));
}

double ResponseModel::filtersDb(double frequencyHz) const { return actingDb(frequencyHz) - curveDb(frequencyHz); }

} // namespace phonostage::ui
