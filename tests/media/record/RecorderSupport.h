// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/GrooveScenes.h"
#include "media/record/RecordSupport.h"

#include <filesystem>
#include <string>

namespace phonostage::tests {

using State = media::RecorderState;

inline media::TakeRequest requestFor(const std::filesystem::path& path, media::StartBy start = media::StartBy::hand) {
    media::TakeRequest request;
    request.audio = path;
    request.start = start;
    request.preRollSeconds = 2.0;
    if (start != media::StartBy::needle) request.stopsAtLiftOff = request.stopsInRunOut = false;
    return request;
}

inline std::string logOf(media::Recorder& recorder) {
    std::string text;
    for (const auto& line : recorder.takeLog())
        text += std::string(media::stateName(line.state)) + ": " + line.text + "\n";
    return text;
}

inline const media::TakeEvent* find(const media::Sidecar& sidecar, media::TakeEventKind kind) {
    for (const auto& event : sidecar.events)
        if (event.kind == kind) return &event;
    return nullptr;
}

/** The deck plays a scene, one channel on both sides. */
inline void play(TestDeck& deck, const Scene& scene, double seconds) {
    deck.play(seconds, [&](std::int64_t frame, int) {
        const auto at = static_cast<std::size_t>(frame);
        return at < scene.samples.size() ? scene.samples[at] : 0.0F;
    });
}

} // namespace phonostage::tests
