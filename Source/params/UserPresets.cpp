// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/UserPresets.h"

#include "base/files/BoundedFile.h"
#include "base/files/PendingFile.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace phonostage::params {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view extension = ".json";
constexpr int mostFolderEntries = 10000; ///< looked at: a wrong folder must not keep anybody waiting

fs::path toPath(std::string_view utf8) { return {std::u8string(utf8.begin(), utf8.end())}; }

std::string toUtf8(const fs::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

fs::path fileOf(const fs::path& folder, std::string_view name) {
    return folder / toPath(std::string(name).append(extension));
}

PresetFault fault(const fs::path& file, const std::string& what) {
    return {base::quoted(file) + " " + base::oneLine(what)};
}

/** Where a preset is to be replaced: a file of this name, or one that a link leads to, may be something else. */
std::string whyNoPreset(const fs::path& file) {
    const auto bytes = base::readBoundedFile(file, maxStateBytes);
    const auto* text = std::get_if<std::string>(&bytes);
    if (text != nullptr && std::holds_alternative<Snapshot>(readState(*text))) return {};
    return "already exists and is not a preset: choose another name, or delete it first";
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool comesBefore(const std::string& a, const std::string& b) {
    const auto less = [](char x, char y) { return lower(x) < lower(y); };
    if (std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less)) return true;
    if (std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end(), less)) return false;
    return a < b;
}

bool isDeviceOfWindows(std::string_view name) {
    const auto stem = name.substr(0, name.find('.'));
    for (const std::string_view device : {"con", "prn", "aux", "nul"})
        if (base::equalsIgnoringCase(stem, device)) return true;
    if (stem.size() != 4 || stem[3] < '0' || stem[3] > '9') return false;
    return base::equalsIgnoringCase(stem.substr(0, 3), "com") || base::equalsIgnoringCase(stem.substr(0, 3), "lpt");
}

} // namespace

std::string whyNoPresetName(std::string_view name) {
    if (name.empty()) return "A preset needs a name: enter one.";
    if (name.size() > longestText)
        return "The name has more than " + std::to_string(longestText) + " bytes: choose a shorter one.";
    if (!base::isPlainText(name)) return "The name has control characters or is not UTF-8: choose another.";
    constexpr std::string_view forbidden = "/\\:*?\"<>|";
    if (const auto at = name.find_first_of(forbidden); at != std::string_view::npos)
        return "The name has the character " + std::string(1, name[at]) +
               ", which is not allowed in file names on every system: remove it.";
    const auto isEdge = [](char c) { return c == '.' || c == ' '; };
    if (isEdge(name.front()) || isEdge(name.back()))
        return "The name begins or ends with a full stop or a space: remove it.";
    if (isDeviceOfWindows(name)) return "The name '" + std::string(name) + "' is reserved on Windows: choose another.";
    return {};
}

namespace {

PresetFault noFolder() { return PresetFault{"There is no home folder to save presets in: set HOME."}; }

} // namespace

fs::path userPresetFolder() {
    const auto folder = catalogue::userFolder();
    return folder.empty() ? fs::path() : folder / "presets";
}

std::variant<std::vector<std::string>, PresetFault> listUserPresets(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error == std::errc::no_such_file_or_directory) return names;
    for (int seen = 0; !error && entries != fs::directory_iterator() && seen < mostFolderEntries; ++seen) {
        std::error_code ignored;
        const auto name = toUtf8(entries->path().filename());
        if (name.ends_with(extension) && entries->is_regular_file(ignored)) {
            const auto stem = name.substr(0, name.size() - extension.size());
            if (whyNoPresetName(stem).empty()) names.push_back(stem);
        }
        entries.increment(error);
    }
    if (error) return fault(folder, "cannot be read: " + error.message() + ". Check the folder and its permissions.");
    std::sort(names.begin(), names.end(), comesBefore);
    if (names.size() > mostUserPresets) names.resize(mostUserPresets);
    return names;
}

std::variant<Preset, PresetFault> readUserPreset(const fs::path& folder, std::string_view name) {
    if (folder.empty()) return noFolder();
    if (const auto why = whyNoPresetName(name); !why.empty()) return PresetFault{why};
    const auto file = fileOf(folder, name);
    auto bytes = base::readBoundedFile(file, maxStateBytes);
    if (const auto* problem = std::get_if<base::FileFault>(&bytes)) {
        if (problem->kind == base::FileFault::Kind::missing)
            return fault(file, "does not exist: choose a preset from the list.");
        return PresetFault{problem->message};
    }
    auto& text = std::get<std::string>(bytes);
    const auto read = readState(text);
    if (const auto* problem = std::get_if<StateError>(&read))
        return fault(file,
                     "is not a valid preset: " + problem->message + ". Correct it, or delete it and save it again.");
    return Preset{std::string(name), std::string(name), "User", "", std::move(text)};
}

std::optional<PresetFault> saveUserPreset(const fs::path& folder, std::string_view name, const Snapshot& stage,
                                          Overwrite overwrite) {
    if (folder.empty()) return noFolder();
    if (const auto why = whyNoPresetName(name); !why.empty()) return PresetFault{why};
    const auto file = fileOf(folder, name);
    std::error_code error;
    fs::create_directories(folder, error);
    std::error_code ignored; // is_directory() without one throws where the folder above is closed
    if (error && !fs::is_directory(folder, ignored))
        return fault(folder, "could not be created: " + error.message() + ". Create the folder yourself.");
    Snapshot saved = stage;
    saved.values.set(Id::bypass, 0.0);
    saved.texts.set(TextId::presetName, name);
    const auto replace = overwrite == Overwrite::yes ? base::Replace::unless(whyNoPreset) : base::Replace::nothing();
    try {
        base::writeFile(file, writeState(saved.values, saved.texts), replace);
        return std::nullopt;
    } catch (const base::FileError& problem) {
        if (overwrite == Overwrite::no && problem.code() == std::errc::file_exists)
            return fault(file, "already exists: choose another name, or overwrite it.");
        return PresetFault{std::string(problem.what()) + "."};
    }
}

std::optional<PresetFault> deleteUserPreset(const fs::path& folder, std::string_view name) {
    if (folder.empty()) return noFolder();
    if (const auto why = whyNoPresetName(name); !why.empty()) return PresetFault{why};
    const auto file = fileOf(folder, name);
    std::error_code error;
    if (fs::is_directory(file, error)) return fault(file, "is a folder, not a preset.");
    if (fs::remove(file, error)) return std::nullopt;
    if (error) return fault(file, "could not be deleted: " + error.message() + ". Check its permissions.");
    return fault(file, "does not exist: it may have been deleted already.");
}

} // namespace phonostage::params
