// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::plot {

/** A straight or logarithmic axis: values to picture units and the places of its lines. */
class Scale {
public:
    static Scale linear(double first, double last, float from, float to) { return {first, last, from, to, false}; }

    /** first and last above 0. */
    static Scale logarithmic(double first, double last, float from, float to) { return {first, last, from, to, true}; }

    [[nodiscard]] float at(double value) const;
    [[nodiscard]] double first() const { return first_; }

    [[nodiscard]] double last() const { return last_; }

    [[nodiscard]] bool contains(double value) const { return value >= first_ && value <= last_; }

private:
    Scale(double first, double last, float from, float to, bool isLogarithmic)
        : first_(first), last_(last), from_(from), to_(to), isLogarithmic_(isLogarithmic) {}

    double first_, last_;
    float from_, to_;
    bool isLogarithmic_;
};

/** The smallest of 1, 2, 5 times a power of ten that is not below value (above 0). */
[[nodiscard]] double niceCeiling(double value);
/** Multiples of step from first to last, both included where they are multiples; at most 1000. */
[[nodiscard]] std::vector<double> multiples(double first, double last, double step);
/** A step of 1, 2 or 5 times a power of ten that makes at most this many intervals. */
[[nodiscard]] double niceStep(double span, int intervals);
/** Steps of time: 1, 2, 5 ... seconds, then 10, 15, 30 s, minutes and hours. */
[[nodiscard]] double niceTimeStep(double seconds, int intervals);

/** "50", "1k", "31.5". */
[[nodiscard]] std::string frequencyText(double hz);
/** "0:05", "12:30", "1:02:00"; decimal seconds where the step is below 1 s. */
[[nodiscard]] std::string timeText(double seconds, double step);

} // namespace phonostage::plot
