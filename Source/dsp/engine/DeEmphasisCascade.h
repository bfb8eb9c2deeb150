// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/BiquadSection.h"
#include "dsp/engine/Cascade.h"
#include "dsp/engine/DeEmphasisStation.h"
#include "dsp/engine/FirstOrderSection.h"
#include "dsp/engine/HighPassSections.h"

#include <utility>

namespace phonostage::dsp {

/** The number and kinds of a de-emphasis's sections. */
struct DeEmphasisShape {
    bool hasIec = false;
    std::size_t firstOrders = 0;
    bool lastIsLowPass = false;
    std::size_t biquads = 0;

    bool operator==(const DeEmphasisShape&) const = default;

    [[nodiscard]] static DeEmphasisShape of(const DeEmphasis& d) {
        const auto firstOrders = static_cast<std::size_t>(d.firstOrderCount);
        return {d.iecK != 0.0, firstOrders, firstOrders > 0 && d.firstOrder[firstOrders - 1].c == 0.0,
                static_cast<std::size_t>(d.biquadCount)};
    }
};

namespace detail {

/** A tuple of count of them. */
template <typename Section, std::size_t count> auto repeated() {
    if constexpr (count == 0)
        return std::tuple<>();
    else
        return std::tuple_cat(std::tuple<Section>(), repeated<Section, count - 1>());
}

template <typename... Section> Cascade<Section...> cascadeOf(const std::tuple<Section...>&);

template <DeEmphasisShape shape>
using DeEmphasisSections =
    decltype(std::tuple_cat(repeated < HighPass1Section, shape.hasIec ? 1 : 0 > (),
                            repeated<FirstOrderSection<false>, shape.firstOrders - (shape.lastIsLowPass ? 1 : 0)>(),
                            repeated<FirstOrderSection<true>, shape.lastIsLowPass ? 1 : 0>(),
                            repeated<BiquadSection, shape.biquads>()));

} // namespace detail

template <DeEmphasisShape shape>
using DeEmphasisCascade = decltype(detail::cascadeOf(std::declval<detail::DeEmphasisSections<shape>>()));

/** The sections of one shape; their coefficients and states come from a design and a station, and go back. `at` counts
    the sections in front of them, which others look after. */
template <DeEmphasisShape shape> struct DeEmphasisParts {
    static constexpr std::size_t iecs = shape.hasIec ? 1 : 0;

    template <std::size_t at, typename Cascade>
    static void take(Cascade& cascade, const DeEmphasis& design, const DeEmphasisStation::States& states) {
        auto& sections = cascade.sections;
        if constexpr (shape.hasIec) std::get<at>(sections) = {design.iecK, states.iec};
        [&]<std::size_t... k>(std::index_sequence<k...>) {
            (std::get<at + iecs + k>(sections).take(design.firstOrder[k], states.firstOrder[k]), ...);
        }
        (std::make_index_sequence<shape.firstOrders>());
        [&]<std::size_t... k>(std::index_sequence<k...>) {
            ((std::get<at + iecs + shape.firstOrders + k>(sections) = {design.biquad[k], states.biquad[k]}), ...);
        }
        (std::make_index_sequence<shape.biquads>());
    }

    template <std::size_t at, typename Cascade>
    static void giveBack(const Cascade& cascade, DeEmphasisStation::States& states) {
        const auto& sections = cascade.sections;
        if constexpr (shape.hasIec) states.iec = std::get<at>(sections).low;
        [&]<std::size_t... k>(std::index_sequence<k...>) {
            ((states.firstOrder[k] = std::get<at + iecs + k>(sections).pole), ...);
        }
        (std::make_index_sequence<shape.firstOrders>());
        [&]<std::size_t... k>(std::index_sequence<k...>) {
            ((states.biquad[k] = std::get<at + iecs + shape.firstOrders + k>(sections).state()), ...);
        }
        (std::make_index_sequence<shape.biquads>());
    }
};

} // namespace phonostage::dsp
