// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/AudioSource.h"
#include "media/record/RecordClock.h"

#include <atomic>
#include <string>

namespace phonostage::media {

/** What a driver says of an input, as a recorder wants it. A driver may start a device once more in the same way, as
    JACK does when its connections change: the take goes on then, with a mark where it was. */
class DeviceInput {
public:
    /** Before the input is opened. Both must live as long as the input is open. */
    void setSink(AudioSink& sink, const RecordClock& clock = RecordClock::system()) {
        sink_ = &sink;
        clock_ = &clock;
    }

    /** Before the first block of each start. Not from the audio thread. */
    void begin(const SourceFormat& format);
    /** Audio thread. */
    void block(const float* const* channels, int frames) noexcept {
        sink_->block(channels, frames, clock_->nanoseconds());
    }
    /** Audio thread. */
    void dropOut() noexcept { sink_->dropOut(0); }
    /** The input has gone; why: one line. Where it was not there, nothing. */
    void lost(const std::string& why);

private:
    AudioSink* sink_ = nullptr;
    const RecordClock* clock_ = nullptr;
    SourceFormat format_;
    std::atomic<bool> hasBegun_{false}; ///< JACK opens again on a thread of its own
};

} // namespace phonostage::media
