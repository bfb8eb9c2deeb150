// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/EquipmentSearch.h"

#include "ui/text/CurveCaption.h"
#include "ui/text/LevelText.h"
#include "ui/text/LoadText.h"
#include "ui/text/ScreenNumbers.h"

#include "catalogue/UserCatalogue.h"
#include "params/EquipmentChoice.h"

#include <memory>

namespace phonostage::ui {

namespace {

using Lists = std::shared_ptr<const catalogue::Equipment>;

const juce::String& dot() {
    static const auto text = juce::String::fromUTF8(" \xc2\xb7 ");
    return text;
}

bool hasAllWords(const juce::String& text, const juce::String& query) {
    for (const auto& word : juce::StringArray::fromTokens(query, " ,", {}))
        if (!text.containsIgnoreCase(word)) return false;
    return true;
}

juce::String statusText(catalogue::EntryStatus status, bool fromUser) {
    if (fromUser) return "your entry";
    return status == catalogue::EntryStatus::confirmed ? "" : "unconfirmed";
}

juce::String joined(const juce::StringArray& parts) {
    juce::StringArray present(parts);
    present.removeEmptyStrings();
    return present.joinIntoString(dot());
}

juce::String inputFacts(const catalogue::InterfaceInput& input) {
    const auto range = input.gainMaxDb > input.gainMinDb ? "gain " + pretty(shortText(input.gainMinDb, 2)) + " to " +
                                                               pretty(shortText(input.gainMaxDb, 2)) + " dB"
                                                         : juce::String("no gain control");
    return joined({decibelText(input.fullScaleDbv) + " dBV full scale", ohmText(input.impedanceOhm), range});
}

/** What is changed of a stage, as one step. */
template <typename Change> void change(plugin::Processor& processor, const Change& by) {
    auto stage = processor.stage();
    by(stage);
    processor.apply(stage);
}

} // namespace

Chooser::Question interfaceQuestion(plugin::Processor& processor) {
    const Lists lists = catalogue::equipment();
    Chooser::Question question;
    question.title = "Interface";
    question.placeholder = "Maker or model";
    question.nothingFound = "Not listed: calibrate with a tone, or enter full scale and load";
    question.find = [lists, now = processor.text(params::TextId::interfaceId)](const juce::String& query) {
        std::vector<Chooser::Item> items;
        for (std::size_t i = 0; i < lists->interfaces.size(); ++i) {
            const auto& entry = lists->interfaces[i];
            const auto name = fromUtf8(entry.maker + " " + entry.name);
            if (!hasAllWords(name + " " + fromUtf8(entry.id), query)) continue;
            juce::StringArray inputs;
            for (const auto& input : entry.inputs)
                inputs.add(fromUtf8(input.name));
            items.push_back({static_cast<int>(i),
                             name,
                             joined({inputs.joinIntoString(", "), statusText(entry.status, entry.fromUser)}),
                             {},
                             entry.id == now});
        }
        return items;
    };
    question.onChosen = [lists, &processor](int id) {
        const auto& entry = lists->interfaces[static_cast<std::size_t>(id)];
        if (entry.inputs.empty()) return;
        const auto& input = entry.inputs.front();
        change(processor, [&](params::Snapshot& stage) { params::chooseInput(stage, entry, input, input.gainMinDb); });
    };
    return question;
}

Chooser::Question inputQuestion(plugin::Processor& processor) {
    const Lists lists = catalogue::equipment();
    const auto* entry = catalogue::findInterface(lists->interfaces, processor.text(params::TextId::interfaceId));
    Chooser::Question question;
    question.title = "Interface input";
    question.placeholder = "Line, instrument, mic";
    question.find = [lists, entry, now = processor.text(params::TextId::interfaceInput)](const juce::String& query) {
        std::vector<Chooser::Item> items;
        if (entry == nullptr) return items;
        for (std::size_t i = 0; i < entry->inputs.size(); ++i) {
            const auto& input = entry->inputs[i];
            if (!hasAllWords(fromUtf8(input.name) + " " + fromUtf8(input.id), query)) continue;
            items.push_back({static_cast<int>(i), fromUtf8(input.name), inputFacts(input),
                             statusText(input.status, entry->fromUser), input.id == now});
        }
        return items;
    };
    question.onChosen = [lists, entry, &processor](int id) {
        if (entry == nullptr) return;
        const auto& input = entry->inputs[static_cast<std::size_t>(id)];
        change(processor, [&](params::Snapshot& stage) { params::chooseInput(stage, *entry, input, input.gainMinDb); });
    };
    return question;
}

Chooser::Question cartridgeQuestion(plugin::Processor& processor) {
    const Lists lists = catalogue::equipment();
    Chooser::Question question;
    question.title = "Cartridge";
    question.placeholder = "Maker or model";
    question.nothingFound = "Not listed: enter its data";
    question.find = [lists, now = processor.text(params::TextId::cartridgeId)](const juce::String& query) {
        std::vector<Chooser::Item> items;
        for (std::size_t i = 0; i < lists->cartridges.size(); ++i) {
            const auto& entry = lists->cartridges[i];
            const auto name = fromUtf8(entry.maker + " " + entry.name);
            const auto kind = fromUtf8(catalogue::wordFor(entry.kind)).replace("_", " ").toUpperCase();
            if (!hasAllWords(name + " " + kind + " " + fromUtf8(entry.id), query)) continue;
            const auto output = entry.outputMv >= 1.0 ? fixedText(entry.outputMv, 1) : fixedText(entry.outputMv, 2);
            juce::String coil;
            if (entry.inductanceMh) coil = shortText(*entry.inductanceMh, 3) + " mH";
            items.push_back({static_cast<int>(i), name,
                             joined({kind == "HIGH OUTPUT MC" ? juce::String("high output MC") : kind, coil,
                                     "load " + ohmText(entry.loadOhm), statusText(entry.status, entry.fromUser)}),
                             output + " mV", entry.id == now});
        }
        return items;
    };
    question.onChosen = [lists, &processor](int id) {
        const auto& entry = lists->cartridges[static_cast<std::size_t>(id)];
        change(processor, [&](params::Snapshot& stage) { params::chooseCartridge(stage, entry); });
    };
    return question;
}

} // namespace phonostage::ui
