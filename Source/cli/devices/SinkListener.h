// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/input/InputDevice.h"
#include "media/record/AudioSource.h"
#include "media/record/RecordClock.h"

#include <atomic>

namespace phonostage::cli {

/** Hands what an input delivers to a recorder. */
class SinkListener final : public device::InputListener {
public:
    /** Before the input is opened. It must live as long as the input is open. */
    void setSink(media::AudioSink& sink) { sink_ = &sink; }

    /** The input has gone; why: one line. Where it was not there, nothing. */
    void lost(const std::string& why);

    void inputBegins(const device::InputFormat& format) override;
    void inputBlock(const float* const* channels, int frames) noexcept override;
    void inputDropOut() noexcept override;

private:
    const media::RecordClock clock_;
    media::AudioSink* sink_ = nullptr;
    media::SourceFormat format_;
    std::atomic<bool> hasBegun_{false}; ///< JACK opens again on a thread of its own
};

} // namespace phonostage::cli
