// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SettingsStore.h"

#include "base/files/BoundedFile.h"
#include "base/files/PendingFile.h"
#include "catalogue/UserCatalogue.h"
#include "ui/text/Utf8.h"

namespace phonostage::app {
namespace fs = std::filesystem;

namespace {

using Kind = base::FileFault::Kind;

using ui::fromUtf8;

fs::path toPath(const juce::File& file) {
    const std::string utf8 = file.getFullPathName().toStdString();
    return {std::u8string(utf8.begin(), utf8.end())};
}

} // namespace

SettingsStore::SettingsStore(juce::File file) : file_(std::move(file)) {}

juce::File SettingsStore::defaultFile() {
    const auto folder = catalogue::userFolder();
    if (folder.empty()) return {};
    const auto text = (folder / "settings.json").u8string();
    return juce::File(fromUtf8(std::string(text.begin(), text.end())));
}

SettingsStore::Loaded SettingsStore::load() {
    Loaded loaded;
    const auto withoutSaving = [&](const juce::String& what) {
        mayWrite_ = false;
        loaded.trouble = what + " The defaults are used and nothing is saved; use --settings to select another file.";
    };
    if (file_ == juce::File()) {
        withoutSaving("There is no home folder to save the settings in: set HOME.");
        return loaded;
    }
    const auto path = toPath(file_);
    const auto read = base::readBoundedFile(path, maxSettingsBytes);
    if (const auto* fault = std::get_if<base::FileFault>(&read)) {
        std::error_code ignored;
        if (fault->kind == Kind::tooLarge)
            loaded.trouble = keepAside("it is larger than 1 MiB");
        else if (fault->kind != Kind::missing)
            withoutSaving("The settings file " + fromUtf8(fault->message));
        else if (fs::is_symlink(fs::symlink_status(path, ignored)))
            withoutSaving("The settings file " + file_.getFullPathName() + " is a broken link: remove it.");
        return loaded;
    }
    const auto& text = std::get<std::string>(read);
    auto settings = readSettings(text);
    if (const auto* error = std::get_if<SettingsError>(&settings)) {
        loaded.trouble = keepAside(fromUtf8(error->message));
        return loaded;
    }
    loaded.settings = std::get<AppSettings>(std::move(settings));
    lastSaved_ = loaded.settings;
    lastWritten_ = text;
    if (base::isReadOnly(path)) {
        mayWrite_ = false;
        loaded.trouble = "The settings file " + file_.getFullPathName() +
                         " is read-only: it is used, but nothing is saved; make it writable, or select another with "
                         "--settings.";
    }
    return loaded;
}

juce::String SettingsStore::keepAside(const juce::String& reason) {
    const juce::String what = "The settings file " + file_.getFullPathName() + " could not be used: " + reason + ". ";
    // Of a file that must not be written (load() has said why) the name is not taken away either.
    for (int number = 1; mayWrite_ && number < 1000; ++number) {
        const auto aside = file_.getSiblingFile(file_.getFileName() + ".aside-" + juce::String(number));
        const auto error = base::moveWithoutReplacing(toPath(file_), toPath(aside));
        if (error == std::errc::file_exists) continue;
        if (error) break;
        return what + "It has been renamed to " + aside.getFileName() + ", and the defaults are used.";
    }
    mayWrite_ = false;
    return what + "It has not been changed. The defaults are used, and nothing is saved.";
}

AppSettings SettingsStore::joinedWithStored(const AppSettings& settings) const {
    const auto read = base::readBoundedFile(toPath(file_), maxSettingsBytes);
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr || *text == lastWritten_) return settings;
    const auto stored = readSettings(*text);
    const auto* others = std::get_if<AppSettings>(&stored);
    return others != nullptr ? withChanges(*others, lastSaved_, settings) : settings;
}

std::optional<juce::String> SettingsStore::save(const AppSettings& settings) {
    if (!mayWrite_) return std::nullopt; // load() has reported why
    const std::string text = writeSettings(joinedWithStored(settings));
    if (text == lastWritten_ && file_.existsAsFile()) return std::nullopt;

    const auto failed = [](const juce::String& why) { return "The settings could not be saved: " + why; };
    const auto folder = file_.getParentDirectory();
    if (const auto made = folder.createDirectory(); made.failed())
        return failed("the folder " + folder.getFullPathName() + " could not be created: " + made.getErrorMessage());
    try {
        base::writeFile(toPath(file_), text, base::Replace::any());
    } catch (const base::FileError& error) {
        return failed(fromUtf8(error.what()));
    }
    lastWritten_ = text;
    lastSaved_ = settings;
    return std::nullopt;
}

} // namespace phonostage::app
