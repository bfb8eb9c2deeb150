// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/Mistakes.h"

#include "cli/output/Errors.h"

#include "base/files/FilePlace.h"
#include "base/text/LikeWords.h"
#include "base/text/Units.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

namespace phonostage::cli {
namespace {

using Words = std::vector<std::string>;

std::vector<std::string_view> viewsOf(const Words& words) { return {words.begin(), words.end()}; }

std::vector<const CLI::App*> commandsOf(const CLI::App& program) {
    return program.get_subcommands([](const CLI::App* app) { return !app->get_name().empty(); });
}

Words commandNames(const CLI::App& program) {
    Words names;
    for (const auto* command : commandsOf(program))
        names.push_back(command->get_name());
    return names;
}

/** "--gain" and all others that are in the help. */
Words flagsOf(const CLI::App& app) {
    Words names;
    for (const auto* option : app.get_options())
        if (!option->get_group().empty())
            for (const auto& name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

bool isFlag(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

/** Without a value behind an equals sign, and with two hyphens. */
std::string asFlag(std::string_view word) {
    word = word.substr(0, word.find('='));
    while (word.starts_with('-'))
        word.remove_prefix(1);
    return "--" + std::string(word);
}

/** What was written, of which the parser took the front as short flags: "-gain" is handed back as "-gain" or "-ain". */
std::string asWritten(const std::string& left, const Words& arguments) {
    for (const auto& argument : arguments)
        if (argument == left) return left;
    for (const auto& argument : arguments)
        if (isFlag(argument) && argument.ends_with(left.substr(1))) return argument;
    return left;
}

std::string aboutFlag(const CLI::App& program, const CLI::App& app, const std::string& word) {
    const auto flag = asFlag(word);
    std::string text = "there is no option '" + shown(word) + "' here; ";
    const auto own = flagsOf(app);
    if (std::find(own.begin(), own.end(), flag) != own.end()) return text + "did you mean " + flag + "? ";
    // A flag of one command is no help to another, unless it is spelt right.
    std::vector<std::string_view> owners;
    const auto commands = commandsOf(program);
    for (const auto* command : commands)
        if (const auto flags = flagsOf(*command); std::find(flags.begin(), flags.end(), flag) != flags.end())
            owners.emplace_back(command->get_name());
    if (&app == &program && !owners.empty())
        return text + flag + " must follow its command: " + base::listedWithOr(owners);
    if (!owners.empty()) return text + flag + " is for " + base::listedWithOr(owners);
    return text + base::didYouMean(flag, viewsOf(own));
}

bool looksLikeFile(const std::string& word) {
    const auto kind = base::pathKind(word);
    if (kind == base::PathKind::file || kind == base::PathKind::folder) return true;
    constexpr std::array<std::string_view, 14> endings{".wav",  ".flac", ".aiff", ".aif",  ".aifc", ".caf", ".w64",
                                                       ".rf64", ".au",   ".mp3",  ".opus", ".ogg",  ".m4a", ".wv"};
    const auto ending = std::filesystem::path(word).extension().string();
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view each) { return base::equalsIgnoringCase(each, ending); });
}

std::string aboutCommand(const CLI::App& program, const std::string& word) {
    const auto names = commandNames(program);
    const auto all = "the commands are " + base::listedWithOr(viewsOf(names));
    if (word.empty()) return "a command is missing; " + all;
    if (looksLikeFile(word))
        return "'" + shown(word) + "' is a file and needs a command before it: 'phonostage render FILE' runs it " +
               "through the phono stage, 'phonostage analyze FILE' shows its levels and overloads, " +
               "'phonostage calibrate FILE' measures a tone in it";
    auto candidates = names;
    for (const auto& flag : flagsOf(program))
        candidates.push_back(flag);
    return "there is no command '" + shown(word) + "'; " + base::didYouMean(word, viewsOf(candidates)) + all;
}

std::string aboutName(const CLI::App& app, const std::string& word) {
    if (app.get_name() == "curves")
        return "'" + shown(word) + "' is an extra argument: to find a curve, write --search '" + shown(word) + "'";
    return "'" + shown(word) +
           "' is an extra argument: remove it, or put a name that contains spaces "
           "in quotes";
}

/** The parser says "--gain: 1 required DB missing", also where there are two. */
std::optional<std::string> aboutValue(const CLI::App& app, const CLI::ParseError& error) {
    const std::string text = error.what();
    if (error.get_name() != "ArgumentMismatch" || text.find("required") == std::string::npos) return std::nullopt;
    const auto name = text.substr(0, text.find(':'));
    for (const auto* option : app.get_options())
        if (option->check_name(name))
            return option->count() > 1 ? name + " is given more than once: give it once"
                                       : name + " needs a value: " + name + " " + option->get_type_name();
    return std::nullopt;
}

} // namespace

std::string explainMistake(const CLI::App& program, const CLI::ParseError& error, const Words& arguments) {
    const auto used = program.get_subcommands();
    const auto* innermost = &program;
    while (!innermost->get_subcommands().empty())
        innermost = innermost->get_subcommands().back();
    const auto& app = *innermost;
    if (const auto text = aboutValue(app, error)) return *text;
    const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
    if (kind != CLI::ExitCodes::ExtrasError && kind != CLI::ExitCodes::RequiredError) return error.what();
    if (const auto words = program.remaining(); used.empty() && (words.empty() || !isFlag(words.front())))
        return aboutCommand(program, words.empty() ? "" : words.front());
    for (const auto* each : {&program, &app}) {
        const auto left = each->remaining();
        const auto flag = std::find_if(left.begin(), left.end(), isFlag);
        if (flag != left.end()) return aboutFlag(program, *each, asWritten(*flag, arguments));
        if (!left.empty()) return aboutName(*each, left.front());
    }
    return error.what();
}

} // namespace phonostage::cli
