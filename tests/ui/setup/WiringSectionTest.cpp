// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/WiringSection.h"

#include "support/Catch.h"
#include "ui/UiSupport.h"

using namespace phonostage;
using namespace phonostage::tests;

TEST_CASE("Exact phase says at which rates it changes nothing", "[ui]") {
    for (const double rate : {44100.0, 96000.0}) {
        Bench bench(rate);
        bench.editor->face().openDrawer();
        bench.beat();
        const auto tip = bench.control("exact_phase").getTooltip();
        CHECK(tip.contains("88.2 kHz"));
        CHECK(tip.contains("At the present sample rate it changes nothing.") == (rate > 88200.0));
    }
}
