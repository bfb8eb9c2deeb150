// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/FilterChain.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace phonostage::dsp {
namespace {

// A biquad with its state, in registers while a loop runs. b0 is 1 in each (designStage, designLoadFilter).
struct Section {
    StereoDouble b1, b2, a1, a2, s1, s2;

    Section() = default;
    Section(const Biquad& b, const FilterChain::BiquadState& s)
        : b1(b.b1), b2(b.b2), a1(b.a1), a2(b.a2), s1(s.s1), s2(s.s2) {}

    StereoDouble process(StereoDouble x) {
        const StereoDouble y = x + s1;
        s1 = (b1 * x + s2) - a1 * y;
        s2 = b2 * x - a2 * y;
        return y;
    }
};

// The whole de-emphasis in one loop per frame: the sections' recursions overlap in the processor, where a pass per
// section would wait for each. Section counts are constants so that coefficients and states stay in registers.
// lastIsLowPass spares the last first-order section the zero it does not have.
template <bool hasIec, std::size_t firstOrders, bool lastIsLowPass, std::size_t biquads>
void runDeEmphasis(const DeEmphasis& design, FilterChain::States& states, const StereoDouble* from, StereoDouble* to,
                   int count) {
    std::array<Section, biquads> q{};
    for (std::size_t k = 0; k < biquads; ++k)
        q[k] = Section(design.biquad[k], states.biquad[k]);
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
        states.biquad[k] = {q[k].s1, q[k].s2};
    for (std::size_t k = 0; k < firstOrders; ++k)
        states.firstOrder[k] = pole[k];
    states.iec = iec;
}

using Loop = void (*)(const DeEmphasis&, FilterChain::States&, const StereoDouble*, StereoDouble*, int);
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

template <std::size_t biquads>
void runLoad(const LoadFilter& design, FilterChain::States& states, const StereoDouble* from, StereoDouble* to,
             int count) {
    std::array<Section, biquads> q{};
    for (std::size_t k = 0; k < biquads; ++k)
        q[k] = Section(design.biquad[k], states.load[k]);
    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        for (auto& s : q)
            x = s.process(x);
        to[i] = x;
    }
    for (std::size_t k = 0; k < biquads; ++k)
        states.load[k] = {q[k].s1, q[k].s2};
}

template <std::size_t seconds, bool first>
void runSubsonic(const StageDesign& design, FilterChain::States& states, const StereoDouble* from, StereoDouble* to,
                 int count) {
    auto s2 = states.subsonic2;
    StereoDouble s1 = states.subsonic1;
    const StereoDouble k = design.subsonic1Section.k;
    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        for (std::size_t n = 0; n < seconds; ++n) {
            const auto& f = design.subsonic2[n];
            x = (x - s2[n].low) - StereoDouble(f.c1) * s2[n].band;
            s2[n].low += StereoDouble(f.c2) * s2[n].band;
            s2[n].band += x;
        }
        if constexpr (first) {
            x = x - s1;
            s1 += k * x;
        }
        to[i] = x;
    }
    states.subsonic2 = s2;
    states.subsonic1 = s1;
}

} // namespace

void FilterChain::set(const StageDesign& design) {
    design_ = design;
    const auto& d = design_.deEmphasis;
    input_ = d.fromIntegral ? Input::integral : design_.dcRemoval ? Input::highPass : Input::direct;
    gain_ = d.gain * design_.load.gain;
    if (input_ != Input::direct) gain_ *= design_.dc.scale;
    for (int n = 0; n < design_.subsonic2Count; ++n)
        gain_ *= design_.subsonic2[static_cast<std::size_t>(n)].scale;
    if (design_.subsonic1) gain_ *= design_.subsonic1Section.scale;
    constexpr std::array<SubsonicLoop, 6> subsonicLoops{nullptr,
                                                        runSubsonic<0, true>,
                                                        runSubsonic<1, false>,
                                                        runSubsonic<1, true>,
                                                        runSubsonic<2, false>,
                                                        runSubsonic<2, true>};
    subsonicLoop_ = subsonicLoops[static_cast<std::size_t>(design_.subsonic2Count) * 2 + (design_.subsonic1 ? 1 : 0)];
    constexpr std::array<LoadLoop, LoadFilter::maxBiquads + 1> loadLoops{nullptr,    runLoad<1>, runLoad<2>, runLoad<3>,
                                                                         runLoad<4>, runLoad<5>, runLoad<6>};
    loadLoop_ = loadLoops[static_cast<std::size_t>(design_.load.biquadCount)];
    deEmphasisLoop_ = chooseLoop(d);
    clear();
}

void FilterChain::clear() { states_ = States(); }

void FilterChain::process(const StereoDouble* from, StereoDouble* to, int count) {
    if (subsonicLoop_ != nullptr) {
        subsonicLoop_(design_, states_, from, to, count);
        from = to;
    }
    if (loadLoop_ != nullptr) {
        loadLoop_(design_.load, states_, from, to, count);
        from = to;
    }
    deEmphasisLoop_(design_.deEmphasis, states_, from, to, count);
}

void FilterChain::flushTinyStates() {
    for (auto& s : states_.subsonic2) {
        flushTiny(s.band);
        flushTiny(s.low);
    }
    flushTiny(states_.subsonic1);
    flushTiny(states_.iec);
    for (auto& s : states_.firstOrder)
        flushTiny(s);
    for (auto& s : states_.load) {
        flushTiny(s.s1);
        flushTiny(s.s2);
    }
    for (auto& s : states_.biquad) {
        flushTiny(s.s1);
        flushTiny(s.s2);
    }
}

void DcSection::prepare(const StageDesign& design) {
    section_ = design.dc;
    rateHz_ = design.sampleRateHz;
    glideChunks_ = static_cast<std::int64_t>(std::ceil(glideSeconds * rateHz_ / chunkFrames));
    reset();
}

void DcSection::reset() {
    chunk_ = 0;
    band_ = StereoDouble();
    low_ = StereoDouble();
}

double DcSection::glideCornerHz(double secondsSinceReset, double sampleRateHz) {
    const double cornerHz = dcCornerHz * glideSeconds / std::max(secondsSinceReset, 1e-9);
    return std::clamp(cornerHz, dcCornerHz, sampleRateHz / 16.0);
}

void DcSection::beginChunk() {
    if (chunk_ > glideChunks_) return;
    const double seconds = (static_cast<double>(chunk_) + 0.5) * chunkFrames / rateHz_;
    const auto f = chunk_ == glideChunks_
                       ? section_
                       : designHighPass2(glideCornerHz(seconds, rateHz_), std::numbers::sqrt2 / 2.0, rateHz_);
    c1_ = f.c1;
    c2_ = f.c2;
    inputScale_ = f.scale / section_.scale;
    ++chunk_;
}

void DcSection::process(const StereoDouble* volts, StereoDouble* highPass, StereoDouble* integral, int count) {
    const StereoDouble c1 = c1_, c2 = c2_, scale = inputScale_;
    StereoDouble band = band_, low = low_;
    for (int i = 0; i < count; ++i) {
        const StereoDouble high = (scale * volts[i] - low) - c1 * band;
        low += c2 * band;
        band += high;
        highPass[i] = high;
        integral[i] = band;
    }
    band_ = band;
    low_ = low;
}

void DcSection::flushTinyStates() {
    flushTiny(band_);
    flushTiny(low_);
}

} // namespace phonostage::dsp
