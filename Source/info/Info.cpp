// SPDX-License-Identifier: GPL-3.0-or-later
#include "info/Info.h"

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <sys/utsname.h>

#include <fstream>
#endif

namespace phonostage::info {

namespace detail { // Commit.cpp, which the build writes
extern const char* const commit;
extern const char* const commitDate;
} // namespace detail

namespace {

#define PHONOSTAGE_TEXT_OF(x) #x
#define PHONOSTAGE_TEXT(x) PHONOSTAGE_TEXT_OF(x)

#if defined(__clang__)
#ifdef __apple_build_version__
constexpr std::string_view compilerName = "Apple Clang " __clang_version__;
#else
constexpr std::string_view compilerName = "Clang " __clang_version__;
#endif
#elif defined(__GNUC__)
constexpr std::string_view compilerName =
    "GCC " PHONOSTAGE_TEXT(__GNUC__) "." PHONOSTAGE_TEXT(__GNUC_MINOR__) "." PHONOSTAGE_TEXT(__GNUC_PATCHLEVEL__);
#elif defined(_MSC_VER)
constexpr std::string_view compilerName = "MSVC " PHONOSTAGE_TEXT(_MSC_FULL_VER);
#else
constexpr std::string_view compilerName = "unknown";
#endif

#if defined(__x86_64__) || defined(_M_X64)
#define PHONOSTAGE_PROCESSOR "x86_64"
#elif defined(__aarch64__) || defined(_M_ARM64)
#define PHONOSTAGE_PROCESSOR "arm64"
#elif defined(__i386__) || defined(_M_IX86)
#define PHONOSTAGE_PROCESSOR "x86"
#elif defined(__riscv)
#define PHONOSTAGE_PROCESSOR "riscv"
#elif defined(__arm__)
#define PHONOSTAGE_PROCESSOR "arm"
#else
#define PHONOSTAGE_PROCESSOR "other processor"
#endif

#ifdef NDEBUG
#define PHONOSTAGE_CHECKS ""
#else
#define PHONOSTAGE_CHECKS ", with assertions"
#endif

#ifndef _WIN32
/** PRETTY_NAME of /etc/os-release, without its quotes; empty where there is none. */
std::string distribution() {
    constexpr std::string_view key = "PRETTY_NAME=";
    for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
        std::ifstream file(path);
        std::string line;
        while (std::getline(file, line)) {
            if (line.compare(0, key.size(), key) != 0) continue;
            line.erase(0, key.size());
            if (line.size() >= 2 && (line.front() == '"' || line.front() == '\''))
                line = line.substr(1, line.size() - 2);
            return line;
        }
    }
    return {};
}
#endif

} // namespace

std::string_view version() { return PHONOSTAGE_VERSION; }

std::string_view commit() { return detail::commit; }

std::string_view commitDate() { return detail::commitDate; }

std::string_view compiler() {
    // Clang ends its version with a blank.
    return compilerName.substr(0, compilerName.find_last_not_of(' ') + 1);
}

std::string_view juceVersion() { return PHONOSTAGE_BUILT_WITH_JUCE; }

std::string_view buildKind() { return PHONOSTAGE_PROCESSOR PHONOSTAGE_CHECKS; }

std::string systemName() {
#ifdef _WIN32
    // For a program without a manifest, GetVersionEx reports Windows 8.
    using Query = LONG(WINAPI*)(OSVERSIONINFOW*);
    OSVERSIONINFOW found{};
    found.dwOSVersionInfoSize = sizeof(found);
    if (const auto library = GetModuleHandleW(L"ntdll.dll"))
        if (const auto query =
                reinterpret_cast<Query>(reinterpret_cast<void*>(GetProcAddress(library, "RtlGetVersion"))))
            if (query(&found) == 0)
                return "Windows " + std::to_string(found.dwMajorVersion) + "." + std::to_string(found.dwMinorVersion) +
                       "." + std::to_string(found.dwBuildNumber);
    return "Windows";
#else
    std::string text = distribution();
    utsname found{};
    if (uname(&found) < 0) return text.empty() ? "unknown" : text;
    if (!text.empty()) text += ", ";
    return text + found.sysname + " " + found.release + ", " + found.machine;
#endif
}

std::string versionAndCommit() {
    std::string text(version());
    text.append(" (").append(commit());
    if (!commitDate().empty()) text.append(" of ").append(commitDate());
    return text + ")";
}

std::string diagnosticText(std::string_view product, std::string_view more) {
    std::string text(product);
    text.append(" ").append(version()).append("\ncommit ").append(commit());
    if (!commitDate().empty()) text.append(" of ").append(commitDate());
    text.append("\ncompiler ").append(compiler()).append(", ").append(buildKind());
    text.append("\nJUCE ").append(juceVersion());
    text.append("\nsystem ").append(systemName()).append("\n").append(more);
    if (text.back() != '\n') text += '\n';
    return text;
}

} // namespace phonostage::info
