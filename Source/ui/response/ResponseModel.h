// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Engine.h"

namespace phonostage::ui {

/** The response of a set of filters as it acts, and the ideal curve it follows. The design is made when settings or
   rate change (a few milliseconds), and kept. */
class ResponseModel {
public:
    static constexpr double minHz = 10.0;
    static constexpr double widestHz = 40000.0;

    /** True where something changed. */
    bool update(const dsp::FilterSettings& settings, double rateHz);

    /** 40 kHz, or half the rate where that is less. */
    [[nodiscard]] double maxHz() const { return maxHz_; }
    /** Round the ideal curve, an odd multiple of 5 dB. */
    [[nodiscard]] double topDb() const { return topDb_; }
    [[nodiscard]] double bottomDb() const { return bottomDb_; }

    /** All that acts: the curve with speed and undone RIAA, load correction, DC removal, subsonic. */
    [[nodiscard]] double actingDb(double frequencyHz) const;
    /** The same for the difference of the channels, which mono bass takes away below its corner. */
    [[nodiscard]] double sideDb(double frequencyHz) const;
    /** The exact analogue curve, with speed, removed RIAA and the load corrected within its limit. */
    [[nodiscard]] double idealDb(double frequencyHz) const;
    /** How far de-emphasis and load correction together are from it, in thousandths of a dB. */
    [[nodiscard]] double curveErrorMillidb(double frequencyHz) const;
    /** What DC removal and subsonic add to the curve. */
    [[nodiscard]] double filtersDb(double frequencyHz) const;
    /** What the load correction adds, as it acts; 0 where there is none. */
    [[nodiscard]] double loadDb(double frequencyHz) const;

    [[nodiscard]] bool hasMonoBass() const { return settings_.monoBass.has_value(); }
    [[nodiscard]] bool hasLoad() const { return settings_.load.has_value(); }
    [[nodiscard]] double rateHz() const { return rateHz_; }

private:
    void findRange();
    [[nodiscard]] double curveDb(double frequencyHz) const;

    bool valid_ = false;
    dsp::FilterSettings settings_;
    double rateHz_ = 0.0;
    dsp::StageDesign design_;
    double maxHz_ = widestHz;
    double topDb_ = 25.0;
    double bottomDb_ = -30.0;
};

} // namespace phonostage::ui
