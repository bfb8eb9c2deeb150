// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TakePlan.h"

#include "base/files/FilePlace.h"
#include "media/export/Cover.h"
#include "media/export/TrackTags.h"
#include "media/io/AudioReader.h"

namespace phonostage::media {
namespace fs = std::filesystem;

RenderStage exportStageOf(const params::Snapshot& snapshot) {
    auto stage = renderStageOf(snapshot);
    stage.levels.clean.hear = dsp::Hear::cleaned;
    return stage;
}

std::string takeKeyOf(const fs::path& audio, const std::string& takeId) {
    if (!takeId.empty()) return "take " + takeId;
    std::error_code error;
    const auto whole = fs::canonical(audio, error);
    return "file " + (error ? fs::absolute(audio) : whole).string();
}

ExportPlan planOfTakes(const std::vector<TakeSound>& takes, const fs::path& folder, Container container,
                       SampleFormat format) {
    std::vector<AlbumTake> albums;
    for (const auto& take : takes) {
        auto& album = albums.emplace_back();
        album.album = take.album;
        album.stem = take.audio.stem().string();
        for (const auto& track : take.tracks)
            album.tracks.push_back(albumTrackOf(track));
    }
    numberAlbum(albums);
    ExportPlan plan;
    plan.folder = folder;
    plan.container = container;
    plan.format = format;
    const NamePattern pattern(defaultNamePattern, nameFields());
    DistinctNames names;
    for (std::size_t i = 0; i < takes.size(); ++i) {
        const auto& take = takes[i];
        const auto& album = albums[i];
        ExportPass pass;
        pass.settings.stage = exportStageOf(take.stage);
        pass.settings.stage.filter.cleansTwoWays = take.clickQuality == ClickQuality::offline;
        pass.settings.kept = keptPlaces(take.givenBack);
        const double rate = outputTime(AudioReader(take.audio).sampleRateHz(), pass.settings).rateHz;
        if (isLossy(container)) pass.settings.rateHz = fittingRate(container, rate);
        const auto cover = album.album.cover.empty()
                               ? CoverPicture{}
                               : readCover((base::folderOf(take.audio) / album.album.cover).string());
        for (const auto& track : album.tracks) {
            ExportTrack file;
            file.startFrame = track.track.startFrame;
            file.endFrame = track.track.endFrame;
            file.tags = tagsOf(album.album, track);
            file.tags.cover = cover;
            file.comment = album.album.comment;
            file.name = names.take(
                pattern.pathOf(namesOf(album, track, pass.settings.stage.curveName), extensionOf(container)));
            pass.tracks.push_back(std::move(file));
        }
        SoundSource source;
        source.path = take.audio;
        plan.sides.push_back({source, takeKeyOf(take.audio, take.takeId), {std::move(pass)}});
    }
    return plan;
}

} // namespace phonostage::media
