// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Cascade.h"
#include "dsp/engine/WideSections.h"

#include <array>
#include <utility>
#include <variant>

#if PHONOSTAGE_WIDE
namespace phonostage::dsp {

/** The sections of a Cascade from one on, as a pipeline: neighbours of a kind are a SectionPair, and what is behind a
    pair is `delay` frames later than what is in front of it. Between two steps of the pipeline a frame waits for one
    turn: so all steps of a turn are independent of one another, and the processor need not look many frames ahead to
    find work. All of it is late frames late. */
template <typename Sections, std::size_t first> struct WideSectionsFrom {
    using CascadeOf = Sections;
    using Tuple = typename Sections::Sections;
    static constexpr std::size_t last = Sections::size - 1, second = first < last ? first + 1 : last;
    using Pair = SectionPair<std::tuple_element_t<first, Tuple>, std::tuple_element_t<second, Tuple>>;
    static constexpr bool isPair = first < last && Pair::exists;
    static constexpr std::size_t behind = first + (isPair ? 2 : 1);

    using Rest = WideSectionsFrom<Sections, behind>;

    static constexpr std::size_t delay() {
        if constexpr (isPair)
            return Pair::delay;
        else
            return 0;
    }

    static constexpr std::size_t waiting = behind <= last ? 1 : 0; ///< frames behind this step
    static constexpr std::size_t late = delay() + waiting + Rest::late;

    std::conditional_t<isPair, Pair, std::monostate> pair;
    std::array<StereoDouble, delay()> between; ///< what the pair's first section has made of frames, the oldest first
    StereoDouble made;                         ///< what this step has made of the frame that waits
    Rest rest;

    PHONOSTAGE_AVX2_INLINE void take(const Sections& cascade) {
        if constexpr (isPair) pair.take(std::get<first>(cascade.sections), std::get<second>(cascade.sections));
        rest.take(cascade);
    }

    PHONOSTAGE_AVX2_INLINE void giveBack(Sections& cascade) const {
        if constexpr (isPair) pair.giveBack(std::get<first>(cascade.sections), std::get<second>(cascade.sections));
        rest.giveBack(cascade);
    }

    /** The first frames, 0 to late - 1, as far as the pipeline is to hold them. */
    template <std::size_t frame> PHONOSTAGE_AVX2_INLINE void fill(Sections& cascade, StereoDouble x) {
        x = std::get<first>(cascade.sections).process(x);
        if constexpr (frame >= Rest::late + waiting) {
            between[frame - Rest::late - waiting] = x;
        } else {
            if constexpr (isPair) x = std::get<second>(cascade.sections).process(x);
            if constexpr (frame >= Rest::late)
                made = x;
            else
                rest.template fill<frame>(cascade, x);
        }
    }

    /** What it holds, frame by frame, to its end. */
    template <std::size_t frame> PHONOSTAGE_AVX2_INLINE StereoDouble drain(Sections& cascade) {
        if constexpr (frame >= Rest::late + waiting)
            return cascade.template process<second>(between[frame - Rest::late - waiting]);
        else if constexpr (frame >= Rest::late)
            return cascade.template process<behind>(made);
        else
            return rest.template drain<frame>(cascade);
    }

    /** A frame in, and the one that came `late` frames before it out. */
    PHONOSTAGE_AVX2_INLINE StereoDouble step(Sections& cascade, StereoDouble x) {
        if constexpr (isPair) {
            const __m256d both = pair.process(joined(x, between[0]));
            for (std::size_t i = 0; i + 1 < delay(); ++i)
                between[i] = between[i + 1];
            between[delay() - 1] = firstOf(both);
            x = secondOf(both);
        } else {
            x = std::get<first>(cascade.sections).process(x);
        }
        if constexpr (waiting > 0) std::swap(x, made);
        return rest.step(cascade, x);
    }
};

template <typename... Section> struct WideSectionsFrom<Cascade<Section...>, sizeof...(Section)> {
    static constexpr std::size_t late = 0;

    PHONOSTAGE_AVX2_INLINE void take(const Cascade<Section...>&) {}
    PHONOSTAGE_AVX2_INLINE void giveBack(Cascade<Section...>&) const {}
    PHONOSTAGE_AVX2_INLINE StereoDouble step(Cascade<Section...>&, StereoDouble x) { return x; }
};

/** Cascade::run() with two sections of two channels in a register. Only where usesWideRegisters(). */
template <typename Sections> class WideCascade {
public:
    PHONOSTAGE_AVX2_INLINE static void run(Sections& shared, const StereoDouble* from, StereoDouble* to, int count) {
        constexpr int late = static_cast<int>(Pipeline::late);
        Sections cascade = shared; // a copy, which nothing else can reach
        if (count <= late) {
            for (int i = 0; i < count; ++i)
                to[i] = cascade.process(from[i]);
        } else {
            Pipeline pipeline;
            fill<0>(pipeline, cascade, from);
            pipeline.take(cascade);
            for (int i = late; i < count; ++i)
                to[i - late] = pipeline.step(cascade, from[i]);
            pipeline.giveBack(cascade);
            drain<0>(pipeline, cascade, to + (count - late));
        }
        shared = cascade;
    }

private:
    using Pipeline = WideSectionsFrom<Sections, 0>;

    template <std::size_t frame>
    PHONOSTAGE_AVX2_INLINE static void fill(Pipeline& pipeline, Sections& cascade, const StereoDouble* from) {
        if constexpr (frame < Pipeline::late) {
            pipeline.template fill<frame>(cascade, from[frame]);
            fill<frame + 1>(pipeline, cascade, from);
        }
    }

    template <std::size_t frame>
    PHONOSTAGE_AVX2_INLINE static void drain(Pipeline& pipeline, Sections& cascade, StereoDouble* to) {
        if constexpr (frame < Pipeline::late) {
            to[frame] = pipeline.template drain<frame>(cascade);
            drain<frame + 1>(pipeline, cascade, to);
        }
    }
};

} // namespace phonostage::dsp
#endif
