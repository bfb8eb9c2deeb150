// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/SideScan.h"

#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"

#include <array>
#include <vector>

namespace phonostage::media {

SideScan scanSide(const std::filesystem::path& audio, const Progress& progress) {
    constexpr int block = 16384;
    AudioReader reader(audio, true);
    SideScan scan;
    scan.overview = Overview(reader.sampleRateHz(), reader.channels());
    scan.finder = std::make_unique<TrackFinder>(reader.sampleRateHz(), reader.channels());
    scan.extent.sampleRateHz = reader.sampleRateHz();
    std::vector<double> left(block), right(block);
    const std::array<double*, 2> channel{left.data(), right.data()};
    while (const int count = reader.read(channel.data(), block)) {
        scan.overview.add(channel.data(), count);
        scan.finder->add(channel.data(), count);
        scan.extent.frames += count;
        if (progress && !progress(scan.extent.frames, reader.frames())) throw Cancelled();
    }
    scan.overview.finish();
    scan.finder->finish();
    (void)scan.overview.save(audio);
    return scan;
}

} // namespace phonostage::media
