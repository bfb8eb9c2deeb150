// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::device {

/** What a device's pair of inputs goes through on its way to the pair of outputs: the phono stage, a recorder. */
class StereoProcess {
public:
    StereoProcess() = default;
    virtual ~StereoProcess() = default;
    StereoProcess(const StereoProcess&) = delete;
    StereoProcess& operator=(const StereoProcess&) = delete;

    /** Before the first block, while the device is stopped. No block will have more than maxFrames frames. */
    virtual void prepare(double rateHz, int maxFrames) = 0;

    /** One block, in place. Audio thread: no allocation, no lock, no system call. */
    virtual void process(float* left, float* right, int frames) = 0;

    /** The device has stopped. */
    virtual void release() = 0;
};

} // namespace phonostage::device
