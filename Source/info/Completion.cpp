// SPDX-License-Identifier: GPL-3.0-or-later
#include "info/Completion.h"

#include <string_view>

namespace phonostage::info {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

/** A name for a shell function: letters, digits, underscores. */
std::string functionName(const std::string& program) {
    std::string out = "_";
    for (const char c : program)
        out += c == '-' ? '_' : c;
    return out;
}

std::string wordsOfCommands(const Program& program, const std::string& parent) {
    std::vector<std::string> words;
    const auto prefix = parent.empty() ? parent : parent + " ";
    for (const auto& command : program.commands) {
        if (command.name.empty() || !command.name.starts_with(prefix) || command.name == parent) continue;
        const auto rest = command.name.substr(prefix.size());
        if (rest.find(' ') == std::string::npos) words.push_back(rest);
    }
    return joined(words);
}

// ---- bash

std::string bashValue(Takes takes, const std::vector<std::string>& words) {
    if (!words.empty()) return "mapfile -t COMPREPLY < <(compgen -W '" + joined(words) + "' -- \"$cur\")";
    if (takes == Takes::file)
        return "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); compopt -o filenames 2>/dev/null";
    if (takes == Takes::folder)
        return "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); compopt -o filenames 2>/dev/null";
    return "COMPREPLY=()";
}

/** What may stand where no flag is being typed: a subcommand, a known word, else a file. */
std::string bashArgument(const Program& program, const Command& command) {
    if (const auto words = wordsOfCommands(program, command.name); !words.empty())
        return "mapfile -t COMPREPLY < <(compgen -W '" + words + "' -- \"$cur\")";
    for (const auto& argument : command.arguments)
        if (argument.takes == Takes::file) return bashValue(Takes::file, {});
    for (const auto& argument : command.arguments)
        if (argument.takes == Takes::folder || !argument.words.empty())
            return bashValue(argument.takes, argument.words);
    return "COMPREPLY=()";
}

// ---- fish

std::string fishQuoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string fishCondition(const Program& program, const Command& command) {
    if (command.name.empty()) return program.commands.size() > 1 ? " -n __fish_use_subcommand" : "";
    std::string condition;
    std::string name = command.name;
    for (std::size_t blank = 0; blank != std::string::npos;) {
        blank = name.find(' ');
        condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + name.substr(0, blank));
        if (blank != std::string::npos) name.erase(0, blank + 1);
    }
    return " -n " + fishQuoted(condition);
}

} // namespace

std::string bashCompletion(const Program& program) {
    const auto function = functionName(program.name);
    std::string out = "# SPDX-License-Identifier: GPL-3.0-or-later\n# bash completion of " + program.name +
                      ", written by the program itself.\n# shellcheck shell=bash\n" + function + "() {\n" +
                      "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=\"\" i\n"
                      "    # --flag=value comes as three words\n"
                      "    if [[ $cur == = ]]; then\n        cur=\"\"\n    elif [[ $prev == = ]]; then\n"
                      "        prev=${COMP_WORDS[COMP_CWORD-2]}\n    fi\n";
    std::string names;
    for (const auto& command : program.commands)
        if (!command.name.empty()) names += (names.empty() ? "\"" : "|\"") + command.name + "\"";
    if (!names.empty())
        out += "    for ((i = 1; i < COMP_CWORD; ++i)); do\n"
               "        case \"${command:+$command }${COMP_WORDS[i]}\" in\n            " +
               names + ") command=${command:+$command }${COMP_WORDS[i]} ;;\n        esac\n    done\n";
    out += "    case \"$command $prev\" in\n";
    for (const auto& command : program.commands)
        for (const auto& flag : command.flags) {
            if (flag.takes == Takes::nothing) continue;
            std::string patterns;
            for (const auto& name : flag.names)
                patterns += (patterns.empty() ? "\"" : "|\"") + command.name + " " + name + "\"";
            out += "        " + patterns + ") " + bashValue(flag.takes, flag.words) + "; return ;;\n";
        }
    out += "    esac\n    case \"$command\" in\n";
    for (const auto& command : program.commands) {
        std::vector<std::string> flags;
        for (const auto& flag : command.flags)
            flags.insert(flags.end(), flag.names.begin(), flag.names.end());
        out += "        \"" + command.name + "\")\n            if [[ $cur == -* ]]; then\n" +
               "                mapfile -t COMPREPLY < <(compgen -W '" + joined(flags) + "' -- \"$cur\")\n" +
               "            else\n                " + bashArgument(program, command) + "\n            fi ;;\n";
    }
    return out + "    esac\n}\ncomplete -F " + function + " " + program.name + "\n";
}

std::string fishCompletion(const Program& program) {
    std::string out = "# SPDX-License-Identifier: GPL-3.0-or-later\n# fish completion of " + program.name +
                      ", written by the program itself.\n";
    for (const auto& command : program.commands) {
        const auto begin = "complete -c " + program.name + fishCondition(program, command);
        const auto prefix = command.name.empty() ? "" : command.name + " ";
        for (const auto& other : program.commands) {
            if (other.name.empty() || other.name == command.name || !other.name.starts_with(prefix)) continue;
            const auto rest = other.name.substr(prefix.size());
            if (rest.find(' ') == std::string::npos)
                out.append(begin)
                    .append(" -f -a ")
                    .append(rest)
                    .append(" -d ")
                    .append(fishQuoted(other.help))
                    .append("\n");
        }
        for (const auto& argument : command.arguments)
            if (!argument.words.empty()) out += begin + " -f -a " + fishQuoted(joined(argument.words)) + "\n";
        for (const auto& flag : command.flags) {
            out += begin;
            for (const auto& name : flag.names)
                out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!flag.words.empty())
                out += " -x -a " + fishQuoted(joined(flag.words));
            else if (flag.takes == Takes::file)
                out += " -r -F";
            else if (flag.takes == Takes::folder)
                out += " -x -a '(__fish_complete_directories)'";
            else if (flag.takes == Takes::text)
                out += " -x";
            out += " -d " + fishQuoted(flag.help) + "\n";
        }
    }
    return out;
}

} // namespace phonostage::info
