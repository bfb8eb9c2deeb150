// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Options.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

namespace phonostage::app {
namespace {

constexpr double weekSeconds = 7.0 * 24.0 * 3600.0;

/** A number with one of the units given (longest first) or none; empty where it is anything else. */
std::optional<double> parseNumber(std::string text, std::string_view unit, bool kilo) {
    const auto dropSuffix = [&text](std::string_view suffix) {
        if (suffix.empty() || text.size() <= suffix.size() || !std::string_view(text).ends_with(suffix)) return false;
        text.resize(text.size() - suffix.size());
        return true;
    };
    dropSuffix(unit);
    const double factor = kilo && (dropSuffix("k") || dropSuffix("K")) ? 1000.0 : 1.0;
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    const auto typed = base::withPoint(text);
    if (!typed) return std::nullopt;
    text = *typed;
    // A stream takes leading blanks and forms such as "0x10"; only plain decimal text may reach it.
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string::npos) return std::nullopt;
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    double value = 0.0;
    if (!(stream >> value) || stream.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    value *= factor;
    if (!std::isfinite(value)) return std::nullopt;
    return value;
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
        const auto hertz = parseNumber(value, "Hz", true);
        if (!hertz || *hertz < 8000.0 || *hertz > 768000.0) return range("a rate from 8000 to 768000 Hz");
        options.rateHz = hertz;
    } else if (name == "--buffer") {
        const auto frames = parseNumber(value, "", false);
        if (!frames || *frames < 8.0 || *frames > 16384.0 || std::floor(*frames) < *frames)
            return range("a whole number of frames from 8 to 16384");
        options.bufferFrames = static_cast<int>(*frames);
    } else if (name == "--input") {
        if (value != "on" && value != "off") return oneOf({"on", "off"});
        options.input = value == "on";
    } else if (name == "--completion") {
        if (value != "bash" && value != "zsh" && value != "fish") return oneOf({"bash", "zsh", "fish"});
        options.shell = value;
        options.action = Action::completion;
    } else if (name == "--quit-after") {
        const auto seconds = parseNumber(value, "s", false);
        if (!seconds || *seconds <= 0.0 || *seconds > weekSeconds) return range("seconds above 0, at most a week");
        options.quitAfterSeconds = seconds;
    }
    return {};
}

} // namespace

std::variant<Options, OptionError> parseOptions(std::span<const std::string> arguments) {
    Options options;
    std::set<std::string, std::less<>> seen;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string name = arguments[i];
        std::optional<std::string> value;
        if (name.starts_with("-psn_")) continue; // the macOS Finder adds its process number
        if (name == "-h") name = "--help";
        if (const auto equals = name.find('='); name.starts_with("--") && equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        const Flag* flag = findFlag(name);
        if (flag == nullptr) return OptionError{unknown(name)};
        if (!seen.insert(name).second) return OptionError{name + " is given twice; give it once"};
        if (flag->value.empty()) {
            if (value) return OptionError{name + " takes no value"};
            if (name == "--help") options.action = Action::help;
            if (name == "--version" && options.action != Action::help) options.action = Action::version;
            if (name == "--man" && options.action == Action::run) options.action = Action::man;
            if (name == "--list-devices" && options.action == Action::run) options.action = Action::listDevices;
            continue;
        }
        if (!value) {
            if (i + 1 >= arguments.size() || findFlag(arguments[i + 1]) != nullptr) return needsValue(*flag);
            value = arguments[++i];
        }
        if (value->empty()) return needsValue(*flag);
        if (auto wrong = take(options, name, *value); !wrong.empty()) return OptionError{std::move(wrong)};
    }
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
