// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>

namespace phonostage::dsp {

/** A frequency that glides, or has: log f = logStart + rate t. Times in seconds from the first sample. */
struct HeldGlide {
    double logStart = 0.0, rate = 0.0; ///< as the last stretch fits
    double fromSeconds = 0.0, toSeconds = 0.0;
    double fromHz = 0.0, toHz = 0.0;
};

/** Follows a line that glides through the logarithm of the frequency. It is sure only after some octaves in which most
   points lie on one straight line, which neither music nor a tone does. */
class GlideTracker {
public:
    struct Limits {
        double windowSeconds = 4.0;           ///< that one straight line has to fit
        double slowest = 0.05, fastest = 1.0; ///< of the logarithm, a second
        bool mayFall = false;
        double leastOctaves = 1.0, leastSeconds = 4.0;
        double near = 0.03; ///< of the logarithm, to the line
    };

    explicit GlideTracker(const Limits& limits) : limits_(limits) {}

    /** Points come one after the other, at even times; hz 0: no line. A glide that has ended, where one has: once. */
    std::optional<HeldGlide> add(double seconds, double hz);
    /** The sound ends here. */
    std::optional<HeldGlide> end();
    /** A glide may have begun: nothing that is sure yet. */
    [[nodiscard]] bool isSuspected() const { return glide_.has_value(); }
    /** What is sure. */
    [[nodiscard]] std::optional<HeldGlide> now() const;

private:
    struct Point {
        double seconds = 0.0, logHz = 0.0;
        bool isLine = false;
    };
    struct Fit {
        double logStart = 0.0, rate = 0.0;
    };

    [[nodiscard]] std::optional<Fit> fit() const;

    Limits limits_;
    std::deque<Point> points_;
    std::optional<HeldGlide> glide_; ///< sure or not
    double lastFitSeconds_ = 0.0;
};

} // namespace phonostage::dsp
