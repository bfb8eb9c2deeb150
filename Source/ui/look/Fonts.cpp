// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Fonts.h"

#include "Compat.h"

#include <PhonostageFonts.h>

namespace phonostage::ui {

namespace {

juce::Typeface::Ptr load(const char* data, int size) {
    return compat::makeTypeface(data, static_cast<std::size_t>(size));
}

} // namespace

Fonts::Fonts()
    : regular_(load(PhonostageFonts::InterRegular_otf, PhonostageFonts::InterRegular_otfSize)),
      medium_(load(PhonostageFonts::InterMedium_otf, PhonostageFonts::InterMedium_otfSize)),
      semibold_(load(PhonostageFonts::InterSemiBold_otf, PhonostageFonts::InterSemiBold_otfSize)),
      mono_(load(PhonostageFonts::JetBrainsMonoRegular_ttf, PhonostageFonts::JetBrainsMonoRegular_ttfSize)),
      monoMedium_(load(PhonostageFonts::JetBrainsMonoMedium_ttf, PhonostageFonts::JetBrainsMonoMedium_ttfSize)) {}

const juce::Typeface::Ptr& Fonts::typeface(Face face) const {
    switch (face) {
    case Face::medium:
        return medium_;
    case Face::semibold:
        return semibold_;
    case Face::mono:
        return mono_;
    case Face::monoMedium:
        return monoMedium_;
    case Face::regular:
        break;
    }
    return regular_;
}

juce::Font Fonts::get(Face face, float emSize) const { return compat::makeFontOfEmSize(typeface(face), emSize); }

} // namespace phonostage::ui
