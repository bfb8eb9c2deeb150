// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything that JUCE 7.0.5 (Debian 12) and JUCE 8 do differently; no other file of ours asks for the version.

#include <juce_graphics/juce_graphics.h>

#include <cstddef>

#define PHONOSTAGE_JUCE_8 (JUCE_VERSION >= 0x080000)

namespace phonostage::compat {

/** A font of this typeface. Height in pixels, in JUCE's sense: ascent plus descent, with the metrics that JUCE 7 uses.
 */
[[nodiscard]] inline juce::Font makeFont(const juce::Typeface::Ptr& typeface, float height) {
#if PHONOSTAGE_JUCE_8
    return juce::Font(
        juce::FontOptions(typeface).withMetricsKind(juce::TypefaceMetricsKind::legacy).withHeight(height));
#else
    return juce::Font(typeface).withHeight(height);
#endif
}

/** The same by em size, as designers count type: 13 is "13 px". */
[[nodiscard]] inline juce::Font makeFontOfEmSize(const juce::Typeface::Ptr& typeface, float emSize) {
#if PHONOSTAGE_JUCE_8
    return juce::Font(
        juce::FontOptions(typeface).withMetricsKind(juce::TypefaceMetricsKind::legacy).withPointHeight(emSize));
#else
    return juce::Font(typeface).withPointHeight(emSize);
#endif
}

/** A typeface from the bytes of a font file, which must outlive it. */
[[nodiscard]] inline juce::Typeface::Ptr makeTypeface(const void* data, std::size_t bytes) {
    return juce::Typeface::createSystemTypefaceFor(data, bytes);
}

/** Width of one line of text in pixels. */
[[nodiscard]] inline float textWidth(const juce::Font& font, const juce::String& text) {
#if PHONOSTAGE_JUCE_8
    return juce::GlyphArrangement::getStringWidth(font, text);
#else
    return font.getStringWidthFloat(text);
#endif
}

} // namespace phonostage::compat
