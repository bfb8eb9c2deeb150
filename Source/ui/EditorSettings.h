// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ViewOptions.h"
#include "ui/look/Theme.h"

#include "base/json/FlatJson.h"

#include <juce_core/juce_core.h>

#include <filesystem>
#include <string>

namespace phonostage::ui {

/** What the editor remembers of its looks, for all instances alike; never in the plugin's state. Hold it by
    juce::SharedResourcePointer, on the message thread.

    It is a JSON object in the user's folder, "editor.json". What is missing in it, wrong or unknown is left out, field
   by field. A file whose text is wrong is told in the log and replaced at the next change; one that may not be written,
    and what is no file, stays, and nothing is kept. An editor always opens.
    Each change is written at once, to the fields that others may have written meanwhile: the last one wins. */
class EditorSettings {
public:
    EditorSettings();
    /** An empty path: nothing is kept beyond this object. */
    explicit EditorSettings(std::filesystem::path file);

    /** 0.75 to 3, 1 where nothing legal is stored. */
    [[nodiscard]] double scale() const;
    void setScale(double scale);

    [[nodiscard]] ThemeName theme() const;
    void setTheme(ThemeName theme);

    [[nodiscard]] ViewOptions view() const;
    void setView(const ViewOptions& view);

    /** Whether the first questions were answered or passed over. */
    [[nodiscard]] bool firstRunDone() const;
    void setFirstRunDone(bool done);

    /** The stage (params::writeState) whose equipment was used last, by any instance; empty where none was. */
    [[nodiscard]] std::string lastEquipment() const;
    void setLastEquipment(const std::string& stage);

private:
    /** The legal fields of the file; `problem` where it is there and cannot be used. */
    [[nodiscard]] base::FlatObject read(std::string& problem) const;
    /** isUsable: what the file has in it already are settings, or it is not there. Throws FileError. */
    void write(const base::FlatObject& values, bool isUsable) const;
    void change(const base::FlatObject& changes);

    std::filesystem::path file_;
    base::FlatObject values_;
    base::FlatObject unwritten_; ///< changes that the disk has not taken yet

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(EditorSettings)
};

} // namespace phonostage::ui
