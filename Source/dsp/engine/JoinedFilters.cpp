// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/JoinedFilters.h"

#include "dsp/engine/DeEmphasisCascade.h"
#include "dsp/engine/WideCascade.h"

namespace phonostage::dsp {
namespace {

struct Shape {
    std::size_t subsonic2 = 0;
    bool subsonic1 = false;
    DeEmphasisShape deEmphasis;

    bool operator==(const Shape&) const = default;
};

template <Shape shape> struct Joined {
    static constexpr std::size_t firstOfDeEmphasis = 1 + shape.subsonic2 + (shape.subsonic1 ? 1 : 0);
    using Parts = DeEmphasisParts<shape.deEmphasis>;
    using Sections = decltype(std::tuple_cat(detail::repeated<HighPass2Section, 1 + shape.subsonic2>(),
                                             detail::repeated<HighPass1Section, shape.subsonic1 ? 1 : 0>(),
                                             std::declval<detail::DeEmphasisSections<shape.deEmphasis>>()));
    using CascadeOfAll = decltype(detail::cascadeOf(std::declval<Sections>()));

    static void take(CascadeOfAll& cascade, DcRemovalStation& dcRemoval, SubsonicStation& subsonic,
                     DeEmphasisStation& deEmphasis) {
        auto& sections = cascade.sections;
        std::get<0>(sections) = dcRemoval.section();
        if constexpr (shape.subsonic2 > 0) std::get<1>(sections) = subsonic.sections().second[0];
        if constexpr (shape.subsonic2 > 1) std::get<2>(sections) = subsonic.sections().second[1];
        if constexpr (shape.subsonic1) std::get<firstOfDeEmphasis - 1>(sections) = subsonic.sections().first;
        Parts::template take<firstOfDeEmphasis>(cascade, deEmphasis.design(), deEmphasis.states());
    }

    static void giveBack(const CascadeOfAll& cascade, DcRemovalStation& dcRemoval, SubsonicStation& subsonic,
                         DeEmphasisStation& deEmphasis) {
        const auto& sections = cascade.sections;
        dcRemoval.section() = std::get<0>(sections);
        if constexpr (shape.subsonic2 > 0) subsonic.sections().second[0] = std::get<1>(sections);
        if constexpr (shape.subsonic2 > 1) subsonic.sections().second[1] = std::get<2>(sections);
        if constexpr (shape.subsonic1) subsonic.sections().first = std::get<firstOfDeEmphasis - 1>(sections);
        Parts::template giveBack<firstOfDeEmphasis>(cascade, deEmphasis.states());
    }

    static void runNarrow(DcRemovalStation& dcRemoval, SubsonicStation& subsonic, DeEmphasisStation& deEmphasis,
                          const StereoDouble* volts, StereoDouble* to, int count) {
        CascadeOfAll cascade;
        take(cascade, dcRemoval, subsonic, deEmphasis);
        cascade.run(volts, to, count);
        giveBack(cascade, dcRemoval, subsonic, deEmphasis);
    }

#if PHONOSTAGE_WIDE
    PHONOSTAGE_AVX2 static void runWide(DcRemovalStation& dcRemoval, SubsonicStation& subsonic,
                                        DeEmphasisStation& deEmphasis, const StereoDouble* volts, StereoDouble* to,
                                        int count) {
        CascadeOfAll cascade;
        take(cascade, dcRemoval, subsonic, deEmphasis);
        WideCascade<CascadeOfAll>::run(cascade, volts, to, count);
        giveBack(cascade, dcRemoval, subsonic, deEmphasis);
    }
#endif

    static JoinedFilters loop() {
#if PHONOSTAGE_WIDE
        if (usesWideRegisters()) return &runWide;
#endif
        return &runNarrow;
    }
};

// Curves of the catalogue nearly all have these.
constexpr std::array<DeEmphasisShape, 5> deEmphasisShapes{
    {{false, 0, false, 3}, {false, 1, false, 3}, {false, 1, true, 3}, {false, 2, false, 3}, {false, 2, true, 3}}};

template <std::size_t subsonic2, bool subsonic1, std::size_t i = 0> JoinedFilters find(const DeEmphasisShape& shape) {
    if constexpr (i < deEmphasisShapes.size()) {
        if (shape == deEmphasisShapes[i]) return Joined<Shape{subsonic2, subsonic1, deEmphasisShapes[i]}>::loop();
        return find<subsonic2, subsonic1, i + 1>(shape);
    } else {
        return nullptr;
    }
}

} // namespace

JoinedFilters joinedFiltersFor(const StageDesign& design) {
    if (!design.dcRemoval || design.deEmphasis.fromIntegral || design.load.biquadCount > 0) return nullptr;
    const auto shape = DeEmphasisShape::of(design.deEmphasis);
    switch (2 * design.subsonic2Count + (design.subsonic1 ? 1 : 0)) {
    case 0:
        return find<0, false>(shape);
    case 2:
        return find<1, false>(shape);
    case 3:
        return find<1, true>(shape);
    case 4:
        return find<2, false>(shape);
    default:
        return nullptr;
    }
}

} // namespace phonostage::dsp
