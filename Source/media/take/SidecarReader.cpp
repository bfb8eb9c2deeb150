// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/SidecarReader.h"

#include "media/take/SidecarWords.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

namespace phonostage::media {
namespace {

using ReadJson = nlohmann::json;
using Fields = base::JsonFields<ReadJson>;

constexpr int maxDepth = 24;

/** Text that may be empty or missing; blanks at its ends, which a person may have left there, are no fault. */
std::string looseText(const Fields& fields, const char* field, std::size_t longest = longestTag) {
    const ReadJson* value = fields.find(field);
    if (value == nullptr) return {};
    if (!value->is_string()) fields.fault(field, "must be text");
    std::string text(base::trimmed(value->get_ref<const std::string&>()));
    if (text.size() > longest) fields.fault(field, "must be at most " + std::to_string(longest) + " bytes: shorten it");
    if (!base::isPlainText(text)) fields.fault(field, "has control characters: remove them");
    return text;
}

std::int64_t wholeFrames(const Fields& fields, const char* field) {
    const double value = fields.number(field, {0.0, mostFrames, "frames"});
    if (std::floor(value) < value) fields.fault(field, "must be a whole number of frames");
    return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> optionalFrames(const Fields& fields, const char* field) {
    const ReadJson* value = fields.find(field);
    if (value == nullptr || value->is_null()) return std::nullopt;
    return wholeFrames(fields, field);
}

int optionalWhole(const Fields& fields, const char* field, int low, int high) {
    return fields.has(field) ? fields.whole(field, low, high) : 0;
}

UtcMs optionalTime(const Fields& fields, const char* field) {
    const auto text = looseText(fields, field, 40);
    if (text.empty()) return 0;
    const auto moment = utcFrom(text);
    if (!moment) fields.fault(field, "must be a time such as 2026-11-30T04:41:31.123Z");
    return *moment;
}

std::vector<TagField> othersOf(const Fields& fields) {
    std::vector<TagField> others;
    if (!fields.has("others")) return others;
    const std::string what = "must be a list of pairs of texts such as [\"ENGINEER\", \"A. Name\"]";
    for (const ReadJson& pair : fields.list("others", "pairs")) {
        if (!pair.is_array() || pair.size() != 2) fields.fault("others", what);
        others.emplace_back(fields.textIn(pair[0], "others", 100), fields.textIn(pair[1], "others", longestTag));
    }
    if (others.size() > mostOtherTags)
        fields.fault("others", "has more than " + std::to_string(mostOtherTags) + " entries: shorten it");
    return others;
}

/** The fields that are not among the known ones, as an object's text; "" where there are none. */
std::string unknownOf(const ReadJson& object, std::span<const std::string_view> known) {
    ReadJson rest = ReadJson::object();
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end()) rest[key] = value;
    return rest.empty() ? std::string() : rest.dump();
}

TakeAudio audioOf(const Fields& fields) {
    TakeAudio audio;
    audio.file = looseText(fields, "file");
    audio.sampleRateHz = fields.number("sample_rate", {8000.0, 768000.0, "Hz"});
    audio.channels = fields.whole("channels", 1, 2);
    audio.word = fields.choice("word", sampleWords);
    audio.frames = optionalFrames(fields, "frames");
    return audio;
}

TakeDevice deviceOf(const Fields& fields, const ReadJson& json) {
    constexpr std::array<std::string_view, 5> known{"type", "name", "first_channel", "second_channel", "word_bits"};
    TakeDevice device;
    device.type = looseText(fields, "type");
    device.name = looseText(fields, "name");
    device.firstChannel = optionalWhole(fields, "first_channel", 1, 4096);
    device.secondChannel = optionalWhole(fields, "second_channel", 1, 4096);
    device.wordBits = optionalWhole(fields, "word_bits", 1, 64);
    device.unknownFields = unknownOf(json, known);
    return device;
}

TakePart partOf(const Fields& fields) {
    TakePart part;
    part.number = fields.whole("number", 1, 9999);
    part.follows = looseText(fields, "follows");
    part.lostFrames = optionalFrames(fields, "lost_frames");
    return part;
}

TakeEvent eventOf(const ReadJson& json, const std::string& place) {
    constexpr std::array<std::string_view, 7> known{"kind", "frame", "time", "frames", "channel", "level_dbfs", "text"};
    const Fields fields(json, place);
    TakeEvent event;
    const auto kind = fields.text("kind", 64);
    const auto* const word =
        std::find_if(eventWords.begin(), eventWords.end(), [&](const auto& each) { return each.word == kind; });
    event.kind = word == eventWords.end() ? TakeEventKind::other : word->value;
    if (event.kind == TakeEventKind::other) event.name = kind;
    event.frame = wholeFrames(fields, "frame");
    event.time = optionalTime(fields, "time");
    event.frames = optionalFrames(fields, "frames").value_or(0);
    if (fields.has("channel")) event.channel = fields.choice("channel", channelWords);
    if (fields.has("level_dbfs")) event.levelDbfs = fields.numberOrNull("level_dbfs", {-400.0, 400.0, "dBFS"});
    event.text = looseText(fields, "text");
    event.unknownFields = unknownOf(json, known);
    return event;
}

GivenBack givenBackOf(const ReadJson& json, const std::string& place) {
    constexpr std::array<std::string_view, 3> known{"frame", "frames", "channel"};
    const Fields fields(json, place);
    GivenBack click;
    click.frame = wholeFrames(fields, "frame");
    click.frames = fields.whole("frames", 1, static_cast<int>(longestGivenBack));
    if (fields.has("channel")) click.channel = fields.choice("channel", channelWords);
    click.unknownFields = unknownOf(json, known);
    return click;
}

Track trackOf(const ReadJson& json, const std::string& place) {
    constexpr std::array<std::string_view, 11> known{"number",     "start_frame", "end_frame", "cut_frame",
                                                     "title",      "artist",      "composer",  "origin",
                                                     "confidence", "why",         "others"};
    const Fields fields(json, place);
    Track track;
    track.number = fields.whole("number", 1, 9999);
    track.startFrame = wholeFrames(fields, "start_frame");
    track.endFrame = wholeFrames(fields, "end_frame");
    if (track.endFrame <= track.startFrame) fields.fault("end_frame", "must be larger than start_frame");
    track.cutFrame = optionalFrames(fields, "cut_frame");
    track.title = looseText(fields, "title");
    track.artist = looseText(fields, "artist");
    track.composer = looseText(fields, "composer");
    if (fields.has("origin")) track.origin = fields.choice("origin", originWords);
    if (fields.has("confidence")) track.confidence = fields.numberOrNull("confidence", {0.0, 1.0, ""});
    track.why = looseText(fields, "why");
    track.others = othersOf(fields);
    track.unknownFields = unknownOf(json, known);
    return track;
}

AlbumTags albumOf(const Fields& fields, const ReadJson& json) {
    constexpr std::array<std::string_view, 12> known{"title", "artist",  "date",  "label", "catalogue_number",
                                                     "genre", "comment", "cover", "side",  "disc",
                                                     "discs", "others"};
    AlbumTags album;
    album.title = looseText(fields, "title");
    album.artist = looseText(fields, "artist");
    album.date = looseText(fields, "date");
    album.label = looseText(fields, "label");
    album.catalogueNumber = looseText(fields, "catalogue_number");
    album.genre = looseText(fields, "genre");
    album.comment = looseText(fields, "comment");
    album.cover = looseText(fields, "cover");
    if (const auto side = looseText(fields, "side", 64); !side.empty()) {
        if (side.size() != 1 || side[0] < 'A' || side[0] > 'Z') fields.fault("side", "must be one letter, A to Z");
        album.side = side[0];
    }
    album.disc = optionalWhole(fields, "disc", 1, 999);
    album.discs = optionalWhole(fields, "discs", 1, 999);
    album.others = othersOf(fields);
    album.unknownFields = unknownOf(json, known);
    return album;
}

/** use(json, place) for each entry of a list that may be missing. */
template <typename Use>
void forEach(const Fields& fields, const char* field, const char* of, const char* one, std::size_t most, Use use) {
    if (!fields.has(field)) return;
    const ReadJson& list = fields.list(field, of);
    if (list.size() > most) fields.fault(field, "has more than " + std::to_string(most) + " entries: shorten it");
    for (std::size_t i = 0; i < list.size(); ++i)
        use(list[i], fields.place() + ", " + one + " number " + std::to_string(i + 1));
}

Sidecar sidecarOf(const ReadJson& root, const Fields& fields) {
    constexpr std::array<std::string_view, 13> known{
        "schema", "audio",           "take",       "started",         "device", "part", "stage",
        "events", "events_left_out", "given_back", "declick_quality", "tracks", "album"};
    Sidecar sidecar;
    sidecar.audio = audioOf(fields.inside("audio"));
    sidecar.takeId = looseText(fields, "take", 64);
    sidecar.startedAt = optionalTime(fields, "started");
    if (fields.has("device")) sidecar.device = deviceOf(fields.inside("device"), fields.object("device"));
    if (fields.has("part")) sidecar.part = partOf(fields.inside("part"));
    if (fields.has("stage")) (void)fields.object("stage");
    forEach(fields, "events", "events", "event", mostTakeEvents,
            [&](const ReadJson& json, const std::string& place) { sidecar.events.push_back(eventOf(json, place)); });
    sidecar.eventsLeftOut = optionalFrames(fields, "events_left_out").value_or(0);
    forEach(
        fields, "given_back", "clicks", "click", mostGivenBack,
        [&](const ReadJson& json, const std::string& place) { sidecar.givenBack.push_back(givenBackOf(json, place)); });
    if (fields.has("declick_quality")) sidecar.clickQuality = fields.choice("declick_quality", qualityWords);
    forEach(fields, "tracks", "tracks", "track", mostTracks,
            [&](const ReadJson& json, const std::string& place) { sidecar.tracks.push_back(trackOf(json, place)); });
    if (fields.has("album")) sidecar.album = albumOf(fields.inside("album"), fields.object("album"));
    sidecar.unknownFields = unknownOf(root, known);
    return sidecar;
}

} // namespace

Sidecar readSidecar(std::string_view text, const std::string& place) {
    try {
        const auto root = base::parseStrictJson<ReadJson>(text, maxDepth, place);
        const Fields fields(root, place);
        fields.requireSchema(sidecarSchema);
        auto sidecar = sidecarOf(root, fields);
        // A state's fields have an order.
        if (fields.has("stage")) sidecar.stageState = nlohmann::ordered_json::parse(text).at("stage").dump();
        return sidecar;
    } catch (const base::JsonFault& fault) {
        throw base::JsonFault(base::oneLine(fault.what()));
    }
}

} // namespace phonostage::media
