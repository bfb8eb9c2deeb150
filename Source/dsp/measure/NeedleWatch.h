// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace phonostage::dsp {

/** A stay of the needle in the groove. Numbers of hops from the first that was seen. */
struct GrooveStay {
    std::int64_t drop = 0;            ///< first groove noise
    std::int64_t fired = 0;           ///< when that was certain
    std::optional<std::int64_t> lift; ///< last groove noise; empty while the needle is down
};

/** Watches for the needle: down when the band from 2 to 10 kHz has stood 4 dB over its own floor for 0.40 s, up when it
   has been near the floor again for 1.0 s. The floor is what was heard 0.5 to 4.5 s ago, never an absolute level. Hum,
   handling, clicks, phones and brushes do not get there: see Resources/docs/tracks.md. Streaming; a hop costs less than
   a microsecond; allocates when it is made. */
class NeedleWatch {
public:
    /** A GrooveMeter's hops. */
    explicit NeedleWatch(double hopSeconds);

    /** The needle is down from the first hop on, and the air is known from elsewhere. Before the first add(). */
    void beginInGroove(double airDb);
    /** GrooveHop::quietDb. */
    void add(double quietDb);

    [[nodiscard]] bool isInGroove() const { return inGroove_; }
    [[nodiscard]] std::int64_t hops() const { return hop_; }
    /** The stay that goes on, or the last one that ended; empty before the first drop. */
    [[nodiscard]] const std::optional<GrooveStay>& stay() const { return stay_; }
    /** What the air and the quietest groove are like, dB; empty where not known yet. */
    [[nodiscard]] std::optional<double> airDb() const { return floor_; }
    [[nodiscard]] std::optional<double> grooveDb() const { return groove_; }

private:
    [[nodiscard]] std::size_t hopsIn(double seconds) const;
    [[nodiscard]] double median() const;
    [[nodiscard]] double recent(const std::vector<float>& ring, std::int64_t back) const;
    [[nodiscard]] std::optional<double> percentileOf(std::int64_t fromBack, std::int64_t toBack, double part) const;
    void watchAir(double median);
    void watchGroove(double median);

    double hopSeconds_;
    std::vector<float> levels_, medians_; ///< rings of 6 s
    mutable std::vector<float> sorted_;
    std::int64_t hop_ = 0;      ///< that were seen
    std::int64_t airSince_ = 0; ///< hop from which the floor is learned
    bool inGroove_ = false;
    std::optional<double> floor_, groove_;
    std::int64_t up_ = 0, down_ = 0;
    std::optional<GrooveStay> stay_;
};

} // namespace phonostage::dsp
