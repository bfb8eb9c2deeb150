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

/** In a list of what a search has found. */
juce::String statusText(catalogue::EntryStatus status, bool fromUser) {
    if (fromUser) return "your entry";
    switch (status) {
    case catalogue::EntryStatus::confirmed:
        return {};
    case catalogue::EntryStatus::typical:
        return "typical figures";
    case catalogue::EntryStatus::unconfirmed:
        break;
    }
    return "not confirmed by the maker";
}

/** Below the list: what is said of the entry, and where its figures come from. */
juce::String noteAndSource(const std::string& note, const std::string& source) {
    const auto sentence = [](const std::string& text) {
        const auto words = fromUtf8(text);
        return words.substring(0, 1).toUpperCase() + words.substring(1) + (words.endsWithChar('.') ? "" : ".");
    };
    if (source.starts_with("typical: "))
        return note.empty() ? sentence(source) : sentence(note) + " " + sentence(source);
    return (note.empty() ? juce::String() : sentence(note) + " ") + "Source: " + fromUtf8(source);
}

juce::String nameOf(const auto& entry) { return fromUtf8(catalogue::fullName(entry)); }

/** Stands for what is in no list; marked so by its id. */
bool standsForOthers(const auto& entry) {
    return entry.status == catalogue::EntryStatus::typical && !entry.fromUser &&
           (entry.id.starts_with("other_") || entry.id.starts_with("unknown_"));
}

/** What a search has found; where that is nothing, what stands for everything else, below a heading that says so. */
template <typename Entry, typename Matches, typename ItemOf>
std::vector<Chooser::Item> found(const std::vector<Entry>& list, const Matches& matches, const ItemOf& itemOf) {
    std::vector<Chooser::Item> items;
    const auto add = [&](const auto& isMeant) {
        for (std::size_t i = 0; i < list.size(); ++i)
            if (isMeant(list[i])) items.push_back(itemOf(static_cast<int>(i), list[i]));
    };
    add(matches);
    if (!items.empty()) return items;
    items.push_back({-1, "Not in the list. Take one of these, and correct its figures in Setup:", {}, {}, false});
    add([](const Entry& entry) { return standsForOthers(entry); });
    return items;
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
    question.find = [lists, now = processor.text(params::TextId::interfaceId)](const juce::String& query) {
        const auto matches = [&](const catalogue::InterfaceEntry& entry) {
            return hasAllWords(nameOf(entry) + " " + fromUtf8(entry.id), query);
        };
        return found(lists->interfaces, matches, [&](int id, const catalogue::InterfaceEntry& entry) {
            juce::StringArray inputs;
            for (const auto& input : entry.inputs)
                inputs.add(fromUtf8(input.name));
            return Chooser::Item{
                id, nameOf(entry),   joined({inputs.joinIntoString(", "), statusText(entry.status, entry.fromUser)}),
                {}, entry.id == now, noteAndSource(entry.note, entry.source)};
        });
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
            items.push_back({static_cast<int>(i),
                             fromUtf8(input.name),
                             joined({inputFacts(input), statusText(input.status, entry->fromUser)}),
                             {},
                             input.id == now,
                             noteAndSource(input.note, input.source)});
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
    question.find = [lists, now = processor.text(params::TextId::cartridgeId)](const juce::String& query) {
        const auto kindOf = [](const catalogue::CartridgeEntry& entry) {
            const auto kind = fromUtf8(catalogue::wordFor(entry.kind)).replace("_", " ").toUpperCase();
            return kind == "HIGH OUTPUT MC" ? juce::String("high output MC") : kind;
        };
        const auto matches = [&](const catalogue::CartridgeEntry& entry) {
            return hasAllWords(nameOf(entry) + " " + kindOf(entry) + " " + fromUtf8(entry.id), query);
        };
        return found(lists->cartridges, matches, [&](int id, const catalogue::CartridgeEntry& entry) {
            const auto output = entry.outputMv >= 1.0 ? fixedText(entry.outputMv, 1) : fixedText(entry.outputMv, 2);
            juce::String coil;
            if (entry.inductanceMh) coil = shortText(*entry.inductanceMh, 3) + " mH";
            return Chooser::Item{id,
                                 nameOf(entry),
                                 joined({kindOf(entry), coil, "load " + ohmText(entry.loadOhm),
                                         statusText(entry.status, entry.fromUser)}),
                                 output + " mV",
                                 entry.id == now,
                                 noteAndSource(entry.note, entry.source)};
        });
    };
    question.onChosen = [lists, &processor](int id) {
        const auto& entry = lists->cartridges[static_cast<std::size_t>(id)];
        change(processor, [&](params::Snapshot& stage) { params::chooseCartridge(stage, entry); });
    };
    return question;
}

} // namespace phonostage::ui
