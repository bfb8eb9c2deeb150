// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordSettings.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <nlohmann/json.hpp>

#include <array>

namespace phonostage::app {
namespace {

using Json = nlohmann::ordered_json;
using Fields = base::JsonFields<Json>;

constexpr std::array<base::JsonWord<bool>, 2> formatWords{{{"flac", true}, {"wav", false}}};
constexpr std::array<base::JsonWord<media::SampleWord>, 3> bitWords{
    {{"16", media::SampleWord::bits16}, {"24", media::SampleWord::bits24}, {"32f", media::SampleWord::float32}}};
constexpr std::size_t longestFolder = 4096;

} // namespace

std::string tidyRecordText(const std::string& text) {
    auto plain = base::isPlainText(text) ? text : base::oneLine(text);
    if (plain.size() > longestRecordText) {
        std::size_t end = longestRecordText;
        while (end > 0 && (static_cast<unsigned char>(plain[end]) & 0xC0U) == 0x80U)
            --end;
        plain.resize(end);
    }
    return std::string(base::trimmed(plain));
}

Json recordSettingsJson(const RecordSettings& settings) {
    Json json;
    json["folder"] = settings.folder;
    json["format"] = settings.isFlac ? "flac" : "wav";
    json["bits"] = media::wordName(settings.word);
    json["by_itself"] = settings.byItself;
    json["longest_min"] = settings.longestMinutes;
    json["album"] = settings.album;
    json["artist"] = settings.artist;
    json["year"] = settings.year;
    json["export_folder"] = settings.exportFolder;
    json["side"] = std::string(1, settings.side);
    return json;
}

RecordSettings readRecordSettings(const Json& json, const std::string& place) {
    const Fields fields(json, place);
    RecordSettings settings;
    const auto text = [&](const char* field, std::string& to, std::size_t longest) {
        if (fields.has(field) && *fields.find(field) != "") to = fields.text(field, longest);
    };
    text("folder", settings.folder, longestFolder);
    if (fields.has("format")) settings.isFlac = fields.choice("format", formatWords);
    if (fields.has("bits")) settings.word = fields.choice("bits", bitWords);
    if (settings.isFlac && settings.word == media::SampleWord::float32)
        fields.fault("bits", "'32f' needs the format wav");
    if (fields.has("by_itself")) settings.byItself = fields.flag("by_itself");
    if (fields.has("longest_min")) settings.longestMinutes = fields.whole("longest_min", 0, longestSideMinutes);
    text("album", settings.album, longestRecordText);
    text("artist", settings.artist, longestRecordText);
    text("year", settings.year, longestRecordText);
    text("export_folder", settings.exportFolder, longestFolder);
    std::string side;
    text("side", side, 1);
    if (!side.empty() && (side[0] < 'A' || side[0] > 'Z')) fields.fault("side", "must be a letter, A to Z");
    if (!side.empty()) settings.side = side[0];
    return settings;
}

} // namespace phonostage::app
