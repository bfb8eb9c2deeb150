// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Chooser.h"
#include "ui/controls/ParameterLink.h"

#include <vector>

namespace phonostage::ui {

/** Curves for the chooser: the catalogue where nothing is typed, else the curves and record labels that the words
    name, labels first. The item's id is the curve's slot. */
[[nodiscard]] std::vector<Chooser::Item> findCurves(const juce::String& query, int slotNow);

/** The question after the curve; its link takes the answer. The link must outlive the question. */
[[nodiscard]] Chooser::Question curveQuestion(ParameterLink& curve);

} // namespace phonostage::ui
