// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/DoneFolder.h"

#include "media/io/ContentHash.h"

#include "base/files/BoundedFile.h"
#include "base/files/FileError.h"
#include "base/files/PendingFile.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <variant>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;
/** Of a report there are at most 10,000 overloads a channel, of 150 bytes. */
constexpr std::size_t largestNote = std::size_t{8} << 20;
/** FAT keeps even seconds; two programs' clocks may differ by a little. */
constexpr std::chrono::seconds settling{3};

Json toJson(const FileMark& mark) {
    Json json;
    json["bytes"] = mark.bytes;
    json["written_at"] = mark.writtenAt;
    json["number"] = mark.number;
    if (!mark.hash.empty()) json["xxh3"] = mark.hash;
    return json;
}

FileMark markOf(const Json& json) {
    return {json.at("bytes").get<std::int64_t>(), json.at("written_at").get<std::int64_t>(),
            json.at("number").get<std::uint64_t>(), json.value("xxh3", std::string())};
}

std::string textOf(const fs::path& name, const Done& done) {
    Json json;
    json["schema"] = schema;
    json["out"] = name.generic_string();
    json["by"] = done.maker;
    json["from"] = done.inputPath;
    json["settings"] = done.settings;
    json["input"] = toJson(done.input);
    json["output"] = toJson(done.output);
    json["frames"] = done.frames;
    json["sample_rate"] = done.sampleRateHz;
    if (done.peak) json["true_peak"] = {{"value", *done.peak}, {"gain_db", done.peakGainDb}};
    if (done.gainDb) json["gain_db"] = *done.gainDb;
    json["overloads"] = done.overloads;
    json["clipping"] = done.clipping;
    json["is_clipped"] = done.isClipped;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" + done.report;
}

Done readDone(const std::string& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto json = Json::parse(text.substr(0, end));
    Done done;
    if (json.at("schema").get<int>() != schema) return done;
    done.maker = json.at("by").get<std::string>();
    done.inputPath = json.at("from").get<std::string>();
    done.settings = json.at("settings").get<std::string>();
    done.input = markOf(json.at("input"));
    done.output = markOf(json.at("output"));
    done.frames = json.at("frames").get<std::int64_t>();
    done.sampleRateHz = json.at("sample_rate").get<double>();
    if (const auto at = json.find("true_peak"); at != json.end()) {
        done.peak = at->at("value").get<double>();
        done.peakGainDb = at->at("gain_db").get<double>();
    }
    if (const auto at = json.find("gain_db"); at != json.end()) done.gainDb = at->get<double>();
    done.overloads = json.at("overloads").get<std::int64_t>();
    done.clipping = json.at("clipping").get<std::string>();
    done.isClipped = json.at("is_clipped").get<bool>();
    done.report = text.substr(std::min(end + 1, text.size()));
    return done;
}

/** Written to long enough ago that a change from now on gives it another time. */
bool isSettled(const fs::path& file) {
    std::error_code error;
    const auto at = fs::last_write_time(file, error);
    return !error && fs::file_time_type::clock::now() - at > settling;
}

} // namespace

std::optional<FileMark> fileMark(const fs::path& file) {
    const auto state = base::fileState(file);
    if (!state) return std::nullopt;
    return FileMark{state->bytes, state->writtenAt, state->identity.number, {}};
}

fs::path DoneFolder::placeOf(const fs::path& name) const {
    return folder_ / ".phonostage" / (contentHash(name.generic_string()) + ".json");
}

std::optional<Done> DoneFolder::find(const fs::path& name) const {
    const auto bytes = base::readBoundedFile(placeOf(name), largestNote);
    const auto* const text = std::get_if<std::string>(&bytes);
    if (text == nullptr) return std::nullopt;
    try {
        auto done = readDone(*text);
        return done.maker.empty() ? std::nullopt : std::optional(std::move(done));
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

void DoneFolder::note(const fs::path& name, const Done& done) const {
    const auto place = placeOf(name);
    std::error_code error;
    fs::create_directory(place.parent_path(), error);
    base::writeFile(place, textOf(name, done), base::Replace::any());
}

FileMark inputMark(const fs::path& file) {
    const auto before = fileMark(file);
    auto mark = before.value_or(FileMark{});
    const bool wasSettled = isSettled(file);
    mark.hash = contentHashOf(file);
    if (!wasSettled || fileMark(file) != before) mark.writtenAt = 0;
    return mark;
}

bool isSameInput(FileMark& noted, const fs::path& file) {
    const auto now = fileMark(file);
    if (!now || now->bytes != noted.bytes) return false;
    if (now->writtenAt == noted.writtenAt && now->number == noted.number) return true;
    auto fresh = inputMark(file);
    if (fresh.hash != noted.hash) return false;
    noted = std::move(fresh);
    return true;
}

} // namespace phonostage::media
