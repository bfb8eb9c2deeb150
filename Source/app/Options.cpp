// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Options.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

namespace phonostage::app {
namespace {

constexpr double weekSeconds = 7.0 * 24.0 * 3600.0;

/** A number with the unit or none; empty where it is anything else. */
std::optional<double> parseNumber(std::string_view text, std::string_view unit) {
    return base::parseQuantity(text, unit).value;
}

struct Flag {
    std::string_view name;
    std::string_view value; ///< what stands for the value in the help; empty where the flag takes none
    std::string_view help;
};

constexpr std::array<Flag, 14> flags{{
    {"--device-type", "NAME", "kind of audio system (ALSA, JACK, CoreAudio, ...)"},
    {"--input-device", "NAME", "device that the turntable is connected to"},
    {"--output-device", "NAME", "device for playback"},
    {"--rate", "HZ", "sample rate, 8000 to 768000"},
    {"--buffer", "FRAMES", "block size, 8 to 16384"},
    {"--input", "on|off", "open the input at the start, or keep it closed"},
    {"--settings", "FILE", "use this settings file instead of the user's own"},
    {"--quit-after", "SECONDS", "quit automatically after this time"},
    {"--screenshot", "FILE", "save the window as a PNG just before quitting (default: after 2 s)"},
    {"--list-devices", "", "print the audio devices and quit"},
    {"--version", "", "print the version and quit"},
    {"--help", "", "print this and quit"},
    // For packages, not in the help.
    {"--man", "", ""},
    {"--completion", "bash|zsh|fish", ""},
}};

constexpr const char* remark =
    "Options override the settings file and are saved in it. When the app first starts, the input stays off\n"
    "until it is switched on in the window, or with --input on.\n";

const Flag* findFlag(std::string_view name) {
    for (const Flag& flag : flags)
        if (flag.name == name) return &flag;
    return nullptr;
}

std::string unknown(const std::string& name) {
    if (!name.starts_with("-"))
        return "unknown argument \"" + name +
               "\"; the app does not open files, use 'phonostage render FILE'; --help lists "
               "the options";
    std::vector<std::string_view> names;
    for (const Flag& flag : flags)
        if (!flag.help.empty()) names.push_back(flag.name);
    return "unknown option \"" + name + "\"; " + base::didYouMean(name, names) + "--help lists the options";
}

OptionError needsValue(const Flag& flag) {
    std::string message(flag.name);
    message.append(" needs a value: ").append(flag.name).append(1, ' ').append(flag.value);
    return {std::move(message)};
}

/** Stores one flag's value; the text of what is wrong, or empty. */
std::string take(Options& options, std::string_view name, const std::string& value) {
    const auto range = [&](std::string_view what) {
        auto text = std::string(name) + " takes " + std::string(what) + ", not \"" + value + "\"";
        if (value.find(',') != std::string::npos && !base::withPoint(value))
            text += ": " + base::whyNoDecimalComma(value);
        return text;
    };
    const auto oneOf = [&](const std::vector<std::string_view>& words) {
        auto guess = base::didYouMean(value, words);
        if (!guess.empty()) guess = "; " + guess.substr(0, guess.size() - 1);
        return range(base::listedWithOr(words)) + guess;
    };
    if (name == "--device-type") {
        options.deviceType = value;
    } else if (name == "--input-device") {
        options.inputDevice = value;
    } else if (name == "--output-device") {
        options.outputDevice = value;
    } else if (name == "--settings") {
        options.settingsFile = value;
    } else if (name == "--screenshot") {
        options.screenshotFile = value;
    } else if (name == "--rate") {
        const auto hertz = parseNumber(value, "Hz");
        if (!hertz || *hertz < 8000.0 || *hertz > 768000.0) return range("a rate from 8000 to 768000 Hz");
        options.rateHz = hertz;
    } else if (name == "--buffer") {
        const auto frames = parseNumber(value, "");
        if (!frames || *frames < 8.0 || *frames > 16384.0 || std::floor(*frames) < *frames)
            return range("a whole number of frames from 8 to 16384");
        options.bufferFrames = static_cast<int>(*frames);
    } else if (name == "--input") {
        if (value != "on" && value != "off") return oneOf({"on", "off"});
        options.input = value == "on";
    } else if (name == "--completion") {
        if (value != "bash" && value != "zsh" && value != "fish") return oneOf({"bash", "zsh", "fish"});
        options.shell = value;
    } else if (name == "--quit-after") {
        const auto seconds = parseNumber(value, "s");
        if (!seconds || *seconds <= 0.0 || *seconds > weekSeconds) return range("seconds above 0, at most a week");
        options.quitAfterSeconds = seconds;
    }
    return {};
}

/** The parser: a flag of the table each, its values as they are written. */
std::array<CLI::Option*, flags.size()> addFlags(CLI::App& app) {
    app.set_help_flag(); // the table has its own
    app.allow_extras();
    app.allow_windows_style_options(false);
    std::array<CLI::Option*, flags.size()> options{};
    for (std::size_t i = 0; i < flags.size(); ++i) {
        const std::string name(flags[i].name);
        // One value an occurrence: repeated flags are reported below.
        options[i] = flags[i].value.empty() ? app.add_flag(name)
                                            : app.add_option(name)->expected(1, CLI::detail::expected_max_vector_size);
        options[i]->allow_extra_args(false);
    }
    return options;
}

/** What the parser cannot know: a flag on its own where a value belongs, an equals sign with nothing behind it. Empty
    where all is well. */
std::string whyNotWritten(const Flag& flag, const CLI::Option& option) {
    const auto& written = option.results();
    const std::string name(flag.name);
    if (flag.value.empty() && written.front() != "true") return name + " takes no value";
    if (written.size() > 1) return name + " is given twice; give it once";
    const bool isMissing = !flag.value.empty() && (written.front().empty() || findFlag(written.front()) != nullptr);
    return isMissing ? needsValue(flag).message : std::string();
}

/** The parser says "--rate: 1 required missing". */
OptionError explain(const CLI::ParseError& error) {
    const std::string text = error.what();
    const Flag* flag = findFlag(std::string_view(text).substr(0, text.find(':')));
    return flag != nullptr ? needsValue(*flag) : OptionError{text};
}

Action actionOf(const Options& options, const std::vector<std::string_view>& given) {
    const auto has = [&](std::string_view name) { return std::find(given.begin(), given.end(), name) != given.end(); };
    if (has("--help")) return Action::help;
    if (has("--version")) return Action::version;
    if (!options.shell.empty()) return Action::completion;
    if (has("--man")) return Action::man;
    return has("--list-devices") ? Action::listDevices : Action::run;
}

/** As the parser takes them, in its order: the last one first. */
std::vector<std::string> inReverse(std::span<const std::string> arguments) {
    std::vector<std::string> reversed;
    for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument)
        if (!argument->starts_with("-psn_")) // the macOS Finder adds its process number
            reversed.push_back(*argument == "-h" ? "--help" : *argument);
    return reversed;
}

} // namespace

std::variant<Options, OptionError> parseOptions(std::span<const std::string> arguments) {
    CLI::App app;
    const auto parsed = addFlags(app);
    for (const auto& argument : arguments) // the parser would take the next argument for the value
        if (argument.starts_with("--") && argument.ends_with('='))
            if (const Flag* flag = findFlag(std::string_view(argument).substr(0, argument.size() - 1)))
                return flag->value.empty() ? OptionError{std::string(flag->name) + " takes no value"}
                                           : needsValue(*flag);
    try {
        app.parse(inReverse(arguments));
    } catch (const CLI::ParseError& error) {
        return explain(error);
    }
    if (const auto extra = app.remaining(); !extra.empty()) {
        const auto& name = extra.front();
        return OptionError{unknown(name.starts_with("--") ? name.substr(0, name.find('=')) : name)};
    }
    Options options;
    std::vector<std::string_view> given;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (parsed[i]->count() == 0) continue;
        if (auto why = whyNotWritten(flags[i], *parsed[i]); !why.empty()) return OptionError{std::move(why)};
        given.push_back(flags[i].name);
        if (flags[i].value.empty()) continue;
        if (auto wrong = take(options, flags[i].name, parsed[i]->results().front()); !wrong.empty())
            return OptionError{std::move(wrong)};
    }
    options.action = actionOf(options, given);
    return options;
}

std::string helpText() {
    std::string text = "Phonostage: a phono stage in software.\n\nUsage: phonostage-app [OPTIONS]\n\n";
    for (const Flag& flag : flags) {
        if (flag.help.empty()) continue;
        std::string left(2, ' ');
        left.append(flag.name);
        if (!flag.value.empty()) left.append(1, ' ').append(flag.value);
        left.resize(std::max<std::size_t>(left.size() + 2, 26), ' ');
        text.append(left).append(flag.help).append(1, '\n');
    }
    return text + "\n" + remark;
}

info::Program programText() {
    info::Program program;
    program.name = "phonostage-app";
    program.summary = "a phono stage for a turntable at the line input";
    program.description = "Opens a window that processes the input of an audio interface like a phono stage: "
                          "record curve, gain, load correction, overload detection, levels in volts.";
    program.seeAlso = "phonostage(1), jackd(1)";
    info::Command& own = program.commands.emplace_back();
    for (const Flag& flag : flags) {
        if (flag.help.empty()) continue;
        info::Flag& out = own.flags.emplace_back();
        out.names.emplace_back(flag.name);
        out.value = flag.value;
        out.help = flag.help;
        if (flag.value == "on|off") out.words = {"on", "off"};
        if (!flag.value.empty()) out.takes = flag.value == "FILE" ? info::Takes::file : info::Takes::text;
    }
    own.footer = remark;
    return program;
}

} // namespace phonostage::app
