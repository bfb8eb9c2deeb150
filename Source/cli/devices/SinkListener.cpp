// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/SinkListener.h"

namespace phonostage::cli {

void SinkListener::lost(const std::string& why) {
    if (hasBegun_.exchange(false)) sink_->lost(why, false);
}

void SinkListener::inputBegins(const device::InputFormat& format) {
    media::SourceFormat source;
    source.sampleRateHz = format.rateHz;
    source.channels = format.channels;
    source.wordBits = format.wordBits;
    source.type = format.choice.type;
    source.name = format.choice.name;
    source.firstChannel = format.choice.firstChannel;
    source.secondChannel = format.choice.secondChannel;
    // JACK starts a device once more when its connections change: the side goes on, with a mark where it was.
    if (hasBegun_ && source == format_) {
        sink_->dropOut(0);
        return;
    }
    lost("the input was opened again, in another way");
    format_ = source;
    sink_->begin(source);
    hasBegun_ = true;
}

void SinkListener::inputBlock(const float* const* channels, int frames) noexcept {
    sink_->block(channels, frames, clock_.nanoseconds());
}

void SinkListener::inputDropOut() noexcept { sink_->dropOut(0); }

} // namespace phonostage::cli
