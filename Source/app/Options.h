// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "info/ProgramText.h"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace phonostage::app {

enum class Action { run, help, version, listDevices, man, completion };

/** What the flags asked for; a flag that was not given is empty and leaves the settings file in charge. */
struct Options {
    Action action = Action::run;
    std::optional<std::string> deviceType;   ///< "ALSA", "JACK", ...
    std::optional<std::string> inputDevice;  ///< name as --list-devices prints it
    std::optional<std::string> outputDevice; ///< likewise
    std::optional<double> rateHz;            ///< 8000 to 768000
    std::optional<int> bufferFrames;         ///< 8 to 16384
    std::optional<bool> input;               ///< on opens the input device at start, off never does
    std::optional<std::string> settingsFile;
    std::optional<double> quitAfterSeconds; ///< above 0, at most a week
    std::optional<std::string> screenshotFile;
    std::string shell; ///< of Action::completion: "bash", "zsh" or "fish"
};

/** One line for people: names the flag, what is wrong and the remedy. */
struct OptionError {
    std::string message;
};

/** arguments: without the program's name. "--flag value" and "--flag=value" are the same; numbers take units as on the
    command line ("96k", "44.1 kHz", "1.5s") and never depend on the locale. */
[[nodiscard]] std::variant<Options, OptionError> parseOptions(std::span<const std::string> arguments);

/** The text of --help. */
[[nodiscard]] std::string helpText();

/** The same flags for the manual page and the shells. */
[[nodiscard]] info::Program programText();

} // namespace phonostage::app
