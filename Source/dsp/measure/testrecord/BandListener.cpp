// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/BandListener.h"

#include <utility>

namespace phonostage::dsp {
namespace {

constexpr float sweepShare = 0.5F; ///< of the channel's power, near the line
constexpr float tonalShare = 0.2F, tonalHz = 400.0F;
constexpr double tonalPart = 0.1; ///< of a new frame
constexpr double sweepHz = 400.0; ///< below, it may be a bass sweep that goes on to 100 Hz
constexpr std::array<DrivenSide, 3> sides{DrivenSide::left, DrivenSide::right, DrivenSide::both};

HeardBand bandOf(const HeldTone& tone) {
    HeardBand band;
    band.side = tone.side;
    band.frequencyHz = tone.frequencyHz;
    band.fromSeconds = tone.fromSeconds;
    band.toSeconds = tone.toSeconds;
    return band;
}

HeardBand bandOf(const HeldGlide& glide, HeardBand::Kind kind, DrivenSide side) {
    HeardBand band;
    band.kind = kind;
    band.side = side;
    band.frequencyHz = glide.toHz;
    band.startHz = glide.fromHz;
    band.logStart = glide.logStart;
    band.rate = glide.rate;
    band.fromSeconds = glide.fromSeconds;
    band.toSeconds = glide.toSeconds;
    return band;
}

} // namespace

BandListener::BandListener(double rateHz)
    : lines_(rateHz), low_(rateHz), sweeps_{GlideTracker({}), GlideTracker({}), GlideTracker({})},
      bass_(LowLines::glideLimits()) {}

void BandListener::add(std::span<const double> left, std::span<const double> right) {
    lines_.add(left, right, [this](const LineFrame& frame) { look(frame); });
    low_.add(left, right, [this](const LowLine& line) { look(line); });
}

void BandListener::look(const LineFrame& frame) {
    const double seconds = lines_.secondsOf(frames_++);
    const auto isTonal = [](const StrongestLine& line) { return line.share > tonalShare && line.hz > tonalHz; };
    tonal_ += tonalPart * ((isTonal(frame[0]) || isTonal(frame[1]) ? 1.0 : 0.0) - tonal_);
    if (const auto tone = tone_.add(frame, seconds)) over_.push_back(bandOf(*tone));
    for (std::size_t s = 0; s < sides.size(); ++s) {
        const auto side = sides[s];
        const auto& line = frame[side == DrivenSide::right ? 1 : 0];
        const bool isLine = line.near > sweepShare && drives(frame, side);
        const auto glide = sweeps_[s].add(seconds, isLine ? static_cast<double>(line.hz) : 0.0);
        if (glide && glide->toHz > sweepHz) over_.push_back(bandOf(*glide, HeardBand::Kind::sweep, side));
    }
}

void BandListener::look(const LowLine& line) {
    const auto glide = bass_.add(line.seconds, line.share >= LowLines::leastShare ? line.hz : 0.0);
    if (glide && isBassSweep(*glide)) over_.push_back(bandOf(*glide, HeardBand::Kind::bassSweep, DrivenSide::both));
}

void BandListener::end() {
    if (const auto tone = tone_.end()) over_.push_back(bandOf(*tone));
    for (std::size_t s = 0; s < sides.size(); ++s)
        if (const auto glide = sweeps_[s].end(); glide && glide->toHz > sweepHz)
            over_.push_back(bandOf(*glide, HeardBand::Kind::sweep, sides[s]));
    const auto bass = bass_.end();
    if (bass && isBassSweep(*bass)) over_.push_back(bandOf(*bass, HeardBand::Kind::bassSweep, DrivenSide::both));
}

std::optional<HeardBand> BandListener::now() const {
    for (std::size_t s = 0; s < sides.size(); ++s)
        if (const auto glide = sweeps_[s].now(); glide && glide->toHz > sweepHz)
            return bandOf(*glide, HeardBand::Kind::sweep, sides[s]);
    if (tone_.now()) return bandOf(*tone_.now());
    const auto bass = bass_.now();
    if (bass && isBassSweep(*bass)) return bandOf(*bass, HeardBand::Kind::bassSweep, DrivenSide::both);
    return std::nullopt;
}

std::vector<HeardBand> BandListener::takeOver() { return std::exchange(over_, {}); }

} // namespace phonostage::dsp
