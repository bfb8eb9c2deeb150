// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/SidecarWriter.h"

#include "base/json/OrNull.h"
#include "media/take/SidecarWords.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/io/Tags.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;

/** One line of plain text: control characters become spaces, bytes that are no UTF-8 question marks, the end of what
    is too long is left out. */
std::string tidy(std::string_view text, std::size_t longest = longestTag) {
    std::string clean(text);
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    if (!base::isPlainText(clean)) {
        // U+0080 to U+009F are control characters as well.
        for (std::size_t i = 0; i + 1 < clean.size(); ++i)
            if (clean[i] == '\xc2' && static_cast<unsigned char>(clean[i + 1]) < 0xa0) clean[i] = clean[i + 1] = ' ';
    }
    if (!base::isPlainText(clean))
        std::replace_if(
            clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return std::string(base::trimmed(beginningOf(base::trimmed(clean), longest)));
}

void put(Json& json, const char* field, std::string_view text) {
    if (auto clean = tidy(text); !clean.empty()) json[field] = std::move(clean);
}

void putOthers(Json& json, const std::vector<TagField>& others) {
    Json list = Json::array();
    for (const auto& [name, text] : others) {
        auto cleanName = tidy(name, 100), cleanText = tidy(text);
        if (!cleanName.empty() && !cleanText.empty() && list.size() < mostOtherTags)
            list.push_back({std::move(cleanName), std::move(cleanText)});
    }
    if (!list.empty()) json["others"] = std::move(list);
}

/** What this version does not know goes behind what it does. */
void putUnknown(Json& json, const std::string& fields) {
    if (fields.empty()) return;
    const auto unknown = Json::parse(fields, nullptr, false);
    if (!unknown.is_object()) return;
    for (const auto& [key, value] : unknown.items())
        if (json.find(key) == json.end()) json[key] = value;
}

Json audioJson(const TakeAudio& audio) {
    Json json = Json::object();
    put(json, "file", audio.file);
    json["sample_rate"] = audio.sampleRateHz;
    json["channels"] = audio.channels;
    json["word"] = wordName(audio.word);
    json["frames"] = base::orNull<Json>(audio.frames);
    return json;
}

Json deviceJson(const TakeDevice& device) {
    Json json = Json::object();
    put(json, "type", device.type);
    put(json, "name", device.name);
    if (device.firstChannel > 0) json["first_channel"] = device.firstChannel;
    if (device.secondChannel > 0) json["second_channel"] = device.secondChannel;
    if (device.wordBits > 0) json["word_bits"] = device.wordBits;
    putUnknown(json, device.unknownFields);
    return json;
}

Json partJson(const TakePart& part) {
    Json json = Json::object();
    json["number"] = part.number;
    put(json, "follows", part.follows);
    json["lost_frames"] = base::orNull<Json>(part.lostFrames);
    return json;
}

Json eventJson(const TakeEvent& event) {
    Json json = Json::object();
    json["kind"] = event.kind == TakeEventKind::other ? tidy(event.name, 64) : wordOf(eventWords, event.kind);
    json["frame"] = event.frame;
    if (event.time > 0) json["time"] = utcText(event.time);
    if (event.frames > 0) json["frames"] = event.frames;
    if (event.channel != TakeChannel::both) json["channel"] = wordOf(channelWords, event.channel);
    if (event.levelDbfs) json["level_dbfs"] = *event.levelDbfs;
    put(json, "text", event.text);
    putUnknown(json, event.unknownFields);
    return json;
}

Json givenBackJson(const GivenBack& click) {
    Json json = Json::object();
    json["frame"] = click.frame;
    json["frames"] = click.frames;
    if (click.channel != TakeChannel::both) json["channel"] = wordOf(channelWords, click.channel);
    putUnknown(json, click.unknownFields);
    return json;
}

Json trackJson(const Track& track) {
    Json json = Json::object();
    json["number"] = track.number;
    json["start_frame"] = track.startFrame;
    json["end_frame"] = track.endFrame;
    if (track.cutFrame) json["cut_frame"] = *track.cutFrame;
    put(json, "title", track.title);
    put(json, "artist", track.artist);
    put(json, "composer", track.composer);
    json["origin"] = wordOf(originWords, track.origin);
    if (track.confidence) json["confidence"] = *track.confidence;
    put(json, "why", track.why);
    putOthers(json, track.others);
    putUnknown(json, track.unknownFields);
    return json;
}

Json albumJson(const AlbumTags& album) {
    Json json = Json::object();
    put(json, "title", album.title);
    put(json, "artist", album.artist);
    put(json, "date", album.date);
    put(json, "label", album.label);
    put(json, "catalogue_number", album.catalogueNumber);
    put(json, "genre", album.genre);
    put(json, "comment", album.comment);
    put(json, "cover", album.cover);
    if (album.side != 0) json["side"] = std::string(1, album.side);
    if (album.disc > 0) json["disc"] = album.disc;
    if (album.discs > 0) json["discs"] = album.discs;
    putOthers(json, album.others);
    putUnknown(json, album.unknownFields);
    return json;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/** A list with one entry a line: for people, and for programs that compare lines. */
template <typename List, typename Write> std::string lines(const List& list, Write write) {
    std::string text = "[";
    for (const auto& each : list)
        text.append(text.size() == 1 ? "\n    " : ",\n    ").append(dumped(write(each)));
    return text + (text.size() == 1 ? "]" : "\n  ]");
}

} // namespace

std::string writeSidecar(const Sidecar& sidecar) {
    std::string text = "{\n  \"schema\": " + std::to_string(sidecarSchema);
    const auto add = [&text](const std::string& field, const std::string& value) {
        text.append(",\n  ").append(Json(field).dump()).append(": ").append(value);
    };
    add("audio", dumped(audioJson(sidecar.audio)));
    if (!sidecar.takeId.empty()) add("take", dumped(tidy(sidecar.takeId, 64)));
    if (sidecar.startedAt > 0) add("started", dumped(utcText(sidecar.startedAt)));
    if (const auto device = deviceJson(sidecar.device); !device.empty()) add("device", dumped(device));
    if (sidecar.part != TakePart{}) add("part", dumped(partJson(sidecar.part)));
    if (const auto stage = Json::parse(sidecar.stageState, nullptr, false); stage.is_object())
        add("stage", dumped(stage));
    add("events", lines(sidecar.events, eventJson));
    if (sidecar.eventsLeftOut > 0) add("events_left_out", std::to_string(sidecar.eventsLeftOut));
    if (!sidecar.givenBack.empty()) add("given_back", lines(sidecar.givenBack, givenBackJson));
    if (sidecar.clickQuality != ClickQuality::live)
        add("declick_quality", dumped(wordOf(qualityWords, sidecar.clickQuality)));
    add("tracks", lines(sidecar.tracks, trackJson));
    add("album", dumped(albumJson(sidecar.album)));
    Json unknown = Json::object();
    putUnknown(unknown, sidecar.unknownFields);
    for (const auto& [key, value] : unknown.items())
        add(key, dumped(value));
    return text + "\n}\n";
}

} // namespace phonostage::media
