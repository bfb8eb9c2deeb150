// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "info/Completion.h"
#include "info/CompletionZsh.h"

#include <string>

using namespace phonostage;

namespace {

info::Program sample() {
    info::Program program;
    program.name = "thing-app";
    info::Command own;
    own.flags.push_back({{"--help", "-h"}, info::Takes::nothing, "", "What's what: [all]", "", "", {}});
    info::Command preset;
    preset.name = "preset";
    preset.help = "Presets";
    info::Command save;
    save.name = "preset save";
    save.help = "Keep it";
    save.arguments.push_back({"FILE", "Where to", info::Takes::file, true, false, {}});
    save.flags.push_back({{"--colour"}, info::Takes::text, "NAME", "Colour", "", "", {"red", "blue"}});
    save.flags.push_back({{"--into"}, info::Takes::folder, "FOLDER", "Folder", "", "", {}});
    program.commands = {own, preset, save};
    return program;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("bash completes commands inside commands, words and folders") {
    const auto text = info::bashCompletion(sample());
    CAPTURE(text);
    CHECK(has(text, "complete -F _thing_app thing-app\n"));
    CHECK(has(text, "\"preset\"|\"preset save\")"));
    CHECK(has(text, "\"preset save --colour\") mapfile -t COMPREPLY < <(compgen -W 'red blue'"));
    CHECK(has(text, "\"preset save --into\") mapfile -t COMPREPLY < <(compgen -d"));
    CHECK(has(text, "compgen -W 'save'"));
    CHECK_FALSE(has(text, "\" --help\"|")); // takes no value: what follows is no value of it
}

TEST_CASE("zsh gets its own characters escaped") {
    const auto text = info::zshCompletion(sample());
    CAPTURE(text);
    CHECK(text.starts_with("#compdef thing-app\n"));
    CHECK(has(text, "'(--help -h)'{--help,-h}'[What'\\''s what\\: \\[all\\]]'"));
    CHECK(has(text, "'--colour[Colour]:NAME:(red blue)'"));
    CHECK(has(text, "'save:Keep it'"));
}

TEST_CASE("fish gets its own characters escaped") {
    const auto text = info::fishCompletion(sample());
    CAPTURE(text);
    CHECK(has(text, "-n __fish_use_subcommand -l help -s h -d 'What\\'s what: [all]'"));
    CHECK(has(
        text,
        "-n '__fish_seen_subcommand_from preset; and __fish_seen_subcommand_from save' -l colour -x -a 'red blue'"));
    CHECK(has(text, "-l into -x -a '(__fish_complete_directories)'"));
}
