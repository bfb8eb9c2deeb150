// SPDX-License-Identifier: GPL-3.0-or-later
// What in a file's tags counts samples, and the broadcast chunk's fields.
#include "media/io/RiffTags.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace phonostage::media {
namespace {

using Field = std::pair<std::string, std::string>;

struct BroadcastText {
    const char* name;
    std::size_t at, length;
};
// EBU Tech 3285
constexpr std::array<BroadcastText, 5> broadcastTexts{{{"DESCRIPTION", 0, 256},
                                                       {"ORIGINATOR", 256, 32},
                                                       {"ORIGINATOR_REFERENCE", 288, 32},
                                                       {"ORIGINATION_DATE", 320, 10},
                                                       {"ORIGINATION_TIME", 330, 8}}};
constexpr std::size_t timeReferenceAt = 338, versionAt = 346, umidAt = 348, loudnessAt = 412, historyAt = 602;
constexpr std::size_t umidBytes = 64;

std::int64_t scaled(std::int64_t frames, double ratio) {
    return ratio == 1.0 ? frames : std::llround(static_cast<double>(frames) * ratio);
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, int width) {
    if (at + static_cast<std::size_t>(width) <= bytes.size())
        bytes.replace(at, static_cast<std::size_t>(width), numberBytes(value, width, Order::little));
}

/** A sampler's loops, and the length of its samples in nanoseconds. */
void retimeLoops(std::string& smpl, double toRateHz, double frameRatio) {
    put(smpl, 8, static_cast<std::uint64_t>(std::llround(1e9 / toRateHz)), 4);
    const auto loops = numberIn(smpl, 28, 4, Order::little);
    for (std::size_t i = 0; i < loops && 36 + 24 * (i + 1) <= smpl.size(); ++i)
        for (const std::size_t at : {44 + 24 * i, 48 + 24 * i}) // start and end
            put(smpl, at,
                static_cast<std::uint64_t>(
                    scaled(static_cast<std::int64_t>(numberIn(smpl, at, 4, Order::little)), frameRatio)),
                4);
}

} // namespace

void retime(FileTags& tags, double fromRateHz, double toRateHz, double frameRatio) {
    for (auto& mark : tags.marks) {
        const auto end = scaled(mark.frame + mark.length, frameRatio);
        mark.frame = scaled(mark.frame, frameRatio);
        if (mark.length > 0) mark.length = std::max<std::int64_t>(end - mark.frame, 0);
    }
    auto& bext = tags.broadcast;
    if (bext.size() >= historyAt) {
        // Samples since midnight: the time of day stays.
        const auto reference = static_cast<std::int64_t>(numberIn(bext, timeReferenceAt, 8, Order::little));
        if (reference >= 0 && fromRateHz != toRateHz)
            put(bext, timeReferenceAt, static_cast<std::uint64_t>(scaled(reference, toRateHz / fromRateHz)), 8);
        // The loudness was the capture's: 0x7fff is "not known".
        if (numberIn(bext, versionAt, 2, Order::little) >= 2)
            for (std::size_t i = 0; i < 5; ++i)
                put(bext, loudnessAt + 2 * i, 0x7fff, 2);
    }
    for (auto& chunk : tags.chunks)
        if (chunk.kind == TagChunk::Kind::riff && chunk.name == "smpl") retimeLoops(chunk.bytes, toRateHz, frameRatio);
}

std::vector<Field> broadcastFields(const std::string& broadcast) {
    std::vector<Field> fields;
    if (broadcast.size() < historyAt) return fields;
    const auto add = [&](const char* name, std::string text) {
        text.resize(std::min(text.size(), text.find('\0')));
        while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n'))
            text.pop_back();
        if (!text.empty()) fields.emplace_back(name, std::move(text));
    };
    for (const auto& text : broadcastTexts)
        add(text.name, broadcast.substr(text.at, text.length));
    add("TIME_REFERENCE", std::to_string(numberIn(broadcast, timeReferenceAt, 8, Order::little)));
    add("CODING_HISTORY", broadcast.substr(historyAt));
    const auto umid = broadcast.substr(umidAt, umidBytes);
    if (umid.find_first_not_of('\0') != std::string::npos) {
        std::string hex = "0x";
        for (const char c : umid)
            for (const int shift : {4, 0})
                hex += "0123456789ABCDEF"[(static_cast<unsigned char>(c) >> shift) & 15];
        fields.emplace_back("UMID", hex);
    }
    return fields;
}

std::string broadcastOf(std::vector<Field>& fields) {
    const auto find = [&](std::string_view name) {
        return std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.first == name; });
    };
    // A time reference and who or when: no other program's tags have both by chance.
    if (find("TIME_REFERENCE") == fields.end() ||
        (find("ORIGINATOR") == fields.end() && find("ORIGINATION_DATE") == fields.end()))
        return {};
    std::string bext(historyAt, '\0');
    const auto take = [&](std::string_view name) {
        const auto at = find(name);
        if (at == fields.end()) return std::string();
        auto text = at->second;
        fields.erase(at);
        return text;
    };
    for (const auto& text : broadcastTexts) {
        const auto value = take(text.name).substr(0, text.length);
        bext.replace(text.at, value.size(), value);
    }
    const auto reference = take("TIME_REFERENCE");
    std::uint64_t number = 0;
    std::from_chars(reference.data(), reference.data() + reference.size(), number);
    put(bext, timeReferenceAt, number, 8);
    put(bext, versionAt, 1, 2);
    const auto umid = take("UMID");
    for (std::size_t i = 0; i < umidBytes && 4 + 2 * i <= umid.size(); ++i) {
        unsigned byte = 0;
        std::from_chars(umid.data() + 2 + 2 * i, umid.data() + 4 + 2 * i, byte, 16);
        put(bext, umidAt + i, byte, 1);
    }
    if (auto history = take("CODING_HISTORY"); !history.empty()) bext += history + "\r\n";
    return bext;
}

} // namespace phonostage::media
