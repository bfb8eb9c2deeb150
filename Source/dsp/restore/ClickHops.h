// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ChannelWindow.h"
#include "dsp/restore/ClickFinder.h"
#include "dsp/restore/ClickList.h"
#include "dsp/restore/DustShape.h"
#include "dsp/restore/KeptPlaces.h"
#include "dsp/restore/LowBand.h"
#include "dsp/restore/SoftRepair.h"
#include "dsp/simd/StereoDouble.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Finds and estimates clicks hop by hop, and spreads the work of a hop over the next one. Results do not depend on how
    many frames come at once. Rates up to 100 kHz. Only prepare() allocates. */
class ClickHops {
public:
    void prepare(double rateHz, Reach reach = Reach::live);
    /** Starts again; what was before is silence. firstFrame: the position of the first frame, for events. */
    void start(std::int64_t firstFrame);
    void set(const ClickThresholds& thresholds) { wanted_ = thresholds; }
    /** Where events go; null: nowhere. framesPerFrame: of the input, for one here. */
    void report(ClickList* list, int framesPerFrame) {
        list_ = list;
        framesPerFrame_ = framesPerFrame;
    }

    /** A click that touches one of these places stays, all of it; null: none. Frames of the input. */
    void keep(const KeptPlaces* places) { kept_ = places; }

    [[nodiscard]] int latencyFrames() const { return layout_.latencyFrames(); }

    /** in: finite. removed[i]: the click in the frame that came latencyFrames() before, 0 where there is none. */
    void process(const StereoDouble* in, StereoDouble* removed, int count);

    /** Instructions that the last hop has taken, about: as callgrind counts them, with wide registers. */
    [[nodiscard]] double hopCost() const { return lastCost_; }
    /** Likewise that this one has taken so far. */
    [[nodiscard]] double costSoFar() const { return done_; }

private:
    /** Steps of a pass, each for both channels before the next. */
    enum class Stage { look, old, weigh, correlate, fit, measure, lowBand, find, dust, repair, finish };

    struct PassState {
        PassRange range;
        std::array<std::vector<ArModel>, 2> models; ///< of the last hops, a ring
        // What finding and repair cost, which changes from hop to hop.
        double changingCost = 0.0; ///< of this hop, so far
        double usualCost = 0.0;    ///< of the last hops
        double foreseen = 0.0;     ///< of this hop, guessed beforehand
    };

    struct Channel {
        ChannelWindow window;
        std::vector<double> removed;   ///< of the hop that is heard
        std::vector<double> next;      ///< of the hop that is worked at
        std::vector<DustShape> dust;   ///< of the hop that is worked at
        std::vector<double> dustAhead; ///< what of it lies in the hop after that
        bool isKeptOn = false;         ///< a click that stays goes on from the last hop
        int keptDust = 0;              ///< frames of this hop, of dust that stays
    };

    /** Of what was taken out: frames, and its highest sample in volts. */
    struct Outline {
        int from = 0, to = 0;
        double peak = 0.0;
    };

    void beginHop();
    [[nodiscard]] double promise(const Channel& c) const;
    template <typename IsMarked>
    [[nodiscard]] double expectedRepair(int from, int to, bool isFinal, IsMarked isMarked) const;
    void work(int frames, int framesLeft);
    void step();
    /** The next piece of weighing, products and fit: one buffer serves both channels, one after the other. False where
        both have their models. */
    [[nodiscard]] bool modelNext(ChannelWindow& w);
    /** The next piece of a repair; false where there is none left. */
    [[nodiscard]] bool repairNext();
    void nextStage();
    void nextChannel();
    void look(Channel& c);
    void notch(const ChannelWindow& w, double& cost);
    void weigh(const ChannelWindow& w, double& cost);
    void find(Channel& c);
    void beginFind();
    void foresee(double cost);
    template <typename Finder> [[nodiscard]] bool findNext(Finder& finder);
    void finishFind(Channel& c);
    void shareFound();
    void dropUnlike(ChannelWindow& w);
    void findDust(Channel& c);
    void takeDust(Channel& c) const;
    void beginRepair();
    void finish(Channel& c);
    [[nodiscard]] std::int64_t inputFrame(int frame) const;
    void giveBack(Channel& c, int channel);
    void giveDustBack(Channel& c, int channel);
    void report(const Channel& c, int channel);
    template <typename Value> [[nodiscard]] static Outline outlineOf(int from, int to, const Value& value);
    void tell(const Outline& outline, int channel, bool isCrackle);
    [[nodiscard]] bool isTold(const ClickEvent& click) const;
    [[nodiscard]] ArModel& olderModel(int hops);
    [[nodiscard]] PassState& pass() { return passes_[passIndex_]; }
    [[nodiscard]] bool isRough() const { return passIndex_ == 0; }
    /** In the last pass alone: in the rough one it found nothing that mattered. */
    [[nodiscard]] bool usesLowBand() const { return !isRough() && lowBand_.isUsed(); }

    HopLayout layout_;
    std::array<Channel, 2> channels_;
    std::array<PassState, 2> passes_; ///< rough and last
    ClickFinder finder_;
    LowBand lowBand_;
    SoftRepair repair_;
    std::vector<double> analysis_; ///< the model's window: Hann's, and where a click is suspected, notched
    std::vector<double> weighted_; ///< zeros for the lags, then the windowed samples
    std::vector<double> products_;
    std::vector<double> hannRough_, hannLast_;
    std::vector<double> nothing_;                  ///< that the rough pass need not look at: it works behind the dust
    std::array<std::vector<FoundClick>, 2> found_; ///< by a pass
    std::vector<ClickEvent> told_, toldBefore_;    ///< of this hop, and of the last one
    ClickThresholds wanted_, thresholds_;
    ClickList* list_ = nullptr;
    const KeptPlaces* kept_ = nullptr;
    int framesPerFrame_ = 1;
    std::int64_t firstFrame_ = 0; ///< of the input, where it began
    std::int64_t position_ = 0;   ///< frames that have come in
    std::int64_t hops_ = 0;
    int filled_ = 0; ///< frames of the hop that comes in

    bool isWorking_ = false;
    std::size_t passIndex_ = 0, channel_ = 0;
    Stage stage_ = Stage::look;
    int part_ = 0;
    double done_ = 0.0, expected_ = 0.0;
    double unforeseen_ = 0.0; ///< that a channel's candidates have cost
    double lastCost_ = 0.0, steadyCost_ = 0.0;
};

} // namespace phonostage::dsp
