// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RecorderState.h"

namespace phonostage::media {

const char* stateName(RecorderState state) {
    switch (state) {
    case RecorderState::off:
        return "off";
    case RecorderState::armed:
        return "armed";
    case RecorderState::recording:
        return "recording";
    case RecorderState::stopping:
        return "stopping";
    case RecorderState::stopped:
        break;
    }
    return "stopped";
}

} // namespace phonostage::media
