// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Recovery.h"

#include "base/files/File.h"
#include "base/files/FileError.h"
#include "base/text/NumberText.h"
#include "media/io/HeaderBytes.h"
#include "media/io/HeaderFacts.h"
#include "media/record/FlacScan.h"
#include "media/record/OpenTake.h"
#include "media/record/TakeWriter.h"
#include "media/record/WavTakeWriter.h"
#include "media/take/Take.h"
#include "media/take/TakeNames.h"

#include <algorithm>
#include <cerrno>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

/** What is behind the last whole frame and longer than any frame is no begun frame, and stays. */
constexpr std::int64_t longestTail = 65536;

/** What the repair of a file has found. */
struct Repair {
    std::string problem; ///< "" where it is whole now
    double seconds = 0.0;
    std::int64_t frames = 0;
    bool isDamaged = false;
};

bool isFlac(const HeaderFacts& facts) { return facts.container == "FLAC"; }

/** A WAV whose head is one of ours: JUNK or ds64 behind "WAVE", samples where our head ends. */
bool isOwnWav(const base::ByteSource& source, const HeaderFacts& facts) {
    std::string head(16, '\0');
    return (facts.container == "WAV" || facts.container == "RF64") && facts.bytesPerFrame > 0 &&
           source.readAt(0, head.data(), head.size()) == 16 &&
           (head.substr(12) == "JUNK" || head.substr(12) == "ds64") &&
           facts.dataStart == static_cast<std::int64_t>(takeHeadBytes);
}

std::string failed(const fs::path& path, int error) {
    return base::quoted(path) + " could not be repaired: " + base::systemError(error);
}

Repair repairWav(const fs::path& path, base::File& file, const HeaderFacts& facts) {
    Repair repair;
    const auto frameBytes = static_cast<std::int64_t>(facts.bytesPerFrame);
    const auto data = std::max<std::int64_t>(0, file.size() - static_cast<std::int64_t>(takeHeadBytes));
    repair.frames = data / frameBytes;
    repair.seconds = static_cast<double>(repair.frames) / facts.sampleRateHz.value_or(48000.0);
    std::string head(takeHeadBytes, '\0');
    if (file.readAt(0, head.data(), head.size()) != static_cast<std::int64_t>(head.size())) {
        repair.problem = failed(path, EIO);
        return repair;
    }
    const auto whole = repair.frames * frameBytes;
    WavTakeWriter::setSizes(head, whole, static_cast<int>(frameBytes));
    int error = file.resize(static_cast<std::int64_t>(takeHeadBytes) + whole + (whole & 1));
    if (error == 0) error = file.writeAt(0, head.data(), WavTakeWriter::sizesEnd);
    if (error == 0) error = file.writeAt(takeHeadBytes - 4, head.data() + takeHeadBytes - 4, 4);
    if (error == 0) error = file.sync();
    if (error != 0) repair.problem = failed(path, error);
    return repair;
}

Repair repairFlac(const fs::path& path, base::File& file) {
    Repair repair;
    const auto scan = scanFlac(file);
    if (!scan) {
        repair.problem = base::quoted(path) + " is no FLAC file that can be repaired; it stays as it is";
        return repair;
    }
    repair.frames = scan->info.frames;
    repair.isDamaged = scan->isDamaged;
    repair.seconds = static_cast<double>(repair.frames) / std::max(1, scan->info.sampleRateHz);
    if (repair.frames == 0) return repair;
    const auto info = scan->info.bytes();
    const bool isBegunFrame = file.size() - scan->endBytes < longestTail;
    repair.isDamaged = repair.isDamaged || !isBegunFrame;
    int error = isBegunFrame ? file.resize(scan->endBytes) : 0;
    if (error == 0) error = file.writeAt(flacStreamInfoAt, info.data(), info.size());
    if (error == 0) error = file.sync();
    if (error != 0) repair.problem = failed(path, error);
    return repair;
}

Orphan lookAt(const fs::path& path) {
    Orphan orphan{path, 0.0, false, false, {}};
    base::File file;
    if (const int error = file.open(path); error != 0) {
        orphan.note = "cannot be read: " + base::systemError(error);
        return orphan;
    }
    const auto facts = readHeaderFacts(file);
    if (!isFlac(facts) && !isOwnWav(file, facts)) {
        orphan.note = facts.presentBytes > 0 ? "is no recording of Phonostage: left as it is" : "holds no audio";
        return orphan;
    }
    const double rate = facts.sampleRateHz.value_or(48000.0);
    const auto audio = static_cast<double>(file.size() - static_cast<std::int64_t>(takeHeadBytes));
    if (isFlac(facts)) {
        // As of the last sync; recover() counts.
        const HeaderBytes length(file, flacStreamInfoAt + 10, 8, Order::big);
        orphan.seconds = static_cast<double>(length.number(0, 8) & 0xfffffffffULL) / rate;
    } else {
        orphan.seconds = std::max(0.0, audio / facts.bytesPerFrame / rate);
    }
    orphan.isUsable = audio > 0.0;
    orphan.note = orphan.isUsable ? "was cut short" : "holds no audio";
    return orphan;
}

/** The sidecar's length, and the name; "" or what could not be done. The path is the file's in the end. */
std::string giveName(fs::path& path, std::int64_t frames) {
    const auto sidecarBefore = sidecarPathOf(path);
    auto name = finishedPathOf(path);
    if (base::pathKind(name) != base::PathKind::missing) name = freeTakePath(name);
    const auto error = base::moveWithoutReplacing(path, name);
    if (error)
        return base::quoted(path) + " was repaired but could not be renamed to " + base::quoted(name.filename()) +
               ": " + base::systemError(error.value());
    path = name;
    const auto sidecar = sidecarPathOf(name);
    if (sidecar != sidecarBefore) (void)base::moveWithoutReplacing(sidecarBefore, sidecar);
    try {
        Take take(name);
        auto text = take.sidecar();
        text.audio.frames = frames;
        take.save(text);
    } catch (const base::FileError& problem) {
        return problem.what();
    }
    return {};
}

} // namespace

std::vector<Orphan> findOrphans(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (isRecordingName(entry->path()) && base::pathKind(entry->path()) == base::PathKind::file)
            paths.push_back(entry->path());
    if (error) throw base::FileError(base::quoted(folder) + " cannot be read: " + base::systemError(error.value()));
    std::sort(paths.begin(), paths.end());
    std::vector<Orphan> orphans;
    for (const auto& path : paths) {
        base::File file;
        if (file.open(path) == 0 && file.isLocked()) continue; // it is being recorded
        file.close();
        orphans.push_back(lookAt(path));
    }
    return orphans;
}

Orphan recover(const Orphan& orphan) {
    Orphan result = orphan;
    result.isRepaired = false;
    base::File file;
    int error = file.openToChange(orphan.path);
    if (error == 0) error = file.isRegular() ? file.lock() : EINVAL;
    if (error != 0) {
        result.note = error == EBUSY ? "is being recorded, or repaired by another program" : failed(orphan.path, error);
        return result;
    }
    const auto facts = readHeaderFacts(file);
    if (!isFlac(facts) && !isOwnWav(file, facts)) return result;
    const auto repair = isFlac(facts) ? repairFlac(orphan.path, file) : repairWav(orphan.path, file, facts);
    result.seconds = repair.seconds;
    result.note = repair.problem;
    if (!repair.problem.empty()) return result;
    if (repair.frames == 0) {
        result.isUsable = false;
        result.note = "holds no audio";
        return result;
    }
    error = file.close();
    if (error != 0) {
        result.note = failed(orphan.path, error);
        return result;
    }
    result.note = giveName(result.path, repair.frames);
    result.isRepaired = result.path != orphan.path;
    if (result.note.empty())
        result.note = repair.isDamaged ? "repaired as far as that goes: a part of it is damaged, and stays as it is"
                                       : "repaired: all but the last second is here";
    return result;
}

} // namespace phonostage::media
