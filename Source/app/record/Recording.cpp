// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/Recording.h"

namespace phonostage::app {

Recording::Recording(Setup setup)
    : clock_(setup.clock != nullptr ? *setup.clock : media::RecordClock::system()),
      recorder_(std::move(setup.recorder), clock_) {
    input_.setSink(recorder_, clock_);
    if (setup.hasThread) thread_ = std::make_unique<media::DiskThread>(recorder_);
}

void Recording::inputBegins(const device::InputFormat& format) {
    media::SourceFormat source;
    source.sampleRateHz = format.rateHz;
    source.channels = format.channels;
    source.wordBits = format.wordBits;
    source.type = format.choice.type;
    source.name = format.choice.name;
    source.firstChannel = format.choice.firstChannel;
    source.secondChannel = format.choice.secondChannel;
    input_.begin(source);
}

} // namespace phonostage::app
