// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SettingsStore.h"

#include "media/MediaError.h"
#include "media/PendingFile.h"

namespace phonostage::app {
namespace {

std::filesystem::path toPath(const juce::File& file) {
    const std::string utf8 = file.getFullPathName().toStdString();
    return {std::u8string(utf8.begin(), utf8.end())};
}

} // namespace

SettingsStore::SettingsStore(juce::File file) : file_(std::move(file)) {}

juce::File SettingsStore::defaultFile() {
    auto folder = juce::File::getSpecialLocation(juce::File::userApplicationDataDirectory);
#if JUCE_MAC
    folder = folder.getChildFile("Application Support");
#endif
    return folder.getChildFile("Phonostage").getChildFile("settings.json");
}

SettingsStore::Loaded SettingsStore::load() {
    Loaded loaded;
    if (!file_.exists()) return loaded;
    if (!file_.existsAsFile()) {
        mayWrite_ = false;
        loaded.trouble = "The settings file " + file_.getFullPathName() +
                         " is a folder. The defaults are used and nothing is saved; name another with --settings.";
        return loaded;
    }
    juce::FileInputStream stream(file_);
    if (stream.failedToOpen()) {
        mayWrite_ = false;
        loaded.trouble = "The settings file " + file_.getFullPathName() + " cannot be read (" +
                         stream.getStatus().getErrorMessage() + "). The defaults are used and nothing is saved.";
        return loaded;
    }
    juce::MemoryBlock bytes;
    stream.readIntoMemoryBlock(bytes, static_cast<int>(maxSettingsBytes) + 1);
    const std::string text(static_cast<const char*>(bytes.getData()), bytes.getSize());

    auto read = readSettings(text);
    if (const auto* error = std::get_if<SettingsError>(&read)) {
        loaded.trouble = keepAside(juce::String::fromUTF8(error->message.c_str()));
        return loaded;
    }
    loaded.settings = std::get<AppSettings>(std::move(read));
    lastWritten_ = text;
    return loaded;
}

juce::String SettingsStore::keepAside(const juce::String& reason) {
    const juce::String what = "The settings file " + file_.getFullPathName() + " could not be used: " + reason + ". ";
    for (int number = 1; number < 1000; ++number) {
        const auto aside = file_.getSiblingFile(file_.getFileName() + ".aside-" + juce::String(number));
        if (aside.exists()) continue;
        if (!file_.moveFileTo(aside)) break;
        return what + "It has been kept as " + aside.getFileName() + ", and the defaults are used.";
    }
    mayWrite_ = false;
    return what + "It has been left alone, the defaults are used, and nothing is saved.";
}

std::optional<juce::String> SettingsStore::save(const AppSettings& settings) {
    if (!mayWrite_) return std::nullopt; // load() has said so
    const std::string text = writeSettings(settings);
    if (text == lastWritten_ && file_.existsAsFile()) return std::nullopt;

    const auto failed = [this](const juce::String& why) {
        return juce::String("The settings could not be saved in " + file_.getFullPathName() + ": " + why);
    };
    if (const auto made = file_.getParentDirectory().createDirectory(); made.failed())
        return failed(made.getErrorMessage());
    try {
        media::PendingFile pending(toPath(file_));
        pending.writeAll(text);
        pending.commit();
    } catch (const media::MediaError& error) {
        return failed(juce::String::fromUTF8(error.what()));
    }
    lastWritten_ = text;
    return std::nullopt;
}

} // namespace phonostage::app
