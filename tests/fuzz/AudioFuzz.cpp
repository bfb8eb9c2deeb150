// SPDX-License-Identifier: GPL-3.0-or-later
// Audio files: their headers as we read them, and all that the library makes of the rest.
#include "fuzz/Fuzz.h"

#include "base/files/FileError.h"
#include "media/io/AiffTags.h"
#include "media/io/AudioReader.h"
#include "media/io/FlacTags.h"
#include "media/io/RiffTags.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <string>
#include <vector>

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

// A few bytes may stand for hours of silence.
constexpr std::int64_t mostFrames = 200000;
constexpr int blockFrames = 1000;

/** Marks and chunks of any file can be put into any other. */
void requireTags(const media::AudioReader& reader) {
    auto tags = reader.tags();
    for (const auto& mark : tags.marks)
        require(mark.frame >= 0 && mark.length >= 0, "marks lie behind the beginning");
    media::retime(tags, reader.sampleRateHz(), 44100.0, 1.35);
    for (const auto& chunk : media::riffChunks(tags).chunks)
        require(chunk.name.size() == 4, "a chunk has a name");
    for (const auto& chunk : media::aiffChunks(tags).chunks)
        require(chunk.name.size() == 4, "a chunk has a name");
    (void)media::flacExtras(tags, 44100.0, 1000);
    auto fields = media::broadcastFields(tags.broadcast);
    const auto broadcast = media::broadcastOf(fields);
    require(broadcast.empty() || broadcast.size() >= 602, "a broadcast chunk is whole");
}

/** Frames that were read; -1 where the file was refused. */
std::int64_t readAll(const std::filesystem::path& path, bool allowTruncated) {
    std::vector<double> left(blockFrames), right(blockFrames);
    const std::array<double*, 2> channels{left.data(), right.data()};
    try {
        media::AudioReader reader(path, allowTruncated);
        require(reader.sampleRateHz() >= 8000.0 && reader.sampleRateHz() <= 768000.0, "the rate is in its range");
        require(reader.channels() == 1 || reader.channels() == 2, "one channel or two");
        require(!reader.formatName().empty(), "a file that is read is of some format");
        std::int64_t frames = 0;
        int got = blockFrames;
        while (got == blockFrames && frames < mostFrames) {
            got = reader.read(channels.data(), blockFrames);
            require(got >= 0 && got <= blockFrames, "no more is read than asked for");
            frames += got;
        }
        for (const auto& warning : reader.warnings())
            requireMessage(warning);
        if (got < blockFrames) {
            require(reader.read(channels.data(), blockFrames) == 0, "behind the end is nothing");
            require(frames > 0, "a file without a sample is refused");
            if (reader.frames() && reader.warnings().empty())
                require(frames == *reader.frames(), "as many frames as announced");
        }
        requireTags(reader);
        return frames;
    } catch (const base::FileError& error) {
        requireMessage(error.what());
        return -1;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const tests::TemporaryFolder folder;
    const auto path = folder / "sound";
    tests::writeBytes(path, std::string(textOf(data, size)));
    const auto frames = readAll(path, false);
    const auto allowed = readAll(path, true);
    require(frames < 0 || frames == allowed, "what is whole is read alike whether or not a part would do");
    return 0;
}
