// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../media/Report.h"
#include "../media/Tags.h"

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags that set the stage, which `render`, `analyze` and `response` share, as text first: every fault is told in
    our own words. */
class StageFlags {
public:
    /** dcDefault: "on" or "off". withChannels: trim, balance, polarity, swap and channel mode too (render). */
    void addTo(CLI::App& command, const char* dcDefault, bool withChannels);

    /** Throws UsageError. The calibration is what flags, then the file, then the table say. */
    [[nodiscard]] media::Stage stage(const media::FileTags& tags) const;

private:
    [[nodiscard]] std::string readCurve(dsp::Curve& curve) const;
    [[nodiscard]] dsp::Curve readCustom() const;
    void readChannels(dsp::LevelSettings& levels) const;

    std::string curve_ = "riaa";
    std::string custom_;
    std::string gain_, inputDbv_, outputDbv_;
    std::string dc_;
    std::string subsonic_ = "off";
    std::string trim_, balance_, invert_, channels_;
    bool iec_ = false, neumann_ = false, inverse_ = false, swap_ = false;
    bool curveGiven_ = false;
};

/** A quantity inside a range. Throws UsageError that names the flag. */
[[nodiscard]] double readQuantity(const std::string& flag, std::string_view text, std::string_view unit, double minimum,
                                  double maximum);

} // namespace phonostage::cli
