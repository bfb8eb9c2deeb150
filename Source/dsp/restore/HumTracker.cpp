// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumTracker.h"

#include "dsp/Angles.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

using Phasor = HumBank::Phasor;
constexpr double widestDeltaHz = 0.12;
constexpr double farthestHz = 0.7; // from where it was found
constexpr double tiny = 1e-30;
constexpr double mostApart = 1.0;      // its two halves of the time, over it
constexpr double leastLow = 0.1;       // its quietest eighth, over it
constexpr double leastSure = 5.0;      // a line over its spread, by the root of the time
constexpr double leastOverLeaks = 2.0; // a line over what it may have of others
constexpr double wander = 1e-4;        // Hz^2 a second, by which the frequency goes astray
constexpr double carefulness = 4.0;    // successive hops do not err independently
constexpr double fewestSeconds = 7.0;  // that tell what a line is
constexpr double leastMatch = 0.7;     // of what is heard with lines that are known

double distance(Phasor a, Phasor b) { return std::sqrt(std::norm(a - b)); }

double median(double* values, std::size_t count) {
    double* const middle = values + count / 2;
    std::nth_element(values, middle, values + count);
    return *middle;
}

/** In silence, errors keep getting smaller. Below this they change no sample, and their powers would become subnormal
    numbers. */
double withoutTiny(double cycles) { return std::abs(cycles) > 1e-15 ? cycles : 0.0; }

/** exp(-2 pi j (h + 1) cycles) into a list of harmonics. */
void turnsOf(double cycles, std::array<Phasor, HumBank::harmonics>& turns) {
    const Phasor one = std::polar(1.0, -2.0 * pi * withoutTiny(cycles));
    Phasor turn = one;
    for (auto& t : turns) {
        t = turn;
        turn = times(turn, one);
    }
}

void turnSet(HumBank::Set& set, double cycles) {
    std::array<Phasor, HumBank::harmonics> turns;
    turnsOf(cycles, turns);
    for (std::size_t h = 0; h < HumBank::harmonics; ++h) {
        set[h] = times(set[h], turns[h]);
        set[HumBank::harmonics + h] = times(set[HumBank::harmonics + h], turns[h]);
    }
}

} // namespace

void HumTracker::prepare(const HumBank& bank) {
    mainsHz_ = bank.mainsHz();
    hopSeconds_ = bank.hopSeconds();
    sampleRateHz_ = bank.hopSamples() / hopSeconds_;
    usable_ = bank.usableHarmonics();
    hopError_ = std::abs(hopSeconds_ * mainsHz_ - 1.0);
    double sum = 0.0;
    for (std::size_t i = 0; i < narrowHops; ++i) {
        window_[i] = 1.0 - std::cos(2.0 * pi * (static_cast<double>(i) + 1.0) / (narrowHops + 1.0));
        sum += window_[i];
    }
    for (auto& w : window_)
        w /= sum;
    narrow_.assign(most, Narrow());
    scratchA_.resize(most);
    scratchB_.resize(most);
}

void HumTracker::forget(bool onlyOfPauses) {
    onlyOfPauses_ = onlyOfPauses;
    pauses_.reset(usable_);
    isLocked_ = isResuming_ = isFresh_ = false;
    lines_ = Lines();
}

void HumTracker::start(const HumBank& bank, double frequencyHz) {
    foundHz_ = frequencyHz;
    isResuming_ = isFresh_ = false;
    pauses_.loseFrame();
    size_.fill(0.0);
    on_.fill(0.0);
    lines_ = Lines();
    idleSeconds_ = 0.0;
    isLocked_ = false;
    validFrom_ = 1; // the very first hop is only half of one
    begin(bank);
}

// From the oldest hop: first to find the lines, then, with these, to know the phase of each hop.
void HumTracker::begin(const HumBank& bank) {
    stage_ = Stage::waiting;
    pauses_.interrupt();
    hasCaughtUp_ = false;
    rateCycles_ = foundHz_ - mainsHz_;
    nextHop_ = std::max(validFrom_, bank.hops() - bank.memoryHops() + 2);
    seconds_ = bank.middleOf(nextHop_ - 1) / sampleRateHz_;
    deviation_ = 0.0;
    hopsTaken_ = narrowCount_ = narrowEnd_ = 0;
    wasRound_ = false;
}

void HumTracker::resume(const HumBank& bank) {
    foundHz_ = frequencyHz();
    validFrom_ = 1;
    begin(bank);
    isResuming_ = isFresh_ = true;
    idleSeconds_ = 0.0;
    wasRound_ = true;
}

double HumTracker::phaseAt(double lowSample) const {
    const double seconds = lowSample / sampleRateHz_;
    return mainsHz_ * seconds + deviation_ + rateCycles_ * (seconds - seconds_);
}

void HumTracker::step(const HumBank& bank) {
    switch (stage_) {
    case Stage::waiting:
        if (nextHop_ < bank.hops()) takeHop(bank);
        break;
    case Stage::clipping:
        clipStep();
        break;
    case Stage::rates:
        rateStep();
        break;
    case Stage::turning:
        turnBack();
        break;
    case Stage::aligning:
        alignStep(bank);
        break;
    case Stage::lines:
        if (++pause_ < stepsPerLine && isLocked_) break;
        pause_ = 0;
        lineStep();
        break;
    case Stage::steadiness:
        steadyStep();
        break;
    case Stage::deciding:
        decide(bank);
        break;
    }
}

void HumTracker::takeHop(const HumBank& bank) {
    const double before = seconds_;
    seconds_ = bank.middleOf(nextHop_) / sampleRateHz_;
    deviation_ += rateCycles_ * (seconds_ - before);
    auto& turned = turned_[hopsTaken_ % narrowHops];
    turned = bank.set(nextHop_);
    turnSet(turned, deviation_);
    turnedSeconds_[hopsTaken_ % narrowHops] = seconds_;
    if (isLocked_ && !isResuming_) {
        keepPhase(turned);
        if (onlyOfPauses_) pauses_.addHop(turned, *std::max_element(leak_.begin(), leak_.end()));
    }
    ++hopsTaken_;
    ++nextHop_;
    hasCaughtUp_ = hasCaughtUp_ || nextHop_ + static_cast<std::int64_t>(hopsApart) > bank.hops();
    if (hopsTaken_ < narrowHops || hopsTaken_ % hopsApart != 0) return;
    addNarrow();
    if (narrowCount_ < resumeNarrows) return;
    at_ = 0;
    if (isResuming_)
        beginAligning();
    else if (!isLocked_)
        stage_ = Stage::clipping;
    else if (isFresh_ && narrowSeconds() < fewestSeconds)
        stage_ = Stage::deciding;
    else if (hasCaughtUp_)
        beginLines();
}

void HumTracker::addNarrow() {
    auto& to = narrow_[narrowEnd_];
    narrowEnd_ = (narrowEnd_ + 1) % most;
    narrowCount_ = std::min(narrowCount_ + 1, most);
    to.set.fill(0.0);
    to.seconds = 0.0;
    for (std::size_t i = 0; i < narrowHops; ++i) {
        const auto& from = turned_[(hopsTaken_ + i) % narrowHops];
        for (std::size_t line = 0; line < HumBank::lines; ++line)
            to.set[line] += window_[i] * from[line];
        to.seconds += window_[i] * turnedSeconds_[(hopsTaken_ + i) % narrowHops];
    }
    if (isLocked_ && !isResuming_ && onlyOfPauses_) pauses_.addNarrow(to.set);
}

/** The bank's window has its zeros where other harmonics are, if they are multiples of the nominal frequency and a hop
    is a whole period. Of a line n harmonics away that is off by a part of the fundamental it lets 1 / n of that part
    through, and of one that a hop misses by a part of a period that part; where n is odd, 0.42 of both. So strong hum
    shows in all lines, at frequencies of its own. */
template <typename Size> void HumTracker::findLeaks(Size sizeOf) {
    constexpr std::size_t harmonics = HumBank::harmonics;
    const double off = std::abs(rateCycles_) / mainsHz_;
    for (std::size_t first = 0; first < HumBank::lines; first += harmonics) {
        std::array<double, harmonics> sizes{};
        for (std::size_t k = 0; k < harmonics; ++k)
            sizes[k] = sizeOf(first + k);
        for (std::size_t h = 0; h < harmonics; ++h) {
            double power = 0.0;
            for (std::size_t k = 0; k < harmonics; ++k) {
                const std::size_t n = k > h ? k - h : h - k;
                if (n == 0) continue;
                const double part = off * static_cast<double>(k + 1) / static_cast<double>(n) + hopError_;
                const double leak = (n % 2 == 0 ? 1.0 : 0.42) * part * sizes[k];
                power += leak * leak;
            }
            leak_[first + h] = std::sqrt(power);
        }
    }
}

// A loud note counts no more than hum does, and what has leaked from other lines hardly.
void HumTracker::clipStep() {
    constexpr double careful = 3.0;
    if (at_ == 0) findLeaks([this](std::size_t line) { return distance(past(0).set[line], 0.0); });
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const Phasor z = past(at_).set[line];
        clipped_[at_][line] = z / (std::max(distance(z, 0.0), size_[line]) + careful * leak_[line] + tiny);
    }
    if (++at_ < std::min(recent, narrowCount_)) return;
    at_ = 0;
    stage_ = Stage::rates;
}

// How well a change of the frequency would make the last phasors stand still.
void HumTracker::rateStep() {
    const std::size_t count = std::min(recent, narrowCount_);
    const double delta = widestDeltaHz * (2.0 * static_cast<double>(at_) / (deltas - 1) - 1.0);
    Set sums{};
    std::array<Phasor, HumBank::harmonics> turns;
    for (std::size_t i = 0; i < count; ++i) {
        turnsOf(delta * (past(i).seconds - seconds_), turns);
        for (std::size_t h = 0; h < usable_; ++h) {
            sums[h] += times(turns[h], clipped_[i][h]);
            sums[HumBank::harmonics + h] += times(turns[h], clipped_[i][HumBank::harmonics + h]);
        }
    }
    double merit = 0.0;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const double power = std::norm(sums[line]) / static_cast<double>(count * count);
        merit += std::max(on_[line], 0.05) * power * power;
    }
    merit_[at_] = merit;
    if (++at_ == deltas) chooseRate();
}

void HumTracker::chooseRate() {
    const auto best = static_cast<std::size_t>(std::max_element(merit_.begin(), merit_.end()) - merit_.begin());
    double place = static_cast<double>(best);
    if (best > 0 && best + 1 < deltas) {
        const double low = merit_[best - 1], high = merit_[best + 1], bend = low - 2.0 * merit_[best] + high;
        if (bend < 0.0) place += 0.5 * (low - high) / bend;
    }
    const double delta = widestDeltaHz * (2.0 * place / (deltas - 1) - 1.0);
    change_ = delta * (narrowCount_ >= recent ? 0.5 : 0.7);
    const double next =
        std::clamp(rateCycles_ + change_, foundHz_ - mainsHz_ - farthestHz, foundHz_ - mainsHz_ + farthestHz);
    change_ = next - rateCycles_;
    rateCycles_ = next;
    changeFrom_ = past(std::min(recent, narrowCount_) - 1).seconds;
    deviation_ += change_ * (seconds_ - changeFrom_);
    at_ = 0;
    stage_ = Stage::turning;
}

// Frequency, phase and the phasors of those seconds together: what is older stays true.
void HumTracker::turnBack() {
    if (at_ < narrowHops) {
        const double since = turnedSeconds_[at_] - changeFrom_;
        if (since > 0.0) turnSet(turned_[at_], change_ * since);
    } else {
        auto& narrow = narrow_[(narrowEnd_ + most - 1 - (at_ - narrowHops)) % most];
        const double since = narrow.seconds - changeFrom_;
        if (since > 0.0) turnSet(narrow.set, change_ * since);
    }
    if (++at_ < narrowHops + std::min(recent, narrowCount_)) return;
    at_ = 0;
    stage_ = Stage::waiting;
    if (hasCaughtUp_) beginLines();
    for (std::size_t line = 0; line < HumBank::lines; ++line) { // roughly, for the next rate
        double sum = 0.0;
        const std::size_t count = std::min(recent, narrowCount_);
        for (std::size_t i = 0; i < count; ++i)
            sum += distance(past(i).set[line], 0.0);
        size_[line] += 0.3 * (sum / static_cast<double>(count) - size_[line]);
    }
}

// A Kalman filter of phase and frequency: what all lines say of the phase in common, each by how sure it is.
void HumTracker::keepPhase(Set& turned) {
    const double dt = hopSeconds_;
    auto& p = uncertainty_;
    p.phase += 2.0 * dt * p.both + dt * dt * p.rate + wander * dt * dt * dt / 3.0;
    p.both += dt * p.rate + wander * dt * dt / 2.0;
    p.rate += wander * dt;
    double slope = 0.0, information = 0.0, there = 0.0, expected = 0.0;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        if (!isSure_[line]) continue;
        const auto h = static_cast<double>(line % HumBank::harmonics + 1);
        const Phasor product = times(turned[line], std::conj(centre_[line]));
        const double power = std::norm(centre_[line]), away = std::norm(turned[line] - centre_[line]);
        const double blur = 2.0 * pi * h * 2.0 * pi * h * p.phase;
        const double weight = std::exp(-std::min(blur, 100.0)) / (noise_[line] + 0.2 * away + tiny);
        slope += weight * h * product.imag();
        information += weight * h * h * power;
        there += weight * product.real();
        expected += weight * power;
        noise_[line] += 0.01 * (std::min(away, 9.0 * noise_[line]) - noise_[line]);
    }
    if (!(information > 0.0)) return;
    coherence_ += 0.02 * (there / expected - coherence_);
    const double error = withoutTiny(slope / (2.0 * pi * information));
    const double variance = carefulness / (8.0 * pi * pi * information);
    const double sum = p.phase + variance, limited = std::clamp(error, -3.0 * std::sqrt(sum), 3.0 * std::sqrt(sum));
    const double phaseGain = p.phase / sum, rateGain = p.both / sum;
    deviation_ += phaseGain * limited;
    rateCycles_ = std::clamp(rateCycles_ + rateGain * limited, foundHz_ - mainsHz_ - farthestHz,
                             foundHz_ - mainsHz_ + farthestHz);
    p.rate -= rateGain * p.both;
    p.both -= phaseGain * p.both;
    p.phase -= phaseGain * p.phase;
    bias_ += 0.06 * (error / std::sqrt(sum) - bias_);
    if (std::abs(bias_) > 0.7) { // it has changed
        p.rate += 0.01;
        p.phase += 1e-3;
        bias_ = 0.0;
    }
    turnSet(turned, phaseGain * limited);
}

// All of them where none is known, else every other one: 16 s do not change so fast.
void HumTracker::beginLines() {
    findLeaks([this](std::size_t line) { return distance(wasRound_ ? centre_[line] : past(0).set[line], 0.0); });
    lineStride_ = isLocked_ && wasRound_ ? 2 : 1;
    at_ = lineStride_ == 2 ? static_cast<std::size_t>(rounds_ % 2) : 0;
    stage_ = Stage::lines;
}

Phasor HumTracker::middleOf(std::size_t line, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        scratchA_[i - from] = past(i).set[line].real();
        scratchB_[i - from] = past(i).set[line].imag();
    }
    const double real = median(scratchA_.data(), to - from);
    return {real, median(scratchB_.data(), to - from)};
}

void HumTracker::lineStep() {
    const std::size_t line = at_, count = narrowCount_;
    Phasor centre = wasRound_ ? centre_[line] : middleOf(line, 0, count);
    const auto spreadRound = [&] {
        for (std::size_t i = 0; i < count; ++i)
            scratchA_[i] = distance(past(i).set[line], centre);
        return median(scratchA_.data(), count) + tiny;
    };
    if (!wasRound_) spread_[line] = spreadRound();
    const double soft = 0.1 * spread_[line];
    for (int round = 0; round < (wasRound_ ? 2 : 5); ++round) { // Weiszfeld's iteration
        Phasor sum = 0.0;
        double weights = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            const Phasor z = past(i).set[line];
            const double weight = 1.0 / (distance(z, centre) + soft);
            sum += weight * z;
            weights += weight;
        }
        centre = sum / weights;
    }
    centre_[line] = centre;
    spread_[line] = spreadRound();
    const double size = distance(centre, 0.0);
    for (std::size_t i = 0; i < count; ++i)
        scratchA_[i] = distance(past(i).set[line], 0.0);
    const auto eighth = scratchA_.begin() + static_cast<std::ptrdiff_t>(count / 8);
    std::nth_element(scratchA_.begin(), eighth, scratchA_.begin() + static_cast<std::ptrdiff_t>(count));
    const double low = *eighth;
    const Phasor late = middleOf(line, 0, count / 2), early = middleOf(line, count / 2, count);
    const bool agrees = distance(late, early) < mostApart * size && distance(late, 0.0) > 0.5 * size &&
                        distance(early, 0.0) > 0.5 * size;
    const double sure = size / spread_[line] * std::sqrt(static_cast<double>(count) * hopsApart * hopSeconds_ / 0.4);
    isSure_[line] = sure > leastSure && size > leastOverLeaks * leak_[line] && line % HumBank::harmonics < usable_;
    isReal_[line] = isSure_[line] && agrees && low > leastLow * size;
    at_ += lineStride_;
    if (at_ < HumBank::lines) return;
    at_ = rests_ = 0;
    stage_ = Stage::steadiness;
}

/** Whether the lines, by their median, have been there all the time: all of a note's lines pause together, while notes
    over hum bury some lines now and then. */
void HumTracker::steadyStep() {
    constexpr double there = 0.5;
    std::size_t count = 0;
    for (std::size_t line = 0; line < HumBank::lines; ++line)
        if (isReal_[line])
            scratchA_[count++] =
                times(past(at_).set[line], std::conj(centre_[line])).real() / (std::norm(centre_[line]) + tiny);
    if (count == 0 || median(scratchA_.data(), count) < there) ++rests_;
    if (++at_ == narrowCount_) stage_ = Stage::deciding;
}

// Starts again, with what was heard since then.
void HumTracker::loseLock(const HumBank& bank) {
    isLocked_ = isFresh_ = false;
    pauses_.loseFrame();
    lines_ = Lines();
    on_.fill(0.0);
    foundHz_ = frequencyHz();
    validFrom_ = bank.hops() - static_cast<std::int64_t>(1.0 / hopSeconds_);
    begin(bank);
}

/** What lines are now, against those that are known: each by how sure it was. */
void HumTracker::beginAligning() {
    double now = 0.0, known = 0.0;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        heard_[line] = 0.0;
        if (!isSure_[line]) continue;
        for (std::size_t ago = 0; ago < resumeNarrows; ++ago)
            heard_[line] += past(ago).set[line] / static_cast<double>(resumeNarrows);
        const double weight = 1.0 / (spread_[line] + tiny);
        now += weight * std::norm(heard_[line]);
        known += weight * std::norm(centre_[line]);
        heard_[line] = times(weight * heard_[line], std::conj(centre_[line]));
    }
    heardSize_ = std::sqrt(now * known) + tiny;
    bestMatch_ = 0.0;
    stage_ = Stage::aligning;
}

// The phase at which what is heard is most like the lines.
void HumTracker::alignStep(const HumBank& bank) {
    std::array<Phasor, HumBank::harmonics> turns;
    for (const std::size_t end = at_ + phasesAtOnce; at_ < end; ++at_) {
        const double cycles = static_cast<double>(at_) / static_cast<double>(phases);
        turnsOf(cycles, turns);
        double match = 0.0;
        for (std::size_t h = 0; h < HumBank::harmonics; ++h)
            match += times(turns[h], heard_[h] + heard_[HumBank::harmonics + h]).real();
        if (match <= bestMatch_) continue;
        bestMatch_ = match;
        bestPhase_ = cycles;
    }
    if (at_ < phases) return;
    stage_ = Stage::waiting;
    if (bestMatch_ < leastMatch * heardSize_) return; // music, or no hum: the next one may tell
    isResuming_ = false;
    deviation_ += bestPhase_;
    hopsTaken_ = narrowCount_ = narrowEnd_ = 0;
    coherence_ = 1.0;
    bias_ = 0.0;
    uncertainty_ = {1e-4, 0.0, 4e-4};
    playLines(bank);
    ++rounds_;
}

/** Of each line as much as its gate lets through, and as was there in pauses. */
void HumTracker::playLines(const HumBank& bank) {
    if (onlyOfPauses_) pauses_.follow(centre_, isSure_, spread_);
    std::array<bool, HumBank::harmonics> plays{}, isThere{};
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const std::size_t h = line % HumBank::harmonics;
        const double gate = isLocked_ ? std::clamp((on_[line] - 0.4) / 0.4, 0.0, 1.0) : 0.0;
        const Phasor hum = onlyOfPauses_ && gate > 0.0 ? pauses_.hum(line, centre_[line]) : centre_[line];
        lines_.amplitude[line] = gate * hum / bank.gainAt(rateCycles_ * static_cast<double>(h + 1));
        isThere[h] = isThere[h] || gate > 0.5;
        plays[h] = plays[h] || (gate > 0.5 && std::norm(hum) > 0.0);
    }
    lines_.count = static_cast<int>(std::count(plays.begin(), plays.end(), true));
    lines_.withheld = static_cast<int>(std::count(isThere.begin(), isThere.end(), true)) - lines_.count;
}

void HumTracker::decide(const HumBank& bank) {
    stage_ = Stage::waiting;
    const bool isFirst = !isLocked_;
    const double seconds = narrowSeconds();
    if (isFresh_ && seconds < fewestSeconds) {
        playLines(bank);
        if (coherence_ < 0.3) loseLock(bank);
        ++rounds_;
        return;
    }
    isFresh_ = false;
    // What plays already is not taken for a note at once where music buries it.
    const bool plays = lines_.count + lines_.withheld > 0;
    const bool steady = seconds >= fewestSeconds && rests_ < (plays ? 6 : 2);
    bool any = false;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const std::size_t h = line % HumBank::harmonics;
        const bool isReal = steady && isReal_[line] && h < usable_;
        if (!isLocked_ || !wasRound_)
            on_[line] = isReal ? 1.0 : 0.0;
        else if (line % lineStride_ == (lineStride_ == 2 ? static_cast<std::size_t>(rounds_ % 2) : 0))
            on_[line] = std::clamp(on_[line] + (isReal ? 0.25 : -0.15), 0.0, 1.0);
        any = any || isReal;
    }
    playLines(bank);
    idleSeconds_ = any ? 0.0 : idleSeconds_ + hopsApart * hopSeconds_;
    const bool anySure = std::count(isSure_.begin(), isSure_.end(), true) > 1;
    if (isFirst && anySure && seconds >= fewestSeconds) {
        isLocked_ = true;
        coherence_ = 1.0;
        bias_ = 0.0;
        uncertainty_ = {0.0025, 0.0, 4e-4};
        for (std::size_t line = 0; line < HumBank::lines; ++line)
            noise_[line] = 30.0 * spread_[line] * spread_[line];
        begin(bank);
        return;
    }
    if (isLocked_ && coherence_ < 0.3) loseLock(bank);
    wasRound_ = isLocked_;
    ++rounds_;
}

} // namespace phonostage::dsp
