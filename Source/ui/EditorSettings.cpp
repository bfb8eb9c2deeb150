// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/EditorSettings.h"

#include "base/files/BoundedFile.h"
#include "base/files/FileError.h"
#include "base/files/PendingFile.h"
#include "base/text/PlainText.h"
#include "catalogue/UserCatalogue.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <utility>

namespace phonostage::ui {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t maxFileBytes = std::size_t{64} * 1024;
constexpr const char* scaleKey = "scale";
constexpr const char* themeKey = "theme";
constexpr const char* unitKey = "unit";
constexpr const char* needleKey = "needle";
constexpr const char* spectrumKey = "spectrum";
constexpr const char* firstRunKey = "first_run_done";
constexpr const char* equipmentKey = "last_equipment";
constexpr std::size_t longestEquipment = std::size_t{16} * 1024;

constexpr std::array<const char*, 4> unitNames{"dBV", "dBu", "dBFS", "mV"};
constexpr const char* lightName = "light";
constexpr const char* darkName = "dark";

bool isNumber(const base::FlatValue& value) { return std::holds_alternative<double>(value); }

bool isBool(const base::FlatValue& value) { return std::holds_alternative<bool>(value); }

bool isTheme(const base::FlatValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && (*text == lightName || *text == darkName);
}

bool isUnit(const base::FlatValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && std::find(unitNames.begin(), unitNames.end(), *text) != unitNames.end();
}

bool isStage(const base::FlatValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && text->size() <= longestEquipment;
}

struct Field {
    const char* key;
    bool (*isLegal)(const base::FlatValue& value);
};

constexpr std::array<Field, 7> fields{{{scaleKey, isNumber},
                                       {themeKey, isTheme},
                                       {unitKey, isUnit},
                                       {needleKey, isBool},
                                       {spectrumKey, isBool},
                                       {firstRunKey, isBool},
                                       {equipmentKey, isStage}}};

fs::path usualFile() {
    const auto folder = catalogue::userFolder();
    return folder.empty() ? folder : folder / "editor.json";
}

/** One line. */
void tell(const std::string& problem) {
    if (!problem.empty())
        juce::Logger::writeToLog(juce::String::fromUTF8(("Phonostage: " + base::oneLine(problem)).c_str()));
}

/** The field's value, which has this type if it is there at all. */
template <typename Value> Value valueOr(const base::FlatObject& values, const char* key, Value other) {
    const auto found = values.find(key);
    return found == values.end() ? other : std::get<Value>(found->second);
}

} // namespace

EditorSettings::EditorSettings() : EditorSettings(usualFile()) {}

EditorSettings::EditorSettings(fs::path file) : file_(std::move(file)) {
    std::string problem;
    values_ = read(problem);
    tell(problem);
}

base::FlatObject EditorSettings::read(std::string& problem) const {
    if (file_.empty()) return {};
    const auto bytes = base::readBoundedFile(file_, maxFileBytes);
    if (const auto* fault = std::get_if<base::FileFault>(&bytes)) {
        if (fault->kind != base::FileFault::Kind::missing)
            problem = "the editor uses its default settings, because its settings file " + fault->message;
        return {};
    }
    const auto parsed = base::readFlatJson(std::get<std::string>(bytes));
    if (const auto* why = std::get_if<std::string>(&parsed)) {
        problem = "the editor uses its default settings, because its settings file " + base::quoted(file_) +
                  " cannot be used: " + *why + ". The file is replaced when you change a setting of the editor.";
        return {};
    }
    const auto& all = std::get<base::FlatObject>(parsed);
    base::FlatObject values;
    for (const auto& [key, isLegal] : fields)
        if (const auto found = all.find(key); found != all.end() && isLegal(found->second)) values.insert(*found);
    return values;
}

void EditorSettings::write(const base::FlatObject& values, bool isUsable) const {
    std::error_code error;
    fs::create_directories(file_.parent_path(), error); // where that fails, so does the next
    // A link of this name may lead to a file that has nothing to do with the editor.
    const auto whyKept = [&](const fs::path& there) -> std::string {
        std::error_code ignored;
        if (isUsable || !fs::is_symlink(fs::symlink_status(file_, ignored))) return {};
        return "leads to " + base::quoted(there) + ", which does not contain editor settings: remove one of them";
    };
    base::writeFile(file_, base::writeFlatJson(values), base::Replace::unless(whyKept));
}

void EditorSettings::change(const base::FlatObject& changes) {
    for (const auto& [key, value] : changes)
        values_[key] = unwritten_[key] = value;
    if (file_.empty()) return;
    try {
        // Another process may have written in the meantime; an error in the file was reported when it was first read.
        std::string problem;
        const auto stored = read(problem);
        auto values = unwritten_;
        values.insert(stored.begin(), stored.end());
        if (values != stored || !problem.empty()) write(values, problem.empty());
        values_ = values;
        unwritten_.clear();
    } catch (const std::exception& error) { // no memory, or no random numbers: must not reach the host
        tell(std::string("the editor's settings could not be saved: ") + error.what());
    }
}

double EditorSettings::scale() const {
    return std::clamp(valueOr(values_, scaleKey, 1.0), metrics::smallestScale, metrics::largestScale);
}

void EditorSettings::setScale(double scale) {
    change({{scaleKey, std::clamp(scale, metrics::smallestScale, metrics::largestScale)}});
}

ThemeName EditorSettings::theme() const {
    return valueOr<std::string>(values_, themeKey, darkName) == lightName ? ThemeName::light : ThemeName::dark;
}

void EditorSettings::setTheme(ThemeName theme) {
    change({{themeKey, std::string(theme == ThemeName::light ? lightName : darkName)}});
}

ViewOptions EditorSettings::view() const {
    ViewOptions view;
    const auto unit = valueOr<std::string>(values_, unitKey, unitNames.front());
    for (std::size_t i = 0; i < unitNames.size(); ++i)
        if (unit == unitNames[i]) view.unit = static_cast<LevelUnit>(i);
    view.needle = valueOr(values_, needleKey, false);
    view.spectrum = valueOr(values_, spectrumKey, false);
    return view;
}

void EditorSettings::setView(const ViewOptions& view) {
    change({{unitKey, std::string(unitNames[static_cast<std::size_t>(view.unit)])},
            {needleKey, view.needle},
            {spectrumKey, view.spectrum}});
}

bool EditorSettings::firstRunDone() const { return valueOr(values_, firstRunKey, false); }

void EditorSettings::setFirstRunDone(bool done) { change({{firstRunKey, done}}); }

std::string EditorSettings::lastEquipment() const { return valueOr<std::string>(values_, equipmentKey, {}); }

void EditorSettings::setLastEquipment(const std::string& stage) {
    if (stage.size() <= longestEquipment) change({{equipmentKey, stage}});
}

} // namespace phonostage::ui
