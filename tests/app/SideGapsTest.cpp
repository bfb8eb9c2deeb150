// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MadeSide.h"

#include "app/record/SideGaps.h"
#include "app/record/SideHistory.h"
#include "support/Catch.h"

#include <chrono>
#include <thread>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;

namespace {

/** So much of a file is safe: looked at, and the reading waited for. */
bool hear(SideGaps& gaps, const std::filesystem::path& path, double seconds) {
    const auto frames = static_cast<std::int64_t>(seconds * 48000.0);
    (void)gaps.follow(path, 48000.0, frames);
    for (int i = 0; i < 3000 && gaps.isReading(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return gaps.follow(path, 48000.0, frames);
}

} // namespace

TEST_CASE("gaps between tracks are found while a side is recorded, once the next track has gone on", "[app]") {
    const SettingsFolder folder;
    const auto path = makeSide(folder); // tracks begin at 6, 25.5 and 48 s
    SideGaps gaps;
    CHECK_FALSE(hear(gaps, path, 8.0));
    CHECK_FALSE(hear(gaps, path, 24.5));
    CHECK_FALSE(hear(gaps, path, 35.0)); // what follows may still turn out to be no track
    CHECK(gaps.gaps().empty());
    CHECK(hear(gaps, path, 57.0));
    REQUIRE(gaps.gaps().size() == 1);
    CHECK_THAT(gaps.gaps()[0], WithinAbs(25.5, 0.1));
    CHECK_FALSE(hear(gaps, path, 58.0)); // not enough is new
    CHECK(hear(gaps, path, 76.0));
    REQUIRE(gaps.gaps().size() == 2);
    CHECK_THAT(gaps.gaps()[0], WithinAbs(25.5, 0.1));
    CHECK_THAT(gaps.gaps()[1], WithinAbs(48.0, 0.1));

    // Another file begins anew; one that is not there finds nothing and does no harm.
    CHECK_FALSE(hear(gaps, folder.file("none.flac").getFullPathName().toStdString(), 60.0));
    CHECK(gaps.gaps().empty());
    gaps.forget();
}

TEST_CASE("gaps of a side that goes on in another file lie behind those of the first", "[app]") {
    SideHistory history;
    history.beginSide(0);
    std::vector<media::LevelColumn> columns(2000);
    for (std::size_t i = 0; i < columns.size(); ++i)
        columns[i].position = static_cast<std::int64_t>(i) * 2400;
    history.add(columns);
    const double first = history.seconds();
    REQUIRE(first > 50.0);
    history.showGaps({20.0, 40.0});
    history.beginPart(0);
    const double second = history.partStart();
    history.showGaps({5.0});
    CHECK(history.gaps() == std::vector<double>{20.0, 40.0, second + 5.0});
    history.showGaps({5.0, 9.0}); // what is known of this file is replaced
    CHECK(history.gaps() == std::vector<double>{20.0, 40.0, second + 5.0, second + 9.0});
    history.beginSide(0);
    CHECK(history.gaps().empty());
}
