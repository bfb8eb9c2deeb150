// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/AlbumExport.h"

#include "media/export/ExportFiles.h"
#include "media/export/TagWriter.h"
#include "media/export/TrackCutter.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/render/RenderBlocks.h"
#include "media/render/RenderPass.h"

#include <algorithm>
#include <memory>

namespace phonostage::media {
namespace {

/** Room for what the fields' names and lengths take. */
constexpr std::size_t roomPerField = 64;
/** What is left free when the tags are in: TagLib would make it so much. */
constexpr std::size_t roomLeft = 3584;

std::size_t roomFor(const ExportTrack& track) {
    auto bytes = roomLeft + track.comment.size() + track.tags.cover.bytes.size() + 16 * roomPerField;
    for (const auto& [name, text] : track.tags.fields)
        bytes += text.size() + roomPerField;
    return bytes;
}

TagFormat tagFormatOf(const AudioSpec& spec) {
    switch (spec.container) {
    case Container::flac:
        return TagFormat::flac;
    case Container::aiff:
        return TagFormat::aiff;
    case Container::mp3:
        return TagFormat::mp3;
    case Container::opus:
        return TagFormat::opus;
    default:
        return needsRf64(spec) ? TagFormat::rf64 : TagFormat::wav;
    }
}

FileNote noteOf(const RenderStage& stage) { return renderedTags(FileTags{}, stage).note; }

void requireInOrder(const ExportPass& pass, const AudioReader& reader) {
    std::int64_t end = 0;
    for (const auto& track : pass.tracks) {
        const auto name = base::quoted(track.name);
        if (track.startFrame < end)
            throw MediaError(name + " begins before the track in front of it ends: move one of these cuts");
        if (track.endFrame <= track.startFrame) throw MediaError(name + " would be empty: move one of its cuts");
        if (reader.frames() && track.endFrame > *reader.frames())
            throw MediaError(name + " ends behind the end of the side (" + std::to_string(*reader.frames()) +
                             " frames): move that cut");
        end = track.endFrame;
    }
}

/** One setting of the stage on one side. */
class PassRun {
public:
    PassRun(const AudioReader& reader, const ExportPlan& plan, const ExportSide& side, const ExportPass& pass,
            ExportFiles& files)
        : pass_(pass), time_(outputTime(reader.sampleRateHz(), pass.settings)), spec_(exportSpec(reader, plan, pass)) {
        requireInOrder(pass, reader);
        std::vector<CutTrack> cuts;
        for (const auto& track : pass.tracks) {
            CutTrack cut{time_.frameOf(track.startFrame), time_.frameOf(track.endFrame), nullptr, {}, roomFor(track)};
            // Readers look for it in AIFF's own chunks; all others get it with the tags.
            if (plan.container == Container::aiff) {
                cut.tags.comment = track.comment;
                cut.tags.note = noteOf(pass.settings.stage);
            }
            for (auto mark : track.marks) {
                mark.frame = time_.frameOf(mark.frame) - cut.startFrame;
                cut.tags.marks.push_back(std::move(mark));
            }
            auto spec = spec_;
            spec.frames = cut.endFrame - cut.startFrame;
            spec.tagRoomBytes = cut.tagRoomBytes;
            requireHoldable(spec);
            specs_.push_back(spec);
            cut.file = &files.add(track.name, side.take);
            files_.push_back(cut.file);
            cuts.push_back(std::move(cut));
        }
        cutter_ = std::make_unique<TrackCutter>(spec_, std::move(cuts), plan.measuresLoudness);
        stage_ = std::make_unique<RenderPass>(reader, *cutter_, plan.format, pass.settings);
    }

    /** Changes the samples. */
    void process(double* const* channel, int frames) { stage_->process(channel, frames); }

    void finish() {
        result_.report = stage_->finish();
        stage_.reset();
        for (std::size_t i = 0; i < pass_.tracks.size(); ++i) {
            ExportedTrack track;
            track.path = files_[i]->target();
            track.frames = *specs_[i].frames;
            track.sampleRateHz = spec_.sampleRateHz;
            track.clippedSamples = cutter_->clippedSamplesOf(i);
            if (const auto* loudness = cutter_->loudnessOf(i)) {
                track.lufs = loudness->lufs();
                track.truePeak = loudness->truePeak();
            }
            result_.tracks.push_back(std::move(track));
        }
    }

    void addLoudness(std::vector<const TrackLoudness*>& all) const {
        for (std::size_t i = 0; i < pass_.tracks.size(); ++i)
            if (const auto* loudness = cutter_->loudnessOf(i)) all.push_back(loudness);
    }

    /** albumLufs: empty where all is silent. */
    void writeTags(bool isAlbum, std::optional<double> albumLufs, double albumPeak) {
        for (std::size_t i = 0; i < pass_.tracks.size(); ++i) {
            auto tags = pass_.tracks[i].tags;
            auto& track = result_.tracks[i];
            if (track.lufs) {
                ReplayGain gain{replayGainLufs - *track.lufs, 0.0, track.truePeak.value_or(0.0), albumPeak, false};
                gain.isAlbumKnown = isAlbum && albumLufs.has_value();
                if (gain.isAlbumKnown) gain.albumGainDb = replayGainLufs - *albumLufs;
                track.gain = tags.gain = gain;
            }
            tags.add("COMMENT", joinComment(pass_.tracks[i].comment, noteOf(pass_.settings.stage)));
            media::writeTags(files_[i]->file(), tagFormatOf(specs_[i]), tags, base::quoted(track.path));
        }
    }

    [[nodiscard]] const std::vector<std::string>& warnings() const { return cutter_->warnings(); }
    [[nodiscard]] ExportResult::Pass takeResult() { return std::move(result_); }

private:
    const ExportPass& pass_;
    OutputTime time_;
    AudioSpec spec_;
    std::vector<AudioSpec> specs_;
    std::vector<base::PendingFile*> files_;
    std::unique_ptr<TrackCutter> cutter_;
    std::unique_ptr<RenderPass> stage_;
    ExportResult::Pass result_;
};

/** One take: opened, and everything that is to become of it ready to be written. */
class SideRun {
public:
    SideRun(const ExportPlan& plan, const ExportSide& side, ExportFiles& files)
        : reader_(std::make_unique<AudioReader>(side.source)) {
        for (const auto& pass : side.passes)
            passes.push_back(std::make_unique<PassRun>(*reader_, plan, side, pass, files));
    }

    [[nodiscard]] std::int64_t frames() const { return reader_->frames().value_or(0); }

    void run(const Progress& progress) {
        const Block copy;
        forEachBlock(*reader_, progress, [&](const Block& block, int n) {
            for (std::size_t i = 0; i < passes.size(); ++i) {
                const bool isLast = i + 1 == passes.size();
                for (int c = 0; !isLast && c < reader_->channels(); ++c)
                    std::copy_n(block.channel(c), n, copy.channel(c));
                passes[i]->process(isLast ? block.channels() : copy.channels(), n);
            }
        });
        for (const auto& pass : passes)
            pass->finish();
    }

    void addWarnings(std::vector<std::string>& all) const {
        all.insert(all.end(), reader_->warnings().begin(), reader_->warnings().end());
        for (const auto& pass : passes)
            all.insert(all.end(), pass->warnings().begin(), pass->warnings().end());
    }

    std::vector<std::unique_ptr<PassRun>> passes;

private:
    std::unique_ptr<AudioReader> reader_;
};

void tagAlbum(const std::vector<std::unique_ptr<SideRun>>& sides, std::size_t pass, const ExportPlan& plan) {
    std::vector<const TrackLoudness*> all;
    for (const auto& side : sides)
        side->passes[pass]->addLoudness(all);
    const auto lufs = all.empty() ? std::nullopt : TrackLoudness::lufsOf(all);
    double peak = 0.0;
    for (const auto* each : all)
        peak = std::max(peak, each->truePeak());
    for (const auto& side : sides)
        side->passes[pass]->writeTags(plan.isAlbum, lufs, peak);
}

} // namespace

AudioSpec exportSpec(const AudioReader& reader, const ExportPlan& plan, const ExportPass& pass) {
    return renderedSpec(reader, plan.container, plan.format, pass.settings);
}

ExportResult exportAlbum(const ExportPlan& plan, const Progress& progress) {
    ExportFiles files(plan.folder, plan.mayOverwrite);
    for (const auto& side : plan.sides)
        files.keepClearOf(side.source.path);
    std::vector<std::unique_ptr<SideRun>> sides;
    std::int64_t all = 0;
    for (const auto& side : plan.sides) {
        sides.push_back(std::make_unique<SideRun>(plan, side, files));
        all += sides.back()->frames();
    }
    ExportResult result;
    for (const auto& [name, text] : plan.texts) {
        auto& file = files.add(name, plan.sides.front().take);
        file.writeAll(text);
        result.texts.push_back(file.target());
    }
    std::int64_t before = 0;
    for (const auto& side : sides) {
        side->run(
            [&](std::int64_t done, std::optional<std::int64_t>) { return !progress || progress(before + done, all); });
        before += side->frames();
    }
    for (std::size_t pass = 0; pass < plan.sides.front().passes.size(); ++pass)
        tagAlbum(sides, pass, plan);
    tell(progress, all, all);
    files.commit();
    for (const auto& side : sides) {
        side->addWarnings(result.warnings);
        result.sides.emplace_back();
        for (const auto& pass : side->passes)
            result.sides.back().push_back(pass->takeResult());
    }
    result.warnings.insert(result.warnings.end(), files.warnings().begin(), files.warnings().end());
    return result;
}

} // namespace phonostage::media
