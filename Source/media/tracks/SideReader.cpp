// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/SideReader.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSeeker.h"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace phonostage::media {
namespace {

/** From where the scan ends to a frame, or the end of the file. */
void readTo(SoundSeeker& file, std::int64_t until, SideScan& scan, const std::function<bool()>& goesOn) {
    constexpr int block = 16384;
    std::vector<double> left(block), right(block);
    const std::array<const double*, 2> channel{left.data(), right.data()};
    file.seek(scan.extent.frames);
    while (scan.extent.frames < until && goesOn()) {
        const auto wanted = static_cast<int>(std::min<std::int64_t>(block, until - scan.extent.frames));
        const int got = file.read(left.data(), right.data(), wanted);
        if (got == 0) break;
        scan.overview.add(channel.data(), got);
        scan.finder->add(channel.data(), got);
        scan.extent.frames += got;
    }
}

} // namespace

bool SideReader::readOn(const std::filesystem::path& file, std::int64_t until, const std::atomic<bool>& isCancelled) {
    const std::lock_guard lock(mutex_);
    try {
        SoundSeeker seeker(file);
        if (scan_.finder == nullptr) {
            channels_ = std::min(seeker.channels(), 2);
            scan_.extent.sampleRateHz = seeker.sampleRateHz();
            scan_.overview = Overview(seeker.sampleRateHz(), channels_);
            scan_.finder = std::make_unique<TrackFinder>(seeker.sampleRateHz(), channels_);
        }
        readTo(seeker, until, scan_, [&] { return !isCancelled.load(); });
    } catch (const base::FileError&) {
        return false;
    }
    return true;
}

std::int64_t SideReader::frames() const {
    const std::lock_guard lock(mutex_);
    return scan_.extent.frames;
}

std::unique_ptr<TrackFinder> SideReader::soFar() const {
    const std::lock_guard lock(mutex_);
    return scan_.finder != nullptr ? scan_.finder->soFar() : nullptr;
}

SideScan SideReader::finish(const std::filesystem::path& audio, const Progress& progress) {
    const std::lock_guard lock(mutex_);
    auto scan = std::exchange(scan_, {});
    if (scan.finder == nullptr) return scanSide(audio, progress);
    SoundSeeker file(audio);
    if (file.sampleRateHz() != scan.extent.sampleRateHz || std::min(file.channels(), 2) != channels_ ||
        file.frames() < scan.extent.frames)
        return scanSide(audio, progress);
    readTo(file, file.frames(), scan, [&] { return !progress || progress(scan.extent.frames, file.frames()); });
    if (scan.extent.frames < file.frames()) throw Cancelled();
    scan.overview.finish();
    scan.finder->finish();
    (void)scan.overview.save(audio);
    return scan;
}

} // namespace phonostage::media
