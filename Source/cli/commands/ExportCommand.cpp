// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/commands/ExportRun.h"

#include "media/io/MediaError.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

struct Export {
    ExportFlags flags;
    std::vector<std::string> takes;
};

void run(const Export& options) {
    std::vector<TakeToExport> takes;
    for (const auto& path : options.takes)
        takes.push_back(openTake(path));
    runExport(options.flags, std::move(takes));
}

} // namespace

Runner addExport(CLI::App& program) {
    auto* command = program.add_subcommand("export", "Write the tracks of recorded sides as tagged files");
    const auto options = std::make_shared<Export>();
    command
        ->add_option("TAKE", options->takes,
                     "Recording of a side, or several of one album in their order: NAME.flac or NAME.wav; its tracks "
                     "are in NAME.take.json")
        ->required()
        ->expected(-1);
    options->flags.addTo(*command);
    command->footer(
        "Names are made from {album} {albumartist} {artist} {title} {position} {track} {side} {disc} {date} {genre}\n"
        "{label} {curve} {take}; / makes folders, and what a file system cannot hold is replaced.\n"
        "--gain auto brings the album's true peak to -1 dBTP, with one gain for all takes.\n\n"
        "Examples:\n"
        "  phonostage export side-a.flac side-b.flac --out ~/Music\n"
        "  phonostage export side-a.flac --format mp3 --rate fit --name '{artist}/{album}/{track} {title}'\n"
        "  phonostage export side-a.flac --curve riaa --curve columbia_lp --out compare\n"
        "  phonostage export side-a.flac --whole --bits 16");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
