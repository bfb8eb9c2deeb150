// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "ui/controls/Segments.h"
#include "ui/controls/TextBox.h"

#include <functional>

namespace phonostage::app {

class RecordModel;

/** What is written and where: format, bits, folder, the longest side. */
class WriteSheet final : public Sheet {
public:
    WriteSheet(RecordModel& model, std::function<void()> onFolder);

    void refresh() { load(); }

private:
    void load() override;
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;
    juce::Component& first() override { return format_; }
    void take();

    RecordModel& model_;
    ui::Segments format_{"write_format", "Format", {"FLAC", "WAV"}, "Both are exact; FLAC is half as large"};
    ui::Segments bits_{
        "write_bits",
        "Bits",
        {"16", "24", "32 float"},
        "24 bits hold all that a converter delivers; 32-bit float is for inputs that are finer, and needs WAV"};
    ui::TextBox longest_{"write_longest", "Longest side", "Minutes after which a side stops by itself; 0: no limit"};
    ActionButton folder_{"Choose..."};
    juce::String folderName_;
    juce::Rectangle<int> folderArea_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(WriteSheet)
};

} // namespace phonostage::app
