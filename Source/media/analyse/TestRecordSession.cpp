// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TestRecordSession.h"

#include "media/io/MediaError.h"

#include "base/text/Units.h"
#include "dsp/measure/testrecord/SilentGroove.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::media {
namespace {

using dsp::DrivenSide;
using dsp::HeardBand;

constexpr double nearSpeed = 0.04; ///< of a tone's frequency: a turntable runs no worse
constexpr double leastSpeedSeconds = 8.0, leastLevelSeconds = 4.0;
constexpr double edgeSeconds = 1.0, bassEdgeSeconds = 3.0, pilotReachSeconds = 12.0, sweepTopHz = 20000.0;
constexpr double lowestSweepHz = 18.0, partialFromHz = 1300.0, partialSeconds = 6.0;
constexpr double speedLooksFrom = 10.0;
constexpr std::int64_t pieceFrames = 4096;
constexpr double levelLowHz = 900.0, levelHighHz = 1100.0;
constexpr int leastQuietBlocks = 4, loudBlocks = 2;

bool isSweepPurpose(BandPurpose purpose) {
    return purpose == BandPurpose::sweepLeft || purpose == BandPurpose::sweepRight;
}

std::size_t channelOf(BandPurpose purpose) {
    return purpose == BandPurpose::sweepRight || purpose == BandPurpose::levelRight ? 1 : 0;
}

} // namespace

// ------------------------------------------------------------ results

std::optional<FileSweep> TestResults::sweeps(const SweepSearch& search) const {
    const auto& first = sweep[0] ? sweep[0] : sweep[1];
    if (!first) return std::nullopt;
    auto joined = *first;
    if (sweep[0] && sweep[1] && sweep[0] != sweep[1]) {
        joined.meter.join(sweep[1]->meter);
        joined.bands.insert(joined.bands.end(), sweep[1]->bands.begin(), sweep[1]->bands.end());
    }
    return finishSweep(joined, search);
}

bool TestResults::has(BandPurpose purpose) const {
    switch (purpose) {
    case BandPurpose::speed:
        return wow != nullptr;
    case BandPurpose::sweepLeft:
    case BandPurpose::sweepRight:
        return sweep[channelOf(purpose)] != nullptr;
    case BandPurpose::levelLeft:
    case BandPurpose::levelRight:
        return level[channelOf(purpose)] != nullptr;
    case BandPurpose::bassSweep:
        return lateral != nullptr || vertical != nullptr;
    case BandPurpose::silence:
        return noise != nullptr;
    }
    return false;
}

bool TestResults::isEmpty() const {
    return !wow && !sweep[0] && !sweep[1] && !level[0] && !level[1] && !lateral && !vertical && !noise;
}

// ------------------------------------------------------------ the sound

TestProgress progressOf(const TestPlan& plan, const TestResults& known) {
    TestProgress progress;
    progress.results = progress.complete = known;
    for (const auto& band : plan.bands) {
        BandProgress one;
        one.band = band;
        if (known.has(band.purpose)) one.state = BandState::done;
        progress.bands.push_back(one);
    }
    return progress;
}

TestRecordSession::TestRecordSession(double rateHz, const TestPlan& plan, const TestResults& before)
    : plan_(plan), sound_(rateHz, keptSeconds), listener_(rateHz), hookup_(rateHz),
      progress_(progressOf(plan, before)) {}

void TestRecordSession::add(const float* left, const float* right, std::int64_t frames) {
    // In pieces that begin at even places: any cut of the input gives the same.
    while (frames > 0) {
        const auto count = std::min(frames, pieceFrames - sound_.end() % pieceFrames);
        piece(left, right, count);
        left += count;
        right += count;
        frames -= count;
        if (sound_.end() % pieceFrames == 0) follow();
    }
}

void TestRecordSession::piece(const float* left, const float* right, std::int64_t frames) {
    sound_.add(left, right, frames);
    const auto widen = [&](const float* from, std::vector<double>& to) {
        to.resize(static_cast<std::size_t>(frames));
        std::transform(from, from + frames, to.begin(), [](float sample) {
            const auto value = static_cast<double>(sample);
            return std::abs(value) <= dsp::sampleLimit ? value : 0.0;
        });
    };
    widen(left, wide_[0]);
    widen(right, wide_[1]);
    listener_.add(wide_[0], wide_[1]);
    hookup_.add(left, right, frames,
                [this](dsp::HookupBlock&& block, std::span<const float>) { listenForSilence(block); });
    progress_.seconds = static_cast<double>(sound_.end()) / sound_.rateHz();
}

void TestRecordSession::skip() {
    listener_.end();
    for (const auto& band : listener_.takeOver())
        take(band);
    endSilence();
    hookup_.restart();
    hookupFrom_ = sound_.end();
    forgetUnfinished();
}

std::int64_t TestRecordSession::frameOf(double seconds) const {
    return static_cast<std::int64_t>(std::llround(seconds * sound_.rateHz()));
}

/** Begins where a chunk begins: what looks at pieces of a file then sees the same pieces as in the whole sound. */
std::unique_ptr<MeasuredSound> TestRecordSession::stretch(double fromSeconds, double toSeconds) const {
    const auto from = std::max<std::int64_t>(frameOf(fromSeconds), 0);
    return sound_.part(from - from % HeardSound::chunkFrames, frameOf(toSeconds));
}

// ------------------------------------------------------------ what plays

BandProgress* TestRecordSession::find(BandPurpose purpose) {
    const auto found = std::find_if(progress_.bands.begin(), progress_.bands.end(),
                                    [purpose](const BandProgress& band) { return band.band.purpose == purpose; });
    return found != progress_.bands.end() ? &*found : nullptr;
}

BandProgress* TestRecordSession::speedOf(const HeardBand& band) {
    if (band.kind != HeardBand::Kind::tone || !(plan_.carrierHz > 0.0)) return nullptr;
    return std::abs(band.frequencyHz / plan_.carrierHz - 1.0) <= nearSpeed ? find(BandPurpose::speed) : nullptr;
}

BandProgress* TestRecordSession::levelOf(const HeardBand& band) {
    if (band.kind != HeardBand::Kind::tone || band.side == DrivenSide::both) return nullptr;
    auto* level = find(band.side == DrivenSide::left ? BandPurpose::levelLeft : BandPurpose::levelRight);
    if (level == nullptr || std::abs(band.frequencyHz / level->band.frequencyHz - 1.0) > nearSpeed) return nullptr;
    return level;
}

std::vector<BandProgress*> TestRecordSession::sweepsOf(DrivenSide side) {
    std::vector<BandProgress*> found;
    if (side == DrivenSide::both && !plan_.hasJointSweep) return found;
    for (auto& band : progress_.bands)
        if (isSweepPurpose(band.band.purpose) &&
            (side == DrivenSide::both || channelOf(band.band.purpose) == (side == DrivenSide::right ? 1U : 0U)))
            found.push_back(&band);
    return found;
}

void TestRecordSession::follow() {
    for (const auto& band : listener_.takeOver())
        take(band);
    const auto now = listener_.now();
    if (now)
        show(*now);
    else
        nextLook_ = 0.0;
    settleWaiting();
}

/** What plays: how far it is, and from time to time what it says already. */
void TestRecordSession::show(const HeardBand& band) {
    const double seconds = band.toSeconds - band.fromSeconds;
    const auto hear = [&](BandProgress& progress, double part) {
        progress.state = BandState::hearing;
        progress.seconds = seconds;
        progress.part = std::clamp(part, 0.0, 1.0);
        progress.why.clear();
    };
    if (band.kind == HeardBand::Kind::tone) {
        showTone(band);
        return;
    }
    if (band.kind == HeardBand::Kind::bassSweep) {
        if (auto* bass = find(BandPurpose::bassSweep)) hear(*bass, 0.5);
        return;
    }
    const auto wanted = sweepsOf(band.side);
    for (auto* sweep : wanted) {
        hear(*sweep, std::log(band.frequencyHz / lowestSweepHz) / std::log(sweepTopHz / lowestSweepHz));
        sweep->atHz = band.frequencyHz;
    }
    if (wanted.empty() || band.frequencyHz < partialFromHz || seconds < nextLook_) return;
    nextLook_ = seconds + partialSeconds;
    if (const auto readings = readSweep(band, band.toSeconds))
        for (const auto* sweep : wanted)
            progress_.results.sweep[channelOf(sweep->band.purpose)] = readings;
}

void TestRecordSession::showTone(const HeardBand& band) {
    const double seconds = band.toSeconds - band.fromSeconds;
    if (auto* level = levelOf(band)) {
        level->state = BandState::hearing;
        level->seconds = seconds;
        level->part = std::clamp(seconds / levelSeconds, 0.0, 1.0);
        level->why.clear();
    }
    auto* speed = speedOf(band);
    if (speed == nullptr || finishedTone_ == band.fromSeconds) return;
    speed->state = BandState::hearing;
    speed->seconds = seconds;
    speed->part = std::clamp(seconds / speedSeconds, 0.0, 1.0);
    speed->why.clear();
    if (seconds >= speedSeconds) {
        takeSpeed(band);
        finishedTone_ = band.fromSeconds;
    } else if (seconds >= std::max(nextLook_, speedLooksFrom)) {
        nextLook_ = 2.0 * seconds;
        (void)measureSpeed(band);
    }
}

// ------------------------------------------------------------ what has ended

template <typename Measure> std::optional<std::string> TestRecordSession::attempt(const Measure& measure) {
    try {
        measure();
        return std::nullopt;
    } catch (const MediaError& problem) {
        return std::string(problem.what());
    }
}

std::optional<std::string> TestRecordSession::measureSpeed(const HeardBand& band) {
    return attempt([&] {
        WowSearch search;
        search.carrierHz = plan_.carrierHz;
        search.rpm = plan_.rpm;
        if (keepsOn_) search.progress = [this](auto, auto) { return keepsOn_(); };
        const auto sound = stretch(band.fromSeconds - edgeSeconds, band.toSeconds + edgeSeconds);
        progress_.results.wow = std::make_shared<const FileWow>(measureWow(*sound, search));
    });
}

std::shared_ptr<const SweepReadings> TestRecordSession::readSweep(const HeardBand& band, double toSeconds) {
    std::shared_ptr<const SweepReadings> readings;
    (void)attempt([&] {
        Progress progress;
        if (keepsOn_) progress = [this](auto, auto) { return keepsOn_(); };
        const auto sound = stretch(sweepStart(band), toSeconds);
        auto read = readSweeps(*sound, progress);
        // The other channel's sweep, of which the end may be here, is another band.
        if (read.bands.size() == 1 && read.bands.front().driven == band.side) {
            readings = std::make_shared<const SweepReadings>(std::move(read));
            return;
        }
        std::erase_if(read.bands, [&](const dsp::SweepBand& each) { return each.driven != band.side; });
        if (read.bands.empty()) return;
        dsp::SweepMeter meter(read.sampleRateHz, read.bands);
        sound->read(progress, [&](const double* const* channel, int frames) {
            const auto count = static_cast<std::size_t>(frames);
            meter.add(std::span(channel[0], count), std::span(channel[1], count));
            return true;
        });
        readings = std::make_shared<const SweepReadings>(
            SweepReadings{read.sampleRateHz, std::move(read.bands), std::move(meter)});
    });
    return readings;
}

/** With its reference tone: the one that was heard, or as far back as a short one may be. */
double TestRecordSession::sweepStart(const HeardBand& band) const {
    const double lowest = (std::log(lowestSweepHz) - band.logStart) / band.rate;
    double start = std::min(lowest, band.fromSeconds) - pilotReachSeconds;
    if (lastTone_ && lastTone_->side == band.side && lastTone_->toSeconds > start &&
        lastTone_->toSeconds < band.fromSeconds)
        start = std::min(start, lastTone_->fromSeconds - edgeSeconds);
    return start;
}

void TestRecordSession::take(const HeardBand& band) {
    switch (band.kind) {
    case HeardBand::Kind::sweep:
        takeSweep(band);
        break;
    case HeardBand::Kind::bassSweep:
        takeBass(band);
        break;
    case HeardBand::Kind::tone:
        takeSpeed(band);
        if (std::abs(band.frequencyHz / 1000.0 - 1.0) <= nearSpeed) lastTone_ = band;
        if (levelOf(band) != nullptr) {
            Waiting waiting{band, nullptr, {}};
            const auto why = attempt([&] {
                const auto side = band.side == DrivenSide::left ? dsp::ToneSide::left : dsp::ToneSide::right;
                waiting.measured = std::make_shared<const MeasuredTone>(
                    measureSteadyTone(*stretch(band.fromSeconds - edgeSeconds, band.toSeconds + edgeSeconds),
                                      levelLowHz, levelHighHz, side));
            });
            if (band.toSeconds - band.fromSeconds < leastLevelSeconds)
                waiting.why = "heard for " + base::formatFixed(band.toSeconds - band.fromSeconds, 0) + " s only";
            else if (why)
                waiting.why = *why;
            waiting_.push_back(std::move(waiting));
        }
        break;
    }
    forgetUnfinished();
    nextLook_ = 0.0;
}

void TestRecordSession::takeSpeed(const HeardBand& band) {
    auto* speed = speedOf(band);
    if (speed == nullptr || finishedTone_ == band.fromSeconds) return;
    const double seconds = band.toSeconds - band.fromSeconds;
    const auto why = seconds < leastSpeedSeconds
                         ? std::optional("heard for " + base::formatFixed(seconds, 0) + " s only")
                         : measureSpeed(band);
    speed->seconds = seconds;
    if (!why) {
        progress_.complete.wow = progress_.results.wow;
        speed->state = BandState::done;
    } else {
        progress_.results.wow = progress_.complete.wow;
        speed->state = progress_.complete.wow ? BandState::done : BandState::failed;
        speed->why = *why;
    }
}

void TestRecordSession::takeSweep(const HeardBand& band) {
    // The tone before it was its reference.
    std::erase_if(waiting_, [&](const Waiting& waiting) {
        return waiting.tone.side == band.side && waiting.tone.toSeconds < band.fromSeconds;
    });
    const auto wanted = sweepsOf(band.side);
    if (wanted.empty()) return;
    const auto readings = readSweep(band, band.toSeconds + edgeSeconds);
    const auto isWhole = [&](std::size_t channel) {
        if (!readings) return false;
        const auto sweep = readings->meter.finish(dsp::RecordCut::constantVelocity, {});
        return !sweep.channel[channel].response.empty();
    };
    for (auto* sweep : wanted) {
        const auto channel = channelOf(sweep->band.purpose);
        sweep->seconds = band.toSeconds - band.fromSeconds;
        if (isWhole(channel)) {
            progress_.complete.sweep[channel] = progress_.results.sweep[channel] = readings;
            sweep->state = BandState::done;
            continue;
        }
        progress_.results.sweep[channel] = progress_.complete.sweep[channel];
        sweep->state = progress_.complete.sweep[channel] ? BandState::done : BandState::failed;
        sweep->why = "it ended before 1 kHz, or was too noisy";
    }
}

void TestRecordSession::takeBass(const HeardBand& band) {
    auto* bass = find(BandPurpose::bassSweep);
    if (bass == nullptr) return;
    const auto why = attempt([&] {
        Progress progress;
        if (keepsOn_) progress = [this](auto, auto) { return keepsOn_(); };
        const auto measured = std::make_shared<const FileResonance>(
            measureResonance(*stretch(band.fromSeconds - bassEdgeSeconds, band.toSeconds + bassEdgeSeconds), progress));
        const bool isLateral = measured->resonance.plane == dsp::ResonanceMeasurement::Plane::lateral;
        (isLateral ? progress_.complete.lateral : progress_.complete.vertical) = measured;
        (isLateral ? progress_.results.lateral : progress_.results.vertical) = measured;
    });
    bass->seconds = band.toSeconds - band.fromSeconds;
    bass->state =
        !why || progress_.complete.lateral || progress_.complete.vertical ? BandState::done : BandState::failed;
    if (why) bass->why = *why;
}

/** A tone counts when it is sure that no sweep follows it: another signal plays, or none for long enough. */
void TestRecordSession::settleWaiting() {
    if (waiting_.empty()) return;
    const bool hasSweeps = find(BandPurpose::sweepLeft) != nullptr || find(BandPurpose::sweepRight) != nullptr;
    const auto now = listener_.now();
    const auto isSettled = [&](const Waiting& waiting) {
        if (!hasSweeps) return true;
        if (now && now->kind == HeardBand::Kind::tone && now->fromSeconds > waiting.tone.toSeconds) return true;
        if (now && now->kind == HeardBand::Kind::sweep && now->side == waiting.tone.side) return false;
        if (waiting.tone.toSeconds - waiting.tone.fromSeconds > pilotSeconds) return true;
        return progress_.seconds - waiting.tone.toSeconds > pilotSeconds;
    };
    for (const auto& waiting : waiting_)
        if (isSettled(waiting))
            counts(waiting);
        else if (auto* level = levelOf(waiting.tone))
            level->state = BandState::heard;
    std::erase_if(waiting_, isSettled);
}

void TestRecordSession::counts(const Waiting& waiting) {
    auto* level = levelOf(waiting.tone);
    if (level == nullptr) return;
    const auto channel = channelOf(level->band.purpose);
    level->seconds = waiting.tone.toSeconds - waiting.tone.fromSeconds;
    level->why = waiting.why;
    if (waiting.why.empty()) progress_.complete.level[channel] = progress_.results.level[channel] = waiting.measured;
    level->state = progress_.complete.level[channel] ? BandState::done : BandState::failed;
}

/** Nothing plays any more that was shown as playing. */
void TestRecordSession::forgetUnfinished() {
    for (auto& band : progress_.bands)
        if (band.state == BandState::hearing || band.state == BandState::heard)
            band.state = progress_.complete.has(band.band.purpose) ? BandState::done : BandState::open;
}

// ------------------------------------------------------------ the silent groove

void TestRecordSession::listenForSilence(const dsp::HookupBlock& block) {
    const auto from = hookupFrom_;
    hookupFrom_ += hookup_.framesPerBlock();
    auto* band = find(BandPurpose::silence);
    if (band == nullptr) return;
    const bool isQuiet =
        dsp::isSilentGroove(block, context_) && !listener_.now() && !listener_.isTonal() && !listener_.mayBeBassSweep();
    if (!isQuiet) {
        if (silence_.quiet > 0 && ++silence_.loud >= loudBlocks) endSilence();
        return;
    }
    if (silence_.quiet == 0) silence_.from = from;
    ++silence_.quiet;
    silence_.loud = 0;
    silence_.to = hookupFrom_;
    if (silence_.isDone || silence_.quiet < leastQuietBlocks) return;
    const double seconds = static_cast<double>(silence_.to - silence_.from) / sound_.rateHz();
    band->state = seconds >= leastSilenceSeconds || !progress_.complete.noise ? BandState::hearing : BandState::done;
    if (seconds < leastSilenceSeconds) band->state = progress_.complete.noise ? BandState::done : BandState::open;
    band->seconds = seconds;
    band->part = std::clamp(seconds / silenceSeconds, 0.0, 1.0);
    if (seconds < silenceSeconds) return;
    endSilence();
    silence_ = {from, hookupFrom_, 1, 0, true}; // the rest of it is not measured again
}

/** Its first and last block may hold an edge. */
void TestRecordSession::endSilence() {
    const auto silence = std::exchange(silence_, {});
    auto* band = find(BandPurpose::silence);
    if (band == nullptr || silence.quiet == 0 || silence.isDone) return;
    const auto block = hookup_.framesPerBlock();
    const auto from = silence.from + block, to = silence.to - block;
    if (static_cast<double>(silence.to - silence.from) < leastSilenceSeconds * sound_.rateHz()) return;
    const auto why = attempt([&] {
        NoiseSearch search;
        if (keepsOn_) search.progress = [this](auto, auto) { return keepsOn_(); };
        progress_.complete.noise = std::make_shared<const FileNoise>(measureNoise(*sound_.part(from, to), search));
        progress_.results.noise = progress_.complete.noise;
    });
    band->state = progress_.complete.noise ? BandState::done : BandState::failed;
    if (why) band->why = *why;
}

} // namespace phonostage::media
