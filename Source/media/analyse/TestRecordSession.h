// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/CalibrateFile.h"
#include "media/analyse/MeasuredSound.h"
#include "media/analyse/NoiseFile.h"
#include "media/analyse/ResonanceFile.h"
#include "media/analyse/SweepFile.h"
#include "media/analyse/TestPlan.h"
#include "media/analyse/WowFile.h"

#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupMeter.h"
#include "dsp/measure/testrecord/BandListener.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phonostage::media {

/** What was measured of a test record so far. Each is that of the last time its band was played. */
struct TestResults {
    std::shared_ptr<const FileWow> wow;
    std::array<std::shared_ptr<const SweepReadings>, 2>
        sweep; ///< of left and right; one and the same where both are driven
    std::array<std::shared_ptr<const MeasuredTone>, 2> level; ///< the 1 kHz bands of left and right
    std::shared_ptr<const FileResonance> lateral, vertical;   ///< vertical: also of one channel
    std::shared_ptr<const FileNoise> noise; ///< its levels count once they are calibrated: see NoiseSearch

    /** Both sweeps as if they stood in one file; none where there is none. */
    [[nodiscard]] std::optional<FileSweep> sweeps(const SweepSearch& search) const;
    [[nodiscard]] bool has(BandPurpose purpose) const;
    [[nodiscard]] bool isEmpty() const;
};

enum class BandState {
    open,
    hearing, ///< it plays; what can be measured already is among the results
    heard,   ///< 1 kHz that may be the beginning of a sweep: it counts when something else plays, or after 25 s
    done,
    failed
};

struct BandProgress {
    PlannedBand band;
    BandState state = BandState::open;
    double seconds = 0.0; ///< heard
    double part = 0.0;    ///< of what is enough, 0 to 1
    double atHz = 0.0;    ///< where a sweep is
    std::string why;      ///< it failed
};

struct TestProgress {
    double seconds = 0.0; ///< heard in all
    std::vector<BandProgress> bands;
    TestResults results;  ///< with what the band that plays says already
    TestResults complete; ///< of bands that were heard to their end, or long enough
};

/** Before anything is heard: what is known is done. */
[[nodiscard]] TestProgress progressOf(const TestPlan& plan, const TestResults& known);

/** Measures a test record while it plays: hears which band it is, in any order, keeps its sound, and measures it with
   the code of `phonostage measure`. What plays and is no band of the plan is not looked at; nothing is claimed that is
   not sure. Keeps the last two minutes (46 MB at 48 kHz). Any cut of the input gives the same. Allocates and takes its
   time: for a thread of low priority. */
class TestRecordSession {
public:
    static constexpr double keptSeconds = 120.0;
    static constexpr double speedSeconds = 60.0, levelSeconds = 12.0, silenceSeconds = 60.0; ///< enough of each
    static constexpr double leastSilenceSeconds = 15.0;
    /** A 1 kHz tone counts as a band when no sweep has come for so long. */
    static constexpr double pilotSeconds = 25.0;

    /** 44.1 to 192 kHz. */
    TestRecordSession(double rateHz, const TestPlan& plan, const TestResults& before = {});

    /** Calibration, which tells a silent groove from a lifted needle. */
    void setContext(const dsp::HookupContext& context) { context_ = context; }
    /** False ends a measurement that is under way, without a result. */
    void setKeepsOn(std::function<bool()> keepsOn) { keepsOn_ = std::move(keepsOn); }

    void add(const float* left, const float* right, std::int64_t frames);
    /** Samples were lost here: the band that plays has ended. */
    void skip();

    [[nodiscard]] const TestProgress& progress() const { return progress_; }

private:
    struct Waiting {
        dsp::HeardBand tone;
        std::shared_ptr<const MeasuredTone> measured;
        std::string why;
    };
    /** A silent groove. */
    struct Silence {
        std::int64_t from = 0, to = 0;
        int quiet = 0, loud = 0; ///< blocks: so far, and since the last quiet one
        bool isDone = false;     ///< enough of it was measured
    };

    void piece(const float* left, const float* right, std::int64_t frames);
    void listenForSilence(const dsp::HookupBlock& block);
    void endSilence();
    void follow();
    void show(const dsp::HeardBand& band);
    void showTone(const dsp::HeardBand& band);
    void take(const dsp::HeardBand& band);
    void takeSpeed(const dsp::HeardBand& band);
    void takeSweep(const dsp::HeardBand& band);
    void takeBass(const dsp::HeardBand& band);
    void settleWaiting();
    void counts(const Waiting& waiting);
    [[nodiscard]] BandProgress* find(BandPurpose purpose);
    [[nodiscard]] std::vector<BandProgress*> sweepsOf(dsp::DrivenSide side);
    [[nodiscard]] BandProgress* speedOf(const dsp::HeardBand& band);
    [[nodiscard]] BandProgress* levelOf(const dsp::HeardBand& band);
    [[nodiscard]] std::int64_t frameOf(double seconds) const;
    [[nodiscard]] std::unique_ptr<MeasuredSound> stretch(double fromSeconds, double toSeconds) const;
    [[nodiscard]] double sweepStart(const dsp::HeardBand& band) const;
    [[nodiscard]] std::optional<std::string> measureSpeed(const dsp::HeardBand& band);
    [[nodiscard]] std::shared_ptr<const SweepReadings> readSweep(const dsp::HeardBand& band, double toSeconds);
    template <typename Measure> std::optional<std::string> attempt(const Measure& measure);
    void forgetUnfinished();

    TestPlan plan_;
    HeardSound sound_;
    dsp::BandListener listener_;
    dsp::HookupMeter hookup_;
    dsp::HookupContext context_;
    std::function<bool()> keepsOn_;
    TestProgress progress_;
    std::vector<Waiting> waiting_;
    std::optional<dsp::HeardBand> lastTone_; ///< before a sweep: its reference
    Silence silence_;
    std::int64_t hookupFrom_ = 0; ///< frame where the hook-up's block under way begins
    double nextLook_ = 0.0;       ///< seconds of a band, when it is measured the next time
    double finishedTone_ = -1.0;  ///< beginning of a tone of which enough was heard
    std::array<std::vector<double>, 2> wide_;
};

} // namespace phonostage::media
