// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/HookupPass.h"

#include "media/analyse/Findings.h"

#include <algorithm>
#include <thread>

namespace phonostage::media {
namespace {

constexpr std::size_t pieceFrames = 32768;

} // namespace

HookupPass::HookupPass(double rateHz, int channels, const RenderStage& stage, const CaptureFacts& facts)
    : channels_(channels), survey_(rateHz, channels, hookupContext(stage, facts), facts.holds),
      schedule_(survey_.schedule()) {
    if (std::thread::hardware_concurrency() > 1) side_.emplace();
}

void HookupPass::add(const double* const* channels, int frames) {
    for (int done = 0; done < frames;) {
        const auto n = static_cast<int>(std::min<std::int64_t>(frames - done, schedule_.framesLeft()));
        auto& piece = pieces_[filling_];
        const bool isListening = schedule_.isListening();
        if (isListening)
            for (int c = 0; c < channels_; ++c)
                piece.samples[static_cast<std::size_t>(c)].insert(piece.samples[static_cast<std::size_t>(c)].end(),
                                                                  channels[c] + done, channels[c] + done + n);
        else
            piece.passed += n;
        done += n;
        const bool isAtEnd = schedule_.advance(n);
        if (isAtEnd || piece.samples[0].size() >= pieceFrames) handOver();
    }
}

void HookupPass::handOver() {
    auto& piece = pieces_[filling_];
    filling_ = 1 - filling_;
    const auto look = [this, &piece] {
        survey_.pass(piece.passed);
        const std::array<const double*, 2> samples{piece.samples[0].data(), piece.samples[1].data()};
        survey_.add(samples.data(), static_cast<std::int64_t>(piece.samples[0].size()));
    };
    if (side_)
        side_->start(look); // waits for the piece before, whose memory is used again
    else
        look();
    auto& next = pieces_[filling_];
    for (auto& samples : next.samples)
        samples.clear();
    next.passed = 0;
}

dsp::HookupVerdict HookupPass::finish() {
    handOver();
    if (side_) side_->wait();
    survey_.finish();
    return survey_.verdict();
}

} // namespace phonostage::media
