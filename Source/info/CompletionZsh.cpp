// SPDX-License-Identifier: GPL-3.0-or-later
#include "info/CompletionZsh.h"

#include <algorithm>
#include <string_view>

namespace phonostage::info {
namespace {

/** Inside single quotes; what _arguments and _describe take for themselves gets a backslash. */
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\'";
        else if (c == ':' || c == '[' || c == ']' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

std::string action(Takes takes, const std::vector<std::string>& words) {
    if (!words.empty()) {
        std::string list;
        for (const auto& word : words)
            list += (list.empty() ? "" : " ") + word;
        return "(" + list + ")";
    }
    if (takes == Takes::file) return "_files";
    if (takes == Takes::folder) return "_files -/";
    return " ";
}

std::string flagSpec(const Flag& flag) {
    std::string names;
    std::string list;
    for (const auto& name : flag.names) {
        names += (names.empty() ? "" : " ") + name;
        list += (list.empty() ? "" : ",") + name;
    }
    std::string rest = "[" + escaped(flag.help) + "]";
    if (flag.takes != Takes::nothing) rest += ":" + escaped(flag.value) + ":" + action(flag.takes, flag.words);
    if (flag.names.size() == 1) return "'" + names + rest + "'";
    return "'(" + names + ")'{" + list + "}'" + rest + "'";
}

} // namespace

std::string zshCompletion(const Program& program) {
    std::string function = "_" + program.name;
    std::replace(function.begin(), function.end(), '-', '_');
    std::string out = "#compdef " + program.name +
                      "\n# SPDX-License-Identifier: GPL-3.0-or-later\n# zsh completion of " + program.name +
                      ", written by the program itself.\n" + function + "() {\n" +
                      "    local command=\"\"\n    local -i i last=0\n    local -a commands\n";
    std::string names;
    for (const auto& command : program.commands)
        if (!command.name.empty()) names += (names.empty() ? "\"" : "|\"") + command.name + "\"";
    if (!names.empty())
        out += "    for ((i = 2; i < CURRENT; ++i)); do\n        case \"${command:+$command }${words[i]}\" in\n        "
               "    (" +
               names + ") command=\"${command:+$command }${words[i]}\"; last=i ;;\n        esac\n    done\n" +
               "    # the command's last word takes the place of the program's name\n"
               "    (( last > 0 )) && { shift $(( last - 1 )) words; (( CURRENT -= last - 1 )); }\n";
    out += "    case \"$command\" in\n";
    for (const auto& command : program.commands) {
        out += "        (\"" + command.name + "\")\n";
        std::string children;
        const auto prefix = command.name.empty() ? "" : command.name + " ";
        for (const auto& other : program.commands) {
            if (other.name.empty() || other.name == command.name || !other.name.starts_with(prefix)) continue;
            const auto rest = other.name.substr(prefix.size());
            if (rest.find(' ') == std::string::npos)
                children += "                '" + escaped(rest) + ":" + escaped(other.help) + "'\n";
        }
        if (!children.empty()) out += "            commands=(\n" + children + "            )\n";
        out += "            _arguments -S";
        for (const auto& flag : command.flags)
            out += " \\\n                " + flagSpec(flag);
        if (!children.empty()) out += " \\\n                '1:command:{ _describe command commands }'";
        for (const auto& argument : command.arguments)
            out += std::string(" \\\n                '") +
                   (argument.repeated   ? "*:"
                    : argument.required ? ":"
                                        : "::") +
                   escaped(argument.name) + ":" + action(argument.takes, argument.words) + "'";
        out += " ;;\n";
    }
    return out + "    esac\n}\nif [[ ${funcstack[1]} == " + function + " ]]; then\n    " + function +
           " \"$@\"\nelse\n    compdef " + function + " " + program.name + "\nfi\n";
}

} // namespace phonostage::info
