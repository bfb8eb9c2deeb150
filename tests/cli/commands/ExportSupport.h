// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/Program.h"

#include <array>
#include <cstdio>
#include <random>

namespace phonostage::tests {

/** What another program prints; empty where it is missing or fails. */
inline std::string outputOf(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    std::array<char, 4096> block{};
    for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
        text.append(block.data(), got);
    return ::pclose(pipe) == 0 ? text : std::string();
}

inline bool hasProgram(const std::string& name) { return !outputOf("command -v " + name).empty(); }

inline std::string inQuotes(const std::filesystem::path& path) {
    std::string text = "'";
    for (const char c : path.string())
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

/** A flat take of `frames` at 48 kHz, 24 bit, noise of a record's level: the same for the same seed. */
inline void writeTake(const std::filesystem::path& audio, std::size_t frames, unsigned seed = 1, double level = 0.003,
                      int format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24, int rate = 48000) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> draw(-level, level);
    std::vector<double> samples;
    for (std::size_t i = 0; i < 2 * frames; ++i)
        samples.push_back(draw(random));
    writeSound(audio, format, rate, 2, samples);
}

/** NAME.take.json beside it, with these tracks: [start, end) and title. */
inline void writeSidecar(const std::filesystem::path& audio, const nlohmann::json& tracks, const nlohmann::json& album,
                         const nlohmann::json& more = nlohmann::json::object()) {
    const auto sound = readSound(audio);
    nlohmann::json json = more;
    json["schema"] = 1;
    json["audio"] = {{"file", audio.filename().string()},
                     {"sample_rate", sound.rate},
                     {"channels", sound.channels},
                     {"word", "24"},
                     {"frames", sound.frames()}};
    json["events"] = nlohmann::json::array();
    json["tracks"] = tracks;
    json["album"] = album;
    auto sidecar = audio;
    sidecar.replace_extension(".take.json");
    writeBytes(sidecar, json.dump(2));
}

inline nlohmann::json trackJson(int number, std::int64_t start, std::int64_t end, const std::string& title) {
    return {{"number", number}, {"start_frame", start}, {"end_frame", end}, {"title", title}, {"origin", "person"}};
}

/** All regular files in a folder and those inside of it, but for the notes; relative, sorted. */
inline std::vector<std::string> filesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto name = std::filesystem::relative(entry.path(), folder).generic_string();
        if (entry.is_regular_file() && !name.starts_with(".phonostage/")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace phonostage::tests
