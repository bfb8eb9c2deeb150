// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/input/InputDevice.h"
#include "media/record/DeviceInput.h"

#include <string>

namespace phonostage::cli {

/** Hands what an input delivers to a recorder. */
class SinkListener final : public device::InputListener {
public:
    /** Before the input is opened. It must live as long as the input is open. */
    void setSink(media::AudioSink& sink) { input_.setSink(sink); }

    /** The input has gone; why: one line. Where it was not there, nothing. */
    void lost(const std::string& why) { input_.lost(why); }

    void inputBegins(const device::InputFormat& format) override;
    void inputBlock(const float* const* channels, int frames) noexcept override { input_.block(channels, frames); }
    void inputDropOut() noexcept override { input_.dropOut(); }

private:
    media::DeviceInput input_;
};

} // namespace phonostage::cli
