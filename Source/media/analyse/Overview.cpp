// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/Overview.h"

#include "base/files/BoundedFile.h"
#include "base/files/FileError.h"
#include "base/files/FilePlace.h"
#include "base/files/PendingFile.h"
#include "media/take/TakeNames.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostBytes = std::size_t{64} << 20; ///< 40 hours

/** The head of the file; whole numbers as this machine has them, since it is made again where they do not fit. */
struct Head {
    std::array<char, 8> magic{'P', 'S', 'o', 'v', 'e', 'r', '0', '1'};
    std::int64_t audioBytes = 0, audioTime = 0, frames = 0, columns = 0;
    double sampleRateHz = 0.0;
    std::int64_t channels = 0;
};

Head headFor(const fs::path& audio) {
    Head head;
    std::error_code error;
    head.audioBytes = static_cast<std::int64_t>(fs::file_size(audio, error));
    head.audioTime = static_cast<std::int64_t>(fs::last_write_time(audio, error).time_since_epoch().count());
    return head;
}

std::uint8_t halfDecibels(double level) {
    if (level <= 0.0) return 255;
    return static_cast<std::uint8_t>(std::clamp(std::lround(-40.0 * std::log10(level)), 0L, 255L));
}

} // namespace

Overview::Overview(double sampleRateHz, int channels)
    : sampleRateHz_(sampleRateHz), channels_(channels),
      columnFrames_(std::max<std::int64_t>(1, std::llround(sampleRateHz * columnSeconds))) {}

void Overview::endColumn() {
    OverviewColumn column;
    for (std::size_t side = 0; side < 2; ++side) {
        const auto from = channels_ == 1 ? 0 : side;
        column.peak[side] = halfDecibels(peak_[from]);
        column.rms[side] = halfDecibels(std::sqrt(2.0 * squares_[from] / static_cast<double>(inColumn_)));
    }
    columns_.push_back(column);
    inColumn_ = 0;
    peak_ = squares_ = {};
}

void Overview::add(const double* const* channel, int frames) {
    for (int i = 0; i < frames; ++i) {
        for (int c = 0; c < channels_; ++c) {
            const auto side = static_cast<std::size_t>(c);
            const double sample = channel[c][i];
            if (!std::isfinite(sample)) continue;
            peak_[side] = std::max(peak_[side], std::abs(sample));
            squares_[side] += sample * sample;
        }
        if (++inColumn_ == columnFrames_) endColumn();
    }
    frames_ += frames;
}

void Overview::finish() {
    if (inColumn_ > 0) endColumn();
}

OverviewColumn Overview::between(double fromSeconds, double toSeconds) const {
    OverviewColumn loudest;
    if (columns_.empty()) return loudest;
    const auto per = static_cast<double>(columnFrames_) / sampleRateHz_;
    const auto most = static_cast<double>(columns_.size());
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(fromSeconds / per), 0.0, most));
    const auto last = static_cast<std::size_t>(std::clamp(std::ceil(toSeconds / per), 0.0, most));
    for (auto i = first; i < std::max(last, std::min(first + 1, columns_.size())); ++i)
        for (std::size_t side = 0; side < 2; ++side) {
            loudest.peak[side] = std::min(loudest.peak[side], columns_[i].peak[side]);
            loudest.rms[side] = std::min(loudest.rms[side], columns_[i].rms[side]);
        }
    return loudest;
}

fs::path Overview::placeOf(const fs::path& audio) {
    auto name = audio.filename();
    name += ".overview";
    return base::folderOf(audio) / ".phonostage" / name;
}

std::optional<Overview> Overview::load(const fs::path& audio) {
    const auto read = base::readBoundedFile(placeOf(audio), mostBytes);
    const auto* bytes = std::get_if<std::string>(&read);
    Head head;
    const auto expected = headFor(audio);
    if (bytes == nullptr || bytes->size() < sizeof head) return std::nullopt;
    std::memcpy(&head, bytes->data(), sizeof head);
    const auto columnBytes = bytes->size() - sizeof head;
    const bool isRight = head.magic == expected.magic && head.audioBytes == expected.audioBytes &&
                         head.audioTime == expected.audioTime && head.sampleRateHz >= 1.0 &&
                         (head.channels == 1 || head.channels == 2) && head.columns >= 0 && head.frames >= 0 &&
                         columnBytes % sizeof(OverviewColumn) == 0 &&
                         columnBytes / sizeof(OverviewColumn) == static_cast<std::size_t>(head.columns);
    if (!isRight) return std::nullopt;
    Overview overview(head.sampleRateHz, static_cast<int>(head.channels));
    overview.frames_ = head.frames;
    overview.columns_.resize(static_cast<std::size_t>(head.columns));
    if (columnBytes > 0) std::memcpy(overview.columns_.data(), bytes->data() + sizeof head, columnBytes);
    return overview;
}

bool Overview::save(const fs::path& audio) const {
    auto head = headFor(audio);
    head.frames = frames_;
    head.columns = static_cast<std::int64_t>(columns_.size());
    head.sampleRateHz = sampleRateHz_;
    head.channels = channels_;
    std::string bytes(sizeof head + columns_.size() * sizeof(OverviewColumn), '\0');
    std::memcpy(bytes.data(), &head, sizeof head);
    if (!columns_.empty())
        std::memcpy(bytes.data() + sizeof head, columns_.data(), columns_.size() * sizeof(OverviewColumn));
    try {
        const auto place = placeOf(audio);
        std::error_code ignored;
        fs::create_directories(place.parent_path(), ignored);
        base::writeFile(place, bytes, base::Replace::any());
    } catch (const base::FileError&) {
        return false;
    }
    return true;
}

} // namespace phonostage::media
