// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/TrackSearch.h"

#include "cli/output/Errors.h"

#include "base/text/Units.h"

#include <algorithm>
#include <string_view>

namespace phonostage::cli {

std::vector<int> readCounts(const std::string& text) {
    std::vector<int> counts;
    for (std::size_t from = 0; from <= text.size() && !text.empty();) {
        const auto end = std::min(text.find(',', from), text.size());
        const auto number = base::parseDecimal(base::trimmed(std::string_view(text).substr(from, end - from)));
        if (!number || *number < 1.0 || *number > 99.0 || *number != static_cast<double>(static_cast<int>(*number)))
            throw UsageError(
                "--count", text,
                "give the number of tracks on the side, from 1 to 99, as in 5, or 5,4 for a file with two sides");
        counts.push_back(static_cast<int>(*number));
        from = end + 1;
    }
    return counts;
}

media::FileExtent listen(media::AudioReader& reader, media::TrackFinder& finder, const media::Progress& progress) {
    constexpr int block = 16384;
    std::vector<double> left(block), right(block);
    double* channel[2] = {left.data(), right.data()};
    media::FileExtent file{reader.sampleRateHz(), 0};
    while (const int count = reader.read(channel, block)) {
        finder.add(channel, count);
        file.frames += count;
        if (!progress(file.frames, reader.frames())) throw media::Cancelled();
    }
    finder.finish();
    return file;
}

} // namespace phonostage::cli
