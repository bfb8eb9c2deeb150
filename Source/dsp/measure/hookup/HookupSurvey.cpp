// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupSurvey.h"

#include <cstddef>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr std::int64_t firstBlocks = hookup::mostBlocks, laterBlocks = 32;
constexpr std::int64_t secondStretch = 256; ///< blocks from the beginning; each later one begins 4 times as far
constexpr std::int64_t leastBlocks = 4;     ///< a last stretch that is shorter says nothing new

bool isSame(const HookupFinding& a, const HookupFinding& b) { return a.fault == b.fault && a.channel == b.channel; }

const HookupFinding* findIn(const HookupVerdict& verdict, const HookupFinding& finding) {
    const auto at = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                 [&](const HookupFinding& other) { return isSame(other, finding); });
    return at == verdict.findings.end() ? nullptr : &*at;
}

bool isAddedToSignal(HookupFault fault) {
    return fault == HookupFault::noSignal || fault == HookupFault::hum || fault == HookupFault::dcOffset ||
           fault == HookupFault::radioLines;
}

} // namespace

HookupSchedule::HookupSchedule(std::int64_t framesPerBlock)
    : framesPerBlock_(framesPerBlock), end_(firstBlocks * framesPerBlock) {}

bool HookupSchedule::advance(std::int64_t frames) {
    position_ += frames;
    if (position_ < end_) return false;
    start_ = start_ == 0 ? secondStretch * framesPerBlock_ : 4 * start_;
    end_ = start_ + laterBlocks * framesPerBlock_;
    return true;
}

HookupSurvey::HookupSurvey(double rateHz, int channels, HookupContext context, HookupHolds holds)
    : listener_(rateHz), channels_(channels), context_(context), holds_(holds), schedule_(listener_.framesPerBlock()) {
    context_.isOneChannel = channels == 1;
}

template <typename Sample> void HookupSurvey::add(const Sample* const* channels, std::int64_t frames) {
    const auto* left = channels[0];
    const auto* right = channels[channels_ > 1 ? 1 : 0];
    while (frames > 0) {
        const auto n = std::min(frames, schedule_.framesLeft());
        if (schedule_.isListening()) listener_.add(left, right, n);
        left += n;
        right += n;
        frames -= n;
        if (schedule_.advance(n)) endStretch();
    }
}

template void HookupSurvey::add<float>(const float* const*, std::int64_t);
template void HookupSurvey::add<double>(const double* const*, std::int64_t);

void HookupSurvey::endStretch() {
    const bool isWorthIt = listener_.blocks() >= leastBlocks || (verdicts_.empty() && listener_.blocks() > 0);
    if (isWorthIt) {
        const auto features = listener_.features();
        heardSeconds_ += features->seconds;
        verdicts_.push_back(judgeHookup(*features, context_));
    }
    listener_.clear();
}

void HookupSurvey::finish() {
    endStretch();
    join();
}

/** Among all stretches, for what one of them shows. */
bool HookupSurvey::isShown(const HookupFinding& finding) const {
    if (holds_ == HookupHolds::needleUp && !isAddedToSignal(finding.fault)) return false;
    std::size_t judged = 0, shown = 0;
    for (const auto& verdict : verdicts_) {
        const auto* const found = findIn(verdict, finding);
        if (finding.fault == HookupFault::hum && found != nullptr && found->confidence == Confidence::sure) return true;
        if (finding.fault == HookupFault::plugWiggle && found != nullptr) return true;
        const bool isPlaying = verdict.hasMusic && !verdict.isGrooveOnly;
        if (!isAddedToSignal(finding.fault) && finding.fault != HookupFault::noRecord && !isPlaying && found == nullptr)
            continue;
        ++judged;
        shown += found != nullptr ? 1 : 0;
    }
    switch (finding.fault) {
    case HookupFault::noRecord:
        return holds_ == HookupHolds::music || shown == judged;
    case HookupFault::noSignal:
    case HookupFault::gainLow:
        return shown == judged;
    default:
        return 2 * shown >= judged;
    }
}

void HookupSurvey::join() {
    for (const auto& verdict : verdicts_) {
        verdict_.hasMusic |= verdict.hasMusic;
        verdict_.isGrooveOnly |= verdict.isGrooveOnly;
        for (const auto& finding : verdict.findings) {
            const auto known = std::find_if(verdict_.findings.begin(), verdict_.findings.end(),
                                            [&](const HookupFinding& other) { return isSame(other, finding); });
            if (known == verdict_.findings.end()) {
                if (isShown(finding)) verdict_.findings.push_back(finding);
            } else if (finding.confidence > known->confidence) {
                *known = finding;
            }
        }
    }
    std::stable_sort(verdict_.findings.begin(), verdict_.findings.end(),
                     [](const HookupFinding& a, const HookupFinding& b) { return a.fault < b.fault; });
}

} // namespace phonostage::dsp
