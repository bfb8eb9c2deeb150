// SPDX-License-Identifier: GPL-3.0-or-later
#include "NewFile.h"

#include <cerrno>
#include <cstdio>
#include <random>
#include <string>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace phonostage::params {
namespace fs = std::filesystem;

namespace {

std::error_code lastError() { return {errno, std::generic_category()}; }

/** Only where no file has the name: "x" is O_EXCL. */
std::FILE* createExclusively(const fs::path& path) {
#ifdef _WIN32
    std::FILE* file = nullptr;
    const errno_t error = _wfopen_s(&file, path.c_str(), L"wbx");
    if (error != 0) errno = error;
    return file;
#else
    return std::fopen(path.c_str(), "wbx");
#endif
}

int bringToDisk(std::FILE* file) {
#ifdef _WIN32
    return _commit(_fileno(file));
#else
    return fsync(fileno(file));
#endif
}

std::error_code fill(std::FILE* file, std::string_view bytes) {
    std::error_code error;
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fflush(file) != 0 ||
        bringToDisk(file) != 0)
        error = lastError();
    if (std::fclose(file) != 0 && !error) error = lastError();
    return error;
}

/** A second name fails where the first is taken, in one step; a file system without such links gets a look and a
    rename. */
std::error_code moveWithoutReplacing(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (!error) {
        fs::remove(from, error);
        return {};
    }
    std::error_code ignored;
    if (error == std::errc::file_exists || fs::symlink_status(to, ignored).type() != fs::file_type::not_found)
        return std::make_error_code(std::errc::file_exists);
    fs::rename(from, to, error);
    return error;
}

std::error_code moveAndReplace(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const auto old = fs::symlink_status(to, error);
    if (fs::is_regular_file(old)) fs::permissions(from, old.permissions(), error); // a matter of good manners
    fs::rename(from, to, error);
    return error;
}

} // namespace

std::string nameUnderWay() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device entropy;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string name = ".phonostage-";
    for (int i = 0; i < 16; ++i)
        name += letters[pick(entropy)];
    return name + ".part";
}

std::optional<std::error_code> writeNewFile(const fs::path& file, std::string_view bytes, bool mayReplace) {
    fs::path temporary;
    std::FILE* stream = nullptr;
    for (int attempt = 0; attempt < 16 && stream == nullptr; ++attempt) {
        temporary = file.parent_path() / nameUnderWay();
        stream = createExclusively(temporary);
        if (stream == nullptr && errno != EEXIST) return lastError();
    }
    if (stream == nullptr) return lastError();
    std::error_code error = fill(stream, bytes);
    if (!error) error = mayReplace ? moveAndReplace(temporary, file) : moveWithoutReplacing(temporary, file);
    if (!error) return std::nullopt;
    std::error_code ignored;
    fs::remove(temporary, ignored);
    return error;
}

} // namespace phonostage::params
