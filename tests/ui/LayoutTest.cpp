// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything stands at 100 %, against what was looked at and found good: tests/data/editor-layout.txt, a line for
// each component with its id and bounds on the face. `test_ui "[layout-write]"` writes the present ones beside the
// program.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr int tolerance = 2; ///< logical units

using Layout = std::map<std::string, juce::Rectangle<int>>;

void collect(juce::Component& face, juce::Component& parent, Layout& layout, const std::string& scene) {
    for (auto* child : parent.getChildren()) {
        if (!child->isVisible()) continue;
        // Meters draw themselves as equipment and units ask; their place is the panel's.
        if (dynamic_cast<ui::MeterPanel*>(child) != nullptr) continue;
        const auto id = child->getComponentID().toStdString();
        if (!id.empty() && id != "chooser")
            layout[scene + "/" + id] = face.getLocalArea(child, child->getLocalBounds());
        collect(face, *child, layout, scene);
    }
}

Layout layoutNow() {
    Layout layout;
    Bench bench;
    auto& face = bench.editor->face();
    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.set(params::Id::cartridgeMv, 5.0);
    bench.beat();
    collect(face, face, layout, "front");
    bench.set(params::Id::dehum, 1.0);
    face.openClean();
    bench.beat();
    collect(face, *face.clean(), layout, "clean");
    face.openDrawer();
    bench.beat();
    collect(face, *face.drawer(), layout, "setup");
    face.openFirstRun();
    bench.beat();
    collect(face, *face.firstRun(), layout, "first");
    return layout;
}

Layout layoutLookedAt() {
    Layout layout;
    std::ifstream file(PHONOSTAGE_TEST_DATA "/editor-layout.txt");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string id;
        int x = 0, y = 0, width = 0, height = 0;
        if (line.starts_with("#") || !(words >> id >> x >> y >> width >> height)) continue;
        layout[id] = {x, y, width, height};
    }
    return layout;
}

} // namespace

TEST_CASE("Everything stands where it was found good", "[ui]") {
    const auto now = layoutNow();
    const auto then = layoutLookedAt();
    REQUIRE(then.size() > 60);
    for (const auto& [id, bounds] : now) {
        INFO(id << ": " << bounds.toString());
        const auto found = then.find(id);
        REQUIRE(found != then.end());
        const auto& expected = found->second;
        CHECK(std::abs(bounds.getX() - expected.getX()) <= tolerance);
        CHECK(std::abs(bounds.getY() - expected.getY()) <= tolerance);
        CHECK(std::abs(bounds.getWidth() - expected.getWidth()) <= tolerance);
        CHECK(std::abs(bounds.getHeight() - expected.getHeight()) <= tolerance);
    }
    for (const auto& [id, bounds] : then) {
        INFO(id);
        CHECK(now.count(id) == 1);
    }
}

TEST_CASE("The layout is written", "[.][layout-write]") {
    std::ofstream file("editor-layout.txt");
    file << "# Bounds on the face at 100 %: id, x, y, width, height.\n";
    for (const auto& [id, bounds] : layoutNow())
        file << id << ' ' << bounds.getX() << ' ' << bounds.getY() << ' ' << bounds.getWidth() << ' '
             << bounds.getHeight() << '\n';
}
