// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json/JsonFields.h"
#include "media/take/Sidecar.h"

#include <array>

namespace phonostage::media {

// The words of a sidecar, for its reader and its writer.

inline constexpr std::array<base::JsonWord<SampleWord>, 4> sampleWords{
    {{"16", SampleWord::bits16}, {"24", SampleWord::bits24}, {"32", SampleWord::bits32}, {"32f", SampleWord::float32}}};

inline constexpr std::array<base::JsonWord<TakeChannel>, 3> channelWords{
    {{"both", TakeChannel::both}, {"left", TakeChannel::left}, {"right", TakeChannel::right}}};

inline constexpr std::array<base::JsonWord<CutOrigin>, 8> originWords{{{"side", CutOrigin::side},
                                                                       {"gap", CutOrigin::gap},
                                                                       {"dip", CutOrigin::dip},
                                                                       {"applause", CutOrigin::applause},
                                                                       {"list", CutOrigin::list},
                                                                       {"cue", CutOrigin::cue},
                                                                       {"labels", CutOrigin::labels},
                                                                       {"person", CutOrigin::person}}};

inline constexpr std::array<base::JsonWord<ClickQuality>, clickQualities.size()> qualityWords{
    {{clickQualities[0].word, clickQualities[0].quality}, {clickQualities[1].word, clickQualities[1].quality}}};

/** All but TakeEventKind::other. */
inline constexpr std::array<base::JsonWord<TakeEventKind>, 12> eventWords{{{"needle_drop", TakeEventKind::needleDrop},
                                                                           {"lift_off", TakeEventKind::liftOff},
                                                                           {"run_out", TakeEventKind::runOut},
                                                                           {"overload", TakeEventKind::overload},
                                                                           {"drop_out", TakeEventKind::dropOut},
                                                                           {"gap", TakeEventKind::gap},
                                                                           {"device_lost", TakeEventKind::deviceLost},
                                                                           {"device_found", TakeEventKind::deviceFound},
                                                                           {"rate_off", TakeEventKind::rateOff},
                                                                           {"mark", TakeEventKind::mark},
                                                                           {"started", TakeEventKind::started},
                                                                           {"stopped", TakeEventKind::stopped}}};

template <typename Value, std::size_t count>
[[nodiscard]] std::string_view wordOf(const std::array<base::JsonWord<Value>, count>& words, Value value) {
    for (const auto& each : words)
        if (each.value == value) return each.word;
    return words[0].word;
}

/** Frames that a sidecar may name: whole numbers that every JSON reader holds exactly. */
constexpr double mostFrames = 9007199254740992.0;

} // namespace phonostage::media
