// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppSettings.h"

#include <juce_core/juce_core.h>

#include <optional>

namespace phonostage::app {

/** The settings file: read once, written as base::PendingFile writes, never overwritten where it could not be read or
   is read-only. A pipe or a device in its place keeps nobody waiting. What another instance of the app has written in
   the meantime stays, but for what was changed here. */
class SettingsStore {
public:
    explicit SettingsStore(juce::File file);

    struct Loaded {
        AppSettings settings;
        juce::String trouble; ///< one or two sentences for people; empty where all is well (a missing file is)
    };

    /** A file that cannot be used is kept aside as "<name>.aside-N"; where that fails, or where something else than a
       file has its name, nothing is written either. */
    [[nodiscard]] Loaded load();

    /** Puts the file aside for a reason that only the caller could find, as load() does; the sentence for people. */
    [[nodiscard]] juce::String keepAside(const juce::String& reason);

    /** Null where written (or unchanged); else what went wrong, in words. */
    [[nodiscard]] std::optional<juce::String> save(const AppSettings& settings);

    [[nodiscard]] const juce::File& file() const { return file_; }

    /** settings.json in the user's folder (see catalogue::userFolder); no file where there is no home. */
    [[nodiscard]] static juce::File defaultFile();

private:
    [[nodiscard]] AppSettings joinedWithStored(const AppSettings& settings) const;

    juce::File file_;
    bool mayWrite_ = true;
    std::string lastWritten_; ///< the bytes last read or written
    AppSettings lastSaved_;   ///< as this instance has them, without what others have changed
};

} // namespace phonostage::app
