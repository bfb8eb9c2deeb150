// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/CeilingCrowds.h"
#include "dsp/overload/OverloadEvent.h"
#include "dsp/overload/TailFit.h"
#include "dsp/overload/TopSpacing.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace phonostage::dsp {

/** The verdict of CeilingStatistic: whether tops crowd at a ceiling, and whether they are cut, in small steps; a whole
    evaluation takes one for each span and polarity in turn. What it finds it counts, and lists the tops of. Real-time
    safe. */
class CeilingEvaluation {
public:
    using Source = CeilingCrowds::Source;

    /** Forgets what was found. */
    void clear();
    /** Begins again with the first span; what was found stays. */
    void restart();
    /** True where the next step is the first one of all. */
    [[nodiscard]] bool isAtStart() const { return task_ == Task::begin && p_ == 0 && span_ == 0; }

    /** One step. isBlind: the histograms hold nothing so far. Returns what that took, in some 65 instructions. */
    int step(const CeilingCrowds& crowds, bool isBlind, const Source& source, OverloadTally& tally);

    /** A band further down whose tops have to be gathered before it can be judged. */
    struct Probe {
        std::size_t polarity = 0, span = 0;
        double top = 0.0, width = 0.0; ///< its upper edge, and its width as a logarithm
    };
    /** The one that the last step asks for. */
    [[nodiscard]] const std::optional<Probe>& wantedProbe() const { return wantedProbe_; }

    /** A top of a crowd is complete: lists it, where that crowd is one that is listed. */
    void topCompleted(std::size_t polarity, std::size_t span, std::size_t which, const CeilingCrowds::Top& top,
                      const Source& source, OverloadTally& tally);
    /** Up to which position tops of this polarity have been listed; -1: none. */
    [[nodiscard]] std::int64_t listedTo(std::size_t polarity) const { return listings_[polarity].listedTo; }

private:
    using Top = CeilingCrowds::Top;
    using Crowd = CeilingCrowds::Crowd;

    static constexpr std::size_t widthCount = 3, mostSelected = TopSpacing::mostTops;
    static constexpr int mostBands = 34;

    struct Listing {
        bool isOn = false;
        std::size_t span = 0, which = 0;
        double floor = 0.0, ceiling = 0.0; ///< tops between them are listed
        std::size_t backlog = 0;           ///< tops of the ring that are still to be listed
        std::int64_t listedTo = -1;
    };

    enum class Task { begin, gather, seek, fit, select, measure, compare, space, found, list };

    void begin(const CeilingCrowds& crowds, bool isBlind, const Source& source);
    void beginWidth(const CeilingCrowds& crowds, const Source& source);
    void gather(const CeilingCrowds& crowds);
    [[nodiscard]] bool nextBand();
    void fit(const CeilingCrowds& crowds);
    void verdict(const CeilingCrowds& crowds);
    void select(const CeilingCrowds& crowds, const Source& source);
    void measure();
    void compare();
    void space();
    void found(const CeilingCrowds& crowds, const Source& source, OverloadTally& tally);
    void list(const CeilingCrowds& crowds, OverloadTally& tally);
    void tellTop(Listing& listing, const Top& top, OverloadTally& tally) const;
    void nextUnit();

    std::array<Listing, 2> listings_{};
    std::optional<Probe> wantedProbe_;

    // The evaluation under way.
    Task task_ = Task::begin;
    std::size_t p_ = 0, span_ = 0, width_ = 0;
    int band_ = 0, lag_ = 0;
    std::array<double, mostBands> counts_{};
    double above_ = 0.0; ///< peaks in the bands above band_
    TailFit fit_;
    double bestZ_ = 0.0, bestCount_ = 0.0, allPeaks_ = 0.0;
    std::size_t bestWidth_ = 0;
    double deepZ_ = 0.0, deepTop_ = 0.0, deepCount_ = 0.0, deepWidth_ = 0.0; ///< of the clearest crowd further down
    std::array<Top, mostSelected> selection_{};
    std::array<float, mostSelected> sides_{}, levels_{}, times_{}; ///< times: since the oldest
    std::array<float, CeilingCrowds::distances.size()> sideSums_{};
    TopSpacing spacing_;
    float tolerance_ = 0.0f, highest_ = 0.0f, lowest_ = 0.0f;
    std::size_t cursor_ = 0, distance_ = 0;
    int longOnes_ = 0, atFullScale_ = 0, cut_ = 0;
    int selected_ = 0, comparedPairs_ = 0, equalPairs_ = 0, pair_ = 0, same_ = 0;
    bool isDeep_ = false; ///< the crowd is the probe's
    bool isSoft_ = false; ///< peaks are cut off softly
    double level_ = 0.0;
    std::int64_t since_ = -1, newest_ = -1; ///< starts of the oldest and the newest top that was selected
};

} // namespace phonostage::dsp
