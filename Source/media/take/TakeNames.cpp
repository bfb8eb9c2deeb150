// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/TakeNames.h"

#include "base/files/FileError.h"

#include <string_view>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view sidecarEnding = ".take.json";
constexpr std::string_view recordingMark = ".recording";
constexpr std::string_view partMark = " part ";
constexpr std::size_t longestName = 255; ///< bytes, of every usual file system
constexpr std::size_t mostAdded = 28;    ///< ".take.json.kept-999" for NAME, and " part 99"

fs::path withStem(const fs::path& path, const std::string& stem, const fs::path& ending) {
    fs::path name(stem);
    name += ending;
    return path.parent_path() / name;
}

std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace

std::string nameText(const fs::path& name) {
    const auto text = name.u8string();
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

fs::path sidecarPathOf(const fs::path& audio) {
    const auto file = isRecordingName(audio) ? finishedPathOf(audio) : audio;
    return withStem(file, file.stem().string(), std::string(sidecarEnding));
}

bool isSidecarName(const fs::path& path) {
    const auto name = path.filename().string();
    return name.size() > sidecarEnding.size() && name.ends_with(sidecarEnding);
}

std::optional<fs::path> audioBeside(const fs::path& sidecar) {
    const auto name = sidecar.filename().string();
    const auto stem = name.substr(0, name.size() - sidecarEnding.size());
    for (const char* ending : {".flac", ".wav", ".FLAC", ".WAV"}) {
        auto audio = withStem(sidecar, stem, ending);
        std::error_code ignored;
        if (fs::is_regular_file(audio, ignored)) return audio;
    }
    return std::nullopt;
}

fs::path recordingPathOf(const fs::path& audio) {
    return withStem(audio, audio.stem().string() + std::string(recordingMark), audio.extension());
}

bool isRecordingName(const fs::path& path) {
    const auto ending = lowered(path.extension().string());
    const auto stem = path.stem().string();
    return (ending == ".flac" || ending == ".wav") && stem.size() > recordingMark.size() &&
           stem.ends_with(recordingMark);
}

fs::path finishedPathOf(const fs::path& recording) {
    const auto stem = recording.stem().string();
    return withStem(recording, stem.substr(0, stem.size() - recordingMark.size()), recording.extension());
}

fs::path partPathOf(const fs::path& audio, int part) {
    auto stem = audio.stem().string();
    const auto mark = stem.rfind(partMark);
    if (mark != std::string::npos && mark > 0) {
        const auto digits = stem.substr(mark + partMark.size());
        if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos) stem.resize(mark);
    }
    return withStem(audio, stem + std::string(partMark) + std::to_string(part), audio.extension());
}

std::string whyNoTakeName(const fs::path& audio) {
    const auto stem = audio.stem().string();
    if (stem.empty()) return base::quoted(audio) + " is a folder: name the file to record into";
    if (stem.size() + mostAdded <= longestName) return {};
    return base::quoted(audio) + " has a name of " + std::to_string(audio.filename().string().size()) +
           " bytes; a take's may have " + std::to_string(longestName - mostAdded) +
           " in front of its ending: shorten it";
}

} // namespace phonostage::media
