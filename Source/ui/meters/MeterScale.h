// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ViewOptions.h"

#include <optional>
#include <string>
#include <vector>

namespace phonostage::ui {

// Pure numbers and plain ASCII text: what a meter draws is decided here, without a display.

/** Where a meter's scale begins and ends, and where it is stretched to twice the room a decibel, all in dBV. */
struct ScaleRange {
    double topDbv = 9.0;
    double bottomDbv = -80.0;
    double musicTopDbv = -20.0;
    double musicBottomDbv = -75.0;
    bool operator==(const ScaleRange&) const = default;
};

/** The assumed level of 5 cm/s at the input while no cartridge is given: 5 mV, a usual moving magnet. */
constexpr double assumedLevelAt5CmDbv = -46.0206;

/** Top 3 dB above the socket's full scale; bottom a whole ten, 30 dB or more below 5 cm/s; stretched round 5 cm/s. */
[[nodiscard]] ScaleRange inputRange(double fullScaleDbv, std::optional<double> levelAt5CmDbv);
/** Top 3 dB above full scale; bottom -60 dBV, lower where full scale is very low; stretched round the nominal level. */
[[nodiscard]] ScaleRange outputRange(double fullScaleDbv, double nominalDbv);

/** From dBV to height and back: piecewise linear, falling. */
class MeterScale {
public:
    MeterScale() : MeterScale(ScaleRange{}) {}
    /** The music's part may reach beyond the ends. */
    explicit MeterScale(const ScaleRange& range);

    /** 0 at the top and above, 1 at the bottom and for silence. */
    [[nodiscard]] double proportionOf(double dbv) const;
    [[nodiscard]] double dbvAt(double proportion) const;

    [[nodiscard]] double topDbv() const { return range_.topDbv; }
    [[nodiscard]] double bottomDbv() const { return range_.bottomDbv; }
    [[nodiscard]] bool contains(double dbv) const { return dbv <= range_.topDbv && dbv >= range_.bottomDbv; }

private:
    ScaleRange range_;
};

/** "dBV", "dBu", "dBFS" or "mV". */
[[nodiscard]] const char* unitName(LevelUnit unit);
/** dBV to the unit's own number: mV is rms, dBFS that of a sine. */
[[nodiscard]] double fromDbv(LevelUnit unit, double dbv, double fullScaleDbv);
[[nodiscard]] double toDbv(LevelUnit unit, double value, double fullScaleDbv);

struct ScaleTick {
    double dbv = 0.0;
    std::string text; ///< empty for a mark between two labelled ones
};

/** Round numbers of the unit from top to bottom. height in units of the screen; two labels are at least labelSpacing
    apart, two ticks at least tickSpacing. */
[[nodiscard]] std::vector<ScaleTick> scaleTicks(const MeterScale& scale, LevelUnit unit, double fullScaleDbv,
                                                double height, double labelSpacing, double tickSpacing);

enum class MarkKind {
    limit,    ///< full scale
    reference ///< a level that means something
};

struct LevelMark {
    double dbv = 0.0;
    std::string text;
    MarkKind kind = MarkKind::reference;
    bool operator==(const LevelMark&) const = default;
};

struct PlacedMark {
    enum class Side { inside, above, below };

    LevelMark mark;
    double y = 0.0;      ///< of the line: at the scale's end where the level lies beyond it
    double labelY = 0.0; ///< of the text's middle: labels make room for each other
    Side side = Side::inside;
};

/** All marks, from top to bottom, none outside 0 to height; labels at least spacing apart as far as there is room. */
[[nodiscard]] std::vector<PlacedMark> placeMarks(const MeterScale& scale, std::vector<LevelMark> marks, double height,
                                                 double spacing);

} // namespace phonostage::ui
