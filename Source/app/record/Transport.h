// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

class AppModel;

/** What a button of the transport strip does. */
enum class TransportAction {
    record,
    startNow,
    cancel,
    stop,
    goOn,
    inputOn,
    inputOff,
    audioSettings,
    lookAgain,
    finishSide,
    otherFolder,
    recover,
    playEnd,
    backToLive,
    later,
    dismiss,
    showCheck,
    hushFinding,
    beginCheck,
    declineCheck,
    goOnLoud,
};

/** What the strip in the top bar says on every page; no component, so that tests can read it. */
struct Transport {
    enum class Mood { calm, attention, trouble };
    /** The red mark, told apart by its shape: armed, recording, just stopped. */
    enum class Dot { none, armed, recording, stopping };

    Mood mood = Mood::calm;
    Dot dot = Dot::none;
    std::string headline;
    std::string detail;
    bool detailIsTrouble = false;
    std::optional<TransportAction> main;   ///< at its fixed place
    std::optional<TransportAction> beside; ///< quiet, behind the sentence
    std::vector<TransportAction> more;     ///< at the right, the first one filled; the meters give way to them
    bool hasClock = true;
    std::string elapsed;
    bool isElapsedQuiet = true;
    std::string room; ///< "room for 38 h"; "" where it is not known
    bool isRoomShort = false;
    bool showsInput = true; ///< the pill with the input switch
    bool isInputLocked = false;
    bool isEndHeard = false;   ///< of a recording that was cut short: playEnd stops it
    std::string recordingSide; ///< "side A", of finishSide and the like

    [[nodiscard]] bool offers(TransportAction action) const;
    bool operator==(const Transport&) const = default;
};

[[nodiscard]] Transport describe(const AppModel& model);

/** "Record", "Finish side A". */
[[nodiscard]] std::string actionText(TransportAction action, const Transport& transport);

} // namespace phonostage::app
