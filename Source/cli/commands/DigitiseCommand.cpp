// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/commands/ExportRun.h"
#include "cli/commands/SplitFiles.h"
#include "cli/commands/TrackSearch.h"
#include "cli/flags/InputFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "params/StageValues.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace phonostage::cli {
namespace {

struct Digitise {
    ExportFlags flags;
    InputFlags input;
    std::vector<std::string> files;
    std::string count, list;
};

/** A recording as it is named, with what its sidecar says where it has one. */
TakeToExport open(const Digitise& options, const std::string& path) {
    if (media::isStandardStream(path))
        throw UsageError("standard input has no file name to derive the output names from: save it as a file first");
    auto source = options.input.source(path);
    if (!source.raw) {
        auto take = openTake(path);
        source.path = take.source.path;
        take.source = std::move(source);
        return take;
    }
    TakeToExport result;
    result.path = path;
    result.source = std::move(source);
    result.stage = options.flags.stage.chosenOver({}, "");
    result.album.stem = result.source.path.stem().string();
    return result;
}

char letterOf(const std::string& name) { return name.size() == 1 ? name[0] : '\0'; }

/** Goes through the files; knows which side comes next. */
class SideSearch {
public:
    explicit SideSearch(const Digitise& options) : options_(options), counts_(readCounts(options.count)) {
        if (!options.count.empty() && !options.list.empty())
            throw UsageError("--list says how many tracks there are: leave out --count");
        if (!options.list.empty()) list_ = readListFile(options.list);
        if (counts_.size() > 1 && options.files.size() > 1 && counts_.size() != options.files.size())
            throw UsageError("--count", options.count,
                             "give one number for each of the " + std::to_string(options.files.size()) + " files");
    }

    /** Where nothing is said of the tracks, those that the take has already are kept. */
    void find(TakeToExport& take, std::size_t number) {
        auto& album = take.album.album;
        options_.flags.applyTags(album, number == 0);
        if (album.side == 0 && (options_.files.size() > 1 || list_)) album.side = next_;
        if (!take.album.tracks.empty() && options_.count.empty() && !list_) {
            say(options_.flags.talk(), base::quoted(take.path) + ": the tracks of its .take.json\n");
            advance(take);
            return;
        }
        const auto stage = options_.flags.stage.chosenOver(take.stage, firstCurve());
        media::TrackKnowledge known;
        known.counts = counts_;
        if (counts_.size() > 1 && options_.files.size() > 1) known.counts = {counts_[number]};
        known.list = list_;
        known.side = album.side != 0 ? std::string(1, album.side) : std::string();
        known.speedRatio = params::filterSettings(stage.values).speedRatio;
        search(take, known);
        advance(take);
    }

private:
    [[nodiscard]] std::string firstCurve() const {
        const auto& curves = options_.flags.stage.curves();
        return curves.empty() ? std::string() : curves.front();
    }

    void search(TakeToExport& take, const media::TrackKnowledge& known) const {
        media::AudioReader reader(take.source);
        media::TrackFinder finder(reader.sampleRateHz(), reader.channels());
        ProgressBar bar(options_.flags.talk(), reader.sampleRateHz());
        const auto extent = listen(reader, finder, bar.callback());
        bar.clear();
        const auto split = blaming("--list", options_.list,
                                   [&] { return media::splitTake(finder, extent, known, media::Snap::toCueFrames); });
        for (const auto& warning : split.warnings)
            warn(base::quoted(take.path) + ": " + warning);
        if (split.tracks.empty())
            throw media::MediaError(base::quoted(take.path) +
                                    ": no tracks were found; export the --whole side, or set them by hand");
        take.album.tracks.clear();
        for (const auto& found : split.tracks) {
            auto track = media::albumTrackOf(found.track);
            track.side = letterOf(found.side);
            take.album.tracks.push_back(std::move(track));
        }
        const auto unsure = std::count_if(split.tracks.begin(), split.tracks.end(), [](const auto& found) {
            return found.track.confidence && *found.track.confidence < media::sureConfidence;
        });
        if (unsure > 0)
            warn(base::quoted(take.path) + ": " + counted(unsure, "track is", "tracks are") +
                 " not sure: look at them with 'phonostage split'");
    }

    void advance(const TakeToExport& take) {
        char last = take.album.album.side;
        for (const auto& track : take.album.tracks)
            last = std::max(last, track.side);
        if (last != 0) next_ = static_cast<char>(std::min<int>(last + 1, 'Z'));
    }

    const Digitise& options_;
    std::vector<int> counts_;
    std::optional<media::TrackList> list_;
    char next_ = 'A';
};

void run(Digitise& options) {
    SideSearch search(options);
    std::vector<TakeToExport> takes;
    for (const auto& file : options.files)
        takes.push_back(open(options, file));
    if (!options.flags.whole || !options.list.empty() || !options.count.empty())
        for (std::size_t i = 0; i < takes.size(); ++i)
            search.find(takes[i], i);
    options.flags.side.clear(); // it has been dealt out
    runExport(options.flags, std::move(takes));
}

} // namespace

Runner addDigitise(CLI::App& program) {
    auto* command =
        program.add_subcommand("digitise", "Find the tracks of flat recordings and write them as tagged files");
    const auto options = std::make_shared<Digitise>();
    command
        ->add_option("FILE", options->files,
                     "Flat recording of a side, or several of one album in their order: WAV, FLAC, AIFF ...")
        ->required()
        ->expected(-1);
    command
        ->add_option("--count", options->count,
                     "How many tracks the side has; 5,4 for a file with two sides, or for two files")
        ->type_name("N");
    command
        ->add_option(
            "--list", options->list,
            "List of tracks, with or without durations, as pasted from a sleeve or a shop; - is standard input")
        ->type_name("FILE");
    options->input.addFlagsTo(*command);
    options->flags.addTo(*command);
    command->footer(
        "This is 'split' and 'export' in one. Tracks that a recording has in its .take.json are kept, unless "
        "--count or --list is given.\n\n"
        "Examples:\n"
        "  phonostage digitise side-a.wav side-b.wav --list tracks.txt --out ~/Music --album 'Kind of Blue'\n"
        "  phonostage digitise both-sides.flac --count 5,4 --input-dbv -10 --format mp3");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
