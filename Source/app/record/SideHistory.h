// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/LevelTrace.h"
#include "media/take/TakeEvent.h"

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

namespace phonostage::app {

/** A stretch of a side's picture, full scale 1.0. */
struct SideColumn {
    std::array<float, 2> peak{};
    std::array<float, 2> meanSquare{};
};

/** Something that happened, on the side's time line. */
struct SideMark {
    double seconds = 0.0; ///< from the beginning of the side's first file
    media::TakeEvent event;
};

/** The levels of the last half minute, and of the side that is recorded, for pictures of them; and its marks. Memory is
    bounded: a picture column lasts half a second, and twice as long each time there would be too many of them. */
class SideHistory {
public:
    static constexpr double recentSeconds = 30.0;
    static constexpr std::size_t recentColumns = 600;
    static constexpr std::size_t mostColumns = 8192;
    static constexpr std::size_t mostMarks = 2000;

    /** In the order they came; a position in front of the last one says that the device began again. */
    void add(const std::vector<media::LevelColumn>& columns);
    void add(const std::vector<media::TakeEvent>& events, double sampleRateHz);

    /** A side begins at this position: what was heard since then is its first part. */
    void beginSide(std::int64_t position);
    /** Recording goes on in another file, from this position of a device that began again. */
    void beginPart(std::int64_t position);
    /** Nothing more comes; the picture stays. */
    void endSide() { isOpen_ = false; }
    /** There was no side. */
    void forgetSide();

    /** Newest last. */
    [[nodiscard]] const std::deque<media::LevelColumn>& recent() const { return recent_; }
    /** Grows with every column: to see whether there is anything to draw. */
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] const std::vector<SideColumn>& side() const { return side_; } ///< the last may be begun
    [[nodiscard]] double secondsPerColumn() const { return media::LevelTrace::columnSeconds * perColumn_; }
    /** Where the file that is recorded begins, in seconds of the side. */
    [[nodiscard]] double partStart() const { return partStart_; }
    /** Of the side so far. */
    [[nodiscard]] double seconds() const;
    [[nodiscard]] const std::vector<SideMark>& marks() const { return marks_; }
    [[nodiscard]] std::size_t marksLeftOut() const { return leftOut_; }
    /** Gaps between tracks, in seconds of the file that is recorded now; those of files before it stay. */
    void showGaps(const std::vector<double>& secondsOfFile);
    /** In seconds of the side. */
    [[nodiscard]] const std::vector<double>& gaps() const { return gaps_; }

private:
    void addToSide(const media::LevelColumn& column);
    void halve();

    std::deque<media::LevelColumn> recent_;
    std::int64_t count_ = 0;
    std::vector<SideColumn> side_;
    int perColumn_ = 10, inColumn_ = 0;
    bool isOpen_ = false;
    double partStart_ = 0.0; ///< seconds of the side in front of the file that is recorded
    std::vector<SideMark> marks_;
    std::size_t leftOut_ = 0;
    std::vector<double> gaps_;
};

} // namespace phonostage::app
