// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundSource.h"
#include "media/record/AudioSource.h"

#include <atomic>
#include <thread>

namespace phonostage::media {

/** An audio file, or standard input, in place of a device: for what another program delivers, and for tests. */
class FileAudioSource final : public AudioSource {
public:
    /** pace: 1 as a device would, 2 twice as fast; 0 as fast as there is room in the sink. blockFrames: of each call.
     */
    FileAudioSource(SoundSource source, double pace, int blockFrames = 1024);
    ~FileAudioSource() override { stop(); }

    /** Throws MediaError where the file cannot be opened. */
    void start(AudioSink& sink) override;
    void stop() override;

private:
    void run(AudioSink& sink, class AudioReader& reader);

    SoundSource source_;
    double pace_;
    int blockFrames_;
    std::atomic<bool> isEnding_{false};
    std::thread thread_;
};

} // namespace phonostage::media
