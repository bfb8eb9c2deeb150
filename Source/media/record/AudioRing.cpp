// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/AudioRing.h"

#include <algorithm>

namespace phonostage::media {

void AudioRing::prepare(int channels, std::int64_t capacityFrames) {
    channels_ = channels;
    capacity_ = capacityFrames;
    // assign() writes to every page: the audio thread must not be the first to.
    samples_.assign(static_cast<std::size_t>(capacityFrames) * static_cast<std::size_t>(channels), 0.0F);
    for (auto* const number : {&published_, &delivered_, &released_})
        number->store(0);
    holesIn_.store(0);
    holesOut_.store(0);
    written_ = begin_ = 0;
    isOpen_ = false;
}

void AudioRing::copyIn(const float* const* channels, int frames) noexcept {
    auto at = static_cast<std::size_t>(written_ % capacity_);
    const auto size = static_cast<std::size_t>(capacity_);
    const auto width = static_cast<std::size_t>(channels_);
    for (int i = 0; i < frames; ++i) {
        float* const frame = samples_.data() + at * width;
        for (std::size_t channel = 0; channel < width; ++channel)
            frame[channel] = channels == nullptr ? 0.0F : channels[channel][i];
        if (++at == size) at = 0;
    }
    written_ += frames;
}

/** Where there is no slot for a hole, it stays open and grows: samples behind it cannot be taken until then. */
void AudioRing::publishHole() noexcept {
    if (!isOpen_) return;
    const auto in = holesIn_.load(std::memory_order_relaxed);
    if (in - holesOut_.load(std::memory_order_acquire) >= holeSlots) return;
    holes_[static_cast<std::size_t>(in % holeSlots)] = open_;
    written_ = open_.position + open_.frames;
    holesIn_.store(in + 1, std::memory_order_release);
    isOpen_ = false;
}

void AudioRing::publish() noexcept {
    delivered_.store(isOpen_ ? open_.position + open_.frames : written_, std::memory_order_release);
    published_.store(written_, std::memory_order_release);
}

void AudioRing::write(const float* const* channels, int frames) noexcept {
    const auto released = released_.load(std::memory_order_acquire);
    const auto next = isOpen_ ? open_.position + open_.frames : written_;
    const auto room = std::clamp<std::int64_t>(capacity_ - (next - released), 0, frames);
    // A hole ends where a whole block fits again: not in many little ones.
    if (room == frames) publishHole();
    const int taken = isOpen_ ? 0 : static_cast<int>(room);
    copyIn(channels, taken);
    if (taken < frames) {
        if (!isOpen_) open_ = {written_, 0, true};
        isOpen_ = true;
        open_.isOverflow = true;
        open_.frames += frames - taken;
    }
    publish();
}

void AudioRing::noteDropOut(std::int64_t frames) noexcept {
    publishHole();
    if (!isOpen_) open_ = {written_, 0, false};
    isOpen_ = true;
    open_.frames += std::max<std::int64_t>(frames, 0);
    publishHole();
    publish();
}

void AudioRing::read(std::int64_t position, int frames, float* interleaved) const {
    auto at = static_cast<std::size_t>(position % capacity_);
    const auto size = static_cast<std::size_t>(capacity_);
    const auto width = static_cast<std::size_t>(channels_);
    auto hole = recent_.begin();
    for (int i = 0; i < frames; ++i) {
        const auto frame = position + i;
        while (hole != recent_.end() && hole->position + hole->frames <= frame)
            ++hole;
        const bool isMissing = hole != recent_.end() && hole->position <= frame;
        for (std::size_t channel = 0; channel < width; ++channel)
            *interleaved++ = isMissing ? 0.0F : samples_[at * width + channel];
        if (++at == size) at = 0;
    }
}

void AudioRing::release(std::int64_t position) {
    begin_ = std::max(begin_, std::min(position, end()));
    std::erase_if(recent_, [&](const Hole& hole) { return hole.position + hole.frames <= begin_; });
    released_.store(begin_, std::memory_order_release);
}

std::optional<AudioRing::Hole> AudioRing::takeHole(std::int64_t upTo) {
    const auto out = holesOut_.load(std::memory_order_relaxed);
    if (out == holesIn_.load(std::memory_order_acquire)) return std::nullopt;
    const Hole hole = holes_[static_cast<std::size_t>(out % holeSlots)];
    if (hole.position > upTo) return std::nullopt;
    holesOut_.store(out + 1, std::memory_order_release);
    if (hole.frames > 0) recent_.push_back(hole);
    return hole;
}

} // namespace phonostage::media
