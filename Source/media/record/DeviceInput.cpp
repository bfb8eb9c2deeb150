// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DeviceInput.h"

namespace phonostage::media {

void DeviceInput::begin(const SourceFormat& format) {
    if (hasBegun_ && format == format_) {
        sink_->dropOut(0);
        return;
    }
    lost("the input was opened again, in another way");
    format_ = format;
    sink_->begin(format);
    hasBegun_ = true;
}

void DeviceInput::lost(const std::string& why) {
    if (hasBegun_.exchange(false)) sink_->lost(why, false);
}

} // namespace phonostage::media
