// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/CurveSearch.h"

#include "ui/text/CurveCaption.h"

#include "catalogue/LabelCatalogue.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

bool hasAllWords(const juce::String& text, const juce::StringArray& words) {
    for (const auto& word : words)
        if (!text.containsIgnoreCase(word)) return false;
    return true;
}

Chooser::Item itemOf(const catalogue::CurveEntry& entry, int slotNow) {
    const auto constants = timeConstantsText(entry.curve);
    return {
        entry.slot,           titleText(entry),      eraText(entry) + juce::String::fromUTF8(" \xc2\xb7 ") + constants,
        fromUtf8(entry.code), entry.slot == slotNow, "Source: " + fromUtf8(entry.source)};
}

Chooser::Item customItem(int slotNow) {
    return {catalogue::customCurveSlot,
            "Custom",
            "your own time constants, set below the curve",
            {},
            slotNow == catalogue::customCurveSlot};
}

juce::String yearsText(const catalogue::LabelEntry& entry) {
    // Told apart from the years of the curve, which other labels have used as well.
    const juce::String of = "this label ";
    if (entry.fromYear && entry.toYear)
        return of + juce::String(*entry.fromYear) + " to " + juce::String(*entry.toYear);
    if (entry.fromYear) return of + "from " + juce::String(*entry.fromYear);
    if (entry.toYear) return of + "until " + juce::String(*entry.toYear);
    return {};
}

/** "Decca LP"; some labels have the format in their name already. */
juce::String labelTitle(const catalogue::LabelEntry& entry) {
    const auto label = fromUtf8(entry.label);
    const auto format = fromUtf8(catalogue::formatName(entry.format));
    return label.containsIgnoreCase(format) ? label : label + " " + format;
}

Chooser::Item labelItem(const catalogue::LabelEntry& entry, const catalogue::CurveEntry& curve, int slotNow) {
    const auto dot = juce::String::fromUTF8(" \xc2\xb7 ");
    juce::StringArray facts{titleText(curve), yearsText(entry)};
    if (!entry.confirmed) facts.add("unconfirmed");
    facts.add(timeConstantsText(curve.curve));
    facts.removeEmptyStrings();
    auto more = fromUtf8(entry.note);
    if (more.isNotEmpty()) more << (more.endsWithChar('.') ? " " : ". ");
    more << "Source: " << fromUtf8(entry.source);
    return {curve.slot,           labelTitle(entry),     facts.joinIntoString(dot),
            fromUtf8(curve.code), curve.slot == slotNow, more};
}

} // namespace

std::vector<Chooser::Item> findCurves(const juce::String& query, int slotNow) {
    std::vector<Chooser::Item> items;
    if (query.isEmpty()) {
        for (const auto& entry : catalogue::curveCatalogue())
            if (entry.slot != catalogue::customCurveSlot) items.push_back(itemOf(entry, slotNow));
        items.push_back(customItem(slotNow));
        return items;
    }
    // What has the words in its own name comes first, then the labels' eras, one row a candidate.
    const auto words = juce::StringArray::fromTokens(query, " ,", {});
    std::vector<Chooser::Item> labels;
    for (const auto& match : catalogue::searchLabels(query.toStdString())) {
        if (match.entry == nullptr) {
            items.push_back(itemOf(*match.curve, slotNow));
            continue;
        }
        for (const auto* curve : match.entry->candidates)
            labels.push_back(labelItem(*match.entry, *curve, slotNow));
    }
    for (const auto& entry : catalogue::curveCatalogue()) {
        const bool known =
            std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.id == entry.slot; });
        if (!known && entry.slot != catalogue::customCurveSlot && fromUtf8(entry.code).startsWithIgnoreCase(query))
            items.push_back(itemOf(entry, slotNow));
    }
    if (hasAllWords("Custom own", words)) items.push_back(customItem(slotNow));
    items.insert(items.end(), labels.begin(), labels.end());
    return items;
}

Chooser::Question curveQuestion(ParameterLink& curve) {
    Chooser::Question question;
    question.title = "Curve";
    question.placeholder = juce::String::fromUTF8("Curve or record label: RIAA, Decca 1952, Columbia\xe2\x80\xa6");
    question.nothingFound = "No curve or label found";
    question.find = [&curve](const juce::String& query) {
        return findCurves(query, static_cast<int>(std::lround(curve.value())));
    };
    question.onChosen = [&curve](int slot) { curve.set(slot); };
    return question;
}

} // namespace phonostage::ui
