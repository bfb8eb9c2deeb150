// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/SelfDescription.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "catalogue/EquipmentCatalogue.h"
#include "catalogue/HookupTexts.h"
#include "info/Completion.h"
#include "info/CompletionZsh.h"
#include "info/Info.h"
#include "info/ManPage.h"
#include "media/io/SoundFile.h"
#include "params/ParameterTable.h"
#include "params/Presets.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace phonostage::cli {
namespace {

using info::Takes;

bool isPlainWord(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.+-") == std::string_view::npos;
}

/** "on|off" names its values, "off|HZ[:12|18|24]" one of them. */
std::vector<std::string> wordsOf(std::string_view valueName) {
    std::vector<std::string> words;
    if (valueName.find('|') == std::string_view::npos) return words;
    for (bool more = true; more;) {
        const auto bar = valueName.find('|');
        more = bar != std::string_view::npos;
        const auto word = valueName.substr(0, bar);
        if (word.find('[') != std::string_view::npos) break;
        if (isPlainWord(word)) words.emplace_back(word);
        if (more) valueName.remove_prefix(bar + 1);
    }
    return words;
}

const params::Entry* entryOfFlag(std::string_view name) {
    for (const auto& entry : params::table())
        if (name == entry.flag) return &entry;
    return nullptr;
}

/** The names that a choice of the table has, without the slots that are still free. */
std::vector<std::string> wordsOf(const params::Entry& entry) {
    std::vector<std::string> words;
    for (const char* key : entry.choiceKeys)
        if (isPlainWord(key) && std::string_view(key) != "custom") words.emplace_back(key);
    return words;
}

/** The ids that a text of the table may take, where a catalogue has them. */
std::vector<std::string> wordsOf(params::TextId id) {
    std::vector<std::string> words;
    if (id == params::TextId::interfaceId)
        for (const auto& entry : catalogue::interfaceCatalogue())
            words.emplace_back(entry.id);
    if (id == params::TextId::cartridgeId)
        for (const auto& entry : catalogue::cartridgeCatalogue())
            words.emplace_back(entry.id);
    if (id == params::TextId::presetName)
        for (const auto& preset : params::factoryPresets())
            words.emplace_back(preset.id);
    return words;
}

std::string lowered(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/** The help, and those sentences of the table's that it does not hold already. */
std::string together(const std::string& help, const std::string& more) {
    if (lowered(more).starts_with(lowered(help))) return more;
    auto text = help;
    for (std::size_t start = 0; start < more.size();) {
        const auto point = std::min(more.find(". ", start), more.size() - 1);
        const auto sentence = more.substr(start, point - start);
        if (lowered(help).find(lowered(sentence)) == std::string::npos) text += ". " + sentence;
        start = point + 2;
    }
    return text;
}

Takes takesOf(std::string_view valueName) {
    const auto has = [&](std::string_view part) { return valueName.find(part) != std::string_view::npos; };
    if (has("FOLDER") || has("DIR")) return Takes::folder;
    return has("FILE") || has("IN") || has("OUT") || has("PATH") ? Takes::file : Takes::text;
}

info::Flag flagOf(const CLI::Option& option) {
    info::Flag flag;
    for (const auto& name : option.get_lnames())
        flag.names.push_back("--" + name);
    for (const auto& name : option.get_snames())
        flag.names.push_back("-" + name);
    flag.help = option.get_description();
    flag.group = option.get_group() == "Options" ? "" : option.get_group();
    if (option.get_items_expected_max() > 0) {
        flag.value = option.get_type_name();
        flag.takes = flag.value == "INT" ? Takes::text : takesOf(flag.value);
        flag.words = wordsOf(flag.value);
    }
    for (const auto& name : flag.names) {
        if (const auto* entry = entryOfFlag(name)) {
            flag.manual = together(flag.help, entry->help);
            if (flag.takes != Takes::nothing && flag.words.empty()) flag.words = wordsOf(*entry);
        }
        for (const auto& entry : params::textTable()) {
            if (name != entry.flag) continue;
            flag.manual = together(flag.help, entry.help);
            if (flag.takes != Takes::nothing && flag.words.empty()) flag.words = wordsOf(entry.id);
        }
    }
    return flag;
}

void addCommand(info::Program& program, const CLI::App& app, const std::string& name) {
    info::Command command;
    command.name = name;
    command.help = app.get_description();
    command.footer = app.get_footer();
    for (const auto* option : app.get_options()) {
        if (option->get_group().empty()) continue; // hidden
        if (!option->get_positional()) {
            command.flags.push_back(flagOf(*option));
            continue;
        }
        info::Argument argument;
        argument.name = option->get_name(true);
        argument.help = option->get_description();
        argument.takes = takesOf(argument.name);
        argument.required = option->get_required();
        argument.repeated = option->get_items_expected_max() > 1;
        argument.words = wordsOf(option->get_type_name());
        command.arguments.push_back(argument);
    }
    program.commands.push_back(command);
    for (const auto* child : app.get_subcommands([](const CLI::App*) { return true; }))
        if (!child->get_name().empty() && !child->get_group().empty())
            addCommand(program, *child, name.empty() ? child->get_name() : name + " " + child->get_name());
}

std::string rangeText(const params::Entry& entry) {
    if (entry.type == params::Type::toggle)
        return std::string("on or off; default ") + (entry.defaultValue >= 0.5 ? "on" : "off") + ".";
    if (entry.type == params::Type::choice) {
        std::string text;
        for (const auto& word : wordsOf(entry))
            text += (text.empty() ? "" : ", ") + word;
        if (entry.id == params::Id::curve) text = "a name under CURVES, or custom";
        return text + "; default " + entry.choiceKeys[static_cast<std::size_t>(entry.defaultValue)] + ".";
    }
    const auto unit = *entry.unit == '\0' ? std::string() : " " + std::string(entry.unit);
    return base::formatShortest(entry.minimum) + " to " + base::formatShortest(entry.maximum) + unit + "; default " +
           base::formatShortest(entry.defaultValue) + unit + ".";
}

info::Section settingsSection() {
    info::Section section;
    section.title = "Settings by key";
    section.text = "The names of the settings in presets, saved states and host automation.";
    for (const auto& entry : params::table()) {
        auto text = std::string(entry.name) + ": " + rangeText(entry) + " " + entry.help;
        if (*entry.flag != '\0') text += std::string(" Option: ") + entry.flag + ".";
        if (entry.kind == params::Kind::setting) text += " Cannot be automated.";
        section.entries.emplace_back(entry.key, text);
    }
    for (const auto& entry : params::textTable())
        section.entries.emplace_back(entry.key, std::string(entry.name) + ": text. " + entry.help);
    return section;
}

info::Section curvesSection() {
    info::Section section;
    section.title = "Curves";
    for (const auto& curve : catalogue::curveCatalogue())
        section.entries.emplace_back(std::string(curve.name), std::string(curve.title) + ", " + std::string(curve.era));
    return section;
}

info::Section findingsSection() {
    info::Section section;
    section.title = "Findings of check";
    section.text =
        "What check, analyze and reports may find wrong with the connection of the turntable, the worst first.";
    for (const auto& text : catalogue::hookupTexts())
        section.entries.emplace_back(text.id, std::string(text.likelyTitle) + ". " + text.sound + " " + text.remedy);
    return section;
}

info::Section filesSection() {
    info::Section section;
    section.title = "Files";
    section.text =
        "The folder is $XDG_CONFIG_HOME/Phonostage, or ~/.config/Phonostage if that is not set, and on macOS "
        "~/Library/Application Support/Phonostage. All files in it are optional.";
    section.entries = {{"interfaces.json, cartridges.json, test-records.json",
                        "Your own equipment and test records, in the format of the built-in catalogues; an entry "
                        "replaces the built-in "
                        "one with the same id."},
                       {"presets/NAME.json", "Your own presets."}};
    return section;
}

info::Program describe(const CLI::App& app) {
    info::Program program;
    program.name = "phonostage";
    program.summary = "a phono stage for files: record curve, gain, levels in volts";
    program.description = app.get_description() +
                          "\n\nIt reads raw captures of records, made with the turntable connected "
                          "to the line input of an audio interface, and processes "
                          "them like a phono stage: about 40 dB of gain and the playback "
                          "curve of the record. JSON goes to standard output, "
                          "progress and messages to standard error.";
    addCommand(program, app, "");
    program.sections.push_back(curvesSection());
    program.sections.push_back(settingsSection());
    program.sections.push_back(findingsSection());
    program.sections.push_back(filesSection());
    program.sections.push_back(
        {"Exit status",
         "0 on success. 1 to 125 on failure: one line on standard error says "
         "what is wrong and how to fix it, and no file is left behind. 3 if an output clips and --strict is given; "
         "that "
         "file is kept; likewise if check --strict finds something that is sure. If one of several files fails, the "
         "others are still rendered; the status is then 1.",
         {}});
    program.seeAlso = "phonostage-app(1), sox(1), flac(1)";
    return program;
}

std::string completion(const CLI::App& app, const std::string& shell) {
    const auto program = describe(app);
    if (shell == "bash") return info::bashCompletion(program);
    if (shell == "zsh") return info::zshCompletion(program);
    if (shell == "fish") return info::fishCompletion(program);
    throw CLI::ValidationError("--completion " + shell,
                               base::didYouMean(shell, {"bash", "zsh", "fish"}) + "use bash, zsh or fish");
}

/** As CLI11 ends a program that has been asked for its version: the text goes to standard output. */
[[noreturn]] void answer(std::string text) {
    while (!text.empty() && text.back() == '\n')
        text.pop_back(); // it adds one
    throw CLI::CallForVersion(text, 0);
}

} // namespace

std::string versionText() { return info::diagnosticText("phonostage", "libsndfile " + media::soundLibraryVersion()); }

void addSelfDescription(CLI::App& program) {
    program.add_flag_callback(
        "--version", [] { answer(versionText()); }, "Version, commit, compiler and libraries");
    auto* const page = program.add_flag_callback("--man", [&program] {
        answer(info::manPage(describe(program), std::string(info::version()), std::string(info::commitDate())));
    });
    auto* const shell = program.add_option_function<std::string>(
        "--completion", [&program](const std::string& name) { answer(completion(program, name)); });
    page->group("");
    shell->group("");
}

} // namespace phonostage::cli
