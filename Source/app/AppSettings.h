// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/check/CheckSettings.h"
#include "app/record/RecordSettings.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::app {

constexpr int settingsSchema = 1;
constexpr std::size_t maxSettingsBytes = std::size_t{1024} * 1024;
constexpr int maxSettingsDepth = 32; ///< of lists and objects in each other; a stage has half as many
constexpr std::size_t maxRememberedInputs = 64;

/** An input that its user has switched on and that may be opened at the next start. */
struct RememberedInput {
    std::string type;
    std::string device;
    bool operator==(const RememberedInput&) const = default;
};

/** What the app remembers from one start to the next. Text is UTF-8. */
struct AppSettings {
    std::string deviceType;                ///< empty: never chosen
    std::string outputDevice;              ///< empty: the type's default
    std::string inputDevice;               ///< empty: the type's default
    double rateHz = 0.0;                   ///< 0: as the device likes
    int bufferFrames = 0;                  ///< 0: as the device likes
    int inputFirstChannel = 0;             ///< of the pair, from 0
    int outputFirstChannel = 0;            ///< the same for the output
    std::vector<RememberedInput> inputsOn; ///< oldest first
    int windowWidth = 0;                   ///< 0: never sized
    int windowHeight = 0;
    std::optional<int> windowX, windowY; ///< both or neither; empty: never moved
    RecordSettings record;
    CheckSettings check;
    std::string stage; ///< the processor's state, a JSON object; empty: the defaults

    bool operator==(const AppSettings&) const = default;

    [[nodiscard]] bool inputRemembered(std::string_view type, std::string_view device) const;
    void rememberInput(std::string_view type, std::string_view device, bool on);
};

struct SettingsError {
    std::string message; ///< names the field, what is wrong
};

/** What another process has stored, with what was changed here since `before`: the device as a whole, the inputs that
    are on, the window, what is recorded, the check, the stage. */
[[nodiscard]] AppSettings withChanges(AppSettings stored, const AppSettings& before, const AppSettings& now);

/** One JSON object, keys always in the same order: the same settings give the same bytes. */
[[nodiscard]] std::string writeSettings(const AppSettings& settings);

/** Checked as a whole: anything wrong, or a schema from the future, is an error and nothing else. What is missing gets
   its default; the "stage" object is passed on unread, but no deeper than maxSettingsDepth. Any bytes may be given. */
[[nodiscard]] std::variant<AppSettings, SettingsError> readSettings(std::string_view text);

} // namespace phonostage::app
