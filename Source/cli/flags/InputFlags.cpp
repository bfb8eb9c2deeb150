// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/InputFlags.h"

#include "cli/output/Errors.h"

#include <CLI/CLI.hpp>

namespace phonostage::cli {

void InputFlags::addTo(CLI::App& command, const char* argument, const char* help) {
    command.add_option(argument, path_, help)->required();
    addFlagsTo(command);
}

void InputFlags::addFlagsTo(CLI::App& command) {
    command.add_option("--pair", pair_, "Which channels of the file are left and right, or which one is mono")
        ->type_name("3+4|3");
    command
        .add_option("--raw", raw_,
                    "Read raw samples, or ignore a wrong header: s16, s24, s24in32, s32 or f32, little-endian")
        ->type_name("RATE:CHANNELS:FORMAT");
    command.add_flag("--allow-truncated", allowTruncated_, "Accept a truncated file");
}

media::SoundSource InputFlags::source(const std::filesystem::path& path) const {
    media::SoundSource source;
    source.path = path;
    source.allowTruncated = allowTruncated_;
    if (!pair_.empty()) {
        source.pair = media::readChannelPair(pair_);
        if (!source.pair)
            throw UsageError("--pair", pair_,
                             "give two different channels, counted from 1, as in 3+4, or one, as in 3");
    }
    if (!raw_.empty()) {
        source.raw = media::readRawFormat(raw_);
        if (!source.raw)
            throw UsageError("--raw", raw_,
                             "give RATE:CHANNELS:FORMAT, the rate from 8000 to 768000 Hz and the format s16, s24, "
                             "s24in32, s32 or f32, as in 48000:2:s24in32");
    }
    return source;
}

} // namespace phonostage::cli
