// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/DeEmphasisStation.h"

#include "dsp/engine/DeEmphasisCascade.h"
#include "dsp/engine/WideCascade.h"

namespace phonostage::dsp {
namespace {

using Loop = DeEmphasisStation::Loop;

template <DeEmphasisShape shape>
void runNarrow(const DeEmphasis& design, DeEmphasisStation::States& states, const StereoDouble* from, StereoDouble* to,
               int count) {
    DeEmphasisCascade<shape> cascade;
    DeEmphasisParts<shape>::template take<0>(cascade, design, states);
    cascade.run(from, to, count);
    DeEmphasisParts<shape>::template giveBack<0>(cascade, states);
}

#if PHONOSTAGE_WIDE
template <DeEmphasisShape shape>
PHONOSTAGE_AVX2 void runWide(const DeEmphasis& design, DeEmphasisStation::States& states, const StereoDouble* from,
                             StereoDouble* to, int count) {
    DeEmphasisCascade<shape> cascade;
    DeEmphasisParts<shape>::template take<0>(cascade, design, states);
    WideCascade<DeEmphasisCascade<shape>>::run(cascade, from, to, count);
    DeEmphasisParts<shape>::template giveBack<0>(cascade, states);
}
#endif

constexpr std::size_t firstOrderKinds = DeEmphasis::maxFirstOrder + 1, biquadKinds = DeEmphasis::maxBiquads + 1;
constexpr std::size_t shapeCount = 4 * firstOrderKinds * biquadKinds;

constexpr DeEmphasisShape shapeAt(std::size_t index) {
    const std::size_t firstOrders = index / (2 * biquadKinds) % firstOrderKinds;
    return {index / (2 * firstOrderKinds * biquadKinds) != 0, firstOrders,
            index / biquadKinds % 2 != 0 && firstOrders > 0, index % biquadKinds};
}

std::size_t indexOf(const DeEmphasisShape& s) {
    return (((s.hasIec ? 1 : 0) * firstOrderKinds + s.firstOrders) * 2 + (s.lastIsLowPass ? 1 : 0)) * biquadKinds +
           s.biquads;
}

template <DeEmphasisShape shape> constexpr Loop wideLoop() {
#if PHONOSTAGE_WIDE
    // The shapes that catalogue curves have.
    if constexpr (shape.firstOrders <= 2 && (shape.biquads == 2 || shape.biquads == 3)) return &runWide<shape>;
#endif
    return nullptr;
}

template <std::size_t... index> constexpr auto narrowLoops(std::index_sequence<index...>) {
    return std::array<Loop, shapeCount>{&runNarrow<shapeAt(index)>...};
}

template <std::size_t... index> constexpr auto wideLoops(std::index_sequence<index...>) {
    return std::array<Loop, shapeCount>{wideLoop<shapeAt(index)>()...};
}

Loop chooseLoop(const DeEmphasis& design) {
    constexpr auto narrow = narrowLoops(std::make_index_sequence<shapeCount>());
    constexpr auto wide = wideLoops(std::make_index_sequence<shapeCount>());
    const std::size_t index = indexOf(DeEmphasisShape::of(design));
    return usesWideRegisters() && wide[index] != nullptr ? wide[index] : narrow[index];
}

} // namespace

void DeEmphasisStation::set(const DeEmphasis& design) {
    design_ = design;
    states_ = States();
    loop_ = chooseLoop(design);
}

void DeEmphasisStation::flushTinyStates() {
    flushTiny(states_.iec);
    for (auto& s : states_.firstOrder)
        flushTiny(s);
    for (auto& s : states_.biquad)
        s.flushTinyStates();
}

} // namespace phonostage::dsp
