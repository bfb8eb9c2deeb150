// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/ExportFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Errors.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "dsp/design/StageSettings.h"
#include "media/export/FileNames.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::cli {
namespace {

constexpr const char* tagGroup = "Tags";

int readNumber(const char* flag, const std::string& text) {
    constexpr double most = 99.0;
    const auto number = base::parseDecimal(base::trimmed(text));
    if (!number || *number != std::floor(*number) || !(*number >= 1.0 && *number <= most))
        throw UsageError(flag, text, "give a whole number from 1 to 99");
    return static_cast<int>(*number);
}

std::string readText(const char* flag, const std::string& text) {
    if (text.size() > media::longestTag)
        throw UsageError(flag, text, "is longer than " + std::to_string(media::longestTag) + " bytes: shorten it");
    if (!base::isPlainText(text))
        throw UsageError(flag, text, "must be one line of UTF-8 text without control characters");
    return text;
}

media::TagField readTag(const std::string& text) {
    const auto equals = text.find('=');
    auto name = text.substr(0, equals);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const bool isName = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
    });
    if (equals == std::string::npos || !isName)
        throw UsageError("--tag", text, "give NAME=TEXT, with letters, digits and _ in the name, as in CONDUCTOR=...");
    return {name, readText("--tag", text.substr(equals + 1))};
}

void addTagFlags(CLI::App& command, ExportFlags& flags) {
    const auto add = [&](const char* flag, std::string& text, const char* help, const char* type) {
        command.add_option(flag, text, help)->type_name(type)->group(tagGroup);
    };
    add("--album", flags.album, "Title of the album", "TEXT");
    add("--artist", flags.artist, "Artist of the album, and of tracks that have none", "TEXT");
    add("--date", flags.date, "Year or date", "YYYY[-MM-DD]");
    add("--label", flags.label, "Record label", "TEXT");
    add("--catalog-number", flags.catalogueNumber, "Catalogue number", "TEXT");
    add("--genre", flags.genre, "Genre", "TEXT");
    add("--comment", flags.comment, "Comment", "TEXT");
    add("--cover", flags.cover, "Cover picture, JPEG or PNG, at most 10 MiB", "FILE");
    add("--side", flags.side, "Side of the first take; those after it follow [of the take; A if there are several]",
        "LETTER");
    add("--disc", flags.disc, "Number of the disc [1 for sides A and B, 2 for C and D ...]", "N");
    add("--discs", flags.discs, "How many discs the album has", "N");
    command.add_option("--tag", flags.tags, "Any other tag, as in CONDUCTOR=...; may be given again")
        ->type_name("NAME=TEXT")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->group(tagGroup);
}

} // namespace

void ExportFlags::addTo(CLI::App& command) {
    command.add_option("--out", out, "Folder for the results [that of the first take]")->type_name("FOLDER");
    command.add_option("--format", format, "File format [flac]")->type_name("flac|wav|aiff|mp3|opus");
    command.add_option("--bits", bits, "Sample format of FLAC, WAV and AIFF; TPDF dither below 32f [24]")
        ->type_name("16|24|32f");
    command
        .add_option("--rate", rate,
                    "Resample; fit: only where the format cannot store the rate, to the nearest that it can [keep]")
        ->type_name("keep|fit|HZ");
    command
        .add_option("--speed-back", speedBack,
                    "With --speed: correct the declared rate, resample, or leave as captured [rate]")
        ->type_name("rate|resample|off");
    command.add_option("--name", names, std::string("File names [") + media::defaultNamePattern + "]")
        ->type_name("PATTERN");
    command.add_flag("--gapless", gapless,
                     "Leave nothing out between tracks: each begins where the one before it ends");
    command.add_flag("--whole", whole, "Each side as one file, with a cue sheet beside it");
    command.add_flag("--with-labels", withLabels, "Also write the tracks of each side as labels for Audacity");
    command.add_option("--replaygain", replayGain, "ReplayGain 2.0 tags; the samples are never changed [album]")
        ->type_name("album|track|off");
    command.add_flag("--overwrite", overwrite,
                     "Replace files that an earlier export of the same take has not made; never a recording of a side");
    command.add_flag("--strict", strict, "Treat a clipped output as an error (status 3); the files are kept");
    command.add_flag("--json", json, "Print what was written as JSON");
    command.add_flag("-q,--quiet", quiet, "No progress and no summary; warnings are still shown");
    command.add_flag("--progress", progress, "Show progress even if standard error is not a terminal");
    addTagFlags(command, *this);
    stage.addOver(command);
    CleanFlags::addQualityTo(command, declickQuality, "the recording's, else live");
}

media::Container ExportFlags::container() const {
    constexpr std::array<media::Container, 5> containers{media::Container::flac, media::Container::wav,
                                                         media::Container::aiff, media::Container::mp3,
                                                         media::Container::opus};
    return containers[readWord("--format", format, {"flac", "wav", "aiff", "mp3", "opus"})];
}

media::SampleFormat ExportFlags::sampleFormat() const {
    const auto kind = container();
    if (!media::isLossy(kind)) return readBits(bits.empty() ? "24" : bits);
    if (!bits.empty())
        throw UsageError("--bits", bits, std::string(media::nameOf(kind)) + " has no sample format: remove --bits");
    return media::SampleFormat::float32;
}

double ExportFlags::rateFor(double sampleRateHz) const {
    if (base::equalsIgnoringCase(base::trimmed(rate), "keep")) return 0.0;
    if (base::equalsIgnoringCase(base::trimmed(rate), "fit")) {
        const auto fitting = media::fittingRate(container(), sampleRateHz);
        return fitting == sampleRateHz ? 0.0 : fitting;
    }
    const auto parsed = base::parseQuantity(rate, "Hz");
    if (!parsed.value || *parsed.value != std::floor(*parsed.value) || *parsed.value < dsp::minSampleRateHz ||
        *parsed.value > dsp::maxSampleRateHz)
        throw UsageError("--rate", rate, "give keep, fit, or a whole rate from 8000 to 768000 Hz, as in 48000");
    return *parsed.value == sampleRateHz ? 0.0 : *parsed.value;
}

void ExportFlags::applyTags(media::AlbumTags& to, bool isFirst) const {
    const auto set = [](std::string& field, const char* flag, const std::string& text) {
        if (!text.empty()) field = readText(flag, text);
    };
    set(to.title, "--album", album);
    set(to.artist, "--artist", artist);
    set(to.date, "--date", date);
    set(to.label, "--label", label);
    set(to.catalogueNumber, "--catalog-number", catalogueNumber);
    set(to.genre, "--genre", genre);
    set(to.comment, "--comment", comment);
    if (!side.empty()) {
        const char letter =
            side.size() == 1 && side[0] >= 'a' && side[0] <= 'z' ? static_cast<char>(side[0] - 'a' + 'A') : side[0];
        if (side.size() != 1 || letter < 'A' || letter > 'Z')
            throw UsageError("--side", side, "give one letter, as in A");
        to.side = isFirst ? letter : '\0';
    }
    if (!disc.empty()) to.disc = readNumber("--disc", disc);
    if (!discs.empty()) to.discs = readNumber("--discs", discs);
    for (const auto& text : tags) {
        auto tag = readTag(text);
        std::erase_if(to.others, [&](const auto& each) { return each.first == tag.first; });
        to.others.push_back(std::move(tag));
    }
}

} // namespace phonostage::cli
