// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveCatalogue.h"

#include "catalogue/CurveCatalogueParser.h"
#include "dsp/simd/Decibels.h"
#include "embedded/curvesJson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace phonostage::catalogue {
namespace {

struct Catalogue {
    CurveList list;
    CurveEntry custom{customCurveSlot,           "custom",     "Custom", "your own",
                      "your own time constants", dsp::Curve{}, "",       "custom"};
    std::array<const CurveEntry*, curveSlots> slots{};

    Catalogue() {
        auto parsed = parseCurveCatalogue(embedded::curvesJson, "Resources/catalogues/curves.json");
        if (const auto* why = std::get_if<std::string>(&parsed)) throw std::logic_error(*why);
        list = std::move(std::get<CurveList>(parsed));
        for (const CurveEntry& entry : list.entries)
            slots[static_cast<std::size_t>(entry.slot)] = &entry;
        slots[static_cast<std::size_t>(customCurveSlot)] = &custom;
    }
};

// Never moves after its construction: the slots point into it.
const Catalogue& catalogue() {
    static const Catalogue instance;
    return instance;
}

} // namespace

std::span<const CurveEntry> curveCatalogue() { return catalogue().list.entries; }

const CurveEntry* findCurve(std::string_view name) {
    const auto& slots = catalogue().slots;
    const auto found =
        std::find_if(slots.begin(), slots.end(), [&](const CurveEntry* entry) { return entry && entry->name == name; });
    return found == slots.end() ? nullptr : *found;
}

const CurveEntry* curveAtSlot(int slot) {
    return slot >= 0 && slot < curveSlots ? catalogue().slots[static_cast<std::size_t>(slot)] : nullptr;
}

double levelAt10kDb(const dsp::Curve& curve) { return dsp::decibels(std::abs(dsp::analogueResponse(curve, 10000.0))); }

} // namespace phonostage::catalogue
