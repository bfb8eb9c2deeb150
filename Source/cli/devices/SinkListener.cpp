// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/SinkListener.h"

namespace phonostage::cli {

void SinkListener::inputBegins(const device::InputFormat& format) {
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

} // namespace phonostage::cli
