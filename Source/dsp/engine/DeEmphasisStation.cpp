// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/DeEmphasisStation.h"

#include <utility>

namespace phonostage::dsp {
namespace {

// The whole de-emphasis in one loop per frame: the sections' recursions overlap in the processor, where a pass per
// section would wait for each. Section counts are constants so that coefficients and states stay in registers.
// lastIsLowPass spares the last first-order section the zero it does not have.
template <bool hasIec, std::size_t firstOrders, bool lastIsLowPass, std::size_t biquads>
void runDeEmphasis(const DeEmphasis& design, DeEmphasisStation::States& states, const StereoDouble* from,
                   StereoDouble* to, int count) {
    std::array<BiquadSection, biquads> q{};
    for (std::size_t k = 0; k < biquads; ++k)
        q[k] = BiquadSection(design.biquad[k], states.biquad[k]);
    std::array<StereoDouble, firstOrders> poleK{}, zeroC{}, pole{};
    for (std::size_t k = 0; k < firstOrders; ++k) {
        poleK[k] = design.firstOrder[k].k;
        zeroC[k] = design.firstOrder[k].c;
        pole[k] = states.firstOrder[k];
    }
    const StereoDouble iecK = design.iecK;
    StereoDouble iec = states.iec;

    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        if constexpr (hasIec) {
            x = x - iec;
            iec += iecK * x;
        }
        for (std::size_t k = 0; k < firstOrders; ++k) {
            pole[k] += poleK[k] * (x - pole[k]);
            x = lastIsLowPass && k + 1 == firstOrders ? pole[k] : pole[k] + zeroC[k] * (x - pole[k]);
        }
        for (auto& s : q)
            x = s.process(x);
        to[i] = x;
    }

    for (std::size_t k = 0; k < biquads; ++k)
        states.biquad[k] = q[k].state();
    for (std::size_t k = 0; k < firstOrders; ++k)
        states.firstOrder[k] = pole[k];
    states.iec = iec;
}

using Loop = DeEmphasisStation::Loop;
constexpr std::size_t firstOrderKinds = DeEmphasis::maxFirstOrder + 1;
constexpr std::size_t biquadKinds = DeEmphasis::maxBiquads + 1;

template <std::size_t... index> constexpr auto makeLoops(std::index_sequence<index...>) {
    return std::array<Loop, sizeof...(index)>{
        runDeEmphasis<index / (2 * firstOrderKinds * biquadKinds) != 0, index / (2 * biquadKinds) % firstOrderKinds,
                      index / biquadKinds % 2 != 0, index % biquadKinds>...};
}

constexpr auto loops = makeLoops(std::make_index_sequence<4 * firstOrderKinds * biquadKinds>());

Loop chooseLoop(const DeEmphasis& d) {
    const auto firstOrders = static_cast<std::size_t>(d.firstOrderCount);
    const auto biquads = static_cast<std::size_t>(d.biquadCount);
    const std::size_t iec = d.iecK != 0.0 ? 1 : 0;
    const std::size_t lowPass = firstOrders > 0 && d.firstOrder[firstOrders - 1].c == 0.0 ? 1 : 0;
    return loops[((iec * firstOrderKinds + firstOrders) * 2 + lowPass) * biquadKinds + biquads];
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
