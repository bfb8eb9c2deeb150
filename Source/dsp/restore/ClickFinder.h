// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ChannelWindow.h"

#include <vector>

namespace phonostage::dsp {

/** One stretch that a pass takes for a click, in frames of the window. */
struct FoundClick {
    int from = 0, to = 0;
    int at = 0;        ///< its peak
    double height = 0; ///< of the peak, over the level around
    bool isCrackle = false;
    bool isInBoth = false; ///< in both channels, against each other, as music's attacks are not
    bool isShared = false; ///< taken over from the other channel
};

/** What is taken out, and when it is sure enough. */
struct ClickThresholds {
    bool clicks = true;
    double clickSigmas = 8.0; ///< K: 4 to 12 standard deviations of the prediction error
    bool crackle = false;
    double crackleSigmas = 4.0; ///< likewise, of what is no longer than 0.5 ms
    bool operator==(const ClickThresholds&) const = default;
};

/** Finds clicks in a channel's window by the prediction error, and tells them from music. One candidate at a time, so
    that the work can be spread. Only prepare() allocates. */
class ClickFinder {
public:
    void prepare(const HopLayout& layout);

    /** Both windows are measured. */
    void begin(const PassRange& range, ChannelWindow& own, const ChannelWindow& other,
               const ClickThresholds& thresholds, double& cost);
    /** Looks at the next candidate; false when there is none left. */
    [[nodiscard]] bool next(double& cost);
    /** Roughly, of all the candidates that there are. */
    [[nodiscard]] double expectedCost() const;
    /** A click that another look has found. */
    void add(const FoundClick& click) { take(click); }
    /** What was found by its shape: a particle of dust, in frames, and how both channels have it. */
    struct Known {
        int from = 0, to = 0, at = 0;
        double peak = 0.0; ///< what it adds up to, as an error of one sample
        double correlation = 0.0, balanceDb = 0.0;
    };
    /** Without a search: what is asked next is about this channel. */
    void turnTo(ChannelWindow& own, const ChannelWindow& other) {
        own_ = &own;
        other_ = &other;
    }
    /** Whether it may be music all the same, by what is around it; after the searches of both channels. sigmas: the
        least that is trusted. */
    [[nodiscard]] bool mayBeMusic(const Known& known, double sigmas, double& cost);
    /** Sets the marks of all that was found; where there are too many unknowns, not those of the lowest. */
    void mark();

    [[nodiscard]] const std::vector<FoundClick>& found() const { return found_; }

    static constexpr int mostCandidates = 64; ///< of a hop; further ones are left alone

private:
    struct Candidate {
        int from = 0, to = 0, at = 0;
        double peak = 0.0, sigma = 0.0;
        double correlation = 0.0, balanceDb = 0.0; ///< of the channels, through this channel's model
        bool isLateral = false;
        bool isOneSound = false;                   ///< the same in both channels, exactly in the centre or beside it
        bool isCentred = false;                    ///< as sound from the centre, nearly the same in both
        bool isSolitary = false;                   ///< so high, and so alone, that it is a click all the same
        double largest = 0.0, largestBeside = 0.0; ///< samples: in it, and from 0.7 to 10 ms away
    };

    void scoreWide();
    void scoreWide(int from, int to, int width, double scale);
    void scoreGiants();
    void take(FoundClick click);
    [[nodiscard]] Candidate grow(int start) const;
    void compareChannels(Candidate& c, double& cost);
    void leaveMusicOut(Candidate& c, double& cost);
    void growByLevel(Candidate& c, double levelAfter) const;
    static void setSides(Candidate& c);
    [[nodiscard]] bool isMusic(const Candidate& c, double factor, double threshold, double& cost);
    [[nodiscard]] double surroundings(const Candidate& c, double levelBefore, double levelAfter) const;
    [[nodiscard]] double musicFactor(const Candidate& c, double levelBefore, double levelAfter) const;
    [[nodiscard]] bool hasRing(const Candidate& c) const;
    [[nodiscard]] double steepness(const std::vector<double>& samples, int from, int to) const;
    [[nodiscard]] double newSound(const Candidate& c) const;
    [[nodiscard]] double onset(const Candidate& c, double& asymmetryDb) const;
    [[nodiscard]] bool isInTrain(const Candidate& c, double& cost);
    [[nodiscard]] bool isAlike(const Candidate& c, int period, int slack, double& cost);
    [[nodiscard]] bool isAlikeAnywhere(double energy, int length, int shifts);
    void errorsFrom(int frame, int count, double* errors);
    void lookAround(Candidate& c) const;
    [[nodiscard]] static bool standsAlone(const Candidate& c, double ratio) {
        return c.largest > ratio * c.largestBeside;
    }
    [[nodiscard]] bool isSolitary(const Candidate& c, double threshold) const;
    [[nodiscard]] bool isClick(Candidate& c, double sigmas, int longest, double& cost);
    void startScan();
    [[nodiscard]] bool isFound(int frame) const;

    HopLayout layout_;
    PassRange range_;
    ChannelWindow* own_ = nullptr;
    const ChannelWindow* other_ = nullptr;
    double clickSigmas_ = 8.0, crackleSigmas_ = 8.0; ///< of this pass; beyond any peak where that is off
    bool scansCrackle_ = false;                      ///< after the clicks
    int position_ = 0, candidates_ = 0;
    std::vector<FoundClick> found_;
    std::vector<float> errors_, powers_;
    std::vector<double> shape_, otherShape_;  ///< errors around a peak, and around one that may be of the same train
    std::vector<double> reversed_, products_; ///< shape_ backwards, and its products with otherShape_ at each shift
};

} // namespace phonostage::dsp
