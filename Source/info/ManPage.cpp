// SPDX-License-Identifier: GPL-3.0-or-later
#include "info/ManPage.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

namespace phonostage::info {
namespace {

/** Text that means itself inside a line. A bare hyphen may be set as a typographic one, which nobody can paste. */
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if (c == '\'')
            out += "\\(aq";
        else if (c == '`')
            out += "\\(ga";
        else
            out += c;
    }
    return out;
}

/** The same as a line of its own: no command, whatever it begins with, and never empty. */
std::string line(std::string_view text) {
    auto out = plain(text);
    if (out.empty() || out.front() == '.' || out.front() == ' ') out.insert(0, "\\&");
    return out + "\n";
}

std::string upper(std::string text) {
    for (auto& c : text)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::string heading(const char* kind, std::string_view text) {
    return std::string(kind) + " \"" + plain(text) + "\"\n";
}

std::string term(std::string_view formatted, std::string_view text) {
    return ".TP\n" + std::string(formatted) + "\n" + line(text);
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }

std::string italic(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

std::string sentence(std::string text) {
    if (!text.empty() && text.back() != '.' && text.back() != ':') text += '.';
    return text;
}

std::string flagEntry(const Flag& flag) {
    std::string names;
    for (const auto& name : flag.names)
        names += (names.empty() ? "" : ", ") + bold(name);
    if (flag.takes != Takes::nothing) names += " " + italic(flag.value);
    return term(names, sentence(flag.manual.empty() ? flag.help : flag.manual));
}

std::string usage(const std::string& program, const Command& command) {
    auto text = bold(program + (command.name.empty() ? "" : " " + command.name));
    for (const auto& argument : command.arguments) {
        auto shown = italic(argument.name) + (argument.repeated ? " ..." : "");
        text += " " + (argument.required ? shown : "[" + shown + "]");
    }
    if (!command.flags.empty()) text += " [" + italic("OPTIONS") + "]";
    return text;
}

/** Paragraphs; lines that begin with two blanks keep their shape. */
std::string paragraphs(const std::string& text) {
    std::istringstream lines(text);
    std::string out;
    bool literal = false;
    bool fresh = true;
    for (std::string each; std::getline(lines, each);) {
        const bool example = each.starts_with("  ");
        if (example && !literal) out += ".PP\n.nf\n.RS 2\n";
        if (!example && literal) out += ".RE\n.fi\n";
        if (!example && !each.empty() && (fresh || literal)) out += ".PP\n";
        literal = example;
        fresh = each.empty();
        if (example)
            out += line(each.substr(2));
        else if (!each.empty())
            out += line(each);
    }
    return out + (literal ? ".RE\n.fi\n" : "");
}

std::string flagList(const Command& command) {
    std::vector<std::string> groups;
    for (const auto& flag : command.flags)
        if (std::find(groups.begin(), groups.end(), flag.group) == groups.end()) groups.push_back(flag.group);
    std::string out;
    for (const auto& group : groups) {
        if (groups.size() > 1 && !group.empty()) out += ".PP\n" + line(group + ":");
        for (const auto& flag : command.flags)
            if (flag.group == group) out += flagEntry(flag);
    }
    return out;
}

std::string commandText(const std::string& program, const Command& command) {
    std::string out = heading(".SS", command.name);
    out += usage(program, command) + "\n.PP\n" + line(sentence(command.help));
    for (const auto& argument : command.arguments)
        out += term(italic(argument.name), sentence(argument.help));
    return out + flagList(command) + paragraphs(command.footer);
}

} // namespace

std::string manPage(const Program& program, const std::string& version, const std::string& date) {
    std::string page = ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n.\\\" Written by the program itself.\n";
    page += ".TH \"" + plain(upper(program.name)) + "\" \"1\" \"" + plain(date) + "\" \"" +
            plain("Phonostage " + version) + "\" \"User Commands\"\n.nh\n.ad l\n";
    page += ".SH NAME\n" + plain(program.name) + " \\- " + plain(program.summary) + "\n.SH SYNOPSIS\n";
    const auto& own = program.commands.front();
    for (const auto& command : program.commands) {
        if (command.name.empty() && program.commands.size() > 1) continue;
        page += usage(program.name, command) + "\n.br\n";
    }
    page += ".SH DESCRIPTION\n" + paragraphs(program.description);
    if (program.commands.size() > 1) {
        page += ".SH COMMANDS\n";
        for (const auto& command : program.commands)
            if (!command.name.empty()) page += commandText(program.name, command);
    }
    page += ".SH OPTIONS\n" + flagList(own) + paragraphs(own.footer);
    for (const auto& section : program.sections) {
        page += heading(".SH", upper(section.title)) + paragraphs(section.text);
        for (const auto& [name, text] : section.entries)
            page += term(bold(name), text);
    }
    if (!program.seeAlso.empty()) page += ".SH SEE ALSO\n" + line(program.seeAlso);
    return page;
}

} // namespace phonostage::info
