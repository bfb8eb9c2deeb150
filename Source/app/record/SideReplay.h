// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/Recovery.h"

#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::app {

class Player;
class RecordModel;

/** Hears a side again, through the stage, while it is still recorded: what is safe on the disk is played in the input's
    place, and the recording goes on. Message thread. */
class SideReplay {
public:
    static constexpr double endSeconds = 20.0;

    SideReplay(Player& player, const RecordModel& record) : player_(player), record_(record) {}

    /** From a place of the side that is recorded, or was last, to what is safe now; see refusal(). */
    void hear(double seconds);
    /** The last twenty seconds of it. */
    void hearEnd();
    /** Likewise of a recording that was cut short, as it lies there. */
    void hearEndOf(const media::Orphan& orphan);
    void stop();

    /** Why what was asked for last is not heard, in one line; "" where nothing stands in the way. */
    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    /** A side or its end is heard. */
    [[nodiscard]] bool isHeard() const;
    /** The place of the side that is heard; empty where it is none of its. */
    [[nodiscard]] std::optional<double> seconds() const;

private:
    [[nodiscard]] std::string tryToHear(double seconds);

    Player& player_;
    const RecordModel& record_;
    std::filesystem::path file_;
    std::string refusal_;
    bool isSide_ = false;
    double rateHz_ = 48000.0, offset_ = 0.0; ///< of the file: where it begins in the side
};

} // namespace phonostage::app
