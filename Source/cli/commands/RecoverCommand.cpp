// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Signals.h"

#include "base/files/FileError.h"
#include "base/text/NumberText.h"
#include "media/record/Recovery.h"
#include "media/take/TakeNames.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Recover {
    std::string folder = ".";
    bool json = false, listOnly = false;
};

std::string asJson(const std::vector<media::Orphan>& orphans) {
    auto list = Json::array();
    for (const auto& orphan : orphans) {
        Json item;
        item["path"] = media::nameText(orphan.path);
        item["seconds"] = orphan.seconds;
        item["repaired"] = orphan.isRepaired;
        item["note"] = orphan.note;
        list.push_back(std::move(item));
    }
    return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string asText(const std::vector<media::Orphan>& orphans) {
    if (orphans.empty()) return "No recording was cut short here.\n";
    std::string text;
    for (const auto& orphan : orphans)
        text += base::quoted(orphan.path) + ": " + base::clockTime(orphan.seconds) + ", " + orphan.note + "\n";
    return text;
}

void run(const Recover& options) {
    auto orphans = media::findOrphans(std::filesystem::path(options.folder));
    std::string failed;
    for (auto& orphan : orphans) {
        if (options.listOnly || !orphan.isUsable || caughtSignal() != 0) continue;
        orphan = media::recover(orphan);
        if (orphan.isUsable && !orphan.isRepaired && failed.empty())
            failed = base::quoted(orphan.path) + " was not repaired: " + orphan.note;
    }
    print(options.json ? asJson(orphans) : asText(orphans));
    if (!failed.empty()) throw media::MediaError(failed);
}

} // namespace

Runner addRecover(CLI::App& program) {
    auto* command = program.add_subcommand("recover", "List and repair recordings that were cut short");
    const auto options = std::make_shared<Recover>();
    command->add_option("FOLDER", options->folder, "Folder to look in [the current one]");
    command->add_flag("--list", options->listOnly, "Only list them");
    command->add_flag("--json", options->json, "Print the list as JSON");
    command->footer(
        "A recording that a crash or a power cut has ended is called NAME.recording.flac or .wav. It is repaired in "
        "place, with nothing lost, and gets its name; a file that is there already is never replaced.\n\n"
        "Example:\n  phonostage recover ~/Records");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
