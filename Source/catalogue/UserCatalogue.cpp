// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/UserCatalogue.h"

#include "base/files/BoundedFile.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/EquipmentParser.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace phonostage::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr const char* folderName = "Phonostage";

#ifdef _WIN32

fs::path configurationFolder() {
    wchar_t* value = nullptr;
    std::size_t length = 0;
    if (_wdupenv_s(&value, &length, L"APPDATA") != 0 || !value) return {};
    const fs::path folder(value);
    std::free(value);
    return folder;
}

#else

/** Null text where it is not set; a relative path is nobody's home. */
fs::path folderIn(const char* variable) {
    const char* value = std::getenv(variable);
    const fs::path folder(value ? value : "");
    return folder.is_absolute() ? folder : fs::path();
}

fs::path configurationFolder() {
    const fs::path home = folderIn("HOME");
#ifdef __APPLE__
    return home.empty() ? home : home / "Library" / "Application Support";
#else
    if (const fs::path configuration = folderIn("XDG_CONFIG_HOME"); !configuration.empty()) return configuration;
    return home.empty() ? home : home / ".config";
#endif
}

#endif

std::string shown(const fs::path& file) {
    const std::u8string text = file.u8string();
    return {text.begin(), text.end()};
}

template <typename Entry> bool means(const Entry& entry, const std::string& way) {
    return base::equalsIgnoringCase(entry.id, way) || base::equalsIgnoringCase(entry.name, way) ||
           base::equalsIgnoringCase(entry.maker + " " + entry.name, way);
}

/** Empty if the user's entry may be in the list, replacing the one with its id. */
template <typename Entry> std::string whyAmbiguous(const std::vector<Entry>& factory, const Entry& own) {
    for (const std::string& way : {own.id, own.name, own.maker + " " + own.name})
        for (const Entry& other : factory)
            if (other.id != own.id && means(other, way))
                return "entry '" + own.id + "', field 'name': '" + way + "' also names the built-in entry '" +
                       other.id + "': choose another name, or use its id to replace it";
    return {};
}

template <typename Entry>
void extend(std::vector<Entry>& list, const fs::path& file, std::vector<std::string>& problems,
            std::variant<std::vector<Entry>, std::string> (*parse)(std::string_view, std::string_view)) {
    auto read = base::readBoundedFile(file, maxCatalogueBytes);
    if (auto* fault = std::get_if<base::FileFault>(&read)) {
        if (fault->kind != base::FileFault::Kind::missing) problems.push_back(std::move(fault->message));
        return;
    }
    auto parsed = parse(std::get<std::string>(read), shown(file));
    if (auto* why = std::get_if<std::string>(&parsed)) {
        problems.push_back(std::move(*why));
        return;
    }
    auto& own = std::get<std::vector<Entry>>(parsed);
    for (const Entry& entry : own)
        if (const std::string why = whyAmbiguous(list, entry); !why.empty()) {
            problems.push_back(base::oneLine(shown(file) + ", " + why));
            return;
        }
    for (Entry& entry : own) {
        entry.fromUser = true;
        const auto same = std::find_if(list.begin(), list.end(), [&](const Entry& e) { return e.id == entry.id; });
        if (same == list.end())
            list.push_back(std::move(entry));
        else
            *same = std::move(entry);
    }
}

struct InUse {
    std::mutex mutex;
    std::shared_ptr<const Equipment> lists;
};

InUse& inUse() {
    static InUse instance;
    return instance;
}

} // namespace

std::filesystem::path userFolder() {
    const fs::path configuration = configurationFolder();
    return configuration.empty() ? configuration : configuration / folderName;
}

Equipment loadEquipment(const std::filesystem::path& folder) {
    Equipment lists = factoryEquipment();
    if (folder.empty()) return lists;
    extend(lists.interfaces, folder / "interfaces.json", lists.problems, parseInterfaceCatalogue);
    extend(lists.cartridges, folder / "cartridges.json", lists.problems, parseCartridgeCatalogue);
    return lists;
}

std::shared_ptr<const Equipment> equipment() {
    InUse& used = inUse();
    const std::scoped_lock lock(used.mutex);
    if (!used.lists) used.lists = std::make_shared<const Equipment>(loadEquipment(userFolder()));
    return used.lists;
}

std::shared_ptr<const Equipment> reloadEquipment(const std::filesystem::path& folder) {
    auto lists = std::make_shared<const Equipment>(loadEquipment(folder));
    InUse& used = inUse();
    const std::scoped_lock lock(used.mutex);
    used.lists = lists;
    return lists;
}

} // namespace phonostage::catalogue
