# SPDX-License-Identifier: GPL-3.0-or-later
# The embedded typefaces (a bare machine has none), for pictures and editor alike.
# #include <PhonostageFonts.h>: namespace PhonostageFonts, names as juce_add_binary_data makes them.
set(PHONOSTAGE_FONT_DIR ${PROJECT_SOURCE_DIR}/Resources/fonts)
juce_add_binary_data(phonostage_fonts
    NAMESPACE PhonostageFonts
    HEADER_NAME PhonostageFonts.h
    SOURCES
        ${PHONOSTAGE_FONT_DIR}/Inter-Regular.otf
        ${PHONOSTAGE_FONT_DIR}/Inter-Medium.otf
        ${PHONOSTAGE_FONT_DIR}/Inter-SemiBold.otf
        ${PHONOSTAGE_FONT_DIR}/JetBrainsMono-Regular.ttf
        ${PHONOSTAGE_FONT_DIR}/JetBrainsMono-Medium.ttf)
