// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/SoundSource.h"

#include "media/io/MediaError.h"

#include "base/files/FilePlace.h"
#include "base/text/Units.h"
#include "dsp/design/StageSettings.h"

#include <array>
#include <cerrno>
#include <charconv>

namespace phonostage::media {
namespace {

constexpr int mostChannels = 256;

struct Named {
    std::string_view name;
    PlainCoding coding;
    int wordBits;
    bool wordsAreLow;
};

constexpr std::array<Named, 5> formats{{{"s16", {PlainCoding::Kind::integer, 2, Order::little}, 16, false},
                                        {"s24", {PlainCoding::Kind::integer, 3, Order::little}, 24, false},
                                        {"s24in32", {PlainCoding::Kind::integer, 4, Order::little}, 24, true},
                                        {"s32", {PlainCoding::Kind::integer, 4, Order::little}, 32, false},
                                        {"f32", {PlainCoding::Kind::real, 4, Order::little}, 0, false}}};

/** A whole number of digits alone, from 1. */
std::optional<int> wholeNumber(std::string_view text) {
    int value = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || text.front() == '-' || value < 1) return std::nullopt;
    return value;
}

} // namespace

std::optional<RawFormat> readRawFormat(std::string_view text) {
    const auto first = text.find(':'), second = text.rfind(':');
    if (first == std::string_view::npos || first == second) return std::nullopt;
    const auto rate = base::parseQuantity(text.substr(0, first), "Hz").value;
    const auto channels = wholeNumber(text.substr(first + 1, second - first - 1));
    if (!rate || !(*rate >= dsp::minSampleRateHz && *rate <= dsp::maxSampleRateHz) ||
        *rate != static_cast<int>(*rate) || !channels || *channels > mostChannels)
        return std::nullopt;
    for (const auto& format : formats)
        if (text.substr(second + 1) == format.name)
            return RawFormat{*rate, *channels, format.coding, format.wordBits, format.wordsAreLow};
    return std::nullopt;
}

std::optional<ChannelPair> readChannelPair(std::string_view text) {
    const auto plus = text.find('+');
    const auto left = wholeNumber(text.substr(0, plus));
    if (!left) return std::nullopt;
    if (plus == std::string_view::npos) return ChannelPair{*left, 0};
    const auto right = wholeNumber(text.substr(plus + 1));
    if (!right || *right == *left) return std::nullopt;
    return ChannelPair{*left, *right};
}

std::string toText(const ChannelPair& pair) {
    return std::to_string(pair.left) + (pair.right > 0 ? "+" + std::to_string(pair.right) : "");
}

bool isStandardStream(const std::filesystem::path& path) { return path == "-"; }

base::File openSoundFile(const std::filesystem::path& path) {
    switch (base::pathKind(path)) { // merely opening a device may set something going
    case base::PathKind::file:
    case base::PathKind::unreachable: // opening it reports why
        break;
    case base::PathKind::missing:
        throw MediaError(base::quoted(path) + ": no such file; check the name");
    case base::PathKind::folder:
        throw MediaError(base::quoted(path) + " is a folder, not an audio file: name a file in it");
    default:
        throw MediaError(
            base::quoted(path) +
            " is a device or pipe; only regular files can be read: save it to a file first, or lead it into "
            "standard input and name -");
    }
    base::File file;
    if (const int error = file.open(path); error != 0) {
        const bool denied = error == EACCES || error == EPERM;
        throw MediaError(base::quoted(path) + " cannot be read: " +
                         (denied ? "permission denied; you need the right to read it" : base::systemError(error)));
    }
    return file;
}

std::string sourceName(const std::filesystem::path& path) {
    return isStandardStream(path) ? "standard input" : base::quoted(path);
}

} // namespace phonostage::media
