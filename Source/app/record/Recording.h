// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/input/InputDevice.h"
#include "media/record/DeviceInput.h"
#include "media/record/DiskThread.h"
#include "media/record/Recorder.h"

#include <memory>

namespace phonostage::app {

/** The recorder at the app's own device: gets what the input delivers, untouched, while the stage is heard. On the
   audio thread it hands blocks to the recorder's ring and does nothing else. */
class Recording final : public device::InputListener {
public:
    /** What differs between a person's app and a test's. */
    struct Setup {
        media::RecorderSettings recorder = {};
        const media::RecordClock* clock = nullptr; ///< null: the system's
        bool hasThread = true;                     ///< else the test calls recorder().tick()
    };

    explicit Recording(Setup setup);

    [[nodiscard]] media::Recorder& recorder() { return recorder_; }
    [[nodiscard]] const media::Recorder& recorder() const { return recorder_; }
    [[nodiscard]] const media::RecordClock& clock() const { return clock_; }

    void inputBegins(const device::InputFormat& format) override;
    void inputBlock(const float* const* channels, int frames) noexcept override { input_.block(channels, frames); }
    void inputDropOut() noexcept override { input_.dropOut(); }
    void inputEnds() override { input_.lost("the input was closed"); }

private:
    const media::RecordClock& clock_;
    media::Recorder recorder_;
    media::DeviceInput input_;
    std::unique_ptr<media::DiskThread> thread_; ///< goes before the recorder
};

} // namespace phonostage::app
