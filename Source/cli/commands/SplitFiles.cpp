// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/SplitFiles.h"

#include "cli/output/Errors.h"
#include "cli/output/Signals.h"

#include "base/files/BoundedFile.h"
#include "media/io/SoundSource.h"
#include "media/io/StandardStreams.h"
#include "media/tracks/TrackText.h"

#include <functional>
#include <variant>

namespace phonostage::cli {
namespace {

using Path = std::filesystem::path;

std::string bytesOf(const std::string& flag, const Path& path) {
    auto bytes = base::readBoundedFile(path, media::mostTrackTextBytes);
    if (const auto* fault = std::get_if<base::FileFault>(&bytes)) throw media::MediaError(flag + ": " + fault->message);
    return std::get<std::string>(std::move(bytes));
}

std::string bytesOfStandardInput() {
    const auto input = media::openStandardInput();
    std::string text(media::mostTrackTextBytes + 1, '\0');
    std::int64_t size = 0;
    while (size < static_cast<std::int64_t>(text.size())) {
        const auto got = input->readAt(size, text.data() + size, text.size() - static_cast<std::size_t>(size));
        if (got < 0) throw media::MediaError("--list -: standard input cannot be read");
        if (got == 0) break;
        size += got;
    }
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/** What another program may have put at the place of a file that is to be written: only its own kind is replaced. */
base::Replace ownKindAlone(bool overwrite, const char* kind, std::function<void(std::string_view)> read) {
    if (!overwrite) return base::Replace::nothing();
    return base::Replace::unless([kind, read = std::move(read)](const Path& file) -> std::string {
        auto bytes = base::readBoundedFile(file, media::mostTrackTextBytes);
        const auto refusal = std::string("already exists, and is not ") + kind + ": name another file";
        if (std::holds_alternative<base::FileFault>(bytes)) return refusal;
        try {
            read(std::get<std::string>(bytes));
        } catch (const media::TrackTextFault&) {
            return refusal;
        }
        return {};
    });
}

bool isThere(const std::string& path) { return base::pathKind(path) != base::PathKind::missing; }

} // namespace

media::TrackList readListFile(const std::string& path) {
    const auto text = path == "-" ? bytesOfStandardInput() : bytesOf("--list", path);
    auto list = media::readTrackList(text);
    if (list.tracks.empty())
        throw media::MediaError("--list " + base::quoted(path) +
                                ": has no tracks: write one a line, as in A1 Title 3:45");
    return list;
}

CutFiles readCutFiles(const std::string& cue, const std::string& labels, bool overwrite) {
    CutFiles files;
    const bool readsCue = !cue.empty() && !overwrite && isThere(cue),
               readsLabels = !labels.empty() && !overwrite && isThere(labels);
    if (readsCue && readsLabels)
        throw UsageError("--cue and --labels are both there already, and each says where the tracks are: name one that "
                         "is not there, or use --overwrite");
    try {
        if (readsCue) files.sheet = media::readCueSheet(bytesOf("--cue", cue));
        if (readsLabels) files.labels = media::readLabels(bytesOf("--labels", labels));
    } catch (const media::TrackTextFault& fault) {
        throw media::MediaError((readsCue ? "--cue " + base::quoted(cue) : "--labels " + base::quoted(labels)) + ": " +
                                fault.what());
    }
    if (!cue.empty() && !readsCue)
        files.newSheet = std::make_unique<base::PendingFile>(
            cue, ownKindAlone(overwrite, "a cue sheet", [](auto text) { (void)media::readCueSheet(text); }));
    if (!labels.empty() && !readsLabels)
        files.newLabels = std::make_unique<base::PendingFile>(
            labels, ownKindAlone(overwrite, "a file of labels", [](auto text) { (void)media::readLabels(text); }));
    return files;
}

void CutFiles::write(const media::TakeSplit& split, const media::FileExtent& file, const std::string& audioName,
                     const media::AlbumTags& album) {
    if ((newSheet || newLabels) && split.tracks.empty())
        throw media::MediaError("no tracks were found, so nothing is written");
    if (newSheet) newSheet->writeAll(media::writeCueSheet(media::cueOf(split, file, audioName, album)));
    if (newLabels) newLabels->writeAll(media::writeLabels(media::labelsOf(split, file)));
    if (newSheet) newSheet->finish();
    if (newLabels) newLabels->finish();
    if (caughtSignal() != 0) throw media::Cancelled();
    if (newSheet) newSheet->commit();
    if (newLabels) newLabels->commit();
}

} // namespace phonostage::cli
