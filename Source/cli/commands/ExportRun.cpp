// SPDX-License-Identifier: GPL-3.0-or-later
// From takes and flags to the plan of an export, and what is said of it.
#include "cli/commands/ExportRun.h"

#include "base/json/OrNull.h"
#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/files/FilePlace.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/export/AlbumExport.h"
#include "media/export/TakePlan.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/render/GainThatFits.h"
#include "media/take/Take.h"
#include "media/tracks/AudacityLabels.h"
#include "media/tracks/CueSheet.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using media::AlbumTrack;

fs::path folderFor(const ExportFlags& flags, const TakeToExport& first) {
    if (flags.out.empty()) return base::folderOf(first.source.path);
    switch (base::pathKind(flags.out)) {
    case base::PathKind::folder:
        return flags.out;
    case base::PathKind::missing:
        throw media::MediaError("--out " + base::quoted(flags.out) + ": there is no such folder; create it first");
    default:
        throw media::MediaError("--out " + base::quoted(flags.out) + " is not a folder: name one");
    }
}

/** One after the other without a hole, from the first cut to the last end. */
void closeGaps(std::vector<AlbumTrack>& tracks) {
    for (std::size_t i = 0; i + 1 < tracks.size(); ++i) {
        // Another side of the record is no neighbour: between them is the record being turned.
        if (tracks[i].side != tracks[i + 1].side) continue;
        auto& next = tracks[i + 1].track;
        next.startFrame = next.cutFrame.value_or(next.startFrame);
        tracks[i].track.endFrame = next.startFrame;
    }
}

/** Builds the plan; keeps what is needed to tell of it. */
class Planner {
public:
    Planner(const ExportFlags& flags, std::vector<TakeToExport>& takes) : flags_(flags), takes_(takes) {
        const auto& written = flags.stage.curves();
        curves_ = written.empty() ? std::vector<std::string>{""} : written;
        for (const auto& take : takes)
            readers_.push_back(std::make_unique<media::AudioReader>(take.source));
    }

    media::ExportPlan plan(const media::Progress& progress) {
        media::ExportPlan plan;
        plan.container = flags_.container();
        plan.format = flags_.sampleFormat();
        const auto loudness = readWord("--replaygain", flags_.replayGain, {"album", "track", "off"});
        plan.measuresLoudness = loudness != 2;
        plan.isAlbum = loudness == 0;
        plan.mayOverwrite = flags_.overwrite;
        plan.folder = folderFor(flags_, takes_.front());
        prepareAlbums();
        for (std::size_t i = 0; i < takes_.size(); ++i)
            plan.sides.push_back(
                {takes_[i].source, media::takeKeyOf(takes_[i].source.path, takes_[i].id), passesOf(i)});
        if (flags_.stage.isGainAuto()) findGain(plan, progress);
        nameAll(plan);
        return plan;
    }

    [[nodiscard]] const AlbumTrack* trackOf(std::size_t take, std::size_t track) const {
        return flags_.whole ? nullptr : &takes_[take].album.tracks[track];
    }

private:
    void prepareAlbums() {
        std::vector<media::AlbumTake> albums;
        for (auto& take : takes_) {
            flags_.applyTags(take.album.album, albums.empty());
            if (flags_.gapless) closeGaps(take.album.tracks);
            albums.push_back(take.album);
        }
        media::numberAlbum(albums);
        for (std::size_t i = 0; i < takes_.size(); ++i)
            takes_[i].album = std::move(albums[i]);
    }

    media::CoverPicture coverOf(const TakeToExport& take) const {
        if (!flags_.cover.empty()) return media::readCover(flags_.cover);
        const auto& cover = take.album.album.cover;
        if (cover.empty()) return {};
        return media::readCover((base::folderOf(take.source.path) / cover).string());
    }

    std::vector<media::ExportPass> passesOf(std::size_t number) {
        const auto& take = takes_[number];
        const auto& reader = *readers_[number];
        const auto cover = coverOf(take);
        std::vector<media::ExportPass> passes;
        for (const auto& curve : curves_) {
            media::ExportPass pass;
            pass.settings.stage = StageFlags::mediaStage(flags_.stage.chosenOver(take.stage, curve));
            pass.settings.stage.filter.cleansTwoWays = isOffline(take);
            pass.settings.kept = media::keptPlaces(take.givenBack);
            pass.settings.speedBack = readSpeedBack(flags_.speedBack);
            const auto time = media::outputTime(reader.sampleRateHz(), pass.settings);
            pass.settings.rateHz = flags_.rateFor(time.rateHz);
            if (flags_.whole)
                pass.tracks.push_back(wholeOf(take, reader));
            else
                for (const auto& track : take.album.tracks)
                    pass.tracks.push_back({track.track.startFrame,
                                           track.track.endFrame,
                                           {},
                                           media::tagsOf(take.album.album, track),
                                           take.album.album.comment,
                                           {}});
            for (auto& track : pass.tracks)
                track.tags.cover = cover;
            passes.push_back(std::move(pass));
        }
        return passes;
    }

    bool isOffline(const TakeToExport& take) const {
        return flags_.declickQuality.empty() ? take.clickQuality == media::ClickQuality::offline
                                             : readIsOffline(flags_.declickQuality);
    }

    static media::ExportTrack wholeOf(const TakeToExport& take, const media::AudioReader& reader) {
        media::ExportTrack whole;
        const auto& tracks = take.album.tracks;
        if (tracks.empty() && !reader.frames())
            throw media::MediaError(base::quoted(take.path) +
                                    " does not say how long it is: convert it to WAV or FLAC first");
        whole.startFrame = tracks.empty() ? 0 : tracks.front().track.startFrame;
        whole.endFrame = tracks.empty() ? reader.frames().value_or(0) : tracks.back().track.endFrame;
        whole.tags = media::tagsOfSide(take.album);
        whole.comment = take.album.album.comment;
        for (const auto& track : tracks) {
            media::Mark mark;
            mark.id = static_cast<std::uint32_t>(whole.marks.size() + 1);
            mark.frame = track.track.startFrame;
            mark.label = track.track.title;
            whole.marks.push_back(std::move(mark));
        }
        return whole;
    }

    /** The gain at which the loudest of all takes just fits, with each curve; only tracks count. */
    void findGain(media::ExportPlan& plan, const media::Progress& progress) const {
        for (std::size_t c = 0; c < curves_.size(); ++c) {
            std::optional<double> gain;
            for (auto& side : plan.sides) {
                auto settings = side.passes[c].settings;
                settings.progress = progress;
                media::FrameRanges tracks;
                for (const auto& track : side.passes[c].tracks)
                    tracks.emplace_back(track.startFrame, track.endFrame);
                media::AudioReader reader(side.source);
                const auto peak = media::truePeakOfRender(reader, settings, &tracks);
                if (const auto fitting = media::gainThatFits(peak, settings.stage.levels.gainDb))
                    gain = std::min(gain.value_or(*fitting), *fitting);
            }
            for (auto& side : plan.sides)
                if (gain) side.passes[c].settings.stage.levels.gainDb = *gain;
        }
    }

    void nameAll(media::ExportPlan& plan) {
        const std::string usual =
            curves_.size() > 1 ? "{album} ({curve})/{position} {title}" : media::defaultNamePattern;
        const media::NamePattern pattern(flags_.names.empty() ? usual : flags_.names, media::nameFields());
        if (curves_.size() > 1 && !pattern.has("curve"))
            throw UsageError("--name", flags_.names, "with several curves it needs {curve}, to tell their files apart");
        media::DistinctNames names;
        const std::string extension = media::extensionOf(plan.container);
        for (std::size_t i = 0; i < takes_.size(); ++i)
            for (auto& pass : plan.sides[i].passes) {
                const auto& album = takes_[i].album;
                const auto& curve = pass.settings.stage.curveName;
                for (std::size_t k = 0; k < pass.tracks.size(); ++k) {
                    const auto fields =
                        flags_.whole ? media::namesOfSide(album, curve) : media::namesOf(album, album.tracks[k], curve);
                    pass.tracks[k].name = names.take(pattern.pathOf(fields, extension));
                }
                if (!album.tracks.empty()) addTexts(plan, i, pass, names);
            }
    }

    /** Times of the file with the whole side, or of the take where there is none; as they are with the speed corrected.
     */
    void addTexts(media::ExportPlan& plan, std::size_t number, const media::ExportPass& pass,
                  media::DistinctNames& names) const {
        if (!flags_.whole && !flags_.withLabels) return;
        const auto& album = takes_[number].album;
        const auto time = media::outputTime(readers_[number]->sampleRateHz(), pass.settings);
        const auto first = flags_.whole ? time.frameOf(pass.tracks.front().startFrame) : 0;
        const auto base = flags_.whole ? pass.tracks.front().name
                                       : pass.tracks.front().name.parent_path() /
                                             media::fileNameOf(media::namesOfSide(album, "").at("title"));
        const auto named = [&](const char* extension) {
            auto path = base;
            if (flags_.whole) path.replace_extension();
            path += extension;
            return names.take(path);
        };
        if (flags_.withLabels) {
            std::vector<media::TimeLabel> labels;
            for (const auto& track : album.tracks)
                labels.push_back({static_cast<double>(time.frameOf(track.track.startFrame) - first) / time.rateHz,
                                  static_cast<double>(time.frameOf(track.track.endFrame) - first) / time.rateHz,
                                  titleOf(track)});
            plan.texts.push_back({named(".labels.txt"), media::writeLabels(labels)});
        }
        if (!flags_.whole || album.tracks.size() > media::mostCueTracks) return;
        media::CueSheet sheet;
        sheet.title = album.album.title;
        sheet.performer = album.album.artist;
        sheet.genre = album.album.genre;
        sheet.date = album.album.date;
        sheet.file = base.filename().string();
        if (plan.container == media::Container::mp3) sheet.fileType = "MP3";
        if (plan.container == media::Container::aiff) sheet.fileType = "AIFF";
        for (const auto& track : album.tracks) {
            media::CueTrack cue;
            cue.number = static_cast<int>(sheet.tracks.size()) + 1;
            cue.title = titleOf(track);
            cue.performer = track.track.artist;
            cue.startFrame = media::cueFrameOfSample(time.frameOf(track.track.startFrame) - first, time.rateHz);
            sheet.tracks.push_back(std::move(cue));
        }
        plan.texts.push_back({named(".cue"), media::writeCueSheet(sheet)});
    }

    static std::string titleOf(const AlbumTrack& track) {
        return track.track.title.empty() ? "Track " + std::to_string(track.number) : track.track.title;
    }

    const ExportFlags& flags_;
    std::vector<TakeToExport>& takes_;
    std::vector<std::string> curves_;
    std::vector<std::unique_ptr<media::AudioReader>> readers_;
};

void warnOfTakes(const std::vector<TakeToExport>& takes) {
    for (const auto& take : takes) {
        const media::AudioReader reader(take.source);
        if (const auto& by = reader.tags().note.equalisedWith)
            warn(base::quoted(take.source.path) + " has been equalised already (" + *by +
                 "): this export equalises it again");
    }
}

std::string jsonText(const media::ExportPlan& plan, const media::ExportResult& result, const Planner& planner) {
    Json json;
    json["tracks"] = Json::array();
    for (std::size_t s = 0; s < result.sides.size(); ++s)
        for (std::size_t p = 0; p < result.sides[s].size(); ++p)
            for (std::size_t k = 0; k < result.sides[s][p].tracks.size(); ++k) {
                const auto& track = result.sides[s][p].tracks[k];
                const auto& stage = plan.sides[s].passes[p].settings.stage;
                const auto* const of = planner.trackOf(s, k);
                Json item;
                item["path"] = track.path.string();
                item["take"] = plan.sides[s].source.path.string();
                item["position"] = of != nullptr ? Json(of->position()) : Json(nullptr);
                item["number"] = of != nullptr ? Json(of->number) : Json(nullptr);
                item["title"] = of != nullptr ? Json(of->track.title) : Json(nullptr);
                item["curve"] = stage.curveName;
                item["gain_db"] = stage.levels.gainDb;
                item["start_frame"] = plan.sides[s].passes[p].tracks[k].startFrame;
                item["end_frame"] = plan.sides[s].passes[p].tracks[k].endFrame;
                item["frames"] = track.frames;
                item["sample_rate"] = static_cast<std::int64_t>(track.sampleRateHz);
                item["clipped_samples"] = track.clippedSamples;
                item["lufs"] = base::orNull<Json>(track.lufs);
                item["true_peak_dbfs"] =
                    track.truePeak ? base::orNull<Json>(media::decibels(*track.truePeak)) : Json(nullptr);
                item["replaygain_track_db"] = track.gain ? Json(track.gain->trackGainDb) : Json(nullptr);
                item["replaygain_album_db"] =
                    track.gain && track.gain->isAlbumKnown ? Json(track.gain->albumGainDb) : Json(nullptr);
                json["tracks"].push_back(std::move(item));
            }
    json["texts"] = Json::array();
    for (const auto& path : result.texts)
        json["texts"].push_back(path.string());
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string tableOf(const media::ExportResult& result) {
    std::vector<std::vector<std::string>> rows{{"file", "length", "loudness", ""}};
    for (const auto& side : result.sides)
        for (const auto& pass : side)
            for (const auto& track : pass.tracks)
                rows.push_back(
                    {base::oneLine(track.path.string()),
                     exactTime(static_cast<double>(track.frames) / track.sampleRateHz),
                     track.lufs ? base::formatFixed(*track.lufs, 1) + " LUFS" : "-",
                     track.clippedSamples > 0 ? counted(track.clippedSamples, "sample clips", "samples clip") : ""});
    return tableText(rows, "lrrl");
}

/** What is said where samples clip; empty where none do. */
std::string clippingOf(const media::ExportResult& result) {
    std::int64_t clipped = 0;
    std::optional<double> gain;
    bool isHopeless = false;
    for (const auto& side : result.sides)
        for (const auto& pass : side) {
            const auto here = pass.report.clippedSamples();
            clipped += here;
            if (here == 0) continue;
            if (const auto& fits = pass.report.largestGainDb)
                gain = std::min(gain.value_or(*fits), *fits);
            else
                isHopeless = true;
        }
    if (clipped == 0) return {};
    return counted(clipped, "sample", "samples") + " of the tracks clipped" +
           (isHopeless || !gain ? "; every gain clips: raise --output-dbv"
                                : "; --gain " + base::formatFixed(*gain, 2) + " is the largest gain without clipping");
}

} // namespace

TakeToExport openTake(const std::string& path) {
    const media::Take take(path);
    for (const auto& note : take.notes())
        warn(note);
    TakeToExport result;
    result.path = path;
    result.source.path = take.audioPath();
    result.id = take.sidecar().takeId;
    result.stage = take.stage();
    // What was only listened to is no part of the files, unless a flag asks for it.
    result.stage.values.set(params::Id::hear, params::entry(params::Id::hear).defaultValue);
    result.givenBack = take.sidecar().givenBack;
    result.clickQuality = take.sidecar().clickQuality;
    result.album.album = take.sidecar().album;
    result.album.stem = take.audioPath().stem().string();
    for (const auto& track : take.sidecar().tracks)
        result.album.tracks.push_back(media::albumTrackOf(track));
    return result;
}

void runExport(const ExportFlags& flags, std::vector<TakeToExport> takes) {
    double rateHz = 0.0;
    for (const auto& take : takes) {
        if (take.album.tracks.empty() && !flags.whole)
            throw media::MediaError(base::quoted(take.path) +
                                    " has no tracks yet: find them with 'phonostage split --write', use 'phonostage "
                                    "digitise', or export the --whole side");
        rateHz = media::AudioReader(take.source).sampleRateHz();
    }
    warnOfTakes(takes);
    ProgressBar bar(flags.talk(), rateHz);
    Planner planner(flags, takes);
    const auto plan = planner.plan(bar.callback());
    const auto result = media::exportAlbum(plan, bar.callback());
    bar.clear();
    for (const auto& warning : result.warnings)
        warn(warning);
    const auto clipping = clippingOf(result);
    // Float keeps what lies beyond full scale.
    const bool isCutOff = plan.format != media::SampleFormat::float32 || media::isLossy(plan.container);
    const bool isFailure = flags.strict && !clipping.empty() && isCutOff;
    if (!clipping.empty() && !isFailure) warn(clipping);
    say(flags.talk(), tableOf(result));
    if (flags.json) print(jsonText(plan, result, planner));
    if (isFailure) throw OutputClips(clipping);
}

} // namespace phonostage::cli
