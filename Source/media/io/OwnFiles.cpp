// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/OwnFiles.h"

#include "media/io/AudioReader.h"

#include "base/files/BoundedFile.h"
#include "base/files/FileError.h"
#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr std::size_t largestReport = std::size_t{64} << 20;
constexpr std::size_t largestPicture = std::size_t{16} << 20;
std::string notOurs(const char* what, const char* remedy = replaceRemedy) {
    return std::string("already exists, and is not a ") + what + remedy;
}

/** Empty where the file cannot be read, or is larger. */
std::string bytesOf(const fs::path& file, std::size_t most) {
    auto bytes = base::readBoundedFile(file, most);
    auto* const text = std::get_if<std::string>(&bytes);
    return text != nullptr ? std::move(*text) : std::string();
}

bool isReport(const json& report) {
    if (!report.is_object()) return false;
    if (report.contains("status") && report.contains("path") && report.contains("out")) return true;
    constexpr std::array<const char*, 6> fields{"curve", "gain_db", "sample_rate", "frames", "input_dbv", "channels"};
    return std::all_of(fields.begin(), fields.end(), [&](const char* field) { return report.contains(field); });
}

/** The chunks of a PNG in their order, up to the picture itself. */
bool saysPhonostage(std::string_view png) {
    constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
    if (!png.starts_with(signature)) return false;
    for (auto rest = png.substr(signature.size()); rest.size() >= 12;) {
        std::size_t length = 0;
        for (int i = 0; i < 4; ++i)
            length = length << 8 | static_cast<unsigned char>(rest[static_cast<std::size_t>(i)]);
        const auto kind = rest.substr(4, 4);
        if (kind == "IEND" || length > rest.size() - 12) return false;
        if (kind == "tEXt" && rest.substr(8, length).find("Phonostage") != std::string_view::npos) return true;
        rest.remove_prefix(length + 12);
    }
    return false;
}

std::string bigEndian(std::uint32_t value) {
    std::string bytes;
    for (const int shift : {24, 16, 8, 0})
        bytes += static_cast<char>(static_cast<unsigned char>(value >> shift & 0xffU));
    return bytes;
}

/** A PNG's chunk of text, "KEYWORD\0TEXT"; its sum is the CRC of ISO 3309, over kind and content. */
std::string textChunk(const std::string& content) {
    const auto body = "tEXt" + content;
    std::uint32_t sum = 0xffffffffU;
    for (const char c : body) {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return bigEndian(static_cast<std::uint32_t>(content.size())) + body + bigEndian(~sum);
}

std::string lowered(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace

std::string whyOtherLength(double sampleRateHz, std::int64_t frames) {
    return "already exists, rendered from another capture (" + std::to_string(frames) + " frames at " +
           base::formatShortest(sampleRateHz) + " Hz)" + replaceRemedy;
}

std::int64_t framesOf(const fs::path& file) {
    try {
        return AudioReader(file).frames().value_or(0);
    } catch (const base::FileError&) {
        return 0;
    }
}

std::string whyNotOwnSound(const fs::path& file, double sampleRateHz, std::optional<std::int64_t> frames) {
    const auto notRendered = notOurs("file rendered by Phonostage");
    try {
        const AudioReader there(file);
        if (!there.tags().note.equalisedWith) return notRendered;
        const bool isSameLength = !frames || there.frames() == frames;
        if (!isSameLength || std::abs(there.sampleRateHz() - sampleRateHz) > 0.5)
            return whyOtherLength(there.sampleRateHz(), there.frames().value_or(0));
        return {};
    } catch (const base::FileError&) {
        return notRendered;
    }
}

std::string whyNotOwnReport(const fs::path& file) {
    const auto refusal = notOurs("Phonostage report");
    const auto text = bytesOf(file, largestReport);
    if (text.empty()) return refusal;
    if (isReport(json::parse(text, nullptr, false))) return {};
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (!isReport(json::parse(text.begin() + static_cast<std::ptrdiff_t>(start),
                                  text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false)))
            return refusal;
        start = end + 1;
    }
    return {};
}

std::string whyNotOwnPicture(const fs::path& file, const char* remedy) {
    return saysPhonostage(bytesOf(file, largestPicture)) ? std::string() : notOurs("Phonostage picture", remedy);
}

std::string signedPng(std::string_view png) {
    // Behind the signature and the first chunk, IHDR.
    constexpr std::size_t endOfHeader = 8 + 25;
    std::string result(png.substr(0, endOfHeader));
    result += textChunk(std::string("Software") + '\0' + "Phonostage");
    result += png.substr(std::min(endOfHeader, png.size()));
    return result;
}

std::string whyTake(const fs::path& file) {
    constexpr std::string_view ending = ".take.json";
    const auto name = lowered(file.filename().string());
    const std::string isTake = "belongs to a recording of a side, which is never replaced: name another file";
    const bool isSidecar = name.find(ending) != std::string::npos; // also one that was kept aside
    if (isSidecar || name.find(".recording.") != std::string::npos) return isTake;
    auto sidecar = file.parent_path() / file.stem();
    sidecar += ending;
    // A link to nothing counts as one, too.
    std::error_code ignored;
    const auto kind = fs::symlink_status(sidecar, ignored).type();
    return kind == fs::file_type::not_found ? std::string() : isTake;
}

} // namespace phonostage::media
